//! Why a subject got its verdict: what decided it, the values read, and what is missing.
//!
//! This is no second evaluation: it reads the registers that judged the batch.

use std::collections::{BTreeMap, BTreeSet};

use crate::batch::{ABSENT, GIVEN};
use crate::check::ir::{
    Clause, ClauseBody, ClauseId, Constant, EntryText, ExprId, LevelId, MessagePart, Op, Reduction,
    TraceId, TraceRole,
};
use crate::evaluate::machine::{Machine, scale_of};
use crate::evaluate::missing::{self, Unsettled};
use crate::evaluate::naming;
use crate::evaluate::register::{Data, FALSE, Register, TRUE, UNKNOWN, pick};
use crate::evaluate::verdicts::{Because, Finding, Verdict};
use crate::value::number::{DECIMAL_SCALE, MAX_SCALE};
use crate::value::{Day, Fraction};
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
    pub fn is_doubtful(&self, at: Context) -> bool {
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

    /// Whether a node is silent at a row.
    pub fn is_absent(&self, node: ExprId, at: Context) -> bool {
        self.read(node, at)
            .is_some_and(|(register, row)| register.state(row) == ABSENT)
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
            let number = register.fraction(row, 0);
            number.is_some_and(|number| number.is_zero())
        })
    }

    /// The number that a node is known to be, and whether it is one of those that are shown rounded.
    pub fn number(&self, node: ExprId, at: Context) -> Option<(Fraction, bool)> {
        let (register, row) = self.read(node, at)?;
        let scale = scale_of(self.machine.plan.ir.node(node).ty);
        let number = register.fraction(row, scale)?;
        Some((number, register.is_fraction()))
    }

    /// The value of a node for people.
    pub fn show(&self, node: ExprId, at: Context) -> String {
        self.show_to(node, at, DECIMAL_SCALE)
    }

    /// The same with so many decimals of a fraction.
    fn show_to(&self, node: ExprId, at: Context, decimals: u8) -> String {
        let Some((register, row)) = self.read(node, at) else {
            return "?".to_owned();
        };
        let ty = self.machine.plan.ir.node(node).ty;
        naming::show(self.machine, register, row, ty, decimals)
    }

    /// What is said of one subject; where no text was in force for it, that it does not apply.
    pub fn finding(
        &self,
        entry: usize,
        text: &EntryText,
        judged_by: Option<ClauseId>,
        row: usize,
        verdict: Verdict,
    ) -> Option<Finding> {
        let ir = &self.machine.plan.ir;
        let id = judged_by.or_else(|| last(text))?;
        let clause = ir.clause(id);
        let at = Context {
            level: clause.level,
            row,
        };
        let mut because = Reasons {
            explainer: self,
            found: Vec::new(),
            entered: BTreeSet::new(),
            decimals: BTreeMap::new(),
        };
        let mut unsettled = Unsettled::default();
        let mut exception = None;
        let requires = match clause.body {
            ClauseBody::Requires(trace) => Some(trace),
            ClauseBody::NotJudged(_) => None,
        };
        match verdict {
            // Nothing decided it: there was no text.
            _ if judged_by.is_none() => {}
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
        because.fail(&unsettled.failures);
        let message = match (verdict, &clause.otherwise) {
            (Verdict::Violates, Some(parts)) => self.message(id, parts, at),
            (Verdict::Undetermined, _) => undetermined(&clause.title, &unsettled),
            _ => clause.title.clone(),
        };
        let remedy = clause
            .remedy
            .as_ref()
            .filter(|_| verdict == Verdict::Violates);
        Some(Finding {
            entry,
            clause: id,
            text: judged_by.map(|_| clause.version),
            governed_on: self.governed_on(text, at),
            subject: naming::subject(self.machine, at.level, at.row),
            verdict,
            message,
            missing: unsettled.paths,
            because: because.found,
            exception,
            remedy: remedy.map(|parts| self.message(id, parts, at)),
            hangs_on: Vec::new(),
            count: 1,
            also: Vec::new(),
        })
    }

    /// The date that chose the text of a subject.
    fn governed_on(&self, text: &EntryText, at: Context) -> Option<Day> {
        let EntryText::Governed { date, .. } = text else {
            return None;
        };
        self.day(*date, at)
    }

    /// The day that a node is known to be.
    pub fn day(&self, node: ExprId, at: Context) -> Option<Day> {
        let (register, row) = self.read(node, at)?;
        match &register.data {
            Data::Day(days) if register.state(row) == GIVEN => {
                Day::from_count(i64::from(pick(days, row)))
            }
            _ => None,
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
            found.call_wordless("the date that chooses the text");
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

/// The last text of an entry.
fn last(text: &EntryText) -> Option<ClauseId> {
    match text {
        EntryText::Fixed(clause) => Some(*clause),
        EntryText::Governed { texts, .. } => texts.iter().rev().copied().flatten().next(),
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
    /// With how many decimals fractions are shown that lie nearer to a border than others.
    decimals: BTreeMap<(ExprId, LevelId, usize), u8>,
}

impl Reasons<'_> {
    fn push(&mut self, expression: String, value: String) {
        let because = Because { expression, value };
        if self.found.len() < MOST_REASONS && !self.found.contains(&because) {
            self.found.push(because);
        }
    }

    /// The operations that could not be done. They are never left out for want of room: a finding that
    /// nothing is missing from says nothing else of why it is undetermined.
    fn fail(&mut self, failures: &[(String, String)]) {
        let told = failures.len().min(MOST_REASONS);
        self.found.truncate(MOST_REASONS - told);
        for (words, why) in failures.iter().take(told) {
            self.push(words.clone(), format!("? ({why})"));
        }
    }

    fn say(&mut self, trace: TraceId, at: Context) {
        let plan = self.explainer.machine.plan;
        let node = plan.ir.trace(trace).expr;
        let place = (node, at.level, at.row);
        let decimals = self.decimals.get(&place).copied().unwrap_or(DECIMAL_SCALE);
        self.push(
            plan.words(trace).to_owned(),
            self.explainer.show_to(node, at, decimals),
        );
    }

    /// A fraction is shown with as many decimals as tell on which side of a border it lies; the border
    /// says whether it is shown rounded too.
    fn tell_apart(&mut self, node: ExprId, at: Context, border: Option<(Fraction, bool)>) {
        let (Some((value, true)), Some((border, rounded))) =
            (self.explainer.number(node, at), border)
        else {
            return;
        };
        let shown =
            |value: Fraction, decimals: u8| Fraction::from_scaled(value.round(decimals)?, decimals);
        let told = (DECIMAL_SCALE..=MAX_SCALE).find(|decimals| {
            let shown_border = match rounded {
                true => shown(border, *decimals),
                false => Some(border),
            };
            let both = shown(value, *decimals).zip(shown_border);
            both.is_some_and(|(shown, shown_border)| shown.cmp(&shown_border) == value.cmp(&border))
        });
        let decimals = self.decimals.entry((node, at.level, at.row)).or_default();
        *decimals = told.unwrap_or(DECIMAL_SCALE).max(*decimals);
    }

    /// The same of both sides of a comparison.
    fn tell_both_apart(&mut self, [a, b]: [ExprId; 2], at: Context) {
        let explainer = self.explainer;
        self.tell_apart(a, at, explainer.number(b, at));
        self.tell_apart(b, at, explainer.number(a, at));
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
            op => {
                match op {
                    Op::Compare(_, a, b) => self.tell_both_apart([*a, *b], at),
                    Op::Between(x, low, high) => {
                        self.tell_both_apart([*x, *low], at);
                        self.tell_both_apart([*x, *high], at);
                    }
                    Op::In(x, members) => {
                        let scale = scale_of(ir.node(*x).ty);
                        for member in members {
                            let Constant::Number(member) = member else {
                                continue;
                            };
                            let border = Fraction::from_scaled(*member, scale);
                            self.tell_apart(*x, at, border.map(|border| (border, false)));
                        }
                    }
                    _ => {}
                }
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
