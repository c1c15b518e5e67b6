//! Quantifiers, counts and extremes: the rows of a level to one value for each row above it.

use std::cmp::Ordering;
use std::ops::Range;

use crate::batch::{ABSENT, GIVEN, MISSING};
use crate::check::ir::Reduction;
use crate::evaluate::kernels::members::Members;
use crate::evaluate::lanes::both;
use crate::evaluate::register::{Data, FALSE, Register, TRUE, UNBOUNDED, UNKNOWN, pick};
use crate::evaluate::rows::PHANTOM;

/// `every`: no member fails; `some`: one member satisfies.
pub fn quantify(members: Members<'_>, body: &Register, every: bool) -> Register {
    let body = body.booleans();
    let len = members.rows.len;
    let all = members.all();
    let all = all.as_deref().unwrap_or(&[TRUE]);
    // What each row says, then the least or the most of each stretch of them.
    let result: Vec<u8> = if every {
        let says = both(body, all, len, |body, member| (TRUE - member).max(body));
        let least = |segment: Range<usize>| {
            says[segment]
                .iter()
                .fold(TRUE, |least, says| least.min(*says))
        };
        members.segments().map(least).collect()
    } else {
        let says = both(body, all, len, |body, member| member.min(body));
        let most = |segment: Range<usize>| {
            says[segment]
                .iter()
                .fold(FALSE, |most, says| most.max(*says))
        };
        members.segments().map(most).collect()
    };
    Register::boolean(result)
}

/// `count`: how many members there are at least and at most.
pub fn count(members: Members<'_>) -> Register {
    let mut low = Vec::with_capacity(members.rows.offsets.len());
    let mut high = Vec::with_capacity(members.rows.offsets.len());
    let all = members.all();
    for segment in members.segments() {
        let Some(all) = &all else {
            low.push(segment.len() as i128);
            high.push(segment.len() as i128);
            continue;
        };
        let (mut least, mut most) = (0u32, 0u32);
        for member in &all[segment.clone()] {
            least += u32::from(*member == TRUE);
            most += u32::from(*member != FALSE);
        }
        // A row of a missing list stands for any number of rows.
        let presence = members.rows.presence.as_deref();
        let unbounded = presence.is_some_and(|presence| {
            let rows = all[segment.clone()].iter().zip(&presence[segment]);
            rows.into_iter()
                .any(|(member, presence)| *member == UNKNOWN && *presence == PHANTOM)
        });
        low.push(i128::from(least));
        high.push(if unbounded {
            UNBOUNDED
        } else {
            i128::from(most)
        });
    }
    Register {
        states: Some(vec![GIVEN; low.len()].into()),
        data: Data::Range(low.into(), high.into()),
    }
}

/// `min`, `max`: the value of the row that is smallest or largest; absent of nothing.
pub fn extreme(members: Members<'_>, body: &Register, reduction: Reduction) -> Register {
    let wanted = if reduction == Reduction::Min {
        Ordering::Less
    } else {
        Ordering::Greater
    };
    let body = match &body.data {
        Data::Range(..) => {
            let (states, values) = body.numbers();
            &Register {
                states: Some(states),
                data: Data::Number(values),
            }
        }
        Data::Fraction(..) => {
            let (states, values) = body.fractions(0);
            &Register::new(states, Data::Fraction(values.clone(), values))
        }
        _ => body,
    };
    let states = body.all_states();
    let order = |a: usize, b: usize| match &body.data {
        Data::Number(values) => pick(values, a).cmp(&pick(values, b)),
        Data::Fraction(values, _) => pick(values, a).cmp(&pick(values, b)),
        Data::Day(values) => pick(values, a).cmp(&pick(values, b)),
        Data::Member(values) => pick(values, a).cmp(&pick(values, b)),
        _ => Ordering::Equal,
    };
    let mut found = Vec::new();
    let mut result_states = Vec::new();
    for segment in members.segments() {
        let (state, row) = match members.certain(&states, segment) {
            None => (MISSING, 0),
            Some(rows) => {
                let best = rows.into_iter().reduce(|best, row| {
                    if order(row, best) == wanted {
                        row
                    } else {
                        best
                    }
                });
                best.map_or((ABSENT, 0), |row| (GIVEN, row))
            }
        };
        result_states.push(state);
        found.push(if body.data.len() == 1 { 0 } else { row as u32 });
    }
    Register {
        states: Some(result_states.into()),
        ..body.take(&found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::rows::{Base, CERTAIN, Rows};

    /// Three segments: two certain rows, none, and the one row of a missing list.
    fn rows() -> Rows {
        let presence = vec![CERTAIN, CERTAIN, PHANTOM];
        Rows::new(vec![0, 2, 2, 3].into(), Base::Table, Some(presence.into()))
    }

    #[test]
    fn quantifiers_over_nothing_and_over_a_missing_list() {
        let rows = rows();
        let members = Members {
            rows: &rows,
            filter: None,
        };
        let body = Register::boolean(vec![TRUE, UNKNOWN, UNKNOWN]);
        assert_eq!(
            quantify(members, &body, true).booleans(),
            [UNKNOWN, TRUE, UNKNOWN]
        );
        assert_eq!(
            quantify(members, &body, false).booleans(),
            [TRUE, FALSE, UNKNOWN]
        );
        let always = Register::boolean(vec![TRUE]);
        assert_eq!(
            quantify(members, &always, true).booleans(),
            [TRUE, TRUE, TRUE]
        );
        assert_eq!(
            quantify(members, &always, false).booleans(),
            [TRUE, FALSE, UNKNOWN]
        );
    }

    #[test]
    fn a_count_is_a_range_without_top_over_a_missing_list() {
        let rows = rows();
        let filter = Register::boolean(vec![TRUE, UNKNOWN, TRUE]);
        let counted = count(Members {
            rows: &rows,
            filter: Some(&filter),
        });
        let (_, low, high) = counted.ranges();
        assert_eq!(
            (&low[..], &high[..]),
            (&[1, 0, 0][..], &[2, 0, UNBOUNDED][..])
        );
        let none = Register::boolean(vec![FALSE]);
        let (_, low, high) = count(Members {
            rows: &rows,
            filter: Some(&none),
        })
        .ranges();
        assert_eq!((&low[..], &high[..]), (&[0, 0, 0][..], &[0, 0, 0][..]));
    }

    #[test]
    fn of_no_rows_the_largest_is_absent() {
        let rows = rows();
        let members = Members {
            rows: &rows,
            filter: None,
        };
        let body = Register::new(vec![GIVEN, GIVEN, MISSING], Data::Day(vec![5, 9, 0].into()));
        let largest = extreme(members, &body, Reduction::Max);
        assert_eq!(largest.all_states()[..], [GIVEN, ABSENT, MISSING]);
        assert_eq!(largest.days().1[0], 9);
    }
}
