//! Exact numbers: an integer of 128 bits with so many decimals. What does not fit is no number.

use std::cmp::Ordering;

/// `digits / 10^scale`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// All digits.
    pub digits: i128,
    /// How many of them are decimals.
    pub scale: u8,
}

fn power(exponent: u8) -> Option<i128> {
    let mut power = 1i128;
    for _ in 0..exponent {
        power = power.checked_mul(10)?;
    }
    Some(power)
}

/// `a / b` to the nearest whole number, halves away from zero.
fn nearest(a: i128, b: i128) -> Option<i128> {
    let quotient = a.checked_div(b)?;
    let rest = a.checked_rem(b)?.unsigned_abs();
    let half = b.unsigned_abs() - b.unsigned_abs() / 2;
    if rest >= half && rest != 0 {
        let away = if (a < 0) == (b < 0) { 1 } else { -1 };
        quotient.checked_add(away)
    } else {
        Some(quotient)
    }
}

impl Number {
    pub fn new(digits: i128, scale: u8) -> Number {
        Number { digits, scale }
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
        Some(Number { digits, scale })
    }

    /// The same number in at least as many decimals.
    pub fn widen(self, scale: u8) -> Option<Number> {
        let digits = self
            .digits
            .checked_mul(power(scale.checked_sub(self.scale)?)?)?;
        Some(Number { digits, scale })
    }

    pub fn negate(self) -> Option<Number> {
        let digits = self.digits.checked_neg()?;
        Some(Number { digits, ..self })
    }

    pub fn add(self, other: Number) -> Option<Number> {
        let scale = self.scale.max(other.scale);
        let digits = self
            .widen(scale)?
            .digits
            .checked_add(other.widen(scale)?.digits)?;
        Some(Number { digits, scale })
    }

    pub fn subtract(self, other: Number) -> Option<Number> {
        let scale = self.scale.max(other.scale);
        let digits = self
            .widen(scale)?
            .digits
            .checked_sub(other.widen(scale)?.digits)?;
        Some(Number { digits, scale })
    }

    pub fn multiply(self, other: Number) -> Option<Number> {
        let digits = self.digits.checked_mul(other.digits)?;
        Some(Number {
            digits,
            scale: self.scale + other.scale,
        })
    }

    /// To so many decimals.
    pub fn divide(self, other: Number, scale: u8) -> Option<Number> {
        if other.digits == 0 {
            return None;
        }
        let shift = i16::from(scale) + i16::from(other.scale) - i16::from(self.scale);
        let shifted = power(u8::try_from(shift.unsigned_abs()).ok()?)?;
        let digits = if shift >= 0 {
            nearest(self.digits.checked_mul(shifted)?, other.digits)?
        } else {
            nearest(self.digits, other.digits.checked_mul(shifted)?)?
        };
        Some(Number { digits, scale })
    }

    /// To so many decimals, more or fewer.
    pub fn round(self, scale: u8) -> Option<Number> {
        if scale >= self.scale {
            return self.widen(scale);
        }
        let digits = nearest(self.digits, power(self.scale - scale)?)?;
        Some(Number { digits, scale })
    }

    /// Exact, whatever the scales: what does not fit when widened is larger than all that does.
    pub fn compare(self, other: Number) -> Ordering {
        let scale = self.scale.max(other.scale);
        match (self.widen(scale), other.widen(scale)) {
            (Some(a), Some(b)) => a.digits.cmp(&b.digits),
            // At most one is widened at all.
            (None, _) => self.digits.cmp(&0),
            (_, None) => 0.cmp(&other.digits),
        }
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
        assert_eq!(n(1, 0).divide(n(3, 0), 6), Some(n(333_333, 6)));
        assert_eq!(n(-2, 0).divide(n(3, 0), 6), Some(n(-666_667, 6)));
        assert_eq!(n(1, 0).divide(n(0, 2), 6), None);
        assert_eq!(n(25, 1).round(0), Some(n(3, 0)));
        assert_eq!(n(-25, 1).round(0), Some(n(-3, 0)));
        assert_eq!(n(24, 1).round(0), Some(n(2, 0)));
        assert_eq!(n(i128::MAX, 0).add(n(1, 6)), None);
        assert_eq!(n(i128::MAX, 0).compare(n(1, 6)), Ordering::Greater);
        assert_eq!(n(1, 6).compare(n(i128::MIN, 0)), Ordering::Greater);
        assert_eq!(n(10, 1).compare(n(1, 0)), Ordering::Equal);
    }
}
