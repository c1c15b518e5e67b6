//! A plan over a batch.
//!
//! Comes in: a [`crate::compile::Plan`], a [`crate::batch::Batch`] and the date on which it is
//! judged. Goes out: [`verdicts::Verdicts`]. There is no input or output here and no clock, and every
//! problem is an outcome: nothing fails.
//!
//! A batch runs clause by clause, column by column. The reasons of a finding are read from the same
//! registers, and what would come of a clause if a condition were otherwise ([`suppose`]) is the same
//! plan run on from there; there is no second evaluator.

mod columns;
mod entry;
mod explain;
mod governed;
mod judge;
mod kernels;
mod lanes;
mod levels;
mod machine;
mod missing;
mod moved;
mod naming;
pub mod nearness;
pub mod probe;
mod register;
mod rows;
pub mod suppose;
mod telling;
pub mod verdicts;
pub mod why;

pub use judge::keys;

use crate::batch::Batch;
use crate::compile::Plan;
use crate::value::Day;
use verdicts::{Detail, Judged, Verdicts};

/// Whose text judges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum By {
    /// The text of the filing's year, and of an act's date where the date chooses it.
    #[default]
    Law,
    /// One version in place of that of the year; acts keep the text of their date.
    Year(usize),
    /// One version for the filing and for every act, whatever its date.
    Version(usize),
}

impl By {
    /// The version that stands in place of that of a filing's year.
    pub fn version(self) -> Option<usize> {
        match self {
            By::Law => None,
            By::Year(version) | By::Version(version) => Some(version),
        }
    }

    /// Whether that version judges acts of every date.
    pub(crate) fn alone(self) -> bool {
        matches!(self, By::Version(_))
    }
}

/// By which text acts are judged whose date chooses one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Acts {
    /// By the text in force on their date, on both sides.
    #[default]
    OfTheirDate,
    /// Of a side that is a version by its text, whatever their date.
    Compared,
}

impl Acts {
    /// What a report says of it.
    pub fn words(self) -> &'static str {
        match self {
            Acts::OfTheirDate => "each act is judged by the text of its own date",
            Acts::Compared => "every act is judged by the version named, whatever its date",
        }
    }

    /// The word of reports for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Acts::OfTheirDate => "own_text",
            Acts::Compared => "version_named",
        }
    }
}

/// Judges the filings of a batch on a date.
pub fn evaluate(plan: &Plan, batch: &Batch, as_of: Day, detail: Detail) -> Verdicts {
    evaluate_by(plan, By::Law, batch, as_of, detail)
}

/// The same by a text that is chosen otherwise.
pub fn evaluate_by(plan: &Plan, by: By, batch: &Batch, as_of: Day, detail: Detail) -> Verdicts {
    let mut filings = Vec::with_capacity(batch.len());
    evaluate_each(plan, by, batch, as_of, detail, |judged| {
        filings.push(judged)
    });
    Verdicts { filings }
}

/// The same filing by filing: each is handed on in its turn, and only its findings are held at a time.
pub fn evaluate_each(
    plan: &Plan,
    by: By,
    batch: &Batch,
    as_of: Day,
    detail: Detail,
    take: impl FnMut(Judged),
) {
    judge::judge_each(plan, batch, as_of, detail, by, take);
}
