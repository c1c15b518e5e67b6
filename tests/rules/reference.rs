//! The reference says every word of the language, and every example in it is sound.

use std::collections::BTreeSet;

use dictamen::source::{SourceFile, Sources};

fn read(path: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(path).unwrap()
}

/// The blocks of a page that are rules, each with what its fence says behind the language.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find("```dictamen") {
        let block = &rest[at + "```dictamen".len()..];
        let (kind, block) = block.split_once('\n').unwrap();
        let (text, after) = block.split_once("```").unwrap();
        found.push((kind.trim().to_owned(), text.to_owned()));
        rest = after;
    }
    found
}

fn base() -> String {
    let page = read("docs/language.md");
    let mut all = blocks(&page).into_iter();
    all.find(|(kind, _)| kind == "base").unwrap().1
}

/// Each example stands with the book that opens the reference, and alone.
fn sound(path: &str, least: usize) {
    let base = base();
    let page = read(path);
    let examples: Vec<String> = blocks(&page)
        .into_iter()
        .filter(|(kind, _)| kind.is_empty())
        .map(|(_, text)| text)
        .collect();
    assert!(
        examples.len() >= least,
        "{path}: {} examples",
        examples.len()
    );
    for example in examples {
        let mut sources = Sources::new();
        sources.add(SourceFile::new("base.dictamen", base.clone()));
        let text = format!("part of contract_law 2020\n\n{example}");
        sources.add(SourceFile::new(path, text));
        let loaded = dictamen::load_texts(sources);
        let told: Vec<String> = loaded
            .diagnostics
            .iter()
            .map(|found| {
                let place = loaded.sources.quote(found.primary.span);
                format!("{} {} at `{place}`", found.code.code, found.message)
            })
            .collect();
        assert!(
            loaded.ir.is_some() && told.is_empty(),
            "{example}\n{told:#?}"
        );
    }
}

#[test]
fn the_examples_of_the_reference_are_sound() {
    sound("docs/language.md", 6);
}

#[test]
fn the_examples_of_the_other_pages_are_sound() {
    sound("docs/from-a-decree.md", 30);
    sound("docs/from-a-spreadsheet.md", 4);
    sound("docs/from-rego-or-catala.md", 3);
}

/// Whether a page says every word that the grammar knows.
#[track_caller]
fn says_every_word(page: &str) {
    let page = read(page);
    let said: BTreeSet<&str> = page
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .collect();
    let grammar = read("grammar/keywords.pest");
    let words = grammar.lines().filter_map(|line| {
        let rule = line.starts_with("word_") || line.starts_with("soft_");
        rule.then(|| line.split('"').nth(1)).flatten()
    });
    let missing: Vec<&str> = words.filter(|word| !said.contains(word)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_reference_says_every_word_of_the_language() {
    says_every_word("docs/language.md");
}

#[test]
fn the_cheat_sheet_says_every_word_too() {
    says_every_word("docs/cheat-sheet.md");
}
