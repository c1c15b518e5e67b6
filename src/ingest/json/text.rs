//! A text of JSON and how far it has been read, token by token.

use crate::ingest::json::marks::Marks;

/// A text with its marks. Each step returns nothing where the text is not as JSON has it.
#[derive(Debug)]
pub(crate) struct Text<'t> {
    pub(crate) text: &'t str,
    bytes: &'t [u8],
    marks: &'t Marks,
    pub(crate) at: usize,
}

impl<'t> Text<'t> {
    pub(crate) fn new(text: &'t str, marks: &'t Marks) -> Text<'t> {
        Text {
            text,
            bytes: text.as_bytes(),
            marks,
            at: 0,
        }
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
        let end = self.marks.close(self.at)?;
        self.at = end + 1;
        self.text.get(start..end)
    }

    /// Passes over a string that nobody reads.
    #[inline]
    pub(crate) fn pass_string(&mut self) -> Option<()> {
        self.at = self.marks.close(self.at)? + 1;
        Some(())
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
            return None;
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
    fn digits(&self, start: usize) -> Option<usize> {
        let mut at = start;
        while self.bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        (at > start).then_some(at)
    }

    /// Passes over `null`, `true` or `false`.
    #[inline]
    pub(crate) fn word(&mut self, word: &str) -> Option<()> {
        let rest = self.bytes.get(self.at..)?;
        self.at += word.len();
        rest.starts_with(word.as_bytes()).then_some(())
    }
}
