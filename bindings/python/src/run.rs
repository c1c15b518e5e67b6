//! Runs: the rows of filings as they are judged, and what the run came to.

use std::sync::{Mutex, PoisonError};

use arrow_pyarrow::ToPyArrow;
use dictamen::report::rejects;
use pyo3::prelude::*;

use crate::faults::{Fault, error};
use crate::rules::level;

/// Filings being judged.
#[pyclass(frozen, module = "dictamen._dictamen")]
pub struct Rows {
    /// Nothing once it has come to its end.
    rows: Mutex<Option<dictamen::Rows>>,
    fault: Fault,
}

/// The columns of a level of detail.
#[pyfunction]
pub fn columns<'py>(py: Python<'py>, detail: &str) -> PyResult<Bound<'py, PyAny>> {
    let detail = level(py, detail)?;
    dictamen::Rows::columns(detail).schema().to_pyarrow(py)
}

impl Rows {
    pub fn new(rows: dictamen::Rows, fault: Fault) -> Rows {
        Rows {
            rows: Mutex::new(Some(rows)),
            fault,
        }
    }
}

#[pymethods]
impl Rows {
    /// The next rows, and what was rejected beside them as lines of JSON; nothing at the end.
    fn next<'py>(&self, py: Python<'py>) -> PyResult<Option<(Bound<'py, PyAny>, Vec<u8>)>> {
        let next = py.detach(|| {
            let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
            rows.as_mut().and_then(Iterator::next)
        });
        py.check_signals()?;
        self.fault.raise(py)?;
        let Some(batch) = next else { return Ok(None) };
        let batch = batch.map_err(|reason| error(py, "DictamenError", reason))?;
        let mut lines = Vec::new();
        for reject in &batch.rejects {
            rejects::write(&mut lines, reject);
        }
        Ok(Some((batch.rows.to_pyarrow(py)?, lines)))
    }

    /// What the run came to, as JSON, and what was odd; it ends with this.
    fn finish(&self, py: Python<'_>) -> PyResult<Option<(String, Vec<String>)>> {
        let summary = py.detach(|| {
            let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
            rows.take().map(dictamen::Rows::finish)
        });
        self.fault.raise(py)?;
        Ok(summary.map(|summary| (summary.to_json().to_owned(), summary.warnings)))
    }

    /// Ends the run before its end.
    fn close(&self, py: Python<'_>) {
        py.detach(|| {
            let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
            drop(rows.take());
        });
    }
}
