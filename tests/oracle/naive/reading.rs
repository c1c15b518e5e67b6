//! A filing's document to a tree in which every place says whether it is given, absent or missing.

use std::collections::BTreeMap;

use dictamen::vocabulary::{FieldType, RecordId, Vocabulary};
use unicode_normalization::UnicodeNormalization;

use crate::document::Doc;
use crate::naive::days::Date;
use crate::naive::numbers::Number;

/// Whether a place of a filing has a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It has.
    Given,
    /// Silence is its answer.
    Absent,
    /// It is owed.
    Missing,
}

/// A place of a filing.
#[derive(Debug, Clone)]
pub enum Place {
    /// A single value; nothing unless it is given.
    Single(State, Option<Single>),
    /// A nested record and what stands in it, by the names that rules use.
    Record(State, BTreeMap<String, Place>),
    /// A list. One that is missing has one row, of which nothing is known.
    List(State, Vec<Place>),
}

/// A single value as it is read.
#[derive(Debug, Clone, PartialEq)]
pub enum Single {
    Boolean(bool),
    Number(Number),
    Date(Date),
    Text(String),
    /// The position of a member.
    Member(u16),
    /// The key that a reference writes.
    Key(String),
}

/// Reads a whole filing.
pub fn read(vocabulary: &Vocabulary, doc: &Doc) -> Place {
    record(vocabulary, vocabulary.filing, State::Given, Some(doc))
}

fn record(vocabulary: &Vocabulary, id: RecordId, state: State, doc: Option<&Doc>) -> Place {
    let fields = vocabulary.record(id).fields.iter().map(|field| {
        let value = doc.and_then(|doc| doc.get(&field.document_name));
        let place = place(vocabulary, &field.ty, field.optional, state, value);
        (field.name.clone(), place)
    });
    Place::Record(state, fields.collect())
}

/// `around` is the state of the record that the place stands in.
fn place(
    vocabulary: &Vocabulary,
    ty: &FieldType,
    optional: bool,
    around: State,
    doc: Option<&Doc>,
) -> Place {
    let says_nothing = |doc: &&Doc| match doc {
        Doc::Null => true,
        Doc::Text(text) => as_compared(text).is_empty(),
        _ => false,
    };
    let doc = doc.filter(|doc| !says_nothing(doc));
    let state = match (around, doc) {
        (State::Absent | State::Missing, _) => around,
        (State::Given, Some(_)) => State::Given,
        (State::Given, None) if optional => State::Absent,
        (State::Given, None) => State::Missing,
    };
    match ty {
        FieldType::Record(id) => record(vocabulary, *id, state, doc),
        FieldType::List(of) => {
            let rows = match (state, doc) {
                (State::Given, Some(Doc::List(items))) => items
                    .iter()
                    .map(|item| element(vocabulary, of, item))
                    .collect(),
                (State::Given, other) => panic!("not a list: {other:?}"),
                (State::Missing, _) => vec![place(vocabulary, of, false, State::Missing, None)],
                (State::Absent, _) => Vec::new(),
            };
            Place::List(state, rows)
        }
        _ => match doc.filter(|_| state == State::Given) {
            Some(doc) => Place::Single(state, Some(single(vocabulary, ty, doc))),
            None => Place::Single(state, None),
        },
    }
}

/// A row of a list that is given: one that is null owes everything.
fn element(vocabulary: &Vocabulary, ty: &FieldType, doc: &Doc) -> Place {
    place(vocabulary, ty, false, State::Given, Some(doc))
}

fn single(vocabulary: &Vocabulary, ty: &FieldType, doc: &Doc) -> Single {
    let text = match doc {
        Doc::Boolean(value) => return Single::Boolean(*value),
        Doc::Number(text) | Doc::Text(text) => text.as_str(),
        other => panic!("not a single value: {other:?}"),
    };
    let number = |text: &str, scale| {
        Single::Number(Number::read(text, scale).unwrap_or_else(|| panic!("no number: {text}")))
    };
    match ty {
        FieldType::Integer | FieldType::Year => number(text, 0),
        FieldType::Decimal => number(text, 6),
        FieldType::Money(currency) => {
            let text = text.strip_suffix(currency.as_str()).unwrap_or(text);
            number(text.trim_end(), 4)
        }
        FieldType::Date => Single::Date(Date::read(text).unwrap_or_else(|| panic!("{text}"))),
        FieldType::Text => Single::Text(as_compared(text)),
        FieldType::Reference(_) => Single::Key(as_compared(text)),
        FieldType::Enum(id) => {
            let members = &vocabulary.enumeration(*id).members;
            let at = members.iter().position(|member| member.name == text);
            Single::Member(at.unwrap_or_else(|| panic!("no member: {text}")) as u16)
        }
        FieldType::Boolean | FieldType::Record(_) | FieldType::List(_) => {
            panic!("not a single value: {doc:?}")
        }
    }
}

/// A text in NFC, without white space at its ends; one that shows nothing is empty.
fn as_compared(text: &str) -> String {
    let text: String = text.nfc().collect();
    let without_width = |c: char| dictamen::value::text::is_without_width(c);
    match text.chars().all(|c| c.is_whitespace() || without_width(c)) {
        true => String::new(),
        false => text.trim().to_owned(),
    }
}
