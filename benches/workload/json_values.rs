//! What the reading of NDJSON costs at least: every line to a `serde_json::Value`, and nothing more.
//!
//! `json_values FILE THREADS`

use std::process::ExitCode;

use rayon::prelude::{ParallelIterator, ParallelSlice};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(threads)) = (arguments.next(), arguments.next()) else {
        return ExitCode::from(2);
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.parse().unwrap_or(1))
        .build_global();
    let (Ok(()), Ok(bytes)) = (pool, std::fs::read(file)) else {
        return ExitCode::FAILURE;
    };
    let lines: Vec<&[u8]> = bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .collect();
    let read: usize = lines
        .par_chunks(256)
        .map(|chunk| {
            let values = chunk.iter().map(|line| {
                let value: serde_json::Result<serde_json::Value> = serde_json::from_slice(line);
                usize::from(value.is_ok_and(|value| value.is_object()))
            });
            values.sum::<usize>()
        })
        .sum();
    if read == lines.len() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
