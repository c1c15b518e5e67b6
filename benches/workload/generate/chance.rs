//! Chance from a seed: the same filings on every machine.

/// Numbers as SplitMix64 draws them, fast and good enough for texts and amounts.
pub struct Chance(u64);

impl Chance {
    /// The chance of one filing: its seed and its number are all that it depends on.
    pub fn new(seed: u64, number: u64) -> Chance {
        // Drawn from, the number lands far from its neighbours: else one stream were another, shifted.
        let mut chance = Chance(number);
        Chance(chance.draw() ^ seed)
    }

    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.draw() % (high - low + 1).unsigned_abs()) as i64
    }

    /// Whether something happens that does so many times in a thousand.
    pub fn once_in(&mut self, thousandths: i64) -> bool {
        self.between(0, 999) < thousandths
    }

    /// One of some things.
    pub fn of<T: Copy>(&mut self, things: &[T]) -> T {
        things[self.between(0, things.len() as i64 - 1) as usize]
    }

    /// Another order.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for at in (1..things.len()).rev() {
            things.swap(at, self.between(0, at as i64) as usize);
        }
    }
}
