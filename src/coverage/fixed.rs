//! What cannot go both ways, as far as the rule book alone shows it.

use std::collections::{BTreeMap, BTreeSet};

use crate::batch::Batch;
use crate::check::ir::{Comparison, Constant, ExprId, LevelKind};
use crate::compile::plan::{Plan, Reg, Step};
use crate::evaluate::suppose::truths;
use crate::value::Day;
use crate::vocabulary::layout::FILING;
use crate::vocabulary::{ColumnId, ValueType};

/// For each register whether its values follow from the rule book alone: no filing and no date of
/// judging has a say in them.
fn fixed(plan: &Plan) -> Vec<bool> {
    let mut fixed: Vec<bool> = Vec::with_capacity(plan.instructions.len());
    let is_set = |level| matches!(plan.ir.level(level).kind, LevelKind::Set { .. });
    for instruction in &plan.instructions {
        let own = match &instruction.step {
            Step::Constant(_) | Step::Member => true,
            Step::AsOf
            | Step::Row
            | Step::Column(_)
            | Step::RecordGiven(_)
            | Step::Follow(..)
            | Step::FollowRecordGiven(..)
            | Step::By(..) => false,
            Step::Reduce { rows, .. } | Step::LongestGap { rows, .. } => is_set(*rows),
            _ => true,
        };
        let operands = instruction.step.operands();
        fixed.push(own && operands.iter().all(|reg| fixed[reg.0 as usize]));
    }
    fixed
}

/// For each condition the one value that it always has, if that can be shown; `bare` is any filing.
pub fn always(plan: &Plan, bare: &Batch, conditions: &[ExprId]) -> Vec<Option<bool>> {
    let fixed = fixed(plan);
    let is_fixed = |condition: &ExprId| fixed[plan.register(*condition).0 as usize];
    let asked: Vec<ExprId> = conditions.iter().copied().filter(is_fixed).collect();
    let known: BTreeMap<ExprId, BTreeSet<bool>> = (asked.iter().copied())
        .zip(truths(plan, bare, Day::MIN, &asked))
        .collect();
    let value = |condition: &ExprId| match known.get(condition) {
        Some(truths) => truths.first().copied().filter(|_| truths.len() == 1),
        None => over_members(plan, plan.register(*condition)),
    };
    conditions.iter().map(value).collect()
}

/// A question about a member of an enum that every member answers alike.
fn over_members(plan: &Plan, reg: Reg) -> Option<bool> {
    let members = |reg: Reg| match plan.instruction(reg).ty {
        ValueType::Enum(id) => Some(plan.ir.vocabulary.enumeration(id).members.len()),
        _ => None,
    };
    let code = |constant: &Constant| match constant {
        Constant::Member(_, code) => Some(usize::from(*code)),
        _ => None,
    };
    let answers: BTreeSet<bool> = match &plan.instruction(reg).step {
        Step::In(asked, set) => {
            let set: BTreeSet<usize> = set.iter().filter_map(code).collect();
            (0..members(*asked)?)
                .map(|member| set.contains(&member))
                .collect()
        }
        Step::Compare(how, asked, with) => {
            let Step::Constant(with) = &plan.instruction(*with).step else {
                return None;
            };
            let with = code(with)?;
            let holds = |member: usize| match how {
                Comparison::Equal => member == with,
                Comparison::NotEqual => member != with,
                Comparison::Less => member < with,
                Comparison::LessOrEqual => member <= with,
                Comparison::Greater => member > with,
                Comparison::GreaterOrEqual => member >= with,
            };
            (0..members(*asked)?).map(holds).collect()
        }
        _ => return None,
    };
    let first = answers.first().copied()?;
    (answers.len() == 1).then_some(first)
}

/// Whether a verdict that needs these registers can depend on what is missing. It cannot where nothing
/// is asked but whether optional values of the filing itself are given.
pub fn can_be_unknown(plan: &Plan, needs: &[Reg]) -> bool {
    let optional = |id: ColumnId| {
        let layout = &plan.ir.layout;
        let mut at = Some(id);
        while let Some(id) = at {
            let column = layout.column(id);
            if column.table != FILING || !column.optional {
                return false;
            }
            at = column.record;
        }
        true
    };
    let only_asked_whether_given = |reg: Reg| {
        let readers = needs.iter().map(|reg| &plan.instruction(*reg).step);
        let mut readers = readers
            .filter(|step| step.operands().contains(&reg))
            .peekable();
        readers.peek().is_some() && readers.all(|step| matches!(step, Step::IsGiven(_)))
    };
    needs.iter().any(|reg| match &plan.instruction(*reg).step {
        Step::Column(column) => !(optional(*column) && only_asked_whether_given(*reg)),
        Step::RecordGiven(column) => !optional(*column),
        Step::Row
        | Step::Follow(..)
        | Step::FollowRecordGiven(..)
        | Step::Shift(..)
        | Step::BusinessDays(..)
        | Step::BusinessDay(..)
        | Step::Least(..)
        | Step::Greatest(..)
        | Step::Divide(..)
        | Step::MakeDate(..)
        | Step::DatedParameter { .. }
        | Step::Reduce { .. }
        | Step::LongestGap { .. } => true,
        _ => false,
    })
}
