//! The conditions of a clause's text, each with the words that own it.
//!
//! `and`, `or`, `not`, `if` and quantifiers are how conditions are put together; what they are put
//! together of are the conditions. The call of a definition is a condition of whoever calls; what
//! stands inside the definition is the definition's own, and the lines of a ruleset are the ruleset's.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::ir::{Clause, ClauseBody, ExprId, Ir, Op, Reduction, TraceId, TraceRole};
use crate::compile::plan::Plan;
use crate::source::Span;
use crate::vocabulary::ValueType;

/// Whose words a condition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// The clause's own.
    Clause,
    /// A definition's, by the words of its body.
    Definition(Span),
    /// A line of a ruleset that holds for each of its clauses.
    Ruleset(Span),
}

/// A condition where a clause reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Whose it is.
    pub owner: Owner,
    /// The words.
    pub words: TraceId,
    /// What is turned over.
    pub node: ExprId,
    /// Whether the words say the opposite of the node.
    pub negated: bool,
    /// Whether it stands inside what goes through the rows of a list.
    pub inside: bool,
}

impl Condition {
    /// By what the same condition is known again: in a clause by what it means, elsewhere by its words.
    pub fn place(&self, ir: &Ir) -> Span {
        ir.trace(self.words).span
    }
}

/// Whether a line of a clause was written in the ruleset, for all of its clauses.
pub fn is_shared(ir: &Ir, clause: &Clause, line: TraceId) -> bool {
    let span = ir.trace(line).span;
    let own = clause.span;
    !(span.source == own.source && own.start <= span.start && span.end <= own.end)
}

/// The conditions of a clause's text in the order of its lines, and for each definition that it reaches
/// a call of it; nothing if it is not judged.
pub fn conditions(plan: &Plan, clause: &Clause) -> (Vec<Condition>, BTreeMap<Span, TraceId>) {
    let ir = &plan.ir;
    let mut walk = Walk {
        ir,
        found: Vec::new(),
        calls: BTreeMap::new(),
        held: BTreeMap::new(),
        entered: BTreeSet::new(),
    };
    let ClauseBody::Requires(requires) = clause.body else {
        return (walk.found, walk.calls);
    };
    let exceptions = clause.exceptions.iter().map(|(trace, _)| *trace);
    let lines = clause.applies.iter().copied().chain(exceptions);
    for line in lines.chain([requires]) {
        let owner = match is_shared(ir, clause, line) {
            true => Owner::Ruleset(ir.trace(line).span),
            false => Owner::Clause,
        };
        walk.boolean(line, owner, false, false);
    }
    (walk.found, walk.calls)
}

struct Walk<'w> {
    ir: &'w Ir,
    found: Vec<Condition>,
    calls: BTreeMap<Span, TraceId>,
    /// Where each condition stands among those found.
    held: BTreeMap<(Owner, ExprId), usize>,
    /// What was gone into: definitions that share parts are entered once.
    entered: BTreeSet<(TraceId, Owner, bool)>,
}

impl Walk<'_> {
    fn push(&mut self, words: TraceId, node: ExprId, owner: Owner, negated: bool, inside: bool) {
        let found = &mut self.found;
        let at = *self.held.entry((owner, node)).or_insert_with(|| {
            found.push(Condition {
                owner,
                words,
                node,
                negated,
                inside,
            });
            found.len() - 1
        });
        // What stands inside a list anywhere is turned row by row.
        found[at].inside |= inside;
    }

    /// What a boolean is put together of.
    fn boolean(&mut self, id: TraceId, owner: Owner, inside: bool, negated: bool) {
        self.told(id, id, owner, inside, negated);
    }

    /// The same, with the words under which it is told.
    fn told(&mut self, id: TraceId, words: TraceId, owner: Owner, inside: bool, negated: bool) {
        if !self.entered.insert((id, owner, inside)) {
            return;
        }
        let ir = self.ir;
        let trace = ir.trace(id);
        let parts = trace.parts.as_slice();
        match trace.role {
            TraceRole::Call => {
                self.push(words, trace.expr, owner, negated, inside);
                for body in parts {
                    let owner = self.definition(*body, id);
                    self.boolean(*body, owner, inside, false);
                }
                return;
            }
            TraceRole::Negated => {
                for part in parts {
                    self.told(*part, words, owner, inside, !negated);
                }
                return;
            }
            TraceRole::NoRow => {
                for part in parts {
                    self.boolean(*part, owner, inside, false);
                }
                return;
            }
            TraceRole::Parameter | TraceRole::Operation => {}
        }
        match &ir.node(trace.expr).op {
            Op::And(_) | Op::Or(_) | Op::Not(_) | Op::If(..) if !parts.is_empty() => {
                for part in parts {
                    self.boolean(*part, owner, inside, false);
                }
            }
            Op::Reduce {
                reduction: Reduction::Every | Reduction::Some,
                ..
            } => {
                for part in parts {
                    self.either(*part, owner, true);
                }
            }
            _ => {
                self.push(words, trace.expr, owner, negated, inside);
                for part in parts {
                    self.value(*part, owner, inside);
                }
            }
        }
    }

    fn either(&mut self, id: TraceId, owner: Owner, inside: bool) {
        match self.ir.node(self.ir.trace(id).expr).ty {
            ValueType::Boolean => self.boolean(id, owner, inside, false),
            _ => self.value(id, owner, inside),
        }
    }

    /// The conditions that a value is computed with: `where` of a count, the condition of a choice.
    fn value(&mut self, id: TraceId, owner: Owner, inside: bool) {
        let ir = self.ir;
        let trace = ir.trace(id);
        let node = ir.node(trace.expr);
        let boolean = node.ty == ValueType::Boolean;
        let plain = matches!(
            node.op,
            Op::Column(..) | Op::Follow(..) | Op::Constant(_) | Op::Member(_)
        );
        // A boolean that is only read, as in `x is given`, is part of the condition around it.
        if boolean && !plain && trace.role != TraceRole::Parameter {
            self.boolean(id, owner, inside, false);
            return;
        }
        if !self.entered.insert((id, owner, inside)) {
            return;
        }
        if trace.role == TraceRole::Call {
            for body in &trace.parts {
                let owner = self.definition(*body, id);
                self.value(*body, owner, inside);
            }
            return;
        }
        let goes_through = matches!(node.op, Op::Reduce { .. } | Op::LongestGap { .. });
        for part in &trace.parts {
            match node.op {
                Op::If(..) => self.either(*part, owner, inside),
                _ if goes_through => self.either(*part, owner, true),
                _ => self.value(*part, owner, inside),
            }
        }
    }

    fn definition(&mut self, body: TraceId, call: TraceId) -> Owner {
        let span = self.ir.trace(body).span;
        self.calls.entry(span).or_insert(call);
        Owner::Definition(span)
    }
}
