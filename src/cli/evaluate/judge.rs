//! One chunk from its text to what is written of it, on any thread.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::cli::evaluate::options;
use crate::compile::Plan;
use crate::evaluate::evaluate;
use crate::evaluate::verdicts::{Detail, Finding, Judged};
use crate::ingest::{Chunk, Content, Decoded, Format, Reject, Schema, decode, locate, place_of};
use crate::report::json::Records;
use crate::report::summary::Summary;
#[cfg(feature = "tables")]
use crate::report::tables::Rows;
use crate::report::{Place, csv};
use crate::source::LineColumn;
use crate::value::Day;

/// Rows of a table, in a build that writes none.
#[cfg(not(feature = "tables"))]
#[derive(Default)]
pub struct Rows(());

#[cfg(not(feature = "tables"))]
impl Rows {
    fn add(&mut self, _: &crate::check::ir::Ir, _: &Judged, _: &[Option<Place>]) {}
}

/// How many bytes of one filing are gone through to find the places of its findings. Each finding goes
/// through the text again, so that those of a giant filing are not all placed.
const SEARCHED: usize = 32 << 20;

/// The way to a subject in its document.
type Steps = [(Vec<String>, usize)];

/// What is the same for every chunk of a run.
pub struct Job<'a> {
    plan: &'a Plan,
    schema: &'a Schema,
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
    /// The chunk, in case it has to be judged again.
    pub chunk: Chunk,
    /// What was read of it, the rejects included.
    pub decoded: Decoded,
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
    /// A job of judging with a plan.
    pub fn new(
        plan: &'a Plan,
        schema: &'a Schema,
        as_of: Day,
        format: options::Format,
        detail: Detail,
    ) -> Job<'a> {
        let records = || Records::new(&plan.ir, as_of, detail);
        let form = match format {
            options::Format::Table => Form::Nothing,
            options::Format::Json => Form::Record(records(), b",\n", b""),
            options::Format::Ndjson => Form::Record(records(), b"", b"\n"),
            options::Format::Csv => Form::Lines,
            options::Format::Parquet | options::Format::Arrow => Form::Rows,
        };
        Job {
            plan,
            schema,
            as_of,
            detail,
            form,
            spare: Mutex::default(),
        }
    }

    /// The counts of nothing.
    pub fn empty(&self) -> Summary {
        Summary::new(&self.plan.ir)
    }

    /// What is read, and how.
    pub fn schema(&self) -> &'a Schema {
        self.schema
    }

    /// Keeps the room of what was written of a chunk for another one.
    pub fn reuse(&self, mut text: Vec<u8>) {
        text.clear();
        self.rooms().push(text);
    }

    fn rooms(&self) -> MutexGuard<'_, Vec<Vec<u8>>> {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads, judges and writes a chunk.
    pub fn judge(&self, chunk: Chunk) -> Done {
        let mut decoded = decode(self.schema, &chunk);
        let verdicts = evaluate(self.plan, &decoded.batch, self.as_of, self.detail);
        self.schema.reuse(std::mem::take(&mut decoded.batch));
        let mut text = self.rooms().pop().unwrap_or_default();
        let mut rows = Rows::default();
        let mut summary = self.empty();
        for (at, (judged, record)) in verdicts.filings.iter().zip(&decoded.records).enumerate() {
            summary.add(&self.plan.ir, at, judged);
            self.write(&mut text, &mut rows, &chunk, *record, judged);
        }
        for grave in summary.worst.kept_mut() {
            let Some(record) = decoded.records.get(grave.index) else {
                continue;
            };
            let findings = grave.reasons.iter().map(|reason| &reason.finding);
            let places = self.places(&chunk, *record, findings);
            for (reason, place) in grave.reasons.iter_mut().zip(places) {
                reason.place = place;
            }
        }
        summary.warnings = std::mem::take(&mut decoded.warnings);
        Done {
            chunk,
            decoded,
            text,
            rows,
            summary,
        }
    }

    /// Judges again what is left of a chunk without some of its filings, so that nothing of them stays
    /// in any count; `rejects` are those of the whole chunk.
    pub fn judge_without(&self, done: Done, left_out: &[usize], rejects: Vec<Reject>) -> Done {
        let mut chunk = done.chunk;
        for record in left_out {
            if let Some(record) = chunk.records.get_mut(*record) {
                record.content = Content::Unreadable {
                    reason: String::new(),
                    placed: false,
                };
            }
        }
        let mut done = self.judge(chunk);
        done.decoded.rejects = rejects;
        done
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
                let places = self.places(chunk, record, judged.findings.iter());
                rows.add(&self.plan.ir, judged, &places);
            }
            Form::Nothing => {}
            Form::Lines => csv::write(text, &self.plan.ir, judged),
            Form::Record(records, before, after) => {
                let places = self.places(chunk, record, judged.findings.iter());
                text.extend_from_slice(before);
                records.write(text, judged, &places);
                text.extend_from_slice(after);
            }
        }
    }

    /// Where the subjects of findings stand in the file.
    fn places<'f>(
        &self,
        chunk: &Chunk,
        record: usize,
        findings: impl Iterator<Item = &'f Finding>,
    ) -> Vec<Option<Place>> {
        let mut findings = findings.peekable();
        if findings.peek().is_none() {
            return Vec::new();
        }
        let Some(start) = chunk.records.get(record) else {
            return Vec::new();
        };
        if let Content::Row(_) = start.content {
            let row = || Place {
                file: Arc::clone(&start.file),
                at: LineColumn {
                    line: start.line,
                    column: start.column,
                },
            };
            return findings.map(|_| Some(row())).collect();
        }
        let Some((bytes, format)) = chunk.bytes(record) else {
            return Vec::new();
        };
        let mut left = SEARCHED;
        // Many clauses speak of one row; it is looked for once.
        let mut known: BTreeMap<&Steps, Option<LineColumn>> = BTreeMap::new();
        let mut places = Vec::new();
        for finding in findings {
            let steps = finding.subject.steps.as_slice();
            let found = *known.entry(steps).or_insert_with(|| {
                if left == 0 {
                    return None;
                }
                let of_filing = steps.is_empty() && format == Format::Json;
                let first = || bytes.len() - bytes.trim_ascii_start().len();
                let start = finding.subject.start.or_else(|| of_filing.then(first));
                if let Some(start) = start {
                    // To count characters is far cheaper than to parse them.
                    left = left.saturating_sub(start / 16);
                    return Some(place_of(bytes, start));
                }
                left = left.saturating_sub(bytes.len());
                let text = simdutf8::basic::from_utf8(bytes).ok()?;
                locate(self.schema, text, format, steps)
            });
            places.push(found.map(|at| Place {
                file: Arc::clone(&start.file),
                at: start.place(at),
            }));
        }
        places
    }
}
