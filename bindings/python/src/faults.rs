//! Errors of the package's own, and the error of a source in the middle of its filings.

use std::sync::{Arc, Mutex, PoisonError};

use pyo3::PyErr;
use pyo3::prelude::*;

/// An error of a class of `dictamen._errors`.
pub fn error(py: Python<'_>, class: &str, message: impl ToString) -> PyErr {
    let module = py.import("dictamen._errors");
    let made = module.and_then(|module| module.getattr(class)?.call1((message.to_string(),)));
    made.map_or_else(|error| error, PyErr::from_value)
}

/// The error that ended a source before its end, until somebody raises it.
#[derive(Clone, Default)]
pub struct Fault(Arc<Mutex<Option<PyErr>>>);

impl Fault {
    /// Keeps what a source raised; the first error counts.
    pub fn keep(&self, error: PyErr) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get_or_insert(error);
    }

    /// Raises what was kept, every time that it is asked for.
    pub fn raise(&self, py: Python<'_>) -> PyResult<()> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some(error) => Err(error.clone_ref(py)),
            None => Ok(()),
        }
    }
}
