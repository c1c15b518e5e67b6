//! A run whose verdicts are rows of Arrow: the same table as `--format parquet` and `--format arrow` write.

use std::sync::Arc;

use crate::driver::{Engine, places};
use crate::evaluate::verdicts::Detail;
use crate::front::judge::{Judge, RunError};
use crate::front::summary::Summary;
use crate::front::work::{Making, Work};
use crate::ingest::tables::RecordBatch;
use crate::ingest::{Chunk, Decoded, Inputs, Reject};
use crate::report::summary as counted;
use crate::report::tables;
use crate::value::Day;

/// Filings being judged, as rows: one a finding, or one a clause with [`Detail::Verdicts`]. It hands them
/// out in the order of the input, for any number of threads; who stops asking stops the work.
#[derive(Debug)]
pub struct Rows {
    work: Work<Tabling>,
}

/// The rows of some filings that follow one another.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RowBatch {
    /// The rows; none where nothing was found.
    pub rows: RecordBatch,
    /// What could not be read, or had a key that was read before.
    pub rejects: Vec<Reject>,
}

/// What is the same for every chunk of a run.
#[derive(Debug)]
struct Tabling {
    engine: Arc<Engine>,
    as_of: Day,
    detail: Detail,
}

impl Rows {
    pub(super) fn begin(
        judge: &Judge,
        engine: Arc<Engine>,
        inputs: Inputs,
        as_of: Day,
    ) -> Result<Rows, RunError> {
        let tabling = Tabling {
            engine,
            as_of,
            detail: judge.detail,
        };
        Ok(Rows {
            work: Work::begin(tabling, inputs, judge.threads)?,
        })
    }

    /// The columns of a level of detail, as a batch without rows.
    pub fn columns(detail: Detail) -> RecordBatch {
        RecordBatch::new_empty(tables::columns(detail, &[]))
    }

    /// What the run came to, the filings included that were not asked for.
    pub fn finish(mut self) -> Summary {
        while self.work.next().is_some() {}
        let tabling = self.work.making();
        Summary::new(&self.work.counts, &tabling.engine.plan().ir, tabling.as_of)
    }
}

impl Iterator for Rows {
    type Item = Result<RowBatch, RunError>;

    fn next(&mut self) -> Option<Result<RowBatch, RunError>> {
        loop {
            // What stands for the files that were passed over at the end has no rows.
            let (Some(rows), rejects) = self.work.next()? else {
                continue;
            };
            let rows = rows.map_err(RunError::Rows);
            return Some(rows.map(|rows| RowBatch { rows, rejects }));
        }
    }
}

impl Making for Tabling {
    type Done = Result<RecordBatch, String>;
    type Made = (Option<Self::Done>, Vec<Reject>);

    fn engine(&self) -> &Engine {
        &self.engine
    }

    fn judge(&self, chunk: &Chunk, decoded: &mut Decoded) -> (Self::Done, counted::Summary) {
        let ir = &self.engine.plan().ir;
        let schema = self.engine.schema();
        let mut counts = counted::Summary::new(ir);
        let mut rows = tables::Rows::new(self.detail, &[]);
        let mut records = decoded.records.iter().enumerate();
        // Each filing is written as it comes: its findings may take a thousand times the room of itself.
        (self.engine).evaluate_each(&decoded.batch, self.as_of, self.detail, |judged| {
            if let Some((at, record)) = records.next() {
                counts.add(ir, at, &judged);
                let places = places(schema, chunk, *record, judged.findings.iter());
                rows.add(ir, &judged, &places, &[]);
            }
        });
        counts.warnings = std::mem::take(&mut decoded.warnings);
        (rows.finish(), counts)
    }

    fn hand(&self, rows: Self::Done, rejects: Vec<Reject>) -> Self::Made {
        (Some(rows), rejects)
    }
}
