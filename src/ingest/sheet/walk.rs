//! The cells of rows into the columns of a batch.

use std::borrow::Cow;

use crate::batch::GIVEN;
use crate::ingest::fault::What;
use crate::ingest::reader::{Reader, Step, Stranger};
use crate::ingest::scalar::Scalar;
use crate::ingest::schema::{Kind, Schema};
use crate::ingest::sheet::cut::Cell;
use crate::ingest::sheet::plan::{Node, Plan, RecordPlan};
use crate::value::text::is_blank;

/// The cells of a filing's rows, and the text in which they stand.
pub(crate) struct Cells<'c, 't> {
    pub(crate) text: &'t str,
    pub(crate) cells: &'c [Cell],
}

impl<'t> Cells<'_, 't> {
    fn cell(&self, at: usize) -> (Cow<'t, str>, usize) {
        match self.cells.get(at) {
            Some(cell) => (cell.text(self.text), cell.start),
            None => (Cow::Borrowed(""), 0),
        }
    }
}

/// Reads a filing whose cells are given; false where anything is wrong with it, which the reader then holds.
pub(crate) fn read<'s>(reader: &mut Reader<'s>, plan: &Plan, cells: &Cells<'_, 's>) -> bool {
    reader.begin(cells.text, usize::MAX, false);
    let mut walk = Walk {
        schema: reader.schema,
        reader,
        cells,
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
    cells: &'w Cells<'w, 's>,
}

impl Walk<'_, '_> {
    fn headings(&mut self, plan: &Plan) {
        for (cell, name) in &plan.repeated {
            let at = self.cells.cell(*cell).1;
            self.reader.note(&What::Twice(name.clone()), None, at);
        }
        if self.schema.strict {
            for (cell, name) in &plan.strangers {
                let at = self.cells.cell(*cell).1;
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
        let given = match node {
            Node::Cell(cell) => {
                let (text, at) = self.cells.cell(*cell);
                if shape == 0 {
                    self.reader.tops[field] = at;
                }
                match form.kept {
                    true => self.value(form.column, &text, step, at),
                    false => {
                        self.reader.unread += u64::from(!is_blank(&text));
                        return;
                    }
                }
            }
            Node::Record(inner, plan) => match self.says_something(plan) {
                true if form.kept => {
                    self.reader.steps.push(step);
                    self.record(*inner, plan);
                    self.reader.steps.pop();
                    self.reader.push_state(form.column, GIVEN);
                    true
                }
                true => {
                    self.count_unread(plan);
                    return;
                }
                false => false,
            },
            Node::Misfit(cell, noun) => {
                let (text, at) = self.cells.cell(*cell);
                if !is_blank(&text) {
                    let what = format!(
                        "{noun} does not stand in one cell; a mapping says how rows make one"
                    );
                    self.reader.note(&What::Value(what), Some(step), at);
                }
                false
            }
        };
        if !given && form.kept {
            self.reader.not_given(shape, field);
        }
    }

    /// One text into its column; says whether one is given.
    fn value(&mut self, column: usize, text: &str, step: Step, at: usize) -> bool {
        let scalar = match self.schema.columns[column].kind {
            // As spreadsheets and programs write them.
            Kind::Boolean if text.eq_ignore_ascii_case("true") => Scalar::Boolean(true),
            Kind::Boolean if text.eq_ignore_ascii_case("false") => Scalar::Boolean(false),
            _ => Scalar::Plain(text),
        };
        self.reader.put_or_note(column, scalar, Some(step), at)
    }

    fn says_something(&self, plan: &RecordPlan) -> bool {
        plan.fields.iter().any(|(_, node)| match node {
            Node::Cell(cell) | Node::Misfit(cell, _) => !is_blank(&self.cells.cell(*cell).0),
            Node::Record(_, plan) => self.says_something(plan),
        })
    }

    fn count_unread(&mut self, plan: &RecordPlan) {
        for (_, node) in &plan.fields {
            match node {
                Node::Cell(cell) | Node::Misfit(cell, _) => {
                    self.reader.unread += u64::from(!is_blank(&self.cells.cell(*cell).0));
                }
                Node::Record(_, plan) => self.count_unread(plan),
            }
        }
    }
}
