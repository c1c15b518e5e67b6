//! Whole command lines over a folder of rules, filings, cases and snapshots that are mangled together: the
//! exit code is one of the five, nothing panics, every filing that was read is judged or rejected, and one
//! thread writes the same bytes as three.
//!
//! The seeds are counted up from 0, so that a failure names the one to run again. `DICTAMEN_SECONDS` says
//! for how long; `DICTAMEN_SEED` where to begin, and which one to run alone where no time is given.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// How many seeds an ordinary run of the tests takes.
const SEEDS: u64 = 12;

/// The command lines; `{OUT}` is a place outside of the folder in which they are run.
const LINES: &[&str] = &[
    "evaluate filings",
    "evaluate filings --format ndjson --detail full",
    "evaluate filings --format ndjson --fail-on never --rejects {OUT}/rejects",
    "evaluate filings --format csv --strict",
    "evaluate filings --format html --readings",
    "evaluate filings/*.yaml filings/*.json --format json --detail verdicts",
    "validate filings",
    "convert filings {OUT}/converted.ndjson",
    "check rules",
    "check rules --lint --format json",
    "lint rules",
    "fmt --check rules",
    "show 2025",
    "show 2025 --format html",
    "schema",
    "test",
    "test --format junit",
    "test --format json --coverage",
    "diff rules other",
    "diff rules other --format json",
    "impact rules other filings",
    "impact rules other filings --format json --governed",
    "snapshot check filings",
    "snapshot accept filings --dir {OUT}/kept",
    "generate --count 3",
    "rulings filings --to {OUT}/letters",
    "follow filings",
    "explain T0460",
];

/// Bytes that have a meaning somewhere.
const ODD: &[&str] = &[
    "\0",
    "\r",
    "\u{feff}",
    "\u{202e}",
    "\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    ":",
    ",",
    "---\n",
    "...\n",
    "&a ",
    "*a ",
    "<<: ",
    "!!",
    "|\n",
    "#",
    "%",
    "\t",
    "-",
    "1e400",
    "999999999999999999999999999999",
    "null",
    "~",
    "\u{e9}",
    "0x1f",
    ".inf",
    "2024-02-30",
    "\\",
    "\\u0000",
    "\\ud800",
    "//",
    "/*",
    "NaN",
    "\u{1b}[2J",
];

fn starter(folder: &Path) {
    for name in ["rules", "filings", "snapshots"] {
        copy(
            &Path::new("fixtures/starter").join(name),
            &folder.join(name),
        );
    }
    copy(Path::new("fixtures/starter/rules"), &folder.join("other"));
    let lines = (0..40).map(|at| {
        format!(
            r#"{{"filing_id":"L{at}","fiscal_year":{},"contracts":[{{"number":"C{at}"}},{{"number":null}}]}}"#,
            2024 + at % 3
        )
    });
    let lines: Vec<String> = lines.collect();
    fs::write(folder.join("filings/lines.ndjson"), lines.join("\n")).unwrap();
    fs::write(
        folder.join("filings/array.json"),
        format!("[{}]", lines[..5].join(",\n")),
    )
    .unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to),
            false => {
                fs::copy(entry.path(), to).unwrap();
            }
        }
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|one| one.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        match path.is_dir() {
            true => files(&path, found),
            false => found.push(path),
        }
    }
}

/// Another text: a few stretches cut, doubled, moved in from another file, or something odd put in.
fn mangled(text: &[u8], other: &[u8], random: &mut ChaCha8Rng) -> Vec<u8> {
    let mut text = text.to_vec();
    for _ in 0..random.random_range(1..4) {
        let stretch = |bytes: &[u8], random: &mut ChaCha8Rng| {
            let from = random.random_range(0..=bytes.len());
            let to = bytes.len().min(from + random.random_range(0..80));
            from..to
        };
        let here = stretch(&text, random);
        match random.random_range(0..7) {
            0 => drop(text.drain(here)),
            1 => {
                let twice = text[here.clone()].to_vec();
                text.splice(here.end..here.end, twice);
            }
            2 => {
                let moved = other[stretch(other, random)].to_vec();
                text.splice(here, moved);
            }
            3 | 4 => {
                let odd = ODD[random.random_range(0..ODD.len())];
                text.splice(here.start..here.start, odd.bytes());
            }
            5 => text.truncate(here.start),
            _ => {
                if let Some(byte) = text.get_mut(here.start) {
                    *byte ^= 1 << random.random_range(0..8);
                }
            }
        }
    }
    text
}

/// The files of a folder, some of them mangled, renamed or gone.
fn mangle(folder: &Path, random: &mut ChaCha8Rng) {
    let mut all = Vec::new();
    files(folder, &mut all);
    for _ in 0..random.random_range(1..5) {
        let path = &all[random.random_range(0..all.len())];
        let other = &all[random.random_range(0..all.len())];
        let (Ok(text), Ok(from)) = (fs::read(path), fs::read(other)) else {
            continue;
        };
        match random.random_range(0..12) {
            0 => fs::remove_file(path).unwrap(),
            1 => fs::write(path, from).unwrap(),
            2 => {
                let endings = [
                    "json", "ndjson", "yaml", "yml", "csv", "json.gz", "parquet", "txt",
                ];
                let ending = endings[random.random_range(0..endings.len())];
                let to = folder.join("filings").join(format!("again.{ending}"));
                fs::write(to, text).unwrap();
            }
            _ => fs::write(path, mangled(&text, &from, random)).unwrap(),
        }
    }
}

fn run(folder: &Path, out: &Path, line: &str, threads: &str) -> Output {
    let line = line.replace("{OUT}", &out.to_string_lossy());
    let mut command = Command::new(env!("CARGO_BIN_EXE_dictamen"));
    command.current_dir(folder).args(line.split(' '));
    if line.starts_with("evaluate") {
        command.args(["--threads", threads, "--as-of", "2026-06-30", "--summary"]);
        command.arg(out.join("summary.json"));
    }
    command.output().unwrap()
}

fn number(text: &str, key: &str) -> Option<u64> {
    let (_, rest) = text.split_once(&format!("\"{key}\":"))?;
    let digits: String = rest
        .trim_start()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

/// Runs a seed; what went wrong, if anything did.
fn hold(seed: u64) -> Result<(), String> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let work = tempfile::tempdir().unwrap();
    let folder = work.path().join("book");
    starter(&folder);
    // Some books stay as they are, so that the filings are judged and not only their rules refused.
    mangle(&folder, &mut random);
    if random.random_ratio(1, 2) {
        copy(Path::new("fixtures/starter/rules"), &folder.join("rules"));
    }
    for _ in 0..4 {
        let line = LINES[random.random_range(0..LINES.len())];
        let mut outputs = Vec::new();
        for threads in ["1", "3"] {
            let out = work.path().join(format!("out{threads}"));
            fs::create_dir_all(&out).unwrap();
            let output = run(&folder, &out, line, threads);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            let code = output.status.code();
            if !matches!(code, Some(0..=4)) {
                return Err(format!("`{line}` ends with {code:?}: {said}"));
            }
            if said.contains("panicked") || said.contains("RUST_BACKTRACE") {
                return Err(format!("`{line}` panics: {said}"));
            }
            if code == Some(2) && said.contains("Usage:") {
                return Err(format!("`{line}` is no command line: {said}"));
            }
            if let Ok(summary) = fs::read_to_string(out.join("summary.json")) {
                let counts = ["read", "judged", "rejected"].map(|key| number(&summary, key));
                let [Some(read), Some(judged), Some(rejected)] = counts else {
                    return Err(format!("`{line}` counts nothing: {summary}"));
                };
                if read != judged + rejected {
                    return Err(format!(
                        "`{line}`: {read} read, {judged} judged, {rejected} rejected"
                    ));
                }
                fs::remove_file(out.join("summary.json")).unwrap();
            }
            outputs.push((code, output.stdout));
            if !line.starts_with("evaluate") {
                break;
            }
        }
        if let [one, three] = outputs.as_slice()
            && one != three
        {
            return Err(format!("`{line}` writes other bytes with three threads"));
        }
    }
    Ok(())
}

#[test]
fn any_folder_ends_any_command_well() {
    let number = |name: &str| {
        std::env::var(name)
            .ok()
            .and_then(|text| text.parse::<u64>().ok())
    };
    let first = number("DICTAMEN_SEED");
    let seconds = number("DICTAMEN_SECONDS");
    let begun = Instant::now();
    let mut failed = Vec::new();
    let mut seed = first.unwrap_or(0);
    loop {
        if let Err(why) = hold(seed) {
            failed.push(format!("seed {seed}: {why}"));
        }
        seed += 1;
        let done = match (seconds, first) {
            (Some(seconds), _) => begun.elapsed() >= Duration::from_secs(seconds),
            (None, Some(_)) => true,
            (None, None) => seed == SEEDS,
        };
        if done || failed.len() >= 20 {
            break;
        }
    }
    let tried = seed - first.unwrap_or(0);
    assert!(
        failed.is_empty(),
        "of {tried} seeds:\n{}",
        failed.join("\n")
    );
}
