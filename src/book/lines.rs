//! A clause with some of its lines changed, as an amending decree changes them.

use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::ast::{Amends, Clause, ClauseLine};
use crate::syntax::clause_line_of;

/// The clause as it reads once the amendment's lines stand in place of its own.
pub(super) fn amended(
    before: &Clause,
    amends: Amends,
    diagnostics: &mut Vec<Diagnostic>,
) -> Clause {
    let mut clause = before.clone();
    let mut dropped: Vec<(ClauseLine, Span)> = Vec::new();
    for (line, span) in &amends.drops {
        let word = clause_line_of(*line);
        let told = match (stands(&amends.lines, *line), stands_in(before, *line)) {
            (true, _) => Some(format!(
                "the amendment writes the line `{word}` and drops it"
            )),
            _ if dropped.iter().any(|(other, _)| other == line) => {
                Some(format!("the line `{word}` is dropped twice"))
            }
            (false, false) => Some(format!(
                "the clause `{}` has no line `{word}` to drop",
                before.id.text
            )),
            (false, true) => None,
        };
        if let Some(message) = told {
            let first = dropped.iter().find(|(other, _)| other == line);
            let (place, label) = match first {
                Some((_, first)) => (*first, "dropped here first"),
                None => (before.id.span, "the clause as it stood"),
            };
            diagnostics.push(
                Diagnostic::error(codes::DROPS_ABSENT, message, *span, "").also(place, label),
            );
            continue;
        }
        dropped.push((*line, *span));
        drop_line(&mut clause, *line);
    }
    let lines = amends.lines;
    fn put<T>(held: &mut Option<T>, new: Option<T>) {
        if new.is_some() {
            *held = new;
        }
    }
    clause.id = amends.id;
    clause.title = amends.title.unwrap_or(clause.title);
    put(&mut clause.text, lines.text);
    clause.cites = lines.cites.unwrap_or(clause.cites);
    put(&mut clause.authority, lines.authority);
    put(&mut clause.binds, lines.binds);
    put(&mut clause.severity, lines.severity);
    put(&mut clause.review, lines.review);
    put(&mut clause.for_each, lines.for_each);
    put(&mut clause.governed, lines.governed);
    put(&mut clause.applies, lines.applies);
    if !lines.exceptions.is_empty() {
        clause.exceptions = lines.exceptions;
    }
    clause.body = lines.body.unwrap_or(clause.body);
    put(&mut clause.otherwise, lines.otherwise);
    put(&mut clause.remedy, lines.remedy);
    clause
}

/// Whether a clause has a line.
fn stands_in(clause: &Clause, line: ClauseLine) -> bool {
    stands(&clause.lines(), line)
}

fn stands(lines: &crate::syntax::ast::ClauseLines, line: ClauseLine) -> bool {
    match line {
        ClauseLine::Text => lines.text.is_some(),
        ClauseLine::Authority => lines.authority.is_some(),
        ClauseLine::Binds => lines.binds.is_some(),
        ClauseLine::Severity => lines.severity.is_some(),
        ClauseLine::Review => lines.review.is_some(),
        ClauseLine::ForEach => lines.for_each.is_some(),
        ClauseLine::GovernedBy => lines.governed.is_some(),
        ClauseLine::AppliesWhen => lines.applies.is_some(),
        ClauseLine::ExceptWhen => !lines.exceptions.is_empty(),
        ClauseLine::Otherwise => lines.otherwise.is_some(),
        ClauseLine::Remedy => lines.remedy.is_some(),
    }
}

fn drop_line(clause: &mut Clause, line: ClauseLine) {
    match line {
        ClauseLine::Text => clause.text = None,
        ClauseLine::Authority => clause.authority = None,
        ClauseLine::Binds => clause.binds = None,
        ClauseLine::Severity => clause.severity = None,
        ClauseLine::Review => clause.review = None,
        ClauseLine::ForEach => clause.for_each = None,
        ClauseLine::GovernedBy => clause.governed = None,
        ClauseLine::AppliesWhen => clause.applies = None,
        ClauseLine::ExceptWhen => clause.exceptions.clear(),
        ClauseLine::Otherwise => clause.otherwise = None,
        ClauseLine::Remedy => clause.remedy = None,
    }
}
