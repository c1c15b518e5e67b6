//! Where the comments of a text stand among its tokens, and which token of the printed text each of
//! these tokens became.
//!
//! Comments are in no tree. What is printed has the tokens of what was read, in their order but for
//! parentheses that were not needed, so that a comment finds its place again beside its token.

use super::grammar::begins_item;
use super::scan::{Kind, Stop, Token, scan};

/// A comment as it stands in a text.
#[derive(Debug, Clone, Copy)]
pub struct Comment<'t> {
    /// Its first byte.
    pub start: usize,
    /// From `#` to its last character that is not space.
    pub text: &'t str,
    /// How many tokens stand before it.
    pub before: usize,
    /// Whether a token stands before it on its line.
    pub beside: bool,
    /// Whether it stands at the margin.
    pub margin: bool,
    /// Whether the line above it is empty.
    pub apart: bool,
}

/// Every comment of a text, in order.
pub fn notes(text: &str) -> Vec<Comment<'_>> {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let tokens = scan(text, start..text.len(), Stop::Item);
    comments(text, &tokens).0
}

/// Every comment of a text in order, and for each token whether an empty line stands right above it.
pub(super) fn comments<'t>(text: &'t str, tokens: &[Token]) -> (Vec<Comment<'t>>, Vec<bool>) {
    let mut found = Vec::new();
    let mut apart = Vec::new();
    for at in 0..=tokens.len() {
        let start = at.checked_sub(1).map_or(0, |before| tokens[before].end);
        let end = tokens.get(at).map_or(text.len(), |token| token.start);
        let mut empty = false;
        let mut line_start = start;
        let lines: Vec<&str> = text[start..end].split('\n').collect();
        for (number, line) in lines.iter().enumerate() {
            let beside = number == 0 && at > 0;
            // The last line is the beginning of the next token's own.
            let whole = number + 1 < lines.len() || end == text.len();
            if let Some(sign) = line.find('#') {
                found.push(Comment {
                    start: line_start + sign,
                    text: line[sign..].trim_end(),
                    before: at,
                    beside,
                    margin: line[..sign].trim_start_matches('\u{feff}').is_empty(),
                    apart: empty,
                });
                empty = false;
            } else if !beside && whole {
                empty = true;
            }
            line_start += line.len() + 1;
        }
        apart.push(empty);
    }
    (found, apart)
}

/// For each token of what was read, the token of what was printed that it became.
pub(super) fn became(
    (text, tokens): (&str, &[Token]),
    (printed_text, printed): (&str, &[Token]),
) -> Vec<Option<usize>> {
    let mut matched = vec![None; tokens.len()];
    let (items, printed_items) = (items(tokens), items(printed));
    for ((start, end), (first, last)) in items.iter().zip(&printed_items) {
        let one = (text, &tokens[*start..*end]);
        let other = (printed_text, &printed[*first..*last]);
        let became = if has_entries(one.1) {
            by_line(one, other)
        } else {
            in_order(one, other)
        };
        for (at, found) in became.into_iter().enumerate() {
            matched[start + at] = found.map(|found| first + found);
        }
    }
    matched
}

/// Where each item begins and ends.
fn items(tokens: &[Token]) -> Vec<(usize, usize)> {
    let begins = |token: &Token| token.margin && token.word.is_some_and(begins_item);
    let starts: Vec<usize> = (0..tokens.len())
        .filter(|at| begins(&tokens[*at]))
        .collect();
    let ends = starts.iter().skip(1).copied().chain([tokens.len()]);
    starts.iter().copied().zip(ends).collect()
}

/// Whether the lines of an item are one entry each, which are printed in an order of their own.
fn has_entries(tokens: &[Token]) -> bool {
    use super::grammar::Rule;
    let first = tokens.first().and_then(|token| token.word);
    matches!(first, Some(Rule::word_filing | Rule::word_calendar))
}

type Side<'t> = (&'t str, &'t [Token]);

/// The tokens of an item whose lines may have changed places.
fn by_line(one: Side, other: Side) -> Vec<Option<usize>> {
    let lines = |(text, tokens): Side| {
        let mut lines: Vec<(Vec<String>, usize)> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            if token.first || lines.is_empty() {
                lines.push((Vec::new(), at));
            }
            if let Some((words, _)) = lines.last_mut() {
                words.push(plain(text, token));
            }
        }
        lines
    };
    let mut matched = vec![None; one.1.len()];
    let mut left = lines(other);
    for (mut words, start) in lines(one) {
        words.sort_unstable();
        let found = left.iter().position(|(there, _)| {
            let mut there = there.clone();
            there.sort_unstable();
            there == words
        });
        if let Some(found) = found {
            let (_, first) = left.remove(found);
            for at in 0..words.len() {
                matched[start + at] = Some(first + at);
            }
        }
    }
    matched
}

/// The tokens of an item in their order: parentheses may have come or gone, and a word may have taken
/// its other form.
fn in_order(one: Side, other: Side) -> Vec<Option<usize>> {
    let is_bracket = |(text, tokens): Side, at: usize| {
        tokens
            .get(at)
            .is_some_and(|token| matches!(&text[token.start..token.end], "(" | ")"))
    };
    let mut matched = vec![None; one.1.len()];
    let (mut here, mut there) = (0, 0);
    while here < one.1.len() && there < other.1.len() {
        let same = plain(one.0, &one.1[here]) == plain(other.0, &other.1[there]);
        if !same && is_bracket(one, here) {
            matched[here] = there.checked_sub(1);
            here += 1;
        } else if !same && is_bracket(other, there) {
            there += 1;
        } else {
            matched[here] = Some(there);
            here += 1;
            there += 1;
        }
    }
    let last = other.1.len().checked_sub(1);
    matched.iter_mut().skip(here).for_each(|left| *left = last);
    matched
}

/// A token without what its layout may change: the `_` of digits, the line breaks of a text.
fn plain(text: &str, token: &Token) -> String {
    let text = &text[token.start..token.end];
    match token.kind {
        Kind::Number => text.replace('_', ""),
        Kind::Text => text.split_whitespace().collect::<Vec<_>>().join(" "),
        _ => text.to_owned(),
    }
}
