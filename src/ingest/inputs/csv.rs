//! A file of CSV, cut row by row.

use std::borrow::Cow;
use std::io::Read;
use std::sync::Arc;

use crate::ingest::inputs::{FULL_BYTES, FULL_RECORDS, cannot_read};
use crate::ingest::locate::line_column;
use crate::ingest::record::{Chunk, Content, LONGEST_JSON, Record, too_long};
use crate::ingest::sheet::cut::{Cell, Cut, cut, is_blank, split};
use crate::ingest::sheet::dialect::{Dialect, find};
use crate::ingest::sheet::encoding::Transcoder;
use crate::ingest::sheet::group::{Groups, MOST_HELD};
use crate::ingest::sheet::mapping::{Mapping, Row};
use crate::ingest::sheet::{Head, Stands};
use crate::value::text::tidy;

/// How many bytes of a table are looked at to find out how it is written.
const LOOKED_AT: usize = 64 * 1024;

/// How many bytes are read at once.
const BLOCK: usize = 128 * 1024;

/// A file of rows.
pub(crate) struct Csv {
    file: Arc<str>,
    stream: Transcoder,
    /// What was read and not cut yet.
    rest: Vec<u8>,
    head: Option<Arc<Head>>,
    /// How many lines were handed on.
    line: usize,
    /// Whether there is nothing more to read, for this reason if it is a fault.
    ended: Option<Option<String>>,
    /// How the table is written, to be told.
    told: Option<String>,
    mapping: Option<Arc<Mapping>>,
    /// The rows that are held, where several make a filing.
    groups: Option<Groups>,
}

impl std::fmt::Debug for Csv {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

impl Csv {
    pub(crate) fn new(
        file: Arc<str>,
        stream: Box<dyn Read + Send>,
        mapping: Option<Arc<Mapping>>,
    ) -> Csv {
        Csv {
            file,
            stream: Transcoder::new(stream),
            rest: Vec::new(),
            head: None,
            line: 0,
            ended: None,
            told: None,
            groups: (mapping.as_ref())
                .filter(|mapping| mapping.groups())
                .map(|_| Groups::default()),
            mapping,
        }
    }

    /// The file with how it is written, once, if that is not the plain way.
    pub(crate) fn told(&mut self) -> Option<(Arc<str>, String)> {
        let told = self.told.take()?;
        Some((Arc::clone(&self.file), told))
    }

    /// Adds rows to a chunk until it is full; false once there are no more.
    pub(crate) fn next(&mut self, chunk: &mut Chunk) -> bool {
        if self.head.is_none() && !self.begin(chunk) {
            return false;
        }
        let Some(head) = self.head.clone() else {
            return false;
        };
        let width = Some(head.names.len());
        let mut at = 0;
        while chunk.records.len() < FULL_RECORDS && chunk.bytes.len() < FULL_BYTES {
            let rest = &self.rest[at..];
            let ended = self.ended.is_some();
            if rest.is_empty() && ended {
                break;
            }
            let len = match (!rest.is_empty()).then(|| cut(rest, head.dialect, width, ended)) {
                Some(Cut::Row(len)) => len,
                Some(Cut::More) if rest.len() > LONGEST_JSON => {
                    self.rest.clear();
                    at = 0;
                    let reason = too_long(LONGEST_JSON);
                    // Where a row ends that has no end yet, nobody knows.
                    self.ended = Some(Some(format!("{reason}; the rest of the file is not read")));
                    continue;
                }
                Some(Cut::More) | None => {
                    self.rest.drain(..at);
                    at = 0;
                    self.read();
                    continue;
                }
            };
            let row = &rest[..len];
            if !is_blank(row, head.dialect) {
                let place = (&self.file, self.line + 1);
                if let Err(reason) = sort(&head, row, place, self.groups.as_mut(), chunk) {
                    self.rest.clear();
                    at = 0;
                    self.ended = Some(Some(reason));
                    continue;
                }
            }
            self.line += memchr::memchr_iter(head.dialect.end, row).count();
            at += len;
        }
        self.rest.drain(..at);
        if !self.rest.is_empty() || self.ended.is_none() {
            return true;
        }
        if let Some(groups) = &mut self.groups {
            while chunk.records.len() < FULL_RECORDS && chunk.bytes.len() < FULL_BYTES {
                if !groups.next(&self.file, &head, chunk) {
                    self.groups = None;
                    return true;
                }
            }
            return true;
        }
        if let Some(Some(reason)) = self.ended.take() {
            chunk.unreadable(&self.file, Some((self.line + 1, 1)), reason);
        }
        false
    }

    /// Finds out how the table is written; false where there is nothing in it.
    fn begin(&mut self, chunk: &mut Chunk) -> bool {
        while self.rest.len() < LOOKED_AT && self.ended.is_none() {
            self.read();
        }
        let Some(found) = find(&self.rest, self.ended.is_some()) else {
            let reason = match self.ended.take() {
                Some(Some(reason)) => reason,
                _ => "the file is empty: there is no filing in it".to_owned(),
            };
            chunk.unreadable(&self.file, Some((1, 1)), reason);
            return false;
        };
        self.rest.drain(..found.bytes);
        self.line = found.lines;
        self.told = told(self.stream.encoding(), found.dialect, found.above);
        let mapping = match self
            .mapping
            .take()
            .map(|mapping| mapping.bind_table(&found.names))
        {
            None => None,
            Some(Ok(mapping)) => Some(mapping),
            Some(Err(reason)) => {
                chunk.unreadable(&self.file, Some((found.lines.max(1), 1)), reason);
                return false;
            }
        };
        self.head = Some(Arc::new(Head {
            dialect: found.dialect,
            names: found.names,
            stands: Stands::Written,
            mapping,
        }));
        true
    }

    fn read(&mut self) {
        let start = self.rest.len();
        self.rest.resize(start + BLOCK, 0);
        let mut end = start;
        while end < self.rest.len() && self.ended.is_none() {
            match self.stream.read(&mut self.rest[end..]) {
                Ok(0) => self.ended = Some(None),
                Ok(read) => end += read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => {
                    // What was read of the row that the fault broke off is no filing.
                    let line_end = self.head.as_ref().map_or(b'\n', |head| head.dialect.end);
                    let whole = memchr::memrchr(line_end, &self.rest[..end]);
                    end = whole.map_or(0, |at| at + 1);
                    self.ended = Some(Some(cannot_read(&error)));
                }
            }
        }
        self.rest.truncate(end);
    }
}

/// The headings of a table.
pub(crate) fn headings(stream: Box<dyn Read + Send>) -> Result<Vec<String>, String> {
    let mut csv = Csv::new("".into(), stream, None);
    let mut chunk = Chunk::default();
    if !csv.begin(&mut chunk) {
        let reason = match chunk.records.pop().map(|record| record.content) {
            Some(Content::Unreadable { reason, .. }) => reason,
            _ => "it holds no table".to_owned(),
        };
        return Err(reason);
    }
    Ok(csv.head.map_or(Vec::new(), |head| head.names.clone()))
}

/// The cells of one row, for the mapping.
struct OneRow<'t>(&'t str, Vec<Cell>);

impl<'t> Row<'t> for OneRow<'t> {
    fn text(&self, cell: usize) -> Cow<'t, str> {
        self.1
            .get(cell)
            .map_or(Cow::Borrowed(""), |cell| cell.text(self.0))
    }
}

/// Adds a row to a chunk, or to those that are held, or rejects it where the mapping does not take it. What
/// is wrong with it as a row is told by whoever decodes it.
pub(super) fn sort(
    head: &Arc<Head>,
    row: &[u8],
    (file, line): (&Arc<str>, usize),
    groups: Option<&mut Groups>,
    chunk: &mut Chunk,
) -> Result<(), String> {
    if let Some(mapping) = &head.mapping
        && let Ok(text) = std::str::from_utf8(row)
    {
        let mut cells = Vec::new();
        let sound = split(text, head.dialect, &mut cells).is_ok();
        if sound && cells.len() >= head.names.len() {
            let cells = OneRow(text, cells);
            let place = |cell: usize| {
                match head.stands {
                    Stands::Written => {}
                    Stands::Numbered => return Some((line, cell + 1)),
                    Stands::WithRow => return Some((line, 1)),
                }
                let before = cells.1.get(cell).map_or("", |cell| &text[..cell.start]);
                let at = line_column(before, before.len());
                Some((line + at.line - 1, at.column))
            };
            let refusals = mapping.taken.iter().filter_map(|one| {
                let reason = one.refusal(&cells)?;
                Some((one.column, reason))
            });
            let refusals: Vec<(usize, String)> = refusals.collect();
            if let Some((cell, _)) = refusals.first() {
                let reasons: Vec<&str> =
                    refusals.iter().map(|(_, reason)| reason.as_str()).collect();
                chunk.unreadable(file, place(*cell), reasons.join("; "));
                return Ok(());
            }
            if let Some(groups) = groups {
                let mut key = Vec::with_capacity(mapping.group.len());
                for part in &mapping.group {
                    let cell = part.cell().unwrap_or(0);
                    let why = match part.text(&cells) {
                        Ok(text) if text.is_empty() => {
                            "it says not to which filing it belongs: the cell is empty".to_owned()
                        }
                        Ok(text) => {
                            key.push(tidy(&text).into_owned());
                            continue;
                        }
                        Err(what) => what.reason("", "").text,
                    };
                    let name = head.names.get(cell).map_or("", String::as_str);
                    chunk.unreadable(file, place(cell), format!("`{name}`: {why}"));
                    return Ok(());
                }
                return match groups.add(key, line, row, mapping.distinct) {
                    true => Ok(()),
                    false => Err(format!(
                        "more than {} GB of rows, which cannot be held to be grouped; \
                        the rest of the file is not read",
                        MOST_HELD >> 30
                    )),
                };
            }
        }
    }
    let start = chunk.bytes.len();
    chunk.bytes.extend_from_slice(row);
    chunk.records.push(Record {
        file: Arc::clone(file),
        line,
        column: 1,
        content: Content::Cells {
            head: Arc::clone(head),
            stretch: start..chunk.bytes.len(),
            rows: None,
        },
        breaks_off: false,
    });
    Ok(())
}

/// How a table is written, in words, if that is not UTF-8 with commas and headings in its first line.
fn told(encoding: Option<&str>, dialect: Dialect, above: usize) -> Option<String> {
    let mut words: Vec<String> = encoding.map(str::to_owned).into_iter().collect();
    words.extend(dialect.told());
    match above {
        0 => {}
        1 => words.push("one line above its headings".to_owned()),
        above => words.push(format!("{above} lines above its headings")),
    }
    (!words.is_empty()).then(|| words.join(", "))
}
