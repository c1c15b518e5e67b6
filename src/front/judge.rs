//! How filings are judged, and what is judged.

use std::path::Path;
use std::sync::Arc;

use crate::driver::Engine;
use crate::evaluate::verdicts::Detail;
use crate::front::book::RuleBook;
use crate::front::filings::Filings;
#[cfg(feature = "tables")]
use crate::front::rows::Rows;
use crate::front::run::Run;
use crate::ingest::{FileKind, InputError, Inputs};
use crate::value::Day;
use crate::why::{FindError, WhyError};

/// A way of judging by one rule book. It may be used for any number of runs.
#[derive(Debug, Clone)]
#[must_use]
pub struct Judge {
    pub(super) book: RuleBook,
    as_of: Option<Day>,
    pub(super) detail: Detail,
    pub(super) threads: usize,
    pub(super) strict: bool,
}

/// Why a run cannot begin.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The library looks at no clock.
    #[error("on which date is it judged? say it with `as_of`")]
    NoDate,
    /// What is named cannot be what was meant.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The machine starts no threads.
    #[error("the threads cannot be started: {0}")]
    Threads(String),
    /// What was found does not fit the columns of a table.
    #[error("the rows cannot be written: {0}")]
    Rows(String),
    /// The two rule books that are compared have nothing in common.
    #[error("{0}")]
    Apart(String),
    /// The filing that is asked about is not there, or is one of several.
    #[error(transparent)]
    Find(#[from] FindError),
    /// The filing that is asked about cannot be read: where and why.
    #[error("the filing was rejected: {0}")]
    Rejected(String),
    /// There is no filing to be asked about.
    #[error("there is no filing in what was named")]
    Nothing,
    /// The filing has no such clause, or the clause no such subject.
    #[error(transparent)]
    Why(#[from] WhyError),
}

/// Filings in memory: a text with the name that rulings and rejects give it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Text {
    /// What its filings are placed in.
    pub name: String,
    /// How it holds filings.
    pub kind: FileKind,
    /// The text itself, in UTF-8.
    pub bytes: Vec<u8>,
}

impl Text {
    /// A text of a kind, as a file of that kind would hold it.
    pub fn new(name: impl Into<String>, kind: FileKind, bytes: impl Into<Vec<u8>>) -> Text {
        Text {
            name: name.into(),
            kind,
            bytes: bytes.into(),
        }
    }

    /// One filing of JSON, or an array of them.
    pub fn json(name: impl Into<String>, text: impl Into<Vec<u8>>) -> Text {
        Text::new(name, FileKind::Json, text)
    }

    /// One filing of JSON a line.
    pub fn ndjson(name: impl Into<String>, text: impl Into<Vec<u8>>) -> Text {
        Text::new(name, FileKind::Lines, text)
    }

    /// One filing of YAML, or a stream of them.
    pub fn yaml(name: impl Into<String>, text: impl Into<Vec<u8>>) -> Text {
        Text::new(name, FileKind::Yaml, text)
    }
}

impl Judge {
    pub(super) fn new(book: RuleBook) -> Judge {
        Judge {
            book,
            as_of: None,
            detail: Detail::Findings,
            threads: 1,
            strict: false,
        }
    }

    /// The date on which it is judged; without it no run begins.
    pub fn as_of(self, day: Day) -> Judge {
        Judge {
            as_of: Some(day),
            ..self
        }
    }

    /// How much is said of each filing; [`Detail::Findings`] if nothing is said.
    pub fn detail(self, detail: Detail) -> Judge {
        Judge { detail, ..self }
    }

    /// How many threads work: one, that of the caller, if nothing is said; 0 is one for each core.
    pub fn threads(self, threads: usize) -> Judge {
        Judge { threads, ..self }
    }

    /// Whether a field that the vocabulary does not know rejects its filing; else it is a warning.
    pub fn strict(self, strict: bool) -> Judge {
        Judge { strict, ..self }
    }

    /// Judges files, folders (searched) and globs, `-` for standard input.
    pub fn files<P: AsRef<Path>>(
        &self,
        paths: impl IntoIterator<Item = P>,
    ) -> Result<Run, RunError> {
        self.run(Filings::files(paths)?)
    }

    /// Judges texts in memory; each is asked for once the ones before are read.
    pub fn texts<I>(&self, texts: I) -> Result<Run, RunError>
    where
        I: IntoIterator<Item = Text>,
        I::IntoIter: Send + 'static,
    {
        self.run(Filings::texts(texts))
    }

    /// Judges record batches of Arrow under one name, a filing a row; its line is the number of the row.
    #[cfg(feature = "tables")]
    pub fn batches<I>(&self, name: &str, batches: I) -> Result<Run, RunError>
    where
        I: IntoIterator<Item = crate::ingest::tables::RecordBatch>,
        I::IntoIter: Send + 'static,
    {
        self.run(Filings::batches(name, batches))
    }

    /// Judges what was named or handed over before.
    pub fn run(&self, filings: Filings) -> Result<Run, RunError> {
        let (engine, inputs, as_of) = self.begin(filings)?;
        Run::begin(self, engine, inputs, as_of)
    }

    /// Judges to rows of Arrow: one a finding, or one a clause with [`Detail::Verdicts`].
    #[cfg(feature = "tables")]
    pub fn rows(&self, filings: Filings) -> Result<Rows, RunError> {
        let (engine, inputs, as_of) = self.begin(filings)?;
        Rows::begin(self, engine, inputs, as_of)
    }

    /// Whether filings with the columns of a batch can be read at all; otherwise all that is in the way, in
    /// words.
    #[cfg(feature = "tables")]
    pub fn fits(&self, batch: crate::ingest::tables::RecordBatch) -> Result<(), String> {
        let engine = self.book.compiled.engine(self.strict);
        crate::ingest::tables::file::TableFile::of_batch(batch).fits(engine.schema())
    }

    pub(super) fn begin(&self, filings: Filings) -> Result<(Arc<Engine>, Inputs, Day), RunError> {
        let as_of = self.as_of.ok_or(RunError::NoDate)?;
        let engine = self.book.compiled.engine(self.strict);
        let inputs = filings.0.expecting(Arc::clone(engine.schema()));
        Ok((engine, inputs, as_of))
    }
}
