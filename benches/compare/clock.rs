//! Whole processes, timed and weighed.

use std::fs::File;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::bench::Bench;

/// The median time of each command, from its start to its end, its output written to a file that was
/// emptied before; or the time that processors worked for it. They take turns, so that what else the
/// machine does falls on all of them.
pub fn medians<const N: usize>(
    bench: &Bench,
    mut commands: [Command; N],
) -> Outcome<[Duration; N]> {
    let mut times: [Vec<Duration>; N] = std::array::from_fn(|_| Vec::new());
    let out = bench.work.join("out");
    for round in 0..=bench.rounds {
        for (command, times) in commands.iter_mut().zip(&mut times) {
            let to = File::create(&out)?;
            let (start, spent) = (Instant::now(), worked()?);
            finished(command, to.into())?;
            let time = match bench.by_processor {
                true => worked()?.saturating_sub(spent),
                false => start.elapsed(),
            };
            // The first round only warms the files up.
            if round > 0 {
                times.push(time);
            }
        }
    }
    Ok(times.map(|mut times| {
        times.sort();
        times.get(times.len() / 2).copied().unwrap_or_default()
    }))
}

/// How long the processors have worked for all commands so far, in steps of a hundredth of a second.
fn worked() -> Outcome<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let (_, fields) = stat.rsplit_once(')').ok_or("no name in /proc/self/stat")?;
    // The 16th and the 17th field, where the one after the name is the third.
    let ticks = fields.split_whitespace().skip(13).take(2);
    let ticks: Result<Vec<u64>, _> = ticks.map(str::parse).collect();
    Ok(Duration::from_millis(ticks?.iter().sum::<u64>() * 10))
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

/// Runs a command, its output to where it is told; what it says is told if it fails.
pub fn finished(command: &mut Command, to: Stdio) -> Outcome<()> {
    let output = command.stdout(to).output()?;
    if output.status.success() {
        Ok(())
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        Err(format!("{command:?}: {}\n{said}", output.status).into())
    }
}
