//! A file that is a table, written batch by batch.

use arrow_array::RecordBatch;
use arrow_ipc::writer::FileWriter;
use arrow_schema::{DataType, SchemaRef};
use arrow_select::concat::concat_batches;
use parquet::arrow::{ArrowSchemaConverter, ArrowWriter};
use parquet::basic::Compression;
use parquet::file::properties::{EnabledStatistics, WriterProperties};

use crate::ingest::inputs::FileKind;

/// How many rows a group has at most, and from how many bytes on it is full.
const FULL_ROWS: usize = 2048;
const FULL_BYTES: usize = 32 << 20;

/// Writes a table; the bytes are handed out as they become ready, to be written in this order.
pub struct Sink {
    form: Form,
    columns: SchemaRef,
    /// What is too little for a group.
    held: Vec<RecordBatch>,
    rows: usize,
    bytes: usize,
}

enum Form {
    Parquet(Box<ArrowWriter<Vec<u8>>>),
    Arrow(Box<FileWriter<Vec<u8>>>),
}

impl std::fmt::Debug for Sink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} rows held", self.rows)
    }
}

impl Sink {
    /// A file of some columns.
    pub fn new(kind: FileKind, columns: &SchemaRef) -> Result<Sink, String> {
        let form = match kind {
            FileKind::Parquet => {
                let properties = properties(columns)?;
                let writer = ArrowWriter::try_new(Vec::new(), columns.clone(), Some(properties));
                Form::Parquet(Box::new(writer.map_err(|error| error.to_string())?))
            }
            _ => {
                let writer = FileWriter::try_new(Vec::new(), columns);
                Form::Arrow(Box::new(writer.map_err(|error| error.to_string())?))
            }
        };
        Ok(Sink {
            form,
            columns: columns.clone(),
            held: Vec::new(),
            rows: 0,
            bytes: 0,
        })
    }

    /// Takes in rows; returns what is to be written now.
    pub fn write(&mut self, batch: RecordBatch) -> Result<Vec<u8>, String> {
        if batch.num_rows() == 0 {
            return Ok(Vec::new());
        }
        if self.rows + batch.num_rows() > FULL_ROWS {
            self.flush()?;
        }
        self.rows += batch.num_rows();
        self.bytes += batch.get_array_memory_size();
        self.held.push(batch);
        if self.rows >= FULL_ROWS || self.bytes >= FULL_BYTES {
            self.flush()?;
        }
        Ok(std::mem::take(match &mut self.form {
            Form::Parquet(writer) => writer.inner_mut(),
            Form::Arrow(writer) => writer.get_mut(),
        }))
    }

    /// Completes the file; returns the rest of it.
    pub fn finish(mut self) -> Result<Vec<u8>, String> {
        self.flush()?;
        match self.form {
            Form::Parquet(writer) => writer.into_inner().map_err(|error| error.to_string()),
            Form::Arrow(writer) => writer.into_inner().map_err(|error| error.to_string()),
        }
    }

    /// Makes a group of what is held.
    fn flush(&mut self) -> Result<(), String> {
        if self.held.is_empty() {
            return Ok(());
        }
        let group = concat_batches(&self.columns, &self.held).map_err(|error| error.to_string())?;
        self.held.clear();
        (self.rows, self.bytes) = (0, 0);
        match &mut self.form {
            Form::Parquet(writer) => {
                let written = writer.write(&group).and_then(|()| writer.flush());
                written.map_err(|error| error.to_string())
            }
            Form::Arrow(writer) => writer.write(&group).map_err(|error| error.to_string()),
        }
    }
}

/// Snappy, which every program reads; dictionaries only where there are few texts; nothing that serves
/// to leave groups out, as every filing is judged.
fn properties(columns: &SchemaRef) -> Result<WriterProperties, String> {
    let mut builder = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_dictionary_enabled(false)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_offset_index_disabled(true)
        .set_max_row_group_row_count(Some(FULL_ROWS));
    let written = ArrowSchemaConverter::new().convert(columns);
    let written = written.map_err(|error| error.to_string())?;
    let mut few = Vec::new();
    for field in columns.fields() {
        mark(field.data_type(), &mut few);
    }
    for (column, few) in written.columns().iter().zip(few) {
        if few {
            builder = builder.set_column_dictionary_enabled(column.path().clone(), true);
        }
    }
    Ok(builder.build())
}

/// For each column that is neither struct nor list whether it is a dictionary.
fn mark(ty: &DataType, few: &mut Vec<bool>) {
    match ty {
        DataType::Struct(fields) => fields.iter().for_each(|field| mark(field.data_type(), few)),
        DataType::List(item) => mark(item.data_type(), few),
        ty => few.push(matches!(ty, DataType::Dictionary(..))),
    }
}
