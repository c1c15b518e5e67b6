//! Any bytes as a table of filings, Parquet or Arrow; see the README.

#![no_main]

#[path = "../../tests/ingest_support/both_ways.rs"]
mod both_ways;
#[path = "../../tests/fuzz_support/filings.rs"]
mod filings;
#[path = "../../tests/ingest_support/mod.rs"]
mod ingest_support;
#[path = "../../tests/fuzz_support/tables.rs"]
mod tables;

use std::sync::LazyLock;

use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().expect("a folder"));

// The reader catches what a file that contradicts itself makes its decoder panic with. A panic that is
// not caught still ends the target: only the hook that would end it at once is taken out.
libfuzzer_sys::fuzz_target!(init: std::panic::set_hook(Box::new(|_| ())), |bytes: &[u8]| {
    tables::hold(FOLDER.path(), bytes);
});
