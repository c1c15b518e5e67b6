//! Records that are rows of a table, decoded.

use std::sync::Arc;

use crate::ingest::decode::Refusal;
use crate::ingest::locate::line_column;
use crate::ingest::reader::Reader;
use crate::ingest::record::Chunk;
use crate::ingest::schema::Schema;
use crate::ingest::sheet::Head;
use crate::ingest::sheet::cut::{Cell, split};
use crate::ingest::sheet::plan::Plan;
use crate::ingest::sheet::walk::{Cells, read};
use crate::source::LineColumn;

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

    /// Reads the filing of one row.
    pub(crate) fn read<'s>(
        &mut self,
        reader: &mut Reader<'s>,
        chunk: &'s Chunk,
        head: &Arc<Head>,
        stretch: std::ops::Range<usize>,
    ) -> Result<(), Refusal> {
        let bytes = chunk.bytes.get(stretch).unwrap_or(&[]);
        let text = simdutf8::basic::from_utf8(bytes).map_err(|_| no_text(bytes))?;
        let mut cells = std::mem::take(&mut self.cells);
        cells.clear();
        let outcome = sound(head, text, &mut cells).and_then(|()| {
            let row = Cells {
                text,
                cells: &cells,
            };
            match read(reader, self.plan(reader.schema, head), &row) {
                true => Ok(()),
                false => {
                    let refusal = Refusal::placed(reader, |at| place(head, text, &cells, at));
                    reader.roll_back();
                    Err(refusal)
                }
            }
        });
        self.cells = cells;
        outcome
    }
}

/// Splits a row; what is wrong with it as a row is all that is told of it.
fn sound(head: &Head, text: &str, cells: &mut Vec<Cell>) -> Result<(), Refusal> {
    let dialect = head.dialect;
    split(text, dialect, cells).map_err(|broken| {
        let place = line_column(text, broken.at());
        Refusal::plain(Some(place), broken.words().to_owned())
    })?;
    if let Some(at) = memchr::memchr(0, text.as_bytes()) {
        let reason = "a NUL character, which no text has".to_owned();
        return Err(Refusal::plain(Some(line_column(text, at)), reason));
    }
    let (found, expected) = (cells.len(), head.names.len());
    // Cells that say nothing may stand behind the last heading, and some programs leave the last ones out.
    let beyond = cells.iter().skip(expected);
    let more = beyond.filter(|cell| !crate::value::text::is_blank(&cell.text(text)));
    if more.count() > 0 || found < expected {
        let plural = |count: usize| match count {
            1 => "1 cell".to_owned(),
            count => format!("{count} cells"),
        };
        let text = format!("{} where the headings are {expected}", plural(found));
        let refusal = Refusal::plain(Some(LineColumn { line: 1, column: 1 }), text);
        return Err(refusal.because("not as many cells as the headings"));
    }
    Ok(())
}

/// A place in a row's text: where it stands in the file, or, of a row that was brought into this form, which
/// cell it is.
fn place(head: &Head, text: &str, cells: &[Cell], at: usize) -> LineColumn {
    if !head.numbered {
        return line_column(text, at);
    }
    let before = cells.iter().filter(|cell| cell.start < at).count();
    LineColumn {
        line: 1,
        column: before + 1,
    }
}

fn no_text(bytes: &[u8]) -> Refusal {
    let sound = std::str::from_utf8(bytes).map_err(|error| error.valid_up_to());
    let at = sound.err().unwrap_or(0);
    let before = std::str::from_utf8(&bytes[..at]).unwrap_or("");
    let reason = "a byte that is no character of the file's encoding".to_owned();
    Refusal::plain(Some(line_column(before, at)), reason)
}
