//! The git repository that a folder belongs to, and the program `git`, asked so that nothing which stands
//! in the folders of the repository has a say.
//!
//! A change that somebody proposes brings files, and git takes a folder with the right files in it for a
//! repository of its own, with a configuration that may name commands. So the repository is looked for
//! from above, by a `.git`, which no commit can hold; it is named to git, which then looks for none; and
//! hooks, helpers, fetching and all configuration but the repository's own are switched off.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

/// A git repository with a working tree.
#[derive(Debug, Clone)]
pub struct Repository {
    /// The folder in which `.git` stands.
    top: PathBuf,
    /// The working directory from the top of the repository; it may stand outside.
    here: PathBuf,
}

/// What git says to a command: its output, or its complaint.
pub type Said = Result<Vec<u8>, String>;

/// Settings that outrank those of the repository.
const SETTINGS: [(&str, &str); 5] = [
    ("safe.bareRepository", "explicit"),
    ("protocol.allow", "never"),
    ("core.hooksPath", "/dev/null"),
    ("core.fsmonitor", "false"),
    ("core.untrackedCache", "false"),
];

impl Repository {
    /// The repository of a folder: that in which the working directory stands, if the folder stands in it
    /// too, whatever lies between them; else the nearest above the folder.
    pub fn of_folder(folder: &Path) -> Option<Repository> {
        let here = std::env::current_dir().ok()?;
        let asked = without_steps_back(&here.join(folder));
        let top = match above(&here) {
            Some(top) if asked.starts_with(&top) => top,
            _ => above(&asked)?,
        };
        let here = here.strip_prefix(&top).unwrap_or(Path::new("")).to_owned();
        Some(Repository { top, here })
    }

    /// Where a folder stands, from the top of the repository.
    pub fn inside(&self, folder: &Path) -> PathBuf {
        let path = without_steps_back(&self.top.join(&self.here).join(folder));
        path.strip_prefix(&self.top)
            .map_or(path.clone(), Path::to_owned)
    }

    /// What git says, which is given `input` to read.
    pub fn git(&self, arguments: &[&str], input: Vec<u8>) -> io::Result<Said> {
        let mut command = Command::new("git");
        for (name, _) in std::env::vars_os() {
            if is_gits(&name) {
                command.env_remove(name);
            }
        }
        command
            .current_dir(&self.top)
            .arg("--no-pager")
            .arg("--git-dir")
            .arg(self.top.join(".git"))
            .args(arguments)
            .env("LC_ALL", "C")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", nowhere())
            .env("GIT_CONFIG_SYSTEM", nowhere())
            .env("GIT_ATTR_NOSYSTEM", "1")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_NO_REPLACE_OBJECTS", "1")
            .env("GIT_ALLOW_PROTOCOL", "")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_CONFIG_COUNT", SETTINGS.len().to_string());
        for (at, (key, value)) in SETTINGS.iter().enumerate() {
            command
                .env(format!("GIT_CONFIG_KEY_{at}"), key)
                .env(format!("GIT_CONFIG_VALUE_{at}"), value);
        }
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        // git answers while it is asked, and waits for whoever does not read.
        let mut stdin = child.stdin.take();
        let asking = std::thread::spawn(move || {
            if let Some(stdin) = &mut stdin {
                // That git stopped reading shows in how it ends.
                let _ = stdin.write_all(&input);
            }
        });
        let output = child.wait_with_output()?;
        let _ = asking.join();
        if output.status.success() {
            return Ok(Ok(output.stdout));
        }
        let says = String::from_utf8_lossy(&output.stderr);
        let says = says.lines().next().unwrap_or("it gives no reason");
        let says = says.trim_start_matches("fatal: ").trim_end_matches('.');
        Ok(Err(says.to_owned()))
    }
}

/// Whether a variable of the environment speaks to git, of another folder or configuration.
fn is_gits(name: &OsString) -> bool {
    name.as_encoded_bytes().starts_with(b"GIT_")
}

fn nowhere() -> &'static str {
    if cfg!(windows) { "NUL" } else { "/dev/null" }
}

/// The nearest folder with a `.git`, from a folder upward.
fn above(folder: &Path) -> Option<PathBuf> {
    let holds = |folder: &&Path| folder.join(".git").symlink_metadata().is_ok();
    folder.ancestors().find(holds).map(Path::to_owned)
}

/// A path without `.`, and without `..` and what it leads back from. Links are not asked: one that stands
/// in the repository has no say in which repository it is.
pub fn without_steps_back(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        let back = matches!(part, Component::ParentDir);
        let step = matches!(tidy.components().next_back(), Some(Component::Normal(_)));
        if back && step {
            tidy.pop();
        } else if !matches!(part, Component::CurDir) {
            tidy.push(part);
        }
    }
    tidy
}
