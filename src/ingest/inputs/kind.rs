//! How files hold filings, by the ends of their names.

use std::path::Path;

use crate::ingest::inputs::packing::Packing;

/// The extensions that say a format.
pub(super) const EXTENSIONS: &str = ".yaml, .yml, .json, .ndjson, .jsonl, .csv, .tsv, .xlsx, .parquet or .arrow, compressed (.gz, .zst) or not";

/// How a file holds its filings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileKind {
    /// One filing of JSON, or an array of filings.
    Json,
    /// One filing of JSON a line.
    Lines,
    /// A stream of documents of YAML.
    Yaml,
    /// One filing a row, as texts between commas or the like, under headings.
    Csv,
    /// The same as an Excel workbook.
    Xlsx,
    /// One filing a row, as Parquet.
    Parquet,
    /// One filing a row, as an Arrow IPC file.
    Arrow,
}

/// What to do about a program that was built without tables.
pub const NO_TABLES: &str = "build dictamen with `--features tables`";

/// The same of one that was built without workbooks.
pub const NO_WORKBOOKS: &str = "build dictamen with `--features xlsx`";

impl FileKind {
    /// The endings that say a format.
    pub const ENDINGS: [&str; 10] = [
        "json", "ndjson", "jsonl", "yaml", "yml", "csv", "tsv", "xlsx", "parquet", "arrow",
    ];

    /// What the extension of a path says, before the one that says how it was compressed.
    pub fn of(path: &Path) -> Option<FileKind> {
        let path = Packing::of(path).map_or(path, |(_, inner)| inner);
        let extension = path.extension()?.to_str()?;
        FileKind::named(&extension.to_ascii_lowercase())
    }

    /// Whether the extension of a path says that it is compressed as a whole.
    pub fn is_packed(path: &Path) -> bool {
        Packing::of(path).is_some()
    }

    /// What an ending says, without its dot: `ndjson`.
    pub fn named(ending: &str) -> Option<FileKind> {
        match ending {
            "json" => Some(FileKind::Json),
            "ndjson" | "jsonl" => Some(FileKind::Lines),
            "yaml" | "yml" => Some(FileKind::Yaml),
            "csv" | "tsv" => Some(FileKind::Csv),
            "xlsx" | "xlsm" => Some(FileKind::Xlsx),
            "parquet" => Some(FileKind::Parquet),
            "arrow" | "feather" => Some(FileKind::Arrow),
            _ => None,
        }
    }

    /// Whether a mapping says what its columns become.
    pub(crate) fn is_mapped(self) -> bool {
        matches!(
            self,
            FileKind::Csv | FileKind::Xlsx | FileKind::Json | FileKind::Lines
        )
    }

    /// Whether it is a table of typed columns, which is read from a file alone.
    pub fn is_table(self) -> bool {
        matches!(self, FileKind::Parquet | FileKind::Arrow)
    }
}
