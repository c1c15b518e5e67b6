//! What is settled stays so, whatever the missing values turn out to be.

use std::cell::Cell;

use dictamen::check::ir::EntryText;
use dictamen::evaluate::verdicts::{Detail, Judged, Verdict};
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::TestCaseError;

use crate::random::filling::fill;
use crate::random::tape::Tape;
use crate::runs::{pairs, run};
use crate::tapes;
use crate::trial::Trial;

/// How many filings each rule book judges, and how often each is filled.
const FILINGS: usize = 8;
const FILLINGS: usize = 3;

#[test]
fn a_settled_verdict_survives_any_filling() {
    let settled = Cell::new([0usize; 2]);
    let changed = Cell::new(0usize);
    let strategy = (
        tapes::book(7),
        tapes::filings(FILINGS),
        vec(vec(any::<u32>(), 300..600), FILLINGS),
    );
    let cases = pairs(5_000).div_ceil(FILINGS * FILLINGS);
    run(cases, strategy, |(book, filings, fillings)| {
        let Ok(trial) = Trial::new(&book, &filings) else {
            return Ok(());
        };
        let before = trial.engine(&trial.filings, Detail::Verdicts);
        for (choices, percent) in fillings.iter().zip([100, 85, 50]) {
            let mut tape = Tape::new(choices);
            let filled: Vec<_> = (trial.filings.iter())
                .map(|filing| fill(filing, &mut tape, percent))
                .collect();
            let after = trial.engine(&filled, Detail::Verdicts);
            for (at, (before, after)) in before.iter().zip(&after).enumerate() {
                let broken = broken(&trial, before, after);
                if !broken.is_empty() {
                    return Err(TestCaseError::fail(format!(
                        "{}\n{}\nfilled:\n{}",
                        broken.join("\n"),
                        trial.show(&trial.filings[at]),
                        filled[at]
                    )));
                }
                for (before, after) in before.clauses.iter().zip(&after.clauses) {
                    let mut counts = settled.get();
                    match before {
                        Some(Verdict::Violates) => counts[0] += 1,
                        Some(Verdict::Undetermined) => {}
                        _ => counts[1] += 1,
                    }
                    settled.set(counts);
                    changed.set(changed.get() + usize::from(before != after));
                }
            }
        }
        Ok(())
    });
    // Filling must have settled something, and there must have been something to keep.
    assert!(
        settled.get().iter().all(|count| *count > 500),
        "{settled:?}"
    );
    assert!(changed.get() > 500, "{changed:?}");
}

fn broken(trial: &Trial, before: &Judged, after: &Judged) -> Vec<String> {
    let mut found = Vec::new();
    let mut see = |what: &str, before: Verdict, after: Verdict| {
        let holds = match before {
            Verdict::Violates => after == Verdict::Violates,
            Verdict::Undetermined => true,
            _ => after != Verdict::Violates,
        };
        if !holds {
            let (before, after) = (before.as_str(), after.as_str());
            found.push(format!("{what} was {before} and became {after}"));
        }
    };
    let entries = &trial.engine.ir.versions[before.version].entries;
    // What the text of the year does not ask for is not owed: whoever files it after all is judged by it.
    let owed = |text: &EntryText| match text {
        EntryText::Fixed(_) => true,
        EntryText::Governed { texts, .. } => texts[before.version].is_some(),
    };
    let mut all_owed = true;
    for (at, entry) in entries.iter().enumerate() {
        if !owed(&entry.text) {
            all_owed &= before.clauses[at] == after.clauses[at];
            continue;
        }
        if let (Some(before), Some(after)) = (before.clauses[at], after.clauses[at]) {
            see(&entry.id, before, after);
        }
    }
    if all_owed {
        see("the filing", before.verdict, after.verdict);
    }
    for (before, after) in before.indicators.iter().zip(&after.indicators) {
        if before.is_some() && before != after {
            found.push(format!("an indicator was {before:?} and became {after:?}"));
        }
    }
    found
}
