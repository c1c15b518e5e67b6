//! `dictamen schema`: the vocabulary as a JSON Schema, for editors and for those who file.

use std::path::PathBuf;

use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::Reads;
use crate::cli::rules;
use crate::report::schema::json_schema;

/// The command line of `schema`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The rule book
    #[arg(long, value_name = "DIR", default_value = "rules")]
    rules: PathBuf,
    /// Where to write, instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let book = rules::sound_book(&arguments.rules, "no schema is written")?;
    let ir = book.ir.as_ref().ok_or(Failure::Rules)?;
    let mut reads = Reads::new().rules(&arguments.rules);
    let mut out = reads.output("--output", arguments.output.as_deref())?;
    out.write(json_schema(&ir.vocabulary).as_bytes())?;
    out.finish()?;
    Ok(Exit::Sound)
}
