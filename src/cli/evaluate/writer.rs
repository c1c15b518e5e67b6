//! Where the result of a run goes, chunk by chunk, in input order.

use crate::cli::evaluate::judge::Done;
use crate::cli::evaluate::options::{Arguments, Format};
use crate::cli::failure::Failure;
use crate::cli::output::{Output, Reads};
use crate::ingest::Reject;
use crate::report::{csv, rejects};

/// The result and the list of rejects. Nothing stands in its place before [`Sinks::finish`].
pub struct Sinks {
    format: Format,
    /// Where records go, or the table into a file; a table on standard output is printed at the end.
    result: Option<Output>,
    rejects: Option<Output>,
    summary: Option<Output>,
    /// Whether any record was written.
    begun: bool,
    /// What makes a table of the result.
    #[cfg(feature = "tables")]
    table: Option<crate::ingest::tables::sink::Sink>,
}

impl Sinks {
    /// Opens all that the command line names, so that what cannot be written shows before the work.
    pub fn open(arguments: &Arguments) -> Result<Sinks, Failure> {
        let mut reads = Reads::new()
            .rules(&arguments.rules)
            .filings(&arguments.filings);
        let result = match arguments.format {
            // The page is printed at the end.
            Format::Table if arguments.to_stdout() => {
                reads.output("--output", None)?;
                None
            }
            _ => Some(reads.output("--output", arguments.output.as_deref())?),
        };
        let mut sinks = Sinks {
            format: arguments.format,
            result,
            rejects: reads.also("--rejects", arguments.rejects.as_deref())?,
            summary: reads.also("--summary", arguments.summary.as_deref())?,
            begun: false,
            #[cfg(feature = "tables")]
            table: table(arguments.format)?,
        };
        if arguments.format == Format::Csv {
            sinks.result(csv::HEADER.as_bytes())?;
        }
        Ok(sinks)
    }

    /// Writes what a chunk came to.
    pub fn write(&mut self, done: &mut Done, refused: &[Reject]) -> Result<(), Failure> {
        #[cfg(feature = "tables")]
        if let Some(table) = &mut self.table {
            let rows = std::mem::take(&mut done.rows).finish();
            let bytes = rows.and_then(|rows| table.write(rows));
            let bytes = bytes.map_err(Failure::Usage)?;
            self.result(&bytes)?;
        }
        let mut text = done.text.as_slice();
        if self.format == Format::Json && !text.is_empty() && !self.begun {
            // Each record brings the comma before it; before the first stands the bracket.
            self.result(b"[\n")?;
            text = text.get(2..).unwrap_or_default();
        }
        self.begun |= !text.is_empty();
        self.result(text)?;
        if let Some(out) = &mut self.rejects {
            let mut lines = Vec::new();
            for reject in refused {
                rejects::write(&mut lines, reject);
            }
            out.write(&lines)?;
        }
        Ok(())
    }

    /// Whether whoever read the result has gone away.
    pub fn unread(&self) -> bool {
        self.result.as_ref().is_some_and(Output::unread)
    }

    /// Brings the result to its place; `page` is the table where it goes into a file.
    pub fn finish(mut self, page: Option<&str>, summary: &str) -> Result<(), Failure> {
        if self.format == Format::Json {
            let end: &[u8] = if self.begun { b"\n]\n" } else { b"[]\n" };
            self.result(end)?;
        }
        #[cfg(feature = "tables")]
        if let Some(table) = self.table.take() {
            let bytes = table.finish().map_err(Failure::Usage)?;
            self.result(&bytes)?;
        }
        if let Some(page) = page {
            self.result(page.as_bytes())?;
        }
        if let Some(out) = &mut self.summary {
            out.write(summary.as_bytes())?;
        }
        for out in [self.rejects, self.summary, self.result]
            .into_iter()
            .flatten()
        {
            out.finish()?;
        }
        Ok(())
    }

    fn result(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match &mut self.result {
            Some(out) => out.write(bytes),
            None => Ok(()),
        }
    }
}

/// What makes a table of the result, if it is one.
#[cfg(feature = "tables")]
fn table(format: Format) -> Result<Option<crate::ingest::tables::sink::Sink>, Failure> {
    let kind = match format {
        Format::Parquet => crate::ingest::FileKind::Parquet,
        Format::Arrow => crate::ingest::FileKind::Arrow,
        _ => return Ok(None),
    };
    let columns = crate::report::tables::columns();
    let sink = crate::ingest::tables::sink::Sink::new(kind, &columns);
    sink.map(Some).map_err(Failure::Usage)
}
