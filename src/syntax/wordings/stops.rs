//! Signs that end or divide a line in other texts, and end nothing here.

use super::Words;
use crate::diagnostic::{Diagnostic, codes};
use crate::syntax::explain::Piece;
use crate::syntax::grammar::Rule;
use crate::syntax::scan::Kind;

/// A sign at the end of a piece that belongs to no expression, and how many tokens stand before it.
pub(in crate::syntax) fn stop_at_end(piece: &Piece) -> Option<(Diagnostic, usize)> {
    let words = Words { piece };
    let last = words.len().checked_sub(1)?;
    let sign = words.text(last);
    if last == 0 || !matches!(sign, "." | "," | ":") {
        return None;
    }
    Some((stop(&words, last), last))
}

/// A sign between the words of a line and what they say: `text: "…"`.
pub(super) fn after_words(words: &Words, index: usize) -> Option<Diagnostic> {
    let sign = words.text(index);
    if !matches!(sign, ":" | "=" | ",") || index == 0 || index + 1 >= words.len() {
        return None;
    }
    let names = matches!(
        words.piece.rule,
        Rule::plain_parameter | Rule::dated_parameter | Rule::plain_sets | Rule::dated_sets
    );
    let first_words = (0..index).all(|at| words.is(at, Kind::Word));
    let header = matches!(words.piece.rule, Rule::clause_header | Rule::ruleset_header);
    let entry = matches!(
        words.piece.rule,
        Rule::field_line | Rule::filing_line | Rule::member_line
    );
    let line = words.piece.rule != Rule::from_line && index <= 2 && first_words;
    (!names && (line || header || entry)).then(|| stop(words, index))
}

fn stop(words: &Words, at: usize) -> Diagnostic {
    let sign = words.text(at);
    let what = match sign {
        "." => "no full stop ends a line".to_owned(),
        _ => format!("no `{sign}` stands here"),
    };
    Diagnostic::error(codes::STOP, what, words.span(at, at + 1), "")
        .help("leave it out: a line ends where the next one begins")
}
