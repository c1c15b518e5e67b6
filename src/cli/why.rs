//! `dictamen why`: why one filing got its verdict on one clause.

use std::path::PathBuf;
use std::sync::Arc;

use crate::cli::evaluate::{day, or_today};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::filings::FilingsOptions;
use crate::cli::output::{Reads, complain};
use crate::cli::rules;
use crate::diagnostic::nearest;
use crate::driver::{Engine, Reading, drive};
use crate::evaluate::keys;
use crate::ingest::{Chunk, Reject};
use crate::report::text::{clean, counted};
use crate::report::why as page;
use crate::value::Day;
use crate::why::{Asked, WhyError, why};

/// How many filings are named where one has to be chosen.
const NAMED: usize = 5;

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
    let (clause, subject) = asked(&arguments.clause, arguments.subject.as_deref());
    let found = find(arguments, &engine)?;
    let chunk = match found {
        Found::Filing(chunk) => chunk,
        Found::Rejected(reject) => {
            let at = match (reject.line, reject.column) {
                (Some(line), Some(column)) => format!("{}:{line}:{column}", reject.file),
                _ => reject.file.to_string(),
            };
            complain(&format!("{}: {}\n", clean(&at), clean(&reject.reason())));
            complain("the filing was rejected; nothing was judged\n");
            return Ok(Exit::Rejected);
        }
        Found::Nothing => {
            complain("there is no filing in what was named; nothing was judged\n");
            return Ok(Exit::Rejected);
        }
    };
    let asked = Asked {
        clause,
        subject,
        as_of,
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

/// The clause and the subject: `procurement.assent[R-7]` names both.
fn asked<'a>(clause: &'a str, subject: Option<&'a str>) -> (&'a str, Option<&'a str>) {
    let inside = clause
        .split_once('[')
        .and_then(|(id, rest)| Some((id, rest.strip_suffix(']')?)));
    match (subject, inside) {
        (None, Some((id, subject))) => (id, Some(subject)),
        _ => (clause, subject),
    }
}

/// What was found where the filing is looked for.
enum Found {
    /// The filing, alone.
    Filing(Chunk),
    /// It could not be read.
    Rejected(Reject),
    /// There is none.
    Nothing,
}

/// The one filing that is meant.
fn find(arguments: &Arguments, engine: &Engine) -> Result<Found, Failure> {
    let wanted = arguments.filing.as_deref().map(str::trim);
    let file = std::slice::from_ref(&arguments.file);
    let mut inputs = (arguments.given).judged(file, &engine.plan().ir, engine.schema())?;
    let mut filing: Option<Chunk> = None;
    let mut refused: Option<Reject> = None;
    let mut names: Vec<String> = Vec::new();
    let mut count = 0_u64;
    drive(
        engine.schema(),
        &mut inputs,
        arguments.given.keys(),
        |_, decoded| keys(engine.plan(), &decoded.batch),
        |chunk, decoded, keys| {
            for (key, record) in keys.into_iter().zip(&decoded.records) {
                count += 1;
                if wanted.is_none_or(|wanted| wanted == key) && filing.is_none() {
                    filing = Some(alone(chunk, *record));
                }
                // Enough to name some and to find the nearest; a file may hold millions.
                if names.len() < 10_000 {
                    names.push(key);
                }
            }
            for reject in decoded.rejects {
                count += reject.filings;
                let own = wanted.is_none_or(|wanted| reject.key.as_deref() == Some(wanted));
                if own && refused.is_none() {
                    refused = Some(reject);
                }
            }
            Ok::<(), Failure>(())
        },
    )?;
    match (filing, refused, wanted) {
        (Some(filing), _, Some(_)) => Ok(Found::Filing(filing)),
        (None, Some(reject), Some(_)) => Ok(Found::Rejected(reject)),
        (_, _, None) if count > 1 => {
            let shown: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
            Err(Failure::Usage(format!(
                "there are {} in what was named: say which with --filing ID, such as {}",
                counted(count, "filing", "filings"),
                clean(&shown.join(", "))
            )))
        }
        (Some(filing), _, None) => Ok(Found::Filing(filing)),
        (None, Some(reject), None) => Ok(Found::Rejected(reject)),
        (None, None, Some(wanted)) if count > 0 => {
            let hint = match nearest(wanted, names.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{}`?", clean(near)),
                None => format!("there are {}", counted(count, "filing", "filings")),
            };
            Err(Failure::Usage(format!(
                "there is no filing `{}` in what was named; {hint}",
                clean(wanted)
            )))
        }
        (None, None, _) => Ok(Found::Nothing),
    }
}

/// One record of a chunk, and no other.
fn alone(chunk: &Chunk, record: usize) -> Chunk {
    let mut alone = chunk.clone();
    for other in 0..alone.records.len() {
        if other != record {
            alone.leave_out(other);
        }
    }
    alone
}
