//! Exact numbers: an integer of 128 bits with so many decimals. What does not fit is no number.

use std::cmp::Ordering;

use num_bigint::BigInt;

/// `digits / 10^scale`, or a fraction that a quotient or a mean came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// All digits; of a fraction in lowest terms what stands above.
    pub digits: i128,
    /// How many of them are decimals; none of a fraction.
    pub scale: u8,
    /// What stands below, of a fraction.
    pub below: Option<i128>,
}

/// A fraction in lowest terms, if both fit 128 bits.
fn lowest(above: BigInt, below: BigInt) -> Option<Number> {
    let (mut a, mut b) = (above.clone(), below.clone());
    while b != BigInt::ZERO {
        (a, b) = (b.clone(), a % b);
    }
    let shared = if (a < BigInt::ZERO) == (below < BigInt::ZERO) {
        a
    } else {
        -a
    };
    let whole = |part: BigInt| i128::try_from(part / &shared).ok();
    Some(Number {
        digits: whole(above)?,
        scale: 0,
        below: Some(whole(below)?),
    })
}

fn power(exponent: u8) -> Option<i128> {
    let mut power = 1i128;
    for _ in 0..exponent {
        power = power.checked_mul(10)?;
    }
    Some(power)
}

impl Number {
    pub fn new(digits: i128, scale: u8) -> Number {
        Number {
            digits,
            scale,
            below: None,
        }
    }

    /// Above and below the line, of any size.
    fn parts(self) -> (BigInt, BigInt) {
        let below = self
            .below
            .map_or_else(|| BigInt::from(10).pow(u32::from(self.scale)), BigInt::from);
        (BigInt::from(self.digits), below)
    }

    /// Whether either is a fraction, so that what comes of both is one.
    fn exact(self, other: Number) -> bool {
        self.below.is_some() || other.below.is_some()
    }

    /// The same as a fraction; nothing where it does not fit.
    pub fn as_fraction(self) -> Option<Number> {
        let (above, below) = self.parts();
        lowest(above, below)
    }

    /// The number that a text writes, in so many decimals.
    pub fn read(text: &str, scale: u8) -> Option<Number> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut digits = format!("{whole}{fraction}");
        let mut zeros = exponent - fraction.len() as i64 + i64::from(scale);
        while zeros < 0 {
            match digits.pop() {
                None | Some('0') => zeros += 1,
                Some(_) => return None,
            }
        }
        digits.extend((0..zeros).map(|_| '0'));
        let sign = if negative { "-" } else { "" };
        let digits = digits.trim_start_matches('0');
        let digits = if digits.is_empty() { "0" } else { digits };
        let digits = format!("{sign}{digits}").parse().ok()?;
        Some(Number::new(digits, scale))
    }

    /// The same number in at least as many decimals.
    pub fn widen(self, scale: u8) -> Option<Number> {
        if self.below.is_some() {
            return Some(self);
        }
        let digits = self
            .digits
            .checked_mul(power(scale.checked_sub(self.scale)?)?)?;
        Some(Number::new(digits, scale))
    }

    pub fn negate(self) -> Option<Number> {
        let digits = self.digits.checked_neg()?;
        Some(Number { digits, ..self })
    }

    pub fn add(self, other: Number) -> Option<Number> {
        if self.exact(other) {
            let ((a, b), (c, d)) = (self.parts(), other.parts());
            return lowest(a * &d + c * &b, b * d);
        }
        let scale = self.scale.max(other.scale);
        let digits = self
            .widen(scale)?
            .digits
            .checked_add(other.widen(scale)?.digits)?;
        Some(Number::new(digits, scale))
    }

    pub fn subtract(self, other: Number) -> Option<Number> {
        if self.exact(other) {
            let ((a, b), (c, d)) = (self.parts(), other.parts());
            return lowest(a * &d - c * &b, b * d);
        }
        let scale = self.scale.max(other.scale);
        let digits = self
            .widen(scale)?
            .digits
            .checked_sub(other.widen(scale)?.digits)?;
        Some(Number::new(digits, scale))
    }

    pub fn multiply(self, other: Number) -> Option<Number> {
        if self.exact(other) {
            let ((a, b), (c, d)) = (self.parts(), other.parts());
            return lowest(a * c, b * d);
        }
        let digits = self.digits.checked_mul(other.digits)?;
        Some(Number::new(digits, self.scale + other.scale))
    }

    /// An exact fraction.
    pub fn divide(self, other: Number) -> Option<Number> {
        if other.digits == 0 {
            return None;
        }
        let ((a, b), (c, d)) = (self.parts(), other.parts());
        lowest(a * d, b * c)
    }

    /// To so many decimals, more or fewer.
    pub fn round(self, scale: u8) -> Option<Number> {
        if self.below.is_none() && scale >= self.scale {
            return self.widen(scale);
        }
        let (above, below) = self.parts();
        let above = above * BigInt::from(10).pow(u32::from(scale));
        let (size, below) = (BigInt::from(above.magnitude().clone()), below);
        // A half more and then down to a whole number.
        let nearest: BigInt = (size * 2 + &below) / (below * 2);
        let signed = if above < BigInt::ZERO {
            -nearest
        } else {
            nearest
        };
        Some(Number::new(i128::try_from(signed).ok()?, scale))
    }

    /// Exact, whatever the scales.
    pub fn compare(self, other: Number) -> Ordering {
        let ((a, b), (c, d)) = (self.parts(), other.parts());
        (a * d).cmp(&(c * b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact() {
        let n = Number::new;
        assert_eq!(Number::read("-12.5", 4), Some(n(-125_000, 4)));
        assert_eq!(Number::read("1.20e1", 0), Some(n(12, 0)));
        assert_eq!(Number::read("0.00010", 4), Some(n(1, 4)));
        assert_eq!(Number::read("0.00015", 4), None);
        let third = n(1, 0).divide(n(3, 0)).unwrap();
        assert_eq!(third.round(6), Some(n(333_333, 6)));
        assert_eq!(
            third.multiply(n(-2, 0)).unwrap().round(6),
            Some(n(-666_667, 6))
        );
        assert_eq!(
            third.add(n(5, 1)).unwrap().compare(third),
            Ordering::Greater
        );
        assert_eq!(n(1, 0).divide(n(0, 2)), None);
        assert_eq!(n(25, 1).round(0), Some(n(3, 0)));
        assert_eq!(n(-25, 1).round(0), Some(n(-3, 0)));
        assert_eq!(n(24, 1).round(0), Some(n(2, 0)));
        assert_eq!(n(i128::MAX, 0).add(n(1, 6)), None);
        assert_eq!(n(i128::MAX, 0).compare(n(1, 6)), Ordering::Greater);
        assert_eq!(n(1, 6).compare(n(i128::MIN, 0)), Ordering::Greater);
        assert_eq!(n(10, 1).compare(n(1, 0)), Ordering::Equal);
    }
}
