//! Standard output, which may be a terminal and whose reader may go away.

use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal, Write};

use crate::report::text::screened;

/// Standard output. Whoever stops reading has seen enough: what is written after that goes nowhere, and
/// what the command ends with is the same.
#[derive(Debug)]
pub struct Screen {
    out: Option<BufWriter<io::Stdout>>,
    terminal: bool,
}

impl Screen {
    /// Standard output.
    pub fn new() -> Screen {
        Screen {
            out: Some(BufWriter::new(io::stdout())),
            terminal: io::stdout().is_terminal(),
        }
    }

    /// Whether the reader has gone away.
    pub fn unread(&self) -> bool {
        self.out.is_none()
    }

    /// Writes all of it; on a terminal without what would command it.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let bytes = match self.terminal {
            true => Cow::Owned(visible(bytes).into_bytes()),
            false => Cow::Borrowed(bytes),
        };
        self.with(|out| out.write_all(&bytes))
    }

    /// Brings out what is held.
    pub fn flush(&mut self) -> io::Result<()> {
        self.with(Write::flush)
    }

    fn with(
        &mut self,
        work: impl FnOnce(&mut BufWriter<io::Stdout>) -> io::Result<()>,
    ) -> io::Result<()> {
        let Some(out) = &mut self.out else {
            return Ok(());
        };
        match work(out) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                // What it holds cannot be written either.
                if let Some(out) = self.out.take() {
                    drop(out.into_parts());
                }
                Ok(())
            }
            done => done,
        }
    }
}

/// Text for programs as a terminal may have it: no colour either.
fn visible(bytes: &[u8]) -> String {
    screened(&String::from_utf8_lossy(bytes)).into_owned()
}
