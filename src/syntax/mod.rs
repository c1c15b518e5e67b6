//! Text to tree.
//!
//! Comes in: the text of one rules file. Goes out: an [`ast::File`] of what was understood, and a
//! diagnostic for each item that was not. Parsing never fails, and nothing is looked up here. This is
//! the only folder that knows pest; it also prints a tree back as text.

pub mod ast;
