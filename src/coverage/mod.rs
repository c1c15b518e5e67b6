//! How much of a rule book its worked cases show.
//!
//! Comes in: a plan, the deck of cases, and what came of each expectation. Goes out: a [`Coverage`]:
//! for each clause, definition and ruleset what was seen and what was not, and for what was not the
//! smallest change to a case that would show it ([`Hint`]).
//!
//! What a case does not state it does not show: only a clause that an expectation names counts, and of
//! it only the subject that is named, or those that gave the filing its verdict; an expectation that
//! did not come true shows nothing.
//!
//! A condition is covered when it was seen to decide the verdict both ways: true on one subject and
//! false on another, of different settled verdicts, each of which would be another if the condition
//! alone were otherwise. That is modified condition/decision coverage in its masking form: the other
//! conditions may differ between the two as long as they do not decide. The same condition written
//! twice in one text is one condition.
//!
//! Invariants: the result does not depend on the number of threads or on the order of cases, hints
//! aside, of which the first is given. A hint was judged: with it the hole is closed.

mod candidates;
mod change;
mod conditions;
mod fixed;
mod measure;
mod nearby;
mod sight;
mod units;
mod variants;

use std::collections::BTreeSet;

use crate::check::ir::ClauseId;
use crate::evaluate::verdicts::Verdict;
use crate::source::Span;
use crate::value::Day;

pub use change::Change;
pub use measure::measure;

/// What the cases show of a rule book.
#[derive(Debug, Clone)]
pub struct Coverage {
    /// The clauses in the order of the versions, those not judged left out; then what they share: the
    /// rulesets, and the definitions in the order of their words.
    pub units: Vec<Unit>,
}

/// What is covered as one: a clause as it reads unchanged in some versions, a definition, a ruleset.
#[derive(Debug, Clone)]
pub struct Unit {
    /// What it is.
    pub kind: Kind,
    /// `petic.window`, `assented`, `ict_policy 2014`
    pub name: String,
    /// Where its words stand.
    pub place: Span,
    /// The versions in which they stand, ascending.
    pub versions: Vec<usize>,
    /// The clause texts that read it.
    pub texts: Vec<ClauseId>,
    /// Whether some case states a verdict on it.
    pub stated: bool,
    /// What is to be seen of it.
    pub points: Vec<Point>,
}

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A clause.
    Clause,
    /// The lines of a ruleset that hold for each of its clauses.
    Ruleset,
    /// A definition.
    Definition,
}

/// One thing to be seen.
#[derive(Debug, Clone)]
pub struct Point {
    /// What it is.
    pub what: What,
    /// Where its words stand; for a verdict, the clause.
    pub place: Span,
    /// The words of an exception's citation or of a condition.
    pub words: String,
    /// What was seen of it.
    pub seen: Seen,
    /// What it always is, if it cannot go both ways; then it counts for nothing.
    pub always: Option<bool>,
    /// What was not seen.
    pub holes: Vec<Hole>,
}

/// What is to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A verdict of a clause.
    Verdict(Verdict),
    /// An exception that lifts.
    Exception,
    /// A condition that decides both ways.
    Condition,
}

/// What was seen of a point.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// A verdict or an exception: whether it was.
    pub once: bool,
    /// The verdicts that a condition decided while it was false.
    pub when_false: BTreeSet<Verdict>,
    /// The verdicts that a condition decided while it was true.
    pub when_true: BTreeSet<Verdict>,
}

/// What is not seen of a point.
#[derive(Debug, Clone)]
pub struct Hole {
    /// Of a condition: the value that it must have when it decides.
    pub value: Option<bool>,
    /// How the hole could be closed, if a way was found.
    pub hint: Option<Hint>,
}

/// A case that would close a hole.
#[derive(Debug, Clone)]
pub struct Hint {
    /// The case to start from.
    pub case: usize,
    /// What to change in it; nothing if it only has to state what comes of it.
    pub change: Option<Change>,
    /// The clause of which it then states a verdict.
    pub text: ClauseId,
    /// The version whose text judges.
    pub version: usize,
    /// The subject.
    pub subject: Option<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// The date on which it is judged.
    pub as_of: Day,
}

impl Seen {
    /// Whether a condition was seen to decide different verdicts while true and while false.
    fn both_ways(&self) -> bool {
        let other = |verdict: &Verdict| self.when_false.iter().any(|one| one != verdict);
        self.when_true.iter().any(other)
    }

    /// Whether one more sight of a condition closes what is open: it has the other value, and another
    /// verdict than some sight of this one.
    fn would_close(&self, value: bool, verdict: Verdict) -> bool {
        let (own, other) = match value {
            true => (&self.when_true, &self.when_false),
            false => (&self.when_false, &self.when_true),
        };
        // While the other value was never seen either, any sight of this one is a step.
        match other.is_empty() {
            true => own.is_empty(),
            false => other.iter().any(|one| *one != verdict),
        }
    }
}

impl Point {
    /// Whether it was seen; what cannot go both ways has nothing to be seen.
    pub fn is_covered(&self) -> bool {
        match self.what {
            What::Condition => self.seen.both_ways(),
            What::Verdict(_) | What::Exception => self.seen.once,
        }
    }

    /// Whether it counts.
    pub fn counts(&self) -> bool {
        self.always.is_none()
    }
}

/// How many of some things are covered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// How many are.
    pub covered: usize,
    /// How many there are.
    pub of: usize,
}

impl Share {
    fn count(&mut self, covered: bool) {
        self.covered += usize::from(covered);
        self.of += 1;
    }

    /// In tenths of a percent, rounded down, so that only all of them are 100 %; of none, all.
    pub fn per_mille(self) -> usize {
        (self.covered * 1000).checked_div(self.of).unwrap_or(1000)
    }
}

/// The shares of a coverage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shares {
    /// Clauses of which some verdict is stated.
    pub clauses: Share,
    /// Verdicts that clauses can come to.
    pub outcomes: Share,
    /// Exceptions.
    pub exceptions: Share,
    /// Conditions that decide both ways.
    pub conditions: Share,
}

impl Coverage {
    /// How much is covered.
    pub fn shares(&self) -> Shares {
        let mut shares = Shares::default();
        for unit in &self.units {
            if unit.kind == Kind::Clause {
                shares.clauses.count(unit.stated);
            }
            for point in unit.points.iter().filter(|point| point.counts()) {
                let share = match point.what {
                    What::Verdict(_) => &mut shares.outcomes,
                    What::Exception => &mut shares.exceptions,
                    What::Condition => &mut shares.conditions,
                };
                share.count(point.is_covered());
            }
        }
        shares
    }

    /// The smallest of its shares, in tenths of a percent.
    pub fn least(&self) -> usize {
        let shares = self.shares();
        let all = [
            shares.clauses,
            shares.outcomes,
            shares.exceptions,
            shares.conditions,
        ];
        all.into_iter().map(Share::per_mille).min().unwrap_or(1000)
    }
}
