//! Standard input and pipes that are read more than once: from a copy.

use std::fs::File;
use std::io::{self, Seek};
use std::path::{Path, PathBuf};

use crate::ingest::inputs::Inputs;
use crate::ingest::inputs::named::Source;
use crate::ingest::inputs::words::{cannot_read, shown};

/// A path of the command line that can be read only once, with the file that it was copied to.
pub type Kept = (PathBuf, File);

/// Whether a path of the command line can be read only once.
pub fn is_stream(path: &Path) -> bool {
    let special = |path: &Path| {
        let metadata = path.metadata();
        metadata.is_ok_and(|found| !found.is_file() && !found.is_dir())
    };
    path.as_os_str() == "-" || special(path)
}

impl Inputs {
    /// The same where what can be read only once is read from its copy, under its own name.
    pub fn kept<'k>(self, kept: impl Iterator<Item = &'k Kept>) -> Inputs {
        let copies = kept.map(|(path, copy)| (path.clone(), again(copy)));
        let copies: Vec<(PathBuf, io::Result<File>)> = copies.collect();
        if copies.is_empty() {
            return self;
        }
        let mut copies = copies.into_iter();
        let sources = self.sources.map(move |source| {
            let (path, kind) = match &source {
                Source::Reader(name, kind, _) => (PathBuf::from(name), *kind),
                Source::File(path, kind) => (path.clone(), *kind),
                _ => return source,
            };
            // They come in the order of the command line, as the copies do.
            match copies.as_slice().first() {
                Some((own, _)) if *own == path => {}
                _ => return source,
            }
            match copies.next() {
                Some((_, Ok(copy))) => Source::Reader(shown(&path), kind, Box::new(copy)),
                Some((_, Err(error))) => Source::Unreadable(shown(&path), cannot_read(&error)),
                None => source,
            }
        });
        Inputs {
            sources: Box::new(sources),
            ..self
        }
    }
}

/// The copy from its beginning: whoever read it before left off at its end.
fn again(copy: &File) -> io::Result<File> {
    let mut copy = copy.try_clone()?;
    copy.rewind()?;
    Ok(copy)
}
