//! Exact numbers: a text to an integer scaled by a power of ten, and back.

/// How many decimals an amount of money may have in a filing.
pub const MONEY_SCALE: u8 = 4;
/// How many decimals a `decimal` may have in a filing, and how many `/` and `mean` keep.
pub const DECIMAL_SCALE: u8 = 6;
/// The most decimals that an expression may carry.
pub const MAX_SCALE: u8 = 30;

/// Why a text is no number of the scale asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Not `-12.5`, `12`, `1.2e3`.
    #[error("not a number")]
    NotANumber,
    /// Digits other than 0 beyond the scale.
    #[error("too many decimals")]
    TooManyDecimals,
    /// It does not fit 128 bits at this scale.
    #[error("too large")]
    TooLarge,
}

/// The power of ten, or nothing where it does not fit.
pub fn power_of_ten(exponent: u32) -> Option<i128> {
    10i128.checked_pow(exponent)
}

/// Reads a number exactly: `text` times `10^scale`, as an integer.
///
/// A sign `-`, digits, a fraction and an exponent are read; zeros beyond the scale are dropped.
pub fn parse(text: &[u8], scale: u8) -> Result<i128, NumberError> {
    let (negative, digits) = match text.split_first() {
        Some((b'-', rest)) => (true, rest),
        _ => (false, text),
    };
    let (mantissa, exponent) = match digits.iter().position(|byte| matches!(byte, b'e' | b'E')) {
        Some(at) => (&digits[..at], parse_exponent(&digits[at + 1..])?),
        None => (digits, 0),
    };
    let (whole, fraction) = match mantissa.iter().position(|byte| *byte == b'.') {
        Some(at) => (&mantissa[..at], &mantissa[at + 1..]),
        None => (mantissa, &mantissa[mantissa.len()..]),
    };
    if whole.is_empty() || (fraction.is_empty() && whole.len() != mantissa.len()) {
        return Err(NumberError::NotANumber);
    }
    if !whole.iter().chain(fraction).all(u8::is_ascii_digit) {
        return Err(NumberError::NotANumber);
    }
    // Every digit with the power of ten that it stands for at this scale, from the left.
    let first = whole.len() as i64 - 1 + exponent + i64::from(scale);
    let mut value: i128 = 0;
    let mut place = first;
    for digit in whole.iter().chain(fraction) {
        let digit = i128::from(digit - b'0');
        if place < 0 {
            if digit != 0 {
                return Err(NumberError::TooManyDecimals);
            }
        } else {
            value = value
                .checked_mul(10)
                .and_then(|value| value.checked_sub(digit))
                .ok_or(NumberError::TooLarge)?;
        }
        place -= 1;
    }
    // Gathered as a negative number, which reaches one further than the positive ones.
    if value != 0 && place >= 0 {
        let zeros = u32::try_from(place + 1).map_err(|_| NumberError::TooLarge)?;
        let power = power_of_ten(zeros).ok_or(NumberError::TooLarge)?;
        value = value.checked_mul(power).ok_or(NumberError::TooLarge)?;
    }
    if negative {
        Ok(value)
    } else {
        value.checked_neg().ok_or(NumberError::TooLarge)
    }
}

fn parse_exponent(text: &[u8]) -> Result<i64, NumberError> {
    let (negative, digits) = match text.split_first() {
        Some((b'-', rest)) => (true, rest),
        Some((b'+', rest)) => (false, rest),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(NumberError::NotANumber);
    }
    // Beyond this every number but zero is too large or too fine in any case.
    let bounded = digits.iter().fold(0i64, |all, digit| {
        (all * 10 + i64::from(digit - b'0')).min(1_000_000)
    });
    Ok(if negative { -bounded } else { bounded })
}

/// The same value at another scale; nothing on overflow. Fewer decimals must lose only zeros.
pub fn rescale(value: i128, from: u8, to: u8) -> Option<i128> {
    if to >= from {
        value.checked_mul(power_of_ten(u32::from(to - from))?)
    } else {
        let power = power_of_ten(u32::from(from - to))?;
        (value % power == 0).then_some(value / power)
    }
}

/// `value` rounded to fewer decimals, half away from zero; scaled up exactly where `to` is larger.
pub fn round(value: i128, from: u8, to: u8) -> Option<i128> {
    if to >= from {
        return rescale(value, from, to);
    }
    Some(divide_rounded(value, power_of_ten(u32::from(from - to))?))
}

/// `a / b`, half away from zero; `b` must not be 0.
pub fn divide_rounded(a: i128, b: i128) -> i128 {
    let quotient = a / b;
    let remainder = (a % b).unsigned_abs();
    let divisor = b.unsigned_abs();
    // Twice the remainder may overflow, its complement cannot.
    if remainder >= divisor - remainder && remainder != 0 {
        quotient + if (a < 0) == (b < 0) { 1 } else { -1 }
    } else {
        quotient
    }
}

/// `a / b` of two scaled numbers with `to` decimals, half away from zero.
/// Nothing if `b` is 0 or a step does not fit 128 bits.
pub fn divide(a: i128, a_scale: u8, b: i128, b_scale: u8, to: u8) -> Option<i128> {
    if b == 0 {
        return None;
    }
    let shift = i32::from(to) + i32::from(b_scale) - i32::from(a_scale);
    let power = power_of_ten(shift.unsigned_abs())?;
    // i128::MIN / -1 is the one quotient that does not fit.
    if shift >= 0 {
        let a = a.checked_mul(power)?;
        (a != i128::MIN || b != -1).then(|| divide_rounded(a, b))
    } else {
        let b = b.checked_mul(power)?;
        (a != i128::MIN || b != -1).then(|| divide_rounded(a, b))
    }
}

/// The text of a scaled number with as few decimals as say it, but at least `min_decimals`.
pub fn format(value: i128, scale: u8, min_decimals: u8) -> String {
    let digits = value.unsigned_abs().to_string();
    let scale = usize::from(scale);
    let padded = format!("{digits:0>width$}", width = scale + 1);
    let (whole, fraction) = padded.split_at(padded.len() - scale);
    let kept = fraction
        .trim_end_matches('0')
        .len()
        .max(usize::from(min_decimals));
    let fraction = format!("{fraction:0<kept$}");
    let sign = if value < 0 { "-" } else { "" };
    if kept == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{}", &fraction[..kept])
    }
}

/// The text of an amount for people: `1,200,000.00`, two decimals at least.
pub fn format_grouped(value: i128, scale: u8) -> String {
    let plain = format(value, scale, 2);
    let (sign, rest) = plain
        .strip_prefix('-')
        .map_or(("", plain.as_str()), |rest| ("-", rest));
    let (whole, fraction) = rest.split_once('.').unwrap_or((rest, "00"));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_exactly_what_is_written() {
        assert_eq!(parse(b"1.10", 4), Ok(11_000));
        assert_eq!(parse(b"-0.0001", 4), Ok(-1));
        assert_eq!(parse(b"1.2e3", 0), Ok(1200));
        assert_eq!(parse(b"7.0", 0), Ok(7));
        assert_eq!(parse(b"0e999999999999", 4), Ok(0));
        assert_eq!(parse(b"1500e-2", 0), Ok(15));
        assert_eq!(parse(b"1.23450000", 4), Ok(12_345));
        assert_eq!(parse(b"1.23456", 4), Err(NumberError::TooManyDecimals));
        assert_eq!(parse(b"1e40", 0), Err(NumberError::TooLarge));
        assert_eq!(
            parse(b"123456789012345678901234567890", 0),
            Ok(123_456_789_012_345_678_901_234_567_890)
        );
        for bad in [
            "", "-", ".5", "5.", "1e", "NaN", "inf", "1_000", "0x10", "+1", "--1", "1.2.3", "1e1.5",
        ] {
            assert_eq!(
                parse(bad.as_bytes(), 4),
                Err(NumberError::NotANumber),
                "{bad}"
            );
        }
    }

    #[test]
    fn rounds_half_away_from_zero() {
        assert_eq!(round(25, 1, 0), Some(3));
        assert_eq!(round(-25, 1, 0), Some(-3));
        assert_eq!(round(24, 1, 0), Some(2));
        assert_eq!(divide(1, 0, 3, 0, 6), Some(333_333));
        assert_eq!(divide(2, 0, 3, 0, 6), Some(666_667));
        assert_eq!(divide(-2, 0, 3, 0, 6), Some(-666_667));
        assert_eq!(divide(1, 0, 0, 0, 6), None);
        assert_eq!(divide(i128::MIN, 6, -1, 0, 6), None);
        assert_eq!(divide_rounded(i128::MAX, i128::MAX), 1);
    }

    #[test]
    fn writes_amounts_as_people_read_them() {
        assert_eq!(format(12_500_000_000, 4, 2), "1250000.00");
        assert_eq!(format(-5, 1, 0), "-0.5");
        assert_eq!(format(12_345, 4, 2), "1.2345");
        assert_eq!(format(30, 1, 0), "3");
        assert_eq!(format_grouped(12_000_000_000, 4), "1,200,000.00");
        assert_eq!(format_grouped(-9_990_000, 4), "-999.00");
    }
}
