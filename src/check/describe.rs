//! Types and meanings in the words of a diagnostic.

use crate::check::checker::Checker;
use crate::check::meaning::{Declared, DeclaredKind, Meaning, Place};
use crate::vocabulary::{ColumnKind, DurationUnit, Element, RecordId, TableId, Unit, ValueType};

impl Checker<'_> {
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
