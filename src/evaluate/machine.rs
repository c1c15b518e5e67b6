//! Runs a plan's instructions over one batch, each at most once and only those that are asked for.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

use crate::batch::Batch;
use crate::check::ir::{Constant, LevelId, ROOT, Reduction};
use crate::compile::plan::{Instruction, Plan, Reg, Step};
use crate::evaluate::kernels::gap::Limit;
use crate::evaluate::kernels::members::Members;
use crate::evaluate::kernels::{arithmetic, compare, dates, fractions, gap, logic, reduce, totals};
use crate::evaluate::register::{self, Data, Register};
use crate::evaluate::rows::{self, Rows};
use crate::evaluate::{levels, naming};
use crate::value::{Day, number};
use crate::vocabulary::{DurationUnit, TableId, Unit, ValueType};

/// The registers of one batch.
pub struct Machine<'m> {
    /// The plan that is run.
    pub plan: &'m Plan,
    /// The filings.
    pub batch: &'m Batch,
    /// The date on which they are judged.
    pub as_of: Day,
    // Boxed, because a plan has thousands and one clause asks for few of them.
    registers: Vec<OnceCell<Box<Register>>>,
    levels: Vec<OnceCell<Rows>>,
    // For each level where the rows of each filing begin.
    filings: Vec<OnceCell<Vec<usize>>>,
    // For each table the rows that share their name with another.
    renamed: Vec<OnceCell<HashMap<u32, String>>>,
}

impl<'m> Machine<'m> {
    /// A machine with nothing computed yet.
    pub fn new(plan: &'m Plan, batch: &'m Batch, as_of: Day) -> Machine<'m> {
        let registers = vec![OnceCell::new(); plan.instructions.len()];
        let levels = vec![OnceCell::new(); plan.ir.levels.len()];
        let filings = vec![OnceCell::new(); plan.ir.levels.len()];
        Machine {
            plan,
            batch,
            as_of,
            registers,
            levels,
            filings,
            renamed: vec![OnceCell::new(); plan.ir.layout.tables.len()],
        }
    }

    /// The rows of a table that share their name with another, and what they are called instead.
    pub(super) fn renamed(&self, table: TableId) -> &HashMap<u32, String> {
        self.renamed[table.0 as usize].get_or_init(|| naming::renamed(self, table))
    }

    /// Fills registers; operands must come before what reads them.
    pub fn run(&self, regs: &[Reg]) {
        for reg in regs {
            self.get(*reg);
        }
    }

    /// A register, filled now if it was not.
    pub fn get(&self, reg: Reg) -> &Register {
        self.registers[reg.0 as usize]
            .get_or_init(|| Box::new(self.execute(self.plan.instruction(reg))))
    }

    /// What is read if a register held something else: what depends on it is computed anew, and
    /// afterwards everything is as before.
    pub fn supposing<T>(
        &mut self,
        reg: Reg,
        held: Register,
        dependents: &[Reg],
        read: impl FnOnce(&Machine<'m>) -> T,
    ) -> T {
        let set_aside: Vec<(Reg, OnceCell<Box<Register>>)> = std::iter::once(&reg)
            .chain(dependents)
            .map(|reg| (*reg, std::mem::take(&mut self.registers[reg.0 as usize])))
            .collect();
        self.registers[reg.0 as usize] = OnceCell::from(Box::new(held));
        let result = read(self);
        for (reg, before) in set_aside {
            self.registers[reg.0 as usize] = before;
        }
        result
    }

    /// The rows of a level.
    pub fn rows(&self, level: LevelId) -> &Rows {
        self.levels[level.0 as usize].get_or_init(|| {
            levels::find(&self.plan.ir, self.batch, level, &|above| self.rows(above))
        })
    }

    /// For each filing where its rows of a level begin, and one more for the end.
    pub fn filings(&self, level: LevelId) -> &[usize] {
        self.filings[level.0 as usize].get_or_init(|| {
            let starts = self.offsets(level, ROOT);
            starts.iter().map(|start| *start as usize).collect()
        })
    }

    /// For each row of a level whether it may not be there: it, or a row that it belongs to, is not
    /// certain. Nothing where all are.
    pub fn doubtful(&self, level: LevelId) -> Option<Vec<bool>> {
        let mut doubtful: Option<Vec<bool>> = None;
        let mut at = level;
        while let Some(parent) = self.plan.ir.level(at).parent {
            if let Some(presence) = &self.rows(at).presence {
                let ancestors = self.ancestors(level, at);
                let all = doubtful.get_or_insert_with(|| vec![false; ancestors.len()]);
                for (doubt, row) in all.iter_mut().zip(&ancestors) {
                    *doubt |= presence[*row as usize] != rows::CERTAIN;
                }
            }
            at = parent;
        }
        doubtful
    }

    /// For each row of a level the row of one above it.
    pub fn ancestors(&self, level: LevelId, above: LevelId) -> Vec<u32> {
        levels::ancestors(&self.plan.ir, level, above, &|level| self.rows(level))
    }

    /// For each row of a level where its rows of one below it begin, and one more for the end.
    fn offsets(&self, level: LevelId, above: LevelId) -> Cow<'_, [i32]> {
        levels::offsets(&self.plan.ir, level, above, &|level| self.rows(level))
    }

    fn scale(&self, reg: Reg) -> u8 {
        scale_of(self.plan.instruction(reg).ty)
    }

    fn unit(&self, reg: Reg) -> DurationUnit {
        match self.plan.instruction(reg).ty {
            ValueType::Number {
                unit: Unit::Duration(unit),
                ..
            } => unit,
            _ => DurationUnit::Days,
        }
    }

    fn execute(&self, instruction: &Instruction) -> Register {
        let Instruction {
            step,
            ty,
            level,
            uniform,
            ..
        } = instruction;
        let len = if *uniform { 1 } else { self.rows(*level).len };
        let get = |reg: &Reg| self.get(*reg);
        let calendar = self.plan.ir.calendar.as_ref();
        match step {
            Step::Constant(constant) => dates::constants(&[Some(constant)], *ty),
            Step::AsOf => dates::constants(&[Some(&Constant::Date(self.as_of))], *ty),
            Step::Broadcast(a) => {
                let above = self.plan.instruction(*a).level;
                get(a).spread(&self.offsets(*level, above))
            }
            Step::Column(column) => self.column(*level, *column, instruction.optional),
            Step::Row => self.row(*level),
            Step::Member => self.member(*level, *ty),
            Step::Follow(a, column) => self.follow(get(a), *column, instruction.optional),
            Step::RecordGiven(column) => {
                let states = self.column(*level, *column, true);
                register::given(&states.all_states())
            }
            Step::FollowRecordGiven(a, column) => {
                register::given(&self.follow(get(a), *column, true).all_states())
            }
            Step::IsGiven(a) => logic::is_given(get(a)),
            Step::Not(a) => logic::not(get(a)),
            Step::And(all) => logic::and(&all.iter().map(get).collect::<Vec<_>>(), len),
            Step::Or(all) => logic::or(&all.iter().map(get).collect::<Vec<_>>(), len),
            Step::If(c, a, b) => {
                let to = scale_of(*ty);
                let exact = get(a).is_fraction() || get(b).is_fraction();
                let at = |reg: &Reg| match exact {
                    true => fractions::raised(get(reg), self.scale(*reg)),
                    false => rescaled(get(reg), self.scale(*reg), to),
                };
                logic::choose(get(c), &at(a), &at(b), len)
            }
            Step::Compare(how, a, b) => {
                compare::compare(*how, get(a), self.scale(*a), get(b), self.scale(*b), len)
            }
            Step::Between(x, a, b) => {
                let [xs, low, high] = [x, a, b].map(|reg| self.scale(*reg));
                compare::between(get(x), xs, get(a), low, get(b), high, len)
            }
            Step::In(a, members) => compare::within(get(a), self.scale(*a), members, len),
            Step::By(a, b) => compare::by(get(a), get(b), self.as_of.count(), len),
            Step::Negate(a) if get(a).is_fraction() => fractions::negate(get(a)),
            Step::Negate(a) => arithmetic::unary(get(a), i128::checked_neg),
            Step::Add(a, b) => arithmetic::add(get(a), self.scale(*a), get(b), self.scale(*b), len),
            Step::Subtract(a, b) => {
                arithmetic::subtract(get(a), self.scale(*a), get(b), self.scale(*b), len)
            }
            Step::Multiply(a, b) => {
                arithmetic::multiply(get(a), self.scale(*a), get(b), self.scale(*b), len)
            }
            Step::Divide(a, b) => {
                fractions::divide(get(a), self.scale(*a), get(b), self.scale(*b), len)
            }
            Step::Round(a) if get(a).is_fraction() => fractions::round(get(a), scale_of(*ty)),
            Step::Round(a) => {
                let (from, to) = (self.scale(*a), scale_of(*ty));
                arithmetic::unary(get(a), |value| number::round(value, from, to))
            }
            Step::Shift(a, b, back) => {
                dates::shift(get(a), get(b), *back, self.unit(*b), calendar, len)
            }
            Step::Days(a, b) => dates::days_between(get(a), get(b), len),
            Step::BusinessDays(a, b) => {
                dates::number_of(get(a), get(b), len, |a, b| calendar?.between(a, b))
            }
            Step::YearOf(a) => dates::year_of(get(a)),
            Step::BusinessDay(a, back) => dates::business_day(get(a), *back, calendar),
            Step::Least(a, b) | Step::Greatest(a, b) => {
                let to = scale_of(*ty);
                let exact = get(a).is_fraction() || get(b).is_fraction();
                let at = |reg: &Reg| match exact {
                    true => fractions::raised(get(reg), self.scale(*reg)),
                    false => rescaled(get(reg), self.scale(*reg), to),
                };
                let greatest = matches!(step, Step::Greatest(..));
                compare::extreme(&at(a), &at(b), greatest, len)
            }
            Step::MakeDate(a, b, c) => dates::make(get(a), get(b), get(c), len),
            Step::DatedParameter { steps, until, on } => {
                dates::parameter(steps, *until, get(on), *ty)
            }
            Step::Reduce {
                reduction,
                rows,
                filter,
                body,
            } => {
                let members = Members {
                    rows: self.rows(*rows),
                    filter: filter.as_ref().map(get),
                };
                self.reduce(*reduction, members, *body, *ty)
            }
            Step::LongestGap {
                rows,
                filter,
                body,
                from,
                to,
                comparison,
                than,
            } => {
                let members = Members {
                    rows: self.rows(*rows),
                    filter: filter.as_ref().map(get),
                };
                let unit = self.unit(*than);
                let limit = Limit {
                    comparison: *comparison,
                    than: get(than),
                    unit,
                    calendar,
                };
                gap::longest_gap(members, get(body), get(from), get(to), &limit)
            }
        }
    }

    fn reduce(
        &self,
        reduction: Reduction,
        members: Members<'_>,
        body: Option<Reg>,
        ty: ValueType,
    ) -> Register {
        let Some(body) = body else {
            return reduce::count(members);
        };
        let scale = self.scale(body);
        let body = self.get(body);
        match reduction {
            Reduction::Every => reduce::quantify(members, body, true),
            Reduction::Some => reduce::quantify(members, body, false),
            Reduction::Count => reduce::count(members),
            Reduction::Sum => {
                let money = matches!(
                    ty,
                    ValueType::Number {
                        unit: Unit::Money(_),
                        ..
                    }
                );
                match body.is_fraction() {
                    true => fractions::sum(members, body, money),
                    false => totals::sum(members, body, money),
                }
            }
            Reduction::Mean => fractions::mean(members, body, scale),
            Reduction::Min | Reduction::Max => reduce::extreme(members, body, reduction),
        }
    }
}

/// The number of decimals of a type's values.
pub fn scale_of(ty: ValueType) -> u8 {
    match ty {
        ValueType::Number { scale, .. } => scale,
        _ => 0,
    }
}

fn rescaled(register: &Register, from: u8, to: u8) -> Register {
    match &register.data {
        Data::Number(_) | Data::Range(..) if from != to => {
            let (states, _) = register.numbers();
            let raised = arithmetic::unary(register, |value| number::rescale(value, from, to));
            // What was absent stays absent; what overflowed is missing.
            let kept = raised
                .all_states()
                .iter()
                .zip(states.iter())
                .map(|(new, old)| *new.max(old))
                .collect::<Vec<_>>();
            let kept: Vec<u8> = kept
                .into_iter()
                .zip(states.iter())
                .map(|(state, old)| {
                    if *old == crate::batch::ABSENT {
                        *old
                    } else {
                        state
                    }
                })
                .collect();
            Register {
                states: Some(kept.into()),
                data: raised.data,
            }
        }
        _ => register.clone(),
    }
}
