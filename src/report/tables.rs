//! Rows as Arrow columns, which Parquet and Arrow files hold: one a finding, or one a clause.

use std::sync::Arc;

use arrow_array::builder::{Int64Builder, ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};

use crate::check::ir::Ir;
use crate::evaluate::verdicts::{Detail, Judged};
use crate::report::carried::Value;
use crate::report::rows::{self, Cell, Kind};
use crate::source::Place;

/// The columns at a level of detail; `beside` are the fields that are carried.
pub fn columns(detail: Detail, beside: &[String]) -> SchemaRef {
    let carried = beside
        .iter()
        .map(|name| Field::new(name, DataType::Utf8, true));
    let fields = rows::columns(detail).iter().map(|column| {
        let kind = match column.kind {
            Kind::Text => DataType::Utf8,
            Kind::Number => DataType::Int64,
            Kind::List => DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true))),
        };
        Field::new(column.name, kind, column.kind != Kind::List)
    });
    Arc::new(Schema::new(fields.chain(carried).collect::<Vec<Field>>()))
}

/// Rows as they grow.
#[derive(Debug)]
pub struct Rows {
    detail: Detail,
    beside: Vec<String>,
    columns: Vec<Builder>,
}

#[derive(Debug)]
enum Builder {
    Text(StringBuilder),
    Number(Int64Builder),
    List(ListBuilder<StringBuilder>),
}

impl Rows {
    /// None yet.
    pub fn new(detail: Detail, beside: &[String]) -> Rows {
        let columns = rows::columns(detail)
            .iter()
            .map(|column| match column.kind {
                Kind::Text => Builder::Text(StringBuilder::new()),
                Kind::Number => Builder::Number(Int64Builder::new()),
                Kind::List => Builder::List(ListBuilder::new(StringBuilder::new())),
            });
        let carried = beside.iter().map(|_| Builder::Text(StringBuilder::new()));
        Rows {
            detail,
            beside: beside.to_vec(),
            columns: columns.chain(carried).collect(),
        }
    }

    /// The rows of one filing. `places` has an entry for each finding, or none at all.
    pub fn add(
        &mut self,
        ir: &Ir,
        judged: &Judged,
        places: &[Option<Place>],
        beside: &[Option<Value>],
    ) {
        let columns = rows::columns(self.detail);
        for row in rows::rows(ir, self.detail, judged, places) {
            let own = columns.iter().map(|column| column.cell(&row));
            let cells = own.chain(beside.iter().map(rows::carried));
            for (cell, builder) in cells.zip(&mut self.columns) {
                builder.push(cell);
            }
        }
    }

    /// The rows as columns.
    pub fn finish(self) -> Result<RecordBatch, String> {
        let columns = columns(self.detail, &self.beside);
        let arrays = self.columns.into_iter().map(Builder::finish).collect();
        RecordBatch::try_new(columns, arrays).map_err(|error| error.to_string())
    }
}

impl Builder {
    fn push(&mut self, cell: Cell<'_>) {
        match (self, cell) {
            (Builder::Text(own), Cell::Text(value)) => own.append_value(value),
            (Builder::Text(own), _) => own.append_null(),
            (Builder::Number(own), Cell::Number(value)) => own.append_value(value),
            (Builder::Number(own), _) => own.append_null(),
            (Builder::List(own), cell) => {
                if let Cell::List(values) = cell {
                    for value in values {
                        own.values().append_value(value);
                    }
                }
                own.append(true);
            }
        }
    }

    fn finish(self) -> ArrayRef {
        match self {
            Builder::Text(mut own) => Arc::new(own.finish()),
            Builder::Number(mut own) => Arc::new(own.finish()),
            Builder::List(mut own) => Arc::new(own.finish()),
        }
    }
}
