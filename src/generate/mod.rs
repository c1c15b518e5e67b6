//! Sound sample filings in any number, from a seed: for load and for demonstration.
//!
//! Comes in: a compiled rule book and a [`Request`]. Goes out: one filing a line, as JSON, and what was
//! [`Reached`]. Nothing here knows the rule book that ships with the project: values are drawn by the
//! vocabulary's types, and the engine judges what was drawn.
//!
//! For each version some filings are searched that every clause bears on and that break none, and moved
//! to each of its years: the *models*. Then single changes of each model are judged, which tells those that do no harm from those that break a clause. A filing is a
//! model with harmless changes, other words, perhaps a breach, and some values left out; it is judged
//! before it is written, and made anew if it came out otherwise than wanted.
//!
//! Invariants: a filing depends on the seed, the request and its number, never on the number of
//! threads or on what other filings became; it is read without rejects and warnings; its key is
//! unique in the run; memory does not grow with the number of filings. Leaving out a value that is
//! owed cannot break a clause, for that is what a verdict means; it may make a breach undetermined.

mod chance;
mod document;
mod draw;
mod filing;
mod ground;
mod manner;
mod model;
mod propose;
mod reading;
#[cfg(test)]
mod sample;
mod search;
mod shape;
mod shrink;
mod stream;
#[cfg(test)]
mod tests;
mod words;
mod write;

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::compile::Plan;
use crate::evaluate::verdicts::Verdict;
use crate::value::Day;
pub use chance::Share;
use ground::Ground;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// How many filings.
    pub count: u64,
    /// The seed.
    pub seed: u64,
    /// The years that they are of, ascending; each must be governed by a version.
    pub years: Vec<i128>,
    /// How large a share of the filings breaks something.
    pub violations: Share,
    /// How large a share of the values that a filing owes is left out.
    pub missing: Share,
    /// How long a filing is.
    pub size: Size,
}

/// How long a filing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// As short as the rules allow, from about 2 KB.
    Small,
    /// From 10 to 12 KB.
    Large,
}

impl Size {
    /// The bytes that a model has at least and at most: filings vary around it.
    fn of_models(self) -> (usize, usize) {
        match self {
            Size::Small => (1_700, 2_300),
            Size::Large => (10_800, 11_400),
        }
    }
}

/// What a run came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reached {
    /// How many filings were written.
    pub filings: u64,
    /// How many of them came to each verdict.
    pub verdicts: BTreeMap<Verdict, u64>,
    /// How many values they owe.
    pub owed: u64,
    /// How many of these are left out.
    pub left_out: u64,
    /// The length of the shortest in bytes.
    pub shortest: usize,
    /// The length of the longest in bytes.
    pub longest: usize,
    /// For each year the clauses that no filing was found not to break.
    pub unmet: BTreeMap<i128, Vec<String>>,
}

impl Reached {
    fn add(&mut self, made: &filing::Made) {
        self.shortest = match self.filings {
            0 => made.line.len(),
            _ => self.shortest.min(made.line.len()),
        };
        self.longest = self.longest.max(made.line.len());
        self.filings += 1;
        self.owed += made.owed;
        self.left_out += made.left_out;
        if let Some(verdict) = made.verdict {
            *self.verdicts.entry(verdict).or_default() += 1;
        }
    }

    fn add_model(&mut self, ground: &Ground<'_>, model: &model::Model) {
        let version = &ground.plan.ir.versions[ground.version_of(model.year)];
        for (entry, verdict) in version.entries.iter().zip(&model.outcome.clauses) {
            if *verdict == Some(Verdict::Violates) {
                let unmet = self.unmet.entry(model.year).or_default();
                if !unmet.contains(&entry.id) {
                    unmet.push(entry.id.clone());
                }
            }
        }
    }

    /// How many filings break something.
    pub fn violating(&self) -> u64 {
        self.verdicts.get(&Verdict::Violates).copied().unwrap_or(0)
    }
}

/// The date on which candidates are judged where none is asked for: late enough for every usual term
/// of a year's filing to have ended, and the same whenever the run is made.
pub fn usual_as_of(years: &[i128]) -> Day {
    let last = years.iter().copied().max().unwrap_or(1);
    let year = i64::try_from(last).map_or(9999, |year| year.saturating_add(3));
    Day::new(year.clamp(1, 9999), 12, 31).unwrap_or(Day::MAX)
}

/// Writes filings, one a line, and says what was reached.
pub fn generate(
    plan: &Plan,
    request: &Request,
    as_of: Day,
    out: &mut dyn Write,
) -> io::Result<Reached> {
    let ground = Ground::new(plan, as_of);
    stream::write(&ground, request, out)
}
