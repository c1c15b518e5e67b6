//! What a document of a vocabulary looks like: the vocabulary and its layout as one tree.

use crate::generate::manner::Manner;
use crate::vocabulary::layout::FILING;
use crate::vocabulary::{
    ColumnId, ColumnKind, EnumId, FieldType, Layout, RecordId, TableId, Unit, Vocabulary,
};

/// The filing as a tree.
#[derive(Debug, Clone)]
pub struct Shape {
    /// Its fields.
    pub filing: RecordShape,
}

/// A record: the filing, a nested one, or a row.
#[derive(Debug, Clone)]
pub struct RecordShape {
    /// The record's name.
    pub name: String,
    /// The fields in order.
    pub fields: Vec<FieldShape>,
}

/// A field.
#[derive(Debug, Clone)]
pub struct FieldShape {
    /// Its column.
    pub column: ColumnId,
    /// Its name as a JSON document writes it, quoted and with the colon.
    pub label: String,
    /// Whether silence is an answer.
    pub optional: bool,
    /// What it is to its record.
    pub role: Role,
    /// What it holds.
    pub kind: Kind,
}

/// What a field is to its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// One of its values.
    Value,
    /// The key of its row.
    RowKey,
    /// The filing's key.
    FilingKey,
    /// The filing's year.
    FilingYear,
}

/// What a field holds.
#[derive(Debug, Clone)]
pub enum Kind {
    /// True or false.
    Boolean,
    /// A number scaled by `10^scale`.
    Number {
        /// Money, or a bare number.
        unit: Unit,
        /// How many decimals.
        scale: u8,
        /// What it looks like.
        manner: Manner,
    },
    /// A year.
    Year,
    /// A day.
    Day,
    /// A text.
    Text(Manner),
    /// A member of an enum, and how many it has.
    Member(EnumId, usize),
    /// A row of the filing's list at these fields.
    Reference(TableId, Vec<u16>),
    /// A nested record.
    Record(RecordShape),
    /// A list.
    List(Box<ListShape>),
}

/// A list.
#[derive(Debug, Clone)]
pub struct ListShape {
    /// Its table.
    pub table: TableId,
    /// The column of its values, if it holds no records.
    pub value: Option<ColumnId>,
    /// The most rows that it can have: a key of an enum repeats beyond.
    pub most: usize,
    /// What it holds.
    pub item: Item,
}

/// What a list holds.
#[derive(Debug, Clone)]
pub enum Item {
    /// Records.
    Record(RecordShape),
    /// Values.
    Value(Kind),
}

/// The most rows that a list is given.
const MOST_ROWS: usize = 400;

impl Shape {
    /// The tree of a vocabulary.
    pub fn new(vocabulary: &Vocabulary, layout: &Layout) -> Shape {
        let build = Build { vocabulary, layout };
        let mut filing = build.record(vocabulary.filing, FILING, None);
        for (at, field) in filing.fields.iter_mut().enumerate() {
            if at == vocabulary.key {
                field.role = Role::FilingKey;
            } else if at == vocabulary.year {
                field.role = Role::FilingYear;
            }
        }
        Shape { filing }
    }
}

struct Build<'b> {
    vocabulary: &'b Vocabulary,
    layout: &'b Layout,
}

impl Build<'_> {
    fn record(&self, id: RecordId, table: TableId, nested: Option<ColumnId>) -> RecordShape {
        let record = self.vocabulary.record(id);
        let fields = record.fields.iter().filter_map(|field| {
            let column = self.layout.find(table, nested, &field.name)?;
            let kind = match (&field.ty, &self.layout.column(column).kind) {
                (FieldType::Record(inner), _) => {
                    Kind::Record(self.record(*inner, table, Some(column)))
                }
                (FieldType::List(item), ColumnKind::List(list)) => {
                    Kind::List(Box::new(self.list(item, *list, &field.name, &record.name)))
                }
                (FieldType::Reference(path), ColumnKind::Reference(target)) => {
                    Kind::Reference(*target, self.path(path))
                }
                (scalar, _) => self.scalar(scalar, &record.name, &field.name),
            };
            let name = serde_json::to_string(&field.document_name).unwrap_or_default();
            Some(FieldShape {
                column,
                label: format!("{name}:"),
                optional: field.optional,
                role: if field.key && nested.is_none() && table != FILING {
                    Role::RowKey
                } else {
                    Role::Value
                },
                kind,
            })
        });
        RecordShape {
            name: record.name.clone(),
            fields: fields.collect(),
        }
    }

    fn list(&self, item: &FieldType, table: TableId, field: &str, record: &str) -> ListShape {
        let item = match item {
            FieldType::Record(inner) => Item::Record(self.record(*inner, table, None)),
            scalar => Item::Value(self.scalar(scalar, record, field)),
        };
        let key = match &item {
            Item::Record(record) => record
                .fields
                .iter()
                .find(|field| field.role == Role::RowKey)
                .map(|field| &field.kind),
            Item::Value(_) => None,
        };
        let most = match key {
            Some(Kind::Member(_, members)) => *members,
            Some(Kind::Boolean) => 2,
            _ => MOST_ROWS,
        };
        let value = match &item {
            Item::Record(_) => None,
            Item::Value(_) => self.layout.table(table).columns.first().copied(),
        };
        ListShape {
            table,
            value,
            most,
            item,
        }
    }

    /// The positions of the fields that a path of names goes through, from the filing.
    fn path(&self, names: &[String]) -> Vec<u16> {
        let mut record = self.vocabulary.filing;
        let mut path = Vec::new();
        for name in names {
            let fields = &self.vocabulary.record(record).fields;
            let Some(at) = fields.iter().position(|field| field.name == *name) else {
                break;
            };
            path.push(at as u16);
            if let FieldType::Record(inner) = fields[at].ty {
                record = inner;
            }
        }
        path
    }

    fn scalar(&self, ty: &FieldType, record: &str, field: &str) -> Kind {
        let manner = Manner::of(record, field);
        let number = |unit, scale| Kind::Number {
            unit,
            scale,
            manner,
        };
        match ty {
            FieldType::Boolean => Kind::Boolean,
            FieldType::Integer => number(Unit::None, 0),
            FieldType::Decimal => number(Unit::None, crate::value::number::DECIMAL_SCALE),
            FieldType::Money(currency) => {
                number(Unit::Money(*currency), crate::value::number::MONEY_SCALE)
            }
            FieldType::Year => Kind::Year,
            FieldType::Date => Kind::Day,
            FieldType::Enum(id) => {
                Kind::Member(*id, self.vocabulary.enumeration(*id).members.len())
            }
            FieldType::Text
            | FieldType::Record(_)
            | FieldType::List(_)
            | FieldType::Reference(_) => Kind::Text(manner),
        }
    }
}
