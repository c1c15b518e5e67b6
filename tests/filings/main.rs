//! What is read of filings: every form, every mistake, every place.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(missing_docs, reason = "nothing here is published")]

#[path = "../ingest_support/both_ways.rs"]
mod both_ways;
#[path = "../ingest_support/filings.rs"]
mod filings;
#[path = "../ingest_support/mod.rs"]
mod ingest_support;
#[path = "../ingest_support/styles.rs"]
mod styles;
#[path = "../syntax_support/mod.rs"]
mod syntax_support;
#[cfg(feature = "tables")]
#[path = "../tables_support/mod.rs"]
mod tables_support;

mod csv;
mod fuzz_corpus;
mod ingest;
mod ingest_blocks;
mod ingest_formats;
mod ingest_inputs;
mod ingest_laws;
mod ingest_mistakes;
mod ingest_packed;
mod ingest_places;
mod ingest_rejects;
mod ingest_straight;
mod ingest_texts;
#[cfg(feature = "tables")]
mod tables;
#[cfg(feature = "tables")]
mod tables_verdicts;
mod workload;
