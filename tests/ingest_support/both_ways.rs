//! The straight way of reading held against the careful way.

#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(missing_docs, reason = "nothing here is published")]

use dictamen::batch::{Batch, UNPLACED, Values};
use dictamen::ingest::{
    Chunk, Decoded, Format, Schema, decode, decode_carefully, locate, places_of,
};
use dictamen::vocabulary::layout::FILING;
use dictamen::vocabulary::{ColumnKind, Layout, TableId};

/// Reads a text of JSON, which there is one way to read: a text is taken as JSON exactly where another
/// reader takes it. Says whether the filing is sound.
fn is_read(schema: &Schema, layout: &Layout, text: &str) -> bool {
    let decoded = decode(schema, &Chunk::of("filing", Format::Json, text));
    decoded.batch.check(layout).unwrap();
    let reasons = decoded
        .rejects
        .first()
        .map_or("", |reject| &reject.reasons[0].text);
    let last = decoded
        .rejects
        .first()
        .and_then(|reject| reject.reasons.last());
    let broken = last.is_some_and(|last| last.text.starts_with("not valid JSON"));
    let limits = ["nested deeper", "half of a character", "more than"];
    // What a text may hold beyond its syntax is bounded; and of more mistakes than are told the last is not.
    let bounded = decoded.rejects.iter().any(|reject| {
        let bounds = |limit: &&str| reject.reasons.iter().any(|one| one.text.contains(*limit));
        reject.more > 0 || limits.iter().any(bounds)
    });
    let sound = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    assert!(bounded || broken != sound, "{reasons}: {text}");
    if decoded.rejects.is_empty() {
        let mut steps = Vec::new();
        let batch = &decoded.batch;
        placed(
            schema,
            layout,
            batch,
            (FILING, 0),
            &mut steps,
            (Format::Json, text),
        );
    }
    decoded.rejects.is_empty()
}

/// Reads a text both ways. Panics where they differ; says whether the straight way took it.
pub fn agrees(schema: &Schema, layout: &Layout, format: Format, text: &str) -> bool {
    if format == Format::Json {
        return is_read(schema, layout, text);
    }
    let chunk = Chunk::of("filing", format, text);
    let (straight, careful) = (decode(schema, &chunk), decode_carefully(schema, &chunk));
    assert_eq!(careful.straight, 0);
    assert_eq!(straight.rejects, careful.rejects, "{text}");
    same(&straight, &careful, text);
    if straight.straight == 0 {
        return false;
    }
    assert_eq!(careful.rejects, [], "{text}");
    straight.batch.check(layout).unwrap();
    let mut steps = Vec::new();
    placed(
        schema,
        layout,
        &straight.batch,
        (FILING, 0),
        &mut steps,
        (format, text),
    );
    true
}

/// Panics unless two batches hold the same, wherever their rows stand.
pub fn same(a: &Decoded, b: &Decoded, text: &str) {
    assert_eq!(a.records, b.records, "{text}");
    assert_eq!(a.warnings, b.warnings, "{text}");
    assert_eq!(a.batch.tables.len(), b.batch.tables.len());
    for (a, b) in a.batch.tables.iter().zip(&b.batch.tables) {
        assert_eq!(a.len, b.len, "{text}");
        assert_eq!(&a.offsets[..], &b.offsets[..], "{text}");
        assert_eq!(&a.states[..], &b.states[..], "{text}");
    }
    assert_eq!(a.batch.columns.len(), b.batch.columns.len());
    for (a, b) in a.batch.columns.iter().zip(&b.batch.columns) {
        let (Some(a), Some(b)) = (a, b) else {
            assert!(a.is_none() && b.is_none());
            continue;
        };
        assert_eq!(&a.states[..], &b.states[..], "{text}");
        let equal = match (&a.values, &b.values) {
            (Values::None, Values::None) => true,
            (Values::Boolean(a), Values::Boolean(b)) => a == b,
            (Values::Number(a), Values::Number(b)) => a == b,
            (Values::Date(a), Values::Date(b)) => a == b,
            (Values::Enum(a), Values::Enum(b)) => a == b,
            (Values::Row(a), Values::Row(b)) => a == b,
            (Values::Text { .. }, Values::Text { .. }) => {
                (0..a.states.len()).all(|row| a.values.text(row) == b.values.text(row))
            }
            _ => false,
        };
        assert!(equal, "{:?} {:?} of {text}", a.values, b.values);
    }
}

/// Panics unless every row whose place was kept is found there when it is looked for.
fn placed(
    schema: &Schema,
    layout: &Layout,
    batch: &Batch,
    (table, row): (TableId, usize),
    steps: &mut Vec<(Vec<String>, usize)>,
    (format, text): (Format, &str),
) {
    for id in &layout.table(table).columns {
        let column = layout.column(*id);
        let ColumnKind::List(child) = column.kind else {
            continue;
        };
        if batch.column(*id).is_none() {
            continue;
        }
        let rows = batch.rows(child);
        let run = rows.offsets[row] as usize..rows.offsets[row + 1] as usize;
        for (at, row) in run.enumerate() {
            let start = rows.starts[row];
            if start == UNPLACED {
                continue;
            }
            steps.push((column.path.clone(), at));
            let place = places_of(text.as_bytes(), &[start as usize])[0];
            let found = locate(schema, text, format, steps);
            assert_eq!(Some(place), found, "{steps:?} of {text}");
            placed(schema, layout, batch, (child, row), steps, (format, text));
            steps.pop();
        }
    }
}
