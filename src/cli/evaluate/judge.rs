//! One chunk from what was read of it to what is written, on any thread.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::cli::evaluate::options;
use crate::driver::{Engine, places};
use crate::evaluate::verdicts::{Detail, Judged};
use crate::ingest::{Chunk, Decoded};
use crate::report::csv;
use crate::report::json::Records;
use crate::report::summary::Summary;
#[cfg(feature = "tables")]
use crate::report::tables::Rows;
use crate::value::Day;

/// Rows of a table, in a build that writes none.
#[cfg(not(feature = "tables"))]
#[derive(Default)]
pub struct Rows(());

#[cfg(not(feature = "tables"))]
impl Rows {
    fn add(&mut self, _: &crate::check::ir::Ir, _: &Judged, _: &[Option<crate::source::Place>]) {}
}

/// What is the same for every chunk of a run.
pub struct Job<'a> {
    engine: &'a Engine,
    as_of: Day,
    detail: Detail,
    form: Form,
    /// Rooms of what was written already.
    spare: Mutex<Vec<Vec<u8>>>,
}

/// What is written of each filing.
enum Form {
    /// Nothing: the table is drawn from the summary.
    Nothing,
    /// A record, with what stands before and after it.
    Record(Records, &'static [u8], &'static [u8]),
    /// Lines of CSV.
    Lines,
    /// Rows of a table.
    Rows,
}

/// What a chunk came to.
pub struct Done {
    /// What is written.
    pub text: Vec<u8>,
    /// What is written as rows of a table.
    #[cfg_attr(
        not(feature = "tables"),
        expect(dead_code, reason = "no table is written")
    )]
    pub rows: Rows,
    /// The counts, but for the rejects.
    pub summary: Summary,
}

impl<'a> Job<'a> {
    /// A job of judging with an engine.
    pub fn new(engine: &'a Engine, as_of: Day, format: options::Format, detail: Detail) -> Job<'a> {
        let records = || Records::new(&engine.plan().ir, as_of, detail);
        let form = match format {
            options::Format::Table => Form::Nothing,
            options::Format::Json => Form::Record(records(), b",\n", b""),
            options::Format::Ndjson => Form::Record(records(), b"", b"\n"),
            options::Format::Csv => Form::Lines,
            options::Format::Parquet | options::Format::Arrow => Form::Rows,
        };
        Job {
            engine,
            as_of,
            detail,
            form,
            spare: Mutex::default(),
        }
    }

    /// The counts of nothing.
    pub fn empty(&self) -> Summary {
        Summary::new(&self.engine.plan().ir)
    }

    /// Keeps the room of what was written of a chunk for another one.
    pub fn reuse(&self, mut text: Vec<u8>) {
        text.clear();
        self.rooms().push(text);
    }

    fn rooms(&self) -> MutexGuard<'_, Vec<Vec<u8>>> {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Judges what was read of a chunk, and writes it.
    pub fn judge(&self, chunk: &Chunk, decoded: &mut Decoded) -> Done {
        let verdicts = self
            .engine
            .evaluate(&decoded.batch, self.as_of, self.detail);
        let mut text = self.rooms().pop().unwrap_or_default();
        let mut rows = Rows::default();
        let mut summary = self.empty();
        let ir = &self.engine.plan().ir;
        for (at, (judged, record)) in verdicts.filings.iter().zip(&decoded.records).enumerate() {
            summary.add(ir, at, judged);
            self.write(&mut text, &mut rows, chunk, *record, judged);
        }
        for grave in summary.worst.kept_mut() {
            let Some(record) = decoded.records.get(grave.index) else {
                continue;
            };
            let findings = grave.reasons.iter().map(|reason| &reason.finding);
            let places = places(self.engine.schema(), chunk, *record, findings);
            for (reason, place) in grave.reasons.iter_mut().zip(places) {
                reason.place = place;
            }
        }
        summary.warnings = std::mem::take(&mut decoded.warnings);
        Done {
            text,
            rows,
            summary,
        }
    }

    fn write(
        &self,
        text: &mut Vec<u8>,
        rows: &mut Rows,
        chunk: &Chunk,
        record: usize,
        judged: &Judged,
    ) {
        match &self.form {
            Form::Rows => {
                let places = places(self.engine.schema(), chunk, record, judged.findings.iter());
                rows.add(&self.engine.plan().ir, judged, &places);
            }
            Form::Nothing => {}
            Form::Lines => csv::write(text, &self.engine.plan().ir, judged),
            Form::Record(records, before, after) => {
                let places = places(self.engine.schema(), chunk, record, judged.findings.iter());
                text.extend_from_slice(before);
                records.write(text, judged, &places);
                text.extend_from_slice(after);
            }
        }
    }
}
