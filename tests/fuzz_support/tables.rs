//! What must hold of any bytes that are read as a table.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use dictamen::ingest::{Inputs, Seen, Warnings, decode};

use super::filings::whole;

/// Panics unless every row is read or rejected, and what is read keeps the promises of a batch.
///
/// A table is read from a file, which is put into this folder. It is Arrow if it begins like that.
pub fn hold(folder: &Path, bytes: &[u8]) {
    let name = match bytes.starts_with(b"ARROW1") {
        true => "filings.arrow",
        false => "filings.parquet",
    };
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    let world = whole();
    let mut seen = Seen::new();
    let mut warnings = Warnings::default();
    let mut records = 0;
    // Once as a batch is judged, where a file that lacks a column is rejected as a whole; once row by row.
    for expects in [true, false] {
        let inputs = Inputs::new(std::slice::from_ref(&path)).unwrap();
        let inputs = match expects {
            true => inputs.expecting(world.schema.clone()),
            false => inputs,
        };
        for chunk in inputs {
            let mut decoded = decode(&world.schema, &chunk);
            let read = decoded.records.len() + decoded.rejects.len();
            assert_eq!(read, chunk.records.len(), "read = judged + rejected");
            world.check(&decoded.batch);
            records += read;
            for filing in 0..decoded.batch.len() {
                world.show(&decoded.batch, filing);
            }
            seen.admit(&world.schema, &chunk, &mut decoded);
            warnings.merge(decoded.warnings);
        }
    }
    // Too many filings for their bytes are rejected at once; see the head of a file.
    assert!(records <= 2 * bytes.len().max(1));
    warnings.lines().for_each(drop);
}
