//! `dictamen validate`: filings against the vocabulary alone, every mistake, grouped by cause.

use std::path::PathBuf;
use std::sync::Arc;

use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::filings::FilingsOptions;
use crate::cli::output::{Reads, print};
use crate::cli::rules;
use crate::cli::tally::Tally;
use crate::cli::threads::Threads;
use crate::driver::{Columns, Keys, drive, schema};
use crate::ingest::{Chunk, Decoded};
use crate::report::brief;

/// The command line of `validate`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Files, folders (searched), globs, or - for standard input (NDJSON)
    #[arg(value_name = "FILINGS", required = true)]
    filings: Vec<PathBuf>,
    /// The rule book, whose vocabulary says what a filing contains
    #[arg(long, value_name = "DIR", default_value = "rules")]
    rules: PathBuf,
    /// A field that the vocabulary does not know is a mistake (else a warning)
    #[arg(long)]
    strict: bool,
    /// How the mistakes are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Where to list every filing with mistakes, as NDJSON
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    #[command(flatten)]
    given: FilingsOptions,
    #[command(flatten)]
    pub(super) threads: Threads,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A line for each cause
    Text,
    /// One object: the counts, and each cause with its field, its first place and how many filings have it
    Json,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let book = rules::sound_book(&arguments.rules, "nothing was looked at")?;
    let ir = book.ir.as_ref().ok_or(Failure::Rules)?;
    // Of any year: which years the rules govern is nothing of the vocabulary.
    let schema = Arc::new(schema(ir, Columns::All, arguments.strict, true));
    let mut inputs = arguments.given.judged(&arguments.filings, ir, &schema)?;
    let mut reads = Reads::new()
        .rules(&arguments.rules)
        .filings(&arguments.filings)
        .filings(arguments.given.beside());
    let mut listed = reads.also("--rejects", arguments.rejects.as_deref())?;
    let mut tally = Tally::default();
    let take = |_: &Chunk, decoded: Decoded, (): ()| tally.add(decoded, &mut listed);
    drive(&schema, &mut inputs, Keys::Once, |_, _| (), take)?;
    tally.warnings.merge(inputs.warnings().clone());
    if let Some(listed) = listed {
        listed.finish()?;
    }
    let (causes, valid, rejected) = (&tally.causes, tally.sound, tally.rejected);
    print(&match arguments.format {
        Format::Text => brief::validated(causes, &tally.warnings, valid, rejected),
        Format::Json => brief::validated_json(causes, valid, rejected),
    })?;
    Ok(arguments.given.exit(rejected, valid + rejected))
}
