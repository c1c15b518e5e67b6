//! One filing of JSON a line, read a block at a time.
//!
//! A stream is read here, by one thread at a time; of a large file each block was read by some thread
//! before it is asked for here.

use std::fs::File;
use std::io::Read;
use std::sync::Arc;

use crate::ingest::inputs::blocks::{Blocks, Claim};
use crate::ingest::inputs::{FULL_BYTES, FULL_RECORDS, cannot_read};
use crate::ingest::record::{Chunk, Content, Format, LONGEST_JSON, Record, too_long};

/// The mark that may stand before the text of a file.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The least that is asked for at once.
const BLOCK: usize = 64 * 1024;

/// A file of lines. Blank ones are no filings.
pub(crate) struct Lines {
    file: Arc<str>,
    source: Source,
    /// How many lines were handed on.
    line: usize,
    /// What was read beyond the last chunk.
    rest: Vec<u8>,
    /// How many bytes the lines of the last chunk took, so that little is read beyond the next.
    usual: usize,
    /// Whether what comes next belongs to a line that is too long, and is passed over.
    passes: bool,
    /// Whether there is nothing more to read, for this reason if it is a fault.
    ended: Option<Option<String>>,
}

/// What lines are read from.
enum Source {
    Stream(Box<dyn Read + Send>),
    Blocks(Blocks),
}

impl std::fmt::Debug for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

impl Lines {
    /// The lines of a file: a large one is read by blocks.
    pub(crate) fn of_file(name: Arc<str>, file: File) -> Lines {
        let source = match Blocks::of(file) {
            Ok(blocks) => Source::Blocks(blocks),
            Err(file) => Source::Stream(Box::new(file)),
        };
        Lines::new(name, source)
    }

    /// The lines of a stream.
    pub(crate) fn of_stream(name: Arc<str>, stream: Box<dyn Read + Send>) -> Lines {
        Lines::new(name, Source::Stream(stream))
    }

    fn new(file: Arc<str>, source: Source) -> Lines {
        Lines {
            file,
            source,
            line: 0,
            rest: Vec::new(),
            usual: FULL_BYTES,
            passes: false,
            ended: None,
        }
    }

    /// Lets the caller read a block ahead, if there are such.
    pub(crate) fn claim(&mut self, most: usize) -> Option<Claim> {
        match &mut self.source {
            Source::Blocks(blocks) if self.ended.is_none() => blocks.claim(most),
            Source::Blocks(_) | Source::Stream(_) => None,
        }
    }

    /// Adds lines to a chunk until it is full; false once there are no more.
    pub(crate) fn next(&mut self, chunk: &mut Chunk) -> bool {
        let start = chunk.bytes.len();
        chunk.bytes.append(&mut self.rest);
        let start = self.fill(chunk, start);
        let end = self.cut(chunk, start);
        self.rest.extend_from_slice(&chunk.bytes[end..]);
        chunk.bytes.truncate(end);
        self.usual = end - start;
        if !self.rest.is_empty() {
            return true;
        }
        match self.ended.take() {
            None => true,
            Some(reason) => {
                if let Some(reason) = reason {
                    chunk.unreadable(&self.file, Some((self.line + 1, 1)), reason);
                }
                false
            }
        }
    }

    /// Reads on until the chunk is full and ends a line, which may take more than a chunk usually holds.
    /// Returns where the lines begin now.
    fn fill(&mut self, chunk: &mut Chunk, mut start: usize) -> usize {
        let usual = self.usual.saturating_add(self.usual / 8).max(BLOCK);
        let full = usual.min(match self.source {
            // The line that the chunk breaks off is left for the next one: with it the chunk is full.
            Source::Stream(_) => FULL_BYTES + BLOCK / 2,
            // One block is enough.
            Source::Blocks(_) => FULL_BYTES,
        });
        let mut line = false;
        let mut searched = 0;
        while self.ended.is_none() {
            if self.passes {
                start = self.pass(chunk, start);
                searched = 0;
            }
            let bytes = &chunk.bytes[start..];
            line |= memchr::memchr(b'\n', &bytes[searched..]).is_some();
            searched = bytes.len();
            if line && searched >= full {
                break;
            }
            if !line && searched > LONGEST_JSON {
                self.line += 1;
                chunk.unreadable(&self.file, Some((self.line, 1)), too_long(LONGEST_JSON));
                self.passes = true;
                continue;
            }
            let fault = match &mut self.source {
                Source::Blocks(blocks) => {
                    let mut block = blocks.next();
                    if !block.is_full() {
                        self.ended = Some(None);
                    }
                    let fault = block.fault.take();
                    start = block.follow(&mut chunk.bytes, start);
                    fault
                }
                Source::Stream(stream) => {
                    let room = full.saturating_sub(searched).max(BLOCK);
                    let mut some = stream.by_ref().take(room as u64);
                    let read = some.read_to_end(&mut chunk.bytes);
                    if read.as_ref().is_ok_and(|read| *read < room) {
                        self.ended = Some(None);
                    }
                    read.err()
                }
            };
            if let Some(error) = fault {
                // What was read of the line that the fault broke off is no filing.
                let whole = memchr::memrchr(b'\n', &chunk.bytes[start..]);
                let end = whole.map_or(start, |at| start + at + 1);
                chunk.bytes.truncate(end);
                self.ended = Some(Some(cannot_read(&error)));
            }
        }
        match self.passes {
            true => self.pass(chunk, start),
            false => start,
        }
    }

    /// Passes over what belongs to a line that is too long; returns where the next one begins.
    fn pass(&mut self, chunk: &mut Chunk, start: usize) -> usize {
        match memchr::memchr(b'\n', &chunk.bytes[start..]) {
            Some(at) => {
                self.passes = false;
                start + at + 1
            }
            None => {
                chunk.bytes.truncate(start);
                start
            }
        }
    }

    /// Cuts what a chunk holds from a byte on into lines; returns where the last one ends.
    fn cut(&mut self, chunk: &mut Chunk, start: usize) -> usize {
        let mut begin = start;
        while begin < chunk.bytes.len() && chunk.records.len() < FULL_RECORDS {
            let end = match memchr::memchr(b'\n', &chunk.bytes[begin..]) {
                Some(at) => begin + at + 1,
                None if self.ended.is_some() => chunk.bytes.len(),
                None => break,
            };
            self.line += 1;
            let mut first = begin;
            if self.line == 1 && chunk.bytes[begin..end].starts_with(BYTE_ORDER_MARK) {
                first += BYTE_ORDER_MARK.len();
            }
            let text = chunk.bytes[first..end].trim_ascii_end();
            let last = first + text.len();
            if text.len() > LONGEST_JSON {
                chunk.unreadable(&self.file, Some((self.line, 1)), too_long(LONGEST_JSON));
            } else if !text.trim_ascii_start().is_empty() {
                chunk.records.push(Record {
                    file: self.file.clone(),
                    line: self.line,
                    column: 1,
                    content: Content::Text(Format::Json, first..last),
                    breaks_off: false,
                });
            }
            begin = end;
        }
        begin
    }
}
