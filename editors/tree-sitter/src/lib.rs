//! The dictamen language for tree-sitter.

use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_dictamen() -> *const ();
}

/// The language, for `tree_sitter::Parser::set_language`.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_dictamen) };

/// What each piece of a text is, for colours.
pub const HIGHLIGHTS_QUERY: &str = include_str!("../queries/highlights.scm");
