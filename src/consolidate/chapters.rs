//! The chapters of a text: the files of the version that brought each provision.

use std::collections::BTreeMap;
use std::path::Path;

use crate::book::Book;
use crate::source::{SourceId, Sources};

/// What the text that stands with the headers of the versions is called.
const GENERAL: &str = "General provisions";

/// What begins the comment that names a chapter: `## Acuerdo, article 9: purchases`.
const HEADING: &str = "## ";

/// What the chapter of each rules file is called: as its first heading says, in the first version that has
/// the file, else as the file is called. Files of the same name under different versions are one chapter.
pub(super) struct Titles<'a> {
    sources: &'a Sources,
    /// The headings, by what the file is called.
    headings: BTreeMap<String, &'a str>,
    /// The files in which a header stands, with the version.
    headers: BTreeMap<SourceId, usize>,
    folders: Vec<Option<&'a Path>>,
}

impl<'a> Titles<'a> {
    pub(super) fn new(book: &Book, sources: &'a Sources) -> Titles<'a> {
        let headers = book
            .versions
            .iter()
            .map(|version| version.header.span.source);
        let mut titles = Titles {
            sources,
            headings: BTreeMap::new(),
            headers: headers
                .clone()
                .enumerate()
                .map(|(at, id)| (id, at))
                .collect(),
            folders: headers.map(|id| sources.get(id).path.parent()).collect(),
        };
        for version in 0..titles.folders.len() {
            for (id, file) in sources.iter() {
                let mut lines = file.text.lines();
                let heading = lines.find_map(|line| line.strip_prefix(HEADING));
                let inside =
                    titles.folders[version].is_some_and(|folder| file.path.starts_with(folder));
                if let Some(heading) = heading.filter(|_| inside) {
                    let name = titles.file_name(version, id);
                    titles.headings.entry(name).or_insert(heading.trim());
                }
            }
        }
        titles
    }

    /// The chapter of what a version brought in a file.
    pub(super) fn of(&self, version: usize, source: SourceId) -> String {
        if self.headers.contains_key(&source) {
            return GENERAL.to_owned();
        }
        let name = self.file_name(version, source);
        match self.headings.get(&name) {
            Some(heading) => (*heading).to_owned(),
            None => name,
        }
    }

    /// What a file of a version is called, in words.
    fn file_name(&self, version: usize, source: SourceId) -> String {
        let path = &self.sources.get(source).path;
        let folder = self.folders.get(version).copied().flatten();
        let inside = folder.and_then(|folder| path.strip_prefix(folder).ok());
        let path = match inside {
            Some(inside) => inside.with_extension(""),
            None => path.file_stem().map_or(path.clone(), Into::into),
        };
        let words = path.to_string_lossy().replace(['_', '-'], " ");
        let words = words.replace('/', ": ");
        let mut letters = words.chars();
        match letters.next() {
            Some(first) => first.to_uppercase().chain(letters).collect(),
            None => words,
        }
    }
}
