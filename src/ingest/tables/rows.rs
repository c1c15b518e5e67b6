//! Which rows of a file's column the rows of a table are.
//!
//! Mostly they are the same, one after another. A list that is missing has a row in its table that no
//! file has, and a filing that is rejected has rows in the file that no table has.

use std::ops::Range;

/// The rows of a table as stretches of those of a file, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    pub(crate) runs: Vec<Run>,
    /// How many rows the table has.
    pub(crate) len: usize,
}

/// Some rows of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Run {
    /// Rows that stand in the file one after another.
    Stretch(Range<usize>),
    /// One row that stands for a missing list.
    Missing,
}

impl Rows {
    /// All rows of a file's columns but those left out.
    pub(crate) fn without(len: usize, left_out: impl Fn(usize) -> bool) -> Rows {
        let mut rows = Rows::default();
        for at in 0..len {
            if !left_out(at) {
                rows.push(at..at + 1);
            }
        }
        rows
    }

    /// Appends rows of the file.
    pub(crate) fn push(&mut self, stretch: Range<usize>) {
        if stretch.is_empty() {
            return;
        }
        self.len += stretch.len();
        match self.runs.last_mut() {
            Some(Run::Stretch(last)) if last.end == stretch.start => last.end = stretch.end,
            _ => self.runs.push(Run::Stretch(stretch)),
        }
    }

    /// Appends the row of a missing list.
    pub(crate) fn push_missing(&mut self) {
        self.len += 1;
        self.runs.push(Run::Missing);
    }

    /// The one stretch that all rows are, if no row stands for a missing list.
    pub(crate) fn whole(&self) -> Option<Range<usize>> {
        match self.runs.as_slice() {
            [] => Some(0..0),
            [Run::Stretch(stretch)] => Some(stretch.clone()),
            _ => None,
        }
    }

    /// For each row where it stands in the file.
    pub(crate) fn sources(&self) -> impl Iterator<Item = Option<usize>> {
        self.runs.iter().flat_map(|run| {
            let (stretch, missing) = match run {
                Run::Stretch(stretch) => (stretch.clone(), None),
                Run::Missing => (0..0, Some(None)),
            };
            stretch.map(Some).chain(missing)
        })
    }

    /// The values of a file's column, each turned into what a table holds; `none` where there is none.
    pub(crate) fn gather<T: Copy, U: Copy>(
        &self,
        values: &[T],
        none: U,
        turn: impl Fn(T) -> U,
    ) -> Vec<U> {
        let mut gathered = Vec::with_capacity(self.len);
        for run in &self.runs {
            match run {
                Run::Stretch(stretch) => {
                    let values = values.get(stretch.clone()).unwrap_or(&[]);
                    gathered.extend(values.iter().map(|value| turn(*value)));
                }
                Run::Missing => gathered.push(none),
            }
        }
        gathered
    }
}
