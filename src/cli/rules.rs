//! A folder of rules files to a checked rule book.

use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::book::BookError;
use crate::cli::failure::Failure;
use crate::cli::output::{complain, error_columns};
use crate::compile::{Plan, compile};
use crate::report::diagnostics::{count_line, excerpts};
use crate::report::text::clean;
use crate::{Loaded, load};

/// Reads and checks the rule book of a folder; `say` is how the command line names another.
pub fn read(folder: &Path, say: &str) -> Result<Loaded, Failure> {
    load(folder).map_err(|source| unreadable(folder, source, say))
}

/// The plan of a rule book that must be sound; what is wrong with it is shown.
pub fn sound(folder: &Path) -> Result<Plan, Failure> {
    let book = sound_book(folder, "nothing was judged")?;
    match book.ir {
        Some(ir) => Ok(compile(Arc::new(ir), &book.sources)),
        None => Err(Failure::Rules),
    }
}

/// A rule book that must be sound; what is wrong with it is shown, and `so` says what comes of that.
pub fn sound_book(folder: &Path, so: &str) -> Result<Loaded, Failure> {
    let book = read(folder, "--rules DIR")?;
    if book.ir.is_some() {
        return Ok(book);
    }
    let mut page = excerpts(&book.diagnostics, &book.sources, error_columns());
    if let Some(counts) = count_line(&book.diagnostics) {
        let folder = folder.to_string_lossy();
        page.push_str(&format!("{counts} in {}; {so}\n", clean(&folder)));
    }
    complain(&page);
    Err(Failure::Rules)
}

fn unreadable(folder: &Path, source: BookError, say: &str) -> Failure {
    match &source {
        BookError::Io { path, source }
            if path == folder && source.kind() == io::ErrorKind::NotFound =>
        {
            let folder = folder.display();
            Failure::Usage(format!(
                "there is no rule book at `{folder}`; say where it is: {say}"
            ))
        }
        BookError::Empty { .. } => Failure::Book {
            source,
            hint: format!("; say where the rule book is: {say}"),
        },
        _ => Failure::Book {
            source,
            hint: String::new(),
        },
    }
}
