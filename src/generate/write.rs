//! A document as one line of JSON.

use std::fmt::Write;

use crate::generate::document::Node;
use crate::generate::manner::{self, Manner};
use crate::generate::shape::{Item, Kind, ListShape, RecordShape, Role, Shape};
use crate::generate::words::{self, Filer};
use crate::value::{Day, number};
use crate::vocabulary::{EnumId, Unit, Vocabulary};

/// What a line is written with.
pub struct Writing<'w> {
    /// What a filing looks like.
    pub shape: &'w Shape,
    /// The names of the members.
    pub vocabulary: &'w Vocabulary,
    /// Who files.
    pub filer: &'w Filer,
    /// The filing's number, from 1: its key follows from it.
    pub number: u64,
    /// Its year.
    pub year: i128,
    /// For each column whether it is written, where only some are; keys and the year always are.
    pub only: Option<&'w [bool]>,
}

/// Writes a document at the end of a text, without a line break. What `left_out` names by the position
/// of its place in the order of [`crate::generate::document::walk`] is not written.
pub fn line(writing: &Writing<'_>, document: &Node, left_out: &[u32], out: &mut String) {
    let mut writer = Writer {
        writing,
        left_out,
        place: 0,
        out,
    };
    writer.record(&writing.shape.filing, document, 0);
}

struct Writer<'w, 'o> {
    writing: &'w Writing<'w>,
    /// Ascending.
    left_out: &'o [u32],
    /// How many places were passed.
    place: u32,
    out: &'o mut String,
}

impl<'w> Writer<'w, '_> {
    fn record(&mut self, shape: &'w RecordShape, node: &Node, row: usize) {
        let Node::Record(values) = node else {
            self.out.push_str("null");
            return;
        };
        self.out.push('{');
        let mut first = true;
        for (field, value) in shape.fields.iter().zip(values) {
            let place = self.place;
            self.place += 1;
            let Some(value) = value else { continue };
            let skipped = |only: &[bool]| !only[field.column.0 as usize];
            if field.role == Role::Value && self.writing.only.is_some_and(skipped) {
                continue;
            }
            if self.left_out.first() == Some(&place) {
                self.left_out = &self.left_out[1..];
                continue;
            }
            if !first {
                self.out.push(',');
            }
            first = false;
            self.out.push_str(&field.label);
            match field.role {
                Role::FilingKey => self.filing_key(&field.kind),
                Role::RowKey => self.row_key(&shape.name, &field.kind, row),
                Role::Value | Role::FilingYear => self.value(&field.kind, value),
            }
        }
        self.out.push('}');
    }

    fn value(&mut self, kind: &'w Kind, node: &Node) {
        match (kind, node) {
            (Kind::Record(inner), node) => self.record(inner, node, 0),
            (Kind::List(list), Node::List(rows)) => self.list(list, rows),
            (Kind::Reference(_, path), Node::Reference(at)) => {
                match key_of_list(&self.writing.shape.filing, path) {
                    Some((record, key)) => self.row_key(record, key, *at as usize),
                    None => self.out.push_str("null"),
                }
            }
            (Kind::Number { unit, scale, .. }, Node::Number(value)) => {
                let decimals = if matches!(unit, Unit::Money(_)) { 2 } else { 0 };
                self.out.push_str(&number::format(*value, *scale, decimals));
            }
            (Kind::Member(id, _), Node::Member(at)) => self.member(*id, usize::from(*at)),
            (_, Node::Boolean(value)) => self.out.push_str(if *value { "true" } else { "false" }),
            (_, Node::Number(value)) => self.write(format_args!("{value}")),
            (_, Node::Day(day)) => self.write(format_args!("\"{day}\"")),
            (_, Node::Text(text)) => quoted(text, self.out),
            _ => self.out.push_str("null"),
        }
    }

    fn list(&mut self, list: &'w ListShape, rows: &[Node]) {
        self.out.push('[');
        for (at, row) in rows.iter().enumerate() {
            if at > 0 {
                self.out.push(',');
            }
            match &list.item {
                Item::Record(inner) => self.record(inner, row, at),
                Item::Value(kind) => {
                    self.place += 1;
                    self.value(kind, row);
                }
            }
        }
        self.out.push(']');
    }

    fn member(&mut self, id: EnumId, at: usize) {
        let members = &self.writing.vocabulary.enumeration(id).members;
        let name = members.get(at).map_or("", |member| member.name.as_str());
        quoted(name, self.out);
    }

    fn filing_key(&mut self, kind: &Kind) {
        let Writing {
            filer,
            number,
            year,
            ..
        } = self.writing;
        match kind {
            Kind::Number { .. } | Kind::Year => self.write(format_args!("{number}")),
            // The number makes it unique, whoever files.
            _ => self.write(format_args!("\"{year}-{}-{number:06}\"", filer.acronym)),
        }
    }

    /// The key of a row, by its position from 0.
    fn row_key(&mut self, record: &str, kind: &Kind, row: usize) {
        let position = row + 1;
        match kind {
            Kind::Text(Manner::Site) => {
                quoted(&words::site(self.writing.filer, position), self.out);
            }
            Kind::Text(Manner::Title | Manner::Sentence | Manner::Person) => {
                let named = manner::words(record).join(" ");
                quoted(&format!("{named} {position}"), self.out);
            }
            Kind::Text(_) => {
                let letters: String = manner::words(record)
                    .iter()
                    .filter_map(|word| word.chars().next())
                    .flat_map(char::to_uppercase)
                    .collect();
                quoted(&format!("{letters}-{position}"), self.out);
            }
            Kind::Member(id, _) => self.member(*id, row),
            Kind::Boolean => self.out.push_str(if row == 0 { "true" } else { "false" }),
            Kind::Day => {
                let year = i64::try_from(self.writing.year).unwrap_or(1);
                let first = Day::new(year, 1, 1).unwrap_or(Day::MIN);
                let day = first.add_days(row as i128).unwrap_or(first);
                self.write(format_args!("\"{day}\""));
            }
            _ => self.write(format_args!("{position}")),
        }
    }

    fn write(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to a text cannot fail.
        let _ = self.out.write_fmt(text);
    }
}

/// The name of the record that a list of the filing holds, and what its key is.
fn key_of_list<'s>(filing: &'s RecordShape, path: &[u16]) -> Option<(&'s str, &'s Kind)> {
    let (last, above) = path.split_last()?;
    let mut record = filing;
    for at in above {
        match &record.fields.get(usize::from(*at))?.kind {
            Kind::Record(inner) => record = inner,
            _ => return None,
        }
    }
    let Kind::List(list) = &record.fields.get(usize::from(*last))?.kind else {
        return None;
    };
    let Item::Record(row) = &list.item else {
        return None;
    };
    let key = row.fields.iter().find(|field| field.role == Role::RowKey)?;
    Some((&row.name, &key.kind))
}

/// Writes a JSON string.
fn quoted(text: &str, out: &mut String) {
    out.push('"');
    let mut plain = 0;
    for (at, letter) in text.char_indices() {
        let escape: Option<&str> = match letter {
            '"' => Some("\\\""),
            '\\' => Some("\\\\"),
            control if control < ' ' => None,
            _ => continue,
        };
        out.push_str(&text[plain..at]);
        match escape {
            Some(escape) => out.push_str(escape),
            // Writing to a text cannot fail.
            None => drop(write!(out, "\\u{:04x}", u32::from(letter))),
        }
        plain = at + letter.len_utf8();
    }
    out.push_str(&text[plain..]);
    out.push('"');
}
