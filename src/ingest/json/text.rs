//! A text of JSON and how far it has been read, token by token.

use crate::ingest::json::marks::Marks;
use crate::ingest::scalar::excerpt;

/// A text with its marks. Each step returns nothing where the text is not as JSON has it; what was
/// expected there is kept.
#[derive(Debug)]
pub(crate) struct Text<'t> {
    pub(crate) text: &'t str,
    bytes: &'t [u8],
    marks: &'t Marks,
    pub(crate) at: usize,
    stopped: Option<Stop>,
}

/// Where the syntax of a text is wrong, or too much of it stands in one another.
#[derive(Debug, Clone, Copy)]
struct Stop {
    at: usize,
    why: Why,
}

/// Why reading cannot go on.
#[derive(Debug, Clone, Copy)]
enum Why {
    Expected(&'static str),
    TooDeep,
}

impl<'t> Text<'t> {
    pub(crate) fn new(text: &'t str, marks: &'t Marks) -> Text<'t> {
        Text {
            text,
            bytes: text.as_bytes(),
            marks,
            at: 0,
            stopped: None,
        }
    }

    /// Keeps what was expected where the text stands; the first time counts.
    #[cold]
    pub(crate) fn stop<T>(&mut self, expected: &'static str) -> Option<T> {
        self.stop_at(self.at, Why::Expected(expected))
    }

    /// Keeps that a list or record stands deeper than any may.
    #[cold]
    pub(crate) fn too_deep<T>(&mut self) -> Option<T> {
        self.stop_at(self.at, Why::TooDeep)
    }

    fn stop_at<T>(&mut self, at: usize, why: Why) -> Option<T> {
        self.stopped.get_or_insert(Stop { at, why });
        None
    }

    /// Where and why the reading stopped, if it did: nothing inside where it stands too deep.
    pub(crate) fn stopped(&self) -> Option<(usize, Option<String>)> {
        let Stop { at, why } = self.stopped?;
        let Why::Expected(expected) = why else {
            return Some((at, None));
        };
        // What was expected after white space stands after it.
        let rest = self.text.get(at..).unwrap_or("");
        let rest = rest.trim_start_matches([' ', '\t', '\n', '\r']);
        let at = self.text.len() - rest.len();
        let found = match rest.chars().next() {
            None => "the text ends".to_owned(),
            Some('"') => "found a text".to_owned(),
            Some(c) if c.is_alphanumeric() => {
                let word: &str = rest
                    .split(|c: char| !c.is_alphanumeric())
                    .next()
                    .unwrap_or(rest);
                format!("found `{}`", excerpt(word))
            }
            Some(c) if c.is_control() => format!("found the character U+{:04X}", u32::from(c)),
            Some(c) => format!("found `{c}`"),
        };
        Some((
            at,
            Some(format!("not valid JSON: expected {expected}, {found}")),
        ))
    }

    /// The next byte that is no white space, which stays to be read; 0 at the end.
    #[inline]
    pub(crate) fn peek(&mut self) -> u8 {
        loop {
            match self.bytes.get(self.at) {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                Some(byte) => return *byte,
                None => return 0,
            }
        }
    }

    /// Passes over one byte that [`Text::peek`] showed.
    #[inline]
    pub(crate) fn pass(&mut self) {
        self.at += 1;
    }

    /// Everything from here on.
    #[inline]
    pub(crate) fn rest(&self) -> Option<&[u8]> {
        self.bytes.get(self.at..)
    }

    /// The thirty-two bytes from here on.
    #[inline]
    pub(crate) fn window(&self) -> Option<&[u8; 32]> {
        self.bytes.get(self.at..)?.first_chunk()
    }

    /// Passes over a string; returns what stands between its quotes, as written.
    #[inline]
    pub(crate) fn string(&mut self) -> Option<&'t str> {
        let start = self.at + 1;
        let Some(end) = self.marks.close(self.at) else {
            return self.stop("the end of a text");
        };
        self.at = end + 1;
        self.text.get(start..end)
    }

    /// Passes over a string that nobody reads.
    #[inline]
    pub(crate) fn pass_string(&mut self) -> Option<()> {
        match self.marks.close(self.at) {
            Some(end) => {
                self.at = end + 1;
                Some(())
            }
            None => self.stop("the end of a text"),
        }
    }

    /// Whether what a string holds must be unescaped.
    #[inline]
    pub(crate) fn is_escaped(&self, inner: &str) -> bool {
        self.marks.escapes() && inner.as_bytes().contains(&b'\\')
    }

    /// Passes over a number; returns it as written.
    #[inline]
    pub(crate) fn number(&mut self) -> Option<&'t str> {
        let start = self.at;
        let mut at = start + usize::from(self.bytes.get(start) == Some(&b'-'));
        let first = at;
        at = self.digits(at)?;
        if self.bytes[first] == b'0' && at > first + 1 {
            return self.stop("a number without a superfluous zero");
        }
        if self.bytes.get(at) == Some(&b'.') {
            at = self.digits(at + 1)?;
        }
        if let Some(b'e' | b'E') = self.bytes.get(at) {
            at += 1;
            at += usize::from(matches!(self.bytes.get(at), Some(b'+' | b'-')));
            at = self.digits(at)?;
        }
        self.at = at;
        self.text.get(start..at)
    }

    /// The end of at least one digit.
    #[inline]
    fn digits(&mut self, start: usize) -> Option<usize> {
        let mut at = start;
        while self.bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        match at > start {
            true => Some(at),
            false => self.stop_at(at, Why::Expected("a digit")),
        }
    }

    /// Passes over `null`, `true` or `false`.
    #[inline]
    pub(crate) fn word(&mut self, word: &'static str) -> Option<()> {
        let rest = self.bytes.get(self.at..)?;
        if !rest.starts_with(word.as_bytes()) {
            return self.stop("a value");
        }
        self.at += word.len();
        Some(())
    }
}
