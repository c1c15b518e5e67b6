//! The command line of `evaluate`.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::ValueEnum;

use crate::check::ir::Ir;
use crate::cli::evaluate::judge::Wanted;
use crate::cli::failure::Failure;
use crate::cli::filings::FilingsOptions;
use crate::cli::threads::Threads;
use crate::evaluate::verdicts::{Detail, Verdict};
use crate::ingest::inputs::NO_TABLES;
use crate::report::carried::{Carried, INSTITUTION};
use crate::report::filter::Filter;
use crate::report::summary::TOP;
use crate::report::text::clean;
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
    /// Write only these verdicts: violates,undetermined,complies,exempt,not_applicable
    #[arg(long, value_name = "VERDICTS", value_delimiter = ',', value_parser = verdict)]
    only: Vec<Verdict>,
    /// Write only these clauses
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    clause: Vec<String>,
    /// Write only what these authorities watch over
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    authority: Vec<String>,
    /// Write only what these institutions filed, by the name or the id that their filings carry
    #[arg(long, value_name = "NAME")]
    institution: Vec<String>,
    /// A field of the filing beside each record and row; any number
    #[arg(long, value_name = "FIELD", value_delimiter = ',')]
    carry: Vec<String>,
    /// How many filings, clauses and fields the page lists; 0 for all
    #[arg(long, value_name = "N", default_value_t = TOP)]
    pub top: usize,
    /// Judge also by the other reading of each open question, and say which verdicts hang on one
    #[arg(long)]
    pub readings: bool,
    /// Where the result goes instead of standard output, which is -
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Where to list what could not be read, as NDJSON
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
    /// Where to write the counts, as JSON
    #[arg(long, value_name = "FILE")]
    pub summary: Option<PathBuf>,
    /// Where to write what was judged by what, for `replay`
    #[arg(long, value_name = "FILE")]
    pub receipt: Option<PathBuf>,
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
    /// One line for each finding, or for each clause with `--detail verdicts`
    Csv,
    /// The same as rows of a Parquet file; needs --output
    Parquet,
    /// The same as an Arrow file; needs --output
    Arrow,
    /// A workbook of filings, findings, clauses and rejects; needs --output
    Xlsx,
    /// A page that stands alone, with filters and search
    Html,
    /// For code hosts and editors
    Sarif,
    /// For CI systems
    Junit,
    /// Annotations of GitHub's workflows
    Github,
}

impl Format {
    /// What it is called, if it is a table in a file.
    fn table(self) -> Option<&'static str> {
        match self {
            Format::Parquet => Some("parquet"),
            Format::Arrow => Some("arrow"),
            Format::Xlsx => Some("xlsx"),
            _ => None,
        }
    }

    /// Why this program does not write it, if it does not.
    fn lacking(self) -> Option<&'static str> {
        match self {
            Format::Parquet | Format::Arrow if !cfg!(feature = "tables") => Some(NO_TABLES),
            Format::Xlsx if !cfg!(feature = "xlsx") => Some("build it with `--features xlsx`"),
            _ => None,
        }
    }

    /// The word of the command line.
    fn word(self) -> String {
        let value = self.to_possible_value();
        value.map_or(String::new(), |value| value.get_name().to_owned())
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

/// A verdict of the command line.
fn verdict(text: &str) -> Result<Verdict, String> {
    let mut all = Verdict::ALL.into_iter();
    let found = all.find(|verdict| verdict.as_str() == text.replace('-', "_"));
    found.ok_or_else(|| {
        let names: Vec<&str> = Verdict::ALL
            .iter()
            .map(|verdict| verdict.as_str())
            .collect();
        format!("there are {}", names.join(", "))
    })
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
            Level::Verdicts => Detail::Verdicts,
            Level::Findings => Detail::Findings,
            Level::Full => Detail::Full,
        }
    }

    /// What is asked for of each filing.
    pub fn wanted(&self, ir: &Ir, as_of: Day) -> Result<Wanted, Failure> {
        let filter = Filter {
            verdicts: self.only.clone(),
            clauses: self.clause.clone(),
            authorities: self.authority.clone(),
            institutions: self.institution.clone(),
        };
        filter.check(ir).map_err(Failure::Usage)?;
        let beside = Carried::new(ir, &self.carry);
        let beside = beside.map_err(|error| Failure::Usage(format!("--carry: {error}")))?;
        let named = !self.institution.is_empty();
        let institution = match named || self.format == Format::Html {
            true => Carried::institution(ir),
            false => Carried::default(),
        };
        if named && institution.is_empty() {
            return Err(Failure::Usage(format!(
                "--institution: a filing of this rule book has no field `{INSTITUTION}`"
            )));
        }
        Ok(Wanted {
            as_of,
            format: self.format,
            detail: self.detail(),
            top: self.top,
            filter,
            beside,
            institution,
            receipt: self.receipt.is_some(),
        })
    }

    /// Whether no output is named.
    pub fn writes_nothing(&self) -> bool {
        let outputs = [&self.output, &self.rejects, &self.summary, &self.receipt];
        outputs.into_iter().all(Option::is_none)
    }

    /// The command line from which the same comes out again, without the names of outputs.
    pub fn named(&self, as_of: Day) -> Result<Vec<String>, Failure> {
        let mut words = Vec::new();
        let mut word = |option: &str, value: &str| {
            words.push(format!("{option}={value}"));
        };
        let path = |path: &PathBuf| {
            path.to_str().map(str::to_owned).ok_or_else(|| {
                let shown = path.to_string_lossy();
                let shown = clean(&shown);
                Failure::Usage(format!(
                    "a receipt cannot name `{shown}`, which is not UTF-8; rename it"
                ))
            })
        };
        word("--rules", &path(&self.rules)?);
        word("--as-of", &as_of.to_string());
        word("--format", &self.format.word());
        let level = self.detail.to_possible_value();
        word(
            "--detail",
            level.as_ref().map_or("", |value| value.get_name()),
        );
        word("--top", &self.top.to_string());
        for verdict in &self.only {
            word("--only", verdict.as_str());
        }
        for (option, values) in [
            ("--clause", &self.clause),
            ("--authority", &self.authority),
            ("--institution", &self.institution),
            ("--carry", &self.carry),
        ] {
            for value in values {
                word(option, value);
            }
        }
        let fail_on = self.fail_on.to_possible_value();
        word(
            "--fail-on",
            fail_on.as_ref().map_or("", |value| value.get_name()),
        );
        words.extend(self.given.words());
        if let Some(language) = &self.lang {
            words.push(format!("--lang={language}"));
        }
        if self.strict {
            words.push("--strict".to_owned());
        }
        words.push("--".to_owned());
        for filings in &self.filings {
            words.push(path(filings)?);
        }
        Ok(words)
    }

    /// Refuses a table that has nowhere to go.
    pub fn refuse_clashes(&self) -> Result<(), Failure> {
        if let Some(name) = self.format.table() {
            if let Some(why) = self.format.lacking() {
                return Err(Failure::Usage(format!(
                    "this program writes no {name}: {why}"
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
