//! A filing of YAML: from its bytes into the columns, line by line, or from its tree.
//!
//! Comes in: the text of one document. Goes out: its rows, or all that is wrong with it, each with the byte
//! at which it stands. The straight way (`walk`) reads what people and programs mostly write: records and
//! lists in lines, or in brackets; values on one line, plain or in quotes; texts of lines behind `|`;
//! comments. It takes a filing or nothing at all. Everything else (anchors, tags, folded texts, tabs, and
//! whatever is wrong) is read as a tree with places (`tree`, `careful`), from the events of a parser.
//!
//! Invariants: what the straight way takes, the careful way takes, with the same rows and warnings; in doubt
//! it takes nothing. Time is linear in the text, the depth of the calls is bounded, and so is what aliases
//! may repeat.

mod careful;
mod literal;
mod marks;
mod nodes;
mod padded;
mod places;
mod scalars;
mod skip;
mod text;
mod tree;
mod walk;

pub(crate) use careful::{find, read_carefully};
pub(crate) use walk::read;
