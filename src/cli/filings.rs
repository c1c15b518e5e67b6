//! What every command that reads filings is told about them.

use std::path::PathBuf;

use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::mapping;
use crate::ingest::{FileKind, InputError, Inputs};
use crate::vocabulary::Vocabulary;

/// How filings without the ending of a file are read, and whether there must be any.
#[derive(Debug, Clone, clap::Args)]
pub struct FilingsOptions {
    /// What standard input and names without an ending hold: the ending that a file of it has
    #[arg(long, value_name = "F", default_value = "ndjson", value_parser = kind)]
    input_format: FileKind,
    /// How the columns of a table of texts become filings
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Nothing to work on is no failure
    #[arg(long)]
    allow_empty: bool,
}

fn kind(text: &str) -> Result<FileKind, String> {
    let named = FileKind::named(text);
    named.ok_or_else(|| {
        format!(
            "expected the ending of a file: {}",
            FileKind::ENDINGS.join(", ")
        )
    })
}

impl FilingsOptions {
    /// What a command line names. A folder or a glob without filings is no mistake where nothing to work on
    /// is none.
    pub fn open(&self, paths: &[PathBuf], vocabulary: &Vocabulary) -> Result<Inputs, Failure> {
        let mapping = self.mapping.as_ref();
        let mapping = mapping
            .map(|path| mapping::read(path, vocabulary))
            .transpose()?;
        Ok(self.named(paths)?.mapped(mapping))
    }

    fn named(&self, paths: &[PathBuf]) -> Result<Inputs, Failure> {
        let empty = |path: &&PathBuf| {
            let named = Inputs::holding(std::slice::from_ref(*path), self.input_format);
            matches!(named, Err(InputError::NoFilings(_)))
        };
        match Inputs::holding(paths, self.input_format) {
            Err(InputError::NoFilings(_)) if self.allow_empty => {
                let others: Vec<PathBuf> =
                    paths.iter().filter(|path| !empty(path)).cloned().collect();
                Ok(Inputs::holding(&others, self.input_format)?)
            }
            named => Ok(named?),
        }
    }

    /// What is read beside the filings.
    pub fn beside(&self) -> &[PathBuf] {
        self.mapping.as_slice()
    }

    /// The same on a command line.
    pub fn words(&self) -> Vec<String> {
        let mut endings = FileKind::ENDINGS.iter();
        let own = endings.find(|ending| FileKind::named(ending) == Some(self.input_format));
        let mut words: Vec<String> = own
            .map(|ending| format!("--input-format={ending}"))
            .into_iter()
            .collect();
        if let Some(mapping) = &self.mapping {
            words.push(format!("--mapping={}", mapping.to_string_lossy()));
        }
        if self.allow_empty {
            words.push("--allow-empty".to_owned());
        }
        words
    }

    /// What a run ends with that came to `exit` on so many filings: a run on none of them does not end as if
    /// all were well.
    pub fn unless_empty(&self, exit: Exit, filings: u64) -> Exit {
        match filings == 0 && !self.allow_empty {
            true => Exit::Rejected,
            false => exit,
        }
    }

    /// What a run ends with that made something of each filing: a reject, or nothing at all, is no success.
    pub fn exit(&self, rejected: u64, filings: u64) -> Exit {
        let exit = match rejected {
            0 => Exit::Sound,
            _ => Exit::Rejected,
        };
        self.unless_empty(exit, filings)
    }

    /// What is said of a run on nothing; `done` is what was done to none.
    pub fn complaint(&self, filings: u64, done: &str) -> Option<String> {
        (filings == 0 && !self.allow_empty).then(|| {
            format!("there was no filing in what was named: nothing was {done}; --allow-empty takes that as well\n")
        })
    }
}
