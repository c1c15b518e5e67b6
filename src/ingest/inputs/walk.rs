//! A folder, searched for filings: sorted by path, each folder once.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::ingest::inputs::FileKind;

/// What a search comes upon.
#[derive(Debug)]
pub(crate) enum Found {
    /// A file of a known format.
    File(PathBuf, FileKind),
    /// A file of no known format.
    Other(PathBuf),
    /// A folder or file that cannot be looked at.
    Unreadable(PathBuf, io::Error),
}

/// The search of a folder. Hidden files are passed over; links are followed, but to no folder that was
/// searched already, so that a link to a folder above ends nothing in a circle.
#[derive(Debug)]
pub(crate) struct Walk {
    /// What is still to be looked at of the folders that are open, each with its path.
    open: Vec<(PathBuf, std::vec::IntoIter<OsString>)>,
    /// The folders searched, by the path without links.
    searched: BTreeSet<PathBuf>,
    start: Option<PathBuf>,
}

impl Walk {
    pub(crate) fn new(folder: PathBuf) -> Walk {
        Walk {
            open: Vec::new(),
            searched: BTreeSet::new(),
            start: Some(folder),
        }
    }

    fn enter(&mut self, folder: PathBuf) -> Option<Found> {
        let names = fs::canonicalize(&folder).and_then(|real| {
            if self.searched.insert(real) {
                names_in(&folder)
            } else {
                Ok(Vec::new())
            }
        });
        match names {
            Ok(names) => {
                self.open.push((folder, names.into_iter()));
                None
            }
            Err(error) => Some(Found::Unreadable(folder, error)),
        }
    }

    fn look_at(&mut self, path: PathBuf) -> Option<Found> {
        match Found::at(path, fs::Metadata::is_file) {
            Found::Other(path) if path.is_dir() => self.enter(path),
            found => Some(found),
        }
    }
}

impl Found {
    /// What stands at a path: a file of a known format if it is one that may be read.
    pub(crate) fn at(path: PathBuf, may_be_read: impl Fn(&fs::Metadata) -> bool) -> Found {
        let kind = FileKind::of(&path);
        match fs::metadata(&path) {
            Ok(metadata) => match kind.filter(|_| may_be_read(&metadata)) {
                Some(kind) => Found::File(path, kind),
                None => Found::Other(path),
            },
            Err(error) => match kind {
                Some(_) => Found::Unreadable(path, error),
                None => Found::Other(path),
            },
        }
    }
}

impl Iterator for Walk {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        if let Some(folder) = self.start.take()
            && let Some(found) = self.enter(folder)
        {
            return Some(found);
        }
        loop {
            let (folder, names) = self.open.last_mut()?;
            match names.next() {
                None => {
                    self.open.pop();
                }
                Some(name) => {
                    let path = folder.join(name);
                    if let Some(found) = self.look_at(path) {
                        return Some(found);
                    }
                }
            }
        }
    }
}

/// The names in a folder that are not hidden, sorted.
fn names_in(folder: &Path) -> io::Result<Vec<OsString>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        if !name.as_encoded_bytes().starts_with(b".") {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names)
}
