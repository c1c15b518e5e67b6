//! A filing changed, to be judged again.
//!
//! Comes in: a filing as it was written, and the values that come up when it is judged. Goes out: filings
//! that differ from it in one place ([`changes`]), in one field alone ([`fields`]), and the least change
//! that still makes a difference ([`trim`]). Nothing is judged here.
//!
//! Invariants: the same changes in the same order on every run, and a bounded number of them; a filing's
//! key and year stay as they are.

pub mod changes;
pub mod fields;
pub mod shape;
pub mod trim;
