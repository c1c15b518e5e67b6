//! The keys of a batch: the second filing with one key is rejected.

use std::collections::HashSet;

use siphasher::sip128::{Hasher128, SipHasher13};
use std::hash::Hasher;

use crate::ingest::batch::Values;
use crate::ingest::decode::Decoded;
use crate::ingest::fault::Reject;
use crate::ingest::record::{Chunk, Content};
use crate::ingest::schema::Schema;

/// The keys seen so far, as digests of 128 bits: sixteen bytes a filing, whatever its key.
///
/// Chunks are decoded in any order and by many threads, but asked here in the order of the input, so
/// that it is always the first filing that counts.
#[derive(Debug, Default)]
pub struct Seen {
    digests: HashSet<u128>,
}

impl Seen {
    /// No key yet.
    pub fn new() -> Seen {
        Seen::default()
    }

    /// For each filing of a decoded chunk whether its key is new. Those whose key is not are added to the
    /// rejects; their verdicts are to be left out.
    pub fn admit(&mut self, schema: &Schema, chunk: &Chunk, decoded: &mut Decoded) -> Vec<bool> {
        let mut admitted = Vec::with_capacity(decoded.batch.len());
        let mut rejects = Vec::new();
        for filing in 0..decoded.batch.len() {
            let key = schema.filing_key(&decoded.batch, filing);
            let mut hasher = SipHasher13::new();
            hasher.write(key.as_bytes());
            let new = self.digests.insert(hasher.finish128().as_u128());
            admitted.push(new);
            if new {
                continue;
            }
            let at = decoded.records.get(filing).copied().unwrap_or(0);
            let Some(record) = chunk.records.get(at) else {
                continue;
            };
            let place = match &record.content {
                Content::Text(format, _) => chunk.text(at).and_then(|(text, _)| {
                    let place = crate::ingest::locate::key_place(schema, text, *format)?;
                    Some(record.place(place))
                }),
                Content::Unreadable { .. } => None,
            };
            rejects.push(Reject {
                record: at,
                file: record.file.clone(),
                line: Some(place.map_or(record.line, |place| place.line)),
                column: Some(place.map_or(record.column, |place| place.column)),
                reason: format!("a filing with the key `{key}` was read before"),
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
