//! One clause over a batch, and what would come of it if one of its conditions were otherwise.
//!
//! A condition is a register of booleans. It is turned over, true for false, what depends on it is
//! computed anew, and the verdicts are compared: so a condition that words share is turned wherever it
//! stands, and what decides inside a count or a choice decides like any other.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::batch::{Batch, GIVEN};
use crate::check::ir::{ClauseId, EntryText, ExprId, LevelId, LevelKind};
use crate::compile::plan::{Instruction, Plan, Reg, Step};
use crate::evaluate::By;
use crate::evaluate::entry::{judge_entry, subjects};
use crate::evaluate::machine::Machine;
use crate::evaluate::naming;
use crate::evaluate::register::{Data, FALSE, Register, TRUE, UNKNOWN, pick};
use crate::evaluate::verdicts::Verdict;
use crate::value::Day;
use crate::vocabulary::{ColumnId, Unit, ValueType};

/// The most rows of one filing that are turned over one by one. Worked cases are short.
const MOST_ROWS: usize = 128;

/// One entry of a version over a batch.
pub struct Stand<'s> {
    pub(super) machine: Machine<'s>,
    level: LevelId,
    /// For each row of the level its verdict and the text that gave it.
    verdicts: Vec<(Verdict, Option<ClauseId>)>,
    /// For each filing where its rows begin, and one more for the end.
    filings: Vec<usize>,
}

/// A subject with its verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// The row of the clause's level.
    pub row: usize,
    /// The verdict.
    pub verdict: Verdict,
    /// The text that gave it; nothing where none was in force.
    pub text: Option<ClauseId>,
}

/// What a condition is on one subject, and what the verdict would be if it were otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turned {
    /// The subject's row.
    pub row: usize,
    /// What the condition is.
    pub value: bool,
    /// What the subject's verdict would be.
    pub verdict: Verdict,
}

/// Values at which comparisons change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Borders {
    /// Dates.
    pub days: BTreeSet<Day>,
    /// Numbers with their scale, by what they count.
    pub numbers: BTreeMap<Unit, BTreeSet<(i128, u8)>>,
    /// Texts.
    pub texts: BTreeSet<String>,
}

impl<'s> Stand<'s> {
    /// Judges one entry of the version that stands in place of that of a filing's year; nothing if it is
    /// not judged, or if no version does.
    pub fn new(
        plan: &'s Plan,
        by: By,
        entry: usize,
        batch: &'s Batch,
        as_of: Day,
    ) -> Option<Stand<'s>> {
        let version = by.version()?;
        let machine = Machine::new(plan, batch, as_of);
        let text = &plan.ir.versions.get(version)?.entries.get(entry)?.text;
        let level = match text {
            EntryText::Fixed(clause) => plan.clauses[clause.0 as usize].as_ref()?.level,
            EntryText::Governed { level, .. } => *level,
        };
        let of_text = vec![OnceCell::new(); plan.clauses.len()];
        let date = plan.versions[version].dates[entry];
        let judged = judge_entry(&machine, version, text, date, by.alone(), &of_text)?;
        let rows = 0..judged.subjects.len();
        let verdicts = rows.map(|row| judged.subjects.of(row)).collect();
        let filings = machine.filings(level).to_vec();
        Some(Stand {
            machine,
            level,
            verdicts,
            filings,
        })
    }

    /// The subjects of one filing of the batch.
    pub fn subjects(&self, filing: usize) -> Vec<Subject> {
        let rows = self.filings[filing]..self.filings[filing + 1];
        let subject = |row: usize| {
            let (verdict, text) = self.verdicts[row];
            Subject { row, verdict, text }
        };
        rows.map(subject).collect()
    }

    /// What a subject is called: `requests[R-7]`; nothing for the filing as a whole.
    pub fn label(&self, row: usize) -> Option<String> {
        naming::subject(&self.machine, self.level, row).label
    }

    /// Which exception of a text lifts a subject.
    pub fn lifting(&self, text: ClauseId, row: usize) -> Option<usize> {
        let clause = self.machine.plan.clauses[text.0 as usize].as_ref()?;
        let truth = |reg: &Reg| pick(self.machine.get(*reg).booleans(), row);
        clause.exceptions.iter().position(|reg| truth(reg) == TRUE)
    }

    /// Turns a condition of a text over and says what would come of each subject that the text judged.
    /// Where the condition is not known, nothing is said. `inside`: it stands inside what goes through
    /// the rows of a list, and is turned in one row at a time.
    pub fn turn(&mut self, text: ClauseId, condition: ExprId, inside: bool) -> Vec<Turned> {
        let plan = self.machine.plan;
        let Some(clause) = &plan.clauses[text.0 as usize] else {
            return Vec::new();
        };
        let reg = plan.register(condition);
        let Instruction { level, uniform, .. } = *plan.instruction(reg);
        let held = self.machine.get(reg).clone();
        let values = held.booleans();
        let dependents = dependents(plan, &clause.needs, reg);
        let mut found = Vec::new();
        if uniform || !inside {
            let above = match uniform {
                true => vec![0; self.verdicts.len()],
                false => self.machine.ancestors(self.level, level),
            };
            let over = turned_over(&held, |_| true);
            let verdicts = (self.machine)
                .supposing(reg, over, &dependents, |machine| subjects(machine, clause));
            self.compare(text, &verdicts, &mut found, |row| {
                Some(pick(values, above[row] as usize))
            });
            return found;
        }
        let starts = self.machine.filings(level).to_vec();
        let longest = starts.windows(2).map(|ends| ends[1] - ends[0]).max();
        let mut filing_of = vec![0; self.verdicts.len()];
        for (filing, ends) in self.filings.windows(2).enumerate() {
            filing_of[ends[0]..ends[1]].fill(filing);
        }
        for at in 0..longest.unwrap_or(0).min(MOST_ROWS) {
            let row_of = |filing: usize| {
                let row = starts[filing] + at;
                (row < starts[filing + 1]).then_some(row)
            };
            let chosen: BTreeSet<usize> = (0..starts.len() - 1).filter_map(row_of).collect();
            let over = turned_over(&held, |row| chosen.contains(&row));
            let verdicts = (self.machine)
                .supposing(reg, over, &dependents, |machine| subjects(machine, clause));
            self.compare(text, &verdicts, &mut found, |row| {
                row_of(filing_of[row]).map(|row| pick(values, row))
            });
        }
        found
    }

    fn compare(
        &self,
        text: ClauseId,
        verdicts: &[Verdict],
        found: &mut Vec<Turned>,
        value: impl Fn(usize) -> Option<u8>,
    ) {
        for (row, verdict) in verdicts.iter().enumerate() {
            if self.verdicts[row].1 != Some(text) {
                continue;
            }
            let value = match value(row) {
                Some(TRUE) => true,
                Some(FALSE) => false,
                _ => continue,
            };
            found.push(Turned {
                row,
                value,
                verdict: *verdict,
            });
        }
    }

    /// The values with which the comparisons of a text compare what comes of a column, over the whole
    /// batch: at them its conditions change.
    pub fn borders(&self, text: ClauseId, column: ColumnId) -> Borders {
        let plan = self.machine.plan;
        let mut borders = Borders::default();
        let Some(clause) = &plan.clauses[text.0 as usize] else {
            return borders;
        };
        let mut from: BTreeSet<Reg> = BTreeSet::new();
        for reg in &clause.needs {
            let step = &plan.instruction(*reg).step;
            let operands = step.operands();
            let own = matches!(step, Step::Column(own) | Step::Follow(_, own) if *own == column);
            let comes_of_it = operands.iter().any(|operand| from.contains(operand));
            if own || comes_of_it {
                from.insert(*reg);
            }
            if !comes_of_it {
                continue;
            }
            match step {
                Step::Compare(..)
                | Step::Between(..)
                | Step::By(..)
                | Step::LongestGap { .. }
                | Step::Days(..)
                | Step::Least(..)
                | Step::Greatest(..)
                | Step::BusinessDays(..) => {
                    let others = operands.iter().filter(|operand| !from.contains(operand));
                    let others: Vec<Reg> = others.copied().collect();
                    let read = if others.is_empty() { operands } else { others };
                    read.into_iter()
                        .for_each(|reg| self.values(reg, &mut borders));
                }
                Step::DatedParameter { steps, until, .. } => {
                    borders.days.extend(steps.iter().map(|(day, _)| *day));
                    borders.days.extend(until);
                }
                _ => {}
            }
        }
        borders
    }

    /// The days by which a text's verdict may change with the date on which it is judged: its deadlines,
    /// and what is compared with that date. Nothing if it does not depend on it.
    pub fn days_of_judging(&self, text: ClauseId) -> BTreeSet<Day> {
        let plan = self.machine.plan;
        let mut borders = Borders::default();
        let clause = plan.clauses[text.0 as usize].as_ref();
        let is_as_of = |reg: &Reg| matches!(plan.instruction(*reg).step, Step::AsOf);
        for reg in clause.iter().flat_map(|clause| &clause.needs) {
            let step = &plan.instruction(*reg).step;
            let operands = step.operands();
            if matches!(step, Step::By(..)) || operands.iter().any(is_as_of) {
                operands
                    .into_iter()
                    .for_each(|reg| self.values(reg, &mut borders));
            }
        }
        borders.days
    }

    fn values(&self, reg: Reg, borders: &mut Borders) {
        let register = self.machine.get(reg);
        let known = |at: &usize| register.state(*at) == GIVEN;
        let rows = 0..register.data.len();
        match (&register.data, self.machine.plan.instruction(reg).ty) {
            (Data::Day(days), _) => {
                let days = rows.filter(known).map(|at| i64::from(days[at]));
                borders.days.extend(days.filter_map(Day::from_count));
            }
            (Data::Number(_) | Data::Fraction(..), ValueType::Number { unit, scale }) => {
                let numbers = register.rounded(scale).1;
                let numbers = rows.filter(known).map(|at| (numbers[at], scale));
                borders.numbers.entry(unit).or_default().extend(numbers);
            }
            (Data::Text(texts), _) => {
                let texts = rows.filter(known).map(|at| texts.get(at).to_owned());
                borders.texts.extend(texts);
            }
            _ => {}
        }
    }
}

/// The values that conditions are known to have anywhere in a batch.
pub fn truths(
    plan: &Plan,
    batch: &Batch,
    as_of: Day,
    conditions: &[ExprId],
) -> Vec<BTreeSet<bool>> {
    let machine = Machine::new(plan, batch, as_of);
    let truths = |condition: &ExprId| {
        let values = machine.get(plan.register(*condition)).booleans();
        let known = values.iter().filter(|value| **value != UNKNOWN);
        known.map(|value| *value == TRUE).collect()
    };
    conditions.iter().map(truths).collect()
}

/// The registers among `needs` that are computed from one of them, operands first.
fn dependents(plan: &Plan, needs: &[Reg], from: Reg) -> Vec<Reg> {
    let mut found: Vec<Reg> = Vec::new();
    for reg in needs.iter().filter(|reg| **reg > from) {
        let operands = plan.instruction(*reg).step.operands();
        let touched = |operand: &Reg| *operand == from || found.binary_search(operand).is_ok();
        if operands.iter().any(touched) {
            found.push(*reg);
        }
    }
    found
}

/// The booleans of a register with those of some rows turned over, where they are known.
fn turned_over(register: &Register, row: impl Fn(usize) -> bool) -> Register {
    let turn = |(at, value): (usize, &u8)| match row(at) {
        true => TRUE - value,
        false => *value,
    };
    Register {
        states: register.states.clone(),
        data: Data::Boolean(register.booleans().iter().enumerate().map(turn).collect()),
    }
}

/// For each column of the layout whether an entry of a version reads it: to be judged, and to have its
/// rows found and called.
pub fn reads(plan: &Plan, version: usize, entry: usize) -> Vec<bool> {
    let ir = &plan.ir;
    let mut reads = vec![false; ir.layout.columns.len()];
    let mut levels: BTreeSet<LevelId> = BTreeSet::new();
    for reg in needs(plan, version, entry) {
        let Instruction { step, level, .. } = plan.instruction(reg);
        levels.insert(*level);
        match step {
            Step::Column(column)
            | Step::RecordGiven(column)
            | Step::Follow(_, column)
            | Step::FollowRecordGiven(_, column) => reads[column.0 as usize] = true,
            Step::Reduce { rows, .. } | Step::LongestGap { rows, .. } => {
                levels.insert(*rows);
            }
            _ => {}
        }
    }
    levels.extend(texts(plan, version, entry).map(|text| ir.clause(text).level));
    for level in levels {
        let mut at = Some(level);
        while let Some(level) = at {
            let level = ir.level(level);
            at = level.parent;
            let table = match &level.kind {
                LevelKind::List { table, .. } => *table,
                LevelKind::Referring {
                    table, reference, ..
                } => {
                    reads[reference.0 as usize] = true;
                    *table
                }
                LevelKind::Filing | LevelKind::Set { .. } => continue,
            };
            let table = ir.layout.table(table);
            for column in table.list.iter().chain(&table.key) {
                reads[column.0 as usize] = true;
            }
        }
    }
    reads
}

/// The registers that an entry of a version needs, the date by which its text is chosen included.
fn needs(plan: &Plan, version: usize, entry: usize) -> BTreeSet<Reg> {
    let mut found: BTreeSet<Reg> = texts(plan, version, entry)
        .filter_map(|text| plan.clauses[text.0 as usize].as_ref())
        .flat_map(|clause| clause.needs.iter().copied())
        .collect();
    let mut open: Vec<Reg> = plan.versions[version].dates[entry].into_iter().collect();
    while let Some(reg) = open.pop() {
        if found.insert(reg) {
            open.extend(plan.instruction(reg).step.operands());
        }
    }
    found
}

/// The texts by which an entry of a version may be judged.
pub fn texts(plan: &Plan, version: usize, entry: usize) -> impl Iterator<Item = ClauseId> + '_ {
    let (fixed, governed) = match &plan.ir.versions[version].entries[entry].text {
        EntryText::Fixed(text) => (Some(*text), &[][..]),
        EntryText::Governed { texts, .. } => (None, &texts[..]),
    };
    fixed.into_iter().chain(governed.iter().flatten().copied())
}
