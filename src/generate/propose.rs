//! Single changes of a document: which places there are, and what might stand there instead.

use crate::generate::chance::Chance;
use crate::generate::document::{Change, Node, Path, walk};
use crate::generate::draw::{Drawing, workday};
use crate::generate::ground::Ground;
use crate::generate::shape::Kind;
use crate::value::Day;
use crate::vocabulary::ColumnId;

/// A place of a document that may be changed.
pub struct Spot<'s> {
    /// The way to it.
    pub path: Path,
    /// Its column.
    pub column: ColumnId,
    /// What it holds.
    pub kind: &'s Kind,
    /// Whether silence is an answer.
    pub optional: bool,
    /// Whether it has a value.
    pub given: bool,
}

/// Every place of a document that may be changed, of all columns or of some.
pub fn spots<'g>(ground: &'g Ground<'_>, document: &Node, of: Option<&[bool]>) -> Vec<Spot<'g>> {
    let mut spots = Vec::new();
    let wanted = |column: ColumnId| of.is_none_or(|of| of[column.0 as usize]);
    walk(&ground.shape.filing, document, &mut |place| {
        if !place.is_fixed() && wanted(place.column) {
            spots.push((
                place.path.clone(),
                place.column,
                place.optional,
                place.node.is_some(),
            ));
        }
    });
    spots
        .into_iter()
        .filter_map(|(path, column, optional, given)| {
            let kind = ground.kind_at(&path)?;
            Some(Spot {
                path,
                column,
                kind,
                optional,
                given,
            })
        })
        .collect()
}

/// A change of one place, or nothing where none comes to mind.
pub fn propose(
    drawing: &Drawing<'_>,
    document: &Node,
    near: &[&Spot<'_>],
    spot: &Spot<'_>,
    chance: &mut Chance,
) -> Option<Change> {
    let path = spot.path.clone();
    if spot.given && spot.optional && chance.one_in(4) {
        return Some(Change::Put(path, None));
    }
    let fresh = |chance: &mut Chance| drawing.value(spot.kind, Some(document), chance);
    match spot.kind {
        Kind::List(list) if spot.given => {
            let rows = document.rows(&path);
            let row = chance.below(rows) as u16;
            match chance.below(8) {
                0 | 1 if rows > 0 => Some(Change::Remove(path, row)),
                2 | 3 if rows > 0 && rows < list.most => Some(Change::Repeat(path, row)),
                4..=6 if rows < list.most => {
                    let row = drawing.row(list, None, Some(document), chance);
                    Some(Change::Append(path, row))
                }
                _ => fresh(chance).map(|list| Change::Put(path, Some(list))),
            }
        }
        // Its fields have places of their own.
        Kind::Record(_) if spot.given && !chance.one_in(6) => None,
        Kind::Day if chance.one_in(2) => {
            let day = other_day(document, near, chance)?;
            Some(Change::Put(path, Some(Node::Day(day))))
        }
        Kind::Number { .. } if chance.one_in(4) => {
            let number = other_number(document, near, chance)?;
            Some(Change::Put(path, Some(Node::Number(number))))
        }
        Kind::Number { .. } if chance.one_in(3) => {
            let Some(Node::Number(value)) = document.at(&path) else {
                return fresh(chance).map(|value| Change::Put(path, Some(value)));
            };
            let scaled = match chance.below(4) {
                0 => value.checked_div(2)?,
                1 => value.checked_mul(2)?,
                2 => value.checked_add(1)?,
                _ => value.checked_sub(1)?,
            };
            Some(Change::Put(path, Some(Node::Number(scaled))))
        }
        Kind::Boolean => match document.at(&path) {
            Some(Node::Boolean(value)) => Some(Change::Put(path, Some(Node::Boolean(!value)))),
            _ => fresh(chance).map(|value| Change::Put(path, Some(value))),
        },
        _ => fresh(chance).map(|value| Change::Put(path, Some(value))),
    }
}

/// A day shortly before or after another that the same clause reads.
fn other_day(document: &Node, near: &[&Spot<'_>], chance: &mut Chance) -> Option<Day> {
    let days: Vec<Day> = near
        .iter()
        .filter(|spot| spot.given && matches!(spot.kind, Kind::Day))
        .filter_map(|spot| match document.at(&spot.path) {
            Some(Node::Day(day)) => Some(*day),
            _ => None,
        })
        .collect();
    let day = chance.pick(&days)?;
    let far = [3, 10, 30, 180][chance.below(4)];
    Some(workday(day.add_days(chance.between(-far, far))?))
}

/// A number that another place has which the same clause reads, or one next to it.
fn other_number(document: &Node, near: &[&Spot<'_>], chance: &mut Chance) -> Option<i128> {
    let numbers: Vec<i128> = near
        .iter()
        .filter(|spot| spot.given && matches!(spot.kind, Kind::Number { .. }))
        .filter_map(|spot| match document.at(&spot.path) {
            Some(Node::Number(number)) => Some(*number),
            _ => None,
        })
        .collect();
    let number = chance.pick(&numbers)?;
    number.checked_add(chance.between(-1, 1))
}

/// A change that makes a document longer: a row or an optional value more.
pub fn lengthen(
    drawing: &Drawing<'_>,
    document: &Node,
    spots: &[Spot<'_>],
    chance: &mut Chance,
) -> Option<Change> {
    let spot = chance.pick(spots)?;
    let path = spot.path.clone();
    match spot.kind {
        Kind::List(list) if spot.given => {
            let rows = document.rows(&path);
            let row = chance.below(rows) as u16;
            if rows >= list.most {
                None
            } else if rows == 0 {
                let row = drawing.row(list, None, Some(document), chance);
                Some(Change::Append(path, row))
            } else if chance.one_in(2) {
                Some(Change::RepeatWithReferring(path, row))
            } else {
                Some(Change::Repeat(path, row))
            }
        }
        kind if spot.optional && !spot.given => {
            let value = drawing.value(kind, Some(document), chance)?;
            Some(Change::Put(path, Some(value)))
        }
        _ => None,
    }
}
