//! Filings for the workload; what was reached of violations and gaps is told on standard error.
//!
//! `workload COUNT [SEED]` writes NDJSON to standard output; `workload rules` writes the ruleset of 130
//! clauses, which stands in `rules130/`.

mod generate;

use std::io::{BufWriter, Write};

use generate::Shares;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let first = arguments
        .next()
        .ok_or("workload COUNT [SEED], or: workload rules")?;
    if first == "rules" {
        std::io::stdout().write_all(generate::book::ruleset().as_bytes())?;
        return Ok(());
    }
    let count: u64 = first.parse()?;
    let seed: u64 = arguments.next().map_or(Ok(1), |seed| seed.parse())?;
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    let mut shares = Shares::default();
    for number in 0..count {
        let line = generate::filing(seed, number, &mut shares);
        out.write_all(line.as_bytes())?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    tell(&shares)?;
    Ok(())
}

fn tell(shares: &Shares) -> std::io::Result<()> {
    let mut err = std::io::stderr().lock();
    let of = |part: u64, whole: u64| 100.0 * part as f64 / whole.max(1) as f64;
    let per_filing = |part: u64| of(part, shares.filings);
    writeln!(
        err,
        "{} filings of {} bytes in the mean",
        shares.filings,
        shares.bytes / shares.filings.max(1)
    )?;
    writeln!(
        err,
        "{:.1} % with members in any order and keys left out",
        per_filing(shares.careless)
    )?;
    writeln!(
        err,
        "{:.2} % of the values that clauses read and that are owed are missing",
        of(shares.missing, shares.owed)
    )?;
    writeln!(
        err,
        "{:.1} % cost exactly the budget, {:.1} % a cent more",
        per_filing(shares.equal),
        per_filing(shares.over_by_a_cent)
    )?;
    let broken: Vec<String> = shares
        .broken
        .iter()
        .map(|broken| format!("{:.1}", per_filing(*broken)))
        .collect();
    writeln!(
        err,
        "filings meant to break each clause, in per cent: {}",
        broken.join(" ")
    )
}
