//! Nodes to instructions: operands brought to the level of what reads them, equal steps held once.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::check::ir::{
    ClauseBody, EntryText, ExprId, Ir, LevelId, LevelKind, MessagePart, Op, ROOT, TraceId,
    TraceRole,
};
use crate::compile::plan::{ClausePlan, Instruction, Plan, Reg, Step, VersionPlan};
use crate::source::Sources;
use crate::vocabulary::{ColumnId, ColumnKind, TableId, ValueType};

/// Lowers a whole rule book.
pub fn lower(ir: Arc<Ir>, sources: &Sources) -> Plan {
    let mut lowering = Lowering {
        ir: &ir,
        instructions: Vec::new(),
        nodes: Vec::new(),
        held: HashMap::new(),
    };
    for at in 0..ir.nodes.len() {
        let reg = lowering.node(ExprId(at as u32));
        lowering.nodes.push(reg);
    }
    let clauses: Vec<Option<ClausePlan>> = (0..ir.clauses.len())
        .map(|at| lowering.clause(at))
        .collect();
    let messages = (0..ir.clauses.len())
        .map(|at| lowering.messages(at))
        .collect();
    let versions = (0..ir.versions.len())
        .map(|at| lowering.version(at))
        .collect();
    let Lowering {
        instructions,
        nodes,
        ..
    } = lowering;
    let reads = reads(&ir);
    let mut operations = vec![None; ir.nodes.len()];
    for (at, trace) in ir.traces.iter().enumerate() {
        if trace.role == TraceRole::Operation {
            operations[trace.expr.0 as usize] = Some(TraceId(at as u32));
        }
    }
    let words = ir
        .traces
        .iter()
        .map(|trace| sources.quote(trace.span))
        .collect();
    Plan {
        instructions,
        nodes,
        clauses,
        messages,
        versions,
        reads,
        words,
        operations,
        ir,
    }
}

struct Lowering<'i> {
    ir: &'i Ir,
    instructions: Vec<Instruction>,
    nodes: Vec<Reg>,
    held: HashMap<(Step, ValueType, LevelId), Reg>,
}

impl Lowering<'_> {
    fn emit(&mut self, step: Step, ty: ValueType, level: LevelId, optional: bool) -> Reg {
        let uniform = match &step {
            Step::Constant(_) | Step::AsOf => true,
            Step::Column(_)
            | Step::Row
            | Step::Member
            | Step::RecordGiven(_)
            | Step::Broadcast(_) => false,
            Step::Reduce { .. } | Step::LongestGap { .. } => false,
            other => other
                .operands()
                .iter()
                .all(|reg| self.instructions[reg.0 as usize].uniform),
        };
        let level = if uniform { ROOT } else { level };
        let key = (step, ty, level);
        if let Some(reg) = self.held.get(&key) {
            return *reg;
        }
        let reg = Reg(self.instructions.len() as u32);
        self.instructions.push(Instruction {
            step: key.0.clone(),
            ty,
            level,
            uniform,
            optional,
        });
        self.held.insert(key, reg);
        reg
    }

    /// The register of a node, its values brought down to a level.
    fn at(&mut self, node: ExprId, level: LevelId) -> Reg {
        let reg = self.nodes[node.0 as usize];
        let Instruction {
            ty,
            level: own,
            uniform,
            optional,
            ..
        } = self.instructions[reg.0 as usize];
        if uniform || own == level {
            return reg;
        }
        self.emit(Step::Broadcast(reg), ty, level, optional)
    }

    fn node(&mut self, id: ExprId) -> Reg {
        let node = self.ir.node(id);
        let level = node.level;
        let step = match &node.op {
            Op::Constant(constant) => Step::Constant(constant.clone()),
            Op::AsOf => Step::AsOf,
            Op::Column(_, column) => Step::Column(*column),
            Op::Row(_) => Step::Row,
            Op::Member(_) => Step::Member,
            Op::RecordGiven(_, column) => Step::RecordGiven(*column),
            Op::Follow(a, column) => Step::Follow(self.at(*a, level), *column),
            Op::FollowRecordGiven(a, column) => {
                Step::FollowRecordGiven(self.at(*a, level), *column)
            }
            Op::IsGiven(a) => Step::IsGiven(self.at(*a, level)),
            Op::Not(a) => Step::Not(self.at(*a, level)),
            Op::And(all) => Step::And(all.iter().map(|a| self.at(*a, level)).collect()),
            Op::Or(all) => Step::Or(all.iter().map(|a| self.at(*a, level)).collect()),
            Op::If(a, b, c) => Step::If(self.at(*a, level), self.at(*b, level), self.at(*c, level)),
            Op::Compare(how, a, b) => Step::Compare(*how, self.at(*a, level), self.at(*b, level)),
            Op::Between(a, b, c) => {
                Step::Between(self.at(*a, level), self.at(*b, level), self.at(*c, level))
            }
            Op::In(a, members) => Step::In(self.at(*a, level), members.clone()),
            Op::By(a, b) => Step::By(self.at(*a, level), self.at(*b, level)),
            Op::Negate(a) => Step::Negate(self.at(*a, level)),
            Op::Add(a, b) => Step::Add(self.at(*a, level), self.at(*b, level)),
            Op::Subtract(a, b) => Step::Subtract(self.at(*a, level), self.at(*b, level)),
            Op::Multiply(a, b) => Step::Multiply(self.at(*a, level), self.at(*b, level)),
            Op::Divide(a, b) => Step::Divide(self.at(*a, level), self.at(*b, level)),
            Op::Round(a) => Step::Round(self.at(*a, level)),
            Op::Shift(a, b, back) => Step::Shift(self.at(*a, level), self.at(*b, level), *back),
            Op::Days(a, b) => Step::Days(self.at(*a, level), self.at(*b, level)),
            Op::BusinessDays(a, b) => Step::BusinessDays(self.at(*a, level), self.at(*b, level)),
            Op::YearOf(a) => Step::YearOf(self.at(*a, level)),
            Op::BusinessDay(a, back) => Step::BusinessDay(self.at(*a, level), *back),
            Op::Least(a, b) => Step::Least(self.at(*a, level), self.at(*b, level)),
            Op::Greatest(a, b) => Step::Greatest(self.at(*a, level), self.at(*b, level)),
            Op::MakeDate(a, b, c) => {
                Step::MakeDate(self.at(*a, level), self.at(*b, level), self.at(*c, level))
            }
            Op::DatedParameter {
                steps, until, on, ..
            } => Step::DatedParameter {
                steps: steps.clone(),
                until: *until,
                on: self.at(*on, level),
            },
            Op::Reduce {
                reduction,
                level: rows,
                filter,
                body,
            } => Step::Reduce {
                reduction: *reduction,
                rows: *rows,
                filter: filter.map(|filter| self.at(filter, *rows)),
                body: body.map(|body| self.at(body, *rows)),
            },
            Op::LongestGap {
                level: rows,
                filter,
                body,
                from,
                to,
                comparison,
                than,
            } => Step::LongestGap {
                rows: *rows,
                filter: filter.map(|filter| self.at(filter, *rows)),
                body: self.at(*body, *rows),
                from: self.at(*from, level),
                to: self.at(*to, level),
                comparison: *comparison,
                than: self.at(*than, level),
            },
        };
        self.emit(step, node.ty, level, node.optional)
    }

    fn trace(&mut self, trace: TraceId, level: LevelId) -> Reg {
        self.at(self.ir.trace(trace).expr, level)
    }

    fn clause(&mut self, at: usize) -> Option<ClausePlan> {
        let clause = &self.ir.clauses[at];
        let ClauseBody::Requires(requires) = clause.body else {
            return None;
        };
        let level = clause.level;
        let requires = self.trace(requires, level);
        let applies: Vec<Reg> = clause
            .applies
            .iter()
            .map(|trace| self.trace(*trace, level))
            .collect();
        let exceptions: Vec<Reg> = clause
            .exceptions
            .iter()
            .map(|(trace, _)| self.trace(*trace, level))
            .collect();
        let needs = self.needs(applies.iter().chain(&exceptions).copied().chain([requires]));
        Some(ClausePlan {
            level,
            applies,
            exceptions,
            requires,
            needs,
        })
    }

    fn messages(&mut self, at: usize) -> Vec<Reg> {
        let clause = &self.ir.clauses[at];
        let parts = clause.otherwise.iter().chain(&clause.remedy).flatten();
        let regs: Vec<Reg> = parts
            .filter_map(|part| match part {
                MessagePart::Expr(trace) => Some(self.nodes[self.ir.trace(*trace).expr.0 as usize]),
                MessagePart::Text(_) => None,
            })
            .collect();
        self.needs(regs.into_iter())
    }

    fn version(&mut self, at: usize) -> VersionPlan {
        let version = &self.ir.versions[at];
        let dates: Vec<Option<Reg>> = version
            .entries
            .iter()
            .map(|entry| match &entry.text {
                EntryText::Fixed(_) => None,
                EntryText::Governed { date, level, .. } => Some(self.at(*date, *level)),
            })
            .collect();
        let indicators: Vec<Reg> = version
            .indicators
            .iter()
            .map(|indicator| self.nodes[self.ir.trace(indicator.value).expr.0 as usize])
            .collect();
        let needs = self.needs(dates.iter().flatten().chain(&indicators).copied());
        VersionPlan {
            dates,
            needs,
            indicators,
        }
    }

    /// The registers with all that they are computed from, operands first.
    fn needs(&self, roots: impl Iterator<Item = Reg>) -> Vec<Reg> {
        let mut found: BTreeSet<Reg> = BTreeSet::new();
        let mut open: Vec<Reg> = roots.collect();
        while let Some(reg) = open.pop() {
            if found.insert(reg) {
                open.extend(self.instructions[reg.0 as usize].step.operands());
            }
        }
        found.into_iter().collect()
    }
}

/// Which columns the book reads: those that nodes name, and those by which rows are found and called.
fn reads(ir: &Ir) -> Vec<bool> {
    let mut reads = vec![false; ir.layout.columns.len()];
    let mut mark = |id: ColumnId| reads[id.0 as usize] = true;
    let mut tables: Vec<TableId> = Vec::new();
    for node in &ir.nodes {
        match &node.op {
            Op::Column(_, column) | Op::RecordGiven(_, column) => mark(*column),
            Op::Follow(_, column) | Op::FollowRecordGiven(_, column) => {
                mark(*column);
                tables.push(ir.layout.column(*column).table);
            }
            _ => {}
        }
    }
    for level in &ir.levels {
        match &level.kind {
            LevelKind::List { table, .. } => tables.push(*table),
            LevelKind::Referring {
                table, reference, ..
            } => {
                tables.push(*table);
                mark(*reference);
            }
            LevelKind::Filing | LevelKind::Set { .. } => {}
        }
    }
    let referred = ir
        .layout
        .columns
        .iter()
        .enumerate()
        .filter_map(|(at, column)| match column.kind {
            ColumnKind::Reference(table) if reads[at] => Some(table),
            _ => None,
        });
    tables.extend(referred.collect::<Vec<_>>());
    while let Some(id) = tables.pop() {
        let table = ir.layout.table(id);
        for column in table.key.iter().chain(&table.list) {
            reads[column.0 as usize] = true;
        }
        tables.extend(table.parent.filter(|parent| parent.0 > 0));
    }
    reads
}
