//! Logic of three values, presence and choice.

use arrow_buffer::{ArrowNativeType, ScalarBuffer};

use crate::batch::{ABSENT, GIVEN, MISSING};
use crate::evaluate::lanes::change;
use crate::evaluate::register::{Data, FALSE, Fractions, Register, TRUE, Texts, UNKNOWN, pick};

/// `not a`
pub fn not(a: &Register) -> Register {
    Register::boolean(a.booleans().iter().map(|value| TRUE - value).collect())
}

/// `a and b …`: the smallest.
pub fn and(all: &[&Register], len: usize) -> Register {
    fold(all, len, TRUE, |a, b| a.min(b))
}

/// `a or b …`: the largest.
pub fn or(all: &[&Register], len: usize) -> Register {
    fold(all, len, FALSE, |a, b| a.max(b))
}

fn fold(all: &[&Register], len: usize, start: u8, join: impl Fn(u8, u8) -> u8) -> Register {
    let mut result = vec![start; len];
    for register in all {
        change(&mut result, register.booleans(), |value, other| {
            *value = join(*value, other);
        });
    }
    Register::boolean(result)
}

/// `x is given`
pub fn is_given(a: &Register) -> Register {
    crate::evaluate::register::given(&a.all_states())
}

/// `if c then a else b`; numbers are brought to one scale before.
///
/// Where the condition is not known, the value is that of both branches if they are known and equal.
pub fn choose(condition: &Register, a: &Register, b: &Register, len: usize) -> Register {
    let condition = condition.booleans();
    match (&a.data, &b.data) {
        (Data::Boolean(x), Data::Boolean(y)) => {
            let states = choose_states(condition, a, b, len, |at| pick(x, at) == pick(y, at));
            let values =
                states
                    .iter()
                    .enumerate()
                    .map(|(at, state)| match (*state, pick(condition, at)) {
                        (GIVEN, FALSE) => pick(y, at),
                        (GIVEN, _) => pick(x, at),
                        _ => UNKNOWN,
                    });
            let values: Vec<u8> = values.collect();
            let optional = a.states.is_some() || b.states.is_some();
            let states = optional.then(|| states.into());
            Register {
                states,
                data: Data::Boolean(values.into()),
            }
        }
        (Data::Number(_) | Data::Range(..), Data::Number(_) | Data::Range(..)) => {
            let ((xs, x), (ys, y)) = (a.numbers(), b.numbers());
            let a = Register {
                states: Some(xs),
                data: Data::Number(x.clone()),
            };
            let b = Register {
                states: Some(ys),
                data: Data::Number(y.clone()),
            };
            let states = choose_states(condition, &a, &b, len, |at| pick(&x, at) == pick(&y, at));
            Register::new(states, Data::Number(choose_values(condition, &x, &y, len)))
        }
        (Data::Fraction(..), Data::Fraction(..)) => {
            let ((xs, x), (ys, y)) = (a.fractions(0), b.fractions(0));
            let known = |states: Vec<u8>, values: &Fractions| {
                Register::new(states, Data::Fraction(values.clone(), values.clone()))
            };
            let (a, b) = (known(xs, &x), known(ys, &y));
            let states = choose_states(condition, &a, &b, len, |at| pick(&x, at) == pick(&y, at));
            let chosen: Fractions = (0..len)
                .map(|at| match pick(condition, at) {
                    FALSE => pick(&y, at),
                    _ => pick(&x, at),
                })
                .collect();
            Register::new(states, Data::Fraction(chosen.clone(), chosen))
        }
        (Data::Day(x), Data::Day(y)) => {
            let states = choose_states(condition, a, b, len, |at| pick(x, at) == pick(y, at));
            Register::new(states, Data::Day(choose_values(condition, x, y, len)))
        }
        (Data::Member(x), Data::Member(y)) => {
            let states = choose_states(condition, a, b, len, |at| pick(x, at) == pick(y, at));
            Register::new(states, Data::Member(choose_values(condition, x, y, len)))
        }
        (Data::Row(x), Data::Row(y)) => {
            let states = choose_states(condition, a, b, len, |at| pick(x, at) == pick(y, at));
            Register::new(states, Data::Row(choose_values(condition, x, y, len)))
        }
        (Data::Text(x), Data::Text(y)) => {
            let states = choose_states(condition, a, b, len, |at| x.get(at) == y.get(at));
            let chosen = (0..len).map(|at| {
                if pick(condition, at) == FALSE {
                    y.get(at)
                } else {
                    x.get(at)
                }
            });
            Register::new(states, Data::Text(Texts::new(chosen)))
        }
        // INVARIANT: both branches are of one type; of any other pair nothing would be known.
        (data, _) => Register::new(vec![MISSING; len], data.clone()),
    }
}

fn choose_states(
    condition: &[u8],
    a: &Register,
    b: &Register,
    len: usize,
    equal: impl Fn(usize) -> bool,
) -> Vec<u8> {
    (0..len)
        .map(|at| match pick(condition, at) {
            TRUE => a.state(at),
            FALSE => b.state(at),
            _ => match (a.state(at), b.state(at)) {
                (GIVEN, GIVEN) if equal(at) => GIVEN,
                (ABSENT, ABSENT) => ABSENT,
                _ => MISSING,
            },
        })
        .collect()
}

fn choose_values<T: ArrowNativeType>(
    condition: &[u8],
    a: &[T],
    b: &[T],
    len: usize,
) -> ScalarBuffer<T> {
    (0..len)
        .map(|at| {
            if pick(condition, at) == FALSE {
                pick(b, at)
            } else {
                pick(a, at)
            }
        })
        .collect()
}
