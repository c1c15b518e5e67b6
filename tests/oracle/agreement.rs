//! The engine says of every clause, filing and indicator what the oracle says.
//!
//! `cargo test --test oracle` judges ten thousand pairs of a rule book and a filing, always the same.
//! More, from another seed:
//!
//! ```sh
//! ORACLE_PAIRS=100000 ORACLE_SEED=7 cargo test --release --test oracle agreement
//! ```

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use dictamen::evaluate::verdicts::{Detail, Judged, Verdict};
use proptest::test_runner::TestCaseError;

use crate::runs::{pairs, run};
use crate::tapes;
use crate::trial::Trial;

/// How many filings each rule book judges.
const FILINGS: usize = 25;

/// What a run has met, so that it cannot be an empty one.
#[derive(Debug, Default)]
struct Met {
    books: usize,
    unsound: usize,
    pairs: usize,
    verdicts: BTreeMap<Verdict, usize>,
    filings: BTreeMap<Verdict, usize>,
    indicators: [usize; 2],
    reached: BTreeMap<String, [u64; 4]>,
    findings: usize,
}

#[test]
fn agreement() {
    let met = RefCell::new(Met::default());
    let cases = pairs(10_000).div_ceil(FILINGS);
    run(
        cases,
        (tapes::book(7), tapes::filings(FILINGS)),
        |(book, filings)| {
            let mut met = met.borrow_mut();
            met.books += 1;
            let trial = match Trial::new(&book, &filings) {
                Ok(trial) => trial,
                Err(_) => {
                    met.unsound += 1;
                    return Ok(());
                }
            };
            let judged = trial.engine(&trial.filings, Detail::Full);
            for (filing, judged) in trial.filings.iter().zip(&judged) {
                let ruling = trial.oracle(filing);
                let differences = trial.differences(judged, &ruling);
                if !differences.is_empty() {
                    let words = format!("{}\n{}", differences.join("\n"), trial.show(filing));
                    return Err(TestCaseError::fail(words));
                }
                let bare = without_reason(judged);
                if !bare.is_empty() {
                    let words = format!("{}\n{}", bare.join("\n"), trial.show(filing));
                    return Err(TestCaseError::fail(words));
                }
                met.pairs += 1;
                met.findings += judged.findings.len();
                *met.filings.entry(judged.verdict).or_default() += 1;
                for verdict in judged.clauses.iter().flatten() {
                    *met.verdicts.entry(*verdict).or_default() += 1;
                }
                for value in &judged.indicators {
                    met.indicators[usize::from(value.is_some())] += 1;
                }
                for (name, counts) in ruling.reached {
                    let all = met.reached.entry(name).or_default();
                    for (all, count) in all.iter_mut().zip(counts) {
                        *all += count;
                    }
                }
            }
            Ok(())
        },
    );
    met.borrow().assert_rich();
}

/// The findings that are undetermined without a value that is missing or an operation that failed, and
/// those of one entry that share a subject.
fn without_reason(judged: &Judged) -> Vec<String> {
    let mut named = BTreeSet::new();
    let mut found = Vec::new();
    for finding in &judged.findings {
        let label = finding.subject.label.clone().unwrap_or_default();
        let failed = finding
            .because
            .iter()
            .any(|because| because.value.starts_with("? ("));
        if finding.verdict == Verdict::Undetermined && finding.missing.is_empty() && !failed {
            found.push(format!(
                "{label} is undetermined for no reason: {finding:?}"
            ));
        }
        if !named.insert((finding.entry, label.clone())) {
            found.push(format!("two subjects are called {label}"));
        }
    }
    found
}

/// What each operation must have come to: one value, a range, silence, nothing known.
const OPERATIONS: [(&str, [bool; 4]); 42] = [
    ("Constant", [true, false, false, false]),
    ("AsOf", [true, false, false, false]),
    ("Column", [true, false, true, true]),
    ("Row", [true, false, false, true]),
    ("Member", [true, false, false, false]),
    ("Follow", [true, false, true, true]),
    ("RecordGiven", [true, false, false, true]),
    ("FollowRecordGiven", [true, false, false, true]),
    ("IsGiven", [true, false, false, true]),
    ("Not", [true, false, false, true]),
    ("And", [true, false, false, true]),
    ("Or", [true, false, false, true]),
    ("If", [true, false, true, true]),
    ("Equal", [true, false, false, true]),
    ("NotEqual", [true, false, false, true]),
    ("Less", [true, false, false, true]),
    ("LessOrEqual", [true, false, false, true]),
    ("Greater", [true, false, false, true]),
    ("GreaterOrEqual", [true, false, false, true]),
    ("Between", [true, false, false, true]),
    ("In", [true, false, false, true]),
    ("By", [true, false, false, true]),
    ("Negate", [true, false, false, true]),
    ("Add", [true, false, false, true]),
    ("Subtract", [true, false, false, true]),
    ("Multiply", [true, false, false, true]),
    ("Divide", [true, false, false, true]),
    ("Round", [true, false, false, true]),
    ("Shift", [true, false, false, true]),
    ("Days", [true, false, false, true]),
    ("BusinessDays", [true, false, false, true]),
    ("YearOf", [true, false, false, true]),
    ("MakeDate", [true, false, false, true]),
    ("DatedParameter", [true, false, false, true]),
    ("BusinessDay", [true, false, false, true]),
    ("Least", [true, false, true, true]),
    ("Greatest", [true, false, true, true]),
    ("Every", [true, false, false, true]),
    ("Some", [true, false, false, true]),
    ("Count", [true, true, false, false]),
    ("Sum", [true, true, false, true]),
    ("LongestGap", [true, false, false, true]),
];

impl Met {
    /// Rule books that are mostly sound, every verdict, every operation with all that it can come to.
    fn assert_rich(&self) {
        println!("{self:#?}");
        let sound = (self.books - self.unsound) * 100 / self.books;
        assert!(sound >= 95, "{sound} of 100 rule books are sound");
        for verdict in Verdict::ALL {
            let clauses = self.verdicts.get(&verdict).copied().unwrap_or(0);
            assert!(clauses * 50 >= self.pairs, "{verdict:?}: {clauses} clauses");
        }
        assert!(self.filings.len() >= 4, "{:?}", self.filings);
        assert!(self.indicators.iter().all(|count| count * 20 >= self.pairs));
        for (name, expected) in OPERATIONS {
            let counts = self.reached.get(name).copied().unwrap_or_default();
            for (count, expected) in counts.iter().zip(expected) {
                assert!(!expected || *count >= 5, "{name} came to {counts:?}");
            }
        }
        for name in ["Min", "Max", "Mean"] {
            let counts = self.reached.get(name).copied().unwrap_or_default();
            assert!(counts[0] > 5 && counts[2] > 5 && counts[3] > 5, "{name}");
        }
    }
}
