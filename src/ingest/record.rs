//! Records as they come from files: their text, where it began, in what format it is.

use std::ops::Range;
use std::sync::Arc;

use crate::ingest::sheet::{Head, row_place};
use crate::source::LineColumn;

/// How a record is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// JSON, whole or one line of many.
    Json,
    /// One document of YAML.
    Yaml,
}

/// How many lists and records may stand in one another, whatever the format.
pub(crate) const DEEPEST: usize = 128;

/// How many bytes a filing may have: one of JSON, and a document of YAML, which takes more room to be read.
pub(crate) const LONGEST_JSON: usize = 256 << 20;
pub(crate) const LONGEST_YAML: usize = 32 << 20;

/// What is said of a filing that is longer.
pub(crate) fn too_long(most: usize) -> String {
    let most = most >> 20;
    format!("a filing of more than {most} MB: none is so long")
}

/// Some records of the input, in order.
#[derive(Debug, Clone, Default)]
pub struct Chunk {
    /// The texts of all records, one after another.
    pub bytes: Vec<u8>,
    /// The records.
    pub records: Vec<Record>,
    /// The rows of a file that is a table, one for each record; then there are no texts.
    #[cfg(feature = "tables")]
    pub part: Option<crate::ingest::tables::Part>,
}

/// One filing: its text or its row, or why there is none.
#[derive(Debug, Clone)]
pub struct Record {
    /// The file, as the command line or the search of a folder named it; `-` for standard input.
    pub file: Arc<str>,
    /// The line of the file in which the text begins, from 1; in a file that is a table, which of its rows.
    pub line: usize,
    /// The character of that line at which the text begins, from 1.
    pub column: usize,
    /// What there is to read.
    pub content: Content,
    /// Whether the file could not be read beyond this record.
    pub breaks_off: bool,
}

/// What there is to read of a record.
#[derive(Debug, Clone)]
pub enum Content {
    /// A text: a stretch of [`Chunk::bytes`].
    Text(Format, Range<usize>),
    /// A row of the chunk's part of a file, from 0.
    Row(usize),
    /// Rows of a table of texts.
    Cells {
        /// The headings.
        head: Arc<Head>,
        /// A stretch of [`Chunk::bytes`].
        stretch: Range<usize>,
        /// Where each row stands, if they are several, or one of several.
        rows: Option<Arc<[RowAt]>>,
    },
    /// What is neither judged nor rejected by whoever reads the chunk: it was rejected for a reason that
    /// stands outside of it.
    LeftOut,
    /// Nothing, for a reason.
    Unreadable {
        /// What is wrong, for people.
        reason: String,
        /// Whether the record's line and column say where.
        placed: bool,
        /// How many filings it stands for: those of a table that is refused as a whole.
        filings: u64,
    },
}

/// Where a row of a table stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowAt {
    /// The byte of the record's text at which it begins.
    pub offset: usize,
    /// Its line in the file, from 1.
    pub line: usize,
}

impl Record {
    /// A place in the record's text as a place in its file.
    pub fn place(&self, place: LineColumn) -> LineColumn {
        LineColumn {
            line: self.line + place.line - 1,
            column: match place.line {
                1 => self.column + place.column - 1,
                _ => place.column,
            },
        }
    }
}

impl Chunk {
    /// A chunk of one record, as a test or a single file needs it.
    pub fn of(file: &str, format: Format, text: impl AsRef<[u8]>) -> Chunk {
        let bytes = text.as_ref();
        let content = Content::Text(format, 0..bytes.len());
        let mut chunk = Chunk::default();
        chunk.bytes.extend_from_slice(bytes);
        chunk.records.push(Record {
            file: file.into(),
            line: 1,
            column: 1,
            content,
            breaks_off: false,
        });
        chunk
    }

    /// The bytes of a record's text with its format, if it has one.
    pub fn bytes(&self, record: usize) -> Option<(&[u8], Format)> {
        match &self.records.get(record)?.content {
            Content::Text(format, stretch) => Some((self.bytes.get(stretch.clone())?, *format)),
            Content::Row(_)
            | Content::Cells { .. }
            | Content::LeftOut
            | Content::Unreadable { .. } => None,
        }
    }

    /// Where a row of a table stands in its file that begins at a byte of its record's text; without one
    /// where the record begins.
    pub fn row_place(&self, record: usize, start: Option<usize>) -> Option<LineColumn> {
        let record = self.records.get(record)?;
        let at = match (&record.content, start) {
            (Content::Cells { stretch, rows, .. }, Some(start)) => {
                let bytes = self.bytes.get(stretch.clone())?;
                let text = simdutf8::basic::from_utf8(bytes).ok()?;
                row_place(text, rows.as_deref().unwrap_or(&[]), start)
            }
            _ => LineColumn { line: 1, column: 1 },
        };
        Some(record.place(at))
    }

    /// Leaves a record out: whoever decodes the chunk again passes over it.
    pub fn leave_out(&mut self, record: usize) {
        if let Some(record) = self.records.get_mut(record) {
            record.content = Content::LeftOut;
        }
    }

    /// Forgets what is in it, but not its room.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.records.clear();
        #[cfg(feature = "tables")]
        {
            self.part = None;
        }
    }

    /// The text of a record with its format, if it has one and it is UTF-8.
    pub fn text(&self, record: usize) -> Option<(&str, Format)> {
        let (bytes, format) = self.bytes(record)?;
        Some((simdutf8::basic::from_utf8(bytes).ok()?, format))
    }
}
