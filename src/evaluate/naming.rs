//! What rows and values are called: `requests[R-7].study.outcome`, `1,200,000.00 MXN`.

use std::collections::{HashMap, HashSet};

use crate::batch::{ABSENT, Column, GIVEN, UNPLACED};
use crate::check::ir::{LevelId, LevelKind, ROOT};
use crate::compile::plan::Plan;
use crate::evaluate::machine::Machine;
use crate::evaluate::register::{Data, Register, TRUE, is_open, pick};
use crate::evaluate::rows::{NOWHERE, PHANTOM};
use crate::evaluate::verdicts::Subject;
use crate::value::{Day, Fraction, number};
use crate::vocabulary::layout::FILING;
use crate::vocabulary::{ColumnId, TableId, Unit, ValueType};

/// The key of a row, or its position from 1; `?` for a row that stands for a missing list.
fn row_name(machine: &Machine<'_>, table: TableId, row: u32) -> String {
    let rows = machine.batch.rows(table);
    if row == NOWHERE || rows.states.get(row as usize) != Some(&GIVEN) {
        return "?".to_owned();
    }
    let key = machine
        .plan
        .ir
        .layout
        .table(table)
        .key
        .and_then(|key| machine.batch.column(key));
    if let Some(renamed) = machine.renamed(table).get(&row) {
        return renamed.clone();
    }
    match key.and_then(|column| given_key(column, row)) {
        Some(key) => key.to_owned(),
        None => (position(machine, table, row).1 + 1).to_string(),
    }
}

/// The key of a row, if it has one.
fn given_key(column: &Column, row: u32) -> Option<&str> {
    (column.states[row as usize] == GIVEN).then(|| column.values.text(row as usize))
}

/// The rows of a table that cannot go by their key or position, because another row of their list has
/// that name: the second with one key, and one without a key whose position is a key. They are called
/// by both, `R-7#3`, `#3`.
pub(super) fn renamed(machine: &Machine<'_>, table: TableId) -> HashMap<u32, String> {
    let mut renamed = HashMap::new();
    let key = machine.plan.ir.layout.table(table).key;
    let Some(column) = key.and_then(|key| machine.batch.column(key)) else {
        return renamed;
    };
    for list in machine.batch.rows(table).offsets.windows(2) {
        let rows = list[0] as u32..list[1] as u32;
        let keys: HashSet<&str> = (rows.clone())
            .filter_map(|row| given_key(column, row))
            .collect();
        let alone = keys.len() == rows.len();
        if alone || keys.is_empty() {
            continue;
        }
        let mut taken: HashSet<String> = HashSet::with_capacity(rows.len());
        for (at, row) in rows.enumerate() {
            let key = given_key(column, row);
            let own = match key {
                Some(key) => key.to_owned(),
                None => (at + 1).to_string(),
            };
            let free = |name: &str, taken: &HashSet<String>| {
                !taken.contains(name) && (key == Some(name) || !keys.contains(name))
            };
            let mut name = own.clone();
            while !free(&name, &taken) {
                name = match key {
                    Some(_) => format!("{name}#{}", at + 1),
                    None => format!("#{name}"),
                };
            }
            if name != own {
                renamed.insert(row, name.clone());
            }
            taken.insert(name);
        }
    }
    renamed
}

/// The row around a row of a table, and its position in the list, from 0.
fn position(machine: &Machine<'_>, table: TableId, row: u32) -> (u32, usize) {
    let offsets = &machine.batch.rows(table).offsets;
    let parent = offsets
        .partition_point(|start| *start <= row as i32)
        .saturating_sub(1);
    (parent as u32, row as usize - offsets[parent] as usize)
}

/// `requests[R-7].info_requests[2]`; nothing for the filing itself.
pub fn row_path(machine: &Machine<'_>, table: TableId, row: u32) -> String {
    if table == FILING {
        return String::new();
    }
    format!(
        "{}[{}]",
        list_path(machine, table, row),
        row_name(machine, table, row)
    )
}

/// The list that a row stands in: `requests[R-7].info_requests`.
pub fn list_path(machine: &Machine<'_>, table: TableId, row: u32) -> String {
    let described = machine.plan.ir.layout.table(table);
    let own = described.path.join(".");
    match described.parent {
        Some(parent) if parent != FILING && row != NOWHERE => {
            format!(
                "{}.{own}",
                row_path(machine, parent, position(machine, table, row).0)
            )
        }
        _ => own,
    }
}

/// A value of a row: `requests[R-7].study.outcome`. Of a row that stands for a missing list, the list.
pub fn value_path(machine: &Machine<'_>, column: ColumnId, row: u32) -> String {
    let described = machine.plan.ir.layout.column(column);
    let table = described.table;
    let own = described.path.join(".");
    if table == FILING {
        return own;
    }
    let real = row != NOWHERE && machine.batch.rows(table).states.get(row as usize) == Some(&GIVEN);
    if !real {
        return missing_list(machine, table, row);
    }
    let path = row_path(machine, table, row);
    if own.is_empty() {
        path
    } else {
        format!("{path}.{own}")
    }
}

/// The outermost missing list that a row stands for.
fn missing_list(machine: &Machine<'_>, table: TableId, row: u32) -> String {
    if row != NOWHERE
        && let Some(parent) = machine.plan.ir.layout.table(table).parent
        && parent != FILING
    {
        let around = position(machine, table, row).0;
        if machine.batch.rows(parent).states.get(around as usize) != Some(&GIVEN) {
            return missing_list(machine, parent, around);
        }
    }
    list_path(machine, table, row)
}

/// The table of a level's rows; nothing for a set.
pub fn table_of(plan: &Plan, level: LevelId) -> Option<TableId> {
    match &plan.ir.level(level).kind {
        LevelKind::Filing => Some(FILING),
        LevelKind::List { table, .. } | LevelKind::Referring { table, .. } => Some(*table),
        LevelKind::Set { .. } => None,
    }
}

/// What a row of a level is called as a subject: `contracts[C-1], three_layers`.
pub fn subject(machine: &Machine<'_>, level: LevelId, row: usize) -> Subject {
    let mut names: Vec<String> = Vec::new();
    let mut steps = Vec::new();
    let mut start = None;
    let (mut at, mut row) = (level, row);
    while at != ROOT {
        let rows = machine.rows(at);
        match &machine.plan.ir.level(at).kind {
            LevelKind::Filing => {}
            LevelKind::Set { members } => {
                let parent = rows.parent(row);
                let member = members.get(row - rows.of(parent).start);
                names.push(
                    member.map_or(String::new(), |member| constant_name(machine.plan, member)),
                );
            }
            LevelKind::List { table, .. } | LevelKind::Referring { table, .. } => {
                let base = rows.base(row);
                let nested = names.last().is_some_and(|last: &String| {
                    last.starts_with(&row_path(machine, *table, base)) && last.contains("].")
                });
                if !nested {
                    names.push(row_path(machine, *table, base));
                }
                if steps.is_empty() && rows.presence(row) != PHANTOM && base != NOWHERE {
                    steps = row_steps(machine, *table, base);
                    let starts = &machine.batch.rows(*table).starts;
                    let told = starts
                        .get(base as usize)
                        .filter(|start| **start != UNPLACED);
                    start = told.map(|start| *start as usize);
                }
            }
        }
        row = rows.parent(row);
        match machine.plan.ir.level(at).parent {
            Some(parent) => at = parent,
            None => break,
        }
    }
    names.reverse();
    Subject {
        label: (!names.is_empty()).then(|| names.join(", ")),
        steps,
        start,
    }
}

/// The lists on the way to a row with the position in each, from 0.
pub fn row_steps(machine: &Machine<'_>, table: TableId, row: u32) -> Vec<(Vec<String>, usize)> {
    let mut steps = Vec::new();
    let (mut table, mut row) = (table, row);
    while table != FILING {
        let (parent, at) = position(machine, table, row);
        let described = machine.plan.ir.layout.table(table);
        steps.push((described.path.clone(), at));
        row = parent;
        match described.parent {
            Some(parent) => table = parent,
            None => break,
        }
    }
    steps.reverse();
    steps
}

/// A constant by the name that filings write.
pub fn constant_name(plan: &Plan, constant: &crate::check::ir::Constant) -> String {
    use crate::check::ir::Constant;
    match constant {
        Constant::Boolean(value) => value.to_string(),
        Constant::Number(value) => value.to_string(),
        Constant::Date(day) => day.to_string(),
        Constant::Text(text) => text.clone(),
        Constant::Member(id, code) => plan.ir.vocabulary.enumeration(*id).members
            [usize::from(*code)]
        .name
        .clone(),
    }
}

/// A value for people: missing `?`, absent `none`, a range `6 to 8`, a fraction with so many decimals.
pub fn show(
    machine: &Machine<'_>,
    register: &Register,
    row: usize,
    ty: ValueType,
    decimals: u8,
) -> String {
    match register.state(row) {
        GIVEN => {}
        ABSENT => return "none".to_owned(),
        _ => return "?".to_owned(),
    }
    match &register.data {
        Data::Boolean(values) => if pick(values, row) == TRUE {
            "true"
        } else {
            "false"
        }
        .to_owned(),
        Data::Number(values) => show_number(pick(values, row), ty),
        Data::Range(low, high) => {
            let (low, high) = (pick(low, row), pick(high, row));
            if low == high {
                show_number(low, ty)
            } else if is_open((low, high)) {
                format!("{} to ?", show_number(low, ty))
            } else {
                format!("{} to {}", show_number(low, ty), show_number(high, ty))
            }
        }
        Data::Fraction(low, high) => {
            let (low, high) = (pick(low, row), pick(high, row));
            if low == high {
                show_fraction(low, ty, decimals)
            } else {
                let [low, high] = [low, high].map(|end| show_fraction(end, ty, decimals));
                format!("{low} to {high}")
            }
        }
        Data::Day(values) => Day::from_count(i64::from(pick(values, row)))
            .map_or("?".to_owned(), |day| day.to_string()),
        Data::Member(values) => match ty {
            ValueType::Enum(id) => {
                let members = &machine.plan.ir.vocabulary.enumeration(id).members;
                members
                    .get(usize::from(pick(values, row)))
                    .map_or("?", |member| &member.label)
                    .to_owned()
            }
            _ => "?".to_owned(),
        },
        Data::Row(values) => match ty {
            ValueType::Row(table) => row_name(machine, table, pick(values, row)),
            _ => "?".to_owned(),
        },
        Data::Text(texts) => texts.get(row).to_owned(),
    }
}

/// A fraction rounded to so many decimals, or to as many of them as fit.
fn show_fraction(value: Fraction, ty: ValueType, decimals: u8) -> String {
    let rounded = (0..=decimals)
        .rev()
        .find_map(|scale| Some((value.round(scale)?, scale)));
    match (rounded, ty) {
        (Some((rounded, scale)), ValueType::Number { unit, .. }) => {
            show_number(rounded, ValueType::Number { unit, scale })
        }
        _ => "?".to_owned(),
    }
}

fn show_number(value: i128, ty: ValueType) -> String {
    let ValueType::Number { unit, scale } = ty else {
        return value.to_string();
    };
    match unit {
        Unit::None => number::format(value, scale, 0),
        Unit::Money(currency) => format!("{} {currency}", number::format_grouped(value, scale)),
        Unit::Duration(unit) => {
            use crate::vocabulary::DurationUnit;
            let unit = match unit {
                DurationUnit::Days => "day",
                DurationUnit::BusinessDays => "business day",
                DurationUnit::Months => "month",
            };
            format!("{value} {unit}{}", if value == 1 { "" } else { "s" })
        }
    }
}
