//! Values by their types: any of them is sound, none of them need be lawful.

use crate::generate::chance::Chance;
use crate::generate::document::{Node, owed_targets};
use crate::generate::manner::Manner;
use crate::generate::reading::Reading;
use crate::generate::shape::{Item, Kind, ListShape, RecordShape, Role, Shape};
use crate::generate::words::{self, Filer};
use crate::value::{Day, number};
use crate::vocabulary::{TableId, Unit};

/// What values are drawn by.
#[derive(Debug, Clone)]
pub struct Drawing<'d> {
    /// What a filing looks like.
    pub shape: &'d Shape,
    /// What the clauses look at.
    pub reading: &'d Reading,
    /// The filing's year.
    pub year: i128,
    /// Who files.
    pub filer: Filer,
    /// Whether lists are as short as they may be.
    pub spare: bool,
    /// The lists that must not be empty, because a reference to them must be given.
    owed: Vec<TableId>,
}

impl<'d> Drawing<'d> {
    /// What the values of a year's filings are drawn by.
    pub fn new(shape: &'d Shape, reading: &'d Reading, year: i128, filer: Filer) -> Drawing<'d> {
        let mut owed = Vec::new();
        owed_targets(&shape.filing, &mut owed);
        Drawing {
            shape,
            reading,
            year,
            filer,
            spare: false,
            owed,
        }
    }

    /// A whole filing.
    ///
    /// It may lack a reference that is owed, where the list that it is to is absent.
    pub fn filing(&self, chance: &mut Chance) -> Node {
        let mut document = self.record(&self.shape.filing, None, chance);
        // References are drawn once it is known how many rows their lists have.
        let rows = document.clone();
        self.refer(&self.shape.filing, &mut document, &rows, chance);
        document
    }

    /// A record; references in it are to rows of the document, if there is one yet.
    pub fn record(
        &self,
        shape: &RecordShape,
        document: Option<&Node>,
        chance: &mut Chance,
    ) -> Node {
        let fields = shape.fields.iter().map(|field| match field.role {
            Role::FilingKey | Role::RowKey => Some(Node::Key),
            Role::FilingYear => Some(Node::Number(self.year)),
            Role::Value if field.optional && chance.one_in(3) => None,
            Role::Value => self.value(&field.kind, document, chance),
        });
        Node::Record(fields.collect())
    }

    /// A value of a kind; nothing for a reference to an empty list.
    pub fn value(&self, kind: &Kind, document: Option<&Node>, chance: &mut Chance) -> Option<Node> {
        Some(match kind {
            Kind::Boolean => Node::Boolean(chance.one_in(2)),
            Kind::Number {
                unit,
                scale,
                manner,
            } => Node::Number(self.number(*unit, *scale, *manner, chance)),
            Kind::Year => Node::Number(self.year + chance.between(-2, 2)),
            Kind::Day => Node::Day(self.day(chance)),
            Kind::Text(manner) => Node::Text(self.text(*manner, chance)),
            Kind::Member(_, members) => Node::Member(chance.below(*members) as u16),
            Kind::Reference(_, path) => {
                let rows = document.map_or(0, |document| document.rows(path));
                if document.is_some() && rows == 0 {
                    return None;
                }
                Node::Reference(chance.below(rows) as u32)
            }
            Kind::Record(inner) => self.record(inner, document, chance),
            Kind::List(list) => self.list(list, document, chance),
        })
    }

    fn list(&self, list: &ListShape, document: Option<&Node>, chance: &mut Chance) -> Node {
        let least = usize::from(self.owed.contains(&list.table));
        if let Some(members) = covered(list)
            && !self.spare
            && chance.one_in(2)
        {
            // Mostly alike: what holds of all members at once is what a clause asks for.
            let alike = !chance.one_in(4);
            let mut rows = vec![self.row(list, Some(0), document, chance)];
            for member in 1..members {
                let row = match (alike, &rows[0], &list.item) {
                    (true, Node::Record(values), Item::Record(record)) => {
                        let mut values = values.clone();
                        if let Some(at) = first_member(record) {
                            values[at] = Some(Node::Member(member as u16));
                        }
                        Node::Record(values)
                    }
                    _ => self.row(list, Some(member), document, chance),
                };
                rows.push(row);
            }
            return Node::List(rows);
        }
        let most = if self.spare { 2 } else { 4 };
        let rows = chance.below(most).max(least).min(list.most);
        let rows = (0..rows).map(|_| self.row(list, None, document, chance));
        Node::List(rows.collect())
    }

    /// A row of a list, of a given member where the list has one row for each.
    pub fn row(
        &self,
        list: &ListShape,
        member: Option<usize>,
        document: Option<&Node>,
        chance: &mut Chance,
    ) -> Node {
        match &list.item {
            Item::Value(Kind::Member(_, members)) => {
                Node::Member(member.unwrap_or_else(|| chance.below(*members)) as u16)
            }
            Item::Value(kind) => self
                .value(kind, document, chance)
                .unwrap_or(Node::Boolean(false)),
            Item::Record(record) => {
                let mut row = self.record(record, document, chance);
                if let (Some(member), Node::Record(values)) = (member, &mut row)
                    && let Some(at) = first_member(record)
                {
                    values[at] = Some(Node::Member(member as u16));
                }
                row
            }
        }
    }

    /// Draws every reference of a document anew.
    fn refer(&self, shape: &RecordShape, node: &mut Node, rows: &Node, chance: &mut Chance) {
        let Node::Record(values) = node else {
            return;
        };
        for (field, value) in shape.fields.iter().zip(values) {
            match (&field.kind, value) {
                (kind @ Kind::Reference(..), value @ Some(_)) => {
                    *value = self.value(kind, Some(rows), chance);
                }
                (Kind::Record(inner), Some(value)) => self.refer(inner, value, rows, chance),
                (Kind::List(list), Some(Node::List(items))) => {
                    if let Item::Record(inner) = &list.item {
                        for item in items {
                            self.refer(inner, item, rows, chance);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// A number: near one that a clause names, or of a usual size.
    pub fn number(&self, unit: Unit, scale: u8, manner: Manner, chance: &mut Chance) -> i128 {
        let one = number::power_of_ten(u32::from(scale)).unwrap_or(1);
        let named: Vec<i128> = self
            .reading
            .numbers
            .iter()
            .filter(|(named, _, _)| *named == unit || *named == Unit::None)
            .filter_map(|(_, from, value)| number::rescale(*value, *from, scale))
            .collect();
        if let Some(near) = chance.pick(&named).copied()
            && chance.one_in(3)
        {
            return near.saturating_add(chance.between(-1, 1) * one);
        }
        match unit {
            Unit::Money(_) => {
                // Between ten thousand and thirty million, small amounts more often, with cents.
                let size = number::power_of_ten(chance.between(6, 8) as u32).unwrap_or(1);
                let cents = chance.between(size, size.saturating_mul(30));
                cents.saturating_mul(one / 100)
            }
            _ if manner == Manner::Percentage => chance.between(0, 100) * one,
            _ if scale > 0 => chance.between(1, 5_000) * (one / 10),
            _ => {
                let size = chance.between(0, 3) as u32;
                chance.between(0, number::power_of_ten(size).unwrap_or(1))
            }
        }
    }

    /// A day: of the year, near one that a clause names, or around the year.
    pub fn day(&self, chance: &mut Chance) -> Day {
        let year = i64::try_from(self.year).unwrap_or(1).clamp(1, 9999);
        let first = Day::new(year, 1, 1).unwrap_or(Day::MIN);
        let day = match chance.below(4) {
            0 => chance
                .pick(&self.reading.days)
                .and_then(|day| day.add_days(chance.between(-40, 40))),
            1 => first.add_days(chance.between(-240, 600)),
            _ => first.add_days(chance.between(0, 364)),
        };
        workday(day.unwrap_or(first))
    }

    /// A text of a manner, or one that a clause names.
    pub fn text(&self, manner: Manner, chance: &mut Chance) -> String {
        if !self.reading.texts.is_empty() && chance.one_in(8) {
            return chance
                .pick(&self.reading.texts)
                .cloned()
                .unwrap_or_default();
        }
        words::text(manner, &self.filer, self.year, chance)
    }
}

/// Offices work from Monday to Friday.
pub fn workday(day: Day) -> Day {
    match day.weekday() {
        5 => day.add_days(-1).unwrap_or(day),
        6 => day.add_days(1).unwrap_or(day),
        _ => day,
    }
}

/// How many members the enum of a list has that may well have a row for each.
fn covered(list: &ListShape) -> Option<usize> {
    let members = match &list.item {
        Item::Value(Kind::Member(_, members)) => *members,
        Item::Record(record) => match &record.fields.get(first_member(record)?)?.kind {
            Kind::Member(_, members) => *members,
            _ => return None,
        },
        Item::Value(_) => return None,
    };
    (1..=40).contains(&members).then_some(members)
}

/// The first field of a row that is a member and must be given, if the row starts with it: what the
/// row is about.
fn first_member(record: &RecordShape) -> Option<usize> {
    record
        .fields
        .iter()
        .take(2)
        .position(|field| matches!(field.kind, Kind::Member(..)) && !field.optional)
}
