//! One layout: the tree is the same, every comment stands where it stood, and twice is as once.

use dictamen::source::SourceId;
use dictamen::syntax::{format, parse, tree};
use std::path::{Path, PathBuf};
use unicode_width::UnicodeWidthStr;

/// Every rules file below a folder.
fn rules_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rules_files(&path, found);
        } else if path.extension().is_some_and(|end| end == "dictamen") {
            found.push(path);
        }
    }
}

/// The comments of a text without quotes in them, in order.
fn comments(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut quoted = false;
    for line in text.lines() {
        let mut before = ' ';
        for (at, c) in line.char_indices() {
            match c {
                '"' if before != '\\' => quoted = !quoted,
                '#' if !quoted => {
                    found.push(line[at..].trim_end());
                    break;
                }
                _ => {}
            }
            before = if before == '\\' { ' ' } else { c };
        }
    }
    found
}

#[test]
fn every_sound_rules_file_keeps_its_tree_and_its_comments() {
    let mut files = Vec::new();
    for folder in ["rules", "fixtures"] {
        rules_files(Path::new(folder), &mut files);
    }
    let mut formatted = 0;
    for path in files {
        // A file that is no text at all is a fixture of its own.
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        let parsed = parse(SourceId(0), &text);
        if !parsed.diagnostics.is_empty() {
            assert!(format(SourceId(0), &text).is_err(), "{}", path.display());
            continue;
        }
        let once = format(SourceId(0), &text).unwrap_or_else(|why| panic!("{path:?}: {why:?}"));
        let again = parse(SourceId(0), &once);
        assert_eq!(
            tree::list(&again.file),
            tree::list(&parsed.file),
            "{path:?}"
        );
        assert_eq!(format(SourceId(0), &once).unwrap(), once, "{path:?}");
        // A filing's key and a calendar's lines come first, and their comments with them.
        let (mut kept, mut had) = (comments(&once), comments(&text));
        if !text.contains("\nfiling") && !text.contains("\ncalendar") {
            assert_eq!(kept, had, "{path:?}");
        }
        kept.sort_unstable();
        had.sort_unstable();
        assert_eq!(kept, had, "{path:?}");
        for line in once.lines() {
            let words = line.split(['#']).next().unwrap_or("");
            // What cannot be broken: a long name or label, a text without spaces.
            let breakable = words.trim().split(' ').count() > 6;
            assert!(
                words.trim_end().width() <= 100 || !breakable,
                "{path:?}: {line}"
            );
        }
        formatted += 1;
    }
    assert!(formatted > 60, "{formatted} files");
}

#[test]
fn comments_stand_where_they_stood() {
    insta::glob!("../../fixtures/format", "*.dictamen", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        insta::assert_snapshot!(format(SourceId(0), &text).unwrap());
    });
}

#[test]
fn a_text_with_a_mistake_is_left_alone() {
    let found = format(SourceId(0), "enum\n");
    assert!(matches!(
        found,
        Err(dictamen::syntax::Unformatted::Mistakes(mistakes)) if mistakes.len() == 1
    ));
}
