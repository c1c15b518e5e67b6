//! Rule books, sound and broken, as the checks see them.
//!
//! A broken book is one file in `fixtures/check/broken`, named by the code that it shows. What it does
//! not say itself it has from `fixtures/check/base`: a vocabulary, a calendar, a first version.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fmt::Write as _;
use std::path::Path;

use dictamen::diagnostic::{Diagnostic, Label, codes};
use dictamen::source::{SourceFile, Sources};

/// One diagnostic as plain lines.
fn plain(sources: &Sources, found: &Diagnostic) -> String {
    let place = |label: &Label| {
        let file = sources.get(label.span.source);
        let at = file.line_column(label.span.start);
        format!(
            "{}:{}:{} `{}`",
            file.path.display(),
            at.line,
            at.column,
            sources.quote(label.span)
        )
    };
    let mut text = format!("{} {}\n", found.code.code, found.message);
    let _ = writeln!(text, "  {}: {}", place(&found.primary), found.primary.text);
    for label in &found.secondary {
        let _ = writeln!(text, "  also {}: {}", place(label), label.text);
    }
    if let Some(help) = &found.help {
        let _ = writeln!(text, "  help: {help}");
    }
    text
}

fn all(sources: &Sources, found: &[Diagnostic]) -> String {
    found.iter().map(|found| plain(sources, found)).collect()
}

/// The text of a fixture with what it does not say itself.
fn with_base(name: &str, text: &str) -> Sources {
    let says = |word: &str| {
        let begins = |line: &str| line.starts_with(word) && !line.contains(" amends ");
        text.lines().any(begins) || text.starts_with(&format!("# no {}", word.trim()))
    };
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/check/base");
    let mut sources = Sources::new();
    for part in ["vocabulary", "calendar", "ruleset"] {
        // A second calendar or vocabulary is written with the first; a second first version is not.
        if !says(&format!("{part} ")) || name.starts_with("b0210_two_first") {
            let text = std::fs::read_to_string(base.join(format!("{part}.dictamen")));
            let text = text.unwrap();
            sources.add(SourceFile::new(format!("base/{part}.dictamen"), text));
        }
    }
    sources.add(SourceFile::new(name, text));
    sources
}

#[test]
fn sound_books() {
    insta::glob!("../../fixtures/check", "sound/*", |path| {
        let loaded = dictamen::load(path).unwrap();
        let told = all(&loaded.sources, &loaded.diagnostics);
        assert!(loaded.ir.is_some(), "{told}");
        let listing = dictamen::check::listing(&loaded.ir.unwrap(), &loaded.sources);
        insta::assert_snapshot!(listing);
    });
}

#[test]
fn broken_books() {
    insta::glob!("../../fixtures/check", "broken/*.dictamen", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy();
        let loaded = dictamen::load_texts(with_base(&name, &text));
        assert!(loaded.ir.is_none(), "{name} is sound");
        let told = all(&loaded.sources, &loaded.diagnostics);
        if let Some((code, _)) = name.split_once('_')
            && code.len() == 5
        {
            let code = code.to_uppercase();
            assert!(
                told.lines().any(|line| line.starts_with(&code)),
                "{name}\n{told}"
            );
        }
        insta::assert_snapshot!(told);
    });
}

#[test]
fn the_base_is_sound() {
    let loaded = dictamen::load_texts(with_base("empty.dictamen", ""));
    assert!(
        loaded.ir.is_some(),
        "{}",
        all(&loaded.sources, &loaded.diagnostics)
    );
}

#[test]
fn every_code_has_a_fixture() {
    let broken = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/check/broken");
    let names: Vec<String> = std::fs::read_dir(broken)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    for code in codes::ALL {
        // What is no text cannot be a fixture beside the others; the versions' tests write one.
        if code == &codes::NOT_UTF8 {
            continue;
        }
        if code.code.starts_with(['B', 'N', 'T']) {
            let start = format!("{}_", code.code.to_lowercase());
            assert!(
                names.iter().any(|name| name.starts_with(&start)),
                "{}",
                code.code
            );
        }
    }
}

#[test]
fn what_the_codes_show_can_be_read() {
    for code in codes::ALL {
        if code.code.starts_with(['B', 'N', 'T']) {
            for text in [code.example, code.mend] {
                let mut sources = Sources::new();
                let id = sources.add(SourceFile::new(code.code, text));
                let parsed = dictamen::syntax::parse(id, text);
                assert!(
                    parsed.diagnostics.is_empty(),
                    "{text}\n{}",
                    all(&sources, &parsed.diagnostics)
                );
            }
        }
    }
}
