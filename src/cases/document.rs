//! The text of a case file or a filing to a [`Tree`], and places in it.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;
use unicode_normalization::UnicodeNormalization;

use crate::cases::broken::{byte_of, json_words, yaml_place, yaml_words};
use crate::cases::item;
use crate::cases::tree::{Step, Tree};
use crate::ingest::Format;
use crate::ingest::locate::line_column;
use crate::source::LineColumn;

/// How deep a document may nest, as for filings.
pub(super) const DEEPEST: usize = 128;

/// Why a text is no document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where, if a place can be told.
    pub at: Option<LineColumn>,
    /// What is wrong, for people.
    pub message: String,
}

/// Reads one document, every value as it was written.
pub fn document(text: &str, format: Format) -> Result<Tree, Fault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match format {
        Format::Json => of_json(text),
        Format::Yaml => of_yaml(text),
    }
}

fn of_yaml(text: &str) -> Result<Tree, Fault> {
    let told = RefCell::new(None);
    let fault = |error: &serde_yaml::Error| Fault {
        at: yaml_place(text, error).map(|at| line_column(text, at)),
        message: told.take().unwrap_or_else(|| yaml_words(error)),
    };
    // What stands where decides how each value is asked for: a number asked for as anything but a text
    // would lose its decimals.
    let shape = ShapeSeed { told: &told }.deserialize(serde_yaml::Deserializer::from_str(text));
    let shape = shape.map_err(|error| fault(&error))?;
    let tree = TreeSeed {
        shape: &shape,
        told: &told,
    };
    tree.deserialize(serde_yaml::Deserializer::from_str(text))
        .map_err(|error| fault(&error))
}

/// What stands where in a document.
enum Shape {
    Nothing,
    Plain,
    Text,
    List(Vec<Shape>),
    Record(Vec<Shape>),
}

struct ShapeSeed<'t> {
    told: &'t RefCell<Option<String>>,
}

impl<'de> DeserializeSeed<'de> for ShapeSeed<'_> {
    type Value = Shape;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<Shape, D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ShapeSeed<'_> {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_bool<E: Error>(self, _: bool) -> Result<Shape, E> {
        Ok(Shape::Plain)
    }
    fn visit_i64<E: Error>(self, _: i64) -> Result<Shape, E> {
        Ok(Shape::Plain)
    }
    fn visit_u64<E: Error>(self, _: u64) -> Result<Shape, E> {
        Ok(Shape::Plain)
    }
    fn visit_i128<E: Error>(self, _: i128) -> Result<Shape, E> {
        Ok(Shape::Plain)
    }
    fn visit_u128<E: Error>(self, _: u128) -> Result<Shape, E> {
        Ok(Shape::Plain)
    }
    fn visit_f64<E: Error>(self, _: f64) -> Result<Shape, E> {
        Ok(Shape::Plain)
    }
    fn visit_str<E: Error>(self, _: &str) -> Result<Shape, E> {
        Ok(Shape::Text)
    }
    fn visit_unit<E: Error>(self) -> Result<Shape, E> {
        Ok(Shape::Nothing)
    }
    fn visit_none<E: Error>(self) -> Result<Shape, E> {
        Ok(Shape::Nothing)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Shape, A::Error> {
        let mut rows = Vec::new();
        while let Some(row) = list.next_element_seed(ShapeSeed { told: self.told })? {
            rows.push(row);
        }
        Ok(Shape::List(rows))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut record: A) -> Result<Shape, A::Error> {
        let mut fields = Vec::new();
        while record.next_key::<IgnoredAny>()?.is_some() {
            fields.push(record.next_value_seed(ShapeSeed { told: self.told })?);
        }
        Ok(Shape::Record(fields))
    }
    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<Shape, A::Error> {
        self.told
            .replace(Some("a tag (`!…`) has no meaning here".to_owned()));
        Err(A::Error::custom(""))
    }
}

struct TreeSeed<'s> {
    shape: &'s Shape,
    told: &'s RefCell<Option<String>>,
}

impl<'de> DeserializeSeed<'de> for TreeSeed<'_> {
    type Value = Tree;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<Tree, D::Error> {
        match self.shape {
            Shape::Nothing => {
                value.deserialize_ignored_any(IgnoredAny)?;
                Ok(Tree::Nothing)
            }
            Shape::Plain | Shape::Text => value.deserialize_str(self),
            Shape::List(_) => value.deserialize_seq(self),
            Shape::Record(_) => value.deserialize_map(self),
        }
    }
}

impl<'de> Visitor<'de> for TreeSeed<'_> {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the same value again")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Tree, E> {
        Ok(match self.shape {
            Shape::Plain => Tree::Plain(text.to_owned()),
            _ => Tree::Text(text.to_owned()),
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
        let Shape::List(shapes) = self.shape else {
            return Err(A::Error::custom("not the list that it was"));
        };
        let mut rows = Vec::with_capacity(shapes.len());
        for shape in shapes {
            let told = self.told;
            rows.extend(list.next_element_seed(TreeSeed { shape, told })?);
        }
        // The reader wants to see the end.
        list.next_element::<IgnoredAny>()?;
        Ok(Tree::List(rows))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut record: A) -> Result<Tree, A::Error> {
        let Shape::Record(shapes) = self.shape else {
            return Err(A::Error::custom("not the record that it was"));
        };
        let mut fields: Vec<(String, Tree)> = Vec::with_capacity(shapes.len());
        for shape in shapes {
            let told = self.told;
            let name = FieldName {
                fields: &fields,
                told,
            };
            let Some(name) = record.next_key_seed(name)? else {
                break;
            };
            let value = record.next_value_seed(TreeSeed { shape, told })?;
            fields.push((name, value));
        }
        record.next_key::<IgnoredAny>()?;
        Ok(Tree::Record(fields))
    }
}

/// The name of a field, which must not stand twice.
struct FieldName<'f> {
    fields: &'f [(String, Tree)],
    told: &'f RefCell<Option<String>>,
}

impl<'de> DeserializeSeed<'de> for FieldName<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, name: D) -> Result<String, D::Error> {
        name.deserialize_str(self)
    }
}

impl Visitor<'_> for FieldName<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<String, E> {
        let name: String = name.nfc().collect();
        if self.fields.iter().any(|(field, _)| *field == name) {
            self.told.replace(Some(twice(&name)));
            return Err(E::custom(""));
        }
        Ok(name)
    }
}

fn twice(name: &str) -> String {
    format!("`{name}` stands twice")
}

fn of_json(text: &str) -> Result<Tree, Fault> {
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| Fault {
        at: Some(line_column(
            text,
            byte_of(text, error.line(), error.column()),
        )),
        message: json_words(&error),
    })?;
    json_value(text, raw.get(), 0)
}

/// A value of JSON whose syntax is known to be sound.
fn json_value(whole: &str, raw: &str, depth: usize) -> Result<Tree, Fault> {
    let at = || {
        let at = raw.as_ptr().addr().checked_sub(whole.as_ptr().addr())?;
        Some(line_column(whole, at))
    };
    let fault = |message: String| Fault { at: at(), message };
    if depth > DEEPEST {
        return Err(fault(format!("nested deeper than {DEEPEST} levels")));
    }
    let broken = |error: serde_json::Error| fault(json_words(&error));
    match raw.as_bytes().first() {
        Some(b'n') => Ok(Tree::Nothing),
        Some(b'"') => serde_json::from_str(raw).map(Tree::Text).map_err(broken),
        Some(b'[') => {
            let rows: Vec<&RawValue> = serde_json::from_str(raw).map_err(broken)?;
            let rows = rows
                .iter()
                .map(|row| json_value(whole, row.get(), depth + 1));
            rows.collect::<Result<_, _>>().map(Tree::List)
        }
        Some(b'{') => {
            let mut document = serde_json::Deserializer::from_str(raw);
            let pairs = document.deserialize_map(Pairs).map_err(broken)?;
            let mut fields: Vec<(String, Tree)> = Vec::with_capacity(pairs.len());
            for (name, value) in pairs {
                let name: String = name.nfc().collect();
                if fields.iter().any(|(field, _)| *field == name) {
                    return Err(fault(twice(&name)));
                }
                fields.push((name, json_value(whole, value.get(), depth + 1)?));
            }
            Ok(Tree::Record(fields))
        }
        _ => Ok(Tree::Plain(raw.to_owned())),
    }
}

/// The fields of a record of JSON, in order.
struct Pairs;

impl<'de> Visitor<'de> for Pairs {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = fields.next_entry()? {
            pairs.push(pair);
        }
        Ok(pairs)
    }
}

/// Where a way leads in a YAML text: to the name of a field, or to the start of an element. What does not
/// stand there is shown as far as the way goes.
pub fn place(text: &str, way: &[Step]) -> Option<LineColumn> {
    if let [Step::Field(cases), Step::Row(row), rest @ ..] = way
        && cases == "cases"
        && let Some((case, before)) = item::text_of(text, *row)
    {
        let alone = [&[Step::Row(0)], rest].concat();
        // What a case takes from another one, by an anchor, cannot be read alone.
        if let Some(at) = exact_place(case, &alone) {
            return Some(LineColumn {
                line: at.line + before,
                column: at.column,
            });
        }
    }
    (0..=way.len())
        .rev()
        .find_map(|length| exact_place(text, &way[..length]))
}

fn exact_place(text: &str, way: &[Step]) -> Option<LineColumn> {
    let reached = Cell::new(false);
    let search = Search {
        way,
        reached: &reached,
    };
    let error = search
        .deserialize(serde_yaml::Deserializer::from_str(text))
        .err()?;
    if !reached.get() {
        return None;
    }
    Some(line_column(text, error.location()?.index()))
}

/// Goes through a text until the way ends, and then fails: only the error knows the place.
struct Search<'w> {
    way: &'w [Step],
    reached: &'w Cell<bool>,
}

impl Search<'_> {
    fn single<E: Error>(self) -> Result<(), E> {
        if self.way.is_empty() {
            self.reached.set(true);
            return Err(E::custom("reached"));
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Search<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Search<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.single()
    }
    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        self.single()
    }
    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        self.single()
    }
    fn visit_i128<E: Error>(self, _: i128) -> Result<(), E> {
        self.single()
    }
    fn visit_u128<E: Error>(self, _: u128) -> Result<(), E> {
        self.single()
    }
    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.single()
    }
    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        self.single()
    }
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.single()
    }
    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.single()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Some((step, way)) = self.way.split_first() else {
            return self.single();
        };
        for at in 0.. {
            let found = if *step == Step::Row(at) {
                let reached = self.reached;
                list.next_element_seed(Search { way, reached })?
            } else {
                list.next_element::<IgnoredAny>()?.map(|_| ())
            };
            if found.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut record: A) -> Result<(), A::Error> {
        let Some((step, way)) = self.way.split_first() else {
            return self.single();
        };
        let reached = self.reached;
        loop {
            let name = SearchedName {
                step,
                last: way.is_empty(),
                reached,
            };
            match record.next_key_seed(name)? {
                None => return Ok(()),
                Some(true) => record.next_value_seed(Search { way, reached })?,
                Some(false) => {
                    record.next_value::<IgnoredAny>()?;
                }
            }
        }
    }
}

/// The name of a field on the way; its value says whether it is the one.
struct SearchedName<'w> {
    step: &'w Step,
    last: bool,
    reached: &'w Cell<bool>,
}

impl<'de> DeserializeSeed<'de> for SearchedName<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, name: D) -> Result<bool, D::Error> {
        name.deserialize_str(self)
    }
}

impl Visitor<'_> for SearchedName<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<bool, E> {
        let found = matches!(self.step, Step::Field(field) if field.chars().eq(name.nfc()));
        if found && self.last {
            self.reached.set(true);
            return Err(E::custom("reached"));
        }
        Ok(found)
    }
}
