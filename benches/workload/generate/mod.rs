//! The workload's filings: from a seed and a number to one line of NDJSON, and the rule book of ten times
//! the clauses.
//!
//! A filing depends on its seed and number alone, so that it is the same in every file that holds it and
//! on every machine. What it is to break is drawn first; it is then written so that it does.

pub mod book;
mod chance;
#[path = "../day.rs"]
pub mod day;
mod filing;
mod lists;
mod object;
mod parts;
mod text;

pub use filing::{Shares, filing};
