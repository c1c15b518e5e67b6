//! A table whose rows come as cells: brought into the form of CSV, and from there the same way.

use std::sync::Arc;

use crate::ingest::inputs::csv::sort;
use crate::ingest::inputs::{FULL_BYTES, FULL_RECORDS};
use crate::ingest::record::Chunk;
use crate::ingest::sheet::dialect::{COMMAS, headings};
use crate::ingest::sheet::group::Groups;
use crate::ingest::sheet::mapping::Mapping;
use crate::ingest::sheet::{Head, Stands};

/// How many rows are looked at to find the headings.
const LOOKED_AT: usize = 20;

/// What comes next of a table.
#[derive(Debug)]
pub(crate) enum Row {
    /// How the table is written, for people.
    Told(String),
    /// The cells of a row, with its number in the file, from 1.
    Cells(usize, Vec<String>),
    /// A row with a cell that cannot be told: its number, that of the cell, and why.
    Broken(usize, usize, String),
}

/// The rows of a table, one after another; a reason ends it.
pub(crate) type Rows = Box<dyn Iterator<Item = Result<Row, String>> + Send>;

/// A table as it is read.
pub(crate) struct Rowed {
    file: Arc<str>,
    rows: Option<Rows>,
    /// What was read to find the headings, last one first.
    looked_at: Vec<Row>,
    head: Option<Arc<Head>>,
    mapping: Option<Arc<Mapping>>,
    groups: Option<Groups>,
    told: Vec<String>,
    line: usize,
    row: Vec<u8>,
}

impl std::fmt::Debug for Rowed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

impl Rowed {
    pub(crate) fn new(file: Arc<str>, rows: Rows, mapping: Option<Arc<Mapping>>) -> Rowed {
        Rowed {
            file,
            rows: Some(rows),
            looked_at: Vec::new(),
            head: None,
            groups: (mapping.as_ref())
                .filter(|mapping| mapping.groups())
                .map(|_| Groups::default()),
            mapping,
            told: Vec::new(),
            line: 0,
            row: Vec::new(),
        }
    }

    /// A table whose columns are known, which has no row of headings; a cell stands where its row does.
    pub(crate) fn headed(
        file: Arc<str>,
        rows: Rows,
        names: Vec<String>,
        mapping: &Arc<Mapping>,
    ) -> Rowed {
        // INVARIANT: the columns are those that the mapping names.
        let bound = mapping.bind(&names).ok();
        let mut rowed = Rowed::new(file, rows, Some(Arc::clone(mapping)));
        rowed.head = Some(Arc::new(Head {
            dialect: COMMAS,
            names,
            stands: Stands::WithRow,
            mapping: bound,
        }));
        rowed
    }

    /// The file with how it is written, once, if there is anything to tell.
    pub(crate) fn told(&mut self) -> Option<(Arc<str>, String)> {
        let told = std::mem::take(&mut self.told);
        (!told.is_empty()).then(|| (Arc::clone(&self.file), told.join(", ")))
    }

    /// Adds rows to a chunk until it is full; false once there are no more.
    pub(crate) fn next(&mut self, chunk: &mut Chunk) -> bool {
        let head = match &self.head {
            Some(head) => Arc::clone(head),
            None => match self.begin() {
                Ok(head) => Arc::clone(self.head.insert(head)),
                Err(reason) => {
                    chunk.unreadable(&self.file, Some((self.line.max(1), 1)), reason);
                    return false;
                }
            },
        };
        while chunk.records.len() < FULL_RECORDS && chunk.bytes.len() < FULL_BYTES {
            let row = match self.looked_at.pop() {
                Some(row) => Some(Ok(row)),
                None => self.rows.as_mut().and_then(Iterator::next),
            };
            let outcome = match row {
                None => {
                    self.rows = None;
                    let file = &self.file;
                    let next = |groups: &mut Groups| groups.next(file, &head, chunk);
                    match self.groups.as_mut().is_some_and(next) {
                        true => continue,
                        false => return false,
                    }
                }
                Some(Ok(Row::Told(told))) => {
                    self.told.push(told);
                    continue;
                }
                Some(Ok(Row::Broken(line, cell, reason))) => {
                    self.line = line;
                    chunk.unreadable(&self.file, Some((line, cell)), reason);
                    continue;
                }
                Some(Ok(Row::Cells(line, cells))) => {
                    self.line = line;
                    self.row.clear();
                    written(&cells, head.names.len(), &mut self.row);
                    let place = (&self.file, line);
                    sort(&head, &self.row, place, self.groups.as_mut(), chunk)
                }
                Some(Err(reason)) => Err(reason),
            };
            if let Err(reason) = outcome {
                // What is held of filings stands before it.
                chunk.unreadable(&self.file, Some((self.line + 1, 1)), reason);
                self.looked_at.clear();
                self.rows = None;
            }
        }
        true
    }

    /// Finds the headings.
    fn begin(&mut self) -> Result<Arc<Head>, String> {
        let mut first: Vec<Row> = Vec::new();
        let rows = self.rows.as_mut().into_iter().flatten();
        for row in rows {
            match row? {
                Row::Told(told) => self.told.push(told),
                row => first.push(row),
            }
            if first.len() == LOOKED_AT {
                break;
            }
        }
        let cells = |row: &Row| match row {
            Row::Cells(line, cells) => Some((*line, cells.clone())),
            _ => None,
        };
        let widest = first.iter().filter_map(cells).map(|(_, cells)| cells.len());
        let widest = widest.max().unwrap_or(0);
        let mut text = Vec::new();
        let mut lines = Vec::new();
        for (line, cells) in first.iter().filter_map(cells) {
            let of_one_line: Vec<String> = (cells.iter())
                .map(|cell| cell.replace(['\n', '\r'], " "))
                .collect();
            written(&of_one_line, widest, &mut text);
            lines.push(line);
        }
        let found = headings(&text, COMMAS, true)
            .ok_or_else(|| "it holds no table: no cell says anything".to_owned())?;
        let line = lines.get(found.above).copied().unwrap_or(1);
        self.line = line;
        match found.above {
            0 => {}
            1 => self.told.push("one line above its headings".to_owned()),
            above => self.told.push(format!("{above} lines above its headings")),
        }
        let mut names = found.names;
        while names.last().is_some_and(String::is_empty) {
            names.pop();
        }
        let mapping = self
            .mapping
            .take()
            .map(|mapping| mapping.bind_table(&names));
        let behind = |row: &Row| match row {
            Row::Told(_) => true,
            Row::Cells(at, _) | Row::Broken(at, ..) => *at > line,
        };
        first.retain(behind);
        first.reverse();
        self.looked_at = first;
        Ok(Arc::new(Head {
            dialect: COMMAS,
            names,
            stands: Stands::Numbered,
            mapping: mapping.transpose()?,
        }))
    }
}

/// The headings of a table.
#[cfg(feature = "xlsx")]
pub(crate) fn names(rows: Rows) -> Result<Vec<String>, String> {
    let head = Rowed::new("".into(), rows, None).begin()?;
    Ok(head.names.clone())
}

/// A row as CSV, of at least so many cells.
fn written(cells: &[String], width: usize, into: &mut Vec<u8>) {
    for at in 0..cells.len().max(width) {
        if at > 0 {
            into.push(b',');
        }
        let text = cells.get(at).map_or("", String::as_str);
        if !text.contains([',', '"', '\n', '\r']) {
            into.extend_from_slice(text.as_bytes());
            continue;
        }
        into.push(b'"');
        into.extend_from_slice(text.replace('"', "\"\"").as_bytes());
        into.push(b'"');
    }
    into.push(b'\n');
}
