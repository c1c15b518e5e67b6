//! What could not be read, one JSON object a line.

use crate::report::Rejected;
use crate::report::json::{integer, text};

/// One line of `--rejects`.
pub fn write(out: &mut Vec<u8>, rejected: &Rejected) {
    out.extend_from_slice(b"{\"file\":");
    text(out, &rejected.place.file);
    out.extend_from_slice(b",\"line\":");
    integer(out, rejected.place.at.line as i128);
    out.extend_from_slice(b",\"column\":");
    integer(out, rejected.place.at.column as i128);
    out.extend_from_slice(b",\"filing\":");
    match &rejected.filing {
        Some(filing) => text(out, filing),
        None => out.extend_from_slice(b"null"),
    }
    out.extend_from_slice(b",\"reason\":");
    text(out, &rejected.reason);
    out.extend_from_slice(b"}\n");
}
