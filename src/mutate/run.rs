//! Judges the cases with every mutant.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::book::Book;
use crate::cases::{CaseFile, Deck, notices};
use crate::check::check;
use crate::compile::{Plan, compile};
use crate::mutate::fold::digests;
use crate::mutate::mutants::{Mutant, mutants, mutated};
use crate::mutate::part::{Uses, part};
use crate::mutate::witness::{self, Witness};
use crate::source::Sources;

/// How many mutants of one part are judged in one go; a part with more is shared out.
const SHARE: usize = 24;

/// By how many of the clauses that a survivor touches a filing is looked for.
const SEARCHED: usize = 3;

/// What came of a mutant.
#[derive(Debug, Clone)]
pub enum Fate {
    /// A case notices it.
    Killed(Noticed),
    /// No case notices it; a filing that would, if one was found.
    Survived(Option<Box<Witness>>),
    /// It judges as the rule book does, or as a mutant before it.
    Equivalent,
    /// It is no sound rule book.
    Unsound,
}

/// The first expectation that does not come true with a mutant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noticed {
    /// The file of the case.
    pub file: Arc<str>,
    /// Its name.
    pub case: String,
    /// The version that judged it.
    pub version: String,
    /// The clause or indicator.
    pub name: String,
}

/// What is mutated, and what judges it.
pub struct Subject<'s> {
    /// The texts of the rule book.
    pub book: &'s Book,
    /// Its files.
    pub sources: &'s Sources,
    /// Its folder, from which its files are named.
    pub folder: &'s Path,
    /// The files of cases, which all come true.
    pub files: &'s [CaseFile],
}

/// Every mutant of a rule book, in the order of its files, with what came of it. A filing that would
/// notice a survivor is looked for where `search` says so.
pub fn run(
    subject: &Subject<'_>,
    search: &(dyn Fn(&Mutant) -> bool + Sync),
) -> Vec<(Mutant, Fate)> {
    let uses = Uses::new(subject.book);
    let all = mutants(subject.book, subject.sources, &uses, subject.folder);
    // What touches the same clauses is judged by the same part of the book and the same cases.
    let mut groups: BTreeMap<&BTreeSet<String>, Vec<usize>> = BTreeMap::new();
    for (at, mutant) in all.iter().enumerate() {
        groups.entry(&mutant.touches).or_default().push(at);
    }
    let mut shares: Vec<(&BTreeSet<String>, &[usize])> = Vec::new();
    for (touched, members) in &groups {
        shares.extend(members.chunks(SHARE).map(|share| (*touched, share)));
    }
    let found: Vec<Vec<Found>> = shares
        .par_iter()
        .with_max_len(1)
        .map(|(touched, members)| of_share(subject, &uses, &all, touched, members, search))
        .collect();
    let mut found: Vec<Found> = found.into_iter().flatten().collect();
    found.sort_by_key(|one| one.at);
    // Of those that judge alike the first counts.
    let mut seen = HashSet::new();
    let judged = all.into_iter().zip(found);
    judged
        .map(|(mutant, one)| {
            let fresh = match &one.digests {
                Some(digests) => seen.insert((mutant.touches.clone(), digests.clone())),
                None => true,
            };
            (mutant, if fresh { one.fate } else { Fate::Equivalent })
        })
        .collect()
}

/// What came of one mutant.
struct Found {
    at: usize,
    fate: Fate,
    /// What it decides, where it is judged.
    digests: Option<BTreeMap<String, u128>>,
}

fn of_share(
    subject: &Subject<'_>,
    uses: &Uses,
    all: &[Mutant],
    touched: &BTreeSet<String>,
    members: &[usize],
    search: &(dyn Fn(&Mutant) -> bool + Sync),
) -> Vec<Found> {
    let plain = |at: usize, fate: Fate| Found {
        at,
        fate,
        digests: None,
    };
    // Nothing that is judged uses it.
    if touched.is_empty() {
        let alike = members.iter().map(|at| plain(*at, Fate::Equivalent));
        return alike.collect();
    }
    let part = part(subject.book, uses, touched);
    let Some(ir) = check(&part, subject.sources).ir else {
        let unsound = members.iter().map(|at| plain(*at, Fate::Unsound));
        return unsound.collect();
    };
    let original = digests(&ir);
    let (deck, _) = Deck::new(&ir, restricted(subject.files, touched));
    debug_assert_eq!(
        notices(&compile(Arc::new(ir), subject.sources), &deck),
        None,
        "a part judges its cases as the whole does: {touched:?}"
    );
    let one = |at: &usize| {
        let mutant = &all[*at];
        let Some(ir) = check(&mutated(&part, mutant), subject.sources).ir else {
            return plain(*at, Fate::Unsound);
        };
        let digests = digests(&ir);
        if digests == original {
            return plain(*at, Fate::Equivalent);
        }
        let fate = match noticed(&compile(Arc::new(ir), subject.sources), &deck) {
            Some(noticed) => Fate::Killed(noticed),
            None if search(mutant) => {
                let differs = |name: &&String| original.get(*name) != digests.get(*name);
                let differing: Vec<&String> = original.keys().filter(differs).collect();
                Fate::Survived(filing(subject, uses, &part, mutant, &differing))
            }
            None => Fate::Survived(None),
        };
        Found {
            at: *at,
            fate,
            digests: Some(digests),
        }
    };
    members.iter().map(one).collect()
}

/// A filing that would notice a survivor by one of some clauses and indicators, each looked at alone.
fn filing(
    subject: &Subject<'_>,
    uses: &Uses,
    book: &Book,
    mutant: &Mutant,
    names: &[&String],
) -> Option<Box<Witness>> {
    names.iter().take(SEARCHED).find_map(|name| {
        let alone = part(book, uses, &BTreeSet::from([(*name).clone()]));
        let plan = |book: &Book| {
            let ir = check(book, subject.sources).ir?;
            Some(compile(Arc::new(ir), subject.sources))
        };
        let (original, changed) = (plan(&alone)?, plan(&mutated(&alone, mutant))?);
        witness::find(&original, &changed, subject.files, name).map(Box::new)
    })
}

fn noticed(plan: &Plan, deck: &Deck) -> Option<Noticed> {
    let (case, version, expectation) = notices(plan, deck)?;
    let held = deck.case(case);
    Some(Noticed {
        file: Arc::clone(&deck.file(case).path),
        case: held.name.clone(),
        version: deck.versions[version].clone(),
        name: held.expectations[expectation].name.clone(),
    })
}

/// The files with those cases alone that expect something of some clauses and indicators.
fn restricted(files: &[CaseFile], touched: &BTreeSet<String>) -> Vec<CaseFile> {
    let of_file = |file: &CaseFile| {
        let cases = file.cases.iter().filter_map(|case| {
            let mut expectations = case.expectations.iter();
            if !expectations.any(|one| touched.contains(&one.name)) {
                return None;
            }
            let mut case = case.clone();
            case.expectations.retain(|one| touched.contains(&one.name));
            Some(case)
        });
        CaseFile {
            cases: cases.collect(),
            ..file.clone()
        }
    };
    files.iter().map(of_file).collect()
}
