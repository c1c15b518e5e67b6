//! The keys of a batch: the second filing with one key is rejected, or all but the last by a field.

use std::sync::Arc;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use crate::batch::{Batch, Values};
use crate::ingest::decode::Decoded;
use crate::ingest::digest::{Digest, digest, hash};
use crate::ingest::fault::{Reason, Reject};
use crate::ingest::latest::Latest;
use crate::ingest::places::Places;
use crate::ingest::record::{Chunk, Content, Record};
use crate::ingest::schema::Schema;

/// The keys seen so far, as digests: some twenty bytes a filing, whatever its key.
///
/// Chunks are decoded in any order and by many threads, but asked here in the order of the input, so
/// that it is always the same filing that counts.
#[derive(Debug, Default)]
pub struct Seen {
    /// The numbers of the filings, found by the digests of their keys.
    numbers: HashTable<u32>,
    digests: Digests,
    places: Places,
    /// Which filing with a key is judged, where that is not the first.
    latest: Option<Arc<Latest>>,
}

impl Seen {
    /// No key yet.
    pub fn new() -> Seen {
        Seen::default()
    }

    /// The same where of filings with one key a certain one is judged.
    pub fn judging(latest: Option<Arc<Latest>>) -> Seen {
        Seen {
            latest,
            ..Seen::default()
        }
    }

    /// Why a filing is not to be judged: the cause, and the whole of it.
    fn refusal(&mut self, key: &str, record: &Record) -> Option<(String, String)> {
        let later = self.latest.as_ref();
        if let Some(refusal) = later.and_then(|latest| latest.refusal(key, record)) {
            return Some(refusal);
        }
        let first = self.note(key, &record.file, record.line)?;
        Some((
            "a filing with the same key was read before".to_owned(),
            format!("a filing with the key `{key}` was read before, at {first}"),
        ))
    }

    /// Notes a key of a filing; says where it was seen first if it was seen before.
    fn note(&mut self, key: &str, file: &Arc<str>, line: usize) -> Option<String> {
        let digest = digest(key);
        let digests = &self.digests;
        let is_same = |number: &u32| digests.of(*number) == digest;
        let entry = self
            .numbers
            .entry(hash(digest), is_same, |number| hash(digests.of(*number)));
        match entry {
            Entry::Vacant(entry) => {
                entry.insert(self.places.add(file, line));
                self.digests.push(digest);
                None
            }
            Entry::Occupied(entry) => Some(match self.places.of(*entry.get()) {
                Some((file, line)) => format!("{file}:{line}"),
                None => file.to_string(),
            }),
        }
    }

    /// For each filing of a decoded chunk whether it is to be judged. Those that are not are added to the
    /// rejects; their verdicts are to be left out.
    pub fn admit(&mut self, schema: &Schema, chunk: &Chunk, decoded: &mut Decoded) -> Vec<bool> {
        let mut admitted = Vec::with_capacity(decoded.keys.len());
        let mut rejects = Vec::new();
        for (key, at) in decoded.keys.iter().zip(&decoded.records) {
            let at = *at;
            let Some(record) = chunk.records.get(at) else {
                admitted.push(true);
                continue;
            };
            let refusal = self.refusal(key, record);
            admitted.push(refusal.is_none());
            let Some((cause, text)) = refusal else {
                continue;
            };
            let place = match &record.content {
                Content::Text(format, _) => chunk.text(at).and_then(|(text, _)| {
                    let place = crate::ingest::locate::key_place(schema, text, *format)?;
                    Some(record.place(place))
                }),
                Content::Row(_)
                | Content::Cells { .. }
                | Content::LeftOut
                | Content::Unreadable { .. } => None,
            };
            let reason = Reason {
                line: Some(place.map_or(record.line, |place| place.line)),
                column: Some(place.map_or(record.column, |place| place.column)),
                field: schema.document_name(schema.key).to_owned(),
                cause,
                text,
            };
            rejects.push(Reject::at_record(at, record, Some(key.clone()), reason));
        }
        if !rejects.is_empty() {
            decoded.rejects.extend(rejects);
            decoded.rejects.sort_by_key(|reject| reject.record);
        }
        admitted
    }
}

/// The digest of each filing's key, by its number. Rooms are added and never moved: what grows by moving
/// leaves as much behind as it takes.
#[derive(Debug, Default)]
struct Digests(Vec<Vec<Digest>>);

impl Digests {
    const ROOM: usize = 2048;

    fn push(&mut self, digest: Digest) {
        match self.0.last_mut() {
            Some(room) if room.len() < Self::ROOM => room.push(digest),
            _ => {
                let mut room = Vec::with_capacity(Self::ROOM);
                room.push(digest);
                self.0.push(room);
            }
        }
    }

    /// INVARIANT: every number in the table is that of a digest.
    fn of(&self, number: u32) -> Digest {
        let at = number as usize;
        self.0[at / Self::ROOM][at % Self::ROOM]
    }
}

impl Schema {
    /// The key of every filing of a batch.
    pub(crate) fn filing_keys(&self, batch: &Batch) -> Vec<String> {
        let filings = 0..batch.len();
        filings
            .map(|filing| self.filing_key(batch, filing))
            .collect()
    }

    /// The key of a filing of a batch, as people write it.
    pub fn filing_key(&self, batch: &Batch, filing: usize) -> String {
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
