//! Measures dictamen against what reading alone costs, in one run, as ratios of medians.
//!
//! `compare DICTAMEN BASELINES WORK [ROUNDS]`: the binary, the folder of the other two baselines, and a
//! folder for the filings that are made. Prints a table in Markdown. `benches/compare.sh` calls it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use std::io::Write;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// The date on which the filings are judged: any will do, if only it is always the same.
const AS_OF: &str = "2024-12-31";

struct Bench {
    dictamen: PathBuf,
    baselines: PathBuf,
    work: PathBuf,
    rounds: usize,
}

/// A line of the table.
struct Row {
    what: &'static str,
    measured: String,
    ratio: f64,
    target: &'static str,
}

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || {
        arguments
            .next()
            .ok_or("compare DICTAMEN BASELINES WORK [ROUNDS]")
    };
    let bench = Bench {
        dictamen: PathBuf::from(next()?),
        baselines: PathBuf::from(next()?),
        work: PathBuf::from(next()?),
        rounds: 0,
    };
    let rounds = next().ok().and_then(|rounds| rounds.parse().ok());
    let bench = Bench {
        rounds: rounds.unwrap_or(7),
        ..bench
    };
    std::fs::create_dir_all(&bench.work)?;
    let rows = [
        bench.against_values(
            "verdicts",
            "NDJSON to verdicts, 2 threads, against a bare loop",
        )?,
        bench.against_values("findings", "the same with findings")?,
        bench.rule_book()?,
        bench.threads()?,
        bench.yaml()?,
        bench.memory()?,
    ];
    let mut out = std::io::stdout().lock();
    writeln!(out, "| what | measured | ratio | target |")?;
    writeln!(out, "|---|---|---|---|")?;
    for row in rows {
        writeln!(
            out,
            "| {} | {} | {:.2} | {} |",
            row.what, row.measured, row.ratio, row.target
        )?;
    }
    Ok(())
}

impl Bench {
    /// (a) 20,000 filings to verdicts against every line to a `serde_json::Value`.
    fn against_values(&self, detail: &str, what: &'static str) -> Outcome<Row> {
        let filings = self.filings(20_000)?;
        let [ours, bare] = self.medians([&|| self.evaluate(&filings, 2, detail), &|| {
            let mut command = Command::new(self.baselines.join("json_values"));
            command.arg(&filings).arg("2");
            command
        }])?;
        let mib = std::fs::metadata(&filings)?.len() as f64 / f64::from(1 << 20);
        Ok(Row {
            what,
            measured: format!(
                "{} against {} ({:.0} MiB/s)",
                shown(ours),
                shown(bare),
                mib / ours.as_secs_f64()
            ),
            ratio: bare.as_secs_f64() / ours.as_secs_f64(),
            target: ">= 0.7",
        })
    }

    /// (b) Reading and checking the rule book as a share of judging 1,250 filings.
    fn rule_book(&self) -> Outcome<Row> {
        let filings = self.filings(1_250)?;
        let [all, book] = self.medians([&|| self.evaluate(&filings, 2, "verdicts"), &|| {
            let mut command = Command::new(&self.dictamen);
            command.arg("check");
            command
        }])?;
        Ok(Row {
            what: "reading and checking the rule book, of judging 1,250 filings",
            measured: format!("{} of {}", shown(book), shown(all)),
            ratio: book.as_secs_f64() / all.as_secs_f64(),
            target: "<= 0.2",
        })
    }

    /// (c) Two threads against one.
    fn threads(&self) -> Outcome<Row> {
        let filings = self.filings(20_000)?;
        let [two, one] = self.medians([&|| self.evaluate(&filings, 2, "verdicts"), &|| {
            self.evaluate(&filings, 1, "verdicts")
        }])?;
        Ok(Row {
            what: "2 threads against 1",
            measured: format!("{} against {}", shown(two), shown(one)),
            ratio: one.as_secs_f64() / two.as_secs_f64(),
            target: ">= 1.7",
        })
    }

    /// (d) YAML, a file a filing, on one thread, against a plain program that reads it into structs.
    fn yaml(&self) -> Outcome<Row> {
        let folder = self.yaml_filings(1_000)?;
        let [ours, plain] = self.medians([&|| self.evaluate(&folder, 1, "verdicts"), &|| {
            let mut command = Command::new(self.baselines.join("yaml_structs"));
            command.arg(&folder);
            command
        }])?;
        Ok(Row {
            what: "1,000 YAML files to verdicts, 1 thread, against a plain program with structs",
            measured: format!("{} against {}", shown(ours), shown(plain)),
            ratio: plain.as_secs_f64() / ours.as_secs_f64(),
            target: ">= 0.8",
        })
    }

    /// (e) The most memory at 50,000 filings against that at 2,000.
    fn memory(&self) -> Outcome<Row> {
        let few = self.peak(&self.filings(2_000)?)?;
        let many = self.peak(&self.filings(50_000)?)?;
        Ok(Row {
            what: "peak memory at 50,000 filings against 2,000",
            measured: format!("{} MiB against {} MiB", many >> 10, few >> 10),
            ratio: many as f64 / few as f64,
            target: "<= 1.2",
        })
    }

    /// A file of generated filings of 10 to 12 KB, made once.
    fn filings(&self, count: usize) -> Outcome<PathBuf> {
        let path = self.work.join(format!("{count}.ndjson"));
        if !path.exists() {
            let mut command = Command::new(&self.dictamen);
            command
                .args(["generate", "--seed", "1", "--size", "large", "--count"])
                .arg(count.to_string())
                .arg("--output")
                .arg(&path);
            finished(&mut command)?;
        }
        Ok(path)
    }

    /// A folder of generated filings, each a YAML file, made once.
    fn yaml_filings(&self, count: usize) -> Outcome<PathBuf> {
        let folder = self.work.join(format!("yaml-{count}"));
        if !folder.exists() {
            let lines = std::fs::read_to_string(self.filings(count)?)?;
            std::fs::create_dir(&folder)?;
            for (at, line) in lines.lines().enumerate() {
                let value: serde_json::Value = serde_json::from_str(line)?;
                let path = folder.join(format!("{at:05}.yaml"));
                std::fs::write(path, serde_yaml::to_string(&value)?)?;
            }
        }
        Ok(folder)
    }

    fn evaluate(&self, filings: &Path, threads: usize, detail: &str) -> Command {
        let mut command = Command::new(&self.dictamen);
        command
            .arg("evaluate")
            .arg(filings)
            .args(["--format", "ndjson", "--fail-on", "never", "--as-of", AS_OF])
            .args(["--detail", detail, "--threads", &threads.to_string()])
            .arg("--output")
            .arg(self.work.join("verdicts.ndjson"));
        command
    }

    /// The median time of each command. They take turns, so that what else the machine does falls on all.
    fn medians<const N: usize>(
        &self,
        commands: [&dyn Fn() -> Command; N],
    ) -> Outcome<[Duration; N]> {
        let mut times: [Vec<Duration>; N] = std::array::from_fn(|_| Vec::new());
        for round in 0..=self.rounds {
            for (command, times) in commands.iter().zip(&mut times) {
                let start = Instant::now();
                finished(&mut command())?;
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

    /// The most memory that evaluating filings takes, in KiB.
    fn peak(&self, filings: &Path) -> Outcome<u64> {
        let inner = self.evaluate(filings, 2, "verdicts");
        let mut command = Command::new("/usr/bin/time");
        command
            .args(["-f", "%M"])
            .arg(inner.get_program())
            .args(inner.get_args());
        let output = command.stdout(Stdio::null()).output()?;
        let text = String::from_utf8_lossy(&output.stderr);
        let last = text.lines().last().unwrap_or("");
        Ok(last.trim().parse()?)
    }
}

fn finished(command: &mut Command) -> Outcome<()> {
    let output = command.stdout(Stdio::null()).output()?;
    if output.status.success() {
        Ok(())
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        Err(format!("{command:?}: {}\n{said}", output.status).into())
    }
}

fn shown(time: Duration) -> String {
    format!("{:.3} s", time.as_secs_f64())
}
