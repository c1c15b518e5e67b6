//! Where the subjects of findings stand in their files.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::evaluate::verdicts::Finding;
use crate::ingest::{Chunk, Content, Format, Schema, locate, locate_value, place_of};
use crate::source::{LineColumn, Place};

/// How many bytes of one filing are gone through to find the places of its findings. Each finding goes
/// through the text again, so that those of a giant filing are not all placed.
const SEARCHED: usize = 32 << 20;

/// The way to a subject in its document.
type Steps = [(Vec<String>, usize)];

/// Where the subjects of findings on one record stand in its file; one entry for each finding, or none at
/// all where the record has no text.
pub fn places<'f>(
    schema: &Schema,
    chunk: &Chunk,
    record: usize,
    findings: impl Iterator<Item = &'f Finding>,
) -> Vec<Option<Place>> {
    let mut findings = findings.peekable();
    if findings.peek().is_none() {
        return Vec::new();
    }
    let Some(start) = chunk.records.get(record) else {
        return Vec::new();
    };
    if let Content::Cells { .. } = start.content {
        let places = findings.map(|finding| {
            let at = chunk.row_place(record, finding.subject.start)?;
            Some(Place {
                file: Arc::clone(&start.file),
                at,
            })
        });
        return places.collect();
    }
    if let Content::Row(_) = start.content {
        let row = || Place {
            file: Arc::clone(&start.file),
            at: LineColumn {
                line: start.line,
                column: start.column,
            },
        };
        return findings.map(|_| Some(row())).collect();
    }
    let Some((bytes, format)) = chunk.bytes(record) else {
        return Vec::new();
    };
    let mut left = SEARCHED;
    // Many clauses speak of one row; it is looked for once.
    let mut known: BTreeMap<&Steps, Option<LineColumn>> = BTreeMap::new();
    let mut places = Vec::new();
    for finding in findings {
        let steps = finding.subject.steps.as_slice();
        let found = *known.entry(steps).or_insert_with(|| {
            if left == 0 {
                return None;
            }
            let of_filing = steps.is_empty() && format == Format::Json;
            let first = || bytes.len() - bytes.trim_ascii_start().len();
            let start = finding.subject.start.or_else(|| of_filing.then(first));
            if let Some(start) = start {
                // To count characters is far cheaper than to parse them.
                left = left.saturating_sub(start / 16);
                return Some(place_of(bytes, start));
            }
            left = left.saturating_sub(bytes.len());
            let text = simdutf8::basic::from_utf8(bytes).ok()?;
            locate(schema, text, format, steps)
        });
        places.push(found.map(|at| Place {
            file: Arc::clone(&start.file),
            at: start.place(at),
        }));
    }
    places
}

/// Where one value of a record stands in its file: the names of fields lead to it from the row to which
/// the steps do. Nothing where the record has no such value; of the row of a table, the row.
pub fn value_place(
    schema: &Schema,
    chunk: &Chunk,
    record: usize,
    steps: &Steps,
    names: &[String],
) -> Option<Place> {
    let start = chunk.records.get(record)?;
    let own = LineColumn {
        line: start.line,
        column: start.column,
    };
    let at = match &start.content {
        Content::Row(_) | Content::Cells { .. } => own,
        _ if steps.is_empty() && names.is_empty() => own,
        _ => {
            let (text, format) = chunk.text(record)?;
            start.place(locate_value(schema, text, format, steps, names)?)
        }
    };
    Some(Place {
        file: Arc::clone(&start.file),
        at,
    })
}
