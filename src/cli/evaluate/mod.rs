//! `dictamen evaluate`: judges filings by the rule book.

mod judge;
mod log;
mod options;
mod pipeline;
mod progress;
mod receipt;
mod writer;

use std::io::IsTerminal;
use std::sync::Arc;

use crate::cli::evaluate::judge::Job;
use crate::cli::evaluate::log::Log;
use crate::cli::evaluate::options::{FailOn, Format};
use crate::cli::evaluate::progress::Progress;
use crate::cli::evaluate::receipt::Basis;
use crate::cli::evaluate::writer::{Ending, Receipted, Sinks};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::{PAGE, columns, complain, error_columns, print};
use crate::cli::rules;
use crate::compile::compile;
use crate::driver::{Engine, Questions, Reading};
use crate::evaluate::verdicts::Verdict;
use crate::report::brief::brief;
use crate::report::receipt::Receipt;
use crate::report::summary::Summary;
use crate::report::{style, table};

pub use crate::cli::evaluate::options::{Arguments, day, or_today};
pub use crate::cli::evaluate::receipt::file as file_digest;

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let (exit, receipted) = judged(arguments, false)?;
    if let Some((receipt, mut receipted)) = receipted
        && let Some(mut out) = receipted.output.take()
    {
        out.write(receipt.text().as_bytes())?;
        out.finish()?;
    }
    Ok(exit)
}

/// The receipt of a run of which nothing is written.
pub fn receipt_of(arguments: &Arguments) -> Result<Receipt, Failure> {
    match judged(arguments, true)? {
        (_, Some((receipt, _))) => Ok(receipt),
        (_, None) => Err(Failure::Usage("the run has no receipt".into())),
    }
}

/// Judges what is named; `again` writes nothing, and makes a receipt whether it is asked for or not.
fn judged(
    arguments: &Arguments,
    again: bool,
) -> Result<(Exit, Option<(Receipt, Receipted)>), Failure> {
    if !again {
        arguments.refuse_clashes()?;
    }
    let book = rules::sound_book(&arguments.rules, "nothing was judged")?;
    let book = rules::in_language(book, arguments.lang.as_deref());
    let ir = book.ir.ok_or(Failure::Rules)?;
    let sources = book.sources;
    let questions =
        (arguments.readings).then(|| Questions::new(&book.book, &ir.readings, &sources));
    let plan = compile(Arc::new(ir), &sources);
    let as_of = arguments.day()?;
    let mut wanted = arguments.wanted(&plan.ir, as_of)?;
    wanted.receipt |= again;
    let mut also = wanted.beside.columns();
    also.extend(wanted.institution.columns());
    also.extend(arguments.given.latest(&plan.ir)?);
    let reading = Reading {
        strict: arguments.strict,
        also,
        ..Reading::default()
    };
    let engine = Engine::new(Arc::new(plan), &reading);
    let ir = &engine.plan().ir;
    let mut inputs = (arguments.given).judged(&arguments.filings, ir, engine.schema())?;
    let names: Vec<String> = wanted.beside.names().map(str::to_owned).collect();
    let basis = wanted
        .receipt
        .then(|| Basis::take(arguments, &sources))
        .transpose()?;
    let log = Log::open(arguments, ir, &sources, as_of, &names)?;
    let job = Job::new(&engine, &wanted).asking(questions);
    let mut sinks = match again {
        true => Sinks::digesting(&wanted, log)?,
        false => Sinks::open(arguments, &wanted, log)?,
    };
    let mut summary = job.empty();
    // Records on a terminal show by themselves how far it is.
    let records = arguments.format != Format::Table && arguments.to_stdout();
    let mut progress = Progress::new(records && std::io::stdout().is_terminal());
    let ran = pipeline::run(
        &engine,
        &job,
        &mut inputs,
        &mut sinks,
        &mut summary,
        &mut progress,
    );
    progress.clear();
    ran?;
    let exit = arguments
        .given
        .unless_empty(exit(&summary, arguments), summary.read());
    let nothing = arguments.given.complaint(summary.read(), "judged");
    let is_table = arguments.format == Format::Table;
    // A page that is kept is as wide wherever it was made.
    let page = (is_table && (again || wanted.receipt || !arguments.to_stdout()))
        .then(|| style::strip(&table::render(&summary, ir, as_of, PAGE)));
    let ending = Ending {
        page: page.as_deref(),
        counts: &summary,
        summary: &summary.json(ir, as_of),
        exit: exit as u8,
    };
    let unread = sinks.unread();
    let receipted = sinks.finish(&wanted, &ending)?;
    let receipt = match (basis, receipted) {
        (Some(basis), Some(mut receipted)) => {
            let receipt = basis.receipt(arguments, ir, &summary, as_of, &mut receipted)?;
            Some((receipt, receipted))
        }
        _ => None,
    };
    if again {
        return Ok((exit, receipt));
    }
    if !unread {
        nothing.iter().for_each(|words| complain(words));
    }
    if is_table && arguments.to_stdout() {
        print(&table::render(&summary, ir, as_of, columns()))?;
    } else if !unread {
        complain(&brief(&summary, ir, as_of, error_columns()));
    }
    Ok((exit, receipt))
}

fn exit(summary: &Summary, arguments: &Arguments) -> Exit {
    let violates = summary.of(Verdict::Violates) > 0;
    let undetermined = summary.of(Verdict::Undetermined) > 0;
    let found = match arguments.fail_on {
        FailOn::Violates => violates,
        FailOn::Undetermined => violates || undetermined,
        FailOn::Never => false,
    };
    if summary.rejected > 0 {
        Exit::Rejected
    } else if found {
        Exit::Found
    } else {
        Exit::Sound
    }
}
