//! The straight way through a filing of YAML: from its bytes into the columns, line by line.
//!
//! Comes in: the text of one document. Goes out: its rows, or nothing at all. Read here is what people
//! and programs write of YAML: records and lists in lines, or in brackets; values on one line, plain or
//! in quotes; texts of lines behind `|`; comments. Everything else (anchors, tags, folded texts, tabs,
//! and whatever is wrong) is not explained here: the filing is forgotten, and the careful way
//! ([`crate::ingest::visit`]) reads it again. So there is one place in which reasons are made.
//!
//! Invariants: what is accepted here, the careful way accepts, with the same rows and warnings, also
//! where nobody reads; in doubt nothing is accepted. Time is linear in the text, and the depth of the
//! calls is bounded.

mod literal;
mod marks;
mod nodes;
mod scalars;
mod skip;
mod text;
mod walk;

pub(crate) use walk::read;
