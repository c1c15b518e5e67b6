//! What could not be read, one JSON object a line.

use crate::ingest::Reject;
use crate::report::json::{integer, text};

/// One line of `--rejects`.
pub fn write(out: &mut Vec<u8>, reject: &Reject) {
    out.extend_from_slice(b"{\"file\":");
    text(out, &reject.file);
    out.extend_from_slice(b",\"line\":");
    position(out, reject.line);
    out.extend_from_slice(b",\"column\":");
    position(out, reject.column);
    out.extend_from_slice(b",\"filing\":");
    match &reject.key {
        Some(key) => text(out, key),
        None => out.extend_from_slice(b"null"),
    }
    out.extend_from_slice(b",\"reason\":");
    text(out, &reject.reason);
    out.extend_from_slice(b"}\n");
}

/// A line or a column; null where the file as a whole could not be read.
fn position(out: &mut Vec<u8>, at: Option<usize>) {
    match at {
        Some(at) => integer(out, at as i128),
        None => out.extend_from_slice(b"null"),
    }
}

/// `filings.ndjson:3:9`, as far as it is known.
pub fn place(reject: &Reject) -> String {
    match (reject.line, reject.column) {
        (Some(line), Some(column)) => format!("{}:{line}:{column}", reject.file),
        (Some(line), None) => format!("{}:{line}", reject.file),
        _ => reject.file.to_string(),
    }
}
