//! The rule book as it stands: its files, with the open texts in place of those on disk.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::book;
use crate::front::{Loaded, load_texts};
use crate::lint::{Lint, lint};
use crate::lsp::documents::Documents;
use crate::source::SourceId;

/// How far up a rules file its book is looked for.
const UPWARD: usize = 4;

/// A rule book that was read and checked.
#[derive(Debug)]
pub struct Analysis {
    /// The folder.
    pub folder: PathBuf,
    /// All that is known of it.
    pub loaded: Loaded,
    /// What is suspect in it, if it is sound.
    pub lints: Vec<Lint>,
    /// Which text is of which file.
    pub files: BTreeMap<PathBuf, SourceId>,
}

impl Analysis {
    /// Reads and checks a folder; nothing where it holds no rules, on disk or open.
    pub fn new(folder: &Path, documents: &Documents) -> Option<Analysis> {
        let mut paths: BTreeSet<PathBuf> = book::files(folder)
            .unwrap_or_default()
            .into_iter()
            .collect();
        for (path, _) in documents.iter() {
            let inside = path.strip_prefix(folder);
            if inside.is_ok_and(book::is_rules_file) {
                paths.insert(path.clone());
            }
        }
        let texts = paths.into_iter().filter_map(|path| {
            let bytes = match documents.get(&path) {
                Some(document) => document.text.as_bytes().to_vec(),
                // A file that is gone since the folder was read is not there.
                None => std::fs::read(&path).ok()?,
            };
            Some((path, bytes))
        });
        let read = book::assemble(folder, texts.collect()).ok()?;
        let loaded = load_texts(read.sources);
        let lints = match &loaded.ir {
            Some(ir) => lint(&loaded.book, ir, &loaded.sources, None),
            None => Vec::new(),
        };
        let files = loaded.sources.iter();
        let files = files.map(|(id, file)| (file.path.clone(), id)).collect();
        Some(Analysis {
            folder: folder.to_owned(),
            loaded,
            lints,
            files,
        })
    }
}

/// The folder of the rule book that a file belongs to: the highest above it, not far up, that holds rules
/// itself.
pub fn book_of(path: &Path) -> Option<PathBuf> {
    let mut found = None;
    for folder in path.ancestors().skip(1).take(UPWARD) {
        if holds_rules(folder) {
            found = Some(folder.to_owned());
        }
    }
    found
}

/// The rule book of a workspace: its folder `rules`, or itself.
pub fn book_in(root: &Path) -> Option<PathBuf> {
    let rules = root.join("rules");
    [rules, root.to_owned()]
        .into_iter()
        .find(|folder| holds_rules(folder))
}

fn holds_rules(folder: &Path) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names = entries.map(|entry| entry.path());
    names.any(|path| path.extension().is_some_and(|end| end == "dictamen"))
}
