//! Before anything is timed: all programs say the same of every filing, and the data are what they are
//! said to be.

use std::collections::BTreeMap;
use std::fs::File;
use std::process::Command;

use crate::Outcome;
use crate::bench::{BOOK, Bench, LONG_BOOK};
use crate::clock::finished;

/// Compares the records of dictamen and of each program written by hand, byte for byte, on 20,000 filings
/// in NDJSON and 1,000 in YAML. Says in how many filings, of a hundred, the clauses are broken.
pub fn on_every_verdict(bench: &Bench) -> Outcome<String> {
    long_book(bench)?;
    let filings = bench.filings(20_000)?;
    let ours = records(bench, bench.evaluate(BOOK, "verdicts", &filings, 2))?;
    for name in ["hand", "lean"] {
        same(
            name,
            &ours,
            &records(bench, bench.by_hand(name, &filings, 2))?,
        )?;
    }
    let folder = bench.yaml_filings(1_000)?;
    let first: String = ours
        .lines()
        .take(1_000)
        .flat_map(|line| [line, "\n"])
        .collect();
    same(
        "dictamen on YAML",
        &first,
        &records(bench, bench.evaluate(BOOK, "verdicts", &folder, 2))?,
    )?;
    same(
        "yaml_structs",
        &first,
        &records(bench, bench.by_hand("yaml_structs", &folder, 2))?,
    )?;
    broken(&ours)
}

fn records(bench: &Bench, mut command: Command) -> Outcome<String> {
    let out = bench.work.join("out");
    finished(&mut command, File::create(&out)?.into())?;
    Ok(std::fs::read_to_string(out)?)
}

fn same(name: &str, ours: &str, theirs: &str) -> Outcome<()> {
    if ours == theirs {
        return Ok(());
    }
    let mut pairs = ours.lines().zip(theirs.lines());
    match pairs.find(|(ours, theirs)| ours != theirs) {
        Some((ours, theirs)) => {
            Err(format!("dictamen and {name} differ:\n{ours}\n{theirs}").into())
        }
        None => Err(format!("dictamen and {name} differ in the number of records").into()),
    }
}

/// The rule book of 130 clauses must be the one that the generator writes.
fn long_book(bench: &Bench) -> Outcome<()> {
    let mut command = Command::new(bench.target.join("release/examples/workload"));
    command.arg("rules");
    let written = records(bench, command)?;
    let kept = format!("{LONG_BOOK}/2017/ruleset.dictamen");
    if std::fs::read_to_string(&kept)? == written {
        Ok(())
    } else {
        Err(format!("{kept} is not what `workload rules` writes: write it again").into())
    }
}

/// The least and the most broken clause.
fn broken(records: &str) -> Outcome<String> {
    let mut clauses: BTreeMap<String, u32> = BTreeMap::new();
    let mut filings = 0;
    for line in records.lines() {
        let record: serde_json::Value = serde_json::from_str(line)?;
        filings += 1;
        for (clause, verdict) in record["clauses"]
            .as_object()
            .ok_or("a record without clauses")?
        {
            *clauses.entry(clause.clone()).or_default() += u32::from(verdict == "violates");
        }
    }
    let share = |count: Option<&u32>| f64::from(*count.unwrap_or(&0)) * 100.0 / f64::from(filings);
    Ok(format!(
        "hand, lean and dictamen agree on {filings} filings, yaml_structs on 1000; clauses are broken by {:.1} to {:.1} % of them",
        share(clauses.values().min()),
        share(clauses.values().max()),
    ))
}
