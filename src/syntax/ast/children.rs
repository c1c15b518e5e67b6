//! The expressions that an expression is made of: the one list of them, for all that goes through a tree.

use super::{Expr, ExprKind, Loop};

/// The children of a kind of expression in the order of the text, borrowed or borrowed to be changed.
macro_rules! children {
    ($kind:expr, $rows:path, $iter:ident $(, $change:tt)?) => {
        match $kind {
            ExprKind::Number(_)
            | ExprKind::Money(..)
            | ExprKind::Date(_)
            | ExprKind::Text(_)
            | ExprKind::Boolean(_)
            | ExprKind::Percent(_)
            | ExprKind::Duration(..)
            | ExprKind::ThisClause
            | ExprKind::Name(_) => Vec::new(),
            ExprKind::Set(items)
            | ExprKind::Call(_, items)
            | ExprKind::And(items)
            | ExprKind::Or(items) => items.$iter().collect(),
            ExprKind::Field(inner, _)
            | ExprKind::YearOf(inner)
            | ExprKind::Negate(inner)
            | ExprKind::IsGiven(inner, _)
            | ExprKind::Not(inner)
            | ExprKind::CountList(inner) => vec![inner],
            ExprKind::Of(a, b)
            | ExprKind::On(a, b)
            | ExprKind::Arithmetic(_, a, b)
            | ExprKind::Compare(_, a, b)
            | ExprKind::In(a, b, _) => vec![a, b],
            ExprKind::Between(a, b, c) => vec![a, b, c],
            ExprKind::If(condition, then, otherwise) => {
                let mut all: Vec<&$($change)? Expr> = vec![condition, then];
                all.extend(otherwise.$iter().map(|otherwise| &$($change)? **otherwise));
                all
            }
            ExprKind::Quantifier(_, rows, body) => {
                let mut all = $rows(rows);
                all.push(body);
                all
            }
            ExprKind::Count(rows) => $rows(rows),
            ExprKind::Aggregate(_, body, rows) => {
                let mut all: Vec<&$($change)? Expr> = vec![body];
                all.extend($rows(rows));
                all
            }
            ExprKind::LongestGap(body, rows, from, to) => {
                let mut all: Vec<&$($change)? Expr> = vec![body];
                all.extend($rows(rows));
                all.push(from);
                all.push(to);
                all
            }
        }
    };
}

impl Expr {
    /// The expressions that it is made of, in the order of the text.
    pub fn children(&self) -> Vec<&Expr> {
        children!(&self.kind, of_loop, iter)
    }

    /// The same, to change them.
    pub fn children_mut(&mut self) -> Vec<&mut Expr> {
        children!(&mut self.kind, of_loop_mut, iter_mut, mut)
    }
}

fn of_loop(rows: &Loop) -> Vec<&Expr> {
    let mut all = vec![&rows.list];
    all.extend(&rows.filter);
    all
}

fn of_loop_mut(rows: &mut Loop) -> Vec<&mut Expr> {
    let mut all = vec![&mut rows.list];
    all.extend(&mut rows.filter);
    all
}
