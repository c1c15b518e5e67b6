//! Whole processes, timed and weighed.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::bench::Bench;

/// The median time of each command, from its start to its end, its output written to a file. They take
/// turns, so that what else the machine does falls on all of them.
pub fn medians<const N: usize>(
    bench: &Bench,
    mut commands: [Command; N],
) -> Outcome<[Duration; N]> {
    let mut times: [Vec<Duration>; N] = std::array::from_fn(|_| Vec::new());
    let out = bench.work.join("out");
    for round in 0..=bench.rounds {
        for (command, times) in commands.iter_mut().zip(&mut times) {
            let start = Instant::now();
            finished(command, Some(&out))?;
            // The first round only warms the files up.
            if round > 0 {
                times.push(start.elapsed());
            }
        }
    }
    Ok(times.map(|mut times| {
        times.sort();
        times.get(times.len() / 2).copied().unwrap_or_default()
    }))
}

/// The most memory that a command takes, in KiB, as the system accounts for it.
pub fn peak(bench: &Bench, command: &Command) -> Outcome<u64> {
    let mut weighed = Command::new("/usr/bin/time");
    weighed
        .args(["-f", "%M"])
        .arg(command.get_program())
        .args(command.get_args());
    let output = weighed
        .stdout(File::create(bench.work.join("out"))?)
        .output()?;
    let text = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("{weighed:?}: {}\n{text}", output.status).into());
    }
    Ok(text.lines().last().unwrap_or("").trim().parse()?)
}

/// Runs a command, its output to a file or to nowhere; what it says is told if it fails.
pub fn finished(command: &mut Command, out: Option<&Path>) -> Outcome<()> {
    let to = match out {
        Some(path) => Stdio::from(File::create(path)?),
        None => Stdio::null(),
    };
    let output = command.stdout(to).output()?;
    if output.status.success() {
        Ok(())
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        Err(format!("{command:?}: {}\n{said}", output.status).into())
    }
}
