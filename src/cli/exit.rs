//! What the process ends with.

use std::process::ExitCode;

/// The exit codes, the same for every command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// All is well: judged, and nothing at or above `--fail-on`; or the rule book is sound.
    Sound = 0,
    /// Judged, and something at or above `--fail-on`.
    Found = 1,
    /// The command line is wrong, or asks for what the machine refuses.
    Usage = 2,
    /// The rule book has errors; nothing was judged.
    Rules = 3,
    /// Some filings were rejected; all others were judged and written.
    Rejected = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}
