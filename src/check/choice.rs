//! What chooses the text that governs an act is the same in every version of a clause.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::check::checker::Checker;
use crate::check::clauses::Subjects;
use crate::check::ir::ClauseId;
use crate::check::unchanged::Names;
use crate::check::walk;
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::ast::{self, ProvisionBody};

/// A clause in one version.
pub(super) struct Standing {
    pub version: usize,
    pub clause: ClauseId,
    pub subjects: Subjects,
    pub text: Arc<ProvisionBody>,
}

/// `for each` and `governed by` with all that they name are the same in every version of a clause: the
/// date chooses the text, so the text cannot choose the date.
pub(super) fn same_in_every_version(
    checker: &mut Checker<'_>,
    texts: &[Standing],
    names: &[Names<'_>],
) {
    if texts.iter().all(|text| text.subjects.date.is_none()) {
        return;
    }
    let Some((first, others)) = texts.split_first() else {
        return;
    };
    for other in others {
        let (a, b) = (first.subjects, other.subjects);
        let same = (a.date, a.level, a.filter) == (b.date, b.level, b.filter);
        if same {
            continue;
        }
        let version = |text: &Standing| {
            let header = &checker.book.versions[text.version].header;
            header.version.version.text.clone()
        };
        let (earlier, later) = (version(first), version(other));
        let changed = changed_name(&first.text, &names[first.version], &names[other.version]);
        let diagnostic = match changed {
            Some((name, now, before)) if Arc::ptr_eq(&first.text, &other.text) => Diagnostic::error(
                codes::GOVERNED,
                format!("`{name}`, which chooses the text that governs an act, is not the same in `{earlier}` and `{later}`"),
                now,
                format!("as it reads in `{later}`"),
            )
            .also(before, format!("as it reads in `{earlier}`"))
            .also(a.span, "chooses the text by it"),
            _ => Diagnostic::error(
                codes::GOVERNED,
                format!("what chooses the text that governs an act is not the same in `{earlier}` and `{later}`"),
                b.span,
                match b.date {
                    Some(_) => "another choice",
                    None => "no `governed by`",
                },
            )
            .also(
                a.span,
                match a.date {
                    Some(_) => format!("the choice in `{earlier}`"),
                    None => format!("no `governed by` in `{earlier}`"),
                },
            ),
        };
        checker.tell(diagnostic.help(
            "write `for each` and `governed by`, and what they name, alike in every version of the clause",
        ));
        return;
    }
}

/// The first parameter or definition that the choice names, directly or through others, and that is
/// not the same in two versions.
fn changed_name(
    text: &ProvisionBody,
    earlier: &Names<'_>,
    later: &Names<'_>,
) -> Option<(String, Span, Span)> {
    let ProvisionBody::Clause(clause) = text else {
        return None;
    };
    let mut open: Vec<&ast::Expr> = clause.governed.iter().collect();
    if let Some(each) = &clause.for_each {
        open.extend(each.loops.iter().map(|(_, list)| list));
        open.extend(&each.filter);
    }
    let mut seen = BTreeSet::new();
    while let Some(expr) = open.pop() {
        for (name, _) in walk::names(expr) {
            let (Some(body), Some(other)) = (earlier.get(&name.text), later.get(&name.text)) else {
                continue;
            };
            if !Arc::ptr_eq(body, other) {
                return Some((name.text.clone(), other.name().span, body.name().span));
            }
            if let ProvisionBody::Define(define) = body.as_ref()
                && seen.insert(&name.text)
            {
                open.push(&define.body);
            }
        }
    }
    None
}
