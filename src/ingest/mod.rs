//! Filings to columns.

pub mod batch;
mod cells;
pub mod decode;
pub mod fault;
mod guard;
pub mod inputs;
mod invariants;
mod keys;
pub mod locate;
mod names;
mod put;
mod reader;
pub mod record;
mod scalar;
pub mod schema;
pub mod seen;
mod visit;
pub mod warnings;

pub use decode::{Decoded, decode};
pub use fault::Reject;
pub use inputs::{FileKind, InputError, Inputs};
pub use locate::locate;
pub use record::{Chunk, Content, Format, Record};
pub use schema::Schema;
pub use seen::Seen;
pub use warnings::{WarningKind, Warnings};
