//! A plan over a batch.
//!
//! Comes in: a [`crate::compile::Plan`], a [`crate::ingest::batch::Batch`] and the date on which it is
//! judged. Goes out: [`verdicts::Verdicts`]. There is no input or output here and no clock, and every
//! problem is an outcome: nothing fails.

pub mod verdicts;
