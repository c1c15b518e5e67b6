//! The values that a filing holds and an expression yields: exact numbers, days, the calendar.
//!
//! Nothing here knows a rule or a filing. No float takes part anywhere: a number is its text until it
//! is an integer scaled by a power of ten. Everything that can overflow says so.

pub mod calendar;
pub mod date;
pub mod fraction;
pub mod letters;
pub mod number;
pub mod text;
mod wide;

pub use calendar::Calendar;
pub use date::Day;
pub use fraction::Fraction;
