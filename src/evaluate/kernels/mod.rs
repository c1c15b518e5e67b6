//! Column functions: each takes registers and gives one, row by row, and knows no plan.
//!
//! Every kernel is total: what overflows, divides by zero or leaves the calendar is not known.

pub mod arithmetic;
pub mod compare;
pub mod dates;
pub mod fractions;
pub mod gap;
pub mod logic;
pub mod members;
pub mod reduce;
pub mod states;
pub mod totals;
