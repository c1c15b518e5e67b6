//! Large files of lines, of which each thread reads blocks of its own: the same records as from a stream
//! that is read by one, whatever the lines are like.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs::OpenOptions;
use std::io::{Cursor, Write};
use std::path::PathBuf;

use dictamen::ingest::{Chunk, Content, FileKind, Inputs, in_order};
use proptest::prelude::*;
use tempfile::NamedTempFile;

/// A line of a file, or its text, with what ends it.
fn line() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        // Many short ones, so that a block holds more than a chunk may.
        8 => (1..900usize).prop_map(|count| "{\"ñ\": 1}\n".repeat(count)),
        4 => (1..40_000usize).prop_map(|len| "é".repeat(len)),
        // Longer than a block.
        1 => (400_000..1_200_000usize).prop_map(|len| "x".repeat(len)),
        2 => Just(String::new()),
        1 => Just("  \t".to_owned()),
    ];
    (text, prop_oneof![4 => Just("\n"), 1 => Just("\r\n")]).prop_map(|(text, end)| text + end)
}

fn text() -> impl Strategy<Value = String> {
    let lines = prop::collection::vec(line(), 60..160);
    (any::<bool>(), lines, any::<bool>()).prop_map(|(marked, lines, ended)| {
        let mut text = if marked { "\u{feff}" } else { "" }.to_owned();
        text.extend(lines);
        if !ended {
            text.push_str("{\"last\": 1}");
        }
        text
    })
}

/// The line and the text of each record.
fn records(chunk: &Chunk) -> Vec<(usize, String)> {
    let of = |content: &Content| match content {
        Content::Text(_, stretch) => {
            String::from_utf8(chunk.bytes[stretch.clone()].to_vec()).unwrap()
        }
        Content::Row(_) => "a row".to_owned(),
        Content::LeftOut => "left out".to_owned(),
        Content::Unreadable { reason, .. } => reason.clone(),
        Content::Cells { .. } => "a row of a table".to_owned(),
    };
    let records = chunk.records.iter();
    records
        .map(|record| (record.line, of(&record.content)))
        .collect()
}

fn of_stream(text: &str) -> Vec<(usize, String)> {
    let stream = Cursor::new(text.as_bytes().to_vec());
    let inputs = Inputs::from_reader("f", FileKind::Lines, Box::new(stream));
    inputs.flat_map(|chunk| records(&chunk)).collect()
}

fn file(text: &str) -> NamedTempFile {
    let mut file = NamedTempFile::with_suffix(".ndjson").unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

fn open(file: &NamedTempFile) -> Inputs {
    Inputs::new(&[PathBuf::from(file.path())]).unwrap()
}

/// The records of each chunk of a file.
fn by_threads(file: &NamedTempFile, threads: usize) -> Vec<Vec<(usize, String)>> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let mut inputs = open(file);
    let mut all = Vec::new();
    let take = |(chunk, records)| -> Result<Chunk, ()> {
        all.push(records);
        Ok(chunk)
    };
    let work = |chunk: Chunk| {
        // All that a chunk holds is looked at at once.
        assert!(std::str::from_utf8(&chunk.bytes).is_ok());
        let records = records(&chunk);
        (chunk, records)
    };
    pool.unwrap()
        .install(|| in_order(&mut inputs, work, take))
        .unwrap();
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn blocks_hold_what_a_stream_holds(text in text()) {
        let expected = of_stream(&text);
        let file = file(&text);
        let chunks: Vec<_> = open(&file).map(|chunk| records(&chunk)).collect();
        prop_assert!(chunks.iter().all(|chunk| chunk.len() <= 256));
        prop_assert!(chunks.concat() == expected);
        for threads in [1, 2, 5] {
            prop_assert!(by_threads(&file, threads) == chunks, "{} threads", threads);
        }
    }
}

/// Every length of what a block leaves of its last line, about the room that is kept for it.
#[test]
fn a_line_goes_on_in_the_next_block() {
    let block: usize = 384 * 1024;
    for left in [
        0,
        1,
        2,
        32 * 1024 - 1,
        32 * 1024,
        32 * 1024 + 1,
        block,
        block + 1,
    ] {
        let first = "a".repeat((2 * block).saturating_sub(left + 1).max(1));
        let second = "b".repeat(left + block);
        let text = format!("{first}\n{second}\n{}", "c".repeat(block));
        let file = file(&text);
        let expected = of_stream(&text);
        assert_eq!(expected.len(), 3, "{left}");
        assert!(by_threads(&file, 2).concat() == expected, "{left}");
    }
}

#[test]
fn a_file_that_becomes_shorter_ends_where_it_ends() {
    let line = format!("\"{}\"\n", "z".repeat(9_998));
    let file = file(&line.repeat(200));
    let mut inputs = open(&file);
    let mut found = records(&inputs.next().unwrap());
    let shorter = OpenOptions::new().write(true).open(file.path()).unwrap();
    shorter.set_len(100 * line.len() as u64 + 17).unwrap();
    found.extend(inputs.flat_map(|chunk| records(&chunk)));
    assert_eq!(found.len(), 101);
    assert_eq!(found.last().unwrap().1.len(), 17);
}
