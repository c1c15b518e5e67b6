//! What a program that embeds the engine works with.
//!
//! Comes in: a folder of rules or their texts ([`RuleBook`]), then filings as files, as texts in memory or
//! as Arrow batches ([`Judge`]). Goes out: a [`Ruling`] for each filing or the [`Reject`](crate::Reject)
//! that says why there is none, in the order of the input ([`Run`]), or the rows of a table (`Rows`), and
//! the counts of all of it ([`Summary`]); what changed between two books, and whose verdict that flips.
//!
//! It stands on [`driver`](crate::driver), as the command line does, and adds nothing to what is judged:
//! a ruling says as data what the command line writes as a record.

mod book;
mod compare;
mod filings;
mod judge;
mod load;
#[cfg(feature = "tables")]
mod rows;
mod ruling;
mod run;
mod summary;
mod why;
mod words;
mod work;

pub use book::{LoadError, Mistakes, RuleBook};
pub use filings::Filings;
pub use judge::{Judge, RunError, Text};
pub use load::{Loaded, load, load_texts};
#[cfg(feature = "tables")]
pub use rows::{RowBatch, Rows};
pub use ruling::{Amount, Because, Finding, Indicator, Review, Ruling, Severity};
pub use run::{Outcome, Run};
pub use summary::{IndicatorCount, Summary};
