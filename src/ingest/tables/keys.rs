//! The keys of the lists of a batch, and the references to them, filing by filing.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::batch::{Batch, Column, GIVEN, MISSING, Values};
use crate::ingest::keys::{KeyCells, KeyIndex};
use crate::ingest::schema::{Schema, join};
use crate::ingest::warnings::{WarningKind, Warnings};

/// Checks the keys of every list and turns references into rows.
pub(crate) fn resolve(
    schema: &Schema,
    batch: &mut Batch,
    references: &BTreeMap<usize, Column>,
) -> Warnings {
    let mut warnings = Warnings::default();
    let mut index = KeyIndex::default();
    let mut resolved: BTreeMap<usize, Resolved> = BTreeMap::new();
    for column in references.keys() {
        let states = batch.columns[*column].as_ref();
        let states = states.map_or(Vec::new(), |column| column.states.to_vec());
        let rows = vec![0; states.len()];
        resolved.insert(*column, Resolved { states, rows });
    }
    let keyed: Vec<(usize, usize)> = schema
        .tables
        .iter()
        .enumerate()
        .skip(1)
        .filter_map(|(at, form)| {
            Some((at, form.key.filter(|_| form.kept && form.parent.is_some())?))
        })
        .collect();
    for filing in 0..batch.len() {
        for (table, key) in &keyed {
            let (form, rows) = (&schema.tables[*table], &batch.tables[*table]);
            let (Some(parent), Some(cells)) = (form.parent, &batch.columns[*key]) else {
                continue;
            };
            let name = || join(&form.path, &schema.name_in_row(*table, *key));
            for list in rows_of(schema, batch, parent, filing) {
                let run = rows.offsets[list] as usize..rows.offsets[list + 1] as usize;
                for row in run.clone() {
                    if cells.states[row] != GIVEN && rows.states[row] == GIVEN {
                        warnings.add(WarningKind::MissingKey, &name(), "");
                    }
                }
                index.build(cells, run, |repeated| {
                    warnings.add(WarningKind::RepeatedKey, &name(), &repeated);
                });
            }
            if !form.referred {
                continue;
            }
            for (column, _) in schema
                .references
                .iter()
                .filter(|(_, target)| target == table)
            {
                let (Some(wanted), Some(resolved)) =
                    (references.get(column), resolved.get_mut(column))
                else {
                    continue;
                };
                let mut bytes = Vec::new();
                for row in rows_of(schema, batch, schema.columns[*column].table, filing) {
                    if wanted.states[row] != GIVEN {
                        continue;
                    }
                    bytes.clear();
                    wanted.value_bytes(row, &mut bytes);
                    match index.look_up(cells, &bytes) {
                        Ok(found) => resolved.rows[row] = found,
                        Err(kind) => {
                            resolved.states[row] = MISSING;
                            let path = schema.column_path(*column);
                            warnings.add(kind, &path, &String::from_utf8_lossy(&bytes));
                        }
                    }
                }
            }
        }
    }
    for (column, resolved) in resolved {
        batch.columns[column] = Some(Column {
            states: resolved.states.into(),
            values: Values::Row(resolved.rows.into()),
        });
    }
    warnings
}

struct Resolved {
    states: Vec<u8>,
    rows: Vec<u32>,
}

/// The rows of a table that belong to a filing.
fn rows_of(schema: &Schema, batch: &Batch, table: usize, filing: usize) -> Range<usize> {
    let Some(parent) = schema.tables[table].parent else {
        return filing..filing + 1;
    };
    let around = rows_of(schema, batch, parent, filing);
    let offsets = &batch.tables[table].offsets;
    offsets[around.start] as usize..offsets[around.end] as usize
}

impl KeyCells for Column {
    fn given(&self, row: usize) -> bool {
        self.states[row] == GIVEN
    }

    fn is_text(&self) -> bool {
        matches!(self.values, Values::Text { .. })
    }

    fn text_bytes(&self, row: usize) -> &[u8] {
        match &self.values {
            Values::Text { offsets, bytes } => {
                &bytes[offsets[row] as usize..offsets[row + 1] as usize]
            }
            _ => &[],
        }
    }

    fn value_bytes(&self, row: usize, into: &mut Vec<u8>) {
        match &self.values {
            Values::None | Values::Row(_) => {}
            Values::Boolean(values) => into.push(u8::from(values.value(row))),
            Values::Number(values) => into.extend_from_slice(&values[row].to_le_bytes()),
            Values::Date(values) => into.extend_from_slice(&values[row].to_le_bytes()),
            Values::Enum(values) => into.extend_from_slice(&values[row].to_le_bytes()),
            Values::Text { .. } => into.extend_from_slice(self.text_bytes(row)),
        }
    }
}
