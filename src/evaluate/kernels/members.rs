//! Which rows a quantifier or an aggregate goes through.

use std::ops::Range;

use crate::batch::GIVEN;
use crate::evaluate::lanes::change;
use crate::evaluate::register::{FALSE, Register, TRUE, UNKNOWN, pick};
use crate::evaluate::rows::{CERTAIN, Rows};

/// Which rows belong: whether they are there, and satisfy the filter.
#[derive(Clone, Copy)]
pub struct Members<'m> {
    /// The rows gone through.
    pub rows: &'m Rows,
    /// `where`, at their level or uniform.
    pub filter: Option<&'m Register>,
}

impl Members<'_> {
    /// Whether a row belongs, of three values.
    pub fn of(&self, row: usize) -> u8 {
        let there = if self.rows.presence(row) == CERTAIN {
            TRUE
        } else {
            UNKNOWN
        };
        self.filter
            .map_or(there, |filter| there.min(pick(filter.booleans(), row)))
    }

    /// Whether each row belongs, of three values; nothing if all do.
    pub fn all(&self) -> Option<Vec<u8>> {
        let len = self.rows.len;
        let filter = self.filter.map(Register::booleans);
        let presence = self.rows.presence.as_deref();
        if filter.is_none() && presence.is_none() {
            return None;
        }
        let mut members = vec![TRUE; len];
        if let Some(filter) = filter {
            change(&mut members, filter, |member, filter| *member = filter);
        }
        if let Some(presence) = presence {
            change(&mut members, presence, |member, presence| {
                let there = if presence == CERTAIN { TRUE } else { UNKNOWN };
                *member = (*member).min(there);
            });
        }
        Some(members)
    }

    /// The rows of each row of the level around them.
    pub fn segments(&self) -> impl Iterator<Item = Range<usize>> {
        self.rows
            .offsets
            .windows(2)
            .map(|ends| ends[0] as usize..ends[1] as usize)
    }

    /// The members of a segment where it is certain which they are and each has a value.
    pub fn certain(&self, states: &[u8], segment: Range<usize>) -> Option<Vec<usize>> {
        let mut rows = Vec::new();
        for row in segment {
            match self.of(row) {
                FALSE => {}
                TRUE if pick(states, row) == GIVEN => rows.push(row),
                _ => return None,
            }
        }
        Some(rows)
    }
}
