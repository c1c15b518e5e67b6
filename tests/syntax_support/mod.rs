//! The law of printing, which tests and a fuzz target hold.

use dictamen::source::SourceId;
use dictamen::syntax::{Parsed, parse, print::print, tree};

/// Panics unless a tree without mistakes, printed, reads as the same tree and prints as the same text;
/// gives that text.
pub fn printed(parsed: &Parsed) -> String {
    let printed = print(&parsed.file);
    let again = parse(SourceId(0), &printed);
    assert_eq!(again.diagnostics, [], "{printed}");
    assert_eq!(tree::list(&again.file), tree::list(&parsed.file));
    assert_eq!(print(&again.file), printed);
    printed
}
