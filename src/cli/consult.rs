//! `dictamen consult`: a draft for open consultation as one page.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::diff::compared;
use crate::cli::evaluate::{day, or_today};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::filings::FilingsOptions;
use crate::cli::judging::{Judging, Taken};
use crate::cli::output::Reads;
use crate::cli::sides;
use crate::cli::threads::Threads;
use crate::compile::compile;
use crate::consolidate;
use crate::evaluate::verdicts::Detail;
use crate::report::carried::{Carried, INSTITUTION};
use crate::report::consult::{self, Draft, Flips};
use crate::report::diff::Between;
use crate::report::show::{self, Form};
use crate::value::Day;

/// The command line of `consult`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The rules that are in force: a folder, a version of the rule book, or a git revision
    #[arg(value_name = "OLD")]
    old: String,
    /// The draft
    #[arg(value_name = "NEW")]
    new: String,
    /// Filings by which to see whose verdict flips: files, folders (searched), globs
    #[arg(required = true, value_name = "FILINGS")]
    filings: Vec<PathBuf>,
    /// The rule book of which OLD and NEW are versions
    #[arg(long, value_name = "DIR", default_value = "rules")]
    rules: PathBuf,
    /// The date on which it is judged [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Day>,
    /// How the page is written
    #[arg(long, value_enum, default_value_t = Format::Html)]
    format: Format,
    /// Name the filings whose verdicts flip
    #[arg(long)]
    names: bool,
    /// Where the page goes instead of standard output, which is -
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    given: FilingsOptions,
    #[command(flatten)]
    pub(in crate::cli) threads: Threads,
}

/// How the page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A page that stands alone
    Html,
    /// Markdown
    Markdown,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let as_of = or_today(arguments.as_of)?;
    let mut reads = Reads::new()
        .rules(&arguments.rules)
        .rules(Path::new(&arguments.old))
        .rules(Path::new(&arguments.new))
        .filings(&arguments.filings)
        .filings(arguments.given.beside());
    let mut out = reads.output("--output", arguments.output.as_deref())?;
    let mut sides = sides::read(
        &arguments.old,
        &arguments.new,
        &arguments.rules,
        "nothing was compared",
    )?;
    let diff = compared(&sides)?;
    let form = match arguments.format {
        Format::Html => Form::Html,
        Format::Markdown => Form::Markdown,
    };
    let new = sides.books.get(sides.new.book).ok_or(Failure::Rules)?;
    let version = match sides.new.version {
        Some(version) => version,
        // A draft that is a whole book is read in its last version.
        None => new.book.versions.len().saturating_sub(1),
    };
    let text = consolidate::consolidate(&new.book, &new.sources, version)
        .map(|document| show::document(&document, form))
        .unwrap_or_default();
    let mut plans = Vec::new();
    for book in &mut sides.books {
        let ir = book.ir.take().ok_or(Failure::Rules)?;
        plans.push(compile(Arc::new(ir), &book.sources));
    }
    let judging = |side: &sides::Side| -> Result<Judging, Failure> {
        let plan = plans.get(side.book).cloned().ok_or(Failure::Rules)?;
        let kind = Carried::new(&plan.ir, &[format!("{INSTITUTION}.kind")]).unwrap_or_default();
        Ok(Judging::new(
            plan,
            false,
            kind,
            as_of,
            (arguments.given.clone(), &arguments.filings),
        )
        .by(side.version))
    };
    // They are judged by the old rules, and again by the draft.
    arguments.given.keep(&arguments.filings)?;
    let mut flips = Flips::default();
    let old = judging(&sides.old)?;
    old.each(
        Detail::Verdicts,
        |case| case.judged.clone(),
        |taken| {
            if let Taken::Judged(judged) = taken {
                flips.old(&old.plan().ir, &judged);
            }
            Ok(())
        },
    )?;
    let draft = judging(&sides.new)?;
    let summary = draft.each(
        Detail::Verdicts,
        |case| {
            let kind = case.carried.iter().flatten().next();
            let kind = kind.map_or_else(|| "not said".to_owned(), ToString::to_string);
            (case.judged.clone(), kind)
        },
        |taken| {
            if let Taken::Judged((judged, kind)) = taken {
                flips.draft(&draft.plan().ir, &judged, &kind);
            }
            Ok(())
        },
    )?;
    let page = Draft {
        between: Between {
            old: &sides.old.name,
            new: &sides.new.name,
        },
        diff: &diff,
        ir: &draft.plan().ir,
        version,
        flips: &flips,
        names: arguments.names,
    };
    let page = match arguments.format {
        Format::Html => consult::html(&page, &text),
        Format::Markdown => consult::markdown(&page, &text),
    };
    out.write(page.as_bytes())?;
    out.finish()?;
    draft.say(&summary);
    Ok(draft.exit(&summary))
}
