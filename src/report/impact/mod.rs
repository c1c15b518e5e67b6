//! What a change of rule does to the filings: for people, for a pull request and for programs.
//!
//! Comes in: an [`Impact`]. Goes out: a page, coloured; Markdown with a short summary first and the
//! details folded; JSON. Nothing is decided or counted here.

mod json;
mod markdown;
mod snapshot;
mod table;

pub use json::json;
pub use markdown::markdown;
pub use snapshot::others;
pub use table::{changes, table};

use crate::evaluate::verdicts::Verdict;
use crate::impact::{Impact, Kind, Reason, Row, Who};

/// `not applicable`
fn word(verdict: Verdict) -> String {
    verdict.as_str().replace('_', " ")
}

/// `2 worse, 1 loss of sight`; nothing where there is none.
fn kinds(row: &Row) -> String {
    let some = Kind::ALL.into_iter().filter(|kind| row.of(*kind) > 0);
    let words: Vec<String> = some
        .map(|kind| format!("{} {}", row.of(kind), kind.words()))
        .collect();
    words.join(", ")
}

/// The institution's name and key, the filing's key.
fn named(who: &Who) -> String {
    match &who.name {
        Some(name) => format!("{name} ({})", who.filing),
        None if who.institution == who.filing => who.filing.clone(),
        None => format!("{} ({})", who.institution, who.filing),
    }
}

/// `requests[R-7]: message`
fn said(reason: &Reason) -> String {
    let mut words = match (&reason.subject, reason.message.as_str()) {
        (None, "") => "nothing in the filing that it applies to".to_owned(),
        (None, message) => message.to_owned(),
        (Some(subject), message) => format!("{subject}: {message}"),
    };
    if let Some(exception) = &reason.exception {
        words.push_str(&format!("; exempt by {exception}"));
    }
    words
}

/// `and 3 more`, how many flips of a clause are not listed.
fn left_out(row: &Row) -> u64 {
    row.flipped().saturating_sub(row.flips.len() as u64)
}

/// The clauses with something to say, those with most breaches first.
fn loud(impact: &Impact) -> Vec<&Row> {
    let mut rows: Vec<&Row> = impact.rows.iter().filter(|row| !row.is_quiet()).collect();
    rows.sort_by_key(|row| {
        let counts = Kind::ALL.map(|kind| std::cmp::Reverse(row.of(kind)));
        (counts, row.flipped() == 0)
    });
    rows
}
