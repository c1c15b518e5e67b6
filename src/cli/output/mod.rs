//! Where a command writes: a stream of the process, or a file that is complete or absent.

mod part;
mod place;
mod reads;
mod screen;

use std::fs;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use crate::cli::failure::Failure;
use crate::cli::output::part::Part;
use crate::cli::output::screen::Screen;
use crate::report::style;
use crate::report::text::{painted, screened};

pub use crate::cli::output::reads::Reads;

/// The width of a page that is not drawn on a terminal.
pub const PAGE: usize = 100;

/// A sink of bytes that must be finished. [`Reads::output`] opens it.
#[derive(Debug)]
pub enum Output {
    /// Standard output.
    Stdout(Screen),
    /// A file that is written beside its place and renamed when it is complete.
    Beside(Part),
    /// A device or a pipe, which cannot be replaced by a file.
    Device {
        /// What it is called.
        path: PathBuf,
        /// What is written; nothing once its reader has gone away.
        file: Option<BufWriter<fs::File>>,
    },
}

impl Output {
    /// Standard output.
    fn stdout() -> Output {
        Output::Stdout(Screen::new())
    }

    /// A file at a place without links, of which people know the path.
    fn at(place: PathBuf, path: &Path) -> Result<Output, Failure> {
        let opened = match fs::metadata(&place) {
            Ok(found) if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(found) if !found.is_file() => {
                let file = fs::OpenOptions::new().write(true).open(&place);
                file.map(|file| Output::Device {
                    path: path.to_owned(),
                    file: Some(BufWriter::new(file)),
                })
            }
            _ => Part::begin(place).map(Output::Beside),
        };
        opened.map_err(|source| failed(path, source))
    }

    /// Writes all of it.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match self {
            Output::Stdout(out) => out.write(bytes).map_err(Failure::Stream),
            Output::Beside(part) => {
                let written = part.write(bytes);
                written.map_err(|source| failed(part.place(), source))
            }
            Output::Device { path, file } => {
                device(file, |file| file.write_all(bytes)).map_err(|source| failed(path, source))
            }
        }
    }

    /// Writes a page for people and ends: with its colours where standard output takes them.
    pub fn page(mut self, text: &str) -> Result<(), Failure> {
        if let Output::Stdout(_) = self {
            return print(text);
        }
        self.write(style::strip(text).as_bytes())?;
        self.finish()
    }

    /// Whether its reader has gone away, so that nothing more need be made for it.
    pub fn unread(&self) -> bool {
        match self {
            Output::Stdout(out) => out.unread(),
            Output::Beside(_) => false,
            Output::Device { file, .. } => file.is_none(),
        }
    }

    /// Brings everything to its place.
    pub fn finish(self) -> Result<(), Failure> {
        match self {
            Output::Stdout(mut out) => out.flush().map_err(Failure::Stream),
            Output::Device { path, mut file } => {
                device(&mut file, Write::flush).map_err(|source| failed(&path, source))
            }
            Output::Beside(part) => {
                let place = part.place().to_owned();
                part.finish().map_err(|source| failed(&place, source))
            }
        }
    }
}

/// Works on a device or pipe; what is meant for a reader that has gone away goes nowhere.
fn device(
    file: &mut Option<BufWriter<fs::File>>,
    work: impl FnOnce(&mut BufWriter<fs::File>) -> io::Result<()>,
) -> io::Result<()> {
    let Some(open) = file else {
        return Ok(());
    };
    match work(open) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            if let Some(open) = file.take() {
                drop(open.into_parts());
            }
            Ok(())
        }
        done => done,
    }
}

fn failed(path: &Path, source: io::Error) -> Failure {
    Failure::Write {
        path: path.to_owned(),
        source,
    }
}

/// Writes coloured text to standard output; colour goes where the terminal and `NO_COLOR` allow it. That
/// nobody reads it changes nothing of what the command ends with.
pub fn print(text: &str) -> Result<(), Failure> {
    let text = match io::stdout().is_terminal() {
        true => painted(text),
        false => text.into(),
    };
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Stream(error)),
        _ => Ok(()),
    }
}

/// Writes coloured text to standard error. That nobody reads it is no failure.
pub fn complain(text: &str) {
    let mut out = anstream::stderr().lock();
    let _ = out
        .write_all(painted(text).as_bytes())
        .and_then(|()| out.flush());
}

/// What the machine or a file says, for [`complain`]: without what would command a terminal.
pub fn said(message: &dyn std::fmt::Display) -> String {
    screened(&message.to_string()).into_owned()
}

/// The columns of a page on standard output.
pub fn columns() -> usize {
    terminal_size::terminal_size_of(io::stdout()).map_or(PAGE, width)
}

/// The columns of a page on standard error.
pub fn error_columns() -> usize {
    terminal_size::terminal_size_of(io::stderr()).map_or(PAGE, width)
}

fn width(size: (terminal_size::Width, terminal_size::Height)) -> usize {
    usize::from(size.0.0)
}
