//! The gravest filings of a batch: a few are kept, however many there are.

use crate::check::ir::Ir;
use crate::evaluate::verdicts::{Finding, Judged, Verdict};
use crate::report::outline::{Standing, standing};
use crate::source::Place;

/// How many reasons of each are kept.
pub const KEPT_REASONS: usize = 3;

/// What makes a filing graver than another: its verdict, then how many subjects of its own duties are
/// broken, then how many are undetermined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gravity {
    /// The filing's verdict.
    pub verdict: Verdict,
    /// How many of its duties it breaks.
    pub broken: u64,
    /// How many of its duties are undetermined.
    pub undetermined: u64,
}

/// A filing that is worth a person's look.
#[derive(Debug, Clone)]
pub struct Grave {
    /// Which filing of the chunk that it came in.
    pub index: usize,
    /// Its key.
    pub key: String,
    /// Its fiscal year.
    pub year: i128,
    /// Which version governs it.
    pub version: usize,
    /// Why it is here.
    pub gravity: Gravity,
    /// Its gravest reasons.
    pub reasons: Vec<Reason>,
    /// How many more findings it has, of other clauses.
    pub more: usize,
}

/// Why a filing is grave: what one clause says of its first subject.
#[derive(Debug, Clone)]
pub struct Reason {
    /// The finding.
    pub finding: Finding,
    /// Of how many more subjects the clause says the same.
    pub others: usize,
    /// Where the subject stands, once that is known.
    pub place: Option<Place>,
}

/// The gravest filings, the gravest first; of equal ones the first.
#[derive(Debug, Clone)]
pub struct Worst {
    kept: Vec<Grave>,
    most: usize,
}

impl Worst {
    /// None yet, of which `most` will be kept.
    pub fn new(most: usize) -> Worst {
        Worst {
            kept: Vec::new(),
            most,
        }
    }

    /// Keeps a filing if it is grave enough. `duties` says for each entry whether it weighs.
    pub fn add(&mut self, ir: &Ir, index: usize, judged: &Judged, duties: &[bool]) {
        if judged.verdict < Verdict::Undetermined {
            return;
        }
        let count = |wanted: Verdict| {
            let pairs = judged.clauses.iter().zip(duties);
            pairs
                .filter(|(verdict, duty)| **duty && **verdict == Some(wanted))
                .count() as u64
        };
        let gravity = Gravity {
            verdict: judged.verdict,
            broken: count(Verdict::Violates),
            undetermined: count(Verdict::Undetermined),
        };
        let Some(at) = self.position(gravity) else {
            return;
        };
        let mut findings: Vec<&Finding> = judged
            .findings
            .iter()
            .filter(|finding| finding.verdict >= Verdict::Undetermined)
            .collect();
        // A stable sort: within one rank findings stay in the order of the ruleset.
        findings.sort_by_key(|finding| rank(ir, finding));
        let mut reasons: Vec<Reason> = Vec::new();
        let mut more = judged.left_out.iter().map(|(_, count)| count).sum();
        for finding in findings {
            let same = |reason: &&mut Reason| {
                (reason.finding.entry, reason.finding.verdict) == (finding.entry, finding.verdict)
            };
            if let Some(reason) = reasons.iter_mut().find(same) {
                reason.others += 1;
            } else if reasons.len() < KEPT_REASONS {
                reasons.push(Reason {
                    finding: finding.clone(),
                    others: 0,
                    place: None,
                });
            } else {
                more += 1;
            }
        }
        self.keep(
            at,
            Grave {
                index,
                key: judged.key.clone(),
                year: judged.year,
                version: judged.version,
                gravity,
                reasons,
                more,
            },
        );
    }

    /// Takes in the gravest of what follows in input order.
    pub fn merge(&mut self, later: Worst) {
        for grave in later.kept {
            if let Some(at) = self.position(grave.gravity) {
                self.keep(at, grave);
            }
        }
    }

    /// The filings kept, the gravest first.
    pub fn kept(&self) -> &[Grave] {
        &self.kept
    }

    /// The same, so that places can be put in.
    pub fn kept_mut(&mut self) -> &mut [Grave] {
        &mut self.kept
    }

    /// Where a filing of this gravity stands among those kept, if it is kept.
    fn position(&self, gravity: Gravity) -> Option<usize> {
        let at = self.kept.partition_point(|grave| grave.gravity >= gravity);
        (at < self.most).then_some(at)
    }

    fn keep(&mut self, at: usize, grave: Grave) {
        self.kept.insert(at, grave);
        self.kept.truncate(self.most);
    }
}

/// Broken duties first, then what is undetermined of them, then advice, then what other offices owe.
pub fn rank(ir: &Ir, finding: &Finding) -> u8 {
    let broken = finding.verdict == Verdict::Violates;
    match (standing(ir.clause(finding.clause)), broken) {
        (Standing::Duty, true) => 0,
        (Standing::Duty, false) => 1,
        (Standing::Advice, true) => 2,
        (Standing::Office(..), true) => 3,
        (Standing::Advice | Standing::Office(..), false) => 4,
    }
}
