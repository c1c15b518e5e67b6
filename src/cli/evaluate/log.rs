//! The formats that hold a run as a whole: each filing goes in as it is judged, in the order of the input.

use crate::check::ir::Ir;
use crate::cli::evaluate::options::{Arguments, FailOn, Format};
use crate::cli::failure::Failure;
use crate::evaluate::verdicts::Judged;
use crate::ingest::Reject;
use crate::report::carried::Value;
use crate::report::github;
use crate::report::junit::Junit;
use crate::report::overview::Overview;
use crate::report::sarif::Sarif;
use crate::report::summary::Summary;
use crate::source::{Place, Sources};
use crate::value::Day;

/// A filing that goes into a log.
pub struct Logged {
    /// What it came to.
    pub judged: Judged,
    /// Where the subjects of its findings stand.
    pub places: Vec<Option<Place>>,
    /// Who filed it, where it says so.
    pub institution: Option<String>,
    /// What goes beside each of its rows.
    #[cfg_attr(
        not(feature = "xlsx"),
        expect(dead_code, reason = "no workbook is written")
    )]
    pub carried: Vec<Option<Value>>,
}

/// A log of one format.
pub enum Log<'a> {
    /// SARIF.
    Sarif(Sarif<'a>),
    /// JUnit.
    Junit(Box<Junit<'a>>),
    /// Annotations of GitHub's workflows.
    Github(&'a Ir),
    /// The page of the run.
    Html(Box<Overview<'a>>),
    /// A workbook.
    #[cfg(feature = "xlsx")]
    Xlsx(Box<crate::report::xlsx::Book<'a>>),
}

impl<'a> Log<'a> {
    /// A log of the format that is asked for, if it is one of these.
    pub fn open(
        arguments: &Arguments,
        ir: &'a Ir,
        sources: &Sources,
        as_of: Day,
        carried: &[String],
    ) -> Result<Option<Log<'a>>, Failure> {
        let _ = carried;
        Ok(Some(match arguments.format {
            Format::Sarif => Log::Sarif(Sarif::new(ir, sources)),
            Format::Junit => {
                let strict = arguments.fail_on == FailOn::Undetermined;
                Log::Junit(Box::new(Junit::new(ir, arguments.detail(), strict)))
            }
            Format::Github => Log::Github(ir),
            Format::Html => Log::Html(Box::new(Overview::new(ir, as_of))),
            #[cfg(feature = "xlsx")]
            Format::Xlsx => {
                let book = crate::report::xlsx::Book::new(ir, arguments.detail(), carried);
                Log::Xlsx(Box::new(book.map_err(workbook)?))
            }
            _ => return Ok(None),
        }))
    }

    /// What stands before the first filing.
    pub fn begin(&self, out: &mut Vec<u8>) {
        if let Log::Sarif(log) = self {
            log.begin(out);
        }
    }

    /// Takes in a filing.
    pub fn judged(&mut self, out: &mut Vec<u8>, filing: &Logged) -> Result<(), Failure> {
        let (judged, places) = (&filing.judged, &filing.places);
        match self {
            Log::Sarif(log) => log.judged(out, judged, places),
            Log::Junit(log) => log.judged(judged, places),
            Log::Github(ir) => {
                let mut lines = String::new();
                github::write(&mut lines, ir, judged, places);
                out.extend_from_slice(lines.as_bytes());
            }
            Log::Html(log) => log.judged(judged, places, filing.institution.as_deref()),
            #[cfg(feature = "xlsx")]
            Log::Xlsx(log) => log
                .judged(judged, places, &filing.carried)
                .map_err(workbook)?,
        }
        Ok(())
    }

    /// Takes in a filing that could not be read.
    pub fn rejected(&mut self, out: &mut Vec<u8>, reject: &Reject) -> Result<(), Failure> {
        match self {
            Log::Sarif(log) => log.rejected(reject),
            Log::Junit(log) => log.rejected(reject),
            Log::Github(_) => {
                let mut line = String::new();
                github::reject(&mut line, reject);
                out.extend_from_slice(line.as_bytes());
            }
            // The page groups what was rejected by its cause, which the counts know.
            Log::Html(_) => {}
            #[cfg(feature = "xlsx")]
            Log::Xlsx(log) => log.rejected(reject).map_err(workbook)?,
        }
        Ok(())
    }

    /// What stands behind the last filing; `exit` is what the process ends with.
    pub fn finish(
        self,
        out: &mut Vec<u8>,
        summary: &Summary,
        as_of: Day,
        exit: u8,
    ) -> Result<(), Failure> {
        match self {
            Log::Sarif(log) => log.end(out, summary, as_of, exit),
            Log::Junit(log) => {
                let text = log.finish().map_err(Failure::Usage)?;
                out.extend_from_slice(text.as_bytes());
            }
            Log::Github(_) => {}
            Log::Html(log) => out.extend_from_slice(&log.finish(summary)),
            #[cfg(feature = "xlsx")]
            Log::Xlsx(log) => {
                out.extend_from_slice(&log.finish(summary).map_err(workbook)?);
            }
        }
        Ok(())
    }
}

#[cfg(feature = "xlsx")]
fn workbook(error: rust_xlsxwriter::XlsxError) -> Failure {
    Failure::Usage(format!("the workbook cannot be written: {error}"))
}
