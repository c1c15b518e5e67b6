//! What is written: no input is ever replaced, an output is whole or the old one, nothing is left beside
//! it, and what a command ends with does not depend on who reads it.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;

const VOCABULARY: &str = "vocabulary small

authority audit \"Office of Audit\"

filing
  key   id
  year  fiscal_year
  id           text
  fiscal_year  year
  projects     integer
";

const RULES: &str = "ruleset small 2018
  title      \"Rules\"
  published  2017-12-01 in \"Gazette\"
  in force   from 2018-01-01
  for years  from 2018

clause p.cap \"At most seven\"
  cites     \"Rules art. 1\"
  requires  projects <= 7
  otherwise \"{projects} projects\"
";

const CASES: &str = "ruleset: 2018
as_of: 2018-12-31
filing: ../bases/base.yml
cases:
  - name: eight are too many
    with: { projects: 8 }
    expect: { p.cap: complies }
";

/// A folder with a rule book, and so many filings, every other of which violates.
pub fn folder(filings: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    fs::create_dir_all(folder.path().join("rules/cases")).unwrap();
    fs::create_dir_all(folder.path().join("filings")).unwrap();
    write("rules/vocabulary.dictamen", VOCABULARY);
    write("rules/ruleset.dictamen", RULES);
    write("rules/cases/cap.yaml", CASES);
    fs::create_dir_all(folder.path().join("rules/bases")).unwrap();
    write(
        "rules/bases/base.yml",
        "id: A\nfiscal_year: 2018\nprojects: 7\n",
    );
    let line = |at| {
        let projects = if at % 2 == 0 { 7 } else { 8 };
        format!("{{\"id\":\"F-{at}\",\"fiscal_year\":2018,\"projects\":{projects}}}\n")
    };
    write(
        "filings/f.ndjson",
        &(0..filings).map(line).collect::<String>(),
    );
    folder
}

fn command(folder: &Path, line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dictamen"));
    command.current_dir(folder).args(line.split(' '));
    command
}

/// The same with the signals that end it heard, whatever whoever runs the tests ignores: a shell's `nohup`
/// or `&` hands that on to every process below.
#[cfg(target_os = "linux")]
fn interruptible(folder: &Path, line: &str) -> Command {
    let mut command = Command::new("env");
    command
        .arg("--default-signal=INT,TERM,HUP")
        .arg(env!("CARGO_BIN_EXE_dictamen"))
        .current_dir(folder)
        .args(line.split(' '));
    command
}

fn run(folder: &Path, line: &str) -> Output {
    command(folder, line).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every file below a folder with what it holds, links as links.
pub fn state(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match fs::read_link(&path) {
                Ok(target) => found.push((path, format!("-> {}", target.display()))),
                Err(_) if path.is_dir() => open.push(path),
                Err(_) => {
                    let bytes = fs::read(&path).unwrap();
                    found.push((path, String::from_utf8_lossy(&bytes).into_owned()));
                }
            }
        }
    }
    found.sort();
    found
}

#[cfg(unix)]
#[test]
fn no_command_replaces_what_it_reads() {
    let folder = folder(4);
    let at = |name: &str| folder.path().join(name);
    std::os::unix::fs::symlink("filings/f.ndjson", at("link.ndjson")).unwrap();
    std::os::unix::fs::symlink("rules", at("laws")).unwrap();
    fs::hard_link(at("filings/f.ndjson"), at("hard.ndjson")).unwrap();
    fs::hard_link(at("rules/ruleset.dictamen"), at("hard.json")).unwrap();
    let before = state(folder.path());
    let inputs = [
        "filings/f.ndjson",
        "./filings/../filings/f.ndjson",
        "link.ndjson",
        "hard.ndjson",
    ];
    let rules = [
        "rules/ruleset.dictamen",
        "laws/vocabulary.dictamen",
        "hard.json",
        "rules/cases/cap.yaml",
    ];
    let mut lines = Vec::new();
    for output in inputs.iter().chain(&rules) {
        for option in ["--output", "--rejects", "--summary"] {
            for filings in ["filings", "filings/f.ndjson", "filings/*.ndjson"] {
                lines.push(format!(
                    "evaluate {filings} --format json {option} {output}"
                ));
            }
        }
        lines.push(format!("convert filings --rejects {output} new.ndjson"));
        lines.push(format!("impact 2018 2018 filings --output {output}"));
    }
    for output in &rules {
        lines.push(format!("show 2018 --output {output}"));
        lines.push(format!("generate --count 1 --output {output}"));
        lines.push(format!("diff 2018 2018 --output {output}"));
        lines.push(format!("diff rules laws --rules none --output {output}"));
    }
    for output in &inputs {
        lines.push(format!("convert filings {output}"));
        lines.push(format!("convert filings/f.ndjson {output}"));
        lines.push(format!(
            "impact 2018 2018 hard.ndjson --before filings --output {output}"
        ));
    }
    for line in &lines {
        let output = run(folder.path(), line);
        assert_eq!(output.status.code(), Some(2), "{line}: {}", said(&output));
        let said = said(&output);
        assert!(said.contains("would be replaced"), "{line}: {said}");
    }
    assert_eq!(state(folder.path()), before);
}

#[test]
fn standard_input_is_not_replaced_either() {
    let folder = folder(4);
    let before = state(folder.path());
    let input = fs::File::open(folder.path().join("filings/f.ndjson")).unwrap();
    let mut evaluate = command(
        folder.path(),
        "evaluate - --format json --output filings/f.ndjson",
    );
    let output = evaluate.stdin(input).output().unwrap();
    if cfg!(target_os = "linux") {
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert_eq!(state(folder.path()), before);
    }
}

#[cfg(unix)]
#[test]
fn two_outputs_are_two_files() {
    let folder = folder(4);
    std::os::unix::fs::symlink("later", folder.path().join("dangling")).unwrap();
    for (one, other) in [
        ("--output x", "--rejects ./x"),
        ("--output later", "--summary dangling"),
        ("--rejects filings/../x", "--summary x"),
        ("--output -", "--rejects -"),
        ("--rejects -", "--summary -"),
    ] {
        let line = format!("evaluate filings --format ndjson {one} {other}");
        let output = run(folder.path(), &line);
        assert_eq!(output.status.code(), Some(2), "{line}");
        assert!(said(&output).contains("name the same file"), "{line}");
    }
    let line = "convert filings x.ndjson --rejects ./x.ndjson";
    assert_eq!(run(folder.path(), line).status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder(4);
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("there")).unwrap();
    fs::write(at("there/old"), "old").unwrap();
    fs::set_permissions(at("there/old"), fs::Permissions::from_mode(0o600)).unwrap();
    symlink("there/old", at("to-old")).unwrap();
    symlink("there/new", at("to-new")).unwrap();
    for (link, target) in [("to-old", "there/old"), ("to-new", "there/new")] {
        let output = run(
            folder.path(),
            &format!("evaluate filings --format csv --output {link}"),
        );
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert_eq!(fs::read_link(at(link)).unwrap(), Path::new(target));
        assert!(fs::read_to_string(at(target)).unwrap().contains("F-3"));
    }
    let mode = fs::metadata(at("there/old")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let output = run(folder.path(), "evaluate filings --format csv --output -");
    assert!(output.stdout.starts_with(b"filing,"));
    assert!(!at("-").exists());
}

/// The commands that judge, test and check, each with what it ends with when all of it is read.
#[test]
fn what_a_command_ends_with_does_not_depend_on_its_reader() {
    let folder = folder(4000);
    let broken = folder.path().join("broken");
    fs::create_dir(&broken).unwrap();
    fs::write(broken.join("a.dictamen"), "clause \n".repeat(200)).unwrap();
    for (line, exit) in [
        ("evaluate filings --format ndjson", 1),
        ("evaluate filings --format csv", 1),
        ("evaluate filings --format json", 1),
        ("evaluate filings", 1),
        ("evaluate filings --format csv --fail-on never", 0),
        ("test", 1),
        ("test --format json", 1),
        ("test --format junit", 1),
        ("check", 0),
        ("check broken", 3),
        ("check broken --format json", 3),
        ("snapshot check filings", 1),
        ("diff 2018 2018", 0),
        ("show 2018", 0),
        ("explain", 0),
        ("generate --count 10", 0),
    ] {
        let whole = run(folder.path(), line);
        assert_eq!(whole.status.code(), Some(exit), "{line}: {}", said(&whole));
        let mut child = command(folder.path(), line)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Gone before the first byte.
        drop(child.stdout.take());
        assert_eq!(child.wait().unwrap().code(), Some(exit), "{line} | true");
        let mut child = command(folder.path(), line)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut first = [0];
        let mut out = child.stdout.take().unwrap();
        let _ = out.read(&mut first).unwrap();
        drop(out);
        assert_eq!(child.wait().unwrap().code(), Some(exit), "{line} | head");
        if Path::new("/dev/full").exists() && !whole.stdout.is_empty() {
            let full = fs::File::options().write(true).open("/dev/full").unwrap();
            let mut refused = command(folder.path(), line);
            let refused = refused.stdout(full).output().unwrap();
            assert_eq!(refused.status.code(), Some(2), "{line} > /dev/full");
            assert!(said(&refused).contains("cannot write"), "{line}");
        }
    }
}

/// How often a run is ended of each format and signal; `DICTAMEN_KILLS` says otherwise.
fn kills() -> u32 {
    let asked = std::env::var("DICTAMEN_KILLS").ok();
    asked.and_then(|asked| asked.parse().ok()).unwrap_or(2)
}

#[cfg(target_os = "linux")]
fn end(mut child: Child, signal: &str, after: Duration) -> Option<i32> {
    use std::os::unix::process::ExitStatusExt;
    std::thread::sleep(after);
    let kill = Command::new("kill")
        .args([&format!("-{signal}"), &child.id().to_string()])
        .stderr(Stdio::null())
        .status();
    kill.unwrap();
    child.wait().unwrap().signal()
}

#[cfg(target_os = "linux")]
#[test]
fn a_run_that_is_ended_leaves_the_old_output_or_the_whole_new_one() {
    let folder = folder(6_000);
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    let mut moment = 0x2545_f491_u32;
    for format in [
        "table", "json", "ndjson", "csv", "parquet", "arrow", "html", "sarif", "junit", "github",
    ] {
        let place = out.join(format);
        let line = format!(
            "evaluate filings --as-of 2020-01-01 --format {format} --output {}",
            place.display()
        );
        let started = std::time::Instant::now();
        assert_eq!(run(folder.path(), &line).status.code(), Some(1), "{format}");
        let whole = fs::read(&place).unwrap();
        let lasts = u32::try_from(started.elapsed().as_micros()).unwrap();
        for signal in ["INT", "TERM", "HUP", "KILL"] {
            for _ in 0..kills() {
                fs::write(&place, "old").unwrap();
                // Some moment of the run, another one each time.
                moment = moment.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let after = Duration::from_micros(u64::from(moment % lasts.max(1)));
                let child = interruptible(folder.path(), &line)
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .spawn()
                    .unwrap();
                let by = end(child, signal, after);
                let left = fs::read(&place).unwrap();
                assert!(
                    left == whole || left == b"old",
                    "{format} {signal} {after:?}"
                );
                if let (Some(by), true) = (by, left == whole) {
                    assert!([1, 2, 9, 15].contains(&by));
                }
                let names: Vec<_> = fs::read_dir(&out)
                    .unwrap()
                    .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                    .filter(|name| name.starts_with('.'))
                    .collect();
                let most = if signal == "KILL" { 1 } else { 0 };
                assert!(
                    names.len() <= most,
                    "{format} {signal} {after:?}: {names:?}"
                );
                if !names.is_empty() {
                    run(folder.path(), &line);
                    let left = fs::read_dir(&out).unwrap();
                    let hidden = left.filter(|entry| {
                        let name = entry.as_ref().unwrap().file_name();
                        name.as_encoded_bytes().starts_with(b".")
                    });
                    assert_eq!(hidden.count(), 0, "{format}: the next run clears");
                }
            }
        }
    }
}

/// A process that is told to end while it writes ends by that signal.
#[cfg(target_os = "linux")]
#[test]
fn a_run_that_waits_for_its_input_removes_what_it_began() {
    let folder = folder(1);
    for (signal, number) in [("INT", 2), ("TERM", 15), ("HUP", 1)] {
        let mut child = interruptible(
            folder.path(),
            "evaluate - --format json --output waits.json",
        )
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(b"{\"id\":\"A\"").unwrap();
        let hidden = || {
            let entries = fs::read_dir(folder.path()).unwrap();
            let names = entries.map(|entry| entry.unwrap().file_name());
            names
                .filter(|name| name.as_encoded_bytes().starts_with(b".dictamen-"))
                .count()
        };
        for _ in 0..500 {
            if hidden() > 0 {
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        assert_eq!(hidden(), 1, "it has begun");
        assert_eq!(end(child, signal, Duration::ZERO), Some(number), "{signal}");
        assert_eq!(hidden(), 0, "{signal}");
        assert!(!folder.path().join("waits.json").exists());
        drop(input);
    }
}
