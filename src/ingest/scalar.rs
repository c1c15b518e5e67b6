//! The text of one value to what a column holds. No float anywhere.

use crate::value::number::{self, NumberError};

/// One value as it stands in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scalar<'t> {
    /// `null`, or nothing at all.
    Nothing,
    /// `"…"`
    Text(&'t str),
    /// A number of JSON, as written.
    Number(&'t str),
    /// `true` or `false` of JSON.
    Boolean(bool),
    /// A value of YAML without quotes, as written.
    Plain(&'t str),
    /// `[…]` where one value belongs.
    List,
    /// `{…}` where one value belongs.
    Record,
    /// `!tag …` where a list or record belongs.
    Tagged,
}

impl Scalar<'_> {
    /// What stands there, in words.
    pub(crate) fn in_words(&self) -> String {
        match self {
            Scalar::Nothing => "nothing".to_owned(),
            Scalar::Text(text) => format!("the text `{}`", excerpt(text)),
            Scalar::Number(text) => format!("the number `{}`", excerpt(text)),
            Scalar::Boolean(value) => format!("`{value}`"),
            Scalar::Plain(text) => format!("`{}`", excerpt(text)),
            Scalar::List => "a list".to_owned(),
            Scalar::Record => "a record".to_owned(),
            Scalar::Tagged => "a value with a tag".to_owned(),
        }
    }
}

/// As much of a text as fits a message, on one line.
pub(crate) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 60;
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    let mut short: String = text.chars().take(LONGEST).map(clean).collect();
    if short.len() < text.len() && text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}

/// Reads a number exactly, as [`number::parse`] does, but for superfluous zeros in front: whether `012`
/// is ten or twelve nobody can tell.
pub(crate) fn parse_number(text: &str, scale: u8) -> Result<i128, NumberError> {
    let bytes = text.as_bytes();
    let digits = bytes.strip_prefix(b"-").unwrap_or(bytes);
    if let [b'0', b'0'..=b'9', ..] = digits {
        return Err(NumberError::NotANumber);
    }
    short_number(digits, scale)
        .map(|value| {
            let value = i128::from(value);
            if digits.len() < bytes.len() {
                -value
            } else {
                value
            }
        })
        .map_or_else(|| number::parse(bytes, scale), Ok)
}

/// Digits with at most `scale` decimals whose value fits 64 bits; everything else is left to
/// [`number::parse`].
fn short_number(digits: &[u8], scale: u8) -> Option<u64> {
    const LONGEST: usize = 18;
    const POWERS: [u64; 7] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];
    if digits.len() > LONGEST {
        return None;
    }
    let mut value = 0u64;
    let mut point = None;
    for (at, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => value = value * 10 + u64::from(byte - b'0'),
            b'.' if point.is_none() && at > 0 => point = Some(at),
            _ => return None,
        }
    }
    let decimals = match point {
        Some(at) if at + 1 == digits.len() => return None,
        Some(at) => digits.len() - at - 1,
        None => 0,
    };
    if digits.is_empty() {
        return None;
    }
    let zeros = usize::from(scale).checked_sub(decimals)?;
    value.checked_mul(*POWERS.get(zeros)?)
}

/// Reads `2018-03-02`, and nothing else, as days since 1970-01-01.
#[inline]
pub(crate) fn parse_date(text: &[u8]) -> Option<i32> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else {
        return None;
    };
    let mut valid = true;
    let mut digit = |byte: &u8| {
        valid &= byte.is_ascii_digit();
        i32::from(byte & 0x0f)
    };
    let year = digit(y1) * 1000 + digit(y2) * 100 + digit(y3) * 10 + digit(y4);
    let month = digit(m1) * 10 + digit(m2);
    let day = digit(d1) * 10 + digit(d2);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i32::from(leap),
        _ => 0,
    };
    if !valid || year == 0 || day == 0 || day > last {
        return None;
    }
    // Counted from 1 March of the year 0, so that the leap day is the last of its year.
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    Some(year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Day;

    #[test]
    fn every_day_is_read_as_the_calendar_counts_it() {
        let mut count = Day::MIN.count();
        for year in 1..=9999 {
            for month in 1..=12 {
                for day in 1..=31 {
                    let text = format!("{year:04}-{month:02}-{day:02}");
                    let read = parse_date(text.as_bytes());
                    if day <= 28 || read.is_some() {
                        assert_eq!(read, Some(count), "{text}");
                        count += 1;
                    } else if year % 97 == 0 {
                        assert_eq!(Day::parse(text.as_bytes()), None, "{text}");
                    }
                }
            }
        }
        assert_eq!(count, Day::MAX.count() + 1);
        for bad in [
            "2018-3-02",
            "2018-02-30",
            "2018-00-10",
            "2018-13-01",
            "2018-01-00",
            "0000-01-01",
        ]
        .into_iter()
        .chain(["2018-01-0:", "2018/01/01", "2018-01-01 ", "", "２018-01-01"])
        {
            assert_eq!(parse_date(bad.as_bytes()), None, "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn numbers_are_read_as_the_slow_way_reads_them(
            text in "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{0,7})?([eE][+-]?[0-9]{1,3})?|[-0-9.e]{0,8}",
            scale in 0u8..=6,
        ) {
            let slow = number::parse(text.as_bytes(), scale);
            let digits = text.strip_prefix('-').unwrap_or(&text);
            let padded = digits.len() > 1
                && digits.starts_with('0')
                && digits.as_bytes()[1].is_ascii_digit();
            let expected = if padded { Err(NumberError::NotANumber) } else { slow };
            proptest::prop_assert_eq!(parse_number(&text, scale), expected);
        }
    }
}
