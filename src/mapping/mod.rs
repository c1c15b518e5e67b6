//! A mapping file: which columns of a table become which fields of a filing.
//!
//! Comes in: the text of a mapping, in YAML, and a vocabulary ([`read()`]). Goes out: the mapping by which
//! tables are read ([`crate::ingest::Mapping`]), or everything that is wrong with it, each with its place.
//! The other way, [`propose()`] makes the text of a mapping for a table out of names that are alike.
//!
//! No table is read here; that a table has the columns is asked once it is opened.

mod fields;
mod options;
pub mod propose;
mod read;

pub use propose::propose;
pub use read::read;
