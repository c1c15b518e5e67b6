//! Which files the cases of a rule book may name.
//!
//! Whoever proposes a change of cases brings a vocabulary and messages of their own, by which a filing is
//! printed as they please. So a case reaches no further than the rule book, the folders beside it, and
//! what the command line names; what lies elsewhere is neither read nor quoted.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::repository::without_steps_back;

/// How far cases reach.
#[derive(Debug)]
pub struct Reach {
    rules: PathBuf,
    /// Folders without links, in which everything may be read.
    roots: Vec<PathBuf>,
    /// The folders that hold the rule book and the cases that were named: what stands in the folders in
    /// them may be read.
    projects: Vec<PathBuf>,
}

impl Reach {
    /// The reach of the cases of a rule book, with what the command line names: cases, and folders of
    /// filings.
    pub fn new(rules: &Path, cases: &[PathBuf], filings: &[PathBuf]) -> Reach {
        let book = fs::canonicalize(rules).unwrap_or_else(|_| rules.to_owned());
        let folder = |path: &PathBuf| {
            let real = fs::canonicalize(path).ok()?;
            // A link in the rule book is named by whoever wrote the book.
            if path.starts_with(rules) && !real.starts_with(&book) {
                return None;
            }
            match real.is_dir() {
                true => Some(real),
                false => real.parent().map(Path::to_owned),
            }
        };
        let cases: Vec<PathBuf> = cases.iter().filter_map(folder).collect();
        let homes = cases.iter().chain([&book]);
        let homes = homes.filter_map(|home| home.parent());
        Reach {
            rules: rules.to_owned(),
            projects: (homes.filter(|home| is_project(home)))
                .map(Path::to_owned)
                .collect(),
            roots: (filings.iter().filter_map(folder))
                .chain(cases)
                .chain([book.clone()])
                .collect(),
        }
    }

    /// The file that a path leads to, if it is one and within reach; else what is wrong with the path.
    pub fn file(&self, path: &Path) -> Result<PathBuf, String> {
        let Ok(real) = fs::canonicalize(path) else {
            let here = std::env::current_dir().unwrap_or_default();
            // Whether there is such a file elsewhere is not told either.
            return Err(match self.holds(&without_steps_back(&here.join(path))) {
                true => "there is no such file".to_owned(),
                false => self.too_far(),
            });
        };
        if !self.holds(&real) {
            return Err(self.too_far());
        }
        match fs::metadata(&real) {
            Ok(found) if found.is_dir() => Err("a folder, not a file".to_owned()),
            Ok(found) if found.is_file() => Ok(real),
            _ => Err("a pipe or device, not a file".to_owned()),
        }
    }

    fn holds(&self, real: &Path) -> bool {
        if self.roots.iter().any(|root| real.starts_with(root)) {
            return true;
        }
        let hidden = |name: &std::ffi::OsStr| name.as_encoded_bytes().starts_with(b".");
        let inside = self.projects.iter();
        let inside = inside.filter_map(|folder| real.strip_prefix(folder).ok());
        let mut inside = inside.filter(|inside| inside.components().count() > 1);
        inside.any(|inside| !inside.iter().any(hidden))
    }

    fn too_far(&self) -> String {
        format!(
            "it lies neither in the rule book, `{}`, nor in a folder beside it or the cases, and is not read; \
             name its folder with --filings DIR",
            self.rules.display()
        )
    }
}

/// Whether a folder holds one project, rather than all that a person or a machine has.
fn is_project(folder: &Path) -> bool {
    let same = |other: &Path| fs::canonicalize(other).is_ok_and(|other| other == folder);
    let home = std::env::home_dir();
    folder.parent().is_some()
        && !same(&std::env::temp_dir())
        && !home.is_some_and(|home| same(&home))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn cases_reach_the_book_and_the_folders_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["top/rules/cases", "top/filings", "top/.hidden", "elsewhere"] {
            fs::create_dir_all(at(name)).unwrap();
        }
        for name in [
            "top/rules/base.yaml",
            "top/filings/base.yaml",
            "top/.hidden/base.yaml",
            "top/base.yaml",
            "elsewhere/base.yaml",
        ] {
            fs::write(at(name), "secret").unwrap();
        }
        let link = |target: &str, name: &str| {
            std::os::unix::fs::symlink(target, at(name)).unwrap();
        };
        link("../../../elsewhere/base.yaml", "top/rules/cases/out.yaml");
        link("../base.yaml", "top/rules/cases/in.yaml");
        link("/dev/zero", "top/rules/cases/zero.yaml");
        link("../../elsewhere", "top/rules/away");
        let reach = Reach::new(&at("top/rules"), &[], &[]);
        let cases = at("top/rules/cases");
        for (written, within) in [
            ("../base.yaml", true),
            ("in.yaml", true),
            ("../../filings/base.yaml", true),
            ("../../rules/base.yaml", true),
            ("../../base.yaml", false),
            ("../../.hidden/base.yaml", false),
            ("../../../elsewhere/base.yaml", false),
            ("../../../elsewhere/none.yaml", false),
            ("out.yaml", false),
            ("zero.yaml", false),
            ("../away/base.yaml", false),
            ("/etc/hostname", false),
            ("/proc/self/environ", false),
            ("/dev/stdin", false),
        ] {
            let found = reach.file(&cases.join(written));
            assert_eq!(found.is_ok(), within, "{written}: {found:?}");
            if let Err(said) = found {
                assert!(said.contains("is not read"), "{written}: {said}");
            }
        }
        assert!(reach.file(&cases).unwrap_err().contains("a folder"));
        assert!(
            reach
                .file(&cases.join("no.yaml"))
                .unwrap_err()
                .contains("no such")
        );
        let named = [at("elsewhere"), at("top/rules/away")];
        let wider = Reach::new(&at("top/rules"), &[], &named[..1]);
        assert!(wider.file(&cases.join("out.yaml")).is_ok());
        // What leads out of the book is no further reach for being named.
        let same = Reach::new(&at("top/rules"), &[], &named[1..]);
        assert!(same.file(&cases.join("out.yaml")).is_err());
    }
}
