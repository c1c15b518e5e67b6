//! From the input to the result in waves: while one wave of chunks is judged, the next one is read.
//!
//! Invariants: chunks are taken in where they stand in the input, whatever thread judged them, and no
//! more than two waves are held.

use std::collections::BTreeMap;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::cli::evaluate::judge::{Done, Job};
use crate::cli::evaluate::progress::Progress;
use crate::cli::evaluate::seen::Seen;
use crate::cli::evaluate::writer::Sinks;
use crate::cli::failure::Failure;
use crate::ingest::{Chunk, Content};
use crate::report::summary::Summary;

/// How many chunks of a wave there are for each thread: enough that a slow one does not hold up the rest.
const CHUNKS_A_THREAD: usize = 2;

/// Judges all chunks. The summary holds what was taken in even if the run ends early.
pub fn run(
    job: &Job<'_>,
    mut chunks: impl Iterator<Item = Chunk> + Send,
    sinks: &mut Sinks,
    summary: &mut Summary,
    progress: &mut Progress,
) -> Result<(), Failure> {
    let wave = rayon::current_num_threads() * CHUNKS_A_THREAD;
    let mut seen = Seen::default();
    let mut read: Vec<Chunk> = chunks.by_ref().take(wave).collect();
    while !read.is_empty() {
        let (next, judged) = rayon::join(
            || chunks.by_ref().take(wave).collect::<Vec<Chunk>>(),
            || -> Vec<Done> {
                let chunks = read.into_par_iter();
                chunks
                    .map(|chunk| job.judge(chunk, &BTreeMap::new()))
                    .collect()
            },
        );
        read = next;
        for done in judged {
            let done = without_duplicates(job, done, &mut seen);
            sinks.write(&done)?;
            summary.merge(done.summary);
        }
        progress.show(summary);
    }
    Ok(())
}

/// Takes out filings whose key was seen before: their records are called unreadable and the chunk is
/// judged again, so that nothing of them is left in any count. Duplicates are rare.
fn without_duplicates(job: &Job<'_>, done: Done, seen: &mut Seen) -> Done {
    let mut reasons = Vec::new();
    let mut repeated = BTreeMap::new();
    for (record, key, digest) in &done.keys {
        let Some(place) = done.chunk.records.get(*record) else {
            continue;
        };
        if let Some((file, line)) = seen.note(*digest, &place.file, place.line) {
            reasons.push((
                *record,
                format!("the key `{key}` was seen before, at {file}:{line}"),
            ));
            repeated.insert(*record, key.clone());
        }
    }
    if reasons.is_empty() {
        return done;
    }
    let mut chunk = done.chunk;
    for (record, reason) in reasons {
        if let Some(record) = chunk.records.get_mut(record) {
            let placed = true;
            record.content = Content::Unreadable { reason, placed };
        }
    }
    job.judge(chunk, &repeated)
}
