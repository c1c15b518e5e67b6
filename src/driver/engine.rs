//! A plan together with the schema by which its filings are read.

use std::ops::Deref;
use std::sync::Arc;

use crate::batch::Batch;
use crate::check::ir::Ir;
use crate::compile::Plan;
use crate::evaluate::verdicts::{Detail, Judged, Verdicts};
use crate::evaluate::{By, evaluate_by, evaluate_each};
use crate::ingest::Schema;
use crate::value::Day;
use crate::vocabulary::ColumnId;

/// A plan that judges, with the schema that reads what it judges.
#[derive(Debug)]
pub struct Engine<P = Arc<Plan>> {
    plan: P,
    schema: Arc<Schema>,
    by: By,
}

/// How filings are read and by which text they are judged.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Whether a field that the vocabulary does not know rejects its filing.
    pub strict: bool,
    /// Whose text judges. Where it is not that of the filing's year, no year is without one; else a year
    /// without a version rejects the filing.
    pub by: By,
    /// Columns that are kept beside those that some clause reads.
    pub also: Vec<ColumnId>,
}

/// Which columns of a filing are kept.
#[derive(Debug, Clone, Copy)]
pub enum Columns<'c> {
    /// All of them.
    All,
    /// Those that are marked.
    Marked(&'c [bool]),
}

impl<P: Deref<Target = Plan>> Engine<P> {
    /// An engine of a plan.
    pub fn new(plan: P, reading: &Reading) -> Engine<P> {
        let mut reads = plan.reads.clone();
        for column in &reading.also {
            if let Some(read) = reads.get_mut(column.0 as usize) {
                *read = true;
            }
        }
        let marked = Columns::Marked(&reads);
        let schema = schema(
            &plan.ir,
            marked,
            reading.strict,
            reading.by.version().is_some(),
        );
        Engine {
            schema: Arc::new(schema),
            by: reading.by,
            plan,
        }
    }

    /// What judges.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What reads.
    pub fn schema(&self) -> &Arc<Schema> {
        &self.schema
    }

    /// Whose text judges.
    pub fn by(&self) -> By {
        self.by
    }

    /// Judges a batch that the engine's own schema has read.
    pub fn evaluate(&self, batch: &Batch, as_of: Day, detail: Detail) -> Verdicts {
        evaluate_by(&self.plan, self.by, batch, as_of, detail)
    }

    /// The same filing by filing, so that the findings of one alone are held at a time.
    pub fn evaluate_each(
        &self,
        batch: &Batch,
        as_of: Day,
        detail: Detail,
        take: impl FnMut(Judged),
    ) {
        evaluate_each(&self.plan, self.by, batch, as_of, detail, take);
    }
}

/// The schema by which filings of a rule book are read; of any year, where it is not the year that chooses
/// the text.
pub fn schema(ir: &Ir, columns: Columns<'_>, strict: bool, any_year: bool) -> Schema {
    let years: Vec<_> = match any_year {
        true => vec![(1, None)],
        false => ir.versions.iter().map(|version| version.years).collect(),
    };
    let all;
    let reads = match columns {
        Columns::Marked(reads) => reads,
        Columns::All => {
            all = vec![true; ir.layout.columns.len()];
            &all
        }
    };
    Schema::new(&ir.vocabulary, &ir.layout, reads, strict, &years)
}
