//! The lines of the vocabulary and of the calendar.

use crate::book::Book;
use crate::diff::Kind;
use crate::diff::lines::{Line, Lines, label, label_of};
use crate::source::Span;
use crate::syntax::ast::{Calendar, Enum, Field, Filing, Record};
use crate::syntax::{date_of, type_of};

/// Something that has no versions.
pub(super) struct Held<'a> {
    pub kind: Kind,
    pub name: &'a str,
    pub lines: Vec<Line<'a>>,
    pub span: Span,
}

impl<'a> Held<'a> {
    fn new(kind: Kind, name: &'a str, span: Span, lines: Lines<'a>) -> Held<'a> {
        Held {
            kind,
            name,
            lines: lines.found,
            span,
        }
    }
}

/// Everything that has no versions, in the order of the text.
pub(super) fn held(book: &Book) -> Vec<Held<'_>> {
    let mut found = Vec::new();
    let text = &book.vocabulary;
    if let Some(name) = &text.name {
        let mut lines = Lines::default();
        lines.word(label("name"), false, &name.text);
        found.push(Held::new(Kind::Vocabulary, "", name.span, lines));
    }
    for item in &text.authorities {
        let mut lines = Lines::default();
        lines.prose("label", Some(&item.label));
        found.push(Held::new(
            Kind::Authority,
            &item.name.text,
            item.name.span,
            lines,
        ));
    }
    for item in &text.enums {
        found.push(Held::new(
            Kind::Enum,
            &item.name.text,
            item.name.span,
            members(item),
        ));
    }
    for item in &text.records {
        found.push(Held::new(
            Kind::Record,
            &item.name.text,
            item.name.span,
            record(item),
        ));
    }
    if let Some(item) = &text.filing {
        found.push(Held::new(Kind::Filing, "", item.span, filing(item)));
    }
    if let Some(item) = &book.calendar {
        found.push(Held::new(
            Kind::Calendar,
            "",
            item.name.span,
            calendar(item),
        ));
    }
    found
}

fn members(item: &Enum) -> Lines<'_> {
    let mut lines = Lines::default();
    for member in &item.members {
        let name = &member.name.text;
        // A member that comes or goes is more than words; what reports call it is not.
        lines.word(label_of("member", name), true, name);
        let shown = member.label.as_ref().map_or(name, |label| &label.value);
        if shown != name {
            lines.quoted(label_of("label of", name), false, shown);
        }
    }
    if item.ordered {
        let names: Vec<&str> = item
            .members
            .iter()
            .map(|one| one.name.text.as_str())
            .collect();
        lines.word(label("ordered"), true, names.join(" < "));
    }
    lines
}

fn fields(lines: &mut Lines<'_>, fields: &[Field]) {
    for field in fields {
        let mut words = type_of(&field.ty);
        if field.key.is_some() {
            words.push_str(" key");
        }
        if let Some(from) = &field.from {
            words.push_str(&format!(" from \"{}\"", from.value));
        }
        lines.word(label_of("field", &field.name.text), true, words);
    }
}

fn record(item: &Record) -> Lines<'_> {
    let mut lines = Lines::default();
    fields(&mut lines, &item.fields);
    lines
}

fn filing(item: &Filing) -> Lines<'_> {
    let mut lines = Lines::default();
    for name in &item.key {
        lines.word(label("key"), true, &name.text);
    }
    for name in &item.year {
        lines.word(label("year"), true, &name.text);
    }
    fields(&mut lines, &item.fields);
    lines
}

fn calendar(item: &Calendar) -> Lines<'_> {
    let mut lines = Lines::default();
    lines.word(label("name"), false, &item.name.text);
    let mut rest: Vec<&str> = item.rest.iter().map(|day| day.text.as_str()).collect();
    rest.sort_unstable_by_key(|day| WEEK.iter().position(|one| one == day));
    lines.word(label("rest"), true, rest.join(", "));
    for (first, last, _) in &item.covers {
        lines.word(label("covers"), true, format!("{first:04} to {last:04}"));
    }
    for (date, name) in &item.holidays {
        let date = date_of(date);
        lines.word(label_of("holiday", &date), true, "");
        if let Some(name) = name {
            lines.quoted(label_of("name of", &date), false, &name.value);
        }
    }
    for (first, last, name) in &item.closed {
        let span = format!("{} to {}", date_of(first), date_of(last));
        lines.word(label_of("closed", &span), true, "");
        if let Some(name) = name {
            lines.quoted(label_of("name of", &span), false, &name.value);
        }
    }
    for why in &item.review {
        lines.quoted(label("review"), false, &why.value);
    }
    lines
}

const WEEK: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
