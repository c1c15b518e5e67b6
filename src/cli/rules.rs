//! A folder of rules files to a checked rule book.

use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::book::BookError;
use crate::cli::failure::Failure;
use crate::cli::output::{complain, error_columns};
use crate::compile::{Plan, compile};
use crate::front::{Loaded, load};
use crate::report::diagnostics::{count_line, excerpts};
use crate::report::text::{clean, counted};

/// Reads and checks the rule book of a folder; `say` is how the command line names another.
pub fn read(folder: &Path, say: &str) -> Result<Loaded, Failure> {
    load(folder).map_err(|source| unreadable(folder, source, say))
}

/// The book as it speaks a language; what has no words in it is read in the book's own, and counted.
pub fn in_language(book: Loaded, language: Option<&str>) -> Loaded {
    let Some(language) = language else {
        return book;
    };
    let (book, missing) = book.in_language(language);
    match missing {
        Some(missing) if missing > 0 => {
            let texts = counted(
                missing as u64,
                "text of the rule book has",
                "texts of the rule book have",
            );
            complain(&format!(
                "{texts} no translation into `{}`\n",
                clean(language)
            ));
        }
        _ => {}
    }
    book
}

/// The plan of a rule book that must be sound, as it speaks a language; what is wrong with it is shown.
pub fn sound_in(folder: &Path, language: Option<&str>) -> Result<Plan, Failure> {
    let book = in_language(sound_book(folder, "nothing was judged")?, language);
    match book.ir {
        Some(ir) => Ok(compile(Arc::new(ir), &book.sources)),
        None => Err(Failure::Rules),
    }
}

/// The plan of a rule book that must be sound, in its own language.
pub fn sound(folder: &Path) -> Result<Plan, Failure> {
    sound_in(folder, None)
}

/// A rule book that must be sound; what is wrong with it is shown, and `so` says what comes of that.
pub fn sound_book(folder: &Path, so: &str) -> Result<Loaded, Failure> {
    let book = read(folder, "--rules DIR")?;
    must_be_sound(book, &folder.to_string_lossy(), so)
}

/// The same of a rule book that was read; `name` is what people know it by.
pub fn must_be_sound(book: Loaded, name: &str, so: &str) -> Result<Loaded, Failure> {
    if book.ir.is_some() {
        return Ok(book);
    }
    let mut page = excerpts(&book.diagnostics, &book.sources, error_columns());
    if let Some(counts) = count_line(&book.diagnostics) {
        page.push_str(&format!("{counts} in {}; {so}\n", clean(name)));
    }
    complain(&page);
    Err(Failure::Rules)
}

/// Why a folder is no rule book, and what to do about it.
pub fn unreadable(folder: &Path, source: BookError, say: &str) -> Failure {
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
