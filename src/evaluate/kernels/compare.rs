//! Comparisons; those of numbers read ranges.

use std::cmp::Ordering;

use crate::batch::{ABSENT, GIVEN, MISSING};
use crate::check::ir::{Comparison, Constant};
use crate::evaluate::kernels::fractions;
use crate::evaluate::kernels::states::masked;
use crate::evaluate::lanes::{both, change};
use crate::evaluate::register::{Data, FALSE, Fractions, Register, TRUE, UNKNOWN, is_open, pick};
use crate::value::number::power_of_ten;

/// Whether an order satisfies a comparison.
pub fn holds(comparison: Comparison, order: Ordering) -> bool {
    match comparison {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
    }
}

#[inline]
fn known(value: bool) -> u8 {
    const { assert!(TRUE == 2 && FALSE == 0) };
    u8::from(value) * TRUE
}

/// The order of two scaled numbers, exact for any scales.
pub fn order(a: i128, a_scale: u8, b: i128, b_scale: u8) -> Ordering {
    match a_scale.cmp(&b_scale) {
        Ordering::Equal => a.cmp(&b),
        Ordering::Greater => order(b, b_scale, a, a_scale).reverse(),
        Ordering::Less => {
            let raised =
                power_of_ten(u32::from(b_scale - a_scale)).and_then(|power| a.checked_mul(power));
            match raised {
                Some(raised) => raised.cmp(&b),
                // What does not fit lies beyond every number that does.
                None => a.cmp(&0),
            }
        }
    }
}

/// `a = b`, `a < b` … of two registers of one type.
pub fn compare(
    how: Comparison,
    a: &Register,
    a_scale: u8,
    b: &Register,
    b_scale: u8,
    len: usize,
) -> Register {
    if a.is_fraction() || b.is_fraction() {
        return fractions::compare(how, a, a_scale, b, b_scale, len);
    }
    match (&a.data, &b.data) {
        (Data::Boolean(x), Data::Boolean(y)) => {
            Register::boolean(both(x, y, len, |x, y| match (x, y) {
                (UNKNOWN, _) | (_, UNKNOWN) => UNKNOWN,
                (x, y) => known(holds(how, x.cmp(&y))),
            }))
        }
        (Data::Number(x), Data::Number(y)) if a_scale == b_scale => ordered(how, a, x, b, y, len),
        (Data::Number(_) | Data::Range(..), Data::Number(_) | Data::Range(..)) => {
            ranges(how, a, a_scale, b, b_scale, len)
        }
        (Data::Day(x), Data::Day(y)) => ordered(how, a, x, b, y, len),
        (Data::Member(x), Data::Member(y)) => ordered(how, a, x, b, y, len),
        (Data::Row(x), Data::Row(y)) => ordered(how, a, x, b, y, len),
        (Data::Text(x), Data::Text(y)) => {
            let one = |at: usize| match (a.state(at), b.state(at)) {
                (GIVEN, GIVEN) => known(holds(how, x.get(at).cmp(y.get(at)))),
                _ => UNKNOWN,
            };
            Register::boolean((0..len).map(one).collect())
        }
        // INVARIANT: both operands are of one type.
        _ => Register::boolean(vec![UNKNOWN; len]),
    }
}

fn ordered<T: Ord + Copy>(
    how: Comparison,
    a: &Register,
    x: &[T],
    b: &Register,
    y: &[T],
    len: usize,
) -> Register {
    // One loop for each comparison, so that none of them asks which it is.
    let values = match how {
        Comparison::Equal => both(x, y, len, |x, y| known(x == y)),
        Comparison::NotEqual => both(x, y, len, |x, y| known(x != y)),
        Comparison::Less => both(x, y, len, |x, y| known(x < y)),
        Comparison::LessOrEqual => both(x, y, len, |x, y| known(x <= y)),
        Comparison::Greater => both(x, y, len, |x, y| known(x > y)),
        Comparison::GreaterOrEqual => both(x, y, len, |x, y| known(x >= y)),
    };
    masked(values, [a, b])
}

fn ranges(
    how: Comparison,
    a: &Register,
    a_scale: u8,
    b: &Register,
    b_scale: u8,
    len: usize,
) -> Register {
    let (states_a, low_a, high_a) = a.ranges();
    let (states_b, low_b, high_b) = b.ranges();
    let one = |at: usize| {
        if pick(&states_a, at) != GIVEN || pick(&states_b, at) != GIVEN {
            return UNKNOWN;
        }
        let a = (pick(&low_a, at), pick(&high_a, at));
        let b = (pick(&low_b, at), pick(&high_b, at));
        compare_ranges(how, a, a_scale, b, b_scale)
    };
    Register::boolean((0..len).map(one).collect())
}

/// Compares two ranges, both ends included: true or false where every pair of their values agrees.
pub fn compare_ranges(
    how: Comparison,
    a: (i128, i128),
    a_scale: u8,
    b: (i128, i128),
    b_scale: u8,
) -> u8 {
    let low = match is_open(b) {
        true => Ordering::Less,
        false => order(a.0, a_scale, b.1, b_scale),
    };
    let high = match is_open(a) {
        true => Ordering::Greater,
        false => order(a.1, a_scale, b.0, b_scale),
    };
    let single = a.0 == a.1 && b.0 == b.1;
    settled(how, &Ends { low, high, single })
}

/// How the ends of two ranges stand to each other.
pub struct Ends {
    /// The bottom of one to the top of the other.
    low: Ordering,
    /// The top of one to the bottom of the other.
    high: Ordering,
    /// Whether both are single values.
    single: bool,
}

impl Ends {
    /// Of two ranges, each with its least and its greatest; what has no greatest is without a top.
    pub fn new<T: Ord>(a: (T, Option<T>), b: (T, Option<T>)) -> Ends {
        Ends {
            low: b.1.as_ref().map_or(Ordering::Less, |top| a.0.cmp(top)),
            high: a.1.as_ref().map_or(Ordering::Greater, |top| top.cmp(&b.0)),
            single: a.1.as_ref() == Some(&a.0) && b.1.as_ref() == Some(&b.0),
        }
    }
}

/// True or false where every pair of the values of two ranges agrees.
pub fn settled(how: Comparison, ends: &Ends) -> u8 {
    let (low, high) = (ends.low, ends.high);
    let less = |low: Ordering, high: Ordering, how: Comparison| {
        if holds(how, high) {
            TRUE
        } else if !holds(how, low) {
            FALSE
        } else {
            UNKNOWN
        }
    };
    match how {
        Comparison::Less | Comparison::LessOrEqual => less(low, high, how),
        Comparison::Greater | Comparison::GreaterOrEqual => less(high, low, how),
        Comparison::Equal | Comparison::NotEqual => {
            let equal = if low.is_gt() || high.is_lt() {
                FALSE
            } else if ends.single {
                known(low.is_eq())
            } else {
                UNKNOWN
            };
            if how == Comparison::Equal {
                equal
            } else {
                TRUE - equal
            }
        }
    }
}

/// `x between a and b`: two comparisons joined.
pub fn between(
    x: &Register,
    xs: u8,
    a: &Register,
    a_scale: u8,
    b: &Register,
    b_scale: u8,
    len: usize,
) -> Register {
    let low = compare(Comparison::GreaterOrEqual, x, xs, a, a_scale, len);
    let high = compare(Comparison::LessOrEqual, x, xs, b, b_scale, len);
    super::logic::and(&[&low, &high], len)
}

/// `x in {a, b}`
pub fn within(x: &Register, scale: u8, members: &[Constant], len: usize) -> Register {
    // Nothing is in an empty set, whatever it turns out to be.
    if members.is_empty() {
        return Register::boolean(vec![FALSE; len]);
    }
    if x.is_fraction() {
        return fractions::within(x, scale, members, len);
    }
    if let Data::Member(values) = &x.data {
        let codes: Vec<u16> = members
            .iter()
            .filter_map(|member| match member {
                Constant::Member(_, code) => Some(*code),
                _ => None,
            })
            .collect();
        // A set has few members: each is looked for in all rows at once.
        let mut found = vec![FALSE; values.len()];
        for code in codes {
            change(&mut found, values, |found, value| {
                *found |= known(value == code)
            });
        }
        let mut found = both(&found, &[()], len, |found, ()| found);
        change(&mut found, &x.all_states(), |found, state| {
            *found = if state == GIVEN { *found } else { UNKNOWN };
        });
        return Register::boolean(found);
    }
    let states = x.all_states();
    let test = |at: usize| -> u8 {
        if pick(&states, at) != GIVEN {
            return UNKNOWN;
        }
        let found = match &x.data {
            Data::Boolean(values) => {
                let value = pick(values, at) == TRUE;
                members.contains(&Constant::Boolean(value))
            }
            Data::Number(values) => members.contains(&Constant::Number(pick(values, at))),
            Data::Range(low, high) => {
                let range = (pick(low, at), pick(high, at));
                let equal = |member: &Constant| match member {
                    Constant::Number(value) => {
                        compare_ranges(Comparison::Equal, range, 0, (*value, *value), 0)
                    }
                    _ => FALSE,
                };
                return members.iter().map(equal).max().unwrap_or(FALSE);
            }
            Data::Day(values) => members.iter().any(
                |member| matches!(member, Constant::Date(day) if day.count() == pick(values, at)),
            ),
            Data::Text(texts) => members
                .iter()
                .any(|member| matches!(member, Constant::Text(text) if text == texts.get(at))),
            Data::Fraction(..) | Data::Row(_) | Data::Member(_) => false,
        };
        known(found)
    };
    Register::boolean((0..len).map(test).collect())
}

/// `done by deadline`: on or before that day; or absent, and `as_of` has not passed it.
pub fn by(done: &Register, deadline: &Register, as_of: i32, len: usize) -> Register {
    let (done_states, done) = done.days();
    let (deadline_states, deadline) = deadline.days();
    // What is not done is measured as if it were done on the day of judging.
    let on = both(&done, &done_states, len, |done, state| {
        if state == ABSENT { as_of } else { done }
    });
    let mut values = both(&on, &deadline, len, |on, last| known(on <= last));
    change(&mut values, &done_states, |value, state| {
        *value = if state <= ABSENT { *value } else { UNKNOWN };
    });
    change(&mut values, &deadline_states, |value, state| {
        *value = if state == GIVEN { *value } else { UNKNOWN };
    });
    Register::boolean(values)
}

/// The lesser of two values, or the greater: of those that are given. Where one is not known, neither
/// is what comes of it; where both are absent, it is absent.
pub fn extreme(a: &Register, b: &Register, greatest: bool, len: usize) -> Register {
    match (&a.data, &b.data) {
        (Data::Day(_), Data::Day(_)) => {
            let ((x_states, x), (y_states, y)) = (a.days(), b.days());
            let (states, values) = chosen((&x_states, &x), (&y_states, &y), greatest, len);
            Register::new(states, Data::Day(values.into()))
        }
        (Data::Fraction(..), Data::Fraction(..)) => {
            let ((x_states, x), (y_states, y)) = (a.fractions(0), b.fractions(0));
            let (states, values) = chosen((&x_states, &x), (&y_states, &y), greatest, len);
            let values: Fractions = values.into();
            Register::new(states, Data::Fraction(values.clone(), values))
        }
        _ => {
            let ((x_states, x), (y_states, y)) = (a.numbers(), b.numbers());
            let (states, values) = chosen((&x_states, &x), (&y_states, &y), greatest, len);
            Register::new(states, Data::Number(values.into()))
        }
    }
}

fn chosen<T: Copy + Ord>(
    (x_states, x): (&[u8], &[T]),
    (y_states, y): (&[u8], &[T]),
    greatest: bool,
    len: usize,
) -> (Vec<u8>, Vec<T>) {
    let row = |at: usize| {
        let (a, b) = (pick(x, at), pick(y, at));
        match (pick(x_states, at), pick(y_states, at)) {
            (GIVEN, GIVEN) if greatest => (GIVEN, a.max(b)),
            (GIVEN, GIVEN) => (GIVEN, a.min(b)),
            (GIVEN, ABSENT) => (GIVEN, a),
            (ABSENT, GIVEN) => (GIVEN, b),
            (ABSENT, ABSENT) => (ABSENT, a),
            _ => (MISSING, a),
        }
    };
    (0..len).map(row).unzip()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::register::UNBOUNDED;

    #[test]
    fn a_range_settles_a_comparison_only_where_all_its_values_agree() {
        use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        let cap = (7, 7);
        for (how, range, expected) in [
            (LessOrEqual, (5, 7), TRUE),
            (LessOrEqual, (5, 8), UNKNOWN),
            (LessOrEqual, (8, 9), FALSE),
            (LessOrEqual, (0, UNBOUNDED), UNKNOWN),
            (LessOrEqual, (8, UNBOUNDED), FALSE),
            (Less, (5, 6), TRUE),
            (Less, (5, 7), UNKNOWN),
            (Less, (7, 7), FALSE),
            (Greater, (8, UNBOUNDED), TRUE),
            (Greater, (7, 8), UNKNOWN),
            (GreaterOrEqual, (7, 8), TRUE),
            (GreaterOrEqual, (5, 6), FALSE),
            (Equal, (7, 7), TRUE),
            (Equal, (6, 8), UNKNOWN),
            (Equal, (8, UNBOUNDED), FALSE),
            (NotEqual, (8, 9), TRUE),
            (NotEqual, (7, 7), FALSE),
        ] {
            assert_eq!(
                compare_ranges(how, range, 0, cap, 0),
                expected,
                "{range:?} {how:?} 7"
            );
        }
    }

    #[test]
    fn a_sum_of_the_largest_number_is_a_number_and_no_open_range() {
        use Comparison::{Equal, Greater, Less, LessOrEqual};
        let largest = (i128::MAX, i128::MAX);
        assert_eq!(compare_ranges(Equal, largest, 4, largest, 4), TRUE);
        assert_eq!(compare_ranges(LessOrEqual, largest, 4, largest, 4), TRUE);
        // With six decimals it is less than this whole number.
        let whole = (10i128.pow(35), 10i128.pow(35));
        assert_eq!(compare_ranges(Less, largest, 6, whole, 0), TRUE);
        assert_eq!(compare_ranges(Greater, whole, 0, largest, 6), TRUE);
        // Where a term may not belong, the sum is a range up to it.
        assert_eq!(
            compare_ranges(LessOrEqual, (0, i128::MAX), 4, largest, 4),
            TRUE
        );
        let open = (0, UNBOUNDED);
        assert_eq!(compare_ranges(Equal, open, 0, open, 0), UNKNOWN);
        assert_eq!(compare_ranges(Less, whole, 2, open, 0), UNKNOWN);
    }

    #[test]
    fn nothing_is_in_an_empty_set_whatever_it_is() {
        use crate::batch::MISSING;
        let data = Data::Number(vec![1, 0, 0].into());
        let unknown = Register::new(vec![GIVEN, ABSENT, MISSING], data);
        assert_eq!(within(&unknown, 0, &[], 3).booleans(), [FALSE; 3]);
        let one = [Constant::Number(1)];
        assert_eq!(
            within(&unknown, 0, &one, 3).booleans(),
            [TRUE, UNKNOWN, UNKNOWN]
        );
    }

    #[test]
    fn scales_are_compared_exactly_even_where_raising_one_overflows() {
        assert_eq!(order(1, 0, 10_000, 4), Ordering::Equal);
        assert_eq!(order(24_180, 0, 241_799_900, 4), Ordering::Greater);
        assert_eq!(order(i128::MAX, 0, 1, 30), Ordering::Greater);
        assert_eq!(order(i128::MIN, 0, 1, 30), Ordering::Less);
        assert_eq!(order(1, 30, i128::MAX, 0), Ordering::Less);
    }

    #[test]
    fn what_is_absent_is_on_time_until_the_deadline_has_passed() {
        let done = Register::new(
            vec![GIVEN, GIVEN, ABSENT, crate::batch::MISSING],
            Data::Day(vec![10, 11, 0, 0].into()),
        );
        let deadline = Register::new(vec![GIVEN], Data::Day(vec![10].into()));
        assert_eq!(
            by(&done, &deadline, 10, 4).booleans(),
            [TRUE, FALSE, TRUE, UNKNOWN]
        );
        assert_eq!(
            by(&done, &deadline, 11, 4).booleans(),
            [TRUE, FALSE, FALSE, UNKNOWN]
        );
    }
}
