//! Rule books: read, checked, compiled.

use std::path::PathBuf;

use arrow_array::RecordBatch;
use arrow_pyarrow::FromPyArrow;
use arrow_schema::Schema;
use dictamen::diagnostic::Severity;
use dictamen::{Day, Detail, LoadError, Mistakes, RuleBook};
use pyo3::prelude::*;

use crate::faults::error;
use crate::run::Rows;
use crate::source::Source;

/// A sound rule book.
#[pyclass(frozen, module = "dictamen._dictamen")]
pub struct Rules {
    book: RuleBook,
}

/// Code, severity, message, help, file, line, column.
type Told = (
    String,
    &'static str,
    String,
    Option<String>,
    String,
    usize,
    usize,
);

/// The rule book if it is sound, and what is wrong with it or suspect in it.
type Loaded = (Option<Rules>, Vec<Told>);

/// Reads the rule book in a folder, or in the one file that is named.
#[pyfunction]
pub fn load(py: Python<'_>, path: PathBuf) -> PyResult<Loaded> {
    told(py, move || RuleBook::load(path))
}

/// The rule book of texts, each with the path that mistakes name.
#[pyfunction]
pub fn from_texts(py: Python<'_>, texts: Vec<(String, String)>) -> PyResult<Loaded> {
    told(py, move || RuleBook::from_texts(texts))
}

fn told(
    py: Python<'_>,
    load: impl FnOnce() -> Result<RuleBook, LoadError> + Send,
) -> PyResult<Loaded> {
    // Threads of the process itself would be gone in a process that is forked from it.
    let pool = rayon::ThreadPoolBuilder::new().build();
    let pool = pool.map_err(|reason| error(py, "DictamenError", reason))?;
    match py.detach(|| pool.install(load)) {
        Ok(book) => {
            let told = book.warnings().map(diagnostics).unwrap_or_default();
            Ok((Some(Rules { book }), told))
        }
        Err(LoadError::Unsound(mistakes)) => Ok((None, diagnostics(&mistakes))),
        Err(unreadable) => Err(error(py, "SourceError", unreadable)),
    }
}

fn diagnostics(mistakes: &Mistakes) -> Vec<Told> {
    let told = mistakes.diagnostics().iter().map(|found| {
        let file = mistakes.sources().get(found.primary.span.source);
        let place = file.line_column(found.primary.span.start);
        let severity = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        (
            found.code.code.to_owned(),
            severity,
            found.message.clone(),
            found.help.clone(),
            file.path.display().to_string(),
            place.line,
            place.column,
        )
    });
    told.collect()
}

#[pymethods]
impl Rules {
    /// Its texts, each with its path.
    fn texts(&self) -> Vec<(String, String)> {
        let texts = self.book.texts();
        texts
            .map(|(path, text)| (path.display().to_string(), text.to_owned()))
            .collect()
    }

    /// The names of its versions.
    fn versions(&self) -> Vec<String> {
        self.book.versions().map(str::to_owned).collect()
    }

    /// The vocabulary as a JSON Schema.
    fn schema(&self) -> String {
        self.book.schema()
    }

    /// What changed in law from this book to another, as JSON.
    fn diff(&self, py: Python<'_>, new: &Rules) -> String {
        py.detach(|| self.book.diff(&new.book))
    }

    /// Whose verdict another book flips, as JSON.
    fn impact(
        &self,
        py: Python<'_>,
        new: &Rules,
        source: Source,
        as_of: &str,
        threads: usize,
    ) -> PyResult<String> {
        let as_of = day(py, as_of)?;
        let (filings, fault) = source.filings(py)?;
        let impact = py.detach(|| self.book.impact(&new.book, filings, as_of, threads));
        fault.raise(py)?;
        impact.map_err(|reason| error(py, "SourceError", reason))
    }

    /// Why one filing got its verdict on a clause, as JSON.
    fn why(
        &self,
        py: Python<'_>,
        source: Source,
        key: Option<&str>,
        clause: &str,
        as_of: &str,
    ) -> PyResult<String> {
        let judge = self.book.judge().as_of(day(py, as_of)?);
        let (filings, fault) = source.filings(py)?;
        let why = py.detach(|| judge.why(filings, key, clause));
        fault.raise(py)?;
        why.map_err(|reason| error(py, "SourceError", reason))
    }

    /// What is in the way of reading filings with such columns, in words.
    fn misfit(&self, columns: &Bound<'_, PyAny>, strict: bool) -> PyResult<Option<String>> {
        let columns = Schema::from_pyarrow_bound(columns)?;
        let judge = self.book.judge().strict(strict);
        Ok(judge.fits(RecordBatch::new_empty(columns.into())).err())
    }

    /// Judges filings to rows.
    fn judge(
        &self,
        py: Python<'_>,
        source: Source,
        as_of: &str,
        detail: &str,
        threads: usize,
        strict: bool,
    ) -> PyResult<Rows> {
        let judge = self.book.judge().as_of(day(py, as_of)?);
        let judge = judge.detail(level(py, detail)?).threads(threads);
        let (filings, fault) = source.filings(py)?;
        let rows = py.detach(|| judge.strict(strict).rows(filings));
        let rows = rows.map_err(|reason| error(py, "SourceError", reason))?;
        Ok(Rows::new(rows, fault))
    }
}

fn day(py: Python<'_>, text: &str) -> PyResult<Day> {
    Day::parse(text.as_bytes()).ok_or_else(|| {
        let message = format!("`{text}` is no date; write it as 2026-01-31");
        error(py, "SourceError", message)
    })
}

/// A level of detail by its name.
pub fn level(py: Python<'_>, name: &str) -> PyResult<Detail> {
    match name {
        "verdicts" => Ok(Detail::Verdicts),
        "findings" => Ok(Detail::Findings),
        "full" => Ok(Detail::Full),
        _ => {
            let message = format!(
                "`{name}` is no level of detail; it is \"verdicts\", \"findings\" or \"full\""
            );
            Err(error(py, "SourceError", message))
        }
    }
}
