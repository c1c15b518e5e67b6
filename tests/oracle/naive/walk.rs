//! What an expression comes to for one filing.

use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::collections::BTreeMap;

use dictamen::check::ir::{
    Comparison, Constant, ExprId, Ir, LevelId, LevelKind, Op, ROOT, Reduction,
};
use dictamen::vocabulary::{ColumnId, ColumnKind, DurationUnit, TableId, Unit, ValueType};

use crate::naive::days::{BusinessDays, Date};
use crate::naive::numbers::Number;
use crate::naive::reading::{Place, Single, State};

/// A value that is known.
#[derive(Debug, Clone, PartialEq)]
pub enum Known {
    Boolean(bool),
    Number(Number),
    Date(Date),
    Text(String),
    Member(u16),
    Row(RowId),
}

/// What an expression comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// One value.
    Known(Known),
    /// A number somewhere between two, both included, or without a top; never a single one.
    Range(Number, Option<Number>),
    /// Silence.
    Absent,
    /// It depends on what is missing, or could not be computed.
    Unknown,
}

/// A row by where it stands: its list, and the position of each list's row on the way down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowId {
    pub table: TableId,
    pub path: Vec<usize>,
}

/// The rows that an expression stands in, one for each level.
pub type Rows = Vec<(LevelId, Bound)>;

/// What a level's row is.
#[derive(Debug, Clone)]
pub enum Bound {
    /// A row that is there.
    Row(RowId),
    /// The row that stands for a missing list.
    Phantom(RowId),
    /// A member of a set.
    Member(Constant),
}

/// How often each operation came to what, so that tests can tell that they reached it.
pub type Reached = BTreeMap<String, [u64; 4]>;

/// One filing under one rule book.
pub struct Walk<'a> {
    pub ir: &'a Ir,
    pub filing: &'a Place,
    pub calendar: &'a BusinessDays,
    pub as_of: Date,
    /// Whether an operation failed since this was last put back.
    pub failed: Cell<bool>,
    pub reached: RefCell<Reached>,
}

/// True, false, or nothing where that is not known.
pub type Truth = Option<bool>;

pub fn both(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

pub fn either(a: Truth, b: Truth) -> Truth {
    both(a.map(|a| !a), b.map(|b| !b)).map(|neither| !neither)
}

fn boolean(truth: Truth) -> Value {
    truth.map_or(Value::Unknown, |truth| Value::Known(Known::Boolean(truth)))
}

fn count(number: i128) -> Number {
    Number::new(number, 0)
}

/// Between two numbers: one value where they are equal.
fn between(low: Number, high: Option<Number>) -> Value {
    if high == Some(low) {
        Value::Known(Known::Number(low))
    } else {
        Value::Range(low, high)
    }
}

impl Value {
    fn known(&self) -> Option<&Known> {
        match self {
            Value::Known(known) => Some(known),
            _ => None,
        }
    }

    pub fn truth(&self) -> Truth {
        match self.known()? {
            Known::Boolean(truth) => Some(*truth),
            other => panic!("not a truth: {other:?}"),
        }
    }

    pub fn number(&self) -> Option<Number> {
        match self.known()? {
            Known::Number(number) => Some(*number),
            other => panic!("not a number: {other:?}"),
        }
    }

    pub fn date(&self) -> Option<Date> {
        match self.known()? {
            Known::Date(date) => Some(*date),
            other => panic!("not a date: {other:?}"),
        }
    }

    /// The least and the greatest that it may be; the greatest is nothing where there is none.
    fn ends(&self) -> Option<(Known, Option<Known>)> {
        match self {
            Value::Known(known) => Some((known.clone(), Some(known.clone()))),
            Value::Range(low, high) => Some((Known::Number(*low), high.map(Known::Number))),
            Value::Absent | Value::Unknown => None,
        }
    }
}

fn order(a: &Known, b: &Known) -> Ordering {
    match (a, b) {
        (Known::Number(a), Known::Number(b)) => a.compare(*b),
        (Known::Date(a), Known::Date(b)) => a.cmp(b),
        (Known::Member(a), Known::Member(b)) => a.cmp(b),
        (Known::Boolean(a), Known::Boolean(b)) => a.cmp(b),
        (Known::Text(a), Known::Text(b)) => a.cmp(b),
        (Known::Row(a), Known::Row(b)) => a.path.cmp(&b.path),
        _ => panic!("compared: {a:?} with {b:?}"),
    }
}

/// Whether all that `a` may be is less than all that `b` may be (`Some(true)`), or nothing of it.
fn less(a: &Value, b: &Value) -> Truth {
    let ((a_low, a_high), (b_low, b_high)) = (a.ends()?, b.ends()?);
    if a_high.is_some_and(|high| order(&high, &b_low).is_lt()) {
        Some(true)
    } else if b_high.is_some_and(|high| order(&a_low, &high).is_ge()) {
        Some(false)
    } else {
        None
    }
}

fn equal(a: &Value, b: &Value) -> Truth {
    if let (Value::Known(a), Value::Known(b)) = (a, b) {
        return Some(order(a, b).is_eq());
    }
    // Apart, they cannot be equal; else it depends.
    match either(less(a, b), less(b, a)) {
        Some(true) => Some(false),
        _ => None,
    }
}

fn compare(how: Comparison, a: &Value, b: &Value) -> Truth {
    let not = |truth: Truth| truth.map(|truth| !truth);
    match how {
        Comparison::Equal => equal(a, b),
        Comparison::NotEqual => not(equal(a, b)),
        Comparison::Less => less(a, b),
        Comparison::LessOrEqual => not(less(b, a)),
        Comparison::Greater => less(b, a),
        Comparison::GreaterOrEqual => not(less(a, b)),
    }
}

/// Whether an expression may come to what a quotient or a mean came to.
fn is_fraction(ir: &Ir, id: ExprId) -> bool {
    match &ir.node(id).op {
        Op::Divide(..) => true,
        Op::Add(a, b)
        | Op::Subtract(a, b)
        | Op::Multiply(a, b)
        | Op::Least(a, b)
        | Op::Greatest(a, b)
        | Op::If(_, a, b) => is_fraction(ir, *a) || is_fraction(ir, *b),
        Op::Negate(a) => is_fraction(ir, *a),
        Op::Reduce {
            reduction,
            body: Some(body),
            ..
        } => match reduction {
            Reduction::Mean => true,
            Reduction::Sum | Reduction::Min | Reduction::Max => is_fraction(ir, *body),
            _ => false,
        },
        _ => false,
    }
}

fn scale_of(ty: ValueType) -> u8 {
    match ty {
        ValueType::Number { scale, .. } => scale,
        _ => 0,
    }
}

impl<'a> Walk<'a> {
    /// The value of an expression in these rows.
    pub fn value(&self, id: ExprId, rows: &Rows) -> Value {
        let node = self.ir.node(id);
        let value = self.operation(&node.op, node.ty, rows);
        let value = match is_fraction(self.ir, id) {
            true => self.as_fraction(value),
            false => self.in_scale_of(node.ty, value),
        };
        let outcome = match &value {
            Value::Known(_) => 0,
            Value::Range(..) => 1,
            Value::Absent => 2,
            Value::Unknown => 3,
        };
        let name = name(&node.op);
        self.reached.borrow_mut().entry(name).or_default()[outcome] += 1;
        value
    }

    /// A number with as many decimals as its expression has; one that does not fit is an overflow.
    fn in_scale_of(&self, ty: ValueType, value: Value) -> Value {
        let ValueType::Number { scale, .. } = ty else {
            return value;
        };
        let widen = |number: Number| number.widen(scale);
        let widened = match value {
            Value::Known(Known::Number(number)) => {
                widen(number).map(|number| Value::Known(Known::Number(number)))
            }
            Value::Range(low, high) => match (widen(low), high.map(widen)) {
                (Some(low), None) => Some(Value::Range(low, None)),
                (Some(low), Some(Some(high))) => Some(Value::Range(low, Some(high))),
                _ => None,
            },
            other => return other,
        };
        widened.unwrap_or_else(|| self.fail())
    }

    /// Of a decimal that is chosen where a quotient might be, the same number.
    fn as_fraction(&self, value: Value) -> Value {
        let raised = |number: Number| number.as_fraction();
        let raised = match value {
            Value::Known(Known::Number(number)) => {
                raised(number).map(|number| Value::Known(Known::Number(number)))
            }
            Value::Range(low, Some(high)) => {
                let ends = raised(low).zip(raised(high));
                ends.map(|(low, high)| Value::Range(low, Some(high)))
            }
            other => return other,
        };
        raised.unwrap_or_else(|| self.fail())
    }

    fn fail(&self) -> Value {
        self.failed.set(true);
        Value::Unknown
    }

    fn constant(&self, constant: &Constant, ty: ValueType) -> Known {
        match constant {
            Constant::Boolean(value) => Known::Boolean(*value),
            Constant::Number(digits) => Known::Number(Number::new(*digits, scale_of(ty))),
            Constant::Date(day) => Known::Date(Date::of(*day)),
            Constant::Text(text) => Known::Text(text.clone()),
            Constant::Member(_, code) => Known::Member(*code),
        }
    }

    fn truth(&self, id: ExprId, rows: &Rows) -> Truth {
        self.value(id, rows).truth()
    }

    /// What a failing operation makes of operands that must be known, one value each.
    fn computed<T>(
        &self,
        operands: Option<T>,
        operation: impl FnOnce(T) -> Option<Known>,
    ) -> Value {
        match operands {
            None => Value::Unknown,
            Some(operands) => match operation(operands) {
                Some(known) => Value::Known(known),
                None => self.fail(),
            },
        }
    }

    fn arithmetic(
        &self,
        a: ExprId,
        b: ExprId,
        rows: &Rows,
        operation: impl FnOnce(Number, Number) -> Option<Number>,
    ) -> Value {
        let operands = self
            .value(a, rows)
            .number()
            .zip(self.value(b, rows).number());
        self.computed(operands, |(a, b)| operation(a, b).map(Known::Number))
    }

    fn operation(&self, op: &Op, ty: ValueType, rows: &Rows) -> Value {
        match op {
            Op::Constant(constant) => Value::Known(self.constant(constant, ty)),
            Op::AsOf => Value::Known(Known::Date(self.as_of)),
            Op::Column(level, column) => self.column(&self.row(*level, rows), *column),
            Op::Row(level) => match bound(*level, rows) {
                Bound::Row(row) => Value::Known(Known::Row(row)),
                _ => Value::Unknown,
            },
            Op::Member(level) => match bound(*level, rows) {
                Bound::Member(member) => Value::Known(self.constant(&member, ty)),
                other => panic!("not a member: {other:?}"),
            },
            Op::Follow(reference, column) => match self.value(*reference, rows) {
                Value::Known(Known::Row(row)) => self.column(&row, *column),
                Value::Absent => Value::Absent,
                _ => Value::Unknown,
            },
            Op::RecordGiven(level, column) => self.is_there(&self.row(*level, rows), *column),
            Op::FollowRecordGiven(reference, column) => match self.value(*reference, rows) {
                Value::Known(Known::Row(row)) => self.is_there(&row, *column),
                Value::Absent => boolean(Some(false)),
                _ => Value::Unknown,
            },
            Op::IsGiven(operand) => match self.value(*operand, rows) {
                Value::Known(_) => boolean(Some(true)),
                Value::Absent => boolean(Some(false)),
                Value::Range(..) | Value::Unknown => Value::Unknown,
            },
            Op::Not(operand) => boolean(self.truth(*operand, rows).map(|truth| !truth)),
            Op::And(all) => boolean(
                all.iter()
                    .map(|operand| self.truth(*operand, rows))
                    .fold(Some(true), both),
            ),
            Op::Or(all) => boolean(
                all.iter()
                    .map(|operand| self.truth(*operand, rows))
                    .fold(Some(false), either),
            ),
            Op::If(condition, then, other) => self.choice(*condition, *then, *other, rows),
            Op::Compare(how, a, b) => {
                boolean(compare(*how, &self.value(*a, rows), &self.value(*b, rows)))
            }
            Op::Between(x, low, high) => {
                let x = self.value(*x, rows);
                let low = compare(Comparison::LessOrEqual, &self.value(*low, rows), &x);
                let high = compare(Comparison::LessOrEqual, &x, &self.value(*high, rows));
                boolean(both(low, high))
            }
            Op::In(x, members) => {
                let ty = self.ir.node(*x).ty;
                let x = self.value(*x, rows);
                // Nothing is in an empty set, whatever it is.
                let equals = members
                    .iter()
                    .map(|member| equal(&x, &Value::Known(self.constant(member, ty))));
                boolean(equals.fold(Some(false), either))
            }
            Op::By(done, deadline) => {
                let done = match self.value(*done, rows) {
                    Value::Absent => Value::Known(Known::Date(self.as_of)),
                    other => other,
                };
                let deadline = self.value(*deadline, rows);
                boolean(compare(Comparison::LessOrEqual, &done, &deadline))
            }
            Op::Negate(operand) => self.computed(self.value(*operand, rows).number(), |number| {
                number.negate().map(Known::Number)
            }),
            Op::Add(a, b) => self.arithmetic(*a, *b, rows, Number::add),
            Op::Subtract(a, b) => self.arithmetic(*a, *b, rows, Number::subtract),
            Op::Multiply(a, b) => self.arithmetic(*a, *b, rows, Number::multiply),
            Op::Divide(a, b) => self.arithmetic(*a, *b, rows, Number::divide),
            Op::Round(operand) => self.computed(self.value(*operand, rows).number(), |number| {
                number.round(scale_of(ty)).map(Known::Number)
            }),
            Op::Shift(date, duration, back) => {
                let unit = self.ir.node(*duration).ty;
                let date = self.value(*date, rows).date();
                let duration = self.value(*duration, rows).number();
                self.computed(date.zip(duration), |(date, duration)| {
                    let duration = if *back { duration.negate()? } else { duration };
                    self.shift(date, duration, unit).map(Known::Date)
                })
            }
            Op::Days(a, b) => {
                let dates = self.value(*a, rows).date().zip(self.value(*b, rows).date());
                self.computed(dates, |(a, b)| {
                    let days = b.number() - a.number();
                    Some(Known::Number(count(i128::from(days))))
                })
            }
            Op::BusinessDays(a, b) => {
                let dates = self.value(*a, rows).date().zip(self.value(*b, rows).date());
                self.computed(dates, |(a, b)| {
                    Some(Known::Number(count(self.calendar.between(a, b)?)))
                })
            }
            Op::YearOf(date) => self.computed(self.value(*date, rows).date(), |date| {
                Some(Known::Number(count(i128::from(date.year))))
            }),
            Op::BusinessDay(date, back) => self.computed(self.value(*date, rows).date(), |date| {
                self.calendar.nearest(date, *back).map(Known::Date)
            }),
            Op::Least(a, b) => self.extreme(*a, *b, Ordering::Less, rows),
            Op::Greatest(a, b) => self.extreme(*a, *b, Ordering::Greater, rows),
            Op::MakeDate(year, month, day) => {
                let parts = [*year, *month, *day].map(|part| self.value(part, rows).number());
                let parts: Option<Vec<Number>> = parts.into_iter().collect();
                self.computed(parts, |parts| {
                    let whole = |number: &Number| i64::try_from(number.digits).ok();
                    let date = Date::new(whole(&parts[0])?, whole(&parts[1])?, whole(&parts[2])?);
                    date.map(Known::Date)
                })
            }
            Op::DatedParameter {
                steps, until, on, ..
            } => self.computed(self.value(*on, rows).date(), |date| {
                if until.is_some_and(|until| Date::of(until) < date) {
                    return None;
                }
                let step = steps.iter().rev().find(|(from, _)| Date::of(*from) <= date);
                step.map(|(_, constant)| self.constant(constant, ty))
            }),
            Op::Reduce {
                reduction,
                level,
                filter,
                body,
            } => self.reduce(*reduction, *level, *filter, *body, ty, rows),
            Op::LongestGap {
                level,
                filter,
                body,
                from,
                to,
                comparison,
                than,
            } => {
                let dates = self.dates(*level, *filter, *body, rows);
                let ends = (self.value(*from, rows).date()).zip(self.value(*to, rows).date());
                let unit = self.ir.node(*than).ty;
                let than = self.value(*than, rows).number();
                let Some(((from, to), than)) = ends.zip(than) else {
                    return Value::Unknown;
                };
                boolean(self.longest_gap(&dates, (from, to), *comparison, than, unit))
            }
        }
    }

    fn choice(&self, condition: ExprId, then: ExprId, other: ExprId, rows: &Rows) -> Value {
        let condition = self.truth(condition, rows);
        // A range is read by comparisons and messages alone.
        let branch = |branch| match self.value(branch, rows) {
            Value::Range(..) => Value::Unknown,
            value => value,
        };
        match condition {
            Some(true) => branch(then),
            Some(false) => branch(other),
            None => match (branch(then), branch(other)) {
                (Value::Absent, Value::Absent) => Value::Absent,
                (Value::Known(a), Value::Known(b)) if order(&a, &b).is_eq() => Value::Known(a),
                _ => Value::Unknown,
            },
        }
    }

    /// The one of two values that is `wanted` beside the other; an absent one is passed over.
    fn extreme(&self, a: ExprId, b: ExprId, wanted: Ordering, rows: &Rows) -> Value {
        match (self.value(a, rows), self.value(b, rows)) {
            (Value::Absent, Value::Absent) => Value::Absent,
            (Value::Known(one), Value::Absent) | (Value::Absent, Value::Known(one)) => {
                Value::Known(one)
            }
            (Value::Known(a), Value::Known(b)) if order(&a, &b) == wanted => Value::Known(a),
            (Value::Known(_), Value::Known(b)) => Value::Known(b),
            _ => Value::Unknown,
        }
    }

    fn shift(&self, date: Date, by: Number, unit: ValueType) -> Option<Date> {
        let ValueType::Number {
            unit: Unit::Duration(unit),
            ..
        } = unit
        else {
            panic!("not a duration: {unit:?}");
        };
        match unit {
            DurationUnit::Days => date.plus_days(by.digits),
            DurationUnit::Months => date.plus_months(by.digits),
            DurationUnit::BusinessDays => self.calendar.plus(date, by.digits),
        }
    }

    // Rows and what stands in them.

    fn row(&self, level: LevelId, rows: &Rows) -> RowId {
        match bound(level, rows) {
            Bound::Row(row) | Bound::Phantom(row) => row,
            Bound::Member(_) => panic!("a member has no fields"),
        }
    }

    /// A row, by going down list by list.
    fn place_of(&self, row: &RowId) -> &'a Place {
        let Some((last, above)) = row.path.split_last() else {
            return self.filing;
        };
        let table = self.ir.layout.table(row.table);
        let parent = RowId {
            table: table.parent.expect("a row's list stands in a row"),
            path: above.to_vec(),
        };
        match inside(self.place_of(&parent), &table.path) {
            Place::List(_, rows) => &rows[*last],
            other => panic!("not a list: {other:?}"),
        }
    }

    fn state_of(&self, row: &RowId, column: ColumnId) -> State {
        let column = self.ir.layout.column(column);
        match inside(self.place_of(row), &column.path) {
            Place::Single(state, _) | Place::Record(state, _) | Place::List(state, _) => *state,
        }
    }

    fn is_there(&self, row: &RowId, column: ColumnId) -> Value {
        boolean(match self.state_of(row, column) {
            State::Given => Some(true),
            State::Absent => Some(false),
            State::Missing => None,
        })
    }

    fn column(&self, row: &RowId, id: ColumnId) -> Value {
        let column = self.ir.layout.column(id);
        let Place::Single(state, single) = inside(self.place_of(row), &column.path) else {
            panic!("not a single value: {:?}", column.path);
        };
        match (state, single) {
            (State::Absent, _) => Value::Absent,
            (State::Missing, _) => Value::Unknown,
            (State::Given, None) => panic!("given, and no value"),
            (State::Given, Some(single)) => match single {
                Single::Boolean(value) => Value::Known(Known::Boolean(*value)),
                Single::Number(number) => Value::Known(Known::Number(*number)),
                Single::Date(date) => Value::Known(Known::Date(*date)),
                Single::Text(text) => Value::Known(Known::Text(text.clone())),
                Single::Member(code) => Value::Known(Known::Member(*code)),
                Single::Key(key) => match column.kind {
                    ColumnKind::Reference(table) => self.referred(table, key),
                    _ => panic!("a key in {:?}", column.kind),
                },
            },
        }
    }

    /// The one row of a list of the filing with this key; none, or several, is as good as missing.
    fn referred(&self, table: TableId, key: &str) -> Value {
        let layout = &self.ir.layout;
        let Place::List(_, rows) = inside(self.filing, &layout.table(table).path) else {
            panic!("not a list");
        };
        let column = layout
            .table(table)
            .key
            .expect("what is referred to has keys");
        let found: Vec<usize> = (0..rows.len())
            .filter(|at| {
                let place = inside(&rows[*at], &layout.column(column).path);
                matches!(place, Place::Single(_, Some(Single::Text(text))) if text == key)
            })
            .collect();
        match found[..] {
            [at] => Value::Known(Known::Row(RowId {
                table,
                path: vec![at],
            })),
            _ => Value::Unknown,
        }
    }

    /// The rows of a level inside the rows of its parent, each with whether it belongs there.
    pub fn rows(&self, level: LevelId, around: &Rows) -> Vec<(Rows, Truth)> {
        let with = |bound: Bound| {
            let mut rows: Rows = around.clone();
            rows.retain(|(other, _)| *other != level);
            rows.push((level, bound));
            rows
        };
        match &self.ir.level(level).kind {
            LevelKind::Filing => panic!("the filing is not gone through"),
            LevelKind::Set { members } => members
                .iter()
                .map(|member| (with(Bound::Member(member.clone())), Some(true)))
                .collect(),
            LevelKind::List { table, owner } => {
                let owner = self.row(*owner, around);
                let (state, count) = self.list(&owner, *table);
                (0..count)
                    .map(|at| {
                        let mut path = owner.path.clone();
                        path.push(at);
                        let row = RowId {
                            table: *table,
                            path,
                        };
                        match state {
                            State::Missing => (with(Bound::Phantom(row)), None),
                            _ => (with(Bound::Row(row)), Some(true)),
                        }
                    })
                    .collect()
            }
            LevelKind::Referring {
                table,
                reference,
                to,
            } => {
                let to = match bound(*to, around) {
                    Bound::Row(row) => Value::Known(Known::Row(row)),
                    _ => Value::Unknown,
                };
                let filing = self.row(ROOT, around);
                let (state, count) = self.list(&filing, *table);
                (0..count)
                    .map(|at| {
                        let row = RowId {
                            table: *table,
                            path: vec![at],
                        };
                        if state == State::Missing {
                            return (with(Bound::Phantom(row)), None);
                        }
                        let member = match self.column(&row, *reference) {
                            // Who refers to nothing does not refer to this row.
                            Value::Absent => Some(false),
                            reference => equal(&reference, &to),
                        };
                        (with(Bound::Row(row)), member)
                    })
                    .collect()
            }
        }
    }

    fn list(&self, owner: &RowId, table: TableId) -> (State, usize) {
        match inside(self.place_of(owner), &self.ir.layout.table(table).path) {
            Place::List(state, rows) => (*state, rows.len()),
            other => panic!("not a list: {other:?}"),
        }
    }

    // What goes through rows.

    /// The rows that are not kept out, each with whether it is a member and whether it is a phantom.
    fn members(
        &self,
        level: LevelId,
        filter: Option<ExprId>,
        around: &Rows,
    ) -> Vec<(Rows, Truth, bool)> {
        self.rows(level, around)
            .into_iter()
            .filter_map(|(rows, there)| {
                let kept = filter.map_or(Some(true), |filter| self.truth(filter, &rows));
                let member = both(there, kept);
                let phantom = matches!(bound(level, &rows), Bound::Phantom(_));
                (member != Some(false)).then_some((rows, member, phantom))
            })
            .collect()
    }

    fn reduce(
        &self,
        reduction: Reduction,
        level: LevelId,
        filter: Option<ExprId>,
        body: Option<ExprId>,
        ty: ValueType,
        around: &Rows,
    ) -> Value {
        if let (Reduction::Every | Reduction::Some, Some(body)) = (reduction, body) {
            let mut all = Some(true);
            let mut any = Some(false);
            for (rows, member, _) in self.members(level, filter, around) {
                let holds = self.truth(body, &rows);
                all = both(all, either(member.map(|member| !member), holds));
                any = either(any, both(member, holds));
            }
            return boolean(if reduction == Reduction::Every {
                all
            } else {
                any
            });
        }
        let members = self.members(level, filter, around);
        if reduction == Reduction::Count {
            let sure = members.iter().filter(|(_, member, _)| member.is_some());
            let endless = members.iter().any(|(_, _, phantom)| *phantom);
            let top = count(members.len() as i128);
            return between(count(sure.count() as i128), Some(top).filter(|_| !endless));
        }
        let body = body.expect("only a count has no term");
        if reduction == Reduction::Sum {
            return self.sum(&members, body, ty);
        }
        let mut terms: Vec<Known> = Vec::new();
        let mut known = true;
        for (rows, member, _) in &members {
            let value = self.value(body, rows);
            match (member, value) {
                (Some(_), Value::Known(term)) => terms.push(term),
                _ => known = false,
            }
        }
        if !known {
            return Value::Unknown;
        }
        let found = match reduction {
            Reduction::Min => terms.into_iter().min_by(order),
            Reduction::Max => terms.into_iter().max_by(order),
            _ => return self.mean(&terms),
        };
        found.map_or(Value::Absent, Value::Known)
    }

    fn sum(&self, members: &[(Rows, Truth, bool)], body: ExprId, ty: ValueType) -> Value {
        let money = matches!(
            ty,
            ValueType::Number {
                unit: Unit::Money(_),
                ..
            }
        );
        let zero = Number::new(0, scale_of(ty));
        let (mut low, mut high) = (Some(zero), Some(zero));
        let add = |sum: Option<Number>, term| sum.and_then(|sum: Number| sum.add(term));
        let mut known = true;
        for (rows, member, phantom) in members {
            let Some(term) = self.value(body, rows).number() else {
                known = false;
                continue;
            };
            if member.is_some() {
                low = add(low, term);
                high = add(high, term);
            } else if *phantom || !money {
                known = false;
            } else if term.digits < 0 {
                low = add(low, term);
            } else {
                high = add(high, term);
            }
        }
        match (known, low, high) {
            (false, ..) => Value::Unknown,
            (true, Some(low), Some(high)) => between(low, Some(high)),
            _ => self.fail(),
        }
    }

    fn mean(&self, terms: &[Known]) -> Value {
        let mut sum: Option<Number> = None;
        for term in terms {
            let Known::Number(term) = term else {
                panic!("a mean of {term:?}");
            };
            sum = match sum {
                None => Some(*term),
                Some(sum) => match sum.add(*term) {
                    Some(sum) => Some(sum),
                    None => return self.fail(),
                },
            };
        }
        let Some(sum) = sum else {
            return Value::Absent;
        };
        match sum.divide(count(terms.len() as i128)) {
            Some(mean) => Value::Known(Known::Number(mean)),
            None => self.fail(),
        }
    }

    /// The dates that surely count, those that may, and whether there may be others.
    fn dates(&self, level: LevelId, filter: Option<ExprId>, body: ExprId, around: &Rows) -> Dates {
        let mut dates = Dates::default();
        for (rows, member, _) in self.members(level, filter, around) {
            match (member, self.value(body, &rows).date()) {
                (Some(_), Some(date)) => dates.sure.push(date),
                (None, Some(date)) => dates.perhaps.push(date),
                (_, None) => dates.others = true,
            }
        }
        dates
    }

    /// A further date can only shorten the gaps: what the sure dates satisfy stays so, and what does not
    /// hold with all that may count never will. But a further date begins a gap of its own, and the day
    /// on which that would have to end must exist.
    fn longest_gap(
        &self,
        dates: &Dates,
        (from, to): (Date, Date),
        comparison: Comparison,
        than: Number,
        unit: ValueType,
    ) -> Truth {
        let inside = |date: &Date| from < *date && *date < to;
        let sure: Vec<Date> = dates.sure.iter().copied().filter(inside).collect();
        let perhaps: Vec<Date> = dates.perhaps.iter().copied().filter(inside).collect();
        let strict = matches!(comparison, Comparison::Less | Comparison::GreaterOrEqual);
        let end_of = |date: Date| {
            let end = self.shift(date, than, unit);
            self.failed.set(self.failed.get() || end.is_none());
            end
        };
        let short = |mut stops: Vec<Date>| {
            stops.extend([from, to]);
            // A gap of no day is only there where there is nothing else.
            stops[..].sort();
            let pairs = if from < to {
                stops.windows(2).map(|pair| (pair[0], pair[1])).collect()
            } else {
                vec![(from, to)]
            };
            pairs.into_iter().fold(Some(true), |all, (from, to)| {
                let reaches = end_of(from).map(|end| if strict { to < end } else { to <= end });
                both(all, reaches)
            })
        };
        let longest = short(sure.clone());
        let all = [sure, perhaps.clone()].concat();
        // The last day on which a date of which nothing is known may lie.
        let others = (dates.others && from.number() + 1 < to.number())
            .then(|| to.plus_days(-1).expect("a day between"));
        let further = perhaps.iter().copied().chain(others).max();
        let truth = match (longest, further) {
            _ if to < from => Some(true),
            (longest, None) => longest,
            (Some(true), Some(last)) if end_of(last).is_some() => Some(true),
            (Some(false), Some(_)) if others.is_none() && end_of(from).is_some() => {
                short(all).filter(|short| !short)
            }
            _ => None,
        };
        match comparison {
            Comparison::Less | Comparison::LessOrEqual => truth,
            Comparison::Greater | Comparison::GreaterOrEqual => truth.map(|short| !short),
            Comparison::Equal | Comparison::NotEqual => panic!("a gap is not compared so"),
        }
    }
}

/// The dates of the rows of a gap.
#[derive(Debug, Default)]
struct Dates {
    /// Of rows that count.
    sure: Vec<Date>,
    /// Of rows that may count.
    perhaps: Vec<Date>,
    /// Whether there are rows whose date is not known.
    others: bool,
}

fn bound(level: LevelId, rows: &Rows) -> Bound {
    let found = rows.iter().rev().find(|(other, _)| *other == level);
    found.expect("a level that is named is around").1.clone()
}

/// The place under a path of names, from a row or the filing.
fn inside<'p>(place: &'p Place, path: &[String]) -> &'p Place {
    path.iter().fold(place, |place, name| match place {
        Place::Record(_, fields) => &fields[name],
        other => panic!("no record, so no `{name}`: {other:?}"),
    })
}

/// What an operation is called where tests count them.
fn name(op: &Op) -> String {
    match op {
        Op::Reduce { reduction, .. } => format!("{reduction:?}"),
        Op::Compare(how, ..) => format!("{how:?}"),
        other => {
            let text = format!("{other:?}");
            let end = text.find(|letter: char| !letter.is_alphanumeric());
            text[..end.unwrap_or(text.len())].to_owned()
        }
    }
}
