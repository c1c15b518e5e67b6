//! What came of filings that are read and not judged.

use crate::cli::failure::Failure;
use crate::cli::output::Output;
use crate::ingest::{Decoded, Warnings};
use crate::report::causes::Causes;
use crate::report::rejects;

/// The counts of filings that were read, in the order of the input, with what was wrong with the others.
#[derive(Debug, Default)]
pub struct Tally {
    /// What filings were rejected for.
    pub causes: Causes,
    /// What is odd.
    pub warnings: Warnings,
    /// How many filings were read.
    pub sound: u64,
    /// How many were rejected.
    pub rejected: u64,
}

impl Tally {
    /// Takes in what was read of a chunk; its rejects are listed where a list is wanted.
    pub fn add(&mut self, decoded: Decoded, listed: &mut Option<Output>) -> Result<(), Failure> {
        self.sound += decoded.keys.len() as u64;
        let mut lines = Vec::new();
        for reject in &decoded.rejects {
            self.rejected += reject.filings;
            rejects::write(&mut lines, reject);
            self.causes.add(reject);
        }
        if let Some(listed) = listed {
            listed.write(&lines)?;
        }
        self.warnings.merge(decoded.warnings);
        Ok(())
    }
}
