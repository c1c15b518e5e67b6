//! A filing as a tree of values, and the changes that can be made to it.
//!
//! Invariants: a reference is the position of a row that is there, and a key is no value at all but
//! follows from the position of its row, so whatever is done to a document, its references resolve and
//! its keys differ. Nothing in a document is missing; what is not given is absent.

use crate::generate::draw::workday;
use crate::generate::manner::Manner;
use crate::generate::shape::{FieldShape, Item, Kind, RecordShape, Role};
use crate::value::Day;
use crate::vocabulary::{ColumnId, TableId};

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// True or false.
    Boolean(bool),
    /// A number, scaled as its kind says; also a year.
    Number(i128),
    /// A day.
    Day(Day),
    /// The position of a member.
    Member(u16),
    /// A text.
    Text(String),
    /// The key of the row or of the filing, which follows from its place.
    Key,
    /// The position of the row referred to.
    Reference(u32),
    /// A value for each field; nothing where it is absent.
    Record(Vec<Option<Node>>),
    /// Rows or values.
    List(Vec<Node>),
}

/// The way from the filing to a value: positions of fields and of rows.
pub type Path = Vec<u16>;

/// A change of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Another value, or none, for a field or an element of a list.
    Put(Path, Option<Node>),
    /// One row less.
    Remove(Path, u16),
    /// A row once more, at the end.
    Repeat(Path, u16),
    /// A row once more, and with it the rows that refer to it.
    RepeatWithReferring(Path, u16),
    /// A new row at the end.
    Append(Path, Node),
}

/// A place of a document: a field, or an element of a list of values.
pub struct Place<'p> {
    /// The way to it.
    pub path: &'p Path,
    /// Its column.
    pub column: ColumnId,
    /// The field, if it is one.
    pub field: Option<&'p FieldShape>,
    /// What it holds.
    pub kind: &'p Kind,
    /// Whether silence is an answer.
    pub optional: bool,
    /// Its value; nothing where it is absent.
    pub node: Option<&'p Node>,
}

impl Node {
    /// The value at a path.
    pub fn at(&self, path: &[u16]) -> Option<&Node> {
        let Some((first, rest)) = path.split_first() else {
            return Some(self);
        };
        match self {
            Node::Record(fields) => fields.get(usize::from(*first))?.as_ref()?.at(rest),
            Node::List(rows) => rows.get(usize::from(*first))?.at(rest),
            _ => None,
        }
    }

    fn at_mut(&mut self, path: &[u16]) -> Option<&mut Node> {
        let Some((first, rest)) = path.split_first() else {
            return Some(self);
        };
        match self {
            Node::Record(fields) => fields.get_mut(usize::from(*first))?.as_mut()?.at_mut(rest),
            Node::List(rows) => rows.get_mut(usize::from(*first))?.at_mut(rest),
            _ => None,
        }
    }

    /// How many rows the list at a path has.
    pub fn rows(&self, path: &[u16]) -> usize {
        match self.at(path) {
            Some(Node::List(rows)) => rows.len(),
            _ => 0,
        }
    }
}

/// Puts a value at a path and gives back what stood there; nothing where there is no such place.
pub fn put(document: &mut Node, path: &[u16], value: Option<Node>) -> Option<Option<Node>> {
    let (last, above) = path.split_last()?;
    match (document.at_mut(above)?, value) {
        (Node::Record(fields), value) => {
            let slot = fields.get_mut(usize::from(*last))?;
            Some(std::mem::replace(slot, value))
        }
        (Node::List(rows), Some(value)) => {
            let slot = rows.get_mut(usize::from(*last))?;
            Some(Some(std::mem::replace(slot, value)))
        }
        _ => None,
    }
}

/// Makes a change or, where it cannot be made, none; says which.
pub fn apply(filing: &RecordShape, document: &mut Node, change: &Change) -> bool {
    make(filing, document, change).is_some()
}

/// What takes a change back.
pub enum Undo {
    /// What stood at a path.
    Put(Path, Option<Node>),
    /// The last row of a list was not there.
    Drop(Path),
    /// The document as it was.
    Whole(Node),
}

/// Makes a change and says what takes it back; nothing where it cannot be made.
pub fn make(filing: &RecordShape, document: &mut Node, change: &Change) -> Option<Undo> {
    let (undo, sound) = match change {
        Change::Put(path, value) => {
            let old = put(document, path, value.clone())?;
            // A single value can unsettle nothing but itself.
            let single = |node: &Option<Node>| {
                !matches!(
                    node,
                    Some(Node::Record(_) | Node::List(_) | Node::Reference(_))
                )
            };
            let sound = (single(&old) && single(value)) || is_sound(filing, document);
            (Undo::Put(path.clone(), old), sound)
        }
        Change::Repeat(path, row) => {
            repeat(document, path, *row)?;
            (Undo::Drop(path.clone()), true)
        }
        Change::Append(path, row) => {
            let Some(Node::List(rows)) = document.at_mut(path) else {
                return None;
            };
            rows.push(row.clone());
            (Undo::Drop(path.clone()), is_sound(filing, document))
        }
        Change::Remove(..) | Change::RepeatWithReferring(..) => {
            let before = document.clone();
            let sound = restructure(filing, document, change);
            (Undo::Whole(before), sound)
        }
    };
    if sound {
        Some(undo)
    } else {
        take_back(document, undo);
        None
    }
}

/// Takes the last change back.
pub fn take_back(document: &mut Node, undo: Undo) {
    match undo {
        Undo::Put(path, old) => {
            put(document, &path, old);
        }
        Undo::Drop(path) => {
            if let Some(Node::List(rows)) = document.at_mut(&path) {
                rows.pop();
            }
        }
        Undo::Whole(before) => *document = before,
    }
}

/// Makes a change that moves other rows; false, with the document in any state, where it cannot be made.
fn restructure(filing: &RecordShape, document: &mut Node, change: &Change) -> bool {
    match change {
        Change::Put(..) | Change::Append(..) | Change::Repeat(..) => false,
        Change::RepeatWithReferring(path, row) => {
            let Some(copy) = repeat(document, path, *row) else {
                return false;
            };
            for (list, at) in referring(filing, document, path, u32::from(*row)) {
                if let Some(new) = repeat(document, &list, at)
                    && let Some(Node::List(rows)) = document.at_mut(&list)
                    && let Some(node) = rows.get_mut(new as usize)
                {
                    redirect(filing, &list, node, path, u32::from(*row), copy);
                }
            }
            true
        }
        Change::Remove(path, row) => {
            let Some(Node::List(rows)) = document.at_mut(path) else {
                return false;
            };
            if usize::from(*row) >= rows.len() {
                return false;
            }
            rows.remove(usize::from(*row));
            let left = rows.len() as u32;
            close_gap(filing, document, path, u32::from(*row), left)
        }
    }
}

fn repeat(document: &mut Node, path: &[u16], row: u16) -> Option<u32> {
    let Some(Node::List(rows)) = document.at_mut(path) else {
        return None;
    };
    let copy = rows.get(usize::from(row))?.clone();
    rows.push(copy);
    Some(rows.len() as u32 - 1)
}

/// The rows of the filing's lists that refer to a row of another.
fn referring(filing: &RecordShape, document: &Node, target: &Path, row: u32) -> Vec<(Path, u16)> {
    let mut found: Vec<(Path, u16)> = Vec::new();
    walk(filing, document, &mut |place| {
        if let (Kind::Reference(_, path), Some(Node::Reference(at))) = (place.kind, place.node)
            && path == target
            && *at == row
            && let Some((list, at)) = outermost_row(filing, place.path)
            && list != *target
            && !found.contains(&(list.clone(), at))
        {
            found.push((list, at));
        }
    });
    found
}

/// The list of the filing and its row that a path goes through first.
fn outermost_row(filing: &RecordShape, path: &[u16]) -> Option<(Path, u16)> {
    let mut record = filing;
    for (depth, at) in path.iter().enumerate() {
        match &record.fields.get(usize::from(*at))?.kind {
            Kind::Record(inner) => record = inner,
            Kind::List(_) => return Some((path[..=depth].to_vec(), *path.get(depth + 1)?)),
            _ => return None,
        }
    }
    None
}

fn redirect(filing: &RecordShape, list: &[u16], row: &mut Node, target: &Path, from: u32, to: u32) {
    let mut record = filing;
    for at in list {
        match record.fields.get(usize::from(*at)).map(|field| &field.kind) {
            Some(Kind::Record(inner)) => record = inner,
            Some(Kind::List(inner)) => match &inner.item {
                Item::Record(inner) => record = inner,
                Item::Value(_) => return,
            },
            _ => return,
        }
    }
    references_mut(record, row, &mut |path, _, at| {
        if path == target && *at == from {
            *at = to;
        }
        true
    });
}

/// After a row is gone: what referred to it refers to the one that took its place, if any.
fn close_gap(
    filing: &RecordShape,
    document: &mut Node,
    list: &Path,
    removed: u32,
    left: u32,
) -> bool {
    references_mut(filing, document, &mut |path, optional, at| {
        if path == list {
            if *at > removed || (*at == removed && *at == left) {
                *at = at.saturating_sub(1);
            }
            return left > 0 || optional;
        }
        true
    }) && (left > 0 || {
        drop_references(filing, document, list);
        true
    })
}

/// Goes through every reference; false as soon as one is refused.
fn references_mut(
    shape: &RecordShape,
    node: &mut Node,
    visit: &mut dyn FnMut(&Path, bool, &mut u32) -> bool,
) -> bool {
    let Node::Record(values) = node else {
        return true;
    };
    shape.fields.iter().zip(values).all(|(field, value)| {
        let Some(value) = value else { return true };
        match (&field.kind, value) {
            (Kind::Reference(_, path), Node::Reference(at)) => visit(path, field.optional, at),
            (Kind::Record(inner), value) => references_mut(inner, value, visit),
            (Kind::List(list), Node::List(rows)) => match &list.item {
                Item::Record(inner) => rows.iter_mut().all(|row| references_mut(inner, row, visit)),
                Item::Value(_) => true,
            },
            _ => true,
        }
    })
}

/// Makes the optional references to an empty list absent.
fn drop_references(shape: &RecordShape, node: &mut Node, list: &Path) {
    let Node::Record(values) = node else {
        return;
    };
    for (field, value) in shape.fields.iter().zip(values) {
        match (&field.kind, value) {
            (Kind::Reference(_, path), value) if path == list => *value = None,
            (Kind::Record(inner), Some(value)) => drop_references(inner, value, list),
            (Kind::List(inner), Some(Node::List(rows))) => {
                if let Item::Record(inner) = &inner.item {
                    rows.iter_mut()
                        .for_each(|row| drop_references(inner, row, list));
                }
            }
            _ => {}
        }
    }
}

/// Whether nothing that is owed is left out and every reference is to a row that is there.
pub fn is_sound(filing: &RecordShape, document: &Node) -> bool {
    let mut sound = true;
    walk(
        filing,
        document,
        &mut |place| match (place.kind, place.node) {
            (Kind::Reference(_, path), Some(Node::Reference(at))) => {
                sound &= (*at as usize) < document.rows(path);
            }
            (_, None) => sound &= place.optional,
            _ => {}
        },
    );
    sound
}

/// Goes through every text of a document.
pub fn texts_mut(
    shape: &RecordShape,
    node: &mut Node,
    visit: &mut dyn FnMut(ColumnId, Manner, &mut String),
) {
    let Node::Record(values) = node else {
        return;
    };
    for (field, value) in shape.fields.iter().zip(values) {
        match (&field.kind, value) {
            (Kind::Text(manner), Some(Node::Text(text))) => visit(field.column, *manner, text),
            (Kind::Record(inner), Some(value)) => texts_mut(inner, value, visit),
            (Kind::List(list), Some(Node::List(rows))) => {
                for row in rows {
                    match (&list.item, row) {
                        (Item::Record(inner), row) => texts_mut(inner, row, visit),
                        (Item::Value(Kind::Text(manner)), Node::Text(text)) => {
                            visit(list.value.unwrap_or(field.column), *manner, text);
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
}

/// Moves every day and year of a document by some years. Days stay days of work.
pub fn move_years(shape: &RecordShape, node: &mut Node, years: i128) {
    let Node::Record(values) = node else {
        return;
    };
    for (field, value) in shape.fields.iter().zip(values) {
        if let Some(value) = value {
            move_value(&field.kind, value, years);
        }
    }
}

fn move_value(kind: &Kind, value: &mut Node, years: i128) {
    match (kind, value) {
        (Kind::Year, Node::Number(year)) => *year += years,
        (Kind::Day, Node::Day(day)) => {
            *day = day.add_months(years * 12).map_or(*day, workday);
        }
        (Kind::Record(inner), value) => move_years(inner, value, years),
        (Kind::List(list), Node::List(rows)) => {
            for row in rows {
                match &list.item {
                    Item::Record(inner) => move_years(inner, row, years),
                    Item::Value(kind) => move_value(kind, row, years),
                }
            }
        }
        _ => {}
    }
}

/// Goes through every place of a document, the outer before what is in it.
pub fn walk(filing: &RecordShape, document: &Node, visit: &mut dyn FnMut(&Place<'_>)) {
    let mut path = Path::new();
    walk_record(filing, document, &mut path, visit);
}

fn walk_record(
    shape: &RecordShape,
    node: &Node,
    path: &mut Path,
    visit: &mut dyn FnMut(&Place<'_>),
) {
    let Node::Record(values) = node else {
        return;
    };
    for (at, (field, value)) in shape.fields.iter().zip(values).enumerate() {
        path.push(at as u16);
        visit(&Place {
            path,
            column: field.column,
            field: Some(field),
            kind: &field.kind,
            optional: field.optional,
            node: value.as_ref(),
        });
        match (&field.kind, value) {
            (Kind::Record(inner), Some(value)) => walk_record(inner, value, path, visit),
            (Kind::List(list), Some(Node::List(rows))) => {
                for (row, value) in rows.iter().enumerate() {
                    path.push(row as u16);
                    match &list.item {
                        Item::Record(inner) => walk_record(inner, value, path, visit),
                        Item::Value(kind) => visit(&Place {
                            path,
                            column: list.value.unwrap_or(field.column),
                            field: None,
                            kind,
                            optional: false,
                            node: Some(value),
                        }),
                    }
                    path.pop();
                }
            }
            _ => {}
        }
        path.pop();
    }
}

impl Place<'_> {
    /// Whether it is a key or the filing's year, which nothing may change.
    pub fn is_fixed(&self) -> bool {
        self.field.is_some_and(|field| field.role != Role::Value)
    }

    /// Whether the institution owes a value here, which may be left out without rejecting the filing.
    pub fn is_owed(&self) -> bool {
        self.field.is_some()
            && !self.optional
            && !self.is_fixed()
            && !matches!(self.kind, Kind::Record(_) | Kind::List(_))
    }
}

/// The tables that some reference that must be given points to.
pub fn owed_targets(shape: &RecordShape, found: &mut Vec<TableId>) {
    for field in &shape.fields {
        match &field.kind {
            Kind::Reference(table, _) if !field.optional => found.push(*table),
            Kind::Record(inner) => owed_targets(inner, found),
            Kind::List(list) => {
                if let Item::Record(inner) = &list.item {
                    owed_targets(inner, found);
                }
            }
            _ => {}
        }
    }
}
