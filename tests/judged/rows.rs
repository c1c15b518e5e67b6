//! Verdicts as rows, and two rule books beside each other: what embeds the engine gets what the command
//! line writes.

use std::fs::File;
use std::path::Path;
use std::process::Command;

use arrow_ipc::reader::FileReader;
use arrow_select::concat::concat_batches;
use dictamen::ingest::tables::RecordBatch;
use dictamen::report::rejects;
use dictamen::{Day, Detail, Filings, RuleBook, RunError};
use serde_json::Value;

fn day() -> Day {
    Day::parse(b"2026-01-01").unwrap()
}

fn command(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dictamen"));
    let output = command.args(arguments).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn all(batches: &[RecordBatch], detail: Detail) -> RecordBatch {
    let columns = dictamen::Rows::columns(detail).schema();
    concat_batches(&columns, batches).unwrap()
}

fn written(path: &Path, detail: Detail) -> RecordBatch {
    let reader = FileReader::try_new(File::open(path).unwrap(), None).unwrap();
    let batches: Vec<RecordBatch> = reader.map(|batch| batch.unwrap()).collect();
    all(&batches, detail)
}

#[test]
fn rows_rejects_and_counts_are_those_of_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (rows, rejected, summary) = (path("rows.arrow"), path("rejects"), path("summary"));
    for (rules, filings) in [
        ("rules", "fixtures/filings"),
        ("fixtures/cli/rules", "fixtures/cli"),
    ] {
        let book = RuleBook::load(rules).unwrap();
        for (level, detail) in [
            ("verdicts", Detail::Verdicts),
            ("findings", Detail::Findings),
            ("full", Detail::Full),
        ] {
            command(&[
                "evaluate",
                filings,
                "--rules",
                rules,
                "--as-of",
                "2026-01-01",
                "--detail",
                level,
                "--format",
                "arrow",
                "--output",
                rows.to_str().unwrap(),
                "--rejects",
                rejected.to_str().unwrap(),
                "--summary",
                summary.to_str().unwrap(),
            ]);
            for threads in [1, 3] {
                let judge = book.judge().as_of(day()).detail(detail).threads(threads);
                let mut run = judge.rows(Filings::files([filings]).unwrap()).unwrap();
                let (mut batches, mut lines) = (Vec::new(), Vec::new());
                for batch in &mut run {
                    let batch = batch.unwrap();
                    for reject in &batch.rejects {
                        rejects::write(&mut lines, reject);
                    }
                    batches.push(batch.rows);
                }
                let expected = written(&rows, detail);
                assert!(expected.num_rows() > 0);
                assert!(all(&batches, detail) == expected, "{rules} {level}");
                assert_eq!(lines, std::fs::read(&rejected).unwrap(), "{rules} {level}");
                let counts = run.finish();
                let told = std::fs::read_to_string(&summary).unwrap();
                assert_eq!(counts.to_json(), told, "{rules} {level}");
            }
        }
    }
}

#[test]
fn a_rule_book_is_made_again_of_its_texts() {
    let book = RuleBook::load("rules").unwrap();
    let again = RuleBook::from_texts(book.texts()).unwrap();
    let versions: Vec<&str> = book.versions().collect();
    assert_eq!(again.versions().collect::<Vec<_>>(), versions);
    let run = |book: &RuleBook| {
        let judge = book.judge().as_of(day());
        judge.files(["fixtures/filings"]).unwrap().finish()
    };
    assert_eq!(run(&again), run(&book));
    assert_eq!(book.schema(), command(&["schema", "--rules", "rules"]));
}

/// What the command line says of two books, each called by its side.
fn compared(arguments: &[&str]) -> Value {
    let mut told: Value = serde_json::from_str(&command(arguments)).unwrap();
    told["old"] = "old".into();
    told["new"] = "new".into();
    told
}

#[test]
fn two_books_are_compared_as_the_command_line_does() {
    let load = |rules: &str| RuleBook::load(rules).unwrap();
    let (old, new) = (load("fixtures/impact/seven"), load("fixtures/impact/eight"));
    let told: Value = serde_json::from_str(&old.diff(&new)).unwrap();
    let sides = ["fixtures/impact/seven", "fixtures/impact/eight"];
    let expected = compared(&["diff", sides[0], sides[1], "--format", "json"]);
    assert_eq!(told, expected);
    let expected = compared(&[
        "impact",
        sides[0],
        sides[1],
        "fixtures/impact/filings",
        "--as-of",
        "2026-01-01",
        "--format",
        "json",
    ]);
    for threads in [1, 2] {
        let filings = Filings::files(["fixtures/impact/filings"]).unwrap();
        let told = old.impact(&new, filings, day(), threads).unwrap();
        let told: Value = serde_json::from_str(&told).unwrap();
        assert_eq!(told, expected);
    }
    let filings = Filings::files(["fixtures/impact/filings"]).unwrap();
    let apart = old.impact(&load("rules"), filings, day(), 1);
    assert!(matches!(apart, Err(RunError::Apart(_))), "{apart:?}");
}

#[test]
fn columns_that_cannot_be_read_are_told_before_the_run() {
    let judge = RuleBook::load("fixtures/cli/rules").unwrap().judge();
    let columns = dictamen::Rows::columns(Detail::Findings);
    let reason = judge.fits(columns).unwrap_err();
    assert!(reason.contains("`filing_id` is lacking"), "{reason}");
}
