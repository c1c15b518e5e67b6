//! The conditions of a clause on one subject as trees: each part with its value, and where in the filing
//! each value stands that was read.
//!
//! Like the reasons of a finding, this reads the registers that judged and computes nothing again.

use std::collections::BTreeSet;

use crate::batch::GIVEN;
use crate::check::ir::{
    ClauseBody, ClauseId, Constant, EntryText, ExprId, LevelId, Op, Reduction, TraceId, TraceRole,
};
use crate::compile::plan::Reg;
use crate::evaluate::explain::{Context, Explainer};
use crate::evaluate::naming;
use crate::evaluate::probe::{Held, hold};
use crate::evaluate::register::{FALSE, TRUE, UNKNOWN};
use crate::evaluate::rows::{CERTAIN, NOWHERE};
use crate::evaluate::suppose::{Stand, Subject};
use crate::evaluate::verdicts::Finding;
use crate::source::Place;
use crate::value::Day;
use crate::vocabulary::ColumnId;

/// How many parts one subject shows.
const MOST_PARTS: usize = 400;

/// How many rows of a list are gone into.
const MOST_ROWS: usize = 8;

/// How deep the parts of a condition are shown.
const DEEPEST: usize = 60;

/// A condition of a clause on one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Which line of the clause it is.
    pub line: Line,
    /// What an exception cites.
    pub cites: Option<String>,
    /// The condition with its parts.
    pub part: Part,
}

/// The lines of a clause that are conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Whether the subject is there at all: told only where that is not known.
    Subject,
    /// `where` of `for each`, and `applies when` of the ruleset and the clause.
    Applies,
    /// `except when` of the ruleset and the clause.
    Except,
    /// `requires`
    Requires,
}

/// A part of a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The words of the rule; of a row its name.
    pub words: String,
    /// Its value for people: missing `?`, absent `none`.
    pub value: String,
    /// What it is.
    pub kind: PartKind,
    /// Of a parameter that changes over time: the first day of the value, and the day on which it is read.
    pub dates: Option<(Day, Day)>,
    /// The value of the filing that it is.
    pub read: Option<Read>,
    /// The parts of which it is made.
    pub parts: Vec<Part>,
    /// How many rows or parts more there are than are shown.
    pub more: usize,
    /// Whether its parts were shown before, where the same stood already.
    pub again: bool,
}

/// What a part of a condition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// An operation on its parts.
    Operation,
    /// A call of a definition; its part is the body.
    Definition,
    /// A parameter.
    Parameter,
    /// A value of the filing.
    Field,
    /// A row that a quantifier or a total goes through.
    Row,
}

/// A value of the filing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// `requests[R-7].study.outcome`
    pub path: String,
    /// The lists on the way to its row, with the position in each.
    pub steps: Vec<(Vec<String>, usize)>,
    /// The names from its row on; none for the row itself.
    pub names: Vec<String>,
    /// Where it stands in its file, once that was looked up.
    pub place: Option<Place>,
}

impl Stand<'_> {
    /// What is said of a subject in a report.
    pub fn finding(&self, entry: usize, text: &EntryText, subject: &Subject) -> Option<Finding> {
        let explainer = Explainer::new(&self.machine);
        explainer.finding(entry, text, subject.text, subject.row, subject.verdict)
    }

    /// The conditions of a text on a subject, in the order in which they decide.
    pub fn conditions(&self, text: ClauseId, row: usize) -> Vec<Condition> {
        let explainer = Explainer::new(&self.machine);
        let clause = self.machine.plan.ir.clause(text);
        let at = Context {
            level: clause.level,
            row,
        };
        let mut telling = Telling {
            explainer: &explainer,
            left: MOST_PARTS,
            entered: BTreeSet::new(),
        };
        let mut conditions = Vec::new();
        if explainer.is_doubtful(at) {
            let subject = naming::subject(&self.machine, at.level, at.row);
            conditions.push(Condition {
                line: Line::Subject,
                cites: None,
                part: Part {
                    words: subject.label.unwrap_or_default(),
                    value: "?".to_owned(),
                    kind: PartKind::Row,
                    dates: None,
                    read: None,
                    parts: Vec::new(),
                    more: 0,
                    again: false,
                },
            });
        }
        let mut tell = |line, trace: TraceId, cites: Option<&String>| {
            conditions.push(Condition {
                line,
                cites: cites.cloned(),
                part: telling.part(trace, at, 0),
            });
        };
        for trace in &clause.applies {
            tell(Line::Applies, *trace, None);
        }
        for (trace, cites) in &clause.exceptions {
            tell(Line::Except, *trace, cites.as_ref());
        }
        if let ClauseBody::Requires(trace) = clause.body {
            tell(Line::Requires, trace, None);
        }
        conditions
    }

    /// Every day and number that comes up when a text judges the batch, the dates that choose it among them.
    pub fn held(&self, text: ClauseId, date: Option<Reg>) -> Held {
        let mut held = Held::default();
        let needs = self.machine.plan.clauses[text.0 as usize].iter();
        for reg in needs.flat_map(|clause| clause.needs.iter()).chain(&date) {
            hold(&self.machine, *reg, &mut held);
        }
        held
    }
}

/// Tells the parts of one subject's conditions.
struct Telling<'t> {
    explainer: &'t Explainer<'t>,
    /// How many parts may still be told.
    left: usize,
    /// The definitions that were unfolded, and where.
    entered: BTreeSet<(ExprId, LevelId, usize)>,
}

impl Telling<'_> {
    fn part(&mut self, id: TraceId, at: Context, depth: usize) -> Part {
        self.left = self.left.saturating_sub(1);
        let plan = self.explainer.machine.plan;
        let trace = plan.ir.trace(id);
        let node = plan.ir.node(trace.expr);
        let read = match trace.role {
            TraceRole::Operation => self.read(trace.expr, at),
            _ => None,
        };
        let kind = match trace.role {
            TraceRole::Call => PartKind::Definition,
            TraceRole::Parameter => PartKind::Parameter,
            _ if matches!(node.op, Op::DatedParameter { .. }) => PartKind::Parameter,
            _ if read.is_some() => PartKind::Field,
            _ => PartKind::Operation,
        };
        let mut part = Part {
            words: plan.words(id).to_owned(),
            value: self.explainer.show(trace.expr, at),
            kind,
            dates: (kind == PartKind::Parameter)
                .then(|| self.dates(trace.expr, at))
                .flatten(),
            read,
            parts: Vec::new(),
            more: 0,
            again: false,
        };
        if self.left == 0 || depth >= DEEPEST {
            part.more = trace.parts.len();
            return part;
        }
        if trace.role == TraceRole::Call && !self.entered.insert((trace.expr, at.level, at.row)) {
            part.again = true;
            return part;
        }
        match &node.op {
            // Of a choice only what was chosen is told.
            Op::If(condition, ..) if trace.role == TraceRole::Operation => {
                let truth = self.explainer.truth(*condition, at);
                for (at_part, inner) in trace.parts.iter().enumerate() {
                    let passed_over = match truth {
                        TRUE => at_part == 2,
                        FALSE => at_part == 1,
                        _ => false,
                    };
                    if !passed_over && !self.says_itself(*inner) {
                        part.parts.push(self.part(*inner, at, depth + 1));
                    }
                }
            }
            Op::Reduce { level, filter, .. } | Op::LongestGap { level, filter, .. }
                if trace.role == TraceRole::Operation =>
            {
                self.rows(id, at, *level, *filter, depth, &mut part);
            }
            _ => {
                for inner in &trace.parts {
                    if !self.says_itself(*inner) {
                        part.parts.push(self.part(*inner, at, depth + 1));
                    }
                }
            }
        }
        part
    }

    /// Whether the words of a part are its value: `7`, `{lease, service}`.
    fn says_itself(&self, id: TraceId) -> bool {
        let ir = &self.explainer.machine.plan.ir;
        let trace = ir.trace(id);
        trace.role == TraceRole::Operation && matches!(ir.node(trace.expr).op, Op::Constant(_))
    }

    /// The rows that a quantifier or a total goes through: those that decide it, or count, first.
    fn rows(
        &mut self,
        id: TraceId,
        at: Context,
        level: LevelId,
        filter: Option<ExprId>,
        depth: usize,
        part: &mut Part,
    ) {
        let explainer = self.explainer;
        let machine = explainer.machine;
        let ir = &machine.plan.ir;
        let trace = ir.trace(id);
        let node = ir.node(trace.expr);
        let body = match &node.op {
            Op::Reduce { body, .. } => *body,
            Op::LongestGap { body, .. } => Some(*body),
            _ => None,
        };
        let reduction = match &node.op {
            Op::Reduce { reduction, .. } => Some(*reduction),
            _ => None,
        };
        let around = ir.level(level).parent;
        let Some(around) = around.and_then(|around| explainer.climb(at, around)) else {
            return;
        };
        let member = |row: usize| {
            let there = match machine.rows(level).presence(row) {
                CERTAIN => TRUE,
                _ => UNKNOWN,
            };
            let inner = Context { level, row };
            filter.map_or(there, |filter| there.min(explainer.truth(filter, inner)))
        };
        // What a row comes to, and how early it is shown.
        let told = |row: usize| -> (u8, String) {
            let inner = Context { level, row };
            let member = member(row);
            let truth =
                |body: Option<ExprId>| body.map_or(UNKNOWN, |body| explainer.truth(body, inner));
            let word = |value: u8| match value {
                TRUE => "true".to_owned(),
                FALSE => "false".to_owned(),
                _ => "?".to_owned(),
            };
            match reduction {
                Some(Reduction::Every) => {
                    let value = (TRUE - member).max(truth(body));
                    (value, word(value))
                }
                Some(Reduction::Some) => {
                    let value = member.min(truth(body));
                    (TRUE - value, word(value))
                }
                Some(Reduction::Count) => (TRUE - member, word(member)),
                _ => {
                    let value = match member {
                        FALSE => "left out".to_owned(),
                        _ => body.map_or_else(|| word(member), |body| explainer.show(body, inner)),
                    };
                    (TRUE - member, value)
                }
            }
        };
        let mut order: Vec<(u8, usize, String)> = (machine.rows(level).of(around.row))
            .map(|row| {
                let (first, value) = told(row);
                (first, row, value)
            })
            .collect();
        order.sort_by_key(|(first, row, _)| (*first, *row));
        let mut shown = 0;
        for (_, row, value) in order.into_iter().take(MOST_ROWS) {
            if self.left == 0 {
                break;
            }
            shown += 1;
            let inner = Context { level, row };
            let subject = naming::subject(machine, level, row);
            let mut of_row = Part {
                words: subject.label.unwrap_or_default(),
                value,
                kind: PartKind::Row,
                dates: None,
                read: None,
                parts: Vec::new(),
                more: 0,
                again: false,
            };
            self.left = self.left.saturating_sub(1);
            for each in &trace.parts {
                // What does not name the row is the same for all, and told beside them.
                if !self.says_itself(*each) && self.is_of(ir.trace(*each).expr, level) {
                    of_row.parts.push(self.part(*each, inner, depth + 2));
                }
            }
            part.parts.push(of_row);
        }
        let total = machine.rows(level).of(around.row).len();
        part.more = total - shown.min(total);
        for each in &trace.parts {
            if !self.says_itself(*each) && !self.is_of(ir.trace(*each).expr, level) && total > 0 {
                part.parts.push(self.part(*each, at, depth + 1));
            }
        }
    }

    /// Whether a node has values at a level, and not above it.
    fn is_of(&self, node: ExprId, level: LevelId) -> bool {
        self.explainer.machine.plan.ir.node(node).level == level
    }

    /// The value of the filing that a node is.
    fn read(&self, node: ExprId, at: Context) -> Option<Read> {
        let explainer = self.explainer;
        let machine = explainer.machine;
        match &machine.plan.ir.node(node).op {
            Op::Column(level, column) | Op::RecordGiven(level, column) => {
                let own = explainer.climb(at, *level)?;
                let base = machine.rows(*level).base(own.row);
                Some(self.read_at(*column, base))
            }
            Op::Follow(reference, column) | Op::FollowRecordGiven(reference, column) => {
                let row = explainer.row_of(*reference, at)?;
                Some(self.read_at(*column, row))
            }
            Op::Row(level) => {
                let own = explainer.climb(at, *level)?;
                let subject = naming::subject(machine, *level, own.row);
                Some(Read {
                    path: subject.label.unwrap_or_default(),
                    steps: subject.steps,
                    names: Vec::new(),
                    place: None,
                })
            }
            _ => None,
        }
    }

    fn read_at(&self, column: ColumnId, row: u32) -> Read {
        let machine = self.explainer.machine;
        let described = machine.plan.ir.layout.column(column);
        let there = row != NOWHERE
            && machine.batch.rows(described.table).states.get(row as usize) == Some(&GIVEN);
        let filing = described.table == crate::vocabulary::layout::FILING;
        Read {
            path: naming::value_path(machine, column, row),
            steps: match there && !filing {
                true => naming::row_steps(machine, described.table, row),
                false => Vec::new(),
            },
            names: match there || filing {
                true => described.path.clone(),
                false => Vec::new(),
            },
            place: None,
        }
    }

    /// The first day of the value that a dated parameter has, and the day on which it is read; through the
    /// choices of a table down to the row that was chosen.
    fn dates(&self, node: ExprId, at: Context) -> Option<(Day, Day)> {
        let explainer = self.explainer;
        let ir = &explainer.machine.plan.ir;
        let mut node = node;
        loop {
            match &ir.node(node).op {
                Op::If(condition, then, otherwise) => {
                    node = match explainer.truth(*condition, at) {
                        TRUE => *then,
                        FALSE => *otherwise,
                        _ => return None,
                    };
                }
                Op::DatedParameter { steps, on, .. } => {
                    let on = explainer.day(*on, at)?;
                    let (from, _): &(Day, Constant) =
                        steps.iter().rev().find(|(from, _)| *from <= on)?;
                    return Some((*from, on));
                }
                _ => return None,
            }
        }
    }
}
