//! The workload as a program written by hand for it, without haste: serde_json into structs, rayon over
//! the lines, one verdict record a filing.
//!
//! `hand FILE [THREADS]`

#[path = "../calendar.rs"]
mod calendar;
#[path = "../cents.rs"]
mod cents;
#[path = "../day.rs"]
mod day;
#[expect(dead_code, reason = "a filing holds more than is judged")]
mod filing;
#[path = "../judge.rs"]
mod judge;
#[path = "../kinds.rs"]
mod kinds;
mod money;
mod record;

use std::io::Write;

use rayon::prelude::{ParallelIterator, ParallelSlice};

use filing::Filing;
use judge::Law;
use record::record;

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("hand FILE [THREADS]")?;
    let threads = arguments.next().map_or(Ok(2), |threads| threads.parse())?;
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build_global()?;
    let bytes = std::fs::read(file)?;
    let lines: Vec<&[u8]> = bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .collect();
    let law = Law::new();
    let written: Result<Vec<Vec<u8>>, serde_json::Error> = lines
        .par_chunks(64)
        .map(|lines| {
            let mut out = Vec::new();
            for line in lines {
                let filing: Filing = serde_json::from_slice(line)?;
                record(&mut out, &filing, &law.judge(&filing)).map_err(serde_json::Error::io)?;
            }
            Ok(out)
        })
        .collect();
    let mut out = std::io::stdout().lock();
    for chunk in written? {
        out.write_all(&chunk)?;
    }
    Ok(())
}
