//! One way through a filing of JSON, directed by the schema.

use crate::batch::{GIVEN, UNPLACED};
use crate::ingest::fault::At;
use crate::ingest::json::marks::Marks;
use crate::ingest::json::text::Text;
use crate::ingest::names::Names;
use crate::ingest::reader::{Reader, Stranger};
use crate::ingest::scalar::Scalar;
use crate::ingest::schema::{Content, Field, RowForm, Schema};
use crate::value::text::is_blank;

/// Reads a filing whose text is given; nothing where anything in it is out of the ordinary.
pub(crate) fn read<'s>(reader: &mut Reader<'s>, marks: &mut Marks, text: &'s str) -> Option<()> {
    reader.begin(text, usize::MAX, false);
    if !marks.mark(text.as_bytes()) {
        return None;
    }
    let mut walk = Walk {
        schema: reader.schema,
        reader,
        text: Text::new(text, marks),
        strangers: Vec::new(),
    };
    if walk.text.peek() != b'{' {
        return None;
    }
    walk.record(0, true)?;
    if walk.text.peek() != 0 || walk.text.at < text.len() {
        return None;
    }
    let strangers = walk.strangers;
    reader.complete().ok()?;
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
    /// A record, from its bracket on. `kept` says whether anything of it is; else only its names are
    /// looked at.
    fn record(&mut self, shape: usize, kept: bool) -> Option<()> {
        let opened = self.reader.open();
        let form = &self.schema.shapes[shape];
        let mut previous = 0;
        let mut met = 0;
        self.text.pass();
        if self.text.peek() == b'}' {
            self.text.pass();
        } else {
            loop {
                match self.name(shape, &form.names, opened, previous)? {
                    None => self.text.skip(form.level)?,
                    Some(at) => {
                        previous = at + 1;
                        let at = usize::from(at);
                        let field = &form.fields[at];
                        met += usize::from(field.kept);
                        self.value(shape, at, field, form.level)?;
                    }
                }
                match self.text.peek() {
                    b',' => self.text.pass(),
                    b'}' => {
                        self.text.pass();
                        break;
                    }
                    _ => return None,
                }
            }
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
    ) -> Option<Option<u16>> {
        let guess = self.reader.guess(shape, previous);
        if let Some(window) = self.text.window()
            && let Some(len) = names.written(guess).begins(window)
        {
            self.text.at += len;
            return self
                .reader
                .meet(shape, opened, guess)
                .then_some(Some(guess));
        }
        self.other_name(shape, names, opened, previous)
    }

    /// The name of a field that is not the one that mostly comes next, or not written as mostly.
    #[inline(never)]
    fn other_name(
        &mut self,
        shape: usize,
        names: &Names,
        opened: u32,
        previous: u16,
    ) -> Option<Option<u16>> {
        if self.text.peek() != b'"' {
            return None;
        }
        let name = self.text.string()?;
        if self.text.peek() != b':' || self.text.is_escaped(name) {
            return None;
        }
        self.text.pass();
        let Some(field) = names.find(name, self.reader.guess(shape, previous)) else {
            if self.schema.strict {
                return None;
            }
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
    fn value(&mut self, shape: usize, at: usize, form: &Field, level: usize) -> Option<()> {
        let kept = form.kept;
        let given = match form.content {
            Content::Scalar if kept => self.single(form.column)?,
            Content::Record(inner) => match self.text.peek() {
                b'{' => {
                    self.record(inner, kept)?;
                    self.reader.push_state(form.column, GIVEN);
                    true
                }
                other => self.nothing(other)?,
            },
            Content::List(table) if kept || self.is_list_of_records(table) => {
                match self.text.peek() {
                    b'[' => {
                        self.list(table, kept)?;
                        self.reader.push_state(form.column, GIVEN);
                        self.reader.end_list(table);
                        true
                    }
                    other => self.nothing(other)?,
                }
            }
            Content::Scalar | Content::List(_) => return self.text.skip(level),
        };
        if !given && kept {
            self.reader.not_given(shape, at);
        }
        Some(())
    }

    fn is_list_of_records(&self, table: usize) -> bool {
        matches!(self.schema.tables[table].rows, RowForm::Record(_))
    }

    /// `null` or an empty text where a record or a list may stand: nothing is given.
    fn nothing(&mut self, first: u8) -> Option<bool> {
        match first {
            b'n' => self.text.word("null")?,
            b'"' => {
                let inner = self.text.string()?;
                if self.text.is_escaped(inner) || !is_blank(inner) {
                    return None;
                }
            }
            _ => return None,
        }
        Some(false)
    }

    fn list(&mut self, table: usize, kept: bool) -> Option<()> {
        self.text.pass();
        if self.text.peek() == b']' {
            self.text.pass();
            return Some(());
        }
        loop {
            self.row(table, kept)?;
            if self.reader.is_full() {
                return None;
            }
            match self.text.peek() {
                b',' => self.text.pass(),
                b']' => {
                    self.text.pass();
                    return Some(());
                }
                _ => return None,
            }
        }
    }

    fn row(&mut self, table: usize, kept: bool) -> Option<()> {
        let first = self.text.peek();
        let start = u32::try_from(self.text.at).unwrap_or(UNPLACED);
        let given = match (self.schema.tables[table].rows, first) {
            (RowForm::Record(shape), b'{') => {
                self.record(shape, kept)?;
                true
            }
            (RowForm::Record(_), other) => self.nothing(other)?,
            (RowForm::Value(column), _) => self.single(column)?,
        };
        if kept {
            if !given {
                self.reader.fill_row(table);
            }
            self.reader.end_row(table, GIVEN, start);
        }
        Some(())
    }

    /// One value into its column; says whether one is given.
    #[inline]
    fn single(&mut self, column: usize) -> Option<bool> {
        let first = self.text.peek();
        let form = &self.schema.columns[column];
        let cells = self.reader.columns[column].as_mut()?;
        if cells.put_plain(self.schema, form.kind, first, &mut self.text) {
            return Some(true);
        }
        self.any(column, first)
    }

    /// One value, whatever it is.
    #[inline(never)]
    fn any(&mut self, column: usize, first: u8) -> Option<bool> {
        let scalar = match first {
            b'"' => {
                let inner = self.text.string()?;
                if self.text.is_escaped(inner) {
                    return self.escaped(column, inner);
                }
                Scalar::Text(inner)
            }
            b'-' | b'0'..=b'9' => Scalar::Number(self.text.number()?),
            b'n' => {
                self.text.word("null")?;
                return Some(false);
            }
            b't' => {
                self.text.word("true")?;
                Scalar::Boolean(true)
            }
            b'f' => {
                self.text.word("false")?;
                Scalar::Boolean(false)
            }
            _ => return None,
        };
        self.reader.put(column, scalar, At::Value).ok()
    }

    /// A text with escapes into its column.
    #[cold]
    fn escaped(&mut self, column: usize, inner: &str) -> Option<bool> {
        let start = self.text.at.checked_sub(inner.len() + 2)?;
        let quoted = self.text.text.get(start..self.text.at)?;
        let text: String = serde_json::from_str(quoted).ok()?;
        self.reader.put(column, Scalar::Text(&text), At::Value).ok()
    }
}
