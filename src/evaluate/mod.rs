//! A plan over a batch.
//!
//! Comes in: a [`crate::compile::Plan`], a [`crate::batch::Batch`] and the date on which it is
//! judged. Goes out: [`verdicts::Verdicts`]. There is no input or output here and no clock, and every
//! problem is an outcome: nothing fails.
//!
//! A batch runs clause by clause, column by column. The reasons of a finding are read from the same
//! registers, and what would come of a clause if a condition were otherwise ([`suppose`]) is the same
//! plan run on from there; there is no second evaluator.

mod columns;
mod entry;
mod explain;
mod governed;
mod judge;
mod kernels;
mod lanes;
mod levels;
mod machine;
mod missing;
mod moved;
mod naming;
pub mod nearness;
pub mod probe;
mod register;
mod rows;
pub mod suppose;
pub mod verdicts;

use crate::batch::Batch;
use crate::compile::Plan;
use crate::value::Day;
use verdicts::{Detail, Verdicts};

/// Judges the filings of a batch on a date.
pub fn evaluate(plan: &Plan, batch: &Batch, as_of: Day, detail: Detail) -> Verdicts {
    judge::judge(plan, batch, as_of, detail, None)
}

/// The same with every filing judged by one version's text, whatever its year; a clause that is
/// `governed by` a date still takes its text from that date.
pub fn evaluate_by(
    plan: &Plan,
    version: usize,
    batch: &Batch,
    as_of: Day,
    detail: Detail,
) -> Verdicts {
    judge::judge(plan, batch, as_of, detail, Some(version))
}
