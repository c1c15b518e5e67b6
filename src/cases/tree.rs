//! A document as it was written: no number is read, so that none is changed.

use crate::vocabulary::{FieldType, Vocabulary};

/// One step of the way into a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// To the value of a field.
    Field(String),
    /// To an element of a list, from 0.
    Row(usize),
}

/// A document, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tree {
    /// `null`
    Nothing,
    /// A number, `true` or `false`, as written.
    Plain(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// Fields in the order in which they were written, no name twice.
    Record(Vec<(String, Tree)>),
}

impl Tree {
    /// The value of a field of a record.
    pub fn get(&self, name: &str) -> Option<&Tree> {
        match self {
            Tree::Record(fields) => fields
                .iter()
                .find(|(field, _)| field == name)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text of a single value, quoted or not.
    pub fn scalar(&self) -> Option<&str> {
        match self {
            Tree::Plain(text) | Tree::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What it is, for messages.
    pub fn noun(&self) -> &'static str {
        match self {
            Tree::Nothing => "nothing",
            Tree::Plain(_) | Tree::Text(_) => "a single value",
            Tree::List(_) => "a list",
            Tree::Record(_) => "a record",
        }
    }
}

/// A filing as one line of JSON. The vocabulary says what a value that was written without quotes is: a
/// text where a text is asked for.
pub fn json(vocabulary: &Vocabulary, filing: &Tree) -> String {
    let mut out = String::new();
    let ty = FieldType::Record(vocabulary.filing);
    write(vocabulary, filing, Some(&ty), &mut out);
    out
}

fn write(vocabulary: &Vocabulary, tree: &Tree, ty: Option<&FieldType>, out: &mut String) {
    match tree {
        Tree::Nothing => out.push_str("null"),
        Tree::Text(text) => quoted(text, out),
        Tree::Plain(text) => match ty {
            Some(
                FieldType::Text | FieldType::Date | FieldType::Enum(_) | FieldType::Reference(_),
            ) => quoted(text, out),
            _ if is_json(text) => out.push_str(text),
            _ => quoted(text, out),
        },
        Tree::List(rows) => {
            let inner = match ty {
                Some(FieldType::List(inner)) => Some(&**inner),
                _ => None,
            };
            out.push('[');
            for (at, row) in rows.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(vocabulary, row, inner, out);
            }
            out.push(']');
        }
        Tree::Record(fields) => {
            let record = match ty {
                Some(FieldType::Record(id)) => Some(vocabulary.record(*id)),
                _ => None,
            };
            out.push('{');
            for (at, (name, value)) in fields.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                quoted(name, out);
                out.push(':');
                let known = record.and_then(|record| {
                    let mut fields = record.fields.iter();
                    fields.find(|field| field.document_name == *name)
                });
                write(vocabulary, value, known.map(|field| &field.ty), out);
            }
            out.push('}');
        }
    }
}

/// Whether what was written without quotes is JSON as it is.
fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            letter if u32::from(letter) < 0x20 => {
                out.push_str(&format!("\\u{:04x}", u32::from(letter)));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
}
