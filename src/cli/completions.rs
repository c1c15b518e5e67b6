//! `dictamen completions` and `dictamen man`: what shells and readers of manuals are given.

use std::path::PathBuf;

use clap_complete::Shell;
use clap_mangen::Man;

use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::Reads;

/// The command line of `completions`.
#[derive(Debug, clap::Args)]
pub struct CompletionArguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// The command line of `man`.
#[derive(Debug, clap::Args)]
pub struct ManualArguments {
    /// Write one page for each command into this folder, instead of the first page to standard output
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
}

/// Writes the completions of a command line for a shell.
pub fn completions(
    arguments: &CompletionArguments,
    mut command: clap::Command,
) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "dictamen", &mut script);
    let mut out = Reads::new().output("", None)?;
    out.write(&script)?;
    out.finish()?;
    Ok(Exit::Sound)
}

/// Writes the manual pages of a command line.
pub fn manual(arguments: &ManualArguments, command: clap::Command) -> Result<Exit, Failure> {
    let Some(folder) = &arguments.to else {
        let mut out = Reads::new().output("", None)?;
        out.write(&page(&Man::new(command))?)?;
        out.finish()?;
        return Ok(Exit::Sound);
    };
    let mut command = command;
    // Building names each inner command by the whole line that calls it: `dictamen-evaluate`.
    command.build();
    let inner = command.get_subcommands().cloned();
    let manuals = std::iter::once(command.clone()).chain(inner).map(Man::new);
    std::fs::create_dir_all(folder).map_err(|source| Failure::Write {
        path: folder.clone(),
        source,
    })?;
    for manual in manuals {
        let mut out = Reads::new().output("--to", Some(&folder.join(manual.get_filename())))?;
        out.write(&page(&manual)?)?;
        out.finish()?;
    }
    Ok(Exit::Sound)
}

fn page(manual: &Man) -> Result<Vec<u8>, Failure> {
    let mut text = Vec::new();
    manual.render(&mut text).map_err(Failure::Stream)?;
    Ok(text)
}
