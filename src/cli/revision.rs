//! The texts of a rule book in a git revision, as the `git` program gives them. Nothing is checked out:
//! neither the working tree nor the index is touched.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::book::{self, BookError};
use crate::source::Sources;

/// Why a revision has no rule book to give.
#[derive(Debug, thiserror::Error)]
pub enum RevisionError {
    /// There is no such program, or it does not run.
    #[error("revisions are read by the program `git`, which does not run: {}; install it, or name a folder", .0.kind())]
    NoGit(io::Error),
    /// The folder is under no version control.
    #[error("and {} lies in no git repository of which it could be a revision: git says, {says}", folder.display())]
    NoRepository {
        /// Where it was looked for.
        folder: PathBuf,
        /// What git says.
        says: String,
    },
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
    #[error("`{path}` is a link to what is not in the revision; read it from a folder instead")]
    Link {
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

/// What git says to a command: its output, or its complaint.
type Said = Result<Vec<u8>, String>;

/// Reads the rule book of a revision: `HEAD~3`, in which the book stands where `folder` does, or
/// `HEAD~3:rules`, which says where it stands from the top of the repository.
pub fn read(asked: &str, folder: &Path) -> Result<Sources, RevisionError> {
    let (revision, path) = match asked.split_once(':') {
        Some((revision, path)) => (revision, Some(path)),
        None => (asked, None),
    };
    // What begins so would be an option to git.
    if revision.is_empty() || revision.starts_with('-') {
        return Err(RevisionError::NoRevision);
    }
    let (dir, rest) = match path {
        Some(_) => (PathBuf::from("."), PathBuf::new()),
        None => standing(folder),
    };
    let top = git(&dir, &["rev-parse", "--show-prefix"])?;
    let prefix = top.map_err(|says| RevisionError::NoRepository {
        folder: folder.to_owned(),
        says,
    })?;
    let prefix = text(&prefix);
    let commit = format!("{revision}^{{commit}}");
    let Ok(commit) = git(&dir, &["rev-parse", "--verify", "--quiet", &commit])? else {
        return Err(RevisionError::NoRevision);
    };
    let commit = text(&commit);
    let path = match path {
        Some(path) => match path.starts_with("./") || path.starts_with("../") {
            true => joined(&prefix, path),
            false => path.trim_matches('/').to_owned(),
        },
        None => joined(&prefix, &rest.to_string_lossy()),
    };
    let named = format!("{commit}:{path}");
    let Ok(object) = git(&dir, &["rev-parse", "--verify", "--quiet", &named])? else {
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
    let kind = git(&dir, &["cat-file", "-t", &object])?.map_err(failed)?;
    let whole = format!("{revision}:{path}");
    let files = match text(&kind).as_str() {
        "blob" => vec![(whole.clone(), object)],
        _ => {
            let listed = ["ls-tree", "-r", "-z", "--full-tree", &object];
            let listing = git(&dir, &listed)?.map_err(failed)?;
            entries(&listing, &whole, &named)
        }
    };
    let texts = contents(&dir, &files, &failed)?;
    book::assemble(Path::new(&whole), texts)
        .map(|read| read.sources)
        .map_err(RevisionError::Book)
}

/// The nearest folder above that stands on disk, and what is left of the path.
fn standing(folder: &Path) -> (PathBuf, PathBuf) {
    let mut at = folder;
    while !at.is_dir() {
        match at.parent() {
            Some(above) if !above.as_os_str().is_empty() => at = above,
            _ => return (PathBuf::from("."), folder.to_owned()),
        }
    }
    let rest = folder.strip_prefix(at).unwrap_or(Path::new(""));
    (at.to_owned(), rest.to_owned())
}

/// A path from the top of the repository, `.` and `..` resolved.
fn joined(prefix: &str, rest: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in prefix.split('/').chain(rest.split(['/', '\\'])) {
        match name {
            "" | "." => {}
            ".." => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    names.join("/")
}

/// The rules files of a listing: how each is shown, and by what name git gives it.
fn entries(listing: &[u8], whole: &str, named: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
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
                links.push((shown, format!("{named}{slash}{path}")));
            }
            _ => files.push((shown, object.to_owned())),
        }
    }
    files.extend(links);
    files
}

/// The bytes of each file. Of a file that is linked to and read itself only the file is kept.
fn contents(
    dir: &Path,
    files: &[(String, String)],
    failed: &dyn Fn(String) -> RevisionError,
) -> Result<Vec<(PathBuf, Vec<u8>)>, RevisionError> {
    let asked: Vec<&str> = files.iter().map(|(_, object)| object.as_str()).collect();
    let asked = asked.join("\n") + "\n";
    let given = run(
        dir,
        &["cat-file", "--batch", "--follow-symlinks"],
        asked.into_bytes(),
    )?;
    let given = given.map_err(failed)?;
    let mut rest = given.as_slice();
    let mut seen: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for (path, named) in files {
        let end = rest.iter().position(|byte| *byte == b'\n');
        let (head, after) = rest.split_at(end.unwrap_or(rest.len()));
        let head = String::from_utf8_lossy(head).into_owned();
        let mut words = head.split(' ');
        let (object, kind) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        let size = words.next().and_then(|size| size.parse::<usize>().ok());
        let (Some(size), "blob") = (size, kind) else {
            return Err(RevisionError::Link { path: path.clone() });
        };
        let bytes = after.get(1..=size);
        let bytes = bytes.ok_or_else(|| failed("its answer is cut short".to_owned()))?;
        rest = after.get(size + 2..).unwrap_or(&[]);
        let link = named.contains(':');
        if !link || !seen.iter().any(|one| one == object) {
            found.push((PathBuf::from(path), bytes.to_vec()));
        }
        seen.push(object.to_owned());
    }
    Ok(found)
}

fn git(dir: &Path, arguments: &[&str]) -> Result<Said, RevisionError> {
    run(dir, arguments, Vec::new())
}

fn run(dir: &Path, arguments: &[&str], input: Vec<u8>) -> Result<Said, RevisionError> {
    let mut child = Command::new("git")
        .arg("-C")
        .arg(dir)
        .args(arguments)
        .env("LC_ALL", "C")
        .env("GIT_OPTIONAL_LOCKS", "0")
        // A hook is told of its own repository by paths that are relative to another folder.
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .env_remove("GIT_PREFIX")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(RevisionError::NoGit)?;
    // git answers while it is asked, and waits for whoever does not read.
    let mut stdin = child.stdin.take();
    let asking = std::thread::spawn(move || {
        if let Some(stdin) = &mut stdin {
            // That git stopped reading shows in how it ends.
            let _ = stdin.write_all(&input);
        }
    });
    let output = child.wait_with_output().map_err(RevisionError::NoGit)?;
    let _ = asking.join();
    if output.status.success() {
        return Ok(Ok(output.stdout));
    }
    let says = String::from_utf8_lossy(&output.stderr);
    let says = says.lines().next().unwrap_or("it gives no reason");
    let says = says.trim_start_matches("fatal: ").trim_end_matches('.');
    let says = says.split(" (or any").next().unwrap_or(says);
    Ok(Err(says.to_owned()))
}

/// Output without the line break that ends it.
fn text(output: &[u8]) -> String {
    let text = String::from_utf8_lossy(output);
    text.trim_end_matches(['\n', '\r']).to_owned()
}
