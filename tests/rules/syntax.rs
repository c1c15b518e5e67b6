//! Every form of the language reads as the tree that is meant, and every mistake is told where it is.

use dictamen::diagnostic::codes;
use dictamen::source::{SourceFile, SourceId};
use dictamen::syntax::{parse, tree};
use std::collections::BTreeSet;

/// The diagnostics as a person would list them, then the tree.
fn told(text: &str) -> String {
    let parsed = parse(SourceId(0), text);
    let file = SourceFile::new("fixture", text);
    let mut out = String::new();
    for found in &parsed.diagnostics {
        let at = file.line_column(found.primary.span.start);
        let code = found.code.code;
        out.push_str(&format!(
            "{code} {}:{} {}",
            at.line, at.column, found.message
        ));
        out.push('\n');
        for label in &found.secondary {
            let at = file.line_column(label.span.start);
            out.push_str(&format!("      {}:{} {}", at.line, at.column, label.text));
            out.push('\n');
        }
        if let Some(help) = &found.help {
            out.push_str(&format!("      help: {help}"));
            out.push('\n');
        }
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out + &tree::list(&parsed.file)
}

#[test]
fn fixtures() {
    insta::glob!("../../fixtures/syntax", "*.dictamen", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        insta::assert_snapshot!(told(&text));
    });
}

/// The layout that a fixture without mistakes is printed in.
#[test]
fn layout() {
    insta::glob!("../../fixtures/syntax", "*.dictamen", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let parsed = parse(SourceId(0), &text);
        if parsed.diagnostics.is_empty() {
            insta::assert_snapshot!(crate::syntax_support::printed(&parsed));
        }
    });
}

#[test]
fn every_code_has_a_fixture_that_shows_it() {
    let mut shown = BTreeSet::new();
    for entry in std::fs::read_dir("fixtures/syntax").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if let Some((code, _)) = name
            .split_once('_')
            .filter(|(code, _)| code.starts_with("s0"))
        {
            let text = std::fs::read_to_string(&path).unwrap();
            let found = parse(SourceId(0), &text).diagnostics;
            let code = code.to_uppercase();
            assert!(
                found.iter().any(|found| found.code.code == code),
                "{name} does not show {code}"
            );
            shown.insert(code);
        }
    }
    let all = codes::ALL.iter().map(|entry| entry.code);
    let missing: Vec<_> = all
        .filter(|code| code.starts_with("S01") && !shown.contains(*code))
        .collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn every_example_of_a_code_shows_it_and_its_mend_shows_nothing() {
    for entry in codes::ALL
        .iter()
        .filter(|entry| entry.code.starts_with("S01"))
    {
        let found = parse(SourceId(0), entry.example).diagnostics;
        let found: Vec<_> = found.iter().map(|found| found.code.code).collect();
        assert_eq!(found, [entry.code], "{}", entry.example);
        assert_eq!(
            parse(SourceId(0), entry.mend).diagnostics,
            [],
            "{}",
            entry.mend
        );
    }
}
