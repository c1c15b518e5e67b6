//! The keys of a batch: the second filing with one key is rejected.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hasher;
use std::sync::Arc;

use siphasher::sip128::{Hasher128, SipHasher13};

use crate::ingest::batch::Values;
use crate::ingest::decode::Decoded;
use crate::ingest::fault::Reject;
use crate::ingest::record::{Chunk, Content};
use crate::ingest::schema::Schema;

/// The keys seen so far, as digests: some twenty-five bytes a filing, whatever its key.
///
/// Chunks are decoded in any order and by many threads, but asked here in the order of the input, so
/// that it is always the first filing that counts.
#[derive(Debug, Default)]
pub struct Seen {
    /// For each key the number of its filing. A table that is full moves to twice the room and holds both
    /// meanwhile; of many small tables only one does so at a time.
    tables: [HashMap<Digest, u32>; TABLES],
    places: Places,
}

/// Ninety-six bits of a key's digest: among ten million keys two are alike once in 10^15 batches.
type Digest = [u32; 3];

const TABLES: usize = 32;

impl Seen {
    /// No key yet.
    pub fn new() -> Seen {
        Seen::default()
    }

    /// Notes a key of a filing; says where it was seen first if it was seen before.
    fn note(&mut self, key: &str, file: &Arc<str>, line: usize) -> Option<String> {
        let mut hasher = SipHasher13::new();
        hasher.write(key.as_bytes());
        let (low, high) = hasher.finish128().as_u64();
        let digest = [low as u32, (low >> 32) as u32, high as u32];
        match self.tables[high as usize % TABLES].entry(digest) {
            Entry::Vacant(entry) => {
                entry.insert(self.places.add(file, line));
                None
            }
            Entry::Occupied(entry) => Some(match self.places.of(*entry.get()) {
                Some((file, line)) => format!("{file}:{line}"),
                None => file.to_string(),
            }),
        }
    }

    /// For each filing of a decoded chunk whether its key is new. Those whose key is not are added to the
    /// rejects; their verdicts are to be left out.
    pub fn admit(&mut self, schema: &Schema, chunk: &Chunk, decoded: &mut Decoded) -> Vec<bool> {
        let mut admitted = Vec::with_capacity(decoded.batch.len());
        let mut rejects = Vec::new();
        for filing in 0..decoded.batch.len() {
            let key = schema.filing_key(&decoded.batch, filing);
            let at = decoded.records.get(filing).copied().unwrap_or(0);
            let Some(record) = chunk.records.get(at) else {
                admitted.push(true);
                continue;
            };
            let first = self.note(&key, &record.file, record.line);
            admitted.push(first.is_none());
            let Some(first) = first else { continue };
            let place = match &record.content {
                Content::Text(format, _) => chunk.text(at).and_then(|(text, _)| {
                    let place = crate::ingest::locate::key_place(schema, text, *format)?;
                    Some(record.place(place))
                }),
                Content::Row(_) | Content::Unreadable { .. } => None,
            };
            rejects.push(Reject {
                record: at,
                file: record.file.clone(),
                line: Some(place.map_or(record.line, |place| place.line)),
                column: Some(place.map_or(record.column, |place| place.column)),
                reason: format!("a filing with the key `{key}` was read before, at {first}"),
                key: Some(key),
            });
        }
        if !rejects.is_empty() {
            decoded.rejects.extend(rejects);
            decoded.rejects.sort_by_key(|reject| reject.record);
        }
        admitted
    }
}

/// Where each filing stands: most stand in the line after the one before, which takes no room.
#[derive(Debug, Default)]
struct Places {
    filings: u32,
    files: Vec<Arc<str>>,
    /// Filings of one file in lines that follow one another, in order.
    runs: Vec<Run>,
}

/// The first of some filings in lines that follow one another.
#[derive(Debug)]
struct Run {
    filing: u32,
    file: usize,
    line: usize,
}

impl Places {
    /// Adds the place of a filing; returns the number by which it is asked for.
    fn add(&mut self, file: &Arc<str>, line: usize) -> u32 {
        if self.files.last() != Some(file) {
            self.files.push(Arc::clone(file));
        }
        let file = self.files.len() - 1;
        let filing = self.filings;
        let goes_on = |run: &Run| run.file == file && run.line_of(filing) == line;
        if !self.runs.last().is_some_and(goes_on) {
            self.runs.push(Run { filing, file, line });
        }
        self.filings = filing.saturating_add(1);
        filing
    }

    /// The file and the line of a filing.
    fn of(&self, filing: u32) -> Option<(&str, usize)> {
        let after = self.runs.partition_point(|run| run.filing <= filing);
        let run = self.runs.get(after.checked_sub(1)?)?;
        Some((self.files.get(run.file)?, run.line_of(filing)))
    }
}

impl Run {
    fn line_of(&self, filing: u32) -> usize {
        self.line + (filing - self.filing) as usize
    }
}

impl Schema {
    /// The key of a filing of a batch, as people write it.
    pub fn filing_key(&self, batch: &crate::ingest::batch::Batch, filing: usize) -> String {
        let Some(column) = batch.column(self.key_column()) else {
            return String::new();
        };
        match &column.values {
            values @ Values::Text { .. } => values.text(filing).to_owned(),
            Values::Number(values) => self.number_in_words(values[filing]),
            Values::Date(values) => crate::value::Day::from_count(i64::from(values[filing]))
                .map_or(String::new(), |day| day.to_string()),
            Values::Enum(values) => self.member_in_words(values[filing]),
            Values::Boolean(values) => values.value(filing).to_string(),
            Values::None | Values::Row(_) => String::new(),
        }
    }
}
