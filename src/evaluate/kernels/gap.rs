//! The longest gap between dates, compared with a duration.

use crate::batch::GIVEN;
use crate::check::ir::Comparison;
use crate::evaluate::kernels::dates::move_by;
use crate::evaluate::kernels::members::Members;
use crate::evaluate::register::{FALSE, Register, TRUE, UNKNOWN, pick};
use crate::value::{Calendar, Day};
use crate::vocabulary::DurationUnit;

/// What the gap is compared with, and how.
pub struct Limit<'l> {
    /// How it compares.
    pub comparison: Comparison,
    /// The duration.
    pub than: &'l Register,
    /// What the duration counts.
    pub unit: DurationUnit,
    /// The business days.
    pub calendar: Option<&'l Calendar>,
}

/// `longest_gap(e for x in xs, from, to) <= 6 months`: of `from`, the dates between and `to`, none is
/// later than the one before plus the duration; with `to` before `from` there is no gap. A date that is
/// not known can only shorten the gap.
pub fn longest_gap(
    members: Members<'_>,
    body: &Register,
    from: &Register,
    to: &Register,
    limit: &Limit<'_>,
) -> Register {
    let (body_states, dates) = body.days();
    let ((from_states, from), (to_states, to)) = (from.days(), to.days());
    let (than_states, than) = limit.than.numbers();
    let parents = members.rows.offsets.len() - 1;
    let one = |parent: usize| -> Option<u8> {
        let known = [&from_states, &to_states, &than_states]
            .iter()
            .all(|states| pick(states, parent) == GIVEN);
        if !known {
            return None;
        }
        let (first, last) = (pick(&from, parent), pick(&to, parent));
        if last < first {
            return Some(TRUE);
        }
        let (mut certain, mut possible, mut open) = (Vec::new(), Vec::new(), false);
        // The latest date that may or may not be among them.
        let mut latest = None;
        for row in members.rows.of(parent) {
            let member = members.of(row);
            if member == FALSE {
                continue;
            }
            if pick(&body_states, row) != GIVEN {
                open = true;
                continue;
            }
            let date = pick(&dates, row);
            if first < date && date < last {
                possible.push(date);
                if member == TRUE {
                    certain.push(date);
                } else {
                    latest = latest.max(Some(date));
                }
            }
        }
        let amount = pick(&than, parent);
        // No date lies between two that follow each other.
        let open = open && last - first > 1;
        if open {
            latest = Some(last - 1);
        }
        let worst = within(&mut certain, first, last, amount, limit);
        let Some(latest) = latest else {
            return Some(worst);
        };
        // A further date begins a gap of its own, whose limit has to be computable too: it lies
        // between those of the first and of the latest.
        let computable = |day: i32| end(day, amount, limit).is_some();
        Some(match worst {
            TRUE if computable(latest) => TRUE,
            FALSE if !open && computable(first) => {
                match within(&mut possible, first, last, amount, limit) {
                    FALSE => FALSE,
                    _ => UNKNOWN,
                }
            }
            _ => UNKNOWN,
        })
    };
    let negated = matches!(
        limit.comparison,
        Comparison::Greater | Comparison::GreaterOrEqual
    );
    let result = (0..parents).map(|parent| {
        let value = one(parent).unwrap_or(UNKNOWN);
        if negated { TRUE - value } else { value }
    });
    Register::boolean(result.collect())
}

/// Whether each date is within the limit of the one before, of three values: a limit that cannot be
/// computed leaves open what the others do not decide.
fn within(dates: &mut [i32], first: i32, last: i32, amount: i128, limit: &Limit<'_>) -> u8 {
    dates.sort_unstable();
    let strict = matches!(
        limit.comparison,
        Comparison::Less | Comparison::GreaterOrEqual
    );
    let mut before = first;
    let mut all = TRUE;
    for next in dates.iter().copied().chain([last]) {
        all = all.min(match end(before, amount, limit) {
            None => UNKNOWN,
            Some(end) if next > end || (strict && next == end) => FALSE,
            Some(_) => TRUE,
        });
        before = next;
    }
    all
}

/// The last day that is within the limit of a day.
fn end(day: i32, amount: i128, limit: &Limit<'_>) -> Option<i32> {
    let day = Day::from_count(i64::from(day))?;
    move_by(day, amount, limit.unit, limit.calendar).map(Day::count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::MISSING;
    use crate::evaluate::register::Data;
    use crate::evaluate::rows::{Base, CERTAIN, PHANTOM, Rows};

    /// One segment of dates, some not known, from day 0 to day 100.
    fn gap(dates: &[Option<i32>], comparison: Comparison, days: i128, phantom: bool) -> u8 {
        let presence = phantom.then(|| vec![PHANTOM; dates.len()].into());
        let rows = Rows::new(
            vec![0, dates.len() as i32].into(),
            Base::Table,
            presence.or(Some(vec![CERTAIN; dates.len()].into())),
        );
        let states = dates
            .iter()
            .map(|date| if date.is_some() { GIVEN } else { MISSING })
            .collect();
        let values: Vec<i32> = dates.iter().map(|date| date.unwrap_or(0)).collect();
        let body = Register::new(states, Data::Day(values.into()));
        let day = |day: i32| Register::new(vec![GIVEN], Data::Day(vec![day].into()));
        let than = Register::new(vec![GIVEN], Data::Number(vec![days].into()));
        let limit = Limit {
            comparison,
            than: &than,
            unit: DurationUnit::Days,
            calendar: None,
        };
        let members = Members {
            rows: &rows,
            filter: None,
        };
        longest_gap(members, &body, &day(0), &day(100), &limit).booleans()[0]
    }

    #[test]
    fn a_date_that_is_not_known_can_only_shorten() {
        use Comparison::{Greater, Less, LessOrEqual};
        assert_eq!(gap(&[Some(50)], LessOrEqual, 50, false), TRUE);
        assert_eq!(gap(&[Some(50)], Less, 50, false), FALSE);
        assert_eq!(gap(&[Some(51)], LessOrEqual, 50, false), FALSE);
        assert_eq!(gap(&[Some(51)], Greater, 50, false), TRUE);
        assert_eq!(gap(&[Some(70), Some(30)], LessOrEqual, 40, false), TRUE);
        assert_eq!(gap(&[Some(51), None], LessOrEqual, 50, false), UNKNOWN);
        assert_eq!(gap(&[Some(50), None], LessOrEqual, 50, false), TRUE);
        assert_eq!(gap(&[None], LessOrEqual, 50, true), UNKNOWN);
        assert_eq!(gap(&[], LessOrEqual, 99, false), FALSE);
        assert_eq!(gap(&[Some(200)], LessOrEqual, 99, false), FALSE);
    }
}
