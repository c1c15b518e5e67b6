//! One way through a document, directed by the schema, for JSON and YAML alike.
//!
//! `JSON` says which: a number of JSON is taken as its text, borrowed from the document, and so is every
//! single value, so that it is known where it stands. A single value of YAML is asked for as text.

use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde_json::value::RawValue;

use crate::batch::{GIVEN, UNPLACED};
use crate::ingest::fault::{At, Fault, What};
use crate::ingest::reader::{Named, Reader, Step};
use crate::ingest::scalar::Scalar;
use crate::ingest::schema::{Content, RowForm};
use crate::ingest::skip::Skip;
use crate::value::text::is_blank;

/// Reads a whole filing; says whether it is a record at all.
pub(crate) struct Filing<'r, 's, const JSON: bool>(pub(crate) &'r mut Reader<'s>);

impl<'de, const JSON: bool> DeserializeSeed<'de> for Filing<'_, '_, JSON> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, document: D) -> Result<bool, D::Error> {
        document.deserialize_any(Record::<JSON> {
            reader: self.0,
            shape: 0,
            kept: true,
        })
    }
}

/// The error of a fault: what is wrong is kept by the reader, as serde's errors are for programmers.
#[cold]
pub(crate) fn fail<T, E: Error>(reader: &mut Reader<'_>, fault: Box<Fault>) -> Result<T, E> {
    if reader.fault.is_none() {
        reader.fault = Some(fault);
    }
    Err(E::custom(""))
}

/// The same where a step of the way to the fault is known.
macro_rules! step {
    ($result:expr, $reader:expr, $step:expr) => {
        match $result {
            Ok(value) => value,
            Err(error) => {
                $reader.trail.push($step);
                return Err(error);
            }
        }
    };
}

/// What a visitor of a record or a list does with anything else.
macro_rules! anything_else {
    () => {
        fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
            self.other(Scalar::Boolean(value))
        }
        fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
            self.other(Scalar::Number(&value.to_string()))
        }
        fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
            self.other(Scalar::Number(&value.to_string()))
        }
        fn visit_i128<E: Error>(self, value: i128) -> Result<Self::Value, E> {
            self.other(Scalar::Number(&value.to_string()))
        }
        fn visit_u128<E: Error>(self, value: u128) -> Result<Self::Value, E> {
            self.other(Scalar::Number(&value.to_string()))
        }
        fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
            // Only ever shown in a message: no amount belongs here.
            self.other(Scalar::Number(&value.to_string()))
        }
        fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
            self.other(Scalar::Text(value))
        }
        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            self.other(Scalar::Nothing)
        }
        fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
            self.other(Scalar::Nothing)
        }
        fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Self::Value, A::Error> {
            if self.kept {
                return self.other(Scalar::Tagged);
            }
            let (_, value) = tagged.variant::<IgnoredAny>()?;
            value.newtype_variant_seed(Skip::<JSON> {
                reader: self.reader,
                level: 1,
            })?;
            Ok(false)
        }
    };
}

/// A record in its place. Its value says whether it is given; then its fields are complete.
struct Record<'r, 's, const JSON: bool> {
    reader: &'r mut Reader<'s>,
    shape: usize,
    /// Whether anything of it is kept; else only its names are looked at.
    kept: bool,
}

impl<const JSON: bool> Record<'_, '_, JSON> {
    fn other<E: Error>(self, scalar: Scalar<'_>) -> Result<bool, E> {
        match scalar {
            Scalar::Nothing => Ok(false),
            Scalar::Text(text) if is_blank(text) => Ok(false),
            _ if !self.kept => Ok(false),
            _ => {
                let expected = match self.shape {
                    0 => "a filing, a record of fields",
                    _ => "a record",
                };
                fail(self.reader, Fault::expected(expected, &scalar))
            }
        }
    }
}

impl<'de, const JSON: bool> Visitor<'de> for Record<'_, '_, JSON> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<bool, A::Error> {
        let reader = self.reader;
        let shape = self.shape;
        let opened = reader.open();
        let mut previous = 0;
        loop {
            let name = FieldName::<JSON> {
                reader,
                shape,
                opened,
                previous,
            };
            match fields.next_key_seed(name)? {
                None => break,
                Some(Named::Unknown) => {
                    let level = reader.schema.shapes[shape].level;
                    fields.next_value_seed(Skip::<JSON> { reader, level })?;
                }
                Some(Named::Field(field)) => {
                    previous = field + 1;
                    let field = usize::from(field);
                    let value = FieldValue::<JSON> {
                        reader,
                        shape,
                        field,
                    };
                    step!(
                        fields.next_value_seed(value),
                        reader,
                        Step::Field { shape, field }
                    );
                }
            }
        }
        if self.kept {
            reader.close(shape, opened);
        }
        Ok(true)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<bool, A::Error> {
        if self.kept {
            return self.other(Scalar::List);
        }
        let level = self.reader.schema.shapes[self.shape].level;
        let reader = self.reader;
        while list
            .next_element_seed(Skip::<JSON> { reader, level })?
            .is_some()
        {}
        Ok(false)
    }

    anything_else!();
}

/// The name of a field.
struct FieldName<'r, 's, const JSON: bool> {
    reader: &'r mut Reader<'s>,
    shape: usize,
    opened: u32,
    previous: u16,
}

impl<const JSON: bool> FieldName<'_, '_, JSON> {
    #[inline]
    fn look_up<E: Error>(self, name: &str, at: At) -> Result<Named, E> {
        if !JSON {
            if let Err(fault) = self.reader.spend(1) {
                return fail(self.reader, fault);
            }
            if name == "<<" {
                let text = "`<<` is not followed; write the fields where they belong";
                let what = What::Value(text.to_owned());
                return fail(self.reader, Fault::new(what, at));
            }
        }
        let found = self
            .reader
            .field(self.shape, self.opened, self.previous, name, at);
        match found {
            Ok(named) => Ok(named),
            Err(fault) => fail(self.reader, fault),
        }
    }
}

impl<'de, const JSON: bool> DeserializeSeed<'de> for FieldName<'_, '_, JSON> {
    type Value = Named;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, name: D) -> Result<Named, D::Error> {
        name.deserialize_str(self)
    }
}

impl<'de, const JSON: bool> Visitor<'de> for FieldName<'_, '_, JSON> {
    type Value = Named;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    #[inline]
    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Named, E> {
        let at = self.reader.place(name);
        self.look_up(name, at)
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Named, E> {
        self.look_up(name, At::Parser)
    }
}

/// The value of a known field.
struct FieldValue<'r, 's, const JSON: bool> {
    reader: &'r mut Reader<'s>,
    shape: usize,
    field: usize,
}

impl<'de, const JSON: bool> DeserializeSeed<'de> for FieldValue<'_, '_, JSON> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        let FieldValue {
            reader,
            shape,
            field,
        } = self;
        let form = &reader.schema.shapes[shape].fields[field];
        let kept = form.kept;
        let given = match form.content {
            Content::Scalar if kept => single::<JSON, D>(reader, form.column, value)?,
            Content::Record(inner) => {
                let record = Record::<JSON> {
                    reader,
                    shape: inner,
                    kept,
                };
                let given = value.deserialize_any(record)?;
                if given {
                    reader.push_state(form.column, GIVEN);
                }
                given
            }
            Content::List(table) if kept || is_list_of_records(reader, table) => {
                let list = List::<JSON> {
                    reader,
                    table,
                    kept,
                };
                let given = value.deserialize_any(list)?;
                if given {
                    reader.push_state(form.column, GIVEN);
                    reader.end_list(table);
                }
                given
            }
            Content::Scalar | Content::List(_) => {
                let level = reader.schema.shapes[shape].level;
                return Skip::<JSON> { reader, level }.deserialize(value);
            }
        };
        if !given && kept {
            reader.not_given(shape, field);
        }
        Ok(())
    }
}

fn is_list_of_records(reader: &Reader<'_>, table: usize) -> bool {
    matches!(reader.schema.tables[table].rows, RowForm::Record(_))
}

/// A list. Its value says whether it is given; then its rows are complete.
struct List<'r, 's, const JSON: bool> {
    reader: &'r mut Reader<'s>,
    table: usize,
    kept: bool,
}

impl<const JSON: bool> List<'_, '_, JSON> {
    fn other<E: Error>(self, scalar: Scalar<'_>) -> Result<bool, E> {
        match scalar {
            Scalar::Nothing => Ok(false),
            Scalar::Text(text) if is_blank(text) => Ok(false),
            _ if !self.kept => Ok(false),
            _ => fail(self.reader, Fault::expected("a list", &scalar)),
        }
    }
}

impl<'de, const JSON: bool> Visitor<'de> for List<'_, '_, JSON> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<bool, A::Error> {
        let List {
            reader,
            table,
            kept,
        } = self;
        for at in 0.. {
            let row = Row::<JSON> {
                reader,
                table,
                kept,
            };
            let row = step!(list.next_element_seed(row), reader, Step::Row(at));
            if row.is_none() {
                break;
            }
            if reader.is_full() {
                let what = reader.too_many_rows();
                return fail(reader, Fault::value(what));
            }
        }
        Ok(true)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<bool, A::Error> {
        if self.kept {
            return self.other(Scalar::Record);
        }
        let reader = self.reader;
        while fields.next_key::<IgnoredAny>()?.is_some() {
            fields.next_value_seed(Skip::<JSON> { reader, level: 1 })?;
        }
        Ok(false)
    }

    anything_else!();
}

/// One element of a list.
struct Row<'r, 's, const JSON: bool> {
    reader: &'r mut Reader<'s>,
    table: usize,
    kept: bool,
}

impl<'de, const JSON: bool> DeserializeSeed<'de> for Row<'_, '_, JSON> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        let Row {
            reader,
            table,
            kept,
        } = self;
        if !JSON && let Err(fault) = reader.spend(1) {
            return fail(reader, fault);
        }
        let given = match reader.schema.tables[table].rows {
            RowForm::Record(shape) => value.deserialize_any(Record::<JSON> {
                reader,
                shape,
                kept,
            })?,
            RowForm::Value(column) => single::<JSON, D>(reader, column, value)?,
        };
        if kept {
            if !given {
                reader.fill_row(table);
            }
            reader.end_row(table, GIVEN, UNPLACED);
        }
        Ok(())
    }
}

/// Reads one value into its column; says whether one is given.
#[inline]
fn single<'de, const JSON: bool, D: Deserializer<'de>>(
    reader: &mut Reader<'_>,
    column: usize,
    value: D,
) -> Result<bool, D::Error> {
    if !JSON {
        return single_of_yaml(reader, column, value);
    }
    let raw: &RawValue = serde::Deserialize::deserialize(value)?;
    let text = raw.get();
    let at = reader.place(text);
    let put = match text.as_bytes().first() {
        Some(b'"') => {
            let inner = text.get(1..text.len() - 1).unwrap_or("");
            if inner.as_bytes().contains(&b'\\') {
                match serde_json::from_str::<String>(text) {
                    Ok(text) => reader.put(column, Scalar::Text(&text), at),
                    Err(error) => {
                        let what = What::Filing(crate::ingest::locate::json_words(&error));
                        Err(Fault::new(what, at))
                    }
                }
            } else {
                reader.put(column, Scalar::Text(inner), at)
            }
        }
        Some(b'n') => return Ok(false),
        Some(b't') => reader.put(column, Scalar::Boolean(true), at),
        Some(b'f') => reader.put(column, Scalar::Boolean(false), at),
        Some(b'[') => reader.put(column, Scalar::List, at),
        Some(b'{') => reader.put(column, Scalar::Record, at),
        _ => reader.put(column, Scalar::Number(text), at),
    };
    match put {
        Ok(given) => Ok(given),
        Err(fault) => fail(reader, fault),
    }
}

fn single_of_yaml<'de, D: Deserializer<'de>>(
    reader: &mut Reader<'_>,
    column: usize,
    value: D,
) -> Result<bool, D::Error> {
    let single = Single { reader, column };
    value.deserialize_option(single).inspect_err(|error| {
        // A list or a record is refused before the visitor sees it; the error alone tells which.
        if reader.fault.is_none() {
            let text = error.to_string();
            let found = if text.contains("invalid type: sequence") {
                Some(Scalar::List)
            } else if text.contains("invalid type: map") {
                Some(Scalar::Record)
            } else {
                None
            };
            if let Some(Err(fault)) = found.map(|found| reader.put(column, found, At::Value)) {
                reader.fault = Some(fault);
            }
        }
    })
}

/// A single value of YAML.
struct Single<'r, 's> {
    reader: &'r mut Reader<'s>,
    column: usize,
}

impl Single<'_, '_> {
    fn put<E: Error>(self, scalar: Scalar<'_>, len: usize) -> Result<bool, E> {
        let put = self.reader.spend(len);
        let put = put.and_then(|()| self.reader.put(self.column, scalar, At::Value));
        match put {
            Ok(given) => Ok(given),
            Err(fault) => fail(self.reader, fault),
        }
    }
}

impl<'de> Visitor<'de> for Single<'_, '_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one value")
    }

    fn visit_none<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<bool, D::Error> {
        value.deserialize_str(self)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<bool, E> {
        let scalar = if self.reader.follows_a_quote(text) {
            Scalar::Text(text)
        } else {
            Scalar::Plain(text)
        };
        self.put(scalar, text.len())
    }

    /// What is not borrowed runs over lines, or is quoted with escapes.
    fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
        self.put(Scalar::Text(text), text.len())
    }
}
