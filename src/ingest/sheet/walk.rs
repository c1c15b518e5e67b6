//! The cells of rows into the columns of a batch.

use std::borrow::Cow;

use crate::batch::{GIVEN, UNPLACED};
use crate::ingest::fault::What;
use crate::ingest::reader::{Reader, Step, Stranger};
use crate::ingest::scalar::{Scalar, excerpt};
use crate::ingest::schema::{Kind, Schema};
use crate::ingest::sheet::cut::Cell;
use crate::ingest::sheet::mapping::Row;
use crate::ingest::sheet::plan::{Elements, From, Node, Plan, RecordPlan};
use crate::value::text::is_blank;

/// The cells of a filing's rows, and the text in which they stand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cells<'c, 't> {
    pub(crate) text: &'t str,
    /// Row after row, each of so many.
    pub(crate) cells: &'c [Cell],
    pub(crate) width: usize,
    /// The row that is looked at.
    pub(crate) row: usize,
}

impl<'t> Row<'t> for Cells<'_, 't> {
    fn text(&self, cell: usize) -> Cow<'t, str> {
        let cell = self.cells.get(self.row * self.width + cell);
        cell.map_or(Cow::Borrowed(""), |cell| cell.text(self.text))
    }
}

impl Cells<'_, '_> {
    fn rows(&self) -> usize {
        self.cells.len() / self.width.max(1)
    }

    /// The byte of the text at which a cell begins.
    fn start(&self, cell: usize) -> usize {
        let cell = self.cells.get(self.row * self.width + cell);
        cell.map_or(0, |cell| cell.start)
    }
}

/// Reads a filing whose cells are given; false where anything is wrong with it, which the reader then holds.
pub(crate) fn read<'s>(reader: &mut Reader<'s>, plan: &Plan, cells: Cells<'_, 's>) -> bool {
    reader.begin();
    let mut walk = Walk {
        schema: reader.schema,
        reader,
        cells,
        in_list: false,
    };
    walk.record(0, &plan.filing);
    walk.headings(plan);
    if !reader.completes(0) {
        return false;
    }
    if !reader.schema.strict {
        for (_, name) in &plan.strangers {
            reader.count_stranger(Stranger {
                shape: 0,
                name: Cow::Borrowed(name),
            });
        }
    }
    true
}

struct Walk<'w, 's> {
    schema: &'s Schema,
    reader: &'w mut Reader<'s>,
    cells: Cells<'w, 's>,
    /// Whether a row of a list is filled, which one row of the table alone does.
    in_list: bool,
}

impl<'s> Walk<'_, 's> {
    fn headings(&mut self, plan: &Plan) {
        for (cell, name) in &plan.repeated {
            let at = self.cells.start(*cell);
            self.reader.note(&What::Twice(name.clone()), None, at);
        }
        if self.schema.strict {
            for (cell, name) in &plan.strangers {
                let at = self.cells.start(*cell);
                self.reader.note_stranger(0, name, at);
            }
        }
    }

    fn record(&mut self, shape: usize, plan: &RecordPlan) {
        let opened = self.reader.open();
        for (field, node) in &plan.fields {
            self.reader.meet(shape, opened, *field as u16);
            self.field(shape, *field, node);
        }
        self.reader.close(shape, opened);
    }

    fn field(&mut self, shape: usize, field: usize, node: &Node) {
        let form = &self.schema.shapes[shape].fields[field];
        let step = Step::Field { shape, field };
        if !form.kept && !matches!(node, Node::Misfit(..)) {
            self.reader.unread += self.said(node);
            return;
        }
        let given = match node {
            Node::Value(from) => {
                if shape == 0 {
                    self.reader.tops[field] = self.cells.start(cell_of(from));
                }
                self.value(form.column, from, Some(step))
            }
            Node::Record(inner, plan) => {
                let given = self.says_something(plan);
                if given {
                    self.reader.steps.push(step);
                    self.record(*inner, plan);
                    self.reader.steps.pop();
                    self.reader.push_state(form.column, GIVEN);
                }
                given
            }
            Node::List(table, elements) => {
                self.reader.steps.push(step);
                let given = self.list(*table, elements);
                self.reader.steps.pop();
                if given {
                    self.reader.push_state(form.column, GIVEN);
                    self.reader.end_list(*table);
                }
                given
            }
            Node::Misfit(cell, noun) => {
                if !is_blank(&self.cells.text(*cell)) {
                    let words = format!(
                        "{noun} does not stand in one cell; a mapping says how rows make one"
                    );
                    let at = self.cells.start(*cell);
                    self.reader.note(&What::Value(words), Some(step), at);
                }
                false
            }
        };
        if !given && form.kept {
            self.reader.not_given(shape, field);
        }
    }

    /// The rows of a list: those of the table that say something of it.
    fn list(&mut self, table: usize, elements: &Elements) -> bool {
        let (row, in_list) = (self.cells.row, self.in_list);
        let rows = match in_list {
            true => row..row + 1,
            false => 0..self.cells.rows(),
        };
        let mut count = 0;
        self.in_list = true;
        for at in rows {
            self.cells.row = at;
            let says = match elements {
                Elements::Records(_, plan) => self.says_something(plan),
                Elements::Values(_, from) => self.says(from),
            };
            if !says {
                continue;
            }
            self.reader.steps.push(Step::Row(count));
            let start = self.cells.start(0);
            match elements {
                Elements::Records(shape, plan) => self.record(*shape, plan),
                Elements::Values(column, from) => {
                    if !self.value(*column, from, None) {
                        self.reader.fill_row(table);
                    }
                }
            }
            let place = u32::try_from(start).unwrap_or(UNPLACED);
            self.reader.end_row(table, GIVEN, place);
            if self.reader.is_full() {
                let what = self.reader.too_many_rows();
                self.reader.note(&what, None, start);
            }
            self.reader.steps.pop();
            count += 1;
            if self.reader.is_full() {
                break;
            }
        }
        (self.cells.row, self.in_list) = (row, in_list);
        count > 0
    }

    /// One text into its column; says whether one is given.
    fn value(&mut self, column: usize, from: &From, step: Option<Step>) -> bool {
        let at = self.cells.start(cell_of(from));
        let text = match from {
            From::Cell(cell) => self.cells.text(*cell),
            From::Made(made) => match made.text(&self.cells) {
                Ok(text) => text,
                Err(what) => {
                    self.reader.note(&what, step, at);
                    return false;
                }
            },
        };
        if !self.in_list && !self.agrees(from, &text, step) {
            return false;
        }
        let scalar = match self.schema.columns[column].kind {
            // As spreadsheets and programs write them.
            Kind::Boolean if text.eq_ignore_ascii_case("true") => Scalar::Boolean(true),
            Kind::Boolean if text.eq_ignore_ascii_case("false") => Scalar::Boolean(false),
            _ => Scalar::Plain(&text),
        };
        self.reader.put_or_note(column, scalar, step, at)
    }

    /// Whether all rows of a filing say the same of it.
    fn agrees(&mut self, from: &From, text: &str, step: Option<Step>) -> bool {
        for row in 1..self.cells.rows() {
            let other = Cells { row, ..self.cells };
            let said: Result<Cow<'s, str>, What> = match from {
                From::Cell(cell) => Ok(other.text(*cell)),
                From::Made(made) => made.text(&other),
            };
            let at = other.start(cell_of(from));
            match said {
                Ok(said) if said == text => {}
                Ok(said) => {
                    let what = What::Impossible {
                        cause: "rows of one filing differ in what they say of it".to_owned(),
                        text: format!(
                            "rows of one filing differ in what they say of it: `{}` and `{}`",
                            excerpt(text),
                            excerpt(&said)
                        ),
                    };
                    self.reader.note(&what, step, at);
                    return false;
                }
                Err(what) => {
                    self.reader.note(&what, step, at);
                    return false;
                }
            }
        }
        true
    }

    /// Whether a text is given, or cannot be told.
    fn says(&self, from: &From) -> bool {
        match from {
            From::Cell(cell) => !is_blank(&self.cells.text(*cell)),
            // What a mapping says of itself alone is said by no row.
            From::Made(made) if made.cell().is_none() => false,
            From::Made(made) => made.text(&self.cells).map_or(true, |text| !is_blank(&text)),
        }
    }

    fn says_something(&self, plan: &RecordPlan) -> bool {
        plan.fields.iter().any(|(_, node)| self.said(node) > 0)
    }

    /// How many of the texts that fill a field are given.
    fn said(&self, node: &Node) -> u64 {
        match node {
            Node::Value(from) | Node::List(_, Elements::Values(_, from)) => {
                u64::from(self.says(from))
            }
            Node::Misfit(cell, _) => u64::from(!is_blank(&self.cells.text(*cell))),
            Node::Record(_, plan) | Node::List(_, Elements::Records(_, plan)) => {
                plan.fields.iter().map(|(_, node)| self.said(node)).sum()
            }
        }
    }
}

fn cell_of(from: &From) -> usize {
    match from {
        From::Cell(cell) => *cell,
        From::Made(made) => made.cell().unwrap_or(0),
    }
}
