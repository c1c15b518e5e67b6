//! Filings as the columns of a file.
//!
//! The columns are those of the vocabulary, in its order and by the names that documents write: records
//! as structs, lists as lists, amounts as decimals, members of an enum as a dictionary of their names.
//! All may be null: a value not given is.

use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Int32Array, Int64Array,
    ListArray, RecordBatch, StringArray, StructArray,
};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{DataType, Field, Fields, SchemaRef};

use crate::batch::{Batch, Column, GIVEN, Values};
use crate::ingest::inputs::FileKind;
use crate::ingest::schema::{Content, Kind, RowForm, Schema};
use crate::ingest::written::is_null_row;
use crate::value::number;

/// How many digits an amount has: what Parquet keeps in eight bytes, and what Arrow keeps in sixteen.
const PARQUET_DIGITS: u8 = 18;
const ARROW_DIGITS: u8 = 38;

/// Turns batches into the columns of one file.
#[derive(Debug)]
pub struct Shaper<'s> {
    schema: &'s Schema,
    digits: u8,
    columns: SchemaRef,
    /// The members of each enum: one dictionary for the whole file.
    enums: Vec<ArrayRef>,
}

impl<'s> Shaper<'s> {
    /// The columns that a schema keeps, which must be all of them and none a reference.
    pub fn new(schema: &'s Schema, kind: FileKind) -> Shaper<'s> {
        let digits = match kind {
            FileKind::Parquet => PARQUET_DIGITS,
            _ => ARROW_DIGITS,
        };
        let enums = schema.enums.iter().map(|one| {
            let names: StringArray = one.members.iter().map(Some).collect();
            Arc::new(names) as ArrayRef
        });
        Shaper {
            schema,
            digits,
            columns: Arc::new(arrow_schema::Schema::new(fields(schema, 0, digits))),
            enums: enums.collect(),
        }
    }

    /// The columns of the file.
    pub fn columns(&self) -> &SchemaRef {
        &self.columns
    }

    /// The filings with a number that no column of the file holds, and what is said of them.
    pub fn misfits(&self, batch: &Batch) -> Vec<(usize, String)> {
        let mut misfits = Vec::new();
        for (at, column) in batch.columns.iter().enumerate() {
            let Some(Column {
                states,
                values: Values::Number(values),
            }) = column
            else {
                continue;
            };
            let form = &self.schema.columns[at];
            let Kind::Number { scale, .. } = form.kind else {
                continue;
            };
            for (row, (value, state)) in values.iter().zip(states.iter()).enumerate() {
                if *state == GIVEN && !self.holds(*value, scale) {
                    let path = self.schema.column_path(at);
                    let text = number::format(*value, scale, 0);
                    let reason = format!("{path}: `{text}` is too large for a column of a table");
                    misfits.push((filing_of(self.schema, batch, form.table, row), reason));
                }
            }
        }
        misfits.sort();
        misfits.dedup_by_key(|(filing, _)| *filing);
        misfits
    }

    fn holds(&self, value: i128, scale: u8) -> bool {
        if scale == 0 {
            return i64::try_from(value).is_ok();
        }
        let bound = number::power_of_ten(u32::from(self.digits));
        bound.is_none_or(|bound| value.unsigned_abs() < bound.unsigned_abs())
    }

    /// The filings of a batch, without [`Shaper::misfits`].
    pub fn shape(&self, batch: &Batch) -> Result<RecordBatch, String> {
        let rows: Vec<usize> = (0..batch.len()).collect();
        let arrays = self.record(batch, 0, &rows)?;
        RecordBatch::try_new(self.columns.clone(), arrays).map_err(|error| error.to_string())
    }

    /// The fields of a record, for some rows of its table.
    fn record(&self, batch: &Batch, shape: usize, rows: &[usize]) -> Result<Vec<ArrayRef>, String> {
        let form = &self.schema.shapes[shape];
        let mut arrays = Vec::with_capacity(form.fields.len());
        for field in &form.fields {
            let cells = cells(batch, field.column)?;
            arrays.push(match field.content {
                Content::Scalar => self.value(batch, field.column, rows)?,
                Content::Record(inner) => {
                    let arrays = self.record(batch, inner, rows)?;
                    structs(
                        fields(self.schema, inner, self.digits),
                        arrays,
                        given(cells, rows),
                    )?
                }
                Content::List(table) => self.list(batch, table, cells, rows)?,
            });
        }
        Ok(arrays)
    }

    fn list(
        &self,
        batch: &Batch,
        table: usize,
        cells: &Column,
        rows: &[usize],
    ) -> Result<ArrayRef, String> {
        let all = &batch.tables[table].offsets;
        let mut items = Vec::new();
        let mut lengths = Vec::with_capacity(rows.len());
        for row in rows {
            let run = match cells.states[*row] {
                GIVEN => all[*row] as usize..all[*row + 1] as usize,
                _ => 0..0,
            };
            lengths.push(run.len());
            items.extend(run);
        }
        let (item, values) = match self.schema.tables[table].rows {
            RowForm::Value(column) => {
                let kind = self.schema.columns[column].kind;
                let item = Field::new_list_field(data_type(kind, self.digits), true);
                (item, self.value(batch, column, &items)?)
            }
            RowForm::Record(shape) => {
                let arrays = self.record(batch, shape, &items)?;
                let fields = fields(self.schema, shape, self.digits);
                let item = Field::new_list_field(DataType::Struct(fields.clone()), true);
                let there: Vec<bool> = items
                    .iter()
                    .map(|row| !is_null_row(self.schema, batch, shape, *row))
                    .collect();
                (item, structs(fields, arrays, Some(there.into()))?)
            }
        };
        let offsets = OffsetBuffer::from_lengths(lengths);
        let list = ListArray::try_new(Arc::new(item), offsets, values, given(cells, rows));
        Ok(Arc::new(list.map_err(|error| error.to_string())?))
    }

    fn value(&self, batch: &Batch, column: usize, rows: &[usize]) -> Result<ArrayRef, String> {
        let cells = cells(batch, column)?;
        let nulls = given(cells, rows);
        let kind = self.schema.columns[column].kind;
        let error = |error: arrow_schema::ArrowError| error.to_string();
        Ok(match &cells.values {
            Values::Boolean(values) => {
                let values = rows.iter().map(|row| values.value(*row)).collect();
                Arc::new(BooleanArray::new(values, nulls))
            }
            Values::Number(values) => {
                let is_given = |row: usize| cells.states[row] == GIVEN;
                // What stands under a cell that is not given may be anything.
                let value = |row: &usize| if is_given(*row) { values[*row] } else { 0 };
                match data_type(kind, self.digits) {
                    DataType::Decimal128(digits, scale) => {
                        let values: Vec<i128> = rows.iter().map(value).collect();
                        let amounts = Decimal128Array::new(values.into(), nulls);
                        Arc::new(
                            amounts
                                .with_precision_and_scale(digits, scale)
                                .map_err(error)?,
                        )
                    }
                    _ => {
                        let narrow = |value: i128| i64::try_from(value).unwrap_or(0);
                        let values: Vec<i64> = rows.iter().map(value).map(narrow).collect();
                        Arc::new(Int64Array::new(values.into(), nulls))
                    }
                }
            }
            Values::Date(values) => {
                let values: Vec<i32> = rows.iter().map(|row| values[*row]).collect();
                Arc::new(Date32Array::new(values.into(), nulls))
            }
            Values::Enum(values) => {
                let Kind::Enum(id) = kind else {
                    return Err("a member of an enum without one".to_owned());
                };
                let given = |row: usize| cells.states[row] == GIVEN;
                let keys = rows
                    .iter()
                    .map(|row| given(*row).then(|| i32::from(values[*row])));
                let keys: Int32Array = keys.collect();
                let members = DictionaryArray::<Int32Type>::try_new(keys, self.enums[id].clone());
                Arc::new(members.map_err(error)?)
            }
            Values::Text { .. } => {
                let text =
                    |row: &usize| (cells.states[*row] == GIVEN).then(|| cells.values.text(*row));
                Arc::new(rows.iter().map(text).collect::<StringArray>())
            }
            Values::None | Values::Row(_) => return Err("a column without values".to_owned()),
        })
    }
}

fn structs(
    fields: Fields,
    arrays: Vec<ArrayRef>,
    nulls: Option<NullBuffer>,
) -> Result<ArrayRef, String> {
    let structs = StructArray::try_new(fields, arrays, nulls);
    Ok(Arc::new(structs.map_err(|error| error.to_string())?))
}

fn cells(batch: &Batch, column: usize) -> Result<&Column, String> {
    let cells = batch.columns.get(column).and_then(Option::as_ref);
    cells.ok_or_else(|| "a column is not kept".to_owned())
}

fn given(cells: &Column, rows: &[usize]) -> Option<NullBuffer> {
    let given: Vec<bool> = rows.iter().map(|row| cells.states[*row] == GIVEN).collect();
    Some(given.into())
}

/// The filing that a row of a table belongs to.
fn filing_of(schema: &Schema, batch: &Batch, table: usize, row: usize) -> usize {
    let (mut table, mut row) = (table, row);
    while let Some(parent) = schema.tables[table].parent {
        let offsets = &batch.tables[table].offsets;
        row = offsets
            .partition_point(|end| *end as usize <= row)
            .saturating_sub(1);
        table = parent;
    }
    row
}

fn fields(schema: &Schema, shape: usize, digits: u8) -> Fields {
    let form = &schema.shapes[shape];
    let fields = form.fields.iter().enumerate().map(|(at, field)| {
        let name = form.names.text(at);
        let ty = match field.content {
            Content::Scalar => data_type(schema.columns[field.column].kind, digits),
            Content::Record(inner) => DataType::Struct(fields(schema, inner, digits)),
            Content::List(table) => {
                let item = match schema.tables[table].rows {
                    RowForm::Value(column) => data_type(schema.columns[column].kind, digits),
                    RowForm::Record(shape) => DataType::Struct(fields(schema, shape, digits)),
                };
                DataType::List(Arc::new(Field::new_list_field(item, true)))
            }
        };
        Field::new(name, ty, true)
    });
    fields.collect()
}

fn data_type(kind: Kind, digits: u8) -> DataType {
    match kind {
        Kind::Boolean => DataType::Boolean,
        Kind::Number { scale: 0, .. } => DataType::Int64,
        Kind::Number { scale, .. } => DataType::Decimal128(digits, scale as i8),
        Kind::Date => DataType::Date32,
        Kind::Enum(_) => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
        Kind::Text | Kind::Reference { .. } | Kind::State => DataType::Utf8,
    }
}
