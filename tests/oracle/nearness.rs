//! A distance of 0 says that a clause is kept, and nothing else does.

use dictamen::evaluate::verdicts::{Detail, Verdict};
use proptest::prelude::*;

use crate::runs::{pairs, run};
use crate::tapes;
use crate::trial::{Trial, as_of};

/// How many filings a batch has at most.
const FILINGS: usize = 12;

#[test]
fn a_distance_is_nothing_where_a_clause_is_kept_and_only_there() {
    let seen = std::cell::Cell::new([0usize; 2]);
    let cases = pairs(2_500).div_ceil(FILINGS);
    run(
        cases,
        (tapes::book(5), tapes::filings(FILINGS)),
        |(book, filings)| {
            let Ok(trial) = Trial::new(&book, &filings) else {
                return Ok(());
            };
            let judged = trial.engine(&trial.filings, Detail::Verdicts);
            for (filing, judged) in trial.filings.iter().zip(&judged) {
                let near = trial
                    .engine
                    .near(std::slice::from_ref(filing), judged.version, as_of());
                prop_assert_eq!(near[0].len(), judged.clauses.len());
                for (near, verdict) in near[0].iter().zip(&judged.clauses) {
                    prop_assert_eq!(near.verdict, *verdict, "{}", trial.show(filing));
                    let kept = verdict.is_none_or(|verdict| verdict == Verdict::Complies);
                    prop_assert_eq!(near.distance == 0, kept, "{}", trial.show(filing));
                    let mut counts = seen.get();
                    counts[usize::from(kept)] += 1;
                    seen.set(counts);
                }
            }
            Ok(())
        },
    );
    assert!(seen.get().iter().all(|count| *count > 500), "{seen:?}");
}
