//! What a run reads, which no output may replace.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use crate::cli::failure::Failure;
use crate::cli::output::Output;
use crate::cli::output::place::place;
use crate::ingest::files_named;

/// Folders in a rule book are searched this deep for what must not be replaced.
const DEEPEST: usize = 64;

/// What a run reads and, as they are opened, what it writes: the one way to an output. That an output is
/// an input is known by the file itself, whatever it is called.
#[derive(Debug, Default)]
pub struct Reads {
    rules: Vec<PathBuf>,
    filings: Vec<PathBuf>,
    /// What each file is that is read, filled when an output is there that may be one of them.
    known: Option<BTreeMap<Identity, &'static str>>,
    /// What is written, each with its option.
    written: BTreeMap<Identity, String>,
}

/// What makes a file the same whatever it is called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Identity {
    /// Standard output.
    Stdout,
    /// The device and the number on it.
    #[cfg(unix)]
    Inode(u64, u64),
    /// The path without links, of what is not there yet.
    Path(PathBuf),
}

impl Reads {
    /// Nothing is read yet.
    pub fn new() -> Reads {
        Reads::default()
    }

    /// Reads a rule book: its rules, cases and lists.
    pub fn rules(mut self, folder: &Path) -> Reads {
        self.rules.push(folder.to_owned());
        self
    }

    /// Reads filings, as a command line names them.
    pub fn filings(mut self, named: &[PathBuf]) -> Reads {
        self.filings.extend_from_slice(named);
        self
    }

    /// Opens what an option names for writing: a file, or standard output where it says `-` or nothing.
    /// That it cannot be written shows at once, before any work is done.
    pub fn output(&mut self, option: &str, named: Option<&Path>) -> Result<Output, Failure> {
        let Some(path) = named.filter(|path| path.as_os_str() != "-") else {
            self.written_once(option, Identity::Stdout, "standard output")?;
            return Ok(Output::stdout());
        };
        let place = place(path).map_err(|source| Failure::Write {
            path: path.to_owned(),
            source,
        })?;
        let found = fs::metadata(&place).ok();
        // Devices and pipes take everything.
        if found.as_ref().is_none_or(Metadata::is_file) {
            let identity = Identity::of_output(&place, found.as_ref());
            if let Some(what) = found.and_then(|_| self.read_as(&identity)) {
                return Err(Failure::Usage(format!(
                    "`{}` is {what}, and would be replaced by the output; name another file with {option}",
                    path.display()
                )));
            }
            self.written_once(option, identity, &path.display().to_string())?;
        }
        Output::at(place, path)
    }

    /// The same of an option that need not be there.
    pub fn also(&mut self, option: &str, named: Option<&Path>) -> Result<Option<Output>, Failure> {
        named
            .map(|path| self.output(option, Some(path)))
            .transpose()
    }

    fn written_once(
        &mut self,
        option: &str,
        identity: Identity,
        shown: &str,
    ) -> Result<(), Failure> {
        if let Some(other) = self.written.get(&identity) {
            return Err(Failure::Usage(format!(
                "{other} and {option} name the same file, {shown}"
            )));
        }
        self.written.insert(identity, option.to_owned());
        Ok(())
    }

    /// What a file is read as, if it is.
    fn read_as(&mut self, identity: &Identity) -> Option<&'static str> {
        if self.known.is_none() {
            self.known = Some(self.look());
        }
        self.known.as_ref()?.get(identity).copied()
    }

    fn look(&self) -> BTreeMap<Identity, &'static str> {
        let mut known = BTreeMap::new();
        let mut add = |path: &Path, what| {
            if let Ok(found) = fs::metadata(path)
                && found.is_file()
            {
                known.insert(Identity::of_file(path, &found), what);
            }
        };
        for path in files_named(&self.filings) {
            add(&path, "one of the filings that are read");
        }
        if self.filings.iter().any(|path| path.as_os_str() == "-") {
            add(Path::new("/dev/stdin"), "what standard input reads");
        }
        for folder in &self.rules {
            if fs::metadata(folder).is_ok_and(|found| found.is_file()) {
                add(folder, "a file of the rule book");
            }
            book_files(folder, 0, &mut |path| add(path, "a file of the rule book"));
        }
        known
    }
}

impl Identity {
    fn of_file(path: &Path, found: &Metadata) -> Identity {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let _ = path;
            Identity::Inode(found.dev(), found.ino())
        }
        #[cfg(not(unix))]
        {
            let _ = found;
            Identity::Path(fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()))
        }
    }

    fn of_output(place: &Path, found: Option<&Metadata>) -> Identity {
        match found {
            Some(found) => Identity::of_file(place, found),
            None => Identity::Path(place.to_owned()),
        }
    }
}

/// Rules, and the cases and lists of a rule book.
fn book_files(folder: &Path, depth: usize, take: &mut dyn FnMut(&Path)) {
    if depth > DEEPEST {
        return;
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let Ok(kind) = entry.file_type() else {
            continue;
        };
        let end = path.extension().and_then(|end| end.to_str());
        if kind.is_dir() {
            book_files(&path, depth + 1, take);
        } else if matches!(end, Some("dictamen" | "yaml" | "yml" | "json")) {
            take(&path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(reads: Reads, output: &Path) -> bool {
        let mut reads = reads;
        reads.output("--output", Some(output)).is_err()
    }

    #[cfg(unix)]
    #[test]
    fn an_input_is_known_by_whatever_name() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("rules/cases")).unwrap();
        fs::create_dir_all(at("filings/2018")).unwrap();
        for name in [
            "rules/a.dictamen",
            "rules/cases/a.yaml",
            "filings/2018/f.ndjson",
            "other",
        ] {
            fs::write(at(name), "").unwrap();
        }
        std::os::unix::fs::symlink(at("filings/2018/f.ndjson"), at("link")).unwrap();
        std::os::unix::fs::symlink(at("filings"), at("folder")).unwrap();
        fs::hard_link(at("filings/2018/f.ndjson"), at("hard")).unwrap();
        fs::hard_link(at("rules/a.dictamen"), at("rule")).unwrap();
        let reads = || Reads::new().rules(&at("rules")).filings(&[at("filings")]);
        for name in [
            "filings/2018/f.ndjson",
            "filings/../filings/./2018/f.ndjson",
            "folder/2018/f.ndjson",
            "link",
            "hard",
            "rule",
            "rules/cases/a.yaml",
        ] {
            assert!(refused(reads(), &at(name)), "{name}");
        }
        for name in ["other", "new", "filings/2018/new.ndjson", "/dev/null"] {
            assert!(!refused(reads(), &at(name)), "{name}");
        }
        let glob = Reads::new().filings(&[at("filings/*/*.ndjson")]);
        assert!(refused(glob, &at("hard")));
    }

    #[cfg(unix)]
    #[test]
    fn two_outputs_are_not_one_file() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("there"), "").unwrap();
        std::os::unix::fs::symlink(at("later"), at("dangling")).unwrap();
        fs::hard_link(at("there"), at("hard")).unwrap();
        for (one, other, clash) in [
            ("there", "./there", true),
            ("there", "hard", true),
            ("later", "./later", true),
            ("later", "dangling", true),
            ("there", "later", false),
            ("/dev/null", "/dev/null", false),
        ] {
            let mut reads = Reads::new();
            let first = reads.output("--output", Some(&at(one)));
            assert!(first.is_ok(), "{one}");
            let second = reads.output("--rejects", Some(&at(other)));
            assert_eq!(second.is_err(), clash, "{one} {other}");
        }
        let mut reads = Reads::new();
        assert!(reads.output("--output", None).is_ok());
        assert!(reads.output("--rejects", Some(Path::new("-"))).is_err());
    }
}
