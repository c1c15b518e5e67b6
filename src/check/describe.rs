//! Types and meanings in the words of a diagnostic.

use crate::check::checker::Checker;
use crate::check::meaning::{Declared, DeclaredKind, Meaning, Place};
use crate::vocabulary::{ColumnKind, DurationUnit, Element, RecordId, TableId, Unit, ValueType};

impl Checker<'_> {
    /// How values of two types that are compared could be of one.
    pub(super) fn how_to_compare(&self, a: ValueType, b: ValueType) -> String {
        match (a, b) {
            (ValueType::Enum(id), _) | (_, ValueType::Enum(id)) => self.members_of(id),
            (ValueType::Date, _) | (_, ValueType::Date) => {
                "a date stands without quotes: `2014-12-31`; of a date there is `year of d`"
                    .to_owned()
            }
            (ValueType::Number { unit, .. }, ValueType::Number { unit: other, .. }) => {
                match (unit, other) {
                    (Unit::Money(_), _) | (_, Unit::Money(_)) => {
                        "an amount has its currency after it: `7 MXN`".to_owned()
                    }
                    _ => "compare what counts the same".to_owned(),
                }
            }
            (ValueType::Text, _) | (_, ValueType::Text) => {
                "a text stands in quotes, and nothing else does".to_owned()
            }
            (ValueType::Boolean, _) | (_, ValueType::Boolean) => {
                "what is true or false is a condition already: write it alone, or after `not`"
                    .to_owned()
            }
            _ => "compare two values of one type".to_owned(),
        }
    }

    /// How a value of a type could be one of the type that is wanted.
    pub(super) fn how_to_have(&self, wanted: ValueType, found: ValueType) -> String {
        match (wanted, found) {
            (ValueType::Boolean, ValueType::Enum(_)) => {
                "say what it is compared with, or name several in a set: `in {lease, service}`"
                    .to_owned()
            }
            (ValueType::Boolean, _) => {
                "write a condition: compare the value, as in `… <= 7` or `… is given`".to_owned()
            }
            _ => self.how_to_compare(wanted, found),
        }
    }

    /// The members of an enum, to choose from.
    fn members_of(&self, id: crate::vocabulary::EnumId) -> String {
        let members = &self.vocabulary.enumeration(id).members;
        let names = members.iter().map(|member| member.name.as_str());
        super::wordings::choices("a member stands without quotes:", names)
    }

    /// `a date`, `money in MXN`, `a member of `Modality``
    pub(super) fn describe(&self, ty: ValueType) -> String {
        match ty {
            ValueType::Boolean => "true or false".to_owned(),
            ValueType::Number { unit, .. } => describe_unit(unit),
            ValueType::Date => "a date".to_owned(),
            ValueType::Text => "a text".to_owned(),
            ValueType::Enum(id) => {
                format!("a member of `{}`", self.vocabulary.enumeration(id).name)
            }
            ValueType::Row(table) => format!("a row of `{}`", self.table_name(table)),
        }
    }

    /// What an expression means.
    pub(super) fn describe_meaning(&self, meaning: &Meaning) -> String {
        match meaning {
            Meaning::Value(value) => self.describe(self.ty(*value)),
            Meaning::Record(place) => match self.record_of(place) {
                Some(record) => format!("a record `{}`", self.vocabulary.record(record).name),
                None => format!("a row of `{}`", self.table_name(place.table)),
            },
            Meaning::List(list) => format!("the list `{}`", self.table_name(list.table)),
            Meaning::Set(set) => format!("a set, each member {}", self.describe(set.ty)),
            Meaning::Dated(dated) => {
                format!("{} that changes over time", self.describe(dated.ty))
            }
        }
    }

    /// A declared type.
    pub(super) fn describe_declared(&self, declared: &Declared) -> String {
        self.describe_kind(&declared.kind)
    }

    fn describe_kind(&self, kind: &DeclaredKind) -> String {
        match kind {
            DeclaredKind::Value(ty) => self.describe(*ty),
            DeclaredKind::Record(record) => {
                format!("a record `{}`", self.vocabulary.record(*record).name)
            }
            DeclaredKind::List(item) => format!("a list, each row {}", self.describe_kind(item)),
        }
    }

    /// The names of a list from the filing: `security.controls`.
    pub(super) fn table_name(&self, table: TableId) -> String {
        let table = self.layout.table(table);
        if table.path.is_empty() {
            return match table.element {
                Element::Record(record) => self.vocabulary.record(record).name.clone(),
                Element::Value => "values".to_owned(),
            };
        }
        table.path.join(".")
    }

    /// The record that a place holds.
    pub(super) fn record_of(&self, place: &Place) -> Option<RecordId> {
        match place.record {
            Some(column) => match self.layout.column(column).kind {
                ColumnKind::Record(record) => Some(record),
                _ => None,
            },
            None => match self.layout.table(place.table).element {
                Element::Record(record) => Some(record),
                Element::Value => None,
            },
        }
    }
}

/// A unit as a type of its own.
pub(super) fn describe_unit(unit: Unit) -> String {
    match unit {
        Unit::None => "a number".to_owned(),
        Unit::Money(currency) => format!("money in {currency}"),
        Unit::Duration(DurationUnit::Days) => "a duration in days".to_owned(),
        Unit::Duration(DurationUnit::BusinessDays) => "a duration in business days".to_owned(),
        Unit::Duration(DurationUnit::Months) => "a duration in months".to_owned(),
    }
}
