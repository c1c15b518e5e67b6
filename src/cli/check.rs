//! `dictamen check`: reads and checks the rule book; every mistake in one run.

use std::path::PathBuf;

use crate::book::strays;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::{columns, complain, print};
use crate::cli::rules;
use crate::front::Loaded;
use crate::report::diagnostics::{self, count_line, counts, excerpts};
use crate::report::style::{self, paint};
use crate::report::text::{clean, counted};

/// The command line of `check`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The rule book
    #[arg(value_name = "DIR", default_value = "rules")]
    rules: PathBuf,
    /// How the diagnostics are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Also what is legal but suspect
    #[arg(long)]
    lint: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let mut book = rules::read(&arguments.rules, "dictamen check DIR")?;
    if arguments.lint {
        let found = super::lint::warnings(&book, &arguments.rules);
        let warnings = found.into_iter().map(|lint| lint.diagnostic);
        book.diagnostics.extend(warnings);
        book.diagnostics
            .sort_by_key(|found| (found.primary.span, found.code.code));
    }
    let page = match arguments.format {
        Format::Text => text(&book, &arguments.rules.to_string_lossy()),
        Format::Json => json(&book),
    };
    print(&page)?;
    for path in strays(&arguments.rules) {
        complain(&format!(
            "{}: {} is not read: the name of a rules file ends in .dictamen\n",
            paint(style::CAUTION, "warning"),
            clean(&path.to_string_lossy())
        ));
    }
    let exit = match book.ir {
        Some(_) => Exit::Sound,
        None => Exit::Rules,
    };
    // The process ends here: to take all that was read apart again would only take time.
    std::mem::forget(book);
    Ok(exit)
}

/// How much there is: files, versions, clauses of all versions.
fn extent(book: &Loaded) -> (u64, u64, u64) {
    let files = book.sources.iter().count() as u64;
    let Some(ir) = &book.ir else {
        return (files, 0, 0);
    };
    let names: std::collections::BTreeSet<&str> =
        ir.clauses.iter().map(|clause| clause.id.as_str()).collect();
    (files, ir.versions.len() as u64, names.len() as u64)
}

fn text(book: &Loaded, folder: &str) -> String {
    let mut page = excerpts(&book.diagnostics, &book.sources, columns());
    let (files, versions, clauses) = extent(book);
    let files = counted(files, "file", "files");
    let folder = clean(folder);
    page.push_str(&match (&book.ir, count_line(&book.diagnostics)) {
        (None, found) => {
            let found = found.unwrap_or_default();
            format!("{found} in {files} of {folder}\n")
        }
        (Some(_), found) => format!(
            "{}: {files}, {}, {}{}\n",
            paint(style::GOOD, &format!("{folder} is sound")),
            counted(versions, "version", "versions"),
            counted(clauses, "clause", "clauses"),
            found.map_or(String::new(), |found| format!("; {found}")),
        ),
    });
    page
}

fn json(book: &Loaded) -> String {
    let (files, versions, clauses) = extent(book);
    let (errors, warnings) = counts(&book.diagnostics);
    format!(
        "{{\"files\":{files},\"versions\":{versions},\"clauses\":{clauses},\"errors\":{errors},\
         \"warnings\":{warnings},\"diagnostics\":{}}}\n",
        diagnostics::json(&book.diagnostics, &book.sources)
    )
}
