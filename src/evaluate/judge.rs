//! From the registers of a batch to the verdicts of its filings.

use std::ops::Range;

use crate::compile::plan::{ClauseId, ClausePlan, EntryText, LevelId, Plan, ROOT, Reg};
use crate::evaluate::explain::Explainer;
use crate::evaluate::lanes::change;
use crate::evaluate::machine::Machine;
use crate::evaluate::register::{FALSE, Register, TRUE, UNKNOWN, pick};
use crate::evaluate::verdicts::{Detail, Judged, MOST_FINDINGS, Verdict, Verdicts};
use crate::ingest::batch::{Batch, GIVEN, Values};
use crate::value::Day;
use crate::vocabulary::layout::FILING;

/// The verdict of each subject of one entry, and the text that gave it.
pub(super) struct EntryVerdicts<'c> {
    pub(super) subjects: Subjects<'c>,
    /// For each filing where its rows begin, and one more for the end.
    pub(super) filings: Vec<usize>,
}

/// What each row of a level came to.
pub(super) enum Subjects<'c> {
    /// By one text; whether its verdict weighs in the filing's.
    Fixed(&'c [Verdict], ClauseId, bool),
    /// By texts of their own dates.
    Governed(Governed),
}

/// What each row came to by the text in force on its date.
#[derive(Default)]
pub(super) struct Governed {
    verdicts: Vec<Verdict>,
    /// For each row what counts for the filing as a whole: of texts that only might govern, one may
    /// bind the institution and another not.
    weighed: Vec<Verdict>,
    /// For each row the clause text; nothing where none was in force.
    texts: Vec<Option<ClauseId>>,
}

impl Subjects<'_> {
    /// The gravest verdict of some rows, and the gravest that weighs.
    fn gravest(&self, rows: Range<usize>) -> (Verdict, Verdict) {
        let gravest = |verdicts: &[Verdict]| match &verdicts[rows.clone()] {
            // What most clauses judge is the filing itself.
            [one] => *one,
            all => all
                .iter()
                .fold(Verdict::NotApplicable, |gravest, one| gravest.max(*one)),
        };
        match self {
            Subjects::Fixed(verdicts, _, true) => {
                let gravest = gravest(verdicts);
                (gravest, gravest)
            }
            Subjects::Fixed(verdicts, _, false) => (gravest(verdicts), Verdict::NotApplicable),
            Subjects::Governed(governed) => {
                (gravest(&governed.verdicts), gravest(&governed.weighed))
            }
        }
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Subjects::Fixed(verdicts, ..) => verdicts.len(),
            Subjects::Governed(governed) => governed.verdicts.len(),
        }
    }

    /// The verdict of a row and the text that gave it.
    pub(super) fn of(&self, row: usize) -> (Verdict, Option<ClauseId>) {
        match self {
            Subjects::Fixed(verdicts, text, _) => (verdicts[row], Some(*text)),
            Subjects::Governed(governed) => (governed.verdicts[row], governed.texts[row]),
        }
    }
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
            let (gravest, weighed) = result.subjects.gravest(subjects.clone());
            filing.clauses.push(Some(gravest));
            filing.verdict = filing.verdict.max(weighed);
            let told = match detail {
                Detail::Verdicts => continue,
                Detail::Findings => Verdict::Undetermined,
                Detail::Full => Verdict::NotApplicable,
            };
            if gravest < told {
                continue;
            }
            let (mut said, mut left_out) = (0, 0);
            for subject in subjects {
                let (verdict, Some(text)) = result.subjects.of(subject) else {
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
                filing
                    .findings
                    .push(explainer.finding(at, &entry.text, text, subject, verdict));
            }
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
pub(super) fn judge_entry<'c>(
    machine: &Machine<'_>,
    text: &EntryText,
    date: Option<Reg>,
    clauses: &'c mut [Option<Vec<Verdict>>],
) -> Option<EntryVerdicts<'c>> {
    match text {
        EntryText::Fixed(clause) => {
            let level = machine.plan.clauses[clause.0 as usize].as_ref()?.level;
            let verdicts = of_clause(machine, *clause, clauses)?;
            Some(EntryVerdicts {
                subjects: Subjects::Fixed(verdicts, *clause, weighs(machine.plan, *clause)),
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
            let mut result = Governed::default();
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
            Some(EntryVerdicts {
                subjects: Subjects::Governed(result),
                filings: filings(machine, *level),
            })
        }
    }
}

/// What a text's verdict counts for the filing: nothing unless it is mandatory and binds the institution.
fn weigh(plan: &Plan, text: ClauseId, verdict: Verdict) -> Verdict {
    if weighs(plan, text) {
        verdict
    } else {
        Verdict::NotApplicable
    }
}

/// Whether a text is mandatory and binds the institution.
fn weighs(plan: &Plan, text: ClauseId) -> bool {
    let clause = plan.ir.clause(text);
    clause.mandatory && clause.binds.is_none()
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

/// The verdict of each subject by one text.
pub(super) fn subjects(machine: &Machine<'_>, plan: &ClausePlan) -> Vec<Verdict> {
    let len = machine.rows(plan.level).len;
    let mut applies = vec![TRUE; len];
    if let Some(doubtful) = machine.doubtful(plan.level) {
        change(&mut applies, &doubtful, |applies, doubtful| {
            *applies = if doubtful { UNKNOWN } else { TRUE };
        });
    }
    for reg in &plan.applies {
        change(
            &mut applies,
            machine.get(*reg).booleans(),
            |applies, also| {
                *applies = (*applies).min(also);
            },
        );
    }
    let mut excepted = vec![FALSE; len];
    for reg in &plan.exceptions {
        change(
            &mut excepted,
            machine.get(*reg).booleans(),
            |excepted, also| {
                *excepted = (*excepted).max(also);
            },
        );
    }
    let mut requires = vec![FALSE; len];
    change(
        &mut requires,
        machine.get(plan.requires).booleans(),
        |requires, value| {
            *requires = value;
        },
    );
    let rows = applies.iter().zip(&excepted).zip(&requires);
    rows.map(|((applies, excepted), requires)| {
        OUTCOMES[usize::from(*applies * 9 + *excepted * 3 + *requires)]
    })
    .collect()
}

/// The verdict for each three values of what applies, excepts and is required.
const OUTCOMES: [Verdict; 27] = {
    let mut outcomes = [Verdict::Undetermined; 27];
    let mut at = 0;
    while at < 27 {
        let (applies, excepted, requires) = (at as u8 / 9, at as u8 / 3 % 3, at as u8 % 3);
        outcomes[at] = match (applies, excepted, requires) {
            (FALSE, ..) => Verdict::NotApplicable,
            (_, TRUE, _) => Verdict::Exempt,
            (_, _, TRUE) => Verdict::Complies,
            (TRUE, FALSE, FALSE) => Verdict::Violates,
            _ => Verdict::Undetermined,
        };
        at += 1;
    }
    outcomes
};

/// For each filing where its rows of a level begin, and one more for the end.
pub(super) fn filings(machine: &Machine<'_>, level: LevelId) -> Vec<usize> {
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
