//! Would the worked cases notice it if the law read a little differently?
//!
//! Comes in: the texts of a sound rule book and its worked cases, which all come true. Goes out: every
//! mutant of the book, that is the book with one small change, and what came of it ([`run()`]): a case
//! notices it, or none does, and then a filing by which one would ([`Witness`]). Nothing is printed and
//! no file is opened here.
//!
//! A mutant changes what decides, never what is only said: no message, title or citation, nor who must
//! obey or how grave it is, which no case can expect. A text that several versions hold is changed in all
//! of them at once. Left out are mutants that are no sound rule book, and those of which it is plain
//! that they judge as the book itself does or as another mutant ([`mod@fold`]).
//!
//! Invariants: what comes out is the same for every number of threads. A part of the book with the
//! clauses that a mutant touches judges them as the whole book does, so only it is checked and run.

mod accepted;
mod fold;
mod mutants;
mod outcome;
mod part;
mod run;
mod steps;
mod texts;
mod witness;
mod words;

pub use accepted::{Accepted, read};
pub use mutants::{Mutant, Place, too_large};
pub use outcome::{Counts, Outcome, Stale};
pub use run::{Fate, Noticed, Subject, run};
pub use texts::MOST_PARTS;
pub use witness::Witness;
pub use words::Kind;
