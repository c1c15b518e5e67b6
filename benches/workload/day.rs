//! Days as whole numbers, as a program that is in a hurry counts them.

use serde::de::{self, Deserialize, Deserializer, Visitor};

/// A day, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i32);

impl Day {
    /// The day of a year, a month and a day of the month, which must exist.
    pub fn new(year: i32, month: i32, day: i32) -> Day {
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Day(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
    }

    /// `2018-04-12`, and nothing else.
    pub fn parse(text: &[u8]) -> Option<Day> {
        let [a, b, c, d, b'-', m, n, b'-', x, y] = text else {
            return None;
        };
        let mut figures = [0; 8];
        for (figure, byte) in figures.iter_mut().zip([a, b, c, d, m, n, x, y]) {
            *figure = i32::from(byte.checked_sub(b'0').filter(|figure| *figure <= 9)?);
        }
        let [a, b, c, d, m, n, x, y] = figures;
        let (year, month, day) = (a * 1000 + b * 100 + c * 10 + d, m * 10 + n, x * 10 + y);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = match month {
            2 => 28 + i32::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        (year > 0 && (1..=last).contains(&day)).then(|| Day::new(year, month, day))
    }

    /// Year, month and day of the month.
    pub fn civil(self) -> (i32, i32, i32) {
        let days = self.0 + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let shifted = (5 * of_year + 2) / 153;
        let month = if shifted < 10 {
            shifted + 3
        } else {
            shifted - 9
        };
        let year = year + era * 400 + i32::from(month <= 2);
        (year, month, of_year - (153 * shifted + 2) / 5 + 1)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        struct Written;
        impl Visitor<'_> for Written {
            type Value = Day;

            fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
                formatter.write_str("a date such as 2018-04-12")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Day, E> {
                Day::parse(text.as_bytes())
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_str(Written)
    }
}
