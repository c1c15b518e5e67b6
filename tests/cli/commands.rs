//! The command line as a person or a script meets it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what fails here fails the test"
)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

#[test]
fn every_command_says_what_it_should() {
    trycmd::TestCases::new().case("tests/cmd/*.md").run();
}

fn dictamen(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dictamen"));
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments);
    command
}

/// `evaluate` over the small rule book.
fn evaluate(arguments: &[&str]) -> Command {
    let mut command = dictamen(&["evaluate", "--rules", "fixtures/cli/rules"]);
    command.args(["--as-of", "2019-12-31"]).args(arguments);
    command
}

fn done(command: &mut Command) -> Output {
    command.output().expect("the binary runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A batch of many chunks: filings of every kind, some with a key seen before.
fn large_batch(folder: &Path) -> PathBuf {
    let path = folder.join("large.ndjson");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    for at in 0..3_000 {
        let key = if at % 97 == 5 { at / 2 } else { at };
        let year = 2017 + at % 4;
        let projects = if at % 11 == 0 {
            String::new()
        } else {
            format!("\"projects\":{},", at % 9)
        };
        let amount = format!("{}.{:04}", at * 7, at % 10_000);
        writeln!(
            file,
            "{{\"filing_id\":\"F-{key}\",\"fiscal_year\":{year},\"exempted\":{},{projects}\
             \"contracts\":[{{\"number\":\"C\",\"amount\":\"{amount}\",\"signed_on\":\"2018-01-02\",\"assent_on\":\"2018-01-0{}\"}}]}}",
            at % 13 == 0,
            at % 3 + 1,
        )
        .unwrap();
        if at % 501 == 0 {
            writeln!(file, "{{\"filing_id\": oops").unwrap();
        }
    }
    file.flush().unwrap();
    path
}

#[test]
fn the_report_is_the_same_bytes_for_every_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let batch = large_batch(folder.path());
    let batch = batch.to_str().unwrap();
    for format in ["table", "json", "ndjson", "csv"] {
        let rejects = folder.path().join("rejects.ndjson");
        let summary = folder.path().join("summary.json");
        let run = |threads: &str| {
            let output = done(
                evaluate(&[batch, "--format", format, "--threads", threads]).args([
                    "--rejects",
                    rejects.to_str().unwrap(),
                    "--summary",
                    summary.to_str().unwrap(),
                ]),
            );
            assert_eq!(output.status.code(), Some(4), "{}", said(&output));
            let files = [&rejects, &summary].map(|path| std::fs::read(path).unwrap());
            (output.stdout, output.stderr, files)
        };
        let one = run("1");
        assert!(!one.0.is_empty());
        for threads in ["2", "7"] {
            assert!(
                run(threads) == one,
                "{format} differs with {threads} threads"
            );
        }
    }
}

#[test]
fn a_filing_whose_key_was_seen_is_in_no_count() {
    let folder = tempfile::tempdir().unwrap();
    let batch = large_batch(folder.path());
    let rejects = folder.path().join("rejects.ndjson");
    let output = done(
        evaluate(&[batch.to_str().unwrap(), "--format", "ndjson"])
            .args(["--rejects", rejects.to_str().unwrap()]),
    );
    let records = String::from_utf8(output.stdout.clone()).unwrap();
    let records: Vec<serde_json::Value> = records
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let mut keys: Vec<&str> = records
        .iter()
        .map(|record| record["filing"].as_str().unwrap())
        .collect();
    let judged = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), judged, "a key was judged twice");
    let rejected = std::fs::read_to_string(&rejects).unwrap();
    let rejected: Vec<serde_json::Value> = rejected
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let lines: Vec<u64> = rejected
        .iter()
        .map(|one| one["line"].as_u64().unwrap())
        .collect();
    assert!(lines.is_sorted(), "rejects stand in input order");
    let seen = rejected
        .iter()
        .find(|one| one["reason"].as_str().unwrap().contains("before, at"));
    assert!(
        seen.is_some_and(|one| one["filing"].is_string()),
        "a duplicate names the first place"
    );
    let counts = format!(
        "{} read, {judged} judged, {} rejected",
        judged + rejected.len(),
        rejected.len()
    );
    assert!(
        said(&output).contains(&counts),
        "{counts}: {}",
        said(&output)
    );
    let total: u64 = records
        .iter()
        .filter(|one| one["verdict"] == "violates")
        .count() as u64;
    assert!(
        said(&output).contains(&format!("{total} violates")),
        "{}",
        said(&output)
    );
}

#[test]
fn an_output_file_is_complete_or_absent() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("result.json");
    let output =
        done(evaluate(&["fixtures/cli/filings", "--format", "json", "--output"]).arg(&path));
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(output.stdout.is_empty());
    let text = std::fs::read_to_string(&path).unwrap();
    let records: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(records.as_array().unwrap().len(), 4);
    let entries = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(entries, 1, "nothing is left beside it");

    let absent = folder.path().join("absent.json");
    let mut broken = dictamen(&[
        "evaluate",
        "fixtures/cli/filings",
        "--rules",
        "fixtures/cli/broken",
    ]);
    let output = done(broken.arg("--output").arg(&absent));
    assert_eq!(output.status.code(), Some(3));
    assert!(!absent.exists());
}

#[test]
fn a_table_in_a_file_has_no_colour_and_the_counts_are_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("result.txt");
    let mut command = evaluate(&["fixtures/cli/filings", "--output"]);
    let output = done(command.arg(&path).env("CLICOLOR_FORCE", "1"));
    assert!(said(&output).contains("4 read"), "{}", said(&output));
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(
        text.contains("purchases.cap") && !text.contains('\u{1b}'),
        "{text}"
    );
}

#[test]
fn colour_obeys_the_environment() {
    let coloured = done(evaluate(&["fixtures/cli/filings"]).env("CLICOLOR_FORCE", "1"));
    assert!(coloured.stdout.contains(&0x1b), "colour was forced");
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let plain = done(evaluate(&["fixtures/cli/filings"]).env(name, value));
        assert!(!plain.stdout.contains(&0x1b), "{name}");
    }
    let mistakes = done(dictamen(&["check", "fixtures/cli/broken"]).env("CLICOLOR_FORCE", "1"));
    assert!(
        mistakes.stdout.contains(&0x1b),
        "diagnostics are coloured too"
    );
}

#[test]
fn standard_input_is_read_line_by_line() {
    let mut child = evaluate(&["-", "--format", "ndjson", "--detail", "verdicts"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let filings = std::fs::read("fixtures/cli/filings/b-mixed.ndjson").unwrap();
    child.stdin.take().unwrap().write_all(&filings).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_eq!(
        output.stdout.iter().filter(|byte| **byte == b'\n').count(),
        3
    );
}

#[test]
fn who_stops_reading_hears_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let batch = large_batch(folder.path());
    for format in ["table", "ndjson"] {
        let mut child = evaluate(&[batch.to_str().unwrap(), "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let code = output.status.code();
        assert!(matches!(code, Some(0 | 1 | 4)), "{format}: {code:?}");
        assert_eq!(said(&output), "", "{format}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_named_before_any_work() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let closed = folder.path().join("closed");
    std::fs::create_dir(&closed).unwrap();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o555)).unwrap();
    let path = closed.join("result.txt");
    if std::fs::write(&path, "").is_ok() {
        // Whoever may write everywhere cannot be refused.
        return;
    }
    let output = done(evaluate(&["fixtures/cli/filings", "--output"]).arg(&path));
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said(&output).contains("closed/result.txt"),
        "{}",
        said(&output)
    );
}

#[cfg(unix)]
#[test]
fn a_device_is_written_and_stays_a_device() {
    let output = done(&mut evaluate(&[
        "fixtures/cli/filings",
        "--output",
        "/dev/null",
    ]));
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(!Path::new("/dev/null").is_file());
}

#[test]
fn today_is_the_default_and_is_stated() {
    let output = done(&mut dictamen(&[
        "evaluate",
        "fixtures/cli/filings",
        "--rules",
        "fixtures/cli/rules",
        "--format",
        "ndjson",
    ]));
    assert!(said(&output).contains("as of 20"), "{}", said(&output));
}

#[test]
fn the_records_are_read_back_with_their_keys_in_order() {
    let output = done(&mut evaluate(&[
        "fixtures/cli/filings",
        "--format",
        "ndjson",
    ]));
    let text = String::from_utf8(output.stdout).unwrap();
    for line in text.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
        let keys = [
            "filing",
            "year",
            "ruleset",
            "as_of",
            "verdict",
            "clauses",
            "indicators",
            "findings",
        ];
        let places: Vec<usize> = keys
            .iter()
            .map(|key| {
                line.find(&format!("\"{key}\":"))
                    .unwrap_or_else(|| panic!("{key}: {line}"))
            })
            .collect();
        assert!(places.is_sorted(), "{line}");
    }
}

#[test]
fn a_giant_list_has_so_many_findings_and_a_count_of_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let row = |at: usize| {
        format!(
            "{{\"number\":\"C-{at}\",\"amount\":\"1.00\",\"signed_on\":\"2018-01-02\",\"answer_on\":\"2018-01-03\"}}"
        )
    };
    let rows: Vec<String> = (0..10_007).map(row).collect();
    let filing = |key: &str, rows: &str| {
        format!(
            "{{\"filing_id\":\"{key}\",\"fiscal_year\":2018,\"exempted\":false,\"projects\":1,\
             \"contracts\":[{rows}]}}"
        )
    };
    std::fs::write(folder.path().join("a.json"), filing("A", &rows.join(","))).unwrap();
    std::fs::write(folder.path().join("b.json"), filing("B", &row(1))).unwrap();
    let folder = folder.path().display().to_string();
    let records = |detail: &str| -> Vec<serde_json::Value> {
        let output = done(&mut evaluate(&[
            &folder, "--format", "ndjson", "--detail", detail,
        ]));
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let [giant, other] = &records("findings")[..] else {
        panic!("two filings are judged")
    };
    assert_eq!(giant["clauses"]["purchases.assent"], "violates");
    // They are alike but for their names, and told once.
    let findings = giant["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0]["count"], 10_007);
    assert_eq!(findings[0]["also"].as_array().unwrap().len(), 20);
    assert_eq!(other["filing"], "B");
    assert_eq!(other["findings"].as_array().unwrap().len(), 1);
    let [giant, other] = &records("full")[..] else {
        panic!("two filings are judged")
    };
    let findings = giant["findings"].as_array().unwrap();
    let assents: Vec<_> = findings
        .iter()
        .filter(|finding| finding["clause"] == "purchases.assent")
        .collect();
    assert_eq!(assents.len(), 10_000);
    assert_eq!(assents[9_999]["subject"], "contracts[C-9999]");
    assert_eq!(giant["findings_left_out"]["purchases.assent"], 7);
    assert_eq!(other.get("findings_left_out"), None);
}
