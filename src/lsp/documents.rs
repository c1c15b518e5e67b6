//! The texts that are open in the editor.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;

use crate::lsp::places::{Encoding, Lines, Range};

/// A text that is open, saved or not.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its text as it stands.
    pub text: Arc<String>,
    /// The version that the client gave it.
    pub version: i64,
    /// The address that the client calls it by.
    pub uri: Arc<str>,
}

/// A change of an open text.
#[derive(Debug, Deserialize)]
pub struct Change {
    /// What is replaced; the whole text where nothing is said.
    pub range: Option<Range>,
    /// By what.
    pub text: String,
}

/// The open texts by their paths. Cloning is cheap: the texts are shared.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    open: Arc<BTreeMap<PathBuf, Document>>,
}

impl Documents {
    /// Opens a text, or replaces the one that is open there.
    pub fn open(&mut self, path: PathBuf, uri: &str, version: i64, text: String) {
        let document = Document {
            text: Arc::new(text),
            version,
            uri: uri.into(),
        };
        Arc::make_mut(&mut self.open).insert(path, document);
    }

    /// Applies changes one after another. A version that is not newer than the one that stands came too
    /// late, and is passed over; so is a change of what is not open.
    pub fn change(
        &mut self,
        path: &Path,
        version: i64,
        changes: Vec<Change>,
        encoding: Encoding,
    ) -> bool {
        let Some(document) = Arc::make_mut(&mut self.open).get_mut(path) else {
            return false;
        };
        if version <= document.version {
            return false;
        }
        document.version = version;
        for change in changes {
            let Some(range) = change.range else {
                document.text = Arc::new(change.text);
                continue;
            };
            let lines = Lines::new(&document.text, encoding);
            let (start, end) = (lines.byte(range.start), lines.byte(range.end));
            let (start, end) = (start.min(end), end.max(start));
            Arc::make_mut(&mut document.text).replace_range(start..end, &change.text);
        }
        true
    }

    /// Forgets a text: what is on disk counts again.
    pub fn close(&mut self, path: &Path) {
        Arc::make_mut(&mut self.open).remove(path);
    }

    /// The open text of a path.
    pub fn get(&self, path: &Path) -> Option<&Document> {
        self.open.get(path)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&PathBuf, &Document)> {
        self.open.iter()
    }
}
