//! A folder to texts.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::source::{SourceFile, Sources};

/// The name that a version's own text has, so that it is read before its parts.
const HEADER_FILE: &str = "ruleset.dictamen";
/// The folder of worked cases, which are filings and no rules.
const CASES: &str = "cases";
/// A text larger than this is no regulation; places in it must fit 32 bits.
const MAX_BYTES: u64 = 256 << 20;

/// The texts of a rule book, in the order in which they are read.
#[derive(Debug, Clone, Default)]
pub struct Read {
    /// The texts.
    pub sources: Sources,
}

/// Why a rule book cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// The machine refuses.
    #[error("cannot read {}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the machine says.
        source: io::Error,
    },
    /// The file is larger than any regulation.
    #[error("{} is too large to be a rules file", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// A link that leads to what is not in the rule book.
    #[error("{} is a link that leads out of the rule book; put the file in its place", path.display())]
    LeadsOut {
        /// The link.
        path: PathBuf,
    },
    /// A pipe or device where a file is meant.
    #[error("{} is no file", path.display())]
    NoFile {
        /// The path.
        path: PathBuf,
    },
    /// A folder in a folder in a folder.
    #[error("{} lies too deep in the rule book: it has at most {DEEPEST} folders in one another", path.display())]
    TooDeep {
        /// The folder.
        path: PathBuf,
    },
    /// There is no rules file.
    #[error("{} holds no file that ends in .dictamen", path.display())]
    Empty {
        /// The folder.
        path: PathBuf,
    },
}

/// The rules files of a folder in the order in which they are read, or the one file that is named.
pub fn files(dir: &Path) -> Result<Vec<PathBuf>, BookError> {
    let mut paths = if is_dir(dir)? {
        rules_files(dir)?
    } else {
        vec![dir.to_owned()]
    };
    if paths.is_empty() {
        return Err(BookError::Empty {
            path: dir.to_owned(),
        });
    }
    paths.sort_by_cached_key(|path| order(path));
    Ok(paths)
}

/// Reads every `*.dictamen` file of a folder and the folders in it, or the one file that is named.
///
/// The order is that of the paths, but that `ruleset.dictamen` comes first in its folder. Folders of
/// worked cases and hidden ones are passed over. A link stays inside the book; one back to a folder seen
/// before is not followed.
pub fn read(dir: &Path) -> Result<Read, BookError> {
    let paths = files(dir)?;
    let texts: Vec<Result<Vec<u8>, BookError>> =
        paths.par_iter().map(|path| bytes_of(path)).collect();
    let mut sources = Sources::new();
    for (path, text) in paths.iter().zip(texts) {
        sources.add(SourceFile::from_bytes(shown(path), text?));
    }
    Ok(Read { sources })
}

/// The texts of files that were read elsewhere, each with the path that people know it by, in the
/// order in which [`read`] would have read them. Which of a folder's files they are says
/// [`is_rules_file`]; `whole` is what all of them are files of.
pub fn assemble(whole: &Path, mut files: Vec<(PathBuf, Vec<u8>)>) -> Result<Read, BookError> {
    if files.is_empty() {
        return Err(BookError::Empty {
            path: whole.to_owned(),
        });
    }
    files.sort_by_cached_key(|(path, _)| order(path));
    let mut sources = Sources::new();
    for (path, bytes) in files {
        if bytes.len() as u64 > MAX_BYTES {
            return Err(BookError::TooLarge { path });
        }
        sources.add(SourceFile::from_bytes(shown(&path), bytes));
    }
    Ok(Read { sources })
}

/// Whether a file of a rule book, its path relative to the folder, is one of its rules files.
pub fn is_rules_file(inside: &Path) -> bool {
    let names = |name: &std::ffi::OsStr| name.to_string_lossy().into_owned();
    let folders = inside.parent().into_iter().flatten();
    let passed_over = |name: &std::ffi::OsStr| name == CASES || names(name).starts_with('.');
    let hidden = (inside.file_name()).is_some_and(|name| names(name).starts_with('.'));
    inside.extension().is_some_and(|end| end == "dictamen")
        && !hidden
        && !folders.into_iter().any(passed_over)
}

/// The files of a folder whose names say rules, and which are none by the end of their name.
pub fn strays(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![(dir.to_owned(), 0)];
    while let Some((dir, depth)) = open.pop() {
        for entry in fs::read_dir(&dir).into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy().to_lowercase();
            if name.starts_with('.') {
                continue;
            }
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                if depth < DEEPEST && name != CASES {
                    open.push((path, depth + 1));
                }
            } else if name.contains(".dictamen")
                && !is_rules_file(Path::new(path.file_name().unwrap_or_default()))
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// `ruleset.dictamen` first in its folder.
fn order(path: &Path) -> (Option<PathBuf>, bool, Option<std::ffi::OsString>) {
    let name = path.file_name().map(|name| name.to_owned());
    let own = name.as_deref().is_some_and(|name| name == HEADER_FILE);
    (path.parent().map(Path::to_owned), !own, name)
}

fn is_dir(path: &Path) -> Result<bool, BookError> {
    let found = fs::metadata(path).map_err(|source| failed(path, source))?;
    Ok(found.is_dir())
}

/// How deep folders lie in one another; who needs more has made a circle.
const DEEPEST: usize = 64;

/// A folder that is still to be searched.
struct Folder {
    path: PathBuf,
    /// The same without links.
    real: PathBuf,
    depth: usize,
}

fn rules_files(dir: &Path) -> Result<Vec<PathBuf>, BookError> {
    let top = fs::canonicalize(dir).map_err(|source| failed(dir, source))?;
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![Folder {
        path: dir.to_owned(),
        real: top.clone(),
        depth: 0,
    }];
    while let Some(dir) = open.pop() {
        if !seen.insert(dir.real.clone()) {
            continue;
        }
        if dir.depth > DEEPEST {
            return Err(BookError::TooDeep { path: dir.path });
        }
        let mut entries = Vec::new();
        for entry in fs::read_dir(&dir.path).map_err(|source| failed(&dir.path, source))? {
            let entry = entry.map_err(|source| failed(&dir.path, source))?;
            // What a link leads to has to be asked for; of all else the folder itself tells.
            let known = entry.file_type().ok().filter(|kind| !kind.is_symlink());
            entries.push((entry.path(), known));
        }
        // Of two links to one file or folder the first by name is read.
        entries.sort_by(|(a, _), (b, _)| a.cmp(b));
        for (path, known) in entries {
            let name = path.file_name().unwrap_or_default();
            if name.to_string_lossy().starts_with('.') {
                continue;
            }
            let rules = path.extension().is_some_and(|end| end == "dictamen");
            let kind = known.map_or_else(|| Ok(fs::metadata(&path)?.file_type()), Ok);
            let kind = match kind {
                Ok(kind) => kind,
                // What cannot be looked at matters only where it claims to be rules.
                Err(source) if rules => return Err(failed(&path, source)),
                Err(_) => continue,
            };
            let folder = kind.is_dir() && name != CASES;
            if !folder && !rules {
                continue;
            }
            let real = match known {
                Some(_) => dir.real.join(name),
                None => inside(&top, &path)?,
            };
            if folder {
                open.push(Folder {
                    path,
                    real,
                    depth: dir.depth + 1,
                });
            } else if !kind.is_file() {
                return Err(BookError::NoFile { path });
            } else if seen.insert(real) {
                found.push(path);
            }
        }
    }
    Ok(found)
}

/// Where a link leads, which must be inside the rule book: whoever proposes a change of rules could else
/// have any file read that the machine can read, and quoted.
fn inside(top: &Path, link: &Path) -> Result<PathBuf, BookError> {
    let real = fs::canonicalize(link).map_err(|source| failed(link, source))?;
    match real.starts_with(top) {
        true => Ok(real),
        false => Err(BookError::LeadsOut {
            path: link.to_owned(),
        }),
    }
}

/// The text of a file beside the rules of a book, such as a list of it; none where it is not there.
pub fn list(folder: &Path, name: &str) -> Result<Option<String>, BookError> {
    let path = folder.join(name);
    let kind = match fs::symlink_metadata(&path) {
        Ok(found) => found.file_type(),
        Err(source) if source.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(failed(&path, source)),
    };
    if kind.is_symlink() {
        let top = fs::canonicalize(folder).map_err(|source| failed(folder, source))?;
        inside(&top, &path)?;
    }
    if !fs::metadata(&path).is_ok_and(|found| found.is_file()) {
        return Err(BookError::NoFile { path });
    }
    let bytes = bytes_of(&path)?;
    Ok(Some(SourceFile::from_bytes(path, bytes).text))
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, BookError> {
    let size = fs::metadata(path).map_err(|source| failed(path, source))?;
    if size.len() > MAX_BYTES {
        return Err(BookError::TooLarge {
            path: path.to_owned(),
        });
    }
    fs::read(path).map_err(|source| failed(path, source))
}

/// The path with `/` between folders.
fn shown(path: &Path) -> PathBuf {
    let text = path.to_string_lossy();
    PathBuf::from(text.replace(std::path::MAIN_SEPARATOR, "/"))
}

fn failed(path: &Path, source: io::Error) -> BookError {
    BookError::Io {
        path: path.to_owned(),
        source,
    }
}
