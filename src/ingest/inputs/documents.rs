//! Documents of JSON as the rows of a table, for a mapping: its columns are the paths that it names.
//!
//! A document is a row, or each element of the list that the mapping's `each` names. What stands beside that
//! list is the same in each of its rows; a document without an element is one row in which the list says
//! nothing, so that none is passed over.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::ingest::inputs::Open;
use crate::ingest::inputs::rowed::{Row, Rowed};
use crate::ingest::record::{Chunk, Content, Format};
use crate::ingest::scalar::excerpt;
use crate::ingest::sheet::Mapping;

/// How many bytes the cells of one document's rows take at most, in which what stands beside a list is
/// repeated.
const MOST: usize = 256 << 20;

/// What a cell takes beside its text.
const CELL: usize = size_of::<String>();

/// The documents of a file as a table.
pub(crate) fn rowed(file: Arc<str>, inner: Open, mapping: &Arc<Mapping>) -> Rowed {
    let columns = mapping.columns();
    let each = mapping.each.as_ref().map(|each| each.name.as_str());
    let rows = Documents {
        inner: Some(inner),
        chunk: Chunk::default(),
        wanted: Wanted::new(&columns, each),
        rows: Vec::new().into_iter(),
    };
    Rowed::headed(file, Box::new(rows), columns, mapping)
}

/// The rows of the documents of a file, one after another.
struct Documents {
    inner: Option<Open>,
    chunk: Chunk,
    wanted: Wanted,
    rows: std::vec::IntoIter<Row>,
}

impl Iterator for Documents {
    type Item = Result<Row, String>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.rows.next() {
                return Some(Ok(row));
            }
            let inner = self.inner.as_mut()?;
            self.chunk.clear();
            let more = inner.next(&mut self.chunk);
            let mut rows = Vec::new();
            self.wanted.rows(&self.chunk, &mut rows);
            if !more {
                self.inner = None;
                rows.extend(self.wanted.told());
            }
            self.rows = rows.into_iter();
        }
    }
}

/// What is read of each document.
#[derive(Debug)]
struct Wanted {
    columns: Vec<Column>,
    /// The names from the document to the list of which each element is a row.
    each: Vec<String>,
    /// What the rows of this document take so far.
    taken: usize,
}

/// A column of documents.
#[derive(Debug)]
struct Column {
    /// The names from the document to the value.
    names: Vec<String>,
    /// How many of them lead to where rows part: what is behind is looked up once for each part.
    level: usize,
    /// Whether some document had it.
    met: bool,
}

impl Wanted {
    fn new(columns: &[String], each: Option<&str>) -> Wanted {
        let names = |path: &str| -> Vec<String> {
            path.split('.').map(|name| name.trim().to_owned()).collect()
        };
        let each = each.map_or(Vec::new(), names);
        let column = |column: &String| {
            let names = names(column);
            let common = names.iter().zip(&each).take_while(|(a, b)| a == b);
            Column {
                level: common.count().min(names.len() - 1),
                names,
                met: false,
            }
        };
        Wanted {
            columns: columns.iter().map(column).collect(),
            each,
            taken: 0,
        }
    }

    /// What is told once all documents are read.
    fn told(&self) -> Option<Row> {
        let missed = self.columns.iter().filter(|column| !column.met);
        let missed: Vec<String> = missed
            .map(|column| format!("`{}`", column.names.join(".")))
            .collect();
        let words = format!("documents of which none has {}", missed.join(", "));
        (!missed.is_empty()).then_some(Row::Told(words))
    }

    /// The rows of the documents of a chunk, appended.
    fn rows(&mut self, chunk: &Chunk, into: &mut Vec<Row>) {
        for record in &chunk.records {
            let (line, column) = (record.line, record.column);
            let broken = |reason: String| {
                let end = match record.breaks_off {
                    true => "; the rest of the file is not read",
                    false => "",
                };
                Row::Broken(line, column, format!("{reason}{end}"))
            };
            let text = match &record.content {
                Content::Text(Format::Json, stretch) => {
                    let bytes = chunk.bytes.get(stretch.clone()).unwrap_or(&[]);
                    std::str::from_utf8(bytes).map_err(|_| "not UTF-8".to_owned())
                }
                Content::Unreadable { reason, .. } => Err(reason.clone()),
                _ => Err("it is no document of JSON".to_owned()),
            };
            let first = into.len();
            let read = text.and_then(|text| {
                let document: &RawValue = serde_json::from_str(text)
                    .map_err(|error| format!("not valid JSON: {error}"))?;
                self.taken = 0;
                let mut cells = vec![String::new(); self.columns.len()];
                self.part(Some(document), 0, &mut cells, (line, into))
            });
            if let Err(reason) = read {
                into.truncate(first);
                into.push(broken(reason));
            }
        }
    }

    /// The rows of what so many names of `each` have led to; the cells that stand above it are known.
    fn part(
        &mut self,
        value: Option<&RawValue>,
        level: usize,
        cells: &mut Vec<String>,
        (line, into): (usize, &mut Vec<Row>),
    ) -> Result<(), String> {
        for (at, column) in self.columns.iter_mut().enumerate() {
            if column.level == level {
                cells[at] = column.text(value)?;
            }
        }
        let Some(name) = self.each.get(level) else {
            self.taken += cells.iter().map(|cell| cell.len() + CELL).sum::<usize>();
            if self.taken > MOST {
                return Err(format!(
                    "a document whose rows take more than {} MB",
                    MOST >> 20
                ));
            }
            into.push(Row::Cells(line, cells.clone()));
            return Ok(());
        };
        let inner = value.map(|value| member(value, name)).transpose()?;
        let inner = inner.flatten();
        let elements = match inner.map(kind) {
            Some(Kind::List) => list(inner)?,
            Some(Kind::Nothing) | None => Vec::new(),
            Some(_) => inner.into_iter().collect(),
        };
        if elements.is_empty() {
            return self.part(None, level + 1, cells, (line, into));
        }
        for element in elements {
            self.part(Some(element), level + 1, cells, (line, into))?;
        }
        Ok(())
    }
}

impl Column {
    /// What stands in the column of what the names of its level have led to.
    fn text(&mut self, mut value: Option<&RawValue>) -> Result<String, String> {
        for (at, name) in self.names.iter().enumerate().skip(self.level) {
            let Some(from) = value else { break };
            let from = match kind(from) {
                Kind::List => single(from, &self.names[..at].join("."))?,
                _ => Some(from),
            };
            value = from.map(|from| member(from, name)).transpose()?.flatten();
        }
        self.met |= value.is_some();
        match value {
            Some(value) => text(value, &self.names.join(".")),
            None => Ok(String::new()),
        }
    }
}

/// What a value is, by its first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Record,
    List,
    Text,
    Nothing,
    Other,
}

fn kind(value: &RawValue) -> Kind {
    match value.get().as_bytes().first() {
        Some(b'{') => Kind::Record,
        Some(b'[') => Kind::List,
        Some(b'"') => Kind::Text,
        Some(b'n') => Kind::Nothing,
        _ => Kind::Other,
    }
}

fn list(value: Option<&RawValue>) -> Result<Vec<&RawValue>, String> {
    let text = value.map_or("[]", RawValue::get);
    serde_json::from_str(text).map_err(|error| format!("not valid JSON: {error}"))
}

/// The one element of a list, if it has any.
fn single<'t>(value: &'t RawValue, path: &str) -> Result<Option<&'t RawValue>, String> {
    match list(Some(value))?.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        several => Err(format!(
            "`{path}` is a list of {}, of which each would be a row: a mapping says so with `each`",
            several.len()
        )),
    }
}

/// What a value says, as a cell would.
fn text(value: &RawValue, path: &str) -> Result<String, String> {
    match kind(value) {
        Kind::Nothing => Ok(String::new()),
        Kind::Other => Ok(value.get().to_owned()),
        Kind::Text => {
            serde_json::from_str(value.get()).map_err(|error| format!("not valid JSON: {error}"))
        }
        Kind::List => match single(value, path)? {
            Some(one) => text(one, path),
            None => Ok(String::new()),
        },
        Kind::Record => Err(format!(
            "`{path}` is a record; a column is one of its values"
        )),
    }
}

/// A member of a record; nothing of what is none.
fn member<'t>(value: &'t RawValue, name: &str) -> Result<Option<&'t RawValue>, String> {
    match kind(value) {
        Kind::Record => {}
        Kind::Nothing => return Ok(None),
        _ => {
            return Err(format!(
                "`{name}` is looked for in `{}`, which is no record",
                excerpt(value.get())
            ));
        }
    }
    let members: Members<'t> =
        serde_json::from_str(value.get()).map_err(|error| format!("not valid JSON: {error}"))?;
    let mut named = members.0.iter().filter(|(own, _)| own == name);
    let found = named.next().map(|(_, value)| *value);
    match named.next() {
        Some(_) => Err(format!("the field `{name}` stands twice")),
        None => Ok(found),
    }
}

/// The members of a record as they stand.
struct Members<'t>(Vec<(Name<'t>, &'t RawValue)>);

/// A name that is looked at where it stands, unless it is written with escapes.
#[derive(Deserialize)]
#[serde(transparent)]
struct Name<'t>(#[serde(borrow)] Cow<'t, str>);

impl PartialEq<str> for Name<'_> {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a record")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        from.deserialize_map(Each)
    }
}
