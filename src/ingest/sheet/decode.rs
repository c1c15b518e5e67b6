//! Records that are rows of a table, decoded.

use std::ops::Range;
use std::sync::Arc;

use crate::ingest::decode::Refusal;
use crate::ingest::locate::line_column;
use crate::ingest::reader::Reader;
use crate::ingest::record::{Chunk, RowAt};
use crate::ingest::schema::Schema;
use crate::ingest::sheet::cut::{Cell, split};
use crate::ingest::sheet::plan::Plan;
use crate::ingest::sheet::walk::{Cells, read};
use crate::ingest::sheet::{Head, Stands};
use crate::source::LineColumn;
use crate::value::text::is_blank;

/// What is known of the tables of a chunk while it is decoded.
#[derive(Debug, Default)]
pub(crate) struct Sheets {
    /// The headings that were met last, with what they say.
    known: Option<(Arc<Head>, Plan)>,
    cells: Vec<Cell>,
}

impl Sheets {
    fn plan(&mut self, schema: &Schema, head: &Arc<Head>) -> &Plan {
        let known = (self.known.take()).filter(|(known, _)| Arc::ptr_eq(known, head));
        let (_, plan) = self
            .known
            .insert(known.unwrap_or_else(|| (Arc::clone(head), Plan::new(schema, head))));
        plan
    }

    /// Reads the filing of one row, or of several that stand one after another.
    pub(crate) fn read<'s>(
        &mut self,
        reader: &mut Reader<'s>,
        chunk: &'s Chunk,
        head: &Arc<Head>,
        stretch: Range<usize>,
        rows: Option<&[RowAt]>,
    ) -> Result<(), Refusal> {
        let bytes = chunk.bytes.get(stretch).unwrap_or(&[]);
        let rows = rows.unwrap_or(&[]);
        let text = simdutf8::basic::from_utf8(bytes).map_err(|_| no_text(bytes, rows))?;
        let mut cells = std::mem::take(&mut self.cells);
        cells.clear();
        let outcome = sound(head, text, rows, &mut cells).and_then(|()| {
            let filing = Cells {
                text,
                cells: &cells,
                width: head.names.len(),
                row: 0,
            };
            match read(reader, self.plan(reader.schema, head), filing) {
                true => Ok(()),
                false => Err(Refusal::placed(reader, |at| {
                    place(head, text, rows, &cells, at)
                })),
            }
        });
        self.cells = cells;
        outcome
    }
}

/// Splits the rows; what is wrong with one of them as a row is all that is told of the filing.
fn sound(head: &Head, text: &str, rows: &[RowAt], cells: &mut Vec<Cell>) -> Result<(), Refusal> {
    let mut at = 0;
    loop {
        let first = cells.len();
        let rest = text.get(at..).unwrap_or("");
        let len = row(head, rest, cells).map_err(|(within, words, cause)| {
            let place = row_place(text, rows, at + within);
            let refusal = Refusal::plain(Some(place), words);
            match cause {
                Some(cause) => refusal.because(cause),
                None => refusal,
            }
        })?;
        for cell in &mut cells[first..] {
            *cell = cell.behind(at);
        }
        at += len;
        if at >= text.len() || rows.is_empty() {
            return Ok(());
        }
    }
}

/// What is wrong with a row as a row: where, in words, and in general if that is something else.
type Unsound = (usize, String, Option<&'static str>);

/// The cells of the row with which a text begins, as many as there are headings; how long it is.
fn row(head: &Head, text: &str, cells: &mut Vec<Cell>) -> Result<usize, Unsound> {
    let first = cells.len();
    let len = split(text, head.dialect, cells)
        .map_err(|broken| (broken.at(), broken.words().to_owned(), None))?;
    if let Some(at) = memchr::memchr(0, &text.as_bytes()[..len]) {
        return Err((at, "a NUL character, which no text has".to_owned(), None));
    }
    let (found, expected) = (cells.len() - first, head.names.len());
    // Cells that say nothing may stand behind the last heading.
    let beyond = cells.iter().skip(first + expected);
    let more = beyond.filter(|cell| !is_blank(&cell.text(text))).count();
    if more > 0 || found < expected {
        let noun = if found == 1 { "cell" } else { "cells" };
        let words = format!("{found} {noun} where the headings are {expected}");
        return Err((0, words, Some("not as many cells as headings")));
    }
    cells.truncate(first + expected);
    Ok(len)
}

/// The line and the column of a byte of the rows of a filing, as if the first row began a text.
pub(crate) fn row_place(text: &str, rows: &[RowAt], at: usize) -> LineColumn {
    let row = rows.partition_point(|row| row.offset <= at);
    let (Some(first), Some(row)) = (rows.first(), row.checked_sub(1).and_then(|at| rows.get(at)))
    else {
        return line_column(text, at);
    };
    let inside = line_column(text.get(row.offset..).unwrap_or(""), at - row.offset);
    LineColumn {
        line: inside.line + row.line - first.line,
        column: inside.column,
    }
}

/// A place in the text of rows: where it stands in the file, or, of rows that were brought into this form,
/// which cell of its row it is.
fn place(head: &Head, text: &str, rows: &[RowAt], cells: &[Cell], at: usize) -> LineColumn {
    if head.stands == Stands::Written {
        return row_place(text, rows, at);
    }
    let before = cells.iter().filter(|cell| cell.start < at).count();
    let row = rows.partition_point(|row| row.offset <= at).max(1);
    LineColumn {
        line: rows
            .get(row - 1)
            .zip(rows.first())
            .map_or(1, |(row, first)| row.line - first.line + 1),
        column: match head.stands {
            Stands::WithRow => 1,
            _ => before % head.names.len().max(1) + 1,
        },
    }
}

fn no_text(bytes: &[u8], rows: &[RowAt]) -> Refusal {
    let sound = std::str::from_utf8(bytes).map_err(|error| error.valid_up_to());
    let at = sound.err().unwrap_or(0);
    let before = std::str::from_utf8(&bytes[..at]).unwrap_or("");
    let reason = "a byte that is no character of the file's encoding".to_owned();
    Refusal::plain(Some(row_place(before, rows, at)), reason)
}
