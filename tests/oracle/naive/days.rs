//! Dates as year, month and day, moved one step at a time; the calendar gone through day by day.

use dictamen::value::Day;

/// A date of the years 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    pub year: i64,
    pub month: i64,
    pub day: i64,
}

fn leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl Date {
    pub fn new(year: i64, month: i64, day: i64) -> Option<Date> {
        let exists = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in(year, month)).contains(&day);
        exists.then_some(Date { year, month, day })
    }

    /// `2014-05-09`
    pub fn read(text: &str) -> Option<Date> {
        let mut parts = text.split('-').map(|part| part.parse::<i64>().ok());
        Date::new(parts.next()??, parts.next()??, parts.next()??)
    }

    /// A date of the rule book.
    pub fn of(day: Day) -> Date {
        Date::read(&day.to_string()).expect("a day prints as itself")
    }

    /// The days from 0001-01-01 to this one.
    pub fn number(self) -> i64 {
        let before = self.year - 1;
        let months: i64 = (1..self.month).map(|month| days_in(self.year, month)).sum();
        before * 365 + before / 4 - before / 100 + before / 400 + months + self.day - 1
    }

    /// The date so many days after 0001-01-01.
    pub fn of_number(number: i64) -> Option<Date> {
        let last = Date::new(9999, 12, 31)?.number();
        if !(0..=last).contains(&number) {
            return None;
        }
        // Never too late: no year is longer than 366 days.
        let mut year = number / 366 + 1;
        while year < 9999 && Date::new(year + 1, 1, 1)?.number() <= number {
            year += 1;
        }
        let mut rest = number - Date::new(year, 1, 1)?.number();
        let mut month = 1;
        while rest >= days_in(year, month) {
            rest -= days_in(year, month);
            month += 1;
        }
        Date::new(year, month, rest + 1)
    }

    pub fn plus_days(self, days: i128) -> Option<Date> {
        let number = i128::from(self.number()).checked_add(days)?;
        Date::of_number(i64::try_from(number).ok()?)
    }

    /// The same day of the month, or the month's last.
    pub fn plus_months(self, months: i128) -> Option<Date> {
        let count = i128::from(self.year * 12 + self.month - 1).checked_add(months)?;
        let year = i64::try_from(count.div_euclid(12)).ok()?;
        if !(1..=9999).contains(&year) {
            return None;
        }
        let month = count.rem_euclid(12) as i64 + 1;
        Date::new(year, month, self.day.min(days_in(year, month)))
    }
}

/// Which days of which years are business days.
pub struct BusinessDays {
    first: Date,
    last: Date,
    holidays: Vec<Date>,
}

impl BusinessDays {
    /// Of the years from `first` to `last`, with Saturdays and Sundays at rest.
    pub fn new(first: i64, last: i64, holidays: &[&str]) -> BusinessDays {
        BusinessDays {
            first: Date::new(first, 1, 1).expect("a covered year exists"),
            last: Date::new(last, 12, 31).expect("a covered year exists"),
            holidays: holidays
                .iter()
                .map(|text| Date::read(text).expect("a holiday exists"))
                .collect(),
        }
    }

    fn is_open(&self, date: Date) -> Option<bool> {
        let covered = (self.first..=self.last).contains(&date);
        // 0001-01-01 was a Monday.
        let weekend = date.number() % 7 >= 5;
        covered.then(|| !weekend && !self.holidays.contains(&date))
    }

    /// Day 1 is the first business day after the date, day -1 the last one before it.
    pub fn plus(&self, date: Date, count: i128) -> Option<Date> {
        self.is_open(date)?;
        let step = count.signum();
        let mut left = count.unsigned_abs();
        let mut date = date;
        while left > 0 {
            date = date.plus_days(step)?;
            if self.is_open(date)? {
                left -= 1;
            }
        }
        Some(date)
    }

    /// The date itself, or the first business day that is met on the way.
    pub fn nearest(&self, date: Date, back: bool) -> Option<Date> {
        let mut date = date;
        while !self.is_open(date)? {
            date = date.plus_days(if back { -1 } else { 1 })?;
        }
        Some(date)
    }

    /// From the day after `a` to `b`, negative if `b` is earlier.
    pub fn between(&self, a: Date, b: Date) -> Option<i128> {
        self.is_open(a)?;
        self.is_open(b)?;
        let (early, late) = (a.min(b), a.max(b));
        let mut count = 0;
        let mut date = early;
        while date < late {
            date = date.plus_days(1)?;
            if self.is_open(date)? {
                count += 1;
            }
        }
        Some(if b < a { -count } else { count })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::read(text).unwrap()
    }

    #[test]
    fn days_are_numbered_without_a_gap() {
        assert_eq!(date("0001-01-01").number(), 0);
        let epoch = date("1970-01-01").number();
        for text in [
            "0001-01-01",
            "1900-02-28",
            "2000-02-29",
            "2014-12-31",
            "9999-12-31",
        ] {
            let here = date(text);
            assert_eq!(Date::of_number(here.number()), Some(here));
            let day = Day::parse(text.as_bytes()).unwrap();
            assert_eq!(here.number() - epoch, i64::from(day.count()));
        }
        assert_eq!(date("2014-12-31").plus_days(1), Some(date("2015-01-01")));
        assert_eq!(date("2016-01-31").plus_months(1), Some(date("2016-02-29")));
        assert_eq!(
            date("2016-02-29").plus_months(-12),
            Some(date("2015-02-28"))
        );
        assert_eq!(date("9999-12-31").plus_days(1), None);
    }
}
