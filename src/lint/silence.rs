//! What is not said: values that may be absent, lines that a clause goes without.

use std::collections::HashSet;

use super::walk::traces;
use super::{Context, Lint, warn};
use crate::check::ir::{Clause, ClauseBody, ExprId, Ir, MessagePart, Op, ROOT, Trace};
use crate::diagnostic::codes;
use crate::syntax::ast::{self, ProvisionBody, ProvisionKind};
use crate::vocabulary::ValueType;

/// Looks at what each clause compares, says and leaves unsaid.
pub(super) fn lint(context: &Context, found: &mut Vec<Lint>) {
    let ir = context.ir;
    for clause in &ir.clauses {
        optional(ir, clause, found);
        messages(ir, clause, found);
    }
    for (_, clause) in context.clauses() {
        lines(clause, found);
    }
    replaced(context, found);
}

/// Optional values that are compared or reckoned with though nothing asks whether they are given.
fn optional(ir: &Ir, clause: &Clause, found: &mut Vec<Lint>) {
    let required = match clause.body {
        ClauseBody::Requires(trace) => Some(trace),
        ClauseBody::NotJudged(_) => None,
    };
    let exceptions = clause.exceptions.iter().map(|(trace, _)| *trace);
    let conditions = clause
        .applies
        .iter()
        .copied()
        .chain(exceptions)
        .chain(required);
    let all: Vec<&Trace> = conditions.flat_map(|trace| traces(ir, trace)).collect();
    let asked: HashSet<ExprId> = all
        .iter()
        .filter_map(|trace| match ir.node(trace.expr).op {
            Op::IsGiven(of) => Some(of),
            _ => None,
        })
        .collect();
    for trace in &all {
        let (operands, code, what) = match &ir.node(trace.expr).op {
            Op::Compare(_, a, b) => (vec![*a, *b], codes::OPTIONAL_COMPARED, "compared"),
            Op::Between(a, b, c) => (vec![*a, *b, *c], codes::OPTIONAL_COMPARED, "compared"),
            Op::In(a, _) => (vec![*a], codes::OPTIONAL_COMPARED, "compared"),
            Op::Add(a, b) | Op::Subtract(a, b) | Op::Multiply(a, b) | Op::Divide(a, b) => {
                (vec![*a, *b], codes::OPTIONAL_RECKONED, "reckoned with")
            }
            _ => continue,
        };
        let silent = |operand: &&ExprId| {
            let node = ir.node(**operand);
            let read = matches!(node.op, Op::Column(..) | Op::Follow(..));
            node.optional && read && !asked.contains(operand)
        };
        if operands.iter().any(|operand| silent(&operand)) {
            let message = format!(
                "in `{}` a value is {what} that may be absent: then the verdict is undetermined",
                clause.id
            );
            let help = "say what its absence means: `x is given and x <= 7` where it breaks the clause, \
                        `x is not given or x <= 7` where it does not; for a deadline `by`";
            found.push(warn(code, message, trace.span, help));
        }
    }
}

/// Values in messages that no person would write so.
fn messages(ir: &Ir, clause: &Clause, found: &mut Vec<Lint>) {
    let said = clause.otherwise.iter().chain(&clause.remedy).flatten();
    for part in said {
        let MessagePart::Expr(trace) = part else {
            continue;
        };
        let trace = ir.trace(*trace);
        let node = ir.node(trace.expr);
        if node.ty == ValueType::Boolean {
            let message = format!("the message of `{}` prints `true` or `false`", clause.id);
            let help = "say in words what is wrong: two clauses, or one sentence for both";
            found.push(warn(codes::PRINTS_BOOLEAN, message, trace.span, help));
        } else if node.optional && matches!(node.op, Op::Column(..) | Op::Follow(..)) {
            let message = format!("the message of `{}` may print `none`", clause.id);
            let help = "leave the value out, or say it only where the clause asks that it is given";
            found.push(warn(codes::PRINTS_NONE, message, trace.span, help));
        }
    }
    let otherwise = clause.otherwise.as_ref();
    let names = |parts: &Vec<MessagePart>| {
        parts
            .iter()
            .any(|part| matches!(part, MessagePart::Expr(_)))
    };
    if let Some(parts) = otherwise.filter(|_| clause.level != ROOT)
        && !names(parts)
    {
        let message = format!(
            "the message of `{}` does not say which row it is about",
            clause.id
        );
        found.push(warn(
            codes::MESSAGE_WITHOUT_ROW,
            message,
            clause.span,
            "name it: `{r.id}: …`",
        ));
    }
}

/// Lines that a clause goes without.
fn lines(clause: &ast::Clause, found: &mut Vec<Lint>) {
    let id = &clause.id;
    if matches!(clause.body, ast::ClauseBody::NotJudged(_)) {
        return;
    }
    if clause.otherwise.is_none() {
        let message = format!("`{}` does not say what is wrong when it is broken", id.text);
        found.push(warn(
            codes::NO_OTHERWISE,
            message,
            id.span,
            "write `otherwise \"…\"`",
        ));
    }
    if clause.authority.is_none() {
        let message = format!("nobody watches over `{}`", id.text);
        found.push(warn(
            codes::NO_AUTHORITY,
            message,
            id.span,
            "write `authority …`",
        ));
    }
    if clause.text.is_none() {
        let message = format!("`{}` does not say in words what it asks", id.text);
        found.push(warn(codes::NO_TEXT, message, id.span, "write `text \"…\"`"));
    }
}

/// Clauses that were replaced by others with fewer lines.
fn replaced(context: &Context, found: &mut Vec<Lint>) {
    for (at, version) in context.book.versions.iter().enumerate().skip(1) {
        for held in version.provisions.iter().filter(|held| held.origin == at) {
            let ProvisionBody::Clause(clause) = held.body.as_ref() else {
                continue;
            };
            let before = &context.book.versions[at - 1];
            let Some(before) = before.provision(ProvisionKind::Clause, &clause.id.text) else {
                continue;
            };
            let ProvisionBody::Clause(old) = before.body.as_ref() else {
                continue;
            };
            let lost: Vec<&str> = [
                ("text", old.text.is_some() && clause.text.is_none()),
                (
                    "authority",
                    old.authority.is_some() && clause.authority.is_none(),
                ),
                (
                    "otherwise",
                    old.otherwise.is_some() && clause.otherwise.is_none(),
                ),
                ("remedy", old.remedy.is_some() && clause.remedy.is_none()),
            ]
            .into_iter()
            .filter_map(|(line, lost)| lost.then_some(line))
            .collect();
            if !lost.is_empty() {
                let lost = lost.join("`, `");
                let message = format!(
                    "`{}` loses its `{lost}` where it is replaced",
                    clause.id.text
                );
                let help = "write the lines again, or `amends clause` with the lines that change";
                let mut lint = warn(codes::LOST_LINES, message, clause.id.span, help);
                lint.diagnostic = lint.diagnostic.also(old.id.span, "they stand here");
                found.push(lint);
            }
        }
    }
}
