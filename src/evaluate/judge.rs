//! From the registers of a batch to the verdicts of its filings.

use crate::batch::{Batch, GIVEN, Values};
use crate::check::ir::EntryText;
use crate::compile::plan::Plan;
use crate::evaluate::entry::{EntryVerdicts, judge_entry};
use crate::evaluate::explain::Explainer;
use crate::evaluate::machine::Machine;
use crate::evaluate::register::pick;
use crate::evaluate::verdicts::{Detail, Judged, MOST_FINDINGS, Verdict, Verdicts};
use crate::value::Day;
use crate::vocabulary::layout::FILING;

/// Judges every filing of a batch, by the text of its year or by that of one version.
pub fn judge(
    plan: &Plan,
    batch: &Batch,
    as_of: Day,
    detail: Detail,
    by: Option<usize>,
) -> Verdicts {
    let machine = Machine::new(plan, batch, as_of);
    let years = years(plan, batch);
    let versions: Vec<Option<usize>> = years
        .iter()
        .map(|year| by.or_else(|| plan.ir.version_of_year(*year)))
        .collect();
    let entries = |version: Option<usize>| {
        let version = version.and_then(|at| plan.ir.versions.get(at));
        version.map_or(0, |version| version.entries.len())
    };
    let mut clauses: Vec<Option<Vec<Verdict>>> = vec![None; plan.clauses.len()];
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
    for version in 0..plan.ir.versions.len() {
        let members: Vec<usize> = (0..filings.len())
            .filter(|row| versions[*row] == Some(version))
            .collect();
        if !members.is_empty() {
            judge_version(
                &machine,
                version,
                &members,
                &mut clauses,
                detail,
                &mut filings,
            );
        }
    }
    Verdicts { filings }
}

fn judge_version(
    machine: &Machine<'_>,
    version: usize,
    members: &[usize],
    clauses: &mut [Option<Vec<Verdict>>],
    detail: Detail,
    filings: &mut [Judged],
) {
    let plan = machine.plan;
    let compiled = &plan.versions[version];
    machine.run(&compiled.needs);
    let told = match detail {
        Detail::Verdicts => None,
        Detail::Findings => Some(Verdict::Undetermined),
        Detail::Full => Some(Verdict::NotApplicable),
    };
    let explainer = Explainer::new(machine);
    let entries = &plan.ir.versions[version].entries;
    // For each entry whether it is judged, and the verdict of each filing one after another.
    let mut judged = Vec::with_capacity(entries.len());
    let mut gravest = Vec::with_capacity(entries.len() * members.len());
    let mut weighed = vec![Verdict::NotApplicable; members.len()];
    for (at, entry) in entries.iter().enumerate() {
        let result = judge_entry(machine, version, &entry.text, compiled.dates[at], clauses);
        judged.push(result.is_some());
        let begin = gravest.len();
        let Some(result) = result else {
            gravest.resize(begin + members.len(), Verdict::NotApplicable);
            continue;
        };
        result.gravest(members, &mut weighed, &mut gravest);
        let Some(told) = told else { continue };
        let told_of = members.iter().zip(&gravest[begin..]);
        for (row, _) in told_of.filter(|(_, gravest)| **gravest >= told) {
            let filing = &mut filings[*row];
            tell(&explainer, (at, &entry.text), &result, *row, told, filing);
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
        let (states, values) = register.numbers();
        for row in members {
            let known = pick(&states, *row) == GIVEN;
            filings[*row]
                .indicators
                .push(known.then(|| pick(&values, *row)));
        }
    }
}

/// Adds the findings of one entry on a filing, but for those less grave than what is told.
fn tell(
    explainer: &Explainer<'_>,
    (entry, text): (usize, &EntryText),
    result: &EntryVerdicts<'_>,
    row: usize,
    told: Verdict,
    filing: &mut Judged,
) {
    let (mut said, mut left_out) = (0, 0);
    for subject in result.of_filing(row) {
        let (verdict, Some(clause)) = result.subjects.of(subject) else {
            continue;
        };
        if verdict < told {
            continue;
        }
        if said == MOST_FINDINGS {
            left_out += 1;
            continue;
        }
        said += 1;
        let finding = explainer.finding(entry, text, clause, subject, verdict);
        filing.findings.push(finding);
    }
    if left_out > 0 {
        filing.left_out.push((entry, left_out));
    }
}

fn years(plan: &Plan, batch: &Batch) -> Vec<i128> {
    match filing_column(plan, batch, plan.ir.vocabulary.year) {
        Some(Values::Number(years)) => years.to_vec(),
        _ => vec![0; batch.len()],
    }
}

fn keys(plan: &Plan, batch: &Batch) -> Vec<String> {
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
