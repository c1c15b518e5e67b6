//! What the fuzz targets found, and a handful of what they came by, held against the same laws.
//!
//! A target is a folder of `fixtures/fuzz`; each of its files is an input. See `fuzz/README.md`.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../fuzz_support/filings.rs"]
mod filings;
#[path = "../fuzz_support/rules.rs"]
mod rules;
#[cfg(feature = "tables")]
#[path = "../fuzz_support/tables.rs"]
mod tables;

use std::fs;
use std::path::Path;

#[allow(clippy::print_stdout, reason = "shown only where a test fails")]
/// Holds every input of a target; there must be some.
fn each(target: &str, hold: impl Fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/fuzz");
    let mut paths: Vec<_> = fs::read_dir(folder.join(target))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert!(paths.len() > 2, "{target} has hardly an input");
    for path in paths {
        // What fails is said by the name printed last.
        println!("{}", path.display());
        hold(&fs::read(&path).unwrap());
    }
}

#[test]
fn rules_hold() {
    each("rules", rules::hold_bytes);
}

#[test]
fn json_holds() {
    each("json", filings::json);
}

#[test]
fn yaml_holds() {
    each("yaml", filings::yaml);
}

#[cfg(feature = "tables")]
#[test]
fn tables_hold() {
    let folder = tempfile::tempdir().unwrap();
    each("parquet", |bytes| tables::hold(folder.path(), bytes));
}
