//! Years, days and calendars that do not reach as far as the law does.

use std::collections::BTreeMap;

use super::walk::within;
use super::{Context, Lint, warn};
use crate::diagnostic::codes;
use crate::source::Span;
use crate::syntax::ast::{Clause, DateLiteral, Expr, ExprKind, ParameterValue, ProvisionBody};

/// Looks at the versions, the calendar, dated parameters and dated lists.
pub(super) fn lint(context: &Context, found: &mut Vec<Lint>) {
    versions(context, found);
    calendar(context, found);
    for (_, parameter) in context.parameters() {
        if let ParameterValue::Dated { steps, .. } = &parameter.value {
            for pair in steps.windows(2) {
                let (before, after) = (&pair[0].1, &pair[1].1);
                if words(context, before.span) == words(context, after.span) {
                    let message = format!("`{}` does not change on this day", parameter.name.text);
                    let help = "leave the line out, or write the new value";
                    found.push(warn(codes::SAME_STEP, message, pair[1].1.span, help));
                }
            }
        }
    }
    dated_reads(context, found);
    governed(context, found);
    marks(context, found);
}

fn words<'a>(context: &Context<'a>, span: Span) -> &'a str {
    let text = &context.sources.get(span.source).text;
    text.get(span.start as usize..span.end as usize)
        .unwrap_or("")
}

/// A day as a number in the order of days.
fn order(date: &DateLiteral) -> (i16, i8, i8) {
    (date.year, date.month, date.day)
}

fn versions(context: &Context, found: &mut Vec<Lint>) {
    let versions = &context.book.versions;
    for (at, version) in versions.iter().enumerate() {
        let header = &version.header;
        let name = &header.version.version.text;
        if let (Some((published, _)), Some(in_force)) = (&header.published, &header.in_force)
            && order(in_force) < order(published)
        {
            let message = format!("`{name}` is in force before it was published");
            let help = "mend one of the two days, or say in a comment why the law looks back";
            found.push(warn(
                codes::FORCE_BEFORE_PUBLICATION,
                message,
                in_force.span,
                help,
            ));
        }
        if let (Some(years), Some(in_force)) = (header.years, &header.in_force)
            && years.first < in_force.year
        {
            let message = format!(
                "`{name}` judges filings of {}, before it was in force",
                years.first
            );
            let help =
                "let an earlier version judge them, or say in a comment why the law looks back";
            found.push(warn(codes::YEARS_BEFORE_FORCE, message, years.span, help));
        }
        let before = at.checked_sub(1).map(|before| &versions[before]);
        if let (Some(years), Some(last)) = (header.years, before.and_then(|before| before.years.1))
            && years.first > last + 1
        {
            let gap = if last + 2 == years.first {
                format!("no version governs filings of {}", last + 1)
            } else {
                format!(
                    "no version governs filings of {} to {}",
                    last + 1,
                    years.first - 1
                )
            };
            let help = "let one of the two versions govern them, or say in a comment why none does";
            found.push(warn(codes::YEARS_GAP, gap, years.span, help));
        }
    }
}

fn calendar(context: &Context, found: &mut Vec<Lint>) {
    let (Some(text), Some(calendar)) = (&context.book.calendar, &context.ir.calendar) else {
        return;
    };
    let (first, last) = calendar.years();
    let span = text
        .covers
        .first()
        .map_or(text.name.span, |(_, _, span)| *span);
    let versions = &context.book.versions;
    let from = versions.iter().map(|version| version.years.0).min();
    let to = versions
        .iter()
        .map(|version| version.years.1.unwrap_or(version.years.0))
        .max();
    let help = "add the years with their holidays, or say in a comment why they are not needed";
    if from.is_some_and(|from| from < first) || to.is_some_and(|to| to > last) {
        let message =
            format!("the calendar covers {first} to {last}, and versions govern other years too");
        found.push(warn(codes::SHORT_CALENDAR, message, span, help));
    }
    for (date, _) in &text.holidays {
        let day = crate::value::Day::new(date.year.into(), date.month.into(), date.day.into());
        let names = [
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ];
        let rest = day.and_then(|day| {
            let name = names.get(usize::from(day.weekday()))?;
            text.rest.iter().find(|rest| rest.text == *name)
        });
        if let Some(rest) = rest {
            let message = format!("this holiday is a {}, which is free already", rest.text);
            found.push(warn(
                codes::HOLIDAY_AT_REST,
                message,
                date.span,
                "leave it out, or mend its day",
            ));
        }
    }
}

/// A dated parameter that is read in a version in whose first year it has no value.
fn dated_reads(context: &Context, found: &mut Vec<Lint>) {
    for (at, version) in context.book.versions.iter().enumerate() {
        for held in &version.provisions {
            let ProvisionBody::Parameter(parameter) = held.body.as_ref() else {
                continue;
            };
            let ParameterValue::Dated { steps, until } = &parameter.value else {
                continue;
            };
            let end = version.years.1.unwrap_or(version.years.0);
            let ends = until.filter(|until| until.year < end);
            let begins = steps
                .first()
                .filter(|(from, _)| from.year > version.years.0);
            let name = &parameter.name.text;
            if let (Some(until), true) = (ends, held.origin == at) {
                let message = format!("`{name}` ends before the years of its version do, in {end}");
                let help = "add the later values, or say in a comment why there are none";
                found.push(warn(codes::PARAMETER_ENDS, message, until.span, help));
            }
            if let (Some((from, _)), true) = (begins, held.origin == at) {
                let first = version.years.0;
                let message =
                    format!("`{name}` begins after the years of its version do, in {first}");
                let help = "add the earlier values, or say in a comment why there are none";
                found.push(warn(codes::PARAMETER_BEGINS, message, from.span, help));
            }
        }
    }
}

/// Clauses that go through a list which others judge by the dates of its rows.
fn governed(context: &Context, found: &mut Vec<Lint>) {
    let list = |clause: &Clause| -> Option<String> {
        let each = clause.for_each.as_ref()?;
        let (_, list) = each.loops.first()?;
        Some(words(context, list.span).to_owned())
    };
    let mut dated: BTreeMap<String, Span> = BTreeMap::new();
    for (_, clause) in context.clauses() {
        if let (Some(date), Some(list)) = (&clause.governed, list(clause)) {
            dated.entry(list).or_insert(date.span);
        }
    }
    for (_, clause) in context.clauses() {
        let Some(list) = list(clause).filter(|_| clause.governed.is_none()) else {
            continue;
        };
        if let Some(other) = dated.get(&list) {
            let message = format!(
                "`{}` judges `{list}` by the filing's year, others by the day of the act",
                clause.id.text
            );
            let help = "add `governed by` and the day, or say in a comment why the year decides";
            let mut lint = warn(codes::NOT_GOVERNED, message, clause.id.span, help);
            lint.diagnostic = lint.diagnostic.also(*other, "governed by a day here");
            found.push(lint);
        }
    }
}

/// Marks that were set more than a year before the last version was published.
fn marks(context: &Context, found: &mut Vec<Lint>) {
    let published = |at: usize| {
        let (date, _) = context.book.versions.get(at)?.header.published.as_ref()?;
        Some(order(date))
    };
    let Some(last) = (0..context.book.versions.len()).filter_map(published).max() else {
        return;
    };
    for (at, held) in context.provisions() {
        let review = match held.body.as_ref() {
            ProvisionBody::Clause(clause) => clause.review.as_ref(),
            ProvisionBody::Parameter(parameter) => parameter.review.as_ref(),
            ProvisionBody::Define(define) => define.review.as_ref(),
            ProvisionBody::Indicator(_) => None,
        };
        let old = published(at).is_some_and(|(year, month, day)| (year + 1, month, day) < last);
        if let (Some(review), true) = (review, old) {
            let message = "this mark has stood for more than a year of law".to_owned();
            let help = "let a lawyer settle it and take the mark away, or say in a comment what it waits for";
            found.push(warn(codes::OLD_MARK, message, review.span, help));
        }
    }
    for expr in context.expressions().into_iter().flat_map(within) {
        day_of_judgement(expr, found);
    }
}

/// A comparison of the day of judgement with a day that is written out.
fn day_of_judgement(expr: &Expr, found: &mut Vec<Lint>) {
    if let ExprKind::Compare(_, a, b) = &expr.kind
        && matches!((&a.kind, &b.kind), (ExprKind::Date(_), ExprKind::Name(name)) | (ExprKind::Name(name), ExprKind::Date(_)) if name.text == "as_of")
    {
        let message = "the day of judgement decides here, not that of the act".to_owned();
        let help = "compare the date of the act, or let versions come into force";
        found.push(warn(codes::AS_OF_COMPARED, message, expr.span, help));
    }
}
