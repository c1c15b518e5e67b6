//! A run over filings: outcomes in the order of the input, in bounded memory.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::driver::{Engine, places};
use crate::evaluate::verdicts::Detail;
use crate::front::book::RuleBook;
use crate::front::judge::{Judge, RunError};
use crate::front::ruling::Ruling;
use crate::front::summary::Summary;
use crate::front::work::{Making, Work};
use crate::ingest::{Chunk, Decoded, Inputs, Reject};
use crate::report::summary as counted;
use crate::source::{LineColumn, Place};
use crate::value::Day;

/// What came of one filing.
#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant, reason = "most filings are judged")]
pub enum Outcome {
    /// It was judged.
    Judged(Ruling),
    /// It could not be read, or its key was read before.
    Rejected(Reject),
}

/// Filings being judged. It hands out outcomes in the order of the input, for any number of threads; who
/// stops asking stops the work.
#[derive(Debug)]
pub struct Run {
    work: Work<Judging>,
    ready: VecDeque<Outcome>,
}

/// What is the same for every chunk of a run.
#[derive(Debug)]
struct Judging {
    book: RuleBook,
    engine: Arc<Engine>,
    as_of: Day,
    detail: Detail,
}

impl Run {
    pub(super) fn begin(
        judge: &Judge,
        engine: Arc<Engine>,
        inputs: Inputs,
        as_of: Day,
    ) -> Result<Run, RunError> {
        let judging = Judging {
            book: judge.book.clone(),
            engine,
            as_of,
            detail: judge.detail,
        };
        Ok(Run {
            work: Work::begin(judging, inputs, judge.threads)?,
            ready: VecDeque::new(),
        })
    }

    /// What the run came to, the filings included that were not asked for.
    pub fn finish(mut self) -> Summary {
        while self.work.next().is_some() {}
        let judging = self.work.making();
        let ir = &judging.engine.plan().ir;
        Summary::new(&self.work.counts, ir, judging.as_of)
    }
}

impl Iterator for Run {
    type Item = Result<Outcome, RunError>;

    fn next(&mut self) -> Option<Result<Outcome, RunError>> {
        loop {
            if let Some(outcome) = self.ready.pop_front() {
                return Some(Ok(outcome));
            }
            self.ready.extend(self.work.next()?);
        }
    }
}

impl Making for Judging {
    /// Each ruling with its record.
    type Done = Vec<(usize, Ruling)>;
    type Made = Vec<Outcome>;

    fn engine(&self) -> &Engine {
        &self.engine
    }

    fn judge(&self, chunk: &Chunk, decoded: &mut Decoded) -> (Self::Done, counted::Summary) {
        let verdicts = (self.engine).evaluate(&decoded.batch, self.as_of, self.detail);
        let words = &self.book.compiled.words;
        let mut counts = counted::Summary::new(&self.engine.plan().ir);
        let mut rulings = Vec::with_capacity(verdicts.filings.len());
        for (at, (judged, record)) in verdicts.filings.iter().zip(&decoded.records).enumerate() {
            counts.add(&self.engine.plan().ir, at, judged);
            let found = judged.findings.iter();
            let places = places(self.engine.schema(), chunk, *record, found);
            let place = chunk.records.get(*record).map(|record| Place {
                file: Arc::clone(&record.file),
                at: LineColumn {
                    line: record.line,
                    column: record.column,
                },
            });
            let Some(place) = place else { continue };
            let how = (self.as_of, self.detail);
            rulings.push((*record, Ruling::new(words, how, judged, places, place)));
        }
        counts.warnings = std::mem::take(&mut decoded.warnings);
        (rulings, counts)
    }

    /// Rulings and rejects of a chunk in the order of its records.
    fn hand(&self, rulings: Self::Done, rejects: Vec<Reject>) -> Vec<Outcome> {
        let mut outcomes = Vec::with_capacity(rulings.len() + rejects.len());
        let mut rejects = rejects.into_iter().peekable();
        for (record, ruling) in rulings {
            while let Some(reject) = rejects.next_if(|reject| reject.record < record) {
                outcomes.push(Outcome::Rejected(reject));
            }
            outcomes.push(Outcome::Judged(ruling));
        }
        outcomes.extend(rejects.map(Outcome::Rejected));
        outcomes
    }
}
