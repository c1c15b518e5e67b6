//! Conditions that are always or never true, and clauses that can therefore never speak.

use std::collections::HashMap;

use super::walk::traces;
use super::{Context, Lint, warn};
use crate::check::ir::{Clause, ClauseBody, Comparison, Constant, ExprId, Ir, Op, ROOT, Reduction};
use crate::diagnostic::codes;
use crate::vocabulary::ValueType;

/// Looks at each clause as each version reads it.
pub(super) fn lint(context: &Context, found: &mut Vec<Lint>) {
    let ir = context.ir;
    for clause in &ir.clauses {
        of_clause(ir, clause, found);
        let conditions = clause.applies.iter().copied();
        let exceptions = clause.exceptions.iter().map(|(trace, _)| *trace);
        let required = match clause.body {
            ClauseBody::Requires(trace) => Some(trace),
            ClauseBody::NotJudged(_) => None,
        };
        for trace in conditions.chain(exceptions).chain(required) {
            for trace in traces(ir, trace) {
                operands(ir, trace.expr, trace.span, found);
            }
        }
    }
    equal_clauses(context, found);
}

fn of_clause(ir: &Ir, clause: &Clause, found: &mut Vec<Lint>) {
    let id = &clause.id;
    let mut tell = |code, message: String, span, help| found.push(warn(code, message, span, help));
    if let ClauseBody::Requires(required) = clause.body {
        let trace = ir.trace(required);
        if truth(ir, trace.expr) == Some(true) {
            let message = format!("`{id}` can never be broken: what it requires is always so");
            let help = "require something that a filing can lack";
            tell(codes::NEVER_BROKEN, message, trace.span, help);
        } else if truth(ir, trace.expr) == Some(false) {
            let message = format!("`{id}` is always broken: what it requires is never so");
            let help = "require something that a filing can have";
            tell(codes::ALWAYS_BROKEN, message, trace.span, help);
        } else if clause.level == ROOT && clause.applies.is_empty() && of_rows(ir, trace.expr) {
            let message = format!("a filing without a row satisfies `{id}`");
            let help =
                "say that there must be rows, as in `count(…) >= 1 and …`, or use `for each`";
            tell(codes::EMPTY_SATISFIES, message, trace.span, help);
        }
    }
    for applies in &clause.applies {
        let trace = ir.trace(*applies);
        if truth(ir, trace.expr) == Some(false) {
            let message = format!("`{id}` never applies: this is never so");
            tell(
                codes::NEVER_APPLIES,
                message,
                trace.span,
                "repeal the clause, or mend its condition",
            );
        }
    }
    for (at, (exception, _)) in clause.exceptions.iter().enumerate() {
        let trace = ir.trace(*exception);
        if truth(ir, trace.expr) == Some(true) {
            let message = format!("`{id}` never applies: this exception always lifts it");
            tell(
                codes::NEVER_APPLIES,
                message,
                trace.span,
                "leave the exception out, or mend it",
            );
        }
        let same =
            |(other, _): &(crate::check::ir::TraceId, _)| ir.trace(*other).expr == trace.expr;
        if clause.exceptions[..at].iter().any(same) {
            let message = format!("`{id}` has this exception twice");
            tell(codes::SAME_OPERAND, message, trace.span, "leave one out");
        }
    }
    let level_rows = clause.level != ROOT;
    if let (true, ClauseBody::Requires(required)) = (level_rows, &clause.body) {
        let conditions = clause.applies.iter().chain([required]);
        let row = conditions.map(|trace| ir.node(ir.trace(*trace).expr).level);
        if row.into_iter().all(|level| level == ROOT) && clause.exceptions.is_empty() {
            let message = format!("`{id}` asks the same of every row: its condition names none");
            let span = ir.trace(*required).span;
            tell(
                codes::ROW_NOT_NAMED,
                message,
                span,
                "name the row, or leave `for each` out",
            );
        }
    }
}

/// Whether a condition holds where its list is empty, and nothing in it asks for a row.
fn of_rows(ir: &Ir, expr: ExprId) -> bool {
    match &ir.node(expr).op {
        Op::Reduce {
            reduction: Reduction::Every,
            ..
        } => true,
        Op::Not(inner) => matches!(
            &ir.node(*inner).op,
            Op::Reduce {
                reduction: Reduction::Some,
                ..
            }
        ),
        Op::And(operands) => operands.iter().all(|operand| of_rows(ir, *operand)),
        _ => false,
    }
}

/// What is wrong with the operands of one operation.
fn operands(ir: &Ir, expr: ExprId, span: crate::source::Span, found: &mut Vec<Lint>) {
    let mut tell = |code, message: &str, help: &str| {
        found.push(warn(code, message.to_owned(), span, help));
    };
    match &ir.node(expr).op {
        Op::And(all) | Op::Or(all) => {
            let repeated = (1..all.len()).any(|at| all[..at].contains(&all[at]));
            let both = all.iter().any(|a| all.iter().any(|b| contrary(ir, *a, *b)));
            if repeated {
                tell(
                    codes::SAME_OPERAND,
                    "a condition stands here twice",
                    "leave one out",
                );
            } else if both {
                let always = matches!(ir.node(expr).op, Op::Or(_));
                let message = match always {
                    true => "this is always true: a condition stands beside its contrary",
                    false => "this is never true: a condition stands beside its contrary",
                };
                tell(
                    codes::ALWAYS_SO,
                    message,
                    "leave both out, or mend one of them",
                );
            }
        }
        Op::Compare(_, a, b) if a == b => {
            tell(
                codes::SAME_SIDES,
                "a value is compared with itself",
                "compare it with another",
            );
        }
        Op::If(_, a, b) if a == b => {
            tell(
                codes::SAME_BRANCHES,
                "both branches say the same",
                "leave the `if` out",
            );
        }
        Op::Divide(_, b) if number(ir, *b).is_some_and(|(value, _)| value == 0) => {
            tell(
                codes::DIVIDED_BY_ZERO,
                "a division by zero is always unknown",
                "divide by another number",
            );
        }
        Op::Between(_, low, high)
            if compared(ir, Comparison::Greater, *low, *high) == Some(true) =>
        {
            tell(
                codes::EMPTY_RANGE,
                "no value lies between these",
                "write the lesser one first",
            );
        }
        Op::Compare(..) if truth(ir, expr).is_some() => {
            tell(
                codes::ALWAYS_SO,
                "this comparison always has the same outcome",
                "compare with what a filing says",
            );
        }
        _ => {}
    }
}

/// Whether one condition is the contrary of the other.
fn contrary(ir: &Ir, a: ExprId, b: ExprId) -> bool {
    match (&ir.node(a).op, &ir.node(b).op) {
        (Op::Not(inner), _) if *inner == b => true,
        (Op::Compare(one, x, y), Op::Compare(other, u, v)) => {
            (x, y) == (u, v) && turned(*one) == *other
        }
        _ => false,
    }
}

fn turned(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Less => Comparison::GreaterOrEqual,
        Comparison::LessOrEqual => Comparison::Greater,
        Comparison::Greater => Comparison::LessOrEqual,
        Comparison::GreaterOrEqual => Comparison::Less,
    }
}

/// A number that is known beforehand, and its scale.
fn number(ir: &Ir, expr: ExprId) -> Option<(i128, u8)> {
    let node = ir.node(expr);
    match (&node.op, node.ty) {
        (Op::Constant(Constant::Number(value)), ValueType::Number { scale, .. }) => {
            Some((*value, scale))
        }
        _ => None,
    }
}

fn compared(ir: &Ir, comparison: Comparison, a: ExprId, b: ExprId) -> Option<bool> {
    let ((a, a_scale), (b, b_scale)) = (number(ir, a)?, number(ir, b)?);
    let most = a_scale.max(b_scale);
    let raise =
        |value: i128, scale: u8| value.checked_mul(10_i128.checked_pow(u32::from(most - scale))?);
    let order = raise(a, a_scale)?.cmp(&raise(b, b_scale)?);
    Some(match comparison {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
    })
}

/// What a condition is, whatever a filing says.
fn truth(ir: &Ir, expr: ExprId) -> Option<bool> {
    let node = ir.node(expr);
    match &node.op {
        Op::Constant(Constant::Boolean(value)) => Some(*value),
        Op::Not(inner) => truth(ir, *inner).map(|value| !value),
        Op::And(all) => {
            let contrary = all.iter().any(|a| all.iter().any(|b| contrary(ir, *a, *b)));
            settled(ir, all, false).or(contrary.then_some(false))
        }
        Op::Or(all) => {
            let contrary = all.iter().any(|a| all.iter().any(|b| contrary(ir, *a, *b)));
            settled(ir, all, true).or(contrary.then_some(true))
        }
        Op::Compare(comparison, a, b) => compared(ir, *comparison, *a, *b).or_else(|| {
            let count = matches!(
                ir.node(*a).op,
                Op::Reduce {
                    reduction: Reduction::Count,
                    ..
                }
            );
            let zero = number(ir, *b).is_some_and(|(value, _)| value == 0);
            match (count && zero, comparison) {
                (true, Comparison::GreaterOrEqual) => Some(true),
                (true, Comparison::Less) => Some(false),
                _ => None,
            }
        }),
        _ => None,
    }
}

/// `and` and `or`: what one operand decides, or all together.
fn settled(ir: &Ir, all: &[ExprId], decides: bool) -> Option<bool> {
    let values: Vec<Option<bool>> = all.iter().map(|operand| truth(ir, *operand)).collect();
    if values.contains(&Some(decides)) {
        return Some(decides);
    }
    values.iter().all(Option::is_some).then_some(!decides)
}

/// Two clauses of one version that ask the same.
fn equal_clauses(context: &Context, found: &mut Vec<Lint>) {
    let ir = context.ir;
    let mut seen: HashMap<_, &Clause> = HashMap::new();
    for clause in &ir.clauses {
        let ClauseBody::Requires(required) = clause.body else {
            continue;
        };
        let exprs = |traces: &mut dyn Iterator<Item = crate::check::ir::TraceId>| -> Vec<ExprId> {
            traces.map(|trace| ir.trace(trace).expr).collect()
        };
        let key = (
            clause.version,
            clause.level,
            exprs(&mut clause.applies.iter().copied()),
            exprs(&mut clause.exceptions.iter().map(|(trace, _)| *trace)),
            ir.trace(required).expr,
            clause.binds.clone(),
        );
        match seen.get(&key) {
            Some(first) if first.id != clause.id => {
                let message = format!("`{}` asks the same as `{}`", clause.id, first.id);
                let mut lint = warn(
                    codes::EQUAL_CLAUSES,
                    message,
                    clause.span,
                    "keep one of them",
                );
                lint.diagnostic = lint.diagnostic.also(first.span, "asked here already");
                found.push(lint);
            }
            Some(_) => {}
            None => {
                seen.insert(key, clause);
            }
        }
    }
}
