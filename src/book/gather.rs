//! The trees of all files to a [`Book`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::book::{Book, Version, amend, chain, text, translate, years};
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::source::{SourceId, Sources, Span};
use crate::syntax::ast;
use crate::value::Day;

/// A book with what is wrong in how its files fit together.
#[derive(Debug)]
pub struct Gathered {
    /// The book, as far as it could be made out.
    pub book: Book,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Gathers the trees of all files into a book. `faulty` are the texts of which the parser has left
/// something out, so that what seems to be missing is not called missing a second time.
pub fn gather(sources: &Sources, files: Vec<ast::File>, faulty: BTreeSet<SourceId>) -> Gathered {
    let mut diagnostics = Vec::new();
    let start = files.first().map(|file| Span::new(file.source, 0, 0));
    let texts = text::sort(sources, files, &mut diagnostics);
    if let Some(start) = start
        && faulty.is_empty()
    {
        if texts.vocabulary.name.is_none() {
            diagnostics.push(
                Diagnostic::error(
                    codes::NO_VOCABULARY,
                    "the rule book has no vocabulary",
                    start,
                    "no file of the book says `vocabulary`",
                )
                .help("write what a filing contains below a line `vocabulary NAME`"),
            );
        }
        if texts.versions.is_empty() {
            diagnostics.push(
                Diagnostic::error(
                    codes::NO_RULESET,
                    "the rule book has no ruleset",
                    start,
                    "no file of the book says `ruleset`",
                )
                .help("begin the first version's text with `ruleset NAME VERSION`"),
            );
        }
    }

    let (headers, mut pieces): (Vec<_>, Vec<_>) = texts.versions.into_iter().unzip();
    let order = chain::order(&headers, &mut diagnostics);
    let mut versions: Vec<Version> = Vec::new();
    // What the parser left out may be what an amendment changes.
    let hidden = text::hidden(sources, &faulty);
    for at in order {
        let header = headers[at].clone();
        let number = versions.len();
        let base = versions.last();
        let scope = match base {
            Some(base) if header.applies.is_none() && header.exceptions.is_empty() => {
                base.scope.clone()
            }
            _ => (number, Arc::clone(&header)),
        };
        let amended = amend::consolidate(
            &versions,
            &header,
            std::mem::take(&mut pieces[at].items),
            &hidden,
            &mut diagnostics,
        );
        versions.push(Version {
            in_force: Day::MIN,
            draft: header.draft.is_some(),
            header,
            years: (1, None),
            scope,
            provisions: amended.provisions,
            repealed: amended.repealed,
        });
    }
    years::resolve(&mut versions, &mut diagnostics);
    let mut book = Book {
        vocabulary: texts.vocabulary,
        calendar: texts.calendar,
        versions,
        languages: BTreeMap::new(),
        faulty,
        hidden,
        sound: false,
    };
    if book.faulty.is_empty() {
        book.languages = translate::languages(&book, texts.translations, &mut diagnostics);
        translate::stale(&book, &mut diagnostics);
    }

    let errors = diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error);
    book.sound = !errors && book.faulty.is_empty() && start.is_some();
    Gathered { book, diagnostics }
}
