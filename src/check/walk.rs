//! The parts of a provision and of an expression, for what goes through a tree without typing it.

use std::collections::BTreeSet;

use crate::syntax::ast::{
    Clause, ClauseBody, Expr, ExprKind, Message, MessagePart, Name, ProvisionBody, Ruleset,
};

/// Whether an expression names `this clause`.
pub fn names_clause(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::ThisClause) || expr.children().into_iter().any(names_clause)
}

/// Hands every expression of a tree on, with how deep it stands in it; the tree itself stands at 1.
pub(super) fn each<'e>(expr: &'e Expr, visit: &mut impl FnMut(&'e Expr, usize)) {
    // A stack of its own: what is handed in may nest deeper than a parser would let it.
    let mut open = vec![(expr, 1)];
    while let Some((expr, depth)) = open.pop() {
        visit(expr, depth);
        open.extend(
            expr.children()
                .into_iter()
                .rev()
                .map(|child| (child, depth + 1)),
        );
    }
}

/// The names that an expression uses as they would stand alone or be called, and how deep each stands.
/// The variables of its own loops are left out.
pub fn names(expr: &Expr) -> Vec<(&Name, usize)> {
    let mut found = Vec::new();
    let mut variables = BTreeSet::new();
    each(expr, &mut |expr, depth| {
        found.extend(said(expr).map(|name| (name, depth)));
        variables.extend(bound(expr).map(|variable| variable.text.as_str()));
    });
    found.retain(|(name, _)| !variables.contains(name.text.as_str()));
    found
}

/// The name that an expression is, alone or called.
pub(super) fn said(expr: &Expr) -> Option<&Name> {
    match &expr.kind {
        ExprKind::Name(name) | ExprKind::Call(name, _) => Some(name),
        _ => None,
    }
}

/// The variable that an expression binds.
pub(super) fn bound(expr: &Expr) -> Option<&Name> {
    match &expr.kind {
        ExprKind::Quantifier(_, rows, _)
        | ExprKind::Count(rows)
        | ExprKind::Aggregate(_, _, rows)
        | ExprKind::LongestGap(_, rows, _, _) => Some(&rows.variable),
        _ => None,
    }
}

/// How deep an expression nests.
pub(super) fn depth(expr: &Expr) -> usize {
    let mut most = 0;
    each(expr, &mut |_, depth| most = most.max(depth));
    most
}

/// The expressions of a provision, in the order of the text.
pub fn expressions(body: &ProvisionBody) -> Vec<&Expr> {
    match body {
        ProvisionBody::Clause(clause) => expressions_of(clause),
        ProvisionBody::Parameter(parameter) => parameter.value.values(),
        ProvisionBody::Define(define) => vec![&define.body],
        ProvisionBody::Indicator(indicator) => vec![&indicator.value],
    }
}

/// The expressions of a version's header.
pub fn of_header(header: &Ruleset) -> Vec<&Expr> {
    let mut all: Vec<&Expr> = header.applies.iter().collect();
    all.extend(header.exceptions.iter().map(|exception| &exception.when));
    all
}

/// The expressions of a clause, in the order of its lines.
pub fn expressions_of(clause: &Clause) -> Vec<&Expr> {
    let mut all = Vec::new();
    if let Some(each) = &clause.for_each {
        all.extend(each.loops.iter().map(|(_, list)| list));
        all.extend(&each.filter);
    }
    all.extend(&clause.governed);
    all.extend(&clause.applies);
    all.extend(clause.exceptions.iter().map(|exception| &exception.when));
    if let ClauseBody::Requires(requires) = &clause.body {
        all.push(requires);
    }
    let said = clause.otherwise.iter().chain(&clause.remedy);
    all.extend(said.flat_map(shown));
    all
}

fn shown(message: &Message) -> impl Iterator<Item = &Expr> {
    message.parts.iter().filter_map(|part| match part {
        MessagePart::Expr(expr) => Some(expr),
        MessagePart::Text(_) => None,
    })
}
