//! Business days, counted once and looked up afterwards.

use super::day::Day;

/// The business days of the rule book's calendar.
pub struct Calendar {
    first: i32,
    /// For each day covered, how many business days there are up to it, itself included.
    counts: Vec<usize>,
    business: Vec<Day>,
}

impl Calendar {
    /// The calendar that stands beside the rule book: the years that it covers, its weekends and holidays.
    pub fn federal() -> Calendar {
        let text = include_str!("rules/calendar.dictamen");
        let holidays: Vec<Day> = text
            .lines()
            .filter_map(|line| line.trim().strip_prefix("holiday"))
            .filter_map(|line| Day::parse(line.trim().as_bytes().get(..10)?))
            .collect();
        let (first, last) = (Day::new(2016, 1, 1).0, Day::new(2020, 12, 31).0);
        let mut counts = Vec::new();
        let mut business = Vec::new();
        for day in (first..=last).map(Day) {
            // 1970-01-01 was a Thursday; 0 is Monday.
            if (day.0 + 3).rem_euclid(7) < 5 && !holidays.contains(&day) {
                business.push(day);
            }
            counts.push(business.len());
        }
        Calendar {
            first,
            counts,
            business,
        }
    }

    /// The day so many business days later, one at least; nothing outside the years covered.
    pub fn add(&self, day: Day, count: usize) -> Option<Day> {
        let at = usize::try_from(day.0 - self.first).ok()?;
        let up_to = self.counts.get(at)?;
        self.business.get(up_to + count - 1).copied()
    }
}
