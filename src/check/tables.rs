//! Parameters that are tables over enums: each combination of members once, read as a choice by members.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::check::checker::Checker;
use crate::check::ir::{Comparison, Constant, ExprId, Node, Op, ROOT, TraceRole};
use crate::check::meaning::{
    Around, DatedValues, Declared, DeclaredKind, Meaning, Value, alike, number, scale, unit,
};
use crate::check::parameters::Worth;
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::ast::{self, Expr, ParameterValue, TableRow};
use crate::value::Day;
use crate::vocabulary::{EnumId, ValueType};

/// How many combinations of members a table may have.
const MOST_COMBINATIONS: usize = 10_000;

/// The word for the members that no row beside it names.
const OTHER: &str = "other";

/// The combinations that no row gives, the rows that give one twice, and the rows that give none.
type Combinations = (Vec<Vec<u16>>, Vec<(usize, usize)>, Vec<usize>);

/// A table whose rows say each combination once.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct TableValues {
    /// Its name.
    pub name: String,
    /// The enums of its members.
    pub keys: Vec<EnumId>,
    /// The type of each value.
    pub ty: ValueType,
    /// The rows.
    rows: Vec<Row>,
}

/// A row: a member for each enum, none for `other`, and what it is worth.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Row {
    members: Vec<Option<u16>>,
    cell: Cell,
}

/// What a row is worth.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Cell {
    One(Constant),
    Dated(Vec<(Day, Constant)>, Option<Day>),
}

impl TableValues {
    fn is_dated(&self) -> bool {
        self.rows
            .iter()
            .any(|row| matches!(row.cell, Cell::Dated(..)))
    }
}

/// What a row is worth before all have one type.
struct Draft {
    members: Vec<Option<u16>>,
    steps: Vec<(Option<Day>, Constant, ValueType, Span)>,
    until: Option<Day>,
}

impl Checker<'_> {
    /// `parameter threshold(BodyKind, Subject): money in MXN` and its rows.
    pub(super) fn table(
        &mut self,
        parameter: &ast::Parameter,
        rows: &[TableRow],
        declared: Option<&Declared>,
    ) -> Option<Worth> {
        let wanted = match declared.map(|declared| &declared.kind) {
            Some(DeclaredKind::Value(ty)) => Some(*ty),
            Some(_) => {
                let name = parameter.name.span;
                let told = "a table holds single values";
                self.tell(Diagnostic::error(
                    codes::PARAMETER_TYPE,
                    told,
                    name,
                    "is a table",
                ));
                return None;
            }
            None => None,
        };
        let keys = self.table_keys(parameter)?;
        let drafts: Vec<Option<Draft>> = rows
            .iter()
            .map(|row| self.row(row, &keys, wanted))
            .collect();
        let drafts: Vec<Draft> = drafts.into_iter().collect::<Option<_>>()?;
        let members: Vec<&[Option<u16>]> = drafts.iter().map(|row| &row.members[..]).collect();
        let all: Vec<usize> = (0..rows.len()).collect();
        let sizes: Vec<usize> = keys
            .iter()
            .map(|key| self.vocabulary.enumeration(*key).members.len())
            .collect();
        let mut cover = Cover {
            sizes: &sizes,
            members: &members,
            gaps: Vec::new(),
            doubles: Vec::new(),
            idle: Vec::new(),
        };
        cover.part(&all, &mut Vec::new());
        let (gaps, doubles, idle) = (cover.gaps, cover.doubles, cover.idle);
        if !self.sound_cover(parameter, rows, &keys, (gaps, doubles, idle)) {
            return None;
        }
        let first = drafts.first()?.steps.first()?;
        let (first_ty, first_span) = (first.2, first.3);
        let steps = || drafts.iter().flat_map(|row| &row.steps);
        for (_, _, ty, span) in steps() {
            if !alike(*ty, first_ty) {
                let (a, b) = (self.describe(first_ty), self.describe(*ty));
                self.tell(
                    Diagnostic::error(
                        codes::PARAMETER_TYPE,
                        format!("the values of a table are of one type; these are {a} and {b}"),
                        *span,
                        format!("this is {b}"),
                    )
                    .also(first_span, format!("this is {a}")),
                );
                return None;
            }
        }
        let most = steps().map(|step| scale(step.2)).max().unwrap_or(0);
        let ty = unit(first_ty).map_or(first_ty, |unit| number(unit, most));
        let mut found = Vec::new();
        for draft in drafts {
            let mut dated = Vec::new();
            let mut one = None;
            for (day, constant, own, span) in draft.steps {
                let constant = self.scaled(constant, scale(own), ty, span)?;
                match day {
                    Some(day) => dated.push((day, constant)),
                    None => one = Some(constant),
                }
            }
            found.push(Row {
                members: draft.members,
                cell: match one {
                    Some(constant) => Cell::One(constant),
                    None => Cell::Dated(dated, draft.until),
                },
            });
        }
        Some(Worth::Table(Rc::new(TableValues {
            name: parameter.name.text.clone(),
            keys,
            ty,
            rows: found,
        })))
    }

    /// The enums of a table, whose combinations are few enough.
    fn table_keys(&mut self, parameter: &ast::Parameter) -> Option<Vec<EnumId>> {
        let mut keys = Vec::new();
        let mut combinations = 1_usize;
        for key in &parameter.keys {
            let Some(id) = self.enums.get(&key.text).copied() else {
                let known = self.enums.keys().map(String::as_str);
                let near = crate::diagnostic::nearest(&key.text, known);
                let told = Diagnostic::error(
                    codes::UNKNOWN_TYPE,
                    format!("there is no enum `{}`", key.text),
                    key.span,
                    "a table goes by enums",
                );
                let told = match near {
                    Some(near) => told.help(format!("did you mean `{near}`?")),
                    None => told,
                };
                self.tell(told);
                return None;
            };
            combinations =
                combinations.saturating_mul(self.vocabulary.enumeration(id).members.len());
            keys.push(id);
        }
        if keys.is_empty() || combinations > MOST_COMBINATIONS {
            let (told, help) = match keys.is_empty() {
                true => (
                    "the rows of a table name members, and the parameter names no enum".to_owned(),
                    "write the enums behind the name: `parameter threshold(BodyKind, Subject)`",
                ),
                false => (
                    format!(
                        "the enums have {combinations} combinations; a table has at most {MOST_COMBINATIONS}"
                    ),
                    "write two tables over fewer enums each, or an enum of the kinds that matter",
                ),
            };
            let name = parameter.name.span;
            self.tell(Diagnostic::error(codes::TABLE, told, name, "").help(help));
            return None;
        }
        Some(keys)
    }

    fn row(&mut self, row: &TableRow, keys: &[EnumId], wanted: Option<ValueType>) -> Option<Draft> {
        if row.members.len() != keys.len() {
            self.tell(Diagnostic::error(
                codes::TABLE,
                format!(
                    "a row of this table names {} members, and this one names {}",
                    keys.len(),
                    row.members.len()
                ),
                row.span,
                "one member for each enum",
            ));
            return None;
        }
        let mut members = Vec::new();
        for (name, key) in row.members.iter().zip(keys) {
            let known = &self.vocabulary.enumeration(*key).members;
            let found = known.iter().position(|member| member.name == name.text);
            if found.is_none() && name.text != OTHER {
                let near = crate::diagnostic::nearest(
                    &name.text,
                    known.iter().map(|member| member.name.as_str()),
                );
                let told = Diagnostic::error(
                    codes::NOT_A_MEMBER,
                    format!(
                        "`{}` is no member of `{}`",
                        name.text,
                        self.vocabulary.enumeration(*key).name
                    ),
                    name.span,
                    "no such member",
                );
                self.tell(match near {
                    Some(near) => told.help(format!("did you mean `{near}`?")),
                    None => told.help("`other` stands for the members that no row beside it names"),
                });
                return None;
            }
            let other = name.text == OTHER;
            members.push(found.filter(|_| !other).map(|at| at as u16));
        }
        let mut steps = Vec::new();
        let mut last = None;
        match &row.value {
            ParameterValue::Dated {
                steps: written,
                until,
            } => {
                for (date, expr) in written {
                    let step = self.step(*date, expr, wanted)?;
                    steps.push((Some(step.day), step.constant, step.ty, step.span));
                }
                if let Some(until) = until {
                    last = Some(self.day(*until)?);
                }
            }
            other => {
                for expr in other.values() {
                    let want = wanted.and_then(crate::check::meaning::enum_of);
                    let Meaning::Value(value) = self.written_out(expr, want)? else {
                        let told = "a table holds single values";
                        let place = expr.span;
                        self.tell(Diagnostic::error(
                            codes::PARAMETER_TYPE,
                            told,
                            place,
                            "a set",
                        ));
                        return None;
                    };
                    let (constant, ty) = self.typed(value, wanted, expr.span)?;
                    steps.push((None, constant, ty, expr.span));
                }
            }
        }
        Some(Draft {
            members,
            steps,
            until: last,
        })
    }

    /// Says which combinations no row or two rows give.
    fn sound_cover(
        &mut self,
        parameter: &ast::Parameter,
        rows: &[TableRow],
        keys: &[EnumId],
        (gaps, doubles, idle): Combinations,
    ) -> bool {
        if let Some(gap) = gaps.first() {
            let names: Vec<&str> = gap
                .iter()
                .zip(keys)
                .map(|(at, key)| {
                    let members = &self.vocabulary.enumeration(*key).members;
                    members[usize::from(*at)].name.as_str()
                })
                .collect();
            let combination = names.join(", ");
            let more = match gaps.len() {
                1 => String::new(),
                2 => ", nor for one further combination".to_owned(),
                more => format!(", nor for {} further combinations", more - 1),
            };
            let message = format!(
                "no row of `{}` is for `{combination}`{more}",
                parameter.name.text
            );
            let told =
                Diagnostic::error(codes::TABLE, message, parameter.name.span, "not complete").help(
                    format!("write a row `{combination} = …`, or one with `other`"),
                );
            self.tell(told);
        }
        for (first, second) in &doubles {
            let (first, second) = (&rows[*first], &rows[*second]);
            let told = Diagnostic::error(
                codes::TABLE,
                format!(
                    "two rows of `{}` are for `{}`",
                    parameter.name.text,
                    second.words()
                ),
                second.span,
                "here again",
            );
            self.tell(told.also(first.span, "here first").help("keep one of them"));
        }
        for at in &idle {
            let row = &rows[*at];
            let told = Diagnostic::error(
                codes::TABLE,
                format!(
                    "the row `{}` is for nothing: every member is named beside it",
                    row.words()
                ),
                row.span,
                "`other` stands for no member here",
            );
            self.tell(told.help("leave the row out"));
        }
        gaps.is_empty() && doubles.is_empty() && idle.is_empty()
    }

    /// `threshold(body, c.subject)`, and without a date unless the table changes over time.
    pub(super) fn table_call(
        &mut self,
        around: &mut Around,
        table: &Rc<TableValues>,
        arguments: &[Expr],
        span: Span,
    ) -> Option<Meaning> {
        if arguments.len() != table.keys.len() {
            for argument in arguments {
                self.meaning(around, argument, None);
            }
            self.table_alone(table, span);
            return None;
        }
        let mut keys: Vec<Option<Value>> = Vec::new();
        for (argument, key) in arguments.iter().zip(&table.keys) {
            let value = self.expr(around, argument, Some(*key));
            let wanted = ValueType::Enum(*key);
            keys.push(value.and_then(|value| self.expect(around, value, wanted, argument.span)));
        }
        let keys: Vec<Value> = keys.into_iter().collect::<Option<_>>()?;
        if table.is_dated() {
            return Some(Meaning::Dated(Rc::new(DatedValues {
                name: table.name.clone(),
                ty: table.ty,
                steps: Vec::new(),
                until: None,
                table: Some((Rc::clone(table), keys)),
            })));
        }
        Some(Meaning::Value(self.read_table(table, &keys, None, span)))
    }

    /// Says how a table is read.
    pub(super) fn table_alone(&mut self, table: &TableValues, span: Span) {
        let keys: Vec<&str> = table
            .keys
            .iter()
            .map(|key| self.vocabulary.enumeration(*key).name.as_str())
            .collect();
        let on = if table.is_dated() { " on DATE" } else { "" };
        let form = format!("{}({}){on}", table.name, keys.join(", "));
        let told = Diagnostic::error(
            codes::ARGUMENTS,
            format!(
                "`{}` is a table, and is read by one member of each enum",
                table.name
            ),
            span,
            "read here",
        );
        self.tell(told.help(format!("write `{form}` with a value in place of each enum")));
    }

    /// The value of a table by its members: a choice by each in turn.
    pub(super) fn read_table(
        &mut self,
        table: &TableValues,
        keys: &[Value],
        on: Option<Value>,
        span: Span,
    ) -> Value {
        let all: Vec<usize> = (0..table.rows.len()).collect();
        let node = self.chosen(table, &all, keys, on);
        let trace = self
            .arena
            .trace(span, node, TraceRole::Parameter, Vec::new());
        Value {
            node,
            trace,
            ask: false,
        }
    }

    fn chosen(
        &mut self,
        table: &TableValues,
        rows: &[usize],
        keys: &[Value],
        on: Option<Value>,
    ) -> ExprId {
        let Some((key, further)) = keys.split_first() else {
            return self.cell(table, rows, on);
        };
        let depth = table.keys.len() - keys.len();
        let mut groups: BTreeMap<Option<u16>, Vec<usize>> = BTreeMap::new();
        for row in rows {
            let member = table.rows[*row].members[depth];
            groups.entry(member).or_default().push(*row);
        }
        let rest = groups.remove(&None);
        let mut named: Vec<(u16, Vec<usize>)> = groups
            .into_iter()
            .filter_map(|(member, rows)| Some((member?, rows)))
            .collect();
        // Where every member is named, the last of them is what is left.
        let rest = rest.or_else(|| named.pop().map(|(_, rows)| rows));
        let mut node = self.chosen(table, &rest.unwrap_or_default(), further, on);
        for (member, rows) in named.into_iter().rev() {
            let then = self.chosen(table, &rows, further, on);
            let constant = Constant::Member(table.keys[depth], member);
            let constant = self.leaf(Op::Constant(constant), ValueType::Enum(table.keys[depth]));
            let is = self.inner(
                Op::Compare(Comparison::Equal, key.node, constant),
                ValueType::Boolean,
                &[key.node, constant],
            );
            node = self.inner(Op::If(is, then, node), table.ty, &[is, then, node]);
        }
        node
    }

    fn cell(&mut self, table: &TableValues, rows: &[usize], on: Option<Value>) -> ExprId {
        let cell = rows.first().map(|row| &table.rows[*row].cell);
        match (cell, on) {
            (Some(Cell::Dated(steps, until)), Some(on)) => {
                let op = Op::DatedParameter {
                    name: table.name.clone(),
                    steps: steps.clone(),
                    until: *until,
                    on: on.node,
                };
                self.inner(op, table.ty, &[on.node])
            }
            (Some(Cell::One(constant)), _) => self.leaf(Op::Constant(constant.clone()), table.ty),
            // INVARIANT: a table is complete, and one that changes over time is read on a date.
            _ => self.leaf(Op::Constant(Constant::Number(0)), table.ty),
        }
    }

    fn leaf(&mut self, op: Op, ty: ValueType) -> ExprId {
        self.arena.node(Node {
            op,
            ty,
            level: ROOT,
            optional: false,
        })
    }

    fn inner(&mut self, op: Op, ty: ValueType, operands: &[ExprId]) -> ExprId {
        let level = self.arena.level_of(operands);
        self.arena.node(Node {
            op,
            ty,
            level,
            optional: false,
        })
    }
}

/// Which combinations the rows give.
struct Cover<'a> {
    sizes: &'a [usize],
    members: &'a [&'a [Option<u16>]],
    gaps: Vec<Vec<u16>>,
    doubles: Vec<(usize, usize)>,
    idle: Vec<usize>,
}

impl Cover<'_> {
    /// The rows that begin with these members: `other` among them stands for what none of them names.
    fn part(&mut self, rows: &[usize], before: &mut Vec<u16>) {
        let depth = before.len();
        let Some(size) = self.sizes.get(depth).copied() else {
            if let [first, again @ ..] = rows {
                self.doubles.extend(again.iter().map(|row| (*first, *row)));
            }
            return;
        };
        let member = |row: &usize| self.members[*row][depth];
        let named = |at: u16| -> Vec<usize> {
            let own = |row: &&usize| member(row) == Some(at);
            rows.iter().filter(own).copied().collect()
        };
        let other: Vec<usize> = rows
            .iter()
            .filter(|row| member(row).is_none())
            .copied()
            .collect();
        let groups: Vec<Vec<usize>> = (0..size as u16).map(named).collect();
        if groups.iter().all(|group| !group.is_empty()) {
            self.idle.extend(&other);
        }
        let mut other_seen = false;
        for (at, group) in groups.into_iter().enumerate() {
            before.push(at as u16);
            if !group.is_empty() {
                self.part(&group, before);
            } else if other.is_empty() {
                let mut gap = before.clone();
                gap.resize(self.sizes.len(), 0);
                self.gaps.push(gap);
            } else if !std::mem::replace(&mut other_seen, true) {
                // One member stands for all that `other` does.
                self.part(&other, before);
            }
            before.pop();
        }
    }
}
