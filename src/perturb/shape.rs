//! What of a filing some clauses read, as it is written in documents.

use std::collections::HashMap;

use crate::cases::Tree;
use crate::vocabulary::{
    ColumnId, ColumnKind, Currency, FieldType, Layout, RecordId, TableId, Vocabulary,
};

/// A field that is read, or in which something is.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name in documents.
    pub name: String,
    /// Its name in rules.
    pub rule: String,
    /// Whether it calls its record, or is the filing's key or year: it is kept and not changed.
    pub key: bool,
    /// What it holds.
    pub holds: Holds,
}

/// What a field holds.
#[derive(Debug, Clone)]
pub enum Holds {
    /// `true`, `false`
    Boolean,
    /// A bare number with so many decimals.
    Number(u8),
    /// An amount.
    Money(Currency),
    /// A day.
    Date,
    /// Any words.
    Text,
    /// The names of the members.
    Member(Vec<String>),
    /// The key of a row of a list of the filing, by the names in documents.
    Reference(Vec<String>),
    /// A record.
    Record(Vec<Field>),
    /// A list of records or of single values.
    List(Box<Holds>),
}

/// The fields of a filing that are read.
pub fn shape(vocabulary: &Vocabulary, layout: &Layout, reads: &[bool]) -> Vec<Field> {
    let columns = layout.columns.iter().enumerate();
    let columns = columns.map(|(at, column)| {
        let id = ColumnId(at as u32);
        ((column.table, column.path.clone()), id)
    });
    let shaping = Shaping {
        vocabulary,
        layout,
        reads,
        columns: columns.collect(),
    };
    let mut fields = shaping.record(vocabulary.filing, TableId(0), &[]);
    let filing = vocabulary.record(vocabulary.filing);
    for at in [vocabulary.year, vocabulary.key] {
        let own = &filing.fields[at];
        let name = &own.document_name;
        match fields.iter_mut().find(|field| field.name == *name) {
            Some(field) => field.key = true,
            None => fields.insert(
                0,
                Field {
                    name: name.clone(),
                    rule: own.name.clone(),
                    key: true,
                    holds: Holds::Text,
                },
            ),
        }
    }
    fields
}

struct Shaping<'s> {
    vocabulary: &'s Vocabulary,
    layout: &'s Layout,
    reads: &'s [bool],
    columns: HashMap<(TableId, Vec<String>), ColumnId>,
}

impl Shaping<'_> {
    fn read(&self, id: ColumnId) -> bool {
        self.reads.get(id.0 as usize).copied().unwrap_or(false)
    }

    fn record(&self, id: RecordId, table: TableId, path: &[String]) -> Vec<Field> {
        let fields = self.vocabulary.record(id).fields.iter();
        let fields = fields.filter_map(|field| {
            let mut path = path.to_vec();
            path.push(field.name.clone());
            let id = *self.columns.get(&(table, path.clone()))?;
            let own = self.read(id);
            let holds = self.holds(&field.ty, id, table, &path)?;
            let kept = match &holds {
                Holds::Record(fields) => own || !fields.is_empty(),
                Holds::List(inner) => match &**inner {
                    Holds::Record(fields) => own || !fields.is_empty(),
                    _ => own,
                },
                _ => own,
            };
            kept.then(|| Field {
                name: field.document_name.clone(),
                rule: field.name.clone(),
                key: field.key,
                holds,
            })
        });
        fields.collect()
    }

    fn holds(
        &self,
        ty: &FieldType,
        id: ColumnId,
        table: TableId,
        path: &[String],
    ) -> Option<Holds> {
        Some(match ty {
            FieldType::Boolean => Holds::Boolean,
            FieldType::Integer | FieldType::Year => Holds::Number(0),
            FieldType::Decimal => Holds::Number(6),
            FieldType::Money(currency) => Holds::Money(*currency),
            FieldType::Date => Holds::Date,
            FieldType::Text => Holds::Text,
            FieldType::Enum(id) => {
                let members = self.vocabulary.enumeration(*id).members.iter();
                Holds::Member(members.map(|member| member.name.clone()).collect())
            }
            FieldType::Reference(names) => Holds::Reference(self.in_documents(names)),
            FieldType::Record(record) => Holds::Record(self.record(*record, table, path)),
            FieldType::List(inner) => {
                let ColumnKind::List(rows) = self.layout.column(id).kind else {
                    return None;
                };
                let inner = match &**inner {
                    FieldType::Record(record) => Holds::Record(self.record(*record, rows, &[])),
                    single => self.holds(single, id, rows, &[])?,
                };
                Holds::List(Box::new(inner))
            }
        })
    }

    /// The names of a list of the filing as documents write them.
    fn in_documents(&self, names: &[String]) -> Vec<String> {
        let mut record = self.vocabulary.filing;
        let mut found = Vec::new();
        for name in names {
            let fields = &self.vocabulary.record(record).fields;
            let Some(field) = fields.iter().find(|field| field.name == *name) else {
                break;
            };
            found.push(field.document_name.clone());
            if let FieldType::Record(inner) = &field.ty {
                record = *inner;
            }
        }
        found
    }
}

/// A record with those fields alone that are read.
pub fn project(tree: &Tree, fields: &[Field]) -> Tree {
    let Tree::Record(held) = tree else {
        return tree.clone();
    };
    let kept = held.iter().filter_map(|(name, value)| {
        let field = fields.iter().find(|field| field.name == *name)?;
        Some((name.clone(), inside(value, &field.holds)))
    });
    Tree::Record(kept.collect())
}

fn inside(tree: &Tree, holds: &Holds) -> Tree {
    match (tree, holds) {
        (Tree::Record(_), Holds::Record(fields)) => project(tree, fields),
        (Tree::List(rows), Holds::List(inner)) => {
            Tree::List(rows.iter().map(|row| inside(row, inner)).collect())
        }
        _ => tree.clone(),
    }
}
