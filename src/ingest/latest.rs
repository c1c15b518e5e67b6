//! Of filings with one key the last by a field: which of them it is, found before any is judged.
//!
//! Some fifty bytes are kept for each key, whatever the filings hold.

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use crate::batch::{Batch, GIVEN, Values};
use crate::ingest::digest::{Digest, digest, hash};
use crate::ingest::places::Places;
use crate::ingest::record::Record;
use crate::vocabulary::ColumnId;

/// For each key the filing whose field is greatest; of those that are alike in it the one that is read last.
#[derive(Debug)]
pub struct Latest {
    field: String,
    column: ColumnId,
    filings: HashTable<Last>,
    places: Places,
}

/// The last filing with one key.
#[derive(Debug)]
struct Last {
    key: Digest,
    /// What its field says.
    value: i128,
    /// Its place.
    at: u32,
    /// The character at which it begins: one line may hold several.
    column: usize,
}

/// What a filing says in a field that it does not give: less than any other.
const NOT_GIVEN: i128 = i128::MIN;

impl Latest {
    /// No filing yet; the column is that of a date or a number of the filing itself, and goes by a name.
    pub fn by(field: &str, column: ColumnId) -> Latest {
        Latest {
            field: field.to_owned(),
            column,
            filings: HashTable::new(),
            places: Places::default(),
        }
    }

    /// What the filings of a batch say in a column, to be compared.
    pub fn values(column: ColumnId, batch: &Batch) -> Vec<i128> {
        let Some(column) = batch.column(column) else {
            return vec![NOT_GIVEN; batch.len()];
        };
        let value = |at: usize| match (&column.values, column.states.get(at)) {
            (Values::Date(values), Some(&GIVEN)) => i128::from(values[at]),
            (Values::Number(values), Some(&GIVEN)) => values[at],
            _ => NOT_GIVEN,
        };
        (0..batch.len()).map(value).collect()
    }

    /// The column that is compared.
    pub fn column(&self) -> ColumnId {
        self.column
    }

    /// Takes a filing into account. They come in the order of the input.
    pub fn add(&mut self, key: &str, value: i128, record: &Record) {
        let key = digest(key);
        let last = Last {
            key,
            value,
            at: self.places.add(&record.file, record.line),
            column: record.column,
        };
        let same = |other: &Last| other.key == key;
        match self.filings.entry(hash(key), same, |one| hash(one.key)) {
            Entry::Vacant(entry) => {
                entry.insert(last);
            }
            Entry::Occupied(mut entry) => {
                if value >= entry.get().value {
                    *entry.get_mut() = last;
                }
            }
        }
    }

    /// Why a filing is not judged, if another with its key is the last: the cause, and the whole of it.
    pub(crate) fn refusal(&self, key: &str, record: &Record) -> Option<(String, String)> {
        let own = digest(key);
        let last = self.filings.find(hash(own), |one| one.key == own)?;
        let (file, line) = self.places.of(last.at)?;
        if (file, line, last.column) == (&*record.file, record.line, record.column) {
            return None;
        }
        let field = &self.field;
        Some((
            format!("another filing with the same key is the last by `{field}`"),
            format!(
                "of the filings with the key `{key}` the last by `{field}` is judged, which is at {file}:{line}"
            ),
        ))
    }
}
