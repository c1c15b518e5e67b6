//! `dictamen impact`: whose verdict a change of rule flips.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::evaluate::{day, or_today};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::filings::FilingsOptions;
use crate::cli::output::{Reads, columns, complain};
use crate::cli::sides;
use crate::cli::threads::Threads;
use crate::compile::{Plan, compile};
use crate::driver::Questions;
use crate::evaluate::{Acts, By};
use crate::impact::{self, Comparison, Impact, Kind, Lens, Otherwise};
use crate::ingest::Inputs;
use crate::report::impact as draw;
use crate::value::Day;

/// The command line of `impact`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The old rules: a folder, a version of the rule book, or a git revision
    #[arg(value_name = "OLD")]
    old: String,
    /// The new rules
    #[arg(value_name = "NEW")]
    new: String,
    /// Files, folders (searched), globs, pipes, or - for standard input
    #[arg(required = true, value_name = "FILINGS")]
    filings: Vec<PathBuf>,
    /// Last year's filings of the same institutions: was it the rule, or the facts?
    #[arg(long, value_name = "FILINGS")]
    before: Vec<PathBuf>,
    /// The field that tells institutions apart [default: institution.institution_id, else the key
    /// without its year]
    #[arg(long = "match", value_name = "FIELD")]
    matched: Option<String>,
    /// The rule book of which OLD and NEW are versions
    #[arg(long, value_name = "DIR", default_value = "rules")]
    rules: PathBuf,
    /// The date on which it is judged [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Day>,
    /// How the result is written
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// How many flips of a kind are listed of each clause; the rest are counted
    #[arg(long, value_name = "N", default_value_t = 20)]
    most: u16,
    /// Each act is judged by the text of its own date, not by OLD and by NEW alike
    #[arg(long)]
    governed: bool,
    /// Also judge by the other reading of each open question, one at a time, and say which flips hang on one
    #[arg(long)]
    readings: bool,
    /// What makes the exit code 1
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = FailOn::Never)]
    fail_on: FailOn,
    /// Where the result goes instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    given: FilingsOptions,
    #[command(flatten)]
    pub(super) threads: Threads,
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
    /// A verdict that violates now and did not before
    Worse,
    /// That, or one that was settled and is undetermined now
    Loss,
    /// Any verdict that is another now
    Flips,
    /// Nothing
    Never,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let as_of = or_today(arguments.as_of)?;
    let (old, new) = sides(arguments)?;
    let mut reads = Reads::new()
        .rules(&arguments.rules)
        .rules(Path::new(&arguments.old))
        .rules(Path::new(&arguments.new))
        .filings(&arguments.filings)
        .filings(arguments.given.beside())
        .filings(&arguments.before);
    let out = reads.output("--output", arguments.output.as_deref())?;
    let most = usize::from(arguments.most);
    let mut impact = Impact::new(&old.name, &new.name, as_of, most);
    impact.acts = acts(old.by, new.by, arguments.governed);
    let matched = arguments.matched.as_deref();
    let wrong = |error: impact::MatchError| Failure::Usage(error.to_string());
    let given = &arguments.given;
    let by_new = (matched, given.latest(&new.plan.ir)?);
    let lens_new = Lens::new(&new.plan, new.by, by_new, &new.name, &mut impact).map_err(wrong)?;
    let of_new = impact.rows.len();
    // Which filing is the last is asked once, as the new rules read it.
    let by_old = (matched, given.latest(&old.plan.ir).ok().flatten());
    let lens_old = Lens::new(&old.plan, old.by, by_old, &old.name, &mut impact).map_err(wrong)?;
    if !in_common(&old.plan, old.by.version(), &impact, of_new) {
        return Err(Failure::Usage(format!(
            "`{}` and `{}` have no clause in common: there is nothing to compare",
            old.name, new.name
        )));
    }
    let mut comparison = Comparison {
        old: lens_old,
        new: lens_new,
        as_of,
        reasons: true,
        others: otherwise(&old, &new),
    };
    let open = |paths: &[PathBuf]| -> Result<Inputs, Failure> {
        let ir = &new.plan.ir;
        let latest = given.last(paths, ir, comparison.new.schema())?;
        Ok(given.open(paths, &ir.vocabulary)?.judging(latest))
    };
    let mut inputs = open(&arguments.filings)?;
    let mut before = match arguments.before.as_slice() {
        [] => None,
        paths => Some(open(paths)?),
    };
    impact::run(&mut comparison, &mut inputs, before.as_mut(), &mut impact);
    let exit = exit(&impact, arguments.fail_on);
    let exit = arguments.given.unless_empty(exit, impact.compared);
    let nothing = arguments.given.complaint(impact.compared, "compared");
    // What was read by one side alone, or by none, is told on the page.
    if let Some(words) = nothing.filter(|_| !impact.left_out()) {
        complain(&words);
    }
    let page = match arguments.format {
        Format::Table => draw::table(&impact, columns()),
        Format::Json => draw::json(&impact),
        Format::Markdown => draw::markdown(&impact),
    };
    out.page(&page).map(|()| exit)
}

/// By which text acts are judged that a date would choose one for.
fn acts(old: By, new: By, governed: bool) -> Acts {
    match old.version().or(new.version()) {
        Some(_) if !governed => Acts::Compared,
        _ => Acts::OfTheirDate,
    }
}

/// Whether the old rules have any of the clauses of the new ones, which are the first rows.
fn in_common(old: &Plan, by: Option<usize>, impact: &Impact, of_new: usize) -> bool {
    let rows = impact.rows.get(..of_new).unwrap_or(&[]);
    let versions = old.ir.versions.iter().enumerate();
    let judging = versions.filter(|(at, _)| by.is_none_or(|by| by == *at));
    let mut entries = judging.flat_map(|(_, version)| &version.entries);
    entries.any(|entry| rows.iter().any(|row| row.id == entry.id))
}

fn exit(impact: &Impact, fail_on: FailOn) -> Exit {
    let found = match fail_on {
        FailOn::Worse => impact.of_all(Kind::Worse) > 0,
        FailOn::Loss => impact.of_all(Kind::Worse) + impact.of_all(Kind::Loss) > 0,
        FailOn::Flips => Kind::ALL.into_iter().any(|kind| impact.of_all(kind) > 0),
        FailOn::Never => false,
    };
    if impact.left_out() {
        Exit::Rejected
    } else if found {
        Exit::Found
    } else {
        Exit::Sound
    }
}

/// The rules that one side judges by.
struct Side {
    name: String,
    plan: Arc<Plan>,
    /// The version whose text judges every filing and every act, or that of the filing alone.
    by: By,
    /// The open questions answered otherwise, where that is asked for.
    questions: Option<Arc<Questions>>,
}

/// The open questions of both sides, each once: those that both books know are answered otherwise in both.
fn otherwise<'s>(old: &'s Side, new: &'s Side) -> Vec<Otherwise<'s>> {
    let asked = |side: &'s Side| {
        let questions = side.questions.iter();
        questions.flat_map(|questions| questions.others())
    };
    let mut others: Vec<Otherwise<'s>> = asked(old)
        .map(|(question, plan)| Otherwise {
            question: question.to_owned(),
            old: Some(plan),
            new: None,
        })
        .collect();
    for (question, plan) in asked(new) {
        match others.iter_mut().find(|other| other.question == question) {
            Some(other) => other.new = Some(plan),
            None => others.push(Otherwise {
                question: question.to_owned(),
                old: None,
                new: Some(plan),
            }),
        }
    }
    others
}

/// Both sides. A rule book that both name is read and compiled once.
fn sides(arguments: &Arguments) -> Result<(Side, Side), Failure> {
    let read = sides::read(
        &arguments.old,
        &arguments.new,
        &arguments.rules,
        "nothing was judged",
    )?;
    let mut plans = Vec::new();
    let mut questions = Vec::new();
    for book in read.books {
        let ir = book.ir.ok_or(Failure::Rules)?;
        questions.push(
            (arguments.readings)
                .then(|| Arc::new(Questions::new(&book.book, &ir.readings, &book.sources))),
        );
        plans.push(Arc::new(compile(Arc::new(ir), &book.sources)));
    }
    let side = |side: sides::Side| -> Result<Side, Failure> {
        Ok(Side {
            plan: plans.get(side.book).cloned().ok_or(Failure::Rules)?,
            name: side.name,
            questions: questions.get(side.book).cloned().flatten(),
            by: match side.version {
                None => By::Law,
                Some(version) if arguments.governed => By::Year(version),
                Some(version) => By::Version(version),
            },
        })
    };
    Ok((side(read.old)?, side(read.new)?))
}
