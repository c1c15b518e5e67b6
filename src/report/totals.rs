//! An indicator over the batch: exact, in any order of merging.

use crate::check::ir::{IndicatorTotal, Total};
use crate::value::number::{self, DECIMAL_SCALE};
use crate::vocabulary::{Unit, ValueType};

/// What is known of one indicator so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Running {
    /// How many filings have a value.
    pub known: u64,
    /// How many have none: unknown, absent or a range.
    pub left_out: u64,
    sum: Wide,
    least: Option<i128>,
    most: Option<i128>,
    /// A value did not fit at the scale of the total.
    overflown: bool,
}

/// A sum of many 128-bit numbers that cannot overflow: the halves are summed apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Wide {
    high: i128,
    low: u128,
}

impl Wide {
    fn add(&mut self, value: i128) {
        self.high += value >> 64;
        self.low += (value as u128) & u128::from(u64::MAX);
    }

    fn merge(&mut self, other: Wide) {
        self.high += other.high;
        self.low += other.low;
    }

    /// The sum, if it fits 128 bits.
    fn value(self) -> Option<i128> {
        let carried = self.high.checked_add((self.low >> 64) as i128)?;
        let low = (self.low & u128::from(u64::MAX)) as i128;
        // Shifted by arithmetic: `<<` would drop bits in silence.
        carried.checked_mul(1 << 64)?.checked_add(low)
    }
}

impl Running {
    /// Takes in the value of one filing, already at the scale of the total.
    pub fn add(&mut self, value: Option<i128>, scale: u8, total_scale: u8) {
        let Some(value) = value else {
            self.left_out += 1;
            return;
        };
        self.known += 1;
        let Some(value) = number::rescale(value, scale, total_scale) else {
            self.overflown = true;
            return;
        };
        self.sum.add(value);
        self.least = Some(self.least.map_or(value, |least| least.min(value)));
        self.most = Some(self.most.map_or(value, |most| most.max(value)));
    }

    /// Takes in what another part of the batch came to.
    pub fn merge(&mut self, other: &Running) {
        self.known += other.known;
        self.left_out += other.left_out;
        self.overflown |= other.overflown;
        self.sum.merge(other.sum);
        self.least = [self.least, other.least].into_iter().flatten().min();
        self.most = [self.most, other.most].into_iter().flatten().max();
    }

    /// The total with the type that says how to write it; nothing where the indicator is not totalled,
    /// no filing has a value, or the total does not fit.
    pub fn total(&self, indicator: &IndicatorTotal) -> Option<(i128, ValueType)> {
        let unit = indicator.currency.map_or(Unit::None, Unit::Money);
        let scale = indicator.scale;
        let own = ValueType::Number { unit, scale };
        let how = indicator.total?;
        if how == Total::Count {
            return Some((i128::from(self.known), ValueType::INTEGER));
        }
        if self.overflown {
            return None;
        }
        match how {
            // Nothing was summed: 0 would read as an amount that somebody filed.
            Total::Sum if self.known == 0 => None,
            Total::Sum => Some((self.sum.value()?, own)),
            Total::Min => Some((self.least?, own)),
            Total::Max => Some((self.most?, own)),
            Total::Count | Total::Mean => {
                let kept = DECIMAL_SCALE;
                let mean = ValueType::Number { unit, scale: kept };
                let known = i128::from(self.known);
                Some((
                    number::divide(self.sum.value()?, scale, known, 0, kept)?,
                    mean,
                ))
            }
        }
    }
}

/// The word of the language.
pub fn word(total: Total) -> &'static str {
    match total {
        Total::Sum => "sum",
        Total::Mean => "mean",
        Total::Count => "count",
        Total::Min => "min",
        Total::Max => "max",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn indicator(total: Total, scale: u8) -> IndicatorTotal {
        IndicatorTotal {
            name: "x".into(),
            title: "X".into(),
            currency: None,
            total: Some(total),
            scale,
        }
    }

    #[test]
    fn a_sum_may_pass_through_what_does_not_fit() {
        let mut all = Running::default();
        let mut rest = Running::default();
        for value in [i128::MAX, i128::MAX, 7] {
            all.add(Some(value), 0, 0);
        }
        for value in [-i128::MAX, i128::MIN, 1] {
            rest.add(Some(value), 0, 0);
        }
        assert_eq!(all.total(&indicator(Total::Sum, 0)), None);
        all.merge(&rest);
        let sum = all.total(&indicator(Total::Sum, 0)).unwrap();
        assert_eq!(sum, (7, ValueType::INTEGER));
        let (most, _) = all.total(&indicator(Total::Max, 0)).unwrap();
        assert_eq!(most, i128::MAX);
    }

    #[test]
    fn a_mean_has_six_decimals_however_many_its_values_have() {
        let mut all = Running::default();
        for value in [1, 1, 2] {
            all.add(Some(value * 1_000_000_000_000), 12, 12);
        }
        let (mean, ty) = all.total(&indicator(Total::Mean, 12)).unwrap();
        let six = ValueType::Number {
            unit: Unit::None,
            scale: 6,
        };
        assert_eq!((mean, ty), (1_333_333, six));
        let mut small = Running::default();
        small.add(Some(1), 8, 8);
        let (mean, _) = small.total(&indicator(Total::Mean, 8)).unwrap();
        assert_eq!(mean, 0);
    }

    #[test]
    fn a_mean_is_rounded_and_says_whom_it_leaves_out() {
        let mut all = Running::default();
        for value in [Some(1), None, Some(1), Some(0)] {
            all.add(value, 0, 0);
        }
        let (mean, ty) = all.total(&indicator(Total::Mean, 0)).unwrap();
        assert_eq!((mean, all.known, all.left_out), (666_667, 3, 1));
        assert_eq!(
            ty,
            ValueType::Number {
                unit: Unit::None,
                scale: 6
            }
        );
        assert_eq!(Running::default().total(&indicator(Total::Mean, 0)), None);
        assert_eq!(Running::default().total(&indicator(Total::Sum, 0)), None);
        let none = Running::default().total(&indicator(Total::Count, 0));
        assert_eq!(none, Some((0, ValueType::INTEGER)));
    }
}
