//! A folder or texts to a checked rule book, with all that is known of it.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::book::{self, Book, BookError};
use crate::check::check;
use crate::check::ir::Ir;
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::source::{Foreign, SourceFile, SourceId, Sources, Span};
use crate::syntax::{self, Parsed, parse};

/// A rule book that was read, with all that is known of it.
#[derive(Debug)]
pub struct Loaded {
    /// Its texts.
    pub sources: Sources,
    /// The text of each version.
    pub book: Book,
    /// What it means, if nothing is wrong with it.
    pub ir: Option<Ir>,
    /// What is wrong with it, as the texts are read: files in order, then places.
    pub diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// The same book as it speaks another language, and how many of its texts have no words in it; as it
    /// is where it has none at all.
    pub fn in_language(self, language: &str) -> (Loaded, Option<usize>) {
        let Some((other, missing)) = book::translated(&self.book, language) else {
            return (self, None);
        };
        let mut alone = other.clone();
        alone.languages.clear();
        let checked = match self.ir {
            Some(_) => check(&alone, &self.sources).ir,
            None => None,
        };
        let loaded = Loaded {
            book: other,
            ir: checked,
            ..self
        };
        (loaded, Some(missing))
    }
}

/// Reads and checks a rule book: texts to trees, trees to a book, the book to what it means.
pub fn load(dir: &Path) -> Result<Loaded, BookError> {
    Ok(load_texts(book::read(dir)?.sources))
}

/// A file that is no text: told where it goes wrong, and none of the others with it.
fn unreadable(source: SourceId, file: &SourceFile) -> Option<Parsed> {
    let (at, message) = match file.foreign? {
        Foreign::Utf16 => (0, "the file is UTF-16 and not UTF-8"),
        Foreign::Bytes(at) => (at, "the file is not UTF-8: this byte cannot be read"),
    };
    let start = at as usize;
    let width = file
        .text
        .get(start..)?
        .chars()
        .next()
        .map_or(0, char::len_utf8);
    let span = Span::new(source, start, start + width);
    let found = Diagnostic::error(codes::NOT_UTF8, message, span, "")
        .help("save the file as UTF-8; editors ask for it under `Save as` or `Encoding`");
    let file = syntax::ast::File {
        source,
        items: Vec::new(),
    };
    Some(Parsed {
        file,
        diagnostics: vec![found],
    })
}

/// Checks a rule book whose texts are at hand.
pub fn load_texts(sources: Sources) -> Loaded {
    let mut diagnostics = Vec::new();
    let mut files = Vec::new();
    let mut faulty = BTreeSet::new();
    // Half of the time that a rule book takes is its grammar's; the files know nothing of each other.
    // The longest is begun first, so that no thread is left with it at the end.
    let mut texts: Vec<(SourceId, &SourceFile)> = sources.iter().collect();
    texts.sort_by_key(|(_, file)| Reverse(file.text.len()));
    let mut trees: Vec<(SourceId, Parsed)> = texts
        .par_iter()
        .with_max_len(1)
        .map(|(id, file)| match unreadable(*id, file) {
            Some(parsed) => (*id, parsed),
            None => (*id, parse(*id, &file.text)),
        })
        .collect();
    trees.sort_by_key(|(id, _)| *id);
    for (id, parsed) in trees {
        let error = |found: &Diagnostic| found.severity == Severity::Error;
        if parsed.diagnostics.iter().any(error) {
            faulty.insert(id);
        }
        diagnostics.extend(parsed.diagnostics);
        files.push(parsed.file);
    }
    let letters = book::letters(&sources, &diagnostics);
    faulty.extend(letters.iter().map(|found| found.primary.span.source));
    diagnostics.extend(letters);
    let gathered = book::gather(&sources, files, faulty);
    diagnostics.extend(gathered.diagnostics);
    let checked = check(&gathered.book, &sources);
    diagnostics.extend(checked.diagnostics);
    diagnostics.sort_by_key(|found| (found.primary.span, found.code.code));
    Loaded {
        sources,
        book: gathered.book,
        ir: checked.ir,
        diagnostics,
    }
}
