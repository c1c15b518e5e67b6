//! What a reader must know of the vocabulary, compiled once: which fields are kept, under which names
//! documents write them, where their values go.

use std::sync::Mutex;

use crate::ingest::fault::What;
use crate::ingest::names::Names;
use crate::ingest::room::Rooms;
use crate::vocabulary::layout::FILING;
use crate::vocabulary::{
    ColumnId, ColumnKind, Currency, Element, FieldType, Layout, RecordId, TableId, Unit, Vocabulary,
};

/// A vocabulary as the reading of filings needs it. Immutable, shared by all threads.
///
/// Invariants: what is kept is closed: the list and the records around a kept column are kept, and the
/// key of every kept table. A shape's fields are in the order of its names.
#[derive(Debug)]
pub struct Schema {
    pub(crate) shapes: Vec<Shape>,
    /// One for each table of the layout.
    pub(crate) tables: Vec<TableForm>,
    /// One for each column of the layout.
    pub(crate) columns: Vec<ColumnForm>,
    pub(crate) enums: Vec<Members>,
    /// The kept reference columns, with the table that each refers to.
    pub(crate) references: Vec<(usize, usize)>,
    /// The columns of the filing's key and year.
    pub(crate) key: usize,
    pub(crate) year: usize,
    pub(crate) strict: bool,
    years: Vec<(i16, Option<i16>)>,
    /// The room of columns that were judged.
    pub(crate) rooms: Mutex<Rooms>,
}

/// The fields of one record in its place: a row of a table, or a record nested in one.
#[derive(Debug)]
pub(crate) struct Shape {
    /// What documents write.
    pub(crate) names: Names,
    pub(crate) fields: Vec<Field>,
    /// The names from the filing to here, as documents write them; empty for the filing.
    pub(crate) path: String,
    /// How many lists and records are open inside it.
    pub(crate) level: usize,
    /// How many of its fields are kept.
    pub(crate) kept: usize,
}

/// One field of a shape.
#[derive(Debug)]
pub(crate) struct Field {
    /// What rules write.
    pub(crate) rule_name: String,
    pub(crate) column: usize,
    pub(crate) kept: bool,
    /// Whether the rules need it; with `strict` all is kept, to be looked at.
    #[cfg_attr(
        not(feature = "tables"),
        expect(dead_code, reason = "the columns of a table alone are held against it")
    )]
    pub(crate) needed: bool,
    pub(crate) optional: bool,
    pub(crate) content: Content,
}

/// What stands in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// One value.
    Scalar,
    /// A nested record, by its shape.
    Record(usize),
    /// A list, by its table.
    List(usize),
}

/// A table and what its rows are.
#[derive(Debug)]
pub(crate) struct TableForm {
    pub(crate) kept: bool,
    pub(crate) parent: Option<usize>,
    pub(crate) rows: RowForm,
    pub(crate) key: Option<usize>,
    /// Whether a kept column refers to its rows.
    pub(crate) referred: bool,
    /// The names from the filing to here, as documents write them.
    pub(crate) path: String,
}

/// What a row of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowForm {
    /// A record, by its shape.
    Record(usize),
    /// A single value, by its column.
    Value(usize),
}

/// A column and how its values are read.
#[derive(Debug)]
pub(crate) struct ColumnForm {
    pub(crate) table: usize,
    pub(crate) kept: bool,
    pub(crate) kind: Kind,
}

/// How a value is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A record or a list: only a state.
    State,
    Boolean,
    Number {
        scale: u8,
        noun: Noun,
    },
    Date,
    Text,
    /// By its position in [`Schema::enums`].
    Enum(usize),
    /// A reference to the rows of a table, read as that table's key column.
    Reference {
        key: usize,
    },
}

/// What a number is called in messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Noun {
    Integer,
    Decimal,
    Year,
    Money(Currency),
}

/// The members of an enum.
#[derive(Debug)]
pub(crate) struct Members {
    pub(crate) name: String,
    pub(crate) members: Names,
}

impl Schema {
    /// Compiles what a reader needs. `reads` says for each column whether some clause reads it; `strict`
    /// makes an unknown field, or a value of the wrong type anywhere, reject its filing; `years` are the fiscal years that the versions of the
    /// rule book cover, each from and to, open where there is no end.
    pub fn new(
        vocabulary: &Vocabulary,
        layout: &Layout,
        reads: &[bool],
        strict: bool,
        years: &[(i16, Option<i16>)],
    ) -> Schema {
        let filing = vocabulary.record(vocabulary.filing);
        let own = |at: usize| {
            let name = filing
                .fields
                .get(at)
                .map_or("", |field| field.name.as_str());
            layout.find(FILING, None, name).map_or(0, index)
        };
        let (key, year) = (own(vocabulary.key), own(vocabulary.year));
        let needed = closure(layout, reads, key, year);
        let kept = match strict {
            true => closure(layout, &vec![true; layout.columns.len()], key, year),
            false => needed.clone(),
        };
        let mut compiling = Compiling {
            vocabulary,
            layout,
            kept,
            needed,
            shapes: Vec::new(),
            rows: vec![None; layout.tables.len()],
            paths: vec![String::new(); layout.tables.len()],
        };
        compiling.table(FILING, String::new(), 1);
        let Compiling {
            kept,
            shapes,
            rows,
            paths,
            ..
        } = compiling;
        let columns = column_forms(vocabulary, layout, &kept);
        let references: Vec<(usize, usize)> = layout
            .columns
            .iter()
            .enumerate()
            .filter_map(|(at, column)| match column.kind {
                ColumnKind::Reference(target) if kept[at] => Some((at, usize::from(target.0))),
                _ => None,
            })
            .collect();
        let tables = layout
            .tables
            .iter()
            .enumerate()
            .map(|(at, table)| TableForm {
                kept: at == 0 || table.list.is_some_and(|list| kept[index(list)]),
                parent: table.parent.map(|parent| usize::from(parent.0)),
                // A record that no filing reaches is never read.
                rows: rows[at].unwrap_or(RowForm::Record(0)),
                key: table.key.map(index),
                referred: references.iter().any(|(_, target)| *target == at),
                path: paths[at].clone(),
            })
            .collect();
        let enums = vocabulary.enums.iter().map(|one| Members {
            name: one.name.clone(),
            members: Names::new(one.members.iter().map(|member| member.name.as_str())),
        });
        Schema {
            shapes,
            tables,
            columns,
            enums: enums.collect(),
            references,
            key,
            year,
            strict,
            years: years.to_vec(),
            rooms: Mutex::default(),
        }
    }

    /// Whether a column is kept.
    pub fn keeps(&self, column: ColumnId) -> bool {
        self.columns
            .get(index(column))
            .is_some_and(|form| form.kept)
    }

    /// The column of the filing's key.
    pub fn key_column(&self) -> ColumnId {
        ColumnId(self.key as u32)
    }

    /// The column of the filing's year.
    pub fn year_column(&self) -> ColumnId {
        ColumnId(self.year as u32)
    }

    /// Whether some version of the rule book governs a fiscal year.
    pub(crate) fn covers(&self, year: i128) -> bool {
        const LAST: i16 = 9999;
        self.years
            .iter()
            .any(|(from, to)| (i128::from(*from)..=i128::from(to.unwrap_or(LAST))).contains(&year))
    }

    /// What is said of a filing without its key or its year.
    pub(crate) fn lacks(&self, column: usize, noun: &str) -> String {
        let name = self.document_name(column);
        format!("the filing is without its {noun}, `{name}`")
    }

    /// What is said of a year that no version governs.
    pub(crate) fn uncovered(&self, year: i128) -> What {
        let covered = self.years_in_words();
        What::Impossible {
            cause: format!("no version of the rules covers the year; covered: {covered}"),
            text: format!("no version of the rules covers {year}; covered: {covered}"),
        }
    }

    /// The years that versions cover: `2014 to 2015, from 2019`.
    pub(crate) fn years_in_words(&self) -> String {
        let words = self.years.iter().map(|(from, to)| match to {
            None => format!("from {from}"),
            Some(to) if to == from => from.to_string(),
            Some(to) => format!("{from} to {to}"),
        });
        words.collect::<Vec<_>>().join(", ")
    }

    /// The name that documents write for the filing's key.
    pub(crate) fn document_name(&self, column: usize) -> &str {
        let filing = &self.shapes[0];
        let at = filing
            .fields
            .iter()
            .position(|field| field.column == column);
        at.map_or("", |at| filing.names.text(at))
    }
}

fn index(column: ColumnId) -> usize {
    column.0 as usize
}

/// Which columns are kept: those that are read, and what must stand around and beside them.
fn closure(layout: &Layout, reads: &[bool], key: usize, year: usize) -> Vec<bool> {
    let mut kept = vec![false; layout.columns.len()];
    let mut pending: Vec<usize> = (0..kept.len())
        .filter(|at| reads.get(*at).copied().unwrap_or(false))
        .chain([key, year])
        .collect();
    while let Some(at) = pending.pop() {
        if std::mem::replace(&mut kept[at], true) {
            continue;
        }
        let column = &layout.columns[at];
        let table = layout.table(column.table);
        pending.extend(column.record.map(index));
        pending.extend(table.list.map(index));
        pending.extend(table.key.map(index));
        match column.kind {
            ColumnKind::Reference(target) => {
                let target = layout.table(target);
                pending.extend(target.key.map(index));
                pending.extend(target.list.map(index));
            }
            ColumnKind::List(child) => {
                let child = layout.table(child);
                pending.extend(child.key.map(index));
                if child.element == Element::Value {
                    pending.extend(child.columns.first().copied().map(index));
                }
            }
            _ => {}
        }
    }
    // A table without parent, other than the filing, is one that no filing reaches.
    for (at, column) in layout.columns.iter().enumerate() {
        let table = layout.table(column.table);
        kept[at] &= column.table == FILING || table.parent.is_some();
    }
    kept
}

struct Compiling<'v> {
    vocabulary: &'v Vocabulary,
    layout: &'v Layout,
    kept: Vec<bool>,
    needed: Vec<bool>,
    shapes: Vec<Shape>,
    rows: Vec<Option<RowForm>>,
    paths: Vec<String>,
}

impl Compiling<'_> {
    fn table(&mut self, id: TableId, path: String, level: usize) {
        let table = self.layout.table(id);
        let at = usize::from(id.0);
        self.paths[at].clone_from(&path);
        self.rows[at] = Some(match table.element {
            Element::Record(record) => RowForm::Record(self.shape(id, None, record, path, level)),
            Element::Value => RowForm::Value(table.columns.first().copied().map_or(0, index)),
        });
    }

    /// The shape of a table's row, or of the record nested in it whose column is given.
    fn shape(
        &mut self,
        table: TableId,
        nested: Option<ColumnId>,
        record: RecordId,
        path: String,
        level: usize,
    ) -> usize {
        let vocabulary = self.vocabulary;
        let layout = self.layout;
        let declared = &vocabulary.record(record).fields;
        let own: Vec<ColumnId> = layout
            .table(table)
            .columns
            .iter()
            .copied()
            .filter(|id| layout.column(*id).record == nested)
            .collect();
        let at = self.shapes.len();
        let document_name =
            |id: &ColumnId| declared[layout.column(*id).field].document_name.as_str();
        self.shapes.push(Shape {
            names: Names::new(own.iter().map(document_name)),
            fields: Vec::new(),
            path: path.clone(),
            level,
            kept: own.iter().filter(|id| self.kept[index(**id)]).count(),
        });
        for id in own {
            let column = layout.column(id);
            let inner = join(&path, &declared[column.field].document_name);
            let content = match column.kind {
                ColumnKind::Record(record) => {
                    Content::Record(self.shape(table, Some(id), record, inner, level + 1))
                }
                ColumnKind::List(child) => {
                    self.table(child, inner, level + 2);
                    Content::List(usize::from(child.0))
                }
                _ => Content::Scalar,
            };
            self.shapes[at].fields.push(Field {
                rule_name: declared[column.field].name.clone(),
                column: index(id),
                kept: self.kept[index(id)],
                needed: self.needed[index(id)],
                optional: column.optional,
                content,
            });
        }
        at
    }
}

/// A path with one more name.
pub(crate) fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

fn column_forms(vocabulary: &Vocabulary, layout: &Layout, kept: &[bool]) -> Vec<ColumnForm> {
    let forms = layout.columns.iter().enumerate().map(|(at, column)| {
        let kind = match &column.kind {
            ColumnKind::Boolean => Kind::Boolean,
            ColumnKind::Number { unit, scale } => Kind::Number {
                scale: *scale,
                noun: match unit {
                    Unit::Money(currency) => Noun::Money(*currency),
                    _ if is_year(vocabulary, layout, column) => Noun::Year,
                    _ if *scale == 0 => Noun::Integer,
                    _ => Noun::Decimal,
                },
            },
            ColumnKind::Date => Kind::Date,
            ColumnKind::Text => Kind::Text,
            ColumnKind::Enum(id) => Kind::Enum(usize::from(id.0)),
            ColumnKind::Reference(target) => match layout.table(*target).key {
                Some(key) => Kind::Reference { key: index(key) },
                None => Kind::State,
            },
            ColumnKind::Record(_) | ColumnKind::List(_) => Kind::State,
        };
        ColumnForm {
            table: usize::from(column.table.0),
            kept: kept[at],
            kind,
        }
    });
    forms.collect()
}

fn is_year(vocabulary: &Vocabulary, layout: &Layout, column: &crate::vocabulary::Column) -> bool {
    let record = match column.record.map(|around| &layout.column(around).kind) {
        Some(ColumnKind::Record(record)) => Some(*record),
        _ => match layout.table(column.table).element {
            Element::Record(record) => Some(record),
            Element::Value => None,
        },
    };
    let field = record.and_then(|record| vocabulary.record(record).fields.get(column.field));
    field.is_some_and(|field| field.ty == FieldType::Year)
}
