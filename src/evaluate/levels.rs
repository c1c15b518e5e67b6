//! Finds the rows of a level in one batch.

use std::borrow::Cow;

use arrow_buffer::ScalarBuffer;

use crate::batch::{self, Batch, GIVEN, MISSING, Values};
use crate::check::ir::{Ir, LevelId, LevelKind, ROOT};
use crate::evaluate::lanes::{spread, stretches};
use crate::evaluate::rows::{Base, Builder, CERTAIN, NOWHERE, PHANTOM, Rows, UNCERTAIN};
use crate::vocabulary::{ColumnId, ColumnKind, TableId};

/// The most pairs of a row and one that may refer to it before they are summed up as one row of which
/// nothing is known: it keeps the time linear where a filing is full of dangling references.
const MOST_PAIRS: usize = 1 << 20;

/// Finds the rows of a level, given those of every level above it.
pub fn find<'r>(
    ir: &Ir,
    batch: &Batch,
    level: LevelId,
    above: &dyn Fn(LevelId) -> &'r Rows,
) -> Rows {
    let described = ir.level(level);
    let Some(parent) = described.parent else {
        return Rows::filings(batch.len());
    };
    match &described.kind {
        LevelKind::Filing => Rows::filings(batch.len()),
        LevelKind::Set { members } => of_set(above(parent).len, members.len()),
        LevelKind::List { table, owner } => {
            let owners = above(*owner);
            if *owner == parent && matches!(owners.base, Base::Table) {
                of_table(batch, *table)
            } else {
                let to_owner = ancestors(ir, parent, *owner, above);
                of_list(batch, *table, owners, &to_owner)
            }
        }
        LevelKind::Referring {
            table,
            reference,
            to,
        } => {
            let targets = above(*to);
            let to_target = ancestors(ir, parent, *to, above);
            let to_filing = ancestors(ir, parent, ROOT, above);
            referring(
                ir, batch, *table, *reference, targets, &to_target, &to_filing,
            )
        }
    }
}

/// For each row of a level where its rows of a level below begin, and one more for the end.
pub fn offsets<'r>(
    ir: &Ir,
    level: LevelId,
    above: LevelId,
    rows: &dyn Fn(LevelId) -> &'r Rows,
) -> Cow<'r, [i32]> {
    let parent = |at: LevelId| ir.level(at).parent.filter(|_| at != above);
    let Some(mut at) = parent(level) else {
        let all = i32::try_from(rows(level).len).unwrap_or(i32::MAX);
        return (0..=all).collect();
    };
    let mut offsets = Cow::Borrowed(&rows(level).offsets[..]);
    while let Some(next) = parent(at) {
        let around = rows(at).offsets.iter();
        offsets = around.map(|start| offsets[*start as usize]).collect();
        at = next;
    }
    offsets
}

/// For each row of a level the row of one above it that it belongs to.
pub fn ancestors<'r>(
    ir: &Ir,
    level: LevelId,
    above: LevelId,
    rows: &dyn Fn(LevelId) -> &'r Rows,
) -> Vec<u32> {
    let offsets = offsets(ir, level, above, rows);
    let positions: Vec<u32> = (0..offsets.len() as u32 - 1).collect();
    spread(&positions, &offsets)
}

fn of_set(parents: usize, members: usize) -> Rows {
    let end = |parent: usize| i32::try_from(parent * members).unwrap_or(i32::MAX);
    let offsets: Vec<i32> = (0..=parents).map(end).collect();
    let nowhere = vec![NOWHERE; parents * members];
    Rows::new(offsets.into(), Base::Each(nowhere), None)
}

/// A list of each row of the table around it: the table's own rows.
fn of_table(batch: &Batch, table: TableId) -> Rows {
    let rows = batch.rows(table);
    let presence = presence(&rows.states).map(Into::into);
    Rows::new(rows.offsets.inner().clone(), Base::Table, presence)
}

/// A list of each row around it, of which several may have the same: each is a stretch of its table, also
/// where the one row stands for a missing list.
fn of_list(batch: &Batch, table: TableId, owners: &Rows, to_owner: &[u32]) -> Rows {
    let rows = batch.rows(table);
    if let Base::Each(bases) = &owners.base {
        return of_each(rows, bases, to_owner);
    }
    let mut starts = Vec::with_capacity(to_owner.len());
    let mut offsets = Vec::with_capacity(to_owner.len() + 1);
    let mut end = 0i32;
    offsets.push(end);
    let bases = owners.bases();
    for owner in to_owner {
        let owner = bases[*owner as usize] as usize;
        let (first, last) = (rows.offsets[owner], rows.offsets[owner + 1]);
        starts.push(first as u32);
        end = end.saturating_add(last - first);
        offsets.push(end);
    }
    let presence = presence(&rows.states).map(|all| stretches(&all, &starts, &offsets).into());
    Rows::new(offsets.into(), Base::Stretches(starts), presence)
}

/// The same where the rows around it stand each where it does, or nowhere.
fn of_each(rows: &batch::Rows, bases: &[u32], to_owner: &[u32]) -> Rows {
    let mut builder = Builder::default();
    for owner in to_owner {
        let owner = bases[*owner as usize];
        if owner == NOWHERE {
            builder.push(NOWHERE, PHANTOM);
        } else {
            for row in rows.offsets[owner as usize]..rows.offsets[owner as usize + 1] {
                let there = rows.states[row as usize] == GIVEN;
                builder.push(row as u32, if there { CERTAIN } else { PHANTOM });
            }
        }
        builder.close();
    }
    builder.finish()
}

/// Whether the rows of a table are there; nothing if all are.
fn presence(states: &[u8]) -> Option<Vec<u8>> {
    let there = |state: &u8| if *state == GIVEN { CERTAIN } else { PHANTOM };
    let missing = states.iter().any(|state| *state != GIVEN);
    missing.then(|| states.iter().map(there).collect())
}

fn referring(
    ir: &Ir,
    batch: &Batch,
    table: TableId,
    reference: ColumnId,
    targets: &Rows,
    to_target: &[u32],
    to_filing: &[u32],
) -> Rows {
    let rows = batch.rows(table);
    let target_table = match ir.layout.column(reference).kind {
        ColumnKind::Reference(target) => batch.rows(target).len,
        _ => 0,
    };
    let states = batch
        .column(reference)
        .map(|column| column.states.clone())
        .unwrap_or_default();
    let values = match batch.column(reference).map(|column| &column.values) {
        Some(Values::Row(values)) => values.clone(),
        _ => ScalarBuffer::default(),
    };
    // The rows that refer to each row, and those that may refer to any of their filing, in order.
    let mut known: Vec<Vec<u32>> = vec![Vec::new(); target_table];
    let mut unknown: Vec<Vec<u32>> = vec![Vec::new(); batch.len()];
    for (filing, maybe) in unknown.iter_mut().enumerate() {
        for row in rows.offsets[filing]..rows.offsets[filing + 1] {
            match states.get(row as usize) {
                Some(&GIVEN) => {
                    if let Some(list) = known.get_mut(values[row as usize] as usize) {
                        list.push(row as u32);
                    }
                }
                Some(&MISSING) => maybe.push(row as u32),
                _ => {}
            }
        }
    }
    let bases = targets.bases();
    let mut pairs = 0;
    let mut builder = Builder::default();
    for (parent, target) in to_target.iter().enumerate() {
        let base = bases[*target as usize];
        let certain = known.get(base as usize).map_or(&[][..], Vec::as_slice);
        let maybe = unknown[to_filing[parent] as usize].as_slice();
        pairs += maybe.len();
        if pairs > MOST_PAIRS && !maybe.is_empty() {
            for row in certain {
                builder.push(*row, CERTAIN);
            }
            builder.push(NOWHERE, PHANTOM);
        } else {
            // Both are ascending: merged, they keep the order of the document.
            let mut all: Vec<(u32, u8)> = certain.iter().map(|row| (*row, CERTAIN)).collect();
            all.extend(maybe.iter().map(|row| {
                (
                    *row,
                    if rows.states[*row as usize] == GIVEN {
                        UNCERTAIN
                    } else {
                        PHANTOM
                    },
                )
            }));
            all.sort_unstable();
            for (row, presence) in all {
                builder.push(row, presence);
            }
        }
        builder.close();
    }
    builder.finish()
}
