//! A chunk of filings as columns, one set for each table of the layout.
//!
//! Invariants: every kept column of a table has as many cells as the table has rows. The rows of a
//! list follow the rows that they belong to; `offsets` of a table holds, for each row of its parent,
//! where its rows begin, and one more for the end. A list that is missing has one row, whose state is
//! [`MISSING`] and in which everything is missing; lists inside it have such a row too. A list that is
//! absent has none. Values under a cell that is not given are unspecified but present.

use arrow_buffer::{BooleanBuffer, Buffer, OffsetBuffer, ScalarBuffer};

use crate::vocabulary::{ColumnId, TableId};

/// The state of a cell that has a value.
pub const GIVEN: u8 = 0;
/// The state of a cell whose silence is an answer: not done, or there is none.
pub const ABSENT: u8 = 1;
/// The state of a cell that the institution still owes.
pub const MISSING: u8 = 2;

/// Some filings, decoded.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// One for each table of the layout, kept or not.
    pub tables: Vec<Rows>,
    /// One for each column of the layout; nothing where no clause reads it.
    pub columns: Vec<Option<Column>>,
}

/// The rows of one table.
#[derive(Debug, Clone)]
pub struct Rows {
    /// How many there are; for table 0 the number of filings.
    pub len: usize,
    /// For each row of the parent table where its rows begin; for table 0 one run of all. Empty buffers
    /// are never used: a table without rows has `parent.len + 1` zeros.
    pub offsets: OffsetBuffer<i32>,
    /// [`GIVEN`] or, for the row that stands for a missing list, [`MISSING`].
    pub states: ScalarBuffer<u8>,
    /// For each row the byte of its record's text at which it begins, or [`UNPLACED`].
    pub starts: ScalarBuffer<u32>,
}

/// The start of a row that is not known: whoever wants it looks for it in the text.
pub const UNPLACED: u32 = u32::MAX;

/// The cells of one column.
#[derive(Debug, Clone)]
pub struct Column {
    /// [`GIVEN`], [`ABSENT`] or [`MISSING`] for each row.
    pub states: ScalarBuffer<u8>,
    /// The values.
    pub values: Values,
}

/// Values by what their column holds.
#[derive(Debug, Clone)]
pub enum Values {
    /// Records and lists: the state is all.
    None,
    /// Booleans.
    Boolean(BooleanBuffer),
    /// Numbers, scaled as the column's kind says.
    Number(ScalarBuffer<i128>),
    /// Days since 1970-01-01.
    Date(ScalarBuffer<i32>),
    /// Positions of members.
    Enum(ScalarBuffer<u16>),
    /// References: the row of the referred table within the batch.
    Row(ScalarBuffer<u32>),
    /// Texts, by offsets into one buffer of UTF-8.
    Text {
        /// For each row where its text begins, and one more for the end.
        offsets: OffsetBuffer<i32>,
        /// The bytes of all texts.
        bytes: Buffer,
    },
}

impl Batch {
    /// The rows of a table.
    pub fn rows(&self, table: TableId) -> &Rows {
        &self.tables[usize::from(table.0)]
    }

    /// A column, if some clause reads it.
    pub fn column(&self, id: ColumnId) -> Option<&Column> {
        self.columns.get(id.0 as usize)?.as_ref()
    }

    /// How many filings there are.
    pub fn len(&self) -> usize {
        self.tables.first().map_or(0, |table| table.len)
    }

    /// Whether there is no filing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Values {
    /// The text of a row of a text column; empty for any other.
    pub fn text(&self, row: usize) -> &str {
        let Values::Text { offsets, bytes } = self else {
            return "";
        };
        let stretch = offsets[row] as usize..offsets[row + 1] as usize;
        std::str::from_utf8(&bytes[stretch]).unwrap_or("")
    }
}
