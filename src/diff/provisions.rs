//! The lines of a provision and of a ruleset's header.

use crate::book::Version;
use crate::diff::lines::{Line, Lines, label, label_of};
use crate::diff::renaming::{Reads, key, reads};
use crate::syntax::ast::{
    Clause, ClauseBody, Define, Expr, ForEach, Indicator, Message, MessagePart, Parameter,
    ParameterValue, ProvisionBody,
};
use crate::syntax::print::print_rows;
use crate::syntax::{date_of, severity_of, total_of, type_of};

/// The lines of a provision in their order.
pub(super) fn lines(body: &ProvisionBody) -> Vec<Line<'_>> {
    let mut lines = Lines::default();
    match body {
        ProvisionBody::Clause(item) => clause(&mut lines, item),
        ProvisionBody::Parameter(item) => parameter(&mut lines, item),
        ProvisionBody::Define(item) => define(&mut lines, item),
        ProvisionBody::Indicator(item) => indicator(&mut lines, item),
    }
    lines.found
}

fn clause<'a>(lines: &mut Lines<'a>, item: &'a Clause) {
    lines.prose("title", Some(&item.title));
    lines.prose("text", item.text.as_ref());
    lines.prose("cites", Some(&item.cites));
    if let Some(name) = &item.authority {
        lines.word(label("authority"), false, &name.text);
    }
    match &item.binds {
        Some(name) => lines.word(label("binds"), true, &name.text),
        None => lines.silent(label("binds"), true, "the institution"),
    }
    match item.severity {
        Some((severity, _)) => lines.word(label("severity"), true, severity_of(severity)),
        None => lines.silent(label("severity"), true, severity_of(Default::default())),
    }
    lines.prose("review", item.review.as_ref());
    if let Some(each) = &item.for_each {
        for_each(lines, each);
    }
    lines.rule(label("governed by"), item.governed.as_ref());
    lines.rule(label("applies when"), item.applies.as_ref());
    lines.exceptions(&item.exceptions);
    match &item.body {
        ClauseBody::Requires(rule) => lines.rule(label("requires"), Some(rule)),
        ClauseBody::NotJudged(why) => lines.prose("not judged", Some(why)),
    }
    lines.message("otherwise", item.otherwise.as_ref());
    lines.message("remedy", item.remedy.as_ref());
}

/// What a clause goes through, and apart from it the `where`, in which conditions are told.
fn for_each<'a>(lines: &mut Lines<'a>, each: &'a ForEach) {
    let mut known = Vec::new();
    for (variable, list) in &each.loops {
        known.push(key(list, &lines.scope));
        lines.scope = lines.scope.with(&variable.text);
    }
    let rows = print_rows(&ForEach {
        loops: each.loops.clone(),
        filter: None,
    });
    lines.whole(label("for each"), rows, known.join(", "));
    lines.rule(label("where"), each.filter.as_ref());
}

fn parameter<'a>(lines: &mut Lines<'a>, item: &'a Parameter) {
    if let Some(ty) = &item.ty {
        lines.word(label("type"), true, type_of(ty));
    }
    match &item.value {
        ParameterValue::Plain(value) => lines.rule(label("value"), Some(value)),
        ParameterValue::Dated { steps, until } => {
            for (date, value) in steps {
                lines.rule(label_of("from", date_of(date)), Some(value));
            }
            if let Some(date) = until {
                lines.word(label("until"), true, date_of(date));
            }
        }
        ParameterValue::Table(rows) => {
            for row in rows {
                match &row.value {
                    ParameterValue::Dated { steps, until } => {
                        for (date, value) in steps {
                            let place = format!("{} from {}", row.words(), date_of(date));
                            lines.rule(label_of("row", place), Some(value));
                        }
                        if let Some(date) = until {
                            let place = format!("{} until", row.words());
                            lines.word(label_of("row", place), true, date_of(date));
                        }
                    }
                    other => {
                        let value = other.values().first().copied();
                        lines.rule(label_of("row", row.words()), value);
                    }
                }
            }
        }
    }
    for reading in &item.readings {
        let value = crate::syntax::print::print_expr(&reading.value);
        lines.quoted(label_of("reading", value), false, &reading.why.value);
    }
    lines.prose("cites", item.cites.as_ref());
    lines.prose("review", item.review.as_ref());
}

fn define<'a>(lines: &mut Lines<'a>, item: &'a Define) {
    if !item.params.is_empty() {
        let types: Vec<String> = item.params.iter().map(|(_, ty)| type_of(ty)).collect();
        let params: Vec<String> = (item.params.iter().zip(&types))
            .map(|((name, _), ty)| format!("{}: {ty}", name.text))
            .collect();
        lines.whole(label("of"), params.join(", "), types.join(", "));
    }
    for (name, _) in &item.params {
        lines.scope = lines.scope.with(&name.text);
    }
    lines.rule(label("value"), Some(&item.body));
    lines.prose("cites", item.cites.as_ref());
    lines.prose("review", item.review.as_ref());
}

fn indicator<'a>(lines: &mut Lines<'a>, item: &'a Indicator) {
    lines.prose("title", Some(&item.title));
    if let Some(unit) = &item.unit {
        lines.word(label("in"), true, &unit.text);
    }
    lines.prose("cites", item.cites.as_ref());
    lines.prose("review", item.review.as_ref());
    lines.rule(label("value"), Some(&item.value));
    if let Some((total, _)) = item.total {
        lines.word(label("total"), true, total_of(total));
    }
}

/// The lines of a version's header, and those that hold for each of its clauses.
pub(super) fn header(version: &Version) -> Vec<Line<'_>> {
    let header = &version.header;
    let mut lines = Lines::default();
    lines.prose("title", header.title.as_ref());
    if let Some((date, place)) = &header.published {
        let words = format!("{} in \"{}\"", date_of(date), place.value);
        lines.word(label("published"), false, words);
    }
    let in_force = match version.draft {
        true => "draft".to_owned(),
        false => format!("from {}", version.in_force),
    };
    lines.word(label("in force"), true, in_force);
    let years = match version.years {
        (first, Some(last)) if first == last => format!("{first:04}"),
        (first, Some(last)) => format!("{first:04} to {last:04}"),
        (first, None) => format!("from {first:04}"),
    };
    lines.word(label("for years"), true, years);
    lines.prose("review", header.review.as_ref());
    let (_, scope) = &version.scope;
    lines.rule(label("applies when"), scope.applies.as_ref());
    lines.exceptions(&scope.exceptions);
    lines.found
}

/// What a provision names anywhere in its rules and messages.
pub(super) fn named(body: &ProvisionBody) -> Reads {
    let mut found = Reads::default();
    let mut add = |rules: &[Option<&Expr>]| {
        for rule in rules.iter().flatten() {
            reads(rule, &mut found);
        }
    };
    match body {
        ProvisionBody::Clause(item) => {
            if let Some(each) = &item.for_each {
                for (_, list) in &each.loops {
                    add(&[Some(list)]);
                }
                add(&[each.filter.as_ref()]);
            }
            add(&[item.governed.as_ref(), item.applies.as_ref()]);
            for exception in &item.exceptions {
                add(&[Some(&exception.when)]);
            }
            if let ClauseBody::Requires(rule) = &item.body {
                add(&[Some(rule)]);
            }
            for message in [&item.otherwise, &item.remedy].into_iter().flatten() {
                for rule in rules_of(message) {
                    add(&[Some(rule)]);
                }
            }
        }
        ProvisionBody::Parameter(item) => {
            for value in item.value.values() {
                add(&[Some(value)]);
            }
        }
        ProvisionBody::Define(item) => add(&[Some(&item.body)]),
        ProvisionBody::Indicator(item) => add(&[Some(&item.value)]),
    }
    found
}

fn rules_of(message: &Message) -> impl Iterator<Item = &Expr> {
    message.parts.iter().filter_map(|part| match part {
        MessagePart::Expr(rule) => Some(rule),
        MessagePart::Text(_) => None,
    })
}
