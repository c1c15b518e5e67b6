//! OLD and NEW of a command line: a folder, a version of the rule book, or a git revision.

use std::path::{Path, PathBuf};

use crate::book::{Book, BookError};
use crate::cli::failure::Failure;
use crate::cli::revision::{self, Named, RevisionError};
use crate::cli::rules;
use crate::front::Loaded;
use crate::front::{load, load_texts};
use crate::report::text::clean;

/// What OLD and NEW may be, for the help of the commands that take them.
pub const WHAT_A_SIDE_IS: &str = "\
OLD and NEW are each one of these:
  a folder        with a rule book; ./NAME is always a folder
  a version       of the rule book of --rules, such as 2018; with the name of its
                  ruleset, as in \"ict_policy 2018\", it is always a version
  a git revision  such as HEAD~3 or main; its rule book stands where the folder
                  on the other side does, or else --rules. The whole number of a
                  commit is always a revision, and so is REVISION:FOLDER, which
                  says where the book stands. The working tree is not touched.
What could be two of them is refused.";

/// The books of both sides, each read once, all of them sound.
pub struct Sides {
    /// The books.
    pub books: Vec<Loaded>,
    /// The old side.
    pub old: Side,
    /// The new side.
    pub new: Side,
}

/// One side.
pub struct Side {
    /// As it was named.
    pub name: String,
    /// Which of the books.
    pub book: usize,
    /// The version that was named, an index into the versions of the book; none where it is the whole.
    pub version: Option<usize>,
}

/// Reads what both sides name; what is wrong with a rule book is shown, and `so` says what comes of it.
pub fn read(old: &str, new: &str, rules: &Path, so: &str) -> Result<Sides, Failure> {
    let mut shelf = Shelf {
        books: Vec::new(),
        paths: Vec::new(),
        rules,
        so,
    };
    let first = shelf.side(old, new)?;
    let second = shelf.side(new, old)?;
    Ok(Sides {
        books: shelf.books,
        old: first,
        new: second,
    })
}

/// What a name means by its look, and by what git knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meant {
    Folder,
    Revision,
    /// Whatever there is.
    Any(Named),
}

impl Meant {
    fn read(name: &str, folder: &Path) -> Meant {
        let path = Path::new(name);
        let slashed = name.ends_with('/') || path.is_absolute();
        if is_book(path) && (slashed || name.starts_with("./") || name.starts_with("../")) {
            return Meant::Folder;
        }
        match revision::named(name, folder) {
            Named::Surely => Meant::Revision,
            named => Meant::Any(named),
        }
    }
}

/// The books that were read, and from where.
struct Shelf<'a> {
    books: Vec<Loaded>,
    paths: Vec<PathBuf>,
    rules: &'a Path,
    so: &'a str,
}

impl Shelf<'_> {
    fn side(&mut self, name: &str, other: &str) -> Result<Side, Failure> {
        let side = |book, version| Side {
            name: name.to_owned(),
            book,
            version,
        };
        let path = Path::new(name);
        let folder = self.folder_of(other);
        let meant = Meant::read(name, &folder);
        if meant == Meant::Folder {
            return Ok(side(self.folder(path)?, None));
        }
        let mut versions = String::new();
        if meant != Meant::Revision {
            let found = self.version(name)?;
            let revision = matches!(meant, Meant::Any(Named::Revision));
            // A folder of the rule book itself holds no rule book, but may be called as its version is.
            let inside = path.canonicalize().ok().zip(self.rules.canonicalize().ok());
            let part = inside.is_some_and(|(path, rules)| path.starts_with(rules));
            let stands = is_book(path) && !(part && found.is_ok());
            match (stands, &found, revision) {
                (true, Err(_), false) => return Ok(side(self.folder(path)?, None)),
                (false, Ok((book, version)), false) => return Ok(side(*book, Some(*version))),
                (false, Err(listed), _) => versions.clone_from(listed),
                _ => return Err(self.two_things(name, stands, found.ok(), revision)),
            }
        }
        let folder = folder.as_path();
        match revision::read(name, folder) {
            Ok(sources) => {
                let what = name.to_owned();
                let book = rules::must_be_sound(load_texts(sources), &what, self.so)?;
                self.books.push(book);
                self.paths.push(PathBuf::new());
                Ok(side(self.books.len() - 1, None))
            }
            Err(RevisionError::Book(source)) => Err(Failure::Book {
                source,
                hint: "; name its folder as `REVISION:FOLDER`".to_owned(),
            }),
            Err(
                error @ (RevisionError::NoFolder { .. }
                | RevisionError::Link { .. }
                | RevisionError::LeadsOut { .. }),
            ) => Err(Failure::Usage(error.to_string())),
            Err(error) => Err(Failure::Usage(format!(
                "`{}` is neither a folder nor a version of {}: {versions}; {error}",
                clean(name),
                self.rules.display()
            ))),
        }
    }

    /// Where the book of a revision stands: where the folder on the other side does, if it is one.
    fn folder_of(&self, other: &str) -> PathBuf {
        let path = Path::new(other);
        match is_book(path) && Meant::read(other, self.rules) != Meant::Revision {
            true => path.to_owned(),
            false => self.rules.to_owned(),
        }
    }

    /// Whoever proposes a change may bring a folder or a version that is called as a revision is: which is
    /// meant has to be said.
    fn two_things(
        &self,
        name: &str,
        folder: bool,
        version: Option<(usize, usize)>,
        revision: bool,
    ) -> Failure {
        let shown = clean(name);
        let mut ways = Vec::new();
        if folder {
            ways.push(format!("`./{shown}` is the folder"));
        }
        if let Some((book, version)) = version
            && let Some(book) = self.books.get(book)
            && let Some(version) = book.book.versions.get(version)
        {
            ways.push(format!("`{}` the version", clean(&version.name())));
        }
        if revision {
            let rules = self.rules.display();
            ways.push(format!("`{shown}:{rules}` the git revision"));
        }
        Failure::Usage(format!(
            "`{shown}` may be more than one thing; say which: {}",
            ways.join(", ")
        ))
    }

    /// The book of a folder, read once however often it is named.
    fn folder(&mut self, folder: &Path) -> Result<usize, Failure> {
        if let Some(at) = self.paths.iter().position(|path| path == folder) {
            return Ok(at);
        }
        let read = rules::read(folder, "OLD or NEW")?;
        let book = rules::must_be_sound(read, &folder.to_string_lossy(), self.so)?;
        self.books.push(book);
        self.paths.push(folder.to_owned());
        Ok(self.books.len() - 1)
    }

    /// A version of the rule book, which need not be there unless a version of it is meant; else in
    /// words which versions there are.
    fn version(&mut self, name: &str) -> Result<Result<(usize, usize), String>, Failure> {
        let none = || "there is no rule book".to_owned();
        let at = match self.paths.iter().position(|path| path == self.rules) {
            Some(at) => at,
            None => {
                let loaded = match load(self.rules) {
                    Ok(loaded) => loaded,
                    Err(BookError::Io { source, .. })
                        if source.kind() == std::io::ErrorKind::NotFound =>
                    {
                        return Ok(Err(none()));
                    }
                    Err(BookError::Empty { .. }) => return Ok(Err(none())),
                    Err(source) => {
                        return Err(rules::unreadable(self.rules, source, "--rules DIR"));
                    }
                };
                if version_of(&loaded, name).is_none() {
                    return Ok(Err(listed(&loaded)));
                }
                let what = self.rules.to_string_lossy().into_owned();
                self.books
                    .push(rules::must_be_sound(loaded, &what, self.so)?);
                self.paths.push(self.rules.to_owned());
                self.books.len() - 1
            }
        };
        let Some(book) = self.books.get(at) else {
            return Ok(Err(none()));
        };
        Ok(match version_of(book, name) {
            Some(version) => Ok((at, version)),
            None => Err(listed(book)),
        })
    }
}

/// Whether a path may be a rule book: a folder, or the one file of it.
fn is_book(path: &Path) -> bool {
    path.is_dir() || path.exists() && path.extension().is_some_and(|end| end == "dictamen")
}

/// A version by its name, with the ruleset's before it or without.
fn version_of(loaded: &Loaded, name: &str) -> Option<usize> {
    let versions = &loaded.book.versions;
    let whole = || versions.iter().position(|version| version.name() == name);
    loaded.book.version(name).or_else(whole)
}

fn listed(loaded: &Loaded) -> String {
    format!("there are {}", versions(&loaded.book))
}

/// The versions of a book, as a message names them.
pub fn versions(book: &Book) -> String {
    let versions = book.versions.iter();
    let names: Vec<&str> = versions
        .map(|version| version.header.version.version.text.as_str())
        .collect();
    names.join(", ")
}
