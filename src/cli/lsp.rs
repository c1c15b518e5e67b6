//! `dictamen lsp`: the language server, over standard input and output.

use std::io;
use std::path::PathBuf;

use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::lsp::{Options, serve};

/// The command line of `lsp`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The rule book [default: the folder `rules` of what is open in the editor, or that folder itself]
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    /// Over standard input and output, which is the only way; editors name it all the same
    #[arg(long)]
    stdio: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    // Editors name files by their whole paths.
    let rules = match &arguments.rules {
        Some(rules) => Some(std::path::absolute(rules).map_err(Failure::Stream)?),
        None => None,
    };
    let ended = serve(io::stdin().lock(), io::stdout(), &Options { rules });
    // As the protocol has it: 0 after `shutdown`, 1 for a client that went without it.
    match ended.map_err(Failure::Stream)? {
        true => Ok(Exit::Sound),
        false => Ok(Exit::Found),
    }
}
