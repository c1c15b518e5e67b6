//! The room of columns, from chunk to chunk.
//!
//! A rule book may read hundreds of columns and a chunk have few filings: to ask for the room of every
//! column again for each chunk would take longer than to fill it, and much of what is given back meanwhile
//! stays with the process.

use std::iter;
use std::sync::{MutexGuard, PoisonError};

use crate::batch::Batch;
use crate::ingest::cells::{Cells, GrowingRows};
use crate::ingest::schema::Schema;

/// What a chunk is read into: for each column and table of the layout, if it is kept, room without content.
#[derive(Debug)]
pub(crate) struct Room {
    pub(crate) columns: Vec<Option<Cells>>,
    pub(crate) tables: Vec<Option<GrowingRows>>,
}

impl Room {
    /// The room of a batch of which nothing is asked for any more, as far as it fits; that of an empty one
    /// is the least there is. Whatever the batch, what the schema keeps has a place.
    fn of(schema: &Schema, batch: Batch) -> Room {
        let columns = batch.columns.into_iter().chain(iter::repeat_with(|| None));
        let columns = schema.columns.iter().zip(columns);
        let tables = batch.tables.into_iter().map(Some);
        let tables = tables.chain(iter::repeat_with(|| None));
        let tables = schema.tables.iter().zip(tables);
        Room {
            columns: columns
                .map(|(form, column)| {
                    form.kept.then(|| match column {
                        Some(column) => Cells::in_room_of(form.kind, column),
                        None => Cells::new(form.kind),
                    })
                })
                .collect(),
            tables: tables
                .map(|(form, rows)| {
                    form.kept
                        .then(|| rows.map_or_else(GrowingRows::new, GrowingRows::in_room_of))
                })
                .collect(),
        }
    }
}

/// The rooms of a schema.
#[derive(Debug, Default)]
pub(crate) struct Rooms {
    spare: Vec<Room>,
    /// How many are filled, or in some batch. Columns of a file that is a table come from elsewhere, and
    /// there would be no end to keeping them.
    lent: usize,
}

impl Schema {
    /// Room for a chunk: that of one which is done with, if there is such.
    pub(crate) fn room(&self) -> Room {
        let mut rooms = self.rooms();
        rooms.lent += 1;
        let spare = rooms.spare.pop();
        drop(rooms);
        spare.unwrap_or_else(|| Room::of(self, Batch::default()))
    }

    /// Leaves the room of a batch to another chunk, once nothing of it is asked for any more.
    pub fn reuse(&self, batch: Batch) {
        let room = Room::of(self, batch);
        let mut rooms = self.rooms();
        if let Some(lent) = rooms.lent.checked_sub(1) {
            rooms.lent = lent;
            rooms.spare.push(room);
        }
    }

    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
