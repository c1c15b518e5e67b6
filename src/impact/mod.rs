//! What a change of rule does to the filings: whose verdict flips, and why.
//!
//! Comes in: two rule books, or two versions of one, as a [`Comparison`], and the chunks of an input.
//! Goes out: an [`Impact`]: for each clause how often each verdict became which, the filings whose
//! verdict flips with the reason on each side, and, with last year's filings, whether it was the rule
//! or the facts. The verdicts of a corpus are kept as text by [`snapshot`], and compared with it.
//!
//! Invariants: each book reads a filing by its own vocabulary. What either of them cannot read is never
//! a flip. Chunks are taken in as they stand in the input, whatever thread judged them, and what is
//! held does not grow with the number of filings: of the flips of a clause the first few are kept and
//! the rest are counted. Last year's filings alone are held whole, by two bytes for each clause.

mod before;
mod compare;
mod run;
pub mod snapshot;
mod tally;

pub use before::{Before, Cause};
pub use compare::{Comparison, Lens, MatchError, Otherwise};
pub use run::run;
pub use tally::{Attributed, Flip, Impact, Kind, Reason, Refused, Row, Table, Who, Years};
