//! The state of reading: rows and cells grow, a filing that fails leaves no trace.
//!
//! This knows neither JSON nor YAML: the readers of the formats call it field by field.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::batch::{ABSENT, Batch, Column, GIVEN, MISSING, Rows, UNPLACED};
use crate::ingest::cells::{Cells, Growing, GrowingRows};
use crate::ingest::fault::{MOST_REASONS, Noted, What, likely, quoted};
use crate::ingest::keys::KeyIndex;
use crate::ingest::room::Room;
use crate::ingest::scalar::Scalar;
use crate::ingest::schema::{Content, RowForm, Schema, join};
use crate::ingest::warnings::{Tally, WarningKind, Warnings};
use arrow_buffer::{OffsetBuffer, ScalarBuffer};

/// One step from the filing inward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// A field of a shape.
    Field { shape: usize, field: usize },
    /// A row of a list, from 0.
    Row(usize),
}

/// A field that the vocabulary does not know.
#[derive(Debug, Clone)]
pub(crate) struct Stranger<'t> {
    pub(crate) shape: usize,
    pub(crate) name: Cow<'t, str>,
}

/// What a filing is found to lack once it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lack {
    /// Its key or its year, by the column and what it is called.
    Given(usize, &'static str),
    /// A version of the rules for its year.
    Version(i128),
    /// Room: it is too large.
    Room,
}

/// Everything that grows while a chunk is read.
#[derive(Debug)]
pub(crate) struct Reader<'s> {
    pub(crate) schema: &'s Schema,
    pub(crate) columns: Vec<Option<Cells>>,
    tables: Vec<Option<GrowingRows>>,
    /// For each table how many rows it had before this filing.
    before: Vec<usize>,
    shapes: Vec<ShapeState>,
    /// The number of the record last opened; see [`ShapeState::seen`].
    opened: u32,
    keys: KeyIndex,
    pub(crate) warnings: Warnings,
    unknown: Vec<BTreeMap<Box<str>, Tally>>,
    /// The way to what is being read, from the filing inward.
    pub(crate) steps: Vec<Step>,
    /// The first mistakes of this filing, in the order in which they were met.
    pub(crate) faults: Vec<Noted>,
    /// How many more there are.
    pub(crate) more: usize,
    /// Where the values of the filing's own fields stand.
    pub(crate) tops: Vec<usize>,
    /// How many values of this filing stand in fields that nobody reads.
    pub(crate) unread: u64,
    too_large: bool,
    /// How many more rows the lists of this filing may have.
    rows_left: usize,
}

/// How many rows the lists of one filing may have together. A row takes room in each column of its list,
/// be it as short as `{}` in the text.
const MOST_ROWS: usize = 1_000_000;

/// What is known of a shape while filings are read.
#[derive(Debug)]
struct ShapeState {
    /// For each field the number of the record in which it was seen last.
    seen: Vec<u32>,
    /// For each field, and before the first one, the field that followed it last.
    next: Vec<u16>,
}

impl<'s> Reader<'s> {
    pub(crate) fn new(schema: &'s Schema, room: Room) -> Reader<'s> {
        Reader {
            schema,
            columns: room.columns,
            tables: room.tables,
            before: vec![0; schema.tables.len()],
            shapes: schema
                .shapes
                .iter()
                .map(|shape| ShapeState {
                    seen: vec![0; shape.fields.len()],
                    next: (0..=shape.fields.len() as u16).collect(),
                })
                .collect(),
            opened: 0,
            keys: KeyIndex::default(),
            warnings: Warnings::default(),
            unknown: schema.shapes.iter().map(|_| BTreeMap::new()).collect(),
            steps: Vec::with_capacity(8),
            faults: Vec::new(),
            more: 0,
            tops: vec![0; schema.shapes[0].fields.len()],
            unread: 0,
            too_large: false,
            rows_left: MOST_ROWS + 1,
        }
    }

    /// Begins a filing.
    pub(crate) fn begin(&mut self) {
        self.steps.clear();
        self.faults.clear();
        self.more = 0;
        self.unread = 0;
        self.rows_left = MOST_ROWS + 1;
        for (before, table) in self.before.iter_mut().zip(&self.tables) {
            *before = table.as_ref().map_or(0, |table| table.len);
        }
    }

    /// Begins a record; returns the number by which its fields are told from earlier ones'.
    #[inline]
    pub(crate) fn open(&mut self) -> u32 {
        self.opened = self.opened.wrapping_add(1);
        self.opened
    }

    /// The field that most likely comes next. `previous` is 0 before the first field, else the field
    /// before it plus 1.
    #[inline]
    pub(crate) fn guess(&self, shape: usize, previous: u16) -> u16 {
        self.shapes[shape].next[usize::from(previous)]
    }

    /// Keeps which field came after another.
    #[inline]
    pub(crate) fn follows(&mut self, shape: usize, previous: u16, field: u16) {
        self.shapes[shape].next[usize::from(previous)] = field;
    }

    /// Notes that a field stands in a record; false if it stood there before.
    #[inline]
    pub(crate) fn meet(&mut self, shape: usize, opened: u32, field: u16) -> bool {
        let seen = &mut self.shapes[shape].seen[usize::from(field)];
        std::mem::replace(seen, opened) != opened
    }

    /// Counts a field that the vocabulary does not know; not to be called where that rejects a filing.
    #[cold]
    pub(crate) fn count_stranger(&mut self, stranger: Stranger<'_>) {
        const MOST: usize = 1000;
        let Stranger { shape, name } = stranger;
        let known = &mut self.unknown[shape];
        if let Some(tally) = known.get_mut(&*name) {
            tally.count += 1;
        } else if known.len() < MOST {
            let tally = Tally {
                count: 1,
                example: String::new(),
                nearest: likely(&name, self.schema.shapes[shape].names.iter()),
            };
            known.insert(name.into(), tally);
        } else {
            self.warnings.add_beyond(1);
        }
    }

    /// Notes a mistake that stands at a byte of the text, in the field that the steps and `last` lead to.
    #[cold]
    pub(crate) fn note(&mut self, what: &What, last: Option<Step>, at: usize) {
        if self.faults.len() == MOST_REASONS {
            self.more += 1;
            return;
        }
        let (path, field) = self.in_words(self.steps.iter().copied().chain(last));
        let reason = what.reason(&path, &field);
        self.faults.push(Noted { at, reason });
    }

    /// Notes a field that the vocabulary does not know, where that rejects a filing.
    #[cold]
    pub(crate) fn note_stranger(&mut self, shape: usize, name: &str, at: usize) {
        let what = What::Unknown {
            name: quoted(name),
            nearest: likely(name, self.schema.shapes[shape].names.iter()),
        };
        self.note(&what, None, at);
    }

    /// Puts a value into its column, or notes what is wrong with it; says whether one is given.
    #[inline]
    pub(crate) fn put_or_note(
        &mut self,
        column: usize,
        scalar: Scalar<'_>,
        last: Option<Step>,
        at: usize,
    ) -> bool {
        match self.put(column, scalar) {
            Ok(given) => given,
            Err(what) => {
                self.note(&what, last, at);
                false
            }
        }
    }

    /// Puts a value into its column; says whether one is given.
    #[inline]
    pub(crate) fn put(&mut self, column: usize, scalar: Scalar<'_>) -> Result<bool, Box<What>> {
        let schema = self.schema;
        match &mut self.columns[column] {
            Some(cells) => cells.put(schema, schema.columns[column].kind, scalar),
            None => Ok(true),
        }
    }

    /// The state of a column's next cell, which has no value beside it.
    pub(crate) fn push_state(&mut self, column: usize, state: u8) {
        if let Some(cells) = &mut self.columns[column] {
            cells.push_empty(state);
        }
    }

    /// Fills what a record that is given leaves out.
    #[inline]
    pub(crate) fn close(&mut self, shape: usize, opened: u32) {
        let form = &self.schema.shapes[shape];
        for (at, field) in form.fields.iter().enumerate() {
            if field.kept && self.shapes[shape].seen[at] != opened {
                self.not_given(shape, at);
            }
        }
    }

    /// Fills a field that is not given in a record that is.
    pub(crate) fn not_given(&mut self, shape: usize, field: usize) {
        let form = &self.schema.shapes[shape].fields[field];
        let state = if form.optional { ABSENT } else { MISSING };
        self.fill_field(shape, field, state);
    }

    /// Fills every field of a record with one state.
    pub(crate) fn fill(&mut self, shape: usize, state: u8) {
        for field in 0..self.schema.shapes[shape].fields.len() {
            self.fill_field(shape, field, state);
        }
    }

    fn fill_field(&mut self, shape: usize, field: usize, state: u8) {
        let form = &self.schema.shapes[shape].fields[field];
        if !form.kept {
            return;
        }
        self.push_state(form.column, state);
        match form.content {
            Content::Scalar => {}
            Content::Record(inner) => self.fill(inner, state),
            Content::List(table) => {
                if state == MISSING {
                    self.fill_row(table);
                    self.end_row(table, MISSING, UNPLACED);
                }
                self.end_list(table);
            }
        }
    }

    /// Fills a row of which nothing is given.
    pub(crate) fn fill_row(&mut self, table: usize) {
        match self.schema.tables[table].rows {
            RowForm::Record(shape) => self.fill(shape, MISSING),
            RowForm::Value(column) => self.push_state(column, MISSING),
        }
    }

    /// Completes a row that begins at a byte of the text.
    #[inline]
    pub(crate) fn end_row(&mut self, table: usize, state: u8, start: u32) {
        if let Some(rows) = &mut self.tables[table] {
            rows.push(state, start);
            self.rows_left = self.rows_left.saturating_sub(1);
        }
    }

    /// Whether the filing has as many rows as it may have.
    #[inline]
    pub(crate) fn is_full(&self) -> bool {
        self.rows_left == 0
    }

    /// What is wrong with a filing that is full.
    #[cold]
    pub(crate) fn too_many_rows(&self) -> What {
        let most = crate::value::number::format(MOST_ROWS as i128, 0, 0);
        What::Filing(format!(
            "its lists have more than {most} rows; file it in parts"
        ))
    }

    /// Completes a list: its rows end here.
    pub(crate) fn end_list(&mut self, table: usize) {
        if let Some(rows) = &mut self.tables[table] {
            let end = i32::try_from(rows.len);
            self.too_large |= end.is_err();
            rows.ends.push(end.unwrap_or(i32::MAX));
        }
    }

    /// Completes a filing whose fields are read: its key and year are there, keys and references hold.
    /// False if anything is wrong with it. The filing begins at a byte of the text.
    pub(crate) fn completes(&mut self, start: usize) -> bool {
        for lack in self.lacks().into_iter().flatten() {
            let what = self.lack(lack);
            match lack {
                // Why it is not given was said already.
                Lack::Given(column, _) if self.is_blamed(column) => {}
                Lack::Version(_) => {
                    let field = self.own_field(self.schema.year);
                    let at = match field {
                        Some(Step::Field { field, .. }) => self.tops[field],
                        _ => start,
                    };
                    self.note(&what, field, at);
                }
                Lack::Given(..) | Lack::Room => self.note(&what, None, start),
            }
        }
        self.too_large = false;
        let sound = self.faults.is_empty();
        if sound {
            self.admit();
        }
        sound
    }

    fn lacks(&self) -> [Option<Lack>; 4] {
        let schema = self.schema;
        let row = self.before[0];
        let given = |column: usize, noun| {
            let cells = self.columns[column].as_ref();
            let given = cells.is_some_and(|cells| cells.states.get(row) == Some(&GIVEN));
            (!given).then_some(Lack::Given(column, noun))
        };
        let year = given(schema.year, "year");
        let uncovered = self.year(row).filter(|year| !schema.covers(*year));
        [
            self.too_large.then_some(Lack::Room),
            given(schema.key, "key"),
            year,
            uncovered.filter(|_| year.is_none()).map(Lack::Version),
        ]
    }

    fn lack(&self, lack: Lack) -> What {
        match lack {
            Lack::Room => What::Filing("it is too large to be read at once".to_owned()),
            Lack::Given(column, noun) => What::Filing(self.schema.lacks(column, noun)),
            Lack::Version(year) => self.schema.uncovered(year),
        }
    }

    /// The field of the filing itself that a column holds.
    fn own_field(&self, column: usize) -> Option<Step> {
        let fields = &self.schema.shapes[0].fields;
        let field = fields.iter().position(|field| field.column == column)?;
        Some(Step::Field { shape: 0, field })
    }

    /// Whether a mistake was noted in a field of the filing itself.
    fn is_blamed(&self, column: usize) -> bool {
        let name = self.schema.document_name(column);
        self.faults.iter().any(|fault| fault.reason.field == name)
    }

    /// Takes the filing in: it is sound.
    fn admit(&mut self) {
        self.resolve();
        self.end_row(0, GIVEN, UNPLACED);
        self.warnings.add_unread(self.unread);
    }

    fn year(&self, row: usize) -> Option<i128> {
        match self.columns[self.schema.year]
            .as_ref()
            .map(|cells| &cells.values)
        {
            Some(Growing::Number(values)) => values.get(row).copied(),
            _ => None,
        }
    }

    /// Checks the keys of this filing's lists and turns its references into rows.
    fn resolve(&mut self) {
        let schema = self.schema;
        for (at, form) in schema.tables.iter().enumerate().skip(1) {
            let (Some(rows), Some(key), Some(parent)) = (&self.tables[at], form.key, form.parent)
            else {
                continue;
            };
            let Some(cells) = self.columns[key].as_ref() else {
                continue;
            };
            let name = || join(&form.path, &schema.name_in_row(at, key));
            for list in self.before[parent]..rows.ends.len() - 1 {
                let run = rows.ends[list] as usize..rows.ends[list + 1] as usize;
                for row in run.clone() {
                    if cells.states[row] != GIVEN && rows.states[row] == GIVEN {
                        self.warnings.add(WarningKind::MissingKey, &name(), "");
                    }
                }
                self.keys.build(cells, run, |repeated| {
                    let kind = WarningKind::RepeatedKey;
                    self.warnings.add(kind, &name(), &repeated);
                });
            }
            if !form.referred {
                continue;
            }
            for (column, _) in schema.references.iter().filter(|(_, table)| *table == at) {
                // The column of the keys and the one of the references are never the same: a key is
                // no reference. It is taken out so that both can be borrowed.
                let Some(mut references) = self.columns[*column].take() else {
                    continue;
                };
                if let Some(keys) = self.columns[key].as_ref() {
                    let path = || schema.column_path(*column);
                    let found = self.keys.resolve(keys, &mut references);
                    for (kind, example) in found {
                        self.warnings.add(kind, &path(), &example);
                    }
                }
                self.columns[*column] = Some(references);
            }
        }
    }

    /// The key of the filing being read, if it came before what is wrong.
    pub(crate) fn key_so_far(&self) -> Option<String> {
        let row = self.before[0];
        let cells = self.columns[self.schema.key].as_ref()?;
        let given = cells.states.get(row) == Some(&GIVEN);
        given.then(|| self.schema.key_in_words(cells, row))
    }

    /// Forgets the filing being read.
    pub(crate) fn roll_back(&mut self) {
        let schema = self.schema;
        for (cells, form) in self.columns.iter_mut().zip(&schema.columns) {
            if let Some(cells) = cells {
                cells.truncate(self.before[form.table]);
            }
        }
        for (rows, (at, form)) in self.tables.iter_mut().zip(schema.tables.iter().enumerate()) {
            if let Some(rows) = rows {
                let lists = form.parent.map_or(0, |parent| self.before[parent]);
                rows.truncate(self.before[at], lists);
            }
        }
        self.too_large = false;
    }

    /// A way as people write it, `requests[3].amount`, counted from 1; and without the numbers of rows.
    fn in_words(&self, way: impl Iterator<Item = Step>) -> (String, String) {
        let (mut path, mut field) = (String::new(), String::new());
        for step in way {
            match step {
                Step::Field { shape, field: at } => {
                    let name = self.schema.shapes[shape].names.text(at);
                    path = join(&path, name);
                    field = join(&field, name);
                }
                Step::Row(row) => path.push_str(&format!("[{}]", row + 1)),
            }
        }
        (path, field)
    }

    /// What was read.
    pub(crate) fn finish(mut self) -> (Batch, Warnings) {
        for (shape, unknown) in self.unknown.into_iter().enumerate() {
            for (name, tally) in unknown {
                let path = join(&self.schema.shapes[shape].path, &quoted(&name));
                self.warnings
                    .count(WarningKind::UnknownField, &path, || tally);
            }
        }
        let lens: Vec<usize> = self
            .tables
            .iter()
            .map(|rows| rows.as_ref().map_or(0, |rows| rows.len))
            .collect();
        let tables = self.tables.into_iter().zip(&self.schema.tables);
        let tables = tables.map(|(rows, form)| match rows {
            Some(mut rows) => {
                if form.parent.is_none() {
                    rows.ends.push(rows.len as i32);
                }
                rows.finish()
            }
            None => Rows {
                len: 0,
                offsets: OffsetBuffer::new_zeroed(form.parent.map_or(1, |parent| lens[parent])),
                states: ScalarBuffer::default(),
                starts: ScalarBuffer::default(),
            },
        });
        let batch = Batch {
            tables: tables.collect(),
            columns: self
                .columns
                .into_iter()
                .map(|cells| cells.map(Cells::finish))
                .collect::<Vec<Option<Column>>>(),
        };
        (batch, self.warnings)
    }
}
