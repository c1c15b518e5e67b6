//! `dictamen lint`: what is legal but suspect, with a code each.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::{Reads, columns, print};
use crate::cli::rules;
use crate::diagnostic::{Severity, codes};
use crate::front::Loaded;
use crate::lint::{CaseTexts, Fix, Lint, fixed, lint};
use crate::report::diagnostics::{self, count_line, excerpts};
use crate::report::lint as page;
use crate::report::style::{self, paint};
use crate::report::text::{clean, counted};

/// The folder of worked cases in a rule book.
const CASES: &str = "cases";

/// The command line of `lint`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The rule book
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// The rule book
    #[arg(long, value_name = "DIR", conflicts_with = "folder")]
    rules: Option<PathBuf>,
    /// Mend what has one mend, in place
    #[arg(long)]
    fix: bool,
    /// End with 1 for these, such as L0530,L05 or all
    #[arg(long, value_name = "CODES", value_delimiter = ',', num_args = 0..=1, default_missing_value = "all")]
    deny: Vec<String>,
    /// How the warnings are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
    Github,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let folder = arguments.folder.as_ref().or(arguments.rules.as_ref());
    let folder = folder.map_or(Path::new("rules"), PathBuf::as_path);
    let denied = denied(&arguments.deny)?;
    let book = rules::read(folder, "dictamen lint DIR")?;
    let book = rules::must_be_sound(book, &folder.to_string_lossy(), "nothing was linted")?;
    let mut found = warnings(&book, folder);
    if arguments.fix {
        let mended = mend(&book, &found)?;
        found.retain(|lint| lint.fix.is_none());
        if mended > 0 && arguments.format == Format::Text {
            let mended = counted(mended, "place", "places");
            print(&format!(
                "mended {mended}; run it again to see what is left\n"
            ))?;
        }
    }
    let diagnostics: Vec<_> = found
        .iter()
        .map(|lint| {
            let mut diagnostic = lint.diagnostic.clone();
            if denied
                .iter()
                .any(|code| diagnostic.code.code.starts_with(code.as_str()))
            {
                diagnostic.severity = Severity::Error;
            }
            diagnostic
        })
        .collect();
    let text = match arguments.format {
        Format::Text => {
            let mut text = excerpts(&diagnostics, &book.sources, columns());
            let folder = folder.to_string_lossy();
            let folder = clean(&folder);
            text.push_str(&match count_line(&diagnostics) {
                Some(counts) => format!("{counts} in {folder}\n"),
                None => format!(
                    "{}\n",
                    paint(style::GOOD, &format!("{folder}: nothing is suspect"))
                ),
            });
            text
        }
        Format::Json => format!("{}\n", diagnostics::json(&diagnostics, &book.sources)),
        Format::Sarif => page::sarif(&diagnostics, &book.sources),
        Format::Github => page::github(&diagnostics, &book.sources),
    };
    print(&text)?;
    let any = diagnostics
        .iter()
        .any(|found| found.severity == Severity::Error);
    Ok(if any { Exit::Found } else { Exit::Sound })
}

/// The warnings of a sound rule book with the cases of its folder.
pub fn warnings(book: &Loaded, folder: &Path) -> Vec<Lint> {
    let Some(ir) = &book.ir else {
        return Vec::new();
    };
    let cases = cases(folder);
    lint(&book.book, ir, &book.sources, cases.as_ref())
}

/// The texts of the worked cases; nothing where there is no folder of them.
fn cases(folder: &Path) -> Option<CaseTexts> {
    let mut open = vec![folder.join(CASES)];
    let mut texts = Vec::new();
    let mut any = false;
    while let Some(next) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&next) else {
            continue;
        };
        any = true;
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path
                .extension()
                .is_some_and(|end| end == "yaml" || end == "yml" || end == "json")
            {
                texts.extend(std::fs::read_to_string(&path));
            }
        }
    }
    any.then_some(CaseTexts { texts })
}

/// The codes that are denied, each a whole code or the beginning of some.
fn denied(named: &[String]) -> Result<Vec<String>, Failure> {
    named
        .iter()
        .map(|name| {
            let code = name.trim().to_uppercase();
            if code == "ALL" {
                return Ok("L".to_owned());
            }
            let known = codes::ALL.iter().any(|entry| entry.code.starts_with(&code));
            if code.starts_with('L') && known {
                return Ok(code);
            }
            Err(Failure::Usage(format!(
                "there is no lint `{name}`; `dictamen explain` lists all codes"
            )))
        })
        .collect()
}

/// Writes the mends into the files; says how many.
fn mend(book: &Loaded, found: &[Lint]) -> Result<u64, Failure> {
    let mut by_file: BTreeMap<_, Vec<&Fix>> = BTreeMap::new();
    for fix in found.iter().filter_map(|lint| lint.fix.as_ref()) {
        by_file.entry(fix.span.source).or_default().push(fix);
    }
    let mut mended = 0;
    for (source, fixes) in by_file {
        let file = book.sources.get(source);
        mended += fixes.len() as u64;
        let text = fixed(&file.text, &fixes);
        let mut out = Reads::new().output("--fix", Some(&file.path))?;
        out.write(text.as_bytes())?;
        out.finish()?;
    }
    Ok(mended)
}
