//! From the registers of a batch to the verdicts of its filings.

use crate::compile::plan::{ClauseId, ClausePlan, EntryText, LevelId, Plan, ROOT, Reg};
use crate::evaluate::explain::Explainer;
use crate::evaluate::machine::Machine;
use crate::evaluate::register::{FALSE, Register, TRUE, UNKNOWN, pick};
use crate::evaluate::verdicts::{Detail, Judged, MOST_FINDINGS, Verdict, Verdicts};
use crate::ingest::batch::{Batch, GIVEN, Values};
use crate::value::Day;
use crate::vocabulary::layout::FILING;

/// The verdict of each subject of one entry, and the text that gave it.
pub struct EntryVerdicts {
    /// For each row of the level.
    pub verdicts: Vec<Verdict>,
    /// For each row what counts for the filing as a whole: of texts that only might govern, one may
    /// bind the institution and another not.
    weighed: Vec<Verdict>,
    /// For each row the clause text; nothing where none was in force.
    pub texts: Vec<Option<ClauseId>>,
    /// For each filing where its rows begin, and one more for the end.
    pub filings: Vec<usize>,
}

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
            clauses: Vec::new(),
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
    let explainer = Explainer::new(machine);
    for (at, entry) in plan.ir.versions[version].entries.iter().enumerate() {
        let Some(result) = judge_entry(machine, &entry.text, compiled.dates[at], clauses) else {
            members
                .iter()
                .for_each(|row| filings[*row].clauses.push(None));
            continue;
        };
        for row in members {
            let filing = &mut filings[*row];
            let subjects = result.filings[*row]..result.filings[*row + 1];
            let mut gravest = Verdict::NotApplicable;
            let (mut said, mut left_out) = (0, 0);
            for subject in subjects {
                let verdict = result.verdicts[subject];
                gravest = gravest.max(verdict);
                filing.verdict = filing.verdict.max(result.weighed[subject]);
                let Some(text) = result.texts[subject] else {
                    continue;
                };
                let told = match detail {
                    Detail::Verdicts => false,
                    Detail::Findings => verdict >= Verdict::Undetermined,
                    Detail::Full => true,
                };
                if told && said == MOST_FINDINGS {
                    left_out += 1;
                } else if told {
                    said += 1;
                    filing.findings.push(explainer.finding(
                        at,
                        &entry.text,
                        text,
                        subject,
                        verdict,
                    ));
                }
            }
            filing.clauses.push(Some(gravest));
            if left_out > 0 {
                filing.left_out.push((at, left_out));
            }
        }
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

/// The verdicts of one entry; nothing where no text of it is judged.
pub fn judge_entry(
    machine: &Machine<'_>,
    text: &EntryText,
    date: Option<Reg>,
    clauses: &mut [Option<Vec<Verdict>>],
) -> Option<EntryVerdicts> {
    match text {
        EntryText::Fixed(clause) => {
            let level = machine.plan.clauses[clause.0 as usize].as_ref()?.level;
            let verdicts = of_clause(machine, *clause, clauses)?.clone();
            let texts = vec![Some(*clause); verdicts.len()];
            let weigh = |verdict: &Verdict| weigh(machine.plan, *clause, *verdict);
            Some(EntryVerdicts {
                weighed: verdicts.iter().map(weigh).collect(),
                verdicts,
                texts,
                filings: filings(machine, level),
            })
        }
        EntryText::Governed { level, texts, .. } => {
            let judged: Vec<Option<ClauseId>> = texts
                .iter()
                .map(|text| text.filter(|text| of_clause(machine, *text, clauses).is_some()))
                .collect();
            // A clause that no version judges has no verdict.
            judged.iter().flatten().next()?;
            let dates = machine.get(date?);
            let len = machine.rows(*level).len;
            let mut result = EntryVerdicts {
                verdicts: Vec::new(),
                weighed: Vec::new(),
                texts: Vec::new(),
                filings: filings(machine, *level),
            };
            for row in 0..len {
                let verdict_of = |text: ClauseId| {
                    clauses[text.0 as usize]
                        .as_ref()
                        .map_or(Verdict::NotApplicable, |all| all[row])
                };
                let (verdict, weighed, text) = match on(dates, row) {
                    Some(day) => {
                        let text = in_force(machine.plan, day).and_then(|version| judged[version]);
                        let verdict = text.map_or(Verdict::NotApplicable, verdict_of);
                        let weighed =
                            text.map_or(verdict, |text| weigh(machine.plan, text, verdict));
                        (verdict, weighed, text)
                    }
                    // With the date unknown: the gravest, but never a breach. Of equals the latest text.
                    None => {
                        let mut gravest = (Verdict::NotApplicable, Verdict::NotApplicable, None);
                        for text in judged.iter().flatten() {
                            let verdict = verdict_of(*text).min(Verdict::Undetermined);
                            if verdict >= gravest.0 {
                                gravest = (verdict, gravest.1, Some(*text));
                            }
                            gravest.1 = gravest.1.max(weigh(machine.plan, *text, verdict));
                        }
                        gravest
                    }
                };
                result.verdicts.push(verdict);
                result.weighed.push(weighed);
                result.texts.push(text);
            }
            Some(result)
        }
    }
}

/// What a text's verdict counts for the filing: nothing unless it is mandatory and binds the institution.
fn weigh(plan: &Plan, text: ClauseId, verdict: Verdict) -> Verdict {
    let clause = plan.ir.clause(text);
    if clause.mandatory && clause.binds.is_none() {
        verdict
    } else {
        Verdict::NotApplicable
    }
}

/// The version in force on a day: the last whose first day has come.
pub fn in_force(plan: &Plan, day: Day) -> Option<usize> {
    plan.ir
        .versions
        .iter()
        .rposition(|version| version.in_force <= day)
}

fn on(dates: &Register, row: usize) -> Option<Day> {
    let (states, values) = dates.days();
    (pick(&states, row) == GIVEN)
        .then(|| Day::from_count(i64::from(pick(&values, row))))
        .flatten()
}

/// The verdict of each subject by one text, computed once a batch.
fn of_clause<'c>(
    machine: &Machine<'_>,
    clause: ClauseId,
    held: &'c mut [Option<Vec<Verdict>>],
) -> Option<&'c Vec<Verdict>> {
    let at = clause.0 as usize;
    let plan = machine.plan.clauses[at].as_ref()?;
    if held[at].is_none() {
        machine.run(&plan.needs);
        held[at] = Some(subjects(machine, plan));
    }
    held[at].as_ref()
}

fn subjects(machine: &Machine<'_>, plan: &ClausePlan) -> Vec<Verdict> {
    let rows = machine.rows(plan.level);
    let applies: Vec<&[u8]> = plan
        .applies
        .iter()
        .map(|reg| machine.get(*reg).booleans())
        .collect();
    let exceptions: Vec<&[u8]> = plan
        .exceptions
        .iter()
        .map(|reg| machine.get(*reg).booleans())
        .collect();
    let requires = machine.get(plan.requires).booleans();
    let doubtful = machine.doubtful(plan.level);
    let one = |row: usize| {
        let there = match &doubtful {
            Some(doubtful) if doubtful[row] => UNKNOWN,
            _ => TRUE,
        };
        let applies = applies
            .iter()
            .map(|values| pick(values, row))
            .fold(there, u8::min);
        if applies == FALSE {
            return Verdict::NotApplicable;
        }
        let excepted = exceptions
            .iter()
            .map(|values| pick(values, row))
            .max()
            .unwrap_or(FALSE);
        match (excepted, pick(requires, row)) {
            (TRUE, _) => Verdict::Exempt,
            (_, TRUE) => Verdict::Complies,
            (FALSE, FALSE) if applies == TRUE => Verdict::Violates,
            _ => Verdict::Undetermined,
        }
    };
    (0..rows.len).map(one).collect()
}

/// For each filing where its rows of a level begin, and one more for the end.
fn filings(machine: &Machine<'_>, level: LevelId) -> Vec<usize> {
    let count = machine.batch.len();
    let mut chain = Vec::new();
    let mut at = level;
    while let Some(parent) = machine.plan.ir.level(at).parent {
        chain.push(at);
        at = parent;
    }
    let mut starts: Vec<usize> = (0..=count).collect();
    for level in chain.into_iter().rev() {
        let offsets = &machine.rows(level).offsets;
        for start in &mut starts {
            *start = offsets[*start] as usize;
        }
    }
    debug_assert_eq!(at, ROOT);
    starts
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
