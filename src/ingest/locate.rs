//! Where something stands in a document, found when it is asked for by going through the text again.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use unicode_normalization::UnicodeNormalization;

use crate::ingest::reader::Step;
use crate::ingest::record::Format;
use crate::ingest::schema::{Content, RowForm, Schema};
use crate::source::LineColumn;

/// Where a subject stands in the text of its filing: the start of the row that the steps lead to, each
/// the names of a list as rules write them and a position from 0; without steps the filing itself.
/// Counted from the start of the text. Nothing where the text has no such row.
pub fn locate(
    schema: &Schema,
    text: &str,
    format: Format,
    steps: &[(Vec<String>, usize)],
) -> Option<LineColumn> {
    locate_value(schema, text, format, steps, &[])
}

/// The same for the value to which the names of fields lead from that row.
pub fn locate_value(
    schema: &Schema,
    text: &str,
    format: Format,
    steps: &[(Vec<String>, usize)],
    names: &[String],
) -> Option<LineColumn> {
    let mut way = Vec::new();
    let mut shape = 0;
    for (names, row) in steps {
        let table = follow(schema, shape, names, &mut way)?;
        way.push(Step::Row(*row));
        shape = match schema.tables[table].rows {
            RowForm::Record(shape) => shape,
            // Nothing stands inside a single value: a further step finds no field of that name.
            RowForm::Value(_) => usize::MAX,
        };
    }
    for name in names {
        let fields = &schema.shapes.get(shape)?.fields;
        let field = fields.iter().position(|field| field.rule_name == *name)?;
        way.push(Step::Field { shape, field });
        shape = match fields[field].content {
            Content::Record(inner) => inner,
            Content::List(_) | Content::Scalar => usize::MAX,
        };
    }
    let at = find(schema, text, format, &way)?;
    Some(line_column(text, at))
}

/// The line and column of a byte of a filing's text, counted from the start of the text.
pub fn place_of(text: &[u8], start: usize) -> LineColumn {
    let before = &text[..start.min(text.len())];
    let line = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    LineColumn {
        line: memchr::memchr_iter(b'\n', &before[..line]).count() + 1,
        column: characters(&before[line..]) + 1,
    }
}

/// How many characters there are: each counts by the one byte of it that continues none. Blocks are so
/// short that a byte holds their count, which lets the compiler count many bytes at once.
fn characters(text: &[u8]) -> usize {
    const BLOCK: usize = 192;
    let starts = |block: &[u8]| -> u8 {
        let each = block.iter().map(|byte| u8::from(*byte & 0xc0 != 0x80));
        each.sum()
    };
    text.chunks(BLOCK)
        .map(|block| usize::from(starts(block)))
        .sum()
}

/// The list that names lead to from a record, as steps of the document.
fn follow(schema: &Schema, shape: usize, names: &[String], way: &mut Vec<Step>) -> Option<usize> {
    let mut shape = shape;
    for name in names {
        let fields = &schema.shapes.get(shape)?.fields;
        let field = fields.iter().position(|field| field.rule_name == *name)?;
        way.push(Step::Field { shape, field });
        match fields[field].content {
            Content::Record(inner) => shape = inner,
            Content::List(table) => return Some(table),
            Content::Scalar => return None,
        }
    }
    None
}

/// The line and column of a byte of a text, both from 1.
pub(crate) fn line_column(text: &str, at: usize) -> LineColumn {
    place_of(text.as_bytes(), at)
}

/// The byte at which a line and a column of bytes, both from 1, stand.
pub(crate) fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let mut start = 0;
    for _ in 1..line {
        match text[start..].find('\n') {
            Some(end) => start += end + 1,
            None => return text.len(),
        }
    }
    let mut at = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The byte at which the value stands to which a way leads; without steps, where the filing begins.
pub(crate) fn find(schema: &Schema, text: &str, format: Format, way: &[Step]) -> Option<usize> {
    let found = RefCell::new(Found::default());
    let search = Search {
        schema,
        way,
        found: &found,
        json: format.is_json(),
    };
    if format.is_json() {
        let mut document = serde_json::Deserializer::from_str(text);
        // The search ends with an error whether or not it finds anything.
        let _ = search.deserialize(&mut document);
        let address = found.borrow().address?;
        address.checked_sub(text.as_ptr().addr())
    } else {
        let error = search
            .deserialize(serde_yaml::Deserializer::from_str(text))
            .err()?;
        let reached = found.borrow().reached;
        reached
            .then(|| error.location().map(|place| place.index()))
            .flatten()
    }
}

/// Where a filing's key stands in its text.
pub(crate) fn key_place(schema: &Schema, text: &str, format: Format) -> Option<LineColumn> {
    let fields = &schema.shapes.first()?.fields;
    let field = fields.iter().position(|field| field.column == schema.key)?;
    let at = find(schema, text, format, &[Step::Field { shape: 0, field }])?;
    Some(line_column(text, at))
}

/// The text of a filing's key, as far as it can be made out.
pub(crate) fn find_key(schema: &Schema, text: &str, format: Format) -> Option<String> {
    let fields = &schema.shapes.first()?.fields;
    let field = fields.iter().position(|field| field.column == schema.key)?;
    let found = RefCell::new(Found::default());
    let search = Search {
        schema,
        way: &[Step::Field { shape: 0, field }],
        found: &found,
        json: format.is_json(),
    };
    if format.is_json() {
        let _ = search.deserialize(&mut serde_json::Deserializer::from_str(text));
    } else {
        let _ = search.deserialize(serde_yaml::Deserializer::from_str(text));
    }
    let is_key = |text: &String| !matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL");
    found.into_inner().text.filter(is_key)
}

/// What a search came to.
#[derive(Debug, Default)]
struct Found {
    reached: bool,
    /// Where a value of JSON stands.
    address: Option<usize>,
    /// A single value, as text.
    text: Option<String>,
}

/// Goes one way through a document, and stops with an error where it ends.
struct Search<'a> {
    schema: &'a Schema,
    way: &'a [Step],
    found: &'a RefCell<Found>,
    json: bool,
}

impl<'de> DeserializeSeed<'de> for Search<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        if !self.way.is_empty() {
            return value.deserialize_any(self);
        }
        if !self.json {
            return value.deserialize_str(Stop(self.found));
        }
        let raw: &RawValue = serde::Deserialize::deserialize(value)?;
        let mut found = self.found.borrow_mut();
        found.reached = true;
        found.address = Some(raw.get().as_ptr().addr());
        found.text = serde_json::from_str(raw.get()).ok();
        Err(D::Error::custom("found"))
    }
}

impl<'de> Visitor<'de> for Search<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let Some((Step::Field { shape, field }, way)) = self.way.split_first() else {
            return Err(A::Error::custom("a record"));
        };
        let wanted = self.schema.shapes[*shape].names.text(*field);
        while let Some(name) = fields.next_key::<std::borrow::Cow<'_, str>>()? {
            if name == wanted || (!name.is_ascii() && name.nfc().eq(wanted.chars())) {
                fields.next_value_seed(Search { way, ..self })?;
                break;
            }
            fields.next_value::<IgnoredAny>()?;
        }
        Err(A::Error::custom("no such field"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Some((Step::Row(row), way)) = self.way.split_first() else {
            return Err(A::Error::custom("a list"));
        };
        for _ in 0..*row {
            if list.next_element::<IgnoredAny>()?.is_none() {
                return Err(A::Error::custom("no such row"));
            }
        }
        list.next_element_seed(Search { way, ..self })?;
        Err(A::Error::custom("no such row"))
    }
}

/// Stops at a value of YAML, whose place the error carries.
struct Stop<'a>(&'a RefCell<Found>);

impl Visitor<'_> for Stop<'_> {
    type Value = ();

    /// Called, too, for the error of a list or record, which is how those are reached.
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.borrow_mut().reached = true;
        f.write_str("the end of the search")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        let mut found = self.0.borrow_mut();
        found.reached = true;
        found.text = Some(text.to_owned());
        Err(E::custom("found"))
    }
}

/// What is wrong with the syntax of a JSON text, without the place.
pub(crate) fn json_words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    match text.strip_suffix(&place).unwrap_or(&text) {
        "recursion limit exceeded" => {
            format!(
                "nested deeper than {} levels",
                crate::ingest::guard::DEEPEST
            )
        }
        words => format!(
            "not valid JSON: {}",
            words.replace("EOF while parsing", "the text ends inside")
        ),
    }
}

/// Where the syntax of a YAML text is wrong. What is never closed is shown where it opens.
pub(crate) fn yaml_place(text: &str, error: &serde_yaml::Error) -> Option<usize> {
    let words = error.to_string();
    if words.starts_with("found unexpected end of stream")
        && let Some((_, place)) = words.rsplit_once(" at line ")
        && let Some((line, column)) = place.split_once(" column ")
        && let (Ok(line), Ok(column)) = (line.parse(), column.parse())
    {
        return Some(byte_of(text, line, column));
    }
    error.location().map(|place| place.index())
}

/// What is wrong with the syntax of a YAML text, without places, which count from the document's start.
pub(crate) fn yaml_words(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    let mut words = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find(" at ") {
        let after = rest[at + 4..].trim_start_matches("line ");
        let after = after.trim_start_matches("position ");
        let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
        let after = after.strip_prefix(" column ").unwrap_or(after);
        let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
        let placed = after.len() + 4 + at < rest.len();
        words.push_str(if placed { &rest[..at] } else { &rest[..at + 4] });
        rest = after;
    }
    words.push_str(rest);
    if words.contains("recursion limit exceeded") {
        format!(
            "nested deeper than {} levels",
            crate::ingest::guard::DEEPEST
        )
    } else if words.contains("expected the name of a field") {
        "expected the name of a field, found a list or a record".to_owned()
    } else if words.contains("repetition limit exceeded") {
        "its aliases repeat too much".to_owned()
    } else if words.contains("more than one document") {
        "another document begins inside this one".to_owned()
    } else {
        format!("not valid YAML: {words}")
    }
}
