//! Texts over several lines, each line as it stands.

use memchr::memchr;

use crate::ingest::yaml::text::Text;

/// The lines behind `|` or `|-`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Literal<'t> {
    /// From the start of the first line to the end of the last one that is not empty.
    lines: &'t str,
    /// How many spaces stand before each line that are not part of the text.
    indent: usize,
    /// Whether the break after the last line is part of the text.
    keeps_end: bool,
}

impl Literal<'_> {
    /// What the text says.
    pub(crate) fn text(&self) -> String {
        let mut text = String::with_capacity(self.lines.len());
        for line in self.lines.split_inclusive('\n') {
            let inner = line.trim_end_matches(['\n', '\r']);
            text.push_str(inner.get(self.indent..).unwrap_or(""));
            if line.ends_with('\n') {
                text.push('\n');
            }
        }
        if !self.keeps_end && text.ends_with('\n') {
            text.pop();
        }
        text
    }
}

impl<'t> Text<'t> {
    /// Passes over a text of lines and over what is blank after it. It must stand deeper than `column`.
    pub(crate) fn literal(&mut self, column: usize) -> Option<Literal<'t>> {
        self.at += 1;
        let keeps_end = self.next() != b'-';
        self.at += usize::from(!keeps_end);
        self.pass_spaces();
        let start = match self.next() {
            b'\n' => self.at + 1,
            b'\r' => self.at + 2,
            _ => return None,
        };
        let indent = self.spaces(start, usize::MAX);
        let begins = !matches!(self.bytes.get(start + indent)?, b'\n' | b'\r');
        if !begins || indent < column {
            return None;
        }
        let mut line = start;
        let mut end = start;
        loop {
            let spaces = self.spaces(line, indent);
            let blank = match self.bytes.get(line + spaces) {
                Some(b'\n' | b'\r') => true,
                Some(_) if spaces == indent => false,
                _ => break,
            };
            let rest = &self.bytes[line..];
            line = memchr(b'\n', rest).map_or(self.bytes.len(), |end| line + end + 1);
            if !blank {
                end = line;
            }
        }
        self.seek_content(line);
        Some(Literal {
            lines: self.text.get(start..end)?,
            indent,
            keeps_end,
        })
    }

    /// How many spaces stand at a byte, at most so many.
    fn spaces(&self, start: usize, most: usize) -> usize {
        let rest = self.bytes.get(start..).unwrap_or(&[]);
        let spaces = rest.iter().take(most).take_while(|byte| **byte == b' ');
        spaces.count()
    }
}
