//! From a filing to why it got its verdict.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::cases::{Tree, document};
use crate::check::ir::{Clause, ClauseBody, Constant, EntryText, Op};
use crate::compile::Plan;
use crate::diagnostic::nearest;
use crate::driver::{Engine, value_place};
use crate::evaluate::By;
use crate::evaluate::suppose::{Stand, Subject, reads};
use crate::evaluate::verdicts::{Detail, Finding, Verdict};
use crate::evaluate::why::{Condition, Part};
use crate::ingest::{Chunk, decode};
use crate::perturb::changes::Pool;
use crate::perturb::shape::{Field, shape};
use crate::source::{LineColumn, Place};
use crate::value::Day;
use crate::vocabulary::{Unit, ValueType};
use crate::why::change::Question;
use crate::why::model::{SubjectWhy, TextOf, Why};
use crate::why::trial::Trial;

/// How many subjects are told.
const SUBJECTS: usize = 5;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The clause's id.
    pub clause: &'a str,
    /// One subject, by its whole name or by the key of its row; else the gravest.
    pub subject: Option<&'a str>,
    /// The date on which it is judged.
    pub as_of: Day,
}

impl<'a> Asked<'a> {
    /// A clause, or one subject of it: `procurement.assent[R-7]` names both.
    pub fn new(clause: &'a str, as_of: Day) -> Asked<'a> {
        let inside = clause
            .split_once('[')
            .and_then(|(id, rest)| Some((id, rest.strip_suffix(']')?)));
        let (clause, subject) = inside.map_or((clause, None), |(id, row)| (id, Some(row)));
        Asked {
            clause,
            subject,
            as_of,
        }
    }
}

/// Why there is nothing to tell.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum WhyError {
    /// The record was not read.
    #[error("the filing cannot be read")]
    Rejected,
    /// No version has such a clause.
    #[error("there is no clause `{0}`{1}")]
    NoClause(String, String),
    /// The version of the filing's year has no such clause.
    #[error("the text that governs {1}, {2}, has no clause `{0}`; it stands in {3}")]
    NotThen(String, i128, String, String),
    /// The clause has no such subject in this filing.
    #[error("`{clause}` has no subject `{subject}` in this filing; {there}")]
    NoSubject {
        /// The clause.
        clause: String,
        /// What was asked for.
        subject: String,
        /// Which there are.
        there: String,
    },
}

/// Why the one filing of a chunk got its verdict on a clause.
pub fn why(engine: &Engine, chunk: &Chunk, asked: Asked<'_>) -> Result<Why, WhyError> {
    let plan = engine.plan();
    let decoded = decode(engine.schema(), chunk);
    let record = *decoded.records.first().ok_or(WhyError::Rejected)?;
    let verdicts = engine.evaluate(&decoded.batch, asked.as_of, Detail::Verdicts);
    let judged = verdicts.filings.first().ok_or(WhyError::Rejected)?;
    let (version, entry) = entry_of(plan, judged.version, judged.year, asked.clause)?;
    let held = &plan.ir.versions[version].entries[entry];
    let spoken = plan.ir.spoken(version, held).map(|id| plan.ir.clause(id));
    let start = &chunk.records[record];
    let mut told = Why {
        filing: judged.key.clone(),
        year: judged.year,
        place: Place {
            file: start.file.clone(),
            at: LineColumn {
                line: start.line,
                column: start.column,
            },
        },
        as_of: asked.as_of,
        ruleset: plan.ir.versions[version].name.clone(),
        clause: held.id.clone(),
        title: spoken.map_or_else(String::new, |clause| clause.title.clone()),
        cites: spoken.map_or_else(String::new, |clause| clause.cites.clone()),
        authority: spoken.and_then(|clause| clause.authority.clone().map(|(_, label)| label)),
        verdict: judged.clauses.get(entry).copied().flatten(),
        not_judged: spoken.and_then(|clause| match &clause.body {
            ClauseBody::NotJudged(why) => Some(why.clone()),
            ClauseBody::Requires(_) => None,
        }),
        subjects: Vec::new(),
        more: 0,
    };
    let Some(stand) = Stand::new(plan, By::Year(version), entry, &decoded.batch, asked.as_of)
    else {
        return Ok(told);
    };
    let all = stand.subjects(0);
    let chosen = chosen(&stand, &all, asked, &held.id)?;
    // Of what is as it should be one is told; of what is not, each.
    let open = |at: &&usize| all[**at].verdict >= Verdict::Undetermined;
    let shown = match chosen.iter().filter(open).count() {
        0 => 1,
        open => open.min(SUBJECTS),
    };
    told.more = chosen.len().saturating_sub(shown);
    let written = chunk.text(record).and_then(|(text, format)| {
        let tree = document(text, format).ok()?;
        Some((tree, text.len()))
    });
    let telling = Telling {
        engine,
        chunk,
        record,
        stand: &stand,
        version,
        entry,
        text: &held.text,
        as_of: asked.as_of,
        written: written.as_ref().map(|(tree, size)| (tree, *size)),
        fields: shape(
            &plan.ir.vocabulary,
            &plan.ir.layout,
            &reads(plan, version, entry),
        ),
        known: RefCell::default(),
    };
    for at in chosen.into_iter().take(shown) {
        told.subjects.extend(telling.subject(at, &all[at]));
    }
    Ok(told)
}

/// The entry of a clause in the version that governs a year.
fn entry_of(
    plan: &Plan,
    version: usize,
    year: i128,
    clause: &str,
) -> Result<(usize, usize), WhyError> {
    let versions = &plan.ir.versions;
    let entries = &versions[version].entries;
    if let Some(entry) = entries.iter().position(|entry| entry.id == clause) {
        return Ok((version, entry));
    }
    let standing: Vec<String> = (versions.iter())
        .filter(|version| version.entries.iter().any(|entry| entry.id == clause))
        .map(|version| format!("`{}`", version.name))
        .collect();
    if !standing.is_empty() {
        let name = format!("`{}`", versions[version].name);
        return Err(WhyError::NotThen(
            clause.to_owned(),
            year,
            name,
            standing.join(", "),
        ));
    }
    let ids: BTreeSet<&str> = (versions.iter())
        .flat_map(|version| version.entries.iter().map(|entry| entry.id.as_str()))
        .collect();
    let near = nearest(clause, ids.iter().copied()).or_else(|| {
        let ends = format!(".{clause}");
        ids.iter().copied().find(|id| id.ends_with(&ends))
    });
    let hint = match near {
        Some(near) => format!("; did you mean `{near}`?"),
        None => "; `dictamen show VERSION` shows all of them".to_owned(),
    };
    Err(WhyError::NoClause(clause.to_owned(), hint))
}

/// Which subjects are told, the gravest first, those that stand first before others.
fn chosen(
    stand: &Stand<'_>,
    all: &[Subject],
    asked: Asked<'_>,
    clause: &str,
) -> Result<Vec<usize>, WhyError> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(all[*at].verdict));
    let Some(wanted) = asked.subject else {
        return Ok(order);
    };
    let key = format!("[{wanted}]");
    let named = |at: &usize| {
        let label = stand.label(all[*at].row).unwrap_or_default();
        label == wanted || label.split(", ").any(|row| row.ends_with(&key))
    };
    let found: Vec<usize> = order.iter().copied().filter(named).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let labels: Vec<String> = (all.iter())
        .filter_map(|subject| stand.label(subject.row))
        .collect();
    let there = match labels.as_slice() {
        [] => "it is judged as a whole".to_owned(),
        labels => match nearest(wanted, labels.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                let shown: Vec<&str> = labels.iter().take(SUBJECTS).map(String::as_str).collect();
                let more = match labels.len().saturating_sub(SUBJECTS) {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                format!("there are {}{more}", shown.join(", "))
            }
        },
    };
    Err(WhyError::NoSubject {
        clause: clause.to_owned(),
        subject: wanted.to_owned(),
        there,
    })
}

/// Tells the subjects of one filing.
struct Telling<'t> {
    engine: &'t Engine,
    chunk: &'t Chunk,
    record: usize,
    stand: &'t Stand<'t>,
    version: usize,
    entry: usize,
    text: &'t EntryText,
    as_of: Day,
    /// The filing as it was written, with its size; nothing where it is the row of a table.
    written: Option<(&'t Tree, usize)>,
    fields: Vec<Field>,
    /// Where values stand that were looked for: many conditions read one value.
    known: RefCell<BTreeMap<Way, Option<Place>>>,
}

/// The way to a value: through lists with a position in each, then by names.
type Way = (Vec<(Vec<String>, usize)>, Vec<String>);

impl Telling<'_> {
    fn subject(&self, at: usize, subject: &Subject) -> Option<SubjectWhy> {
        let plan = self.engine.plan();
        let finding = self.stand.finding(self.entry, self.text, subject)?;
        let clause = plan.ir.clause(finding.clause);
        let mut conditions = match subject.text {
            Some(text) => self.stand.conditions(text, subject.row),
            None => Vec::new(),
        };
        for condition in &mut conditions {
            self.place_all(condition);
        }
        let failed = finding.because.iter();
        let failed = failed.filter(|because| because.value.starts_with("? ("));
        let mut told = SubjectWhy {
            subject: finding.subject.label.clone(),
            verdict: finding.verdict,
            place: self.place(&finding.subject.steps, &[]),
            text: subject.text.map(|_| self.text_of(clause)),
            title: clause.title.clone(),
            cites: clause.cites.clone(),
            governed_on: finding.governed_on,
            governed: matches!(self.text, EntryText::Governed { .. }),
            message: finding.message.clone(),
            remedy: finding.remedy.clone(),
            exception: finding.exception.clone(),
            conditions,
            missing: finding.missing.clone(),
            failed: failed
                .map(|because| format!("{} {}", because.expression, &because.value[2..]))
                .collect(),
            settling: Vec::new(),
            mends: None,
        };
        self.try_changes(at, subject, &finding, &mut told);
        Some(told)
    }

    /// What would settle or mend it, found by judging changed filings.
    fn try_changes(&self, at: usize, subject: &Subject, finding: &Finding, told: &mut SubjectWhy) {
        let plan = self.engine.plan();
        let (Some((filing, size)), Some(text)) = (self.written, subject.text) else {
            return;
        };
        let date = plan.versions[self.version].dates[self.entry];
        let mut held = self.stand.held(text, date);
        // The ends of the line, between which a border is looked for.
        for unit in units(plan) {
            held.numbers
                .extend([(unit, 0, 0), (unit, 0, 1_000_000_000_000)]);
        }
        let pool = Pool::new(&held, &BTreeSet::new());
        let label = finding.subject.label.clone();
        let trial = Trial::new(
            plan,
            (self.version, self.entry),
            self.as_of,
            (at, label.clone()),
        );
        let question = Question {
            filing,
            size,
            fields: &self.fields,
            pool: &pool,
            steps: &finding.subject.steps,
            label: label.as_deref().unwrap_or(""),
            trial: &trial,
        };
        match finding.verdict {
            Verdict::Violates => {
                let mut mends = question.mends();
                for mend in &mut mends {
                    mend.place = place_in(&told.conditions, &mend.path);
                }
                told.mends = Some(mends);
            }
            Verdict::Undetermined => told.settling = question.settling(&finding.missing),
            Verdict::Complies | Verdict::Exempt | Verdict::NotApplicable => {}
        }
    }

    fn text_of(&self, clause: &Clause) -> TextOf {
        let version = &self.engine.plan().ir.versions[clause.version];
        TextOf {
            name: version.name.clone(),
            title: version.title.clone(),
            in_force: version.in_force,
        }
    }

    fn place(&self, steps: &[(Vec<String>, usize)], names: &[String]) -> Option<Place> {
        let way = (steps.to_vec(), names.to_vec());
        let mut known = self.known.borrow_mut();
        let place = known.entry(way).or_insert_with(|| {
            let schema = self.engine.schema();
            value_place(schema, self.chunk, self.record, steps, names)
        });
        place.clone()
    }

    fn place_all(&self, condition: &mut Condition) {
        let mut open: Vec<&mut Part> = vec![&mut condition.part];
        while let Some(part) = open.pop() {
            if let Some(read) = &mut part.read {
                // What would stand in a row that is not there stands nowhere.
                let nowhere = read.steps.is_empty() && read.names.is_empty();
                read.place = match nowhere {
                    true => None,
                    false => self.place(&read.steps, &read.names),
                };
            }
            open.extend(&mut part.parts);
        }
    }
}

/// Where a value that some condition reads stands.
fn place_in(conditions: &[Condition], path: &str) -> Option<Place> {
    let mut open: Vec<&Part> = conditions.iter().map(|condition| &condition.part).collect();
    while let Some(part) = open.pop() {
        if let Some(read) = part.read.as_ref().filter(|read| read.path == path) {
            return read.place.clone();
        }
        open.extend(&part.parts);
    }
    None
}

/// What the numbers of a rule book count.
fn units(plan: &Plan) -> BTreeSet<Unit> {
    let columns = plan
        .ir
        .nodes
        .iter()
        .filter_map(|node| match (&node.op, node.ty) {
            (Op::Column(..) | Op::Follow(..), ValueType::Number { unit, .. }) => Some(unit),
            (Op::Constant(Constant::Number(_)), ValueType::Number { unit, .. }) => Some(unit),
            _ => None,
        });
    columns.collect()
}
