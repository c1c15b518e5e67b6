//! The table as Markdown, with the machine, the date and the command; and its place in the README.

use std::fmt::Write;
use std::process::Command;

use crate::Outcome;
use crate::bench::Bench;
use crate::rows::Row;

const README: &str = "benches/README.md";
/// Between these lines of the README stands what a run writes.
const FROM: &str = "<!-- what compare.sh writes -->\n";
const TO: &str = "<!-- what people write -->\n";

pub fn page(rows: &[Row], bench: &Bench, groups: &[String]) -> Outcome<String> {
    let mut page = String::new();
    let mut arguments = format!("--keep --rounds {}", bench.rounds);
    if bench.by_processor {
        arguments.push_str(" --processor");
    }
    for group in groups {
        arguments = format!("{arguments} {group}");
    }
    writeln!(
        page,
        "Machine: {}. Date: {}. Command, from the project's folder:\n\n```sh\nbenches/compare.sh {arguments}\n```\n",
        machine()?,
        said("date", &["+%Y-%m-%d"])?
    )?;
    page.push_str("| what | measured | reached | target |\n|---|---|---|---|\n");
    for row in rows {
        writeln!(
            page,
            "| {} | {} | {} | {} |",
            row.what, row.measured, row.reached, row.target
        )?;
    }
    Ok(page)
}

/// Puts the page where the last one stood.
pub fn keep(page: &str) -> Outcome<()> {
    let readme = std::fs::read_to_string(README)?;
    let (before, rest) = readme.split_once(FROM).ok_or("no place for the table")?;
    let (_, after) = rest.split_once(TO).ok_or("no end of the table")?;
    std::fs::write(README, format!("{before}{FROM}\n{page}\n{TO}{after}"))?;
    Ok(())
}

fn machine() -> Outcome<String> {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name"));
    let model = model.map_or("", |model| model.trim_start_matches([' ', '\t', ':']));
    let memory = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let total = memory
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"));
    let kib: u64 = total
        .and_then(|total| total.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or_default();
    let cores = std::thread::available_parallelism()?;
    Ok(format!(
        "{model}, {cores} cores, {} GiB, {}",
        kib >> 20,
        said("uname", &["-s"])?
    ))
}

fn said(program: &str, arguments: &[&str]) -> Outcome<String> {
    let output = Command::new(program).args(arguments).output()?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
