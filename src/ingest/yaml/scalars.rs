//! Names and single values, plain or in quotes, on one line.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memchr3};

use crate::ingest::yaml::text::Text;

/// A plain stretch of a line.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Plain<'t> {
    Value(&'t str),
    /// A colon follows: it is the name of a field. Nothing was passed over.
    Name,
}

/// Longer names must be announced as such in YAML.
const LONGEST_NAME: usize = 1000;

/// Whether a plain value may begin with a byte, whatever follows.
#[inline]
fn may_begin_value(byte: u8) -> bool {
    !matches!(
        byte,
        0..=b' '
            | b'-'
            | b'?'
            | b':'
            | b','
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'#'
            | b'&'
            | b'*'
            | b'!'
            | b'|'
            | b'>'
            | b'\''
            | b'"'
            | b'%'
            | b'@'
            | b'`'
    )
}

/// Whether a name may begin with a byte; fewer than YAML allows.
#[inline]
fn may_begin_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// Whether a plain value is none.
#[inline]
pub(crate) fn is_null(text: &str) -> bool {
    matches!(text, "~" | "null" | "Null" | "NULL")
}

impl<'t> Text<'t> {
    /// Passes over a plain value that stands in lines; the rest of its line is left.
    #[inline]
    pub(crate) fn plain(&mut self) -> Option<Plain<'t>> {
        let start = self.begin_plain(false)?;
        let mut at = start;
        let end = loop {
            let Some(found) = memchr3(b'\n', b':', b'#', self.bytes.get(at..)?) else {
                break self.bytes.len();
            };
            at += found;
            match self.bytes[at] {
                b':' if self.is_blank(at + 1) => return Some(Plain::Name),
                b'#' if self.bytes[at - 1] == b' ' => break at,
                b'\n' => break at,
                _ => at += 1,
            }
        };
        let value = self.text.get(start..end)?;
        let value = value.trim_end_matches([' ', '\r']);
        self.at = start + value.len();
        Some(Plain::Value(value))
    }

    /// Passes over a plain value that stands in brackets.
    #[inline]
    pub(crate) fn plain_in_brackets(&mut self) -> Option<&'t str> {
        let start = self.begin_plain(true)?;
        let mut at = start;
        loop {
            match self.bytes.get(at)? {
                b',' | b']' | b'}' | b'\n' => break,
                b'[' | b'{' => return None,
                b':' if self.is_blank(at + 1) || self.is_mark(at + 1) => return None,
                b'#' if self.bytes[at - 1] == b' ' => return None,
                _ => at += 1,
            }
        }
        let value = self.text.get(start..at)?;
        let value = value.trim_end_matches([' ', '\r']);
        self.at = start + value.len();
        Some(value)
    }

    /// Where a plain value begins, if one does.
    #[inline]
    fn begin_plain(&self, in_brackets: bool) -> Option<usize> {
        let begins = match self.next() {
            b'-' => !(self.is_blank(self.at + 1) || in_brackets && self.is_mark(self.at + 1)),
            b'?' | b':' => !in_brackets && !self.is_blank(self.at + 1),
            byte => may_begin_value(byte),
        };
        begins.then_some(self.at)
    }

    /// Whether what means something in brackets stands at a byte.
    fn is_mark(&self, at: usize) -> bool {
        let marks = |byte: &u8| matches!(byte, b',' | b'?' | b'[' | b']' | b'{' | b'}');
        self.bytes.get(at).is_some_and(marks)
    }

    /// Passes over the name of a field and its colon. In brackets a name in quotes needs no space behind
    /// its colon.
    #[inline]
    pub(crate) fn name(&mut self, in_brackets: bool) -> Option<&'t str> {
        let start = self.at;
        let first = self.next();
        let name = if let b'"' | b'\'' = first {
            let Cow::Borrowed(name) = self.quoted()? else {
                return None;
            };
            let colon = self.next() == b':';
            if !colon || !(in_brackets || self.is_blank(self.at + 1)) {
                return None;
            }
            name
        } else if may_begin_name(first) {
            self.plain_name(in_brackets)?
        } else {
            return None;
        };
        self.at += 1;
        (self.at - start <= LONGEST_NAME).then_some(name)
    }

    /// Passes over a plain name, up to its colon.
    fn plain_name(&mut self, in_brackets: bool) -> Option<&'t str> {
        let start = self.at;
        let mut at = start;
        loop {
            match self.bytes.get(at)? {
                b':' if self.is_blank(at + 1) => break,
                b':' if in_brackets && self.is_mark(at + 1) => return None,
                b'#' | b'\n' => return None,
                b',' | b'[' | b']' | b'{' | b'}' if in_brackets => return None,
                _ => at += 1,
            }
        }
        let name = self.text.get(start..at)?;
        self.at = at;
        (!name.ends_with(' ')).then_some(name)
    }

    /// Passes over a value in quotes; returns what it says.
    #[inline]
    pub(crate) fn quoted(&mut self) -> Option<Cow<'t, str>> {
        let start = self.at + 1;
        let rest = self.bytes.get(start..)?;
        let end = match self.next() {
            b'"' => memchr3(b'"', b'\\', b'\n', rest)?,
            _ => memchr2(b'\'', b'\n', rest)?,
        };
        let end = start + end;
        match self.bytes[end] {
            b'\n' => None,
            b'\\' => self.escaped(start),
            b'\'' if self.bytes.get(end + 1) == Some(&b'\'') => self.doubled(start),
            _ => {
                self.at = end + 1;
                self.text.get(start..end).map(Cow::Borrowed)
            }
        }
    }

    /// What stands in double quotes from a byte on, with escapes.
    #[cold]
    fn escaped(&mut self, start: usize) -> Option<Cow<'t, str>> {
        let mut text = String::new();
        let mut at = start;
        let end = loop {
            let found = at + memchr3(b'"', b'\\', b'\n', self.bytes.get(at..)?)?;
            text.push_str(self.text.get(at..found)?);
            match self.bytes[found] {
                b'"' => break found,
                b'\\' => text.push(match self.bytes.get(found + 1)? {
                    byte @ (b'"' | b'\\' | b'/') => char::from(*byte),
                    b'n' => '\n',
                    b't' => '\t',
                    b'r' => '\r',
                    _ => return None,
                }),
                _ => return None,
            }
            at = found + 2;
        };
        self.made(text, start, end)
    }

    /// What stands in single quotes from a byte on, in which quotes are doubled.
    #[cold]
    fn doubled(&mut self, start: usize) -> Option<Cow<'t, str>> {
        let mut text = String::new();
        let mut at = start;
        let end = loop {
            let found = at + memchr(b'\'', self.bytes.get(at..)?)?;
            text.push_str(self.text.get(at..found)?);
            if self.bytes.get(found + 1) != Some(&b'\'') {
                break found;
            }
            text.push('\'');
            at = found + 2;
        };
        if self.text.get(start..end)?.contains('\n') {
            return None;
        }
        self.made(text, start, end)
    }

    /// A text that is not written as it reads. If it stands so at the end of its quotes all the same,
    /// and not behind a quote, then the careful way takes it for plain.
    fn made(&mut self, text: String, start: usize, end: usize) -> Option<Cow<'t, str>> {
        self.at = end + 1;
        let ends = self.text.get(start..end)?.ends_with(&text);
        let before = self.bytes.get(end.checked_sub(text.len() + 1)?);
        let quoted = matches!(before, Some(b'"' | b'\''));
        (!ends || quoted).then_some(Cow::Owned(text))
    }
}
