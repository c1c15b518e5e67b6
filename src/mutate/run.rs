//! Judges the cases with every mutant.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::book::Book;
use crate::cases::{CaseFile, Deck, notices};
use crate::check::check;
use crate::check::ir::Ir;
use crate::compile::{Plan, compile};
use crate::mutate::fold::digest;
use crate::mutate::mutants::{Mutant, mutants, mutated};
use crate::mutate::part::{Uses, part};
use crate::mutate::witness::{self, Witness};
use crate::source::Sources;

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
pub fn run(subject: &Subject<'_>, search: &(dyn Fn(&Mutant) -> bool + Sync)) -> Vec<(Mutant, Fate)> {
    let uses = Uses::new(subject.book);
    let all = mutants(subject.book, subject.sources, &uses, subject.folder);
    // What touches the same clauses is judged by the same part of the book and the same cases.
    let mut groups: BTreeMap<&BTreeSet<String>, Vec<usize>> = BTreeMap::new();
    for (at, mutant) in all.iter().enumerate() {
        groups.entry(&mutant.touches).or_default().push(at);
    }
    let groups: Vec<(&BTreeSet<String>, Vec<usize>)> = groups.into_iter().collect();
    let fates: Vec<Vec<(usize, Fate)>> = groups
        .par_iter()
        .map(|(touched, members)| of_part(subject, &uses, &all, touched, members, search))
        .collect();
    let mut fates: Vec<(usize, Fate)> = fates.into_iter().flatten().collect();
    fates.sort_by_key(|(at, _)| *at);
    let fates = fates.into_iter().map(|(_, fate)| fate);
    all.into_iter().zip(fates).collect()
}

fn of_part(
    subject: &Subject<'_>,
    uses: &Uses,
    all: &[Mutant],
    touched: &BTreeSet<String>,
    members: &[usize],
    search: &(dyn Fn(&Mutant) -> bool + Sync),
) -> Vec<(usize, Fate)> {
    let every = |fate: Fate| members.iter().map(|at| (*at, fate.clone())).collect();
    // Nothing that is judged uses it.
    if touched.is_empty() {
        return every(Fate::Equivalent);
    }
    let part = part(subject.book, uses, touched);
    let Some(ir) = check(&part, subject.sources).ir else {
        return every(Fate::Unsound);
    };
    let original = digest(&ir);
    let irs: Vec<(usize, Option<(Ir, u128)>)> = members
        .par_iter()
        .map(|at| {
            let changed = mutated(&part, &all[*at]);
            let ir = check(&changed, subject.sources).ir;
            let ir = ir.map(|ir| {
                let digest = digest(&ir);
                (ir, digest)
            });
            (*at, ir)
        })
        .collect();
    let mut fates = Vec::new();
    let mut judged = Vec::new();
    let mut seen: HashMap<u128, usize> = HashMap::from([(original, 0)]);
    for (at, ir) in irs {
        match ir {
            None => fates.push((at, Fate::Unsound)),
            Some((_, digest)) if seen.contains_key(&digest) => fates.push((at, Fate::Equivalent)),
            Some((ir, digest)) => {
                seen.insert(digest, at);
                judged.push((at, ir));
            }
        }
    }
    if judged.is_empty() {
        return fates;
    }
    let (deck, _) = Deck::new(&ir, restricted(subject.files, touched));
    let plan = compile(Arc::new(ir), subject.sources);
    debug_assert_eq!(notices(&plan, &deck), None, "{touched:?}");
    let found: Vec<(usize, Fate)> = judged
        .into_par_iter()
        .map(|(at, ir)| {
            let mutant = compile(Arc::new(ir), subject.sources);
            let fate = match noticed(&mutant, &deck) {
                Some(noticed) => Fate::Killed(noticed),
                None if search(&all[at]) => {
                    let found = witness::find(&plan, &mutant, subject.files, touched);
                    Fate::Survived(found.map(Box::new))
                }
                None => Fate::Survived(None),
            };
            (at, fate)
        })
        .collect();
    fates.extend(found);
    fates
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
