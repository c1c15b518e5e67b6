//! Random rule books and filings, each from a tape of choices.
//!
//! A tape that ends, or whose choices are smaller, makes something simpler: so a failing pair shrinks
//! with its tapes, clause by clause and filing by filing.

pub mod books;
pub mod expressions;
pub mod filings;
pub mod filling;
pub mod lists;
pub mod schema;
pub mod scope;
pub mod tape;
