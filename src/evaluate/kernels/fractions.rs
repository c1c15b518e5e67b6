//! Exact arithmetic where a quotient or a mean takes part; what no longer fits is not known.

use crate::batch::{ABSENT, GIVEN, MISSING};
use crate::check::ir::{Comparison, Constant};
use crate::evaluate::kernels::compare::{Ends, settled};
use crate::evaluate::kernels::members::Members;
use crate::evaluate::register::{Data, FALSE, Fractions, Register, TRUE, UNKNOWN, is_open, pick};
use crate::evaluate::rows::PHANTOM;
use crate::value::Fraction;

/// One fraction for each row, and whether there is one.
struct Column {
    states: Vec<u8>,
    values: Vec<Fraction>,
}

impl Column {
    fn with_capacity(len: usize) -> Column {
        Column {
            states: Vec::with_capacity(len),
            values: Vec::with_capacity(len),
        }
    }

    fn push(&mut self, value: Option<Fraction>) {
        self.push_as(if value.is_some() { GIVEN } else { MISSING }, value);
    }

    fn push_as(&mut self, state: u8, value: Option<Fraction>) {
        self.states.push(state);
        self.values.push(value.unwrap_or_default());
    }

    fn register(self) -> Register {
        let values: Fractions = self.values.into();
        Register::new(self.states, Data::Fraction(values.clone(), values))
    }
}

/// An operation on two columns, of which either may hold decimals.
pub fn binary(
    a: &Register,
    a_scale: u8,
    b: &Register,
    b_scale: u8,
    len: usize,
    operation: impl Fn(Fraction, Fraction) -> Option<Fraction>,
) -> Register {
    let ((states_a, a), (states_b, b)) = (a.fractions(a_scale), b.fractions(b_scale));
    let mut column = Column::with_capacity(len);
    for at in 0..len {
        let given = pick(&states_a, at) == GIVEN && pick(&states_b, at) == GIVEN;
        column.push(
            given
                .then(|| operation(pick(&a, at), pick(&b, at)))
                .flatten(),
        );
    }
    column.register()
}

/// `a / b`
pub fn divide(a: &Register, a_scale: u8, b: &Register, b_scale: u8, len: usize) -> Register {
    if a.is_fraction() || b.is_fraction() {
        return binary(a, a_scale, b, b_scale, len, Fraction::divide);
    }
    let ((states_a, a), (states_b, b)) = (a.numbers(), b.numbers());
    let mut column = Column::with_capacity(len);
    for at in 0..len {
        let given = pick(&states_a, at) == GIVEN && pick(&states_b, at) == GIVEN;
        let quotient = || Fraction::quotient(pick(&a, at), a_scale, pick(&b, at), b_scale);
        column.push(given.then(quotient).flatten());
    }
    column.register()
}

/// `-a`
pub fn negate(a: &Register) -> Register {
    let (states, values) = a.fractions(0);
    let mut column = Column::with_capacity(values.len());
    for (state, value) in states.iter().zip(values.iter()) {
        column.push((*state == GIVEN).then(|| value.negate()).flatten());
    }
    column.register()
}

/// With so many decimals; what does not fit them is not known.
pub fn round(a: &Register, scale: u8) -> Register {
    let (states, values) = a.rounded(scale);
    let given = |state: &u8| if *state == GIVEN { GIVEN } else { MISSING };
    Register::new(states.iter().map(given).collect(), Data::Number(values))
}

/// Decimals as fractions, with the states that they had.
pub fn raised(a: &Register, scale: u8) -> Register {
    let (states, low, high) = a.fraction_ranges(scale);
    Register::new(states, Data::Fraction(low, high))
}

/// `a = b`, `a < b` … where either holds fractions.
pub fn compare(
    how: Comparison,
    a: &Register,
    a_scale: u8,
    b: &Register,
    b_scale: u8,
    len: usize,
) -> Register {
    let (a, b) = (Side::new(a, a_scale), Side::new(b, b_scale));
    let one = |at: usize| match (a.ends(at), b.ends(at)) {
        (Some(a), Some(b)) => settled(how, &Ends::new(a, b)),
        _ => UNKNOWN,
    };
    Register::boolean((0..len).map(one).collect())
}

/// One side of a comparison.
struct Side {
    states: Vec<u8>,
    low: Fractions,
    high: Fractions,
    /// Of counts, whether each is without a top.
    open: Vec<bool>,
}

impl Side {
    fn new(register: &Register, scale: u8) -> Side {
        let open = match &register.data {
            Data::Range(low, high) => {
                let ends = low.iter().zip(high.iter());
                ends.map(|(low, high)| is_open((*low, *high))).collect()
            }
            _ => vec![false],
        };
        let states = register.all_states().to_vec();
        let (_, low, high) = register.fraction_ranges(scale);
        Side {
            states,
            low,
            high,
            open,
        }
    }

    /// The least and the greatest of a row; the greatest is nothing where there is none.
    fn ends(&self, at: usize) -> Option<(Fraction, Option<Fraction>)> {
        if pick(&self.states, at) != GIVEN {
            return None;
        }
        let high = (!pick(&self.open, at)).then(|| pick(&self.high, at));
        Some((pick(&self.low, at), high))
    }
}

/// `x in {a, b}` of numbers scaled as the type of `x` says.
pub fn within(x: &Register, scale: u8, members: &[Constant], len: usize) -> Register {
    let members: Vec<Fraction> = (members.iter())
        .filter_map(|member| match member {
            Constant::Number(value) => Fraction::from_scaled(*value, scale),
            _ => None,
        })
        .collect();
    let side = Side::new(x, scale);
    let one = |at: usize| {
        let Some(ends) = side.ends(at) else {
            return UNKNOWN;
        };
        let equal = |member: &Fraction| {
            settled(
                Comparison::Equal,
                &Ends::new(ends, (*member, Some(*member))),
            )
        };
        members.iter().map(equal).max().unwrap_or(FALSE)
    };
    Register::boolean((0..len).map(one).collect())
}

/// `sum`: of money a range where a term may not belong.
pub fn sum(members: Members<'_>, body: &Register, money: bool) -> Register {
    let (states, values) = body.fractions(0);
    let mut result = Vec::new();
    let (mut lows, mut highs) = (Vec::new(), Vec::new());
    let ranged = |segment: std::ops::Range<usize>| {
        let (mut low, mut high) = (Fraction::ZERO, Fraction::ZERO);
        for row in segment {
            let member = members.of(row);
            if member == FALSE {
                continue;
            }
            if pick(&states, row) != GIVEN {
                return None;
            }
            let value = pick(&values, row);
            if member != TRUE && (!money || members.rows.presence(row) == PHANTOM) {
                return None;
            }
            if member == TRUE || value.is_negative() {
                low = low.plus(value)?;
            }
            if member == TRUE || !value.is_negative() {
                high = high.plus(value)?;
            }
        }
        Some((low, high))
    };
    for segment in members.segments() {
        let sum = ranged(segment);
        let (low, high) = sum.unwrap_or_default();
        result.push(if sum.is_some() { GIVEN } else { MISSING });
        lows.push(low);
        highs.push(high);
    }
    Register::new(result, Data::Fraction(lows.into(), highs.into()))
}

/// `mean`; absent of nothing.
pub fn mean(members: Members<'_>, body: &Register, scale: u8) -> Register {
    let (states, values) = body.fractions(scale);
    let mut column = Column::with_capacity(members.rows.offsets.len());
    for segment in members.segments() {
        match members.certain(&states, segment) {
            None => column.push(None),
            Some(rows) if rows.is_empty() => column.push_as(ABSENT, None),
            Some(rows) => {
                let mut terms = rows.iter().map(|row| pick(&values, *row));
                let total = terms.try_fold(Fraction::ZERO, Fraction::plus);
                let count = Fraction::from_scaled(rows.len() as i128, 0);
                column.push(
                    total
                        .zip(count)
                        .and_then(|(total, count)| total.divide(count)),
                );
            }
        }
    }
    column.register()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::rows::{Base, CERTAIN, Rows, UNCERTAIN};

    fn decimals(states: &[u8], values: &[i128]) -> Register {
        Register::new(states.to_vec(), Data::Number(values.to_vec().into()))
    }

    #[test]
    fn a_mean_is_exact_and_absent_of_nothing() {
        let rows = Rows::new(vec![0, 3, 3].into(), Base::Table, None);
        let members = Members {
            rows: &rows,
            filter: None,
        };
        let mean = mean(members, &decimals(&[GIVEN; 3], &[1, 1, 0]), 0);
        assert_eq!(mean.all_states()[..], [GIVEN, ABSENT]);
        let two_thirds = Fraction::quotient(2, 0, 3, 0).unwrap();
        assert_eq!(mean.fractions(0).1[0], two_thirds);
        assert_eq!(round(&mean, 6).numbers().1[0], 666_667);
    }

    #[test]
    fn a_sum_of_quotients_of_money_is_a_range_where_a_term_may_not_belong() {
        let presence = vec![CERTAIN, UNCERTAIN];
        let rows = Rows::new(vec![0, 2].into(), Base::Table, Some(presence.into()));
        let members = Members {
            rows: &rows,
            filter: None,
        };
        let thirds = divide(
            &decimals(&[GIVEN; 2], &[1, 2]),
            0,
            &decimals(&[GIVEN], &[3]),
            0,
            2,
        );
        let (states, low, high) = sum(members, &thirds, true).fraction_ranges(0);
        let third = |top| Fraction::quotient(top, 0, 3, 0).unwrap();
        assert_eq!(
            (&states[..], low[0], high[0]),
            (&[GIVEN][..], third(1), third(3))
        );
        assert_eq!(sum(members, &thirds, false).all_states()[..], [MISSING]);
    }

    #[test]
    fn a_count_without_a_top_is_compared_with_a_quotient() {
        use crate::evaluate::register::UNBOUNDED;
        let open = Register::new(
            vec![GIVEN],
            Data::Range(vec![2].into(), vec![UNBOUNDED].into()),
        );
        let half = divide(
            &decimals(&[GIVEN], &[1]),
            0,
            &decimals(&[GIVEN], &[2]),
            0,
            1,
        );
        let says = |how| compare(how, &open, 0, &half, 6, 1).booleans()[0];
        assert_eq!(says(Comparison::Greater), TRUE);
        assert_eq!(says(Comparison::LessOrEqual), FALSE);
        let large = divide(
            &decimals(&[GIVEN], &[5]),
            0,
            &decimals(&[GIVEN], &[2]),
            0,
            1,
        );
        assert_eq!(
            compare(Comparison::Less, &open, 0, &large, 6, 1).booleans()[0],
            UNKNOWN
        );
    }
}
