//! One filing of JSON a line, read a block at a time.

use std::io::Read;
use std::sync::Arc;

use crate::ingest::inputs::{FULL_BYTES, FULL_RECORDS, cannot_read};
use crate::ingest::record::{Chunk, Content, Format, Record};

/// The mark that may stand before the text of a file.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The least that is asked for at once.
const BLOCK: usize = 64 * 1024;

/// A file of lines. Blank ones are no filings.
pub(crate) struct Lines {
    file: Arc<str>,
    stream: Box<dyn Read + Send>,
    /// How many lines were handed on.
    line: usize,
    /// What was read beyond the last chunk.
    rest: Vec<u8>,
    /// How many bytes the lines of the last chunk took, so that little is read beyond the next.
    usual: usize,
    /// Whether there is nothing more to read, for this reason if it is a fault.
    ended: Option<Option<String>>,
}

impl std::fmt::Debug for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

impl Lines {
    pub(crate) fn new(file: Arc<str>, stream: Box<dyn Read + Send>) -> Lines {
        Lines {
            file,
            stream,
            line: 0,
            rest: Vec::new(),
            usual: FULL_BYTES,
            ended: None,
        }
    }

    /// Adds lines to a chunk until it is full; false once there are no more.
    pub(crate) fn next(&mut self, chunk: &mut Chunk) -> bool {
        let start = chunk.bytes.len();
        chunk.bytes.append(&mut self.rest);
        self.fill(chunk, start);
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
    fn fill(&mut self, chunk: &mut Chunk, start: usize) {
        let usual = self.usual.saturating_add(self.usual / 8).max(BLOCK);
        // The line that the chunk breaks off is left for the next one: with it the chunk is full.
        let full = start + usual.min(FULL_BYTES + BLOCK / 2);
        let mut line = false;
        let mut searched = start;
        while self.ended.is_none() {
            line |= memchr::memchr(b'\n', &chunk.bytes[searched..]).is_some();
            searched = chunk.bytes.len();
            if line && searched >= full {
                return;
            }
            let room = full.saturating_sub(chunk.bytes.len()).max(BLOCK);
            let mut some = self.stream.by_ref().take(room as u64);
            match some.read_to_end(&mut chunk.bytes) {
                Ok(read) if read == room => {}
                Ok(_) => self.ended = Some(None),
                Err(error) => {
                    // What was read of the line that the fault broke off is no filing.
                    let whole = memchr::memrchr(b'\n', &chunk.bytes[start..]);
                    chunk
                        .bytes
                        .truncate(whole.map_or(start, |at| start + at + 1));
                    self.ended = Some(Some(cannot_read(&error)));
                }
            }
        }
    }

    /// Cuts what a chunk holds from a byte on into lines; returns where the last one ends.
    fn cut(&mut self, chunk: &mut Chunk, start: usize) -> usize {
        let Chunk { bytes, records, .. } = chunk;
        let mut begin = start;
        while begin < bytes.len() && records.len() < FULL_RECORDS {
            let end = match memchr::memchr(b'\n', &bytes[begin..]) {
                Some(at) => begin + at + 1,
                None if self.ended.is_some() => bytes.len(),
                None => break,
            };
            self.line += 1;
            let mut first = begin;
            if self.line == 1 && bytes[begin..end].starts_with(BYTE_ORDER_MARK) {
                first += BYTE_ORDER_MARK.len();
            }
            let len = bytes[first..end].trim_ascii_end().len();
            if !bytes[first..first + len].trim_ascii().is_empty() {
                records.push(Record {
                    file: self.file.clone(),
                    line: self.line,
                    column: 1,
                    content: Content::Text(Format::Json, first..first + len),
                    breaks_off: false,
                });
            }
            begin = end;
        }
        begin
    }
}
