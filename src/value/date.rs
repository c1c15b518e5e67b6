//! Civil days from year 1 to year 9999, as a count of days.

use jiff::ToSpan;
use jiff::civil::Date;

/// A day, counted from 1970-01-01, which is 0. Always in the years 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Day(i32);

const EPOCH: Date = Date::constant(1970, 1, 1);

/// The days from 0000-03-01 to 1970-01-01.
const FROM_MARCH: i32 = 719_468;

impl Day {
    /// 0001-01-01.
    pub const MIN: Day = Day(-719_162);
    /// 9999-12-31.
    pub const MAX: Day = Day(2_932_896);

    /// The day of a count from 1970-01-01, if it lies in the years 1 to 9999.
    pub fn from_count(count: i64) -> Option<Day> {
        let day = Day(i32::try_from(count).ok()?);
        (Day::MIN..=Day::MAX).contains(&day).then_some(day)
    }

    /// The count from 1970-01-01.
    pub fn count(self) -> i32 {
        self.0
    }

    /// The day of a year, month and day of the month, if it exists.
    pub fn new(year: i64, month: i64, day: i64) -> Option<Day> {
        if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        Date::new(year as i16, month as i8, day as i8)
            .ok()
            .map(Day::from_civil)
    }

    /// Reads `2018-03-02`, and nothing else.
    pub fn parse(text: &[u8]) -> Option<Day> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else {
            return None;
        };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0i64, |all, digit| {
                digit
                    .is_ascii_digit()
                    .then(|| all * 10 + i64::from(digit - b'0'))
            })
        };
        Day::new(
            number(&[*y1, *y2, *y3, *y4])?,
            number(&[*m1, *m2])?,
            number(&[*d1, *d2])?,
        )
    }

    /// Counts the days by leap years passed, with a year that begins in March, so that a leap day is its
    /// last (C. Neri and L. Schneider, "Euclidean affine functions and their application to calendar
    /// algorithms", Software: Practice and Experience 53, 2023).
    fn from_civil(date: Date) -> Day {
        let (year, month) = (i32::from(date.year()), i32::from(date.month()));
        let before_march = month <= 2;
        let year = year - i32::from(before_march);
        let month = if before_march { month + 12 } else { month };
        let century = year / 100;
        let years = 1461 * year / 4 - century + century / 4;
        let months = (979 * month - 2919) / 32;
        Day(years + months + i32::from(date.day()) - 1 - FROM_MARCH)
    }

    fn civil(self) -> Date {
        // INVARIANT: the count is in the years 1 to 9999, so the addition cannot leave them.
        EPOCH.saturating_add(self.0.days())
    }

    /// The year, 1 to 9999; by the article that [`Day::from_civil`] names.
    pub fn year(self) -> i16 {
        // INVARIANT: 0001-01-01 is 306 days after 0000-03-01, so no count is negative.
        let quarters = 4 * (self.0 + FROM_MARCH) as u32 + 3;
        let (century, rest) = (quarters / 146_097, quarters % 146_097 / 4);
        let scaled = u64::from(4 * rest + 3) * 2_939_745;
        let year = 100 * century + (scaled >> 32) as u32;
        let day = scaled as u32 / 2_939_745 / 4;
        // From the 307th day, the first of January, on it is the next year.
        (year + u32::from(day >= 306)) as i16
    }

    /// The day of the week: 0 is Monday, 6 is Sunday.
    pub fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday.
        (i64::from(self.0) + 3).rem_euclid(7) as u8
    }

    /// The day `days` later.
    pub fn add_days(self, days: i128) -> Option<Day> {
        Day::from_count(i64::try_from(days).ok()?.checked_add(i64::from(self.0))?)
    }

    /// The day `months` later: the same day of the month, or the month's last.
    pub fn add_months(self, months: i128) -> Option<Day> {
        let date = self.civil();
        let from = i128::from(date.year()) * 12 + i128::from(date.month()) - 1;
        let to = from.checked_add(months)?;
        let year = i64::try_from(to.div_euclid(12)).ok()?;
        let month = to.rem_euclid(12) as i64 + 1;
        let first = Day::new(year, month, 1)?;
        let last = first.civil().days_in_month();
        Day::new(year, month, i64::from(date.day().min(last)))
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let date = self.civil();
        write!(
            f,
            "{:04}-{:02}-{:02}",
            date.year(),
            date.month(),
            date.day()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text.as_bytes()).expect("a test's day exists")
    }

    #[test]
    fn reads_and_writes_the_iso_form_alone() {
        for text in ["0001-01-01", "1970-01-01", "2016-02-29", "9999-12-31"] {
            assert_eq!(day(text).to_string(), text);
        }
        assert_eq!(day("0001-01-01"), Day::MIN);
        assert_eq!(day("9999-12-31"), Day::MAX);
        for bad in [
            "2015-02-29",
            "2015-2-9",
            "15-02-09",
            "2015-02-09 ",
            "2015/02/09",
            "0000-01-01",
            "2015-13-01",
        ] {
            assert_eq!(Day::parse(bad.as_bytes()), None, "{bad}");
        }
    }

    #[test]
    fn months_keep_the_day_or_take_the_months_last() {
        assert_eq!(day("2015-01-31").add_months(1), Some(day("2015-02-28")));
        assert_eq!(day("2016-02-29").add_months(12), Some(day("2017-02-28")));
        assert_eq!(day("2016-03-31").add_months(-1), Some(day("2016-02-29")));
        assert_eq!(day("9999-12-31").add_months(1), None);
        assert_eq!(day("2016-03-31").add_months(i128::MAX), None);
        assert_eq!(day("0001-01-01").add_days(-1), None);
    }

    #[test]
    fn every_day_there_is_has_its_count_and_its_year() {
        let mut date = Date::constant(1, 1, 1);
        for count in Day::MIN.count()..=Day::MAX.count() {
            let day = Day::from_civil(date);
            assert_eq!((day.count(), day.year()), (count, date.year()), "{date}");
            date = date.tomorrow().unwrap_or(date);
        }
        assert_eq!(date, Date::MAX);
    }

    #[test]
    fn knows_the_weekday() {
        assert_eq!(day("2026-11-23").weekday(), 0);
        assert_eq!(day("2014-05-11").weekday(), 6);
        assert_eq!(Day::MIN.weekday(), 0);
    }
}
