//! What changed between two texts of the law: for people, for a pull request and for programs.
//!
//! Comes in: a [`Diff`] and what was compared with what. Goes out: a page, coloured; Markdown; JSON.
//! Nothing is compared here.

mod html;
mod json;
mod markdown;
mod table;
mod words;

pub use html::html;
pub use json::json;
pub use markdown::markdown;
pub use table::table;

use crate::diff::{Diff, Item, Kind, What};
use crate::report::text::counted;

/// What was compared with what, as it was named.
#[derive(Debug, Clone, Copy)]
pub struct Between<'a> {
    /// The old side.
    pub old: &'a str,
    /// The new side.
    pub new: &'a str,
}

/// What one and several of a kind are called.
fn called(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Ruleset => ("version", "versions"),
        Kind::Clause => ("clause", "clauses"),
        Kind::Define => ("definition", "definitions"),
        Kind::Parameter => ("parameter", "parameters"),
        Kind::Indicator => ("indicator", "indicators"),
        Kind::Vocabulary => ("vocabulary", "vocabularies"),
        Kind::Authority => ("authority", "authorities"),
        Kind::Enum => ("enum", "enums"),
        Kind::Record => ("record", "records"),
        Kind::Filing => ("filing", "filings"),
        Kind::Calendar => ("calendar", "calendars"),
    }
}

const KINDS: [Kind; 11] = [
    Kind::Ruleset,
    Kind::Clause,
    Kind::Define,
    Kind::Parameter,
    Kind::Indicator,
    Kind::Vocabulary,
    Kind::Authority,
    Kind::Enum,
    Kind::Record,
    Kind::Filing,
    Kind::Calendar,
];

/// `2 clauses changed, 1 added, 1 reached; 1 parameter changed`; nothing where nothing did.
fn counts(diff: &Diff) -> String {
    let mut found = Vec::new();
    for kind in KINDS {
        let (one, many) = called(kind);
        let mut words: Vec<String> = Vec::new();
        for what in [What::Changed, What::Added, What::Removed, What::Reached] {
            let items = diff.items.iter();
            let count = items.filter(|item| item.kind == kind && item.what == what);
            let count = count.count() as u64;
            if count == 0 {
                continue;
            }
            let state = match what {
                What::Changed => "changed",
                What::Added => "added",
                What::Removed => "removed",
                What::Reached => "reached",
            };
            words.push(match words.is_empty() {
                true => format!("{} {state}", counted(count, one, many)),
                false => format!("{count} {state}"),
            });
        }
        if !words.is_empty() {
            found.push(words.join(", "));
        }
    }
    found.join("; ")
}

/// `changed in 2014 and 2016`, `replaced by 2016, set by 2018`
fn state(item: &Item) -> String {
    let mut words = match item.what {
        What::Added => "added".to_owned(),
        What::Removed => "removed".to_owned(),
        What::Changed => "changed".to_owned(),
        What::Reached => "unchanged itself".to_owned(),
    };
    if !item.by.is_empty() && item.what != What::Reached {
        let by = item.by.iter().map(|by| {
            let verb = match by.verb {
                "adds" => "added",
                "repeals" => "repealed",
                "amends" => "amended",
                "sets" => "set",
                _ => "replaced",
            };
            format!("{verb} by {}", by.version)
        });
        words = by.collect::<Vec<_>>().join(", ");
    } else if !item.versions.is_empty() {
        words.push_str(&format!(" in {}", item.versions.join(", ")));
    }
    if !item.weighs() {
        words.push_str("; words only");
    }
    words
}
