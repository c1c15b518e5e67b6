//! Every rules file of the project: no mistake of form where `dictamen` sees none, one where it sees one.

use crate::shared::{nodes, parse, root};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// What is written in a form that is known and is a mistake all the same: lines that are lacking, doubled or out of
/// order, operators that need brackets, words that say nothing. An editor shows those from the language server.
const FORGIVEN: &[&str] = &[
    "S0103", "S0104", "S0105", "S0106", "S0115", "S0116", "S0117", "S0131",
];

/// The rules files under version control.
fn files() -> Vec<String> {
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--", "*.dictamen"])
        .current_dir(root())
        .output()
        .expect("git runs");
    let listed = String::from_utf8(listed.stdout).expect("names are UTF-8");
    listed
        .split('\0')
        .filter(|file| !file.is_empty() && !file.starts_with("editors/"))
        .map(str::to_owned)
        .collect()
}

/// The program that cargo built in the project, or the one that `DICTAMEN` names.
fn dictamen() -> Command {
    let built = || root().join("target/debug/dictamen").into_os_string();
    let program = std::env::var_os("DICTAMEN").unwrap_or_else(built);
    assert!(
        Path::new(&program).is_file(),
        "cargo build first: there is no {program:?}"
    );
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The codes of the mistakes of form in each file that has any, as `dictamen fmt` tells them.
fn mistakes(files: &[String]) -> BTreeMap<String, BTreeSet<String>> {
    let said = dictamen()
        .args(["fmt", "--check"])
        .args(files)
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&said.stderr).into_owned();
    let mut found = BTreeMap::<String, BTreeSet<String>>::new();
    let mut code = None;
    for line in said.lines() {
        if let Some(rest) = line.strip_prefix("error[") {
            code = rest.split(']').next();
        } else if let (Some(place), Some(told)) = (line.trim_start().strip_prefix("--> "), code) {
            let file = place.rsplitn(3, ':').last().unwrap_or(place);
            found
                .entry(file.to_owned())
                .or_default()
                .insert(told.to_owned());
            code = None;
        }
    }
    found
}

#[test]
fn a_mistake_of_form_is_one_here_too_and_nothing_else_is() {
    let files = files();
    assert!(files.len() > 200, "{} files", files.len());
    let mistakes = mistakes(&files);
    assert!(mistakes.len() > 30, "{mistakes:?}");
    let mut wrong = Vec::new();
    for file in &files {
        let text = std::fs::read(root().join(file)).expect("the file is there");
        let tree = parse(&text);
        let codes = mistakes.get(file);
        let expected =
            codes.is_some_and(|codes| codes.iter().any(|code| !FORGIVEN.contains(&code.as_str())));
        if codes.is_none() && tree.root_node().has_error() {
            let nodes = nodes(&tree);
            let first = nodes
                .iter()
                .find(|node| node.is_error() || node.is_missing());
            let place = first.map(|node| (node.start_position().row + 1, node.to_string()));
            wrong.push(format!("{file}: sound, but {place:?}"));
        }
        if expected && !tree.root_node().has_error() {
            wrong.push(format!("{file}: {codes:?} is not seen"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
