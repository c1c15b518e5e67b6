//! Exact arithmetic over scaled numbers; what overflows or divides by zero is not known.

use crate::batch::{GIVEN, MISSING};
use crate::evaluate::kernels::fractions;
use crate::evaluate::lanes::{both, change};
use crate::evaluate::register::{Data, Register};
use crate::value::{Fraction, number};

/// An operation on two numbers that may not fit.
pub fn binary(
    a: &Register,
    b: &Register,
    len: usize,
    operation: impl Fn(i128, i128) -> Option<i128>,
) -> Register {
    let ((states_a, a), (states_b, b)) = (a.numbers(), b.numbers());
    // Of what is not given something is computed too: it costs less than to ask.
    let mut states = given(&states_a, &states_b, len);
    let found = both(&a, &b, len, operation);
    change(&mut states, &found, |state, found| {
        *state = if found.is_some() { *state } else { MISSING };
    });
    let values: Vec<i128> = found.into_iter().map(|found| found.unwrap_or(0)).collect();
    Register::new(states, Data::Number(values.into()))
}

/// For each row whether both operands are given; anything else is missing.
fn given(a: &[u8], b: &[u8], len: usize) -> Vec<u8> {
    both(
        a,
        b,
        len,
        |a, b| {
            if a | b == GIVEN { GIVEN } else { MISSING }
        },
    )
}

/// The same where the operation itself says whether it overflowed: nothing is asked of a row.
fn overflowing(
    a: &Register,
    b: &Register,
    len: usize,
    operation: impl Fn(i128, i128) -> (i128, bool),
) -> Register {
    let ((states_a, a), (states_b, b)) = (a.numbers(), b.numbers());
    let mut states = given(&states_a, &states_b, len);
    let values = both(&a, &b, len, |a, b| operation(a, b).0);
    let overflows = both(&a, &b, len, |a, b| operation(a, b).1);
    change(&mut states, &overflows, |state, overflows| {
        *state = if overflows { MISSING } else { *state };
    });
    Register::new(states, Data::Number(values.into()))
}

/// `a + b` at the larger scale.
pub fn add(a: &Register, a_scale: u8, b: &Register, b_scale: u8, len: usize) -> Register {
    if a.is_fraction() || b.is_fraction() {
        return fractions::binary(a, a_scale, b, b_scale, len, Fraction::plus);
    }
    if a_scale == b_scale {
        return overflowing(a, b, len, i128::overflowing_add);
    }
    let scale = a_scale.max(b_scale);
    binary(a, b, len, |a, b| {
        number::rescale(a, a_scale, scale)?.checked_add(number::rescale(b, b_scale, scale)?)
    })
}

/// `a - b` at the larger scale.
pub fn subtract(a: &Register, a_scale: u8, b: &Register, b_scale: u8, len: usize) -> Register {
    if a.is_fraction() || b.is_fraction() {
        return fractions::binary(a, a_scale, b, b_scale, len, Fraction::minus);
    }
    if a_scale == b_scale {
        return overflowing(a, b, len, i128::overflowing_sub);
    }
    let scale = a_scale.max(b_scale);
    binary(a, b, len, |a, b| {
        number::rescale(a, a_scale, scale)?.checked_sub(number::rescale(b, b_scale, scale)?)
    })
}

/// `a * b` at the sum of the scales.
pub fn multiply(a: &Register, a_scale: u8, b: &Register, b_scale: u8, len: usize) -> Register {
    if a.is_fraction() || b.is_fraction() {
        return fractions::binary(a, a_scale, b, b_scale, len, Fraction::multiply);
    }
    binary(a, b, len, |a, b| {
        match (i64::try_from(a), i64::try_from(b)) {
            // One instruction, and it cannot overflow.
            (Ok(a), Ok(b)) => Some(i128::from(a) * i128::from(b)),
            _ => a.checked_mul(b),
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::ABSENT;

    fn of(states: &[u8], values: &[i128]) -> Register {
        Register::new(states.to_vec(), Data::Number(values.to_vec().into()))
    }

    #[test]
    fn what_overflows_or_has_no_value_is_not_known() {
        let edge = of(&[GIVEN, GIVEN, ABSENT], &[i128::MAX, i128::MIN, 0]);
        let one = of(&[GIVEN], &[1]);
        assert_eq!(
            add(&edge, 2, &one, 2, 3).all_states()[..],
            [MISSING, GIVEN, MISSING]
        );
        assert_eq!(
            subtract(&edge, 2, &one, 2, 3).all_states()[..],
            [GIVEN, MISSING, MISSING]
        );
        assert_eq!(
            subtract(&one, 2, &edge, 2, 3).all_states()[..],
            [GIVEN, MISSING, MISSING]
        );
        let minus = of(&[GIVEN], &[-1]);
        assert_eq!(
            multiply(&edge, 2, &minus, 0, 3).all_states()[..],
            [GIVEN, MISSING, MISSING]
        );
    }

    #[test]
    fn products_are_exact_on_both_sides_of_64_bits() {
        let edge = i128::from(i64::MAX);
        for (a, b) in [
            (edge, edge),
            (edge + 1, edge),
            (-edge - 2, edge + 1),
            (-edge - 1, -1),
        ] {
            let product = multiply(&of(&[GIVEN], &[a]), 0, &of(&[GIVEN], &[b]), 0, 1);
            assert_eq!(product.numbers().1[..], [a * b]);
        }
    }
}
