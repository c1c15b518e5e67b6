//! Judges a folder of filings and prints what is broken.
//!
//! `cargo run --example broken -- rules fixtures/filings 2026-01-01`

use std::error::Error;
use std::io::{self, Write};

use dictamen::{Day, Detail, Outcome, RuleBook, Summary, Verdict};

/// Writes a line for each breach, then what was read.
pub fn broken(
    rules: &str,
    filings: &str,
    day: Day,
    out: &mut impl Write,
) -> Result<Summary, Box<dyn Error>> {
    // What is wrong with the rules is told by the error, mistake by mistake.
    let book = RuleBook::load(rules)?;
    let judge = book.judge().as_of(day).detail(Detail::Findings).threads(0);
    let mut run = judge.files([filings])?;
    for outcome in &mut run {
        match outcome? {
            Outcome::Judged(ruling) => {
                let breaches = ruling.findings.iter();
                for breach in breaches.filter(|finding| finding.verdict == Verdict::Violates) {
                    let place = breach.place.as_ref();
                    let place = place.map_or(ruling.filing.clone(), ToString::to_string);
                    writeln!(out, "{place}: {}: {}", breach.clause, breach.message)?;
                }
            }
            Outcome::Rejected(reject) => {
                writeln!(out, "{}: rejected: {}", reject.file, reject.reason())?;
            }
        }
    }
    let summary = run.finish();
    let (read, judged, rejected) = (summary.read, summary.judged, summary.rejected);
    writeln!(out, "{read} read, {judged} judged, {rejected} rejected")?;
    Ok(summary)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [rules, filings, day] = arguments.as_slice() else {
        return Err("name the rules, the filings and the day: rules filings 2026-01-01".into());
    };
    let day = Day::parse(day.as_bytes()).ok_or("expected a date, such as 2026-01-01")?;
    broken(rules, filings, day, &mut io::stdout().lock())?;
    Ok(())
}
