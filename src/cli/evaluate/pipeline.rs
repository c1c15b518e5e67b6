//! From the input to the result in waves: while one wave of chunks is judged, the one before is written
//! and the next one is read.
//!
//! Invariants: chunks are taken in where they stand in the input, whatever thread judged them, and no
//! more than three waves are held.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::cli::evaluate::judge::{Done, Job};
use crate::cli::evaluate::progress::Progress;
use crate::cli::evaluate::writer::Sinks;
use crate::cli::failure::Failure;
use crate::ingest::{Chunk, Inputs, Seen};
use crate::report::summary::Summary;

/// How many chunks of a wave there are for each thread: enough that a slow one does not hold up the rest.
const CHUNKS_A_THREAD: usize = 4;

/// Judges all chunks. The summary holds what was taken in even if the run ends early.
pub fn run(
    job: &Job<'_>,
    inputs: &mut Inputs,
    sinks: &mut Sinks,
    summary: &mut Summary,
    progress: &mut Progress,
) -> Result<(), Failure> {
    let wave = rayon::current_num_threads() * CHUNKS_A_THREAD;
    let mut seen = Seen::new();
    let mut read: Vec<Chunk> = inputs.by_ref().take(wave).collect();
    let mut judged: Vec<Done> = Vec::new();
    while !(read.is_empty() && judged.is_empty()) {
        let ((taken, next), done) = rayon::join(
            || {
                let taken = take_in(job, judged, &mut seen, sinks, summary);
                let next: Vec<Chunk> = inputs.by_ref().take(wave).collect();
                (taken, next)
            },
            || -> Vec<Done> {
                let chunks = read.into_par_iter();
                chunks.map(|chunk| job.judge(chunk)).collect()
            },
        );
        taken?;
        judged = done;
        read = next;
        progress.show(summary);
    }
    summary.warnings.merge(inputs.warnings().clone());
    Ok(())
}

/// Writes what a wave came to, in the order of the input.
fn take_in(
    job: &Job<'_>,
    judged: Vec<Done>,
    seen: &mut Seen,
    sinks: &mut Sinks,
    summary: &mut Summary,
) -> Result<(), Failure> {
    for done in judged {
        let mut done = without_duplicates(job, done, seen);
        for reject in &done.decoded.rejects {
            done.summary.reject(reject);
        }
        sinks.write(&done)?;
        summary.merge(done.summary);
    }
    Ok(())
}

/// Takes out filings whose key was seen before. They are rare, so that their chunk is judged again.
fn without_duplicates(job: &Job<'_>, mut done: Done, seen: &mut Seen) -> Done {
    let admitted = seen.admit(job.schema(), &done.chunk, &mut done.decoded);
    let filings = done.decoded.records.iter().zip(admitted);
    let left_out: Vec<usize> = filings
        .filter(|(_, admitted)| !admitted)
        .map(|(record, _)| *record)
        .collect();
    if left_out.is_empty() {
        return done;
    }
    let rejects = std::mem::take(&mut done.decoded.rejects);
    job.judge_without(done, &left_out, rejects)
}
