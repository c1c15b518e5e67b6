//! What no case shows, and which small change to a case would show it.
//!
//! First the filings of all cases are looked at as they are: what is not shown may only not be stated.
//! Then single values are changed in those of the cases that state the clause, and all of them are
//! judged together.

use std::collections::{BTreeMap, BTreeSet};

use crate::cases::json;
use crate::check::ir::ClauseId;
use crate::compile::Plan;
use crate::coverage::candidates::{Candidate, Filings, Form};
use crate::coverage::change::Change;
use crate::coverage::measure::{bare_holes, empty, own_text};
use crate::coverage::sight::{Sight, sights};
use crate::coverage::units::{At, Units};
use crate::coverage::variants::changes;
use crate::coverage::{Hint, Hole, Kind};
use crate::evaluate::By;
use crate::evaluate::suppose::Stand;
use crate::evaluate::verdicts::Verdict;
use crate::value::Day;

/// How many cases are changed for one clause.
const MOST_BASES: usize = 4;

/// How many changed filings are judged for one clause.
const MOST_CANDIDATES: usize = 1_500;

/// How many of them are judged together before it is asked whether anything is left to be found.
const AT_ONCE: usize = 250;

/// In how many clauses that call a definition one of its conditions is looked for.
const MOST_CALLERS: usize = 6;

/// For each entry of each version the cases that state a verdict on it.
pub type Stating = BTreeMap<(usize, usize), BTreeSet<usize>>;

/// The holes of a unit, each with a hint if one is found.
pub fn holes(
    plan: &Plan,
    held: &Units,
    filings: &Filings<'_>,
    stating: &Stating,
    unit: usize,
) -> Vec<(At, Vec<Hole>)> {
    let mut search = Search {
        plan,
        held,
        filings,
        unit,
        open: bare_holes(held, unit),
    };
    for (version, entry) in homes(plan, held, stating, unit) {
        if search.is_done() {
            break;
        }
        search.entry(version, entry, stating.get(&(version, entry)));
    }
    search.open
}

/// The entries at which a unit is judged, those of which most is stated first.
fn homes(plan: &Plan, held: &Units, stating: &Stating, unit: usize) -> Vec<(usize, usize)> {
    let unit = &held.units[unit];
    let home = |text: &ClauseId| {
        let clause = plan.ir.clause(*text);
        let entries = &plan.ir.versions[clause.version].entries;
        let at = entries.iter().position(|entry| entry.id == clause.id)?;
        Some((clause.version, at))
    };
    let mut homes: Vec<(usize, usize)> = unit.texts.iter().filter_map(home).collect();
    let stated = |home: &(usize, usize)| stating.get(home).map_or(0, BTreeSet::len);
    homes.sort_by_key(|home| std::cmp::Reverse(stated(home)));
    if unit.kind != Kind::Clause {
        homes.truncate(MOST_CALLERS);
    }
    homes
}

struct Search<'s> {
    plan: &'s Plan,
    held: &'s Units,
    filings: &'s Filings<'s>,
    unit: usize,
    open: Vec<(At, Vec<Hole>)>,
}

impl Search<'_> {
    fn is_done(&self) -> bool {
        let mut holes = self.open.iter().flat_map(|(_, holes)| holes);
        holes.all(|hole| hole.hint.is_some())
    }

    fn entry(&mut self, version: usize, entry: usize, stating: Option<&BTreeSet<usize>>) {
        let (plan, filings) = (self.plan, self.filings);
        let form = filings.form(plan, version, entry);
        let deck = filings.deck;
        let mut cases: Vec<usize> = stating.into_iter().flatten().copied().collect();
        for group in deck.groups.iter().filter(|group| group.version == version) {
            cases.extend(&group.cases);
        }
        let mut seen = BTreeSet::new();
        cases.retain(|case| seen.insert(*case));
        // Filings that are the same to the clause are judged once.
        let mut known = BTreeSet::new();
        let mut plain: Vec<Candidate> = Vec::new();
        for case in cases {
            let as_of = deck.case(case).as_of;
            let Some(tree) = filings.cut(plan, &form, case) else {
                continue;
            };
            let by = deck.case(case).by(version);
            if known.insert((by, as_of, json(&plan.ir.vocabulary, &tree))) {
                plain.push(Candidate::plain(case, as_of));
            }
        }
        self.judge(version, entry, &form, &plain);
        if self.is_done() {
            return;
        }
        let mut changed = Vec::new();
        for base in plain.iter().take(MOST_BASES) {
            let changes = self.changes(version, entry, &form, base);
            changed.extend(changes.into_iter().take(MOST_CANDIDATES / MOST_BASES));
        }
        for some in changed.chunks(AT_ONCE) {
            self.judge(version, entry, &form, some);
            if self.is_done() {
                return;
            }
        }
    }

    /// A case with every single change of it.
    fn changes(
        &self,
        version: usize,
        entry: usize,
        form: &Form,
        base: &Candidate,
    ) -> Vec<Candidate> {
        let (plan, filings) = (self.plan, self.filings);
        let Some(tree) = filings.cut(plan, form, base.case) else {
            return Vec::new();
        };
        let (batch, _) = filings.batch(plan, form, std::iter::once(base));
        let by = filings.deck.case(base.case).by(version);
        let Some(stand) = Stand::new(plan, by, entry, &batch, base.as_of) else {
            return Vec::new();
        };
        let Some(text) = own_text(plan, version, entry) else {
            return Vec::new();
        };
        let borders = |column| {
            let mut borders = stand.borders(text, column);
            // What is only asked whether it is given needs some date.
            if borders.days.is_empty() {
                borders.days.insert(base.as_of);
            }
            borders
        };
        let made = changes(plan, &form.reads, &tree, &borders);
        let days = stand.days_of_judging(text);
        let days = days.iter().flat_map(|day| {
            let near = [-1, 0, 1].map(|days| day.add_days(days));
            near.into_iter().flatten()
        });
        let days: BTreeSet<Day> = days.filter(|day| *day != base.as_of).collect();
        let candidate = |change: Change| Candidate {
            as_of: match change {
                Change::JudgedOn(day) => day,
                _ => base.as_of,
            },
            case: base.case,
            change: Some(change),
        };
        // Another date of judging is tried when every place had its turn.
        let judged_on = days.into_iter().map(Change::JudgedOn);
        let (first, later) = made.split_at(made.len().min(MOST_CANDIDATES / MOST_BASES / 2));
        let made = (first.iter().cloned().chain(judged_on)).chain(later.iter().cloned());
        made.map(candidate).collect()
    }

    /// Judges candidates and gives the first that closes a hole as its hint.
    fn judge(&mut self, version: usize, entry: usize, form: &Form, candidates: &[Candidate]) {
        let (plan, held) = (self.plan, self.held);
        let mut together: BTreeMap<(By, Day), Vec<usize>> = BTreeMap::new();
        for (at, candidate) in candidates.iter().enumerate() {
            let by = self.filings.deck.case(candidate.case).by(version);
            let sitting = together.entry((by, candidate.as_of)).or_default();
            sitting.push(at);
        }
        let mut found: Vec<(usize, Sight, Hint)> = Vec::new();
        // Of many candidates that show the same, the first is enough.
        let mut firsts: BTreeMap<(Sight, Verdict), usize> = BTreeMap::new();
        for ((by, as_of), members) in together {
            let own = members.iter().map(|at| &candidates[*at]);
            let (batch, order) = self.filings.batch(plan, form, own);
            let Some(mut stand) = Stand::new(plan, by, entry, &batch, as_of) else {
                return;
            };
            let hint = |candidate: usize, text, subject, verdict| Hint {
                case: candidates[candidate].case,
                change: candidates[candidate].change.clone(),
                text,
                version,
                subject,
                verdict,
                as_of,
            };
            let mut rows: BTreeMap<ClauseId, BTreeMap<usize, Verdict>> = BTreeMap::new();
            let mut candidate_of: BTreeMap<usize, usize> = BTreeMap::new();
            for (filing, at) in order.into_iter().enumerate() {
                let candidate = members[at];
                let subjects = stand.subjects(filing);
                if subjects.is_empty()
                    && let Some(text) = own_text(plan, version, entry)
                {
                    let verdict = Verdict::NotApplicable;
                    let sight = empty(held, text, verdict).filter(|sight| self.wants(*sight));
                    let made = |sight| (candidate, sight, hint(candidate, text, None, verdict));
                    found.extend(sight.map(made));
                }
                for subject in subjects {
                    candidate_of.insert(subject.row, candidate);
                    if let Some(text) = subject.text {
                        let rows = rows.entry(text).or_default();
                        rows.insert(subject.row, subject.verdict);
                    }
                }
            }
            for (text, rows) in rows {
                let Some(shown) = &held.texts[text.0 as usize] else {
                    continue;
                };
                let open = |at: At| self.open.iter().any(|(point, _)| *point == at);
                for (row, sight) in sights(&mut stand, text, shown, &rows, &open) {
                    if !self.wants(sight) {
                        continue;
                    }
                    let candidate = candidate_of.get(&row).copied().unwrap_or(0);
                    let verdict = rows[&row];
                    let first = firsts.entry((sight, verdict)).or_insert(usize::MAX);
                    if candidate >= *first {
                        continue;
                    }
                    *first = candidate;
                    let label = stand.label(row);
                    found.push((candidate, sight, hint(candidate, text, label, verdict)));
                }
            }
        }
        found.sort_by_key(|(candidate, ..)| *candidate);
        for (_, sight, hint) in found {
            self.take(sight, hint);
        }
    }

    /// Whether a sight belongs to the unit and is what a hole without a hint asks for.
    fn wants(&self, sight: Sight) -> bool {
        let value = sight.decides.map(|(value, _)| value);
        let mut own = self.open.iter().filter(|(at, _)| *at == sight.at);
        sight.at.0 == self.unit
            && own.any(|(at, holes)| {
                let seen = &self.held.units[at.0].points[at.1].seen;
                let mut holes = holes.iter();
                sight.is_wanted(seen)
                    && holes.any(|hole| hole.hint.is_none() && hole.value == value)
            })
    }

    fn take(&mut self, sight: Sight, hint: Hint) {
        if !self.wants(sight) {
            return;
        }
        let value = sight.decides.map(|(value, _)| value);
        let Some((_, holes)) = self.open.iter_mut().find(|(at, _)| *at == sight.at) else {
            return;
        };
        // Two hints of one condition must differ in what it decides.
        let alike = |hole: &Hole| {
            let verdict = hole.hint.as_ref().map(|hint| hint.verdict);
            hole.value != value && verdict == Some(hint.verdict)
        };
        if holes.iter().any(alike) {
            return;
        }
        if let Some(hole) = holes.iter_mut().find(|hole| hole.value == value) {
            hole.hint = Some(hint);
        }
    }
}
