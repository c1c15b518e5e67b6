//! The room of columns, from chunk to chunk.
//!
//! A rule book may read hundreds of columns and a chunk have few filings: to ask for the room of every
//! column again for each chunk would take longer than to fill it, and much of what is given back meanwhile
//! stays with the process.

use std::sync::{MutexGuard, PoisonError};

use crate::ingest::batch::Batch;
use crate::ingest::cells::{Cells, GrowingRows};
use crate::ingest::schema::Schema;

/// What a chunk is read into: for each column and table of the layout, if it is kept, room without content.
#[derive(Debug, Default)]
pub(crate) struct Room {
    pub(crate) columns: Vec<Option<Cells>>,
    pub(crate) tables: Vec<Option<GrowingRows>>,
}

impl Room {
    /// As little as possible.
    pub(crate) fn new(schema: &Schema) -> Room {
        let columns = schema.columns.iter();
        let tables = schema.tables.iter();
        Room {
            columns: columns
                .map(|form| form.kept.then(|| Cells::new(form.kind)))
                .collect(),
            tables: tables
                .map(|form| form.kept.then(GrowingRows::new))
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
        spare.unwrap_or_else(|| Room::new(self))
    }

    /// Leaves the room of a batch to another chunk, once nothing of it is asked for any more.
    pub fn reuse(&self, batch: Batch) {
        let columns = batch.columns.into_iter();
        let tables = batch.tables.into_iter().zip(&self.tables);
        let room = Room {
            columns: columns.map(|column| column.map(Cells::emptied)).collect(),
            tables: tables
                .map(|(rows, form)| form.kept.then(|| GrowingRows::emptied(rows)))
                .collect(),
        };
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
