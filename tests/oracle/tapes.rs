//! The tapes from which proptest makes rule books and filings, and shrinks them.

use proptest::collection::vec;
use proptest::prelude::*;

use crate::random::books::BookTapes;

fn tape(length: usize) -> impl Strategy<Value = Vec<u32>> {
    vec(any::<u32>(), length / 2..length)
}

/// The tapes of a rule book with so many clauses at most in its first version.
pub fn book(clauses: usize) -> impl Strategy<Value = BookTapes> {
    (
        tape(60),
        vec(tape(60), 0..5),
        vec(tape(120), 1..clauses),
        vec(tape(60), 0..3),
        vec(tape(500), 0..3),
    )
        .prop_map(
            |(parameters, defines, clauses, indicators, amendments)| BookTapes {
                parameters,
                defines,
                clauses,
                indicators,
                amendments,
            },
        )
}

/// The tapes of so many filings at most.
pub fn filings(most: usize) -> impl Strategy<Value = Vec<Vec<u32>>> {
    vec(tape(700), 1..=most)
}
