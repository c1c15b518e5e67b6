//! What is to be seen of a rule book, before any case is looked at.

use std::collections::BTreeMap;

use crate::check::ir::{Clause, ClauseBody, ClauseId, ExprId, LevelId, ROOT, TraceId};
use crate::compile::plan::Plan;
use crate::coverage::conditions::{Condition, Owner, conditions, is_shared};
use crate::coverage::fixed::can_be_unknown;
use crate::coverage::{Kind, Point, Seen, Unit, What};
use crate::evaluate::verdicts::Verdict;
use crate::source::Span;

/// Where a point stands: its unit, and its position there.
pub type At = (usize, usize);

/// The units of a rule book, and where what a text shows is put.
pub struct Units {
    /// The units.
    pub units: Vec<Unit>,
    /// For each clause text what is to be seen of it; nothing where it is not judged.
    pub texts: Vec<Option<Text>>,
}

/// What is to be seen of one clause text.
pub struct Text {
    /// Its unit.
    pub unit: usize,
    /// For each verdict that counts, its point.
    pub verdicts: BTreeMap<Verdict, At>,
    /// The point of each exception.
    pub exceptions: Vec<At>,
    /// The conditions, each with its point.
    pub conditions: Vec<(Condition, At)>,
}

/// What makes two texts of a clause the same: they are judged alike.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Likeness<'u> {
    id: &'u str,
    level: LevelId,
    applies: Vec<ExprId>,
    exceptions: Vec<ExprId>,
    requires: ExprId,
}

/// Gathers the units of a plan.
pub fn units(plan: &Plan) -> Units {
    let mut gathering = Gathering {
        plan,
        clauses: Vec::new(),
        shared: BTreeMap::new(),
        points: BTreeMap::new(),
    };
    let mut alike: BTreeMap<Likeness<'_>, usize> = BTreeMap::new();
    let mut drafts = Vec::new();
    for (at, clause) in plan.ir.clauses.iter().enumerate() {
        let ClauseBody::Requires(requires) = clause.body else {
            drafts.push(None);
            continue;
        };
        let node = |trace: &TraceId| plan.ir.trace(*trace).expr;
        let likeness = Likeness {
            id: &clause.id,
            level: clause.level,
            applies: clause.applies.iter().map(node).collect(),
            exceptions: (clause.exceptions.iter())
                .map(|(trace, _)| node(trace))
                .collect(),
            requires: node(&requires),
        };
        let next = alike.len();
        let unit = *alike.entry(likeness).or_insert(next);
        drafts.push(Some(gathering.clause(ClauseId(at as u32), clause, unit)));
    }
    gathering.finish(drafts)
}

/// A unit that is not a clause, by its kind and by its words, or by its version.
type SharedKey = (Kind, Span, usize);

/// Where a point will stand once all units are known.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Clause(usize),
    Shared(SharedKey),
}

/// What distinguishes a point from the others of its unit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    Verdict(Verdict),
    Exception(Span),
    Node(ExprId),
    Words(Span),
}

struct Draft {
    unit: usize,
    verdicts: Vec<(Verdict, Slot)>,
    exceptions: Vec<Slot>,
    conditions: Vec<(Condition, Slot)>,
}

type Slot = (Place, usize);

struct Gathering<'g> {
    plan: &'g Plan,
    clauses: Vec<Unit>,
    shared: BTreeMap<SharedKey, Unit>,
    points: BTreeMap<(Place, Sign), usize>,
}

impl Gathering<'_> {
    fn clause(&mut self, id: ClauseId, clause: &Clause, unit: usize) -> Draft {
        let plan = self.plan;
        if unit == self.clauses.len() {
            self.clauses.push(Unit {
                kind: Kind::Clause,
                name: clause.id.clone(),
                place: clause.span,
                versions: Vec::new(),
                texts: Vec::new(),
                stated: false,
                points: Vec::new(),
            });
        }
        let place = Place::Clause(unit);
        let verdicts = self.verdicts(id, clause);
        let verdicts = verdicts.into_iter().map(|verdict| {
            let sign = Sign::Verdict(verdict);
            let words = verdict.as_str().to_owned();
            let what = What::Verdict(verdict);
            (
                verdict,
                self.point(&place, sign, what, clause.span, words, id),
            )
        });
        let verdicts = verdicts.collect();
        let mut exceptions = Vec::new();
        for (line, cites) in &clause.exceptions {
            let span = plan.ir.trace(*line).span;
            let place = match is_shared(&plan.ir, clause, *line) {
                true => self.ruleset(span, clause.version),
                false => place.clone(),
            };
            let words = cites.clone();
            let words = words.unwrap_or_else(|| plan.words(*line).to_owned());
            let sign = Sign::Exception(span);
            exceptions.push(self.point(&place, sign, What::Exception, span, words, id));
        }
        let (found, calls) = conditions(plan, clause);
        let mut held = Vec::new();
        for condition in found {
            let span = condition.place(&plan.ir);
            let (place, sign) = match condition.owner {
                Owner::Clause => (place.clone(), Sign::Node(condition.node)),
                Owner::Ruleset(line) => (self.ruleset(line, clause.version), Sign::Words(span)),
                Owner::Definition(body) => {
                    let call = calls.get(&body).map_or("", |call| plan.words(*call));
                    (self.definition(body, call), Sign::Words(span))
                }
            };
            let words = plan.words(condition.words).to_owned();
            let slot = self.point(&place, sign, What::Condition, span, words, id);
            held.push((condition, slot));
        }
        Draft {
            unit,
            verdicts,
            exceptions,
            conditions: held,
        }
    }

    /// The verdicts that a text's own lines can lead to.
    fn verdicts(&self, id: ClauseId, clause: &Clause) -> Vec<Verdict> {
        let ir = &self.plan.ir;
        let own = |line: &TraceId| !is_shared(ir, clause, *line);
        let compiled = self.plan.clauses[id.0 as usize].as_ref();
        let reaches = |verdict: &Verdict| match verdict {
            Verdict::Violates | Verdict::Complies => true,
            Verdict::Undetermined => {
                clause.level != ROOT
                    || compiled.is_some_and(|clause| can_be_unknown(self.plan, &clause.needs))
            }
            Verdict::Exempt => clause.exceptions.iter().any(|(line, _)| own(line)),
            Verdict::NotApplicable => clause.level != ROOT || clause.applies.iter().any(own),
        };
        Verdict::ALL.into_iter().filter(reaches).collect()
    }

    /// The ruleset that wrote a line: the first version whose text has it.
    fn ruleset(&mut self, line: Span, version: usize) -> Place {
        let same = |(key, unit): (&SharedKey, &Unit)| {
            let held = |point: &Point| line.to(point.place) == line;
            (key.0 == Kind::Ruleset && (unit.place == line || unit.points.iter().any(held)))
                .then_some(*key)
        };
        let known = self.shared.iter().find_map(same);
        let key = known.unwrap_or((Kind::Ruleset, Span::default(), version));
        let name = &self.plan.ir.versions[key.2].name;
        self.shared.entry(key).or_insert_with(|| Unit {
            kind: Kind::Ruleset,
            name: name.clone(),
            place: line,
            versions: Vec::new(),
            texts: Vec::new(),
            stated: true,
            points: Vec::new(),
        });
        Place::Shared(key)
    }

    fn definition(&mut self, body: Span, call: &str) -> Place {
        let key = (Kind::Definition, body, 0);
        let name = call.split('(').next().unwrap_or(call).trim();
        self.shared.entry(key).or_insert_with(|| Unit {
            kind: Kind::Definition,
            name: name.to_owned(),
            place: body,
            versions: Vec::new(),
            texts: Vec::new(),
            stated: true,
            points: Vec::new(),
        });
        Place::Shared(key)
    }

    fn point(
        &mut self,
        place: &Place,
        sign: Sign,
        what: What,
        span: Span,
        words: String,
        text: ClauseId,
    ) -> Slot {
        let version = self.plan.ir.clause(text).version;
        let unit = match place {
            Place::Clause(at) => Some(&mut self.clauses[*at]),
            Place::Shared(key) => self.shared.get_mut(key),
        };
        let Some(unit) = unit else {
            return (place.clone(), 0);
        };
        if let Err(at) = unit.versions.binary_search(&version) {
            unit.versions.insert(at, version);
        }
        if unit.texts.last() != Some(&text) {
            unit.texts.push(text);
        }
        let at = *(self.points.entry((place.clone(), sign))).or_insert_with(|| {
            unit.points.push(Point {
                what,
                place: span,
                words,
                seen: Seen::default(),
                always: None,
                holes: Vec::new(),
            });
            unit.points.len() - 1
        });
        (place.clone(), at)
    }

    fn finish(self, drafts: Vec<Option<Draft>>) -> Units {
        let mut units = self.clauses;
        let mut places = BTreeMap::new();
        for (key, unit) in self.shared {
            // A definition in which there is no condition is nothing to be seen.
            if !unit.points.is_empty() {
                places.insert(key, units.len());
                units.push(unit);
            }
        }
        let at = |slot: &Slot| {
            let unit = match &slot.0 {
                Place::Clause(at) => *at,
                Place::Shared(key) => places.get(key).copied().unwrap_or(0),
            };
            (unit, slot.1)
        };
        let text = |draft: Draft| Text {
            unit: draft.unit,
            verdicts: (draft.verdicts.iter())
                .map(|(verdict, slot)| (*verdict, at(slot)))
                .collect(),
            exceptions: draft.exceptions.iter().map(at).collect(),
            conditions: (draft.conditions.into_iter())
                .map(|(condition, slot)| {
                    let at = at(&slot);
                    (condition, at)
                })
                .collect(),
        };
        let texts = drafts.into_iter().map(|draft| draft.map(text)).collect();
        Units { units, texts }
    }
}
