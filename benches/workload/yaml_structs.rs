//! The workload in YAML as a program written by hand for it: serde_yaml into structs, rayon over the
//! files of a folder, one verdict record a filing, by name of the file.
//!
//! `yaml_structs FOLDER [THREADS]`

mod calendar;
mod cents;
mod day;
#[path = "hand/filing.rs"]
#[expect(dead_code, reason = "a filing holds more than is judged")]
mod filing;
mod judge;
mod kinds;
#[path = "hand/record.rs"]
mod record;

use std::io::Write;
use std::path::PathBuf;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use serde::de::{self, Deserialize, Deserializer, Visitor};

use cents::Cents;
use filing::Filing;
use judge::Law;
use record::record;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// A number of YAML is asked for as text, so that no float stands between.
impl<'de> Deserialize<'de> for Cents {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Cents, D::Error> {
        struct Written;
        impl Visitor<'_> for Written {
            type Value = Cents;

            fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
                formatter.write_str("an amount")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Cents, E> {
                Cents::parse(text.as_bytes())
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_str(Written)
    }
}

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("yaml_structs FOLDER [THREADS]")?;
    let threads = arguments.next().map_or(Ok(2), |threads| threads.parse())?;
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build_global()?;
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        files.push(entry?.path());
    }
    files.sort();
    let law = Law::new();
    let judged = |file: &PathBuf| -> Outcome<Vec<u8>> {
        let filing: Filing = serde_yaml::from_str(&std::fs::read_to_string(file)?)?;
        let mut out = Vec::new();
        record(&mut out, &filing, &law.judge(&filing))?;
        Ok(out)
    };
    let written: Outcome<Vec<Vec<u8>>> = files.par_iter().map(judged).collect();
    let mut out = std::io::stdout().lock();
    for record in written? {
        out.write_all(&record)?;
    }
    Ok(())
}
