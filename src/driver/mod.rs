//! From the input to verdicts: the one way by which every command and every embedding program goes.
//!
//! Comes in: a plan, and [`Inputs`](crate::ingest::Inputs). Goes out: for each chunk what was read of it
//! and what the caller's work made of that ([`drive()`]), in the order of the input, in bounded memory and
//! for any number of threads; on demand the places of findings in their files ([`places()`]).
//!
//! Nothing is written or counted here. An [`Engine`] ties a plan to the schema by which its filings are
//! read, so that no batch meets a plan that numbers its columns otherwise.
//!
//! Invariants: of two filings with one key the first counts, or the last by a field that is named
//! ([`find_latest()`]), whatever the number of threads. A filing that
//! is left out ([`Content::LeftOut`](crate::ingest::Content)) is neither judged nor rejected by whoever
//! decodes its chunk again, and whoever leaves it out has a reject for it.

mod engine;
mod places;
mod questions;
mod run;

pub use engine::{Columns, Engine, Reading, schema};
pub use places::{places, value_place};
pub use questions::Questions;
pub use run::{Keys, Part, Reader, drive, find_latest};
