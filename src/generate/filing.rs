//! Filings from models: other names, other amounts and days, a breach where one is wanted, and some
//! values left out.

use crate::evaluate::verdicts::Verdict;
use crate::generate::chance::{Chance, Share};
use crate::generate::document::{Change, Node, apply, put, texts_mut};
use crate::generate::draw::{Drawing, workday};
use crate::generate::ground::{Ground, Outcome};
use crate::generate::model::{Leeway, Model, owed};
use crate::generate::words::{self, Filer};
use crate::generate::write;
use crate::value::Day;

/// How often a filing that did not come out as wanted is made anew, each time more cautiously.
const ATTEMPTS: usize = 6;

/// A filing to be made.
pub struct Order<'o> {
    /// Its number, from 1.
    pub number: u64,
    /// What it is made from.
    pub model: &'o Model,
    /// Whether it is to break something.
    pub breach: bool,
}

/// A filing that was made.
#[derive(Debug, Clone, Default)]
pub struct Made {
    /// Its line, without a line break.
    pub line: String,
    /// What it comes to.
    pub verdict: Option<Verdict>,
    /// How many values it owes.
    pub owed: u64,
    /// How many of them it leaves out.
    pub left_out: u64,
}

/// Makes filings; some may come out otherwise than ordered where the rule book leaves no way.
pub fn make(ground: &Ground<'_>, orders: &[Order<'_>], seed: u64, missing: Share) -> Vec<Made> {
    let mut made: Vec<Made> = vec![Made::default(); orders.len()];
    let mut open: Vec<usize> = (0..orders.len()).collect();
    for attempt in 0..ATTEMPTS {
        let mut text = String::new();
        let mut starts = vec![0];
        let mut counts = Vec::new();
        for at in &open {
            let order = &orders[*at];
            // Every attempt at every filing has a stream of its own, whatever becomes of the others.
            let stream = order.number * ATTEMPTS as u64 + attempt as u64;
            let mut chance = Chance::new(seed, stream);
            counts.push(write_one(
                ground,
                order,
                attempt,
                missing,
                &mut chance,
                &mut text,
            ));
            text.push('\n');
            starts.push(text.len());
        }
        let outcomes = ground.judge_lines(&text);
        let mut still_open = Vec::new();
        for (slot, at) in open.iter().enumerate() {
            let outcome = outcomes.get(slot).cloned().unwrap_or_default();
            let order = &orders[*at];
            if !is_as_ordered(order, &outcome) && attempt + 1 < ATTEMPTS {
                still_open.push(*at);
                continue;
            }
            let (owed, left_out) = counts[slot];
            made[*at] = Made {
                line: text[starts[slot]..starts[slot + 1] - 1].to_owned(),
                verdict: Some(outcome.verdict),
                owed,
                left_out,
            };
        }
        open = still_open;
        if open.is_empty() {
            break;
        }
    }
    made
}

fn is_as_ordered(order: &Order<'_>, outcome: &Outcome) -> bool {
    if order.breach {
        outcome.verdict == Verdict::Violates
    } else {
        outcome.broken_beyond(&order.model.outcome).is_empty()
    }
}

/// Writes one filing; says how many values it owes and how many of them are left out.
fn write_one(
    ground: &Ground<'_>,
    order: &Order<'_>,
    attempt: usize,
    missing: Share,
    chance: &mut Chance,
    out: &mut String,
) -> (u64, u64) {
    let model = order.model;
    let filer = Filer::draw(chance);
    let drawing = Drawing::new(&ground.shape, &ground.reading, model.year, filer);
    let mut document = model.document.clone();
    // The more attempts failed, the less is changed; in the last two nothing.
    let changes = (model.harmless.len() / 4) >> (2 * attempt);
    if attempt + 2 < ATTEMPTS {
        vary(ground, model, changes, &mut document, chance);
    }
    let mut entry = None;
    if order.breach
        && let Some((broken, ways)) = chance.pick(&model.breaking)
        && let Some(way) = chance.pick(ways)
    {
        entry = Some(*broken);
        apply(&ground.shape.filing, &mut document, way);
    }
    rename(ground, &drawing, &mut document, chance);
    let owed = owed(ground, &document);
    let kept = entry.filter(|_| attempt > 0).and_then(|entry| {
        let version = ground.version_of(model.year);
        ground.reading.entries.get(version)?.get(entry)
    });
    let left_out: Vec<u32> = owed
        .iter()
        .filter(|(_, column)| {
            chance.share(missing) && kept.is_none_or(|kept| !kept[column.0 as usize])
        })
        .map(|(position, _)| *position)
        .collect();
    write::line(
        &ground.writing(&drawing, order.number),
        &document,
        &left_out,
        out,
    );
    (owed.len() as u64, left_out.len() as u64)
}

/// Makes some changes that do no harm alone; at most one of them moves rows.
fn vary(
    ground: &Ground<'_>,
    model: &Model,
    changes: usize,
    document: &mut Node,
    chance: &mut Chance,
) {
    let mut last: Option<&Change> = None;
    for _ in 0..changes {
        match chance.pick(&model.harmless) {
            Some(Leeway::Change(change @ Change::Put(..))) => {
                apply(&ground.shape.filing, document, change);
            }
            Some(Leeway::Change(change)) => last = Some(change),
            Some(Leeway::Between(path, low, high)) => {
                let value = between(low, high, chance);
                if document.at(path).is_some() {
                    put(document, path, Some(value));
                }
            }
            None => return,
        }
    }
    // Paths are those of the model, so what moves rows comes last.
    if let Some(change) = last {
        apply(&ground.shape.filing, document, change);
    }
}

fn between(low: &Node, high: &Node, chance: &mut Chance) -> Node {
    match (low, high) {
        (Node::Number(low), Node::Number(high)) => Node::Number(rounded(*low, *high, chance)),
        (Node::Day(low), Node::Day(high)) => {
            let count = chance.between(i128::from(low.count()), i128::from(high.count()));
            let day = i64::try_from(count).ok().and_then(Day::from_count);
            let day = workday(day.unwrap_or(*low));
            Node::Day(day.clamp(*low, *high))
        }
        (low, _) => low.clone(),
    }
}

/// A number between two with no more decimals than they have.
fn rounded(low: i128, high: i128, chance: &mut Chance) -> i128 {
    let mut step = 1;
    while step < 1_000_000 && low % (step * 10) == 0 && high % (step * 10) == 0 {
        step *= 10;
    }
    chance.between(low / step, high / step) * step
}

/// Other words for every text that clauses at most ask for.
fn rename(ground: &Ground<'_>, drawing: &Drawing<'_>, document: &mut Node, chance: &mut Chance) {
    texts_mut(
        &ground.shape.filing,
        document,
        &mut |column, manner, text| {
            if !ground.reading.compared[column.0 as usize] {
                *text = words::text(manner, &drawing.filer, drawing.year, chance);
            }
        },
    );
}
