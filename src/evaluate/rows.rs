//! The rows of a level in one batch.
//!
//! Invariant: the rows of a level that belong to one row of the level around it stand together and in
//! order, so that the rows of one filing are one stretch at every level.

use std::borrow::Cow;

use arrow_buffer::ScalarBuffer;

/// A row that is there.
pub const CERTAIN: u8 = 0;
/// A row that may or may not belong.
pub const UNCERTAIN: u8 = 1;
/// A row that stands for a missing list: any number of rows of which nothing is known.
pub const PHANTOM: u8 = 2;

/// The position of a row of which nothing is known and that stands in no table.
pub const NOWHERE: u32 = u32::MAX;

/// The rows of a level.
#[derive(Debug, Clone)]
pub struct Rows {
    /// How many there are.
    pub len: usize,
    /// For each row of the level around it where its rows begin, and one more for the end.
    pub offsets: ScalarBuffer<i32>,
    /// Where they stand in their table.
    pub base: Base,
    /// [`CERTAIN`], [`UNCERTAIN`] or [`PHANTOM`]; nothing only where all are certain.
    pub presence: Option<ScalarBuffer<u8>>,
}

/// Where rows stand in their table.
#[derive(Debug, Clone)]
pub enum Base {
    /// They are the rows of the table.
    Table,
    /// Those of each row of the level around them stand together, and begin here.
    Stretches(Vec<u32>),
    /// Each where it stands, or [`NOWHERE`].
    Each(Vec<u32>),
}

impl Rows {
    /// Rows of which the offsets say how many there are.
    pub fn new(offsets: ScalarBuffer<i32>, base: Base, presence: Option<ScalarBuffer<u8>>) -> Rows {
        Rows {
            len: offsets.last().map_or(0, |end| *end as usize),
            offsets,
            base,
            presence,
        }
    }

    /// The rows of the filing itself.
    pub fn filings(len: usize) -> Rows {
        let all = i32::try_from(len).unwrap_or(i32::MAX);
        Rows::new(vec![0, all].into(), Base::Table, None)
    }

    /// The row of the level around it that a row belongs to.
    pub fn parent(&self, row: usize) -> usize {
        // The last that begins at it or before; those that begin there and have no rows come before it.
        let begun = self.offsets.partition_point(|start| *start as usize <= row);
        begun.saturating_sub(1)
    }

    /// Where a row stands in its table.
    pub fn base(&self, row: usize) -> u32 {
        match &self.base {
            Base::Table => row as u32,
            Base::Stretches(starts) => {
                let parent = self.parent(row);
                starts[parent] + (row as u32 - self.offsets[parent] as u32)
            }
            Base::Each(base) => base[row],
        }
    }

    /// Where each row stands in its table.
    pub fn bases(&self) -> Cow<'_, [u32]> {
        match &self.base {
            Base::Table => (0..self.len as u32).collect(),
            Base::Stretches(starts) => {
                let lengths = self
                    .offsets
                    .windows(2)
                    .map(|ends| (ends[1] - ends[0]) as u32);
                let stretches = starts.iter().zip(lengths);
                stretches
                    .flat_map(|(start, len)| *start..start + len)
                    .collect()
            }
            Base::Each(base) => Cow::Borrowed(base),
        }
    }

    /// Whether a row is there.
    pub fn presence(&self, row: usize) -> u8 {
        self.presence
            .as_ref()
            .map_or(CERTAIN, |presence| presence[row])
    }

    /// The rows that belong to a row of the level around it.
    pub fn of(&self, parent: usize) -> std::ops::Range<usize> {
        self.offsets[parent] as usize..self.offsets[parent + 1] as usize
    }
}

/// Rows that stand each where it does, put down one by one.
#[derive(Default)]
pub(super) struct Builder {
    offsets: Vec<i32>,
    base: Vec<u32>,
    presence: Vec<u8>,
}

impl Builder {
    /// The next row of a row of the level around it.
    pub(super) fn push(&mut self, base: u32, presence: u8) {
        self.base.push(base);
        self.presence.push(presence);
    }

    /// After the last row of a row of the level around it.
    pub(super) fn close(&mut self) {
        self.offsets
            .push(i32::try_from(self.base.len()).unwrap_or(i32::MAX));
    }

    /// All of them.
    pub(super) fn finish(mut self) -> Rows {
        self.offsets.insert(0, 0);
        let certain = self.presence.iter().all(|presence| *presence == CERTAIN);
        let presence = (!certain).then(|| self.presence.into());
        Rows::new(self.offsets.into(), Base::Each(self.base), presence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_knows_the_stretch_that_it_is_in() {
        let offsets = [0, 0, 2, 2, 3, 3];
        let at = |base: Base| Rows::new(offsets.to_vec().into(), base, None);
        let parents = |rows: &Rows| {
            (0..rows.len)
                .map(|row| rows.parent(row))
                .collect::<Vec<_>>()
        };
        let stretches = at(Base::Stretches(vec![9, 4, 7, 1, 8]));
        assert_eq!(parents(&stretches), [1, 1, 3]);
        for (rows, bases) in [
            (stretches, [4, 5, 1]),
            (at(Base::Table), [0, 1, 2]),
            (at(Base::Each(vec![6, NOWHERE, 0])), [6, NOWHERE, 0]),
        ] {
            assert_eq!(rows.bases()[..], bases);
            assert!((0..rows.len).all(|row| rows.base(row) == bases[row]));
        }
    }
}
