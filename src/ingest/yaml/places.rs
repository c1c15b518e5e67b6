//! Where the events of a parser stand in the text.

use saphyr_parser::{Event, ScalarStyle, Span};

/// The text whose events come one after another.
#[derive(Debug)]
pub(crate) struct Places<'t> {
    text: &'t str,
    ascii: bool,
    /// A character and the byte at which it stands, from which the next one is counted.
    known: (usize, usize),
    /// The byte before which everything belongs to earlier events.
    passed: usize,
}

impl<'t> Places<'t> {
    pub(crate) fn new(text: &'t str) -> Places<'t> {
        Places {
            text,
            ascii: text.is_ascii(),
            known: (0, 0),
            passed: 0,
        }
    }

    /// The byte at which what an event tells begins: an anchor or a tag before it, `|` for a text of lines,
    /// and behind its dash or its colon for nothing at all.
    pub(crate) fn start(&mut self, event: &Event<'_>, span: &Span) -> usize {
        let begin = self.byte(span.start.index());
        let bytes = self.text.as_bytes();
        let first = bytes.get(begin);
        let start = match event {
            Event::Scalar(_, ScalarStyle::Literal | ScalarStyle::Folded, ..) => self
                .find(begin, |byte| matches!(byte, b'|' | b'>'))
                .unwrap_or(begin),
            Event::Scalar(text, ScalarStyle::Plain, 0, None) if text.is_empty() => match first {
                Some(b':') => begin + 1,
                _ => self
                    .find(begin, |byte| byte == b'-')
                    .map_or(begin, |dash| dash + 1),
            },
            _ => begin,
        };
        self.passed = match event {
            Event::Scalar(text, ..) if text.is_empty() => start,
            Event::Scalar(..) | Event::Alias(_) => self.byte(span.end.index()),
            // A list whose dashes stand under the name of its field is said to begin behind the first.
            Event::SequenceStart(..) if !matches!(first, Some(b'-' | b'[')) => self.passed,
            _ => begin,
        }
        .max(self.passed);
        start
    }

    /// The first of some bytes between what was passed and another byte that stands neither in a comment nor
    /// in an anchor or a tag.
    fn find(&self, end: usize, wanted: impl Fn(u8) -> bool) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = self.passed;
        while at < end {
            let blank_before = at == 0 || bytes[at - 1].is_ascii_whitespace();
            match bytes[at] {
                b'#' if blank_before => {
                    at += memchr::memchr(b'\n', &bytes[at..end])?;
                }
                b'&' | b'!' if blank_before => {
                    at += bytes[at..end].iter().position(u8::is_ascii_whitespace)?;
                }
                byte if wanted(byte) => return Some(at),
                _ => at += 1,
            }
        }
        None
    }

    /// The byte at which a character stands that the parser counts.
    pub(crate) fn byte(&mut self, character: usize) -> usize {
        if self.ascii {
            return character.min(self.text.len());
        }
        // Places mostly follow one another.
        let (from, start) = if character >= self.known.0 {
            self.known
        } else {
            (0, 0)
        };
        let rest = self.text.get(start..).unwrap_or("");
        let found = rest.char_indices().nth(character - from);
        let at = start + found.map_or(rest.len(), |(at, _)| at);
        if found.is_some() {
            self.known = (character, at);
        }
        at
    }
}
