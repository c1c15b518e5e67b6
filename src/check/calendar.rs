//! The calendar from its text.

use std::collections::BTreeMap;

use crate::book::no_such_date;
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::{Calendar, Day};

/// The days of the week, Monday first.
const WEEK: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// The business days of a calendar. What is wrong is told, and what is left is the calendar: whoever
/// counts business days is not told a second time.
pub(super) fn describe(text: &ast::Calendar, diagnostics: &mut Vec<Diagnostic>) -> Calendar {
    let rest = rest(text, diagnostics);
    let covers = covers(text, diagnostics);
    let mut holidays: BTreeMap<Day, Span> = BTreeMap::new();
    for (literal, _) in &text.holidays {
        let Some(day) = Day::new(
            i64::from(literal.year),
            i64::from(literal.month),
            i64::from(literal.day),
        ) else {
            diagnostics.push(no_such_date(*literal));
            continue;
        };
        if let Some((first, last, span)) = covers
            && !(first..=last).contains(&day.year())
        {
            diagnostics.push(
                Diagnostic::error(
                    codes::HOLIDAY,
                    format!("the holiday {day} lies outside the years that the calendar covers"),
                    literal.span,
                    "not covered",
                )
                .also(span, "the years covered"),
            );
        }
        if let Some(first) = holidays.get(&day) {
            diagnostics.push(
                Diagnostic::error(
                    codes::HOLIDAY,
                    format!("the holiday {day} is written twice"),
                    literal.span,
                    "here again",
                )
                .also(*first, "here first"),
            );
            continue;
        }
        holidays.insert(day, literal.span);
    }
    let free: Vec<Day> = closed(text, covers, diagnostics);
    for again in text.review.iter().skip(1) {
        diagnostics.push(
            Diagnostic::error(
                codes::CALENDAR_LINES,
                "a calendar carries one `review`",
                again.span,
                "here again",
            )
            .also(text.review[0].span, "here first"),
        );
    }
    let (first, last, _) = covers.unwrap_or((1, 1, text.name.span));
    let days: Vec<Day> = holidays.into_keys().chain(free).collect();
    Calendar::new(&text.name.text, first, last, &rest, &days)
}

/// The days of the spans that are closed.
fn closed(
    text: &ast::Calendar,
    covers: Option<(i16, i16, Span)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Day> {
    let mut days = Vec::new();
    for (from, to, _) in &text.closed {
        let span = from.span.to(to.span);
        let day = |literal: &ast::DateLiteral| {
            let (year, month, day) = (literal.year, literal.month, literal.day);
            Day::new(i64::from(year), i64::from(month), i64::from(day))
        };
        let ends = [from, to].map(|literal| {
            if day(literal).is_none() {
                diagnostics.push(no_such_date(*literal));
            }
            day(literal)
        });
        let [Some(first), Some(last)] = ends else {
            continue;
        };
        if last < first {
            diagnostics.push(
                Diagnostic::error(
                    codes::HOLIDAY,
                    format!("the days from {first} to {last} are none"),
                    span,
                    "the last day comes first",
                )
                .help("write the earlier day first"),
            );
            continue;
        }
        if let Some((from_year, to_year, covered)) = covers {
            let within = |day: Day| (from_year..=to_year).contains(&day.year());
            if !(within(first) && within(last)) {
                diagnostics.push(
                    Diagnostic::error(
                        codes::HOLIDAY,
                        "the days that are closed lie outside the years that the calendar covers",
                        span,
                        "not covered",
                    )
                    .also(covered, "the years covered"),
                );
                continue;
            }
            days.extend(
                (first.count()..=last.count()).filter_map(|day| Day::from_count(i64::from(day))),
            );
        }
    }
    days
}

fn rest(text: &ast::Calendar, diagnostics: &mut Vec<Diagnostic>) -> Vec<u8> {
    if text.rest.is_empty() && !text.lost {
        diagnostics.push(
            Diagnostic::error(
                codes::CALENDAR_LINES,
                "the calendar does not say which days of the week are free",
                text.name.span,
                "the line `rest` is missing",
            )
            .help("write `rest saturday, sunday`"),
        );
    }
    let mut days: Vec<(u8, Span)> = Vec::new();
    for name in &text.rest {
        let Some(day) = WEEK.iter().position(|day| *day == name.text) else {
            let diagnostic = Diagnostic::error(
                codes::NO_WEEKDAY,
                format!("`{}` is no day of the week", name.text),
                name.span,
                "no such day",
            );
            diagnostics.push(match nearest(&name.text, WEEK) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None => diagnostic.help(format!("the days are `{}`", WEEK.join("`, `"))),
            });
            continue;
        };
        let day = day as u8;
        if let Some((_, first)) = days.iter().find(|(held, _)| *held == day) {
            diagnostics.push(
                Diagnostic::error(
                    codes::CALENDAR_LINES,
                    format!("`{}` is named twice", name.text),
                    name.span,
                    "here again",
                )
                .also(*first, "here first"),
            );
            continue;
        }
        days.push((day, name.span));
    }
    days.into_iter().map(|(day, _)| day).collect()
}

fn covers(text: &ast::Calendar, diagnostics: &mut Vec<Diagnostic>) -> Option<(i16, i16, Span)> {
    let Some((first, last, span)) = text.covers.first().copied() else {
        if text.lost {
            return None;
        }
        diagnostics.push(
            Diagnostic::error(
                codes::CALENDAR_LINES,
                "the calendar does not say which years it covers",
                text.name.span,
                "the line `covers` is missing",
            )
            .help("write `covers 2014 to 2019`"),
        );
        return None;
    };
    for (_, _, again) in &text.covers[1..] {
        diagnostics.push(
            Diagnostic::error(
                codes::CALENDAR_LINES,
                "a calendar says once which years it covers",
                *again,
                "here again",
            )
            .also(span, "here first"),
        );
    }
    let good = (1..=9999).contains(&first) && (1..=9999).contains(&last) && first <= last;
    if !good {
        diagnostics.push(Diagnostic::error(
            codes::CALENDAR_YEARS,
            format!("a calendar cannot cover {first} to {last}"),
            span,
            if last < first {
                "the last year comes first"
            } else {
                "years run from 1 to 9999"
            },
        ));
        return None;
    }
    Some((first, last, span))
}
