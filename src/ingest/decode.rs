//! A chunk of records to a batch of columns.

use serde::de::DeserializeSeed;

use crate::batch::Batch;
use crate::ingest::fault::{At, Fault, Reject, What};
use crate::ingest::guard::{Look, look_at_yaml};
use crate::ingest::json::{self, Marks};
use crate::ingest::locate::{
    byte_of, find, find_key, json_words, line_column, yaml_place, yaml_words,
};
use crate::ingest::reader::Reader;
use crate::ingest::record::{Chunk, Content, Format, Record};
use crate::ingest::scalar::Scalar;
use crate::ingest::schema::Schema;
use crate::ingest::visit::Filing;
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

/// The same by the careful way alone, against which the straight way is held: slower, and without the
/// places of rows.
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
    let whole = whole.filter(|_| tries_straight);
    let mut marks = Marks::default();
    let mut records = Vec::with_capacity(chunk.records.len());
    let mut rejects = Vec::new();
    let mut straight = 0;
    for (at, record) in chunk.records.iter().enumerate() {
        if matches!(record.content, Content::LeftOut) {
            continue;
        }
        if let Some(text) = whole
            && let Content::Text(format, stretch) = &record.content
            && let Some(text) = text.get(stretch.clone())
        {
            let read = match format {
                Format::Json => json::read(&mut reader, &mut marks, text),
                Format::Yaml => yaml::read(&mut reader, text),
            };
            if read.is_some() {
                straight += 1;
                records.push(at);
                continue;
            }
            reader.roll_back();
        }
        match read(&mut reader, chunk, record) {
            Ok(()) => records.push(at),
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
struct Refusal {
    place: Option<LineColumn>,
    key: Option<String>,
    reason: String,
    filings: u64,
}

impl Refusal {
    fn reject(self, at: usize, record: &Record) -> Reject {
        let place = self.place.map(|place| record.place(place));
        Reject {
            record: at,
            file: record.file.clone(),
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            key: self.key,
            reason: match record.breaks_off {
                true => format!("{}; the rest of the file is not read", self.reason),
                false => self.reason,
            },
            filings: self.filings,
        }
    }
}

const START: LineColumn = LineColumn { line: 1, column: 1 };

fn read<'s>(reader: &mut Reader<'s>, chunk: &'s Chunk, record: &Record) -> Result<(), Refusal> {
    let (format, stretch) = match &record.content {
        Content::Text(format, stretch) => (*format, stretch.clone()),
        // Only a chunk that is a part of a table has rows; what is left out was passed over.
        Content::Row(_) | Content::LeftOut => (Format::Json, 0..0),
        Content::Unreadable {
            reason,
            placed,
            filings,
        } => {
            return Err(Refusal {
                place: placed.then_some(START),
                key: None,
                reason: reason.clone(),
                filings: *filings,
            });
        }
    };
    let bytes = chunk.bytes.get(stretch).unwrap_or(&[]);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Err(not_utf8(bytes, error.valid_up_to())),
    };
    let outcome = match format {
        Format::Json => read_json(reader, text),
        Format::Yaml => read_yaml(reader, text),
    };
    let outcome = outcome.and_then(|()| reader.complete().map_err(|fault| (Some(fault), None)));
    outcome.map_err(|(fault, place)| {
        let refusal = refuse(reader, text, format, fault, place);
        reader.roll_back();
        refusal
    })
}

fn not_utf8(bytes: &[u8], at: usize) -> Refusal {
    let sound = std::str::from_utf8(&bytes[..at]).unwrap_or("");
    Refusal {
        place: Some(line_column(sound, at)),
        key: None,
        reason: "not UTF-8".to_owned(),
        filings: 1,
    }
}

/// What is wrong, with the byte at which the parser saw it.
type Failure = (Option<Box<Fault>>, Option<usize>);

fn read_json<'s>(reader: &mut Reader<'s>, text: &'s str) -> Result<(), Failure> {
    reader.begin(text, usize::MAX, false);
    let mut document = serde_json::Deserializer::from_str(text);
    let given = Filing::<true>(reader).deserialize(&mut document);
    let given = given.and_then(|given| document.end().map(|()| given));
    match given {
        Ok(true) => Ok(()),
        Ok(false) => Err((Some(no_filing()), None)),
        Err(error) => {
            let at = byte_of(text, error.line(), error.column());
            let syntax = || Fault::new(What::Filing(json_words(&error)), At::Byte(at));
            Err((Some(reader.fault.take().unwrap_or_else(syntax)), Some(at)))
        }
    }
}

fn read_yaml<'s>(reader: &mut Reader<'s>, text: &'s str) -> Result<(), Failure> {
    // What stands once may be repeated by aliases, but not without end.
    let budget = text.len().saturating_mul(4).saturating_add(4096);
    let walks = match look_at_yaml(text) {
        Look::Plain => false,
        Look::Walk => true,
        Look::TooDeep(at) => {
            reader.begin(text, 0, false);
            return Err((Some(Fault::new(What::TooDeep, At::Byte(at))), None));
        }
    };
    reader.begin(text, budget, walks);
    let document = serde_yaml::Deserializer::from_str(text);
    match Filing::<false>(reader).deserialize(document) {
        Ok(true) => Ok(()),
        Ok(false) => Err((Some(no_filing()), None)),
        Err(error) => {
            let at = yaml_place(text, &error);
            let at = at.filter(|at| *at > 0).or_else(|| control(text));
            let syntax = || {
                let at = at.map_or(At::Filing, At::Byte);
                Fault::new(What::Filing(yaml_words(&error)), at)
            };
            Err((Some(reader.fault.take().unwrap_or_else(syntax)), at))
        }
    }
}

/// The first character that YAML does not allow: its parser does not say where it stands.
fn control(text: &str) -> Option<usize> {
    let allowed = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{85}');
    text.char_indices()
        .find(|(_, c)| !allowed(*c))
        .map(|(at, _)| at)
}

fn no_filing() -> Box<Fault> {
    let mut fault = Fault::expected("a filing, a record of fields", &Scalar::Nothing);
    fault.at = At::Filing;
    fault
}

fn refuse(
    reader: &Reader<'_>,
    text: &str,
    format: Format,
    fault: Option<Box<Fault>>,
    seen: Option<usize>,
) -> Refusal {
    let fault = fault.unwrap_or_else(no_filing);
    let way: Vec<_> = reader.way().collect();
    let place = match fault.at {
        At::Byte(at) => Some(at),
        At::Parser => seen,
        // A parser of YAML says where a value stands; one of JSON where it ends.
        At::Value if !format.is_json() && seen.is_some() => seen,
        At::Value => find(reader.schema, text, format, &way).or(seen),
        At::Filing => find(reader.schema, text, format, &[]),
    };
    // What is nested too deep must not be given to a parser again.
    let sound = match (&fault.what, fault.at) {
        (What::TooDeep, At::Byte(at)) => text.get(..at).unwrap_or(text),
        _ => text,
    };
    let skipped = text.len() - text.trim_start().len();
    Refusal {
        place: Some(line_column(text, place.unwrap_or(skipped))),
        key: reader
            .key_so_far()
            .or_else(|| find_key(reader.schema, sound, format)),
        reason: fault.reason(&reader.path()),
        filings: 1,
    }
}
