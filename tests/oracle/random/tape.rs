//! Choices, one after another; when they run out, always the first.

/// A tape that is being read.
#[derive(Debug, Clone)]
pub struct Tape<'t> {
    choices: &'t [u32],
    at: usize,
}

impl<'t> Tape<'t> {
    pub fn new(choices: &'t [u32]) -> Tape<'t> {
        Tape { choices, at: 0 }
    }

    fn next(&mut self) -> u32 {
        let choice = self.choices.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        choice
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        // The high bits, so that a smaller choice is a smaller number.
        ((u64::from(self.next()) * n as u64) >> 32) as usize
    }

    /// Whether something that happens so many times in a hundred does.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// The position of one of several, each as likely as its weight.
    pub fn weighted(&mut self, weights: &[usize]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (at, weight) in weights.iter().enumerate() {
            if left < *weight {
                return at;
            }
            left -= weight;
        }
        0
    }
}
