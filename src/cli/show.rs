//! `dictamen show`: the consolidated text of a version, or one clause, for who reads the law.

use std::path::PathBuf;

use crate::book::Book;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::Reads;
use crate::cli::rules;
use crate::consolidate;
use crate::diagnostic::nearest;
use crate::front::Loaded;
use crate::report::show::{self, Form};
use crate::report::text::clean;
use crate::syntax::ast::ProvisionKind as Kind;
use crate::value::text::tidy;

/// How many clauses are named where one was likely meant.
const NEAR: usize = 4;

/// The command line of `show`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The version, such as 2018
    #[arg(value_name = "VERSION")]
    version: Option<String>,
    /// One clause instead of the whole text
    #[arg(long, value_name = "ID")]
    clause: Option<String>,
    /// The clause through all versions: what each added, replaced, repealed or kept
    #[arg(long, requires = "clause", conflicts_with = "version")]
    history: bool,
    /// The rule book
    #[arg(long, value_name = "DIR", default_value = "rules")]
    rules: PathBuf,
    /// The language of titles, texts, messages and labels, such as es [default: the rule book's own]
    #[arg(long, value_name = "LANGUAGE")]
    lang: Option<String>,
    /// How the text is written
    #[arg(long, value_enum, default_value_t = Format::Markdown)]
    format: Format,
    /// Where to write, instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Readable as it is, and drawn by what draws Markdown
    Markdown,
    /// One page that stands alone, to read and to print
    Html,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let loaded = rules::sound_book(&arguments.rules, "nothing is shown")?;
    let loaded = rules::in_language(loaded, arguments.lang.as_deref());
    let text = page(arguments, &loaded)?;
    let mut reads = Reads::new().rules(&arguments.rules);
    let mut out = reads.output("--output", arguments.output.as_deref())?;
    out.write(text.as_bytes())?;
    out.finish()?;
    Ok(Exit::Sound)
}

fn page(arguments: &Arguments, loaded: &Loaded) -> Result<String, Failure> {
    let (book, sources) = (&loaded.book, &loaded.sources);
    let form = match arguments.format {
        Format::Markdown => Form::Markdown,
        Format::Html => Form::Html,
    };
    let clause = arguments.clause.as_deref().map(tidy);
    match (clause.as_deref(), &arguments.version) {
        (Some(clause), _) if arguments.history => consolidate::history(book, sources, clause)
            .map(|history| show::history(&history, form))
            .ok_or_else(|| no_clause(book, clause, None)),
        (Some(clause), Some(version)) => {
            let at = version_of(book, version)?;
            consolidate::extract(book, sources, at, clause)
                .map(|extract| show::extract(&extract, form))
                .ok_or_else(|| no_clause(book, clause, Some(at)))
        }
        (None, Some(version)) => {
            let at = version_of(book, version)?;
            consolidate::consolidate(book, sources, at)
                .map(|document| show::document(&document, form))
                .ok_or_else(|| no_version(book, version))
        }
        (Some(_), None) => Err(Failure::Usage(format!(
            "which version of the clause? the rule book has {}; `--history` shows it through all of them",
            versions(book)
        ))),
        (None, None) => Err(Failure::Usage(format!(
            "which version? the rule book has {}",
            versions(book)
        ))),
    }
}

/// A version by its name, with the ruleset's before it or without.
fn version_of(book: &Book, asked: &str) -> Result<usize, Failure> {
    let whole = || {
        book.versions
            .iter()
            .position(|version| version.name() == asked)
    };
    book.version(asked)
        .or_else(whole)
        .ok_or_else(|| no_version(book, asked))
}

fn versions(book: &Book) -> String {
    let names = book.versions.iter();
    let names: Vec<String> = names
        .map(|version| format!("`{}`", version.header.version.version.text))
        .collect();
    names.join(", ")
}

fn no_version(book: &Book, asked: &str) -> Failure {
    let names = book.versions.iter();
    let names = names.map(|version| version.header.version.version.text.as_str());
    let near = match nearest(asked, names) {
        Some(near) => format!("did you mean `{near}`? "),
        None => String::new(),
    };
    Failure::Usage(format!(
        "there is no version `{}`; {near}the rule book has {}",
        clean(asked),
        versions(book)
    ))
}

fn no_clause(book: &Book, asked: &str, version: Option<usize>) -> Failure {
    let shown = clean(asked);
    let mut ids: Vec<&str> = Vec::new();
    let mut standing: Vec<String> = Vec::new();
    let mut other = None;
    for version in &book.versions {
        for held in &version.provisions {
            let name = held.body.name().text.as_str();
            if held.body.kind() == Kind::Clause {
                ids.push(name);
            }
            if name == asked {
                match held.body.kind() {
                    Kind::Clause => {
                        standing.push(format!("`{}`", version.header.version.version.text));
                    }
                    kind => other = Some(kind),
                }
            }
        }
    }
    ids.sort_unstable();
    ids.dedup();
    let of = version.and_then(|at| book.versions.get(at));
    let missing = match of {
        Some(version) => format!(
            "the version `{}` has no clause `{shown}`",
            version.header.version.version.text
        ),
        None => format!("no version has a clause `{shown}`"),
    };
    let hint = if !standing.is_empty() {
        format!(
            "it stands in {}; `dictamen show --clause {shown} --history` shows it through all versions",
            standing.join(", ")
        )
    } else if let Some(kind) = other {
        let word = match kind {
            Kind::Clause => "clause",
            Kind::Parameter => "parameter",
            Kind::Define => "definition",
            Kind::Indicator => "indicator",
        };
        format!("`{shown}` is the name of a {word}, which the whole text shows")
    } else {
        match near(asked, &ids).as_slice() {
            [] => "`dictamen show VERSION` shows them all".to_owned(),
            near => format!("did you mean `{}`?", near.join("`, `")),
        }
    };
    Failure::Usage(format!("{missing}; {hint}"))
}

/// The clauses that were likely meant: the one nearest in spelling, then those of which what was asked
/// is a part.
fn near<'a>(asked: &str, ids: &[&'a str]) -> Vec<&'a str> {
    let mut found: Vec<&str> = nearest(asked, ids.iter().copied()).into_iter().collect();
    let last = |id: &'a str| id.rsplit('.').next().unwrap_or(id);
    let end = asked.rsplit('.').next().unwrap_or(asked);
    let alike = |id: &&&'a str| last(id) == end || (asked.len() >= 3 && id.contains(asked));
    for id in ids.iter().filter(alike) {
        if found.len() < NEAR && !found.contains(id) {
            found.push(id);
        }
    }
    found
}
