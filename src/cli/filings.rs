//! What every command that reads filings is told about them.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::check::ir::Ir;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::mapping;
use crate::driver::{Keys, find_latest};
use crate::ingest::inputs::{Kept, is_stream};
use crate::ingest::{FileKind, InputError, Inputs, Latest, Schema};
use crate::report::carried::Carried;
use crate::report::text::clean;
use crate::vocabulary::{ColumnId, ColumnKind, Vocabulary};

/// How filings without the ending of a file are read, and whether there must be any.
#[derive(Debug, Clone, clap::Args)]
pub struct FilingsOptions {
    /// What standard input and names without an ending hold: the ending that a file of it has
    #[arg(long, value_name = "F", default_value = "ndjson", value_parser = kind)]
    input_format: FileKind,
    /// How the columns of a table, or the paths of JSON documents, become filings
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Of filings with one key take the last by this field, a date or a number; else the first that is read
    #[arg(long, value_name = "FIELD")]
    latest: Option<String>,
    /// Nothing to work on is no failure
    #[arg(long)]
    allow_empty: bool,
    /// What was copied because it can be read only once.
    #[arg(skip)]
    kept: Arc<Mutex<Vec<Kept>>>,
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
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = kept.iter().filter(|(path, _)| paths.contains(path));
        Ok(self.named(paths)?.kept(kept).mapped(mapping))
    }

    /// The same, to be read by a schema; where `--latest` says so, read once before to find out which of the
    /// filings with one key is judged.
    pub fn judged(
        &self,
        paths: &[PathBuf],
        ir: &Ir,
        schema: &Arc<Schema>,
    ) -> Result<Inputs, Failure> {
        let latest = self.last(paths, ir, schema)?;
        let inputs = self.open(paths, &ir.vocabulary)?.judging(latest);
        Ok(inputs.expecting(Arc::clone(schema)))
    }

    /// Which of the filings with one key is judged, where `--latest` says so.
    pub fn last(
        &self,
        paths: &[PathBuf],
        ir: &Ir,
        schema: &Arc<Schema>,
    ) -> Result<Option<Arc<Latest>>, Failure> {
        let (Some(field), Some(column)) = (&self.latest, self.latest(ir)?) else {
            return Ok(None);
        };
        self.keep(paths)?;
        let inputs = self.open(paths, &ir.vocabulary)?;
        let mut inputs = inputs.expecting(Arc::clone(schema));
        let latest = find_latest(schema, &mut inputs, Latest::by(field, column));
        Ok(Some(Arc::new(latest)))
    }

    /// The column by which filings with one key are told apart.
    pub fn latest(&self, ir: &Ir) -> Result<Option<ColumnId>, Failure> {
        let Some(name) = &self.latest else {
            return Ok(None);
        };
        let wrong = |why: String| Failure::Usage(format!("--latest: {why}"));
        let field = Carried::new(ir, std::slice::from_ref(name)).map_err(wrong)?;
        let Some(column) = field.columns().first().copied() else {
            return Ok(None);
        };
        match ir.layout.column(column).kind {
            ColumnKind::Date | ColumnKind::Number { .. } => Ok(Some(column)),
            _ => Err(wrong(format!(
                "`{name}` is neither a date nor a number, by which one filing is later than another"
            ))),
        }
    }

    /// What is asked of keys by a command that asks nothing of them unless told.
    pub fn keys(&self) -> Keys {
        match self.latest {
            Some(_) => Keys::Once,
            None => Keys::Any,
        }
    }

    /// Copies standard input and pipes to files without a name, so that they can be read again.
    pub fn keep(&self, paths: &[PathBuf]) -> Result<(), Failure> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        for path in paths.iter().filter(|path| is_stream(path)) {
            if kept.iter().any(|(own, _)| own == path) {
                continue;
            }
            let copy = copy(path).map_err(|error| {
                let shown = path.to_string_lossy();
                Failure::Usage(format!(
                    "`{}` is read twice, and cannot be copied for that: {error}",
                    clean(&shown)
                ))
            })?;
            kept.push((path.clone(), copy));
        }
        Ok(())
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
        if let Some(field) = &self.latest {
            words.push(format!("--latest={field}"));
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

/// What a stream holds, in a file without a name.
fn copy(path: &Path) -> io::Result<File> {
    let mut copy = tempfile::tempfile()?;
    match path.as_os_str() == "-" {
        true => io::copy(&mut io::stdin().lock(), &mut copy)?,
        false => io::copy(&mut File::open(path)?, &mut copy)?,
    };
    Ok(copy)
}
