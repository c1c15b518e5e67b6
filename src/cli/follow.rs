//! `dictamen follow`: what became of each institution's duties over the years.

use std::fs;
use std::path::PathBuf;

use crate::cli::evaluate::{day, or_today};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::filings::FilingsOptions;
use crate::cli::judging::{Judging, Taken};
use crate::cli::output::{Reads, columns};
use crate::cli::rules;
use crate::cli::threads::Threads;
use crate::evaluate::verdicts::Detail;
use crate::report::carried::{Carried, Value};
use crate::report::follow::{self, Entry, Gathered, read_roster};
use crate::report::text::clean;
use crate::value::Day;

/// The command line of `follow`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The filings of all years: files, folders (searched), globs, or - for standard input
    #[arg(required = true, value_name = "FILINGS")]
    filings: Vec<PathBuf>,
    /// The rule book
    #[arg(long, value_name = "DIR", default_value = "rules")]
    rules: PathBuf,
    /// The date on which it is judged [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Day>,
    /// Who has to file: one institution a line, an id and, after a comma, its name
    #[arg(long, value_name = "FILE")]
    roster: Option<PathBuf>,
    /// Only these institutions, by id or name
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    institution: Vec<String>,
    /// How the result is written
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Where the result goes instead of standard output, which is -
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Reject a filing with a field that the vocabulary does not know
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    given: FilingsOptions,
    #[command(flatten)]
    pub(in crate::cli) threads: Threads,
}

/// How the result is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A page for people
    Table,
    /// One row for each institution and clause
    Csv,
    /// All of it as one object
    Json,
    /// A page that stands alone
    Html,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let roster = arguments.roster.as_deref().map(|path| {
        let shown = clean(&path.to_string_lossy()).into_owned();
        let text = fs::read_to_string(path).map_err(|error| {
            Failure::Usage(format!("cannot read the roster `{shown}`: {error}"))
        })?;
        read_roster(&text).map_err(|error| Failure::Usage(format!("the roster `{shown}`: {error}")))
    });
    let roster: Option<Vec<Entry>> = roster.transpose()?;
    let mut reads = Reads::new()
        .rules(&arguments.rules)
        .filings(&arguments.filings)
        .filings(arguments.given.beside());
    let output = reads.output("--output", arguments.output.as_deref())?;
    let plan = rules::sound(&arguments.rules)?;
    let institution = Carried::institution(&plan.ir);
    let names: Vec<String> = institution.names().map(str::to_owned).collect();
    let as_of = or_today(arguments.as_of)?;
    let judging = Judging::new(
        plan,
        arguments.strict,
        institution,
        as_of,
        (arguments.given.clone(), &arguments.filings),
    );
    let mut gathered = Gathered::default();
    let asked = |own: &str| {
        let folded = own.to_lowercase();
        arguments
            .institution
            .iter()
            .any(|name| name.to_lowercase() == folded)
    };
    let summary = judging.each(
        Detail::Verdicts,
        |case| {
            let (id, name) = who(&names, case.carried, &case.judged.key, case.judged.year);
            (case.judged.clone(), id, name)
        },
        |taken| {
            if let Taken::Judged((judged, id, name)) = taken
                && (arguments.institution.is_empty()
                    || asked(&id)
                    || name.as_deref().is_some_and(asked))
            {
                gathered.add(&judged, &id, name.as_deref());
            }
            Ok(())
        },
    )?;
    let followed = gathered.follow(&judging.plan().ir, roster.as_deref());
    let text = match arguments.format {
        Format::Table => follow::table(&followed, columns()),
        Format::Csv => follow::csv(&followed),
        Format::Html => follow::html(&followed),
        Format::Json => {
            let text = serde_json::to_string_pretty(&followed).unwrap_or_default();
            format!("{text}\n")
        }
    };
    if arguments.format == Format::Table {
        output.page(&text)?;
    } else {
        let mut output = output;
        output.write(text.as_bytes())?;
        output.finish()?;
    }
    judging.say(&summary);
    Ok(judging.exit(&summary))
}

/// Who filed: the id and the name that the filing carries; else its key without the year.
fn who(
    names: &[String],
    carried: &[Option<Value>],
    key: &str,
    year: i128,
) -> (String, Option<String>) {
    let value = |end: &str| {
        let mut named = names.iter().zip(carried);
        let found = named.find(|(name, value)| name.ends_with(end) && value.is_some());
        found.and_then(|(_, value)| value.as_ref().map(ToString::to_string))
    };
    let name = value("name").or_else(|| value("institution"));
    let id = value("id").or_else(|| name.clone());
    let id = id.unwrap_or_else(|| {
        let year = year.to_string();
        let rest = key.replacen(&year, "", 1);
        let rest = rest.trim_matches(['-', '_', '.', '/', ' ']);
        if rest.is_empty() { key } else { rest }.to_owned()
    });
    (id, name)
}
