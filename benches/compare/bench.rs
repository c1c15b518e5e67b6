//! The commands that are compared, and the filings that they read.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Outcome;
use crate::clock::finished;

/// The date on which the filings of the workload are judged: that of `workload/judge.rs`.
const AS_OF: &str = "2019-12-16";

/// The rule book of the workload, of 13 clauses.
pub const BOOK: &str = "benches/workload/rules";
/// The same, of 130.
pub const LONG_BOOK: &str = "benches/workload/rules130";
/// The rule book that ships.
pub const POLICY: &str = "rules";

/// Where things are, and how often they are measured.
pub struct Bench {
    /// What cargo builds.
    pub target: PathBuf,
    /// Where filings and verdicts go.
    pub work: PathBuf,
    pub rounds: usize,
    /// Whether the time is counted that processors work, which what else runs on the machine disturbs
    /// less; that threads wait for each other does not show in it.
    pub by_processor: bool,
}

impl Bench {
    pub fn new(target: &Path, rounds: usize, by_processor: bool) -> Outcome<Bench> {
        let work = target.join("compare");
        std::fs::create_dir_all(&work)?;
        Ok(Bench {
            target: target.to_owned(),
            work,
            rounds,
            by_processor,
        })
    }

    /// A program written by hand.
    pub fn by_hand(&self, name: &str, input: &Path, threads: usize) -> Command {
        let mut command = Command::new(self.target.join("release/examples").join(name));
        command.arg(input).arg(threads.to_string());
        command
    }

    pub fn dictamen(&self) -> Command {
        Command::new(self.target.join("release/dictamen"))
    }

    pub fn evaluate(&self, book: &str, detail: &str, input: &Path, threads: usize) -> Command {
        let mut command = self.dictamen();
        command
            .arg("evaluate")
            .arg(input)
            .args(["--rules", book, "--as-of", AS_OF, "--fail-on", "never"])
            .args(["--format", "ndjson", "--detail", detail])
            .args(["--threads", &threads.to_string()]);
        command
    }

    /// So many filings of the workload, made once.
    pub fn filings(&self, count: usize) -> Outcome<PathBuf> {
        self.made(&format!("workload-{count}.ndjson"), |path| {
            let mut command = Command::new(self.target.join("release/examples/workload"));
            command.arg(count.to_string());
            finished(&mut command, File::create(path)?.into())
        })
    }

    /// So many filings for the rule book that ships, made once.
    pub fn policy_filings(&self, count: usize) -> Outcome<PathBuf> {
        self.made(&format!("policy-{count}.ndjson"), |path| {
            let mut command = self.dictamen();
            command
                .args(["generate", "--seed", "1", "--size", "large", "--count"])
                .arg(count.to_string())
                .arg("--output")
                .arg(path);
            finished(&mut command, Stdio::null())
        })
    }

    /// A folder with so many filings of the workload, each a YAML file, made once.
    pub fn yaml_filings(&self, count: usize) -> Outcome<PathBuf> {
        let lines = std::fs::read_to_string(self.filings(count)?)?;
        self.made(&format!("workload-{count}-yaml"), |folder| {
            std::fs::create_dir(folder)?;
            for (at, line) in lines.lines().enumerate() {
                // Read as YAML, which JSON is, members keep their order.
                let value: serde_yaml::Value = serde_yaml::from_str(line)?;
                let path = folder.join(format!("{at:06}.yaml"));
                std::fs::write(path, serde_yaml::to_string(&value)?)?;
            }
            Ok(())
        })
    }

    /// What a name stands for in the folder of work. It is made under another name and then renamed: what
    /// breaks off must not be taken for whole the next time.
    pub fn made(&self, name: &str, make: impl Fn(&Path) -> Outcome<()>) -> Outcome<PathBuf> {
        let path = self.work.join(name);
        if !path.exists() {
            let part = self.work.join(format!("part-{name}"));
            if part.is_dir() {
                std::fs::remove_dir_all(&part)?;
            }
            make(&part)?;
            std::fs::rename(&part, &path)?;
        }
        Ok(path)
    }
}
