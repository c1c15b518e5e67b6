//! A file of filings as a table: opened once, read part by part by any thread.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use crate::ingest::guard::guarded;
use crate::ingest::inputs::FileKind;
use crate::ingest::record::{Chunk, Content, Record};
use crate::ingest::schema::Schema;
use crate::ingest::tables::arrow::ArrowFile;
use crate::ingest::tables::fit::{Fit, fit};
use crate::ingest::tables::parquet::ParquetFile;

/// How many filings a part has at most.
const FULL_ROWS: usize = 2048;

/// A file whose head was read.
#[derive(Debug)]
pub(crate) struct TableFile {
    pub(crate) path: PathBuf,
    content: Opened,
}

/// What the file is.
#[derive(Debug)]
enum Opened {
    Parquet(ParquetFile),
    Arrow(ArrowFile),
    /// Rows that are in memory already.
    Batch(RecordBatch, SchemaRef),
}

/// A stretch of the rows of one group of a file.
#[derive(Debug, Clone)]
pub struct Part {
    pub(crate) file: Arc<TableFile>,
    /// Which row group or record batch, from 0.
    pub(crate) group: usize,
    /// The first row within it, from 0.
    pub(crate) from: usize,
    /// How many rows.
    pub(crate) len: usize,
}

impl TableFile {
    /// Opens a file and reads its head; otherwise why it cannot be read, for people.
    pub(crate) fn open(path: &Path, kind: FileKind) -> Result<TableFile, String> {
        let content = guarded(|| match kind {
            FileKind::Arrow => ArrowFile::open(path).map(Opened::Arrow),
            _ => ParquetFile::open(path).map(Opened::Parquet),
        })?;
        let file = TableFile {
            path: path.to_owned(),
            content,
        };
        // Each filing has a key of its own, which takes a byte at least: who claims more filings than
        // there are bytes would have us reject them one by one without end.
        let bytes = std::fs::metadata(path).map_or(0, |found| found.len());
        let rows = file.filings();
        if rows > bytes {
            return Err(format!("it claims {rows} filings in {bytes} bytes"));
        }
        Ok(file)
    }

    /// Rows in memory as a file of one group.
    pub(crate) fn of_batch(batch: RecordBatch) -> TableFile {
        let columns = batch.schema();
        TableFile {
            path: PathBuf::new(),
            content: Opened::Batch(batch, columns),
        }
    }

    /// How many filings it holds.
    pub(crate) fn filings(&self) -> u64 {
        let groups = 0..self.groups();
        groups.fold(0, |all, group| all.saturating_add(self.rows(group) as u64))
    }

    /// Its columns.
    pub(crate) fn columns(&self) -> &SchemaRef {
        match &self.content {
            Opened::Parquet(file) => file.columns(),
            Opened::Arrow(file) => &file.columns,
            Opened::Batch(_, columns) => columns,
        }
    }

    /// How many groups of rows it has.
    fn groups(&self) -> usize {
        match &self.content {
            Opened::Parquet(file) => file.groups(),
            Opened::Arrow(file) => file.groups.len(),
            Opened::Batch(..) => 1,
        }
    }

    /// How many rows a group has.
    fn rows(&self, group: usize) -> usize {
        match &self.content {
            Opened::Parquet(file) => file.rows(group),
            Opened::Arrow(file) => file.groups[group].rows,
            Opened::Batch(batch, _) => batch.num_rows(),
        }
    }

    /// Whether it can be read by a schema; otherwise all that it lacks or types otherwise.
    pub(crate) fn fits(&self, schema: &Schema) -> Result<(), String> {
        guarded(|| fit(schema, self.columns()).sound().map(|_| ()))
    }

    /// The columns that a schema keeps of some rows.
    pub(crate) fn read(&self, fit: &Fit, part: &Part) -> Result<RecordBatch, String> {
        let batch = guarded(|| match &self.content {
            Opened::Parquet(file) => file.read(&self.path, fit, part),
            Opened::Arrow(file) => file.read(&self.path, fit, part),
            Opened::Batch(batch, _) => batch
                .project(&fit.roots)
                .map(|kept| kept.slice(part.from, part.len))
                .map_err(|error| error.to_string()),
        });
        let read = batch.map_err(|reason| group_reason(part.group, &reason))?;
        if read.num_rows() != part.len {
            let reason = format!("{} rows instead of {}", read.num_rows(), part.len);
            return Err(group_reason(part.group, &reason));
        }
        Ok(read)
    }
}

fn group_reason(group: usize, reason: &str) -> String {
    format!("group {} of the file cannot be read: {reason}", group + 1)
}

/// The parts of a file, in order.
#[derive(Debug)]
pub(crate) struct Parts {
    name: Arc<str>,
    file: Arc<TableFile>,
    group: usize,
    from: usize,
    /// The number of the next row in the file, from 1.
    line: usize,
}

impl Parts {
    /// The parts of a file of which so many rows came before, in files of the same name.
    pub(crate) fn new(name: Arc<str>, file: TableFile, before: usize) -> Parts {
        Parts {
            name,
            file: Arc::new(file),
            group: 0,
            from: 0,
            line: before + 1,
        }
    }

    /// Makes the next part the content of an empty chunk; false once there is none.
    pub(crate) fn next(&mut self, chunk: &mut Chunk) -> bool {
        while self.group < self.file.groups() {
            let rows = self.file.rows(self.group);
            let len = rows.saturating_sub(self.from).min(FULL_ROWS);
            if len == 0 {
                self.group += 1;
                self.from = 0;
                continue;
            }
            let record = |at: usize| Record {
                file: self.name.clone(),
                line: self.line + at,
                column: 1,
                content: Content::Row(at),
                breaks_off: false,
            };
            chunk.records.extend((0..len).map(record));
            chunk.part = Some(Part {
                file: self.file.clone(),
                group: self.group,
                from: self.from,
                len,
            });
            self.from += len;
            self.line += len;
            return true;
        }
        false
    }
}
