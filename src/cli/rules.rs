//! A folder of rules files to a checked rule book.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::book::{self, BookError};
use crate::check;
use crate::cli::failure::Failure;
use crate::cli::output::{complain, error_columns};
use crate::compile::{Plan, compile};
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::diagnostics::{count_line, excerpts};
use crate::report::text::clean;
use crate::source::Sources;
use crate::syntax;

/// What reading and checking a rule book comes to.
pub struct Book {
    /// Its texts.
    pub sources: Sources,
    /// The plan, if nothing is wrong.
    pub plan: Option<Plan>,
    /// What is wrong or odd, in the order of the texts.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads and checks the rule book of a folder.
pub fn read(folder: &Path) -> Result<Book, Failure> {
    let sources = book::read(folder).map_err(|source| unreadable(folder, source))?.sources;
    let mut files = Vec::new();
    let mut faulty = BTreeSet::new();
    let mut diagnostics = Vec::new();
    for (id, source) in sources.iter() {
        let parsed = syntax::parse(id, &source.text);
        if parsed.diagnostics.iter().any(|one| one.severity == Severity::Error) {
            faulty.insert(id);
        }
        files.push(parsed.file);
        diagnostics.extend(parsed.diagnostics);
    }
    let gathered = book::gather(&sources, files, faulty);
    diagnostics.extend(gathered.diagnostics);
    let checked = check::check(&gathered.book, &sources);
    diagnostics.extend(checked.diagnostics);
    // In the order in which a person goes through the files; of one place in the order of the stages.
    diagnostics.sort_by_key(|diagnostic| diagnostic.primary.span);
    let errors = diagnostics.iter().any(|one| one.severity == Severity::Error);
    let ir = checked.ir.filter(|_| !errors);
    let plan = ir.map(|ir| compile(Arc::new(ir), &sources));
    Ok(Book {
        sources,
        plan,
        diagnostics,
    })
}

/// The plan of a rule book that must be sound; what is wrong with it is shown.
pub fn sound(folder: &Path) -> Result<Plan, Failure> {
    let book = read(folder)?;
    match book.plan {
        Some(plan) => Ok(plan),
        None => {
            let mut page = excerpts(&book.diagnostics, &book.sources, error_columns());
            if let Some(counts) = count_line(&book.diagnostics) {
                let folder = folder.to_string_lossy();
                page.push_str(&format!("{counts} in {}; nothing was judged\n", clean(&folder)));
            }
            complain(&page);
            Err(Failure::Rules)
        }
    }
}

fn unreadable(folder: &Path, source: BookError) -> Failure {
    let hint = match &source {
        BookError::Io { path, source }
            if path == folder && source.kind() == std::io::ErrorKind::NotFound =>
        {
            return Failure::Usage(format!(
                "there is no rule book at `{}`; say where it is with --rules DIR, or run from the \
                 folder that holds it",
                folder.display()
            ));
        }
        BookError::Empty { .. } => "; say where the rule book is with --rules DIR",
        _ => "",
    };
    Failure::Book {
        source,
        hint: hint.to_owned(),
    }
}
