//! Parquet: its head, and some rows of a row group.

use std::fs::File;
use std::path::Path;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection,
    RowSelector,
};
use parquet::errors::ParquetError;

use crate::ingest::tables::file::Part;
use crate::ingest::tables::fit::Fit;

/// The head of a file.
#[derive(Debug)]
pub(crate) struct ParquetFile(ArrowReaderMetadata);

impl ParquetFile {
    pub(crate) fn open(path: &Path) -> Result<ParquetFile, String> {
        let file = open(path)?;
        let head = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new());
        head.map(ParquetFile)
            .map_err(|error| format!("not sound Parquet: {}", words(&error)))
    }

    pub(crate) fn columns(&self) -> &SchemaRef {
        self.0.schema()
    }

    pub(crate) fn groups(&self) -> usize {
        self.0.metadata().num_row_groups()
    }

    pub(crate) fn rows(&self, group: usize) -> usize {
        let group = self.0.metadata().row_group(group);
        usize::try_from(group.num_rows()).unwrap_or(0)
    }

    pub(crate) fn read(&self, path: &Path, fit: &Fit, part: &Part) -> Result<RecordBatch, String> {
        let reader = || -> Result<Option<RecordBatch>, ParquetError> {
            // A file of one's own for each part: threads would move each other's place in a shared one.
            let file = File::open(path)?;
            let leaves = fit.leaves.iter().copied();
            let leaves = ProjectionMask::leaves(self.0.parquet_schema(), leaves);
            let mut builder =
                ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.0.clone())
                    .with_row_groups(vec![part.group])
                    .with_projection(leaves)
                    .with_batch_size(part.len);
            if part.from > 0 || part.len < self.rows(part.group) {
                let rows = vec![RowSelector::skip(part.from), RowSelector::select(part.len)];
                builder = builder.with_row_selection(RowSelection::from(rows));
            }
            let read = builder.build()?.next();
            read.transpose().map_err(ParquetError::from)
        };
        let read = reader().map_err(|error| words(&error))?;
        read.ok_or_else(|| "it has no rows".to_owned())
    }
}

fn open(path: &Path) -> Result<File, String> {
    File::open(path).map_err(|error| crate::ingest::inputs::cannot_read(&error))
}

/// What is wrong, and what to do where something can be done.
fn words(error: &ParquetError) -> String {
    let text = error.to_string();
    let text = text.strip_prefix("Parquet error: ").unwrap_or(&text);
    let lower = text.to_ascii_lowercase();
    for (codec, hint) in [
        (
            "zstd",
            "; build dictamen with `--features zstd`, or write the file with Snappy",
        ),
        ("brotli", "; write the file with Snappy"),
        ("flate2", "; write the file with Snappy"),
    ] {
        if lower.contains(codec) && (lower.contains("feature") || lower.contains("not installed")) {
            return format!("{text}{hint}");
        }
    }
    text.to_owned()
}
