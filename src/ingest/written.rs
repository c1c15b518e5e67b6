//! Filings as they are written, to be written again in another form.
//!
//! For this every field is kept, a reference is the key that it is written as, and nothing is asked of
//! keys: a list may repeat them, a reference may lead nowhere.

use crate::batch::{Batch, GIVEN, MISSING};
use crate::ingest::schema::Schema;
use crate::vocabulary::layout::LayoutError;
use crate::vocabulary::{FieldType, Layout, Vocabulary};

impl Schema {
    /// What reads every field of a vocabulary as it is written.
    pub fn as_written(vocabulary: &Vocabulary, strict: bool) -> Result<Schema, LayoutError> {
        let mut written = vocabulary.clone();
        for (at, record) in vocabulary.records.iter().enumerate() {
            for (field, form) in record.fields.iter().enumerate() {
                let own = &mut written.records[at].fields[field];
                own.key = false;
                if let FieldType::Reference(list) = &form.ty {
                    own.ty = key_type(vocabulary, list).unwrap_or(FieldType::Text);
                }
            }
        }
        let layout = Layout::new(&written)?;
        let all = vec![true; layout.columns.len()];
        // Which years the rules govern is nothing to who writes a filing in another form.
        let years = [(i16::MIN, Some(i16::MAX))];
        Ok(Schema::new(&written, &layout, &all, strict, &years))
    }
}

/// The type of the key of a list of the filing.
fn key_type(vocabulary: &Vocabulary, list: &[String]) -> Option<FieldType> {
    let mut record = vocabulary.record(vocabulary.filing);
    for name in list {
        let field = record.fields.iter().find(|field| field.name == *name)?;
        let inner = match &field.ty {
            FieldType::List(item) => item.as_ref(),
            other => other,
        };
        let FieldType::Record(inner) = inner else {
            return None;
        };
        record = vocabulary.record(*inner);
    }
    let key = record.fields.iter().find(|field| field.key)?;
    Some(key.ty.clone())
}

/// Whether a row of a list of records is null: in one that is there, what is optional is absent.
pub(crate) fn is_null_row(schema: &Schema, batch: &Batch, shape: usize, row: usize) -> bool {
    let state = |column: usize| {
        let cells = batch.columns.get(column).and_then(Option::as_ref);
        cells.map_or(GIVEN, |cells| cells.states[row])
    };
    let fields = &schema.shapes[shape].fields;
    fields.iter().all(|field| state(field.column) == MISSING)
        && fields.iter().any(|field| field.optional)
}
