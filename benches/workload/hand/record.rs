//! Verdict records as a plain program writes them.

use std::io::Write;

use super::cents::Cents;
use super::filing::Filing;
use super::judge::{AS_OF, CLAUSES, Judged};

/// One record with its line break.
pub fn record(out: &mut Vec<u8>, filing: &Filing, judged: &Judged) -> std::io::Result<()> {
    out.extend_from_slice(b"{\"filing\":");
    serde_json::to_writer(&mut *out, &filing.filing_id)?;
    write!(
        out,
        ",\"year\":{},\"ruleset\":\"workload 2017\",\"as_of\":\"{AS_OF}\",\"verdict\":\"{}\",\"clauses\":{{",
        filing.fiscal_year,
        judged.verdict.as_str()
    )?;
    for (at, (clause, verdict)) in CLAUSES.iter().zip(judged.clauses).enumerate() {
        let comma = if at > 0 { "," } else { "" };
        write!(out, "{comma}\"{clause}\":\"{}\"", verdict.as_str())?;
    }
    match judged.savings {
        Some(Cents(cents)) => {
            let sign = if cents < 0 { "-" } else { "" };
            let cents = cents.unsigned_abs();
            let (whole, part) = (cents / 100, cents % 100);
            writeln!(
                out,
                "}},\"not_judged\":[],\"indicators\":{{\"savings\":\"{sign}{whole}.{part:02}\"}}}}"
            )
        }
        None => writeln!(
            out,
            "}},\"not_judged\":[],\"indicators\":{{\"savings\":null}}}}"
        ),
    }
}
