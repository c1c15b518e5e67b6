//! What changed between two texts of the law, line by line and condition by condition.
//!
//! Comes in: two gathered books that are sound, or two versions of one. Goes out: a [`Diff`], in which
//! every change of a provision, a header, the vocabulary or the calendar is an [`Item`] with its
//! [`LineChange`]s, the rules in it cut down to the condition that differs. All of it is data in which
//! nothing is left to look up; `report` draws it.
//!
//! What is compared is the consolidated text, so it is the same whichever file or decree a line stands
//! in. Two rules are one if they differ in layout, in parentheses that group nothing, in the names of
//! their own variables, in the zeros that end an amount or in the order of a set; a line that says what
//! silence says (`severity mandatory`) is no change either. Everything else is told.
//!
//! Invariants: a text does not differ from itself, nor from what the printer makes of it; nothing is
//! judged, and no name is checked.

mod conditions;
mod lines;
mod model;
mod pairs;
mod provisions;
mod renaming;
mod through;
mod vocabulary;

mod books;

pub use books::{Side, books, versions};
pub use model::{By, Diff, Edit, Item, Kind, Label, LineChange, Part, Place, Sort, Through, What};
