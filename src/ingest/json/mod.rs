//! The straight way through a filing of JSON: from its bytes into the columns.
//!
//! Comes in: the text of one filing. Goes out: its rows, or nothing at all. Every byte is looked at: the
//! syntax of JSON also where no clause reads, and fields that stand twice. What is out of the ordinary in
//! any way is not explained here: the filing is forgotten, and the careful way ([`crate::ingest::visit`])
//! reads it again and says what is wrong, and where. So there is one place in which reasons are made.
//!
//! Invariants: what is accepted here, the careful way accepts, with the same rows and warnings; time is
//! linear in the text, and the depth of the calls is bounded by the vocabulary.

mod marks;
mod plain;
mod skip;
mod text;
mod walk;

pub(crate) use marks::Marks;
pub(crate) use walk::read;
