//! Verdict records from tables of bytes.

use super::cents::Cents;
use super::filing::Filing;
use super::judge::{AS_OF, CLAUSES, Judged, Verdict};

/// What all records share.
pub struct Pieces {
    /// From the ruleset to the filing's verdict.
    head: Vec<u8>,
    /// For each clause and verdict, the member with both.
    members: Vec<[Vec<u8>; 5]>,
}

const VERDICTS: [Verdict; 5] = [
    Verdict::NotApplicable,
    Verdict::Exempt,
    Verdict::Complies,
    Verdict::Undetermined,
    Verdict::Violates,
];

impl Pieces {
    pub fn new() -> Pieces {
        let members = CLAUSES.iter().enumerate().map(|(at, clause)| {
            let comma = if at > 0 { "," } else { "" };
            let member = |verdict: Verdict| format!("{comma}\"{clause}\":\"{}\"", verdict.as_str());
            VERDICTS.map(|verdict| member(verdict).into_bytes())
        });
        let head = format!(",\"ruleset\":\"workload 2017\",\"as_of\":\"{AS_OF}\",\"verdict\":\"");
        Pieces {
            head: head.into_bytes(),
            members: members.collect(),
        }
    }

    /// One record with its line break.
    pub fn write(&self, out: &mut Vec<u8>, filing: &Filing, judged: &Judged) {
        out.extend_from_slice(b"{\"filing\":\"");
        let special = |byte: u8| byte < 0x20 || byte == b'"' || byte == b'\\';
        if filing.filing_id.bytes().any(special) {
            let escaped = sonic_rs::to_string(&*filing.filing_id).unwrap_or_default();
            out.extend_from_slice(escaped.trim_matches('"').as_bytes());
        } else {
            out.extend_from_slice(filing.filing_id.as_bytes());
        }
        out.extend_from_slice(b"\",\"year\":");
        figures(out, filing.fiscal_year.unsigned_abs().into());
        out.extend_from_slice(&self.head);
        out.extend_from_slice(judged.verdict.as_str().as_bytes());
        out.extend_from_slice(b"\",\"clauses\":{");
        for (member, verdict) in self.members.iter().zip(judged.clauses) {
            out.extend_from_slice(&member[verdict as usize]);
        }
        out.extend_from_slice(b"},\"not_judged\":[],\"indicators\":{\"savings\":");
        match judged.savings {
            Some(Cents(cents)) => {
                out.extend_from_slice(if cents < 0 { b"\"-" } else { b"\"" });
                let cents = cents.unsigned_abs();
                figures(out, cents / 100);
                let part = (cents % 100) as u8;
                out.extend_from_slice(&[b'.', b'0' + part / 10, b'0' + part % 10]);
                out.extend_from_slice(b"\"}}\n");
            }
            None => out.extend_from_slice(b"null}}\n"),
        }
    }
}

fn figures(out: &mut Vec<u8>, mut value: u64) {
    let mut buffer = [0; 20];
    let mut at = buffer.len();
    loop {
        at -= 1;
        buffer[at] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    out.extend_from_slice(&buffer[at..]);
}
