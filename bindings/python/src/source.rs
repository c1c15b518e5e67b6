//! What Python hands over to be judged: paths, bytes of NDJSON, record batches of Arrow.

use std::io::{self, Read};
use std::path::PathBuf;

use arrow_array::RecordBatch;
use arrow_pyarrow::FromPyArrow;
use dictamen::{FileKind, Filings};
use pyo3::prelude::*;
use pyo3::types::PyIterator;

use crate::faults::{Fault, error};

/// What is judged, as `dictamen._sources` tells it: a kind, and the paths or an iterator.
#[derive(FromPyObject)]
pub enum Source {
    /// Files, folders and globs.
    Paths(Vec<PathBuf>),
    /// Something to be iterated over, with its name and whether it gives batches or NDJSON.
    Iterated(String, bool, Py<PyIterator>),
}

impl Source {
    /// The filings, and where the error of their iterator is kept.
    pub fn filings(self, py: Python<'_>) -> PyResult<(Filings, Fault)> {
        let fault = Fault::default();
        let filings = match self {
            Source::Paths(paths) => {
                Filings::files(paths).map_err(|reason| error(py, "SourceError", reason))?
            }
            Source::Iterated(name, batches, iterator) => {
                let items = Items {
                    iterator,
                    fault: fault.clone(),
                };
                match batches {
                    true => Filings::batches(&name, items.batches()),
                    false => Filings::reader(&name, FileKind::Lines, items.lines()),
                }
            }
        };
        Ok((filings, fault))
    }
}

/// What an iterator of Python gives, asked for by whatever thread wants it.
struct Items {
    iterator: Py<PyIterator>,
    fault: Fault,
}

impl Items {
    /// The next item as something of Rust; nothing at the end, and where the iterator raises.
    fn next<T>(&self, take: impl Fn(&Bound<'_, PyAny>) -> PyResult<T>) -> Option<T> {
        Python::attach(|py| {
            let item = self.iterator.bind(py).clone().next()?;
            let taken = item.and_then(|item| take(&item));
            taken.map_err(|error| self.fault.keep(error)).ok()
        })
    }

    fn batches(self) -> impl Iterator<Item = RecordBatch> + Send + 'static {
        std::iter::from_fn(move || self.next(RecordBatch::from_pyarrow_bound)).fuse()
    }

    fn lines(self) -> impl Read + Send + 'static {
        Lines {
            items: self,
            bytes: Vec::new(),
            at: 0,
        }
    }
}

/// Bytes, piece by piece.
struct Lines {
    items: Items,
    bytes: Vec<u8>,
    at: usize,
}

impl Read for Lines {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        while self.at == self.bytes.len() {
            let Some(bytes) = self.items.next(|item| item.extract::<Vec<u8>>()) else {
                return Ok(0);
            };
            (self.bytes, self.at) = (bytes, 0);
        }
        let read = (&self.bytes[self.at..]).read(room)?;
        self.at += read;
        Ok(read)
    }
}
