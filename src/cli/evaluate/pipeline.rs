//! From the input to the result: chunks are judged by all threads, and written in the order of the input.

use crate::cli::evaluate::judge::{Done, Job};
use crate::cli::evaluate::progress::Progress;
use crate::cli::evaluate::writer::Sinks;
use crate::cli::failure::Failure;
use crate::ingest::{Chunk, Inputs, Seen, in_order};
use crate::report::summary::Summary;

/// Judges all chunks. The summary holds what was taken in even if the run ends early.
pub fn run(
    job: &Job<'_>,
    inputs: &mut Inputs<'_>,
    sinks: &mut Sinks,
    summary: &mut Summary,
    progress: &mut Progress,
) -> Result<(), Failure> {
    let mut seen = Seen::new();
    let take = |done: Done| -> Result<Chunk, Failure> {
        let mut done = without_duplicates(job, done, &mut seen);
        for reject in &done.decoded.rejects {
            done.summary.reject(reject);
        }
        sinks.write(&mut done)?;
        job.reuse(std::mem::take(&mut done.text));
        summary.merge(done.summary);
        progress.show(summary);
        Ok(done.chunk)
    };
    in_order(inputs, |chunk| job.judge(chunk), take)?;
    summary.warnings.merge(inputs.warnings().clone());
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
