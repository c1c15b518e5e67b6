//! From the registers of a batch to the verdicts of its filings.

use std::cell::OnceCell;

use crate::batch::{Batch, GIVEN, Values};
use crate::compile::plan::Plan;
use crate::evaluate::By;
use crate::evaluate::entry::{EntryVerdicts, judge_entry};
use crate::evaluate::explain::Explainer;
use crate::evaluate::machine::{Machine, scale_of};
use crate::evaluate::register::pick;
use crate::evaluate::telling::{Told, mildest, tell};
use crate::evaluate::verdicts::{Detail, Judged, Verdict};
use crate::value::number::DECIMAL_SCALE;
use crate::value::{Day, number};
use crate::vocabulary::layout::FILING;

/// The verdicts of one text, once it was asked for.
type OfText = OnceCell<Vec<Verdict>>;

/// Judges every filing of a batch and hands each on, in order. What is said of a filing is made when its
/// turn comes, so that only one filing's findings are held at a time.
pub fn judge_each(
    plan: &Plan,
    batch: &Batch,
    as_of: Day,
    detail: Detail,
    by: By,
    mut take: impl FnMut(Judged),
) {
    let machine = Machine::new(plan, batch, as_of);
    let years = years(plan, batch);
    let versions: Vec<Option<usize>> = years
        .iter()
        .map(|year| by.version().or_else(|| plan.ir.version_of_year(*year)))
        .collect();
    let entries = |version: Option<usize>| {
        let version = version.and_then(|at| plan.ir.versions.get(at));
        version.map_or(0, |version| version.entries.len())
    };
    let clauses: Vec<OfText> = vec![OnceCell::new(); plan.clauses.len()];
    let mut filings: Vec<Judged> = keys(plan, batch)
        .into_iter()
        .zip(years.iter().zip(&versions))
        .map(|(key, (year, version))| Judged {
            key,
            year: *year,
            // INVARIANT: `ingest` rejects a filing of a year that no version covers.
            version: version.unwrap_or(0),
            verdict: Verdict::NotApplicable,
            clauses: Vec::with_capacity(entries(*version)),
            indicators: Vec::new(),
            findings: Vec::new(),
            left_out: Vec::new(),
        })
        .collect();
    // For each version what its entries came to, where findings are made of it.
    let mut told: Vec<Vec<Option<EntryVerdicts<'_>>>> = Vec::new();
    for version in 0..plan.ir.versions.len() {
        let members: Vec<usize> = (0..filings.len())
            .filter(|row| versions[*row] == Some(version))
            .collect();
        told.push(match members.is_empty() {
            true => Vec::new(),
            false => judge_version(
                &machine,
                (version, by.alone()),
                &members,
                &clauses,
                mildest(detail).is_some(),
                &mut filings,
            ),
        });
    }
    let explainer = Explainer::new(&machine);
    for (row, mut filing) in filings.into_iter().enumerate() {
        let entries = versions[row].into_iter().flat_map(|version| {
            let texts = &plan.ir.versions[version].entries;
            texts.iter().zip(&told[version]).enumerate()
        });
        for (entry, (text, verdicts)) in entries {
            let Some(verdicts) = verdicts else { continue };
            let told = Told {
                entry,
                text: &text.text,
                verdicts,
            };
            let gravest = filing.clauses.get(entry).copied().flatten();
            if gravest >= mildest(detail) {
                tell(&explainer, &told, detail, row, &mut filing);
            }
        }
        take(filing);
    }
}

/// Judges the filings of one version; returns what its entries came to, if that is `kept`.
fn judge_version<'c>(
    machine: &'c Machine<'_>,
    (version, alone): (usize, bool),
    members: &[usize],
    clauses: &'c [OfText],
    kept: bool,
    filings: &mut [Judged],
) -> Vec<Option<EntryVerdicts<'c>>> {
    let plan = machine.plan;
    let compiled = &plan.versions[version];
    machine.run(&compiled.needs);
    let entries = &plan.ir.versions[version].entries;
    // For each entry whether it is judged, and the verdict of each filing one after another.
    let mut judged = Vec::with_capacity(entries.len());
    let mut gravest = Vec::with_capacity(entries.len() * members.len());
    let mut weighed = vec![Verdict::NotApplicable; members.len()];
    let mut results = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let date = compiled.dates[at];
        let result = judge_entry(machine, version, &entry.text, date, alone, clauses);
        judged.push(result.is_some());
        match &result {
            Some(result) => result.gravest(members, &mut weighed, &mut gravest),
            None => gravest.resize(gravest.len() + members.len(), Verdict::NotApplicable),
        }
        if kept {
            results.push(result);
        }
    }
    for (place, row) in members.iter().enumerate() {
        let filing = &mut filings[*row];
        filing.verdict = weighed[place];
        let verdicts = gravest.iter().skip(place).step_by(members.len());
        let verdicts = verdicts.zip(&judged);
        let verdicts = verdicts.map(|(verdict, judged)| judged.then_some(*verdict));
        filing.clauses.extend(verdicts);
    }
    for reg in &compiled.indicators {
        let register = machine.get(*reg);
        let scale = scale_of(plan.instruction(*reg).ty);
        // A fraction becomes a value of six decimals, whatever its type would hold.
        let kept = match register.is_fraction() {
            true => DECIMAL_SCALE,
            false => scale,
        };
        let (states, values) = register.rounded(kept);
        for row in members {
            let known = pick(&states, *row) == GIVEN;
            let value = known.then(|| number::rescale(pick(&values, *row), kept, scale));
            filings[*row].indicators.push(value.flatten());
        }
    }
    results
}

fn years(plan: &Plan, batch: &Batch) -> Vec<i128> {
    match filing_column(plan, batch, plan.ir.vocabulary.year) {
        Some(Values::Number(years)) => years.to_vec(),
        _ => vec![0; batch.len()],
    }
}

/// The keys of the filings of a batch.
pub fn keys(plan: &Plan, batch: &Batch) -> Vec<String> {
    let values = filing_column(plan, batch, plan.ir.vocabulary.key);
    (0..batch.len())
        .map(|row| values.map_or("", |values| values.text(row)).to_owned())
        .collect()
}

/// The values of one of the filing's own fields.
fn filing_column<'b>(plan: &Plan, batch: &'b Batch, field: usize) -> Option<&'b Values> {
    let layout = &plan.ir.layout;
    let columns = &layout.table(FILING).columns;
    let id = columns.iter().find(|id| {
        let column = layout.column(**id);
        column.record.is_none() && column.field == field
    })?;
    batch.column(*id).map(|column| &column.values)
}
