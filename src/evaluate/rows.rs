//! The rows of a level in one batch.
//!
//! Invariant: the rows of a level that belong to one row of the level around it stand together and in
//! order, so that the rows of one filing are one stretch at every level.

use std::cell::OnceCell;

use arrow_buffer::ScalarBuffer;

use crate::compile::plan::{Ir, LevelId, LevelKind};
use crate::evaluate::lanes::{spread, stretches};
use crate::ingest::batch::{Batch, GIVEN, MISSING, Values};
use crate::vocabulary::{ColumnId, TableId};

/// A row that is there.
pub const CERTAIN: u8 = 0;
/// A row that may or may not belong.
pub const UNCERTAIN: u8 = 1;
/// A row that stands for a missing list: any number of rows of which nothing is known.
pub const PHANTOM: u8 = 2;

/// The position of a row of which nothing is known and that stands in no table.
pub const NOWHERE: u32 = u32::MAX;

/// The most pairs of a row and one that may refer to it before they are summed up as one row of which
/// nothing is known: it keeps the time linear where a filing is full of dangling references.
const MOST_PAIRS: usize = 1 << 20;

/// The rows of a level.
#[derive(Debug, Clone)]
pub struct Rows {
    /// How many there are.
    pub len: usize,
    /// For each row of the level around it where its rows begin, and one more for the end.
    pub offsets: ScalarBuffer<i32>,
    /// Where they stand in their table.
    pub base: Base,
    /// [`CERTAIN`], [`UNCERTAIN`] or [`PHANTOM`]; nothing only where all are certain.
    pub presence: Option<ScalarBuffer<u8>>,
    // Worked out when first asked for.
    parents: OnceCell<Vec<u32>>,
}

/// Where rows stand in their table.
#[derive(Debug, Clone)]
pub enum Base {
    /// They are the rows of the table.
    Table,
    /// Those of each row of the level around them stand together, and begin here.
    Stretches(Vec<u32>),
    /// Each where it stands, or [`NOWHERE`].
    Each(Vec<u32>),
}

impl Rows {
    /// Rows of which the offsets say how many there are.
    pub fn new(offsets: ScalarBuffer<i32>, base: Base, presence: Option<ScalarBuffer<u8>>) -> Rows {
        Rows {
            len: offsets.last().map_or(0, |end| *end as usize),
            offsets,
            base,
            presence,
            parents: OnceCell::new(),
        }
    }

    /// The rows of the filing itself.
    pub fn filings(len: usize) -> Rows {
        let all = i32::try_from(len).unwrap_or(i32::MAX);
        Rows::new(vec![0, all].into(), Base::Table, None)
    }

    /// For each row the row of the level around it that it belongs to.
    pub fn parents(&self) -> &[u32] {
        self.parents.get_or_init(|| {
            let positions: Vec<u32> = (0..self.offsets.len() as u32 - 1).collect();
            spread(&positions, &self.offsets)
        })
    }

    /// Where a row stands in its table.
    pub fn base(&self, row: usize) -> u32 {
        match &self.base {
            Base::Table => row as u32,
            Base::Stretches(starts) => {
                let parent = self.parents()[row] as usize;
                starts[parent] + (row as u32 - self.offsets[parent] as u32)
            }
            Base::Each(base) => base[row],
        }
    }

    /// Whether a row is there.
    pub fn presence(&self, row: usize) -> u8 {
        self.presence
            .as_ref()
            .map_or(CERTAIN, |presence| presence[row])
    }

    /// The rows that belong to a row of the level around it.
    pub fn of(&self, parent: usize) -> std::ops::Range<usize> {
        self.offsets[parent] as usize..self.offsets[parent + 1] as usize
    }
}

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
            let to_filing = ancestors(ir, parent, crate::compile::plan::ROOT, above);
            referring(
                ir, batch, *table, *reference, targets, &to_target, &to_filing,
            )
        }
    }
}

/// For each row of a level the row of one above it that it belongs to.
pub fn ancestors<'r>(
    ir: &Ir,
    level: LevelId,
    above: LevelId,
    rows: &dyn Fn(LevelId) -> &'r Rows,
) -> Vec<u32> {
    let mut map: Vec<u32> = (0..rows(level).len as u32).collect();
    let mut at = level;
    while at != above {
        let Some(parent) = ir.level(at).parent else {
            break;
        };
        let parents = rows(at).parents();
        for row in &mut map {
            *row = parents[*row as usize];
        }
        at = parent;
    }
    map
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
    let presence = rows.states.iter().any(|state| *state != GIVEN).then(|| {
        rows.states
            .iter()
            .map(|state| if *state == GIVEN { CERTAIN } else { PHANTOM })
            .collect()
    });
    Rows::new(rows.offsets.inner().clone(), Base::Table, presence)
}

fn of_list(batch: &Batch, table: TableId, owners: &Rows, to_owner: &[u32]) -> Rows {
    let rows = batch.rows(table);
    let missing = rows.states.iter().any(|state| *state != GIVEN);
    let presence = |state: u8| if state == GIVEN { CERTAIN } else { PHANTOM };
    if let Base::Each(bases) = &owners.base {
        let mut builder = Builder::default();
        for (parent, owner) in to_owner.iter().enumerate() {
            let owner = bases[*owner as usize] as usize;
            if owner == NOWHERE as usize {
                builder.push(parent, NOWHERE, PHANTOM);
            } else {
                for row in rows.offsets[owner]..rows.offsets[owner + 1] {
                    builder.push(parent, row as u32, presence(rows.states[row as usize]));
                }
            }
            builder.close();
        }
        return builder.finish();
    }
    // Each list is a stretch of its table, also where the one row stands for a missing list.
    let mut starts = Vec::with_capacity(to_owner.len());
    let mut offsets = Vec::with_capacity(to_owner.len() + 1);
    let mut end = 0i32;
    offsets.push(end);
    for owner in to_owner {
        let owner = owners.base(*owner as usize) as usize;
        let (first, last) = (rows.offsets[owner], rows.offsets[owner + 1]);
        starts.push(first as u32);
        end = end.saturating_add(last - first);
        offsets.push(end);
    }
    let presence = missing.then(|| {
        let all: Vec<u8> = rows.states.iter().map(|state| presence(*state)).collect();
        stretches(&all, &starts, &offsets).into()
    });
    Rows::new(offsets.into(), Base::Stretches(starts), presence)
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
        crate::vocabulary::ColumnKind::Reference(target) => batch.rows(target).len,
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
    let mut pairs = 0;
    let mut builder = Builder::default();
    for (parent, target) in to_target.iter().enumerate() {
        let base = targets.base(*target as usize);
        let certain = known.get(base as usize).map_or(&[][..], Vec::as_slice);
        let maybe = unknown[to_filing[parent] as usize].as_slice();
        pairs += maybe.len();
        if pairs > MOST_PAIRS && !maybe.is_empty() {
            for row in certain {
                builder.push(parent, *row, CERTAIN);
            }
            builder.push(parent, NOWHERE, PHANTOM);
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
                builder.push(parent, row, presence);
            }
        }
        builder.close();
    }
    builder.finish()
}

#[derive(Default)]
struct Builder {
    offsets: Vec<i32>,
    parents: Vec<u32>,
    base: Vec<u32>,
    presence: Vec<u8>,
}

impl Builder {
    fn push(&mut self, parent: usize, base: u32, presence: u8) {
        self.parents.push(parent as u32);
        self.base.push(base);
        self.presence.push(presence);
    }

    fn close(&mut self) {
        self.offsets
            .push(i32::try_from(self.parents.len()).unwrap_or(i32::MAX));
    }

    fn finish(mut self) -> Rows {
        self.offsets.insert(0, 0);
        let certain = self.presence.iter().all(|presence| *presence == CERTAIN);
        let presence = (!certain).then(|| self.presence.into());
        Rows {
            parents: OnceCell::from(self.parents),
            ..Rows::new(self.offsets.into(), Base::Each(self.base), presence)
        }
    }
}
