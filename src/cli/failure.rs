//! Why a command stops before its end.

use std::io;
use std::path::PathBuf;

use crate::book::BookError;
use crate::cli::exit::Exit;
use crate::ingest::InputError;

/// Why a command stops before its end.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The rule book has errors, which were shown.
    #[error("the rule book has errors")]
    Rules,
    /// The mapping has errors, which were shown.
    #[error("the mapping has errors")]
    Mapping,
    /// The rule book cannot be read.
    #[error("{source}{hint}")]
    Book {
        /// Why.
        source: BookError,
        /// What to do about it.
        hint: String,
    },
    /// The filings cannot be what was meant.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A file cannot be written.
    #[error("cannot write `{}`: {}", path.display(), words(source))]
    Write {
        /// The file.
        path: PathBuf,
        /// What the machine says.
        source: io::Error,
    },
    /// Standard output or standard error cannot be written.
    #[error("cannot write the output: {}", words(.0))]
    Stream(io::Error),
    /// What was asked for cannot be done.
    #[error("{0}")]
    Usage(String),
}

impl Failure {
    /// What the process ends with.
    pub fn exit(&self) -> Exit {
        match self {
            Failure::Rules => Exit::Rules,
            // There is nothing to judge.
            Failure::Input(InputError::NoFilings(_)) => Exit::Rejected,
            Failure::Book { .. }
            | Failure::Input(_)
            | Failure::Mapping
            | Failure::Write { .. }
            | Failure::Stream(_)
            | Failure::Usage(_) => Exit::Usage,
        }
    }
}

/// What the machine says, without its number for it.
fn words(error: &io::Error) -> String {
    let text = error.to_string();
    let end = text.find(" (os error ").unwrap_or(text.len());
    text[..end].to_owned()
}
