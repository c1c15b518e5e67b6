//! `dictamen fmt`: the one layout of a rules file, comments kept where they stand.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use diffy::DiffOptions;

use crate::book;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::{Reads, complain, error_columns, print};
use crate::cli::rules::unreadable;
use crate::report::diagnostics::excerpts;
use crate::report::style::{self, paint};
use crate::report::text::{clean, counted};
use crate::source::{SourceFile, SourceId, Sources};
use crate::syntax::{Unformatted, format};

/// What standard input is called.
const STANDARD_INPUT: &str = "standard input";

/// The command line of `fmt`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Rules files or folders of them, or - for standard input
    #[arg(value_name = "FILES")]
    files: Vec<PathBuf>,
    /// The rule book, where no files are named
    #[arg(
        long,
        value_name = "DIR",
        default_value = "rules",
        conflicts_with = "files"
    )]
    rules: PathBuf,
    /// Write nothing; list the files that are laid out otherwise and end with 1 if there are any
    #[arg(long)]
    check: bool,
    /// Write nothing; show what would change and end with 1 if anything would
    #[arg(long)]
    diff: bool,
}

/// What was found of the files.
#[derive(Default)]
struct Found {
    /// Files whose layout is another.
    changed: u64,
    /// Files that have it already.
    same: u64,
    /// Files with mistakes, left alone.
    faulty: u64,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    if arguments.files.iter().any(|file| file.as_os_str() == "-") {
        if arguments.files.len() > 1 {
            let why = "`-` is standard input, and stands alone";
            return Err(Failure::Usage(why.to_owned()));
        }
        return standard_input(arguments);
    }
    let named = match arguments.files.as_slice() {
        [] => std::slice::from_ref(&arguments.rules),
        files => files,
    };
    let mut paths = Vec::new();
    for path in named {
        let found = book::files(path).map_err(|source| unreadable(path, source, "--rules DIR"))?;
        paths.extend(found);
    }
    paths.dedup();
    let mut found = Found::default();
    for path in &paths {
        one_file(arguments, path, &mut found)?;
    }
    let only_told = arguments.check || arguments.diff;
    complain(&format!("{}\n", summary(&found, only_told)));
    Ok(match found {
        Found { faulty: 1.., .. } => Exit::Rules,
        Found { changed: 1.., .. } if only_told => Exit::Found,
        _ => Exit::Sound,
    })
}

fn one_file(arguments: &Arguments, path: &Path, found: &mut Found) -> Result<(), Failure> {
    let name = path.to_string_lossy().into_owned();
    let bytes = std::fs::read(path).map_err(|error| {
        let source = book::BookError::Io {
            path: path.to_owned(),
            source: error,
        };
        unreadable(path, source, "dictamen fmt FILES")
    })?;
    let Some((text, laid_out)) = laid_out(&name, bytes) else {
        found.faulty += 1;
        return Ok(());
    };
    if text == laid_out {
        found.same += 1;
        return Ok(());
    }
    found.changed += 1;
    if arguments.diff {
        return print(&difference(&name, &text, &laid_out));
    }
    if arguments.check {
        return print(&format!("{}\n", clean(&name)));
    }
    // What it was read from is what it replaces, which no other command may.
    let mut out = Reads::new().output("FILES", Some(path))?;
    out.write(laid_out.as_bytes())?;
    out.finish()?;
    print(&format!("formatted {}\n", clean(&name)))
}

fn standard_input(arguments: &Arguments) -> Result<Exit, Failure> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut bytes);
    read.map_err(|error| Failure::Usage(format!("cannot read {STANDARD_INPUT}: {error}")))?;
    let Some((text, laid_out)) = laid_out(STANDARD_INPUT, bytes) else {
        return Ok(Exit::Rules);
    };
    let changed = text != laid_out;
    if arguments.diff {
        if changed {
            print(&difference(STANDARD_INPUT, &text, &laid_out))?;
        }
    } else if arguments.check {
        if changed {
            print(&format!("{STANDARD_INPUT}\n"))?;
        }
    } else {
        // As it is, for whoever reads it is an editor: neither coloured nor cleaned.
        let mut out = Reads::new().output("FILES", None)?;
        out.write(laid_out.as_bytes())?;
        out.finish()?;
    }
    let only_told = arguments.check || arguments.diff;
    Ok(if changed && only_told {
        Exit::Found
    } else {
        Exit::Sound
    })
}

/// A text and its one layout; what is wrong with it is told.
fn laid_out(name: &str, bytes: Vec<u8>) -> Option<(String, String)> {
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let name = clean(name);
            complain(&format!(
                "{}: {name} is not UTF-8: byte {at} cannot be read; save it as UTF-8\n",
                paint(style::BAD, "error")
            ));
            return None;
        }
    };
    match format(SourceId(0), &text) {
        Ok(laid_out) => Some((text, laid_out)),
        Err(Unformatted::Mistakes(diagnostics)) => {
            let mut sources = Sources::new();
            sources.add(SourceFile::new(name, text));
            complain(&excerpts(&diagnostics, &sources, error_columns()));
            None
        }
        Err(Unformatted::Unsettled) => {
            complain(&format!(
                "{}: {} is left alone: its layout cannot be found without changing what it says\n",
                paint(style::BAD, "error"),
                clean(name)
            ));
            None
        }
    }
}

/// What would change, as `diff -u` shows it.
fn difference(name: &str, before: &str, after: &str) -> String {
    let name = clean(name);
    let formatted = format!("{name}, formatted");
    let mut options = DiffOptions::new();
    options.set_original_filename(name.to_string());
    options.set_modified_filename(formatted);
    options.create_patch(before, after).to_string()
}

fn summary(found: &Found, only_told: bool) -> String {
    let files = |number| counted(number, "file", "files");
    let mut parts = Vec::new();
    if found.changed > 0 {
        let done = if only_told { "to format" } else { "formatted" };
        parts.push(format!("{} {done}", files(found.changed)));
    }
    if found.same > 0 {
        parts.push(format!("{} laid out already", files(found.same)));
    }
    if found.faulty > 0 {
        parts.push(format!("{} with mistakes, left alone", files(found.faulty)));
    }
    parts.join(", ")
}
