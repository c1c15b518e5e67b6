//! Rows as CSV: one a finding, or one a clause.
//!
//! Who opens such a file in a spreadsheet must not run what a filing says: a text that a spreadsheet
//! would take for a formula begins with an apostrophe, as spreadsheets themselves write it.

use crate::check::ir::Ir;
use crate::evaluate::verdicts::{Detail, Judged};
use crate::report::carried::Value;
use crate::report::json::integer;
use crate::report::rows::{Cell, carried, columns, rows};
use crate::source::Place;

/// The first line of a file; `beside` are the fields that are carried.
pub fn header(detail: Detail, beside: &[String]) -> Vec<u8> {
    let mut out = Vec::new();
    let names = columns(detail).iter().map(|column| column.name);
    for (at, name) in names.chain(beside.iter().map(String::as_str)).enumerate() {
        if at > 0 {
            out.push(b',');
        }
        cell(&mut out, name);
    }
    out.push(b'\n');
    out
}

/// The lines of one filing. `places` has an entry for each finding, or none at all.
pub fn write(
    out: &mut Vec<u8>,
    ir: &Ir,
    detail: Detail,
    judged: &Judged,
    places: &[Option<Place>],
    beside: &[Option<Value>],
) {
    let columns = columns(detail);
    for row in rows(ir, detail, judged, places) {
        let own = columns.iter().map(|column| column.cell(&row));
        for (at, one) in own.chain(beside.iter().map(carried)).enumerate() {
            if at > 0 {
                out.push(b',');
            }
            match one {
                Cell::Empty => {}
                Cell::Number(value) => integer(out, i128::from(value)),
                Cell::Text(value) => cell(out, &value),
                Cell::List(values) => cell(out, &values.join("; ")),
            }
        }
        out.push(b'\n');
    }
}

/// A text as a cell: no formula, and in quotes where RFC 4180 asks for them.
pub fn cell(out: &mut Vec<u8>, text: &str) {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if !formula && !text.contains([',', '"', '\n', '\r']) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    if formula {
        out.push(b'\'');
    }
    for part in text.split_inclusive('"') {
        out.extend_from_slice(part.as_bytes());
        if part.ends_with('"') {
            out.push(b'"');
        }
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(texts: &[&str]) -> String {
        let mut out = Vec::new();
        for text in texts {
            cell(&mut out, text);
            out.push(b'|');
        }
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(
            written(&["plain", "a,b", "say \"so\"", "two\nlines", ""]),
            "plain|\"a,b\"|\"say \"\"so\"\"\"|\"two\nlines\"||"
        );
    }

    #[test]
    fn no_text_is_a_formula() {
        let texts = ["=1+1", "+52", "-7", "@x", "\tx", "\rx", "x=1"];
        assert_eq!(
            written(&texts),
            "\"'=1+1\"|\"'+52\"|\"'-7\"|\"'@x\"|\"'\tx\"|\"'\rx\"|x=1|"
        );
    }
}
