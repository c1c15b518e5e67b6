//! What must hold of any text that is read as rules.

use std::sync::Arc;

use dictamen::compile::compile;
use dictamen::diagnostic::Diagnostic;
use dictamen::report::diagnostics::{counts, excerpts, json};
use dictamen::source::{SourceFile, SourceId, Sources};
use dictamen::syntax::parse;

use crate::syntax_support::printed;

/// What a text has beside it, unless it says it itself.
const BASE: [(&str, &str); 3] = [
    (
        "vocabulary",
        include_str!("../../fixtures/check/base/vocabulary.dictamen"),
    ),
    (
        "calendar",
        include_str!("../../fixtures/check/base/calendar.dictamen"),
    ),
    (
        "ruleset",
        include_str!("../../fixtures/check/base/ruleset.dictamen"),
    ),
];

/// Panics unless what is understood of a text is the same once printed, what is not is told at a place
/// of the text, and a book of it is sound or told to be broken.
pub fn hold(text: &str) {
    hold_text(text);
    hold_book(text);
}

/// The same for bytes; those that are not UTF-8 never reach the parser.
pub fn hold_bytes(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        hold(text);
    }
}

fn hold_text(text: &str) {
    let parsed = parse(SourceId(0), text);
    for found in &parsed.diagnostics {
        placed(found, text);
    }
    if parsed.diagnostics.is_empty() {
        printed(&parsed);
    }
}

fn placed(found: &Diagnostic, text: &str) {
    for label in std::iter::once(&found.primary).chain(&found.secondary) {
        let stretch = label.span.start as usize..label.span.end as usize;
        assert!(text.get(stretch).is_some(), "{found:?}");
    }
}

fn hold_book(text: &str) {
    let mut sources = Sources::new();
    for (part, base) in BASE {
        let says = |line: &str| line.starts_with(part) && !line.contains(" amends ");
        if !text.lines().any(says) {
            sources.add(SourceFile::new(format!("base/{part}.dictamen"), base));
        }
    }
    sources.add(SourceFile::new("input.dictamen", text));
    let loaded = dictamen::load_texts(sources);
    let (errors, _) = counts(&loaded.diagnostics);
    assert_eq!(loaded.ir.is_some(), errors == 0);
    excerpts(&loaded.diagnostics, &loaded.sources, 80);
    json(&loaded.diagnostics, &loaded.sources);
    if let Some(ir) = loaded.ir {
        compile(Arc::new(ir), &loaded.sources);
    }
}
