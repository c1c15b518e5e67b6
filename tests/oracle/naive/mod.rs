//! The meaning of a checked rule book, said a second time: a walk of the tree for one filing.
//!
//! Written from the language's page alone. It shares with the engine the vocabulary's names and the
//! tree that is walked, and nothing of how filings are read, numbers and dates computed, lists gone
//! through or verdicts given.

pub mod days;
pub mod judge;
pub mod numbers;
pub mod reading;
pub mod walk;

pub use judge::{Ruling, judge};
