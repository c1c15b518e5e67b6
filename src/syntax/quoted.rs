//! Quoted texts: what stands between the quotes, and the expressions in a message.

use super::ast::{Inserted, Message, MessagePart, Name, Text};
use super::build::{Builder, in_nfc};
use super::expression;
use super::grammar::{Rule, is_reserved, word};
use super::scan::{Stop, is_name_char, scan};
use crate::diagnostic::codes;
use unicode_normalization::UnicodeNormalization;

/// A text or a stretch of one in NFC, with its escapes and line breaks resolved.
struct Decoded {
    value: String,
    /// Where an escape stands that means nothing, if one does.
    unknown_escape: Option<usize>,
}

fn decode(raw: &str) -> Decoded {
    let mut value = String::with_capacity(raw.len());
    let mut unknown_escape = None;
    let mut chars = raw.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some((_, escaped @ ('"' | '\\' | '{' | '}'))) => value.push(escaped),
                Some((_, other)) => {
                    unknown_escape = unknown_escape.or(Some(at));
                    value.push(other);
                }
                None => value.push('\\'),
            },
            '\n' => {
                value.truncate(value.trim_end_matches([' ', '\t', '\r']).len());
                while chars.next_if(|(_, next)| next.is_whitespace()).is_some() {}
                value.push(' ');
            }
            _ => value.push(c),
        }
    }
    Decoded {
        value: in_nfc(&value),
        unknown_escape,
    }
}

/// The text of a quoted piece whose quotes stand at both ends, and which inserts nothing.
pub(super) fn text(builder: &mut Builder, start: usize, end: usize) -> Option<Text> {
    let span = builder.reader.span(start, end);
    if let Some(at) = brace(
        builder.reader.text.as_bytes(),
        start + 1,
        end.saturating_sub(1),
    ) {
        builder.reader.error(
            codes::BARE_BRACE,
            "nothing is inserted in this text",
            builder.reader.span(at, at + 1),
            "a bare brace",
            "write `\\{` for the sign itself; a title and a `text` take plain parameters, `otherwise` and `remedy` any expression",
        );
        return None;
    }
    let value = stretch(builder, start + 1, end.saturating_sub(1))?;
    Some(Text {
        value,
        span,
        inserted: Vec::new(),
    })
}

/// A title or a `text`, in which `{cap}` stands for the value of a plain parameter.
pub(super) fn worded(builder: &mut Builder, start: usize, end: usize) -> Option<Text> {
    let span = builder.reader.span(start, end);
    let last = end.saturating_sub(1);
    let (mut at, mut value, mut inserted) = (start + 1, String::new(), Vec::new());
    while let Some(open) = brace(builder.reader.text.as_bytes(), at, last) {
        value.push_str(&stretch(builder, at, open)?);
        let inside = builder.reader.text[open + 1..last].find('}');
        let Some(close) = inside.map(|length| open + 1 + length) else {
            builder.reader.error(
                codes::UNCLOSED_BRACKET,
                "this `{` is not closed",
                builder.reader.span(open, open + 1),
                "opened here",
                "write `}` where the parameter's name ends, or `\\{` for the sign itself",
            );
            return None;
        };
        let written = &builder.reader.text[open + 1..close];
        let name = written.trim();
        let named = name.starts_with(|c: char| !c.is_ascii_digit())
            && !name.is_empty()
            && name.chars().all(is_name_char)
            && word(name).is_none_or(|rule| !is_reserved(rule));
        if !named {
            builder.reader.error(
                codes::BARE_BRACE,
                "a title and a `text` take the names of plain parameters alone",
                builder.reader.span(open, close + 1),
                "no name of a parameter",
                "write `{PARAMETER}`, or `\\{` for the sign itself",
            );
            return None;
        }
        let from = open + 1 + written.len() - written.trim_start().len();
        let text: String = name.nfc().collect();
        let name = Name {
            text,
            span: builder.reader.span(from, from + name.len()),
        };
        let before = value.len();
        value.push_str(&format!("{{{}}}", name.text));
        inserted.push(Inserted { at: before, name });
        at = close + 1;
    }
    value.push_str(&stretch(builder, at, last)?);
    Some(Text {
        value,
        span,
        inserted,
    })
}

/// Where the first opening brace stands that no backslash is before.
fn brace(bytes: &[u8], from: usize, end: usize) -> Option<usize> {
    let mut at = from;
    while at < end {
        match bytes[at] {
            b'\\' => at += 2,
            b'{' => return Some(at),
            _ => at += 1,
        }
    }
    None
}

/// A text within a message, whose escapes are escaped once more.
pub(super) fn inside_text(builder: &mut Builder, start: usize, end: usize) -> Option<String> {
    let outer = stretch(builder, start + 2, end.saturating_sub(2))?;
    let decoded = decode(&outer);
    if let Some(at) = decoded.unknown_escape {
        let written: String = outer[at..].chars().take(2).collect();
        return unknown_escape(builder, &written, start, end);
    }
    Some(decoded.value)
}

fn stretch(builder: &mut Builder, start: usize, end: usize) -> Option<String> {
    let decoded = decode(builder.reader.text.get(start..end)?);
    match decoded.unknown_escape {
        None => Some(decoded.value),
        Some(at) => {
            let written: String = builder.reader.text[start + at..].chars().take(2).collect();
            unknown_escape(builder, &written, start + at, start + at + written.len())
        }
    }
}

fn unknown_escape(
    builder: &mut Builder,
    written: &str,
    start: usize,
    end: usize,
) -> Option<String> {
    builder.reader.error(
        codes::UNKNOWN_ESCAPE,
        format!(
            "`\\{}` means nothing in a text",
            written[1..].escape_debug()
        ),
        builder.reader.span(start, end),
        "",
        "write `\\\\` for a backslash; `\\\"` and `\\{` are the other two",
    );
    None
}

/// A message: a quoted text in which `{…}` is an expression.
pub(super) fn message(builder: &mut Builder, start: usize, end: usize) -> Option<Message> {
    let bytes = builder.reader.text.as_bytes();
    let (mut at, last) = (start + 1, end.saturating_sub(1));
    let mut words = at;
    let mut parts = Vec::new();
    let mut sound = true;
    while at < last {
        match bytes[at] {
            b'\\' => at += 2,
            b'{' => {
                sound &= push_words(builder, &mut parts, words, at);
                let Some(close) = closing_brace(bytes, at + 1, last) else {
                    builder.reader.error(
                        codes::UNCLOSED_BRACKET,
                        "this `{` is not closed",
                        builder.reader.span(at, at + 1),
                        "opened here",
                        "write `}` where the expression ends, or `\\{` for the sign itself",
                    );
                    return None;
                };
                match expression_within(builder, at, close) {
                    Some(part) => parts.push(part),
                    None => sound = false,
                }
                at = close + 1;
                words = at;
            }
            _ => at += 1,
        }
    }
    sound &= push_words(builder, &mut parts, words, last);
    sound.then(|| Message {
        parts,
        span: builder.reader.span(start, end),
    })
}

fn push_words(
    builder: &mut Builder,
    parts: &mut Vec<MessagePart>,
    start: usize,
    end: usize,
) -> bool {
    if start >= end {
        return true;
    }
    let words = stretch(builder, start, end);
    let sound = words.is_some();
    parts.extend(words.map(MessagePart::Text));
    sound
}

/// The expression between the braces at `open` and `close`.
fn expression_within(builder: &mut Builder, open: usize, close: usize) -> Option<MessagePart> {
    let reader = &mut *builder.reader;
    let tokens = scan(reader.text, open + 1..close, Stop::Inside);
    if tokens.is_empty() {
        let span = reader.span(open, close + 1);
        let help = "write an expression between the braces, or `\\{` for the sign itself";
        reader.error(
            codes::SYNTAX,
            "expected a value, found nothing between the braces",
            span,
            "",
            help,
        );
        return None;
    }
    let mut parsed = reader.read(Rule::whole_expression, &tokens, &[])?;
    let mut inner = Builder {
        reader,
        base: parsed.base,
    };
    let pair = parsed.pairs.next()?;
    expression::build(&mut inner, pair).map(MessagePart::Expr)
}

/// Where the brace that opened before `from` closes.
fn closing_brace(bytes: &[u8], from: usize, end: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut at = from;
    while at < end {
        match bytes[at] {
            b'\\' if bytes[at + 1] == b'"' => {
                quoted = !quoted;
                at += 1;
            }
            b'\\' if quoted && bytes[at + 1] == b'\\' => {
                at += if bytes.get(at + 2) == Some(&b'\\') {
                    3
                } else {
                    2
                }
            }
            b'{' if !quoted => depth += 1,
            b'}' if !quoted && depth == 0 => return Some(at),
            b'}' if !quoted => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn a_line_break_with_its_indentation_is_one_space() {
        assert_eq!(
            decode("the Unit \r\n      with\n\n  the rest").value,
            "the Unit with the rest"
        );
    }
}
