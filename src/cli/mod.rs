//! The command line: one subcommand a file, each a chain of the stages.
//!
//! Comes in: the arguments and the streams of the process. Goes out: its exit code. What is known of
//! rules, filings or verdicts stands in the stages; here it is only decided what is read, where the
//! result goes and what the process ends with.

mod check;
mod completions;
mod consult;
mod convert;
mod diff;
mod evaluate;
mod exit;
mod explain;
mod failure;
mod filings;
mod fmt;
mod follow;
mod generate;
mod impact;
mod init;
mod judging;
mod lint;
mod lsp;
mod mapping;
mod mutate;
mod output;
mod reach;
mod replay;
mod repository;
mod revision;
mod rules;
mod rulings;
mod schema;
mod show;
mod sides;
mod snapshot;
mod tally;
mod test;
mod threads;
mod validate;
mod why;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::cli::failure::Failure;
use crate::cli::output::{complain, said};
use crate::report::style::{self, paint};

pub use crate::cli::exit::Exit;
use crate::cli::threads::Threads;

const EXIT_CODES: &str = "\
Exit codes:
  0  judged; nothing at or above --fail-on (or: the rule book is sound)
  1  judged; something at or above --fail-on
  2  the command line is wrong
  3  the rule book has errors; nothing was judged
  4  some filings were rejected; all others were judged and written";

const CONVERT_EXIT_CODES: &str = "\
Exit codes:
  0  every filing was converted
  2  the command line is wrong
  3  the rule book has errors; nothing was converted
  4  some filings were rejected; all others were converted and written";

const MAKING_EXIT_CODES: &str = "\
Exit codes:
  0  every filing was judged and written, whatever its verdict
  2  the command line is wrong, or what is written cannot be
  3  the rule book has errors; nothing was judged
  4  some filings were rejected, or there was nothing to judge; all others were judged and written";

const REPLAY_EXIT_CODES: &str = "\
Exit codes:
  0  the same bytes come out
  1  something differs; the first thing that does is said
  2  the receipt cannot be read, or names what is not there
  3  the rule book has errors; nothing was judged";

const DIFF_EXIT_CODES: &str = "\
Exit codes:
  0  compared; nothing at or above --fail-on
  1  compared; something at or above --fail-on
  2  the command line is wrong
  3  a rule book has errors; nothing was compared";

const FMT_EXIT_CODES: &str = "\
Exit codes:
  0  every file is laid out
  1  with --check or --diff: some are laid out otherwise
  2  the command line is wrong, or a file cannot be read or written
  3  some files have mistakes and were left alone; all others were formatted";

const IMPACT_EXIT_CODES: &str = "\
Exit codes:
  0  compared; nothing at or above --fail-on
  1  compared; something at or above --fail-on
  2  the command line is wrong, or the two rule books have no clause in common
  3  a rule book has errors; nothing was judged
  4  some filings were read by one of the rule books alone, or by none (outranks 1)";

const LINT_EXIT_CODES: &str = "\
Exit codes:
  0  linted; nothing of what --deny names
  1  linted; something of what --deny names
  2  the command line is wrong, or a file cannot be read or written
  3  the rule book has errors; nothing was linted";

const SNAPSHOT_EXIT_CODES: &str = "\
Exit codes:
  0  every verdict is as the snapshots say, or they were written
  1  something differs, or there is no snapshot of a file
  2  the command line is wrong, or a snapshot cannot be read
  3  the rule book has errors; nothing was judged";

const VALIDATE_EXIT_CODES: &str = "\
Exit codes:
  0  every filing is written as the vocabulary says
  2  the command line is wrong
  3  the rule book has errors; nothing was looked at
  4  some filings have mistakes, or there was none to look at";

const TEST_EXIT_CODES: &str = "\
Exit codes:
  0  everything that the cases expect comes true
  1  something does not; or, with --coverage or --mutate, less than --fail-under asks for
  2  the command line is wrong, or a case cannot be read (outranks 1)
  3  the rule book has errors; nothing was judged";

const SHOW_EXIT_CODES: &str = "\
Exit codes:
  0  shown
  2  the command line is wrong: there is no such version or clause
  3  the rule book has errors; nothing is shown";

const WHY_EXIT_CODES: &str = "\
Exit codes:
  0  told, whatever the verdict
  2  the command line is wrong: there is no such clause, filing or subject
  3  the rule book has errors; nothing was judged
  4  the filing was rejected, or there is none";

/// Judges filings by rules that are law: each clause and filing gets a verdict with its reasons.
#[derive(Debug, Parser)]
#[command(name = "dictamen", version, arg_required_else_help = true, after_help = EXIT_CODES)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Judge filings by the rule book
    #[command(after_help = EXIT_CODES)]
    Evaluate(evaluate::Arguments),
    /// Read and check the rule book; every mistake in one run
    Check(check::Arguments),
    /// Filings from one form into another: Parquet, Arrow, NDJSON
    #[command(after_help = CONVERT_EXIT_CODES)]
    Convert(convert::Arguments),
    /// What changed between two versions, two rule books or two revisions, clause by clause
    #[command(after_help = after(DIFF_EXIT_CODES))]
    Diff(diff::Arguments),
    /// What a diagnostic's code means, with an example and its mend
    Explain(explain::Arguments),
    /// The one layout of a rules file, comments kept where they stand
    #[command(after_help = FMT_EXIT_CODES)]
    Fmt(fmt::Arguments),
    /// Write sound sample filings, for load and demonstration
    Generate(generate::Arguments),
    /// A draft for open consultation as one page
    #[command(after_help = after(MAKING_EXIT_CODES))]
    Consult(consult::Arguments),
    /// What became of each institution's duties over the years, and who has not filed
    #[command(after_help = MAKING_EXIT_CODES)]
    Follow(follow::Arguments),
    /// Judge again what a receipt names, and say whether the same comes out
    #[command(after_help = REPLAY_EXIT_CODES)]
    Replay(replay::Arguments),
    /// Write one reasoned letter for each filing
    #[command(after_help = MAKING_EXIT_CODES)]
    Rulings(rulings::Arguments),
    /// Whose verdict a change of rule flips, over a batch of filings
    #[command(after_help = after(IMPACT_EXIT_CODES))]
    Impact(impact::Arguments),
    /// Begin a rule book: one that checks, with a worked case, a filing and the files of its CI
    Init(init::Arguments),
    /// What is legal but suspect in the rule book, with a code each
    #[command(after_help = LINT_EXIT_CODES)]
    Lint(lint::Arguments),
    /// The language server, for editors
    Lsp(lsp::Arguments),
    /// What says how a table's columns become filings
    Mapping(mapping::Arguments),
    /// Keep the verdicts of a corpus, and say what differs from them
    #[command(after_help = SNAPSHOT_EXIT_CODES)]
    Snapshot(snapshot::Arguments),
    /// The consolidated text of a version, or one clause, for who reads the law
    #[command(after_help = SHOW_EXIT_CODES)]
    Show(show::Arguments),
    /// The vocabulary as a JSON Schema (draft 2020-12), for editors and for those who file
    Schema(schema::Arguments),
    /// Hold filings against the vocabulary alone: every mistake, grouped by cause
    #[command(after_help = VALIDATE_EXIT_CODES)]
    Validate(validate::Arguments),
    /// A script that completes command lines in a shell
    Completions(completions::CompletionArguments),
    /// The manual pages, for `man`
    Man(completions::ManualArguments),
    /// Why one filing got its verdict on one clause, and what would change it
    #[command(after_help = WHY_EXIT_CODES)]
    Why(why::Arguments),
    /// Run the worked cases of the rule book
    #[command(after_help = TEST_EXIT_CODES)]
    Test(test::Arguments),
}

impl Command {
    fn run(&self) -> Result<Exit, Failure> {
        match self {
            Command::Evaluate(arguments) => evaluate::run(arguments),
            Command::Check(arguments) => check::run(arguments),
            Command::Convert(arguments) => convert::run(arguments),
            Command::Diff(arguments) => diff::run(arguments),
            Command::Explain(arguments) => explain::run(arguments),
            Command::Fmt(arguments) => fmt::run(arguments),
            Command::Lint(arguments) => lint::run(arguments),
            Command::Lsp(arguments) => lsp::run(arguments),
            Command::Mapping(arguments) => mapping::run(arguments),
            Command::Consult(arguments) => consult::run(arguments),
            Command::Follow(arguments) => follow::run(arguments),
            Command::Generate(arguments) => generate::run(arguments),
            Command::Replay(arguments) => replay::run(arguments),
            Command::Rulings(arguments) => rulings::run(arguments),
            Command::Impact(arguments) => impact::run(arguments),
            Command::Init(arguments) => init::run(arguments),
            Command::Snapshot(arguments) => snapshot::run(arguments),
            Command::Show(arguments) => show::run(arguments),
            Command::Test(arguments) => test::run(arguments),
            Command::Schema(arguments) => schema::run(arguments),
            Command::Validate(arguments) => validate::run(arguments),
            Command::Why(arguments) => why::run(arguments),
            Command::Completions(arguments) => {
                completions::completions(arguments, CommandLine::command())
            }
            Command::Man(arguments) => completions::manual(arguments, CommandLine::command()),
        }
    }

    fn threads(&self) -> Threads {
        match self {
            Command::Evaluate(arguments) => arguments.threads,
            Command::Convert(arguments) => arguments.threads,
            Command::Consult(arguments) => arguments.threads,
            Command::Follow(arguments) => arguments.threads,
            Command::Impact(arguments) => arguments.threads,
            Command::Replay(arguments) => arguments.threads,
            Command::Rulings(arguments) => arguments.threads,
            Command::Snapshot(arguments) => arguments.threads(),
            Command::Test(arguments) => arguments.threads,
            Command::Validate(arguments) => arguments.threads,
            Command::Check(_)
            | Command::Completions(_)
            | Command::Diff(_)
            | Command::Explain(_)
            | Command::Fmt(_)
            | Command::Lint(_)
            | Command::Lsp(_)
            | Command::Mapping(_)
            | Command::Generate(_)
            | Command::Init(_)
            | Command::Man(_)
            | Command::Schema(_)
            | Command::Show(_)
            | Command::Why(_) => Threads::default(),
        }
    }
}

/// What OLD and NEW may be, before the exit codes.
fn after(exit_codes: &str) -> String {
    format!("{}\n\n{exit_codes}", sides::WHAT_A_SIDE_IS)
}

/// Runs one command line, the program's name included.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let line = match CommandLine::try_parse_from(arguments) {
        Ok(line) => line,
        Err(error) => {
            // Help and version go to standard output and are no mistake; a closed pipe is none either.
            let _ = error.print();
            let exit = if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Sound
            };
            return exit.into();
        }
    };
    let done = line.command.threads().run(|| line.command.run());
    match done {
        Ok(exit) => exit.into(),
        Err(failure) => {
            if !matches!(failure, Failure::Rules | Failure::Mapping) {
                let said = said(&failure);
                complain(&format!("{}: {said}\n", paint(style::BAD, "error")));
            }
            failure.exit().into()
        }
    }
}
