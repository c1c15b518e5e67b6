//! Where the subjects of findings stand in their files.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::evaluate::verdicts::Finding;
use crate::ingest::{Chunk, Content, Format, Schema, locate, locate_value, places_of};
use crate::source::{LineColumn, Place};

/// How many bytes of one filing are parsed again to find rows of which reading kept no place. Each such row
/// goes through the text anew, so that those of a giant filing are not all placed.
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
    let first = bytes.len() - bytes.trim_ascii_start().len();
    // Where a subject begins, as far as reading kept it.
    let start_of = |finding: &Finding| {
        let of_filing = finding.subject.steps.is_empty() && format == Format::Json;
        finding.subject.start.or_else(|| of_filing.then_some(first))
    };
    let findings: Vec<&'f Finding> = findings.collect();
    let mut starts: Vec<usize> = findings
        .iter()
        .filter_map(|finding| start_of(finding))
        .collect();
    starts.sort_unstable();
    starts.dedup();
    let kept = places_of(bytes, &starts);
    let mut left = SEARCHED;
    // Many clauses speak of one row; it is looked for once.
    let mut known: BTreeMap<&Steps, Option<LineColumn>> = BTreeMap::new();
    let mut find = |steps: &'f Steps| {
        *known.entry(steps).or_insert_with(|| {
            if left == 0 {
                return None;
            }
            left = left.saturating_sub(bytes.len());
            let text = simdutf8::basic::from_utf8(bytes).ok()?;
            locate(schema, text, format, steps)
        })
    };
    let place = |finding: &'f Finding| {
        let at = match start_of(finding) {
            Some(start) => starts.binary_search(&start).ok().map(|at| kept[at])?,
            None => find(finding.subject.steps.as_slice())?,
        };
        Some(Place {
            file: Arc::clone(&start.file),
            at: start.place(at),
        })
    };
    findings.into_iter().map(place).collect()
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
