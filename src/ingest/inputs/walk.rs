//! A folder, searched for filings: sorted by path, each folder once.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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

/// The search of a folder. Hidden files are passed over. Links are followed as far as the folders and files
/// that were named reach, but to no folder that was searched already, so that a link to a folder above ends
/// nothing in a circle. One that leads out is told: whoever may put filings into a folder could else have any
/// file of the machine read and quoted.
#[derive(Debug)]
pub(crate) struct Walk {
    /// What is still to be looked at of the folders that are open, each with its path.
    open: Vec<(PathBuf, std::vec::IntoIter<Name>)>,
    /// The folders searched.
    searched: BTreeSet<Identity>,
    start: Option<PathBuf>,
    /// What was named, without links.
    named: Arc<[PathBuf]>,
}

/// A name in a folder, and whether it is a link.
type Name = (OsString, bool);

/// What makes two paths one folder.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Identity {
    /// Where a file system keeps it: asked for once a folder, however deep it lies.
    #[cfg(unix)]
    Inode(u64, u64),
    /// Its path without links.
    #[cfg(not(unix))]
    Path(PathBuf),
}

impl Identity {
    fn of_folder(folder: &Path) -> io::Result<Identity> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let found = fs::metadata(folder)?;
            Ok(Identity::Inode(found.dev(), found.ino()))
        }
        #[cfg(not(unix))]
        {
            Ok(Identity::Path(fs::canonicalize(folder)?))
        }
    }
}

/// What was named, as links are held against it.
pub(crate) fn without_links<'p>(named: impl IntoIterator<Item = &'p PathBuf>) -> Arc<[PathBuf]> {
    let paths = named.into_iter();
    paths
        .filter_map(|path| fs::canonicalize(path).ok())
        .collect()
}

impl Walk {
    /// Searches a folder that was named alone.
    pub(crate) fn new(folder: PathBuf) -> Walk {
        let named = without_links([&folder]);
        Walk::among(folder, named)
    }

    /// Searches one of what was named.
    pub(crate) fn among(folder: PathBuf, named: Arc<[PathBuf]>) -> Walk {
        Walk {
            open: Vec::new(),
            searched: BTreeSet::new(),
            start: Some(folder),
            named,
        }
    }

    fn enter(&mut self, folder: PathBuf) -> Option<Found> {
        let names = Identity::of_folder(&folder).and_then(|identity| {
            if self.searched.insert(identity) {
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

    fn look_at(&mut self, path: PathBuf, link: bool) -> Option<Found> {
        if link && self.leads_out(&path) {
            let reason = "it is a link that leads out of what was named, and is not read; \
                name what it leads to as well";
            return Some(match FileKind::of(&path).is_some() || path.is_dir() {
                true => Found::Unreadable(path, io::Error::other(reason)),
                false => Found::Other(path),
            });
        }
        match Found::at(path, fs::Metadata::is_file) {
            Found::Other(path) if path.is_dir() => self.enter(path),
            found => Some(found),
        }
    }

    /// Whether a link leads to something that lies in nothing that was named.
    fn leads_out(&self, link: &Path) -> bool {
        let within = |real: &Path| self.named.iter().any(|named| real.starts_with(named));
        fs::canonicalize(link).is_ok_and(|real| !within(&real))
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
                Some((name, link)) => {
                    let path = folder.join(name);
                    if let Some(found) = self.look_at(path, link) {
                        return Some(found);
                    }
                }
            }
        }
    }
}

/// The names in a folder that are not hidden, sorted.
fn names_in(folder: &Path) -> io::Result<Vec<Name>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if !name.as_encoded_bytes().starts_with(b".") {
            let link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
            names.push((name, link));
        }
    }
    names.sort_unstable();
    Ok(names)
}
