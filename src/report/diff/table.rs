//! A difference as a page for people.

use crate::diff::{Diff, Item, Kind, What};
use crate::report::diff::words::{Bit, Sentence, sentences};
use crate::report::diff::{Between, counts, state};
use crate::report::style::{self, paint};
use crate::report::text::{clean, wrap};

/// The narrowest and the widest page.
const NARROW: usize = 70;
const WIDE: usize = 120;

/// The page.
pub fn table(diff: &Diff, between: Between<'_>, columns: usize) -> String {
    let columns = columns.clamp(NARROW, WIDE);
    let title = format!("{} → {}", clean(between.old), clean(between.new));
    let mut page = format!("{}\n", paint(style::HEADING, &title));
    if diff.items.is_empty() {
        page.push_str("nothing changed\n");
        return page;
    }
    page.push_str(&format!("{}\n", counts(diff)));
    for item in &diff.items {
        entry(&mut page, item, columns);
    }
    page
}

fn entry(page: &mut String, item: &Item, columns: usize) {
    let (sign, ink) = match item.what {
        What::Added => ("+", style::GOOD),
        What::Removed => ("-", style::BAD),
        What::Changed => ("~", style::CAUTION),
        What::Reached => ("→", style::ADVICE),
    };
    let mut head = name(item);
    if let Some(title) = &item.title {
        head.push_str(&format!("  {}", clean(title)));
    }
    page.push('\n');
    for (at, line) in wrap(&head, columns - 2).iter().enumerate() {
        let lead = if at == 0 {
            paint(ink, sign)
        } else {
            " ".to_owned()
        };
        page.push_str(&format!("{lead} {}\n", paint(style::HEADING, line)));
    }
    let mut beside = state(item);
    if let Some(place) = item.is_at.as_ref().or(item.was_at.as_ref()) {
        beside.push_str(&format!(" ({}:{})", clean(&place.file), place.line));
    }
    for line in wrap(&beside, columns - 2) {
        page.push_str(&format!("  {}\n", paint(style::FAINT, &line)));
    }
    for sentence in sentences(item) {
        let text = flat(&sentence);
        for (at, line) in wrap(&text, columns - 6).iter().enumerate() {
            page.push_str(if at == 0 { "    " } else { "      " });
            page.push_str(line);
            page.push('\n');
        }
    }
}

/// `clause petic.strategic_cap`, `filing`
pub(super) fn name(item: &Item) -> String {
    let word = match item.kind {
        Kind::Define => "definition",
        Kind::Ruleset => "version",
        kind => kind.word(),
    };
    match item.name.is_empty() {
        true => word.to_owned(),
        false => format!("{word} {}", clean(&item.name)),
    }
}

fn flat(sentence: &Sentence) -> String {
    let bits = sentence.iter().map(|bit| match bit {
        Bit::Words(text) => clean(text).into_owned(),
        Bit::Code(text) => format!("`{}`", clean(text)),
        Bit::Quote(text) => format!("\"{}\"", clean(text)),
    });
    bits.collect()
}
