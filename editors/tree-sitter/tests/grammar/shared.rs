//! What the tests read and parse.

use std::path::{Path, PathBuf};
use tree_sitter::{Node, Parser, Tree};

/// The folder of the whole project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The tree of a text.
pub fn parse(text: &[u8]) -> Tree {
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_dictamen::LANGUAGE.into())
        .expect("the language fits this version");
    parser.parse(text, None).expect("no limit is set")
}

/// Every node of a tree.
pub fn nodes(tree: &Tree) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    let mut left = vec![tree.root_node()];
    while let Some(node) = left.pop() {
        found.push(node);
        let children = (0..node.child_count()).rev();
        left.extend(children.filter_map(|at| node.child(at)));
    }
    found
}
