//! From the input to the result: chunks are judged by all threads, and written in the order of the input.

use crate::cli::evaluate::judge::Job;
use crate::cli::evaluate::progress::Progress;
use crate::cli::evaluate::writer::Sinks;
use crate::cli::failure::Failure;
use crate::driver::{Engine, Keys, drive};
use crate::ingest::Inputs;
use crate::report::summary::Summary;

/// Judges all chunks. The summary holds what was taken in even if the run ends early.
pub fn run(
    engine: &Engine,
    job: &Job<'_>,
    inputs: &mut Inputs,
    sinks: &mut Sinks<'_>,
    summary: &mut Summary,
    progress: &mut Progress,
) -> Result<(), Failure> {
    drive(
        engine.schema(),
        inputs,
        Keys::Once,
        |chunk, decoded| job.judge(chunk, decoded),
        |_, decoded, mut done| {
            for reject in &decoded.rejects {
                done.summary.reject(reject);
            }
            sinks.write(job.wanted(), &mut done, &decoded.rejects)?;
            job.reuse(std::mem::take(&mut done.text));
            summary.merge(done.summary);
            progress.show(summary);
            Ok::<(), Failure>(())
        },
    )?;
    summary.warnings.merge(inputs.warnings().clone());
    Ok(())
}
