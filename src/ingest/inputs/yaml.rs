//! A stream of documents of YAML, cut at the lines that separate them.

use std::io::{self, BufRead, Read};
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
                        let broken = !chunk.bytes.ends_with(b"\n");
                        chunk.bytes.truncate(start);
                        let place = Some((first.max(1), 1));
                        chunk.unreadable(&self.file, place, too_long(LONGEST_YAML));
                        self.found = true;
                        self.line += usize::from(!broken);
                        if let Err(error) = self.pass(broken) {
                            self.unread(chunk, &error);
                        }
                        return true;
                    }
                    Ok(_) => self.line += 1,
                    Err(error) => {
                        chunk.bytes.truncate(start);
                        self.unread(chunk, &error);
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

    /// Passes over the rest of a document that is too long, which may break off within a line. The line
    /// that begins the next one is held.
    fn pass(&mut self, mut broken: bool) -> io::Result<()> {
        let mut line = Vec::new();
        loop {
            line.clear();
            let mut some = self.stream.by_ref().take(LONGEST_YAML as u64);
            if some.read_until(b'\n', &mut line)? == 0 {
                self.ended = true;
                return Ok(());
            }
            let whole = line.ends_with(b"\n");
            self.line += usize::from(whole);
            let begins = !std::mem::replace(&mut broken, !whole);
            match look_at(&line, true) {
                Line::Begin { .. } if begins => {
                    self.held = line;
                    return Ok(());
                }
                Line::End if begins => return Ok(()),
                _ => {}
            }
        }
    }

    /// Ends the file where it cannot be read on.
    fn unread(&mut self, chunk: &mut Chunk, error: &io::Error) {
        self.ended = true;
        chunk.unreadable(&self.file, Some((self.line + 1, 1)), cannot_read(error));
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
