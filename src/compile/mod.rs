//! A checked rule book to a flat plan.
//!
//! Comes in: an [`crate::check::ir::Ir`]. Goes out: a [`Plan`]: instructions over registers, each
//! register a column at one level. Compiling cannot fail, and nothing is looked up by name afterwards.
//!
//! Invariants: an instruction reads only registers with smaller numbers. A register that is *uniform*
//! has one value for all rows of every level, so it is computed once a chunk. A plan is immutable.

mod lower;
pub mod plan;

use std::sync::Arc;

use crate::check::ir::Ir;
use crate::source::Sources;

pub use plan::Plan;

/// Compiles a rule book; the sources give the words of its expressions.
pub fn compile(ir: Arc<Ir>, sources: &Sources) -> Plan {
    lower::lower(ir, sources)
}
