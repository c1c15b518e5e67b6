//! One filing of JSON a line.

use std::sync::Arc;

use crate::ingest::inputs::{Stream, cannot_read};
use crate::ingest::record::{Chunk, Content, Format, Record};

/// The mark that may stand before the text of a file.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A file of lines. Blank ones are no filings.
pub(crate) struct Lines {
    file: Arc<str>,
    stream: Stream,
    /// How many lines were read.
    line: usize,
}

impl std::fmt::Debug for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

impl Lines {
    pub(crate) fn new(file: Arc<str>, stream: Stream) -> Lines {
        Lines {
            file,
            stream,
            line: 0,
        }
    }

    pub(crate) fn next(&mut self, chunk: &mut Chunk) -> bool {
        loop {
            let mut start = chunk.bytes.len();
            let read = self.stream.read_until(b'\n', &mut chunk.bytes);
            self.line += 1;
            match read {
                Ok(0) => return false,
                Ok(_) => {}
                Err(error) => {
                    chunk.bytes.truncate(start);
                    chunk.unreadable(&self.file, Some((self.line, 1)), cannot_read(&error));
                    return false;
                }
            }
            let mut line = &chunk.bytes[start..];
            if self.line == 1 && line.starts_with(BYTE_ORDER_MARK) {
                start += BYTE_ORDER_MARK.len();
                line = &chunk.bytes[start..];
            }
            if line.trim_ascii().is_empty() {
                chunk.bytes.truncate(start);
                continue;
            }
            let end = start + line.trim_ascii_end().len();
            chunk.records.push(Record {
                file: self.file.clone(),
                line: self.line,
                column: 1,
                content: Content::Text(Format::Json, start..end),
                breaks_off: false,
            });
            return true;
        }
    }
}
