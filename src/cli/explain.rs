//! `dictamen explain`: what a diagnostic's code means, with an example and its mend.

use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::print;
use crate::diagnostic::codes::{self, Entry};
use crate::diagnostic::nearest;
use crate::report::style::{self, paint};

/// The command line of `explain`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The code, such as S0101; without one, all codes are listed.
    code: Option<String>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let Some(asked) = &arguments.code else {
        return print(&list()).map(|()| Exit::Sound);
    };
    let code = asked.trim().to_uppercase();
    match codes::ALL.iter().find(|entry| entry.code == code) {
        Some(entry) => print(&entry_page(entry)).map(|()| Exit::Sound),
        None => {
            let near = nearest(&code, codes::ALL.iter().map(|entry| entry.code));
            let hint = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`dictamen explain` lists all codes".to_owned(),
            };
            Err(Failure::Usage(format!(
                "there is no code `{asked}`; {hint}"
            )))
        }
    }
}

fn list() -> String {
    let lines = codes::ALL.iter().map(|entry| {
        let code = paint(style::HEADING, entry.code);
        format!("{code}  {}\n", entry.title)
    });
    lines.collect()
}

fn entry_page(entry: &Entry) -> String {
    let example = paint(style::BAD, "Wrong");
    let mend = paint(style::GOOD, "Right");
    format!(
        "{}: {}\n\n{}\n\n{example}\n\n{}\n{mend}\n\n{}",
        paint(style::HEADING, entry.code),
        entry.title,
        entry.why,
        indented(entry.example),
        indented(entry.mend),
    )
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}
