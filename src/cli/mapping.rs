//! `dictamen mapping`: what says how a table's columns become filings.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::{Reads, complain, error_columns};
use crate::cli::rules;
use crate::ingest::Mapping;
use crate::ingest::inputs::headings;
use crate::mapping;
use crate::report::diagnostics::{count_line, excerpts};
use crate::report::text::clean;
use crate::source::{SourceFile, Sources};
use crate::vocabulary::Vocabulary;

/// The command line of `mapping`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Propose a mapping for a table, from the names that are alike; the rest stands in it as comments
    Init(InitArguments),
}

/// The command line of `mapping init`.
#[derive(Debug, clap::Args)]
pub struct InitArguments {
    /// The table
    #[arg(value_name = "FILE")]
    table: PathBuf,
    /// The rule book, whose vocabulary says what a filing contains
    #[arg(long, value_name = "DIR", default_value = "rules")]
    rules: PathBuf,
    /// Where the mapping goes instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let Command::Init(arguments) = &arguments.command;
    let book = rules::sound_book(&arguments.rules, "no mapping was proposed")?;
    let ir = book.ir.as_ref().ok_or(Failure::Rules)?;
    let shown = arguments.table.display().to_string();
    let names = headings(&arguments.table)
        .map_err(|reason| Failure::Usage(format!("`{}`: {reason}", clean(&shown))))?;
    let mut reads = Reads::new()
        .rules(&arguments.rules)
        .filings(std::slice::from_ref(&arguments.table));
    let mut out = reads.output("--output", arguments.output.as_deref())?;
    out.write(mapping::propose(&ir.vocabulary, &names, &shown).as_bytes())?;
    out.finish()?;
    Ok(Exit::Sound)
}

/// The mapping of a file, by a vocabulary; what is wrong with it is shown.
pub fn read(path: &Path, vocabulary: &Vocabulary) -> Result<Arc<Mapping>, Failure> {
    let bytes = std::fs::read(path).map_err(|error| {
        let text = error.to_string();
        let end = text.find(" (os error ").unwrap_or(text.len());
        let shown = path.display();
        Failure::Usage(format!(
            "the mapping `{shown}` cannot be read: {}",
            &text[..end]
        ))
    })?;
    let mut sources = Sources::new();
    let id = sources.add(SourceFile::from_bytes(path, bytes));
    let (mapping, wrong) = mapping::read(vocabulary, (id, sources.get(id)));
    if let Some(mapping) = mapping {
        return Ok(Arc::new(mapping));
    }
    let mut page = excerpts(&wrong, &sources, error_columns());
    if let Some(counts) = count_line(&wrong) {
        let name = path.display().to_string();
        page.push_str(&format!("{counts} in {}; nothing was read\n", clean(&name)));
    }
    complain(&page);
    Err(Failure::Mapping)
}
