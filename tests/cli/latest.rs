//! Of filings with one key the last by a field is judged: by every command, from files, pipes and standard
//! input, and nothing is lost.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const RULES: &str = "fixtures/refilings/rules.dictamen";
const FILINGS: &str = "fixtures/refilings/filings.ndjson";

fn dictamen(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dictamen"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The verdicts of a run, one filing a line, and its exit code.
fn judged(filings: &str, input: &str, more: &[&str]) -> (Vec<String>, Option<i32>, String) {
    let usual = [
        "evaluate",
        filings,
        "--rules",
        RULES,
        "--as-of",
        "2018-12-31",
    ];
    let form = ["--format", "csv", "--detail", "verdicts"];
    let output = dictamen(&[&usual[..], &form, more].concat(), input);
    let lines = text(&output.stdout);
    let verdict = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        format!("{} {}", cells[0], cells[3])
    };
    let verdicts = lines.lines().skip(1).map(verdict).collect();
    (verdicts, output.status.code(), text(&output.stderr))
}

#[test]
fn the_last_by_a_field_is_judged_whatever_comes_first() {
    let (verdicts, _, said) = judged(FILINGS, "", &[]);
    assert_eq!(verdicts, ["2018-A violates", "2018-B complies"], "{said}");
    let lines = fs::read_to_string(FILINGS).unwrap();
    let turned: Vec<&str> = lines.lines().rev().collect();
    let turned = turned.join("\n");
    let array = format!("[{}]", turned.replace('\n', ","));
    for threads in ["1", "2"] {
        for (input, format) in [(&lines, "ndjson"), (&turned, "ndjson"), (&array, "json")] {
            let more = [
                "--latest",
                "filed_on",
                "--threads",
                threads,
                "--input-format",
                format,
            ];
            let (mut verdicts, exit, said) = judged("-", input, &more);
            verdicts.sort();
            assert_eq!(verdicts, ["2018-A complies", "2018-B complies"], "{said}");
            assert_eq!(exit, Some(4));
            assert!(said.contains("5 read, 2 judged, 3 rejected"), "{said}");
        }
    }
}

#[test]
fn of_those_that_are_alike_the_one_read_last_is_judged() {
    let filing = |projects: u32| {
        format!("{{\"filing_id\":\"A\",\"fiscal_year\":2018,\"projects\":{projects}}}\n")
    };
    let input = filing(9) + &filing(7);
    let (verdicts, _, said) = judged("-", &input, &["--latest", "filed_on"]);
    assert_eq!(verdicts, ["A complies"], "{said}");
    // The same filing twice, under one name: one of them.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("one.ndjson");
    fs::write(&file, filing(7)).unwrap();
    let file = file.to_str().unwrap();
    let (verdicts, _, said) = judged(file, "", &["--latest", "filed_on", file]);
    assert_eq!(verdicts, ["A complies"], "{said}");
    assert!(said.contains("2 read, 1 judged, 1 rejected"), "{said}");
}

#[test]
fn a_field_that_says_no_order_is_refused() {
    for (field, expected) in [
        ("filing_id", "`filing_id` is neither a date nor a number"),
        ("filed", "a filing has no field `filed`"),
    ] {
        for command in ["evaluate", "validate", "follow"] {
            let arguments = [command, FILINGS, "--rules", RULES, "--latest", field];
            let output = dictamen(&arguments, "");
            assert_eq!(output.status.code(), Some(2), "{command}");
            assert!(
                text(&output.stderr).contains(expected),
                "{}",
                text(&output.stderr)
            );
        }
    }
}

#[test]
fn every_command_takes_the_same_filing() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let latest = ["--latest", "filed_on"];
    let run = |arguments: &[&str]| {
        let output = dictamen(&[arguments, &latest].concat(), "");
        (text(&output.stdout), text(&output.stderr))
    };
    let of_2018 = ["--rules", RULES, "--as-of", "2018-12-31"];
    let converted = at("latest.ndjson");
    run(&["convert", FILINGS, &converted, "--rules", RULES]);
    let filings = fs::read_to_string(&converted).unwrap();
    assert_eq!(filings.lines().count(), 2, "{filings}");
    assert!(filings.contains("2018-06-15") && filings.contains("2018-04-02"));
    let (_, said) = run(&["validate", FILINGS, "--rules", RULES]);
    assert!(said.is_empty(), "{said}");
    let letters = at("letters");
    run(&[
        &["rulings", FILINGS, "--to", &letters, "--format", "markdown"][..],
        &of_2018,
    ]
    .concat());
    assert!(Path::new(&letters).join("2018-A.md").exists());
    let list = fs::read_to_string(Path::new(&letters).join("rulings.csv")).unwrap();
    assert!(list.contains("2018-A,,complies"), "{list}");
    let (why, said) = run(&[
        &["why", FILINGS, "petic.cap", "--filing", "2018-A"][..],
        &of_2018,
    ]
    .concat());
    assert!(why.contains("complies"), "{why}{said}");
    let (followed, _) = run(&[&["follow", FILINGS, "--format", "csv"][..], &of_2018].concat());
    assert!(!followed.contains("violates"), "{followed}");
    let impact = [
        "impact",
        RULES,
        RULES,
        FILINGS,
        "--format",
        "json",
        "--as-of",
        "2018-12-31",
    ];
    let (compared, said) = run(&impact);
    assert!(compared.contains("\"compared\":2"), "{compared}{said}");
}

#[test]
fn a_draft_is_consulted_on_from_standard_input() {
    let lines = fs::read_to_string(FILINGS).unwrap();
    let consult = |filings: &str, input: &str| {
        let arguments = ["consult", RULES, RULES, filings, "--as-of", "2018-12-31"];
        let output = dictamen(&arguments, input);
        (text(&output.stdout), text(&output.stderr))
    };
    let (page, said) = consult("-", &lines);
    assert!(said.contains("5 read"), "{said}");
    assert_eq!(page, consult(FILINGS, "").0);
}
