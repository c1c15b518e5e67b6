//! How far filings are from clauses that are kept: what a search for sound filings goes by.
//!
//! A verdict alone says that a filing is not there yet, and not which of two is nearer. The distance
//! counts what stands in the way: of all that must hold together each part that does not, of several
//! ways the nearest, of rows each that fails, and between numbers and days the gap. It is read from the
//! same registers as the verdicts, and is 0 exactly where the clause bears on the filing and is kept.

use std::cell::OnceCell;

use crate::batch::{Batch, GIVEN};
use crate::check::ir::{ClauseId, LevelId, Reduction};
use crate::compile::Plan;
use crate::compile::plan::{Reg, Step};
use crate::evaluate::entry::{EntryVerdicts, judge_entry};
use crate::evaluate::kernels::members::Members;
use crate::evaluate::machine::{Machine, scale_of};
use crate::evaluate::register::{Data, FALSE, Register, TRUE, pick};
use crate::evaluate::verdicts::Verdict;
use crate::value::{Day, number};
use crate::vocabulary::{DurationUnit, Unit, ValueType};

/// What a condition that does not hold counts.
const ATOM: u32 = 16;
/// What a row that is not there counts, above what is asked of it.
const ROW: u32 = 48;
/// The most that a distance comes to.
const MOST: u32 = 1 << 20;

/// What one entry of a version makes of a filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Near {
    /// Its verdict; nothing where it is not judged.
    pub verdict: Option<Verdict>,
    /// How far the filing is from keeping it.
    pub distance: u32,
}

/// For each filing of a batch, all of years of one version, and each of some entries of that version:
/// what it makes of the filing.
pub fn nearness(
    plan: &Plan,
    version: usize,
    entries: &[usize],
    batch: &Batch,
    as_of: Day,
) -> Vec<Vec<Near>> {
    let machine = Machine::new(plan, batch, as_of);
    let scale = Scale {
        machine: &machine,
        distances: vec![OnceCell::new(); 2 * plan.instructions.len()],
    };
    let clauses = vec![OnceCell::new(); plan.clauses.len()];
    let mut found: Vec<Vec<Near>> = vec![Vec::with_capacity(entries.len()); batch.len()];
    for at in entries {
        let text = &plan.ir.versions[version].entries[*at].text;
        let date = plan.versions[version].dates[*at];
        let judged = judge_entry(&machine, version, text, date, false, &clauses);
        for (filing, found) in found.iter_mut().enumerate() {
            found.push(match &judged {
                Some(judged) => scale.filing(judged, filing),
                None => Near {
                    verdict: None,
                    distance: 0,
                },
            });
        }
    }
    found
}

struct Scale<'m> {
    machine: &'m Machine<'m>,
    /// For each register how far its rows are from being false, and then from being true.
    distances: Vec<OnceCell<Vec<u32>>>,
}

impl Scale<'_> {
    fn filing(&self, judged: &EntryVerdicts<'_>, filing: usize) -> Near {
        let subjects = judged.of_filing(filing);
        let gravest = subjects.clone().map(|row| judged.subjects.of(row).0).max();
        let verdict = gravest.unwrap_or(Verdict::NotApplicable);
        let open = |row: &usize| judged.subjects.of(*row).0 >= Verdict::Undetermined;
        let far = |row: usize| {
            let (verdict, text) = judged.subjects.of(row);
            self.subject(text, verdict, row)
        };
        let distance = match verdict {
            Verdict::Complies => 0,
            // One subject that the clause bears on is enough.
            Verdict::NotApplicable | Verdict::Exempt => {
                subjects.map(far).min().unwrap_or(2 * ROW).max(1)
            }
            Verdict::Undetermined | Verdict::Violates => {
                subjects.filter(open).map(far).fold(0, add).max(1)
            }
        };
        Near {
            verdict: Some(verdict),
            distance,
        }
    }

    /// How far a subject is from complying by a text; far where no text governs it.
    fn subject(&self, text: Option<ClauseId>, verdict: Verdict, row: usize) -> u32 {
        let plan = text.and_then(|text| self.machine.plan.clauses[text.0 as usize].as_ref());
        let Some(plan) = plan else {
            return 2 * ROW;
        };
        let required = pick(self.far(plan.requires, true), row);
        if verdict >= Verdict::Complies {
            return required;
        }
        let lifted = plan.exceptions.iter().map(|reg| (reg, false));
        let bears = plan.applies.iter().map(|reg| (reg, true));
        lifted
            .chain(bears)
            .map(|(reg, wanted)| pick(self.far(*reg, wanted), row))
            .fold(required, add)
    }

    /// How far the rows of a register of booleans are from a value.
    fn far(&self, reg: Reg, wanted: bool) -> &[u32] {
        let at = 2 * reg.0 as usize + usize::from(wanted);
        self.distances[at].get_or_init(|| {
            let values = self.machine.get(reg).booleans();
            let target = if wanted { TRUE } else { FALSE };
            let far = self.measure(reg, wanted, values.len());
            let both = values.iter().enumerate();
            both.map(|(row, value)| match *value == target {
                true => 0,
                // What is not so is at least a little way off.
                false => pick(&far, row).clamp(1, MOST),
            })
            .collect()
        })
    }

    fn measure(&self, reg: Reg, wanted: bool, len: usize) -> Vec<u32> {
        let instruction = self.machine.plan.instruction(reg);
        match &instruction.step {
            Step::Not(a) => self.far(*a, !wanted).to_vec(),
            Step::And(all) => self.together(all, wanted, wanted, len),
            Step::Or(all) => self.together(all, wanted, !wanted, len),
            Step::If(c, a, b) => {
                let way = |row, holds, then: &Reg| {
                    add(
                        pick(self.far(*c, holds), row),
                        pick(self.far(*then, wanted), row),
                    )
                };
                (0..len)
                    .map(|row| way(row, true, a).min(way(row, false, b)))
                    .collect()
            }
            Step::Broadcast(a) => {
                let above = self.machine.plan.instruction(*a).level;
                let ancestors = self.machine.ancestors(instruction.level, above);
                let far = self.far(*a, wanted);
                ancestors
                    .iter()
                    .map(|row| pick(far, *row as usize))
                    .collect()
            }
            Step::Compare(_, a, b) | Step::By(a, b) => {
                let gap = |row| self.gap(*a, *b, row);
                (0..len).map(gap).collect()
            }
            Step::Reduce {
                reduction: reduction @ (Reduction::Every | Reduction::Some),
                rows,
                filter,
                body: Some(body),
            } => self.of_rows(
                *rows,
                *filter,
                *body,
                wanted,
                *reduction == Reduction::Every,
            ),
            Step::LongestGap {
                rows,
                body,
                from,
                to,
                than,
                ..
            } if wanted => (0..len)
                .map(|row| self.stretches(*rows, *body, [*from, *to, *than], row))
                .collect(),
            _ => vec![ATOM; len.max(1)],
        }
    }

    /// How many dates are wanting between two, at least; the length of the stretches tells the rest.
    /// Months are taken as short as they can be.
    fn stretches(&self, level: LevelId, body: Reg, [from, to, than]: [Reg; 3], row: usize) -> u32 {
        let value = |reg: Reg, row| known(self.machine.get(reg), number::DECIMAL_SCALE, row);
        let (Some(from), Some(to), Some(count)) =
            (value(from, row), value(to, row), value(than, row))
        else {
            return 2 * ATOM;
        };
        let most = match self.machine.plan.instruction(than).ty {
            ValueType::Number {
                unit: Unit::Duration(DurationUnit::Months),
                ..
            } => count.saturating_mul(30) - 2,
            _ => count,
        }
        .max(1);
        let mut dates: Vec<i128> = (self.machine.rows(level).of(row))
            .filter_map(|row| value(body, row))
            .filter(|date| (from..=to).contains(date))
            .chain([from, to])
            .collect();
        dates.sort_unstable();
        let gaps = dates.windows(2).map(|ends| ends[1] - ends[0]);
        gaps.filter(|gap| *gap > most).fold(ATOM / 2, |far, gap| {
            let wanting = u32::try_from((gap - 1) / most).unwrap_or(MOST);
            let excess = u128::BITS - (gap - most).unsigned_abs().leading_zeros();
            add(far, add(wanting.saturating_mul(ATOM), excess.min(ATOM)))
        })
    }

    /// All at once, or the nearest of them.
    fn together(&self, all: &[Reg], wanted: bool, sum: bool, len: usize) -> Vec<u32> {
        let parts: Vec<&[u32]> = all.iter().map(|reg| self.far(*reg, wanted)).collect();
        let of_row = |row| {
            let parts = parts.iter().map(|part| pick(part, row));
            if sum {
                parts.fold(0, add)
            } else {
                parts.min().unwrap_or(0)
            }
        };
        (0..len).map(of_row).collect()
    }

    /// A quantifier: that every row is as wanted, or that one is.
    fn of_rows(
        &self,
        level: LevelId,
        filter: Option<Reg>,
        body: Reg,
        wanted: bool,
        every: bool,
    ) -> Vec<u32> {
        let rows = self.machine.rows(level);
        let members = Members {
            rows,
            filter: filter.map(|reg| self.machine.get(reg)),
        };
        let value = self.far(body, wanted);
        let belongs = |row, wanted| filter.map_or(0, |filter| pick(self.far(filter, wanted), row));
        let all = every == wanted;
        let one = |row: usize| {
            let value = pick(value, row);
            match (all, filter) {
                (true, _) if members.of(row) == FALSE => 0,
                (true, Some(_)) => value.min(belongs(row, false)),
                (true, None) => value,
                (false, _) => add(value, belongs(row, true)),
            }
        };
        let segments = rows.offsets.windows(2);
        segments
            .map(|ends| {
                let segment = ends[0] as usize..ends[1] as usize;
                if all {
                    segment.map(one).fold(0, add)
                } else {
                    segment.map(one).min().unwrap_or(ROW)
                }
            })
            .collect()
    }

    /// The more, the farther two values lie apart; twice an atom where one of them is not known.
    fn gap(&self, a: Reg, b: Reg, row: usize) -> u32 {
        let value = |reg: Reg| {
            let register = self.machine.get(reg);
            let scale = scale_of(self.machine.plan.instruction(reg).ty);
            known(register, scale, row)
        };
        let given = |reg: Reg| self.machine.get(reg).state(row) == GIVEN;
        match (value(a), value(b)) {
            (Some(a), Some(b)) => {
                let gap = a.abs_diff(b);
                ATOM / 2 + (u128::BITS - gap.leading_zeros()).min(ATOM / 2)
            }
            _ if given(a) && given(b) => ATOM,
            _ => 2 * ATOM,
        }
    }
}

/// A number or a day that is known, with more decimals than any has.
fn known(register: &Register, scale: u8, row: usize) -> Option<i128> {
    if register.state(row) != GIVEN {
        return None;
    }
    match &register.data {
        Data::Number(values) | Data::Range(values, _) => {
            number::rescale(pick(values, row), scale, scale.max(number::DECIMAL_SCALE))
        }
        Data::Fraction(values, _) => pick(values, row).round(scale.max(number::DECIMAL_SCALE)),
        Data::Day(values) => Some(i128::from(pick(values, row))),
        _ => None,
    }
}

fn add(a: u32, b: u32) -> u32 {
    a.saturating_add(b).min(MOST)
}
