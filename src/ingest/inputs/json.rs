//! A file of JSON: one filing, several one after another, or arrays of them, cut value by value.

use std::io::{self, BufRead, Read};
use std::sync::Arc;

use crate::ingest::inputs::lines::BYTE_ORDER_MARK;
use crate::ingest::inputs::{FULL_BYTES, Stream, cannot_read};
use crate::ingest::record::{Chunk, Content, DEEPEST, Format, LONGEST_JSON, Record, too_long};

/// A file of JSON as it is read.
pub(crate) struct JsonFile {
    file: Arc<str>,
    stream: Stream,
    /// How large the file is, as far as the system knows.
    size: u64,
    state: State,
    line: usize,
    column: usize,
}

/// How far the reading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    /// In an array, before an element; whether a comma or a bracket stands before it.
    Before {
        comma: bool,
    },
    /// In an array, after an element.
    After,
    /// Outside of any array, after a value.
    End,
}

/// A file larger than this is cut as it is read; a smaller one, or a pipe, is read first.
const WHOLE: u64 = 1 << 20;

impl std::fmt::Debug for JsonFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

impl JsonFile {
    pub(crate) fn new(file: Arc<str>, stream: Stream, size: u64) -> JsonFile {
        JsonFile {
            file,
            stream,
            size,
            state: State::Start,
            line: 1,
            column: 1,
        }
    }

    pub(crate) fn next(&mut self, chunk: &mut Chunk) -> bool {
        let start = chunk.bytes.len();
        match self.step(chunk) {
            Ok(more) => more,
            Err(error) => {
                chunk.bytes.truncate(start);
                let place = Some((self.line, self.column));
                chunk.unreadable(&self.file, place, cannot_read(&error));
                false
            }
        }
    }

    fn step(&mut self, chunk: &mut Chunk) -> io::Result<bool> {
        if self.state == State::Start {
            let lead = self.skip_mark()?;
            if !lead.is_empty() {
                return self.whole(lead, chunk);
            }
            match self.peek()? {
                Some(b'[') => {
                    self.take()?;
                    self.state = State::Before { comma: false };
                }
                Some(b'{') if self.size > WHOLE => {
                    return self.element(chunk, false);
                }
                Some(_) => return self.whole(&[], chunk),
                None => {
                    let reason = "the file is empty: there is no filing in it".to_owned();
                    chunk.unreadable(&self.file, Some((1, 1)), reason);
                    return Ok(false);
                }
            }
        }
        let next = self.peek()?;
        let place = (self.line, self.column);
        let mut broken = |reason: &str| {
            chunk.unreadable(&self.file, Some(place), format!("not valid JSON: {reason}"));
        };
        match (self.state, next) {
            (State::End, None) => return Ok(false),
            (State::End, Some(b'[')) => {
                self.take()?;
                self.state = State::Before { comma: false };
            }
            (State::End, Some(b'{')) => return self.element(chunk, false),
            (State::End, Some(_)) => {
                broken("something stands after the end of a filing or a list");
                return Ok(false);
            }
            (_, None) => {
                broken("the file ends inside the list");
                return Ok(false);
            }
            (State::Before { comma }, Some(b']')) => {
                if comma {
                    broken("a comma before the end of the list");
                }
                self.take()?;
                self.state = State::End;
            }
            (State::Before { .. }, Some(b',')) => {
                broken("expected a filing, found a comma");
                self.take()?;
                self.state = State::Before { comma: true };
            }
            (State::After, Some(b',')) => {
                self.take()?;
                self.state = State::Before { comma: true };
            }
            (State::After, Some(b']')) => {
                self.take()?;
                self.state = State::End;
            }
            (State::After, Some(_)) => {
                broken("expected a comma between two filings; the rest of the file is not read");
                return Ok(false);
            }
            (State::Before { .. } | State::Start, Some(_)) => return self.element(chunk, true),
        }
        Ok(true)
    }

    /// Passes over a byte order mark. What only began like one is returned: it belongs to the text.
    fn skip_mark(&mut self) -> io::Result<&'static [u8]> {
        for (at, byte) in BYTE_ORDER_MARK.iter().enumerate() {
            if self.stream.fill_buf()?.first() != Some(byte) {
                return Ok(&BYTE_ORDER_MARK[..at]);
            }
            self.stream.consume(1);
        }
        Ok(&[])
    }

    /// The next byte that is no white space, which stays to be read.
    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.stream.fill_buf()?.first().copied() {
                Some(b' ' | b'\t' | b'\r' | b'\n') => self.take()?,
                other => return Ok(other),
            }
        }
    }

    fn take(&mut self) -> io::Result<()> {
        if let Some(byte) = self.stream.fill_buf()?.first().copied() {
            self.pass(byte);
            self.stream.consume(1);
        }
        Ok(())
    }

    #[inline]
    fn pass(&mut self, byte: u8) {
        if byte == b'\n' {
            self.line += 1;
            self.column = 1;
        } else {
            // A character counts by the one byte of it that continues none.
            self.column += usize::from(byte & 0xc0 != 0x80);
        }
    }

    /// Takes all that is left, behind what was taken already.
    fn whole(&mut self, lead: &[u8], chunk: &mut Chunk) -> io::Result<bool> {
        let start = chunk.bytes.len();
        chunk.bytes.extend_from_slice(lead);
        let (line, column) = (self.line, self.column);
        let size = usize::try_from(self.size).unwrap_or(0);
        let size = if size > LONGEST_JSON { 0 } else { size };
        // What the system says is only a hint: a pipe has no size.
        let _ = match size > FULL_BYTES {
            true => chunk.bytes.try_reserve_exact(size + 1),
            false => chunk.bytes.try_reserve(size + 1),
        };
        let most = LONGEST_JSON as u64 + 1;
        self.stream
            .by_ref()
            .take(most)
            .read_to_end(&mut chunk.bytes)?;
        let all = chunk.bytes.len() - start <= LONGEST_JSON;
        if !all || several(&chunk.bytes[start..]) {
            // They are cut as those of a large file are; behind one that is too long others may stand.
            let begun = io::Cursor::new(chunk.bytes.split_off(start));
            let rest = std::mem::replace(&mut self.stream, Box::new(io::empty()));
            self.stream = match all {
                true => Box::new(begun),
                false => Box::new(begun.chain(rest)),
            };
            self.state = State::End;
            return Ok(true);
        }
        let end = start + chunk.bytes[start..].trim_ascii_end().len();
        self.push(chunk, start..end, line, column, false);
        Ok(false)
    }

    fn push(
        &self,
        chunk: &mut Chunk,
        stretch: std::ops::Range<usize>,
        line: usize,
        column: usize,
        breaks_off: bool,
    ) {
        chunk.records.push(Record {
            file: self.file.clone(),
            line,
            column,
            content: Content::Text(Format::Json, stretch),
            breaks_off,
        });
    }

    /// Takes one element of an array, or one value outside of any. Where its brackets do not match, or the
    /// file ends in it, what was read so far is handed on: its decoding says what is wrong. Of one that is
    /// longer than any may be, the rest is passed over.
    fn element(&mut self, chunk: &mut Chunk, listed: bool) -> io::Result<bool> {
        let start = chunk.bytes.len();
        let (line, column) = (self.line, self.column);
        let mut brackets = Brackets::default();
        let mut long = false;
        let broken = loop {
            let buffer = self.stream.fill_buf()?;
            if buffer.is_empty() {
                break true;
            }
            let (len, end) = brackets.follow(buffer);
            let stretch = &buffer[..len];
            if !long {
                chunk.bytes.extend_from_slice(stretch);
                long = chunk.bytes.len() - start > LONGEST_JSON;
            }
            let newlines = stretch.iter().filter(|byte| **byte == b'\n').count();
            let last = match newlines {
                0 => stretch,
                _ => stretch.rsplit(|byte| *byte == b'\n').next().unwrap_or(&[]),
            };
            let characters = last.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
            self.line += newlines;
            self.column = characters + if newlines == 0 { self.column } else { 1 };
            self.stream.consume(len);
            match end {
                End::Open => {}
                End::Closed => break false,
                End::Mismatch => break true,
            }
        };
        // Of a value outside of any array that the file breaks off nothing is left to be read.
        let breaks_off = broken && (listed || !self.stream.fill_buf()?.is_empty());
        if long {
            chunk.bytes.truncate(start);
            chunk.unreadable(&self.file, Some((line, column)), too_long(LONGEST_JSON));
        } else {
            self.push(chunk, start..chunk.bytes.len(), line, column, breaks_off);
        }
        self.state = match listed {
            true => State::After,
            false => State::End,
        };
        Ok(!broken)
    }
}

/// Whether several values seem to stand in a text one after another: behind what closes one begins another.
/// In a text in quotes that may be so as well; whoever cuts finds out.
fn several(text: &[u8]) -> bool {
    memchr::memchr2_iter(b'}', b']', text).any(|at| {
        let next = text[at + 1..].trim_ascii_start().first();
        matches!(next, Some(b'{' | b'['))
    })
}

/// Where a stretch leaves an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Open,
    Closed,
    Mismatch,
}

/// The brackets of an element that are open.
#[derive(Debug)]
struct Brackets {
    depth: usize,
    /// What closes each; deeper down it does not matter, as the element is rejected in any case.
    closing: [u8; DEEPEST],
    quoted: bool,
    escaped: bool,
    begun: bool,
}

impl Default for Brackets {
    fn default() -> Brackets {
        Brackets {
            depth: 0,
            closing: [0; DEEPEST],
            quoted: false,
            escaped: false,
            begun: false,
        }
    }
}

impl Brackets {
    /// How many bytes of a stretch belong to the element, and whether it ends there.
    fn follow(&mut self, stretch: &[u8]) -> (usize, End) {
        let mut at = 0;
        while at < stretch.len() {
            let byte = stretch[at];
            if self.quoted {
                if self.escaped {
                    self.escaped = false;
                } else {
                    let rest = &stretch[at..];
                    let stop = |byte: &u8| matches!(byte, b'"' | b'\\');
                    match rest.iter().position(stop) {
                        None => return (stretch.len(), End::Open),
                        Some(skipped) => at += skipped,
                    }
                    if stretch[at] == b'"' {
                        self.quoted = false;
                        if self.depth == 0 {
                            return (at + 1, End::Closed);
                        }
                    } else {
                        self.escaped = true;
                    }
                }
                at += 1;
                continue;
            }
            match byte {
                b'"' => self.quoted = true,
                b'[' | b'{' => {
                    if let Some(closing) = self.closing.get_mut(self.depth) {
                        // `]` and `}` stand two places after what they close.
                        *closing = byte + 2;
                    }
                    self.depth += 1;
                }
                b']' | b'}' | b',' | b' ' | b'\t' | b'\r' | b'\n' if self.depth == 0 => {
                    return (
                        at,
                        if self.begun {
                            End::Closed
                        } else {
                            End::Mismatch
                        },
                    );
                }
                b']' | b'}' => {
                    self.depth -= 1;
                    if self.closing.get(self.depth).is_some_and(|one| *one != byte) {
                        return (at + 1, End::Mismatch);
                    }
                    if self.depth == 0 {
                        return (at + 1, End::Closed);
                    }
                }
                _ => {}
            }
            self.begun = true;
            at += 1;
        }
        (stretch.len(), End::Open)
    }
}
