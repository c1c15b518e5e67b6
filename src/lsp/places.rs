//! Places as the protocol counts them, and files as it names them.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Value, json};

/// How the client counts the characters of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// In units of UTF-16, as every client can.
    #[default]
    Utf16,
    /// In bytes, where both agreed on it.
    Utf8,
}

/// A line and a character in it, both from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The character, as the encoding counts.
    pub character: u32,
}

/// From one place to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Range {
    /// The first character.
    pub start: Position,
    /// The one after the last.
    pub end: Position,
}

/// A text with the places where its lines begin.
#[derive(Debug)]
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    /// The lines of a text.
    pub fn new(text: &'t str, encoding: Encoding) -> Lines<'t> {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes());
        Lines {
            text,
            starts: std::iter::once(0).chain(ends.map(|end| end + 1)).collect(),
            encoding,
        }
    }

    /// The place of a byte; one beyond the text stands at its end.
    pub fn position(&self, at: usize) -> Value {
        let (line, character) = self.counted(at);
        json!({"line": line, "character": character})
    }

    /// The line and the character of a byte, both from 0.
    pub fn counted(&self, at: usize) -> (usize, usize) {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= at) - 1;
        let before = &self.text[self.starts[line]..at];
        let character = match self.encoding {
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 => before.chars().map(char::len_utf16).sum(),
        };
        (line, character)
    }

    /// The stretch from one byte to another.
    pub fn range(&self, start: usize, end: usize) -> Value {
        json!({"start": self.position(start), "end": self.position(end.max(start))})
    }

    /// The byte of a place; one beyond its line stands at the end of the line, one beyond the text at the
    /// end of the text.
    pub fn byte(&self, at: Position) -> usize {
        let Some(start) = self.starts.get(at.line as usize).copied() else {
            return self.text.len();
        };
        let end = self.starts.get(at.line as usize + 1);
        let end = end.map_or(self.text.len(), |next| next - 1);
        let line = self.text[start..end].trim_end_matches('\r');
        let mut left = at.character as usize;
        for (inside, letter) in line.char_indices() {
            let width = match self.encoding {
                Encoding::Utf8 => letter.len_utf8(),
                Encoding::Utf16 => letter.len_utf16(),
            };
            if left < width {
                return start + inside;
            }
            left -= width;
        }
        start + line.len()
    }
}

/// The path that an address of a file names.
pub fn path_of(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    // An authority, such as `localhost`, stands before the path.
    let rest = &rest[rest.find('/')?..];
    let mut bytes = Vec::with_capacity(rest.len());
    let mut letters = rest.bytes();
    while let Some(letter) = letters.next() {
        if letter != b'%' {
            bytes.push(letter);
            continue;
        }
        let digits = [letters.next()?, letters.next()?];
        let digits = std::str::from_utf8(&digits).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
    }
    let text = String::from_utf8(bytes).ok()?;
    // `/C:/rules` is `C:/rules`.
    let drive = text.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(if drive { &text[1..] } else { &text }))
}

/// The address of a path.
pub fn uri_of(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let mut uri = String::from("file://");
    if !text.starts_with('/') {
        uri.push('/');
    }
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' | b':' => {
                uri.push(char::from(byte));
            }
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_as_was_agreed() {
        let text = "año\n𝒳 = 1\r\nend";
        for (encoding, character) in [(Encoding::Utf16, 2), (Encoding::Utf8, 4)] {
            let lines = Lines::new(text, encoding);
            let at = text.find(" = 1").unwrap();
            assert_eq!(
                lines.position(at),
                json!({"line": 1, "character": character})
            );
            assert_eq!(lines.byte(Position { line: 1, character }), at);
        }
        let lines = Lines::new(text, Encoding::Utf16);
        assert_eq!(
            lines.byte(Position {
                line: 1,
                character: 99
            }),
            text.find('\r').unwrap()
        );
        assert_eq!(
            lines.byte(Position {
                line: 99,
                character: 0
            }),
            text.len()
        );
        // In the middle of a letter is at its beginning.
        assert_eq!(
            lines.byte(Position {
                line: 1,
                character: 1
            }),
            text.find('𝒳').unwrap()
        );
    }

    #[test]
    fn an_address_and_its_path_are_one() {
        for path in ["/a/b.dictamen", "/with space/ñ#?%.yaml"] {
            assert_eq!(path_of(&uri_of(Path::new(path))), Some(PathBuf::from(path)));
        }
        assert_eq!(
            path_of("file://localhost/a%20b"),
            Some(PathBuf::from("/a b"))
        );
        for wrong in [
            "untitled:1",
            "file:",
            "file:///%",
            "file:///%zz",
            "file:///%ff",
        ] {
            assert_eq!(path_of(wrong), None, "{wrong}");
        }
    }
}
