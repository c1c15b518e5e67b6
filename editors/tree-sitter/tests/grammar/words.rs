//! The words of the grammar are those of the language, and each has a colour.

use crate::shared::root;
use std::collections::BTreeSet;
use tree_sitter::Language;

/// The words of `grammar/keywords.pest`, those that stay free as names too: `word_clause = @{ "clause" ~ word_end }`.
fn words() -> BTreeSet<String> {
    let file = root().join("grammar/keywords.pest");
    let text = std::fs::read_to_string(file).expect("the grammar is there");
    let spelled = text.lines().filter(|line| line.contains("~ word_end }"));
    spelled
        .filter_map(|line| Some(line.split('"').nth(1)?.to_owned()))
        .collect()
}

/// The words that the grammar for tree-sitter knows.
fn known() -> BTreeSet<String> {
    let language = Language::new(tree_sitter_dictamen::LANGUAGE);
    let kinds = (0..language.node_kind_count())
        .filter_map(|id| u16::try_from(id).ok())
        .filter(|id| language.node_kind_is_visible(*id) && !language.node_kind_is_named(*id))
        .filter_map(|id| language.node_kind_for_id(id));
    let one_word = |kind: &&str| kind.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    kinds.filter(one_word).map(str::to_owned).collect()
}

/// Words that the colours name by the node around them: `(boolean)` for `true`.
const WITHIN_NODES: &[&str] = &[
    "as_of",
    "draft",
    "longest_gap",
    "count",
    "boolean",
    "integer",
    "decimal",
    "date",
    "true",
    "false",
    "this",
    "business",
    "days",
    "day",
    "months",
    "month",
    "round",
    "business_days",
    "next_business_day",
    "previous_business_day",
];

#[test]
fn every_word_of_the_language_is_known() {
    let words = words();
    assert!(words.len() > 100, "{words:?}");
    let grammar = std::fs::read_to_string(root().join("editors/tree-sitter/grammar.js"))
        .expect("it is there");
    let missing: Vec<_> = words
        .iter()
        .filter(|word| !grammar.contains(&format!("\"{word}\"")))
        .collect();
    assert!(missing.is_empty(), "not in grammar.js: {missing:?}");
}

#[test]
fn no_word_is_known_that_the_language_lacks() {
    let words = words();
    let strange: Vec<_> = known().difference(&words).cloned().collect();
    assert!(strange.is_empty(), "no words of the language: {strange:?}");
}

#[test]
fn the_words_that_cannot_be_names_are_those_of_the_language() {
    let file = root().join("editors/tree-sitter/reserved.json");
    let listed = std::fs::read_to_string(file).expect("it is there");
    let listed: BTreeSet<_> = listed
        .split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect();
    let soft = std::fs::read_to_string(root().join("grammar/keywords.pest")).expect("it is there");
    let reserved: BTreeSet<_> = words()
        .into_iter()
        .filter(|word| soft.contains(&format!("word_{word} = ")))
        .collect();
    assert_eq!(listed, reserved);
}

/// The words that begin an item, as the parser of `dictamen` lists them: `Rule::word_clause`.
fn item_words() -> Vec<String> {
    let file = root().join("src/syntax/grammar.rs");
    let text = std::fs::read_to_string(file).expect("the parser is there");
    let list = text
        .split("const ITEM_WORDS")
        .nth(1)
        .expect("it lists them");
    let list = list.split("];").next().unwrap_or_default();
    let rules = list.split("Rule::").skip(1);
    rules
        .filter_map(|rule| Some(rule.split(',').next()?.split_once('_')?.1.to_owned()))
        .collect()
}

#[test]
fn an_open_text_ends_at_every_word_that_begins_an_item() {
    let scanner = include_str!("../../src/scanner.c");
    let words = item_words();
    assert!(words.len() > 15, "{words:?}");
    for word in words {
        assert!(scanner.contains(&format!("\"{word}\"")), "{word}");
        let text =
            format!("clause a.b \"An open text\n  cites x\n{word} x\n\nenum Last\n  member\n");
        let tree = crate::shared::parse(text.as_bytes());
        let kinds: Vec<_> = crate::shared::nodes(&tree)
            .iter()
            .map(|node| node.kind())
            .collect();
        assert!(
            kinds.contains(&"member"),
            "after an open text before `{word}`: {}",
            tree.root_node()
        );
    }
}

#[test]
fn every_word_has_a_colour() {
    let query = tree_sitter_dictamen::HIGHLIGHTS_QUERY;
    let named = |word: &str| query.contains(&format!("\"{word}\""));
    let without: Vec<_> = words()
        .into_iter()
        .filter(|word| !named(word) && !WITHIN_NODES.contains(&word.as_str()))
        .collect();
    assert!(without.is_empty(), "{without:?}");
}
