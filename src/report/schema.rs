//! The vocabulary as a JSON Schema, for editors and for those who file.
//!
//! Draft 2020-12 (json-schema.org). Whatever `validate --strict` takes, the schema takes: it describes
//! the form of each value, not what refers to what, whether a date exists or a key was seen before.

use serde_json::{Map, Value, json};

use crate::value::number::{DECIMAL_SCALE, MONEY_SCALE};
use crate::vocabulary::{Enum, Field, FieldType, Record, Vocabulary};

/// The definition of a value that is not given.
const NOT_GIVEN: &str = "not_given";

/// The JSON Schema of one filing, as text with a line break at its end.
pub fn json_schema(vocabulary: &Vocabulary) -> String {
    let writer = Writer { vocabulary };
    format!("{:#}\n", writer.document())
}

struct Writer<'v> {
    vocabulary: &'v Vocabulary,
}

impl Writer<'_> {
    fn document(&self) -> Value {
        let filing = self.vocabulary.record(self.vocabulary.filing);
        let mut schema = self.record(filing);
        let owed = [self.vocabulary.key, self.vocabulary.year];
        let owed: Vec<&str> = owed
            .iter()
            .map(|at| filing.fields[*at].document_name.as_str())
            .collect();
        schema["required"] = json!(owed);
        schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
        schema["title"] = json!(format!("A filing of {}", self.vocabulary.name));
        schema["$defs"] = Value::Object(self.definitions());
        schema
    }

    fn definitions(&self) -> Map<String, Value> {
        let mut definitions = Map::new();
        definitions.insert(
            NOT_GIVEN.to_owned(),
            json!({
                "title": "not given",
                "description": "No key, null and an empty text are the same.",
                "enum": [null, ""],
            }),
        );
        for enumeration in &self.vocabulary.enums {
            definitions.insert(enumeration.name.clone(), members(enumeration));
        }
        for (at, record) in self.vocabulary.records.iter().enumerate() {
            if at != usize::from(self.vocabulary.filing.0) {
                definitions.insert(record.name.clone(), self.record(record));
            }
        }
        definitions
    }

    fn record(&self, record: &Record) -> Value {
        let fields = record.fields.iter().enumerate().map(|(at, field)| {
            let schema = self.field(record, at, field);
            (field.document_name.clone(), schema)
        });
        json!({
            "type": "object",
            "properties": fields.collect::<Map<String, Value>>(),
            "additionalProperties": false,
        })
    }

    fn field(&self, record: &Record, at: usize, field: &Field) -> Value {
        let is_filing = std::ptr::eq(record, self.vocabulary.record(self.vocabulary.filing));
        let must_be_given = is_filing && [self.vocabulary.key, self.vocabulary.year].contains(&at);
        let value = self.value(&field.ty);
        let mut schema = if must_be_given {
            value
        } else {
            or_not_given(value)
        };
        schema["description"] = json!(describe(field));
        schema
    }

    fn value(&self, ty: &FieldType) -> Value {
        match ty {
            FieldType::Boolean => json!({ "type": "boolean" }),
            FieldType::Integer | FieldType::Year => number(0, None),
            FieldType::Decimal => number(DECIMAL_SCALE, None),
            FieldType::Money(currency) => number(MONEY_SCALE, Some(currency.as_str())),
            FieldType::Date => json!({
                "type": "string",
                "format": "date",
                "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            }),
            FieldType::Text => json!({ "type": "string" }),
            FieldType::Enum(id) => reference(&self.vocabulary.enumeration(*id).name),
            FieldType::Record(id) => reference(&self.vocabulary.record(*id).name),
            FieldType::List(item) => json!({
                "type": "array",
                "items": or_not_given(self.value(item)),
            }),
            FieldType::Reference(path) => self.key_of(path),
        }
    }

    /// What a reference holds: the key of a row of the list that it names.
    fn key_of(&self, path: &[String]) -> Value {
        let mut record = self.vocabulary.record(self.vocabulary.filing);
        for name in path {
            let field = record.fields.iter().find(|field| field.name == *name);
            let mut ty = match field {
                Some(field) => &field.ty,
                None => return json!({}),
            };
            if let FieldType::List(item) = ty {
                ty = item;
            }
            match ty {
                FieldType::Record(id) => record = self.vocabulary.record(*id),
                _ => return json!({}),
            }
        }
        let key = record.fields.iter().find(|field| field.key);
        key.map_or(json!({}), |key| self.value(&key.ty))
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{}", pointer(name)) })
}

/// A name within a JSON pointer within a URI (RFC 6901, section 6).
fn pointer(name: &str) -> String {
    let escape = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    name.bytes().map(escape).collect()
}

fn or_not_given(value: Value) -> Value {
    json!({ "anyOf": [value, reference(NOT_GIVEN)] })
}

/// A number as filings write it: a number of JSON, or its digits as text.
fn number(decimals: u8, currency: Option<&str>) -> Value {
    let kind = if decimals == 0 { "integer" } else { "number" };
    let suffix = currency.map_or(String::new(), |currency| format!("( +{currency})?"));
    json!({
        "anyOf": [
            { "type": kind },
            {
                "type": "string",
                "pattern": format!("^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?{suffix}$"),
            },
        ],
    })
}

fn members(enumeration: &Enum) -> Value {
    let member = |member: &crate::vocabulary::Member| json!({ "const": member.name, "description": member.label });
    let order = if enumeration.ordered {
        ", lowest first"
    } else {
        ""
    };
    json!({
        "title": enumeration.name,
        "description": format!("One of {} members{order}.", enumeration.members.len()),
        "oneOf": enumeration.members.iter().map(member).collect::<Vec<Value>>(),
    })
}

/// The type of a field as the vocabulary writes it, and what its absence means.
fn describe(field: &Field) -> String {
    let what = match &field.ty {
        FieldType::Money(currency) => format!("money in {currency}, up to {MONEY_SCALE} decimals"),
        FieldType::Decimal => format!("a number of up to {DECIMAL_SCALE} decimals"),
        FieldType::Integer => "a whole number".to_owned(),
        FieldType::Year => "a year".to_owned(),
        FieldType::Boolean => "true or false".to_owned(),
        FieldType::Date => "a date such as 2018-03-02".to_owned(),
        FieldType::Text => "a text".to_owned(),
        FieldType::Enum(_) => "a member, by its name".to_owned(),
        FieldType::Record(_) => "a record".to_owned(),
        FieldType::List(_) => "a list".to_owned(),
        FieldType::Reference(path) => format!("the key of a row of {}", path.join(".")),
    };
    let silence = if field.optional {
        "; not given, it was not done or there is none"
    } else {
        "; not given, it is still owed"
    };
    let key = if field.key {
        "; the key of its row"
    } else {
        ""
    };
    let name = if field.name == field.document_name {
        String::new()
    } else {
        format!("; rules call it `{}`", field.name)
    };
    format!("{what}{silence}{key}{name}")
}
