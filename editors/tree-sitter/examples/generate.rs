//! Writes `src/parser.c` anew from `grammar.js`; needs node. `tree-sitter generate` does the same.

use std::path::Path;
use tree_sitter_generate::{OptLevel, generate_parser_in_directory};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let nowhere = None::<&Path>;
    let abi = tree_sitter::LANGUAGE_VERSION;
    generate_parser_in_directory(
        here,
        nowhere,
        nowhere,
        abi,
        None,
        None,
        true,
        OptLevel::default(),
        &mut Vec::new(),
    )?;
    Ok(())
}
