//! Filings as people write them in YAML, each part in a style of its own, and what may go wrong with a
//! text.

#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(missing_docs, reason = "nothing here is published")]

use proptest::collection::vec;
use proptest::prelude::*;

use crate::filings::Node;

/// Choices that are made one after another, and again from the first.
struct Choices<'c> {
    bytes: &'c [u8],
    at: usize,
}

impl Choices<'_> {
    fn next(&mut self, ways: u8) -> u8 {
        self.at += 1;
        self.bytes[self.at % self.bytes.len()] % ways
    }

    fn one_in(&mut self, ways: u8) -> bool {
        self.next(ways) == 0
    }
}

/// A filing in YAML; `choices`, which are not empty, say how each part is written.
pub fn styled(node: &Node, choices: &[u8]) -> String {
    let mut choices = Choices {
        bytes: choices,
        at: 0,
    };
    let mut text = String::new();
    if choices.one_in(4) {
        text.push_str("# A filing\n---\n");
    }
    if let Node::Record(fields) = node {
        write_fields(fields, 0, &mut choices, &mut text);
    }
    if choices.one_in(8) {
        text = text.replace('\n', "\r\n");
    }
    if choices.one_in(8) {
        text.truncate(text.trim_end().len());
    }
    text
}

fn write_fields(
    fields: &[(String, Node)],
    indent: usize,
    choices: &mut Choices<'_>,
    text: &mut String,
) {
    for (at, (name, value)) in fields.iter().enumerate() {
        if at > 0 || !text.ends_with("- ") {
            match choices.next(24) {
                0 => text.push('\n'),
                1 => text.push_str("   # why: [not\n"),
                2 => text.push_str("#\n"),
                _ => {}
            }
            text.push_str(&" ".repeat(indent));
        }
        match choices.next(12) {
            0 => text.push_str(&format!("\"{name}\":")),
            1 => text.push_str(&format!("'{name}':")),
            _ => text.push_str(&format!("{name}:")),
        }
        write_value(value, indent, choices, text);
    }
}

/// What follows a name and its colon, with the end of the line.
fn write_value(node: &Node, indent: usize, choices: &mut Choices<'_>, text: &mut String) {
    match node {
        Node::List(items) if !items.is_empty() && !choices.one_in(4) => {
            end_line(choices, text);
            let indent = indent + [0, 2, 4][usize::from(choices.next(3))];
            for item in items {
                text.push_str(&" ".repeat(indent));
                match item {
                    Node::Record(fields) if !fields.is_empty() && !choices.one_in(4) => {
                        let inner = indent + 2;
                        text.push_str("- ");
                        write_fields(fields, inner, choices, text);
                    }
                    _ => {
                        text.push('-');
                        write_on_line(item, choices, text);
                    }
                }
            }
        }
        Node::Record(fields) if !fields.is_empty() && !choices.one_in(4) => {
            end_line(choices, text);
            let indent = indent + [1, 2, 4][usize::from(choices.next(3))];
            write_fields(fields, indent, choices, text);
        }
        Node::Text(value) if may_be_lines(value) && choices.one_in(4) => {
            write_lines(value, indent, choices, text);
        }
        _ => write_on_line(node, choices, text),
    }
}

fn may_be_lines(value: &str) -> bool {
    let ordinary = |c: char| !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}');
    !value.starts_with(' ') && value.len() > 1 && value.chars().all(ordinary)
}

/// A text behind `|-`, or with a break more behind `|`, perhaps cut in two lines.
fn write_lines(value: &str, indent: usize, choices: &mut Choices<'_>, text: &mut String) {
    let indent = indent + 1 + usize::from(choices.next(3));
    text.push_str([" |-\n", " |\n", "  |-  \n"][usize::from(choices.next(3))]);
    let middle = value.char_indices().nth(value.chars().count() / 2);
    let middle = middle.map_or(0, |(at, _)| at);
    let (first, second) = value.split_at(middle);
    let breaks = ["", "\n", "\n\n", "\n  \n"][usize::from(choices.next(4))];
    text.push_str(&" ".repeat(indent));
    text.push_str(first);
    if !breaks.is_empty() {
        text.push_str(breaks);
        text.push_str(&" ".repeat(indent));
    }
    text.push_str(second);
    text.push('\n');
    if choices.one_in(6) {
        text.push_str("  \n");
    }
}

fn write_on_line(node: &Node, choices: &mut Choices<'_>, text: &mut String) {
    let mut value = String::new();
    write_flow(node, choices, &mut value, false);
    if !value.is_empty() {
        text.push_str(&" ".repeat(usize::from(choices.next(2)) + 1));
        text.push_str(&value);
    }
    end_line(choices, text);
}

fn end_line(choices: &mut Choices<'_>, text: &mut String) {
    match choices.next(16) {
        0 => text.push_str(" # a 'word'"),
        1 => text.push_str("   "),
        _ => {}
    }
    text.push('\n');
}

/// A value on one line, or in brackets over several.
fn write_flow(node: &Node, choices: &mut Choices<'_>, text: &mut String, in_brackets: bool) {
    match node {
        Node::Null if choices.one_in(3) && !in_brackets => {}
        Node::Null => text.push_str(["~", "null", "Null", "NULL"][usize::from(choices.next(4))]),
        Node::Boolean(value) => text.push_str(&value.to_string()),
        Node::Number(digits) => text.push_str(digits),
        Node::Text(value) => match choices.next(3) {
            0 if is_plain(value) => text.push_str(value),
            1 if value.chars().all(|c| !c.is_control()) => {
                text.push_str(&format!("'{}'", value.replace('\'', "''")));
            }
            _ => text.push_str(&serde_json::to_string(value).unwrap()),
        },
        Node::List(items) => {
            text.push('[');
            for (at, item) in items.iter().enumerate() {
                write_separator(at, choices, text);
                write_flow(item, choices, text, true);
            }
            text.push(']');
        }
        Node::Record(fields) => {
            text.push_str(["{", "{ "][usize::from(choices.next(2))]);
            for (at, (name, value)) in fields.iter().enumerate() {
                write_separator(at, choices, text);
                match choices.next(8) {
                    0 => text.push_str(&format!("\"{name}\":")),
                    1 => text.push_str(&format!("'{name}': ")),
                    _ => text.push_str(&format!("{name}: ")),
                }
                write_flow(value, choices, text, true);
            }
            text.push_str([" }", "}"][usize::from(choices.next(2))]);
        }
    }
}

fn write_separator(at: usize, choices: &mut Choices<'_>, text: &mut String) {
    if at > 0 {
        text.push_str([", ", ",", ",\n      "][usize::from(choices.next(3))]);
    }
}

/// Whether a text means itself without quotes, wherever it stands.
fn is_plain(value: &str) -> bool {
    let first = value.chars().next().is_some_and(char::is_alphabetic);
    let rest = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '(' | ')');
    first && value.chars().all(rest) && !matches!(value, "null" | "Null" | "NULL")
}

/// What is put into a text or takes the place of something in it.
const PIECES: &[&str] = &[
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ": ",
    "\"",
    "'",
    "''",
    "-",
    "- ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "  ",
    "#",
    " #",
    "# ",
    "&a ",
    "*a",
    "!t ",
    "|",
    "|-\n",
    ">",
    ">\n  ",
    "?",
    "? ",
    "%",
    "@",
    "`",
    "~",
    "null",
    "\"\"",
    "\\",
    "\\\"",
    "\\n",
    "\\u0041",
    "\t",
    "---",
    "---\n",
    "...",
    "...\n",
    "\n---\n",
    "<<",
    "<<: ",
    "x: ",
    "\nx: y\n",
    "\n- x\n",
    "[]",
    "{}",
    "[x, y]",
    "{x: y}",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "\u{a0}",
    "é",
    "\0",
    "\u{7f}",
    ".",
    "0",
    "e",
    "+",
    "true",
    "id: ",
    "year: 2019\n",
    "\n  ",
    "\n    ",
    ", ",
    "a: b",
    "a:b",
    "http://x",
    "x #y",
    "x# y",
    "=",
];

/// One thing that goes wrong: what, where and with what.
#[derive(Debug, Clone)]
pub struct Change {
    kind: u8,
    at: prop::sample::Index,
    other: prop::sample::Index,
}

pub fn changes() -> BoxedStrategy<Vec<Change>> {
    let change = (
        0u8..14,
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
    );
    vec(
        change.prop_map(|(kind, at, other)| Change { kind, at, other }),
        1..4,
    )
    .boxed()
}

/// A text in which something has gone wrong, or not.
pub fn changed(text: &str, changes: &[Change]) -> String {
    let mut text = text.to_owned();
    for change in changes {
        text = change.apply(&text);
    }
    text
}

impl Change {
    fn apply(&self, text: &str) -> String {
        let mut at = self.at.index(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let piece = PIECES[self.other.index(PIECES.len())];
        let (before, after) = text.split_at(at);
        let mut rest = after.chars();
        match self.kind {
            0..=2 => format!("{before}{piece}{after}"),
            3 => {
                rest.next();
                format!("{before}{piece}{}", rest.as_str())
            }
            4 => {
                rest.next();
                format!("{before}{}", rest.as_str())
            }
            5 => {
                let len = self.other.index(12);
                let end = after
                    .char_indices()
                    .nth(len)
                    .map_or(after.len(), |(at, _)| at);
                format!("{before}{}", &after[end..])
            }
            6 => before.to_owned(),
            _ => self.apply_to_lines(text, piece),
        }
    }

    fn apply_to_lines(&self, text: &str, piece: &str) -> String {
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        if lines.is_empty() {
            return piece.to_owned();
        }
        let at = self.at.index(lines.len());
        let other = self.other.index(lines.len());
        match self.kind {
            7 => lines.insert(other, lines[at].clone()),
            8 => {
                lines.remove(at);
            }
            9 => lines.swap(at, other),
            10 => lines[at].insert(0, ' '),
            11 => lines[at].insert_str(0, "  "),
            12 => {
                let fewer = self.other.index(3) + 1;
                let line = &lines[at];
                let spaces = line.len() - line.trim_start_matches(' ').len();
                lines[at] = line[fewer.min(spaces)..].to_owned();
            }
            _ => lines.insert(at, format!("{}{piece}\n", " ".repeat(self.other.index(6)))),
        }
        lines.concat()
    }
}

/// A filing in YAML as few write it: anchors and what repeats them, tags, folded texts, names announced by
/// a question mark.
pub fn unusual(node: &Node, choices: &[u8]) -> String {
    let choices = Choices {
        bytes: choices,
        at: 0,
    };
    let mut writer = Unusual {
        choices,
        named: Vec::new(),
    };
    let mut text = String::from("%YAML 1.2\n--- # a filing\n");
    let Node::Record(fields) = node else {
        return text;
    };
    for (name, value) in fields {
        match writer.choices.next(4) {
            0 => text.push_str(&format!("? {name}\n: ")),
            1 => text.push_str(&format!("\"{name}\" : ")),
            _ => text.push_str(&format!("{name}:\t")),
        }
        match value {
            Node::Text(value) if is_plain(value) && writer.choices.one_in(2) => {
                let (first, second) =
                    value.split_at(value.chars().next().map_or(0, char::len_utf8));
                text.push_str(&format!("\"{first}\\\n   {second}\""));
            }
            Node::Text(value) if is_plain(value) => text.push_str(&format!(">-\n  {value}")),
            _ => writer.write(value, &mut text),
        }
        text.push('\n');
    }
    text
}

struct Unusual<'c> {
    choices: Choices<'c>,
    /// What each anchor stands for.
    named: Vec<String>,
}

impl Unusual<'_> {
    fn write(&mut self, node: &Node, text: &mut String) {
        let json = crate::filings::as_json(node);
        if let Some(at) = self.named.iter().position(|named| *named == json) {
            if self.choices.one_in(2) {
                text.push_str(&format!("*a{at} "));
                return;
            }
        } else if self.choices.one_in(2) {
            text.push_str(&format!("&a{} ", self.named.len()));
            // What stands inside is written first: nothing in it is this.
            self.named.push(json);
        }
        match node {
            Node::Null => {
                text.push_str(["~", "null", "!!null null"][usize::from(self.choices.next(3))])
            }
            Node::Text(value) if is_plain(value) && self.choices.one_in(2) => {
                text.push_str(&format!("!!str {value}"));
            }
            Node::List(items) => {
                text.push_str(["[", "!!seq ["][usize::from(self.choices.next(2))]);
                for item in items {
                    text.push(' ');
                    self.write(item, text);
                    text.push_str(",\n  ");
                }
                text.push(']');
            }
            Node::Record(fields) => {
                text.push_str(["{", "!!map {", "! {"][usize::from(self.choices.next(2))]);
                for (name, value) in fields {
                    text.push_str(&format!("\"{name}\"\n  : "));
                    self.write(value, text);
                    text.push_str(",\n ");
                }
                text.push('}');
            }
            _ => text.push_str(&crate::filings::as_json(node)),
        }
    }
}
