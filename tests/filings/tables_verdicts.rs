//! The corpus as Parquet and Arrow: the same verdicts as from its documents, and back without loss.

#![cfg(feature = "tables")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn dictamen(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dictamen"));
    let root = env!("CARGO_MANIFEST_DIR");
    command.current_dir(root).args(arguments).output().unwrap()
}

fn convert(from: &str, to: &Path) {
    let done = dictamen(&["convert", from, to.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(0), "{said}");
}

/// The records of `evaluate`, without the places.
fn verdicts(filings: &str, threads: &str) -> String {
    let done = dictamen(&[
        "evaluate",
        filings,
        "--as-of",
        "2026-01-01",
        "--format",
        "ndjson",
        "--detail",
        "full",
        "--threads",
        threads,
    ]);
    assert_eq!(done.status.code(), Some(1));
    let text = String::from_utf8(done.stdout).unwrap();
    let mut stripped = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find(",\"place\":{") {
        stripped.push_str(&rest[..at]);
        let end = rest[at..].find('}').unwrap();
        rest = &rest[at + end + 1..];
    }
    stripped.push_str(rest);
    stripped
}

#[test]
fn verdicts_and_filings_are_those_of_the_documents() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let documents = "fixtures/filings";
    let expected = verdicts(documents, "2");
    assert!(expected.lines().count() > 40);
    convert(documents, &path("documents.ndjson"));
    let lines = fs::read_to_string(path("documents.ndjson")).unwrap();
    for name in ["filings.parquet", "filings.arrow"] {
        let table = path(name);
        convert(documents, &table);
        let table = table.to_str().unwrap();
        assert!(
            verdicts(table, "1") == expected,
            "{name} is judged otherwise"
        );
        assert!(
            verdicts(table, "3") == expected,
            "{name} is judged otherwise"
        );
        convert(table, &path("back.ndjson"));
        let back = fs::read_to_string(path("back.ndjson")).unwrap();
        assert!(back == lines, "{name} loses something");
    }
    let lines = path("documents.ndjson");
    assert!(verdicts(lines.to_str().unwrap(), "2") == expected);
}

#[test]
fn verdicts_as_a_table_are_complete_or_absent() {
    let folder = tempfile::tempdir().unwrap();
    for (format, name) in [("parquet", "v.parquet"), ("arrow", "v.arrow")] {
        let out = folder.path().join(name);
        let done = dictamen(&[
            "evaluate",
            "fixtures/filings",
            "--as-of",
            "2026-01-01",
            "--format",
            format,
            "--output",
            out.to_str().unwrap(),
        ]);
        assert_eq!(done.status.code(), Some(1));
        let bytes = fs::read(&out).unwrap();
        let magic: &[u8] = if format == "parquet" {
            b"PAR1"
        } else {
            b"ARROW1"
        };
        assert!(bytes.starts_with(magic) && bytes.ends_with(magic));
        let unnamed = dictamen(&["evaluate", "fixtures/filings", "--format", format]);
        assert_eq!(unnamed.status.code(), Some(2));
    }
}
