//! From the text of every version to what it means.
//!
//! Comes in: the [`crate::book::Book`]. Goes out: an [`ir::Ir`], which exists only when nothing is
//! wrong, and every diagnostic.

pub mod ir;
