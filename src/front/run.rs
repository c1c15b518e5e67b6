//! A run over filings: outcomes in the order of the input, in bounded memory.

use std::collections::VecDeque;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use rayon::ThreadPoolBuilder;

use crate::driver::{Engine, Keys, Reader, drive, places};
use crate::evaluate::verdicts::Detail;
use crate::front::book::RuleBook;
use crate::front::judge::{Judge, RunError};
use crate::front::ruling::Ruling;
use crate::front::summary::Summary;
use crate::ingest::{Chunk, Decoded, Inputs, Reject, Seen};
use crate::report::summary as counted;
use crate::source::{LineColumn, Place};
use crate::value::Day;

/// How many chunks may be ready before they are asked for.
const AHEAD: usize = 2;

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
    judging: Arc<Judging>,
    work: Work,
    ready: VecDeque<Outcome>,
    counts: counted::Summary,
}

/// What is the same for every chunk of a run.
#[derive(Debug)]
struct Judging {
    book: RuleBook,
    engine: Arc<Engine>,
    as_of: Day,
    detail: Detail,
}

/// Who works.
#[derive(Debug)]
enum Work {
    /// Whoever asks for the next outcome.
    Here(Box<Here>),
    /// Threads of their own; they hand on what came of each chunk, and at the end what was odd.
    Beside(Receiver<Handed>, JoinHandle<()>),
    /// Nobody any more.
    Ended,
}

#[derive(Debug)]
struct Here {
    inputs: Inputs,
    seen: Seen,
    chunk: Chunk,
}

/// Nobody asks for outcomes any more.
struct Unwanted;

/// What came of a chunk, or of what was passed over.
type Handed = (Vec<Outcome>, counted::Summary);

impl Run {
    pub(super) fn begin(
        judge: &Judge,
        engine: Arc<Engine>,
        inputs: Inputs,
        as_of: Day,
    ) -> Result<Run, RunError> {
        let judging = Arc::new(Judging {
            book: judge.book.clone(),
            engine,
            as_of,
            detail: judge.detail,
        });
        let counts = judging.nothing();
        let work = match judge.threads {
            1 => Work::Here(Box::new(Here {
                inputs,
                seen: Seen::new(),
                chunk: Chunk::default(),
            })),
            threads => beside(Arc::clone(&judging), inputs, threads)?,
        };
        Ok(Run {
            judging,
            work,
            ready: VecDeque::new(),
            counts,
        })
    }

    /// What the run came to, the filings included that were not asked for.
    pub fn finish(mut self) -> Summary {
        while self.step() {
            self.ready.clear();
        }
        let ir = &self.judging.engine.plan().ir;
        Summary::new(&self.counts, ir, self.judging.as_of)
    }

    /// Takes in what came of the next chunk; false at the end.
    fn step(&mut self) -> bool {
        let handed = match &mut self.work {
            Work::Here(here) => self.judging.next(here),
            Work::Beside(receiver, _) => receiver.recv().ok(),
            Work::Ended => return false,
        };
        let Some((outcomes, counts)) = handed else {
            match std::mem::replace(&mut self.work, Work::Ended) {
                Work::Here(here) => self.counts.warnings.merge(here.inputs.warnings().clone()),
                // A panic is that of whoever asks.
                Work::Beside(_, thread) => {
                    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
                }
                Work::Ended => {}
            }
            return false;
        };
        self.counts.merge(counts);
        self.ready.extend(outcomes);
        true
    }
}

impl Iterator for Run {
    type Item = Result<Outcome, RunError>;

    fn next(&mut self) -> Option<Result<Outcome, RunError>> {
        loop {
            if let Some(outcome) = self.ready.pop_front() {
                return Some(Ok(outcome));
            }
            if !self.step() {
                return None;
            }
        }
    }
}

/// Lets threads of their own work.
fn beside(judging: Arc<Judging>, mut inputs: Inputs, threads: usize) -> Result<Work, RunError> {
    let failed = |error: String| RunError::Threads(error);
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| failed(error.to_string()))?;
    let (sender, receiver) = sync_channel(AHEAD);
    let work = move || pool.install(|| judging.all(&mut inputs, &sender));
    let thread = std::thread::Builder::new().spawn(work);
    let thread = thread.map_err(|error| failed(error.to_string()))?;
    Ok(Work::Beside(receiver, thread))
}

impl Judging {
    fn nothing(&self) -> counted::Summary {
        counted::Summary::new(&self.engine.plan().ir)
    }

    /// What comes of the next chunk, on this thread.
    fn next(&self, here: &mut Here) -> Option<Handed> {
        let mut chunk = std::mem::take(&mut here.chunk);
        if !here.inputs.fill(&mut chunk) {
            return None;
        }
        let reader = Reader::new(
            self.engine.schema(),
            |chunk: &mut Chunk, decoded: &mut _| self.judge(chunk, decoded),
        );
        let part = reader.admit(&mut here.seen, reader.read(chunk));
        here.chunk = part.chunk;
        Some(handed(part.decoded.rejects, part.done))
    }

    /// Hands on what comes of every chunk, for as long as somebody asks.
    fn all(&self, inputs: &mut Inputs, sender: &SyncSender<Handed>) {
        let ran = drive(
            self.engine.schema(),
            inputs,
            Keys::Once,
            |chunk, decoded| self.judge(chunk, decoded),
            |_, decoded, done| {
                let sent = sender.send(handed(decoded.rejects, done));
                sent.map_err(|_| Unwanted)
            },
        );
        if ran.is_ok() {
            let mut counts = self.nothing();
            counts.warnings = inputs.warnings().clone();
            // Whoever has stopped asking does not ask for this either.
            let _ = sender.send((Vec::new(), counts));
        }
    }

    /// The rulings on what was read of a chunk, each with its record, and the counts.
    fn judge(
        &self,
        chunk: &Chunk,
        decoded: &mut Decoded,
    ) -> (Vec<(usize, Ruling)>, counted::Summary) {
        let verdicts = (self.engine).evaluate(&decoded.batch, self.as_of, self.detail);
        let words = &self.book.compiled.words;
        let mut counts = self.nothing();
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
}

/// Rulings and rejects of a chunk in the order of its records.
fn handed(
    rejects: Vec<Reject>,
    (rulings, mut counts): (Vec<(usize, Ruling)>, counted::Summary),
) -> Handed {
    let mut outcomes = Vec::with_capacity(rulings.len() + rejects.len());
    let mut rejects = rejects.into_iter().peekable();
    for (record, ruling) in rulings {
        while let Some(reject) = rejects.next_if(|reject| reject.record < record) {
            counts.reject(&reject);
            outcomes.push(Outcome::Rejected(reject));
        }
        outcomes.push(Outcome::Judged(ruling));
    }
    for reject in rejects {
        counts.reject(&reject);
        outcomes.push(Outcome::Rejected(reject));
    }
    (outcomes, counts)
}
