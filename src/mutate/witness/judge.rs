//! Two rule books side by side on candidate filings: where they differ, and how near they come to it.

use std::collections::BTreeSet;

use crate::cases::{Tree, chunk, json};
use crate::check::ir::{Clause, ClauseBody, Constant, ExprId, Op, TraceId};
use crate::compile::Plan;
use crate::driver::{self, Columns};
use crate::evaluate::probe::{Held, Probe};
use crate::evaluate::verdicts::{Detail, Judged};
use crate::evaluate::{By, evaluate_by};
use crate::ingest::{Schema, decode};
use crate::mutate::fold::nodes;
use crate::perturb::shape::{Field, shape};
use crate::value::{Day, number};
use crate::vocabulary::{Unit, ValueType};

/// How many pairs of nodes are watched.
const MOST_PAIRS: usize = 48;

/// The values of a condition that is false, or true, without doubt.
const NOT_FALSE: &[u8] = &[1, 2];
const NOT_TRUE: &[u8] = &[0, 1];

/// What one filing comes to by the rule book and by the mutant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The clause or indicator.
    pub name: String,
    /// Whether it is an indicator.
    pub indicator: bool,
    /// What the rule book says.
    pub original: String,
    /// What the mutant says; nothing where it has no such clause.
    pub mutant: Option<String>,
}

/// Where a filing stands on the way to a difference.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The difference, if there is one.
    pub difference: Option<Difference>,
    /// How many of the changed conditions, from the inmost to the whole, come out differently.
    pub near: usize,
}

/// A rule book and a mutant of it.
pub struct Pair<'p> {
    original: &'p Plan,
    mutant: &'p Plan,
    schema: Schema,
    /// What of a filing either reads.
    pub fields: Vec<Field>,
    /// Nodes that mean different things in both.
    watched: Vec<(ExprId, ExprId)>,
    /// Conditions that only the rule book has, and the values with which they matter.
    dropped: Vec<(ExprId, &'static [u8])>,
}

impl<'p> Pair<'p> {
    /// Compiles what is needed to judge by both.
    pub fn new(original: &'p Plan, mutant: &'p Plan) -> Pair<'p> {
        let ir = &original.ir;
        let reads: Vec<bool> = (original.reads.iter().zip(&mutant.reads))
            .map(|(a, b)| *a || *b)
            .collect();
        let mut pair = Pair {
            original,
            mutant,
            schema: driver::schema(ir, Columns::Marked(&reads), false, true),
            fields: shape(&ir.vocabulary, &ir.layout, &reads),
            watched: Vec::new(),
            dropped: Vec::new(),
        };
        pair.align();
        pair
    }

    fn align(&mut self) {
        let (before, after) = (nodes(&self.original.ir), nodes(&self.mutant.ir));
        for clause in &self.original.ir.clauses {
            let mut others = self.mutant.ir.clauses.iter();
            let other =
                others.find(|other| other.id == clause.id && other.version == clause.version);
            let Some(other) = other else { continue };
            let requires = (requires(clause), requires(other));
            if let (Some(one), Some(two)) = requires {
                self.watch(one, two, &before, &after);
            }
            let conditions = |clause: &Clause| {
                let lifted = clause.exceptions.iter().map(|(when, _)| *when);
                [clause.applies.clone(), lifted.collect()]
            };
            let lists = conditions(clause).into_iter().zip(conditions(other));
            for ((ours, theirs), matters) in lists.zip([NOT_TRUE, NOT_FALSE]) {
                if ours.len() == theirs.len() {
                    for (one, two) in ours.into_iter().zip(theirs) {
                        self.watch(one, two, &before, &after);
                    }
                    continue;
                }
                let means = |trace: TraceId| self.original.ir.trace(trace).expr;
                let kept: BTreeSet<u128> = (theirs.iter())
                    .map(|trace| after[self.mutant.ir.trace(*trace).expr.0 as usize])
                    .collect();
                let dropped = ours.iter().map(|trace| means(*trace));
                let dropped: Vec<ExprId> = dropped
                    .filter(|node| !kept.contains(&before[node.0 as usize]))
                    .collect();
                self.dropped
                    .extend(dropped.into_iter().map(|node| (node, matters)));
            }
        }
    }

    /// Watches the parts of two conditions on the way to where they differ.
    fn watch(&mut self, one: TraceId, two: TraceId, before: &[u128], after: &[u128]) {
        let mut open = vec![(one, two)];
        while let Some((one, two)) = open.pop() {
            let (ours, theirs) = (self.original.ir.trace(one), self.mutant.ir.trace(two));
            let alike = before[ours.expr.0 as usize] == after[theirs.expr.0 as usize];
            if alike || self.watched.len() >= MOST_PAIRS {
                continue;
            }
            self.watched.push((ours.expr, theirs.expr));
            if ours.parts.len() == theirs.parts.len() {
                let parts = ours.parts.iter().copied().zip(theirs.parts.iter().copied());
                open.extend(parts);
            }
        }
    }

    /// Judges filings by both books. What cannot be read comes to nothing.
    pub fn judge(&self, by: By, as_of: Day, filings: &[Tree]) -> Vec<Option<Standing>> {
        let vocabulary = &self.original.ir.vocabulary;
        let texts: Vec<String> = filings.iter().map(|one| json(vocabulary, one)).collect();
        let decoded = decode(&self.schema, &chunk(texts.iter().map(String::as_str)));
        let judged = |plan| evaluate_by(plan, by, &decoded.batch, as_of, Detail::Verdicts).filings;
        let (ours, theirs) = (judged(self.original), judged(self.mutant));
        let one = Probe::new(self.original, &decoded.batch, as_of);
        let two = Probe::new(self.mutant, &decoded.batch, as_of);
        let mut near = vec![0; decoded.records.len()];
        for (before, after) in &self.watched {
            let pairs = one.digests(*before).into_iter().zip(two.digests(*after));
            for (near, (before, after)) in near.iter_mut().zip(pairs) {
                *near += usize::from(before != after);
            }
        }
        for (node, matters) in &self.dropped {
            for (near, matters) in near.iter_mut().zip(one.any(*node, matters)) {
                *near += usize::from(matters);
            }
        }
        let mut standings = vec![None; filings.len()];
        let pairs = ours.iter().zip(&theirs).zip(near);
        for (record, ((ours, theirs), near)) in decoded.records.iter().zip(pairs) {
            standings[*record] = Some(Standing {
                difference: self.difference(ours, theirs),
                near,
            });
        }
        standings
    }

    fn difference(&self, ours: &Judged, theirs: &Judged) -> Option<Difference> {
        let version = ours.version;
        let (before, after) = (&self.original.ir, &self.mutant.ir);
        let entries = before.versions[version].entries.iter();
        for (entry, verdict) in entries.zip(&ours.clauses) {
            let mut others = after.versions[version].entries.iter().zip(&theirs.clauses);
            let other = others.find(|(other, _)| other.id == entry.id);
            let other = other.and_then(|(_, verdict)| *verdict);
            if *verdict != other
                && let Some(verdict) = verdict
            {
                return Some(Difference {
                    name: entry.id.clone(),
                    indicator: false,
                    original: verdict.as_str().to_owned(),
                    mutant: other.map(|verdict| verdict.as_str().to_owned()),
                });
            }
        }
        let indicators = before.versions[version].indicators.iter().enumerate();
        for (at, indicator) in indicators {
            let value = |plan: &Plan, judged: &Judged| {
                let held = plan.ir.versions[version].indicators.get(at)?;
                let ty = plan.ir.node(plan.ir.trace(held.value).expr).ty;
                let value = judged.indicators.get(at).copied().flatten()?;
                Some(written(value, ty))
            };
            let (one, two) = (value(self.original, ours), value(self.mutant, theirs));
            if one != two {
                let word = |value: Option<String>| value.unwrap_or_else(|| "null".to_owned());
                return Some(Difference {
                    name: before.indicators[indicator.total].name.clone(),
                    indicator: true,
                    original: word(one),
                    mutant: Some(word(two)),
                });
            }
        }
        None
    }

    /// The days and numbers that come up when the rule book and the mutant judge a filing, and those
    /// that they name.
    pub fn held(&self, as_of: Day, filing: &Tree) -> Held {
        let vocabulary = &self.original.ir.vocabulary;
        let text = json(vocabulary, filing);
        let decoded = decode(&self.schema, &chunk(std::iter::once(text.as_str())));
        let mut held = Probe::new(self.original, &decoded.batch, as_of).held();
        let other = Probe::new(self.mutant, &decoded.batch, as_of).held();
        held.days.extend(other.days);
        held.numbers.extend(other.numbers);
        held
    }

    /// The small whole numbers that either names: a list may have to be about as long.
    pub fn lengths(&self) -> BTreeSet<i128> {
        let nodes = self.original.ir.nodes.iter().chain(&self.mutant.ir.nodes);
        let small = nodes.filter_map(|node| match (&node.op, node.ty) {
            (
                Op::Constant(Constant::Number(value)),
                ValueType::Number {
                    unit: Unit::None,
                    scale: 0,
                },
            ) => Some(*value),
            _ => None,
        });
        small.filter(|value| (0..100).contains(value)).collect()
    }
}

fn requires(clause: &Clause) -> Option<TraceId> {
    match clause.body {
        ClauseBody::Requires(requires) => Some(requires),
        ClauseBody::NotJudged(_) => None,
    }
}

/// The value of an indicator as reports write it.
fn written(value: i128, ty: ValueType) -> String {
    match ty {
        ValueType::Number { unit, scale } => {
            let decimals = if matches!(unit, Unit::Money(_)) { 2 } else { 0 };
            number::format(value, scale, decimals)
        }
        _ => value.to_string(),
    }
}
