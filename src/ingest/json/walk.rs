//! One way through a filing of JSON, directed by the schema.

use std::borrow::Cow;

use crate::batch::{GIVEN, UNPLACED};
use crate::ingest::fault::{What, quoted};
use crate::ingest::json::marks::Marks;
use crate::ingest::json::text::Text;
use crate::ingest::names::Names;
use crate::ingest::reader::{Reader, Step, Stranger};
use crate::ingest::scalar::Scalar;
use crate::ingest::schema::{Content, Field, RowForm, Schema};
use crate::value::text::is_blank;

/// Reads a filing whose text is given; false where anything is wrong with it, which the reader then holds.
/// Only where the syntax ends does the reading end: all mistakes are noted.
pub(crate) fn read<'s>(reader: &mut Reader<'s>, marks: &mut Marks, text: &'s str) -> bool {
    reader.begin();
    let broken = marks.mark(text.as_bytes());
    let mut walk = Walk {
        schema: reader.schema,
        reader,
        text: Text::new(text, marks),
        strangers: Vec::new(),
    };
    let whole = walk.filing();
    let stopped = walk.text.stopped();
    let strangers = walk.strangers;
    let start = text.len() - text.trim_ascii_start().len();
    if whole.is_some() && broken.is_none() {
        if !reader.completes(start) {
            return false;
        }
        for stranger in strangers {
            reader.count_stranger(stranger);
        }
        return true;
    }
    note_end(reader, stopped, broken);
    false
}

/// Notes where and why the syntax of a text ends, and forgets what was met beyond.
#[cold]
fn note_end(
    reader: &mut Reader<'_>,
    stopped: Option<(usize, Option<String>)>,
    broken: Option<(usize, &'static str)>,
) {
    let (at, what) = match (stopped, broken) {
        (Some((at, why)), None) => (at, why.map_or(What::TooDeep, What::Filing)),
        (Some((at, why)), Some((other, _))) if at < other => {
            (at, why.map_or(What::TooDeep, What::Filing))
        }
        (_, Some((at, why))) => (at, What::Filing(format!("not valid JSON: {why}"))),
        // The reading was given up, and why was noted.
        (None, None) => return,
    };
    reader.faults.retain(|fault| fault.at < at);
    reader.steps.clear();
    reader.note(&what, None, at);
}

struct Walk<'w, 's, 't> {
    reader: &'w mut Reader<'s>,
    schema: &'s Schema,
    text: Text<'t>,
    /// The fields that the vocabulary does not know, counted once the filing is known to be sound.
    strangers: Vec<Stranger<'t>>,
}

/// What the name of a field says of what follows it.
enum Name {
    Field(u16),
    /// Nothing that is read: the vocabulary does not know it, or it stands there twice.
    Skipped,
}

impl Walk<'_, '_, '_> {
    /// The whole text.
    fn filing(&mut self) -> Option<()> {
        let first = self.text.peek();
        let is_record = first == b'{';
        match is_record {
            true => self.record(0, true)?,
            false => self.refuse("a filing, a record of fields", first, None, 0)?,
        }
        if self.text.peek() != 0 || self.text.at < self.text.text.len() {
            return self.text.stop("the end of the filing");
        }
        // What is no record lacks everything, which goes without saying.
        is_record.then_some(())
    }

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
                    Name::Skipped => self.text.skip(form.level)?,
                    Name::Field(at) => {
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
                    _ => return self.text.stop("a comma or `}`"),
                }
            }
        }
        if kept && met < form.kept {
            self.reader.close(shape, opened);
        }
        Some(())
    }

    /// The name of a field and the colon after it.
    #[inline]
    fn name(&mut self, shape: usize, names: &Names, opened: u32, previous: u16) -> Option<Name> {
        let guess = self.reader.guess(shape, previous);
        if let Some(window) = self.text.window()
            && let Some(len) = names.written(guess).begins(window)
            && self.reader.meet(shape, opened, guess)
        {
            self.text.at += len;
            return Some(Name::Field(guess));
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
    ) -> Option<Name> {
        if self.text.peek() != b'"' {
            return self.text.stop("the name of a field in quotes");
        }
        let start = self.text.at;
        let name = self.text.string()?;
        if self.text.peek() != b':' {
            return self.text.stop("a colon");
        }
        self.text.pass();
        let name = match self.text.is_escaped(name) {
            true => match unescaped(self.text.text, start, name.len()) {
                Ok(name) => Cow::Owned(name),
                Err(what) => {
                    self.reader.note(&what, None, start);
                    return Some(Name::Skipped);
                }
            },
            false => Cow::Borrowed(name),
        };
        let Some(field) = names.find(&name, self.reader.guess(shape, previous)) else {
            match self.schema.strict {
                true => self.reader.note_stranger(shape, &name, start),
                false => self.strangers.push(Stranger { shape, name }),
            }
            return Some(Name::Skipped);
        };
        // What `name` saw already, and met before, is met a second time.
        self.reader.follows(shape, previous, field);
        if !self.reader.meet(shape, opened, field) {
            self.reader.note(&What::Twice(quoted(&name)), None, start);
            return Some(Name::Skipped);
        }
        Some(Name::Field(field))
    }

    /// The value of a known field.
    #[inline]
    fn value(&mut self, shape: usize, at: usize, form: &Field, level: usize) -> Option<()> {
        let kept = form.kept;
        let first = self.text.peek();
        if shape == 0 {
            self.reader.tops[at] = self.text.at;
        }
        let step = Step::Field { shape, field: at };
        let given = match form.content {
            Content::Scalar if kept => self.single(form.column, first, Some(step), level)?,
            Content::Record(inner) => match first {
                b'{' => {
                    self.reader.steps.push(step);
                    self.record(inner, kept)?;
                    self.reader.steps.pop();
                    self.reader.push_state(form.column, GIVEN);
                    true
                }
                other => self.nothing("a record", other, kept, Some(step), level)?,
            },
            Content::List(table) if kept || self.is_list_of_records(table) => match first {
                b'[' => {
                    self.reader.steps.push(step);
                    self.list(table, kept)?;
                    self.reader.steps.pop();
                    self.reader.push_state(form.column, GIVEN);
                    self.reader.end_list(table);
                    true
                }
                other => self.nothing("a list", other, kept, Some(step), level)?,
            },
            Content::Scalar | Content::List(_) => {
                self.reader.unread += u64::from(first != b'n');
                return self.text.skip(level);
            }
        };
        if !given && kept {
            self.reader.not_given(shape, at);
        }
        Some(())
    }

    fn is_list_of_records(&self, table: usize) -> bool {
        matches!(self.schema.tables[table].rows, RowForm::Record(_))
    }

    /// `null` or a text of which nothing shows where a record or a list may stand: nothing is given.
    /// Anything else is wrong, if it is kept.
    fn nothing(
        &mut self,
        expected: &'static str,
        first: u8,
        kept: bool,
        step: Option<Step>,
        level: usize,
    ) -> Option<bool> {
        let start = self.text.at;
        match first {
            b'n' => self.text.word("null")?,
            b'"' => {
                let inner = self.text.string()?;
                let blank = match self.text.is_escaped(inner) {
                    true => unescaped(self.text.text, start, inner.len())
                        .is_ok_and(|text| is_blank(&text)),
                    false => is_blank(inner),
                };
                if !blank && kept {
                    self.text.at = start;
                    self.refuse(expected, first, step, level)?;
                }
                self.reader.unread += u64::from(!blank && !kept);
            }
            _ if kept => self.refuse(expected, first, step, level)?,
            _ => {
                self.reader.unread += 1;
                self.text.skip(level)?;
            }
        }
        Some(false)
    }

    /// Notes that something else was expected than the value that stands here, and passes over it.
    #[cold]
    fn refuse(
        &mut self,
        expected: &str,
        first: u8,
        last: Option<Step>,
        level: usize,
    ) -> Option<()> {
        let start = self.text.at;
        self.text.skip(level)?;
        let written = self.text.text.get(start..self.text.at).unwrap_or("");
        let owned;
        let found = match first {
            b'{' => Scalar::Record,
            b'[' => Scalar::List,
            b't' => Scalar::Boolean(true),
            b'f' => Scalar::Boolean(false),
            b'n' => Scalar::Nothing,
            b'"' => {
                owned = serde_json::from_str::<String>(written).unwrap_or_default();
                Scalar::Text(&owned)
            }
            _ => Scalar::Number(written),
        };
        self.reader
            .note(&What::expected(expected, &found), last, start);
        Some(())
    }

    fn list(&mut self, table: usize, kept: bool) -> Option<()> {
        self.text.pass();
        if self.text.peek() == b']' {
            self.text.pass();
            return Some(());
        }
        let level = self.reader.steps.len();
        self.reader.steps.push(Step::Row(0));
        for at in 0.. {
            self.reader.steps[level] = Step::Row(at);
            self.row(table, kept)?;
            if self.reader.is_full() {
                let start = self.text.at;
                let what = self.reader.too_many_rows();
                self.reader.note(&what, None, start);
                return None;
            }
            match self.text.peek() {
                b',' => self.text.pass(),
                b']' => {
                    self.text.pass();
                    break;
                }
                _ => return self.text.stop("a comma or `]`"),
            }
        }
        self.reader.steps.pop();
        Some(())
    }

    fn row(&mut self, table: usize, kept: bool) -> Option<()> {
        let first = self.text.peek();
        let start = u32::try_from(self.text.at).unwrap_or(UNPLACED);
        // The step to a row is the last one already.
        let given = match (self.schema.tables[table].rows, first) {
            (RowForm::Record(shape), b'{') => {
                self.record(shape, kept)?;
                true
            }
            (RowForm::Record(shape), other) => {
                let level = self.schema.shapes[shape].level;
                self.nothing("a record", other, kept, None, level)?
            }
            (RowForm::Value(column), _) => self.single(column, first, None, OUTERMOST)?,
        };
        if kept {
            if !given {
                self.reader.fill_row(table);
            }
            self.reader.end_row(table, GIVEN, start);
        }
        Some(())
    }

    /// One value into its column; says whether one is given. The last step to it is given.
    #[inline]
    fn single(
        &mut self,
        column: usize,
        first: u8,
        step: Option<Step>,
        level: usize,
    ) -> Option<bool> {
        let form = &self.schema.columns[column];
        let cells = self.reader.columns[column].as_mut()?;
        if cells.put_plain(self.schema, form.kind, first, &mut self.text) {
            return Some(true);
        }
        self.any(column, first, step, level)
    }

    /// One value, whatever it is.
    #[inline(never)]
    fn any(&mut self, column: usize, first: u8, step: Option<Step>, level: usize) -> Option<bool> {
        let start = self.text.at;
        let scalar = match first {
            b'"' => {
                let inner = self.text.string()?;
                if self.text.is_escaped(inner) {
                    return Some(self.escaped(column, start, inner.len(), step));
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
            b'[' => {
                self.text.skip(level)?;
                Scalar::List
            }
            b'{' => {
                self.text.skip(level)?;
                Scalar::Record
            }
            _ => return self.text.stop("a value"),
        };
        Some(self.reader.put_or_note(column, scalar, step, start))
    }

    /// A text with escapes into its column.
    #[cold]
    fn escaped(&mut self, column: usize, start: usize, len: usize, step: Option<Step>) -> bool {
        match unescaped(self.text.text, start, len) {
            Ok(text) => self
                .reader
                .put_or_note(column, Scalar::Text(&text), step, start),
            Err(what) => {
                self.reader.note(&what, step, start);
                false
            }
        }
    }
}

/// How many lists and records are open at least around a value of a list.
const OUTERMOST: usize = 2;

/// What a string says whose first quote and length are given.
#[cold]
pub(crate) fn unescaped(text: &str, start: usize, len: usize) -> Result<String, What> {
    let quoted = text.get(start..start + len + 2).unwrap_or("");
    // Its syntax is known to be sound, but for halves of characters that stand alone.
    serde_json::from_str(quoted).map_err(|_| What::Impossible {
        cause: "an escape that is half of a character".to_owned(),
        text: "an escape that is half of a character".to_owned(),
    })
}
