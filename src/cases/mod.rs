//! Worked cases: what the legal team expects of small changes to a filing.
//!
//! Comes in: the texts of case files and of the filings that they start from. Goes out: a [`Deck`], in
//! which every case is decoded once, and, for any plan over the same vocabulary, what came of each
//! expectation ([`judge()`]). No file is opened here; every mistake in a case is a [`Problem`] with its
//! place, and the other cases are judged all the same.
//!
//! Invariants: what was written stays as it was written, so that no float touches an amount. Judging
//! does not change a deck, and a deck keeps every column of the vocabulary, so that one deck serves any
//! number of plans.

mod broken;
mod deck;
mod document;
mod item;
mod judge;
mod patch;
mod read;
mod tree;

use std::sync::Arc;

use crate::source::LineColumn;

pub use deck::{Deck, Group, Refused, chunk};
pub use document::{Fault, document, place};
pub use judge::{Outcome, hang, judge, notices};
pub use patch::merge;
pub use read::{Case, CaseFile, Expectation, Wanted, read};
pub use tree::{Step, Tree, json};

/// A mistake in a case file, or in what it starts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, as it was named or found.
    pub file: Arc<str>,
    /// Where in it, if a place can be told.
    pub at: Option<LineColumn>,
    /// What is wrong, for people.
    pub message: String,
}
