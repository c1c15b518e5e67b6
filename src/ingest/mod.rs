//! Filings to columns.

pub mod batch;
mod cells;
pub mod decode;
pub mod fault;
mod guard;
pub mod input;
mod invariants;
mod keys;
pub mod locate;
mod names;
mod put;
mod reader;
mod scalar;
pub mod schema;
mod visit;
pub mod warnings;

pub use decode::{Decoded, decode};
pub use fault::Reject;
pub use input::{Chunk, Content, Format, Record};
pub use locate::locate;
pub use schema::Schema;
pub use warnings::{WarningKind, Warnings};
