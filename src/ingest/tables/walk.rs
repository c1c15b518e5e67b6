//! The columns of a file to the tables and columns of a batch, directed by the schema.
//!
//! All filings are walked at once, column by column. What is wrong is kept for each filing, in the order
//! of the vocabulary; whoever calls walks again without those filings.

use std::collections::BTreeMap;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch, StructArray};
use arrow_buffer::{OffsetBuffer, ScalarBuffer};
use arrow_schema::{Field, FieldRef, Fields};

use crate::batch::{self, Batch, Column, GIVEN, MISSING, UNPLACED, Values};
use crate::ingest::fault::{MOST_REASONS, Reason, What};
use crate::ingest::schema::{Content, Kind, RowForm, Schema};
use crate::ingest::tables::rows::Rows;
use crate::ingest::tables::values::{Source, Wrong, silent};

/// What a walk came to.
pub(crate) struct Walked {
    pub(crate) batch: Batch,
    /// For each kept reference column the keys that it refers by, in the place of its rows.
    pub(crate) references: BTreeMap<usize, Column>,
    /// For each filing of which something is wrong what that is.
    pub(crate) wrong: BTreeMap<usize, Blamed>,
}

/// All that is wrong with a filing.
#[derive(Debug, Default)]
pub(crate) struct Blamed {
    pub(crate) reasons: Vec<Reason>,
    /// How many mistakes there are beyond those that are told.
    pub(crate) more: usize,
}

impl Blamed {
    fn add(&mut self, reason: impl FnOnce() -> Reason) {
        match self.reasons.len() < MOST_REASONS {
            true => self.reasons.push(reason()),
            false => self.more += 1,
        }
    }
}

/// Walks the wanted rows of some columns.
pub(crate) fn walk(schema: &Schema, read: &RecordBatch, rows: &Rows) -> Result<Walked, String> {
    let mut walk = Walk {
        schema,
        tables: schema.tables.iter().map(|_| None).collect(),
        columns: schema.columns.iter().map(|_| None).collect(),
        references: BTreeMap::new(),
        wrong: BTreeMap::new(),
    };
    walk.tables[0] = Some(batch::Rows {
        len: rows.len,
        offsets: OffsetBuffer::new(vec![0, narrow(rows.len)?].into()),
        states: vec![GIVEN; rows.len].into(),
        starts: vec![UNPLACED; rows.len].into(),
    });
    let fields = read.schema_ref().fields();
    walk.record(0, Some((fields, read.columns())), rows, None)?;
    walk.complete(rows.len);
    Ok(walk.finish())
}

struct Walk<'s> {
    schema: &'s Schema,
    tables: Vec<Option<batch::Rows>>,
    columns: Vec<Option<Column>>,
    references: BTreeMap<usize, Column>,
    wrong: BTreeMap<usize, Blamed>,
}

/// The columns of a struct with their names; nothing where all of it is null.
type Inside<'a> = Option<(&'a Fields, &'a [ArrayRef])>;

impl Walk<'_> {
    /// The fields of a record; `around` says for each row whether the record is given.
    fn record(
        &mut self,
        shape: usize,
        inside: Inside<'_>,
        rows: &Rows,
        around: Option<&[u8]>,
    ) -> Result<(), String> {
        let schema = self.schema;
        let form = &schema.shapes[shape];
        let mut found: Vec<Option<(&ArrayRef, &FieldRef)>> = vec![None; form.fields.len()];
        if let Some((fields, arrays)) = inside {
            for (field, array) in fields.iter().zip(arrays) {
                if let Some(at) = form.names.find(field.name(), 0) {
                    let all_null = field.data_type().is_null();
                    found[usize::from(at)] = (!all_null).then_some((array, field));
                }
            }
        }
        for (at, field) in form.fields.iter().enumerate() {
            if !field.kept {
                continue;
            }
            let source = Source {
                schema,
                kind: schema.columns[field.column].kind,
                array: found[at].map(|(array, field)| (array, field.as_ref())),
                rows,
                around,
                silent: silent(field.optional),
            };
            match field.content {
                Content::Scalar => self.value(field.column, source)?,
                Content::Record(inner) => self.nested(field.column, inner, &source)?,
                Content::List(table) => self.list(field.column, table, &source)?,
            }
        }
        Ok(())
    }

    fn value(&mut self, column: usize, mut source: Source<'_>) -> Result<(), String> {
        let mut wrong: Vec<Wrong> = Vec::new();
        // A reference is read as the key that it refers by.
        let refers = match source.kind {
            Kind::Reference { key } => {
                source.kind = self.schema.columns[key].kind;
                true
            }
            _ => false,
        };
        let read = source.column(&mut wrong)?;
        if refers {
            let rows = Column {
                states: read.states.clone(),
                values: Values::Row(vec![0; source.rows.len].into()),
            };
            self.columns[column] = Some(rows);
            self.references.insert(column, read);
        } else {
            self.columns[column] = Some(read);
        }
        for (row, what) in wrong {
            self.blame(column, row, *what);
        }
        Ok(())
    }

    fn nested(&mut self, column: usize, inner: usize, source: &Source<'_>) -> Result<(), String> {
        let record: Option<&StructArray> = match source.array {
            Some((array, _)) => Some(array.as_struct_opt().ok_or("a struct is expected")?),
            None => None,
        };
        let states = source.states(record.and_then(|record| record.nulls()));
        let given = states.iter().all(|state| *state == GIVEN);
        let around = (!given).then_some(states.as_slice());
        self.record(inner, record.map(inside), source.rows, around)?;
        self.columns[column] = Some(Column {
            states: states.into(),
            values: Values::None,
        });
        Ok(())
    }

    fn list(&mut self, column: usize, table: usize, source: &Source<'_>) -> Result<(), String> {
        let list = match source.array {
            Some((array, _)) => Some(List::of(array)?),
            None => None,
        };
        let states = source.states(list.as_ref().and_then(|list| list.nulls));
        let mut rows = Rows::default();
        let mut offsets = Vec::with_capacity(states.len() + 1);
        offsets.push(0);
        for (state, at) in states.iter().zip(source.rows.sources()) {
            match (*state, at, &list) {
                (GIVEN, Some(at), Some(list)) => rows.push(list.run(at)),
                (MISSING, ..) => rows.push_missing(),
                _ => {}
            }
            offsets.push(narrow(rows.len)?);
        }
        let missing = states.contains(&MISSING);
        self.columns[column] = Some(Column {
            states: states.into(),
            values: Values::None,
        });
        let all = || {
            rows.sources()
                .map(|at| if at.is_some() { GIVEN } else { MISSING })
        };
        self.tables[table] = Some(batch::Rows {
            len: rows.len,
            offsets: OffsetBuffer::new(ScalarBuffer::from(offsets)),
            states: match missing {
                true => all().collect::<Vec<u8>>().into(),
                false => vec![GIVEN; rows.len].into(),
            },
            starts: vec![UNPLACED; rows.len].into(),
        });
        let items = list.as_ref().map(|list| list.items);
        let items = items.filter(|items| !items.data_type().is_null());
        match self.schema.tables[table].rows {
            RowForm::Value(column) => {
                let field = list.as_ref().map(|list| list.field);
                let source = Source {
                    kind: self.schema.columns[column].kind,
                    array: items.zip(field),
                    rows: &rows,
                    around: None,
                    silent: MISSING,
                    schema: source.schema,
                };
                self.value(column, source)
            }
            RowForm::Record(shape) => {
                let record: Option<&StructArray> = match items {
                    Some(items) => Some(items.as_struct_opt().ok_or("structs are expected")?),
                    None => None,
                };
                // A row that is null is there, and everything in it is missing.
                let nulls = record.and_then(|record| record.nulls());
                let around: Option<Vec<u8>> = match (missing || record.is_none(), nulls) {
                    (false, None) => None,
                    (_, nulls) => {
                        let valid = |at: usize| {
                            record.is_some() && nulls.is_none_or(|nulls| nulls.is_valid(at))
                        };
                        let state = |at: Option<usize>| match at.is_some_and(valid) {
                            true => GIVEN,
                            false => MISSING,
                        };
                        Some(rows.sources().map(state).collect())
                    }
                };
                self.record(shape, record.map(inside), &rows, around.as_deref())
            }
        }
    }

    /// What is wrong with a cell, kept for its filing.
    fn blame(&mut self, column: usize, row: usize, what: What) {
        let schema = self.schema;
        let form = &schema.columns[column];
        // From the inside out: the position in each list on the way.
        let (mut table, mut row) = (form.table, row);
        let mut positions = Vec::new();
        while let Some(parent) = schema.tables[table].parent {
            let Some(rows) = &self.tables[table] else {
                return;
            };
            let list = rows.offsets.partition_point(|end| *end as usize <= row) - 1;
            positions.push((table, row - rows.offsets[list] as usize + 1));
            (table, row) = (parent, list);
        }
        self.wrong.entry(row).or_default().add(|| {
            let field = schema.column_path(column);
            let mut path = field.clone();
            for (table, position) in positions {
                // The path of a list is where those of what stands in it begin.
                let at = schema.tables[table].path.len();
                path.insert_str(at.min(path.len()), &format!("[{position}]"));
            }
            what.reason(&path, &field)
        });
    }

    /// Each filing has its key, and a year that some version covers.
    fn complete(&mut self, filings: usize) {
        let schema = self.schema;
        for row in 0..filings {
            let given = |column: usize| {
                let column = self.columns[column].as_ref();
                column.is_some_and(|column| column.states[row] == GIVEN)
            };
            let mut reasons = Vec::new();
            for (column, noun) in [(schema.key, "key"), (schema.year, "year")] {
                if !given(column) {
                    reasons.push(What::Filing(schema.lacks(column, noun)).reason("", ""));
                }
            }
            if given(schema.year)
                && let Some(Column {
                    values: Values::Number(years),
                    ..
                }) = &self.columns[schema.year]
                && !schema.covers(years[row])
            {
                let path = schema.document_name(schema.year);
                let blamed = self.wrong.get(&row);
                let known =
                    blamed.is_some_and(|all| all.reasons.iter().any(|one| one.field == path));
                // A year that could not be read is none to be covered.
                if !known {
                    reasons.push(schema.uncovered(years[row]).reason(path, path));
                }
            }
            for reason in reasons {
                self.wrong.entry(row).or_default().add(|| reason);
            }
        }
    }

    fn finish(self) -> Walked {
        let lens: Vec<usize> = self
            .tables
            .iter()
            .map(|rows| rows.as_ref().map_or(0, |rows| rows.len))
            .collect();
        let tables = self.tables.into_iter().zip(&self.schema.tables);
        let tables = tables.map(|(rows, form)| {
            rows.unwrap_or_else(|| batch::Rows {
                len: 0,
                offsets: OffsetBuffer::new_zeroed(form.parent.map_or(1, |parent| lens[parent])),
                states: ScalarBuffer::default(),
                starts: ScalarBuffer::default(),
            })
        });
        Walked {
            batch: Batch {
                tables: tables.collect(),
                columns: self.columns,
            },
            references: self.references,
            wrong: self.wrong,
        }
    }
}

fn inside(record: &StructArray) -> (&Fields, &[ArrayRef]) {
    (record.fields(), record.columns())
}

/// How many rows there are, as a batch counts them.
fn narrow(rows: usize) -> Result<i32, String> {
    i32::try_from(rows).map_err(|_| "it has too many rows to be read at once".to_owned())
}

/// A list of either width.
struct List<'a> {
    ends: Ends<'a>,
    nulls: Option<&'a arrow_buffer::NullBuffer>,
    items: &'a ArrayRef,
    field: &'a Field,
}

enum Ends<'a> {
    Short(&'a [i32]),
    Long(&'a [i64]),
}

impl<'a> List<'a> {
    fn of(array: &'a ArrayRef) -> Result<List<'a>, String> {
        let field = match array.data_type() {
            arrow_schema::DataType::List(field) | arrow_schema::DataType::LargeList(field) => field,
            _ => return Err("a list is expected".to_owned()),
        };
        if let Some(list) = array.as_list_opt::<i32>() {
            return Ok(List {
                ends: Ends::Short(list.value_offsets()),
                nulls: list.nulls(),
                items: list.values(),
                field,
            });
        }
        let list = array.as_list_opt::<i64>().ok_or("a list is expected")?;
        Ok(List {
            ends: Ends::Long(list.value_offsets()),
            nulls: list.nulls(),
            items: list.values(),
            field,
        })
    }

    fn run(&self, at: usize) -> std::ops::Range<usize> {
        match self.ends {
            Ends::Short(ends) => ends[at] as usize..ends[at + 1] as usize,
            Ends::Long(ends) => ends[at] as usize..ends[at + 1] as usize,
        }
    }
}
