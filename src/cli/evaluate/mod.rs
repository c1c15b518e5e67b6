//! `dictamen evaluate`: judges filings by the rule book.

mod judge;
mod options;
mod pipeline;
mod progress;
mod writer;

use std::io::IsTerminal;
use std::sync::Arc;

use crate::cli::evaluate::judge::Job;
use crate::cli::evaluate::options::{FailOn, Format};
use crate::cli::evaluate::progress::Progress;
use crate::cli::evaluate::writer::Sinks;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::{columns, complain, error_columns, print};
use crate::cli::rules;
use crate::driver::{Engine, Reading};
use crate::evaluate::verdicts::Verdict;
use crate::report::brief::brief;
use crate::report::summary::Summary;
use crate::report::{style, table};

pub use crate::cli::evaluate::options::{Arguments, day, or_today};

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    arguments.refuse_clashes()?;
    let plan = rules::sound_in(&arguments.rules, arguments.lang.as_deref())?;
    let as_of = arguments.day()?;
    let reading = Reading {
        strict: arguments.strict,
        ..Reading::default()
    };
    let engine = Engine::new(Arc::new(plan), &reading);
    let ir = &engine.plan().ir;
    let inputs = arguments.given.open(&arguments.filings)?;
    let mut inputs = inputs.expecting(Arc::clone(engine.schema()));
    let job = Job::new(&engine, as_of, arguments.format, arguments.detail());
    let mut sinks = Sinks::open(arguments)?;
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
    let exit = exit(&summary, arguments.fail_on);
    let exit = arguments.given.unless_empty(exit, summary.read());
    let nothing = arguments.given.complaint(summary.read(), "judged");
    let written = ran.and_then(|()| {
        let table = arguments.format == Format::Table;
        let counts = summary.json(ir, as_of);
        if table && arguments.to_stdout() {
            sinks.finish(None, &counts)?;
            nothing.iter().for_each(|words| complain(words));
            return print(&table::render(&summary, ir, as_of, columns()));
        }
        let unread = sinks.unread();
        let page = table.then(|| style::strip(&table::render(&summary, ir, as_of, columns())));
        sinks.finish(page.as_deref(), &counts)?;
        if !unread {
            nothing.iter().for_each(|words| complain(words));
            complain(&brief(&summary, ir, as_of, error_columns()));
        }
        Ok(())
    });
    written.map(|()| exit)
}

fn exit(summary: &Summary, fail_on: FailOn) -> Exit {
    let violates = summary.of(Verdict::Violates) > 0;
    let undetermined = summary.of(Verdict::Undetermined) > 0;
    let found = match fail_on {
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
