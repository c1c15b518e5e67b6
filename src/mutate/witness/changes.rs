//! Small changes of a filing: what a person would try first.

use std::collections::BTreeSet;

use crate::cases::Tree;
use crate::evaluate::probe::Held;
use crate::mutate::witness::shape::{Field, Holds};
use crate::value::number::{MONEY_SCALE, format, rescale};
use crate::value::Day;
use crate::vocabulary::Unit;

/// How many rows of a list are changed or copied; the rest are only left out.
const ROWS: usize = 5;

/// How long a list is made at most.
const LONGEST: i128 = 48;

/// How many values of one kind are tried in one field.
const VALUES: usize = 90;

/// The values that are tried, by what they are.
#[derive(Debug, Clone, Default)]
pub struct Pool {
    days: Vec<String>,
    numbers: BTreeSet<(Unit, u8, i128)>,
    lengths: Vec<usize>,
}

impl Pool {
    /// The values that come up, and those just beside them.
    pub fn new(held: &Held, lengths: &BTreeSet<i128>) -> Pool {
        let mut days = BTreeSet::new();
        for day in &held.days {
            days.extend([0, -1, 1].map(|step| day.add_days(step)).into_iter().flatten());
        }
        let mut around = BTreeSet::new();
        for length in lengths {
            around.extend([length - 1, *length, length + 1]);
        }
        let lengths = around.into_iter().filter(|length| (1..=LONGEST).contains(length));
        Pool {
            days: days.iter().map(Day::to_string).collect(),
            numbers: held.numbers.clone(),
            lengths: lengths.filter_map(|length| usize::try_from(length).ok()).collect(),
        }
    }

    /// The numbers of a unit as a field with so many decimals writes them, each with those beside it.
    fn numbers(&self, unit: Unit, decimals: u8) -> Vec<String> {
        let (shown, step) = match unit {
            // A cent.
            Unit::Money(_) => (2, 100),
            _ => (0, 1),
        };
        let mut found = BTreeSet::new();
        for (of, scale, value) in &self.numbers {
            if *of != unit {
                continue;
            }
            if let Some(value) = rescale(*value, *scale, decimals) {
                found.extend([value - step, value, value + step]);
            }
        }
        let written = found.into_iter().filter(|value| *value >= 0);
        written.map(|value| format(value, decimals, shown)).collect()
    }
}

/// Every filing that differs from one by a small change of what is read.
pub fn changes(filing: &Tree, fields: &[Field], pool: &Pool) -> Vec<Tree> {
    let changing = Changing {
        filing,
        fields,
        pool,
    };
    changing.record(filing, fields)
}

struct Changing<'c> {
    filing: &'c Tree,
    fields: &'c [Field],
    pool: &'c Pool,
}

impl Changing<'_> {
    fn record(&self, record: &Tree, fields: &[Field]) -> Vec<Tree> {
        let mut found = Vec::new();
        for field in fields.iter().filter(|field| !field.key) {
            let held = record.get(&field.name);
            if held.is_some() {
                found.push(put(record, &field.name, None));
            }
            for value in self.values(held, &field.holds) {
                found.push(put(record, &field.name, Some(value)));
            }
        }
        found
    }

    /// Other values of a field.
    fn values(&self, held: Option<&Tree>, holds: &Holds) -> Vec<Tree> {
        let plain = |texts: Vec<String>| texts.into_iter().map(Tree::Plain).collect();
        let mut all: Vec<Tree> = match holds {
            Holds::Boolean => plain(vec!["true".to_owned(), "false".to_owned()]),
            Holds::Number(decimals) => plain(few(self.pool.numbers(Unit::None, *decimals))),
            Holds::Money(currency) => {
                plain(few(self.pool.numbers(Unit::Money(*currency), MONEY_SCALE)))
            }
            Holds::Date => plain(few(self.pool.days.clone())),
            Holds::Text => vec![Tree::Text("some words".to_owned())],
            Holds::Member(names) => names.iter().cloned().map(Tree::Text).collect(),
            Holds::Reference(list) => self.keys(list),
            Holds::Record(fields) => {
                let empty = Tree::Record(Vec::new());
                let mut all = self.record(held.unwrap_or(&empty), fields);
                if held.is_none() {
                    all.extend(self.filled(holds, 0));
                }
                all
            }
            Holds::List(inner) => self.lists(held, inner),
        };
        all.retain(|value| Some(value) != held);
        all
    }

    fn lists(&self, held: Option<&Tree>, inner: &Holds) -> Vec<Tree> {
        let rows: &[Tree] = match held {
            Some(Tree::List(rows)) => rows,
            _ => &[],
        };
        let mut found = vec![Tree::List(Vec::new())];
        let with = |edit: &dyn Fn(&mut Vec<Tree>)| {
            let mut rows = rows.to_vec();
            edit(&mut rows);
            Tree::List(rows)
        };
        for at in 0..rows.len() {
            found.push(with(&|rows| {
                rows.remove(at);
            }));
        }
        for (at, row) in rows.iter().enumerate().take(ROWS) {
            let changed = match inner {
                Holds::Record(fields) => self.record(row, fields),
                single => self.values(Some(row), single),
            };
            found.extend(changed.into_iter().map(|row| with(&|rows| rows[at] = row.clone())));
        }
        let mut models: Vec<Tree> = rows.iter().take(ROWS).cloned().collect();
        models.extend(self.filled(inner, 0));
        if let Holds::Record(fields) = inner
            && let Some(key) = fields.iter().find(|field| field.key)
        {
            let named = fresh(&key.holds, 0).map(|value| (key.name.clone(), value));
            models.push(Tree::Record(named.into_iter().collect()));
        }
        for model in &models {
            found.push(with(&|rows| rows.push(renamed(model, inner, rows.len()))));
            for length in self.pool.lengths.iter().filter(|length| **length > rows.len()) {
                found.push(with(&|rows| {
                    while rows.len() < *length {
                        rows.push(renamed(model, inner, rows.len()));
                    }
                }));
            }
        }
        found
    }

    /// A record in which everything that is read is given; nothing for what has no such value.
    fn filled(&self, holds: &Holds, depth: usize) -> Option<Tree> {
        let text = |text: &str| Some(Tree::Text(text.to_owned()));
        match holds {
            Holds::Boolean => Some(Tree::Plain("true".to_owned())),
            Holds::Number(_) | Holds::Money(_) => Some(Tree::Plain("1".to_owned())),
            Holds::Date => self.pool.days.get(self.pool.days.len() / 2).cloned().map(Tree::Text),
            Holds::Text => text("some words"),
            Holds::Member(names) => names.first().and_then(|name| text(name)),
            Holds::Reference(list) => self.keys(list).into_iter().next(),
            Holds::Record(fields) if depth < 4 => {
                let fields = fields.iter().filter_map(|field| {
                    let value = match field.key {
                        true => fresh(&field.holds, 0),
                        false => self.filled(&field.holds, depth + 1),
                    };
                    Some((field.name.clone(), value?))
                });
                Some(Tree::Record(fields.collect()))
            }
            Holds::Record(_) => None,
            Holds::List(_) => Some(Tree::List(Vec::new())),
        }
    }

    /// The keys of the rows of a list of the filing.
    fn keys(&self, list: &[String]) -> Vec<Tree> {
        let mut at = self.filing;
        let mut fields = self.fields;
        let mut key = None;
        for name in list {
            let field = fields.iter().find(|field| field.name == *name);
            let (Some(inner), Some(field)) = (at.get(name), field) else {
                return Vec::new();
            };
            at = inner;
            let row = match &field.holds {
                Holds::List(row) => row,
                other => other,
            };
            if let Holds::Record(inner) = row {
                fields = inner;
                key = inner.iter().find(|field| field.key);
            }
        }
        let (Tree::List(rows), Some(key)) = (at, key) else {
            return Vec::new();
        };
        let keys = rows.iter().take(ROWS);
        keys.filter_map(|row| row.get(&key.name).cloned()).collect()
    }
}

/// A record with another value of a field, or without it.
fn put(record: &Tree, name: &str, value: Option<Tree>) -> Tree {
    let mut fields = match record {
        Tree::Record(fields) => fields.clone(),
        _ => Vec::new(),
    };
    let at = fields.iter().position(|(field, _)| field == name);
    match (at, value) {
        (Some(at), Some(value)) => fields[at].1 = value,
        (Some(at), None) => {
            fields.remove(at);
        }
        (None, Some(value)) => fields.push((name.to_owned(), value)),
        (None, None) => {}
    }
    Tree::Record(fields)
}

/// A row like another under a key of its own.
fn renamed(row: &Tree, holds: &Holds, at: usize) -> Tree {
    let Holds::Record(fields) = holds else {
        return row.clone();
    };
    match fields.iter().find(|field| field.key) {
        Some(key) => put(row, &key.name, fresh(&key.holds, at)),
        None => row.clone(),
    }
}

/// A key that no row is likely to have.
fn fresh(holds: &Holds, at: usize) -> Option<Tree> {
    match holds {
        Holds::Text => Some(Tree::Text(format!("new-{}", at + 1))),
        Holds::Number(_) => Some(Tree::Plain((9_000 + at).to_string())),
        _ => None,
    }
}

/// Some of many values, spread over all of them.
fn few(all: Vec<String>) -> Vec<String> {
    if all.len() <= VALUES {
        return all;
    }
    let len = all.len();
    let kept = (0..VALUES).map(|at| at * len / VALUES);
    kept.filter_map(|at| all.get(at).cloned()).collect()
}
