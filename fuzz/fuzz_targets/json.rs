//! Any bytes as filings of JSON; see the README.

#![no_main]

#[path = "../../tests/ingest_support/both_ways.rs"]
mod both_ways;
#[path = "../../tests/fuzz_support/filings.rs"]
mod filings;
#[path = "../../tests/ingest_support/mod.rs"]
mod ingest_support;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| filings::json(bytes));
