//! What the clauses of a rule book look at: which columns, and which values they compare with.

use std::collections::BTreeSet;

use crate::check::ir::{ClauseId, Constant, EntryText, LevelId, LevelKind};
use crate::compile::Plan;
use crate::compile::plan::{Reg, Step};
use crate::value::Day;
use crate::vocabulary::{ColumnId, ColumnKind, Unit, ValueType};

/// What the clauses of one rule book look at.
#[derive(Debug, Clone)]
pub struct Reading {
    /// For each version and each of its entries whether it reads a column.
    pub entries: Vec<Vec<Vec<bool>>>,
    /// The dates that clauses name, ascending.
    pub days: Vec<Day>,
    /// The numbers that clauses name, with their unit and scale.
    pub numbers: Vec<(Unit, u8, i128)>,
    /// The texts that clauses name.
    pub texts: Vec<String>,
    /// For each column whether its texts are compared with others: to be given is not all that counts.
    pub compared: Vec<bool>,
}

impl Reading {
    /// What the clauses of a compiled rule book look at.
    pub fn new(plan: &Plan) -> Reading {
        let columns = plan.ir.layout.columns.len();
        let of_clause: Vec<Vec<bool>> = (0..plan.clauses.len())
            .map(|at| columns_of_clause(plan, ClauseId(at as u32), columns))
            .collect();
        let entries = plan
            .ir
            .versions
            .iter()
            .zip(&plan.versions)
            .map(|(version, compiled)| {
                let texts = version.entries.iter().zip(&compiled.dates);
                texts
                    .map(|(entry, date)| {
                        let mut read = vec![false; columns];
                        let mut join = |id: &ClauseId| {
                            let columns = &of_clause[id.0 as usize];
                            read.iter_mut()
                                .zip(columns)
                                .for_each(|(all, one)| *all |= one);
                        };
                        match &entry.text {
                            EntryText::Fixed(id) => join(id),
                            EntryText::Governed { texts, .. } => {
                                texts.iter().flatten().for_each(join);
                            }
                        }
                        if let Some(date) = date {
                            mark(plan, &needs(plan, *date), &mut read);
                        }
                        read
                    })
                    .collect()
            })
            .collect();
        let mut reading = Reading {
            entries,
            days: Vec::new(),
            numbers: Vec::new(),
            texts: Vec::new(),
            compared: compared(plan, columns),
        };
        reading.gather_constants(plan);
        reading
    }

    fn gather_constants(&mut self, plan: &Plan) {
        let mut days = BTreeSet::new();
        let mut numbers = Vec::new();
        let mut texts = BTreeSet::new();
        for instruction in &plan.instructions {
            let mut keep = |constant: &Constant, ty: ValueType| match (constant, ty) {
                (Constant::Date(day), _) => drop(days.insert(*day)),
                (Constant::Number(value), ValueType::Number { unit, scale }) => {
                    numbers.push((unit, scale, *value));
                }
                (Constant::Text(text), _) => drop(texts.insert(text.clone())),
                _ => {}
            };
            match &instruction.step {
                Step::Constant(constant) => keep(constant, instruction.ty),
                Step::In(of, members) => {
                    let ty = plan.instruction(*of).ty;
                    members.iter().for_each(|member| keep(member, ty));
                }
                Step::DatedParameter { steps, .. } => {
                    for (day, constant) in steps {
                        keep(&Constant::Date(*day), ValueType::Date);
                        keep(constant, instruction.ty);
                    }
                }
                _ => {}
            }
        }
        numbers.sort();
        numbers.dedup();
        self.days = days.into_iter().collect();
        self.numbers = numbers;
        self.texts = texts.into_iter().collect();
    }
}

fn columns_of_clause(plan: &Plan, id: ClauseId, columns: usize) -> Vec<bool> {
    let mut read = vec![false; columns];
    if let Some(clause) = &plan.clauses[id.0 as usize] {
        mark(plan, &clause.needs, &mut read);
        mark_level(plan, clause.level, &mut read);
    }
    read
}

/// Every register that one needs, itself included.
fn needs(plan: &Plan, reg: Reg) -> Vec<Reg> {
    let mut seen = BTreeSet::from([reg]);
    let mut open = vec![reg];
    while let Some(reg) = open.pop() {
        let operands = plan.instruction(reg).step.operands();
        open.extend(operands.into_iter().filter(|reg| seen.insert(*reg)));
    }
    seen.into_iter().collect()
}

fn mark(plan: &Plan, regs: &[Reg], read: &mut [bool]) {
    for reg in regs {
        let instruction = plan.instruction(*reg);
        mark_level(plan, instruction.level, read);
        match &instruction.step {
            Step::Column(id)
            | Step::RecordGiven(id)
            | Step::Follow(_, id)
            | Step::FollowRecordGiven(_, id) => mark_column(plan, *id, read),
            Step::Reduce { rows, .. } | Step::LongestGap { rows, .. } => {
                mark_level(plan, *rows, read);
            }
            _ => {}
        }
    }
}

/// A column, and the records and lists that it stands in; with a reference the list that it is to.
fn mark_column(plan: &Plan, id: ColumnId, read: &mut [bool]) {
    let layout = &plan.ir.layout;
    if let ColumnKind::Reference(target) = layout.column(id).kind
        && let Some(list) = layout.table(target).list
    {
        mark_column(plan, list, read);
    }
    let mut at = Some(id);
    while let Some(id) = at {
        let column = layout.column(id);
        read[id.0 as usize] = true;
        at = column.record.or(layout.table(column.table).list);
    }
}

fn mark_level(plan: &Plan, level: LevelId, read: &mut [bool]) {
    let mut at = Some(level);
    while let Some(level) = at {
        let level = plan.ir.level(level);
        match &level.kind {
            LevelKind::List { table, .. } => {
                if let Some(list) = plan.ir.layout.table(*table).list {
                    mark_column(plan, list, read);
                }
            }
            LevelKind::Referring { reference, .. } => mark_column(plan, *reference, read),
            LevelKind::Filing | LevelKind::Set { .. } => {}
        }
        at = level.parent;
    }
}

/// For each column whether a comparison takes its texts, by whatever way.
fn compared(plan: &Plan, columns: usize) -> Vec<bool> {
    let mut compared = vec![false; columns];
    for instruction in &plan.instructions {
        let operands = match &instruction.step {
            Step::Compare(_, a, b) => vec![*a, *b],
            Step::In(a, _) => vec![*a],
            _ => continue,
        };
        for reg in operands.iter().flat_map(|reg| needs(plan, *reg)) {
            if let Step::Column(id) | Step::Follow(_, id) = plan.instruction(reg).step {
                compared[id.0 as usize] = true;
            }
        }
    }
    compared
}
