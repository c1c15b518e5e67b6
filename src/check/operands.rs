//! The nodes that an operation reads: the one list of them, for all that goes through an `Ir`.

use crate::check::ir::{ExprId, Op};

/// The operands of an operation in the order of its text, borrowed or borrowed to be changed.
macro_rules! operands {
    ($op:expr, $iter:ident) => {
        match $op {
            Op::Constant(_)
            | Op::AsOf
            | Op::Column(..)
            | Op::Row(_)
            | Op::Member(_)
            | Op::RecordGiven(..) => Vec::new(),
            Op::Follow(a, _)
            | Op::FollowRecordGiven(a, _)
            | Op::IsGiven(a)
            | Op::Not(a)
            | Op::In(a, _)
            | Op::Negate(a)
            | Op::Round(a)
            | Op::YearOf(a)
            | Op::BusinessDay(a, _)
            | Op::DatedParameter { on: a, .. } => vec![a],
            Op::And(all) | Op::Or(all) => all.$iter().collect(),
            Op::If(a, b, c) | Op::Between(a, b, c) | Op::MakeDate(a, b, c) => vec![a, b, c],
            Op::Compare(_, a, b)
            | Op::By(a, b)
            | Op::Add(a, b)
            | Op::Subtract(a, b)
            | Op::Multiply(a, b)
            | Op::Divide(a, b)
            | Op::Shift(a, b, _)
            | Op::Days(a, b)
            | Op::BusinessDays(a, b)
            | Op::Least(a, b)
            | Op::Greatest(a, b) => vec![a, b],
            Op::Reduce { filter, body, .. } => filter.$iter().chain(body).collect(),
            Op::LongestGap {
                filter,
                body,
                from,
                to,
                than,
                ..
            } => filter.$iter().chain([body, from, to, than]).collect(),
        }
    };
}

impl Op {
    /// The nodes that it reads; of a quantifier or a total the filter, if any, and then the body.
    pub fn operands(&self) -> Vec<ExprId> {
        let all: Vec<&ExprId> = operands!(self, iter);
        all.into_iter().copied().collect()
    }

    /// The same, to change them.
    pub fn operands_mut(&mut self) -> Vec<&mut ExprId> {
        operands!(self, iter_mut)
    }
}
