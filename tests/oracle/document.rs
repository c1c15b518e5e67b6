//! A filing as plain nested values, numbers kept as they are written.

use std::fmt;

/// A value of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Doc {
    /// `null`
    Null,
    /// `true`
    Boolean(bool),
    /// `12.50`, as written
    Number(String),
    /// `"text"`
    Text(String),
    /// `[…]`
    List(Vec<Doc>),
    /// `{"key": …}`, in order
    Object(Vec<(String, Doc)>),
}

impl Doc {
    /// The value under a key of an object.
    pub fn get(&self, key: &str) -> Option<&Doc> {
        let Doc::Object(entries) = self else {
            return None;
        };
        entries
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
    }

    /// Gives a key of an object a value, whether it has one or not.
    pub fn set(&mut self, key: &str, value: Doc) {
        if let Doc::Object(entries) = self {
            match entries.iter_mut().find(|(name, _)| name == key) {
                Some(entry) => entry.1 = value,
                None => entries.push((key.to_owned(), value)),
            }
        }
    }
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("\"")?;
    for letter in text.chars() {
        match letter {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            letter if (letter as u32) < 0x20 => write!(f, "\\u{:04x}", letter as u32)?,
            letter => write!(f, "{letter}")?,
        }
    }
    f.write_str("\"")
}

/// As JSON on one line.
impl fmt::Display for Doc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Doc::Null => f.write_str("null"),
            Doc::Boolean(value) => write!(f, "{value}"),
            Doc::Number(digits) => f.write_str(digits),
            Doc::Text(text) => write_text(f, text),
            Doc::List(items) => {
                f.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    let comma = if at > 0 { "," } else { "" };
                    write!(f, "{comma}{item}")?;
                }
                f.write_str("]")
            }
            Doc::Object(entries) => {
                f.write_str("{")?;
                for (at, (key, value)) in entries.iter().enumerate() {
                    if at > 0 {
                        f.write_str(",")?;
                    }
                    write_text(f, key)?;
                    write!(f, ":{value}")?;
                }
                f.write_str("}")
            }
        }
    }
}
