//! Why a subject got its verdict: what decided it, the values read, and what is missing.
//!
//! This is no second evaluation: it reads the registers that judged the batch.

use std::collections::BTreeSet;

use crate::batch::GIVEN;
use crate::check::ir::{
    Clause, ClauseBody, ClauseId, EntryText, ExprId, LevelId, MessagePart, Op, Reduction, TraceId,
    TraceRole,
};
use crate::evaluate::machine::Machine;
use crate::evaluate::missing::{self, Unsettled};
use crate::evaluate::naming;
use crate::evaluate::register::{Data, FALSE, Register, TRUE, UNKNOWN, pick};
use crate::evaluate::verdicts::{Because, Finding, Verdict};
use crate::vocabulary::ValueType;

/// The most reasons that one finding gives.
const MOST_REASONS: usize = 40;

/// A row of a level: where an expression is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// The level.
    pub level: LevelId,
    /// The row.
    pub row: usize,
}

/// Reads the registers of a machine.
pub struct Explainer<'e> {
    /// The machine that judged.
    pub machine: &'e Machine<'e>,
}

impl<'e> Explainer<'e> {
    /// An explainer of what a machine computed.
    pub fn new(machine: &'e Machine<'e>) -> Explainer<'e> {
        Explainer { machine }
    }

    /// The words of a node, as some clause writes it.
    pub fn words_of(&self, node: ExprId) -> String {
        let plan = self.machine.plan;
        plan.operations[node.0 as usize].map_or(String::new(), |trace| plan.words(trace).to_owned())
    }

    /// The row of a level above that a row belongs to.
    pub fn climb(&self, at: Context, level: LevelId) -> Option<Context> {
        let mut at = at;
        while at.level != level {
            let parent = self.machine.plan.ir.level(at.level).parent?;
            at = Context {
                level: parent,
                row: self.machine.rows(at.level).parent(at.row),
            };
        }
        Some(at)
    }

    /// Whether a row may not be there: it, or a row that it belongs to, is not certain.
    fn is_doubtful(&self, at: Context) -> bool {
        let mut at = at;
        loop {
            let rows = self.machine.rows(at.level);
            if rows.presence(at.row) != crate::evaluate::rows::CERTAIN {
                return true;
            }
            match self.machine.plan.ir.level(at.level).parent {
                Some(level) => {
                    at = Context {
                        level,
                        row: rows.parent(at.row),
                    }
                }
                None => return false,
            }
        }
    }

    /// The register of a node and the row in it.
    fn read(&self, node: ExprId, at: Context) -> Option<(&Register, usize)> {
        let reg = self.machine.plan.register(node);
        let instruction = self.machine.plan.instruction(reg);
        let row = if instruction.uniform {
            0
        } else {
            self.climb(at, instruction.level)?.row
        };
        Some((self.machine.get(reg), row))
    }

    /// Whether a node has one known value at a row.
    pub fn is_known(&self, node: ExprId, at: Context) -> bool {
        self.read(node, at)
            .is_some_and(|(register, row)| register.is_known(row))
    }

    /// The boolean of a node at a row.
    pub fn truth(&self, node: ExprId, at: Context) -> u8 {
        self.read(node, at)
            .map_or(UNKNOWN, |(register, row)| pick(register.booleans(), row))
    }

    /// The row that a reference leads to.
    pub fn row_of(&self, node: ExprId, at: Context) -> Option<u32> {
        let (register, row) = self.read(node, at)?;
        match &register.data {
            Data::Row(values) if register.state(row) == GIVEN => Some(pick(values, row)),
            _ => None,
        }
    }

    /// Whether a number is known to be 0.
    pub fn is_zero(&self, node: ExprId, at: Context) -> bool {
        self.read(node, at).is_some_and(|(register, row)| {
            let (states, values) = register.numbers();
            pick(&states, row) == GIVEN && pick(&values, row) == 0
        })
    }

    /// The value of a node for people.
    pub fn show(&self, node: ExprId, at: Context) -> String {
        self.read(node, at)
            .map_or("?".to_owned(), |(register, row)| {
                naming::show(
                    self.machine,
                    register,
                    row,
                    self.machine.plan.ir.node(node).ty,
                )
            })
    }

    /// What is said of one subject.
    pub fn finding(
        &self,
        entry: usize,
        text: &EntryText,
        id: ClauseId,
        row: usize,
        verdict: Verdict,
    ) -> Finding {
        let ir = &self.machine.plan.ir;
        let clause = ir.clause(id);
        let at = Context {
            level: clause.level,
            row,
        };
        let mut because = Reasons {
            explainer: self,
            found: Vec::new(),
            entered: BTreeSet::new(),
        };
        let mut unsettled = Unsettled::default();
        let mut exception = None;
        let requires = match clause.body {
            ClauseBody::Requires(trace) => Some(trace),
            ClauseBody::NotJudged(_) => None,
        };
        match verdict {
            Verdict::Violates | Verdict::Complies => {
                requires.iter().for_each(|trace| because.decide(*trace, at));
            }
            Verdict::Exempt => {
                let lifting = clause
                    .exceptions
                    .iter()
                    .find(|(trace, _)| self.truth(ir.trace(*trace).expr, at) == TRUE);
                if let Some((trace, cites)) = lifting {
                    because.decide(*trace, at);
                    exception = Some(
                        cites
                            .clone()
                            .unwrap_or_else(|| self.machine.plan.words(*trace).to_owned()),
                    );
                }
            }
            Verdict::NotApplicable => {
                let refusing = clause
                    .applies
                    .iter()
                    .find(|trace| self.truth(ir.trace(**trace).expr, at) == FALSE);
                refusing
                    .iter()
                    .for_each(|trace| because.decide(**trace, at));
            }
            Verdict::Undetermined => {
                self.unsettled(clause, text, at, &mut because, &mut unsettled);
            }
        }
        for (words, why) in &unsettled.failures {
            because.push(words.clone(), format!("? ({why})"));
        }
        let message = match (verdict, &clause.otherwise) {
            (Verdict::Violates, Some(parts)) => self.message(id, parts, at),
            (Verdict::Undetermined, _) => undetermined(&clause.title, &unsettled),
            _ => clause.title.clone(),
        };
        let remedy = clause
            .remedy
            .as_ref()
            .filter(|_| verdict == Verdict::Violates);
        Finding {
            entry,
            clause: id,
            subject: naming::subject(self.machine, at.level, at.row),
            verdict,
            message,
            missing: unsettled.paths,
            because: because.found,
            exception,
            remedy: remedy.map(|parts| self.message(id, parts, at)),
        }
    }

    fn unsettled(
        &self,
        clause: &Clause,
        text: &EntryText,
        at: Context,
        because: &mut Reasons<'_>,
        found: &mut Unsettled,
    ) {
        let ir = &self.machine.plan.ir;
        if let EntryText::Governed { date, .. } = text {
            missing::walk(self, *date, at, found);
        }
        // A row that may not be there settles nothing, whatever it holds.
        if self.is_doubtful(at) {
            let subject = naming::subject(self.machine, at.level, at.row)
                .label
                .unwrap_or_default();
            found.path(subject.split("[?]").next().unwrap_or("").to_owned());
        }
        let exceptions = clause.exceptions.iter().map(|(trace, _)| trace);
        let requires = match &clause.body {
            ClauseBody::Requires(trace) => Some(trace),
            ClauseBody::NotJudged(_) => None,
        };
        for trace in clause.applies.iter().chain(exceptions).chain(requires) {
            let expr = ir.trace(*trace).expr;
            if self.truth(expr, at) == UNKNOWN {
                because.decide(*trace, at);
                missing::walk(self, expr, at, found);
            }
        }
    }

    fn message(&self, clause: ClauseId, parts: &[MessagePart], at: Context) -> String {
        self.machine
            .run(&self.machine.plan.messages[clause.0 as usize]);
        parts
            .iter()
            .map(|part| match part {
                MessagePart::Text(text) => text.clone(),
                MessagePart::Expr(trace) => self.show(self.machine.plan.ir.trace(*trace).expr, at),
            })
            .collect()
    }
}

/// The title, and what is missing or failed.
fn undetermined(title: &str, unsettled: &Unsettled) -> String {
    const SHOWN: usize = 3;
    let mut message = title.to_owned();
    if !unsettled.paths.is_empty() {
        let shown: Vec<&str> = unsettled
            .paths
            .iter()
            .take(SHOWN)
            .map(String::as_str)
            .collect();
        message.push_str("; missing: ");
        message.push_str(&shown.join(", "));
        if unsettled.paths.len() > SHOWN {
            message.push_str(&format!(" and {} more", unsettled.paths.len() - SHOWN));
        }
    }
    for (words, why) in unsettled.failures.iter().take(SHOWN) {
        message.push_str(&format!("; cannot compute `{words}`: {why}"));
    }
    message
}

/// Gathers what decided a boolean.
struct Reasons<'r> {
    explainer: &'r Explainer<'r>,
    found: Vec<Because>,
    /// What was gone into: definitions that share parts are entered once.
    entered: BTreeSet<(TraceId, LevelId, usize)>,
}

impl Reasons<'_> {
    fn push(&mut self, expression: String, value: String) {
        let because = Because { expression, value };
        if self.found.len() < MOST_REASONS && !self.found.contains(&because) {
            self.found.push(because);
        }
    }

    fn say(&mut self, trace: TraceId, at: Context) {
        let plan = self.explainer.machine.plan;
        self.push(
            plan.words(trace).to_owned(),
            self.explainer.show(plan.ir.trace(trace).expr, at),
        );
    }

    /// The parts of a boolean that decide it, and the values that they read.
    fn decide(&mut self, id: TraceId, at: Context) {
        if self.found.len() >= MOST_REASONS || !self.entered.insert((id, at.level, at.row)) {
            return;
        }
        let ir = &self.explainer.machine.plan.ir;
        let trace = ir.trace(id);
        let value = self.explainer.truth(trace.expr, at);
        let node = ir.node(trace.expr);
        if trace.role == TraceRole::Call {
            self.say(id, at);
        }
        if trace.role != TraceRole::Operation {
            match trace.parts.first() {
                Some(part)
                    if node.ty == ValueType::Boolean && trace.role != TraceRole::Parameter =>
                {
                    self.decide(*part, at);
                }
                _ => self.say(id, at),
            }
            return;
        }
        match &node.op {
            Op::And(_) | Op::Or(_) => {
                // Of a conjunction that fails and a disjunction that holds, what made it so; else all.
                for part in &trace.parts {
                    if self.explainer.truth(ir.trace(*part).expr, at) == value {
                        self.decide(*part, at);
                    }
                }
            }
            Op::Not(_) => trace.parts.iter().for_each(|part| self.decide(*part, at)),
            Op::If(condition, ..) => {
                let chosen = match self.explainer.truth(*condition, at) {
                    TRUE => trace.parts.get(1),
                    FALSE => trace.parts.get(2),
                    _ => None,
                };
                for part in trace.parts.first().into_iter().chain(chosen) {
                    self.decide(*part, at);
                }
            }
            Op::Reduce {
                reduction: reduction @ (Reduction::Every | Reduction::Some),
                level,
                filter,
                body,
            } => {
                let every = *reduction == Reduction::Every;
                self.quantifier(id, at, *level, *filter, *body, every);
            }
            _ => {
                self.say(id, at);
                trace.parts.iter().for_each(|part| self.operand(*part, at));
            }
        }
    }

    /// A quantifier, with the first row that made it what it is.
    fn quantifier(
        &mut self,
        id: TraceId,
        at: Context,
        level: LevelId,
        filter: Option<ExprId>,
        body: Option<ExprId>,
        every: bool,
    ) {
        let explainer = self.explainer;
        let machine = explainer.machine;
        let ir = &machine.plan.ir;
        let value = explainer.truth(ir.trace(id).expr, at);
        let words = machine.plan.words(id).to_owned();
        let decided_by_all = value == if every { TRUE } else { FALSE };
        let parent = ir
            .level(level)
            .parent
            .and_then(|parent| explainer.climb(at, parent));
        let witness = parent.filter(|_| !decided_by_all).and_then(|parent| {
            machine
                .rows(level)
                .of(parent.row)
                .map(|row| Context { level, row })
                .find(|inner| {
                    let there = if machine.rows(level).presence(inner.row)
                        == crate::evaluate::rows::CERTAIN
                    {
                        TRUE
                    } else {
                        UNKNOWN
                    };
                    let member =
                        filter.map_or(there, |filter| there.min(explainer.truth(filter, *inner)));
                    let body = body.map_or(UNKNOWN, |body| explainer.truth(body, *inner));
                    let of_row = if every {
                        (TRUE - member).max(body)
                    } else {
                        member.min(body)
                    };
                    of_row == value
                })
        });
        match witness {
            Some(inner) => {
                let subject = naming::subject(machine, inner.level, inner.row);
                let shown = explainer.show(ir.trace(id).expr, at);
                self.push(
                    words,
                    format!("{shown} at {}", subject.label.unwrap_or_default()),
                );
                for part in &ir.trace(id).parts {
                    if ir.node(ir.trace(*part).expr).ty == ValueType::Boolean {
                        self.decide(*part, inner);
                    } else {
                        self.operand(*part, inner);
                    }
                }
            }
            None => self.say(id, at),
        }
    }

    /// Whether a value is the same for every filing and known from the rule alone.
    fn is_fixed(&self, node: ExprId) -> bool {
        let plan = self.explainer.machine.plan;
        let instruction = plan.instruction(plan.register(node));
        instruction.uniform && !matches!(plan.ir.node(node).op, Op::AsOf)
    }

    /// A value that a comparison read, and those that it was computed from.
    fn operand(&mut self, id: TraceId, at: Context) {
        if self.found.len() >= MOST_REASONS || !self.entered.insert((id, at.level, at.row)) {
            return;
        }
        let explainer = self.explainer;
        let ir = &explainer.machine.plan.ir;
        let trace = ir.trace(id);
        let node = ir.node(trace.expr);
        match &node.op {
            _ if trace.role == TraceRole::Operation && self.is_fixed(trace.expr) => {}
            // The words of a choice are long, and say no more than its condition and what it chose.
            Op::If(condition, ..) if trace.role == TraceRole::Operation => {
                let chosen = match explainer.truth(*condition, at) {
                    TRUE => trace.parts.get(1),
                    FALSE => trace.parts.get(2),
                    _ => None,
                };
                if let Some(condition) = trace.parts.first() {
                    self.decide(*condition, at);
                }
                chosen.iter().for_each(|part| self.operand(**part, at));
            }
            Op::Reduce { .. } if trace.role == TraceRole::Operation => self.say(id, at),
            _ if node.ty == ValueType::Boolean && trace.role != TraceRole::Parameter => {
                if matches!(node.op, Op::Column(..) | Op::Follow(..)) {
                    self.say(id, at)
                } else {
                    self.decide(id, at)
                }
            }
            _ => {
                self.say(id, at);
                trace.parts.iter().for_each(|part| self.operand(*part, at));
            }
        }
    }
}
