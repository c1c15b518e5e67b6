//! Laws of reading on generated input: a batch keeps its promises, JSON and YAML agree, nothing panics.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::io::Cursor;

use crate::filings::{as_json, as_yaml, filing};
use crate::ingest_support::{World, world, world_of};
use dictamen::batch::Batch;
use dictamen::ingest::{Chunk, Content, FileKind, Format, Inputs, Record, decode};
use proptest::collection::vec;
use proptest::prelude::*;

fn chunk(records: &[(Format, Vec<u8>)]) -> Chunk {
    let mut chunk = Chunk::default();
    for (at, (format, text)) in records.iter().enumerate() {
        let start = chunk.bytes.len();
        chunk.bytes.extend_from_slice(text);
        chunk.records.push(Record {
            file: "f".into(),
            line: at + 1,
            column: 1,
            content: Content::Text(*format, start..chunk.bytes.len()),
            breaks_off: false,
        });
    }
    chunk
}

/// Reads records and checks that every one of them is judged or rejected, and the batch sound.
fn read(world: &World, records: &[(Format, Vec<u8>)]) -> (usize, usize) {
    let decoded = decode(&world.schema, &chunk(records));
    world.check(&decoded.batch);
    assert_eq!(decoded.batch.len(), decoded.records.len());
    assert_eq!(decoded.records.len() + decoded.rejects.len(), records.len());
    for reject in &decoded.rejects {
        assert!(!reject.reason().is_empty());
        for word in [
            "invalid type",
            "EOF",
            "u64",
            "visit",
            "deserializ",
            "struct",
        ] {
            assert!(!reject.reason().contains(word), "{}", reject.reason());
        }
    }
    (decoded.records.len(), decoded.rejects.len())
}

/// The cells of a filing, without the rows that references lead to, which count over the whole batch.
fn cells(shown: &str) -> String {
    let mut cells = String::new();
    for line in shown.lines() {
        let line = line.split(" = row ").next().unwrap_or(line);
        cells.push_str(line);
        cells.push('\n');
    }
    cells
}

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig {
        cases: count,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn sound_filings_are_read_the_same_in_json_and_yaml(filing in filing()) {
        let world = world();
        let (json, yaml) = (as_json(&filing), as_yaml(&filing));
        let (a, b) = (world.json(&json), world.yaml(&yaml));
        prop_assert_eq!(&a.rejects, &Vec::new(), "{}", json);
        prop_assert_eq!(&b.rejects, &Vec::new(), "{}", yaml);
        prop_assert_eq!(world.show(&a.batch, 0), world.show(&b.batch, 0));
        prop_assert_eq!(a.warnings, b.warnings);
    }

    #[test]
    fn filings_of_one_chunk_do_not_touch_each_other(filings in vec(filing(), 1..5)) {
        let world = world();
        let texts: Vec<String> = filings.iter().map(as_json).collect();
        let records: Vec<_> = texts.iter().map(|text| (Format::Json, text.clone().into_bytes())).collect();
        let decoded = decode(&world.schema, &chunk(&records));
        prop_assert_eq!(decoded.batch.len(), texts.len());
        for (at, text) in texts.iter().enumerate() {
            let alone = world.json(text);
            prop_assert_eq!(cells(&world.show(&decoded.batch, at)), cells(&world.show(&alone.batch, 0)));
        }
    }

    #[test]
    fn room_that_was_used_leaves_no_trace(
        before in vec(vec(filing(), 0..4), 1..4), broken in any::<bool>(), after in vec(filing(), 1..4),
    ) {
        let (used, fresh) = (world(), world());
        let chunk_of = |filings: &[crate::filings::Node]| {
            let mut records: Vec<_> = filings.iter().map(|one| (Format::Json, as_json(one).into_bytes())).collect();
            if broken {
                records.insert(records.len() / 2, (Format::Json, b"{\"filing_id\": \"x\", \"year\": 2018, ".to_vec()));
            }
            chunk(&records)
        };
        // Two at once, so that a room is not always that of the chunk before.
        let mut held = None;
        for filings in &before {
            let decoded = decode(&used.schema, &chunk_of(filings));
            if let Some(batch) = held.replace(decoded.batch) {
                used.schema.reuse(batch);
            }
        }
        used.schema.reuse(held.unwrap_or_default());
        // What came of a file that is a table, or of one that could not be read, has other columns.
        drop(decode(&used.schema, &chunk_of(&after)));
        used.schema.reuse(Batch::default());
        let chunk = chunk_of(&after);
        let (again, first) = (decode(&used.schema, &chunk), decode(&fresh.schema, &chunk));
        used.check(&again.batch);
        prop_assert_eq!(again.batch.len(), first.batch.len());
        for at in 0..first.batch.len() {
            prop_assert_eq!(used.show(&again.batch, at), fresh.show(&first.batch, at));
        }
        prop_assert_eq!((again.keys, again.records, again.rejects), (first.keys, first.records, first.rejects));
    }

    #[test]
    fn what_nobody_reads_changes_nothing_of_the_rest(filing in filing(), unread in any::<u64>()) {
        // Each column is read or not by a bit of a number.
        let reads = |path: &str| {
            let hash = path.bytes().fold(7u64, |hash, byte| hash.wrapping_mul(31) + u64::from(byte));
            unread >> (hash % 64) & 1 == 1
        };
        let (all, some) = (world(), world_of(crate::ingest_support::VOCABULARY, false, reads));
        let text = as_json(&filing);
        let (all_read, some_read) = (all.json(&text), some.json(&text));
        prop_assert_eq!(&some_read.rejects, &Vec::new());
        let everything = all.show(&all_read.batch, 0);
        for line in some.show(&some_read.batch, 0).lines() {
            prop_assert!(everything.contains(&format!("{line}\n")), "{}", line);
        }
        let unknown = |decoded: &dictamen::ingest::Decoded| -> Vec<String> {
            decoded.warnings.lines().filter(|line| line.starts_with("unknown")).collect()
        };
        prop_assert_eq!(unknown(&all_read), unknown(&some_read));
        prop_assert_eq!(some.yaml(&as_yaml(&filing)).rejects, Vec::new());
    }

    #[test]
    fn mutated_bytes_never_panic(
        filing in filing(),
        changes in vec((any::<prop::sample::Index>(), any::<u8>(), 0u8..4), 1..6),
    ) {
        let world = world();
        for (format, text) in [(Format::Json, as_json(&filing)), (Format::Yaml, as_yaml(&filing))] {
            let mut bytes = text.into_bytes();
            for (at, byte, change) in &changes {
                let at = at.index(bytes.len());
                match change {
                    0 => bytes[at] = *byte,
                    1 => bytes[at] = b"[]{},:\"'-&*!|> \n#%~e.0\\"[usize::from(*byte) % 23],
                    2 => bytes.insert(at, b"[]{},:\"'-&*!|> \n#%~e.0\\"[usize::from(*byte) % 23]),
                    _ => bytes.truncate(at + 1),
                }
            }
            let good = as_json(&filing).into_bytes();
            let (judged, _) = read(&world, &[
                (Format::Json, good.clone()),
                (format, bytes.clone()),
                (Format::Json, good),
            ]);
            prop_assert!(judged >= 2);
            for kind in [FileKind::Json, FileKind::Lines, FileKind::Yaml] {
                let stream = Box::new(Cursor::new(bytes.clone()));
                for chunk in Inputs::from_reader("f", kind, stream) {
                    let decoded = decode(&world.schema, &chunk);
                    world.check(&decoded.batch);
                    prop_assert_eq!(decoded.records.len() + decoded.rejects.len(), chunk.records.len());
                }
            }
        }
    }

    #[test]
    fn any_bytes_never_panic(bytes in vec(any::<u8>(), 0..200)) {
        let world = world();
        for kind in [FileKind::Json, FileKind::Lines, FileKind::Yaml] {
            let stream = Box::new(Cursor::new(bytes.clone()));
            for chunk in Inputs::from_reader("f", kind, stream) {
                world.check(&decode(&world.schema, &chunk).batch);
            }
        }
    }

    #[test]
    fn a_json_array_is_its_lines(filings in vec(filing(), 0..6)) {
        let world = world();
        let texts: Vec<String> = filings.iter().map(|one| as_json(one).replace('\n', " ")).collect();
        let count = |kind, text: String| {
            let stream = Box::new(Cursor::new(text.into_bytes()));
            let chunks = Inputs::from_reader("f", kind, stream);
            chunks.map(|chunk| decode(&world.schema, &chunk).batch.len()).sum::<usize>()
        };
        prop_assert_eq!(count(FileKind::Json, format!("[{}]", texts.join(",\n"))), texts.len());
        prop_assert_eq!(count(FileKind::Lines, texts.join("\n")), texts.len());
        let documents: Vec<String> = filings.iter().map(as_yaml).collect();
        if !documents.is_empty() {
            let stream = format!("---{}", documents.join("---"));
            prop_assert_eq!(count(FileKind::Yaml, stream), documents.len());
        }
    }
}
