//! Filings as lines, as tables, and what is read of either, for the tests of `ingest::tables`.

#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(missing_docs, reason = "nothing here is published")]

use std::fs;
use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use dictamen::ingest::tables::sink::Sink;
use dictamen::ingest::tables::write::Shaper;
use dictamen::ingest::{Chunk, FileKind, Inputs, Schema, Seen, Warnings, decode};
use dictamen::vocabulary::{FieldType, RecordId, Vocabulary};
use proptest::collection::vec;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};

use crate::ingest_support::{self, World};

pub const KINDS: [FileKind; 2] = [FileKind::Parquet, FileKind::Arrow];

pub fn name(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Parquet => "filings.parquet",
        _ => "filings.arrow",
    }
}

/// All that is read of an input, but for places.
#[derive(Debug, PartialEq, Eq)]
pub struct Read {
    pub filings: Vec<String>,
    pub rejects: Vec<String>,
    pub warnings: Vec<String>,
}

pub fn read(world: &World, path: &Path) -> Read {
    let inputs = Inputs::new(&[path.to_owned()]).unwrap();
    of_chunks(world, inputs.expecting(world.schema.clone()))
}

pub fn read_lines(world: &World, lines: &str) -> Read {
    of_chunks(world, of_lines(lines))
}

fn of_lines(lines: &str) -> Inputs {
    let stream = std::io::Cursor::new(lines.as_bytes().to_vec());
    Inputs::from_reader("lines", FileKind::Lines, Box::new(stream))
}

fn of_chunks(world: &World, chunks: impl Iterator<Item = Chunk>) -> Read {
    let mut read = Read {
        filings: Vec::new(),
        rejects: Vec::new(),
        warnings: Vec::new(),
    };
    let mut warnings = Warnings::default();
    let mut seen = Seen::new();
    for chunk in chunks {
        let mut decoded = decode(&world.schema, &chunk);
        assert_eq!(
            decoded.records.len() + decoded.rejects.len(),
            chunk.records.len(),
            "read = judged + rejected"
        );
        world.check(&decoded.batch);
        let admitted = seen.admit(&world.schema, &chunk, &mut decoded);
        for filing in (0..decoded.batch.len()).filter(|filing| admitted[*filing]) {
            read.filings.push(world.show(&decoded.batch, filing));
        }
        for reject in &decoded.rejects {
            let key = reject.key.as_deref().unwrap_or("–");
            let line = reject.line.map_or("–".to_owned(), |line| line.to_string());
            // The folder of a test has a name of its own on every run.
            let reason = match reject.reason().split_once("read before, at ") {
                Some((before, _)) => before.to_owned(),
                None => reject.reason().clone(),
            };
            read.rejects.push(format!("{line} {key}: {reason}"));
        }
        warnings.merge(decoded.warnings);
    }
    read.warnings = warnings.lines().collect();
    read
}

/// Lines as a table, written as `dictamen convert` does.
pub fn table(world: &World, lines: &str, kind: FileKind, folder: &Path) -> PathBuf {
    let schema = Schema::as_written(&world.vocabulary, false).unwrap();
    let shaper = Shaper::new(&schema, kind);
    let mut sink = Sink::new(kind, shaper.columns()).unwrap();
    let mut bytes = Vec::new();
    for chunk in of_lines(lines) {
        let decoded = decode(&schema, &chunk);
        assert!(decoded.rejects.is_empty(), "{:?}", decoded.rejects);
        assert!(shaper.misfits(&decoded.batch).is_empty());
        bytes.extend(sink.write(shaper.shape(&decoded.batch).unwrap()).unwrap());
    }
    bytes.extend(sink.finish().unwrap());
    let path = folder.join(name(kind));
    fs::write(&path, bytes).unwrap();
    path
}

/// Columns as a table.
pub fn store(kind: FileKind, batch: &RecordBatch, path: &Path) {
    let mut sink = Sink::new(kind, &batch.schema()).unwrap();
    let mut bytes = sink.write(batch.clone()).unwrap();
    bytes.extend(sink.finish().unwrap());
    fs::write(path, bytes).unwrap();
}

/// Columns as one group of a table, as other programs write them.
pub fn store_whole(kind: FileKind, batch: &RecordBatch, path: &Path) {
    let file = fs::File::create(path).unwrap();
    if kind == FileKind::Parquet {
        let mut writer = parquet::arrow::ArrowWriter::try_new(file, batch.schema(), None).unwrap();
        writer.write(batch).unwrap();
        writer.close().unwrap();
    } else {
        let mut writer = arrow_ipc::writer::FileWriter::try_new(file, &batch.schema()).unwrap();
        writer.write(batch).unwrap();
        writer.finish().unwrap();
    }
}

/// The columns of filings as they are written, as text.
pub fn as_written(world: &World, path: &Path) -> Vec<String> {
    let schema = Schema::as_written(&world.vocabulary, false).unwrap();
    shown(&schema, Inputs::new(&[path.to_owned()]).unwrap())
}

pub fn lines_as_written(world: &World, lines: &str) -> Vec<String> {
    let schema = Schema::as_written(&world.vocabulary, false).unwrap();
    shown(&schema, of_lines(lines))
}

fn shown(schema: &Schema, chunks: impl Iterator<Item = Chunk>) -> Vec<String> {
    let shaper = Shaper::new(schema, FileKind::Arrow);
    let rows = chunks.map(|chunk| {
        let decoded = decode(schema, &chunk);
        assert!(decoded.rejects.is_empty(), "{:?}", decoded.rejects);
        format!("{:?}", shaper.shape(&decoded.batch).unwrap())
    });
    rows.collect()
}

/// Sound filings of the vocabulary of the tests, as lines.
pub fn filings(most: usize) -> impl Strategy<Value = String> {
    let vocabulary = ingest_support::vocabulary(ingest_support::VOCABULARY);
    let filing = record(&vocabulary, vocabulary.filing);
    vec((filing, 2018i32..2030), 1..most).prop_map(|filings| {
        let line = |(at, (filing, year)): (usize, (String, i32))| {
            let rest = filing.trim_start_matches('{');
            let comma = if rest == "}" { "" } else { "," };
            format!("{{\"filing_id\":\"F-{at}\",\"year\":{year}{comma}{rest}\n")
        };
        filings.into_iter().enumerate().map(line).collect()
    })
}

fn record(vocabulary: &Vocabulary, id: RecordId) -> BoxedStrategy<String> {
    let own = |name: &str| name != "filing_id" && name != "year";
    let fields: Vec<BoxedStrategy<Option<String>>> = vocabulary
        .record(id)
        .fields
        .iter()
        .filter(|field| own(&field.document_name))
        .map(|field| {
            let name = field.document_name.clone();
            let member = move |value: String| Some(format!("\"{name}\":{value}"));
            prop_oneof![
                6 => value(vocabulary, &field.ty).prop_map(member.clone()),
                1 => prop_oneof![Just("null"), Just("\"\"")].prop_map(move |no| member(no.to_owned())),
                1 => Just(None),
            ]
            .boxed()
        })
        .collect();
    fields
        .prop_map(|fields| {
            let fields: Vec<String> = fields.into_iter().flatten().collect();
            format!("{{{}}}", fields.join(","))
        })
        .boxed()
}

fn value(vocabulary: &Vocabulary, ty: &FieldType) -> BoxedStrategy<String> {
    match ty {
        FieldType::Boolean => any::<bool>().prop_map(|value| value.to_string()).boxed(),
        FieldType::Integer | FieldType::Year => {
            (-3i64..3000).prop_map(|value| value.to_string()).boxed()
        }
        FieldType::Decimal => (any::<i32>(), 0u32..1_000_000)
            .prop_map(|(whole, rest)| format!("{whole}.{rest:06}"))
            .boxed(),
        FieldType::Money(_) => (0u64..9_999_999_999_999, 0u32..10_000)
            .prop_map(|(whole, rest)| format!("{whole}.{rest:04}"))
            .boxed(),
        FieldType::Date => (1i32..10_000, 1..13, 1..29)
            .prop_map(|(year, month, day)| format!("\"{year:04}-{month:02}-{day:02}\""))
            .boxed(),
        FieldType::Text => "[a-c\u{e9}\u{1f600}]{1,3}"
            .prop_map(|text| format!("\"{text}\""))
            .boxed(),
        FieldType::Reference(_) => "[a-c]".prop_map(|text| format!("\"{text}\"")).boxed(),
        FieldType::Enum(id) => {
            let names: Vec<String> = vocabulary
                .enumeration(*id)
                .members
                .iter()
                .map(|member| format!("\"{}\"", member.name))
                .collect();
            proptest::sample::select(names).boxed()
        }
        FieldType::Record(id) => record(vocabulary, *id),
        FieldType::List(item) => {
            let item = prop_oneof![6 => value(vocabulary, item), 1 => Just("null".to_owned())];
            vec(item, 0..4)
                .prop_map(|items| format!("[{}]", items.join(",")))
                .boxed()
        }
    }
}
