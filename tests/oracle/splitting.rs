//! A batch split in any way says the same of each filing.

use dictamen::evaluate::verdicts::Detail;
use proptest::collection::vec;
use proptest::test_runner::TestCaseError;

use crate::runs::{pairs, run};
use crate::tapes;
use crate::trial::Trial;

/// How many filings a batch has at most.
const FILINGS: usize = 12;

#[test]
fn a_batch_split_in_any_way_says_the_same() {
    let strategy = (
        tapes::book(5),
        tapes::filings(FILINGS),
        vec(1..FILINGS, 1..FILINGS),
    );
    let cases = pairs(600).div_ceil(FILINGS);
    run(cases, strategy, |(book, filings, sizes)| {
        let Ok(trial) = Trial::new(&book, &filings) else {
            return Ok(());
        };
        let whole = trial.engine(&trial.filings, Detail::Full);
        let mut parts = Vec::new();
        let mut sizes = sizes.into_iter().cycle();
        let mut rest = &trial.filings[..];
        while !rest.is_empty() {
            let size = sizes.next().unwrap_or(1).min(rest.len());
            let (part, after) = rest.split_at(size);
            parts.extend(trial.engine(part, Detail::Full));
            rest = after;
        }
        for (at, (whole, part)) in whole.iter().zip(&parts).enumerate() {
            let (whole, part) = (format!("{whole:#?}"), format!("{part:#?}"));
            if whole != part {
                let filing = trial.show(&trial.filings[at]);
                let words = format!("whole:\n{whole}\npart:\n{part}\n{filing}");
                return Err(TestCaseError::fail(words));
            }
        }
        Ok(())
    });
}
