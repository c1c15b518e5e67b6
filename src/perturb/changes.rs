//! Small changes of a filing: what a person would try first.

use std::collections::BTreeSet;

use crate::cases::{Step, Tree};
use crate::evaluate::probe::Held;
use crate::perturb::shape::{Field, Holds};
use crate::value::Day;
use crate::value::number::{MONEY_SCALE, format, rescale};
use crate::vocabulary::Unit;

/// How many rows of a list are changed or copied; the rest are only left out.
pub(super) const ROWS: usize = 5;

/// How long a list is made at most.
const LONGEST: i128 = 48;

/// How many values of one kind are tried in one field.
const VALUES: usize = 60;

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
            days.extend(
                [0, -1, 1]
                    .map(|step| day.add_days(step))
                    .into_iter()
                    .flatten(),
            );
        }
        let mut around = BTreeSet::new();
        for length in lengths {
            around.extend([length - 1, *length, length + 1]);
        }
        let lengths = around
            .into_iter()
            .filter(|length| (1..=LONGEST).contains(length));
        Pool {
            days: days.iter().map(Day::to_string).collect(),
            numbers: held.numbers.clone(),
            lengths: lengths
                .filter_map(|length| usize::try_from(length).ok())
                .collect(),
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
        written
            .map(|value| format(value, decimals, shown))
            .collect()
    }
}

/// A change of one place of a filing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The way to it.
    way: Vec<Step>,
    /// What stands there then; nothing takes it away.
    value: Option<Tree>,
}

impl Change {
    /// The filing with the change.
    pub fn of(&self, filing: &Tree) -> Tree {
        let mut changed = filing.clone();
        put(&mut changed, &self.way, self.value.as_ref());
        changed
    }
}

/// The small changes of what is read in a filing, at most so many: the first at each place, then the
/// second at each, and so on.
pub fn changes(filing: &Tree, fields: &[Field], pool: &Pool, most: usize) -> Vec<Change> {
    let mut changing = Changing {
        filing,
        fields,
        pool,
        found: Vec::new(),
    };
    changing.record(filing, fields, &mut Vec::new());
    let places = changing.found.chunk_by(|one, other| one.way == other.way);
    let places: Vec<&[Change]> = places.collect();
    let longest = places.iter().map(|changes| changes.len()).max();
    let turns = 0..longest.unwrap_or(0);
    let in_turn = turns.flat_map(|at| places.iter().filter_map(move |changes| changes.get(at)));
    in_turn.take(most).cloned().collect()
}

struct Changing<'c> {
    filing: &'c Tree,
    fields: &'c [Field],
    pool: &'c Pool,
    found: Vec<Change>,
}

impl Changing<'_> {
    fn keep(&mut self, way: &[Step], value: Option<Tree>) {
        self.found.push(Change {
            way: way.to_vec(),
            value,
        });
    }

    fn record(&mut self, record: &Tree, fields: &[Field], way: &mut Vec<Step>) {
        for field in fields.iter().filter(|field| !field.key) {
            let held = record.get(&field.name);
            way.push(Step::Field(field.name.clone()));
            if held.is_some() {
                self.keep(way, None);
            }
            self.value(held, &field.holds, way);
            way.pop();
        }
    }

    /// Other values of what stands at a place.
    fn value(&mut self, held: Option<&Tree>, holds: &Holds, way: &mut Vec<Step>) {
        match holds {
            Holds::Record(fields) => {
                if held.is_none() {
                    let filled = self.filled(holds, 0);
                    self.keep(way, filled);
                }
                let empty = Tree::Record(Vec::new());
                self.record(held.unwrap_or(&empty), fields, way);
            }
            Holds::List(inner) => self.list(held, inner, way),
            single => {
                for value in self.singles(single) {
                    if Some(&value) != held {
                        self.keep(way, Some(value));
                    }
                }
            }
        }
    }

    fn singles(&self, holds: &Holds) -> Vec<Tree> {
        singles(self.filing, self.fields, self.pool, holds)
    }

    fn list(&mut self, held: Option<&Tree>, inner: &Holds, way: &mut Vec<Step>) {
        let rows: &[Tree] = match held {
            Some(Tree::List(rows)) => rows,
            _ => &[],
        };
        let mut lists = Vec::new();
        if !rows.is_empty() || held.is_none() {
            lists.push(Vec::new());
        }
        for at in 0..rows.len().min(ROWS) {
            let mut fewer = rows.to_vec();
            fewer.remove(at);
            lists.push(fewer);
        }
        let mut models: Vec<Tree> = rows.iter().take(ROWS).cloned().collect();
        models.extend(self.filled(inner, 0));
        if let Holds::Record(fields) = inner
            && let Some(key) = fields.iter().find(|field| field.key)
        {
            let named = fresh(&key.holds, 0).map(|value| (key.name.clone(), value));
            models.push(Tree::Record(named.into_iter().collect()));
        }
        if let Holds::Member(names) = inner {
            models.extend(names.iter().cloned().map(Tree::Text));
        }
        for model in &models {
            let longer = self.pool.lengths.iter().copied();
            let longer = longer.filter(|length| *length > rows.len() + 1);
            for length in std::iter::once(rows.len() + 1).chain(longer) {
                let mut more = rows.to_vec();
                while more.len() < length {
                    more.push(renamed(model, inner, more.len()));
                }
                lists.push(more);
            }
        }
        for list in lists {
            self.keep(way, Some(Tree::List(list)));
        }
        for (at, row) in rows.iter().enumerate().take(ROWS) {
            way.push(Step::Row(at));
            match inner {
                Holds::Record(fields) => self.record(row, fields, way),
                single => self.value(Some(row), single, way),
            }
            way.pop();
        }
    }

    /// A record in which everything that is read is given; nothing for what has no such value.
    fn filled(&self, holds: &Holds, depth: usize) -> Option<Tree> {
        let text = |text: &str| Some(Tree::Text(text.to_owned()));
        match holds {
            Holds::Boolean => Some(Tree::Plain("true".to_owned())),
            Holds::Number(_) | Holds::Money(_) => Some(Tree::Plain("1".to_owned())),
            Holds::Date => {
                let days = &self.pool.days;
                days.get(days.len() / 2).cloned().map(Tree::Text)
            }
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

    fn keys(&self, list: &[String]) -> Vec<Tree> {
        keys(self.filing, self.fields, list)
    }
}

/// The values that are tried in a single field.
pub(super) fn singles(filing: &Tree, fields: &[Field], pool: &Pool, holds: &Holds) -> Vec<Tree> {
    let plain = |texts: Vec<String>| few(texts).into_iter().map(Tree::Plain).collect();
    match holds {
        Holds::Boolean => plain(vec!["true".to_owned(), "false".to_owned()]),
        Holds::Number(decimals) => plain(pool.numbers(Unit::None, *decimals)),
        Holds::Money(currency) => plain(pool.numbers(Unit::Money(*currency), MONEY_SCALE)),
        Holds::Date => few(pool.days.clone()).into_iter().map(Tree::Text).collect(),
        Holds::Text => vec![Tree::Text("some words".to_owned())],
        Holds::Member(names) => names.iter().cloned().map(Tree::Text).collect(),
        Holds::Reference(list) => keys(filing, fields, list),
        Holds::Record(_) | Holds::List(_) => Vec::new(),
    }
}

/// The keys of the rows of a list of the filing.
fn keys(filing: &Tree, fields: &[Field], list: &[String]) -> Vec<Tree> {
    let mut at = filing;
    let mut fields = fields;
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

/// Puts a value at a place, or takes away what stands there; records on the way are made.
pub(super) fn put(tree: &mut Tree, way: &[Step], value: Option<&Tree>) {
    let Some((step, rest)) = way.split_first() else {
        if let Some(value) = value {
            *tree = value.clone();
        }
        return;
    };
    match (step, tree) {
        (Step::Row(at), Tree::List(rows)) => {
            if let Some(row) = rows.get_mut(*at) {
                put(row, rest, value);
            }
        }
        (Step::Field(name), tree) => {
            if !matches!(tree, Tree::Record(_)) {
                *tree = Tree::Record(Vec::new());
            }
            let Tree::Record(fields) = tree else {
                return;
            };
            let at = fields.iter().position(|(field, _)| field == name);
            match (at, value) {
                (Some(at), None) if rest.is_empty() => {
                    fields.remove(at);
                }
                (Some(at), _) => put(&mut fields[at].1, rest, value),
                (None, Some(_)) => {
                    let mut made = Tree::Record(Vec::new());
                    put(&mut made, rest, value);
                    fields.push((name.clone(), made));
                }
                (None, None) => {}
            }
        }
        (Step::Row(_), _) => {}
    }
}

/// A row like another under a key of its own.
fn renamed(row: &Tree, holds: &Holds, at: usize) -> Tree {
    let Holds::Record(fields) = holds else {
        return row.clone();
    };
    match fields.iter().find(|field| field.key) {
        Some(key) => {
            let mut row = row.clone();
            let way = [Step::Field(key.name.clone())];
            put(&mut row, &way, fresh(&key.holds, at).as_ref());
            row
        }
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
