//! Finds a filing that breaks nothing, by changing what the clauses that it breaks look at.
//!
//! Every round makes some changed copies, has them judged at once, and goes on with the best if it is
//! no worse. Nothing is known of what a clause means: the engine alone says what a change is worth.

use crate::evaluate::verdicts::Verdict;
use crate::generate::chance::Chance;
use crate::generate::document::{Change, Node, Path, apply, is_sound, walk};
use crate::generate::draw::{Drawing, workday};
use crate::generate::ground::{Ground, Outcome};
use crate::generate::shape::Kind;
use crate::value::Day;
use crate::vocabulary::ColumnId;

/// How many filings are drawn to start from the best of them.
const FIRST: usize = 32;
/// How many changed copies are judged in a round.
const COPIES: usize = 48;
/// The most rounds.
const MOST_ROUNDS: usize = 300;
/// After how many rounds without a gain nothing more is hoped for, once nothing is broken.
const PATIENCE: usize = 25;

/// What an exception weighs at first, more than a breach: else that of a whole ruleset would be the
/// nearest way out of everything. What is still broken then may be excepted after all.
const DEAR: u32 = 250;

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

/// A filing of a year, and what it comes to: it breaks as little as was found.
pub fn compliant(
    ground: &Ground<'_>,
    drawing: &Drawing<'_>,
    chance: &mut Chance,
) -> (Node, Outcome) {
    let version = ground.version_of(drawing.year);
    let mut drawn = Vec::new();
    for _ in 0..FIRST * 4 {
        let document = drawing.filing(chance);
        if drawn.len() < FIRST && is_sound(&ground.shape.filing, &document) {
            drawn.push(document);
        }
    }
    if drawn.is_empty() {
        drawn.push(drawing.filing(chance));
    }
    let outcomes = ground.judge(&drawn, drawing);
    let Some((mut document, mut outcome)) = best(drawn, outcomes, DEAR) else {
        return (drawing.filing(chance), Outcome::default());
    };
    for exempt in [DEAR, 5] {
        let mut stale = 0;
        for _ in 0..MOST_ROUNDS {
            let focus = focus(&outcome, exempt);
            let patience = if outcome.is_sound() {
                PATIENCE
            } else {
                8 * PATIENCE
            };
            if focus.is_empty() || stale > patience {
                break;
            }
            let copies = copies(ground, drawing, version, &document, &focus, chance);
            let outcomes = ground.judge(&copies, drawing);
            let Some((better, found)) = best(copies, outcomes, exempt) else {
                stale += 1;
                continue;
            };
            let (new, old) = (found.cost(exempt), outcome.cost(exempt));
            stale = if new < old { 0 } else { stale + 1 };
            if new <= old {
                document = better;
                outcome = found;
            }
        }
        if outcome.is_sound() {
            break;
        }
    }
    (document, outcome)
}

fn best(documents: Vec<Node>, outcomes: Vec<Outcome>, exempt: u32) -> Option<(Node, Outcome)> {
    documents
        .into_iter()
        .zip(outcomes)
        .min_by_key(|(_, outcome)| outcome.cost(exempt))
}

/// The entries that are to come out better: what is broken, open or too dear an exception, or, if
/// nothing is, what does not bear on the filing.
fn focus(outcome: &Outcome, exempt: u32) -> Vec<usize> {
    let which = |wanted: &dyn Fn(Verdict) -> bool| -> Vec<usize> {
        let entries = outcome.clauses.iter().enumerate();
        entries
            .filter(|(_, verdict)| verdict.is_some_and(wanted))
            .map(|(at, _)| at)
            .collect()
    };
    let bad = which(&|verdict| {
        verdict >= Verdict::Undetermined || (verdict == Verdict::Exempt && exempt >= DEAR)
    });
    if bad.is_empty() {
        which(&|verdict| verdict < Verdict::Complies)
    } else {
        bad
    }
}

fn copies(
    ground: &Ground<'_>,
    drawing: &Drawing<'_>,
    version: usize,
    document: &Node,
    focus: &[usize],
    chance: &mut Chance,
) -> Vec<Node> {
    let spots = spots(ground, document);
    let mut copies = Vec::with_capacity(COPIES);
    for _ in 0..COPIES {
        let reads = chance
            .pick(focus)
            .and_then(|entry| ground.reading.entries.get(version)?.get(*entry));
        let near: Vec<&Spot<'_>> = spots
            .iter()
            .filter(|spot| reads.is_none_or(|reads| reads[spot.column.0 as usize]))
            .collect();
        let mut copy = document.clone();
        let changes = [1, 1, 1, 2, 2, 3][chance.below(6)];
        let changed = (0..changes).all(|_| {
            let Some(spot) = chance.pick(&near) else {
                return false;
            };
            // An earlier change may have taken the place away.
            match propose(drawing, document, &near, spot, chance) {
                Some(change) => apply(&ground.shape.filing, &mut copy, &change),
                None => true,
            }
        });
        if changed && copy != *document {
            copies.push(copy);
        }
    }
    copies
}

/// Every place of a document that may be changed.
pub fn spots<'g>(ground: &'g Ground<'_>, document: &Node) -> Vec<Spot<'g>> {
    let mut spots = Vec::new();
    walk(&ground.shape.filing, document, &mut |place| {
        if !place.is_fixed() {
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
