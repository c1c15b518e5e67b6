//! The queries fit the grammar, and the colours leave nothing out.

use crate::shared::{nodes, parse, root};
use std::collections::BTreeMap;
use tree_sitter::{Language, Query, QueryCursor, StreamingIterator};

fn language() -> Language {
    tree_sitter_dictamen::LANGUAGE.into()
}

#[test]
fn every_query_fits_the_grammar() {
    let folders = ["tree-sitter/queries", "zed/languages/dictamen"];
    let listed = folders.map(|folder| std::fs::read_dir(root().join("editors").join(folder)));
    let files = listed.into_iter().flat_map(|files| files.expect("there are queries"));
    let mut count = 0;
    for file in files {
        let path = file.expect("it can be listed").path();
        if path.extension().is_none_or(|ending| ending != "scm") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("it can be read");
        Query::new(&language(), &text)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        count += 1;
    }
    assert!(count >= 6, "{count}");
}

/// What is captured in a text, by where it stands.
fn colours(text: &str) -> BTreeMap<(usize, usize), Vec<String>> {
    let tree = parse(text.as_bytes());
    let query = Query::new(&language(), tree_sitter_dictamen::HIGHLIGHTS_QUERY).expect("it fits");
    let mut cursor = QueryCursor::new();
    let mut found = BTreeMap::<_, Vec<String>>::new();
    let mut captures = cursor.captures(&query, tree.root_node(), text.as_bytes());
    while let Some((matched, at)) = captures.next() {
        let capture = matched.captures()[*at];
        let name = query.capture_names()[capture.index as usize].to_owned();
        let range = capture.node.byte_range();
        found
            .entry((range.start, range.end))
            .or_default()
            .push(name);
    }
    found
}

/// Files in which every form stands.
const FILES: &[&str] = &[
    "fixtures/syntax/expressions.dictamen",
    "fixtures/syntax/tables.dictamen",
    "fixtures/syntax/clause.dictamen",
    "fixtures/syntax/calendar.dictamen",
    "fixtures/syntax/vocabulary.dictamen",
    "fixtures/syntax/amends.dictamen",
    "fixtures/syntax/translation.dictamen",
    "fixtures/syntax/ruleset.dictamen",
    "rules/vocabulary.dictamen",
    "rules/2018/acuerdo_09_procurement.dictamen",
];

#[test]
fn every_leaf_has_one_colour() {
    for file in FILES {
        let text = std::fs::read_to_string(root().join(file)).expect("it is there");
        let colours = colours(&text);
        for (range, names) in &colours {
            assert_eq!(
                names.len(),
                1,
                "{file}: {names:?} for `{}`",
                &text[range.0..range.1]
            );
        }
        let tree = parse(text.as_bytes());
        for leaf in nodes(&tree)
            .into_iter()
            .filter(|node| node.child_count() == 0)
        {
            let mut around = Some(leaf);
            let mut coloured = leaf.byte_range().is_empty();
            while let Some(node) = around.filter(|_| !coloured) {
                coloured = colours.contains_key(&(node.start_byte(), node.end_byte()));
                around = node.parent().filter(|parent| parent.parent().is_some());
            }
            let line = leaf.start_position().row + 1;
            assert!(
                coloured,
                "{file}:{line}: no colour for `{}`",
                &text[leaf.byte_range()]
            );
        }
    }
}
