//! The workload as a program written by hand for it, with care: sonic-rs into structs of what is read
//! and no more, texts borrowed, every thread with one buffer that stays warm, records from tables.
//!
//! `lean FILE [THREADS]`

#[path = "../calendar.rs"]
mod calendar;
#[path = "../cents.rs"]
mod cents;
#[path = "../day.rs"]
mod day;
mod filing;
#[path = "../judge.rs"]
mod judge;
#[path = "../kinds.rs"]
mod kinds;
mod lines;
mod record;
mod text;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::sync::Mutex;

use serde::de::{Deserialize, Deserializer, Error};
use sonic_rs::LazyValue;

use cents::Cents;
use filing::Filing;
use judge::Law;
use lines::Lines;
use record::Pieces;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// A number of JSON is read from its figures, so that no float stands between.
impl<'de> Deserialize<'de> for Cents {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Cents, D::Error> {
        let raw = LazyValue::deserialize(deserializer)?;
        Cents::parse(raw.as_raw_str().as_bytes()).ok_or_else(|| D::Error::custom("not an amount"))
    }
}

/// Records that wait for those before them.
#[derive(Default)]
struct Written {
    next: usize,
    early: BTreeMap<usize, Vec<u8>>,
}

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("lean FILE [THREADS]")?;
    let threads: usize = arguments.next().map_or(Ok(2), |threads| threads.parse())?;
    let lines = Mutex::new(Lines::new(File::open(file)?));
    let written = Mutex::new(Written::default());
    let (law, pieces) = (Law::new(), Pieces::new());
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| scope.spawn(|| work(&lines, &written, &law, &pieces)))
            .collect();
        for worker in workers {
            worker.join().map_err(|_| "a worker broke off")??;
        }
        Ok(())
    })
}

/// Reads, judges and writes block by block until there are no more.
fn work(lines: &Mutex<Lines>, written: &Mutex<Written>, law: &Law, pieces: &Pieces) -> Outcome<()> {
    let mut block = Vec::new();
    let mut out = Vec::new();
    loop {
        let number = lines.lock().map_err(|_| "broken off")?.next(&mut block)?;
        let Some(number) = number else { return Ok(()) };
        out.clear();
        for line in block.split(|byte| *byte == b'\n') {
            if !line.is_empty() {
                let filing: Filing = sonic_rs::from_slice(line)?;
                pieces.write(&mut out, &filing, &law.judge(&filing));
            }
        }
        let mut written = written.lock().map_err(|_| "broken off")?;
        if written.next == number {
            let mut stdout = std::io::stdout().lock();
            stdout.write_all(&out)?;
            written.next += 1;
            loop {
                let next = written.next;
                let Some(waiting) = written.early.remove(&next) else {
                    break;
                };
                stdout.write_all(&waiting)?;
                written.next += 1;
            }
        } else {
            written.early.insert(number, std::mem::take(&mut out));
        }
    }
}
