//! The tutorial typed in as it stands, from an empty folder.

use std::path::Path;
use std::process::Command;

/// The files that a page has one write: a line that begins with a path, and the block behind it.
fn files(page: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find("\n`rules/") {
        let from = &rest[at + 2..];
        let (path, after) = from.split_once('`').unwrap();
        let (_, block) = after.split_once("```").unwrap();
        let (_, block) = block.split_once('\n').unwrap();
        let (text, after) = block.split_once("```").unwrap();
        found.push((path.to_owned(), text.to_owned()));
        rest = after;
    }
    found
}

#[test]
fn the_tutorial_typed_in_checks_and_tests_itself() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/writing-rules.md");
    let page = std::fs::read_to_string(page).unwrap();
    let files = files(&page);
    assert_eq!(files.len(), 5);
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    for command in ["check", "test"] {
        let ran = Command::new(env!("CARGO_BIN_EXE_dictamen"))
            .arg(command)
            .current_dir(folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ran.stdout).into_owned();
        let told = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(ran.status.success(), "{command}: {said}{told}");
    }
}
