//! A program of its own that judges what it has in memory: contracts as they are signed, one filing a year,
//! judged again after each.
//!
//! `cargo run --example embedded`

use std::error::Error;
use std::io::{self, Write};

use dictamen::{Day, Judge, Outcome, RuleBook, Text};

/// The rules, as part of the program.
const RULES: &str = r#"
vocabulary purchases

record Contract
  number  text key
  amount  money in MXN

filing
  key   filing_id
  year  fiscal_year
  filing_id    text
  fiscal_year  year
  contracts    list of Contract

ruleset purchases 2026
  title      "Rules on purchases"
  published  2025-12-01 in "Gazette"
  in force   from 2026-01-01
  for years  from 2026

clause purchases.total "Purchases of a year stay within the budget"
  cites      "Rules art. 1"
  requires   sum(c.amount for c in contracts) <= 1_000 MXN
  otherwise  "{sum(c.amount for c in contracts)} were spent of 1,000.00 MXN"
"#;

/// The contracts that the program comes upon in its loop.
const SIGNED: [(&str, &str); 3] = [("C-1", "400.00"), ("C-2", "500.50"), ("C-3", "100.00")];

/// Judges after each contract, and says from which on the rules are broken.
pub fn embedded(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let book = RuleBook::from_texts([("purchases.dictamen", RULES)])?;
    let day = Day::parse(b"2026-06-30").ok_or("no such day")?;
    // One judge serves the whole loop; on one thread a run is no more than a function call.
    let judge = book.judge().as_of(day);
    let mut contracts = String::new();
    for (number, amount) in SIGNED {
        if !contracts.is_empty() {
            contracts.push(',');
        }
        contracts.push_str(&format!(r#"{{"number":"{number}","amount":{amount}}}"#));
        let filing =
            format!(r#"{{"filing_id":"2026","fiscal_year":2026,"contracts":[{contracts}]}}"#);
        match wrong(&judge, filing)? {
            None => writeln!(out, "{number}: sound")?,
            Some(message) => writeln!(out, "{number}: {message}")?,
        }
    }
    Ok(())
}

/// What is wrong with one filing, if anything is.
fn wrong(judge: &Judge, filing: String) -> Result<Option<String>, Box<dyn Error>> {
    let outcome = judge.texts([Text::json("contracts", filing)])?.next();
    match outcome.ok_or("there is one filing")?? {
        Outcome::Judged(ruling) => {
            let mut findings = ruling.findings.into_iter();
            Ok(findings.next().map(|finding| finding.message))
        }
        Outcome::Rejected(reject) => Err(reject.reason().into()),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    embedded(&mut io::stdout().lock())
}
