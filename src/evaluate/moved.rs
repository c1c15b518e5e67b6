//! Registers whose rows come to stand elsewhere: picked one by one, repeated, or copied in stretches.

use crate::batch::MISSING;
use crate::evaluate::lanes;
use crate::evaluate::register::{Data, Register, Texts, UNKNOWN};

impl Register {
    /// The rows at these positions; where there is none, missing.
    pub fn take(&self, rows: &[u32]) -> Register {
        let len = self.data.len();
        let inside = |row: u32| (row as usize) < len;
        if len == 0 {
            return Register::new(vec![MISSING; rows.len()], self.data.fill(rows.len()));
        }
        let last = rows.iter().copied().max().unwrap_or(0);
        let all_inside = inside(last);
        let states = match &self.states {
            None if all_inside => None,
            Some(states) if states.len() == len => {
                // Without a branch: the state of the nearest row there is, then missing where there was none.
                let mut taken: Vec<u8> = rows
                    .iter()
                    .map(|row| states[(*row as usize).min(len - 1)])
                    .collect();
                lanes::change(&mut taken, rows, |state, row| {
                    *state = if inside(row) { *state } else { MISSING };
                });
                Some(taken.into())
            }
            _ => {
                let state = |row: u32| {
                    if inside(row) {
                        self.state(row as usize)
                    } else {
                        MISSING
                    }
                };
                Some(rows.iter().map(|row| state(*row)).collect())
            }
        };
        let mut taken = Register {
            states,
            data: self.data.moved(&Gather(rows)),
        };
        if !all_inside && let Data::Boolean(values) = &mut taken.data {
            *values = values
                .iter()
                .zip(rows)
                .map(|(value, row)| if inside(*row) { *value } else { UNKNOWN })
                .collect();
        }
        taken
    }

    /// Each row as often as the offsets say.
    pub fn spread(&self, offsets: &[i32]) -> Register {
        self.moved(&Spread(offsets))
    }

    /// Stretches of the rows: where each begins here, and where it stands in what comes out.
    pub fn stretches(&self, starts: &[u32], offsets: &[i32]) -> Register {
        self.moved(&Stretches(starts, offsets))
    }

    fn moved(&self, by: &impl Moves) -> Register {
        let states = self.states.as_ref();
        Register {
            states: states.map(|states| by.of(states).into()),
            data: self.data.moved(by),
        }
    }
}

impl Data {
    fn moved(&self, by: &impl Moves) -> Data {
        match self {
            Data::Boolean(values) => Data::Boolean(by.of(values).into()),
            Data::Number(values) => Data::Number(by.of(values).into()),
            Data::Range(low, high) => Data::Range(by.of(low).into(), by.of(high).into()),
            Data::Fraction(low, high) => Data::Fraction(by.of(low).into(), by.of(high).into()),
            Data::Day(values) => Data::Day(by.of(values).into()),
            Data::Member(values) => Data::Member(by.of(values).into()),
            Data::Row(values) => Data::Row(by.of(values).into()),
            Data::Text(texts) => Data::Text(Texts {
                index: Some(by.of(&texts.positions()).into()),
                ..texts.clone()
            }),
        }
    }
}

/// How the rows of a column come to stand elsewhere, whatever its type.
trait Moves {
    fn of<T: Copy + Default>(&self, column: &[T]) -> Vec<T>;
}

/// [`lanes::spread`]
struct Spread<'o>(&'o [i32]);

impl Moves for Spread<'_> {
    fn of<T: Copy + Default>(&self, column: &[T]) -> Vec<T> {
        lanes::spread(column, self.0)
    }
}

/// [`lanes::stretches`]
struct Stretches<'o>(&'o [u32], &'o [i32]);

impl Moves for Stretches<'_> {
    fn of<T: Copy + Default>(&self, column: &[T]) -> Vec<T> {
        lanes::stretches(column, self.0, self.1)
    }
}

/// The rows at these positions, which are clamped to those that exist; there must be one.
struct Gather<'o>(&'o [u32]);

impl Moves for Gather<'_> {
    fn of<T: Copy + Default>(&self, column: &[T]) -> Vec<T> {
        let last = column.len() - 1;
        let rows = self.0.iter();
        rows.map(|row| column[(*row as usize).min(last)]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::{ABSENT, GIVEN};

    fn of_every_type() -> [Data; 7] {
        [
            Data::Boolean(vec![0, UNKNOWN, UNKNOWN].into()),
            Data::Number(vec![7, 0, -1].into()),
            Data::Range(vec![7, 0, -1].into(), vec![9, 0, 3].into()),
            Data::Day(vec![16_000, 0, 1].into()),
            Data::Member(vec![3, 0, 1].into()),
            Data::Row(vec![5, 0, 2].into()),
            Data::Text(Texts::new(["a", "", "cd"].into_iter())),
        ]
    }

    #[test]
    fn rows_repeated_or_copied_in_stretches_are_rows_picked_one_by_one() {
        for data in of_every_type() {
            let register = Register::new(vec![GIVEN, ABSENT, MISSING], data);
            let picked = |rows: &[u32]| format!("{:?}", register.take(rows));
            let twice_and_many: Vec<u32> = [0, 0].into_iter().chain([2; 18]).collect();
            let spread = register.spread(&[0, 2, 2, 20]);
            assert_eq!(format!("{spread:?}"), picked(&twice_and_many));
            let stretches = register.stretches(&[1, 0, 0], &[0, 2, 2, 5]);
            assert_eq!(format!("{stretches:?}"), picked(&[1, 2, 0, 1, 2]));
        }
    }

    #[test]
    fn of_a_row_that_is_nowhere_nothing_is_known() {
        let truths = Register::boolean(vec![crate::evaluate::register::TRUE]);
        let taken = truths.take(&[0, u32::MAX]);
        assert_eq!(taken.all_states()[..], [GIVEN, MISSING]);
        assert_eq!(taken.booleans()[1], UNKNOWN);
        for data in of_every_type() {
            let register = Register::new(vec![GIVEN; 3], data);
            let states = register.take(&[2, u32::MAX, 3]).all_states();
            assert_eq!(states[..], [GIVEN, MISSING, MISSING]);
        }
    }
}
