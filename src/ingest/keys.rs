//! The keys of a list, and the references to them.

use std::hash::{BuildHasher, RandomState};
use std::ops::Range;

use crate::batch::{GIVEN, MISSING};
use crate::ingest::cells::{Cells, Growing};
use crate::ingest::warnings::WarningKind;

/// What an index of keys must know of the column that holds them.
pub(crate) trait KeyCells {
    /// Whether a row has a key.
    fn given(&self, row: usize) -> bool;
    /// Whether keys are texts.
    fn is_text(&self) -> bool;
    /// The bytes of a key that is a text.
    fn text_bytes(&self, row: usize) -> &[u8];
    /// The bytes by which a key is told from others, appended to `into`.
    fn value_bytes(&self, row: usize, into: &mut Vec<u8>);
}

impl KeyCells for Cells {
    fn given(&self, row: usize) -> bool {
        self.states[row] == GIVEN
    }

    fn is_text(&self) -> bool {
        matches!(self.values, Growing::Text { .. })
    }

    fn text_bytes(&self, row: usize) -> &[u8] {
        Cells::text_bytes(self, row)
    }

    fn value_bytes(&self, row: usize, into: &mut Vec<u8>) {
        Cells::value_bytes(self, row, into);
    }
}

/// The rows of one list by their key. The room that it takes is kept from list to list.
#[derive(Debug, Default)]
pub(crate) struct KeyIndex {
    /// Seeded anew for each reader: keys come from outside.
    hasher: RandomState,
    /// Rows by hash, with open addressing; [`FREE`] where there is none. Unused for a short list.
    slots: Vec<u32>,
    rows: Range<usize>,
    /// For each row whether a later one has its key too.
    repeated: Vec<bool>,
    /// The keys of a list whose keys are no texts.
    others: Vec<u8>,
    other_ends: Vec<i32>,
}

const FREE: u32 = u32::MAX;

/// Lists up to this length are searched one by one.
const SHORT: usize = 8;

impl KeyIndex {
    /// Gathers the keys of the rows of one list; `repeat` is told each key that an earlier row has.
    pub(crate) fn build(
        &mut self,
        cells: &impl KeyCells,
        rows: Range<usize>,
        mut repeat: impl FnMut(String),
    ) {
        self.rows = rows.clone();
        self.repeated.clear();
        self.repeated.resize(rows.len(), false);
        self.others.clear();
        self.other_ends.clear();
        if !cells.is_text() {
            self.other_ends.push(0);
            for row in rows.clone() {
                cells.value_bytes(row, &mut self.others);
                self.other_ends.push(self.others.len() as i32);
            }
        }
        self.slots.clear();
        if rows.len() > SHORT {
            let size = (rows.len() * 2).next_power_of_two();
            self.slots.resize(size, FREE);
        }
        for row in rows {
            if !cells.given(row) {
                continue;
            }
            let key = self.key(cells, row);
            if let Some(first) = self.find(cells, key, row) {
                repeat(String::from_utf8_lossy(key).into_owned());
                self.repeated[first - self.rows.start] = true;
            } else if !self.slots.is_empty() {
                let mask = self.slots.len() - 1;
                let mut at = self.hasher.hash_one(key) as usize & mask;
                while self.slots[at] != FREE {
                    at = (at + 1) & mask;
                }
                self.slots[at] = row as u32;
            }
        }
    }

    fn key<'a>(&'a self, cells: &'a impl KeyCells, row: usize) -> &'a [u8] {
        if cells.is_text() {
            return cells.text_bytes(row);
        }
        let at = row - self.rows.start;
        &self.others[self.other_ends[at] as usize..self.other_ends[at + 1] as usize]
    }

    /// The first row before `end` that has a key.
    fn find(&self, cells: &impl KeyCells, key: &[u8], end: usize) -> Option<usize> {
        let has = |row: usize| cells.given(row) && self.key(cells, row) == key;
        if self.slots.is_empty() {
            return (self.rows.start..end).find(|row| has(*row));
        }
        let mask = self.slots.len() - 1;
        let mut at = self.hasher.hash_one(key) as usize & mask;
        // INVARIANT: half of the slots are free, so the search ends.
        while self.slots[at] != FREE {
            let row = self.slots[at] as usize;
            if has(row) {
                return Some(row);
            }
            at = (at + 1) & mask;
        }
        None
    }

    /// The row of the list gathered last that has a key and alone has it.
    pub(crate) fn look_up(&self, keys: &impl KeyCells, key: &[u8]) -> Result<u32, WarningKind> {
        match self.find(keys, key, self.rows.end) {
            Some(found) if !self.repeated[found - self.rows.start] => Ok(found as u32),
            Some(_) => Err(WarningKind::AmbiguousReference),
            None => Err(WarningKind::DanglingReference),
        }
    }

    /// Turns the pending references of a column into rows of the list gathered last. What cannot be
    /// found is missing, and returned with its kind and key.
    pub(crate) fn resolve(
        &self,
        keys: &Cells,
        references: &mut Cells,
    ) -> Vec<(WarningKind, String)> {
        let mut odd = Vec::new();
        let Growing::Row {
            rows,
            pending,
            keys: wanted,
        } = &mut references.values
        else {
            return odd;
        };
        let mut start = 0;
        for (row, end) in pending.drain(..) {
            let key = &wanted[start..end as usize];
            start = end as usize;
            match self.look_up(keys, key) {
                Ok(found) => rows[row as usize] = found,
                Err(kind) => {
                    references.states[row as usize] = MISSING;
                    odd.push((kind, String::from_utf8_lossy(key).into_owned()));
                }
            }
        }
        wanted.clear();
        odd
    }
}
