//! The command line of `evaluate`.

use std::io::IsTerminal;
use std::path::PathBuf;

use crate::cli::failure::Failure;
use crate::cli::filings::FilingsOptions;
use crate::cli::threads::Threads;
use crate::evaluate::verdicts::Detail;
use crate::ingest::inputs::NO_TABLES;
use crate::value::Day;

/// The command line of `evaluate`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Files, folders (searched), globs, pipes, or - for standard input
    #[arg(required = true, value_name = "FILINGS")]
    pub filings: Vec<PathBuf>,
    /// The rule book
    #[arg(long, value_name = "DIR", default_value = "rules")]
    pub rules: PathBuf,
    /// The language of titles, texts, messages and labels, such as es [default: the rule book's own]
    #[arg(long, value_name = "LANGUAGE")]
    pub lang: Option<String>,
    /// The date on which it is judged [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Day>,
    /// How the result is written
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// How much is said of each filing
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = Level::Findings)]
    detail: Level,
    /// Where the result goes instead of standard output, which is -
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Where to list what could not be read, as NDJSON
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
    /// Where to write the counts, as JSON
    #[arg(long, value_name = "FILE")]
    pub summary: Option<PathBuf>,
    /// What makes the exit code 1
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = FailOn::Violates)]
    pub fail_on: FailOn,
    /// Reject a filing with a field that the vocabulary does not know
    #[arg(long)]
    pub strict: bool,
    #[command(flatten)]
    pub(in crate::cli) given: FilingsOptions,
    #[command(flatten)]
    pub(in crate::cli) threads: Threads,
}

/// How the result is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A page for people
    Table,
    /// One array of records
    Json,
    /// One record a line
    Ndjson,
    /// One line for each filing and clause
    Csv,
    /// One row for each finding, and for each clause without; needs --output
    Parquet,
    /// The same as an Arrow file
    Arrow,
}

impl Format {
    /// What it is called, if it is a table in a file.
    fn table(self) -> Option<&'static str> {
        match self {
            Format::Parquet => Some("parquet"),
            Format::Arrow => Some("arrow"),
            _ => None,
        }
    }
}

/// How much is said of each filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Level {
    /// Verdicts alone
    Verdicts,
    /// What violates or is undetermined, with reasons
    Findings,
    /// Every subject of every clause
    Full,
}

/// What makes the exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum FailOn {
    /// A filing that violates
    Violates,
    /// A filing that violates or is undetermined
    Undetermined,
    /// Nothing
    Never,
}

/// A date of the command line.
pub fn day(text: &str) -> Result<Day, String> {
    Day::parse(text.as_bytes())
        .ok_or_else(|| "expected a date that exists, such as 2018-12-31".to_owned())
}

/// A date that was named, or today; this is the one place that looks at the clock.
pub fn or_today(named: Option<Day>) -> Result<Day, Failure> {
    if let Some(day) = named {
        return Ok(day);
    }
    let today = jiff::ZonedDateTime::now().date();
    let (year, month, day) = (today.year(), today.month(), today.day());
    Day::new(year.into(), month.into(), day.into())
        .ok_or_else(|| Failure::Usage(format!("the clock says {today}; say the date with --as-of")))
}

impl Arguments {
    /// The date on which it is judged.
    pub fn day(&self) -> Result<Day, Failure> {
        or_today(self.as_of)
    }

    /// How much is computed of each filing.
    pub fn detail(&self) -> Detail {
        match self.detail {
            // A line of CSV has room for a verdict alone.
            _ if self.format == Format::Csv => Detail::Verdicts,
            Level::Verdicts => Detail::Verdicts,
            Level::Findings => Detail::Findings,
            Level::Full => Detail::Full,
        }
    }

    /// Refuses a table that has nowhere to go.
    pub fn refuse_clashes(&self) -> Result<(), Failure> {
        if let Some(name) = self.format.table() {
            if !cfg!(feature = "tables") {
                return Err(Failure::Usage(format!(
                    "this program writes no {name}: {NO_TABLES}"
                )));
            }
            if self.output.is_none() || self.to_stdout() && std::io::stdout().is_terminal() {
                return Err(Failure::Usage(format!(
                    "--format {name} is not for a terminal or a pipe; name a file with --output FILE"
                )));
            }
        }
        Ok(())
    }

    /// Whether the result goes to standard output.
    pub fn to_stdout(&self) -> bool {
        self.output
            .as_ref()
            .is_none_or(|path| path.as_os_str() == "-")
    }
}
