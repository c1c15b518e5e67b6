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
