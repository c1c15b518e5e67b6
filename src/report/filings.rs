//! Filings as NDJSON, as they were read: every field that is given, in the order of the vocabulary.

use crate::batch::{Batch, Column, GIVEN, Values};
use crate::ingest::Schema;
use crate::ingest::schema::{Content, Kind, Noun, RowForm};
use crate::ingest::written::is_null_row;
use crate::report::json::{integer, text};
use crate::value::{Day, number};

/// A line for each filing of a batch; the schema is that of filings as they are written.
pub fn write(out: &mut Vec<u8>, schema: &Schema, batch: &Batch) {
    for filing in 0..batch.len() {
        record(out, schema, batch, 0, filing);
        out.push(b'\n');
    }
}

/// A record: the row of its table, or what is nested in it.
fn record(out: &mut Vec<u8>, schema: &Schema, batch: &Batch, shape: usize, row: usize) {
    let form = &schema.shapes[shape];
    let mut between = b'{';
    for (at, field) in form.fields.iter().enumerate() {
        let Some(cells) = column(batch, field.column) else {
            continue;
        };
        if cells.states[row] != GIVEN {
            continue;
        }
        out.push(between);
        between = b',';
        text(out, form.names.text(at));
        out.push(b':');
        match field.content {
            Content::Scalar => value(out, schema, field.column, cells, row),
            Content::Record(inner) => record(out, schema, batch, inner, row),
            Content::List(table) => list(out, schema, batch, table, row),
        }
    }
    if between == b'{' {
        out.push(b'{');
    }
    out.push(b'}');
}

fn list(out: &mut Vec<u8>, schema: &Schema, batch: &Batch, table: usize, row: usize) {
    let offsets = &batch.tables[table].offsets;
    out.push(b'[');
    for item in offsets[row]..offsets[row + 1] {
        if item > offsets[row] {
            out.push(b',');
        }
        let item = item as usize;
        match schema.tables[table].rows {
            RowForm::Record(shape) if is_null_row(schema, batch, shape, item) => {
                out.extend_from_slice(b"null");
            }
            RowForm::Record(shape) => record(out, schema, batch, shape, item),
            RowForm::Value(at) => match column(batch, at) {
                Some(cells) if cells.states[item] == GIVEN => value(out, schema, at, cells, item),
                _ => out.extend_from_slice(b"null"),
            },
        }
    }
    out.push(b']');
}

/// A value that is given. A number is written with its decimals, which whoever reads it as text keeps.
fn value(out: &mut Vec<u8>, schema: &Schema, column: usize, cells: &Column, row: usize) {
    let kind = schema.columns[column].kind;
    match (&cells.values, kind) {
        (Values::Boolean(values), _) => {
            out.extend_from_slice(if values.value(row) { b"true" } else { b"false" });
        }
        (Values::Number(values), Kind::Number { scale: 0, .. }) => integer(out, values[row]),
        (Values::Number(values), Kind::Number { scale, noun }) => {
            let decimals = if matches!(noun, Noun::Money(_)) { 2 } else { 0 };
            out.extend_from_slice(number::format(values[row], scale, decimals).as_bytes());
        }
        (Values::Date(values), _) => {
            let day = Day::from_count(i64::from(values[row]));
            text(out, &day.map_or(String::new(), |day| day.to_string()));
        }
        (Values::Enum(values), Kind::Enum(id)) => {
            text(out, schema.enums[id].members.text(usize::from(values[row])));
        }
        (values @ Values::Text { .. }, _) => text(out, values.text(row)),
        // A schema of filings as they are written has no such column.
        _ => out.extend_from_slice(b"null"),
    }
}

fn column(batch: &Batch, at: usize) -> Option<&Column> {
    batch.columns.get(at)?.as_ref()
}
