//! Exact fractions: what a quotient or a mean comes to before it is rounded.
//!
//! A fraction has a value where its lowest terms fit 128 bits each; every step is exact, and one that
//! leads beyond says so. Terms stay as they come while they are small, since lowest terms cost more than
//! the operation itself.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use crate::value::number::power_of_ten;
use crate::value::wide::Wide;

/// `top / bottom`; equal ones may have other terms, and compare equal.
#[derive(Debug, Clone, Copy)]
pub struct Fraction {
    top: i128,
    bottom: i128,
}

impl Fraction {
    /// Nothing, or what stands where there is no value.
    pub const ZERO: Fraction = Fraction { top: 0, bottom: 1 };

    /// A number with so many decimals.
    pub fn from_scaled(value: i128, scale: u8) -> Option<Fraction> {
        let bottom = power_of_ten(u32::from(scale))?;
        Some(Fraction { top: value, bottom }.kept())
    }

    /// The quotient of two numbers with decimals; nothing where the divisor is 0.
    pub fn quotient(a: i128, a_scale: u8, b: i128, b_scale: u8) -> Option<Fraction> {
        Fraction::from_scaled(a, a_scale)?.divide(Fraction::from_scaled(b, b_scale)?)
    }

    /// `a + b`
    pub fn plus(self, other: Fraction) -> Option<Fraction> {
        if self.is_small() && other.is_small() {
            let top = self.top * other.bottom;
            if let Some(top) = top.checked_add(other.top * self.bottom) {
                let bottom = self.bottom * other.bottom;
                return Some(Fraction { top, bottom }.kept());
            }
        }
        let (a, b) = (self.lowest(), other.lowest());
        let shared = common(a.bottom.unsigned_abs(), b.bottom.unsigned_abs());
        let (a_rest, b_rest) = (
            a.bottom.unsigned_abs() / shared,
            b.bottom.unsigned_abs() / shared,
        );
        let (left, right) = (
            Wide::product(a.top.unsigned_abs(), b_rest),
            Wide::product(b.top.unsigned_abs(), a_rest),
        );
        let (negative, top) = match ((a.top < 0), (b.top < 0)) {
            (one, another) if one == another => (one, left.plus(right)),
            (one, _) if left >= right => (one, left.minus(right)),
            (_, another) => (another, right.minus(left)),
        };
        let (_, rest) = top.divide(shared);
        let dropped = common(rest, shared);
        let (top, _) = top.divide(dropped);
        let bottom = a_rest.checked_mul(b.bottom.unsigned_abs() / dropped)?;
        Fraction::signed(negative, top.narrow()?, bottom)
    }

    /// `a - b`
    pub fn minus(self, other: Fraction) -> Option<Fraction> {
        self.plus(other.negate()?)
    }

    /// `-a`
    pub fn negate(self) -> Option<Fraction> {
        let Fraction { top, bottom } = match self.top {
            i128::MIN => self.lowest(),
            _ => self,
        };
        Some(Fraction {
            top: top.checked_neg()?,
            bottom,
        })
    }

    /// `a * b`
    pub fn multiply(self, other: Fraction) -> Option<Fraction> {
        if self.is_small() && other.is_small() {
            let (top, bottom) = (self.top * other.top, self.bottom * other.bottom);
            return Some(Fraction { top, bottom }.kept());
        }
        let (a, b) = (self.lowest(), other.lowest());
        let cross = |top: i128, bottom: i128| common(top.unsigned_abs(), bottom.unsigned_abs());
        let (one, another) = (cross(a.top, b.bottom), cross(b.top, a.bottom));
        let part = |term: i128, by: u128| term.unsigned_abs() / by;
        let top = part(a.top, one).checked_mul(part(b.top, another))?;
        let bottom = part(a.bottom, another).checked_mul(part(b.bottom, one))?;
        Fraction::signed((a.top < 0) != (b.top < 0), top, bottom)
    }

    /// `a / b`; nothing where `b` is 0.
    pub fn divide(self, other: Fraction) -> Option<Fraction> {
        if other.top == 0 {
            return None;
        }
        if let Some(top) = other.top.checked_abs() {
            let over = Fraction {
                top: other.bottom * other.top.signum(),
                bottom: top,
            };
            return self.multiply(over);
        }
        // The largest negative number has no positive bottom: what is divided by it may still fit.
        let other = other.lowest();
        let a = self.lowest();
        let shared = common(a.top.unsigned_abs(), other.top.unsigned_abs());
        let (top, bottom) = (
            a.top.unsigned_abs() / shared,
            other.top.unsigned_abs() / shared,
        );
        let again = common(other.bottom.unsigned_abs(), a.bottom.unsigned_abs());
        let top = top.checked_mul(other.bottom.unsigned_abs() / again)?;
        let bottom = bottom.checked_mul(a.bottom.unsigned_abs() / again)?;
        Fraction::signed((a.top < 0) != (other.top < 0), top, bottom)
    }

    /// With so many decimals, half away from zero; nothing where that does not fit.
    pub fn round(self, scale: u8) -> Option<i128> {
        let (top, bottom) = (self.top.unsigned_abs(), self.bottom.unsigned_abs());
        let power = power_of_ten(u32::from(scale))?.unsigned_abs();
        let (whole, rest) = match top.checked_mul(power) {
            Some(top) => (top / bottom, top % bottom),
            None => {
                let (whole, rest) = Wide::product(top, power).divide(bottom);
                (whole.narrow()?, rest)
            }
        };
        let up = rest != 0 && rest >= bottom - rest;
        signed(self.top < 0, whole.checked_add(u128::from(up))?)
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.top < 0
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.top == 0
    }

    /// Whether the product of its terms with those of another small one fits 128 bits.
    fn is_small(self) -> bool {
        i64::try_from(self.top).is_ok() && i64::try_from(self.bottom).is_ok()
    }

    /// The same with terms of 64 bits if it has such: not in lowest terms only where it is small.
    fn kept(self) -> Fraction {
        if self.is_small() { self } else { self.lowest() }
    }

    /// The same in lowest terms.
    fn lowest(self) -> Fraction {
        let shared = common(self.top.unsigned_abs(), self.bottom.unsigned_abs());
        let reduced = |term: i128| signed(term < 0, term.unsigned_abs() / shared);
        match (reduced(self.top), reduced(self.bottom)) {
            (Some(top), Some(bottom)) => Fraction { top, bottom },
            // INVARIANT: a term divided by a whole number is no larger.
            _ => self,
        }
    }

    fn signed(negative: bool, top: u128, bottom: u128) -> Option<Fraction> {
        Some(Fraction {
            top: signed(negative, top)?,
            bottom: i128::try_from(bottom).ok()?,
        })
    }
}

fn signed(negative: bool, size: u128) -> Option<i128> {
    match negative {
        true => 0i128.checked_sub_unsigned(size),
        false => i128::try_from(size).ok(),
    }
}

/// The greatest common divisor; 1 of two zeros, so that one can divide by it.
fn common(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        // A division of 64 bits is one instruction, of 128 a call.
        if let (Ok(small), Ok(smaller)) = (u64::try_from(a), u64::try_from(b)) {
            let (mut a, mut b) = (small, smaller);
            while b != 0 {
                (a, b) = (b, a % b);
            }
            return u128::from(a);
        }
        (a, b) = (b, a % b);
    }
    a.max(1)
}

impl Default for Fraction {
    fn default() -> Fraction {
        Fraction::ZERO
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Fraction) -> Ordering {
        if self.is_small() && other.is_small() {
            return (self.top * other.bottom).cmp(&(other.top * self.bottom));
        }
        match self.top.signum().cmp(&other.top.signum()) {
            Ordering::Equal => {}
            apart => return apart,
        }
        let product =
            |top: i128, bottom: i128| Wide::product(top.unsigned_abs(), bottom.unsigned_abs());
        let (left, right) = (
            product(self.top, other.bottom),
            product(other.top, self.bottom),
        );
        match self.top < 0 {
            true => right.cmp(&left),
            false => left.cmp(&right),
        }
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Fraction) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Fraction) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Fraction {}

impl Hash for Fraction {
    fn hash<H: Hasher>(&self, to: &mut H) {
        let Fraction { top, bottom } = self.lowest();
        (top, bottom).hash(to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(top: i128, bottom: i128) -> Fraction {
        Fraction::quotient(top, 0, bottom, 0).unwrap()
    }

    #[test]
    fn a_quotient_keeps_what_rounding_would_drop() {
        let share = Fraction::quotient(29_999_999_900, 4, 100_000_000_000, 4).unwrap();
        let border = Fraction::from_scaled(30, 2).unwrap();
        assert!(share < border);
        assert_eq!(share.round(6), Some(300_000));
        assert_eq!(of(1, 3).plus(of(1, 6)), Some(of(1, 2)));
        assert_eq!(of(2, 3).multiply(of(3, 2)), Some(of(7, 7)));
        assert_eq!(Fraction::quotient(1, 0, 0, 2), None);
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        assert_eq!(of(1, 2).round(0), Some(1));
        assert_eq!(of(-1, 2).round(0), Some(-1));
        assert_eq!(of(1, 3).round(6), Some(333_333));
        assert_eq!(of(-2, 3).round(6), Some(-666_667));
        assert_eq!(of(1, i128::MAX).round(30), Some(0));
        assert_eq!(of(i128::MAX, 2).round(30), None);
        assert_eq!(of(i128::MAX, i128::MAX - 1).round(30), Some(10i128.pow(30)));
    }

    #[test]
    fn what_fits_in_lowest_terms_has_a_value_whatever_the_way_to_it() {
        let large = of(i128::MAX, 2);
        assert_eq!(large.plus(large), Some(of(i128::MAX, 1)));
        assert_eq!(large.multiply(of(2, i128::MAX)), Some(of(1, 1)));
        assert_eq!(large.plus(of(1, 2)), Some(of(1 << 126, 1)));
        assert_eq!(of(i128::MAX, 1).plus(of(1, 1)), None);
        assert_eq!(large.minus(of(1, 2)).map(|it| it < large), Some(true));
        assert_eq!(of(1, i128::MAX).multiply(of(1, 2)), None);
        assert_eq!(of(i128::MIN, 1).negate(), None);
        assert_eq!(of(i128::MIN, 2).negate(), Some(of(i128::MAX / 2 + 1, 1)));
        assert_eq!(of(i128::MIN, 1).divide(of(i128::MIN, 1)), Some(of(1, 1)));
        assert_eq!(of(1, 1).divide(of(i128::MIN, 1)), None);
        assert_eq!(
            of(2, 1).divide(of(i128::MIN, 1)),
            Some(of(-1, i128::MAX / 2 + 1))
        );
    }

    #[test]
    fn any_two_are_compared_exactly() {
        let (a, b) = (
            of(i128::MAX - 1, i128::MAX),
            of(i128::MAX - 2, i128::MAX - 1),
        );
        assert!(b < a && of(-1, 3) < of(1, i128::MAX));
        assert!(a.negate() < b.negate());
        assert_eq!(
            of(2, 4),
            of(i128::MAX - 1, 2 * (i128::MAX / 2))
                .multiply(of(1, 2))
                .unwrap()
        );
    }
}
