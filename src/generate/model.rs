//! A model: a filing of a year that breaks nothing, of the size asked for, with the changes that it
//! takes without harm and those that break a clause. Filings are made from models by such changes.

use crate::generate::chance::Chance;
use crate::generate::document::{Change, Node, Path, apply, move_years, walk};
use crate::generate::draw::Drawing;
use crate::generate::ground::{Ground, Outcome};
use crate::generate::propose::{Spot, lengthen, propose, spots};
use crate::generate::search::{self, Quest};
use crate::generate::shape::Kind;
use crate::generate::shrink::shrink;
use crate::generate::words::Filer;
use crate::generate::{Size, write};

/// How many models there are of each year.
pub const MODELS: u64 = 4;
/// How many changes of each place are tried.
const TRIES: usize = 3;
/// How many grown copies are judged in a round.
const COPIES: usize = 24;
/// The most rounds of growing.
const MOST_ROUNDS: usize = 400;
/// After how many rounds in which every copy does harm the size stays as it is.
const PATIENCE: usize = 30;

/// A model.
#[derive(Debug, Clone)]
pub struct Model {
    /// Its year.
    pub year: i128,
    /// The filing.
    pub document: Node,
    /// What it comes to.
    pub outcome: Outcome,
    /// What it takes without harm.
    pub harmless: Vec<Leeway>,
    /// For each clause that some change breaks: the entry and the changes.
    pub breaking: Vec<(usize, Vec<Change>)>,
}

/// What a place takes without harm.
#[derive(Debug, Clone)]
pub enum Leeway {
    /// This change.
    Change(Change),
    /// Any number or day between two.
    Between(Path, Node, Node),
}

/// A filing of a version that breaks as little as was found: what the models of its years are made from.
#[derive(Debug, Clone)]
pub struct Base {
    year: i128,
    document: Node,
}

/// Searches the base of a version, in one of its years; the variant tells several apart.
pub fn base(ground: &Ground<'_>, seed: u64, year: i128, variant: u64) -> Base {
    let mut chance = Chance::new(!seed, (year as u64) << 8 | 0x80 | variant);
    let filer = Filer::draw(&mut chance);
    let drawing = Drawing::new(&ground.shape, &ground.reading, year, filer);
    let document = search::compliant(&quest(ground, &drawing), &mut chance);
    Base { year, document }
}

/// Makes a model of a year from a base of its version.
pub fn model(
    ground: &Ground<'_>,
    base: &Base,
    seed: u64,
    year: i128,
    variant: u64,
    size: Size,
) -> Model {
    // The models draw from streams that no filing has.
    let mut chance = Chance::new(!seed, (year as u64) << 8 | variant);
    let filer = Filer::draw(&mut chance);
    let drawing = Drawing::new(&ground.shape, &ground.reading, year, filer);
    let mut document = base.document.clone();
    if year != base.year {
        move_years(&ground.shape.filing, &mut document, year - base.year);
        document = search::mend(&quest(ground, &drawing), document, &mut chance);
    }
    let outcome = ground
        .judge(std::slice::from_ref(&document), &drawing)
        .pop()
        .unwrap_or_default();
    // What one model gives up to be short enough, another keeps.
    let own = |entry: usize| entry as u64 % MODELS == variant % MODELS;
    let (document, outcome) = fit(
        ground,
        &drawing,
        (document, outcome),
        size,
        &own,
        &mut chance,
    );
    let (harmless, breaking) = try_changes(ground, &drawing, &document, &outcome, &mut chance);
    Model {
        year,
        document,
        outcome,
        harmless,
        breaking,
    }
}

fn quest<'q>(ground: &'q Ground<'_>, drawing: &'q Drawing<'_>) -> Quest<'q> {
    Quest {
        ground,
        drawing,
        version: ground.version_of(drawing.year),
    }
}

/// How long the line of a document is.
pub fn length(ground: &Ground<'_>, drawing: &Drawing<'_>, document: &Node) -> usize {
    let mut text = String::new();
    write::line(&ground.writing(drawing, 1), document, &[], &mut text);
    text.len()
}

/// Repeats or takes away rows and optional values until the size is right, as long as it does no harm.
/// A clause that is kept may come not to bear on a filing that is too long else, except one of its own.
fn fit(
    ground: &Ground<'_>,
    drawing: &Drawing<'_>,
    (mut document, mut outcome): (Node, Outcome),
    size: Size,
    own: &dyn Fn(usize) -> bool,
    chance: &mut Chance,
) -> (Node, Outcome) {
    let (least, most) = size.of_models();
    let every = |_: usize| true;
    let dear: [&dyn Fn(usize) -> bool; 2] = [&every, own];
    for dear in dear {
        if length(ground, drawing, &document) <= most {
            break;
        }
        let filing = &ground.shape.filing;
        shrink(filing, &mut document, &mut |copies| {
            let found = ground.judge(copies, drawing);
            let harmless = |found: &Outcome| {
                found.is_no_worse_than(&outcome) && !found.lost_from(&outcome).any(dear)
            };
            found.iter().map(harmless).collect()
        });
        let judged = ground.judge(std::slice::from_ref(&document), drawing);
        outcome = judged.into_iter().next().unwrap_or_default();
    }
    grow(ground, drawing, (document, outcome), (least, most), chance)
}

/// Repeats rows until a document is long enough.
fn grow(
    ground: &Ground<'_>,
    drawing: &Drawing<'_>,
    (mut document, mut outcome): (Node, Outcome),
    (least, most): (usize, usize),
    chance: &mut Chance,
) -> (Node, Outcome) {
    let mut stale = 0;
    // How many changes are made at once: more after a gain, fewer after a round without one.
    let mut steps = 8;
    for _ in 0..MOST_ROUNDS {
        let now = length(ground, drawing, &document);
        if now >= least || stale > PATIENCE {
            break;
        }
        let spots = spots(ground, &document, None);
        let mut copies: Vec<(usize, Node)> = Vec::new();
        for _ in 0..COPIES {
            let mut copy = document.clone();
            for _ in 0..chance.below(steps) + 1 {
                let Some(change) = lengthen(drawing, &copy, &spots, chance) else {
                    continue;
                };
                apply(&ground.shape.filing, &mut copy, &change);
            }
            let then = length(ground, drawing, &copy);
            if then > now && then <= most {
                copies.push((then, copy));
            }
        }
        let documents: Vec<Node> = copies.iter().map(|(_, copy)| copy.clone()).collect();
        let outcomes = ground.judge(&documents, drawing);
        let chosen = copies
            .into_iter()
            .zip(outcomes)
            .filter(|(_, found)| {
                found.is_no_worse_than(&outcome) && found.lost_from(&outcome).next().is_none()
            })
            .max_by_key(|((then, _), _)| *then);
        match chosen {
            Some(((_, copy), found)) => {
                document = copy;
                outcome = found;
                stale = 0;
                steps = (steps * 2).min(32);
            }
            None => {
                stale += 1;
                steps = (steps / 2).max(1);
            }
        }
    }
    (document, outcome)
}

/// Tries changes of every place and has each judged alone.
fn try_changes(
    ground: &Ground<'_>,
    drawing: &Drawing<'_>,
    document: &Node,
    outcome: &Outcome,
    chance: &mut Chance,
) -> (Vec<Leeway>, Vec<(usize, Vec<Change>)>) {
    let spots = spots(ground, document, None);
    let near: Vec<&Spot<'_>> = spots.iter().collect();
    let mut tried = Vec::new();
    let mut copies = Vec::new();
    for spot in &spots {
        let free = matches!(spot.kind, Kind::Text(_))
            && !ground.reading.compared[spot.column.0 as usize]
            && !spot.optional;
        if free {
            continue;
        }
        for _ in 0..TRIES {
            let Some(change) = propose(drawing, document, &near, spot, chance) else {
                continue;
            };
            let mut copy = document.clone();
            if apply(&ground.shape.filing, &mut copy, &change) && copy != *document {
                tried.push(change);
                copies.push(copy);
            }
        }
    }
    let outcomes = ground.judge(&copies, drawing);
    let mut harmless = Vec::new();
    let mut breaking: Vec<(usize, Vec<Change>)> = Vec::new();
    for (change, found) in tried.into_iter().zip(outcomes) {
        if found.is_no_worse_than(outcome) {
            harmless.push(change);
        } else if found.verdict == crate::evaluate::verdicts::Verdict::Violates {
            for entry in found.broken_beyond(outcome) {
                match breaking.iter_mut().find(|(known, _)| *known == entry) {
                    Some((_, changes)) => changes.push(change.clone()),
                    None => breaking.push((entry, vec![change.clone()])),
                }
            }
        }
    }
    breaking.sort_by_key(|(entry, _)| *entry);
    (leeway(document, harmless), breaking)
}

/// The changes of a place together: numbers and days that do no harm make a stretch with what stands
/// there now. That what lies between does none either is only likely; filings are judged once made.
fn leeway(document: &Node, changes: Vec<Change>) -> Vec<Leeway> {
    let mut found: Vec<Leeway> = Vec::new();
    for change in changes {
        let (path, value) = match &change {
            Change::Put(path, Some(value @ (Node::Number(_) | Node::Day(_)))) => (path, value),
            _ => {
                found.push(Leeway::Change(change));
                continue;
            }
        };
        let Some(now) = document.at(path) else {
            found.push(Leeway::Change(change));
            continue;
        };
        let known = found.iter_mut().find_map(|leeway| match leeway {
            Leeway::Between(of, low, high) if of == path => Some((low, high)),
            _ => None,
        });
        match known {
            Some((low, high)) => {
                if order(value) < order(low) {
                    *low = value.clone();
                } else if order(value) > order(high) {
                    *high = value.clone();
                }
            }
            None => {
                let (low, high) = if order(value) < order(now) {
                    (value, now)
                } else {
                    (now, value)
                };
                found.push(Leeway::Between(path.clone(), low.clone(), high.clone()));
            }
        }
    }
    found
}

fn order(node: &Node) -> i128 {
    match node {
        Node::Number(value) => *value,
        Node::Day(day) => i128::from(day.count()),
        _ => 0,
    }
}

/// The positions of the places that may be left out, in the order of the document, with their columns.
pub fn owed(ground: &Ground<'_>, document: &Node) -> Vec<(u32, crate::vocabulary::ColumnId)> {
    let mut owed = Vec::new();
    let mut position = 0;
    walk(&ground.shape.filing, document, &mut |place| {
        if place.is_owed() && place.node.is_some() {
            owed.push((position, place.column));
        }
        position += 1;
    });
    owed
}
