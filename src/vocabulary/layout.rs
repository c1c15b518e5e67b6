//! The tables that a vocabulary flattens to.
//!
//! The filing is table 0, every list is a table of its own, and what stands in a nested record
//! is a column of the table around it, under a path such as `study.received_on`.
//!
//! Invariants: a table's parent has a smaller id. Every nested record and every list has a column of
//! its own in its table, which holds only a state; the columns of a nested record follow it. A record
//! that no filing reaches still has a table without parent, on which `check` can try definitions.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use crate::value::number::{DECIMAL_SCALE, MONEY_SCALE};
use crate::vocabulary::{Currency, EnumId, FieldType, RecordId, Unit, ValueType, Vocabulary};

/// Which table of a [`Layout`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableId(pub u16);

/// Which column of a [`Layout`], over all tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnId(pub u32);

/// The table of the filing itself.
pub const FILING: TableId = TableId(0);

/// The most columns that a vocabulary may flatten to.
pub const MAX_COLUMNS: usize = 20_000;

/// How deep records may nest, lists of records included: each level makes every path below it longer,
/// and no form that people fill in comes near it.
pub const MAX_NESTING: usize = 64;

/// Tables and columns.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The tables; the first is the filing.
    pub tables: Vec<Table>,
    /// The columns of all tables.
    pub columns: Vec<Column>,
    /// For each record that no filing reaches, the table on which its definitions are tried.
    pub unreached: BTreeMap<RecordId, TableId>,
    /// The columns of each name, in order.
    named: HashMap<String, Vec<ColumnId>>,
}

/// The filing, or one list.
#[derive(Debug, Clone)]
pub struct Table {
    /// The table in whose rows the list stands; nothing for the filing.
    pub parent: Option<TableId>,
    /// The column that holds the list's state in the parent.
    pub list: Option<ColumnId>,
    /// What a row is.
    pub element: Element,
    /// The names of the list as rules write them, from the parent's row: `["security", "controls"]`.
    pub path: Vec<String>,
    /// Its columns in order.
    pub columns: Vec<ColumnId>,
    /// The column of its rows' key.
    pub key: Option<ColumnId>,
}

/// What a row of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Element {
    /// A record, its fields flattened.
    Record(RecordId),
    /// A single value, in the table's one column.
    Value,
}

/// One field of a table's rows.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its table.
    pub table: TableId,
    /// The names from the row as rules write them: `["study", "received_on"]`; none for a list of values.
    pub path: Vec<String>,
    /// The column of the nested record that it stands in, if any.
    pub record: Option<ColumnId>,
    /// Which field of its record it is.
    pub field: usize,
    /// What it holds.
    pub kind: ColumnKind,
    /// Whether silence is an answer.
    pub optional: bool,
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnKind {
    /// True or false.
    Boolean,
    /// A number scaled by `10^scale`; a year is one with the scale 0.
    Number {
        /// Money, or a bare number.
        unit: Unit,
        /// How many decimals.
        scale: u8,
    },
    /// A day.
    Date,
    /// A text.
    Text,
    /// The position of a member.
    Enum(EnumId),
    /// The row of another list, found by its key.
    Reference(TableId),
    /// Only a state: whether the record is given, and its type.
    Record(RecordId),
    /// Only a state: whether the list is given, and its table.
    List(TableId),
}

impl ColumnKind {
    /// The type of an expression that reads the column; nothing for records and lists.
    pub fn value_type(&self) -> Option<ValueType> {
        Some(match self {
            ColumnKind::Boolean => ValueType::Boolean,
            ColumnKind::Number { unit, scale } => ValueType::Number {
                unit: *unit,
                scale: *scale,
            },
            ColumnKind::Date => ValueType::Date,
            ColumnKind::Text => ValueType::Text,
            ColumnKind::Enum(id) => ValueType::Enum(*id),
            ColumnKind::Reference(table) => ValueType::Row(*table),
            ColumnKind::Record(_) | ColumnKind::List(_) => return None,
        })
    }
}

/// Why a vocabulary has no layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LayoutError {
    /// The records that contain each other, the first again at the end.
    Endless(Vec<RecordId>),
    /// More than [`MAX_COLUMNS`] columns.
    TooLarge,
    /// Records nest deeper than [`MAX_NESTING`]; this one is the first that does.
    TooDeep(RecordId),
    /// A field of this record refers to what is no list of records with a key in the filing.
    NoSuchList(RecordId, usize),
}

impl Layout {
    /// Flattens a vocabulary.
    pub fn new(vocabulary: &Vocabulary) -> Result<Layout, LayoutError> {
        let mut flat = Flattening {
            vocabulary,
            layout: Layout {
                tables: Vec::new(),
                columns: Vec::new(),
                unreached: BTreeMap::new(),
                named: HashMap::new(),
            },
            open: Vec::new(),
            reached: vec![false; vocabulary.records.len()],
            references: Vec::new(),
        };
        flat.table(
            None,
            None,
            Element::Record(vocabulary.filing),
            Vec::new(),
            None,
        )?;
        for at in 0..vocabulary.records.len() {
            if !flat.reached[at] {
                let record = RecordId(at as u16);
                let table = flat.table(None, None, Element::Record(record), Vec::new(), None)?;
                flat.layout.unreached.insert(record, table);
            }
        }
        flat.resolve()
    }

    /// A table by its id.
    pub fn table(&self, id: TableId) -> &Table {
        &self.tables[usize::from(id.0)]
    }

    /// A column by its id.
    pub fn column(&self, id: ColumnId) -> &Column {
        &self.columns[id.0 as usize]
    }

    /// The column of a name in a table's row, or in the nested record whose column is given.
    pub fn find(&self, table: TableId, record: Option<ColumnId>, name: &str) -> Option<ColumnId> {
        let named = self.named.get(name)?.iter().copied();
        let mut found = named.filter(|id| {
            let column = self.column(*id);
            column.table == table && column.record == record
        });
        found.next()
    }

    /// The list of the filing that a path names: `["security", "controls"]`.
    pub fn list_of_filing(&self, path: &[String]) -> Option<TableId> {
        self.tables
            .iter()
            .position(|table| table.parent == Some(FILING) && table.path == path)
            .map(|at| TableId(at as u16))
    }
}

struct Flattening<'v> {
    vocabulary: &'v Vocabulary,
    layout: Layout,
    /// The records around the one being flattened.
    open: Vec<RecordId>,
    reached: Vec<bool>,
    /// Columns whose reference is still to be resolved, with the record and field that say it.
    references: Vec<(ColumnId, RecordId, usize)>,
}

impl Flattening<'_> {
    fn table(
        &mut self,
        parent: Option<TableId>,
        list: Option<ColumnId>,
        element: Element,
        path: Vec<String>,
        value: Option<ColumnKind>,
    ) -> Result<TableId, LayoutError> {
        let id =
            TableId(u16::try_from(self.layout.tables.len()).map_err(|_| LayoutError::TooLarge)?);
        self.layout.tables.push(Table {
            parent,
            list,
            element,
            path,
            columns: Vec::new(),
            key: None,
        });
        match element {
            Element::Record(record) => self.fields(id, record, None, &[])?,
            Element::Value => {
                let kind = value.unwrap_or(ColumnKind::Text);
                self.column(Column {
                    table: id,
                    path: Vec::new(),
                    record: None,
                    field: 0,
                    kind,
                    optional: false,
                })?;
            }
        }
        Ok(id)
    }

    fn column(&mut self, column: Column) -> Result<ColumnId, LayoutError> {
        if self.layout.columns.len() >= MAX_COLUMNS {
            return Err(LayoutError::TooLarge);
        }
        let id = ColumnId(self.layout.columns.len() as u32);
        self.layout.tables[usize::from(column.table.0)]
            .columns
            .push(id);
        if let Some(name) = column.path.last() {
            self.layout.named.entry(name.clone()).or_default().push(id);
        }
        self.layout.columns.push(column);
        Ok(id)
    }

    fn fields(
        &mut self,
        table: TableId,
        record: RecordId,
        nested: Option<ColumnId>,
        path: &[String],
    ) -> Result<(), LayoutError> {
        if let Some(at) = self.open.iter().position(|open| *open == record) {
            let mut cycle = self.open[at..].to_vec();
            cycle.push(record);
            return Err(LayoutError::Endless(cycle));
        }
        if self.open.len() >= MAX_NESTING {
            return Err(LayoutError::TooDeep(record));
        }
        self.open.push(record);
        self.reached[usize::from(record.0)] = true;
        for (at, field) in self.vocabulary.record(record).fields.iter().enumerate() {
            let mut path = path.to_vec();
            path.push(field.name.clone());
            let kind = match &field.ty {
                FieldType::Record(inner) => ColumnKind::Record(*inner),
                // The table's id is put in once it exists.
                FieldType::List(_) => ColumnKind::List(FILING),
                FieldType::Reference(_) => ColumnKind::Reference(FILING),
                scalar => scalar_kind(scalar),
            };
            let column = Column {
                table,
                path: path.clone(),
                record: nested,
                field: at,
                kind,
                optional: field.optional,
            };
            let id = self.column(column)?;
            if field.key && nested.is_none() {
                self.layout.tables[usize::from(table.0)].key = Some(id);
            }
            match &field.ty {
                FieldType::Record(inner) => self.fields(table, *inner, Some(id), &path)?,
                FieldType::List(item) => {
                    let child = match item.as_ref() {
                        FieldType::Record(inner) => {
                            self.table(Some(table), Some(id), Element::Record(*inner), path, None)?
                        }
                        scalar => {
                            let kind = scalar_kind(scalar);
                            self.table(Some(table), Some(id), Element::Value, path, Some(kind))?
                        }
                    };
                    self.layout.columns[id.0 as usize].kind = ColumnKind::List(child);
                }
                FieldType::Reference(_) => self.references.push((id, record, at)),
                _ => {}
            }
        }
        self.open.pop();
        Ok(())
    }

    fn resolve(mut self) -> Result<Layout, LayoutError> {
        for (id, record, at) in std::mem::take(&mut self.references) {
            let FieldType::Reference(path) = &self.vocabulary.record(record).fields[at].ty else {
                continue;
            };
            let target = self.layout.list_of_filing(path);
            let target = target.filter(|target| self.layout.table(*target).key.is_some());
            let target = target.ok_or(LayoutError::NoSuchList(record, at))?;
            self.layout.columns[id.0 as usize].kind = ColumnKind::Reference(target);
        }
        Ok(self.layout)
    }
}

fn scalar_kind(ty: &FieldType) -> ColumnKind {
    let number = |scale| ColumnKind::Number {
        unit: Unit::None,
        scale,
    };
    match ty {
        FieldType::Boolean => ColumnKind::Boolean,
        FieldType::Integer | FieldType::Year => number(0),
        FieldType::Decimal => number(DECIMAL_SCALE),
        FieldType::Money(currency) => money(*currency),
        FieldType::Date => ColumnKind::Date,
        FieldType::Enum(id) => ColumnKind::Enum(*id),
        FieldType::Text | FieldType::Record(_) | FieldType::List(_) | FieldType::Reference(_) => {
            ColumnKind::Text
        }
    }
}

fn money(currency: Currency) -> ColumnKind {
    ColumnKind::Number {
        unit: Unit::Money(currency),
        scale: MONEY_SCALE,
    }
}
