//! The small changes of one expression.

use crate::mutate::words::{Kind, Words};
use crate::source::Span;
use crate::syntax::ast::{
    AggregateKind, ArithmeticOp, CompareOp, DateLiteral, DurationUnit, Expr, ExprKind, Loop, Name,
    QuantifierKind,
};
use crate::syntax::print::print_expr;
use crate::value::Day;

/// One small change of an expression.
#[derive(Debug, Clone)]
pub struct Step {
    /// Which kind of change it is.
    pub kind: Kind,
    /// The words that are changed.
    pub span: Span,
    /// How it reads before and after.
    pub words: Words,
    /// The whole expression after the change.
    pub whole: Expr,
}

/// Every small change of an expression and of its parts, in the order of the text.
pub fn steps(expr: &Expr) -> Vec<Step> {
    let mut found = own(expr);
    let mut after = expr.clone();
    for (at, child) in after.children_mut().into_iter().enumerate() {
        for mut step in steps(child) {
            let mut whole = expr.clone();
            if let Some(place) = whole.children_mut().into_iter().nth(at) {
                *place = step.whole;
            }
            // A bare value says nothing: it is told with what stands around it.
            if let Words::Value(..) = step.words {
                step.words = Words::Reads(print_expr(expr), print_expr(&whole));
            }
            step.whole = whole;
            found.push(step);
        }
    }
    found
}

/// The changes of the outermost operation alone.
fn own(expr: &Expr) -> Vec<Step> {
    let mut made = Made {
        expr,
        found: Vec::new(),
    };
    match &expr.kind {
        ExprKind::Number(digits) => {
            for digits in neighbours(digits) {
                made.value(Kind::Number, ExprKind::Number(digits));
            }
        }
        ExprKind::Percent(digits) => {
            for digits in neighbours(digits) {
                made.value(Kind::Number, ExprKind::Percent(digits));
            }
        }
        ExprKind::Call(name, arguments) if other_call(&name.text).is_some() => {
            let text = other_call(&name.text).unwrap_or_default().to_owned();
            let kind = if text.len() == 3 {
                Kind::Quantifier
            } else {
                Kind::Term
            };
            let name = Name {
                text,
                span: name.span,
            };
            made.reads(kind, ExprKind::Call(name, arguments.clone()));
        }
        ExprKind::Money(digits, currency) => {
            for digits in neighbours(&in_cents(digits)) {
                made.value(Kind::Number, ExprKind::Money(digits, currency.clone()));
            }
        }
        ExprKind::Duration(count, unit) => {
            for count in neighbours(count) {
                made.value(Kind::Term, ExprKind::Duration(count, *unit));
            }
            if *unit == DurationUnit::BusinessDays {
                let other = ExprKind::Duration(count.clone(), DurationUnit::Days);
                made.value(Kind::Term, other);
            }
        }
        ExprKind::Date(date) => {
            for date in days_beside(*date) {
                made.value(Kind::Date, ExprKind::Date(date));
            }
        }
        ExprKind::Boolean(value) => made.value(Kind::Value, ExprKind::Boolean(!value)),
        ExprKind::Set(members) if members.len() > 1 => {
            for at in 0..members.len() {
                let mut kept = members.clone();
                let left_out = kept.remove(at);
                let words = Words::LeftOutOf(print_expr(&left_out), print_expr(expr));
                made.push(Kind::Member, left_out.span, words, ExprKind::Set(kept));
            }
        }
        ExprKind::Negate(inner) => made.instead(Kind::Arithmetic, inner),
        ExprKind::Arithmetic(op, a, b) => {
            let other = match op {
                ArithmeticOp::Add => Some(ArithmeticOp::Subtract),
                ArithmeticOp::Subtract => Some(ArithmeticOp::Add),
                ArithmeticOp::Multiply | ArithmeticOp::Divide => None,
            };
            if let Some(other) = other {
                made.reads(
                    Kind::Arithmetic,
                    ExprKind::Arithmetic(other, a.clone(), b.clone()),
                );
            }
        }
        ExprKind::Compare(op, a, b) => {
            let other = ExprKind::Compare(beside(*op), a.clone(), b.clone());
            made.reads(Kind::Comparison, other);
        }
        ExprKind::Between(x, a, b) => {
            for (low, high) in [
                (CompareOp::Greater, CompareOp::LessOrEqual),
                (CompareOp::GreaterOrEqual, CompareOp::Less),
            ] {
                let end = |op, end: &Expr| Expr {
                    kind: ExprKind::Compare(op, x.clone(), Box::new(end.clone())),
                    span: expr.span,
                };
                let both = ExprKind::And(vec![end(low, a), end(high, b)]);
                made.reads(Kind::Comparison, both);
            }
        }
        ExprKind::In(x, set, not) => {
            made.reads(Kind::Not, ExprKind::In(x.clone(), set.clone(), !not));
        }
        ExprKind::IsGiven(x, not) => {
            made.reads(Kind::Given, ExprKind::IsGiven(x.clone(), !not));
        }
        ExprKind::Not(inner) => made.instead(Kind::Not, inner),
        ExprKind::And(all) => {
            made.reads(Kind::AndOr, ExprKind::Or(all.clone()));
            made.fewer(all, ExprKind::And);
        }
        ExprKind::Or(all) => {
            made.reads(Kind::AndOr, ExprKind::And(all.clone()));
            made.fewer(all, ExprKind::Or);
        }
        ExprKind::If(_, a, Some(b)) => {
            made.instead(Kind::If, a);
            made.instead(Kind::If, b);
        }
        ExprKind::If(_, a, None) => {
            made.instead(Kind::If, a);
            let words = Words::LeftOut(print_expr(expr));
            made.push(Kind::If, expr.span, words, ExprKind::Boolean(true));
        }
        ExprKind::Quantifier(kind, rows, body) => {
            let other = match kind {
                QuantifierKind::Every => QuantifierKind::Some,
                QuantifierKind::Some => QuantifierKind::Every,
                QuantifierKind::No => QuantifierKind::Some,
            };
            let head = |kind| format!("{} {}", word(kind), head(rows));
            let words = Words::Reads(head(*kind), head(other));
            let changed = ExprKind::Quantifier(other, rows.clone(), body.clone());
            made.push(Kind::Quantifier, expr.span, words, changed);
            let body = body.clone();
            made.unfiltered(rows, |rows| ExprKind::Quantifier(*kind, rows, body));
        }
        ExprKind::Count(rows) => made.unfiltered(rows, ExprKind::Count),
        ExprKind::Aggregate(kind, term, rows) => {
            let other = match kind {
                AggregateKind::Min => Some(AggregateKind::Max),
                AggregateKind::Max => Some(AggregateKind::Min),
                AggregateKind::Sum | AggregateKind::Mean => None,
            };
            if let Some(other) = other {
                let changed = ExprKind::Aggregate(other, term.clone(), rows.clone());
                made.reads(Kind::Quantifier, changed);
            }
            let term = term.clone();
            made.unfiltered(rows, |rows| ExprKind::Aggregate(*kind, term, rows));
        }
        ExprKind::LongestGap(term, rows, from, to) => {
            let (term, from, to) = (term.clone(), from.clone(), to.clone());
            made.unfiltered(rows, |rows| ExprKind::LongestGap(term, rows, from, to));
        }
        ExprKind::Set(_)
        | ExprKind::ThisClause
        | ExprKind::Text(_)
        | ExprKind::Name(_)
        | ExprKind::Field(..)
        | ExprKind::Call(..)
        | ExprKind::Of(..)
        | ExprKind::YearOf(_)
        | ExprKind::On(..)
        | ExprKind::CountList(_) => {}
    }
    made.found
}

/// The function of the language that does the contrary: `max` for `min`.
fn other_call(name: &str) -> Option<&'static str> {
    Some(match name {
        "min" => "max",
        "max" => "min",
        "next_business_day" => "previous_business_day",
        "previous_business_day" => "next_business_day",
        _ => return None,
    })
}

/// The changes of one operation as they are found.
struct Made<'e> {
    expr: &'e Expr,
    found: Vec<Step>,
}

impl Made<'_> {
    fn push(&mut self, kind: Kind, span: Span, words: Words, changed: ExprKind) {
        self.found.push(Step {
            kind,
            span,
            words,
            whole: Expr {
                kind: changed,
                span: self.expr.span,
            },
        });
    }

    fn reads(&mut self, kind: Kind, changed: ExprKind) {
        let after = Expr {
            kind: changed.clone(),
            span: self.expr.span,
        };
        let words = Words::Reads(print_expr(self.expr), print_expr(&after));
        self.push(kind, self.expr.span, words, changed);
    }

    fn value(&mut self, kind: Kind, changed: ExprKind) {
        let after = Expr {
            kind: changed.clone(),
            span: self.expr.span,
        };
        let words = Words::Value(print_expr(self.expr), print_expr(&after));
        self.push(kind, self.expr.span, words, changed);
    }

    /// A part in the place of the whole.
    fn instead(&mut self, kind: Kind, part: &Expr) {
        self.reads(kind, part.kind.clone());
    }

    /// Each member of a conjunction or disjunction left out.
    fn fewer(&mut self, all: &[Expr], joined: fn(Vec<Expr>) -> ExprKind) {
        for at in 0..all.len() {
            let mut kept = all.to_vec();
            let left_out = kept.remove(at);
            let changed = match kept.as_slice() {
                [one] => one.kind.clone(),
                _ => joined(kept),
            };
            let words = Words::LeftOut(print_expr(&left_out));
            self.push(Kind::Condition, left_out.span, words, changed);
        }
    }

    /// A loop without its `where`.
    fn unfiltered(&mut self, rows: &Loop, around: impl FnOnce(Box<Loop>) -> ExprKind) {
        let Some(filter) = &rows.filter else {
            return;
        };
        let words = Words::LeftOut(format!("where {}", print_expr(filter)));
        let mut all = rows.clone();
        all.filter = None;
        let changed = around(Box::new(all));
        self.push(Kind::Where, filter.span, words, changed);
    }
}

/// The comparison that differs from another in one case alone: of what is equal, or of what is not.
fn beside(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Equal => CompareOp::NotEqual,
        CompareOp::NotEqual => CompareOp::Equal,
        CompareOp::Less => CompareOp::LessOrEqual,
        CompareOp::LessOrEqual => CompareOp::Less,
        CompareOp::Greater => CompareOp::GreaterOrEqual,
        CompareOp::GreaterOrEqual => CompareOp::Greater,
        CompareOp::Before => CompareOp::OnOrBefore,
        CompareOp::After => CompareOp::OnOrAfter,
        CompareOp::OnOrBefore => CompareOp::Before,
        CompareOp::OnOrAfter => CompareOp::After,
        // What is not done yet is then no longer in time.
        CompareOp::By => CompareOp::OnOrBefore,
    }
}

/// The numbers one step of the last written digit below and above, as far as they are not negative.
fn neighbours(digits: &str) -> Vec<String> {
    let decimals = digits.split_once('.').map_or(0, |(_, after)| after.len());
    let Ok(value) = digits.replace('.', "").parse::<i128>() else {
        return Vec::new();
    };
    let write = |value: i128| {
        let text = format!("{value:0width$}", width = decimals + 1);
        match decimals {
            0 => text,
            _ => {
                let (whole, after) = text.split_at(text.len() - decimals);
                format!("{whole}.{after}")
            }
        }
    };
    let below = (value > 0).then(|| value - 1);
    let both = below.into_iter().chain(value.checked_add(1));
    both.map(write).collect()
}

/// Money to the cent, so that the step beside it is a cent.
fn in_cents(digits: &str) -> String {
    match digits.split_once('.') {
        None => format!("{digits}.00"),
        Some((whole, after)) if after.len() < 2 => format!("{whole}.{after:0<2}"),
        Some(_) => digits.to_owned(),
    }
}

/// The day before and the day after.
pub fn days_beside(date: DateLiteral) -> Vec<DateLiteral> {
    let day = Day::new(
        i64::from(date.year),
        i64::from(date.month),
        i64::from(date.day),
    );
    let beside = [-1, 1].map(|step| day.and_then(|day| day.add_days(step)));
    beside
        .into_iter()
        .flatten()
        .filter_map(|day| literal(day, date.span))
        .collect()
}

/// A day as it would be written.
pub fn literal(day: Day, span: Span) -> Option<DateLiteral> {
    let text = day.to_string();
    let mut numbers = text.split('-');
    Some(DateLiteral {
        year: numbers.next()?.parse().ok()?,
        month: numbers.next()?.parse().ok()?,
        day: numbers.next()?.parse().ok()?,
        span,
    })
}

fn word(kind: QuantifierKind) -> &'static str {
    match kind {
        QuantifierKind::Every => "every",
        QuantifierKind::Some => "some",
        QuantifierKind::No => "no",
    }
}

/// `x in xs where c`
fn head(rows: &Loop) -> String {
    let filter = rows.filter.as_ref();
    let filter = filter.map_or(String::new(), |filter| {
        format!(" where {}", print_expr(filter))
    });
    format!(
        "{} in {}{filter}",
        rows.variable.text,
        print_expr(&rows.list)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;
    use crate::syntax::ast::{ClauseBody, Item, ProvisionBody};
    use crate::syntax::parse;

    /// What each change of a condition comes to, as it would be written.
    fn changed(condition: &str) -> Vec<String> {
        let text = format!("clause a.b \"x\"\n  cites \"y\"\n  requires {condition}\n");
        let parsed = parse(SourceId(0), &text);
        assert_eq!(parsed.diagnostics, Vec::new(), "{condition}");
        let Item::Provision(provision) = &parsed.file.items[0] else {
            panic!("no provision");
        };
        let ProvisionBody::Clause(clause) = provision.body.as_ref() else {
            panic!("no clause");
        };
        let ClauseBody::Requires(expr) = &clause.body else {
            panic!("not judged");
        };
        let all = steps(expr).into_iter();
        all.map(|step| print_expr(&step.whole)).collect()
    }

    #[test]
    fn a_comparison_moves_by_the_case_of_equality_and_its_number_by_one() {
        assert_eq!(changed("n <= 7"), ["n < 7", "n <= 6", "n <= 8"]);
        assert_eq!(changed("n = 0"), ["n != 0", "n = 1"]);
        assert_eq!(changed("n > 0.25"), ["n >= 0.25", "n > 0.24", "n > 0.26"]);
        assert_eq!(changed("a on or before b"), ["a before b"]);
        assert_eq!(changed("a by b"), ["a on or before b"]);
    }

    #[test]
    fn money_moves_by_a_cent_and_a_term_by_a_day() {
        assert_eq!(
            changed("m < 100_000 MXN"),
            [
                "m <= 100_000 MXN",
                "m < 99_999.99 MXN",
                "m < 100_000.01 MXN"
            ]
        );
        assert_eq!(
            changed("a by b + 1 business day"),
            [
                "a on or before b + 1 business day",
                "a by b - 1 business day",
                "a by b + 0 business days",
                "a by b + 2 business days",
                "a by b + 1 day"
            ]
        );
        assert_eq!(
            changed("a = 2016-02-29"),
            ["a != 2016-02-29", "a = 2016-02-28", "a = 2016-03-01"]
        );
    }

    #[test]
    fn logic_loses_a_part_or_turns() {
        assert_eq!(
            changed("a and b and c"),
            ["a or b or c", "b and c", "a and c", "a and b"]
        );
        assert_eq!(changed("not a"), ["a"]);
        assert_eq!(changed("a is given"), ["a is not given"]);
        assert_eq!(
            changed("a in {b, c}"),
            ["a not in {b, c}", "a in {c}", "a in {b}"]
        );
        assert_eq!(changed("if a then b"), ["b", "true"]);
        assert_eq!(changed("if a then b else c"), ["b", "c"]);
    }

    #[test]
    fn rows_lose_their_condition_and_their_quantifier() {
        assert_eq!(
            changed("every x in xs where a satisfies b"),
            [
                "some x in xs where a satisfies b",
                "every x in xs satisfies b"
            ]
        );
        assert_eq!(
            changed("no x in xs satisfies b"),
            ["some x in xs satisfies b"]
        );
        assert_eq!(
            changed("count(x in xs where a) < n"),
            ["count(x in xs where a) <= n", "count(x in xs) < n"]
        );
    }

    #[test]
    fn a_number_between_ends_loses_either() {
        assert_eq!(
            changed("n between a and b"),
            ["n > a and n <= b", "n >= a and n < b"]
        );
    }
}
