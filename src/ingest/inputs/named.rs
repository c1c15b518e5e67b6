//! What a command line names: files, folders, globs, standard input.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::ingest::inputs::kind::{EXTENSIONS, FileKind, NO_TABLES, NO_WORKBOOKS};
use crate::ingest::inputs::packing::Packing;
use crate::ingest::inputs::pattern::{Pattern, is_pattern};
use crate::ingest::inputs::walk::{Found, Walk, without_links};
use crate::ingest::inputs::words::{cannot_read, shown, words};
use crate::ingest::warnings::{WarningKind, Warnings};

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
    /// A workbook, named by itself, and a program that cannot read it.
    #[error("`{0}` is a workbook, and this program reads none: {NO_WORKBOOKS}")]
    NoWorkbooks(String),
    /// Standard input twice.
    #[error("standard input, `-`, can be read only once")]
    StandardInputTwice,
    /// A file or folder that cannot even be looked at.
    #[error("`{0}` cannot be read: {1}")]
    Unreadable(String, String),
}

/// One thing to read.
pub(super) enum Source {
    Folder(Walk),
    File(PathBuf, FileKind),
    Reader(String, FileKind, Box<dyn Read + Send>),
    /// A part of a table in memory: its name, how many rows came before, the rows.
    #[cfg(feature = "tables")]
    Batch(
        std::sync::Arc<str>,
        usize,
        crate::ingest::tables::RecordBatch,
    ),
    Unreadable(String, String),
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Source::Folder(folder) => write!(f, "{folder:?}"),
            Source::File(path, _) => write!(f, "{}", path.display()),
            Source::Reader(name, ..) | Source::Unreadable(name, _) => f.write_str(name),
            #[cfg(feature = "tables")]
            Source::Batch(name, ..) => f.write_str(name),
        }
    }
}

/// All that a command line names, in its order, with what is skipped; standard input and names without an
/// ending hold filings in the way of `unnamed`.
pub(super) fn named(
    paths: &[PathBuf],
    unnamed: FileKind,
) -> Result<(Vec<Source>, Warnings), InputError> {
    let mut sources = Vec::new();
    let mut warnings = Warnings::default();
    let reach = without_links(paths);
    for path in paths {
        if path.as_os_str() == "-" {
            let is_reader = |source: &Source| matches!(source, Source::Reader(..));
            if sources.iter().any(is_reader) {
                return Err(InputError::StandardInputTwice);
            }
            let input = Box::new(io::stdin());
            sources.push(Source::Reader("-".to_owned(), unnamed, input));
        } else {
            name(path, unnamed, &reach, &mut sources, &mut warnings)?;
        }
    }
    Ok((sources, warnings))
}

/// Finds out what a path of the command line names.
fn name(
    path: &Path,
    unnamed: FileKind,
    reach: &Arc<[PathBuf]>,
    sources: &mut Vec<Source>,
    warnings: &mut Warnings,
) -> Result<(), InputError> {
    match path.metadata() {
        Ok(metadata) if metadata.is_dir() => {
            let folder = || Walk::among(path.to_owned(), Arc::clone(reach));
            if !holds_filings(folder()) {
                return Err(InputError::NoFilings(shown(path)));
            }
            sources.push(Source::Folder(folder()));
        }
        Ok(_) => {
            let unpacked = Packing::of(path).map_or(path, |(_, inner)| inner);
            let kind = match unpacked.extension() {
                None => Some(unnamed),
                Some(_) => FileKind::of(path),
            };
            match kind {
                Some(kind) if kind.is_table() && !cfg!(feature = "tables") => {
                    return Err(InputError::NoTables(shown(path)));
                }
                Some(FileKind::Xlsx) if !cfg!(feature = "xlsx") => {
                    return Err(InputError::NoWorkbooks(shown(path)));
                }
                Some(kind) => sources.push(Source::File(path.to_owned(), kind)),
                None => return Err(InputError::UnknownFormat(shown(path))),
            }
        }
        Err(_) if is_pattern(path) => matches_of(path, sources, warnings)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(InputError::NotFound(shown(path)));
        }
        Err(error) => return Err(InputError::Unreadable(shown(path), words(&error))),
    }
    Ok(())
}

/// Whether a folder holds any file of a known format, or one that cannot be looked at.
fn holds_filings(mut folder: Walk) -> bool {
    folder.any(|found| !matches!(found, Found::Other(_)))
}

/// What a pattern matches, in the order of the paths.
fn matches_of(
    path: &Path,
    sources: &mut Vec<Source>,
    warnings: &mut Warnings,
) -> Result<(), InputError> {
    let bad = |reason: &str| InputError::BadGlob(shown(path), reason.to_owned());
    let found = Pattern::new(path).map_err(bad)?.search();
    if found.is_empty() {
        return Err(InputError::NoMatch(shown(path)));
    }
    let mut holds_some = false;
    for one in found {
        holds_some |= !matches!(one, Found::Other(_));
        match one {
            Found::File(path, kind) => sources.push(Source::File(path, kind)),
            Found::Other(path) if path.is_dir() => {
                holds_some |= holds_filings(Walk::new(path.clone()));
                sources.push(Source::Folder(Walk::new(path)));
            }
            Found::Other(path) => skip(&path, warnings),
            Found::Unreadable(path, error) => {
                sources.push(Source::Unreadable(shown(&path), cannot_read(&error)));
            }
        }
    }
    if !holds_some {
        return Err(InputError::NoFilings(shown(path)));
    }
    Ok(())
}

/// Counts a file that is not read.
pub(super) fn skip(path: &Path, warnings: &mut Warnings) {
    let extension = path
        .extension()
        .map(|extension| extension.to_string_lossy());
    let extension = extension.map_or("none".to_owned(), |extension| format!(".{extension}"));
    warnings.add(WarningKind::SkippedFile, &extension, &shown(path));
}
