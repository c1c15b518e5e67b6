//! What could not be read, one JSON object a line.

use crate::ingest::{Reason, Reject};
use crate::report::causes::Cause;
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
    text(out, &reject.reason());
    out.extend_from_slice(b",\"filings\":");
    integer(out, i128::from(reject.filings));
    out.extend_from_slice(b",\"reasons\":[");
    for (at, reason) in reject.reasons.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        write_reason(out, reason);
    }
    out.extend_from_slice(b"],\"more\":");
    integer(out, reject.more as i128);
    out.extend_from_slice(b"}\n");
}

fn write_reason(out: &mut Vec<u8>, reason: &Reason) {
    out.extend_from_slice(b"{\"line\":");
    position(out, reason.line);
    out.extend_from_slice(b",\"column\":");
    position(out, reason.column);
    out.extend_from_slice(b",\"field\":");
    field(out, reason);
    out.extend_from_slice(b",\"cause\":");
    text(out, &reason.cause);
    out.extend_from_slice(b",\"reason\":");
    text(out, &reason.text);
    out.push(b'}');
}

/// One cause in the summary.
pub fn write_cause(out: &mut Vec<u8>, cause: &Cause) {
    out.extend_from_slice(b"{\"field\": ");
    field(out, &cause.reason);
    out.extend_from_slice(b", \"cause\": ");
    text(out, &cause.reason.cause);
    out.extend_from_slice(b", \"filings\": ");
    integer(out, i128::from(cause.filings));
    out.extend_from_slice(b", \"first\": {\"file\": ");
    text(out, &cause.file);
    out.extend_from_slice(b", \"line\": ");
    position(out, cause.reason.line);
    out.extend_from_slice(b", \"column\": ");
    position(out, cause.reason.column);
    out.extend_from_slice(b"}}");
}

/// The field of a reason; null for the filing as a whole.
fn field(out: &mut Vec<u8>, reason: &Reason) {
    match reason.field.as_str() {
        "" => out.extend_from_slice(b"null"),
        name => text(out, name),
    }
}

/// A line or a column; null where the file as a whole could not be read.
fn position(out: &mut Vec<u8>, at: Option<usize>) {
    match at {
        Some(at) => integer(out, at as i128),
        None => out.extend_from_slice(b"null"),
    }
}
