//! Columns and rows as they grow, and their turning into a batch and back into room.
//!
//! Invariant: between two filings every kept column has as many cells as its table has rows. While a
//! row is read, a column has one cell more as soon as its field was seen.

use arrow_buffer::{ArrowNativeType, BooleanBuffer, Buffer, OffsetBuffer, ScalarBuffer};

use crate::batch::{Column, Rows, Values};
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

/// Room for more bytes than this is given back: it was for one giant filing.
const MOST_BYTES: usize = 1 << 20;

/// The room of a buffer that nobody reads any more.
fn emptied<T: ArrowNativeType>(buffer: Buffer) -> Vec<T> {
    let mut room: Vec<T> = buffer.into_vec().unwrap_or_default();
    if size_of::<T>() * room.capacity() > MOST_BYTES {
        return Vec::new();
    }
    room.clear();
    room
}

/// The same of what says where each row ends, after a 0.
fn emptied_ends(offsets: OffsetBuffer<i32>) -> Vec<i32> {
    let mut ends = emptied(offsets.into_inner().into_inner());
    ends.push(0);
    ends
}

impl Growing {
    fn new(kind: Kind) -> Growing {
        match kind {
            Kind::State => Growing::None,
            Kind::Boolean => Growing::Boolean(Vec::new()),
            Kind::Number { .. } => Growing::Number(Vec::new()),
            Kind::Date => Growing::Date(Vec::new()),
            Kind::Enum(_) => Growing::Enum(Vec::new()),
            Kind::Reference { .. } => Growing::rows(Vec::new()),
            Kind::Text => Growing::Text {
                ends: vec![0],
                bytes: Vec::new(),
            },
        }
    }

    fn rows(rows: Vec<u32>) -> Growing {
        Growing::Row {
            rows,
            pending: Vec::new(),
            keys: Vec::new(),
        }
    }
}

impl Cells {
    /// No cell yet.
    pub(crate) fn new(kind: Kind) -> Cells {
        Cells {
            states: Vec::new(),
            values: Growing::new(kind),
        }
    }

    /// The same in the room of a column of which nothing is needed any more, as far as it fits.
    pub(crate) fn in_room_of(kind: Kind, column: Column) -> Cells {
        Cells {
            states: emptied(column.states.into_inner()),
            values: match (kind, column.values) {
                (Kind::Number { .. }, Values::Number(values)) => {
                    Growing::Number(emptied(values.into_inner()))
                }
                (Kind::Date, Values::Date(values)) => Growing::Date(emptied(values.into_inner())),
                (Kind::Enum(_), Values::Enum(values)) => {
                    Growing::Enum(emptied(values.into_inner()))
                }
                (Kind::Reference { .. }, Values::Row(values)) => {
                    Growing::rows(emptied(values.into_inner()))
                }
                (Kind::Text, Values::Text { offsets, bytes }) => Growing::Text {
                    ends: emptied_ends(offsets),
                    bytes: emptied(bytes),
                },
                // Booleans are packed, which is not how they grow.
                (kind, _) => Growing::new(kind),
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
    /// No row yet.
    pub(crate) fn new() -> GrowingRows {
        GrowingRows {
            len: 0,
            states: Vec::new(),
            starts: Vec::new(),
            ends: vec![0],
        }
    }

    /// The same in the room of rows of which nothing is needed any more.
    pub(crate) fn in_room_of(rows: Rows) -> GrowingRows {
        GrowingRows {
            len: 0,
            states: emptied(rows.states.into_inner()),
            starts: emptied(rows.starts.into_inner()),
            ends: emptied_ends(rows.offsets),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_used_again_unless_somebody_reads_it_or_it_was_for_a_giant() {
        let of = |len: usize| Buffer::from_vec(vec![7i128; len]);
        let usual = emptied::<i128>(of(100));
        assert!(usual.is_empty() && usual.capacity() >= 100);
        let read = of(100);
        assert_eq!(emptied::<i128>(read.clone()).capacity(), 0);
        assert_eq!(read.typed_data::<i128>(), [7; 100]);
        assert_eq!(emptied::<i128>(of(MOST_BYTES / 16 + 1)).capacity(), 0);
    }
}
