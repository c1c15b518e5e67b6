//! One way through a filing of YAML, directed by the schema.

use std::borrow::Cow;

use crate::batch::{GIVEN, UNPLACED};
use crate::ingest::names::Names;
use crate::ingest::reader::{Reader, Stranger};
use crate::ingest::scalar::Scalar;
use crate::ingest::schema::{Content, Field, RowForm, Schema};
use crate::ingest::yaml::marks::is_ordinary;
use crate::ingest::yaml::nodes::{Form, Node, Place};
use crate::ingest::yaml::scalars::is_null;
use crate::ingest::yaml::skip::DEEPEST;
use crate::ingest::yaml::text::Text;

/// Reads a filing whose text is given; nothing where anything in it is out of the ordinary.
pub(crate) fn read<'s>(reader: &mut Reader<'s>, text: &'s str) -> Option<()> {
    reader.begin();
    if !is_ordinary(text) {
        return None;
    }
    let mut walk = Walk {
        schema: reader.schema,
        reader,
        text: Text::new(text)?,
        strangers: Vec::new(),
    };
    if walk.text.indent != 1 {
        return None;
    }
    walk.record(0, true, Form::Lines(1))?;
    if walk.text.at < text.len() {
        return None;
    }
    let strangers = walk.strangers;
    // Where something is lacking the careful way says so, too, with its place.
    if !reader.completes(0) {
        return None;
    }
    for stranger in strangers {
        reader.count_stranger(stranger);
    }
    Some(())
}

struct Walk<'w, 's, 't> {
    reader: &'w mut Reader<'s>,
    schema: &'s Schema,
    text: Text<'t>,
    /// The fields that the vocabulary does not know, counted once the filing is known to be sound.
    strangers: Vec<Stranger<'t>>,
}

impl Walk<'_, '_, '_> {
    /// A record, from its first name or its bracket on. `kept` says whether anything of it is; else only
    /// its names are looked at.
    fn record(&mut self, shape: usize, kept: bool, written: Form) -> Option<()> {
        let opened = self.reader.open();
        let form = &self.schema.shapes[shape];
        if form.level > DEEPEST {
            return None;
        }
        let place = written.place_of_field();
        let mut previous = 0;
        let mut met = 0;
        let mut more = self.text.first_part(written, b'}')?;
        while more {
            match self.name(shape, &form.names, opened, previous, written)? {
                None => self.text.skip(place, form.level)?,
                Some(at) => {
                    previous = at + 1;
                    let at = usize::from(at);
                    let field = &form.fields[at];
                    met += usize::from(field.kept);
                    self.value(shape, at, field, form.level, place)?;
                }
            }
            more = self.text.next_part(written, b'}')?;
        }
        if kept && met < form.kept {
            self.reader.close(shape, opened);
        }
        Some(())
    }

    /// The name of a field and the colon after it; nothing inside where the vocabulary does not know it.
    #[inline]
    fn name(
        &mut self,
        shape: usize,
        names: &Names,
        opened: u32,
        previous: u16,
        written: Form,
    ) -> Option<Option<u16>> {
        let guess = self.reader.guess(shape, previous);
        if let Some(window) = self.text.window()
            && let Some(len) = names.bare(guess).begins(window)
            && self.text.is_blank(self.text.at + len)
        {
            self.text.at += len;
            return self
                .reader
                .meet(shape, opened, guess)
                .then_some(Some(guess));
        }
        self.other_name(shape, names, opened, previous, written)
    }

    /// The name of a field that is not the one that mostly comes next, or not written as mostly.
    #[inline(never)]
    fn other_name(
        &mut self,
        shape: usize,
        names: &Names,
        opened: u32,
        previous: u16,
        written: Form,
    ) -> Option<Option<u16>> {
        let name = self.text.name(written == Form::Brackets)?;
        if name == "<<" {
            return None;
        }
        let Some(field) = names.find(name, self.reader.guess(shape, previous)) else {
            if self.schema.strict {
                return None;
            }
            let name = Cow::Borrowed(name);
            self.strangers.push(Stranger { shape, name });
            return Some(None);
        };
        self.reader.follows(shape, previous, field);
        self.reader
            .meet(shape, opened, field)
            .then_some(Some(field))
    }

    /// The value of a known field.
    #[inline]
    fn value(
        &mut self,
        shape: usize,
        at: usize,
        form: &Field,
        level: usize,
        place: Place,
    ) -> Option<()> {
        let kept = form.kept;
        let (_, node) = self.text.node(place)?;
        let given = match form.content {
            Content::Scalar if kept => self.single(form.column, &node)?,
            Content::Record(inner) => match node {
                Node::Record(written) => {
                    self.record(inner, kept, written)?;
                    self.reader.push_state(form.column, GIVEN);
                    true
                }
                _ if node.is_empty() => false,
                _ => return None,
            },
            Content::List(table) if kept || self.is_list_of_records(table) => match node {
                Node::List(written) => {
                    self.list(table, kept, written, place)?;
                    self.reader.push_state(form.column, GIVEN);
                    self.reader.end_list(table);
                    true
                }
                _ if node.is_empty() => false,
                _ => return None,
            },
            Content::Scalar | Content::List(_) => {
                self.reader.unread += u64::from(!node.is_null());
                return self.text.skip_node(place, &node, level);
            }
        };
        self.text.end_node(place, node.shares_line())?;
        if !given && kept {
            self.reader.not_given(shape, at);
        }
        Some(())
    }

    fn is_list_of_records(&self, table: usize) -> bool {
        matches!(self.schema.tables[table].rows, RowForm::Record(_))
    }

    fn list(&mut self, table: usize, kept: bool, written: Form, place: Place) -> Option<()> {
        let mut more = self.text.first_part(written, b']')?;
        while more {
            let row = self.text.place_of_row(written);
            self.row(table, kept, row)?;
            more = self.text.next_row(written, place)?;
        }
        Some(())
    }

    #[inline]
    fn row(&mut self, table: usize, kept: bool, place: Place) -> Option<()> {
        let (start, node) = self.text.node(place)?;
        let given = match self.schema.tables[table].rows {
            RowForm::Record(shape) => match node {
                Node::Record(written) => {
                    self.record(shape, kept, written)?;
                    true
                }
                _ if node.is_empty() => false,
                _ => return None,
            },
            RowForm::Value(column) => self.single(column, &node)?,
        };
        self.text.end_node(place, node.shares_line())?;
        if kept {
            if !given {
                self.reader.fill_row(table);
            }
            let start = u32::try_from(start).unwrap_or(UNPLACED);
            self.reader.end_row(table, GIVEN, start);
            if self.reader.is_full() {
                return None;
            }
        }
        Some(())
    }

    /// One value into its column; says whether one is given.
    #[inline]
    fn single(&mut self, column: usize, node: &Node<'_>) -> Option<bool> {
        let scalar = match node {
            Node::Nothing => return Some(false),
            Node::Plain(text) if is_null(text) => return Some(false),
            Node::Plain(text) => Scalar::Plain(text),
            Node::Quoted(text) => Scalar::Text(text),
            Node::Literal(lines) => {
                let text = lines.text();
                return self.reader.put(column, Scalar::Text(&text)).ok();
            }
            Node::Record(_) | Node::List(_) => return None,
        };
        self.reader.put(column, scalar).ok()
    }
}
