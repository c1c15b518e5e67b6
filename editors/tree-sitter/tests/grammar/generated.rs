//! The parser that stands here is the one that `grammar.js` gives.

use std::path::Path;
use tree_sitter_generate::{OptLevel, generate_parser_in_directory};

#[test]
fn the_parser_is_the_one_of_the_grammar() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = tempfile::tempdir().expect("a folder can be made");
    let abi = tree_sitter::LANGUAGE_VERSION;
    let grammar = None::<&Path>;
    let optimised = OptLevel::default();
    generate_parser_in_directory(
        here,
        Some(out.path()),
        grammar,
        abi,
        None,
        None,
        true,
        optimised,
        &mut Vec::new(),
    )
    .expect("the grammar is sound");
    for file in ["parser.c", "tree_sitter/parser.h"] {
        let read = |folder: &Path| std::fs::read_to_string(folder.join(file)).expect("it is there");
        assert!(
            read(out.path()) == read(&here.join("src")),
            "src/{file} is not what grammar.js gives: cargo run --example generate"
        );
    }
}
