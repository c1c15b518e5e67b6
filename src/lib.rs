//! A rules engine for regulation.
//!
//! Two rivers meet once. Rules come down one side, filings down the other; they meet in `evaluate`;
//! what leaves is a report. See the folders in this order:
//!
//! [`source`], [`diagnostic`], [`value`], [`vocabulary`], [`batch`] (leaves), then [`syntax`], [`book`], [`check`],
//! [`compile`] on the side of the rules ([`consolidate`] beside them, for who reads the law instead of
//! running it), [`ingest`] on the side of the filings, then [`evaluate`] and
//! [`report`], and [`cases`], in which both rivers are held still, with [`coverage`], which measures what
//! they show; in [`impact`] two rule books judge one
//! river of filings. [`cli`] stands on top.

pub mod batch;
pub mod book;
pub mod cases;
pub mod check;
pub mod cli;
pub mod compile;
pub mod consolidate;
pub mod coverage;
pub mod diagnostic;
pub mod diff;
pub mod evaluate;
pub mod generate;
pub mod impact;
pub mod ingest;
pub mod mutate;
pub mod report;
pub mod source;
pub mod syntax;
pub mod value;
pub mod vocabulary;

use std::path::Path;

use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

/// A rule book that was read, with all that is known of it.
#[derive(Debug)]
pub struct Loaded {
    /// Its texts.
    pub sources: source::Sources,
    /// The text of each version.
    pub book: book::Book,
    /// What it means, if nothing is wrong with it.
    pub ir: Option<check::ir::Ir>,
    /// What is wrong with it, as the texts are read: files in order, then places.
    pub diagnostics: Vec<diagnostic::Diagnostic>,
}

/// Reads and checks a rule book: texts to trees, trees to a book, the book to what it means.
pub fn load(dir: &Path) -> Result<Loaded, book::BookError> {
    Ok(load_texts(book::read(dir)?.sources))
}

/// Checks a rule book whose texts are at hand.
pub fn load_texts(sources: source::Sources) -> Loaded {
    let mut diagnostics = Vec::new();
    let mut files = Vec::new();
    let mut faulty = std::collections::BTreeSet::new();
    // Half of the time that a rule book takes is its grammar's; the files know nothing of each other.
    // The longest is begun first, so that no thread is left with it at the end.
    let mut texts: Vec<(source::SourceId, &source::SourceFile)> = sources.iter().collect();
    texts.sort_by_key(|(_, file)| std::cmp::Reverse(file.text.len()));
    let mut trees: Vec<(source::SourceId, syntax::Parsed)> = texts
        .par_iter()
        .with_max_len(1)
        .map(|(id, file)| (*id, syntax::parse(*id, &file.text)))
        .collect();
    trees.sort_by_key(|(id, _)| *id);
    for (id, parsed) in trees {
        let error = |found: &diagnostic::Diagnostic| found.severity == diagnostic::Severity::Error;
        if parsed.diagnostics.iter().any(error) {
            faulty.insert(id);
        }
        diagnostics.extend(parsed.diagnostics);
        files.push(parsed.file);
    }
    let gathered = book::gather(&sources, files, faulty);
    diagnostics.extend(gathered.diagnostics);
    let checked = check::check(&gathered.book, &sources);
    diagnostics.extend(checked.diagnostics);
    diagnostics.sort_by_key(|found| (found.primary.span, found.code.code));
    Loaded {
        sources,
        book: gathered.book,
        ir: checked.ir,
        diagnostics,
    }
}
