//! Rows side by side: loops without a branch in them, of which the compiler makes a few instructions for
//! many rows at once.

use crate::evaluate::register::{Register, UNKNOWN};
use crate::ingest::batch::{GIVEN, MISSING};

/// A function of the values of each row of two columns. A column of one row stands for every row.
#[inline]
pub fn both<A: Copy, B: Copy, R: Clone>(
    a: &[A],
    b: &[B],
    len: usize,
    of: impl Fn(A, B) -> R,
) -> Vec<R> {
    match (a, b) {
        ([a], [b]) => vec![of(*a, *b); len],
        ([a], b) => b.iter().map(|b| of(*a, *b)).collect(),
        (a, [b]) => a.iter().map(|a| of(*a, *b)).collect(),
        (a, b) => a.iter().zip(b).map(|(a, b)| of(*a, *b)).collect(),
    }
}

/// Changes each row of a column by the same row of another, or by the one row that stands for all.
#[inline]
pub fn change<A, B: Copy>(a: &mut [A], b: &[B], by: impl Fn(&mut A, B)) {
    match b {
        [one] => a.iter_mut().for_each(|a| by(a, *one)),
        all => a.iter_mut().zip(all).for_each(|(a, b)| by(a, *b)),
    }
}

/// Booleans, unknown wherever an operand has no value.
pub fn masked(mut values: Vec<u8>, operands: [&Register; 2]) -> Register {
    for states in operands
        .into_iter()
        .filter_map(|operand| operand.states.as_ref())
    {
        change(&mut values, states, |value, state| {
            *value = if state == GIVEN { *value } else { UNKNOWN };
        });
    }
    Register::boolean(values)
}

/// For each row whether both operands are given, as states; anything else is missing.
pub fn joined(operands: [&Register; 2], len: usize) -> Vec<u8> {
    let mut joined = vec![GIVEN; len];
    for states in operands
        .into_iter()
        .filter_map(|operand| operand.states.as_ref())
    {
        change(&mut joined, states, |joined, state| {
            *joined = if state == GIVEN { *joined } else { MISSING };
        });
    }
    joined
}
