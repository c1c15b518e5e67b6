//! Pairs to expressions.
//!
//! Recursion goes as deep as brackets, `if` and quantifiers nest, which [`mistakes`](super::mistakes)
//! has capped; the depth of the tree, which chains of operators deepen as well, is capped here.

use super::ast::{
    AggregateKind, ArithmeticOp, CompareOp, DurationUnit, Expr, ExprKind, Loop, Name,
    QuantifierKind,
};
use super::build::Builder;
use super::grammar::Rule;
use super::quoted;
use crate::diagnostic::codes;
use crate::source::Span;
use pest::iterators::{Pair, Pairs};
use pest::pratt_parser::{Assoc, Op, PrattParser};
use std::sync::LazyLock;

/// How deep a tree may be: each operator of a chain such as `a + b + c` makes it one deeper.
const DEEPEST_TREE: usize = 128;

/// Loosest first.
static OPERATORS: LazyLock<PrattParser<Rule>> = LazyLock::new(|| {
    let left = |rule| Op::infix(rule, Assoc::Left);
    PrattParser::new()
        .op(left(Rule::add) | left(Rule::subtract))
        .op(left(Rule::multiply) | left(Rule::divide))
        .op(Op::prefix(Rule::negative))
        .op(Op::prefix(Rule::year_of) | left(Rule::on_date) | left(Rule::of_row))
});

/// An expression, and how far it reaches with its parentheses.
#[derive(Debug)]
struct Node {
    expr: Expr,
    reach: Span,
    depth: usize,
}

/// The expression of a pair of the rule `expression` or `sum`.
pub(super) fn build<'t>(builder: &mut Builder<'_, 't>, pair: Pair<'t, Rule>) -> Option<Expr> {
    any(builder, pair).map(|node| node.expr)
}

/// The rows that a pair of the rule `rows` or `each` goes through.
pub(super) fn rows<'t>(builder: &mut Builder<'_, 't>, pair: Pair<'t, Rule>) -> Option<Loop> {
    loop_of(builder, pair).map(|(made, _, _)| made)
}

fn any<'t>(builder: &mut Builder<'_, 't>, pair: Pair<'t, Rule>) -> Option<Node> {
    match pair.as_rule() {
        Rule::expression => logic(builder, pair),
        _ => sum(builder, pair),
    }
}

/// Puts a node above others, unless the tree becomes too deep.
fn above(builder: &mut Builder, kind: ExprKind, reach: Span, below: usize) -> Option<Node> {
    if below >= DEEPEST_TREE {
        let message =
            format!("this expression is nested too deep: {DEEPEST_TREE} operations are allowed");
        let help = "give a part of it a name: `define … = …`";
        builder
            .reader
            .error(codes::NESTED_TOO_DEEP, message, reach, "", help);
        return None;
    }
    Some(Node {
        expr: Expr { kind, span: reach },
        reach,
        depth: below + 1,
    })
}

fn logic<'t>(builder: &mut Builder<'_, 't>, pair: Pair<'t, Rule>) -> Option<Node> {
    let mut pairs = pair.into_inner();
    let first = negation(builder, pairs.next()?)?;
    let mut reach = first.reach;
    let mut depth = first.depth;
    let mut operands = vec![first.expr];
    let mut joined: Option<(Rule, Span)> = None;
    let mut mixed = None;
    while let (Some(word), Some(operand)) = (pairs.next(), pairs.next()) {
        let here = (word.as_rule(), builder.span(&word));
        match joined {
            Some(before) if before.0 != here.0 => mixed = mixed.or(Some((before, here))),
            Some(_) => {}
            None => joined = Some(here),
        }
        let node = negation(builder, operand)?;
        reach = reach.to(node.reach);
        depth = depth.max(node.depth);
        operands.push(node.expr);
    }
    if let Some(((_, before), (_, here))) = mixed {
        let error = crate::diagnostic::Diagnostic::error(
            codes::AND_OR_MIXED,
            "`and` and `or` stand side by side without parentheses",
            here,
            "",
        );
        builder.reader.tell(
            error.also(before, "the other one").help(
                "put what belongs together in parentheses: `(a and b) or c`, `a and (b or c)`",
            ),
        );
        return None;
    }
    match joined {
        None => Some(Node {
            expr: operands.pop()?,
            reach,
            depth,
        }),
        Some((Rule::word_and, _)) => above(builder, ExprKind::And(operands), reach, depth),
        Some(_) => above(builder, ExprKind::Or(operands), reach, depth),
    }
}

fn negation<'t>(builder: &mut Builder<'_, 't>, pair: Pair<'t, Rule>) -> Option<Node> {
    let mut nots = Vec::new();
    let mut node = None;
    for inner in pair.into_inner() {
        if inner.as_rule() == Rule::word_not {
            nots.push(builder.span(&inner));
        } else {
            node = Some(comparison(builder, inner)?);
        }
    }
    let mut node = node?;
    while let Some(not) = nots.pop() {
        node = above(
            builder,
            ExprKind::Not(Box::new(node.expr)),
            not.to(node.reach),
            node.depth,
        )?;
    }
    Some(node)
}

fn comparison<'t>(builder: &mut Builder<'_, 't>, pair: Pair<'t, Rule>) -> Option<Node> {
    let mut pairs = pair.into_inner();
    let left = sum(builder, pairs.next()?)?;
    let Some(tail) = pairs.next() else {
        return Some(left);
    };
    if let Some(second) = pairs.next() {
        let (start, _) = builder.extent(&second);
        let (first, _) = builder.extent(&tail);
        let span = |at: usize, pair: &Pair<Rule>| {
            let sign = pair
                .clone()
                .into_inner()
                .next()
                .map_or(pair.as_str(), |sign| sign.as_str());
            (at, at + sign.trim_end().len())
        };
        let (at, to) = span(start, &second);
        let (first_at, first_to) = span(first, &tail);
        let error = crate::diagnostic::Diagnostic::error(
            codes::CHAINED_COMPARISON,
            "a comparison cannot be compared in turn",
            builder.reader.span(at, to),
            "",
        );
        let error = error
            .also(
                builder.reader.span(first_at, first_to),
                "the first comparison",
            )
            .help("write `a < b and b < c`, or `b between a and c`");
        builder.reader.tell(error);
        return None;
    }
    compared(builder, left, tail)
}

fn compared<'t>(builder: &mut Builder<'_, 't>, left: Node, tail: Pair<'t, Rule>) -> Option<Node> {
    let (_, tail_end) = builder.extent(&tail);
    let rule = tail.as_rule();
    let mut pairs = tail.into_inner().peekable();
    let depth = left.depth;
    let mut negated = false;
    if rule == Rule::presence {
        negated = pairs.any(|inner| inner.as_rule() == Rule::word_not);
        let end = builder.reader.span(tail_end, tail_end);
        let reach = left.reach.to(end);
        return above(
            builder,
            ExprKind::IsGiven(Box::new(left.expr), negated),
            reach,
            depth,
        );
    }
    let mut operator = None;
    let mut operands = Vec::new();
    for inner in pairs {
        match inner.as_rule() {
            Rule::sum => operands.push(sum(builder, inner)?),
            Rule::word_not => negated = true,
            other => operator = operator.or(compare_op(other)),
        }
    }
    let last = operands.pop()?;
    let reach = left.reach.to(last.reach);
    let subject = Box::new(left.expr);
    match rule {
        Rule::membership => {
            let kind = ExprKind::In(subject, Box::new(last.expr), negated);
            above(builder, kind, reach, depth.max(last.depth))
        }
        Rule::range => {
            let low = operands.pop()?;
            let deepest = depth.max(last.depth).max(low.depth);
            let kind = ExprKind::Between(subject, Box::new(low.expr), Box::new(last.expr));
            above(builder, kind, reach, deepest)
        }
        _ => {
            let kind = ExprKind::Compare(operator?, subject, Box::new(last.expr));
            above(builder, kind, reach, depth.max(last.depth))
        }
    }
}

fn compare_op(rule: Rule) -> Option<CompareOp> {
    Some(match rule {
        Rule::equal => CompareOp::Equal,
        Rule::not_equal => CompareOp::NotEqual,
        Rule::less => CompareOp::Less,
        Rule::less_or_equal => CompareOp::LessOrEqual,
        Rule::greater => CompareOp::Greater,
        Rule::greater_or_equal => CompareOp::GreaterOrEqual,
        Rule::word_before => CompareOp::Before,
        Rule::word_after => CompareOp::After,
        Rule::on_or_before => CompareOp::OnOrBefore,
        Rule::on_or_after => CompareOp::OnOrAfter,
        Rule::word_by => CompareOp::By,
        _ => return None,
    })
}

/// Operands and operators, by precedence. The Pratt parser's closures share the builder in turn.
fn sum<'t>(builder: &mut Builder<'_, 't>, pair: Pair<'t, Rule>) -> Option<Node> {
    let builder = std::cell::RefCell::new(builder);
    OPERATORS
        .map_primary(|pair| operand(&mut builder.borrow_mut(), pair))
        .map_prefix(|sign, node: Option<Node>| {
            let mut builder = builder.borrow_mut();
            let node = node?;
            let reach = builder.span(&sign).to(node.reach);
            let kind = match sign.as_rule() {
                Rule::year_of => ExprKind::YearOf(Box::new(node.expr)),
                _ => ExprKind::Negate(Box::new(node.expr)),
            };
            above(&mut builder, kind, reach, node.depth)
        })
        .map_infix(|left: Option<Node>, sign, right: Option<Node>| {
            let (left, right) = (left?, right?);
            let reach = left.reach.to(right.reach);
            let depth = left.depth.max(right.depth);
            let (a, b) = (Box::new(left.expr), Box::new(right.expr));
            let kind = match sign.as_rule() {
                Rule::add => ExprKind::Arithmetic(ArithmeticOp::Add, a, b),
                Rule::subtract => ExprKind::Arithmetic(ArithmeticOp::Subtract, a, b),
                Rule::multiply => ExprKind::Arithmetic(ArithmeticOp::Multiply, a, b),
                Rule::divide => ExprKind::Arithmetic(ArithmeticOp::Divide, a, b),
                Rule::on_date => ExprKind::On(a, b),
                _ => ExprKind::Of(a, b),
            };
            above(&mut builder.borrow_mut(), kind, reach, depth)
        })
        .parse(pair.into_inner())
}

fn operand<'t>(builder: &mut Builder<'_, 't>, pair: Pair<'t, Rule>) -> Option<Node> {
    let mut pairs = pair.into_inner();
    let mut node = primary(builder, pairs.next()?)?;
    for dot in pairs {
        let name = builder.name(&dot.into_inner().next()?);
        let reach = node.reach.to(name.span);
        node = above(
            builder,
            ExprKind::Field(Box::new(node.expr), name),
            reach,
            node.depth,
        )?;
    }
    Some(node)
}

fn primary<'t>(builder: &mut Builder<'_, 't>, pair: Pair<'t, Rule>) -> Option<Node> {
    let (start, end) = builder.extent(&pair);
    let span = builder.reader.span(start, end);
    let leaf = |kind| {
        Some(Node {
            expr: Expr { kind, span },
            reach: span,
            depth: 1,
        })
    };
    match pair.as_rule() {
        Rule::group => {
            let mut node = any(builder, pair.into_inner().next()?)?;
            node.reach = span;
            Some(node)
        }
        Rule::set => {
            let (members, depth) = all(builder, pair.into_inner())?;
            above(builder, ExprKind::Set(members), span, depth)
        }
        Rule::quoted => leaf(ExprKind::Text(quoted::text(builder, start, end)?.value)),
        Rule::quoted_inside => leaf(ExprKind::Text(quoted::inside_text(builder, start, end)?)),
        Rule::date_literal => leaf(ExprKind::Date(builder.date(&pair)?)),
        Rule::word_true => leaf(ExprKind::Boolean(true)),
        Rule::word_false => leaf(ExprKind::Boolean(false)),
        Rule::word_as_of | Rule::word_year => leaf(ExprKind::Name(builder.name(&pair))),
        Rule::this_clause => leaf(ExprKind::ThisClause),
        Rule::amount => amount(builder, pair),
        Rule::reference | Rule::builtin_call => call(builder, pair),
        Rule::choice => choice(builder, pair),
        Rule::quantifier => quantifier(builder, pair),
        _ => over_rows(builder, pair),
    }
}

/// Every expression of these pairs, and how deep the deepest is.
fn all<'t>(builder: &mut Builder<'_, 't>, pairs: Pairs<'t, Rule>) -> Option<(Vec<Expr>, usize)> {
    let mut exprs = Vec::new();
    let mut depth = 0;
    for pair in pairs.filter(|pair| pair.as_rule() == Rule::expression) {
        let node = any(builder, pair)?;
        depth = depth.max(node.depth);
        exprs.push(node.expr);
    }
    Some((exprs, depth))
}

fn amount<'t>(builder: &mut Builder<'_, 't>, pair: Pair<'t, Rule>) -> Option<Node> {
    let mut pairs = pair.into_inner();
    let number = pairs.next()?;
    let digits = builder.digits(&number);
    let span = builder.span(&number);
    let leaf = |kind, span| {
        Some(Node {
            expr: Expr { kind, span },
            reach: span,
            depth: 1,
        })
    };
    let Some(what) = pairs.next() else {
        return leaf(ExprKind::Number(digits), span);
    };
    if what.as_rule() == Rule::currency {
        let currency = builder.name(&what);
        let span = span.to(currency.span);
        return leaf(ExprKind::Money(digits, currency), span);
    }
    if what.as_rule() == Rule::percent {
        let span = span.to(builder.span(&what));
        return leaf(ExprKind::Percent(digits), span);
    }
    let mut words = what.into_inner();
    let first = words.next()?;
    let business = first.as_rule() == Rule::word_business;
    let last = words.next().unwrap_or(first);
    let span = span.to(builder.span(&last));
    let unit = match last.as_rule() {
        Rule::word_days | Rule::word_day if business => DurationUnit::BusinessDays,
        Rule::word_days | Rule::word_day => DurationUnit::Days,
        Rule::word_months | Rule::word_month => DurationUnit::Months,
        _ => DurationUnit::Years,
    };
    if digits.contains('.') {
        builder.refuse(
            "a duration is a whole number of days, months or years",
            span,
            "",
        );
        return None;
    }
    leaf(ExprKind::Duration(digits, unit), span)
}

/// A name alone, or with its arguments a call.
fn call<'t>(builder: &mut Builder<'_, 't>, pair: Pair<'t, Rule>) -> Option<Node> {
    let mut pairs = pair.into_inner();
    let name: Name = builder.name(&pairs.next()?);
    let Some(arguments) = pairs.next() else {
        let span = name.span;
        return Some(Node {
            expr: Expr {
                kind: ExprKind::Name(name),
                span,
            },
            reach: span,
            depth: 1,
        });
    };
    let reach = name.span.to(builder.span(&arguments));
    let (exprs, depth) = all(builder, arguments.into_inner())?;
    above(builder, ExprKind::Call(name, exprs), reach, depth)
}

fn choice<'t>(builder: &mut Builder<'_, 't>, pair: Pair<'t, Rule>) -> Option<Node> {
    let (start, _) = builder.extent(&pair);
    let mut nodes = Vec::new();
    for inner in pair
        .into_inner()
        .filter(|inner| inner.as_rule() == Rule::expression)
    {
        nodes.push(any(builder, inner)?);
    }
    let depth = nodes.iter().map(|node| node.depth).max()?;
    let reach = builder.reader.span(start, nodes.last()?.reach.end as usize);
    let mut exprs = nodes.into_iter().map(|node| Box::new(node.expr));
    let kind = ExprKind::If(exprs.next()?, exprs.next()?, exprs.next());
    above(builder, kind, reach, depth)
}

fn quantifier<'t>(builder: &mut Builder<'_, 't>, pair: Pair<'t, Rule>) -> Option<Node> {
    let (start, _) = builder.extent(&pair);
    let mut kind = QuantifierKind::No;
    let mut over = None;
    let mut body = None;
    for inner in pair.into_inner() {
        match inner.as_rule() {
            Rule::word_every => kind = QuantifierKind::Every,
            Rule::word_some => kind = QuantifierKind::Some,
            Rule::rows => over = Some(loop_of(builder, inner)?),
            Rule::expression => body = Some(any(builder, inner)?),
            _ => {}
        }
    }
    let ((over, _, depth), body) = (over?, body?);
    let reach = builder.reader.span(start, body.reach.end as usize);
    let kind = ExprKind::Quantifier(kind, Box::new(over), Box::new(body.expr));
    above(builder, kind, reach, depth.max(body.depth))
}

/// `count`, `sum`, `min`, `max`, `mean`, `longest_gap`
fn over_rows<'t>(builder: &mut Builder<'_, 't>, pair: Pair<'t, Rule>) -> Option<Node> {
    let span = builder.span(&pair);
    let mut word = None;
    let mut name = None;
    let mut over = None;
    let mut exprs = Vec::new();
    let mut deepest = 0;
    for inner in pair.into_inner() {
        match inner.as_rule() {
            Rule::rows => {
                let (made, _, depth) = loop_of(builder, inner)?;
                deepest = deepest.max(depth);
                over = Some(Box::new(made));
            }
            Rule::expression => {
                let node = any(builder, inner)?;
                deepest = deepest.max(node.depth);
                exprs.push(Box::new(node.expr));
            }
            other => {
                name = name.or_else(|| Some(builder.name(&inner)));
                word = word.or(Some(other));
            }
        }
    }
    let mut exprs = exprs.into_iter();
    let kind = match (word?, over) {
        (Rule::word_min | Rule::word_max, None) => {
            ExprKind::Call(name?, exprs.map(|expr| *expr).collect())
        }
        (Rule::word_count, Some(over)) => ExprKind::Count(over),
        (Rule::word_count, None) => ExprKind::CountList(exprs.next()?),
        (Rule::word_longest_gap, Some(over)) => {
            ExprKind::LongestGap(exprs.next()?, over, exprs.next()?, exprs.next()?)
        }
        (word, over) => ExprKind::Aggregate(aggregate(word)?, exprs.next()?, over?),
    };
    above(builder, kind, span, deepest)
}

fn aggregate(word: Rule) -> Option<AggregateKind> {
    Some(match word {
        Rule::word_sum => AggregateKind::Sum,
        Rule::word_min => AggregateKind::Min,
        Rule::word_max => AggregateKind::Max,
        Rule::word_mean => AggregateKind::Mean,
        _ => return None,
    })
}

/// A loop, how far it reaches, and how deep it is.
fn loop_of<'t>(builder: &mut Builder<'_, 't>, pair: Pair<'t, Rule>) -> Option<(Loop, Span, usize)> {
    let mut pairs = pair.into_inner();
    let variable = builder.name(&pairs.next()?);
    let mut list = None;
    let mut filter = None;
    for inner in pairs {
        match inner.as_rule() {
            Rule::sum => list = Some(sum(builder, inner)?),
            Rule::expression => filter = Some(any(builder, inner)?),
            _ => {}
        }
    }
    let list = list?;
    let depth = list.depth.max(filter.as_ref().map_or(0, |node| node.depth));
    let end = filter.as_ref().map_or(list.reach, |node| node.reach);
    let reach = variable.span.to(end);
    let made = Loop {
        variable,
        list: list.expr,
        filter: filter.map(|node| node.expr),
    };
    Some((made, reach, depth))
}
