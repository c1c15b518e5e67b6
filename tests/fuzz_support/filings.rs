//! What must hold of any bytes that are read as filings.

#![allow(dead_code, reason = "each fuzz target uses a part of it")]

use std::io::{Cursor, Read};
use std::sync::OnceLock;

use dictamen::ingest::{
    Chunk, Content, FileKind, Format, Inputs, Seen, Warnings, decode, decode_carefully,
};

use crate::both_ways::{agrees, same};
use crate::ingest_support::{Drops, VOCABULARY, World, world, world_of};

/// Everything is read; and about half of it, with unknown fields rejecting.
fn worlds() -> &'static [World; 2] {
    static WORLDS: OnceLock<[World; 2]> = OnceLock::new();
    WORLDS.get_or_init(|| {
        let half = |path: &str| path.bytes().map(u32::from).sum::<u32>() % 2 == 0;
        [world(), world_of(VOCABULARY, true, half)]
    })
}

/// The first of the worlds, in which everything is read.
pub fn whole() -> &'static World {
    &worlds()[0]
}

/// Lines of JSON; and the same bytes as one document of JSON or an array of filings.
pub fn json(bytes: &[u8]) {
    hold(FileKind::Lines, Format::Json, bytes);
    hold(FileKind::Json, Format::Json, bytes);
}

/// A stream of documents of YAML.
pub fn yaml(bytes: &[u8]) {
    hold(FileKind::Yaml, Format::Yaml, bytes);
}

/// Panics unless the bytes are cut the same however they arrive, every record is read or rejected, what
/// is read keeps the promises of a batch, and both ways of reading agree on all of it.
fn hold(kind: FileKind, format: Format, bytes: &[u8]) {
    let chunks: Vec<Chunk> = inputs(kind, Cursor::new(bytes.to_vec())).collect();
    let drops: Vec<Chunk> = inputs(kind, Drops::of(bytes, 3)).collect();
    assert_eq!(records(&chunks), records(&drops));
    for world in worlds() {
        chunks.iter().for_each(|chunk| hold_chunk(world, chunk));
        admit(world, &chunks);
        if let Ok(text) = std::str::from_utf8(bytes) {
            agrees(&world.schema, &world.layout, format, text);
        }
    }
}

fn hold_chunk(world: &World, chunk: &Chunk) {
    let straight = decode(&world.schema, chunk);
    let careful = decode_carefully(&world.schema, chunk);
    world.check(&straight.batch);
    world.check(&careful.batch);
    let read = careful.records.len() + careful.rejects.len();
    assert_eq!(read, chunk.records.len(), "read = judged + rejected");
    assert_eq!(straight.rejects, careful.rejects);
    same(&straight, &careful, "the input");
    for reject in &careful.rejects {
        assert!(!reject.reason().is_empty());
        assert!(reject.line != Some(0) && reject.column != Some(0));
    }
}

/// Each key is admitted once, and whoever is not is rejected.
fn admit(world: &World, chunks: &[Chunk]) {
    let mut seen = Seen::new();
    let mut warnings = Warnings::default();
    for chunk in chunks {
        let mut decoded = decode(&world.schema, chunk);
        let admitted = seen.admit(&world.schema, chunk, &mut decoded);
        let judged = admitted.iter().filter(|admitted| **admitted).count();
        assert_eq!(judged + decoded.rejects.len(), chunk.records.len());
        for filing in 0..decoded.batch.len() {
            world.show(&decoded.batch, filing);
        }
        warnings.merge(decoded.warnings);
    }
    warnings.lines().for_each(drop);
}

fn inputs(kind: FileKind, stream: impl Read + Send + 'static) -> impl Iterator<Item = Chunk> {
    Inputs::from_reader("f", kind, Box::new(stream))
}

/// What a reader that cuts a stream makes of it, however it was parted into chunks.
fn records(chunks: &[Chunk]) -> Vec<String> {
    let mut all = Vec::new();
    for chunk in chunks {
        for record in &chunk.records {
            let what = match &record.content {
                Content::Text(_, stretch) => format!("{:?}", &chunk.bytes[stretch.clone()]),
                other => format!("{other:?}"),
            };
            let (line, column) = (record.line, record.column);
            all.push(format!("{line}:{column} {} {what}", record.breaks_off));
        }
    }
    all
}
