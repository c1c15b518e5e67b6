//! A first look at a text, before pest sees it: where its words, quoted texts and brackets stand.
//!
//! What is found here decides where an item or a line ends, so that a mistake in one does not reach the
//! next. Linear in the text, and without recursion.

use super::grammar::{Rule, begins_item, word};
use pest::unicode::{DECIMAL_NUMBER, LETTER, MARK};
use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `clause`, `projects`
    Word,
    /// `100_000`, `80.60`, and what is glued to it
    Number,
    /// `"Acuerdo art. 9"`
    Text,
    /// A text whose closing quote is missing.
    OpenText,
    /// `(` or `{`
    Open,
    /// `)` or `}`
    Close,
    /// Any other character.
    Sign,
}

/// A piece of the text that is neither space nor comment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: Kind,
    /// The word of the language that it is, if it is one.
    pub(super) word: Option<Rule>,
    /// Its first byte.
    pub(super) start: usize,
    /// The byte after its last.
    pub(super) end: usize,
    /// Whether it is the first of its line.
    pub(super) first: bool,
    /// Whether nothing at all stands before it on its line.
    pub(super) margin: bool,
}

/// Where a text without a closing quote is given up.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stop {
    /// At a line at the margin that starts with an item's first word.
    Item,
    /// At any line that starts with one of the words for which this holds as well.
    Line(fn(&str) -> bool),
    /// At the end of its line.
    EndOfLine,
    /// Nowhere: the text is a message's expression, whose own quotes are written `\"`.
    Inside,
}

/// Whether a character can stand in a name.
pub(crate) fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || c == '_'
        || (!c.is_ascii() && (LETTER(c) || MARK(c) || DECIMAL_NUMBER(c)))
}

/// The tokens of a stretch of a text.
pub(super) fn scan(text: &str, range: Range<usize>, stop: Stop) -> Vec<Token> {
    let mut tokens = Vec::new();
    let end = range.end;
    let mut at = range.start;
    let mut line_start = at == 0 || text[..at].ends_with('\n') || text[..at].ends_with('\u{feff}');
    let mut margin = line_start;
    while let Some(c) = text[at..end].chars().next() {
        let start = at;
        at += c.len_utf8();
        if c == '\n' {
            line_start = true;
            margin = true;
            continue;
        }
        if c == '#' {
            at = text[at..end].find('\n').map_or(end, |found| at + found);
            continue;
        }
        if c.is_whitespace() {
            margin = false;
            continue;
        }
        let inside = matches!(stop, Stop::Inside);
        let kind = match c {
            '(' | '{' => Kind::Open,
            ')' | '}' => Kind::Close,
            '"' if !inside => {
                let (after, closed) = end_of_text(text, at, end, stop);
                at = after;
                if closed { Kind::Text } else { Kind::OpenText }
            }
            '\\' if inside && text[at..end].starts_with('"') => {
                let (after, closed) = end_of_inside_text(text, at + 1, end);
                at = after;
                if closed { Kind::Text } else { Kind::OpenText }
            }
            _ if c.is_ascii_digit() => {
                at = end_of_number(text, at, end);
                Kind::Number
            }
            _ if is_name_char(c) => {
                at = end_of_name(text, at, end);
                Kind::Word
            }
            _ => Kind::Sign,
        };
        let word = match kind {
            Kind::Word => word(&text[start..at]),
            _ => None,
        };
        tokens.push(Token {
            kind,
            word,
            start,
            end: at,
            first: line_start,
            margin,
        });
        line_start = false;
        margin = false;
    }
    tokens
}

fn end_of_name(text: &str, from: usize, end: usize) -> usize {
    let rest = &text[from..end];
    rest.find(|c| !is_name_char(c))
        .map_or(end, |found| from + found)
}

/// Digits with what is glued to them, and one fraction.
fn end_of_number(text: &str, from: usize, end: usize) -> usize {
    let whole = end_of_name(text, from, end);
    let mut after = text[whole..end].chars();
    if after.next() == Some('.') && after.next().is_some_and(|c| c.is_ascii_digit()) {
        return end_of_name(text, whole + 1, end);
    }
    whole
}

/// Where a text whose first character stands at `from` ends, and whether by a quote.
fn end_of_text(text: &str, from: usize, end: usize, stop: Stop) -> (usize, bool) {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < end {
        match bytes[at] {
            b'\\' => at += 1,
            b'"' => return (at + 1, true),
            b'\n' if gives_up(&text[at + 1..end], stop) => {
                return (from + text[from..at].trim_end().len(), false);
            }
            _ => {}
        }
        at += 1;
    }
    (from + text[from..end].trim_end().len(), false)
}

/// Whether a text that is still open at this line has lost its closing quote.
fn gives_up(line: &str, stop: Stop) -> bool {
    let line = line.split('\n').next().unwrap_or(line);
    let item = || word(&line[..end_of_name(line, 0, line.len())]).is_some_and(begins_item);
    match stop {
        Stop::Item => item(),
        Stop::Line(words) => item() || words(line.trim_start()),
        Stop::EndOfLine => true,
        Stop::Inside => false,
    }
}

/// The same within a message, where the quotes are `\"` and what they escape is escaped twice.
fn end_of_inside_text(text: &str, from: usize, end: usize) -> (usize, bool) {
    let bytes = &text.as_bytes()[..end];
    let mut at = from;
    while at < end {
        match bytes[at] {
            b'\\' if bytes.get(at + 1) == Some(&b'"') => return (at + 2, true),
            b'\\' if bytes.get(at + 1) == Some(&b'\\') => {
                at += if bytes.get(at + 2) == Some(&b'\\') {
                    4
                } else {
                    3
                };
            }
            _ => at += 1,
        }
    }
    (end, false)
}
