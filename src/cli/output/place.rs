//! Where a file will stand: the path without links, also where the last link leads to what is not there
//! yet, so that a link stays a link and what it leads to is written.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How many links are followed, one to another.
const LINKS: usize = 40;

/// Where a file will stand that is to be written at `path`.
pub fn place(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        if let Ok(real) = fs::canonicalize(&path) {
            return Ok(real);
        }
        match fs::read_link(&path) {
            Ok(target) => {
                path = path.parent().unwrap_or(Path::new("")).join(target);
            }
            // A pipe of a process has a link to it, which leads to no path.
            Err(_) if fs::metadata(&path).is_ok() => return Ok(path),
            Err(_) => {
                let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
                let folder = match path.parent() {
                    Some(folder) if !folder.as_os_str().is_empty() => folder,
                    _ => Path::new("."),
                };
                return Ok(fs::canonicalize(folder)?.join(name));
            }
        }
        if fs::metadata(&path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
            return Ok(path);
        }
    }
    Err(io::Error::other("too many links, one to another"))
}
