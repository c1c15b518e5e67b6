//! Why one filing got its verdict on one clause, and what would change it.
//!
//! Comes in: an engine, one filing as it stands in its file, a clause and the date on which it is judged.
//! Goes out: a [`Why`]: the text that judged each subject and the date that chose it, its conditions as
//! trees with the place of every value read, what would settle an open verdict, and the nearest change of
//! one field that would mend a broken one.
//!
//! Nothing is decided here: trees are read from the registers that judged, and what a change would do is
//! found by judging the changed filing.

mod change;
mod find;
mod model;
mod reason;
mod trial;

pub use change::{Edit, Settling};
pub use find::{FindError, Found, find};
pub use model::{SubjectWhy, TextOf, Why};
pub use reason::{Asked, WhyError, why};
