//! Two rules to the smallest parts of them that differ.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::pairs::likeness;
use crate::diff::renaming::{Scope, key};
use crate::diff::{Edit, Part};
use crate::syntax::ast::{Expr, ExprKind, Loop};
use crate::syntax::print::print_expr;

/// How alike two conditions are from which one is said to have become the other.
const ALIKE: f64 = 0.5;
/// An expression that both sides begin with is written in full up to this many characters.
const SHORT: usize = 40;

/// The parts that differ; none where both rules mean the same.
pub(super) fn edits(was: (&Expr, &Scope), is: (&Expr, &Scope)) -> Vec<Edit> {
    let mut found = Vec::new();
    compare(was, is, &[], &mut found);
    found
}

/// An expression with the variables around it.
type Placed<'a> = (&'a Expr, &'a Scope);

fn same(was: Placed<'_>, is: Placed<'_>) -> bool {
    key(was.0, was.1) == key(is.0, is.1)
}

fn edit(part: Part, within: &[String], was: Option<&Expr>, is: Option<&Expr>) -> Edit {
    Edit {
        part,
        within: within.to_vec(),
        was: was.map(print_expr),
        is: is.map(print_expr),
        brief: None,
    }
}

fn inside(within: &[String], words: impl Into<String>) -> Vec<String> {
    let mut within = within.to_vec();
    within.push(words.into());
    within
}

fn compare(was: Placed<'_>, is: Placed<'_>, within: &[String], found: &mut Vec<Edit>) {
    if same(was, is) {
        return;
    }
    if joined(was, is, within, found) {
        return;
    }
    let (ws, is_scope) = (was.1, is.1);
    match (&was.0.kind, &is.0.kind) {
        (ExprKind::Not(a), ExprKind::Not(b)) => {
            return compare((a, ws), (b, is_scope), &inside(within, "not"), found);
        }
        (ExprKind::Quantifier(one, a, c), ExprKind::Quantifier(other, b, d)) if one == other => {
            let word = crate::syntax::quantifier_of(*one);
            if looped((a, ws), (b, is_scope), Some((c, d)), word, within, found) {
                return;
            }
        }
        (ExprKind::Count(a), ExprKind::Count(b))
            if looped((a, ws), (b, is_scope), None, "count", within, found) =>
        {
            return;
        }
        (ExprKind::Aggregate(one, c, a), ExprKind::Aggregate(other, d, b)) if one == other => {
            let word = crate::syntax::aggregate_of(*one);
            if looped((a, ws), (b, is_scope), Some((c, d)), word, within, found) {
                return;
            }
        }
        (ExprKind::If(a, c, e), ExprKind::If(b, d, f)) if e.is_some() == f.is_some() => {
            compare((a, ws), (b, is_scope), &inside(within, "if"), found);
            compare((c, ws), (d, is_scope), &inside(within, "then"), found);
            if let (Some(e), Some(f)) = (e, f) {
                compare((e, ws), (f, is_scope), &inside(within, "else"), found);
            }
            return;
        }
        (ExprKind::Set(a), ExprKind::Set(b)) => return members(a, b, within, found),
        (ExprKind::In(a, c, one), ExprKind::In(b, d, other))
            if one == other && same((a, ws), (b, is_scope)) && both_sets(c, d) =>
        {
            let words = format!("{} {}in", brief(a), if *one { "not " } else { "" });
            return compare((c, ws), (d, is_scope), &inside(within, words), found);
        }
        (ExprKind::Compare(one, a, c), ExprKind::Compare(other, b, d)) => {
            let (left, right) = (same((a, ws), (b, is_scope)), same((c, ws), (d, is_scope)));
            if one == other && right && goes_through(a, b) {
                return compare((a, ws), (b, is_scope), within, found);
            }
            if left {
                let mut edit = edit(Part::Expression, within, Some(was.0), Some(is.0));
                let (one, other) = (
                    crate::syntax::compare_of(*one),
                    crate::syntax::compare_of(*other),
                );
                edit.brief = Some((
                    format!("{} {one} {}", brief(a), brief(c)),
                    format!("{other} {}", brief(d)),
                ));
                found.push(edit);
                return;
            }
        }
        _ => {}
    }
    found.push(edit(Part::Expression, within, Some(was.0), Some(is.0)));
}

/// Whether both go through rows in the same way, so that what differs lies inside.
fn goes_through(a: &Expr, b: &Expr) -> bool {
    matches!(
        (&a.kind, &b.kind),
        (ExprKind::Count(_), ExprKind::Count(_))
            | (ExprKind::Aggregate(..), ExprKind::Aggregate(..))
    )
}

fn both_sets(a: &Expr, b: &Expr) -> bool {
    matches!((&a.kind, &b.kind), (ExprKind::Set(_), ExprKind::Set(_)))
}

/// An expression that is not what changed: `count(…)` where it is long.
fn brief(expr: &Expr) -> String {
    let whole = print_expr(expr);
    if whole.chars().count() <= SHORT && !matches!(expr.kind, ExprKind::Count(_)) {
        return whole;
    }
    match &expr.kind {
        ExprKind::Count(_) | ExprKind::CountList(_) => "count(…)".to_owned(),
        ExprKind::Aggregate(kind, ..) => format!("{}(…)", crate::syntax::aggregate_of(*kind)),
        ExprKind::LongestGap(..) => "longest_gap(…)".to_owned(),
        ExprKind::Call(name, _) => format!("{}(…)", name.text),
        _ => whole,
    }
}

/// Two loops over the same list; false where the lists differ, and nothing was said.
fn looped(
    (was, was_scope): (&Loop, &Scope),
    (is, is_scope): (&Loop, &Scope),
    bodies: Option<(&Expr, &Expr)>,
    word: &str,
    within: &[String],
    found: &mut Vec<Edit>,
) -> bool {
    if !same((&was.list, was_scope), (&is.list, is_scope)) {
        return false;
    }
    let rows = format!("{} in {}", is.variable.text, print_expr(&is.list));
    let words = match word {
        "every" | "some" | "no" => format!("{word} {rows}"),
        _ => format!("{word}({rows})"),
    };
    let within = inside(within, words);
    let was_scope = was_scope.with(&was.variable.text);
    let is_scope = is_scope.with(&is.variable.text);
    match (&was.filter, &is.filter) {
        (Some(was), Some(is)) => compare((was, &was_scope), (is, &is_scope), &within, found),
        (None, None) => {}
        (was, is) => found.push(edit(Part::Filter, &within, was.as_ref(), is.as_ref())),
    }
    if let Some((was, is)) = bodies {
        compare((was, &was_scope), (is, &is_scope), &within, found);
    }
    true
}

fn members(was: &[Expr], is: &[Expr], within: &[String], found: &mut Vec<Edit>) {
    let texts = |members: &[Expr]| -> Vec<String> { members.iter().map(print_expr).collect() };
    let (old, new) = (texts(was), texts(is));
    let held = |texts: &[String]| -> BTreeSet<String> { texts.iter().cloned().collect() };
    let (in_old, in_new) = (held(&old), held(&new));
    for (member, text) in was.iter().zip(&old) {
        if !in_new.contains(text) {
            found.push(edit(Part::Member, within, Some(member), None));
        }
    }
    for (member, text) in is.iter().zip(&new) {
        if !in_old.contains(text) {
            found.push(edit(Part::Member, within, None, Some(member)));
        }
    }
}

/// What `and` joins, whatever parentheses stand inside.
fn all_of(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::And(parts) => parts.iter().flat_map(all_of).collect(),
        _ => vec![expr],
    }
}

/// What `or` joins, likewise.
fn any_of(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::Or(parts) => parts.iter().flat_map(any_of).collect(),
        _ => vec![expr],
    }
}

/// What `and` or `or` joins; a condition alone is taken for one that is joined to nothing.
fn joined(was: Placed<'_>, is: Placed<'_>, within: &[String], found: &mut Vec<Edit>) -> bool {
    let (part, old, new) = match (&was.0.kind, &is.0.kind) {
        (ExprKind::And(_), ExprKind::Or(_)) | (ExprKind::Or(_), ExprKind::And(_)) => return false,
        (ExprKind::And(_), _) | (_, ExprKind::And(_)) => {
            (Part::Condition, all_of(was.0), all_of(is.0))
        }
        (ExprKind::Or(_), _) | (_, ExprKind::Or(_)) => {
            (Part::Alternative, any_of(was.0), any_of(is.0))
        }
        _ => return false,
    };
    let keys = |all: &[&Expr], scope: &Scope| -> Vec<String> {
        all.iter().map(|one| key(one, scope)).collect()
    };
    let (old_keys, new_keys) = (keys(&old, was.1), keys(&new, is.1));
    let pairs = paired(&old_keys, &new_keys);
    if pairs.is_empty() {
        return false;
    }
    let taken: BTreeSet<usize> = pairs.values().copied().collect();
    if pairs.len() == old.len() && pairs.len() == new.len() {
        let ascending = pairs
            .values()
            .zip(pairs.values().skip(1))
            .all(|(a, b)| a < b);
        if !ascending {
            found.push(edit(Part::Order, within, Some(was.0), Some(is.0)));
        }
    }
    for (at, one) in old.iter().enumerate() {
        match pairs.get(&at).and_then(|to| new.get(*to)) {
            Some(other) => compare((one, was.1), (other, is.1), within, found),
            None => found.push(edit(part, within, Some(one), None)),
        }
    }
    for (at, one) in new.iter().enumerate() {
        if !taken.contains(&at) {
            found.push(edit(part, within, None, Some(one)));
        }
    }
    true
}

/// Which of the old ones became which of the new ones: first those that are the same, then those that
/// are most alike.
fn paired(old: &[String], new: &[String]) -> BTreeMap<usize, usize> {
    crate::diff::pairs::paired(old, new, |was, is| {
        let alike = likeness(was, is);
        (alike >= ALIKE).then_some(alike)
    })
}
