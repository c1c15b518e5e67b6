//! The promises that a batch makes, as a check: for tests, and for whoever builds batches otherwise.

use crate::batch::{ABSENT, Batch, GIVEN, MISSING, Values};
use crate::vocabulary::{ColumnId, ColumnKind, Layout, TableId};

impl Batch {
    /// Whether the batch is what [`crate::batch`] promises; otherwise the first promise broken.
    pub fn check(&self, layout: &Layout) -> Result<(), String> {
        if self.tables.len() != layout.tables.len() || self.columns.len() != layout.columns.len() {
            return Err("tables or columns are left out".to_owned());
        }
        for at in 0..layout.tables.len() {
            self.check_rows(layout, TableId(at as u16))?;
        }
        for at in 0..layout.columns.len() {
            let id = ColumnId(at as u32);
            if self.column(id).is_some() {
                self.check_column(layout, id)
                    .map_err(|broken| format!("{:?}: {broken}", layout.column(id).path))?;
            }
        }
        Ok(())
    }

    fn check_rows(&self, layout: &Layout, id: TableId) -> Result<(), String> {
        let rows = self.rows(id);
        let table = layout.table(id);
        let broken = |text: &str| Err(format!("table {:?}: {text}", table.path));
        let lists = match table.parent {
            Some(parent) => self.rows(parent).len,
            None => rows.offsets.len() - 1,
        };
        if rows.offsets.len() != lists + 1 {
            return broken("an offset for each row of the parent and one more");
        }
        let whole = rows.offsets[0] == 0;
        if !whole || rows.offsets[lists] as usize != rows.len {
            return broken("offsets run from 0 to the number of rows");
        }
        if rows.states.len() != rows.len {
            return broken("a state for each row");
        }
        let Some(list) = table.list.and_then(|list| self.column(list)) else {
            return Ok(());
        };
        for at in 0..lists {
            let run = rows.offsets[at] as usize..rows.offsets[at + 1] as usize;
            let sound = match list.states[at] {
                GIVEN => rows.states[run].iter().all(|state| *state == GIVEN),
                ABSENT => run.is_empty(),
                _ => rows.states[run] == [MISSING],
            };
            if !sound {
                return broken("the rows of a list are as its state says");
            }
        }
        Ok(())
    }

    fn check_column(&self, layout: &Layout, id: ColumnId) -> Result<(), String> {
        let (Some(cells), column) = (self.column(id), layout.column(id)) else {
            return Ok(());
        };
        let rows = self.rows(column.table);
        let len = match (&cells.values, &column.kind) {
            (Values::None, ColumnKind::Record(_) | ColumnKind::List(_)) => rows.len,
            (Values::Boolean(values), ColumnKind::Boolean) => values.len(),
            (Values::Number(values), ColumnKind::Number { .. }) => values.len(),
            (Values::Date(values), ColumnKind::Date) => values.len(),
            (Values::Enum(values), ColumnKind::Enum(_)) => values.len(),
            (Values::Row(values), ColumnKind::Reference(target)) => {
                let target = self.rows(*target).len;
                let given = values.iter().zip(cells.states.iter());
                let mut given = given.filter(|(_, state)| **state == GIVEN);
                if given.any(|(row, _)| *row as usize >= target) {
                    return Err("a reference leads to a row".to_owned());
                }
                values.len()
            }
            (Values::Text { offsets, bytes }, ColumnKind::Text) => {
                if std::str::from_utf8(bytes).is_err()
                    || offsets[offsets.len() - 1] as usize != bytes.len()
                {
                    return Err("texts are UTF-8 from end to end".to_owned());
                }
                offsets.len() - 1
            }
            _ => return Err("the values are those of the column's kind".to_owned()),
        };
        if len != rows.len || cells.states.len() != rows.len {
            return Err("a cell for each row".to_owned());
        }
        for row in 0..rows.len {
            // What stands around the cell: the nested record, else the row.
            let around = match column.record.map(|record| self.column(record)) {
                Some(None) => return Err("the record around a kept column is kept".to_owned()),
                Some(Some(record)) => record.states[row],
                None => rows.states[row],
            };
            let sound = match (around, cells.states[row]) {
                (ABSENT, state) => state == ABSENT,
                (MISSING, state) => state == MISSING,
                (_, ABSENT) => column.optional,
                (_, state) => state == GIVEN || state == MISSING,
            };
            // A row of which nothing is given, `null` in a list, is a row with everything missing.
            if !sound {
                return Err(format!("row {row} is as what stands around it"));
            }
        }
        Ok(())
    }
}
