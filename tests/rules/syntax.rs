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

/// Garbage, quotes without an end, and signs of other languages, in their thousands.
#[test]
fn what_follows_a_thousand_mistakes_is_not_read() {
    let clause =
        |body: &str| format!("clause a.b \"A\"\n  cites \"art. 1\"\n  requires {body}\n\n");
    let many = [
        "some other text\n".repeat(50_000),
        clause("a == 1").repeat(5_000),
        clause("\"x").repeat(5_000),
        clause(&"[ ".repeat(50_000)),
        format!("record A\n{}", "  a of b\n".repeat(50_000)),
        format!("{}{}", clause("true"), "  cites \"a\"\n".repeat(50_000)),
        "calendar a\n".to_owned() + &"  holiday x\n".repeat(50_000),
    ];
    for text in many {
        let found = parse(SourceId(0), &text).diagnostics;
        assert_eq!(found.len(), 1_001, "{}", &text[..80]);
        let (stop, told) = found.split_last().unwrap();
        assert_eq!(stop.code, codes::TOO_MANY_MISTAKES);
        assert!(told.iter().all(|one| one.code != codes::TOO_MANY_MISTAKES));
        assert!(told.iter().all(|one| one.primary.span <= stop.primary.span));
    }
    let exactly = "some other text\n".repeat(1_000);
    let found = parse(SourceId(0), &exactly).diagnostics;
    assert!(found.len() == 1_000 && found.iter().all(|one| one.code == codes::UNKNOWN_ITEM));
}
