//! `dictamen init`: a rule book that checks, with a case and the files of its CI, to start from.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::{Reads, print};
use crate::report::text::clean;

/// A file of `fixtures/starter`, with its path there.
macro_rules! starter {
    ($path:literal) => {
        (
            $path,
            include_str!(concat!("../../fixtures/starter/", $path)),
        )
    };
}

/// What is written, each with its path from the folder.
const FILES: &[(&str, &str)] = &[
    starter!("README.md"),
    starter!("rules/vocabulary.dictamen"),
    starter!("rules/calendar.dictamen"),
    starter!("rules/2025/ruleset.dictamen"),
    starter!("rules/cases/registration.yaml"),
    starter!("rules/filings/2025-BASE.yaml"),
    starter!("filings/2025-EXAMPLE.yaml"),
    starter!("snapshots/filings__2025-EXAMPLE.yaml.snap"),
    (
        ".github/workflows/rules.yml",
        include_str!("../../docs/ci/github.yml"),
    ),
    (".gitlab-ci.yml", include_str!("../../docs/ci/gitlab.yml")),
];

/// The command line of `init`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder in which the rule book is begun; it is made if it is not there
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let folder = &arguments.folder;
    let standing: Vec<&str> = FILES
        .iter()
        .map(|(path, _)| *path)
        .filter(|path| fs::symlink_metadata(folder.join(path)).is_ok())
        .collect();
    if !standing.is_empty() {
        return Err(Failure::Usage(format!(
            "nothing was written, for this stands in `{}` already: {}; name another folder",
            folder.display(),
            standing.join(", ")
        )));
    }
    for (path, text) in FILES {
        write(&folder.join(path), text)?;
    }
    print(&page(folder))?;
    Ok(Exit::Sound)
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|source| Failure::Write {
            path: folder.to_owned(),
            source,
        })?;
    }
    let mut out = Reads::new().output("DIR", Some(path))?;
    out.write(text.as_bytes())?;
    out.finish()
}

/// What was written, and what to run next.
fn page(folder: &Path) -> String {
    let mut page = String::new();
    for (path, _) in FILES {
        page.push_str(&format!(
            "{}\n",
            clean(&folder.join(path).to_string_lossy())
        ));
    }
    let enter = match folder == Path::new(".") {
        true => String::new(),
        false => format!("  cd {}\n", clean(&folder.to_string_lossy())),
    };
    page.push_str(&format!(
        "\nnext:\n{enter}  dictamen check rules\n  dictamen test --rules rules\n  \
         dictamen evaluate filings --as-of 2025-12-31\n"
    ));
    page
}
