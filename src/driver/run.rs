//! Chunks read and worked on by all threads, and taken in one after another in the order of the input.

use std::convert::Infallible;

use crate::ingest::{Chunk, Decoded, Inputs, Latest, Schema, Seen, decode, in_order};

/// Whether a key may stand in two filings of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// The second filing with a key is rejected, or all but the one that the input is to be judged by.
    Once,
    /// Nothing is asked of keys.
    Any,
}

/// A chunk that was read, with what was made of it.
#[derive(Debug)]
pub struct Part<D> {
    /// The records as they stand in their files.
    pub chunk: Chunk,
    /// What was read of them; the batch is given back once the work is done.
    pub decoded: Decoded,
    /// What the work made of it.
    pub done: D,
}

/// Reads chunks by one schema and works on what it reads.
#[derive(Debug)]
pub struct Reader<'s, W> {
    schema: &'s Schema,
    work: W,
}

impl<'s, D, W: Fn(&mut Chunk, &mut Decoded) -> D> Reader<'s, W> {
    /// A reader with the work that is done on each chunk, on any thread.
    pub fn new(schema: &'s Schema, work: W) -> Reader<'s, W> {
        Reader { schema, work }
    }

    /// Reads a chunk and works on it.
    pub fn read(&self, mut chunk: Chunk) -> Part<D> {
        let mut decoded = decode(self.schema, &chunk);
        let done = (self.work)(&mut chunk, &mut decoded);
        self.schema.reuse(std::mem::take(&mut decoded.batch));
        Part {
            chunk,
            decoded,
            done,
        }
    }

    /// Rejects the filings whose key was seen before. They are rare, so that their chunk is worked on again
    /// without them, and nothing of them stays in any count.
    pub fn admit(&self, seen: &mut Seen, mut part: Part<D>) -> Part<D> {
        let admitted = seen.admit(self.schema, &part.chunk, &mut part.decoded);
        let filings = part.decoded.records.iter().zip(admitted);
        let repeated: Vec<usize> = filings
            .filter(|(_, admitted)| !admitted)
            .map(|(record, _)| *record)
            .collect();
        if repeated.is_empty() {
            return part;
        }
        for record in repeated {
            part.chunk.leave_out(record);
        }
        let mut again = self.read(part.chunk);
        again.decoded.rejects = part.decoded.rejects;
        again
    }
}

/// Reads every chunk of the input and works on it with all threads of the current pool; `take` is given
/// what each came to in the order of the input, and its first failure ends the run.
pub fn drive<D: Send, E: Send>(
    schema: &Schema,
    inputs: &mut Inputs,
    keys: Keys,
    work: impl Fn(&mut Chunk, &mut Decoded) -> D + Sync,
    mut take: impl FnMut(&Chunk, Decoded, D) -> Result<(), E> + Send,
) -> Result<(), E> {
    let reader = Reader::new(schema, work);
    let mut seen = inputs.seen();
    in_order(
        inputs,
        |chunk| reader.read(chunk),
        |part| {
            let part = match keys {
                Keys::Once => reader.admit(&mut seen, part),
                Keys::Any => part,
            };
            take(&part.chunk, part.decoded, part.done)?;
            Ok(part.chunk)
        },
    )
}

/// Reads the whole input to find out which of the filings with one key is the last by a field.
pub fn find_latest(schema: &Schema, inputs: &mut Inputs, mut latest: Latest) -> Latest {
    let column = latest.column();
    let work = |_: &mut Chunk, decoded: &mut Decoded| Latest::values(column, &decoded.batch);
    let take = |chunk: &Chunk, decoded: Decoded, values: Vec<i128>| -> Result<(), Infallible> {
        let filings = decoded.keys.iter().zip(&decoded.records);
        for ((key, at), value) in filings.zip(values) {
            if let Some(record) = chunk.records.get(*at) {
                latest.add(key, value, record);
            }
        }
        Ok(())
    };
    match drive(schema, inputs, Keys::Any, work, take) {
        Ok(()) => latest,
        Err(never) => match never {},
    }
}
