//! Files, folders, globs and standard input to chunks of records.
//!
//! Comes in: what the command line names. Goes out: [`Chunk`]s, one after another, in the order of the
//! command line and, in a folder, of the paths. Nothing is decoded here: a file is only cut where one
//! filing ends and the next begins.
//!
//! Invariants: memory does not grow with the number of filings. A file that cannot be opened or read is
//! a record like any other, without a text: whoever decodes the chunk rejects it.

mod json;
mod lines;
mod walk;
mod yaml;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::ingest::record::{Chunk, Content, Record};
use crate::ingest::schema::Schema;
#[cfg(feature = "tables")]
use crate::ingest::tables::file::{Parts, TableFile};
use crate::ingest::warnings::{WarningKind, Warnings};
use json::JsonFile;
use lines::Lines;
use walk::{Found, Walk};
use yaml::YamlStream;

/// A chunk is full with so many records, or so many bytes: the record that passes the bound is its last.
const FULL_RECORDS: usize = 256;
const FULL_BYTES: usize = 192 * 1024;

/// The extensions that say a format.
const EXTENSIONS: &str = ".yaml, .yml, .json, .ndjson, .jsonl, .parquet or .arrow";

/// Why the input that was named cannot be what was meant.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// No such file or folder.
    #[error("`{0}` does not exist")]
    NotFound(String),
    /// A folder, or what a glob matches, without a single file of a known format.
    #[error("there are no filings in `{0}`: no file ends in {EXTENSIONS}")]
    NoFilings(String),
    /// A file named by itself whose extension says no known format.
    #[error("the format of `{0}` is not known: its name does not end in {EXTENSIONS}")]
    UnknownFormat(String),
    /// A glob that is none.
    #[error("`{0}` is not a pattern for files: {1}")]
    BadGlob(String, String),
    /// A glob that nothing matches.
    #[error("nothing matches `{0}`")]
    NoMatch(String),
    /// A file that is a table, named by itself, and a program that cannot read it.
    #[error("`{0}` is a table, and this program reads none: {NO_TABLES}")]
    NoTables(String),
    /// Standard input twice.
    #[error("standard input, `-`, can be read only once")]
    StandardInputTwice,
    /// A file or folder that cannot even be looked at.
    #[error("`{0}` cannot be read: {1}")]
    Unreadable(String, String),
}

/// How a file holds its filings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// One filing of JSON, or an array of filings.
    Json,
    /// One filing of JSON a line.
    Lines,
    /// A stream of documents of YAML.
    Yaml,
    /// One filing a row, as Parquet.
    Parquet,
    /// One filing a row, as an Arrow IPC file.
    Arrow,
}

/// What to do about a program that was built without tables.
pub const NO_TABLES: &str = "build dictamen with `--features tables`";

impl FileKind {
    /// What the extension of a path says.
    pub fn of(path: &Path) -> Option<FileKind> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "json" => Some(FileKind::Json),
            "ndjson" | "jsonl" => Some(FileKind::Lines),
            "yaml" | "yml" => Some(FileKind::Yaml),
            "parquet" => Some(FileKind::Parquet),
            "arrow" => Some(FileKind::Arrow),
            _ => None,
        }
    }

    /// Whether a filing is a row of it.
    pub fn is_table(self) -> bool {
        matches!(self, FileKind::Parquet | FileKind::Arrow)
    }
}

/// The records of an input, chunk by chunk.
#[derive(Debug)]
pub struct Inputs<'s> {
    sources: std::vec::IntoIter<Source>,
    folder: Option<Walk>,
    open: Option<Open>,
    warnings: Warnings,
    /// What a file that is a table must be readable by.
    expected: Option<&'s Schema>,
}

/// One thing to read.
enum Source {
    Folder(PathBuf),
    File(PathBuf, FileKind),
    Reader(String, FileKind, Box<dyn Read + Send>),
    Unreadable(String, String),
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Source::Folder(path) | Source::File(path, _) => write!(f, "{}", path.display()),
            Source::Reader(name, ..) | Source::Unreadable(name, _) => f.write_str(name),
        }
    }
}

/// A file being read.
#[derive(Debug)]
enum Open {
    Json(JsonFile),
    Lines(Lines),
    Yaml(YamlStream),
    #[cfg(feature = "tables")]
    Table(Parts),
}

/// What is read, buffered.
pub(crate) type Stream = Box<dyn BufRead + Send>;

/// What lines are read from: they are cut in the chunk itself.
type Unbuffered = Box<dyn Read + Send>;

impl<'s> Inputs<'s> {
    /// The input that a command line names: files, folders, globs, `-` for standard input.
    pub fn new(paths: &[PathBuf]) -> Result<Inputs<'s>, InputError> {
        let mut sources = Vec::new();
        let mut warnings = Warnings::default();
        for path in paths {
            if path.as_os_str() == "-" {
                let is_reader = |source: &Source| matches!(source, Source::Reader(..));
                if sources.iter().any(is_reader) {
                    return Err(InputError::StandardInputTwice);
                }
                let input = Box::new(io::stdin());
                sources.push(Source::Reader("-".to_owned(), FileKind::Lines, input));
            } else {
                name(path, &mut sources, &mut warnings)?;
            }
        }
        Ok(Inputs {
            sources: sources.into_iter(),
            folder: None,
            open: None,
            warnings,
            expected: None,
        })
    }

    /// Holds every file that is a table against a schema as soon as it is opened: one that lacks a column
    /// is rejected as a whole, once. Else its filings are rejected one by one as they are decoded.
    pub fn expecting(self, schema: &'s Schema) -> Inputs<'s> {
        Inputs {
            expected: Some(schema),
            ..self
        }
    }

    /// One stream under a name, as standard input is read.
    pub fn from_reader(name: &str, kind: FileKind, reader: Box<dyn Read + Send>) -> Inputs<'s> {
        Inputs {
            sources: vec![Source::Reader(name.to_owned(), kind, reader)].into_iter(),
            folder: None,
            open: None,
            warnings: Warnings::default(),
            expected: None,
        }
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
            Some(Source::Folder(path)) => self.folder = Some(Walk::new(path)),
            Some(Source::File(path, kind)) => self.open_file(&path, kind, chunk),
            Some(Source::Reader(name, kind, reader)) => {
                self.open = Some(Open::new(name.into(), kind, reader, 0));
            }
            Some(Source::Unreadable(name, reason)) => {
                chunk.unreadable(&name.into(), None, reason);
            }
            None => return false,
        }
        true
    }

    fn open_file(&mut self, path: &Path, kind: FileKind, chunk: &mut Chunk) {
        let name: Arc<str> = shown(path).into();
        if kind.is_table() {
            match self.open_table(path, kind, &name) {
                Ok(open) => self.open = Some(open),
                Err(reason) => chunk.unreadable(&name, None, reason),
            }
            return;
        }
        match File::open(path) {
            Ok(file) => {
                let size = file.metadata().map_or(0, |metadata| metadata.len());
                self.open = Some(Open::new(name, kind, Box::new(file), size));
            }
            Err(error) => chunk.unreadable(&name, None, cannot_read(&error)),
        }
    }
}

impl Inputs<'_> {
    #[cfg(feature = "tables")]
    fn open_table(&self, path: &Path, kind: FileKind, name: &Arc<str>) -> Result<Open, String> {
        let file = TableFile::open(path, kind)?;
        if let Some(schema) = self.expected {
            file.fits(schema)?;
        }
        Ok(Open::Table(Parts::new(name.clone(), file)))
    }

    #[cfg(not(feature = "tables"))]
    fn open_table(&self, _: &Path, _: FileKind, _: &Arc<str>) -> Result<Open, String> {
        // Without tables nothing is expected of them.
        let _ = self.expected;
        Err(format!("this program reads no tables: {NO_TABLES}"))
    }

    /// Fills a chunk with what comes next, in the room of what it held; false at the end of all.
    pub fn fill(&mut self, chunk: &mut Chunk) -> bool {
        chunk.clear();
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
                    if !open.next(chunk) {
                        self.open = None;
                    }
                    true
                }
                None => self.open_next(chunk),
            };
            if !more {
                break;
            }
        }
        !chunk.records.is_empty()
    }
}

impl Iterator for Inputs<'_> {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        let mut chunk = Chunk::default();
        self.fill(&mut chunk).then_some(chunk)
    }
}

impl Open {
    fn new(file: Arc<str>, kind: FileKind, stream: Unbuffered, size: u64) -> Open {
        let buffered = |stream| Box::new(BufReader::with_capacity(1 << 16, stream));
        match kind {
            FileKind::Json => Open::Json(JsonFile::new(file, buffered(stream), size)),
            FileKind::Lines => Open::Lines(Lines::new(file, stream)),
            FileKind::Yaml => Open::Yaml(YamlStream::new(file, buffered(stream))),
            // A table is read from a file, not from a stream; as lines it is rejected.
            FileKind::Parquet | FileKind::Arrow => Open::Lines(Lines::new(file, stream)),
        }
    }

    /// Adds the next record to a chunk; false once there is none.
    fn next(&mut self, chunk: &mut Chunk) -> bool {
        match self {
            Open::Json(file) => file.next(chunk),
            Open::Lines(file) => file.next(chunk),
            Open::Yaml(file) => file.next(chunk),
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
            content: Content::Unreadable { reason, placed },
            breaks_off: false,
        });
    }
}

/// Finds out what a path of the command line names.
fn name(path: &Path, sources: &mut Vec<Source>, warnings: &mut Warnings) -> Result<(), InputError> {
    let is_glob = || path.to_string_lossy().contains(['*', '?', '[']);
    match path.metadata() {
        Ok(metadata) if metadata.is_dir() => {
            if !Walk::new(path.to_owned()).any(|found| !matches!(found, Found::Other(_))) {
                return Err(InputError::NoFilings(shown(path)));
            }
            sources.push(Source::Folder(path.to_owned()));
        }
        Ok(_) => match FileKind::of(path) {
            Some(kind) if kind.is_table() && !cfg!(feature = "tables") => {
                return Err(InputError::NoTables(shown(path)));
            }
            Some(kind) => sources.push(Source::File(path.to_owned(), kind)),
            None => return Err(InputError::UnknownFormat(shown(path))),
        },
        Err(_) if is_glob() => matches_of(path, sources, warnings)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(InputError::NotFound(shown(path)));
        }
        Err(error) => return Err(InputError::Unreadable(shown(path), words(&error))),
    }
    Ok(())
}

/// What a glob matches, in the order of the paths.
fn matches_of(
    path: &Path,
    sources: &mut Vec<Source>,
    warnings: &mut Warnings,
) -> Result<(), InputError> {
    let pattern = path.to_string_lossy();
    let bad =
        |error: glob::PatternError| InputError::BadGlob(pattern.to_string(), error.msg.to_owned());
    let before = sources.len();
    let mut matched = false;
    let mut take = |found: Found| {
        matched = true;
        match found {
            Found::File(path, kind) => sources.push(Source::File(path, kind)),
            Found::Other(path) if path.is_dir() => sources.push(Source::Folder(path)),
            Found::Other(path) => skip(&path, warnings),
            Found::Unreadable(path, error) => {
                sources.push(Source::Unreadable(shown(&path), cannot_read(&error)));
            }
        }
    };
    if pattern.contains("**") {
        let compiled = glob::Pattern::new(&pattern).map_err(bad)?;
        search(path, &compiled).for_each(take);
    } else {
        for found in glob::glob_with(&pattern, OPTIONS).map_err(bad)? {
            take(match found {
                Err(error) => {
                    let path = error.path().to_owned();
                    Found::Unreadable(path, error.into())
                }
                Ok(path) => match FileKind::of(&path) {
                    Some(kind) if !path.is_dir() => Found::File(path, kind),
                    _ => Found::Other(path),
                },
            });
        }
    }
    if !matched {
        return Err(InputError::NoMatch(pattern.into_owned()));
    }
    let holds_none = |source: &Source| match source {
        Source::Folder(path) => {
            !Walk::new(path.clone()).any(|found| !matches!(found, Found::Other(_)))
        }
        _ => false,
    };
    if sources[before..].iter().all(holds_none) {
        return Err(InputError::NoFilings(pattern.into_owned()));
    }
    Ok(())
}

/// Hidden files are matched only by a pattern that says so, as in a folder.
const OPTIONS: glob::MatchOptions = glob::MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// What a pattern with `**` matches. Searched as folders are, since a link to a folder above would
/// otherwise be followed without end.
fn search(path: &Path, pattern: &glob::Pattern) -> impl Iterator<Item = Found> {
    let plain = |part: &std::path::Component<'_>| {
        !part.as_os_str().to_string_lossy().contains(['*', '?', '['])
    };
    let base: PathBuf = path.components().take_while(plain).collect();
    let bare = base.as_os_str().is_empty();
    let start = if bare {
        PathBuf::from(".")
    } else {
        base.clone()
    };
    Walk::new(start).filter_map(move |found| {
        let (Found::File(path, _) | Found::Other(path) | Found::Unreadable(path, _)) = &found;
        let path = path.strip_prefix(".").ok().filter(|_| bare).unwrap_or(path);
        // A folder that matches holds all that is in it.
        let below = path.ancestors().take_while(|one| *one != base);
        let matches = |one: &Path| pattern.matches_path_with(one, OPTIONS);
        let taken = below.filter(|one| !one.as_os_str().is_empty()).any(matches);
        taken.then_some(found)
    })
}

/// Counts a file that is not read.
fn skip(path: &Path, warnings: &mut Warnings) {
    let extension = path
        .extension()
        .map(|extension| extension.to_string_lossy());
    let extension = extension.map_or("none".to_owned(), |extension| format!(".{extension}"));
    warnings.add(WarningKind::SkippedFile, &extension, &shown(path));
}

/// A path as people see it.
fn shown(path: &Path) -> String {
    path.display().to_string()
}

pub(crate) fn cannot_read(error: &io::Error) -> String {
    format!("cannot be read: {}", words(error))
}

/// What went wrong, without the system's number for it.
fn words(error: &io::Error) -> String {
    let text = error.to_string();
    let end = text.find(" (os error ").unwrap_or(text.len());
    text[..end].to_owned()
}
