//! Finds a filing that keeps every clause, by mending one clause after another.
//!
//! To mend a clause, many changes of what it reads are judged at once, by that clause alone and on
//! documents that hold nothing else. The most promising are then judged by every clause that reads one
//! of the columns changed, and the best is kept unless it costs more than it brings. A clause that
//! resists weighs more with every failure, so that in the end others give way to it. Nothing is known
//! of what a clause means: the engine alone says what a change is worth.

use crate::evaluate::nearness::Near;
use crate::evaluate::verdicts::Verdict;
use crate::generate::chance::Chance;
use crate::generate::document::{Change, Node, apply, is_sound, make, take_back};
use crate::generate::draw::Drawing;
use crate::generate::ground::Ground;
use crate::generate::propose::{Spot, propose, spots};
use crate::generate::shape::Kind;
use crate::generate::shrink::shrink;
use crate::generate::write;

/// How many filings are drawn to start from the best of them.
const FIRST: usize = 32;
/// How many changes of a clause's columns are tried at first.
const TRIES: usize = 96;
/// How many of them are judged by the other clauses as well.
const FINALISTS: usize = 12;
/// How often mending a clause fails before it may be left as one that does not bear on the filing.
const PATIENCE: u32 = 4;
/// How often mending a broken clause fails before it is given up.
const LONG_PATIENCE: u32 = 40;
/// After how many rounds the document is made shorter.
const TRIM: usize = 48;
/// The most that a clause weighs: no clause is worth that all others come not to bear.
const HEAVIEST: u64 = 8;
/// The most rounds: a guard, not a measure.
const MOST_ROUNDS: usize = 1_500;
/// What a clause that is not kept costs, next to its distance.
const UNKEPT: u64 = 64;

/// A search for a filing of one year.
pub struct Quest<'q> {
    /// The rule book.
    pub ground: &'q Ground<'q>,
    /// How values are drawn.
    pub drawing: &'q Drawing<'q>,
    /// The version that governs the year.
    pub version: usize,
}

/// What one candidate does.
struct Candidate {
    changes: Vec<Change>,
    columns: Vec<u32>,
}

/// How much each clause matters now.
struct Care {
    /// Whether it is enough that it does not bear on the filing.
    idle: Vec<bool>,
    /// Whether it is enough that it is excepted.
    excepted: Vec<bool>,
    /// How much a clause weighs.
    weight: Vec<u64>,
    /// How often mending it has failed since it was last mended.
    failed: Vec<u32>,
}

impl Care {
    fn cost(&self, entry: usize, near: Near) -> u64 {
        let kept = match near.verdict {
            None | Some(Verdict::Complies) => true,
            Some(Verdict::NotApplicable) => self.idle[entry],
            Some(Verdict::Exempt) => self.excepted[entry],
            Some(Verdict::Undetermined | Verdict::Violates) => false,
        };
        if kept {
            0
        } else {
            self.weight[entry] * (UNKEPT + u64::from(near.distance.min(1 << 12)))
        }
    }
}

/// A filing that as many clauses as was possible bear on and that breaks as few as was possible.
pub fn compliant(quest: &Quest<'_>, chance: &mut Chance) -> Node {
    let filing = &quest.ground.shape.filing;
    // Short ones: what a clause asks for will be added, and what none asks for only costs time.
    let mut spare = quest.drawing.clone();
    spare.spare = true;
    let mut drawn: Vec<Node> = Vec::new();
    for _ in 0..FIRST * 4 {
        let document = spare.filing(chance);
        if drawn.len() < FIRST && is_sound(filing, &document) {
            drawn.push(document);
        }
    }
    let all = quest.entries();
    let care = Care::of(quest);
    let mut text = String::new();
    for document in &drawn {
        quest.write(document, None, &mut text);
    }
    let costs = quest.ground.near_lines(&text, quest.version, &all);
    let cost = |near: &Vec<Near>| -> u64 {
        let all = near.iter().enumerate();
        all.map(|(entry, near)| care.cost(entry, *near)).sum()
    };
    let best = drawn
        .into_iter()
        .zip(&costs)
        .filter(|(_, near)| !near.is_empty())
        .min_by_key(|(_, near)| cost(near));
    let first = match best {
        Some((document, _)) => document,
        None => quest.drawing.filing(chance),
    };
    mend(quest, first, chance)
}

/// Changes a filing until it keeps every clause, as far as that is possible.
pub fn mend(quest: &Quest<'_>, mut document: Node, chance: &mut Chance) -> Node {
    let all = quest.entries();
    let Some(mut near) = quest.near(&document, &all) else {
        return document;
    };
    let mut care = Care::of(quest);
    // First every clause shall bear on the filing; what is still broken then may come not to.
    for _ in 0..2 {
        for round in 1..=MOST_ROUNDS {
            if round % TRIM == 0 {
                trim(quest, &care, &mut document, &mut near);
            }
            let Some(entry) = next(&care, &near, chance) else {
                break;
            };
            let improved = improve(quest, &care, &document, &near, entry, chance);
            if let Some((better, found)) = improved {
                let before = care.cost(entry, near[entry]);
                document = better;
                for (entry, new) in found {
                    near[entry] = new;
                }
                if care.cost(entry, near[entry]) < before {
                    care.failed[entry] = 0;
                    continue;
                }
            }
            care.fail(entry, near[entry]);
        }
        let broken = |near: &Near| near.verdict >= Some(Verdict::Undetermined);
        if !near.iter().any(broken) {
            break;
        }
        care = Care {
            idle: vec![true; near.len()],
            ..Care::of(quest)
        };
    }
    document
}

/// Takes away rows and optional values that no clause needs.
fn trim(quest: &Quest<'_>, care: &Care, document: &mut Node, near: &mut Vec<Near>) {
    let all = quest.entries();
    let total = |near: &[Near]| -> u64 {
        let each = near.iter().enumerate();
        each.map(|(entry, near)| care.cost(entry, *near)).sum()
    };
    let before = total(near);
    shrink(&quest.ground.shape.filing, document, &mut |copies| {
        let mut text = String::new();
        for copy in copies {
            quest.write(copy, None, &mut text);
        }
        let found = quest.ground.near_lines(&text, quest.version, &all);
        let harmless = |near: &Vec<Near>| near.len() == all.len() && total(near) <= before;
        found.iter().map(harmless).collect()
    });
    if let Some(found) = quest.near(document, &all) {
        *near = found;
    }
}

/// Which clause is to be mended: of those that were tried least any.
fn next(care: &Care, near: &[Near], chance: &mut Chance) -> Option<usize> {
    let open =
        |entry: &usize| care.cost(*entry, near[*entry]) > 0 && care.failed[*entry] < LONG_PATIENCE;
    let open: Vec<usize> = (0..near.len()).filter(open).collect();
    let least = open.iter().map(|entry| care.failed[*entry]).min()?;
    let least: Vec<usize> = open
        .into_iter()
        .filter(|entry| care.failed[*entry] == least)
        .collect();
    chance.pick(&least).copied()
}

/// A changed document that is nearer to keeping one clause, or as near, and worth what it costs others.
fn improve(
    quest: &Quest<'_>,
    care: &Care,
    document: &Node,
    near: &[Near],
    entry: usize,
    chance: &mut Chance,
) -> Option<(Node, Vec<(usize, Near)>)> {
    let reads = quest.reads(entry);
    let tries = TRIES << care.failed[entry].min(2);
    let (candidates, text) = candidates(quest, document, reads, tries, chance);
    let found = quest.ground.near_lines(&text, quest.version, &[entry]);
    // Of what is equally near the shorter: what nothing asks for only makes the search longer.
    let mut ranked: Vec<(u64, usize, usize)> = found
        .iter()
        .zip(text.lines())
        .enumerate()
        .filter_map(|(at, (near, line))| Some((care.cost(entry, *near.first()?), line.len(), at)))
        .filter(|(cost, ..)| *cost <= care.cost(entry, near[entry]))
        .collect();
    ranked.sort_unstable();
    ranked.truncate(FINALISTS);
    if ranked.is_empty() {
        return None;
    }
    let finalists: Vec<&Candidate> = ranked.iter().map(|(_, _, at)| &candidates[*at]).collect();
    let touched = quest.touched(&finalists);
    let columns = quest.columns(&touched);
    let mut copy = document.clone();
    let mut text = String::new();
    quest.write(document, Some(&columns), &mut text);
    let length = text.len() - 1;
    text.clear();
    for finalist in &finalists {
        quest.trial(&mut copy, &finalist.changes, Some(&columns), &mut text);
    }
    let found = quest.ground.near_lines(&text, quest.version, &touched);
    let total = |found: &[Near]| -> u64 {
        let each = touched.iter().zip(found);
        each.map(|(entry, near)| care.cost(*entry, *near)).sum()
    };
    let before: Vec<Near> = touched.iter().map(|entry| near[*entry]).collect();
    let before = (total(&before), length);
    let (best, found, _) = finalists
        .iter()
        .zip(found)
        .zip(text.lines())
        .filter(|((_, found), _)| found.len() == touched.len())
        .map(|((finalist, found), line)| {
            let worth = (total(&found), line.len());
            (finalist, found, worth)
        })
        .filter(|(.., worth)| *worth <= before)
        .min_by_key(|(.., worth)| *worth)?;
    for change in &best.changes {
        apply(&quest.ground.shape.filing, &mut copy, change);
    }
    Some((copy, touched.into_iter().zip(found).collect()))
}

/// Changes of what a clause reads, and the changed documents as lines that hold nothing else.
fn candidates(
    quest: &Quest<'_>,
    document: &Node,
    reads: &[bool],
    tries: usize,
    chance: &mut Chance,
) -> (Vec<Candidate>, String) {
    let spots = spots(quest.ground, document, Some(reads));
    let near: Vec<&Spot<'_>> = spots.iter().collect();
    let is_list = |spot: &&Spot<'_>| matches!(spot.kind, Kind::List(_));
    let lists: Vec<&Spot<'_>> = spots.iter().filter(is_list).collect();
    let mut spare = quest.drawing.clone();
    spare.spare = true;
    let mut copy = document.clone();
    let mut candidates = Vec::with_capacity(tries);
    let mut text = String::new();
    for _ in 0..tries {
        let count = [1, 1, 1, 2, 2, 3][chance.below(6)];
        let mut candidate = Candidate {
            changes: Vec::with_capacity(count),
            columns: Vec::with_capacity(count),
        };
        for _ in 0..count {
            // Lists have fewer places than what they hold, and rows as often to be added as changed.
            let among = if !lists.is_empty() && chance.one_in(4) {
                &lists
            } else {
                &near
            };
            let Some(spot) = chance.pick(among) else {
                break;
            };
            let drawing = if chance.one_in(2) {
                &spare
            } else {
                quest.drawing
            };
            if let Some(change) = propose(drawing, document, &near, spot, chance)
                && !changes_nothing(document, &change)
            {
                candidate.changes.push(change);
                candidate.columns.push(spot.column.0);
            }
        }
        if !candidate.changes.is_empty()
            && quest.trial(&mut copy, &candidate.changes, Some(reads), &mut text)
        {
            candidates.push(candidate);
        }
    }
    (candidates, text)
}

fn changes_nothing(document: &Node, change: &Change) -> bool {
    matches!(change, Change::Put(path, value) if document.at(path) == value.as_ref())
}

impl Care {
    fn of(quest: &Quest<'_>) -> Care {
        let entries = quest.entries().len();
        Care {
            idle: vec![false; entries],
            excepted: vec![false; entries],
            weight: vec![1; entries],
            failed: vec![0; entries],
        }
    }

    fn fail(&mut self, entry: usize, near: Near) {
        self.failed[entry] += 1;
        let broken = near.verdict >= Some(Verdict::Undetermined);
        if !broken && self.failed[entry] >= PATIENCE {
            self.idle[entry] = true;
            self.excepted[entry] = true;
        } else if broken && self.failed[entry] >= 2 {
            self.weight[entry] = (self.weight[entry] + 1).min(HEAVIEST);
        }
    }
}

impl Quest<'_> {
    /// The entries of the version.
    fn entries(&self) -> Vec<usize> {
        (0..self.ground.plan.ir.versions[self.version].entries.len()).collect()
    }

    /// Which columns an entry reads.
    fn reads(&self, entry: usize) -> &[bool] {
        &self.ground.reading.entries[self.version][entry]
    }

    /// The entries that read a column which a candidate changes.
    fn touched(&self, candidates: &[&Candidate]) -> Vec<usize> {
        let mut entries = self.entries();
        entries.retain(|entry| {
            let reads = self.reads(*entry);
            let columns = candidates.iter().flat_map(|candidate| &candidate.columns);
            columns.into_iter().any(|column| reads[*column as usize])
        });
        entries
    }

    /// Every column that one of some entries reads.
    fn columns(&self, entries: &[usize]) -> Vec<bool> {
        let mut all = vec![false; self.ground.plan.ir.layout.columns.len()];
        for entry in entries {
            let both = all.iter_mut().zip(self.reads(*entry));
            both.for_each(|(all, one)| *all |= one);
        }
        all
    }

    fn near(&self, document: &Node, entries: &[usize]) -> Option<Vec<Near>> {
        let mut text = String::new();
        self.write(document, None, &mut text);
        let mut found = self.ground.near_lines(&text, self.version, entries);
        found.pop().filter(|found| found.len() == entries.len())
    }

    fn write(&self, document: &Node, only: Option<&[bool]>, out: &mut String) {
        let writing = write::Writing {
            only,
            ..self.ground.writing(self.drawing, 1)
        };
        write::line(&writing, document, &[], out);
        out.push('\n');
    }

    /// Writes a document with some changes and leaves it as it was; false where none could be made.
    fn trial(
        &self,
        document: &mut Node,
        changes: &[Change],
        only: Option<&[bool]>,
        out: &mut String,
    ) -> bool {
        let filing = &self.ground.shape.filing;
        let mut undo = Vec::with_capacity(changes.len());
        for change in changes {
            // An earlier change may have taken the place away.
            undo.extend(make(filing, document, change));
        }
        let made = !undo.is_empty();
        if made {
            self.write(document, only, out);
        }
        while let Some(undo) = undo.pop() {
            take_back(document, undo);
        }
        made
    }
}
