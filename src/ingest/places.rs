//! Where each filing of a batch stands, in little room.

use std::sync::Arc;

/// Where each filing stands: most stand in the line after the one before, which takes no room.
#[derive(Debug, Default)]
pub(crate) struct Places {
    filings: u32,
    files: Vec<Arc<str>>,
    /// Filings of one file in lines that follow one another, in order.
    runs: Vec<Run>,
}

/// The first of some filings in lines that follow one another.
#[derive(Debug)]
struct Run {
    filing: u32,
    file: usize,
    line: usize,
}

impl Places {
    /// Adds the place of a filing; returns the number by which it is asked for.
    pub(crate) fn add(&mut self, file: &Arc<str>, line: usize) -> u32 {
        if self.files.last() != Some(file) {
            self.files.push(Arc::clone(file));
        }
        let file = self.files.len() - 1;
        let filing = self.filings;
        let goes_on = |run: &Run| run.file == file && run.line_of(filing) == line;
        if !self.runs.last().is_some_and(goes_on) {
            self.runs.push(Run { filing, file, line });
        }
        self.filings = filing.saturating_add(1);
        filing
    }

    /// The file and the line of a filing.
    pub(crate) fn of(&self, filing: u32) -> Option<(&str, usize)> {
        let after = self.runs.partition_point(|run| run.filing <= filing);
        let run = self.runs.get(after.checked_sub(1)?)?;
        Some((self.files.get(run.file)?, run.line_of(filing)))
    }
}

impl Run {
    fn line_of(&self, filing: u32) -> usize {
        self.line + (filing - self.filing) as usize
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn every_filing_is_found_and_neighbours_take_no_room() {
        let files: [Arc<str>; 2] = ["a".into(), "b".into()];
        // Two lines are passed over; a file begins anew; one stands in the line of another.
        let filings = [
            (0, 1),
            (0, 2),
            (0, 5),
            (0, 6),
            (1, 7),
            (1, 8),
            (1, 8),
            (0, 9),
        ];
        let mut places = Places::default();
        for (number, (file, line)) in filings.into_iter().enumerate() {
            assert_eq!(places.add(&files[file], line) as usize, number);
        }
        for (number, (file, line)) in filings.into_iter().enumerate() {
            let place = places.of(number as u32).unwrap();
            assert_eq!(place, (&*files[file], line));
        }
        let runs: Vec<u32> = places.runs.iter().map(|run| run.filing).collect();
        assert_eq!(runs, [0, 2, 4, 6, 7]);
    }
}
