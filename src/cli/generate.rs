//! `dictamen generate`: sound sample filings in any number, from a seed.

use std::io::{self, Write};
use std::path::PathBuf;

use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::{Output, Reads, complain};
use crate::cli::rules;
use crate::compile::Plan;
use crate::generate::{Reached, Request, Share, Size, generate, usual_as_of};

/// The command line of `generate`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// How many filings
    #[arg(long, value_name = "N")]
    count: u64,
    /// The same seed gives the same filings, on every machine
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The rule book
    #[arg(long, value_name = "DIR", default_value = "rules")]
    rules: PathBuf,
    /// The fiscal years: one, or the first and the last as 2016-2018 [default: all that are governed,
    /// five of an open one]
    #[arg(long, value_name = "YEARS", value_parser = years)]
    years: Option<(i128, i128)>,
    /// How large a share of the filings breaks something, from 0 to 1
    #[arg(long, value_name = "SHARE", default_value = "0.1", value_parser = share)]
    violations: Share,
    /// How large a share of the values owed is left out, from 0 to 1
    #[arg(long, value_name = "SHARE", default_value = "0.02", value_parser = share)]
    missing: Share,
    /// How long a filing is: as short as the rules allow, or 10 to 12 KB
    #[arg(long, value_enum, default_value_t = Length::Small)]
    size: Length,
    /// Instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Length {
    Small,
    Large,
}

fn share(text: &str) -> Result<Share, String> {
    Share::parse(text).ok_or_else(|| "a share is a number from 0 to 1, such as 0.1".to_owned())
}

fn years(text: &str) -> Result<(i128, i128), String> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let year = |text: &str| {
        text.parse::<i128>()
            .ok()
            .filter(|year| (1..=9999).contains(year))
    };
    match (year(first), year(last)) {
        (Some(first), Some(last)) if first <= last => Ok((first, last)),
        _ => Err("years are one year or two, such as 2018 or 2016-2018".to_owned()),
    }
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let plan = rules::sound(&arguments.rules)?;
    let years = asked_for(&plan, arguments.years)?;
    let as_of = usual_as_of(&years);
    let request = Request {
        count: arguments.count,
        seed: arguments.seed,
        years,
        violations: arguments.violations,
        missing: arguments.missing,
        size: match arguments.size {
            Length::Small => Size::Small,
            Length::Large => Size::Large,
        },
    };
    let mut reads = Reads::new().rules(&arguments.rules);
    let output = reads.output("--output", arguments.output.as_deref())?;
    let mut sink = Sink {
        output,
        failure: None,
    };
    match (
        generate(&plan, &request, as_of, &mut sink),
        sink.failure.take(),
    ) {
        (_, Some(failure)) => Err(failure),
        // Nobody reads what would come.
        (Err(_), None) if sink.output.unread() => Ok(Exit::Sound),
        (Err(error), None) => Err(Failure::Stream(error)),
        (Ok(reached), None) => {
            sink.output.finish()?;
            complain(&told(&reached));
            Ok(Exit::Sound)
        }
    }
}

/// The years asked for, all of which a version must govern.
fn asked_for(plan: &Plan, asked: Option<(i128, i128)>) -> Result<Vec<i128>, Failure> {
    let governed = |year: &i128| plan.ir.version_of_year(*year).is_some();
    match asked {
        Some((first, last)) => {
            let years: Vec<i128> = (first..=last).collect();
            match years.iter().find(|year| !governed(year)) {
                Some(year) => Err(Failure::Usage(format!(
                    "no version of the rule book governs {year}"
                ))),
                None => Ok(years),
            }
        }
        None => {
            let spans = plan.ir.versions.iter().map(|version| version.years);
            let years = spans.flat_map(|(first, last)| {
                let last = last
                    .unwrap_or(first.saturating_add(4))
                    .min(first.saturating_add(99));
                i128::from(first)..=i128::from(last)
            });
            Ok(years.filter(governed).collect())
        }
    }
}

/// What was reached, for the one who asked.
fn told(reached: &Reached) -> String {
    let percent = |part: u64, whole: u64| {
        let tenths = (u128::from(part) * 1000)
            .checked_div(u128::from(whole))
            .unwrap_or(0);
        format!("{}.{} %", tenths / 10, tenths % 10)
    };
    let mut page = format!(
        "{} filings of {} to {} bytes; {} break something ({}); {} of {} values owed are left out ({})\n",
        reached.filings,
        reached.shortest,
        reached.longest,
        reached.violating(),
        percent(reached.violating(), reached.filings),
        reached.left_out,
        reached.owed,
        percent(reached.left_out, reached.owed),
    );
    for (year, clauses) in &reached.unmet {
        page.push_str(&format!(
            "{year}: no filing was found that does not break {}\n",
            clauses.join(", ")
        ));
    }
    page
}

/// An output as a writer, which keeps why it failed.
struct Sink {
    output: Output,
    failure: Option<Failure>,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.output.write(bytes) {
            Ok(()) if self.output.unread() => Err(io::ErrorKind::BrokenPipe.into()),
            Ok(()) => Ok(bytes.len()),
            Err(failure) => {
                self.failure = Some(failure);
                Err(io::Error::other("the output cannot be written"))
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
