//! Filings to columns, directed by the vocabulary.
//!
//! Comes in: what the command line names, as chunks of records ([`Inputs`]), and a [`Schema`] compiled
//! once from the vocabulary and what the clauses read. Goes out, for each chunk ([`decode()`]): a
//! [`Batch`](crate::batch::Batch), the [`Reject`]s and the [`Warnings`]. On demand, [`locate()`] says where a subject
//! stands in its document.
//!
//! Each value is put into its column as it passes (`reader`, `put`, `cells`), by one reader a format: `json`
//! over the bytes of a text, `yaml` line by line, or over the events of a parser where a document is written
//! otherwise than most, `sheet` row by row over tables of texts. Each tells all that is wrong with a filing,
//! and where. Files that are tables already are looked at where they stand (`tables`). No rule is known, and
//! nothing is judged.
//!
//! Invariants: read = judged + rejected; a rejected filing leaves no trace in the batch and takes no
//! other down with it. A number is its text until it is a scaled integer. Chunks may be decoded in any
//! order by any number of threads; only [`Seen`] is asked in the order of the input.

mod cells;
pub mod decode;
mod digest;
pub mod fault;
#[cfg(any(feature = "tables", feature = "xlsx"))]
mod guard;
pub mod inputs;
mod invariants;
mod json;
mod keys;
pub mod latest;
pub mod locate;
mod names;
mod order;
mod places;
mod put;
mod reader;
pub mod record;
mod room;
mod scalar;
pub mod schema;
pub mod seen;
pub mod sheet;
#[cfg(feature = "tables")]
pub mod tables;
pub mod warnings;
pub mod written;
mod yaml;

pub use decode::{Decoded, decode, decode_carefully};
pub use fault::{Reason, Reject};
pub use inputs::{FileKind, InputError, Inputs, files_named};
pub use latest::Latest;
pub use locate::{locate, locate_value, places_of};
pub use order::in_order;
pub use record::{Chunk, Content, Format, Record};
pub use schema::Schema;
pub use seen::Seen;
pub use sheet::{Head, Mapping};
pub use warnings::{Unread, WarningKind, Warnings};
