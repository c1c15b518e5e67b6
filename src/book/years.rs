//! Which years and which dates each version governs: resolved once, here.

use crate::book::Version;
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Day;

/// Whether a stretch of years holds a year.
pub(super) fn holds(years: (i16, Option<i16>), year: i128) -> bool {
    i128::from(years.0) <= year && years.1.is_none_or(|last| year <= i128::from(last))
}

/// The day of a literal, which may not exist.
pub(super) fn day(literal: ast::DateLiteral) -> Option<Day> {
    Day::new(
        i64::from(literal.year),
        i64::from(literal.month),
        i64::from(literal.day),
    )
}

/// Fills in the years and the first day of every version of the chain, and says what is wrong there.
pub(super) fn resolve(versions: &mut [Version], diagnostics: &mut Vec<Diagnostic>) {
    drafts(versions, diagnostics);
    // A draft governs no year, whatever years it is written for.
    let written: Vec<Option<ast::Years>> = versions
        .iter()
        .map(|version| match version.draft {
            true => None,
            false => years_of(&version.header, diagnostics),
        })
        .collect();
    for version in versions.iter_mut().filter(|version| version.draft) {
        let years = version.header.years;
        version.years = years.map_or(version.years, |years| (years.first, years.last));
    }
    for (at, years) in written.iter().enumerate() {
        let Some(years) = years else {
            continue;
        };
        let next = written[at + 1..].iter().flatten().next();
        let last = years.last.or(next.map(|next| next.first.saturating_sub(1)));
        versions[at].years = (years.first, last);
    }
    overlaps(versions, &written, diagnostics);
    dates(versions, diagnostics);
}

/// Tells a version in force that amends a draft: what is not law cannot be amended.
fn drafts(versions: &[Version], diagnostics: &mut Vec<Diagnostic>) {
    for pair in versions.windows(2) {
        if let ([draft, next], Some(place)) = (pair, pair[0].header.draft)
            && !next.draft
        {
            let name = &draft.header.version.version.text;
            diagnostics.push(
                Diagnostic::error(
                    codes::AMENDS_DRAFT,
                    format!(
                        "`{}` is in force and amends the draft `{name}`",
                        next.header.version.version.text
                    ),
                    next.header.span,
                    "amends what is not law",
                )
                .also(place, "a draft")
                .help("write `in force from DATE` for `draft`, or amend the version in force"),
            );
        }
    }
}

fn years_of(header: &ast::Ruleset, diagnostics: &mut Vec<Diagnostic>) -> Option<ast::Years> {
    let Some(years) = header.years else {
        if header.lost {
            return None;
        }
        diagnostics.push(
            missing_line(header, "for years")
                .help("write which years' filings it governs: `for years from 2014`"),
        );
        return None;
    };
    let last = years.last.unwrap_or(years.first);
    if !(1..=9999).contains(&years.first) || !(1..=9999).contains(&last) {
        diagnostics.push(Diagnostic::error(
            codes::YEARS_BACKWARDS,
            "a year lies between 1 and 9999",
            years.span,
            "not a year",
        ));
        return None;
    }
    if last < years.first {
        diagnostics.push(
            Diagnostic::error(
                codes::YEARS_BACKWARDS,
                format!(
                    "the years end in {last}, before they begin in {}",
                    years.first
                ),
                years.span,
                "no year lies in it",
            )
            .help(format!("write `for years {last} to {}`", years.first)),
        );
        return None;
    }
    Some(years)
}

fn missing_line(header: &ast::Ruleset, line: &str) -> Diagnostic {
    let version = &header.version.version;
    Diagnostic::error(
        codes::HEADER_LINE_MISSING,
        format!("the ruleset `{}` has no line `{line}`", version.text),
        header.span,
        format!("`{line}` is missing"),
    )
}

fn overlaps(
    versions: &[Version],
    written: &[Option<ast::Years>],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (at, years) in written.iter().enumerate() {
        let Some(years) = years else {
            continue;
        };
        for before in 0..at {
            let Some(earlier) = &written[before] else {
                continue;
            };
            let (a, b) = (versions[before].years, versions[at].years);
            // An open stretch ends before the next begins; where that leaves nothing, both hold the year.
            let a_last = a.1.map(|last| last.max(a.0));
            let b_last = b.1.map(|last| last.max(b.0));
            let apart =
                a_last.is_some_and(|last| last < b.0) || b_last.is_some_and(|last| last < a.0);
            if apart {
                continue;
            }
            let year = a.0.max(b.0);
            diagnostics.push(
                Diagnostic::error(
                    codes::YEARS_OVERLAP,
                    format!(
                        "filings of {year} are governed by `{}` and by `{}`",
                        versions[before].header.version.version.text,
                        versions[at].header.version.version.text
                    ),
                    years.span,
                    "these years",
                )
                .also(earlier.span, "overlap with these")
                .help("give each year to one version"),
            );
            break;
        }
    }
}

fn dates(versions: &mut [Version], diagnostics: &mut Vec<Diagnostic>) {
    let mut before: Option<(Day, Span)> = None;
    for version in versions {
        let header = version.header.clone();
        if let Some((published, _)) = header.published
            && day(published).is_none()
        {
            diagnostics.push(no_such_date(published));
        }
        if let Some((from, to, _)) = &header.consulted {
            for literal in [from, to] {
                if day(*literal).is_none() {
                    diagnostics.push(no_such_date(*literal));
                }
            }
            if let (Some(first), Some(last)) = (day(*from), day(*to))
                && last < first
            {
                diagnostics.push(
                    Diagnostic::error(
                        codes::IN_FORCE_ORDER,
                        "the consultation ends before it begins",
                        from.span.to(to.span),
                        "the last day comes first",
                    )
                    .also(header.span, "of this version"),
                );
            }
        }
        if version.draft {
            version.in_force = Day::MAX;
            continue;
        }
        let Some(literal) = header.in_force else {
            if header.lost {
                continue;
            }
            diagnostics.push(
                missing_line(&header, "in force from")
                    .help("write from which day it governs: `in force from 2014-05-09`"),
            );
            continue;
        };
        let Some(day) = day(literal) else {
            diagnostics.push(no_such_date(literal));
            continue;
        };
        version.in_force = day;
        if let Some((earlier, span)) = before
            && day <= earlier
        {
            diagnostics.push(
                Diagnostic::error(
                    codes::IN_FORCE_ORDER,
                    format!(
                        "`{}` is in force from {day}, not after the version that it amends",
                        header.version.version.text
                    ),
                    literal.span,
                    "must be later",
                )
                .also(
                    span,
                    format!("the version before is in force from {earlier}"),
                ),
            );
        }
        before = Some((day, literal.span));
    }
}

/// The diagnostic for a day that no calendar has.
pub(crate) fn no_such_date(literal: ast::DateLiteral) -> Diagnostic {
    let ast::DateLiteral {
        year, month, day, ..
    } = literal;
    let why = if !(1..=9999).contains(&year) {
        "years run from 1 to 9999".to_owned()
    } else if !(1..=12).contains(&month) {
        "months run from 1 to 12".to_owned()
    } else {
        let last = (28..=31)
            .rev()
            .find(|last| Day::new(i64::from(year), i64::from(month), *last).is_some());
        format!("that month's last day is {}", last.unwrap_or(28))
    };
    Diagnostic::error(
        codes::NO_SUCH_DATE,
        format!("the date {year:04}-{month:02}-{day:02} does not exist"),
        literal.span,
        why,
    )
}
