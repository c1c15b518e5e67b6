//! A part of a file to a batch of columns.

use std::collections::BTreeMap;

use crate::ingest::decode::Decoded;
use crate::ingest::fault::{Reason, Reject};
use crate::ingest::guard::guarded;
use crate::ingest::record::{Chunk, Content};
use crate::ingest::schema::Schema;
use crate::ingest::tables::file::Part;
use crate::ingest::tables::fit::fit;
use crate::ingest::tables::keys;
use crate::ingest::tables::rows::Rows;
use crate::ingest::tables::walk::{Blamed, Walked, walk};
use crate::ingest::warnings::{Tally, WarningKind, Warnings};

/// Reads the rows of a chunk that is a part of a file. A filing that is rejected leaves no trace.
pub(crate) fn decode(schema: &Schema, chunk: &Chunk, part: &Part) -> Decoded {
    // For each record that is not read why; the row of a record is its position.
    let mut wrong: BTreeMap<usize, (Option<String>, Blamed)> = BTreeMap::new();
    for (at, record) in chunk.records.iter().enumerate() {
        match &record.content {
            Content::Unreadable { reason, .. } => {
                wrong.insert(at, (None, plain(reason)));
            }
            Content::LeftOut => {
                wrong.insert(at, (None, Blamed::default()));
            }
            Content::Row(_) | Content::Cells { .. } | Content::Text(..) => {}
        }
    }
    let read = guarded(|| read(schema, part, &mut wrong));
    let (walked, warnings) = read.unwrap_or_else(|reason| {
        for at in 0..chunk.records.len() {
            wrong.entry(at).or_insert_with(|| (None, plain(&reason)));
        }
        (nothing(schema), Warnings::default())
    });
    let records = (0..chunk.records.len()).filter(|at| !wrong.contains_key(at));
    let records: Vec<usize> = records.collect();
    let left_out = |at: &usize| matches!(chunk.records[*at].content, Content::LeftOut);
    let told = wrong.into_iter().filter(|(at, _)| !left_out(at));
    let rejects = told.map(|(at, (key, blamed))| {
        let record = &chunk.records[at];
        let mut reasons = blamed.reasons;
        for reason in &mut reasons {
            reason.line = Some(record.line);
            reason.column = Some(record.column);
        }
        Reject {
            record: at,
            file: record.file.clone(),
            line: Some(record.line),
            column: Some(record.column),
            key,
            reasons,
            more: blamed.more,
            filings: 1,
        }
    });
    Decoded {
        keys: schema.filing_keys(&walked.batch),
        batch: walked.batch,
        records,
        rejects: rejects.collect(),
        warnings,
        straight: 0,
    }
}

fn read(
    schema: &Schema,
    part: &Part,
    wrong: &mut BTreeMap<usize, (Option<String>, Blamed)>,
) -> Result<(Walked, Warnings), String> {
    let fit = fit(schema, part.file.columns()).sound()?;
    let read = part.file.read(&fit, part)?;
    let rows = Rows::without(part.len, |at| wrong.contains_key(&at));
    let mut walked = walk(schema, &read, &rows)?;
    if !walked.wrong.is_empty() {
        let records: Vec<usize> = rows.sources().flatten().collect();
        for (filing, blamed) in std::mem::take(&mut walked.wrong) {
            let key = schema.filing_key(&walked.batch, filing);
            let key = Some(key).filter(|key| !key.is_empty());
            wrong.insert(records[filing], (key, blamed));
        }
        let rows = Rows::without(part.len, |at| wrong.contains_key(&at));
        walked = walk(schema, &read, &rows)?;
        // The same columns come to the same, so that nothing is left that is wrong.
        if !walked.wrong.is_empty() {
            return Err("its contents contradict each other".to_owned());
        }
    }
    let mut warnings = keys::resolve(schema, &mut walked.batch, &walked.references);
    for _ in 0..walked.batch.len() {
        warnings.add_unread(fit.unread);
    }
    if !walked.batch.is_empty() {
        for (path, nearest) in fit.unknown {
            // A column stands in the file for all of its filings.
            warnings.count(WarningKind::UnknownField, &path, || Tally {
                count: walked.batch.len() as u64,
                example: String::new(),
                nearest,
            });
        }
    }
    Ok((walked, warnings))
}

/// One reason for the whole of a record.
fn plain(reason: &str) -> Blamed {
    Blamed {
        reasons: vec![Reason::plain(None, None, reason)],
        more: 0,
    }
}

/// No filing.
fn nothing(schema: &Schema) -> Walked {
    let empty =
        arrow_array::RecordBatch::new_empty(std::sync::Arc::new(arrow_schema::Schema::empty()));
    // Of no rows every column can be made.
    walk(schema, &empty, &Rows::default()).unwrap_or_else(|_| Walked {
        batch: crate::batch::Batch {
            tables: Vec::new(),
            columns: Vec::new(),
        },
        references: BTreeMap::new(),
        wrong: BTreeMap::new(),
    })
}
