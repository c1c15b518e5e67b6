//! Where the result of a run goes, chunk by chunk, in input order.

use crate::cli::evaluate::judge::{Done, Wanted};
use crate::cli::evaluate::log::Log;
use crate::cli::evaluate::options::{Arguments, Format};
use crate::cli::failure::Failure;
use crate::cli::output::{Output, Reads};
use crate::ingest::Reject;
use crate::report::receipt::{Digest, Hasher, Ruling};
use crate::report::summary::Summary;
use crate::report::{csv, rejects};

/// The result and the list of rejects. Nothing stands in its place before [`Sinks::finish`].
pub struct Sinks<'a> {
    format: Format,
    /// Where records go, or the table into a file; a table on standard output is printed at the end, and
    /// of a run that is only made again nothing is written.
    result: Option<Output>,
    rejects: Option<Output>,
    summary: Option<Output>,
    receipt: Option<Output>,
    /// Whether any record was written.
    begun: bool,
    /// What holds the run as a whole.
    log: Option<Log<'a>>,
    /// What the result comes to so far, and what each filing did.
    digest: Option<Hasher>,
    /// What each filing came to, for the receipt.
    rulings: Vec<Ruling>,
    #[cfg(feature = "tables")]
    empty: fn(&Wanted) -> crate::report::tables::Rows,
    /// What makes a table of the result.
    #[cfg(feature = "tables")]
    table: Option<crate::ingest::tables::sink::Sink>,
}

/// What stands at the end of a result.
pub struct Ending<'a> {
    /// The table, where it goes into a file.
    pub page: Option<&'a str>,
    /// The counts.
    pub counts: &'a Summary,
    /// The counts as JSON.
    pub summary: &'a str,
    /// What the process ends with.
    pub exit: u8,
}

/// What a receipt says of a result.
pub struct Receipted {
    /// Its digest.
    pub digest: Digest,
    /// What each filing came to.
    pub rulings: Vec<Ruling>,
    /// Where the receipt goes, if it is written.
    pub output: Option<Output>,
}

impl<'a> Sinks<'a> {
    /// Opens all that the command line names, so that what cannot be written shows before the work.
    pub fn open(
        arguments: &Arguments,
        wanted: &Wanted,
        log: Option<Log<'a>>,
    ) -> Result<Sinks<'a>, Failure> {
        let mut reads = Reads::new()
            .rules(&arguments.rules)
            .filings(&arguments.filings)
            .filings(arguments.given.beside());
        let result = match arguments.format {
            // The page is printed at the end.
            Format::Table if arguments.to_stdout() => {
                reads.output("--output", None)?;
                None
            }
            _ => Some(reads.output("--output", arguments.output.as_deref())?),
        };
        let rejects = reads.also("--rejects", arguments.rejects.as_deref())?;
        let summary = reads.also("--summary", arguments.summary.as_deref())?;
        let receipt = reads.also("--receipt", arguments.receipt.as_deref())?;
        let mut sinks = Sinks::writing(result, wanted, log)?;
        (sinks.rejects, sinks.summary, sinks.receipt) = (rejects, summary, receipt);
        Ok(sinks)
    }

    /// Sinks of a run of which only the digest is wanted.
    pub fn digesting(wanted: &Wanted, log: Option<Log<'a>>) -> Result<Sinks<'a>, Failure> {
        Sinks::writing(None, wanted, log)
    }

    fn writing(
        result: Option<Output>,
        wanted: &Wanted,
        log: Option<Log<'a>>,
    ) -> Result<Sinks<'a>, Failure> {
        let names: Vec<String> = wanted.beside.names().map(str::to_owned).collect();
        let mut sinks = Sinks {
            format: wanted.format,
            result,
            rejects: None,
            summary: None,
            receipt: None,
            begun: false,
            log,
            digest: wanted.receipt.then(Hasher::default),
            rulings: Vec::new(),
            #[cfg(feature = "tables")]
            empty: |wanted| {
                let names: Vec<String> = wanted.beside.names().map(str::to_owned).collect();
                crate::report::tables::Rows::new(wanted.detail, &names)
            },
            #[cfg(feature = "tables")]
            table: table(wanted, &names)?,
        };
        if wanted.format == Format::Csv {
            sinks.result(&csv::header(wanted.detail, &names))?;
        }
        let mut before = Vec::new();
        if let Some(log) = &sinks.log {
            log.begin(&mut before);
        }
        sinks.result(&before)?;
        Ok(sinks)
    }

    /// Writes what a chunk came to.
    pub fn write(
        &mut self,
        wanted: &Wanted,
        done: &mut Done,
        refused: &[Reject],
    ) -> Result<(), Failure> {
        #[cfg(feature = "tables")]
        if let Some(table) = &mut self.table {
            let rows = std::mem::replace(&mut done.rows, (self.empty)(wanted)).finish();
            let bytes = rows.and_then(|rows| table.write(rows));
            let bytes = bytes.map_err(Failure::Usage)?;
            self.result(&bytes)?;
        }
        #[cfg(not(feature = "tables"))]
        let _ = wanted;
        let mut text = done.text.as_slice();
        if self.format == Format::Json && !text.is_empty() && !self.begun {
            // Each record brings the comma before it; before the first stands the bracket.
            self.result(b"[\n")?;
            text = text.get(2..).unwrap_or_default();
        }
        self.begun |= !text.is_empty();
        self.result(text)?;
        self.rulings.append(&mut done.rulings);
        let mut logged = Vec::new();
        if let Some(log) = &mut self.log {
            for filing in &done.logged {
                log.judged(&mut logged, filing)?;
            }
            for reject in refused {
                log.rejected(&mut logged, reject)?;
            }
        }
        self.result(&logged)?;
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

    /// Brings the result to its place; what a receipt says of it, if one is wanted, is handed back.
    pub fn finish(
        mut self,
        wanted: &Wanted,
        ending: &Ending<'_>,
    ) -> Result<Option<Receipted>, Failure> {
        if self.format == Format::Json {
            let end: &[u8] = if self.begun { b"\n]\n" } else { b"[]\n" };
            self.result(end)?;
        }
        #[cfg(feature = "tables")]
        if let Some(table) = self.table.take() {
            let bytes = table.finish().map_err(Failure::Usage)?;
            self.result(&bytes)?;
        }
        if let Some(log) = self.log.take() {
            let mut end = Vec::new();
            log.finish(&mut end, ending.counts, wanted.as_of, ending.exit)?;
            self.result(&end)?;
        }
        if let Some(page) = ending.page {
            self.result(page.as_bytes())?;
        }
        if let Some(out) = &mut self.summary {
            out.write(ending.summary.as_bytes())?;
        }
        for out in [self.rejects, self.summary, self.result]
            .into_iter()
            .flatten()
        {
            out.finish()?;
        }
        Ok(self.digest.map(|digest| Receipted {
            digest: digest.finish(),
            rulings: self.rulings,
            output: self.receipt,
        }))
    }

    fn result(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        if let Some(digest) = &mut self.digest {
            digest.take(bytes);
        }
        match &mut self.result {
            Some(out) => out.write(bytes),
            None => Ok(()),
        }
    }
}

/// What makes a table of the result, if it is one.
#[cfg(feature = "tables")]
fn table(
    wanted: &Wanted,
    names: &[String],
) -> Result<Option<crate::ingest::tables::sink::Sink>, Failure> {
    let kind = match wanted.format {
        Format::Parquet => crate::ingest::FileKind::Parquet,
        Format::Arrow => crate::ingest::FileKind::Arrow,
        _ => return Ok(None),
    };
    let columns = crate::report::tables::columns(wanted.detail, names);
    let sink = crate::ingest::tables::sink::Sink::new(kind, &columns);
    sink.map(Some).map_err(Failure::Usage)
}
