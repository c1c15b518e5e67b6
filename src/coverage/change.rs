//! Single changes of a filing that might show what its cases do not.

use crate::cases::{Step, Tree};
use crate::compile::plan::{Ir, Plan};
use crate::evaluate::suppose::Borders;
use crate::value::{Day, number};
use crate::vocabulary::layout::FILING;
use crate::vocabulary::{ColumnId, ColumnKind, Element, RecordId, TableId, Unit};

/// The most values that are tried at one place, those next to the present one first.
const MOST_VALUES: usize = 36;

/// The most rows of a list in which values are changed.
const MOST_ROWS: usize = 12;

/// One change of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A value takes the place of what was there; nothing leaves it out.
    Set {
        /// The way to it in the filing.
        way: Vec<Step>,
        /// The way for people: `projects[P-3].strategic`.
        path: String,
        /// The value.
        to: Option<Tree>,
    },
    /// A row is taken out of its list.
    Drop {
        /// The way to it.
        way: Vec<Step>,
        /// The way for people.
        path: String,
    },
    /// One more row stands at the end of a list.
    Add {
        /// The way to the list.
        way: Vec<Step>,
        /// The way for people: to the row that the new one is like, or to the list.
        path: String,
        /// The row.
        row: Tree,
    },
    /// It is judged on another date.
    JudgedOn(Day),
}

impl Change {
    /// The filing with the change made.
    pub fn apply(&self, filing: &Tree) -> Tree {
        let mut changed = filing.clone();
        match self {
            Change::Set { way, to, .. } => put(&mut changed, way, to.as_ref()),
            Change::Drop { way, .. } => put(&mut changed, way, None),
            Change::Add { way, row, .. } => {
                if let Some(Tree::List(rows)) = reach(&mut changed, way) {
                    rows.push(row.clone());
                }
            }
            Change::JudgedOn(_) => {}
        }
        changed
    }
}

fn reach<'t>(tree: &'t mut Tree, way: &[Step]) -> Option<&'t mut Tree> {
    way.iter().try_fold(tree, |tree, step| match (step, tree) {
        (Step::Field(name), Tree::Record(fields)) => {
            let mut fields = fields.iter_mut();
            fields
                .find(|(field, _)| field == name)
                .map(|(_, value)| value)
        }
        (Step::Row(at), Tree::List(rows)) => rows.get_mut(*at),
        _ => None,
    })
}

/// Puts a value where a way leads, or takes away what is there; records on the way are made.
fn put(tree: &mut Tree, way: &[Step], value: Option<&Tree>) {
    let Some((step, rest)) = way.split_first() else {
        if let Some(value) = value {
            *tree = value.clone();
        }
        return;
    };
    match step {
        Step::Row(at) => {
            let Tree::List(rows) = tree else { return };
            match (rest.is_empty(), value, rows.get_mut(*at)) {
                (true, None, Some(_)) => {
                    rows.remove(*at);
                }
                (_, _, Some(row)) => put(row, rest, value),
                (_, _, None) => {}
            }
        }
        Step::Field(name) => {
            if !matches!(tree, Tree::Record(_)) {
                *tree = Tree::Record(Vec::new());
            }
            let Tree::Record(fields) = tree else { return };
            let at = fields.iter().position(|(field, _)| field == name);
            match (rest.is_empty(), value, at) {
                (true, None, Some(at)) => {
                    fields.remove(at);
                }
                (true, None, None) => {}
                (_, _, Some(at)) => put(&mut fields[at].1, rest, value),
                (_, _, None) => {
                    let mut made = Tree::Nothing;
                    put(&mut made, rest, value);
                    fields.push((name.clone(), made));
                }
            }
        }
    }
}

/// The single changes of a filing in what is read of it, those of values before those of lists.
pub fn changes(plan: &Plan, reads: &[bool], filing: &Tree, borders: &Borders) -> Vec<Change> {
    let mut search = Search {
        ir: &plan.ir,
        reads,
        filing,
        borders,
        values: Vec::new(),
        lists: Vec::new(),
    };
    let record = plan.ir.vocabulary.filing;
    search.record(FILING, None, record, filing, &[], "");
    let mut found = search.values;
    found.append(&mut search.lists);
    found
}

struct Search<'s> {
    ir: &'s Ir,
    reads: &'s [bool],
    filing: &'s Tree,
    borders: &'s Borders,
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
                    for value in self.of_kind(kind, present) {
                        self.set(&way, &path, Some(value));
                    }
                    if present.is_some() {
                        self.set(&way, &path, None);
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
            for value in self.of_kind(kind, None) {
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
    fn of_kind(&self, kind: &ColumnKind, present: Option<&Tree>) -> Vec<Tree> {
        let written = present.and_then(Tree::scalar);
        let mut found: Vec<Tree> = match kind {
            ColumnKind::Boolean => ["true", "false"].map(plain).to_vec(),
            ColumnKind::Number { unit, scale } => self.numbers(*unit, *scale, written),
            ColumnKind::Date => self.days(written),
            ColumnKind::Enum(id) => {
                let members = &self.ir.vocabulary.enumeration(*id).members;
                members.iter().map(|member| text(&member.name)).collect()
            }
            ColumnKind::Text => {
                let known = self.borders.texts.iter().map(String::as_str);
                let known = known.take(MOST_VALUES).map(text);
                known.chain(written.is_none().then(|| text("x"))).collect()
            }
            ColumnKind::Reference(table) => self.keys(*table),
            ColumnKind::Record(_) | ColumnKind::List(_) => Vec::new(),
        };
        found.retain(|value| value.scalar() != written);
        found
    }

    fn numbers(&self, unit: Unit, scale: u8, written: Option<&str>) -> Vec<Tree> {
        // Whole numbers by one, all others by a hundredth.
        let step = number::power_of_ten(u32::from(scale.saturating_sub(2))).unwrap_or(1);
        let present = written.and_then(|text| number::parse(text.as_bytes(), scale).ok());
        let read = self.borders.numbers.get(&unit).into_iter().flatten();
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

    fn days(&self, written: Option<&str>) -> Vec<Tree> {
        let present = written.and_then(|text| Day::parse(text.as_bytes()));
        let present = present.map(|day| i128::from(day.count()));
        let read = self.borders.days.iter().map(|day| i128::from(day.count()));
        let mut values = around(&read.collect::<Vec<i128>>(), 1);
        values.retain(|value| Some(*value) != present);
        let near = |value: &i128| present.map(|present| value.abs_diff(present));
        values.sort_by_key(near);
        values.truncate(MOST_VALUES);
        let day = |value: i128| Day::from_count(i64::try_from(value).ok()?);
        let days = values.into_iter().filter_map(day);
        days.map(|day| text(&day.to_string())).collect()
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
    let all: std::collections::BTreeSet<i128> = values.iter().flat_map(near).flatten().collect();
    all.into_iter().collect()
}

fn plain(text: &str) -> Tree {
    Tree::Plain(text.to_owned())
}

fn text(text: &str) -> Tree {
    Tree::Text(text.to_owned())
}
