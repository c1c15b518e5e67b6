//! What leaves: verdicts as JSON, CSV or a table for people, diagnostics as excerpts.
//!
//! Comes in: the consolidated text, the checked rule book, the verdicts of each chunk, what was rejected. Goes out: bytes.
//! Nothing here opens a file or knows whether there is a terminal: what a person reads is drawn in
//! colour, and whoever writes it strips the colour where it does not belong.
//!
//! Invariants: the counts of a batch are merged chunk by chunk in input order, so that a report is the
//! same bytes however the work was shared out, and they take the same room for any number of filings.

pub mod brief;
pub mod carried;
pub mod cases;
pub mod causes;
pub mod consult;
pub mod coverage;
pub mod csv;
#[cfg(feature = "cli")]
pub mod diagnostics;
pub mod diff;
pub mod filings;
pub mod filter;
pub mod follow;
pub mod github;
pub mod impact;
pub mod json;
pub mod junit;
pub mod letter;
pub mod lint;
mod markdown;
pub mod mutate;
mod outline;
pub mod overview;
pub mod receipt;
pub mod rejects;
pub mod rows;
pub mod sarif;
pub mod schema;
pub mod show;
pub mod style;
pub mod summary;
pub mod table;
#[cfg(feature = "tables")]
pub mod tables;
pub mod text;
pub mod totals;
pub mod wanted;
pub mod why;
pub mod worst;
#[cfg(feature = "xlsx")]
pub mod xlsx;

#[cfg(test)]
#[cfg(feature = "cli")]
mod sample;
#[cfg(test)]
#[cfg(feature = "cli")]
mod tests;
