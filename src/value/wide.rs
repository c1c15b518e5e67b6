//! Whole numbers of 256 bits without a sign: what a step between two numbers of 128 bits may take.

/// `high * 2^128 + low`
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Wide {
    high: u128,
    low: u128,
}

impl Wide {
    /// `a * b`
    pub(super) fn product(a: u128, b: u128) -> Wide {
        const HALF: u128 = u64::MAX as u128;
        let (a_high, a_low) = (a >> 64, a & HALF);
        let (b_high, b_low) = (b >> 64, b & HALF);
        let low = a_low * b_low;
        // Neither of these can overflow: each adds less than two halves to a product of two.
        let middle = a_high * b_low + (low >> 64);
        let other = a_low * b_high + (middle & HALF);
        Wide {
            high: a_high * b_high + (middle >> 64) + (other >> 64),
            low: other << 64 | low & HALF,
        }
    }

    /// `a + b`; both must leave the first bit free.
    pub(super) fn plus(self, other: Wide) -> Wide {
        let (low, carried) = self.low.overflowing_add(other.low);
        Wide {
            high: self
                .high
                .wrapping_add(other.high)
                .wrapping_add(u128::from(carried)),
            low,
        }
    }

    /// `a - b`; `b` must not be larger.
    pub(super) fn minus(self, other: Wide) -> Wide {
        let (low, borrowed) = self.low.overflowing_sub(other.low);
        Wide {
            high: self
                .high
                .wrapping_sub(other.high)
                .wrapping_sub(u128::from(borrowed)),
            low,
        }
    }

    /// The quotient and what is left; `by` must not be 0, nor take the first bit.
    pub(super) fn divide(self, by: u128) -> (Wide, u128) {
        if self.high == 0 {
            let low = self.low / by;
            return (Wide { high: 0, low }, self.low % by);
        }
        let high = self.high / by;
        let mut rest = self.high % by;
        let mut low = 0;
        // Bit by bit: it is asked only of numbers that fit nowhere else.
        for at in (0..128).rev() {
            rest = rest << 1 | self.low >> at & 1;
            low <<= 1;
            if rest >= by {
                rest -= by;
                low |= 1;
            }
        }
        (Wide { high, low }, rest)
    }

    /// The number, if it fits 128 bits.
    pub(super) fn narrow(self) -> Option<u128> {
        (self.high == 0).then_some(self.low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_multiplied_is_divided_again() {
        let large = u128::MAX / 2;
        for (a, b, rest) in [
            (large, large, 0),
            (large, 10, 9),
            (3, 7, 2),
            (u128::MAX, large, 5),
        ] {
            let product = Wide::product(a, b).plus(Wide::product(rest, 1));
            let (quotient, left) = product.divide(b);
            assert_eq!((quotient.narrow(), left), (Some(a), rest));
            assert_eq!(product.minus(Wide::product(rest, 1)), Wide::product(a, b));
        }
        assert_eq!(Wide::product(u128::MAX, u128::MAX).narrow(), None);
        assert!(Wide::product(large, 3) > Wide::product(large, 2));
    }
}
