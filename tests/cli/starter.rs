//! What `init` writes is sound, is tested, and passes its own checks at the first commit.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn dictamen(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dictamen"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap()
}

#[track_caller]
fn passes(folder: &Path, arguments: &[&str]) {
    let output = dictamen(folder, arguments);
    let told = String::from_utf8_lossy(&output.stderr).into_owned()
        + &String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{arguments:?}: {told}");
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files(&path, found),
            false => found.push(path),
        }
    }
}

#[test]
fn what_it_begins_passes_every_check() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    passes(folder, &["init"]);
    passes(folder, &["check", "rules"]);
    passes(folder, &["fmt", "--rules", "rules", "--check"]);
    passes(folder, &["test", "--rules", "rules", "--coverage"]);
    passes(
        folder,
        &["snapshot", "check", "filings", "--dir", "snapshots"],
    );
    let judged = dictamen(folder, &["evaluate", "filings", "--as-of", "2025-12-31"]);
    assert_eq!(judged.status.code(), Some(1), "one contract is late");
}

#[test]
fn all_that_is_kept_to_start_from_is_written() {
    let folder = tempfile::tempdir().unwrap();
    passes(folder.path(), &["init", "book"]);
    let starter = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/starter");
    let mut kept = Vec::new();
    files(&starter, &mut kept);
    assert!(kept.len() > 5);
    for path in kept {
        let written = folder
            .path()
            .join("book")
            .join(path.strip_prefix(&starter).unwrap());
        assert_eq!(fs::read(&written).unwrap(), fs::read(&path).unwrap());
    }
}

#[test]
fn it_replaces_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("rules/calendar.dictamen");
    fs::create_dir(folder.path().join("rules")).unwrap();
    fs::write(&own, "own").unwrap();
    let output = dictamen(folder.path(), &["init"]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("rules/calendar.dictamen"), "{told}");
    assert_eq!(fs::read_to_string(&own).unwrap(), "own");
    assert!(!folder.path().join("README.md").exists());
}

/// The hook of the documentation, on the first commit and on one that changes a rule.
#[test]
#[cfg(unix)]
fn its_hook_passes_at_the_first_commit() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    passes(folder, &["init"]);
    let hook = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/ci/pre-commit");
    let program = Path::new(env!("CARGO_BIN_EXE_dictamen")).parent().unwrap();
    let path = format!(
        "{}:{}",
        program.display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let run = |program: &str, arguments: &[&str]| {
        let output = Command::new(program)
            .current_dir(folder)
            .args(arguments)
            .env("PATH", &path)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{program} {arguments:?}: {told}");
    };
    run("git", &["init", "-q"]);
    run("git", &["add", "."]);
    run("sh", &[hook.to_str().unwrap()]);
    let author = [
        "-c",
        "user.name=tests",
        "-c",
        "user.email=tests@example.org",
    ];
    run(
        "git",
        &[&author[..], &["commit", "-q", "-m", "The rule book"]].concat(),
    );
    let ruleset = folder.join("rules/2025/ruleset.dictamen");
    let text = fs::read_to_string(&ruleset).unwrap();
    fs::write(
        &ruleset,
        text.replace("Register the contract", "Register it"),
    )
    .unwrap();
    run("git", &["add", "."]);
    run("sh", &[hook.to_str().unwrap()]);
}
