//! What people are told about files.

use std::io;
use std::path::Path;

/// A path as people see it.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
}

pub(crate) fn cannot_read(error: &io::Error) -> String {
    format!("cannot be read: {}", words(error))
}

/// What went wrong, without the system's number for it.
pub(super) fn words(error: &io::Error) -> String {
    let text = error.to_string();
    let end = text.find(" (os error ").unwrap_or(text.len());
    text[..end].to_owned()
}
