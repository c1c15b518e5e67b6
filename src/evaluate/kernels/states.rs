//! Where operands have values.

use crate::batch::{GIVEN, MISSING};
use crate::evaluate::lanes::change;
use crate::evaluate::register::{Register, UNKNOWN};

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
