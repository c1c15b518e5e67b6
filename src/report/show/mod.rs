//! The consolidated text for who reads the law: as Markdown, or as a page of HTML that stands alone.
//!
//! Invariants: whatever the rule book says is escaped for where it stands, so that no title can open
//! a tag or a link; every link leads to something on the same page; nothing is fetched from elsewhere.

mod html;
mod markdown;
mod markup;
mod page;
mod words;

use std::collections::BTreeSet;

use crate::consolidate::{Document, Entry, Extract, History, What};
use crate::syntax::ast::ProvisionKind as Kind;

/// How the text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Markdown.
    Markdown,
    /// One page of HTML.
    Html,
}

/// The whole text of a version.
pub fn document(document: &Document, form: Form) -> String {
    match form {
        Form::Markdown => markdown::document(document),
        Form::Html => page::document(document),
    }
}

/// One clause of a version.
pub fn extract(extract: &Extract, form: Form) -> String {
    match form {
        Form::Markdown => markdown::extract(extract),
        Form::Html => page::extract(extract),
    }
}

/// One clause through all versions.
pub fn history(history: &History, form: Form) -> String {
    match form {
        Form::Markdown => markdown::history(history),
        Form::Html => page::history(history),
    }
}

/// The provisions that a page shows, to which links may lead.
struct Targets(BTreeSet<(Kind, String)>);

impl Targets {
    fn of<'a>(entries: impl Iterator<Item = &'a Entry>) -> Targets {
        Targets(
            entries
                .map(|entry| (entry.kind, entry.name.clone()))
                .collect(),
        )
    }

    fn of_document(document: &Document) -> Targets {
        Targets::of(
            document
                .chapters
                .iter()
                .flat_map(|chapter| &chapter.entries),
        )
    }

    fn of_extract(extract: &Extract) -> Targets {
        Targets::of(std::iter::once(&extract.entry).chain(&extract.rests))
    }

    /// In a history a clause may be brought more than once, so nothing on its page has an id.
    fn of_history(_: &History) -> Targets {
        Targets(BTreeSet::new())
    }

    fn holds(&self, kind: Kind, name: &str) -> bool {
        self.0.contains(&(kind, name.to_owned()))
    }
}

/// The id of a provision on its page.
fn id(kind: Kind, name: &str) -> String {
    format!("{}.{name}", words::kind(kind))
}

/// How many versions of a history have the clause.
fn stands_in(history: &History) -> usize {
    let moments = history.moments.iter();
    moments
        .filter(|moment| !matches!(moment.what, What::Absent { .. } | What::Repealed { .. }))
        .count()
}
