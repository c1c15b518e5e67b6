//! One line for each filing and clause: filing, year, ruleset, clause, verdict.

use crate::check::ir::Ir;
use crate::evaluate::verdicts::Judged;
use crate::report::json::integer;

/// The first line of a file.
pub const HEADER: &str = "filing,year,ruleset,clause,verdict\n";

/// The lines of one filing; clauses that are not judged have none.
pub fn write(out: &mut Vec<u8>, ir: &Ir, judged: &Judged) {
    let version = &ir.versions[judged.version];
    for (entry, verdict) in version.entries.iter().zip(&judged.clauses) {
        let Some(verdict) = verdict else { continue };
        cell(out, &judged.key);
        out.push(b',');
        integer(out, judged.year);
        out.push(b',');
        cell(out, &version.name);
        out.push(b',');
        cell(out, &entry.id);
        out.push(b',');
        out.extend_from_slice(verdict.as_str().as_bytes());
        out.push(b'\n');
    }
}

/// A cell, in quotes where RFC 4180 asks for them.
fn cell(out: &mut Vec<u8>, text: &str) {
    if !text.contains([',', '"', '\n', '\r']) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
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

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut out = Vec::new();
        for text in ["plain", "a,b", "say \"so\"", "two\nlines", ""] {
            cell(&mut out, text);
            out.push(b'|');
        }
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "plain|\"a,b\"|\"say \"\"so\"\"\"|\"two\nlines\"||"
        );
    }
}
