//! `dictamen replay`: judges again what a receipt names, and says whether the same comes out.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;

use crate::cli::evaluate;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::print;
use crate::cli::threads::Threads;
use crate::report::receipt::Receipt;
use crate::report::text::{clean, counted};

/// A receipt is larger than this only where it is none.
const LARGEST: u64 = 1 << 30;

/// The command line of `replay`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// What `evaluate --receipt` wrote
    #[arg(value_name = "RECEIPT")]
    receipt: PathBuf,
    #[command(flatten)]
    pub(in crate::cli) threads: Threads,
}

/// The arguments that a receipt names, which are those of `evaluate`.
#[derive(Debug, Parser)]
#[command(name = "evaluate", no_binary_name = true, disable_help_flag = true)]
struct Named {
    #[command(flatten)]
    evaluate: evaluate::Arguments,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let shown = clean(&arguments.receipt.to_string_lossy()).into_owned();
    let unread = |what: &dyn std::fmt::Display| {
        Failure::Usage(format!("cannot read the receipt `{shown}`: {what}"))
    };
    let size = fs::metadata(&arguments.receipt).map_err(|error| unread(&error))?;
    if size.len() > LARGEST {
        return Err(unread(&"it is larger than any receipt"));
    }
    let text = fs::read_to_string(&arguments.receipt).map_err(|error| unread(&error))?;
    // What is no receipt any more has been changed, or was none.
    let receipt = Receipt::read(&text).map_err(|error| unread(&error))?;
    let words = receipt.predicate.arguments.iter().map(OsString::from);
    let named = Named::try_parse_from(words).map_err(|error| {
        let first = error.to_string();
        let first = first.lines().next().unwrap_or_default().to_owned();
        unread(&format!("its arguments are none of `evaluate`: {first}"))
    })?;
    if !named.evaluate.writes_nothing() {
        return Err(unread(&"its arguments name outputs, which no receipt does"));
    }
    let output = receipt.output().map_or("-", |output| output.name.as_str());
    let again = evaluate::receipt_of(&named.evaluate)?.named(output);
    let Some(difference) = receipt.differs(&again) else {
        if again.text() != text {
            let line = again
                .text()
                .lines()
                .zip(text.lines())
                .take_while(|(a, b)| a == b)
                .count();
            print(&format!(
                "differs: the receipt itself is other bytes, from line {}\n",
                line + 1
            ))?;
            return Ok(Exit::Found);
        }
        let filings = counted(receipt.predicate.rulings.len() as u64, "filing", "filings");
        return kept(&receipt, &filings);
    };
    print(&clean_lines(&difference.to_string()))?;
    Ok(Exit::Found)
}

/// Whether the output that was kept is still what was written, where the run itself comes out the same.
fn kept(receipt: &Receipt, filings: &str) -> Result<Exit, Failure> {
    let output = receipt.output().filter(|output| output.name != "-");
    let Some(output) = output else {
        print(&format!("the same bytes come out: {filings}\n"))?;
        return Ok(Exit::Sound);
    };
    let shown = clean(&output.name);
    match evaluate::file_digest(Path::new(&output.name)) {
        Ok(digest) if digest == output.digest => {
            print(&format!(
                "the same bytes come out, and stand in `{shown}`: {filings}\n"
            ))?;
            Ok(Exit::Sound)
        }
        Ok(_) => {
            print(&format!(
                "differs: the output `{shown}` has other bytes than the run that comes out again\n"
            ))?;
            Ok(Exit::Found)
        }
        Err(error) => {
            print(&format!(
                "differs: the output `{shown}` is not there any more: {error}\n"
            ))?;
            Ok(Exit::Found)
        }
    }
}

/// Lines of which each is clean.
fn clean_lines(text: &str) -> String {
    text.lines()
        .map(|line| format!("{}\n", clean(line)))
        .collect()
}
