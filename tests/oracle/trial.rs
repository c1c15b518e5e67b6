//! One rule book and some filings, judged twice.

use dictamen::evaluate::verdicts::{Detail, Judged, Verdict};
use dictamen::value::Day;

use crate::document::Doc;
use crate::engine::{Engine, load};
use crate::naive::days::{BusinessDays, Date};
use crate::naive::{Ruling, judge};
use crate::random::books::{self, BookTapes, File};
use crate::random::filings;
use crate::random::schema::{COVERED, HOLIDAYS};

/// The date on which everything is judged.
pub const AS_OF: &str = "2018-07-31";

/// A rule book that is sound, and filings.
pub struct Trial {
    pub files: Vec<File>,
    pub engine: Engine,
    pub filings: Vec<Doc>,
    calendar: BusinessDays,
}

/// A rule book that is not.
pub struct Unsound {
    pub files: Vec<File>,
    pub said: Vec<String>,
}

pub fn as_of() -> Day {
    Day::parse(AS_OF.as_bytes()).expect("the date exists")
}

impl Trial {
    /// Writes a rule book and filings from their tapes.
    pub fn new(book: &BookTapes, tapes: &[Vec<u32>]) -> Result<Trial, Unsound> {
        let files = books::write(book);
        let engine = match load(&files) {
            Ok(engine) => engine,
            Err(said) => return Err(Unsound { files, said }),
        };
        let filings = (tapes.iter().enumerate())
            .map(|(at, tape)| filings::write(&format!("F-{at}"), tape))
            .collect();
        Ok(Trial {
            files,
            engine,
            filings,
            calendar: BusinessDays::new(COVERED.0, COVERED.1, &HOLIDAYS),
        })
    }

    /// What the engine says of filings as one batch.
    pub fn engine(&self, filings: &[Doc], detail: Detail) -> Vec<Judged> {
        self.engine.judge(filings, as_of(), detail)
    }

    /// What the oracle says of one filing.
    pub fn oracle(&self, filing: &Doc) -> Ruling {
        let as_of = Date::read(AS_OF).expect("the date exists");
        let ruling = judge(&self.engine.ir, filing, &self.calendar, as_of);
        ruling.expect("every year is covered")
    }

    /// Where the two say different things of a filing.
    pub fn differences(&self, judged: &Judged, ruling: &Ruling) -> Vec<String> {
        let mut found = Vec::new();
        let version = &self.engine.ir.versions[ruling.version];
        if judged.version != ruling.version {
            found.push(format!("version {} not {}", judged.version, ruling.version));
            return found;
        }
        for (at, entry) in version.entries.iter().enumerate() {
            if judged.clauses[at] != ruling.clauses[at] {
                found.push(format!(
                    "{} [{}]: the engine says {}, the oracle {}",
                    entry.id,
                    version.name,
                    word(judged.clauses[at]),
                    word(ruling.clauses[at])
                ));
            }
        }
        if judged.verdict != ruling.verdict {
            found.push(format!(
                "the filing: the engine says {}, the oracle {}",
                judged.verdict.as_str(),
                ruling.verdict.as_str()
            ));
        }
        if judged.indicators != ruling.indicators {
            found.push(format!(
                "indicators: the engine says {:?}, the oracle {:?}",
                judged.indicators, ruling.indicators
            ));
        }
        found
    }

    /// The rules without what is the same in every trial, and a filing.
    pub fn show(&self, filing: &Doc) -> String {
        let rules: Vec<&str> = self.files[2..].iter().map(|file| file.1.as_str()).collect();
        format!("{}\n{filing}", rules.join("\n"))
    }
}

fn word(verdict: Option<Verdict>) -> &'static str {
    verdict.map_or("not judged", Verdict::as_str)
}
