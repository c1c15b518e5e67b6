//! What is judged: files, texts in memory or batches of Arrow.

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::front::judge::Text;
use crate::ingest::{FileKind, InputError, Inputs};

/// Filings that are to be judged, in the order in which they are told.
#[derive(Debug)]
pub struct Filings(pub(super) Inputs);

impl Filings {
    /// Files, folders (searched) and globs, `-` for standard input.
    pub fn files<P: AsRef<Path>>(
        paths: impl IntoIterator<Item = P>,
    ) -> Result<Filings, InputError> {
        let paths = paths.into_iter().map(|path| path.as_ref().to_owned());
        let paths: Vec<PathBuf> = paths.collect();
        Inputs::new(&paths).map(Filings)
    }

    /// Texts in memory; each is asked for once the ones before are read.
    pub fn texts<I>(texts: I) -> Filings
    where
        I: IntoIterator<Item = Text>,
        I::IntoIter: Send + 'static,
    {
        let texts = texts.into_iter();
        Filings(Inputs::from_texts(
            texts.map(|text| (text.name, text.kind, text.bytes)),
        ))
    }

    /// One stream under a name, read as a file of that kind would be; a table is read from a file alone.
    pub fn reader(name: &str, kind: FileKind, reader: impl Read + Send + 'static) -> Filings {
        Filings(Inputs::from_reader(name, kind, Box::new(reader)))
    }

    /// Record batches of Arrow under one name, a filing a row; its line is the number of the row.
    #[cfg(feature = "tables")]
    pub fn batches<I>(name: &str, batches: I) -> Filings
    where
        I: IntoIterator<Item = crate::ingest::tables::RecordBatch>,
        I::IntoIter: Send + 'static,
    {
        Filings(Inputs::from_batches(name, batches.into_iter()))
    }
}
