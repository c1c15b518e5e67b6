//! The shipped rule book over the shipped filings: the golden cases, the broken corpus, the real
//! contracts, and that every verdict that a clause can reach is reached.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Output};

use serde::Deserialize;
use serde_json::Value;

const AS_OF: &str = "2026-01-01";

fn evaluate(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dictamen"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["evaluate", "--as-of", AS_OF, "--format", "ndjson"])
        .args(arguments)
        .output()
        .expect("the binary runs")
}

fn records(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).expect("reports are UTF-8");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("each line is a record"))
        .collect()
}

fn read<T: for<'de> Deserialize<'de>>(path: &str) -> T {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Golden {
    filing: String,
    clause: String,
    subject: Option<String>,
    expect: String,
}

#[test]
fn the_golden_cases_of_the_law_hold() {
    let cases: Vec<Golden> = read("fixtures/golden/golden.yaml");
    assert!(cases.len() > 20, "the table has shrunk to {}", cases.len());
    let output = evaluate(&["--detail", "full", "fixtures/filings"]);
    let records: BTreeMap<String, Value> = records(&output)
        .into_iter()
        .map(|record| (record["filing"].as_str().unwrap().to_owned(), record))
        .collect();
    let mut wrong = Vec::new();
    for case in &cases {
        let Some(record) = records.get(&case.filing) else {
            wrong.push(format!("no filing {}", case.filing));
            continue;
        };
        let got = match &case.subject {
            None => record["clauses"][&case.clause]
                .as_str()
                .unwrap_or("no such clause"),
            Some(subject) => record["findings"]
                .as_array()
                .into_iter()
                .flatten()
                .find(|finding| {
                    finding["clause"] == *case.clause && finding["subject"] == **subject
                })
                .and_then(|finding| finding["verdict"].as_str())
                .unwrap_or("no such subject"),
        };
        if got != case.expect {
            let subject = case.subject.as_deref().unwrap_or("the filing");
            wrong.push(format!(
                "{} {} {subject}: expected {}, got {got}",
                case.filing, case.clause, case.expect
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Broken {
    file: String,
    #[expect(dead_code, reason = "for the reader of the table")]
    why: String,
    read: usize,
    judged: usize,
    rejected: usize,
    #[serde(default)]
    rejects: Vec<Reject>,
    warning: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reject {
    line: u64,
    reason: Option<String>,
}

#[test]
fn each_kind_of_bad_input_is_rejected_as_expected_and_takes_nothing_with_it() {
    let cases: Vec<Broken> = read("fixtures/broken/expected.yaml");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/broken");
    let named: BTreeSet<String> = cases.iter().map(|case| case.file.clone()).collect();
    let there: BTreeSet<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name != "expected.yaml" && !name.ends_with(".md"))
        .collect();
    assert_eq!(named, there, "every file of the corpus has its row");
    let rejects = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for (at, case) in cases.iter().enumerate() {
        assert_eq!(
            case.read,
            case.judged + case.rejected,
            "{}: a row that cannot hold",
            case.file
        );
        let path = format!("fixtures/broken/{}", case.file);
        let listed = rejects.path().join(format!("{at}.ndjson"));
        let output = evaluate(&[
            "--fail-on",
            "never",
            "--rejects",
            listed.to_str().unwrap(),
            &path,
        ]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let judged = records(&output).len();
        let listed = std::fs::read_to_string(&listed).unwrap_or_default();
        let got: Vec<Value> = listed
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let mut fail = |what: String| wrong.push(format!("{}: {what}", case.file));
        if (judged, got.len()) != (case.judged, case.rejected) {
            fail(format!(
                "judged {judged}, rejected {}: {listed}{said}",
                got.len()
            ));
        }
        // Where there was no filing at all, nothing is told to be well.
        let code = if case.rejected > 0 || case.read == 0 {
            4
        } else {
            0
        };
        if output.status.code() != Some(code) {
            fail(format!(
                "exit {:?} instead of {code}: {said}",
                output.status.code()
            ));
        }
        for (expected, got) in case.rejects.iter().zip(&got) {
            let reason = got["reason"].as_str().unwrap_or_default();
            if got["line"] != expected.line {
                fail(format!(
                    "line {} instead of {}: {reason}",
                    got["line"], expected.line
                ));
            }
            if expected
                .reason
                .as_ref()
                .is_some_and(|part| !reason.contains(part.as_str()))
            {
                fail(format!(
                    "`{reason}` lacks `{}`",
                    expected.reason.as_deref().unwrap_or_default()
                ));
            }
        }
        if case
            .warning
            .as_ref()
            .is_some_and(|warning| !said.contains(warning.as_str()))
        {
            fail(format!(
                "no warning of `{}` in: {said}",
                case.warning.as_deref().unwrap_or_default()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_whole_broken_corpus_at_once_judges_what_is_sound() {
    let cases: Vec<Broken> = read("fixtures/broken/expected.yaml");
    let paths: Vec<String> = cases
        .iter()
        .map(|case| format!("fixtures/broken/{}", case.file))
        .collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let output = evaluate(&paths);
    assert_eq!(output.status.code(), Some(4));
    // Keys recur from file to file, so that more is rejected together than apart; nothing is lost.
    let read: usize = cases.iter().map(|case| case.read).sum();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains(&format!("{read} read")),
        "{read} read, but: {said}"
    );
}

#[test]
fn the_real_contracts_are_read_whole_and_what_they_do_not_say_stays_open() {
    let output = evaluate(&["fixtures/compranet/filings.ndjson"]);
    let records = records(&output);
    assert_eq!(
        records.len(),
        21,
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_ne!(
        output.status.code(),
        Some(4),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    for record in &records {
        let clauses = record["clauses"].as_object().unwrap();
        // Some institutions contracted nothing but public works, which stand outside article 9.
        let verdict = clauses["procurement.assent"].as_str();
        assert!(
            matches!(verdict, Some("undetermined" | "not_applicable")),
            "{}: the data says nothing of assents, yet {verdict:?}",
            record["filing"]
        );
        for (clause, verdict) in clauses {
            assert_ne!(verdict, "violates", "{}: {clause}", record["filing"]);
        }
    }
}

#[test]
fn the_made_filings_reach_what_each_clause_can_reach() {
    let output = evaluate(&["fixtures/filings"]);
    let records = records(&output);
    assert!(records.len() >= 40, "{} filings", records.len());
    assert_ne!(
        output.status.code(),
        Some(4),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let mut reached: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for record in &records {
        for (clause, verdict) in record["clauses"].as_object().unwrap() {
            reached
                .entry(clause.clone())
                .or_default()
                .insert(verdict.as_str().unwrap().to_owned());
        }
    }
    assert!(reached.len() >= 30, "{} clauses", reached.len());
    // What a clause cannot reach stands here with the reason; `exempt` is reached through article 1 by all.
    let unreachable: BTreeMap<String, Vec<String>> = read("fixtures/golden/unreachable.yaml");
    let all = [
        "violates",
        "undetermined",
        "complies",
        "exempt",
        "not_applicable",
    ];
    let mut wrong = Vec::new();
    for (clause, reached) in &reached {
        let excused = unreachable.get(clause).cloned().unwrap_or_default();
        for verdict in all {
            match (
                reached.contains(verdict),
                excused.iter().any(|excused| excused == verdict),
            ) {
                (false, false) => wrong.push(format!("{clause}: no filing reaches `{verdict}`")),
                (true, true) => wrong.push(format!(
                    "{clause}: `{verdict}` is reached, though called unreachable"
                )),
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
