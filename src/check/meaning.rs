//! What an expression may mean, and the names that are bound around it.

use std::rc::Rc;

use crate::check::tables::TableValues;

use crate::check::ir::{Constant, ExprId, LevelId, ROOT, TraceId};
use crate::source::Span;
use crate::value::Day;
use crate::vocabulary::layout::FILING;
use crate::vocabulary::{ColumnId, EnumId, RecordId, TableId, Unit, ValueType};

/// What an expression means.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Meaning {
    /// One value for each row of its level.
    Value(Value),
    /// A row or a nested record.
    Record(Place),
    /// A list of a row.
    List(ListPlace),
    /// `{a, b}`, a parameter that is a set, or an enum's name.
    Set(Rc<SetOf>),
    /// A parameter that changes over time, without the date on which it is read.
    Dated(Rc<DatedValues>),
}

/// One value for each row of a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Value {
    /// What computes it.
    pub node: ExprId,
    /// How it was written.
    pub trace: TraceId,
    /// Whether `is given` may ask. It differs from the node's own flag only inside a definition, where
    /// the declared type of a parameter decides.
    pub ask: bool,
}

/// A row, or a record nested in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Place {
    /// Whose row.
    pub base: Base,
    /// The table of the row.
    pub table: TableId,
    /// The column of the nested record, if it is one.
    pub record: Option<ColumnId>,
    /// Whether it may be absent.
    pub optional: bool,
    /// Whether `is given` may ask, as in [`Value`].
    pub ask: bool,
}

/// How a row is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Base {
    /// The row of a level.
    Row(LevelId),
    /// The row that a reference leads to.
    Follow(Value),
}

/// A list of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ListPlace {
    /// The record that it stands in.
    pub place: Place,
    /// Its column there.
    pub column: ColumnId,
    /// Its table.
    pub table: TableId,
    /// Whether `is given` may ask.
    pub ask: bool,
}

/// Values known beforehand, all of one type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct SetOf {
    /// The type of each.
    pub ty: ValueType,
    /// The values, numbers scaled as the type says.
    pub members: Vec<Constant>,
}

/// What a parameter is worth over time.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct DatedValues {
    /// Its name.
    pub name: String,
    /// The type of each value.
    pub ty: ValueType,
    /// The first day of each value, ascending.
    pub steps: Vec<(Day, Constant)>,
    /// The last day of the last value.
    pub until: Option<Day>,
    /// The table and the members by which it is read, if it is one; then it has no steps of its own.
    pub table: Option<(Rc<TableValues>, Vec<Value>)>,
}

/// The filing itself.
pub(super) const THE_FILING: Place = Place {
    base: Base::Row(ROOT),
    table: FILING,
    record: None,
    optional: false,
    ask: false,
};

/// A name that is bound: a loop's variable or a definition's parameter.
#[derive(Debug, Clone)]
pub(super) struct Binding {
    /// The name.
    pub name: String,
    /// Where it is bound.
    pub span: Span,
    /// What it means; nothing where that is an error told elsewhere.
    pub meaning: Option<Meaning>,
    /// The level of its rows.
    pub level: LevelId,
    /// The list that is gone through where the name may not be used.
    pub hidden: Option<Span>,
}

/// What stands around an expression.
#[derive(Debug, Clone)]
pub(super) struct Around {
    /// The names bound.
    pub bindings: Vec<Binding>,
    /// The level of the innermost rows.
    pub level: LevelId,
    /// The call whose body is checked, and whose arguments the bindings are.
    pub call: Option<Span>,
    /// How deep the expression stands, bodies of calls included.
    pub depth: usize,
    /// The id of the clause whose conditions or messages are checked.
    pub clause: Option<String>,
}

impl Around {
    /// The filing alone.
    pub(super) fn filing() -> Around {
        Around {
            bindings: Vec::new(),
            level: ROOT,
            call: None,
            depth: 0,
            clause: None,
        }
    }

    /// The binding of a name.
    pub(super) fn find(&self, name: &str) -> Option<&Binding> {
        self.bindings
            .iter()
            .rev()
            .find(|binding| binding.name == name)
    }
}

/// A type as declared: of a parameter, a definition's parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Declared {
    /// What it is.
    pub kind: DeclaredKind,
    /// Whether `optional` stands before it.
    pub optional: bool,
}

/// The kinds of declared type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DeclaredKind {
    /// A value; the scale of a number says how many decimals a parameter keeps.
    Value(ValueType),
    /// A record, nested or a row.
    Record(RecordId),
    /// A list of values or records.
    List(Box<DeclaredKind>),
}

/// The unit of a type that is a number.
pub(super) fn unit(ty: ValueType) -> Option<Unit> {
    match ty {
        ValueType::Number { unit, .. } => Some(unit),
        _ => None,
    }
}

/// The scale of a number, 0 for what is none.
pub(super) fn scale(ty: ValueType) -> u8 {
    match ty {
        ValueType::Number { scale, .. } => scale,
        _ => 0,
    }
}

/// The type of a number.
pub(super) fn number(unit: Unit, scale: u8) -> ValueType {
    ValueType::Number { unit, scale }
}

/// Whether two types are one, the scale of numbers aside.
pub(super) fn alike(a: ValueType, b: ValueType) -> bool {
    match (a, b) {
        (ValueType::Number { unit: a, .. }, ValueType::Number { unit: b, .. }) => a == b,
        _ => a == b,
    }
}

/// The enum of a type that is one.
pub(super) fn enum_of(ty: ValueType) -> Option<EnumId> {
    match ty {
        ValueType::Enum(id) => Some(id),
        _ => None,
    }
}
