//! What a lawyer still has to check of all that a clause rests on.
//!
//! A mark stands where the doubt is: on a clause, a parameter, a definition, the calendar, a version. What
//! is judged by any of them is no surer than they are, so each clause gathers them, through definitions
//! that use others.

use std::collections::{BTreeMap, BTreeSet};

use crate::book::{Book, Version};
use crate::check::ir::{Clause, Mark};
use crate::check::walk;
use crate::check::words::{BUILTINS, Builtin};
use crate::syntax::ast::{
    Calendar, DurationUnit, Expr, ExprKind, ProvisionBody, ProvisionKind, Text,
};

/// Gathers the marks of each clause of every version.
pub(super) fn gather(book: &Book, clauses: &mut [Clause]) {
    let calendar = book.calendar.as_ref();
    let versions = book.versions.iter();
    let versions: Vec<Marked> = versions.map(|one| Marked::new(one, calendar)).collect();
    for clause in clauses {
        if let Some(version) = versions.get(clause.version) {
            clause.marks = version.marks(&clause.id);
        }
    }
}

/// The provisions of a version by their names.
struct Marked<'b> {
    version: &'b Version,
    calendar: Option<&'b Calendar>,
    clauses: BTreeMap<&'b str, &'b ProvisionBody>,
    named: BTreeMap<&'b str, &'b ProvisionBody>,
}

impl<'b> Marked<'b> {
    fn new(version: &'b Version, calendar: Option<&'b Calendar>) -> Marked<'b> {
        let mut marked = Marked {
            version,
            calendar,
            clauses: BTreeMap::new(),
            named: BTreeMap::new(),
        };
        for provision in &version.provisions {
            let body = provision.body.as_ref();
            let name = body.name().text.as_str();
            match body.kind() {
                ProvisionKind::Clause => marked.clauses.insert(name, body),
                ProvisionKind::Parameter | ProvisionKind::Define => marked.named.insert(name, body),
                ProvisionKind::Indicator => None,
            };
        }
        marked
    }

    /// The marks of a clause, its own first, then in the order in which it names what they stand on.
    fn marks(&self, id: &str) -> Vec<Mark> {
        let mut marks = Vec::new();
        let Some(body) = self.clauses.get(id) else {
            return marks;
        };
        put(&mut marks, "clause", id, review(body));
        let mut seen = BTreeSet::new();
        let mut own = walk::expressions(body);
        own.extend(walk::of_header(&self.version.scope.1));
        let mut counted = own.iter().any(|expr| counts(expr));
        // Names still to be taken up, the next one last.
        let mut open: Vec<&str> = names(&own);
        open.reverse();
        while let Some(name) = open.pop() {
            let Some(body) = self.named.get(name) else {
                continue;
            };
            if !seen.insert(name) {
                continue;
            }
            let kind = match body.kind() {
                ProvisionKind::Parameter => "parameter",
                _ => "definition",
            };
            put(&mut marks, kind, name, review(body));
            let further = walk::expressions(body);
            counted |= further.iter().any(|expr| counts(expr));
            open.extend(names(&further).into_iter().rev());
        }
        if let Some(calendar) = self.calendar.filter(|_| counted) {
            for why in &calendar.review {
                put(&mut marks, "calendar", &calendar.name.text, Some(why));
            }
        }
        let header = &self.version.header;
        let ruleset = self.version.name();
        put(&mut marks, "ruleset", &ruleset, header.review.as_ref());
        marks
    }
}

/// The names that expressions say, in the order of the text.
fn names<'e>(expressions: &[&'e Expr]) -> Vec<&'e str> {
    let said = expressions.iter().flat_map(|expr| walk::names(expr));
    said.map(|(name, _)| name.text.as_str()).collect()
}

/// Whether an expression counts business days.
fn counts(expr: &Expr) -> bool {
    let mut found = false;
    walk::each(expr, &mut |expr, _| {
        found |= match &expr.kind {
            ExprKind::Duration(_, unit) => *unit == DurationUnit::BusinessDays,
            ExprKind::Call(name, _) => BUILTINS.iter().any(|(builtin, what, _)| {
                *builtin == name.text
                    && matches!(
                        what,
                        Builtin::BusinessDays
                            | Builtin::NextBusinessDay
                            | Builtin::PreviousBusinessDay
                    )
            }),
            _ => false,
        };
    });
    found
}

fn review(body: &ProvisionBody) -> Option<&Text> {
    match body {
        ProvisionBody::Clause(clause) => clause.review.as_ref(),
        ProvisionBody::Parameter(parameter) => parameter.review.as_ref(),
        ProvisionBody::Define(define) => define.review.as_ref(),
        ProvisionBody::Indicator(indicator) => indicator.review.as_ref(),
    }
}

fn put(marks: &mut Vec<Mark>, kind: &str, name: &str, review: Option<&Text>) {
    marks.extend(review.map(|why| Mark {
        of: format!("{kind} {name}"),
        why: why.value.clone(),
    }));
}
