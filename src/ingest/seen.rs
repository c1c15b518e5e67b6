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

/// The keys seen so far, as digests of 128 bits, each with the place of its filing: twenty-four bytes a
/// filing, whatever its key.
///
/// Chunks are decoded in any order and by many threads, but asked here in the order of the input, so
/// that it is always the first filing that counts.
#[derive(Debug, Default)]
pub struct Seen {
    first: HashMap<(u64, u64), First>,
    /// The files in order; each filing keeps the number of its own.
    files: Vec<Arc<str>>,
}

/// Where a key was seen first.
#[derive(Debug, Clone, Copy)]
struct First {
    file: u32,
    line: u32,
}

impl Seen {
    /// No key yet.
    pub fn new() -> Seen {
        Seen::default()
    }

    /// Notes a key of a filing; says where it was seen first if it was seen before.
    fn note(&mut self, key: &str, file: &Arc<str>, line: usize) -> Option<String> {
        if self.files.last() != Some(file) {
            self.files.push(file.clone());
        }
        let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let here = First {
            file: narrow(self.files.len() - 1),
            line: narrow(line),
        };
        let mut hasher = SipHasher13::new();
        hasher.write(key.as_bytes());
        match self.first.entry(hasher.finish128().as_u64()) {
            Entry::Vacant(entry) => {
                entry.insert(here);
                None
            }
            Entry::Occupied(entry) => {
                let first = entry.get();
                let file = self.files.get(first.file as usize).unwrap_or(file);
                Some(format!("{file}:{}", first.line))
            }
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
