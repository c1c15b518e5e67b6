//! Files of filings that are tables already: Parquet and Arrow.
//!
//! Comes in: an open file ([`file::TableFile`]), a stretch of its rows ([`Part`]) and the [`Schema`](crate::ingest::Schema).
//! Goes out, for each part ([`decode::decode`]), what a chunk of texts comes to as well: a batch, the
//! rejects, the warnings. The other way, [`mod@write`] turns batches into the columns of such a file.
//!
//! A filing is a row, a nested record a struct, a list a list; columns go by the names that documents
//! write. A null is a value not given, as in JSON. Only the columns that the schema keeps are read, and
//! those whose layout is that of a batch are looked at where they stand ([`values`]).
//!
//! Invariants: what a file as a whole lacks or types otherwise is told at once, all of it ([`fit`]); a
//! value of the wrong form rejects its own filing. A file whose contents contradict each other may make
//! its decoder panic; that is caught ([`guarded`](crate::ingest::guard::guarded)) and rejects what was being read.

mod accept;
mod arrow;
pub(crate) mod decode;
pub(crate) mod file;
mod fit;
mod keys;
mod parquet;
mod rows;
pub mod sink;
mod values;
mod walk;
pub mod write;

pub use arrow_array::RecordBatch;
pub use file::Part;
