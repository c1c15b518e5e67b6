//! The texts of a rule book in a git revision, as the `git` program gives them. Nothing is checked out:
//! neither the working tree nor the index is touched.

use std::io;
use std::path::{Path, PathBuf};

use crate::book::{self, BookError};
use crate::cli::repository::{Repository, Said};
use crate::source::Sources;

/// Why a revision has no rule book to give.
#[derive(Debug, thiserror::Error)]
pub enum RevisionError {
    /// There is no such program, or it does not run.
    #[error("revisions are read by the program `git`, which does not run: {}; install it, or name a folder", .0.kind())]
    NoGit(io::Error),
    /// The folder is under no version control.
    #[error("and {} lies in no git repository of which it could be a revision", .0.display())]
    NoRepository(PathBuf),
    /// The repository has no such revision.
    #[error("nor does the git repository have such a revision")]
    NoRevision,
    /// The revision has no such folder.
    #[error(
        "the revision `{revision}` has no folder `{folder}`; name another as `{revision}:FOLDER`, from the top of the repository"
    )]
    NoFolder {
        /// The revision as it was named.
        revision: String,
        /// The folder from the top of the repository.
        folder: String,
    },
    /// A link whose end is not in the revision.
    #[error("`{path}` is a link to what is not in the revision; put the file in its place")]
    Link {
        /// The link.
        path: String,
    },
    /// A link to what is not in the rule book.
    #[error("`{path}` is a link that leads out of the rule book; put the file in its place")]
    LeadsOut {
        /// The link.
        path: String,
    },
    /// git fails where it should not.
    #[error("git cannot read `{revision}`: {says}")]
    Failed {
        /// The revision as it was named.
        revision: String,
        /// What git says.
        says: String,
    },
    /// The texts are no rule book.
    #[error(transparent)]
    Book(BookError),
}

/// A revision of a name, and how sure it is that nothing else was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// No revision.
    No,
    /// The first characters of a commit's number, so few that a year may be meant.
    Short,
    /// A name or number of a commit.
    Revision,
    /// The whole number of a commit, or `REVISION:FOLDER`: nothing else is called so.
    Surely,
}

/// Whether the repository of a folder has a revision of this name.
pub fn named(asked: &str, folder: &Path) -> Named {
    let (revision, path) = split(asked);
    let Some(repository) = Repository::of_folder(folder) else {
        return Named::No;
    };
    let Ok(Some(commit)) = commit(&repository, revision) else {
        return Named::No;
    };
    if path.is_some() || commit.eq_ignore_ascii_case(revision) {
        return Named::Surely;
    }
    match revision.len() < SHORT && commit.starts_with(&revision.to_ascii_lowercase()) {
        true => Named::Short,
        false => Named::Revision,
    }
}

/// With fewer characters than this git itself does not abbreviate the number of a commit.
const SHORT: usize = 7;

/// `main:rules` is the folder `rules` of `main`.
fn split(asked: &str) -> (&str, Option<&str>) {
    match asked.split_once(':') {
        Some((revision, path)) => (revision, Some(path)),
        None => (asked, None),
    }
}

/// The number of a commit.
fn commit(repository: &Repository, revision: &str) -> Result<Option<String>, RevisionError> {
    // What begins so would be an option to git.
    if revision.is_empty() || revision.starts_with('-') {
        return Ok(None);
    }
    let commit = format!("{revision}^{{commit}}");
    let found = git(repository, &["rev-parse", "--verify", "--quiet", &commit])?;
    Ok(found.ok().map(|commit| text(&commit)))
}

/// Reads the rule book of a revision: `HEAD~3`, in which the book stands where `folder` does, or
/// `HEAD~3:rules`, which says where it stands from the top of the repository.
pub fn read(asked: &str, folder: &Path) -> Result<Sources, RevisionError> {
    let (revision, path) = split(asked);
    let repository = Repository::of_folder(folder)
        .ok_or_else(|| RevisionError::NoRepository(folder.to_owned()))?;
    let repository = &repository;
    let Some(commit) = commit(repository, revision)? else {
        return Err(RevisionError::NoRevision);
    };
    let slashed = |path: &Path| path.to_string_lossy().replace('\\', "/");
    let path = match path {
        Some(path) if path.starts_with("./") || path.starts_with("../") => {
            slashed(&repository.inside(Path::new(path)))
        }
        Some(path) => path.trim_matches('/').to_owned(),
        None => slashed(&repository.inside(folder)),
    };
    let named = format!("{commit}:{path}");
    let Ok(object) = git(repository, &["rev-parse", "--verify", "--quiet", &named])? else {
        return Err(RevisionError::NoFolder {
            revision: revision.to_owned(),
            folder: path,
        });
    };
    let object = text(&object);
    let failed = |says: String| RevisionError::Failed {
        revision: revision.to_owned(),
        says,
    };
    let kind = git(repository, &["cat-file", "-t", &object])?.map_err(failed)?;
    let whole = format!("{revision}:{path}");
    let files = match text(&kind).as_str() {
        "blob" => vec![Entry {
            shown: whole.clone(),
            named: object,
            link: None,
        }],
        _ => {
            let listed = ["ls-tree", "-r", "-z", "--full-tree", &object];
            let listing = git(repository, &listed)?.map_err(failed)?;
            entries(&listing, &whole, &named)
        }
    };
    let texts = contents(repository, &files, &failed)?;
    book::assemble(Path::new(&whole), texts)
        .map(|read| read.sources)
        .map_err(RevisionError::Book)
}

/// A rules file of a revision.
struct Entry {
    /// How it is shown.
    shown: String,
    /// By what name git gives it.
    named: String,
    /// Of a link, the text that says where it leads, and the folder of the book in which it stands.
    link: Option<(String, PathBuf)>,
}

/// The rules files of a listing, links last.
fn entries(listing: &[u8], whole: &str, named: &str) -> Vec<Entry> {
    let mut files: Vec<Entry> = Vec::new();
    let mut links = Vec::new();
    for entry in listing.split(|byte| *byte == 0) {
        let entry = String::from_utf8_lossy(entry);
        let Some((head, path)) = entry.split_once('\t') else {
            continue;
        };
        if !book::is_rules_file(Path::new(path)) {
            continue;
        }
        let mut words = head.split(' ');
        let (mode, object) = (words.next().unwrap_or(""), words.nth(1).unwrap_or(""));
        let slash = if whole.ends_with([':', '/']) { "" } else { "/" };
        let shown = format!("{whole}{slash}{path}");
        match mode {
            // Where a link leads is found by its path; a line break would end the question.
            "120000" if !path.contains('\n') => {
                let folder = Path::new(path).parent().unwrap_or(Path::new(""));
                links.push(Entry {
                    shown,
                    named: format!("{named}{slash}{path}"),
                    link: Some((object.to_owned(), folder.to_owned())),
                });
            }
            _ => files.push(Entry {
                shown,
                named: object.to_owned(),
                link: None,
            }),
        }
    }
    files.extend(links);
    files
}

/// The bytes of each file. Of a file that is linked to and read itself only the file is kept.
fn contents(
    repository: &Repository,
    files: &[Entry],
    failed: &dyn Fn(String) -> RevisionError,
) -> Result<Vec<(PathBuf, Vec<u8>)>, RevisionError> {
    let mut asked = String::new();
    for file in files {
        if let Some((object, _)) = &file.link {
            asked.push_str(&format!("{object}\n"));
        }
        asked.push_str(&format!("{}\n", file.named));
    }
    let given = ["cat-file", "--batch", "--follow-symlinks"];
    let given = repository.git(&given, asked.into_bytes());
    let given = given.map_err(RevisionError::NoGit)?.map_err(failed)?;
    let mut answers = Answers(&given);
    let mut seen: Vec<String> = Vec::new();
    let mut found = Vec::new();
    let short = || failed("its answer is cut short".to_owned());
    for file in files {
        let path = || file.shown.clone();
        if let Some((_, folder)) = &file.link {
            let (_, target) = answers.next().ok_or_else(short)?;
            let target = target.map(String::from_utf8_lossy).unwrap_or_default();
            if leads_out(folder, &target) {
                return Err(RevisionError::LeadsOut { path: path() });
            }
        }
        let (object, bytes) = answers.next().ok_or_else(short)?;
        let Some(bytes) = bytes else {
            return Err(RevisionError::Link { path: path() });
        };
        if file.link.is_none() || !seen.contains(&object) {
            found.push((PathBuf::from(path()), bytes.to_vec()));
        }
        seen.push(object);
    }
    Ok(found)
}

/// Whether a link in a folder of a rule book leads out of the book.
fn leads_out(folder: &Path, target: &str) -> bool {
    let mut depth = folder.components().count();
    if target.starts_with('/') {
        return true;
    }
    for name in target.split('/') {
        match name {
            "" | "." => {}
            ".." if depth == 0 => return true,
            ".." => depth -= 1,
            _ => depth += 1,
        }
    }
    false
}

/// What `git cat-file --batch` answers, one question after another.
struct Answers<'g>(&'g [u8]);

impl<'g> Answers<'g> {
    /// The object's number and its bytes, if it is a file; none where the answer breaks off.
    fn next(&mut self) -> Option<(String, Option<&'g [u8]>)> {
        let end = self.0.iter().position(|byte| *byte == b'\n')?;
        let head = String::from_utf8_lossy(self.0.get(..end)?).into_owned();
        let mut words = head.split(' ');
        let (object, kind) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        let size = words.next().and_then(|size| size.parse::<usize>().ok());
        let after = self.0.get(end + 1..)?;
        let (Some(size), "blob") = (size, kind) else {
            // `dangling 12` and `symlink 12` are followed by the path, which is as long as they say.
            let told = match (object, kind.parse::<usize>()) {
                ("dangling" | "symlink" | "loop" | "notdir", Ok(length)) => length + 1,
                _ => 0,
            };
            self.0 = after.get(told..)?;
            return Some((object.to_owned(), None));
        };
        let bytes = after.get(..size)?;
        self.0 = after.get(size + 1..)?;
        Some((object.to_owned(), Some(bytes)))
    }
}

fn git(repository: &Repository, arguments: &[&str]) -> Result<Said, RevisionError> {
    let said = repository.git(arguments, Vec::new());
    said.map_err(RevisionError::NoGit)
}

/// Output without the line break that ends it.
fn text(output: &[u8]) -> String {
    let text = String::from_utf8_lossy(output);
    text.trim_end_matches(['\n', '\r']).to_owned()
}
