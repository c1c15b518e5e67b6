//! A filing of YAML that is written otherwise than most, or that is wrong: from its tree into the columns,
//! with every mistake that there is.

use std::borrow::Cow;

use crate::batch::{GIVEN, UNPLACED};
use crate::ingest::fault::{What, quoted};
use crate::ingest::reader::{Reader, Step, Stranger};
use crate::ingest::scalar::Scalar;
use crate::ingest::schema::{Content, RowForm, Schema};
use crate::ingest::yaml::tree::{Kind, Tree};
use crate::value::text::is_blank;

/// Reads a filing whose text is given; false where anything is wrong with it, which the reader then holds.
pub(crate) fn read_carefully<'s>(reader: &mut Reader<'s>, text: &'s str) -> bool {
    reader.begin();
    let mut tree = Tree::new(text);
    let broken = tree.broken.take();
    let start = tree.root().map_or(0, |root| tree.at(root));
    let mut walk = Walk {
        schema: reader.schema,
        reader,
        tree: &tree,
        strangers: Vec::new(),
    };
    let whole = walk.filing();
    let strangers = std::mem::take(&mut walk.strangers);
    if let Some((at, what)) = broken {
        // What stands beyond was not read.
        reader.steps.clear();
        reader.note(&what, None, at);
        return false;
    }
    if !whole || !reader.completes(start) {
        return false;
    }
    for stranger in strangers {
        reader.count_stranger(stranger);
    }
    true
}

/// Where the value stands to which a way leads; without steps, where the filing begins.
pub(crate) fn find(schema: &Schema, text: &str, way: &[Step]) -> Option<usize> {
    let tree = Tree::new(text);
    let mut node = tree.root()?;
    for step in way {
        node = match (step, tree.kind(node)) {
            (Step::Field { shape, field }, Kind::Record(parts)) => {
                let names = &schema.shapes[*shape].names;
                let is_it = |name: usize| match tree.kind(name) {
                    Kind::Plain(text) | Kind::Quoted(text) => {
                        names.find(text, 0) == u16::try_from(*field).ok()
                    }
                    _ => false,
                };
                let (pairs, _) = parts.as_chunks::<2>();
                pairs
                    .iter()
                    .find(|pair| is_it(pair[0]))
                    .map(|pair| pair[1])?
            }
            (Step::Row(row), Kind::List(rows)) => *rows.get(*row)?,
            _ => return None,
        };
    }
    Some(tree.at(node))
}

struct Walk<'r, 's, 'w, 't> {
    reader: &'r mut Reader<'s>,
    schema: &'s Schema,
    tree: &'w Tree<'t>,
    /// The fields that the vocabulary does not know, counted once the filing is known to be sound.
    strangers: Vec<Stranger<'w>>,
}

impl<'w> Walk<'_, '_, 'w, '_> {
    /// The whole document; false where nothing more can be said of it.
    fn filing(&mut self) -> bool {
        match self.tree.root() {
            Some(root) => match self.tree.kind(root) {
                Kind::Record(parts) => self.record(0, parts, true),
                _ => {
                    self.refuse("a filing, a record of fields", root, None);
                    false
                }
            },
            None => {
                let what = What::expected("a filing, a record of fields", &Scalar::Nothing);
                self.reader.note(&what, None, 0);
                false
            }
        }
    }

    /// The names and values of a record; false where the reading is given up.
    fn record(&mut self, shape: usize, parts: &'w [usize], kept: bool) -> bool {
        let opened = self.reader.open();
        let form = &self.schema.shapes[shape];
        let tree = self.tree;
        let mut previous = 0;
        // A name without a value is where the syntax breaks.
        let (pairs, _) = parts.as_chunks::<2>();
        for [name, value] in pairs {
            let at = tree.at(*name);
            let (Kind::Plain(text) | Kind::Quoted(text)) = tree.kind(*name) else {
                let words = "expected the name of a field, found a list or a record";
                self.reader.note(&What::Value(words.to_owned()), None, at);
                continue;
            };
            if text == "<<" {
                let words = "`<<` is not followed; write the fields where they belong";
                self.reader.note(&What::Value(words.to_owned()), None, at);
                continue;
            }
            let Some(field) = form.names.find(text, self.reader.guess(shape, previous)) else {
                match self.schema.strict {
                    true => self.reader.note_stranger(shape, text, at),
                    false => self.strangers.push(Stranger {
                        shape,
                        name: Cow::Borrowed(text),
                    }),
                }
                continue;
            };
            self.reader.follows(shape, previous, field);
            if !self.reader.meet(shape, opened, field) {
                self.reader.note(&What::Twice(quoted(text)), None, at);
                continue;
            }
            previous = field + 1;
            if !self.value(shape, usize::from(field), *value) {
                return false;
            }
        }
        if kept {
            self.reader.close(shape, opened);
        }
        true
    }

    /// The value of a known field.
    fn value(&mut self, shape: usize, at: usize, node: usize) -> bool {
        let form = &self.schema.shapes[shape].fields[at];
        let kept = form.kept;
        let step = Step::Field { shape, field: at };
        if shape == 0 {
            self.reader.tops[at] = self.tree.at(node);
        }
        let given = match (form.content, self.tree.kind(node)) {
            (Content::Scalar, _) if kept => self.single(form.column, node, Some(step)),
            (Content::Record(inner), Kind::Record(parts)) => {
                self.reader.steps.push(step);
                if !self.record(inner, parts, kept) {
                    return false;
                }
                self.reader.steps.pop();
                self.reader.push_state(form.column, GIVEN);
                true
            }
            (Content::Record(_), _) => self.nothing("a record", node, kept, Some(step)),
            (Content::List(table), Kind::List(rows)) if kept || self.is_list_of_records(table) => {
                self.reader.steps.push(step);
                if !self.list(table, rows, kept) {
                    return false;
                }
                self.reader.steps.pop();
                self.reader.push_state(form.column, GIVEN);
                self.reader.end_list(table);
                true
            }
            (Content::List(table), _) if kept || self.is_list_of_records(table) => {
                self.nothing("a list", node, kept, Some(step))
            }
            (Content::Scalar | Content::List(_), _) => {
                self.reader.unread += u64::from(!self.tree.is_nothing(node));
                return true;
            }
        };
        if !given && kept {
            self.reader.not_given(shape, at);
        }
        true
    }

    fn is_list_of_records(&self, table: usize) -> bool {
        matches!(self.schema.tables[table].rows, RowForm::Record(_))
    }

    fn list(&mut self, table: usize, rows: &'w [usize], kept: bool) -> bool {
        let level = self.reader.steps.len();
        self.reader.steps.push(Step::Row(0));
        for (at, row) in rows.iter().enumerate() {
            self.reader.steps[level] = Step::Row(at);
            if !self.row(table, *row, kept) {
                return false;
            }
            if self.reader.is_full() {
                let what = self.reader.too_many_rows();
                self.reader.note(&what, None, self.tree.at(*row));
                return false;
            }
        }
        self.reader.steps.pop();
        true
    }

    fn row(&mut self, table: usize, node: usize, kept: bool) -> bool {
        let given = match (self.schema.tables[table].rows, self.tree.kind(node)) {
            (RowForm::Record(shape), Kind::Record(parts)) => {
                if !self.record(shape, parts, kept) {
                    return false;
                }
                true
            }
            (RowForm::Record(_), _) => self.nothing("a record", node, kept, None),
            (RowForm::Value(column), _) => self.single(column, node, None),
        };
        if kept {
            if !given {
                self.reader.fill_row(table);
            }
            let start = u32::try_from(self.tree.at(node)).unwrap_or(UNPLACED);
            self.reader.end_row(table, GIVEN, start);
        }
        true
    }

    /// Nothing, where a record or a list may stand; anything else is wrong, if it is kept.
    fn nothing(&mut self, expected: &str, node: usize, kept: bool, step: Option<Step>) -> bool {
        let blank = match self.tree.kind(node) {
            Kind::Quoted(text) => is_blank(text),
            _ => self.tree.is_nothing(node),
        };
        if !blank && kept {
            self.refuse(expected, node, step);
        }
        self.reader.unread += u64::from(!blank && !kept);
        false
    }

    /// One value into its column; says whether one is given.
    fn single(&mut self, column: usize, node: usize, step: Option<Step>) -> bool {
        if self.tree.is_nothing(node) {
            return false;
        }
        let at = self.tree.at(node);
        self.reader
            .put_or_note(column, scalar(self.tree, node), step, at)
    }

    fn refuse(&mut self, expected: &str, node: usize, step: Option<Step>) {
        let what = What::expected(expected, &scalar(self.tree, node));
        self.reader.note(&what, step, self.tree.at(node));
    }
}

/// What a part of a document is where one value belongs.
fn scalar<'a>(tree: &'a Tree<'_>, node: usize) -> Scalar<'a> {
    match tree.kind(node) {
        _ if tree.is_nothing(node) => Scalar::Nothing,
        Kind::Plain(text) => Scalar::Plain(text),
        Kind::Quoted(text) => Scalar::Text(text),
        Kind::List(_) => Scalar::List,
        Kind::Record(_) => Scalar::Record,
        Kind::Tagged | Kind::Alias(_) => Scalar::Tagged,
    }
}
