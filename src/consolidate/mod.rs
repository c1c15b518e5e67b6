//! The text of a version as a lawyer reads it: what holds, chapter by chapter, and who brought it.
//!
//! Comes in: a gathered [`Book`](crate::book::Book) and its texts. Goes out: a [`Document`], the whole
//! text of one version; an [`Extract`], one clause with what it rests on; a [`History`], one clause
//! through all versions. All of it is data in which nothing is left to look up; `report` draws it.
//!
//! Every line has a [`Mark`]: the version whose text first had these words, how it brought them, and
//! the file and line where they stand now. A clause that a decree replaces as a whole may keep most of
//! its words, so marks are by line: the words that a decree repeats keep the mark that they had.
//!
//! Invariants: nothing is evaluated and no name is checked, so the book must be sound; time is linear
//! in the length of all versions' texts.

mod articles;
mod chapters;
mod document;
mod history;
mod layers;
mod lines;
mod order;
mod pieces;
mod text;
mod unfold;

pub use document::{
    Article, Calendar, Chapter, Citation, Counts, Decree, Document, Entry, Extract, Gone, How,
    Label, Line, Mark, Part, Piece, Place, Reference, Step, Unfolded, Words,
};
pub use history::{Around, Changed, History, Moment, What, history};
pub use text::{consolidate, extract};
