//! A document of YAML and how far it has been read, line by line.

use memchr::memchr;

/// A text that is ordinary, see [`crate::ingest::yaml::marks`]. Each step returns nothing where the text
/// is not as the straight way has it.
#[derive(Debug)]
pub(crate) struct Text<'t> {
    pub(crate) text: &'t str,
    pub(crate) bytes: &'t [u8],
    pub(crate) at: usize,
    /// Where the line begins in which the last content began.
    line: usize,
    /// The column of the line's first content, counted from 1; 0 at the end of the text.
    pub(crate) indent: usize,
}

impl<'t> Text<'t> {
    /// A text at its first content, after the line that begins a document.
    pub(crate) fn new(text: &'t str) -> Option<Text<'t>> {
        let mut text = Text {
            text,
            bytes: text.as_bytes(),
            at: 0,
            line: 0,
            indent: 0,
        };
        text.seek_content(0);
        if text.indent == 1 && text.bytes[text.at..].starts_with(b"---") {
            text.at += 3;
            text.end_line()?;
        }
        Some(text)
    }

    /// The byte that is next; 0 at the end.
    #[inline]
    pub(crate) fn next(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    /// The thirty-two bytes from here on.
    #[inline]
    pub(crate) fn window(&self) -> Option<&[u8; 32]> {
        self.bytes.get(self.at..)?.first_chunk()
    }

    /// Whether a space, a line break or the end stands at a byte.
    #[inline]
    pub(crate) fn is_blank(&self, at: usize) -> bool {
        matches!(self.bytes.get(at), None | Some(b' ' | b'\n' | b'\r'))
    }

    /// Whether an entry of a list in lines begins here.
    #[inline]
    pub(crate) fn is_item(&self) -> bool {
        self.next() == b'-' && self.is_blank(self.at + 1)
    }

    /// The column in which a byte of the line stands, counted from 1. Before it there is nothing but
    /// spaces and dashes.
    #[inline]
    pub(crate) fn column(&self, at: usize) -> usize {
        at - self.line + 1
    }

    #[inline]
    pub(crate) fn pass_spaces(&mut self) {
        while self.next() == b' ' {
            self.at += 1;
        }
    }

    /// Passes over the rest of a line, in which nothing more than a comment stands, to the next content.
    #[inline]
    pub(crate) fn end_line(&mut self) -> Option<()> {
        let content = self.at;
        self.pass_spaces();
        let next = match self.bytes.get(self.at) {
            Some(b'\n') => self.at + 1,
            Some(b'\r') => self.at + 2,
            None => self.at,
            Some(b'#') if self.at > content => self.after_line(),
            Some(_) => return None,
        };
        self.seek_content(next);
        Some(())
    }

    /// Where the line after this one begins.
    fn after_line(&self) -> usize {
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        memchr(b'\n', rest).map_or(self.bytes.len(), |end| self.at + end + 1)
    }

    /// Goes to the first content from the start of a line on.
    #[inline]
    pub(crate) fn seek_content(&mut self, line: usize) {
        self.line = line;
        self.at = line;
        loop {
            self.pass_spaces();
            self.line = match self.bytes.get(self.at) {
                Some(b'\n') => self.at + 1,
                Some(b'\r') => self.at + 2,
                Some(b'#') => self.after_line(),
                Some(_) => {
                    self.indent = self.column(self.at);
                    return;
                }
                None => {
                    self.indent = 0;
                    return;
                }
            };
            self.at = self.line;
        }
    }

    /// Passes over what separates the parts of a list or record in brackets.
    #[inline]
    pub(crate) fn pass_gap(&mut self) -> Option<()> {
        loop {
            match self.next() {
                b' ' | b'\r' => self.at += 1,
                b'\n' => {
                    self.at += 1;
                    // At the start of a line these may mean something to the whole document.
                    if let b'-' | b'.' | b'%' = self.next() {
                        return None;
                    }
                }
                _ => return Some(()),
            }
        }
    }
}
