//! `dictamen test`: runs the worked cases of a rule book.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cases::{self, CaseFile, Deck, Problem, Step, Tree, judge, place};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::mutate;
use crate::cli::output::print;
use crate::cli::reach::Reach;
use crate::cli::repository::without_steps_back;
use crate::cli::rules;
use crate::cli::threads::Threads;
use crate::compile::{Plan, compile};
use crate::coverage::measure;
use crate::driver::Questions;
use crate::ingest::Format as Written;
use crate::report::cases::Cases;
use crate::report::coverage::CoverageReport;

/// How deep folders of cases are searched.
const DEEPEST: usize = 32;

/// The command line of `test`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Files of cases, or folders (searched) [default: the folder `cases` of the rule book]
    #[arg(value_name = "CASES")]
    cases: Vec<PathBuf>,
    /// The rule book
    #[arg(long, value_name = "DIR", default_value = "rules")]
    rules: PathBuf,
    /// A folder elsewhere in which the filings of cases may stand (any number) [without: the rule book, the
    /// folders beside it, and those of CASES]
    #[arg(long, value_name = "DIR")]
    filings: Vec<PathBuf>,
    /// How the result is written
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Each act is judged by the text of its own date, also where a case is judged by another version than
    /// that of its filing's year
    #[arg(long)]
    governed: bool,
    /// Also judge by the other reading of each open question, one at a time, and say which expectations hang
    /// on one
    #[arg(long)]
    readings: bool,
    /// Also say what of the rule book no case shows, and the smallest change that would show it
    #[arg(long, group = "measured")]
    coverage: bool,
    /// Fail if less than this of the clauses, outcomes, exceptions or conditions is covered, or if fewer of
    /// a hundred mutants are noticed [default for mutants: 95]
    #[arg(long, value_name = "PERCENT", requires = "measured", value_parser = clap::value_parser!(u8).range(0..=100))]
    fail_under: Option<u8>,
    #[command(flatten)]
    pub(super) threads: Threads,
    #[command(flatten)]
    mutate: mutate::Options,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// A page for people
    Table,
    /// For programs
    Json,
    /// For CI
    Junit,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let book = rules::sound_book(&arguments.rules, "nothing was judged")?;
    let Some(ir) = &book.ir else {
        return Err(Failure::Rules);
    };
    let plan = compile(Arc::new(ir.clone()), &book.sources);
    let reach = Reach::new(&arguments.rules, &arguments.cases, &arguments.filings);
    let mut paths = Vec::new();
    for path in named(arguments) {
        search(&path, true, 0, &mut paths)?;
    }
    if paths.is_empty() {
        return Err(Failure::Usage(format!(
            "there are no cases in {}; a case file ends in .yaml",
            shown(&named(arguments))
        )));
    }
    let (deck, problems) = deck_of(&plan, &reach, &paths, arguments.governed);
    let mut outcomes = judge(&plan, &deck);
    if arguments.readings {
        let questions = Questions::new(&book.book, &ir.readings, &book.sources);
        for (question, other) in questions.others() {
            cases::hang(&mut outcomes, &judge(other, &deck), question);
        }
    }
    let measured = (arguments.coverage).then(|| measure(&plan, &deck, &outcomes));
    let report = Cases {
        deck: &deck,
        outcomes: &outcomes,
        problems: &problems,
        readings: arguments.readings,
    };
    if arguments.mutate.asked() && problems.is_empty() && report.all_true() {
        let mutated = mutate::run(&arguments.mutate, &book, &arguments.rules, &deck)?;
        let wanted = arguments.fail_under.unwrap_or(mutate::ENOUGH);
        return mutate::told(wanted, mutated, arguments.format);
    }
    let coverage = measured.as_ref().map(|coverage| CoverageReport {
        coverage,
        plan: &plan,
        sources: &book.sources,
        deck: &deck,
        wanted: arguments.fail_under,
    });
    print(&match (arguments.format, &coverage) {
        (Format::Table, None) => report.table(),
        (Format::Table, Some(coverage)) => report.table() + &coverage.table(),
        (Format::Json, None) => report.json(),
        (Format::Json, Some(coverage)) => coverage.json_with(&report.json()),
        (Format::Junit, None) => report.junit(),
        (Format::Junit, Some(coverage)) => coverage.junit_with(&report.junit()),
    })?;
    let suffices = coverage.is_none_or(|coverage| coverage.suffices());
    Ok(match (problems.is_empty(), report.all_true() && suffices) {
        (false, _) => Exit::Usage,
        (true, false) => Exit::Found,
        (true, true) => Exit::Sound,
    })
}

fn named(arguments: &Arguments) -> Vec<PathBuf> {
    match arguments.cases.as_slice() {
        [] => vec![arguments.rules.join("cases")],
        named => named.to_vec(),
    }
}

fn shown(paths: &[PathBuf]) -> String {
    let paths = paths.iter().map(|path| format!("`{}`", path.display()));
    paths.collect::<Vec<_>>().join(", ")
}

/// Reads files of cases and the filings that they start from.
fn deck_of(plan: &Plan, reach: &Reach, paths: &[PathBuf], governed: bool) -> (Deck, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut files = Vec::new();
    let mut bases = BTreeMap::new();
    for path in paths {
        let name = path.to_string_lossy().replace('\\', "/");
        let text = match reach.file(path).and_then(|real| read_text(&real)) {
            Ok(text) => text,
            Err(message) => {
                problems.push(Problem {
                    file: name.into(),
                    at: None,
                    message,
                });
                continue;
            }
        };
        let (mut file, found) = cases::read(&plan.ir, &name, &text);
        problems.extend(found);
        for case in &mut file.cases {
            case.governed |= governed;
        }
        if let Some(written) = file.filing.clone() {
            let folder = path.parent().unwrap_or(Path::new("."));
            let base = without_steps_back(&folder.join(&written));
            let known = bases
                .entry(base.clone())
                .or_insert_with(|| filing(reach, &base));
            match known {
                Ok(tree) => file.base = Some(Arc::clone(tree)),
                Err(message) => problems.push(Problem {
                    file: file.path.clone(),
                    at: place(&file.text, &[Step::Field("filing".to_owned())]),
                    message: message.clone(),
                }),
            }
        }
        files.push(file);
    }
    leave_out_bases(&mut files, &mut problems, &bases);
    let (deck, found) = Deck::new(&plan.ir, files);
    problems.extend(found);
    let place = |problem: &Problem| problem.at.map_or((0, 0), |at| (at.line, at.column));
    problems.sort_by(|one, other| (&one.file, place(one)).cmp(&(&other.file, place(other))));
    (deck, problems)
}

/// A filing that cases start from may stand among them. It is no file of cases, unless it holds some.
fn leave_out_bases<T>(
    files: &mut Vec<CaseFile>,
    problems: &mut Vec<Problem>,
    bases: &BTreeMap<PathBuf, T>,
) {
    let base = |file: &CaseFile| {
        file.cases.is_empty() && bases.contains_key(&without_steps_back(Path::new(&*file.path)))
    };
    problems.retain(|problem| {
        let mut told = files.iter().filter(|file| file.path == problem.file);
        !told.any(base)
    });
    files.retain(|file| !base(file));
}

/// The filing that cases start from.
fn filing(reach: &Reach, path: &Path) -> Result<Arc<Tree>, String> {
    let shown = path.display();
    let format = match path.extension().and_then(|extension| extension.to_str()) {
        Some("yaml" | "yml") => Written::Yaml,
        Some("json") => Written::Json,
        _ => {
            return Err(format!(
                "`{shown}` is no filing: a case starts from one filing, in .yaml, .yml or .json"
            ));
        }
    };
    let text = reach.file(path).and_then(|real| read_text(&real));
    let text = text.map_err(|reason| format!("the filing `{shown}`: {reason}"))?;
    match cases::document(&text, format) {
        Ok(tree @ Tree::Record(_)) => Ok(Arc::new(tree)),
        Ok(other) => Err(format!(
            "`{shown}` is no filing: expected a record of fields, found {}",
            other.noun()
        )),
        Err(fault) => {
            let at = fault
                .at
                .map_or(String::new(), |at| format!(":{}:{}", at.line, at.column));
            Err(format!(
                "the filing cannot be read: {shown}{at}: {}",
                fault.message
            ))
        }
    }
}

fn read_text(path: &Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::IsADirectory => "a folder, not a file".to_owned(),
        kind => format!("cannot be read: {kind}"),
    })?;
    String::from_utf8(bytes).map_err(|_| "not UTF-8".to_owned())
}

/// The files of cases under a path, in order.
fn search(path: &Path, named: bool, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => {
            Failure::Usage(format!("there are no cases at `{}`", path.display()))
        }
        kind => Failure::Usage(format!("cannot read `{}`: {kind}", path.display())),
    };
    // A folder that is named may be a link; those inside are not followed, so that none leads in a circle.
    let folder = match named {
        true => fs::metadata(path).map_err(failed)?.is_dir(),
        false => fs::symlink_metadata(path).map_err(failed)?.is_dir(),
    };
    if !folder {
        let yaml = path
            .extension()
            .is_some_and(|extension| extension == "yaml" || extension == "yml");
        if (named || yaml) && !found.iter().any(|known| known == path) {
            found.push(path.to_owned());
        }
        return Ok(());
    }
    if depth >= DEEPEST {
        return Ok(());
    }
    let entries = fs::read_dir(path).map_err(failed)?;
    let mut inside = Vec::new();
    for entry in entries {
        inside.push(entry.map_err(failed)?.path());
    }
    inside.sort();
    for path in inside {
        search(&path, false, depth + 1, found)?;
    }
    Ok(())
}
