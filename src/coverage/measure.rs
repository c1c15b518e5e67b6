//! What the cases of a deck show.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::cases::{Deck, Outcome, Wanted};
use crate::check::ir::{ClauseId, EntryText, ExprId};
use crate::compile::Plan;
use crate::coverage::candidates::{Candidate, Filings, bare};
use crate::coverage::fixed::always;
use crate::coverage::nearby;
use crate::coverage::sight::{Sight, sights};
use crate::coverage::units::{At, Units, units};
use crate::coverage::{Coverage, Hole, What};
use crate::evaluate::By;
use crate::evaluate::suppose::Stand;
use crate::evaluate::verdicts::Verdict;
use crate::value::Day;

/// Whose text judges, an entry of that version, and the date of judging.
type Sitting = (By, usize, Day);

/// A verdict that came as a case states it.
struct Stated {
    case: usize,
    subject: Option<String>,
    verdict: Verdict,
}

/// What one sitting shows.
#[derive(Default)]
struct Shown {
    stated: BTreeSet<ClauseId>,
    sights: BTreeSet<Sight>,
}

/// Measures what the cases of a deck show of a plan; `outcomes` is what came of their expectations.
pub fn measure(plan: &Plan, deck: &Deck, outcomes: &[Outcome]) -> Coverage {
    let mut held = units(plan);
    let filings = Filings::new(deck);
    mark_what_never_changes(plan, &mut held);
    let sittings: Vec<(Sitting, Vec<Stated>)> =
        sittings(plan, deck, outcomes).into_iter().collect();
    let shown: Vec<Shown> = sittings
        .par_iter()
        .map(|(sitting, stated)| show(plan, &held, &filings, *sitting, stated))
        .collect();
    for shown in shown {
        for text in shown.stated {
            if let Some(text) = &held.texts[text.0 as usize] {
                held.units[text.unit].stated = true;
            }
        }
        for sight in shown.sights {
            sight.add(&mut held.units[sight.at.0].points[sight.at.1].seen);
        }
    }
    let stating: BTreeMap<(usize, usize), BTreeSet<usize>> =
        sittings
            .iter()
            .fold(BTreeMap::new(), |mut found, ((by, entry, _), stated)| {
                if let Some(version) = by.version() {
                    let cases = stated.iter().map(|one| one.case);
                    found.entry((version, *entry)).or_default().extend(cases);
                }
                found
            });
    let open: Vec<usize> = (0..held.units.len()).collect();
    let holes: Vec<(At, Vec<Hole>)> = open
        .into_par_iter()
        .flat_map_iter(|unit| nearby::holes(plan, &held, &filings, &stating, unit))
        .collect();
    for (at, found) in holes {
        held.units[at.0].points[at.1].holes = found;
    }
    Coverage { units: held.units }
}

/// Marks the conditions that cannot go both ways.
fn mark_what_never_changes(plan: &Plan, held: &mut Units) {
    let texts = held.texts.iter().flatten();
    let conditions: Vec<(ExprId, bool, At)> = texts
        .flat_map(|text| text.conditions.iter())
        .map(|(condition, at)| (condition.node, condition.negated, *at))
        .collect();
    let nodes: Vec<ExprId> = conditions.iter().map(|(node, ..)| *node).collect();
    let mut found: BTreeMap<At, BTreeSet<Option<bool>>> = BTreeMap::new();
    for ((_, negated, at), always) in conditions.iter().zip(always(plan, &bare(plan), &nodes)) {
        let told = always.map(|value| value != *negated);
        found.entry(*at).or_default().insert(told);
    }
    for (at, values) in found {
        // Of a definition, one call may be fixed and another not.
        if values.len() == 1 {
            held.units[at.0].points[at.1].always = values.first().copied().flatten();
        }
    }
}

/// What is stated of each entry of each version on each date, where it came true.
fn sittings(plan: &Plan, deck: &Deck, outcomes: &[Outcome]) -> BTreeMap<Sitting, Vec<Stated>> {
    let entries: Vec<BTreeMap<&str, usize>> = plan
        .ir
        .versions
        .iter()
        .map(|version| {
            let entries = version.entries.iter().enumerate();
            entries.map(|(at, entry)| (entry.id.as_str(), at)).collect()
        })
        .collect();
    let mut found: BTreeMap<Sitting, Vec<Stated>> = BTreeMap::new();
    for outcome in outcomes.iter().filter(|outcome| outcome.got.is_none()) {
        let case = deck.case(outcome.case);
        let expectation = &case.expectations[outcome.expectation];
        let (Wanted::Clause { subject, .. }, Some(verdict)) =
            (&expectation.wanted, outcome.verdict)
        else {
            continue;
        };
        let Some(entry) = entries[outcome.version].get(expectation.name.as_str()) else {
            continue;
        };
        let sitting = (case.by(outcome.version), *entry, case.as_of);
        found.entry(sitting).or_default().push(Stated {
            case: outcome.case,
            subject: subject.clone(),
            verdict,
        });
    }
    found
}

fn show(
    plan: &Plan,
    held: &Units,
    filings: &Filings<'_>,
    (by, entry, as_of): Sitting,
    stated: &[Stated],
) -> Shown {
    let mut shown = Shown::default();
    let Some(version) = by.version() else {
        return shown;
    };
    let form = filings.form(plan, version, entry);
    let candidates: Vec<Candidate> = stated
        .iter()
        .map(|one| Candidate::plain(one.case, as_of))
        .collect();
    let (batch, order) = filings.batch(plan, &form, candidates.iter());
    let Some(mut stand) = Stand::new(plan, by, entry, &batch, as_of) else {
        return shown;
    };
    let mut rows: BTreeMap<ClauseId, BTreeMap<usize, Verdict>> = BTreeMap::new();
    for (filing, at) in order.into_iter().enumerate() {
        let one = &stated[at];
        let subjects = stand.subjects(filing);
        if subjects.is_empty()
            && let Some(text) = own_text(plan, version, entry)
        {
            shown.stated.insert(text);
            shown.sights.extend(empty(held, text, one.verdict));
        }
        for subject in subjects {
            let named = one.subject.is_none() || one.subject == stand.label(subject.row);
            if let (true, true, Some(text)) = (named, subject.verdict == one.verdict, subject.text)
            {
                rows.entry(text)
                    .or_default()
                    .insert(subject.row, subject.verdict);
            }
        }
    }
    for (text, rows) in rows {
        shown.stated.insert(text);
        let Some(of_text) = &held.texts[text.0 as usize] else {
            continue;
        };
        let found = sights(&mut stand, text, of_text, &rows, &|_| true);
        shown
            .sights
            .extend(found.into_iter().map(|(_, sight)| sight));
    }
    shown
}

/// What a filing without any subject shows.
pub fn empty(held: &Units, text: ClauseId, verdict: Verdict) -> Option<Sight> {
    let at = *held.texts[text.0 as usize]
        .as_ref()?
        .verdicts
        .get(&verdict)?;
    Some(Sight { at, decides: None })
}

/// The text that an entry has in its own version.
pub fn own_text(plan: &Plan, version: usize, entry: usize) -> Option<ClauseId> {
    match &plan.ir.versions[version].entries[entry].text {
        EntryText::Fixed(text) => Some(*text),
        EntryText::Governed { texts, .. } => texts.get(version).copied().flatten(),
    }
}

/// The holes of a unit without any hint.
pub fn bare_holes(held: &Units, unit: usize) -> Vec<(At, Vec<Hole>)> {
    let points = held.units[unit].points.iter().enumerate();
    let open = points.filter(|(_, point)| point.counts() && !point.is_covered());
    open.map(|(at, point)| {
        let values: Vec<Option<bool>> = match point.what {
            What::Verdict(_) | What::Exception => vec![None],
            What::Condition => {
                let (yes, no) = (&point.seen.when_true, &point.seen.when_false);
                // Seen both ways, but deciding the same verdict: one more sight of either would do.
                let both = yes.is_empty() == no.is_empty();
                let wanted = [(true, yes.is_empty()), (false, no.is_empty())];
                let wanted = wanted.into_iter().filter(|(_, open)| both || *open);
                wanted.map(|(value, _)| Some(value)).collect()
            }
        };
        let holes = values.into_iter().map(|value| Hole { value, hint: None });
        ((unit, at), holes.collect())
    })
    .collect()
}
