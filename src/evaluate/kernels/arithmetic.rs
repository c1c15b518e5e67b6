//! Exact arithmetic over scaled numbers; what overflows or divides by zero is not known.

use crate::evaluate::register::{Data, Register, pick};
use crate::ingest::batch::{GIVEN, MISSING};
use crate::value::number;

/// The four operations with the scales of both operands and of the result.
pub fn binary(
    a: &Register,
    b: &Register,
    len: usize,
    operation: impl Fn(i128, i128) -> Option<i128>,
) -> Register {
    let ((states_a, a), (states_b, b)) = (a.numbers(), b.numbers());
    let mut states = Vec::with_capacity(len);
    let mut values = Vec::with_capacity(len);
    for at in 0..len {
        let known = pick(&states_a, at) == GIVEN && pick(&states_b, at) == GIVEN;
        let value = if known {
            operation(pick(&a, at), pick(&b, at))
        } else {
            None
        };
        states.push(if value.is_some() { GIVEN } else { MISSING });
        values.push(value.unwrap_or(0));
    }
    Register::new(states, Data::Number(values.into()))
}

/// `a + b` at the larger scale.
pub fn add(a: &Register, a_scale: u8, b: &Register, b_scale: u8, len: usize) -> Register {
    let scale = a_scale.max(b_scale);
    binary(a, b, len, |a, b| {
        number::rescale(a, a_scale, scale)?.checked_add(number::rescale(b, b_scale, scale)?)
    })
}

/// `a - b` at the larger scale.
pub fn subtract(a: &Register, a_scale: u8, b: &Register, b_scale: u8, len: usize) -> Register {
    let scale = a_scale.max(b_scale);
    binary(a, b, len, |a, b| {
        number::rescale(a, a_scale, scale)?.checked_sub(number::rescale(b, b_scale, scale)?)
    })
}

/// `a * b` at the sum of the scales.
pub fn multiply(a: &Register, b: &Register, len: usize) -> Register {
    binary(a, b, len, i128::checked_mul)
}

/// `a / b` rounded to a scale.
pub fn divide(
    a: &Register,
    a_scale: u8,
    b: &Register,
    b_scale: u8,
    scale: u8,
    len: usize,
) -> Register {
    binary(a, b, len, |a, b| {
        number::divide(a, a_scale, b, b_scale, scale)
    })
}

/// One number to another, by a function of it.
pub fn unary(a: &Register, operation: impl Fn(i128) -> Option<i128>) -> Register {
    let (states, values) = a.numbers();
    let mut result_states = Vec::with_capacity(values.len());
    let mut results = Vec::with_capacity(values.len());
    for (state, value) in states.iter().zip(values.iter()) {
        let result = if *state == GIVEN {
            operation(*value)
        } else {
            None
        };
        result_states.push(if result.is_some() { GIVEN } else { MISSING });
        results.push(result.unwrap_or(0));
    }
    Register::new(result_states, Data::Number(results.into()))
}
