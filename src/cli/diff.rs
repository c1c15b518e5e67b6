//! `dictamen diff`: what changed between two texts of the law, clause by clause.

use std::path::{Path, PathBuf};

use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::{Reads, columns};
use crate::cli::sides::{self, Side, Sides};
use crate::diff::{self, Diff, Item};
use crate::report::diff as draw;

/// The command line of `diff`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The old rules: a folder, a version of the rule book, or a git revision
    #[arg(value_name = "OLD")]
    old: String,
    /// The new rules
    #[arg(value_name = "NEW")]
    new: String,
    /// The rule book of which OLD and NEW are versions
    #[arg(long, value_name = "DIR", default_value = "rules")]
    rules: PathBuf,
    /// How the result is written
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// What makes the exit code 1
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = FailOn::Never)]
    fail_on: FailOn,
    /// Where the result goes instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A page for people
    Table,
    /// For programs
    Json,
    /// For a pull request
    Markdown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum FailOn {
    /// A change of more than words: titles, texts, citations, messages, labels and marks of review
    Meaning,
    /// Any change
    Any,
    /// Nothing
    Never,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let mut reads = Reads::new()
        .rules(&arguments.rules)
        .rules(Path::new(&arguments.old))
        .rules(Path::new(&arguments.new));
    let out = reads.output("--output", arguments.output.as_deref())?;
    let sides = sides::read(
        &arguments.old,
        &arguments.new,
        &arguments.rules,
        "nothing was compared",
    )?;
    let diff = compared(&sides)?;
    let between = draw::Between {
        old: &sides.old.name,
        new: &sides.new.name,
    };
    let page = match arguments.format {
        Format::Table => draw::table(&diff, between, columns()),
        Format::Json => draw::json(&diff, between),
        Format::Markdown => draw::markdown(&diff, between),
    };
    let found = match arguments.fail_on {
        FailOn::Meaning => diff.items.iter().any(Item::weighs),
        FailOn::Any => !diff.items.is_empty(),
        FailOn::Never => false,
    };
    let exit = if found { Exit::Found } else { Exit::Sound };
    out.page(&page).map(|()| exit)
}

/// Versions are compared as texts; of a whole book beside a version its version of the same name.
pub fn compared(sides: &Sides) -> Result<Diff, Failure> {
    let (old, new) = (book(sides, &sides.old)?, book(sides, &sides.new)?);
    let named = |of: &Side, other: diff::Side<'_>, at: usize, whole: &Side| {
        let own = sides
            .books
            .get(of.book)
            .and_then(|loaded| loaded.book.versions.get(at));
        let name = own.map_or("", |version| version.header.version.version.text.as_str());
        other.book.version(name).ok_or_else(|| {
            Failure::Usage(format!(
                "`{}` has no version `{name}` to compare with; it has {}",
                whole.name,
                sides::versions(other.book)
            ))
        })
    };
    Ok(match (sides.old.version, sides.new.version) {
        (None, None) => diff::books(old, new),
        (Some(was), Some(is)) => diff::versions((old, was), (new, is)),
        (Some(was), None) => {
            let is = named(&sides.old, new, was, &sides.new)?;
            diff::versions((old, was), (new, is))
        }
        (None, Some(is)) => {
            let was = named(&sides.new, old, is, &sides.old)?;
            diff::versions((old, was), (new, is))
        }
    })
}

fn book<'a>(sides: &'a Sides, side: &Side) -> Result<diff::Side<'a>, Failure> {
    let loaded = sides.books.get(side.book).ok_or(Failure::Rules)?;
    Ok(diff::Side {
        book: &loaded.book,
        sources: &loaded.sources,
    })
}
