//! Rules that mean the same as the same text, and the names that a rule reads.

use std::collections::BTreeSet;

use crate::syntax::ast::{ArithmeticOp, DurationUnit, Expr, ExprKind, Loop};
use crate::syntax::print::print_expr;

/// The variables around an expression, outermost first. Each is known by how many are around it.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    variables: Vec<String>,
}

impl Scope {
    /// The same with one more variable inside.
    pub(super) fn with(&self, variable: &str) -> Scope {
        let mut scope = self.clone();
        scope.variables.push(variable.to_owned());
        scope
    }

    fn number(&self, name: &str) -> Option<usize> {
        self.variables.iter().rposition(|one| one == name)
    }
}

/// A text that two expressions share exactly if they mean the same by their form: variables by number,
/// sets in order, numbers without the zeros that end them, what `and`, `or`, `+` and `*` join without the
/// parentheses that change nothing.
pub(super) fn key(expr: &Expr, scope: &Scope) -> String {
    let mut expr = expr.clone();
    let mut scope = scope.clone();
    settle(&mut expr, &mut scope);
    print_expr(&expr)
}

fn settle(expr: &mut Expr, scope: &mut Scope) {
    match &mut expr.kind {
        ExprKind::Name(name) => {
            if let Some(number) = scope.number(&name.text) {
                // No name of a rules file has this sign.
                name.text = format!("${number}");
            }
        }
        ExprKind::Number(digits) | ExprKind::Money(digits, _) => {
            if digits.contains('.') {
                let kept = digits.trim_end_matches('0').trim_end_matches('.').len();
                digits.truncate(kept);
            }
        }
        ExprKind::Set(members) => {
            for member in members.iter_mut() {
                settle(member, scope);
            }
            members.sort_by_cached_key(print_expr);
        }
        ExprKind::Quantifier(_, around, body) => looped(around, scope, |scope| {
            settle(body, scope);
        }),
        ExprKind::Count(around) => looped(around, scope, |_| ()),
        ExprKind::Aggregate(_, body, around) => looped(around, scope, |scope| {
            settle(body, scope);
        }),
        ExprKind::LongestGap(body, around, from, to) => {
            looped(around, scope, |scope| settle(body, scope));
            settle(from, scope);
            settle(to, scope);
        }
        _ => {
            for child in expr.children_mut() {
                settle(child, scope);
            }
            regroup(&mut expr.kind);
        }
    }
}

/// Takes away the parentheses that change nothing, those of the parts having gone before.
fn regroup(kind: &mut ExprKind) {
    match kind {
        ExprKind::And(parts) => {
            let inner = |part| match part {
                ExprKind::And(inner) => Ok(inner),
                other => Err(other),
            };
            flatten(parts, inner);
        }
        ExprKind::Or(parts) => {
            let inner = |part| match part {
                ExprKind::Or(inner) => Ok(inner),
                other => Err(other),
            };
            flatten(parts, inner);
        }
        // Durations are not added to each other, so that no sum means another with other parentheses.
        ExprKind::Arithmetic(op @ (ArithmeticOp::Add | ArithmeticOp::Multiply), a, b) => {
            let op = *op;
            // `a + (b + c)` is `(a + b) + c`; the right side was regrouped, so it leans to the left.
            let mut right = Vec::new();
            let mut at = b.as_ref();
            while let ExprKind::Arithmetic(own, left, last) = &at.kind
                && *own == op
            {
                right.push(last.as_ref().clone());
                at = left.as_ref();
            }
            right.push(at.clone());
            let mut whole = a.as_ref().clone();
            for term in right.into_iter().rev() {
                let span = whole.span;
                let kind = ExprKind::Arithmetic(op, Box::new(whole), Box::new(term));
                whole = Expr { kind, span };
            }
            *kind = whole.kind;
        }
        _ => {}
    }
}

/// Puts what a part joins in the place of the part.
fn flatten(parts: &mut Vec<Expr>, inner: impl Fn(ExprKind) -> Result<Vec<Expr>, ExprKind>) {
    let whole = std::mem::take(parts);
    for part in whole {
        match inner(part.kind) {
            Ok(inner) => parts.extend(inner),
            Err(kind) => parts.push(Expr { kind, ..part }),
        }
    }
}

fn looped(around: &mut Loop, scope: &mut Scope, inside: impl FnOnce(&mut Scope)) {
    settle(&mut around.list, scope);
    scope.variables.push(around.variable.text.clone());
    if let Some(filter) = &mut around.filter {
        settle(filter, scope);
    }
    inside(scope);
    scope.variables.pop();
    around.variable.text = format!("${}", scope.variables.len());
}

/// What an expression reads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Reads {
    /// The names that stand alone and what is called, variables among them.
    pub(super) names: BTreeSet<String>,
    /// Whether it counts business days.
    pub(super) calendar: bool,
}

/// Adds what an expression reads.
pub(super) fn reads(expr: &Expr, found: &mut Reads) {
    // No variable has the name of a parameter or a definition, so none needs to be left out.
    match &expr.kind {
        ExprKind::Name(name) => {
            found.names.insert(name.text.clone());
        }
        ExprKind::Duration(_, DurationUnit::BusinessDays) => found.calendar = true,
        ExprKind::Call(name, _) => {
            found.calendar |= matches!(
                name.text.as_str(),
                "business_days" | "next_business_day" | "previous_business_day"
            );
            found.names.insert(name.text.clone());
        }
        _ => {}
    }
    for child in expr.children() {
        reads(child, found);
    }
}
