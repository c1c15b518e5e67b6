//! Measures dictamen against programs written by hand for the same work, in one run, as ratios of
//! medians. `benches/compare.sh` builds what it needs and calls it.
//!
//! `compare TARGET [--keep] [--processor] [--rounds N] [GROUP…]`: the folder of what cargo builds;
//! whether the table goes into `benches/README.md`; whether processor time is counted instead of time;
//! how often each command runs; and which groups of rows, all of them unless some are named.

mod agree;
mod bench;
mod clock;
mod page;
mod rows;

use std::io::Write;

use bench::Bench;
use rows::GROUPS;

/// What any of this may end in.
type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const USAGE: &str = "compare TARGET [--keep] [--processor] [--rounds N] [GROUP…]";

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let target = arguments.next().ok_or(USAGE)?;
    let (mut keep, mut by_processor, mut rounds, mut named) = (false, false, 7, Vec::new());
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--keep" => keep = true,
            "--processor" => by_processor = true,
            "--rounds" => rounds = arguments.next().ok_or(USAGE)?.parse()?,
            _ => named.push(argument),
        }
    }
    if let Some(unknown) = named
        .iter()
        .find(|name| GROUPS.iter().all(|(group, _)| group != name))
    {
        let groups: Vec<&str> = GROUPS.iter().map(|(group, _)| *group).collect();
        return Err(format!("no group `{unknown}`; there are {}", groups.join(", ")).into());
    }
    let bench = Bench::new(target.as_ref(), rounds, by_processor)?;
    let mut err = std::io::stderr().lock();
    writeln!(err, "{}", agree::on_every_verdict(&bench)?)?;
    let mut rows = Vec::new();
    for (group, measure) in GROUPS {
        if named.is_empty() || named.iter().any(|name| name == group) {
            writeln!(err, "measuring {group}")?;
            rows.extend(measure(&bench)?);
        }
    }
    let page = page::page(&rows, &bench, &named)?;
    if keep {
        page::keep(&page)?;
    }
    write!(std::io::stdout().lock(), "{page}")?;
    Ok(())
}
