//! A stream of documents of YAML, cut at the lines that separate them.

use std::io::{BufRead, Read};
use std::sync::Arc;

use crate::ingest::inputs::lines::BYTE_ORDER_MARK;
use crate::ingest::inputs::{Stream, cannot_read};
use crate::ingest::record::{Chunk, Content, Format, LONGEST_YAML, Record, too_long};

/// A file of documents. Empty ones are no filings, but a file of none is worth a word.
pub(crate) struct YamlStream {
    file: Arc<str>,
    stream: Stream,
    /// How many lines were read.
    line: usize,
    /// The line `---` that ended the document before, which begins the next.
    held: Vec<u8>,
    found: bool,
    ended: bool,
}

impl std::fmt::Debug for YamlStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// What a line is to the stream.
enum Line {
    /// `---`, perhaps with the document's start behind it.
    Begin { content: bool },
    /// `...`
    End,
    /// Blank, a comment or a directive before the document.
    Nothing,
    /// Anything of a document.
    Content,
}

impl YamlStream {
    pub(crate) fn new(file: Arc<str>, stream: Stream) -> YamlStream {
        YamlStream {
            file,
            stream,
            line: 0,
            held: Vec::new(),
            found: false,
            ended: false,
        }
    }

    pub(crate) fn next(&mut self, chunk: &mut Chunk) -> bool {
        if self.ended {
            return false;
        }
        let mut start = chunk.bytes.len();
        let mut first = 0;
        let mut begun = false;
        let mut content = false;
        loop {
            let mut at = chunk.bytes.len();
            if self.held.is_empty() {
                let most = (LONGEST_YAML + 1).saturating_sub(at - start) as u64;
                let mut some = self.stream.by_ref().take(most);
                match some.read_until(b'\n', &mut chunk.bytes) {
                    Ok(0) => {
                        self.ended = true;
                        break;
                    }
                    Ok(_) if chunk.bytes.len() - start > LONGEST_YAML => {
                        self.ended = true;
                        chunk.bytes.truncate(start);
                        let place = Some((first.max(1), 1));
                        chunk.unreadable(&self.file, place, too_long(LONGEST_YAML));
                        return true;
                    }
                    Ok(_) => self.line += 1,
                    Err(error) => {
                        self.ended = true;
                        chunk.bytes.truncate(start);
                        let place = Some((self.line + 1, 1));
                        chunk.unreadable(&self.file, place, cannot_read(&error));
                        return true;
                    }
                }
            } else {
                chunk.bytes.append(&mut self.held);
            }
            if self.line == 1 && chunk.bytes[at..].starts_with(BYTE_ORDER_MARK) {
                at += BYTE_ORDER_MARK.len();
                start = at;
            } else if chunk.bytes[at..].starts_with(BYTE_ORDER_MARK) {
                // Files that were put one behind another bring a mark each, before or after their `---`.
                let rest = &chunk.bytes[at + BYTE_ORDER_MARK.len()..];
                if !content || matches!(look_at(rest, begun), Line::Begin { .. }) {
                    chunk.bytes.drain(at..at + BYTE_ORDER_MARK.len());
                }
            }
            if first == 0 {
                first = self.line;
            }
            match look_at(&chunk.bytes[at..], begun) {
                Line::Begin { .. } if content => {
                    self.held = chunk.bytes.split_off(at);
                    break;
                }
                Line::Begin { content: more } => {
                    if begun {
                        // The document before was empty.
                        start = at;
                        first = self.line;
                    }
                    begun = true;
                    content = more;
                }
                Line::End => {
                    chunk.bytes.truncate(at);
                    if content {
                        break;
                    }
                    start = at;
                    first = 0;
                    begun = false;
                }
                Line::Nothing => {}
                Line::Content => content = true,
            }
        }
        if content {
            self.found = true;
            chunk.records.push(Record {
                file: self.file.clone(),
                line: first,
                column: 1,
                content: Content::Text(Format::Yaml, start..chunk.bytes.len()),
                breaks_off: false,
            });
        } else {
            chunk.bytes.truncate(start);
            if !self.found {
                let reason = "the file is empty: there is no filing in it";
                chunk.unreadable(&self.file, Some((1, 1)), reason.to_owned());
            }
        }
        true
    }
}

fn look_at(line: &[u8], begun: bool) -> Line {
    let marked = |mark: &[u8]| {
        let rest = line.strip_prefix(mark)?;
        let ends = rest.first().is_none_or(u8::is_ascii_whitespace);
        ends.then(|| rest.trim_ascii())
    };
    if let Some(rest) = marked(b"---") {
        let content = !rest.is_empty() && rest[0] != b'#';
        return Line::Begin { content };
    }
    if marked(b"...").is_some() {
        return Line::End;
    }
    match line.trim_ascii_start().first() {
        None | Some(b'#') => Line::Nothing,
        Some(b'%') if !begun && line[0] == b'%' => Line::Nothing,
        Some(_) => Line::Content,
    }
}
