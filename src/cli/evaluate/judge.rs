//! One chunk from what was read of it to what is written, on any thread.

use std::borrow::Cow;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::batch::Batch;
use crate::cli::evaluate::log::Logged;
use crate::cli::evaluate::options::Format;
use crate::driver::{Engine, Questions, places};
use crate::evaluate::verdicts::{Detail, Judged};
use crate::ingest::{Chunk, Decoded};
use crate::report::carried::{Carried, Value};
use crate::report::csv;
use crate::report::filter::Filter;
use crate::report::json::Records;
use crate::report::receipt::Ruling;
use crate::report::summary::Summary;
#[cfg(feature = "tables")]
use crate::report::tables::Rows;
use crate::value::Day;

/// Rows of a table, in a build that writes none.
#[cfg(not(feature = "tables"))]
pub struct Rows(());

#[cfg(not(feature = "tables"))]
impl Rows {
    fn new(_: Detail, _: &[String]) -> Rows {
        Rows(())
    }

    fn add(
        &mut self,
        _: &crate::check::ir::Ir,
        _: &Judged,
        _: &[Option<crate::source::Place>],
        _: &[Option<Value>],
    ) {
    }
}

/// What is asked for of each filing.
pub struct Wanted {
    /// The date on which it is judged.
    pub as_of: Day,
    /// How it is written.
    pub format: Format,
    /// How much is said.
    pub detail: Detail,
    /// How many filings, clauses and fields a page lists.
    pub top: usize,
    /// Which verdicts are written.
    pub filter: Filter,
    /// The fields that go beside each record and row.
    pub beside: Carried,
    /// Who filed, where that is asked for.
    pub institution: Carried,
    /// Whether a receipt is written.
    pub receipt: bool,
}

/// What is the same for every chunk of a run.
pub struct Job<'a> {
    engine: &'a Engine,
    wanted: &'a Wanted,
    names: Vec<String>,
    form: Form,
    questions: Option<Questions>,
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
    /// What goes into a log, in the order of the input.
    Log,
}

/// What a chunk came to.
pub struct Done {
    /// What is written.
    pub text: Vec<u8>,
    /// What is written as rows of a table.
    pub rows: Rows,
    /// What goes into a log.
    pub logged: Vec<Logged>,
    /// What a receipt says of each filing.
    pub rulings: Vec<Ruling>,
    /// The counts, but for the rejects.
    pub summary: Summary,
}

impl<'a> Job<'a> {
    /// A job of judging with an engine.
    pub fn new(engine: &'a Engine, wanted: &'a Wanted) -> Job<'a> {
        let records = || Records::new(&engine.plan().ir, wanted.as_of, wanted.detail);
        let form = match wanted.format {
            Format::Table => Form::Nothing,
            Format::Json => Form::Record(records(), b",\n", b""),
            Format::Ndjson => Form::Record(records(), b"", b"\n"),
            Format::Csv => Form::Lines,
            Format::Parquet | Format::Arrow => Form::Rows,
            Format::Xlsx | Format::Html | Format::Sarif | Format::Junit | Format::Github => {
                Form::Log
            }
        };
        Job {
            engine,
            wanted,
            names: wanted.beside.names().map(str::to_owned).collect(),
            form,
            questions: None,
            spare: Mutex::default(),
        }
    }

    /// What is asked for.
    pub fn wanted(&self) -> &'a Wanted {
        self.wanted
    }

    /// The same that judges by the other answers to open questions too.
    pub fn asking(self, questions: Option<Questions>) -> Job<'a> {
        Job { questions, ..self }
    }

    /// The counts of nothing.
    pub fn empty(&self) -> Summary {
        Summary::listing(&self.engine.plan().ir, self.wanted.top)
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
        let wanted = self.wanted;
        let mut done = Done {
            text: self.rooms().pop().unwrap_or_default(),
            rows: Rows::new(wanted.detail, &self.names),
            logged: Vec::new(),
            rulings: Vec::new(),
            summary: self.empty(),
        };
        let (batch, engine) = (&decoded.batch, self.engine);
        let mut records = decoded.records.iter().enumerate();
        // Each filing is written as it comes: its findings may take a thousand times the room of itself.
        let take = |judged: Judged| {
            if let Some((at, record)) = records.next() {
                self.tell(&mut done, chunk, (batch, at, *record), &judged);
            }
        };
        match &self.questions {
            Some(asked) => asked.evaluate_each(engine, batch, wanted.as_of, wanted.detail, take),
            None => engine.evaluate_each(batch, wanted.as_of, wanted.detail, take),
        }
        self.place(&mut done.summary, chunk, &decoded.records);
        done.summary.warnings = std::mem::take(&mut decoded.warnings);
        done
    }

    /// Counts one filing of a batch and writes what is asked for of it.
    fn tell(
        &self,
        done: &mut Done,
        chunk: &Chunk,
        (batch, at, record): (&Batch, usize, usize),
        judged: &Judged,
    ) {
        let wanted = self.wanted;
        let ir = &self.engine.plan().ir;
        let institution = wanted.institution.values(ir, batch, at);
        let shown = match wanted.filter.is_empty() {
            true => Some(Cow::Borrowed(judged)),
            false => wanted
                .filter
                .apply(ir, judged, &institution)
                .map(Cow::Owned),
        };
        match &shown {
            Some(Cow::Borrowed(judged)) => done.summary.add(ir, at, judged),
            Some(Cow::Owned(shown)) => {
                done.summary.count(judged);
                done.summary.list(ir, at, shown);
            }
            None => done.summary.count(judged),
        }
        if wanted.receipt {
            done.rulings.push(Ruling::new(judged));
        }
        if let Some(shown) = shown {
            let told = Told {
                judged: &shown,
                beside: wanted.beside.values(ir, batch, at),
                institution,
            };
            self.write(done, chunk, record, told);
        }
    }

    /// Finds where that stands in its file which the page shows.
    fn place(&self, summary: &mut Summary, chunk: &Chunk, records: &[usize]) {
        let schema = self.engine.schema();
        for grave in summary.worst.kept_mut() {
            let Some(record) = records.get(grave.index) else {
                continue;
            };
            let findings = grave.reasons.iter().map(|reason| &reason.finding);
            let places = places(schema, chunk, *record, findings);
            for (reason, place) in grave.reasons.iter_mut().zip(places) {
                reason.place = place;
            }
        }
        if let Some(lone) = &mut summary.lone
            && let Some(record) = records.get(lone.index)
        {
            lone.places = places(schema, chunk, *record, lone.judged.findings.iter());
        }
    }

    fn write(&self, done: &mut Done, chunk: &Chunk, record: usize, told: Told<'_>) {
        if matches!(self.form, Form::Nothing) {
            return;
        }
        let ir = &self.engine.plan().ir;
        let judged = told.judged;
        let places = places(self.engine.schema(), chunk, record, judged.findings.iter());
        match &self.form {
            Form::Nothing => {}
            Form::Rows => done.rows.add(ir, judged, &places, &told.beside),
            Form::Lines => {
                let detail = self.wanted.detail;
                csv::write(&mut done.text, ir, detail, judged, &places, &told.beside);
            }
            Form::Record(records, before, after) => {
                done.text.extend_from_slice(before);
                records.write(&mut done.text, judged, &places);
                self.wanted.beside.append(&mut done.text, &told.beside);
                done.text.extend_from_slice(after);
            }
            Form::Log => done.logged.push(Logged {
                judged: judged.clone(),
                places,
                institution: told
                    .institution
                    .iter()
                    .flatten()
                    .next()
                    .map(Value::to_string),
                carried: told.beside,
            }),
        }
    }
}

/// What is said of one filing.
struct Told<'a> {
    judged: &'a Judged,
    beside: Vec<Option<Value>>,
    institution: Vec<Option<Value>>,
}
