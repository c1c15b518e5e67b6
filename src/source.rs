//! The texts that a rule book is read from, and places in them.
//!
//! Comes in: paths and texts. Goes out: [`Sources`], which owns every text of one run, and [`Span`],
//! a place in one of them. Nothing here opens a file.

use std::path::PathBuf;
use std::sync::Arc;

/// Which text of a [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SourceId(pub u32);

/// A stretch of one source text, in bytes, the end excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The text.
    pub source: SourceId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The stretch from `start` to `end` of `source`.
    pub fn new(source: SourceId, start: usize, end: usize) -> Span {
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span {
            source,
            start: narrow(start),
            end: narrow(end),
        }
    }

    /// The smallest stretch that holds both; both must be of one text.
    pub fn to(self, other: Span) -> Span {
        Span {
            source: self.source,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// One text with the path that people know it by.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The path as it is shown, with `/` between folders.
    pub path: PathBuf,
    /// The whole text.
    pub text: String,
    /// What its bytes are instead of UTF-8, if they are something else; the text is then what could be
    /// made of them, and is not to be read as rules.
    pub foreign: Option<Foreign>,
    line_starts: Vec<u32>,
}

/// Bytes that are no UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// UTF-16, by the mark at its beginning.
    Utf16,
    /// Something else, of which the text cannot be read from this byte on.
    Bytes(u32),
}

/// A place as people count it: both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

/// Where something stands in a file of filings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The path as it was given or found, `-` for standard input.
    pub file: Arc<str>,
    /// The line and the column in it.
    pub at: LineColumn,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.at.line, self.at.column)
    }
}

impl SourceFile {
    /// A text under a path.
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> SourceFile {
        let text = text.into();
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0)
            .chain(starts.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX)))
            .collect();
        SourceFile {
            path: path.into(),
            text,
            foreign: None,
            line_starts,
        }
    }

    /// What the bytes of a file hold, without a mark of their order.
    pub fn from_bytes(path: impl Into<PathBuf>, bytes: Vec<u8>) -> SourceFile {
        let units = |from: fn([u8; 2]) -> u16| {
            let pairs = bytes[2..].chunks_exact(2);
            let units: Vec<u16> = pairs.map(|pair| from([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        };
        let utf16 = match bytes.get(..2) {
            Some([0xff, 0xfe]) => Some(units(u16::from_le_bytes)),
            Some([0xfe, 0xff]) => Some(units(u16::from_be_bytes)),
            _ => None,
        };
        let (text, foreign) = match utf16 {
            Some(text) => (text, Some(Foreign::Utf16)),
            None => match String::from_utf8(bytes) {
                Ok(text) => (text, None),
                Err(error) => {
                    let at = error.utf8_error().valid_up_to();
                    let at = u32::try_from(at).unwrap_or(u32::MAX);
                    let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                    (text, Some(Foreign::Bytes(at)))
                }
            },
        };
        let marked = text.strip_prefix('\u{feff}').map(str::to_owned);
        // Where the bytes go wrong is counted without the mark as well.
        let mark = if marked.is_some() { 3 } else { 0 };
        SourceFile {
            foreign: foreign.map(|foreign| match foreign {
                Foreign::Bytes(at) => Foreign::Bytes(at.saturating_sub(mark)),
                Foreign::Utf16 => foreign,
            }),
            ..SourceFile::new(path, marked.unwrap_or(text))
        }
    }

    /// Where a byte stands. A byte beyond the text stands at its end.
    pub fn line_column(&self, at: u32) -> LineColumn {
        let line = self
            .line_starts
            .partition_point(|start| *start <= at)
            .max(1);
        let start = self.line_starts[line - 1] as usize;
        let end = (at as usize).clamp(start, self.text.len().max(start));
        let column = self
            .text
            .get(start..end)
            .map_or(0, |before| before.chars().count());
        LineColumn {
            line,
            column: column + 1,
        }
    }
}

/// Every text of one run, in the order in which they were added.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// No text yet.
    pub fn new() -> Sources {
        Sources::default()
    }

    /// Keeps a text and says under which id.
    pub fn add(&mut self, file: SourceFile) -> SourceId {
        self.files.push(file);
        SourceId(u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX))
    }

    /// The text of an id that [`Sources::add`] gave.
    pub fn get(&self, id: SourceId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The texts with their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &SourceFile)> {
        self.files
            .iter()
            .enumerate()
            .map(|(at, file)| (SourceId(at as u32), file))
    }

    /// The characters of a stretch; empty where it is none of the text.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source)
            .text
            .get(span.start as usize..span.end as usize)
            .unwrap_or("")
    }

    /// The characters of a stretch with every run of white space and comments read as one space,
    /// as an expression is quoted in a report.
    pub fn quote(&self, span: Span) -> String {
        let lines = self
            .slice(span)
            .lines()
            .map(|line| line.split('#').next().unwrap_or(""));
        let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
        words.join(" ")
    }
}
