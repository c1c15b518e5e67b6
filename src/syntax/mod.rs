//! Text to tree.
//!
//! Comes in: the text of one rules file. Goes out: an [`ast::File`] of what was understood, and a
//! diagnostic for each item or line that was not. Parsing never fails, and nothing is looked up here.
//! This is the only folder that knows pest; it also prints a tree back as text.
//!
//! How a text is read: [`scan`] finds its words, quoted texts and brackets; [`cut`] parts it into items
//! at the margin; [`lines`] and [`entries`] part each item into lines; [`mistakes`] looks for what pest
//! should not see; then pest reads each line alone ([`reader`]) and what it could not read is said in
//! people's words ([`explain`]), with how it is written here where that is known ([`wordings`]).
//!
//! Invariants: time is linear in the text; the stack is bounded, since nesting is capped before pest
//! reads; one cause gives one diagnostic; `parse(print(file))` is the same tree, places aside.

pub mod ast;
mod build;
mod clause;
mod comments;
mod cut;
mod entries;
mod explain;
mod expression;
mod file;
mod format;
mod grammar;
mod layout;
mod lines;
mod mistakes;
pub mod print;
mod provisions;
mod quoted;
mod reader;
mod scan;
mod spelling;
mod translations;
pub mod tree;
mod wordings;

use crate::diagnostic::{Diagnostic, codes};
use crate::source::{SourceId, Span};

pub use comments::{Comment, notes};
pub use format::{Unformatted, format};
pub(crate) use scan::is_name_char;
pub(crate) use spelling::{
    aggregate_of, clause_line_of, compare_of, date_of, quantifier_of, severity_of, total_of,
    type_of,
};

/// What was understood of a file, and what was not.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// What was understood.
    pub file: ast::File,
    /// What was not, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a rules file. Never fails: what could not be read is left out and reported.
pub fn parse(source: SourceId, text: &str) -> Parsed {
    let (items, mut diagnostics) = file::items(source, text);
    diagnostics.sort_by_key(|diagnostic| diagnostic.primary.span);
    if let Some(next) = diagnostics.get(reader::MOST_MISTAKES) {
        let stop = too_many(next.primary.span);
        diagnostics.truncate(reader::MOST_MISTAKES);
        diagnostics.push(stop);
    }
    Parsed {
        file: ast::File { source, items },
        diagnostics,
    }
}

/// Told at the first mistake that is not.
fn too_many(span: Span) -> Diagnostic {
    let most = reader::MOST_MISTAKES;
    let message = format!("more than {most} mistakes stand in this file");
    Diagnostic::error(codes::TOO_MANY_MISTAKES, message, span, "the next one")
        .help("mend those that are told and check again: the rest of the file is not looked at")
}
