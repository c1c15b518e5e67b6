//! The rows of a table by the filings that they make.
//!
//! Which rows belong together is known once the table ends: the rows that are taken are held until then,
//! as they stand in the file, and nothing else is.

use std::collections::{HashMap, HashSet};
use std::hash::Hasher;
use std::ops::Range;
use std::sync::Arc;

use siphasher::sip128::{Hasher128, SipHasher13};

use crate::ingest::record::{Chunk, Content, Record, RowAt};
use crate::ingest::sheet::Head;

/// Rows of more bytes than this are not held.
pub(crate) const MOST_HELD: usize = 2 << 30;

/// The rows of a table that are held.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    bytes: Vec<u8>,
    /// The filings in the order of their first rows, each with the lines of its rows.
    groups: Vec<Vec<(usize, Range<usize>)>>,
    numbers: HashMap<Vec<String>, usize>,
    /// Digests of the rows with their filings, where a repeated one counts once.
    seen: HashSet<u128>,
    /// How many were handed on.
    handed: usize,
}

impl Groups {
    /// Holds a row that stands in a line; `distinct` says whether one that repeats another is passed over.
    /// False if no more can be held.
    pub(crate) fn add(
        &mut self,
        key: Vec<String>,
        line: usize,
        row: &[u8],
        distinct: bool,
    ) -> bool {
        let next = self.groups.len();
        let group = *self.numbers.entry(key).or_insert(next);
        if group == next {
            self.groups.push(Vec::new());
        }
        if distinct {
            let mut hasher = SipHasher13::new();
            hasher.write_usize(group);
            hasher.write(row.trim_ascii_end());
            if !self.seen.insert(hasher.finish128().as_u128()) {
                return true;
            }
        }
        if self.bytes.len() + row.len() > MOST_HELD {
            return false;
        }
        let start = self.bytes.len();
        self.bytes.extend_from_slice(row);
        self.groups[group].push((line, start..self.bytes.len()));
        true
    }

    /// Adds the next filing to a chunk; false once there is none.
    pub(crate) fn next(&mut self, file: &Arc<str>, head: &Arc<Head>, chunk: &mut Chunk) -> bool {
        let Some(rows) = self.groups.get_mut(self.handed).map(std::mem::take) else {
            return false;
        };
        self.handed += 1;
        let start = chunk.bytes.len();
        let mut places = Vec::with_capacity(rows.len());
        for (line, stretch) in &rows {
            let offset = chunk.bytes.len() - start;
            places.push(RowAt {
                offset,
                line: *line,
            });
            chunk.bytes.extend_from_slice(&self.bytes[stretch.clone()]);
            // The last row of a file may end without a line's end.
            if chunk.bytes.last() != Some(&head.dialect.end) {
                chunk.bytes.push(head.dialect.end);
            }
        }
        chunk.records.push(Record {
            file: Arc::clone(file),
            line: rows.first().map_or(1, |(line, _)| *line),
            column: 1,
            content: Content::Cells {
                head: Arc::clone(head),
                stretch: start..chunk.bytes.len(),
                rows: Some(places.into()),
            },
            breaks_off: false,
        });
        true
    }
}
