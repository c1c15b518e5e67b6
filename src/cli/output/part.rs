//! A file that is being written, under a hidden name beside the place where it will stand.
//!
//! Nothing of it stays behind: it is removed when the command fails, and when the process is told to end
//! (SIGINT, SIGTERM, SIGHUP). Only a process that is killed outright leaves it; whoever writes into the
//! same folder next removes it, and knows by the lock that nobody is writing it any more.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use tempfile::NamedTempFile;

/// How the hidden name begins and ends.
const BEGIN: &str = ".dictamen-";
const END: &str = ".part";

/// The hidden files of this process. Held while one is made, so that the end of the process meets either
/// none or one that is known.
static OPEN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A file that is being written.
#[derive(Debug)]
pub struct Part {
    /// Where it will stand.
    place: PathBuf,
    hidden: PathBuf,
    file: Option<BufWriter<NamedTempFile>>,
}

impl Part {
    /// Begins a file. `place` is no link; where a file stands already, the new one takes over its
    /// permissions.
    pub fn begin(place: PathBuf) -> io::Result<Part> {
        let folder = match place.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        // That the folder is missing is said of the folder, not of the file beside the place.
        fs::metadata(folder)?;
        let before = match fs::metadata(&place) {
            Ok(before) if before.permissions().readonly() => {
                return Err(io::ErrorKind::PermissionDenied.into());
            }
            Ok(before) => Some(before.permissions()),
            Err(_) => None,
        };
        clear(folder);
        watch();
        let file = create(folder).map_err(|error| io::Error::from(error.kind()))?;
        let part = Part {
            hidden: file.path().to_owned(),
            place,
            file: Some(BufWriter::new(file)),
        };
        if let Some(before) = before {
            fs::set_permissions(&part.hidden, before)?;
        }
        Ok(part)
    }

    /// Where it will stand.
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Writes all of it.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.file {
            Some(file) => file.write_all(bytes),
            None => Ok(()),
        }
    }

    /// Brings it to its place. What it holds is on the disk before it bears its name, so that a machine
    /// that fails has the whole file or the old one.
    pub fn finish(mut self) -> io::Result<()> {
        let Some(file) = self.file.take() else {
            return Ok(());
        };
        let file = file.into_inner().map_err(|error| error.into_error())?;
        file.as_file().sync_all()?;
        file.persist(&self.place).map_err(|error| error.error)?;
        // Not every file system can do this with a folder; the file itself is safe.
        #[cfg(unix)]
        if let Some(folder) = self.place.parent()
            && let Ok(folder) = File::open(folder)
        {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // The file goes first, so that it is known as long as it is there.
        self.file = None;
        open().retain(|hidden| *hidden != self.hidden);
    }
}

fn open() -> MutexGuard<'static, Vec<PathBuf>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How often a hidden file is made anew that another process took for left behind before it was locked.
const TRIES: usize = 8;

fn create(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(BEGIN).suffix(END);
    for _ in 0..TRIES {
        let file = builder.make_in(folder, |path| {
            let mut open = open();
            // Like any file that is created, not like a secret.
            let file = File::options().write(true).create_new(true).open(path)?;
            open.push(path.to_owned());
            Ok(file)
        })?;
        // Where files cannot be locked, nobody takes it for left behind either.
        let _ = file.as_file().lock();
        if fs::symlink_metadata(file.path()).is_ok() {
            return Ok(file);
        }
        open().retain(|hidden| hidden != file.path());
    }
    Err(io::ErrorKind::ResourceBusy.into())
}

/// Removes what processes that were killed have left in a folder.
fn clear(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let ours = name.starts_with(BEGIN) && name.ends_with(END);
        if !ours || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        let path = entry.path();
        let Ok(file) = File::options().write(true).open(&path) else {
            continue;
        };
        match file.try_lock() {
            // That it is gone already is as good.
            Ok(()) => drop(fs::remove_file(&path)),
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => {}
        }
    }
}

/// Removes the hidden files when the process is told to end, which it then does as it would have.
fn watch() {
    static WATCHED: Once = Once::new();
    WATCHED.call_once(|| {
        #[cfg(unix)]
        signals::watch();
    });
}

#[cfg(unix)]
mod signals {
    use std::fs;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    pub fn watch() {
        let ignored = ignored();
        let watched = [SIGINT, SIGTERM, SIGHUP].into_iter();
        let watched = watched.filter(|signal| ignored >> (signal - 1) & 1 == 0);
        // Without a handler the process ends as before, and leaves its hidden file to the next one.
        let Ok(mut signals) = Signals::new(watched) else {
            return;
        };
        std::thread::spawn(move || {
            if let Some(signal) = signals.forever().next() {
                // Never let go again: no other file may be begun.
                let open = super::open();
                for hidden in open.iter() {
                    let _ = fs::remove_file(hidden);
                }
                let _ = emulate_default_handler(signal);
                std::process::exit(128 + signal);
            }
        });
    }

    /// The signals that the process was started to ignore, as `nohup` does, one bit each.
    fn ignored() -> u64 {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
            .unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_whole_or_absent() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("out.json");
        let mut part = Part::begin(place.clone()).unwrap();
        part.write(b"half").unwrap();
        drop(part);
        assert!(names(folder.path()).is_empty());
        let mut part = Part::begin(place.clone()).unwrap();
        part.write(b"whole").unwrap();
        part.finish().unwrap();
        assert_eq!(names(folder.path()), ["out.json"]);
        assert_eq!(fs::read_to_string(place).unwrap(), "whole");
    }

    #[test]
    fn what_a_killed_process_left_goes_and_what_another_writes_stays() {
        let folder = tempfile::tempdir().unwrap();
        let left = folder.path().join(".dictamen-abcdef.part");
        fs::write(&left, "left").unwrap();
        fs::write(folder.path().join(".dictamen-notes"), "kept").unwrap();
        let first = Part::begin(folder.path().join("one")).unwrap();
        assert!(!left.exists());
        let second = Part::begin(folder.path().join("two")).unwrap();
        assert!(first.hidden.exists() && second.hidden.exists());
        first.finish().unwrap();
        second.finish().unwrap();
        assert_eq!(names(folder.path()), [".dictamen-notes", "one", "two"]);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_are_kept_and_a_file_that_nobody_may_write_is_not_replaced() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("secret");
        fs::write(&place, "old").unwrap();
        for (mode, taken) in [(0o600, true), (0o444, false)] {
            fs::set_permissions(&place, fs::Permissions::from_mode(mode)).unwrap();
            let begun = Part::begin(place.clone());
            assert_eq!(begun.is_ok(), taken, "{mode:o}");
            if let Ok(part) = begun {
                part.finish().unwrap();
            }
            let kept = fs::metadata(&place).unwrap().permissions().mode() & 0o777;
            assert_eq!(kept, mode);
        }
    }
}
