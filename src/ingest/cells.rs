//! Columns and rows as they grow, and their turning into a batch.
//!
//! Invariant: between two filings every kept column has as many cells as its table has rows. While a
//! row is read, a column has one cell more as soon as its field was seen.

use arrow_buffer::{BooleanBuffer, Buffer, OffsetBuffer, ScalarBuffer};

use crate::ingest::batch::{Column, Rows, Values};
use crate::ingest::schema::Kind;

/// One column as it grows.
#[derive(Debug)]
pub(crate) struct Cells {
    pub(crate) states: Vec<u8>,
    pub(crate) values: Growing,
}

/// The values of a column as it grows.
#[derive(Debug)]
pub(crate) enum Growing {
    None,
    Boolean(Vec<bool>),
    Number(Vec<i128>),
    Date(Vec<i32>),
    Enum(Vec<u16>),
    Row {
        rows: Vec<u32>,
        /// The rows of this filing whose reference is still to be resolved, with the end of its key in
        /// `keys`.
        pending: Vec<(u32, u32)>,
        keys: Vec<u8>,
    },
    Text {
        /// Where each text ends.
        ends: Vec<i32>,
        bytes: Vec<u8>,
    },
}

/// How much a column or table held in the last batch, so that the next begins with as much room.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Room {
    pub(crate) rows: usize,
    pub(crate) bytes: usize,
}

impl Cells {
    pub(crate) fn new(kind: Kind, room: Room) -> Cells {
        let rows = room.rows;
        Cells {
            states: Vec::with_capacity(rows),
            values: match kind {
                Kind::State => Growing::None,
                Kind::Boolean => Growing::Boolean(Vec::with_capacity(rows)),
                Kind::Number { .. } => Growing::Number(Vec::with_capacity(rows)),
                Kind::Date => Growing::Date(Vec::with_capacity(rows)),
                Kind::Enum(_) => Growing::Enum(Vec::with_capacity(rows)),
                Kind::Reference { .. } => Growing::Row {
                    rows: Vec::with_capacity(rows),
                    pending: Vec::new(),
                    keys: Vec::new(),
                },
                Kind::Text => {
                    let mut ends = Vec::with_capacity(rows);
                    ends.push(0);
                    Growing::Text {
                        ends,
                        bytes: Vec::with_capacity(room.bytes),
                    }
                }
            },
        }
    }

    /// A cell without a value.
    #[inline]
    pub(crate) fn push_empty(&mut self, state: u8) {
        self.states.push(state);
        match &mut self.values {
            Growing::None => {}
            Growing::Boolean(values) => values.push(false),
            Growing::Number(values) => values.push(0),
            Growing::Date(values) => values.push(0),
            Growing::Enum(values) => values.push(0),
            Growing::Row { rows, .. } => rows.push(0),
            Growing::Text { ends, .. } => {
                let end = ends.last().copied().unwrap_or(0);
                ends.push(end);
            }
        }
    }

    /// Forgets every cell from a row on, and what was to be resolved.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.states.truncate(len);
        match &mut self.values {
            Growing::None => {}
            Growing::Boolean(values) => values.truncate(len),
            Growing::Number(values) => values.truncate(len),
            Growing::Date(values) => values.truncate(len),
            Growing::Enum(values) => values.truncate(len),
            Growing::Row {
                rows,
                pending,
                keys,
            } => {
                rows.truncate(len);
                pending.clear();
                keys.clear();
            }
            Growing::Text { ends, bytes } => {
                ends.truncate(len + 1);
                bytes.truncate(ends.last().map_or(0, |end| *end as usize));
            }
        }
    }

    /// The bytes by which a row's value is told from others, appended to `into`.
    pub(crate) fn value_bytes(&self, row: usize, into: &mut Vec<u8>) {
        match &self.values {
            Growing::None | Growing::Row { .. } => {}
            Growing::Boolean(values) => into.push(u8::from(values[row])),
            Growing::Number(values) => into.extend_from_slice(&values[row].to_le_bytes()),
            Growing::Date(values) => into.extend_from_slice(&values[row].to_le_bytes()),
            Growing::Enum(values) => into.extend_from_slice(&values[row].to_le_bytes()),
            Growing::Text { .. } => into.extend_from_slice(self.text_bytes(row)),
        }
    }

    /// The bytes of a text.
    pub(crate) fn text_bytes(&self, row: usize) -> &[u8] {
        match &self.values {
            Growing::Text { ends, bytes } => &bytes[ends[row] as usize..ends[row + 1] as usize],
            _ => &[],
        }
    }

    /// What it took, and a little more.
    pub(crate) fn room(&self) -> Room {
        let more = |len: usize| (len + len / 8).next_power_of_two();
        Room {
            rows: more(self.states.len()),
            bytes: match &self.values {
                Growing::Text { bytes, .. } => more(bytes.len()),
                _ => 0,
            },
        }
    }

    pub(crate) fn finish(self) -> Column {
        Column {
            states: self.states.into(),
            values: match self.values {
                Growing::None => Values::None,
                Growing::Boolean(values) => Values::Boolean(BooleanBuffer::from(values)),
                Growing::Number(values) => Values::Number(values.into()),
                Growing::Date(values) => Values::Date(values.into()),
                Growing::Enum(values) => Values::Enum(values.into()),
                Growing::Row { rows, .. } => Values::Row(rows.into()),
                Growing::Text { ends, bytes } => Values::Text {
                    offsets: OffsetBuffer::new(ends.into()),
                    bytes: Buffer::from(bytes),
                },
            },
        }
    }
}

/// The rows of a table as they grow.
#[derive(Debug)]
pub(crate) struct GrowingRows {
    /// How many are complete.
    pub(crate) len: usize,
    pub(crate) states: Vec<u8>,
    /// For each complete one where it begins in its record's text.
    starts: Vec<u32>,
    /// For each complete list of the parent where its rows end, after a 0.
    pub(crate) ends: Vec<i32>,
}

impl GrowingRows {
    pub(crate) fn new(room: Room, parents: Room) -> GrowingRows {
        let mut ends = Vec::with_capacity(parents.rows);
        ends.push(0);
        GrowingRows {
            len: 0,
            states: Vec::with_capacity(room.rows),
            starts: Vec::with_capacity(room.rows),
            ends,
        }
    }

    pub(crate) fn push(&mut self, state: u8, start: u32) {
        self.states.push(state);
        self.starts.push(start);
        self.len += 1;
    }

    pub(crate) fn truncate(&mut self, len: usize, lists: usize) {
        self.len = len;
        self.states.truncate(len);
        self.starts.truncate(len);
        self.ends.truncate(lists + 1);
    }

    pub(crate) fn finish(self) -> Rows {
        Rows {
            len: self.len,
            offsets: OffsetBuffer::new(ScalarBuffer::from(self.ends)),
            states: self.states.into(),
            starts: self.starts.into(),
        }
    }
}
