//! Files, folders, globs and standard input to chunks of records.
//!
//! Comes in: what the command line names. Goes out: [`Chunk`]s, one after another, in the order of the
//! command line and, in a folder, of the paths. Nothing is decoded here: a file is only cut where one
//! filing ends and the next begins.
//!
//! Invariants: memory does not grow with the number of filings. A file that cannot be opened or read is
//! a record like any other, without a text: whoever decodes the chunk rejects it.

mod blocks;
mod csv;
mod documents;
mod json;
mod kept;
mod kind;
mod lines;
mod named;
pub(crate) mod packing;
mod pattern;
mod rowed;
mod walk;
mod words;
#[cfg(feature = "xlsx")]
mod workbook;
mod yaml;

use std::io::{BufRead, BufReader, Read};
use std::iter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::ingest::latest::Latest;
use crate::ingest::record::{Chunk, Content, Record};
use crate::ingest::schema::Schema;
use crate::ingest::seen::Seen;
use crate::ingest::sheet::Mapping;
#[cfg(feature = "tables")]
use crate::ingest::tables::file::{Parts, TableFile};
use crate::ingest::warnings::{WarningKind, Warnings};
pub(crate) use blocks::Claim;
use csv::Csv;
use json::JsonFile;
pub use kept::{Kept, is_stream};
pub use kind::{FileKind, NO_TABLES, NO_WORKBOOKS};
pub(crate) use lines::BYTE_ORDER_MARK;
use lines::Lines;
pub use named::InputError;
use named::{Source, named, skip};
use packing::{Held, Packing};
use rowed::Rowed;
use walk::{Found, Walk};
pub(crate) use words::cannot_read;
use words::shown;
use yaml::YamlStream;

/// What is said of a table that was compressed as a whole.
const PACKED_TABLE: &str = "a table that was compressed as a whole is not read: unpack it first; \
    Parquet and Arrow files compress their columns themselves";

/// What is said of a file that a mapping has no use for.
const UNMAPPED: &str = "a mapping is for tables of texts and for JSON: .csv, .tsv, .xlsx, .json or .ndjson; \
    read what is none of them without `--mapping`";

/// A chunk is full with so many records, or so many bytes: the record that passes the bound is its last.
const FULL_RECORDS: usize = 256;
const FULL_BYTES: usize = 384 * 1024;

/// The records of an input, chunk by chunk.
pub struct Inputs {
    sources: Box<dyn Iterator<Item = Source> + Send>,
    folder: Option<Walk>,
    open: Option<Open>,
    warnings: Warnings,
    /// What a file that is a table must be readable by.
    expected: Option<Arc<Schema>>,
    /// What the columns of a table of texts become.
    mapping: Option<Arc<Mapping>>,
    /// Which of filings with one key is judged, where that is not the first.
    latest: Option<Arc<Latest>>,
}

impl std::fmt::Debug for Inputs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Inputs({:?})", self.open)
    }
}

/// The files of filings that a command line names, those in folders included, as far as they can be looked
/// at.
pub fn files_named(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths.iter().filter(|path| path.as_os_str() != "-") {
        let named = named(std::slice::from_ref(path), FileKind::Lines).map(|(sources, _)| sources);
        for source in named.into_iter().flatten() {
            match source {
                Source::File(path, _) => files.push(path),
                Source::Folder(folder) => files.extend(folder.filter_map(|found| {
                    let Found::File(path, _) = found else {
                        return None;
                    };
                    Some(path)
                })),
                // What is in no file cannot be one that is written.
                _ => {}
            }
        }
    }
    files
}

/// A file being read.
#[derive(Debug)]
enum Open {
    Json(JsonFile),
    Lines(Lines),
    Yaml(YamlStream),
    Csv(Box<Csv>),
    Rows(Box<Rowed>),
    #[cfg(feature = "tables")]
    Table(Parts),
}

/// What is read, buffered.
pub(crate) type Stream = Box<dyn BufRead + Send>;

/// What lines are read from: they are cut in the chunk itself.
type Unbuffered = Box<dyn Read + Send>;

impl Inputs {
    /// The input that a command line names: files, folders, globs, `-` for standard input.
    pub fn new(paths: &[PathBuf]) -> Result<Inputs, InputError> {
        Inputs::holding(paths, FileKind::Lines)
    }

    /// The same where standard input and names without an ending hold filings in one way.
    pub fn holding(paths: &[PathBuf], unnamed: FileKind) -> Result<Inputs, InputError> {
        let (sources, warnings) = named(paths, unnamed)?;
        Ok(Inputs {
            warnings,
            ..Inputs::from_sources(sources.into_iter())
        })
    }

    /// Holds every file that is a table against a schema as soon as it is opened: one that lacks a column
    /// is rejected as a whole, once. Else its filings are rejected one by one as they are decoded.
    pub fn expecting(self, schema: Arc<Schema>) -> Inputs {
        Inputs {
            expected: Some(schema),
            ..self
        }
    }

    /// The same where a mapping says what the columns of tables become.
    pub fn mapped(self, mapping: Option<Arc<Mapping>>) -> Inputs {
        Inputs { mapping, ..self }
    }

    /// One stream under a name, as standard input is read.
    pub fn from_reader(name: &str, kind: FileKind, reader: Box<dyn Read + Send>) -> Inputs {
        Inputs::from_sources(iter::once(Source::Reader(name.to_owned(), kind, reader)))
    }

    /// Texts in memory, each under a name and read as a file of that kind would be; one is asked for as
    /// soon as the one before is read to its end.
    pub fn from_texts(
        texts: impl Iterator<Item = (String, FileKind, Vec<u8>)> + Send + 'static,
    ) -> Inputs {
        Inputs::from_sources(texts.map(|(name, kind, bytes)| {
            Source::Reader(name, kind, Box::new(std::io::Cursor::new(bytes)))
        }))
    }

    /// Record batches in memory, under one name: a filing is a row.
    #[cfg(feature = "tables")]
    pub fn from_batches(
        name: &str,
        batches: impl Iterator<Item = crate::ingest::tables::RecordBatch> + Send + 'static,
    ) -> Inputs {
        let name: Arc<str> = name.into();
        let mut before = 0;
        Inputs::from_sources(batches.map(move |batch| {
            let first = before;
            before += batch.num_rows();
            Source::Batch(Arc::clone(&name), first, batch)
        }))
    }

    fn from_sources(sources: impl Iterator<Item = Source> + Send + 'static) -> Inputs {
        Inputs {
            sources: Box::new(sources),
            folder: None,
            open: None,
            warnings: Warnings::default(),
            expected: None,
            mapping: None,
            latest: None,
        }
    }

    /// The same where of filings with one key the last by a field is judged.
    pub fn judging(self, latest: Option<Arc<Latest>>) -> Inputs {
        Inputs { latest, ..self }
    }

    /// The keys of what is read, none of them seen yet.
    pub fn seen(&self) -> Seen {
        Seen::judging(self.latest.clone())
    }

    /// What was skipped so far.
    pub fn warnings(&self) -> &Warnings {
        &self.warnings
    }

    /// Opens what comes next; an unreadable file becomes a record. False at the end of all.
    fn open_next(&mut self, chunk: &mut Chunk) -> bool {
        if let Some(folder) = &mut self.folder {
            match folder.next() {
                Some(Found::File(path, kind)) => self.open_file(&path, kind, chunk),
                Some(Found::Other(path)) => skip(&path, &mut self.warnings),
                Some(Found::Unreadable(path, error)) => {
                    chunk.unreadable(&shown(&path).into(), None, cannot_read(&error));
                }
                None => self.folder = None,
            }
            return true;
        }
        match self.sources.next() {
            Some(Source::Folder(folder)) => self.folder = Some(folder),
            Some(Source::File(path, kind)) => self.open_file(&path, kind, chunk),
            Some(Source::Reader(name, kind, _)) if self.mapping.is_some() && !kind.is_mapped() => {
                chunk.unreadable(&name.into(), None, UNMAPPED.to_owned());
            }
            Some(Source::Reader(name, kind, _)) if kind.is_table() || kind == FileKind::Xlsx => {
                let reason = "a table is read from a file, not from a stream".to_owned();
                chunk.unreadable(&name.into(), None, reason);
            }
            #[cfg(feature = "tables")]
            Some(Source::Batch(name, first, batch)) => {
                let file = TableFile::of_batch(batch);
                match self.fitting(file) {
                    Ok(file) => self.open = Some(Open::Table(Parts::new(name, file, first))),
                    Err((reason, filings)) => chunk.refused(&name, reason, filings),
                }
            }
            Some(Source::Reader(name, kind, reader)) => match packing::stream(reader, None) {
                Ok(stream) => {
                    let mapping = self.mapping.clone();
                    self.open = Some(Open::new(name.into(), kind, stream, 0, mapping));
                }
                Err(error) => chunk.unreadable(&name.into(), None, cannot_read(&error)),
            },
            Some(Source::Unreadable(name, reason)) => {
                chunk.unreadable(&name.into(), None, reason);
            }
            None => return false,
        }
        true
    }

    fn open_file(&mut self, path: &Path, kind: FileKind, chunk: &mut Chunk) {
        let name: Arc<str> = shown(path).into();
        if self.mapping.is_some() && !kind.is_mapped() {
            chunk.unreadable(&name, None, UNMAPPED.to_owned());
            return;
        }
        if kind.is_table() || kind == FileKind::Xlsx {
            if Packing::of(path).is_some() {
                chunk.unreadable(&name, None, PACKED_TABLE.to_owned());
                return;
            }
            let open = match kind {
                FileKind::Xlsx => self.open_workbook(path, &name),
                _ => self.open_table(path, kind, &name),
            };
            match open {
                Ok(open) => self.open = Some(open),
                Err((reason, filings)) => chunk.refused(&name, reason, filings),
            }
            return;
        }
        match packing::open(path) {
            Ok(Held::Plain(file)) if kind == FileKind::Lines && self.mapping.is_none() => {
                self.open = Some(Open::Lines(Lines::of_file(name, file)));
            }
            Ok(Held::Plain(file)) => {
                let size = file.metadata().map_or(0, |metadata| metadata.len());
                let mapping = self.mapping.clone();
                self.open = Some(Open::new(name, kind, Box::new(file), size, mapping));
            }
            // What it unpacks to may be of any size: it is cut as it is read.
            Ok(Held::Stream(stream)) => {
                let mapping = self.mapping.clone();
                self.open = Some(Open::new(name, kind, stream, u64::MAX, mapping));
            }
            Err(error) => chunk.unreadable(&name, None, cannot_read(&error)),
        }
    }
}

/// The headings of a table of texts; otherwise why there are none, for people.
pub fn headings(path: &Path) -> Result<Vec<String>, String> {
    match FileKind::of(path) {
        Some(FileKind::Csv) => {}
        #[cfg(feature = "xlsx")]
        Some(FileKind::Xlsx) => return rowed::names(workbook::open(path)?),
        _ => {
            let words = "its name does not end in .csv or .tsv, compressed or not, nor in .xlsx";
            return Err(words.to_owned());
        }
    }
    let stream: Unbuffered = match packing::open(path) {
        Ok(Held::Plain(file)) => Box::new(file),
        Ok(Held::Stream(stream)) => stream,
        Err(error) => return Err(cannot_read(&error)),
    };
    csv::headings(stream)
}

/// Why a table is refused as a whole, and how many filings it holds as far as that is known.
type Refused = (String, u64);

impl Inputs {
    #[cfg(feature = "tables")]
    fn open_table(&self, path: &Path, kind: FileKind, name: &Arc<str>) -> Result<Open, Refused> {
        let file = TableFile::open(path, kind).map_err(|reason| (reason, 1))?;
        Ok(Open::Table(Parts::new(
            name.clone(),
            self.fitting(file)?,
            0,
        )))
    }

    /// A table that can be read by what is expected.
    #[cfg(feature = "tables")]
    fn fitting(&self, file: TableFile) -> Result<TableFile, Refused> {
        match self.expected.as_ref().map(|schema| file.fits(schema)) {
            // One that holds no filing and has not the columns either is worth a word.
            Some(Err(reason)) => Err((reason, file.filings().max(1))),
            Some(Ok(())) | None => Ok(file),
        }
    }

    #[cfg(not(feature = "tables"))]
    fn open_table(&self, _: &Path, _: FileKind, _: &Arc<str>) -> Result<Open, Refused> {
        // Without tables nothing is expected of them.
        let _ = &self.expected;
        Err((format!("this program reads no tables: {NO_TABLES}"), 1))
    }

    #[cfg(feature = "xlsx")]
    fn open_workbook(&self, path: &Path, name: &Arc<str>) -> Result<Open, Refused> {
        let rows = workbook::open(path).map_err(|reason| (reason, 1))?;
        let rowed = Rowed::new(Arc::clone(name), rows, self.mapping.clone());
        Ok(Open::Rows(Box::new(rowed)))
    }

    #[cfg(not(feature = "xlsx"))]
    fn open_workbook(&self, _: &Path, _: &Arc<str>) -> Result<Open, Refused> {
        Err((
            format!("this program reads no workbooks: {NO_WORKBOOKS}"),
            1,
        ))
    }

    /// Lets the caller read, without anybody's turn, a part of what is filled into some chunk later on;
    /// at most so many are on their way at once.
    pub(crate) fn claim(&mut self, most: usize) -> Option<Claim> {
        match &mut self.open {
            Some(Open::Lines(lines)) => lines.claim(most),
            _ => None,
        }
    }

    /// Fills a chunk with what comes next, in the room of what it held; false at the end of all.
    pub fn fill(&mut self, chunk: &mut Chunk) -> bool {
        loop {
            chunk.clear();
            if !self.fill_some(chunk) {
                return false;
            }
            // What was blank throughout is no filing, and not the end either.
            if !chunk.records.is_empty() {
                return true;
            }
        }
    }

    /// Fills an empty chunk as far as it goes; false at the end of all.
    fn fill_some(&mut self, chunk: &mut Chunk) -> bool {
        while chunk.records.len() < FULL_RECORDS && chunk.bytes.len() < FULL_BYTES {
            let more = match &mut self.open {
                // A part of a table is a chunk of its own.
                #[cfg(feature = "tables")]
                Some(Open::Table(parts)) => {
                    if !chunk.records.is_empty() || parts.next(chunk) {
                        break;
                    }
                    self.open = None;
                    true
                }
                Some(open) => {
                    let more = open.next(chunk);
                    if let Some((file, told)) = open.told() {
                        self.warnings.add(WarningKind::WrittenAs, &told, &file);
                    }
                    if !more {
                        self.open = None;
                    }
                    true
                }
                None => self.open_next(chunk),
            };
            if !more {
                return !chunk.records.is_empty();
            }
        }
        true
    }
}

impl Iterator for Inputs {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        let mut chunk = Chunk::default();
        self.fill(&mut chunk).then_some(chunk)
    }
}

impl Open {
    fn new(
        file: Arc<str>,
        kind: FileKind,
        stream: Unbuffered,
        size: u64,
        mapping: Option<Arc<Mapping>>,
    ) -> Open {
        if let Some(mapping) = &mapping
            && matches!(kind, FileKind::Json | FileKind::Lines)
        {
            let inner = Open::new(Arc::clone(&file), kind, stream, size, None);
            return Open::Rows(Box::new(documents::rowed(file, inner, mapping)));
        }
        let buffered = |stream| Box::new(BufReader::with_capacity(1 << 16, stream));
        match kind {
            FileKind::Json => Open::Json(JsonFile::new(file, buffered(stream), size)),
            FileKind::Yaml => Open::Yaml(YamlStream::new(file, buffered(stream))),
            FileKind::Csv => Open::Csv(Box::new(Csv::new(file, stream, mapping))),
            // A table is read from a file, not from a stream; as lines it is rejected.
            FileKind::Lines | FileKind::Parquet | FileKind::Arrow | FileKind::Xlsx => {
                Open::Lines(Lines::of_stream(file, stream))
            }
        }
    }

    /// A table with how it is written, once, if there is anything to tell.
    fn told(&mut self) -> Option<(Arc<str>, String)> {
        match self {
            Open::Csv(file) => file.told(),
            Open::Rows(rows) => rows.told(),
            _ => None,
        }
    }

    /// Adds the next record to a chunk; false once there is none.
    fn next(&mut self, chunk: &mut Chunk) -> bool {
        match self {
            Open::Json(file) => file.next(chunk),
            Open::Lines(file) => file.next(chunk),
            Open::Yaml(file) => file.next(chunk),
            Open::Csv(file) => file.next(chunk),
            Open::Rows(rows) => rows.next(chunk),
            #[cfg(feature = "tables")]
            Open::Table(parts) => parts.next(chunk),
        }
    }
}

impl Chunk {
    /// Adds what cannot be read, with the line and column if they are known.
    fn unreadable(&mut self, file: &Arc<str>, place: Option<(usize, usize)>, reason: String) {
        let placed = place.is_some();
        let (line, column) = place.unwrap_or((1, 1));
        self.records.push(Record {
            file: file.clone(),
            line,
            column,
            content: Content::Unreadable {
                reason,
                placed,
                filings: 1,
            },
            breaks_off: false,
        });
    }

    /// Adds a table that is refused as a whole, with the number of its filings.
    fn refused(&mut self, file: &Arc<str>, reason: String, filings: u64) {
        self.records.push(Record {
            file: file.clone(),
            line: 1,
            column: 1,
            content: Content::Unreadable {
                reason,
                placed: false,
                filings,
            },
            breaks_off: false,
        });
    }
}
