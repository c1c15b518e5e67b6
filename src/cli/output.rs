//! Where a command writes: a stream of the process, or a file that is complete or absent.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::cli::failure::Failure;

/// The width of a page that is not drawn on a terminal.
const PAGE: usize = 100;

/// A sink of bytes that must be finished.
pub enum Output {
    /// Standard output.
    Stdout(BufWriter<io::Stdout>),
    /// A file that is written beside its place and renamed when it is complete.
    Beside {
        /// Where it will stand.
        path: PathBuf,
        /// What is written for now.
        file: BufWriter<NamedTempFile>,
    },
    /// A device or a pipe, which cannot be replaced by a file.
    Device {
        /// What it is called.
        path: PathBuf,
        /// What is written.
        file: BufWriter<fs::File>,
    },
}

impl Output {
    /// Standard output.
    pub fn stdout() -> Output {
        Output::Stdout(BufWriter::new(io::stdout()))
    }

    /// A file; that it can be written shows at once, before any work is done.
    pub fn file(path: &Path) -> Result<Output, Failure> {
        Output::open(path).map_err(|source| Failure::Write {
            path: path.to_owned(),
            source,
        })
    }

    fn open(path: &Path) -> io::Result<Output> {
        // A link stays a link: what it leads to is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(found) if !found.is_file() => {
                let file = BufWriter::new(fs::OpenOptions::new().write(true).open(&path)?);
                return Ok(Output::Device { path, file });
            }
            _ => {}
        }
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".dictamen-");
        // Like any file that is created, not like a secret.
        #[cfg(unix)]
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o666);
        #[cfg(unix)]
        builder.permissions(mode);
        // That the folder is missing is said of the folder, not of the file beside the place.
        fs::metadata(folder)?;
        let file = builder.tempfile_in(folder);
        let file = BufWriter::new(file.map_err(|error| io::Error::from(error.kind()))?);
        Ok(Output::Beside { path, file })
    }

    /// Writes all of it.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match self {
            Output::Stdout(out) => out.write_all(bytes).map_err(Failure::stream),
            Output::Beside { path, file } => {
                file.write_all(bytes).map_err(|source| failed(path, source))
            }
            Output::Device { path, file } => {
                file.write_all(bytes).map_err(|source| failed(path, source))
            }
        }
    }

    /// Brings everything to its place.
    pub fn finish(self) -> Result<(), Failure> {
        match self {
            Output::Stdout(mut out) => out.flush().map_err(Failure::stream),
            Output::Device { path, mut file } => {
                file.flush().map_err(|source| failed(&path, source))
            }
            Output::Beside { path, file } => {
                let file = file
                    .into_inner()
                    .map_err(|error| failed(&path, error.into_error()))?;
                let renamed = file.persist(&path);
                renamed.map_err(|error| failed(&path, error.error))?;
                Ok(())
            }
        }
    }
}

fn failed(path: &Path, source: io::Error) -> Failure {
    if source.kind() == io::ErrorKind::BrokenPipe {
        return Failure::BrokenPipe;
    }
    Failure::Write {
        path: path.to_owned(),
        source,
    }
}

/// Writes coloured text to standard output; colour goes where the terminal and `NO_COLOR` allow it.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(Failure::stream)
}

/// Writes coloured text to standard error. That nobody reads it is no failure.
pub fn complain(text: &str) {
    let mut out = anstream::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
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
