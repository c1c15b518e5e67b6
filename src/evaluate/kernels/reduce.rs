//! Quantifiers and aggregates: the rows of a level to one value for each row above it.

use std::cmp::Ordering;
use std::ops::Range;

use crate::compile::plan::Reduction;
use crate::evaluate::lanes::{both, change};
use crate::evaluate::register::{Data, FALSE, Register, TRUE, UNBOUNDED, UNKNOWN, pick};
use crate::evaluate::rows::{CERTAIN, PHANTOM, Rows};
use crate::ingest::batch::{ABSENT, GIVEN, MISSING};
use crate::value::number::{DECIMAL_SCALE, divide};

/// Which rows belong: whether they are there, and satisfy the filter.
#[derive(Clone, Copy)]
pub struct Members<'m> {
    /// The rows gone through.
    pub rows: &'m Rows,
    /// `where`, at their level or uniform.
    pub filter: Option<&'m Register>,
}

impl Members<'_> {
    /// Whether a row belongs, of three values.
    pub fn of(&self, row: usize) -> u8 {
        let there = if self.rows.presence(row) == CERTAIN {
            TRUE
        } else {
            UNKNOWN
        };
        self.filter
            .map_or(there, |filter| there.min(pick(filter.booleans(), row)))
    }

    /// Whether each row belongs, of three values; nothing if all do.
    fn all(&self) -> Option<Vec<u8>> {
        let len = self.rows.len;
        let filter = self.filter.map(Register::booleans);
        let presence = self.rows.presence.as_deref();
        if filter.is_none() && presence.is_none() {
            return None;
        }
        let mut members = vec![TRUE; len];
        if let Some(filter) = filter {
            change(&mut members, filter, |member, filter| *member = filter);
        }
        if let Some(presence) = presence {
            change(&mut members, presence, |member, presence| {
                let there = if presence == CERTAIN { TRUE } else { UNKNOWN };
                *member = (*member).min(there);
            });
        }
        Some(members)
    }

    fn segments(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        self.rows
            .offsets
            .windows(2)
            .map(|ends| ends[0] as usize..ends[1] as usize)
    }
}

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

/// `sum`: of money a range where a term may not belong; of nothing 0.
pub fn sum(members: Members<'_>, body: &Register, money: bool) -> Register {
    let (states, values) = body.numbers();
    let all = members.all();
    let mut sums = Sums::default();
    for segment in members.segments() {
        let sum = settled(all.as_deref(), &states, &values, segment.clone())
            .map(|sum| (sum, sum))
            .or_else(|| ranged(members, &states, &values, segment, money));
        sums.push(sum);
    }
    Register::new(sums.states, Data::Range(sums.low.into(), sums.high.into()))
}

/// The sums of all segments.
#[derive(Default)]
struct Sums {
    states: Vec<u8>,
    low: Vec<i128>,
    high: Vec<i128>,
}

impl Sums {
    fn push(&mut self, sum: Option<(i128, i128)>) {
        let (low, high) = sum.unwrap_or((0, 0));
        self.states
            .push(if sum.is_some() { GIVEN } else { MISSING });
        self.low.push(low);
        self.high.push(high);
    }
}

/// The sum of a segment of which every row is there or not and every term has a value: the usual case,
/// in which nothing is asked of a row. Nothing where it is not so, or where a term is so large that the
/// sum might overflow.
fn settled(
    members: Option<&[u8]>,
    states: &[u8],
    values: &[i128],
    segment: Range<usize>,
) -> Option<i128> {
    // Fewer than 2^32 terms below this many bits stay far within 128.
    const BITS: u32 = 64;
    let (states, values) = (states.get(segment.clone())?, values.get(segment.clone())?);
    let (mut sum, mut bits, mut open) = (0i128, 0i128, 0u8);
    let mut add = |value: i128, open_here: bool| {
        sum = sum.wrapping_add(value);
        bits |= value ^ (value >> 127);
        open |= u8::from(open_here);
    };
    match members {
        None => {
            for (state, value) in states.iter().zip(values) {
                add(*value, *state != GIVEN);
            }
        }
        Some(members) => {
            let members = members.get(segment)?;
            for ((state, value), member) in states.iter().zip(values).zip(members) {
                let there = *member == TRUE;
                let open = (*member == UNKNOWN) | (there & (*state != GIVEN));
                add(if there { *value } else { 0 }, open);
            }
        }
    }
    (open == 0 && bits >> BITS == 0).then_some(sum)
}

/// What the sum of a segment is at least and at most; nothing where it is not known.
fn ranged(
    members: Members<'_>,
    states: &[u8],
    values: &[i128],
    segment: Range<usize>,
    money: bool,
) -> Option<(i128, i128)> {
    let (mut low, mut high) = (0i128, 0i128);
    for row in segment {
        let member = members.of(row);
        if member == FALSE {
            continue;
        }
        if pick(states, row) != GIVEN {
            return None;
        }
        let value = pick(values, row);
        if member == TRUE {
            low = low.checked_add(value)?;
            high = high.checked_add(value)?;
        } else if !money || members.rows.presence(row) == PHANTOM {
            return None;
        } else {
            low = low.checked_add(value.min(0))?;
            high = high.checked_add(value.max(0))?;
        }
    }
    Some((low, high))
}

/// `mean`, rounded to six decimals; absent of nothing.
pub fn mean(members: Members<'_>, body: &Register, scale: u8) -> Register {
    let (states, values) = body.numbers();
    let mut result_states = Vec::new();
    let mut results = Vec::new();
    for segment in members.segments() {
        let (state, value) = match certain(members, &states, segment) {
            None => (MISSING, 0),
            Some(rows) if rows.is_empty() => (ABSENT, 0),
            Some(rows) => {
                let total = rows
                    .iter()
                    .try_fold(0i128, |total, row| total.checked_add(pick(&values, *row)));
                let mean = total
                    .and_then(|total| divide(total, scale, rows.len() as i128, 0, DECIMAL_SCALE));
                mean.map_or((MISSING, 0), |mean| (GIVEN, mean))
            }
        };
        result_states.push(state);
        results.push(value);
    }
    Register::new(result_states, Data::Number(results.into()))
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
        _ => body,
    };
    let states = body.all_states();
    let order = |a: usize, b: usize| match &body.data {
        Data::Number(values) => pick(values, a).cmp(&pick(values, b)),
        Data::Day(values) => pick(values, a).cmp(&pick(values, b)),
        Data::Member(values) => pick(values, a).cmp(&pick(values, b)),
        _ => Ordering::Equal,
    };
    let mut found = Vec::new();
    let mut result_states = Vec::new();
    for segment in members.segments() {
        let (state, row) = match certain(members, &states, segment) {
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

/// The members of a segment where it is certain which they are and each has a value.
fn certain(
    members: Members<'_>,
    states: &[u8],
    segment: std::ops::Range<usize>,
) -> Option<Vec<usize>> {
    let mut rows = Vec::new();
    for row in segment {
        match members.of(row) {
            FALSE => {}
            TRUE if pick(states, row) == GIVEN => rows.push(row),
            _ => return None,
        }
    }
    Some(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::rows::Base;

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
    fn a_sum_of_money_is_a_range_where_a_term_may_not_belong() {
        let rows = rows();
        let filter = Register::boolean(vec![TRUE, UNKNOWN, FALSE]);
        let members = Members {
            rows: &rows,
            filter: Some(&filter),
        };
        let body = Register::new(
            vec![GIVEN, GIVEN, MISSING],
            Data::Number(vec![100, -30, 0].into()),
        );
        let (states, low, high) = sum(members, &body, true).ranges();
        assert_eq!(
            (&states[..], low[0], high[0]),
            (&[GIVEN, GIVEN, GIVEN][..], 70, 100)
        );
        assert_eq!(
            sum(members, &body, false).ranges().0[..],
            [MISSING, GIVEN, GIVEN]
        );
    }

    #[test]
    fn a_sum_is_the_same_whether_its_terms_are_small_or_too_large_for_the_short_way() {
        let rows = Rows::new(vec![0, 2, 3, 3].into(), Base::Table, None);
        let members = Members {
            rows: &rows,
            filter: None,
        };
        let edge = 1i128 << 64;
        for term in [edge - 1, edge, -edge, -edge - 1] {
            let body = Register::new(vec![GIVEN; 3], Data::Number(vec![term, 1, term].into()));
            let (states, low, high) = sum(members, &body, true).ranges();
            assert_eq!(states[..], [GIVEN; 3]);
            assert_eq!(low[..], [term + 1, term, 0]);
            assert_eq!(high[..], low[..]);
        }
        let body = Register::new(vec![GIVEN; 3], Data::Number(vec![i128::MAX, 1, 2].into()));
        assert_eq!(
            sum(members, &body, true).ranges().0[..],
            [MISSING, GIVEN, GIVEN]
        );
        let filter = Register::boolean(vec![TRUE, FALSE, TRUE]);
        let members = Members {
            rows: &rows,
            filter: Some(&filter),
        };
        let body = Register::new(
            vec![GIVEN, MISSING, GIVEN],
            Data::Number(vec![5, 0, 2].into()),
        );
        let (states, low, _) = sum(members, &body, true).ranges();
        assert_eq!((&states[..], &low[..]), (&[GIVEN; 3][..], &[5, 2, 0][..]));
        let each = Register::new(vec![GIVEN], Data::Number(vec![4].into()));
        assert_eq!(sum(members, &each, true).ranges().1[..], [4, 4, 0]);
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
        let body = Register::new(vec![GIVEN; 3], Data::Number(vec![1, 2, 0].into()));
        assert_eq!(mean(members, &body, 0).numbers().1[0], 1_500_000);
    }
}
