//! A document whose brackets go on too far to the left, or with tabs behind colons.
//!
//! YAML wants every line of a list or record in brackets to stand deeper than the field that it belongs to,
//! the closing bracket, too. Hardly anybody writes it so, and the parsers that most programs use do not
//! insist: here those lines are moved to the right, which means nothing inside of brackets. A tab behind the
//! colon of a field is allowed, but not every parser takes it: here it becomes a space.

use crate::ingest::yaml::tree::Tree;

/// A text with spaces put in before some of its lines.
#[derive(Debug)]
pub(crate) struct Padded {
    pub(crate) text: String,
    /// For each line that was moved the byte at which it begins in the new text, and how many spaces were put
    /// in up to there.
    moved: Vec<(usize, usize)>,
}

impl Padded {
    /// A text so changed; nothing where that changes nothing, or would make the text far longer.
    pub(crate) fn new(text: &str) -> Option<Padded> {
        let longest = text.len().saturating_mul(2).saturating_add(4096);
        let mut padded = Padded {
            text: String::with_capacity(text.len()),
            moved: Vec::new(),
        };
        let mut brackets = Brackets::default();
        let mut total = 0;
        let mut tabs = Vec::new();
        let mut changed = false;
        for line in text.split_inclusive('\n') {
            let indent = line.len() - line.trim_start_matches(' ').len();
            let missing = brackets.floor.saturating_sub(indent);
            if brackets.depth > 0 && missing > 0 && !line.trim().is_empty() {
                total += missing;
                if padded.text.len() + missing > longest {
                    return None;
                }
                padded.text.extend(std::iter::repeat_n(' ', missing));
                padded.moved.push((padded.text.len(), total));
            }
            brackets.pass(line, indent, &mut tabs);
            let mut rest = 0;
            for tab in tabs.drain(..) {
                padded.text.push_str(&line[rest..tab]);
                padded.text.push(' ');
                rest = tab + 1;
                changed = true;
            }
            padded.text.push_str(&line[rest..]);
        }
        (changed || !padded.moved.is_empty()).then_some(padded)
    }

    /// The byte of the text as it was.
    pub(crate) fn original(&self, at: usize) -> usize {
        let before = self.moved.partition_point(|(line, _)| *line <= at);
        let put_in = match before.checked_sub(1) {
            Some(last) => self.moved[last].1,
            None => 0,
        };
        at.saturating_sub(put_in)
    }

    /// What was read of the new text, with the places of the old one.
    pub(crate) fn restore<'t>(&self, tree: Tree<'_>) -> Tree<'t> {
        tree.owned(|at| self.original(at))
    }
}

/// The brackets that are open, as far as a look tells that does not know all of YAML.
#[derive(Debug, Default)]
struct Brackets {
    depth: usize,
    /// How deep the lines inside must stand.
    floor: usize,
    quote: Option<u8>,
    /// How deep the lines of a text behind `|` or `>` stand at least.
    literal: Option<usize>,
}

impl Brackets {
    /// Passes over a line; notes where tabs stand behind a colon.
    fn pass(&mut self, line: &str, indent: usize, tabs: &mut Vec<usize>) {
        if let Some(least) = self.literal {
            if line.trim().is_empty() || indent >= least {
                return;
            }
            self.literal = None;
        }
        let first = line.len() - line.trim_start_matches([' ', '-', '?']).len();
        let mut begins = true;
        let mut in_property = false;
        let mut previous = b' ';
        let mut bytes = line.bytes().enumerate();
        while let Some((at, byte)) = bytes.next() {
            if let Some(quote) = self.quote {
                match byte {
                    b'\\' if quote == b'"' => {
                        bytes.next();
                    }
                    _ if byte == quote => self.quote = None,
                    _ => {}
                }
                begins = false;
                previous = byte;
                continue;
            }
            match byte {
                b'#' if previous.is_ascii_whitespace() => break,
                b'\t' if previous == b':' => {
                    tabs.push(at);
                    // The next one stands behind the colon just so.
                    continue;
                }
                b'&' | b'!' if begins => in_property = true,
                b'"' | b'\'' if begins => self.quote = Some(byte),
                b'[' | b'{' if begins => {
                    if self.depth == 0 {
                        self.floor = first + 1;
                    }
                    self.depth += 1;
                }
                b']' | b'}' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
            begins = match byte {
                b'[' | b'{' | b',' | b':' | b'-' | b'?' => true,
                // What follows an anchor or a tag begins as well.
                _ if byte.is_ascii_whitespace() => {
                    begins || self.depth > 0 || std::mem::take(&mut in_property)
                }
                _ => false,
            };
            previous = byte;
        }
        if self.depth == 0 && self.quote.is_none() {
            self.literal = least_of_literal(line, indent, first);
        }
    }
}

/// How deep the lines of a text stand at least that a line announces; `first` is where its content begins
/// behind all dashes.
fn least_of_literal(line: &str, indent: usize, first: usize) -> Option<usize> {
    let line = line.trim_end();
    let header = line.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
    let before = header.strip_suffix(['|', '>'])?;
    let in_item = before.len() == first;
    before
        .ends_with(' ')
        .then_some(if in_item { indent } else { first } + 1)
}
