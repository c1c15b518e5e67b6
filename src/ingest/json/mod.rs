//! A filing of JSON: from its bytes into the columns, once.
//!
//! Comes in: the text of one filing. Goes out: its rows, or all that is wrong with it, each with the byte
//! at which it stands. Every byte is looked at: the syntax of JSON also where no clause reads, and fields
//! that stand twice. A value that is wrong is noted and passed over; only where the syntax breaks, or too
//! much stands in one another, is nothing read beyond.
//!
//! Invariants: a text is taken exactly where JSON is sound; time is linear in the text, and the depth of
//! the calls is bounded by the vocabulary.

mod find;
mod marks;
mod plain;
mod skip;
mod text;
mod walk;

pub(crate) use find::find;
pub(crate) use marks::Marks;
pub(crate) use walk::read;
