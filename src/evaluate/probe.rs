//! What the registers of a plan hold, for whoever looks for filings that make a difference.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};

use siphasher::sip::SipHasher13;

use crate::batch::{Batch, GIVEN};
use crate::check::ir::ExprId;
use crate::compile::plan::{Plan, Reg};
use crate::evaluate::machine::Machine;
use crate::evaluate::register::{Data, Register, pick};
use crate::value::Day;
use crate::vocabulary::{Unit, ValueType};

/// The days and numbers that come up when filings are judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// The days.
    pub days: BTreeSet<Day>,
    /// The numbers: of what, with how many decimals, scaled by them.
    pub numbers: BTreeSet<(Unit, u8, i128)>,
}

/// A plan with a batch, to ask what its registers hold.
pub struct Probe<'p> {
    machine: Machine<'p>,
}

impl<'p> Probe<'p> {
    /// A probe of what a plan computes on a date.
    pub fn new(plan: &'p Plan, batch: &'p Batch, as_of: Day) -> Probe<'p> {
        Probe {
            machine: Machine::new(plan, batch, as_of),
        }
    }

    /// For each filing a digest of the values that a node has in it, row by row.
    pub fn digests(&self, node: ExprId) -> Vec<u64> {
        let plan = self.machine.plan;
        let reg = plan.register(node);
        let instruction = plan.instruction(reg);
        let register = self.machine.get(reg);
        let count = self.machine.batch.len();
        let digest = |rows: std::ops::Range<usize>| {
            let mut hasher = SipHasher13::new();
            for row in rows {
                row_of(register, row, &mut hasher);
            }
            hasher.finish()
        };
        if instruction.uniform {
            return vec![digest(0..1); count];
        }
        let ends = self.machine.filings(instruction.level);
        (0..count)
            .map(|at| digest(ends[at]..ends[at + 1]))
            .collect()
    }

    /// For each filing whether a condition has one of some values in it: 0 false, 1 unknown, 2 true.
    pub fn any(&self, node: ExprId, values: &[u8]) -> Vec<bool> {
        let plan = self.machine.plan;
        let reg = plan.register(node);
        let instruction = plan.instruction(reg);
        let register = self.machine.get(reg);
        let held = register.booleans();
        let count = self.machine.batch.len();
        if instruction.uniform {
            let holds = held.first().is_some_and(|value| values.contains(value));
            return vec![holds; count];
        }
        let ends = self.machine.filings(instruction.level);
        let holds = |row: usize| values.contains(&pick(held, row));
        (0..count)
            .map(|at| (ends[at]..ends[at + 1]).any(holds))
            .collect()
    }

    /// Every day and number that some register of the plan holds.
    pub fn held(&self) -> Held {
        let mut held = Held::default();
        for at in 0..self.machine.plan.instructions.len() {
            hold(&self.machine, Reg(at as u32), &mut held);
        }
        held
    }
}

/// Adds the days and numbers that a register holds.
pub(super) fn hold(machine: &Machine<'_>, reg: Reg, held: &mut Held) {
    match machine.plan.instruction(reg).ty {
        ValueType::Date => {
            let (states, days) = machine.get(reg).days();
            let known = states.iter().zip(days.iter());
            let known = known.filter(|(state, _)| **state == GIVEN);
            held.days
                .extend(known.filter_map(|(_, day)| Day::from_count(i64::from(*day))));
        }
        ValueType::Number { unit, scale } => {
            let (states, values) = machine.get(reg).rounded(scale);
            let known = states.iter().zip(values.iter());
            let known = known.filter(|(state, _)| **state == GIVEN);
            held.numbers
                .extend(known.map(|(_, value)| (unit, scale, *value)));
        }
        _ => {}
    }
}

fn row_of(register: &Register, row: usize, to: &mut SipHasher13) {
    let state = register.state(row);
    state.hash(to);
    if state != GIVEN && !matches!(register.data, Data::Range(..)) {
        return;
    }
    match &register.data {
        Data::Boolean(values) => pick(values, row).hash(to),
        Data::Number(values) => pick(values, row).hash(to),
        Data::Range(low, high) => (pick(low, row), pick(high, row)).hash(to),
        Data::Fraction(low, high) => {
            (pick(low, row), pick(high, row)).hash(to);
        }
        Data::Day(values) => pick(values, row).hash(to),
        Data::Member(values) => pick(values, row).hash(to),
        Data::Row(values) => pick(values, row).hash(to),
        Data::Text(texts) => texts.get(row).hash(to),
    }
}
