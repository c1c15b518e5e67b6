//! Sums.

use std::ops::Range;

use crate::batch::{GIVEN, MISSING};
use crate::evaluate::kernels::members::Members;
use crate::evaluate::register::{Data, FALSE, Register, TRUE, UNKNOWN, pick};
use crate::evaluate::rows::PHANTOM;

/// `sum`: of money a range where a term may not belong; of nothing 0.
pub fn sum(members: Members<'_>, body: &Register, money: bool) -> Register {
    let (states, values) = body.numbers();
    let all = members.all();
    let mut sums = Sums::default();
    for segment in members.segments() {
        let sum = settled(all.as_deref(), &states, &values, segment.clone())
            .map(|sum| (sum, sum))
            .or_else(|| ranged(members, &states, &values, segment, money));
        sums.push(sum);
    }
    Register::new(sums.states, Data::Range(sums.low.into(), sums.high.into()))
}

/// The sums of all segments.
#[derive(Default)]
struct Sums {
    states: Vec<u8>,
    low: Vec<i128>,
    high: Vec<i128>,
}

impl Sums {
    fn push(&mut self, sum: Option<(i128, i128)>) {
        let (low, high) = sum.unwrap_or((0, 0));
        self.states
            .push(if sum.is_some() { GIVEN } else { MISSING });
        self.low.push(low);
        self.high.push(high);
    }
}

/// The sum of a segment of which every row is there or not and every term has a value: the usual case,
/// in which nothing is asked of a row. Nothing where it is not so, or where a term is so large that the
/// sum might overflow.
fn settled(
    members: Option<&[u8]>,
    states: &[u8],
    values: &[i128],
    segment: Range<usize>,
) -> Option<i128> {
    // Fewer than 2^32 terms below this many bits stay far within 128.
    const BITS: u32 = 64;
    let (states, values) = (states.get(segment.clone())?, values.get(segment.clone())?);
    let (mut sum, mut bits, mut open) = (0i128, 0i128, 0u8);
    let mut add = |value: i128, open_here: bool| {
        sum = sum.wrapping_add(value);
        bits |= value ^ (value >> 127);
        open |= u8::from(open_here);
    };
    match members {
        None => {
            for (state, value) in states.iter().zip(values) {
                add(*value, *state != GIVEN);
            }
        }
        Some(members) => {
            let members = members.get(segment)?;
            for ((state, value), member) in states.iter().zip(values).zip(members) {
                let there = *member == TRUE;
                let open = (*member == UNKNOWN) | (there & (*state != GIVEN));
                add(if there { *value } else { 0 }, open);
            }
        }
    }
    (open == 0 && bits >> BITS == 0).then_some(sum)
}

/// What the sum of a segment is at least and at most; nothing where it is not known.
fn ranged(
    members: Members<'_>,
    states: &[u8],
    values: &[i128],
    segment: Range<usize>,
    money: bool,
) -> Option<(i128, i128)> {
    let (mut low, mut high) = (0i128, 0i128);
    for row in segment {
        let member = members.of(row);
        if member == FALSE {
            continue;
        }
        if pick(states, row) != GIVEN {
            return None;
        }
        let value = pick(values, row);
        if member == TRUE {
            low = low.checked_add(value)?;
            high = high.checked_add(value)?;
        } else if !money || members.rows.presence(row) == PHANTOM {
            return None;
        } else {
            low = low.checked_add(value.min(0))?;
            high = high.checked_add(value.max(0))?;
        }
    }
    Some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::rows::{Base, CERTAIN, Rows};

    fn numbers(states: &[u8], values: &[i128]) -> Register {
        Register::new(states.to_vec(), Data::Number(values.to_vec().into()))
    }

    #[test]
    fn a_sum_of_money_is_a_range_where_a_term_may_not_belong() {
        let presence = vec![CERTAIN, CERTAIN, PHANTOM];
        let rows = Rows::new(vec![0, 2, 2, 3].into(), Base::Table, Some(presence.into()));
        let filter = Register::boolean(vec![TRUE, UNKNOWN, FALSE]);
        let members = Members {
            rows: &rows,
            filter: Some(&filter),
        };
        let body = numbers(&[GIVEN, GIVEN, MISSING], &[100, -30, 0]);
        let (states, low, high) = sum(members, &body, true).ranges();
        assert_eq!(
            (&states[..], low[0], high[0]),
            (&[GIVEN, GIVEN, GIVEN][..], 70, 100)
        );
        assert_eq!(
            sum(members, &body, false).ranges().0[..],
            [MISSING, GIVEN, GIVEN]
        );
    }

    #[test]
    fn a_sum_is_the_same_whether_its_terms_are_small_or_too_large_for_the_short_way() {
        let rows = Rows::new(vec![0, 2, 3, 3].into(), Base::Table, None);
        let members = Members {
            rows: &rows,
            filter: None,
        };
        let edge = 1i128 << 64;
        for term in [edge - 1, edge, -edge, -edge - 1] {
            let body = numbers(&[GIVEN; 3], &[term, 1, term]);
            let (states, low, high) = sum(members, &body, true).ranges();
            assert_eq!(states[..], [GIVEN; 3]);
            assert_eq!(low[..], [term + 1, term, 0]);
            assert_eq!(high[..], low[..]);
        }
        let body = numbers(&[GIVEN; 3], &[i128::MAX, 1, 2]);
        assert_eq!(
            sum(members, &body, true).ranges().0[..],
            [MISSING, GIVEN, GIVEN]
        );
        let filter = Register::boolean(vec![TRUE, FALSE, TRUE]);
        let members = Members {
            rows: &rows,
            filter: Some(&filter),
        };
        let body = numbers(&[GIVEN, MISSING, GIVEN], &[5, 0, 2]);
        let (states, low, _) = sum(members, &body, true).ranges();
        assert_eq!((&states[..], &low[..]), (&[GIVEN; 3][..], &[5, 2, 0][..]));
        let each = Register::new(vec![GIVEN], Data::Number(vec![4].into()));
        assert_eq!(sum(members, &each, true).ranges().1[..], [4, 4, 0]);
    }
}
