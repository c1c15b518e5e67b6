//! A filing that would notice a survivor: looked for among the filings of the cases, then among small
//! changes of those that come nearest, up to three of them.
//!
//! How near a filing comes is told by the registers of both books: of the conditions from the change up
//! to the whole clause, how many come out differently. The search tries the same filings in the same
//! order on every run, and it is bounded.

mod judge;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::cases::{CaseFile, Tree, merge};
use crate::compile::Plan;
use crate::evaluate::By;
use crate::mutate::witness::judge::{Difference, Pair};
use crate::perturb::changes::{Pool, changes};
use crate::perturb::shape::project;
use crate::perturb::trim::{patch, trim};
use crate::value::Day;

/// How many filings of cases are tried at most.
const STARTS: usize = 240;

/// How many filings are changed further at each step.
const KEPT: usize = 4;

/// How many changes of one filing are tried at most.
const TRIED: usize = 800;

/// How many changes are put together.
const CHANGES: usize = 3;

/// A case that would notice a survivor, as a change of the filing of a file of cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// The file of cases, whose filing the patch changes.
    pub file: Arc<str>,
    /// The version whose text judges it.
    pub ruleset: String,
    /// The date on which it is judged.
    pub as_of: Day,
    /// What is changed in the filing.
    pub with: Tree,
    /// The clause or indicator.
    pub name: String,
    /// Whether it is an indicator.
    pub indicator: bool,
    /// What the rule book says of it.
    pub original: String,
    /// What the mutant says; nothing where it has no such clause.
    pub mutant: Option<String>,
}

/// A filing that is judged by one version on one date.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Start {
    file: usize,
    by: By,
    as_of: Day,
    filing: Tree,
}

/// Looks for a filing on which a mutant and its rule book differ, both cut down to one clause or indicator.
pub fn find(original: &Plan, mutant: &Plan, files: &[CaseFile], touched: &str) -> Option<Witness> {
    let pair = Pair::new(original, mutant);
    let lengths = pair.lengths();
    let mut kept = starts(&pair, original.ir.versions.len(), files, touched);
    let (found, mut near) = judged(&pair, &kept);
    if let Some((at, difference)) = found {
        return told(&pair, original, files, &kept[at], difference);
    }
    for _ in 0..CHANGES {
        // What is nearest is changed further; of equals what came first.
        let mut order: Vec<usize> = (0..kept.len()).collect();
        order.sort_by_key(|at| std::cmp::Reverse(near[*at]));
        order.truncate(KEPT);
        let mut next: Vec<(usize, Start)> = Vec::new();
        for at in order {
            let start = &kept[at];
            let pool = Pool::new(&pair.held(start.as_of, &start.filing), &lengths);
            let changed = changes(&start.filing, &pair.fields, &pool, TRIED);
            let all: Vec<Start> = (changed.iter())
                .map(|change| Start {
                    filing: change.of(&start.filing),
                    ..start.clone()
                })
                .collect();
            let (found, near) = judged(&pair, &all);
            if let Some((at, difference)) = found {
                return told(&pair, original, files, &all[at], difference);
            }
            next.extend(near.into_iter().zip(all));
            next.sort_by_key(|(near, _)| std::cmp::Reverse(*near));
            next.truncate(KEPT);
        }
        (near, kept) = next.into_iter().unzip();
    }
    None
}

/// The first filing on which both differ, and how near each comes to it.
fn judged(pair: &Pair<'_>, all: &[Start]) -> (Option<(usize, Difference)>, Vec<usize>) {
    let mut groups: BTreeMap<(By, Day), Vec<usize>> = BTreeMap::new();
    for (at, start) in all.iter().enumerate() {
        let group = groups.entry((start.by, start.as_of)).or_default();
        group.push(at);
    }
    let mut found: Option<(usize, Difference)> = None;
    let mut near = vec![0; all.len()];
    for ((by, as_of), members) in groups {
        let filings: Vec<Tree> = members.iter().map(|at| all[*at].filing.clone()).collect();
        let standings = pair.judge(by, as_of, &filings);
        for (at, standing) in members.into_iter().zip(standings) {
            let Some(standing) = standing else { continue };
            near[at] = standing.near + 1;
            if let Some(difference) = standing.difference
                && found.as_ref().is_none_or(|(first, _)| at < *first)
            {
                found = Some((at, difference));
            }
        }
    }
    (found, near)
}

/// The filings of the cases as far as they are read: first those of cases on the clause,
/// then the bare filings by every version, then those of the other cases.
fn starts(pair: &Pair<'_>, versions: usize, files: &[CaseFile], touched: &str) -> Vec<Start> {
    let mut found: Vec<Start> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut keep = |file: usize, by: By, as_of: Day, filing: &Tree| {
        let filing = project(filing, &pair.fields);
        let fresh = seen.insert((by, as_of, format!("{filing:?}")));
        if fresh && found.len() < STARTS {
            found.push(Start {
                file,
                by,
                as_of,
                filing,
            });
        }
    };
    for about in [true, false] {
        for (at, file) in files.iter().enumerate() {
            let Some(base) = &file.base else { continue };
            for case in file.cases.iter().filter(|case| case.rejected.is_none()) {
                let mut names = case.expectations.iter().map(|one| &one.name);
                if names.any(|name| name == touched) != about {
                    continue;
                }
                let filing = merge(base, &case.with);
                for version in &case.versions {
                    keep(at, case.by(*version), case.as_of, &filing);
                }
            }
        }
        for (at, file) in files.iter().enumerate().filter(|_| about) {
            if let (Some(base), Some(case)) = (&file.base, file.cases.first()) {
                for version in 0..versions {
                    keep(at, case.by(version), case.as_of, base);
                }
            }
        }
    }
    found
}

/// The case that a person can paste: no more changed than is needed, and held against the whole filing.
fn told(
    pair: &Pair<'_>,
    original: &Plan,
    files: &[CaseFile],
    start: &Start,
    difference: Difference,
) -> Option<Witness> {
    let file = &files[start.file];
    let base = file.base.as_ref()?;
    let bare = project(base, &pair.fields);
    let differs = |filing: &Tree| {
        let filings = std::slice::from_ref(filing);
        let standing = pair.judge(start.by, start.as_of, filings).pop();
        standing.flatten().and_then(|standing| standing.difference)
    };
    let trimmed = trim(&bare, &start.filing, &|filing| {
        differs(filing).is_some_and(|found| found.name == difference.name)
    });
    let with = patch(&bare, &trimmed);
    let found = differs(&merge(base, &with))?;
    let name = &original.ir.versions.get(start.by.version()?)?.name;
    Some(Witness {
        file: Arc::clone(&file.path),
        ruleset: name
            .rsplit_once(' ')
            .map_or(&**name, |(_, short)| short)
            .to_owned(),
        as_of: start.as_of,
        with,
        name: found.name,
        indicator: found.indicator,
        original: found.original,
        mutant: found.mutant,
    })
}
