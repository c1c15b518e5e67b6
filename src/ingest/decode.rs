//! A chunk of records to a batch of columns.

use crate::batch::Batch;
use crate::ingest::fault::{Reason, Reject};
use crate::ingest::json::{self, Marks};
use crate::ingest::locate::line_column;
use crate::ingest::reader::Reader;
use crate::ingest::record::{Chunk, Content, Format, Record};
use crate::ingest::schema::Schema;
use crate::ingest::sheet::Sheets;
use crate::ingest::warnings::Warnings;
use crate::ingest::yaml;
use crate::source::LineColumn;

/// What a chunk came to. Every record is either a filing of the batch or a reject.
#[derive(Debug)]
pub struct Decoded {
    /// The filings that could be read.
    pub batch: Batch,
    /// For each filing its key, as people write it.
    pub keys: Vec<String>,
    /// For each filing which record of the chunk it was.
    pub records: Vec<usize>,
    /// The records that could not be read, in order.
    pub rejects: Vec<Reject>,
    /// What is odd in the filings.
    pub warnings: Warnings,
    /// How many filings were read the straight way.
    pub straight: usize,
}

/// Reads the records of a chunk. A record that cannot be read leaves no trace in the batch.
pub fn decode(schema: &Schema, chunk: &Chunk) -> Decoded {
    decode_by(schema, chunk, true)
}

/// The same with YAML read by the careful way alone, against which the straight way is held: slower.
pub fn decode_carefully(schema: &Schema, chunk: &Chunk) -> Decoded {
    decode_by(schema, chunk, false)
}

fn decode_by(schema: &Schema, chunk: &Chunk, tries_straight: bool) -> Decoded {
    #[cfg(feature = "tables")]
    if let Some(part) = &chunk.part {
        return crate::ingest::tables::decode::decode(schema, chunk, part);
    }
    let mut reader = Reader::new(schema, schema.room());
    let whole = simdutf8::basic::from_utf8(&chunk.bytes).ok();
    let mut marks = Marks::default();
    let mut sheets = Sheets::default();
    let mut records = Vec::with_capacity(chunk.records.len());
    let mut rejects = Vec::new();
    let mut straight = 0;
    for (at, record) in chunk.records.iter().enumerate() {
        match &record.content {
            Content::LeftOut => continue,
            Content::Cells {
                head,
                stretch,
                rows,
            } => {
                let read = sheets.read(&mut reader, chunk, head, stretch.clone(), rows.as_deref());
                match read {
                    Ok(()) => {
                        straight += 1;
                        records.push(at);
                    }
                    Err(refusal) => rejects.push(refusal.reject(at, record)),
                }
                continue;
            }
            _ => {}
        }
        let read = match text_of(chunk, record, whole) {
            Err(refusal) => Err(refusal),
            Ok((text, Format::Json)) => match json::read(&mut reader, &mut marks, text) {
                true => Ok(true),
                false => Err(Refusal::noted(&mut reader, text)),
            },
            Ok((text, Format::Yaml)) => match tries_straight && yaml_straight(&mut reader, text) {
                true => Ok(true),
                false => match yaml::read_carefully(&mut reader, text) {
                    true => Ok(false),
                    false => Err(Refusal::noted(&mut reader, text)),
                },
            },
        };
        match read {
            Ok(went_straight) => {
                straight += usize::from(went_straight);
                records.push(at);
            }
            Err(refusal) => rejects.push(refusal.reject(at, record)),
        }
    }
    let (batch, warnings) = reader.finish();
    Decoded {
        keys: schema.filing_keys(&batch),
        batch,
        records,
        rejects,
        warnings,
        straight,
    }
}

/// Why a record is rejected, placed in its own text.
#[derive(Default)]
pub(crate) struct Refusal {
    key: Option<String>,
    reasons: Vec<(Option<LineColumn>, Reason)>,
    more: usize,
    /// How many filings the record stands for.
    filings: u64,
}

impl Refusal {
    /// For one reason, at a place of the text.
    pub(crate) fn plain(place: Option<LineColumn>, reason: String) -> Refusal {
        Refusal {
            reasons: vec![(place, Reason::plain(None, None, reason))],
            filings: 1,
            ..Refusal::default()
        }
    }

    /// For all that was noted while a text was read; the filing is forgotten.
    fn noted(reader: &mut Reader<'_>, text: &str) -> Refusal {
        Refusal::placed(reader, |at| line_column(text, at))
    }

    /// The same where places are told in another way.
    pub(crate) fn placed(reader: &mut Reader<'_>, place: impl Fn(usize) -> LineColumn) -> Refusal {
        let mut faults = std::mem::take(&mut reader.faults);
        faults.sort_by_key(|fault| fault.at);
        let placed = faults.into_iter();
        let placed = placed.map(|fault| (Some(place(fault.at)), fault.reason));
        let refusal = Refusal {
            key: reader.key_so_far(),
            reasons: placed.collect(),
            more: reader.more,
            filings: 1,
        };
        reader.roll_back();
        refusal
    }

    /// The same place with a reason of its own cause.
    pub(crate) fn because(mut self, cause: &str) -> Refusal {
        for (_, reason) in &mut self.reasons {
            cause.clone_into(&mut reason.cause);
        }
        self
    }

    fn reject(self, at: usize, record: &Record) -> Reject {
        let mut reasons: Vec<Reason> = Vec::with_capacity(self.reasons.len());
        for (place, mut reason) in self.reasons {
            let place = place.map(|place| record.place(place));
            reason.line = place.map(|place| place.line);
            reason.column = place.map(|place| place.column);
            reasons.push(reason);
        }
        if record.breaks_off
            && let Some(last) = reasons.last_mut()
        {
            last.text.push_str("; the rest of the file is not read");
        }
        Reject {
            record: at,
            file: record.file.clone(),
            line: reasons.first().and_then(|first| first.line),
            column: reasons.first().and_then(|first| first.column),
            key: self.key,
            reasons,
            more: self.more,
            filings: self.filings,
        }
    }
}

/// The text of a record, or why there is none.
fn text_of<'c>(
    chunk: &'c Chunk,
    record: &Record,
    whole: Option<&'c str>,
) -> Result<(&'c str, Format), Refusal> {
    let (format, stretch) = match &record.content {
        Content::Text(format, stretch) => (*format, stretch.clone()),
        // Only a chunk that is a part of a table has rows; what is left out was passed over.
        Content::Row(_) | Content::Cells { .. } | Content::LeftOut => (Format::Json, 0..0),
        Content::Unreadable {
            reason,
            placed,
            filings,
        } => {
            let mut refusal = Refusal::plain(placed.then_some(START), reason.clone());
            refusal.filings = *filings;
            return Err(refusal);
        }
    };
    if let Some(text) = whole.and_then(|whole| whole.get(stretch.clone())) {
        return Ok((text, format));
    }
    let bytes = chunk.bytes.get(stretch).unwrap_or(&[]);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((text, format)),
        Err(error) => Err(not_utf8(bytes, error.valid_up_to())),
    }
}

const START: LineColumn = LineColumn { line: 1, column: 1 };

/// Reads a document of YAML the straight way; where that does not take it, it leaves no trace.
fn yaml_straight<'s>(reader: &mut Reader<'s>, text: &'s str) -> bool {
    let read = yaml::read(reader, text).is_some();
    if !read {
        reader.roll_back();
    }
    read
}

fn not_utf8(bytes: &[u8], at: usize) -> Refusal {
    let sound = std::str::from_utf8(&bytes[..at]).unwrap_or("");
    let words = match what_it_is(bytes) {
        Some(other) => format!("not UTF-8, but {other}"),
        None => "not UTF-8".to_owned(),
    };
    Refusal::plain(Some(line_column(sound, at)), words)
}

/// What bytes that are no text are, by how they begin, and what to do about it.
fn what_it_is(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16; save it as UTF-8"),
        [_, 0, _, 0, ..] | [0, _, 0, _, ..] => Some("UTF-16, it seems; save it as UTF-8"),
        [b'P', b'K', 3, 4, ..] => Some("a ZIP archive or a spreadsheet"),
        [b'P', b'A', b'R', b'1', ..] => Some("Parquet; name it `.parquet`"),
        [b'A', b'R', b'R', b'O', b'W', b'1', ..] => Some("an Arrow file; name it `.arrow`"),
        _ => None,
    }
}
