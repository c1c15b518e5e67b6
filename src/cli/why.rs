//! `dictamen why`: why one filing got its verdict on one clause.

use std::path::PathBuf;
use std::sync::Arc;

use crate::cli::evaluate::{day, or_today};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::filings::FilingsOptions;
use crate::cli::output::{Reads, complain};
use crate::cli::rules;
use crate::driver::{Engine, Reading};
use crate::report::text::{clean, counted};
use crate::report::why as page;
use crate::value::Day;
use crate::why::{Asked, FindError, Found, WhyError, find, why};

/// The command line of `why`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The file with the filing, or - for standard input
    #[arg(value_name = "FILING")]
    file: PathBuf,
    /// The clause, such as procurement.assent; one subject of it: procurement.assent[R-7]
    #[arg(value_name = "CLAUSE")]
    clause: String,
    /// Which filing, where the file holds many
    #[arg(long, value_name = "ID")]
    filing: Option<String>,
    /// One subject, by its name or by the key of its row
    #[arg(long, value_name = "SUBJECT")]
    subject: Option<String>,
    /// The rule book
    #[arg(long, value_name = "DIR", default_value = "rules")]
    rules: PathBuf,
    /// The language of titles, texts, messages and labels, such as es [default: the rule book's own]
    #[arg(long, value_name = "LANGUAGE")]
    lang: Option<String>,
    /// The date on which it is judged [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Day>,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Where to write, instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    given: FilingsOptions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A page for people
    Text,
    /// One object
    Json,
    /// One page that stands alone
    Html,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let plan = rules::sound_in(&arguments.rules, arguments.lang.as_deref())?;
    let as_of = or_today(arguments.as_of)?;
    let reading = Reading {
        also: arguments.given.latest(&plan.ir)?.into_iter().collect(),
        ..Reading::default()
    };
    let engine = Engine::new(Arc::new(plan), &reading);
    let file = std::slice::from_ref(&arguments.file);
    let mut inputs = (arguments.given).judged(file, &engine.plan().ir, engine.schema())?;
    let wanted = arguments.filing.as_deref();
    let found = find(&engine, &mut inputs, arguments.given.keys(), wanted).map_err(unfound)?;
    let chunk = match found {
        Found::Filing(chunk) => chunk,
        Found::Rejected(reject) => {
            complain(&format!("{}\n", clean(&reject.to_string())));
            complain("the filing was rejected; nothing was judged\n");
            return Ok(Exit::Rejected);
        }
        Found::Nothing => {
            complain("there is no filing in what was named; nothing was judged\n");
            return Ok(Exit::Rejected);
        }
    };
    let asked = Asked::new(&arguments.clause, as_of);
    let asked = Asked {
        subject: arguments.subject.as_deref().or(asked.subject),
        ..asked
    };
    let told = match why(&engine, &chunk, asked) {
        Ok(told) => told,
        Err(WhyError::Rejected) => return Ok(Exit::Rejected),
        Err(error) => return Err(Failure::Usage(error.to_string())),
    };
    let text = match arguments.format {
        Format::Text => page::text(&told),
        Format::Json => page::json(&told),
        Format::Html => page::html(&told),
    };
    let mut reads = Reads::new()
        .rules(&arguments.rules)
        .filings(std::slice::from_ref(&arguments.file))
        .filings(arguments.given.beside());
    reads
        .output("--output", arguments.output.as_deref())?
        .page(&text)?;
    Ok(Exit::Sound)
}

/// What stands in the way of one filing, in the words of the command line.
fn unfound(error: FindError) -> Failure {
    Failure::Usage(match &error {
        FindError::Several { count, names } => format!(
            "there are {} in what was named: say which with --filing ID, such as {}",
            counted(*count, "filing", "filings"),
            clean(names)
        ),
        FindError::Unknown { .. } => clean(&error.to_string()).into_owned(),
    })
}
