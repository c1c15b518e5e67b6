//! Single changes of a filing that might show what its cases do not.

use std::collections::{BTreeMap, BTreeSet};

use crate::cases::{Step, Tree};
use crate::check::ir::Ir;
use crate::compile::plan::Plan;
use crate::coverage::change::Change;
use crate::evaluate::suppose::Borders;
use crate::value::{Day, number};
use crate::vocabulary::layout::FILING;
use crate::vocabulary::{ColumnId, ColumnKind, Element, RecordId, TableId, Unit};

/// The most values that are tried at one place, those next to the present one first.
const MOST_VALUES: usize = 24;

/// The most rows of a list in which values are changed: others are much like them.
const MOST_ROWS: usize = 5;

/// The days by which a date leaves its year.
const A_YEAR: i128 = 366;

/// The single changes of a filing in what is read of it: of every place the first value, then of every
/// place the second, so that none is left out where there are too many. `borders` says with what the
/// values of a column are compared.
pub fn changes(
    plan: &Plan,
    reads: &[bool],
    filing: &Tree,
    borders: &dyn Fn(ColumnId) -> Borders,
) -> Vec<Change> {
    let mut search = Search {
        ir: &plan.ir,
        reads,
        filing,
        borders,
        known: BTreeMap::new(),
        values: Vec::new(),
        lists: Vec::new(),
    };
    let record = plan.ir.vocabulary.filing;
    search.record(FILING, None, record, filing, &[], "");
    let mut found = search.values;
    found.append(&mut search.lists);
    let mut rounds: BTreeMap<String, usize> = BTreeMap::new();
    let mut in_turn: Vec<(usize, Change)> = Vec::with_capacity(found.len());
    for change in found {
        let round = rounds.entry(change.path().to_owned()).or_default();
        in_turn.push((*round, change));
        *round += 1;
    }
    in_turn.sort_by_key(|(round, _)| *round);
    in_turn.into_iter().map(|(_, change)| change).collect()
}

struct Search<'s> {
    ir: &'s Ir,
    reads: &'s [bool],
    filing: &'s Tree,
    borders: &'s dyn Fn(ColumnId) -> Borders,
    known: BTreeMap<ColumnId, Borders>,
    values: Vec<Change>,
    lists: Vec<Change>,
}

impl Search<'_> {
    fn is_read(&self, id: ColumnId) -> bool {
        self.reads.get(id.0 as usize).copied().unwrap_or(false)
    }

    /// The fields of a row, or of a record nested in it.
    fn record(
        &mut self,
        table: TableId,
        nested: Option<ColumnId>,
        record: RecordId,
        tree: &Tree,
        way: &[Step],
        path: &str,
    ) {
        let ir = self.ir;
        for id in &ir.layout.table(table).columns {
            let column = ir.layout.column(*id);
            if column.record != nested || ir.layout.table(table).key == Some(*id) {
                continue;
            }
            let Some(field) = ir.vocabulary.record(record).fields.get(column.field) else {
                continue;
            };
            if table == FILING && nested.is_none() && column.field == ir.vocabulary.key {
                continue;
            }
            let name = &field.document_name;
            let mut way = way.to_vec();
            way.push(Step::Field(name.clone()));
            let path = match path {
                "" => name.clone(),
                path => format!("{path}.{name}"),
            };
            let present = match tree.get(name) {
                Some(Tree::Nothing) | None => None,
                present => present,
            };
            match &column.kind {
                ColumnKind::Record(inner) => {
                    let tree = present.unwrap_or(&Tree::Nothing);
                    self.record(table, Some(*id), *inner, tree, &way, &path);
                    if present.is_some() && self.is_read(*id) {
                        self.set(&way, &path, None);
                    }
                }
                ColumnKind::List(child) => self.list(*id, *child, present, &way, &path),
                kind if self.is_read(*id) => {
                    let values = self.of_kind(*id, kind, present).into_iter().map(Some);
                    let mut values: Vec<Option<Tree>> = values.collect();
                    if present.is_some() {
                        // Silence is an answer like any other where it may be one.
                        let at = if column.optional {
                            0
                        } else {
                            values.len().min(2)
                        };
                        values.insert(at, None);
                    }
                    for value in values {
                        self.set(&way, &path, value);
                    }
                }
                _ => {}
            }
        }
    }

    fn set(&mut self, way: &[Step], path: &str, to: Option<Tree>) {
        self.values.push(Change::Set {
            way: way.to_vec(),
            path: path.to_owned(),
            to,
        });
    }

    fn list(
        &mut self,
        id: ColumnId,
        child: TableId,
        present: Option<&Tree>,
        way: &[Step],
        path: &str,
    ) {
        let ir = self.ir;
        let table = ir.layout.table(child);
        let rows = match present {
            Some(Tree::List(rows)) => rows.as_slice(),
            _ => &[],
        };
        let key = table.key.map(|key| ir.layout.column(key).field);
        if let Element::Record(record) = table.element {
            let key = key.and_then(|at| ir.vocabulary.record(record).fields.get(at));
            let key = key.map(|field| field.document_name.as_str());
            for (at, row) in rows.iter().enumerate().take(MOST_ROWS) {
                let named = key.and_then(|key| row.get(key)).and_then(Tree::scalar);
                let named = named.map_or_else(|| (at + 1).to_string(), str::to_owned);
                let path = format!("{path}[{named}]");
                let mut way = way.to_vec();
                way.push(Step::Row(at));
                self.record(child, None, record, row, &way, &path);
                if self.is_read(id) {
                    let way = way.clone();
                    self.lists.push(Change::Drop {
                        way,
                        path: path.clone(),
                    });
                    let row = another(row, key, rows);
                    self.add(&way_of_list(&self.lists), path, row);
                }
            }
        } else if let Some(column) = table.columns.first() {
            for (at, row) in rows.iter().enumerate().take(MOST_ROWS) {
                let mut way = way.to_vec();
                way.push(Step::Row(at));
                let path = format!("{path}[{}]", row.scalar().unwrap_or(""));
                if self.is_read(id) {
                    self.lists.push(Change::Drop { way, path });
                }
            }
            let kind = &ir.layout.column(*column).kind;
            for value in self.of_kind(*column, kind, None) {
                if self.is_read(id) && !rows.contains(&value) && present.is_some() {
                    self.add(way, path.to_owned(), value);
                }
            }
        }
        if self.is_read(id) {
            let mut replaced = |to: Option<Tree>| {
                self.lists.push(Change::Set {
                    way: way.to_vec(),
                    path: path.to_owned(),
                    to,
                });
            };
            if present.is_none() || !rows.is_empty() {
                replaced(Some(Tree::List(Vec::new())));
            }
            if present.is_some() {
                replaced(None);
            }
        }
    }

    fn add(&mut self, way: &[Step], path: String, row: Tree) {
        self.lists.push(Change::Add {
            way: way.to_vec(),
            path,
            row,
        });
    }

    /// Values of a column other than the present one.
    fn of_kind(&mut self, id: ColumnId, kind: &ColumnKind, present: Option<&Tree>) -> Vec<Tree> {
        let written = present.and_then(Tree::scalar);
        let borders = self.known.entry(id).or_insert_with(|| (self.borders)(id));
        let borders = std::mem::take(borders);
        let mut found: Vec<Tree> = match kind {
            ColumnKind::Boolean => ["true", "false"].map(plain).to_vec(),
            ColumnKind::Number { unit, scale } => numbers(&borders, *unit, *scale, written),
            ColumnKind::Date => days(&borders, written),
            ColumnKind::Enum(id) => {
                let members = &self.ir.vocabulary.enumeration(*id).members;
                members.iter().map(|member| text(&member.name)).collect()
            }
            ColumnKind::Text => {
                let known = borders.texts.iter().map(String::as_str);
                let known = known.take(MOST_VALUES).map(text);
                known.chain(written.is_none().then(|| text("x"))).collect()
            }
            ColumnKind::Reference(table) => self.keys(*table),
            ColumnKind::Record(_) | ColumnKind::List(_) => Vec::new(),
        };
        found.retain(|value| value.scalar() != written);
        self.known.insert(id, borders);
        found
    }

    /// The keys of a list of the filing.
    fn keys(&self, table: TableId) -> Vec<Tree> {
        let ir = self.ir;
        let table = ir.layout.table(table);
        let (Element::Record(record), Some(key), Some(list)) =
            (table.element, table.key, table.list)
        else {
            return Vec::new();
        };
        let mut way = Vec::new();
        let mut at = Some(list);
        while let Some(id) = at {
            let column = ir.layout.column(id);
            let around = match column.record.map(|record| &ir.layout.column(record).kind) {
                Some(ColumnKind::Record(around)) => *around,
                _ => ir.vocabulary.filing,
            };
            let field = ir.vocabulary.record(around).fields.get(column.field);
            way.extend(field.map(|field| field.document_name.as_str()));
            at = column.record;
        }
        let list = way
            .iter()
            .rev()
            .try_fold(self.filing, |tree, name| tree.get(name));
        let fields = &ir.vocabulary.record(record).fields;
        let key = fields.get(ir.layout.column(key).field);
        let (Some(Tree::List(rows)), Some(key)) = (list, key) else {
            return Vec::new();
        };
        let keys = rows.iter().filter_map(|row| row.get(&key.document_name));
        keys.take(MOST_ROWS).cloned().collect()
    }
}

fn numbers(borders: &Borders, unit: Unit, scale: u8, written: Option<&str>) -> Vec<Tree> {
    // Whole numbers by one, all others by a hundredth.
    let step = number::power_of_ten(u32::from(scale.saturating_sub(2))).unwrap_or(1);
    let present = written.and_then(|text| number::parse(text.as_bytes(), scale).ok());
    let read = borders.numbers.get(&unit).into_iter().flatten();
    let read = read.filter_map(|(value, own)| number::round(*value, *own, scale));
    let mut values: Vec<i128> = read.chain(present).chain([0]).collect();
    values = around(&values, step);
    values.retain(|value| Some(*value) != present);
    let near = |value: &i128| present.map(|present| value.abs_diff(present));
    values.sort_by_key(near);
    values.truncate(MOST_VALUES);
    let shown = |value: i128| plain(&number::format(value, scale, 0));
    values.into_iter().map(shown).collect()
}

fn days(borders: &Borders, written: Option<&str>) -> Vec<Tree> {
    let present = written.and_then(|text| Day::parse(text.as_bytes()));
    let present = present.map(|day| i128::from(day.count()));
    let read = borders.days.iter().map(|day| i128::from(day.count()));
    let other_years = present.map(|day| [day - A_YEAR, day + A_YEAR]);
    let mut values = around(&read.collect::<Vec<i128>>(), 1);
    values.extend(other_years.into_iter().flatten());
    values.retain(|value| Some(*value) != present);
    let near = |value: &i128| present.map(|present| value.abs_diff(present));
    values.sort_by_key(near);
    values.truncate(MOST_VALUES);
    let day = |value: i128| Day::from_count(i64::try_from(value).ok()?);
    let days = values.into_iter().filter_map(day);
    days.map(|day| text(&day.to_string())).collect()
}

/// The list that the last change is about.
fn way_of_list(changes: &[Change]) -> Vec<Step> {
    match changes.last() {
        Some(Change::Drop { way, .. }) => way[..way.len().saturating_sub(1)].to_vec(),
        _ => Vec::new(),
    }
}

/// A row like another, with a key of its own.
fn another(row: &Tree, key: Option<&str>, rows: &[Tree]) -> Tree {
    let mut made = row.clone();
    let (Tree::Record(fields), Some(key)) = (&mut made, key) else {
        return made;
    };
    let known = |name: &str| {
        let mut keys = rows.iter().filter_map(|row| row.get(key));
        keys.any(|known| known.scalar() == Some(name))
    };
    if let Some((_, value)) = fields.iter_mut().find(|(field, _)| field == key) {
        let named = value.scalar().unwrap_or("").to_owned();
        let fresh = (2..).map(|number| format!("{named}-{number}"));
        *value = Tree::Text(fresh.into_iter().find(|name| !known(name)).unwrap_or(named));
    }
    made
}

/// Each value with its neighbours, none twice.
fn around(values: &[i128], step: i128) -> Vec<i128> {
    let near = |value: &i128| {
        [
            Some(*value),
            value.checked_sub(step),
            value.checked_add(step),
        ]
    };
    let all: BTreeSet<i128> = values.iter().flat_map(near).flatten().collect();
    all.into_iter().collect()
}

fn plain(text: &str) -> Tree {
    Tree::Plain(text.to_owned())
}

fn text(text: &str) -> Tree {
    Tree::Text(text.to_owned())
}
