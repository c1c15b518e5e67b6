//! Business days: counted once per calendar, looked up afterwards.

use std::num::NonZeroU32;

use crate::value::Day;

/// The business days of the years that a calendar covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    name: String,
    first_year: i16,
    last_year: i16,
    first: i32,
    /// For each covered day, how many business days there are up to it, itself included.
    counts: Vec<u32>,
    /// The covered business days in order, as counts from 1970-01-01.
    business: Vec<i32>,
}

impl Calendar {
    /// The count of no day at all.
    pub const NO_DAY: i32 = i32::MIN;

    /// The calendar of the years `first_year` to `last_year`, both included and in 1 to 9999, in which
    /// the days of the week in `rest` (0 is Monday) and the `holidays` are no business days.
    pub fn new(
        name: &str,
        first_year: i16,
        last_year: i16,
        rest: &[u8],
        holidays: &[Day],
    ) -> Calendar {
        let bound = |year: i16| i64::from(year.clamp(1, 9999));
        let first = Day::new(bound(first_year), 1, 1).map_or(0, Day::count);
        let last = Day::new(bound(last_year), 12, 31).map_or(-1, Day::count);
        let mut holidays: Vec<i32> = holidays.iter().map(|day| day.count()).collect();
        holidays.sort_unstable();
        let mut counts = Vec::new();
        let mut business = Vec::new();
        for count in first..=last {
            let free =
                Day::from_count(i64::from(count)).is_none_or(|day| rest.contains(&day.weekday()));
            if !free && holidays.binary_search(&count).is_err() {
                business.push(count);
            }
            counts.push(business.len() as u32);
        }
        Calendar {
            name: name.to_owned(),
            first_year,
            last_year,
            first,
            counts,
            business,
        }
    }

    /// What the rule book calls it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first and the last year that it covers.
    pub fn years(&self) -> (i16, i16) {
        (self.first_year, self.last_year)
    }

    /// How many business days there are up to a day, itself included; nothing outside the years covered.
    #[inline]
    fn up_to(&self, day: i32) -> Option<i64> {
        let at = usize::try_from(i64::from(day) - i64::from(self.first)).ok()?;
        self.counts.get(at).map(|count| i64::from(*count))
    }

    /// The day `count` business days later, or earlier if negative: day 1 is the first business day
    /// after `day`. Nothing if the count leaves the years covered; 0 gives the day itself.
    pub fn add(&self, day: Day, count: i128) -> Option<Day> {
        let count = i64::try_from(count).ok()?;
        let up_to = self.up_to(day.count())?;
        let at = match count {
            0 => return Some(day),
            1.. => up_to.checked_add(count)? - 1,
            _ => {
                let today = self.business.binary_search(&day.count()).is_ok();
                (up_to - i64::from(today)).checked_add(count)?
            }
        };
        let found = self.business.get(usize::try_from(at).ok()?)?;
        Day::from_count(i64::from(*found))
    }

    /// The day itself if it is a business day, else the next one, or the one before if `back`. Nothing
    /// outside the years covered.
    pub fn nearest(&self, day: Day, back: bool) -> Option<Day> {
        if self.business.binary_search(&day.count()).is_ok() {
            return Some(day);
        }
        self.add(day, if back { -1 } else { 1 })
    }

    /// [`Calendar::add`] of many days, as they are counted from 1970-01-01, and one term of at least one
    /// day; [`Calendar::NO_DAY`] where it leaves the years covered. Nothing is asked of a day: what lies
    /// outside the tables is found at their end.
    pub fn add_to_all(&self, days: &[i32], count: NonZeroU32) -> Vec<i32> {
        if self.business.is_empty() {
            return vec![Calendar::NO_DAY; days.len()];
        }
        let (last, last_found) = (self.counts.len() - 1, self.business.len() - 1);
        let ahead = count.get() as usize - 1;
        let moved = |day: &i32| {
            // A day before the first becomes a huge position.
            let at = (i64::from(*day) - i64::from(self.first)) as u64 as usize;
            let next = self.counts[at.min(last)] as usize;
            let next = next.saturating_add(ahead);
            let found = self.business[next.min(last_found)];
            if (at > last) | (next > last_found) {
                Calendar::NO_DAY
            } else {
                found
            }
        };
        days.iter().map(moved).collect()
    }

    /// How many business days there are from the day after `a` to `b`, negative if `b` is earlier.
    /// Nothing if either lies outside the years covered.
    pub fn between(&self, a: Day, b: Day) -> Option<i128> {
        Some(i128::from(self.up_to(b.count())? - self.up_to(a.count())?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text.as_bytes()).expect("a test's day exists")
    }

    fn federal() -> Calendar {
        Calendar::new(
            "federal",
            2014,
            2015,
            &[5, 6],
            &[day("2014-09-16"), day("2014-11-17")],
        )
    }

    #[test]
    fn rebuilds_the_dates_of_the_transitory_articles() {
        let entry = day("2014-05-09");
        for (days, end) in [
            (15, "2014-05-30"),
            (20, "2014-06-06"),
            (30, "2014-06-20"),
            (45, "2014-07-11"),
            (160, "2014-12-23"),
        ] {
            assert_eq!(federal().add(entry, days), Some(day(end)), "{days}");
        }
    }

    #[test]
    fn counts_back_and_forth() {
        let calendar = federal();
        assert_eq!(calendar.add(day("2014-05-12"), -1), Some(day("2014-05-09")));
        assert_eq!(calendar.add(day("2014-05-11"), -1), Some(day("2014-05-09")));
        assert_eq!(calendar.add(day("2014-05-11"), 0), Some(day("2014-05-11")));
        assert_eq!(
            calendar.between(day("2014-05-09"), day("2014-05-12")),
            Some(1)
        );
        assert_eq!(
            calendar.between(day("2014-05-12"), day("2014-05-09")),
            Some(-1)
        );
        assert_eq!(
            calendar.between(day("2014-09-15"), day("2014-09-17")),
            Some(1)
        );
    }

    #[test]
    fn the_nearest_business_day_is_the_day_itself_if_it_is_one() {
        let calendar = federal();
        for (given, next, previous) in [
            ("2014-09-15", Some("2014-09-15"), Some("2014-09-15")),
            ("2014-09-16", Some("2014-09-17"), Some("2014-09-15")),
            ("2014-09-13", Some("2014-09-15"), Some("2014-09-12")),
            ("2014-01-01", Some("2014-01-01"), Some("2014-01-01")),
            ("2013-12-31", None, None),
        ] {
            let [next, previous] = [next, previous].map(|text| text.map(day));
            assert_eq!(calendar.nearest(day(given), false), next, "{given}");
            assert_eq!(calendar.nearest(day(given), true), previous, "{given}");
        }
    }

    #[test]
    fn many_days_at_once_move_as_each_does() {
        let calendar = federal();
        let days: Vec<i32> = (15_900..17_000).chain([i32::MIN, 0, i32::MAX]).collect();
        for term in [1, 2, 15, 250, 600, u32::MAX] {
            let expected = days.iter().map(|day| {
                let day = Day::from_count(i64::from(*day))?;
                calendar.add(day, i128::from(term)).map(Day::count)
            });
            let term = NonZeroU32::new(term).expect("a term");
            let moved = calendar.add_to_all(&days, term).into_iter();
            let moved = moved.map(|day| (day != Calendar::NO_DAY).then_some(day));
            assert!(moved.eq(expected), "{term}");
        }
        let none = Calendar::new("none", 2014, 2014, &[0, 1, 2, 3, 4, 5, 6], &[]);
        assert_eq!(
            none.add_to_all(&[16_100], NonZeroU32::MIN),
            [Calendar::NO_DAY]
        );
    }

    #[test]
    fn leaving_the_years_covered_is_no_answer() {
        let calendar = federal();
        assert_eq!(calendar.add(day("2015-12-31"), 1), None);
        assert_eq!(calendar.add(day("2014-01-01"), -1), None);
        assert_eq!(calendar.add(day("2013-12-31"), 1), None);
        assert_eq!(calendar.add(day("2014-05-09"), i128::MAX), None);
        assert_eq!(calendar.between(day("2013-12-31"), day("2014-01-02")), None);
    }
}
