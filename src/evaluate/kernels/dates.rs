//! Dates; what does not exist, leaves the years 1 to 9999 or leaves the calendar is not known.

use std::num::NonZeroU32;

use crate::batch::{GIVEN, MISSING};
use crate::check::ir::Constant;
use crate::evaluate::kernels::states::joined;
use crate::evaluate::lanes::{both, change};
use crate::evaluate::register::{Data, Register, Texts, pick};
use crate::value::{Calendar, Day};
use crate::vocabulary::{DurationUnit, ValueType};

/// A date moved by a duration.
pub fn move_by(
    day: Day,
    amount: i128,
    unit: DurationUnit,
    calendar: Option<&Calendar>,
) -> Option<Day> {
    match unit {
        DurationUnit::Days => day.add_days(amount),
        DurationUnit::BusinessDays => calendar?.add(day, amount),
        DurationUnit::Months => day.add_months(amount),
    }
}

/// `d + 15 business days`, or `-` if `back`.
pub fn shift(
    date: &Register,
    amount: &Register,
    back: bool,
    unit: DurationUnit,
    calendar: Option<&Calendar>,
    len: usize,
) -> Register {
    let (date_states, dates) = date.days();
    let (amount_states, amounts) = amount.numbers();
    if !back
        && let (Some(calendar), DurationUnit::BusinessDays, [GIVEN], [amount]) =
            (calendar, unit, &amount_states[..], &amounts[..])
        && let Some(term) = u32::try_from(*amount).ok().and_then(NonZeroU32::new)
        && dates.len() == len
    {
        // The usual case, a term of the rule book: it is looked at once, not for each row.
        let moved = calendar.add_to_all(&dates, term);
        let state = |day: &i32| {
            if *day == Calendar::NO_DAY {
                MISSING
            } else {
                GIVEN
            }
        };
        let mut states: Vec<u8> = moved.iter().map(state).collect();
        change(&mut states, &date_states, |state, given| {
            *state = if given == GIVEN { *state } else { MISSING };
        });
        return Register::new(states, Data::Day(moved.into()));
    }
    days(len, |at| {
        if pick(&date_states, at) != GIVEN || pick(&amount_states, at) != GIVEN {
            return None;
        }
        let amount = pick(&amounts, at);
        let amount = if back { amount.checked_neg()? } else { amount };
        move_by(
            Day::from_count(i64::from(pick(&dates, at)))?,
            amount,
            unit,
            calendar,
        )
    })
}

/// `date(y, m, d)`
pub fn make(year: &Register, month: &Register, day: &Register, len: usize) -> Register {
    let parts = [year.numbers(), month.numbers(), day.numbers()];
    days(len, |at| {
        let [year, month, day] = [0, 1, 2].map(|part: usize| {
            let (states, values) = &parts[part];
            (pick(states, at) == GIVEN)
                .then(|| i64::try_from(pick(values, at)).ok())
                .flatten()
        });
        Day::new(year?, month?, day?)
    })
}

fn days(len: usize, value: impl Fn(usize) -> Option<Day>) -> Register {
    let mut states = Vec::with_capacity(len);
    let mut values = Vec::with_capacity(len);
    for at in 0..len {
        let day = value(at);
        states.push(if day.is_some() { GIVEN } else { MISSING });
        values.push(day.map_or(0, Day::count));
    }
    Register::new(states, Data::Day(values.into()))
}

/// The days between two dates.
pub fn days_between(a: &Register, b: &Register, len: usize) -> Register {
    let (days_a, days_b) = (a.days().1, b.days().1);
    let values = both(&days_a, &days_b, len, |a, b| i128::from(b) - i128::from(a));
    Register::new(joined([a, b], len), Data::Number(values.into()))
}

/// A number of two dates: the business days between them.
pub fn number_of(
    a: &Register,
    b: &Register,
    len: usize,
    count: impl Fn(Day, Day) -> Option<i128>,
) -> Register {
    let ((states_a, a), (states_b, b)) = (a.days(), b.days());
    let mut states = Vec::with_capacity(len);
    let mut values = Vec::with_capacity(len);
    for at in 0..len {
        let known = pick(&states_a, at) == GIVEN && pick(&states_b, at) == GIVEN;
        let day = |count: i32| Day::from_count(i64::from(count));
        let value = match (known, day(pick(&a, at)), day(pick(&b, at))) {
            (true, Some(a), Some(b)) => count(a, b),
            _ => None,
        };
        states.push(if value.is_some() { GIVEN } else { MISSING });
        values.push(value.unwrap_or(0));
    }
    Register::new(states, Data::Number(values.into()))
}

/// `year of d`
pub fn year_of(date: &Register) -> Register {
    let (states, dates) = date.days();
    let states: Vec<u8> = states
        .iter()
        .map(|state| if *state == GIVEN { GIVEN } else { MISSING })
        .collect();
    let years = dates
        .iter()
        .map(|count| Day::from_count(i64::from(*count)).map_or(0, |day| i128::from(day.year())));
    let years: Vec<i128> = years.collect();
    Register::new(states, Data::Number(years.into()))
}

/// `next_business_day(d)`, or `previous_business_day(d)` if `back`.
pub fn business_day(date: &Register, back: bool, calendar: Option<&Calendar>) -> Register {
    let (states, dates) = date.days();
    days(dates.len(), |at| {
        let day = Day::from_count(i64::from(dates[at]))?;
        (pick(&states, at) == GIVEN).then(|| calendar?.nearest(day, back))?
    })
}

/// `daily_uma on d`
pub fn parameter(
    steps: &[(Day, Constant)],
    until: Option<Day>,
    on: &Register,
    ty: ValueType,
) -> Register {
    let (states, dates) = on.days();
    // For each row how many steps have begun; of none, and of one that has ended, nothing is known.
    let mut begun = vec![0u32; dates.len()];
    for (from, _) in steps {
        change(&mut begun, &dates, |begun, date| {
            *begun += u32::from(date >= from.count());
        });
    }
    if let Some(until) = until {
        change(&mut begun, &dates, |begun, date| {
            *begun = if date > until.count() { 0 } else { *begun };
        });
    }
    change(&mut begun, &states, |begun, state| {
        *begun = if state == GIVEN { *begun } else { 0 };
    });
    let values: Vec<Option<&Constant>> = std::iter::once(None)
        .chain(steps.iter().map(|(_, value)| Some(value)))
        .collect();
    constants(&values, ty).take(&begun)
}

/// Constants of one type as a register; where there is none, missing.
pub fn constants(values: &[Option<&Constant>], ty: ValueType) -> Register {
    let states: Vec<u8> = values
        .iter()
        .map(|value| if value.is_some() { GIVEN } else { MISSING })
        .collect();
    let number = |value: &Option<&Constant>| match value {
        Some(Constant::Number(number)) => *number,
        _ => 0,
    };
    let data = match ty {
        ValueType::Boolean => {
            let truth = |value: &Option<&Constant>| match value {
                Some(Constant::Boolean(true)) => crate::evaluate::register::TRUE,
                Some(Constant::Boolean(false)) => crate::evaluate::register::FALSE,
                _ => crate::evaluate::register::UNKNOWN,
            };
            Data::Boolean(values.iter().map(truth).collect())
        }
        ValueType::Number { .. } => Data::Number(values.iter().map(number).collect()),
        ValueType::Date => {
            let day = |value: &Option<&Constant>| match value {
                Some(Constant::Date(day)) => day.count(),
                _ => 0,
            };
            Data::Day(values.iter().map(day).collect())
        }
        ValueType::Enum(_) => {
            let code = |value: &Option<&Constant>| match value {
                Some(Constant::Member(_, code)) => *code,
                _ => 0,
            };
            Data::Member(values.iter().map(code).collect())
        }
        ValueType::Text => Data::Text(Texts::new(values.iter().map(|value| match value {
            Some(Constant::Text(text)) => text.as_str(),
            _ => "",
        }))),
        ValueType::Row(_) => Data::Row(vec![0; values.len()].into()),
    };
    Register::new(states, data)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Unit;

    fn day(count: i64) -> Day {
        Day::from_count(count).expect("a day")
    }

    #[test]
    fn a_dated_parameter_begins_and_ends_on_its_days() {
        let steps = [
            (day(100), Constant::Number(1)),
            (day(200), Constant::Number(2)),
        ];
        let ty = ValueType::Number {
            unit: Unit::None,
            scale: 0,
        };
        let dates = [99, 100, 199, 200, 300, 301, 200];
        let mut states = vec![GIVEN; 7];
        states[6] = MISSING;
        let on = Register::new(states, Data::Day(dates.to_vec().into()));
        let (states, values) = parameter(&steps, Some(day(300)), &on, ty).numbers();
        let none = MISSING;
        assert_eq!(states[..], [none, GIVEN, GIVEN, GIVEN, GIVEN, none, none]);
        assert_eq!(values[1..5], [1, 1, 2, 2]);
        let nothing = parameter(&[], None, &on, ty).all_states();
        assert_eq!(nothing[..], [MISSING; 7]);
    }

    #[test]
    fn one_term_for_all_rows_moves_them_as_a_term_for_each_does() {
        let calendar = Calendar::new("federal", 2014, 2015, &[5, 6], &[]);
        let dates = vec![16_100, 16_101, 16_435, 0, 16_102];
        let mut states = vec![GIVEN; 5];
        states[4] = MISSING;
        let date = Register::new(states, Data::Day(dates.into()));
        let unit = DurationUnit::BusinessDays;
        for term in [-1, 0, 1, 15, 1 << 32] {
            for back in [false, true] {
                let of = |rows: usize| {
                    let amount = Data::Number(vec![term; rows].into());
                    let amount = Register::new(vec![GIVEN; rows], amount);
                    let moved = shift(&date, &amount, back, unit, Some(&calendar), 5);
                    let (states, days) = moved.days();
                    let known = states.iter().zip(days.iter());
                    let known = known.map(|(state, day)| (*state == GIVEN).then_some(*day));
                    known.collect::<Vec<Option<i32>>>()
                };
                assert_eq!(of(1), of(5), "{term} {back}");
            }
        }
    }
}
