//! One chunk judged by both books, side by side.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use crate::batch::{Batch, GIVEN};
use crate::check::ir::{Entry, Ir};
use crate::compile::Plan;
use crate::driver::{Engine, Reading};
use crate::evaluate::verdicts::{Detail, Finding, Judged, Verdict, Verdicts};
use crate::evaluate::{By, evaluate_by};
use crate::impact::tally::{Impact, Kind, Reason, Who};
use crate::ingest::{Chunk, Decoded, Schema, decode};
use crate::value::Day;
use crate::vocabulary::layout::FILING;
use crate::vocabulary::{ColumnId, ColumnKind, Layout};

/// Where the vocabulary is asked for what tells institutions apart, if nothing is named.
const KEYS: [&str; 3] = [
    "institution.institution_id",
    "institution_id",
    "institution",
];
/// Where it is asked for what an institution is called.
const NAMES: [&str; 2] = ["institution.name", "institution_name"];

/// A field that cannot tell institutions apart.
#[derive(Debug, thiserror::Error)]
#[error(
    "the filing has no text field `{field}` in `{book}`; name one as rules write it, such as `institution.institution_id`"
)]
pub struct MatchError {
    /// What was asked for.
    pub field: String,
    /// In which rule book.
    pub book: String,
}

/// A rule book through which filings are looked at.
#[derive(Debug)]
pub struct Lens<'p> {
    /// Who names a version means it for every year.
    engine: Engine<&'p Plan>,
    key: Option<ColumnId>,
    name: Option<ColumnId>,
    /// For each version and entry its row of the impact.
    rows: Vec<Vec<usize>>,
    /// The rows of clauses that weigh in the verdict of a filing.
    weighing: BTreeSet<usize>,
}

impl<'p> Lens<'p> {
    /// A plan, with the version that judges if it is not that of a filing's year; `matched` is the field
    /// that tells institutions apart, if it is not found by its name, and `also` a column that is read beside
    /// those of the rules.
    pub fn new(
        plan: &'p Plan,
        by: By,
        (matched, also): (Option<&str>, Option<ColumnId>),
        book: &str,
        impact: &mut Impact,
    ) -> Result<Lens<'p>, MatchError> {
        let ir = &plan.ir;
        let key = match matched {
            None => text_column(&ir.layout, &KEYS),
            Some(field) => {
                let found = text_column(&ir.layout, &[field]);
                if found.is_none() {
                    return Err(MatchError {
                        field: field.to_owned(),
                        book: book.to_owned(),
                    });
                }
                found
            }
        };
        let name = text_column(&ir.layout, &NAMES);
        // Whose a filing is must be read even where no clause asks.
        let reading = Reading {
            by,
            also: [key, name, also].into_iter().flatten().collect(),
            ..Reading::default()
        };
        impact.add_clauses(ir, by.version());
        let rows = ir.versions.iter().enumerate().map(|(at, version)| {
            let entries = version.entries.iter();
            let judges = by.version().is_none_or(|by| by == at);
            entries
                .map(|entry| match judges {
                    true => impact.row(&entry.id, title(ir, at, entry)),
                    false => usize::MAX,
                })
                .collect()
        });
        let rows: Vec<Vec<usize>> = rows.collect();
        let mut weighing = BTreeSet::new();
        for (at, (version, rows)) in ir.versions.iter().zip(&rows).enumerate() {
            let entries = version.entries.iter().zip(rows);
            weighing.extend(
                entries
                    .filter(|one| weighs(ir, at, one.0))
                    .map(|one| *one.1),
            );
        }
        Ok(Lens {
            engine: Engine::new(plan, &reading),
            key,
            name,
            rows,
            weighing,
        })
    }

    /// What is read, and how.
    pub fn schema(&self) -> &Arc<Schema> {
        self.engine.schema()
    }

    fn judge(&self, batch: &Batch, as_of: Day, detail: Detail) -> Verdicts {
        self.engine.evaluate(batch, as_of, detail)
    }

    /// The verdict on each row of the impact.
    fn verdicts(&self, judged: &Judged, rows: usize) -> Vec<Option<Verdict>> {
        let mut verdicts = vec![None; rows];
        let entries = self.rows.get(judged.version);
        for (row, verdict) in entries.into_iter().flatten().zip(&judged.clauses) {
            if let Some(place) = verdicts.get_mut(*row) {
                *place = *verdict;
            }
        }
        verdicts
    }

    /// What is said of one row of the impact.
    fn findings<'j>(&self, judged: &'j Judged, row: usize) -> Vec<&'j Finding> {
        let rows = self.rows.get(judged.version);
        let entry = rows.and_then(|rows| rows.iter().position(|one| *one == row));
        let findings = judged.findings.iter();
        findings
            .filter(|finding| Some(finding.entry) == entry)
            .collect()
    }

    fn who(&self, batch: &Batch, filing: usize, judged: &Judged) -> (String, Option<String>) {
        let text = |column: Option<ColumnId>| {
            let column = batch.column(column?)?;
            let given = column.states.get(filing) == Some(&GIVEN);
            given.then(|| column.values.text(filing).to_owned())
        };
        let institution = text(self.key).unwrap_or_else(|| without_year(&judged.key, judged.year));
        (institution, text(self.name))
    }
}

/// The title of a clause in the text of one version.
pub(crate) fn title<'i>(ir: &'i Ir, version: usize, entry: &Entry) -> &'i str {
    let text = ir.spoken(version, entry);
    text.map_or("", |text| ir.clause(text).title.as_str())
}

/// Whether a clause weighs in the verdict of a filing.
fn weighs(ir: &Ir, version: usize, entry: &Entry) -> bool {
    let text = ir.spoken(version, entry);
    text.is_some_and(|text| ir.clause(text).weighs())
}

/// The first of these fields of the filing that is a text.
fn text_column(layout: &Layout, fields: &[&str]) -> Option<ColumnId> {
    let columns = &layout.table(FILING).columns;
    fields.iter().find_map(|field| {
        columns.iter().copied().find(|id| {
            let column = layout.column(*id);
            column.kind == ColumnKind::Text && column.path.join(".") == *field
        })
    })
}

/// The key of a filing without its year: `2018-HCB` is `HCB`.
fn without_year(key: &str, year: i128) -> String {
    let year = year.to_string();
    let separator = |letter: char| !letter.is_alphanumeric();
    let rest = match (key.strip_prefix(&year), key.strip_suffix(&year)) {
        (Some(rest), _) => rest.strip_prefix(separator),
        (None, Some(rest)) => rest.strip_suffix(separator),
        (None, None) => None,
    };
    rest.filter(|rest| !rest.is_empty())
        .unwrap_or(key)
        .to_owned()
}

/// One open question answered otherwise: the plan of each side that judges so. A side whose book does not
/// know the question judges as it does.
#[derive(Debug)]
pub struct Otherwise<'p> {
    /// The question with its other answer.
    pub question: String,
    /// The old rules by that answer.
    pub old: Option<&'p Plan>,
    /// The new rules by that answer.
    pub new: Option<&'p Plan>,
}

/// Two rule books, or two versions of one, and the date on which they judge.
#[derive(Debug)]
pub struct Comparison<'p> {
    /// The old rules.
    pub old: Lens<'p>,
    /// The new rules.
    pub new: Lens<'p>,
    /// The date.
    pub as_of: Day,
    /// Whether reasons are wanted.
    pub reasons: bool,
    /// The open questions whose other answers judge the flips that are kept.
    pub others: Vec<Otherwise<'p>>,
}

/// What both say of one filing.
#[derive(Debug)]
pub(crate) struct Pair {
    /// Which record of its chunk it is.
    pub(crate) record: usize,
    /// Whose.
    pub(crate) who: Who,
    /// What the filing as a whole was and is.
    pub(crate) whole: (Verdict, Verdict),
    /// For each row what the old rules say.
    pub(crate) was: Vec<Option<Verdict>>,
    /// For each row what the new rules say.
    pub(crate) is: Vec<Option<Verdict>>,
    /// Of a filing that flips as a whole the clauses that made it so: those of each side that came to
    /// its verdict, which they did not on the other.
    pub(crate) by: (Vec<usize>, Vec<usize>),
    /// For some rows that flip, why.
    pub(crate) reasons: BTreeMap<usize, (Reason, Reason)>,
    /// For some rows that flip, the open questions on which that hangs.
    pub(crate) hangs_on: BTreeMap<usize, Vec<String>>,
    /// The same of the filing as a whole.
    pub(crate) whole_hangs_on: Vec<String>,
}

/// What a chunk came to.
#[derive(Debug)]
pub(crate) struct Done {
    /// Nothing where both sides are one book: what it reads is read once.
    pub(crate) new: Option<Decoded>,
    pub(crate) pairs: Vec<Pair>,
}

impl Comparison<'_> {
    /// Whether both sides read by one vocabulary and judge by one plan.
    fn one_book(&self) -> bool {
        std::ptr::eq(self.old.engine.plan(), self.new.engine.plan())
            && self.old.engine.by().version().is_some() == self.new.engine.by().version().is_some()
    }

    /// Judges by both what the old book read of a chunk, and what the new one reads of it; `kept` is what
    /// was taken in before, so that no reason is looked for that would not be kept.
    pub(crate) fn judge(&self, chunk: &Chunk, old: &Decoded, kept: &RwLock<&mut Impact>) -> Done {
        let mut new = (!self.one_book()).then(|| decode(self.new.schema(), chunk));
        let by_new = new.as_ref().unwrap_or(old);
        let was = self.old.judge(&old.batch, self.as_of, Detail::Verdicts);
        let is = self.new.judge(&by_new.batch, self.as_of, Detail::Verdicts);
        let rows = shared(kept).rows.len();
        let mut pairs = Vec::with_capacity(old.records.len());
        for (at, (record, was)) in old.records.iter().zip(&was.filings).enumerate() {
            let Ok(there) = by_new.records.binary_search(record) else {
                continue;
            };
            let (Some(is), Some(place)) = (is.filings.get(there), chunk.records.get(*record))
            else {
                continue;
            };
            let (institution, name) = match self.new.key.is_some() || self.old.key.is_none() {
                true => self.new.who(&by_new.batch, there, is),
                false => self.old.who(&old.batch, at, was),
            };
            let whole = (was.verdict, is.verdict);
            let (was_rows, is_rows) = (self.old.verdicts(was, rows), self.new.verdicts(is, rows));
            let by = match whole.0 == whole.1 {
                true => (Vec::new(), Vec::new()),
                false => (
                    made(&self.old, whole.0, &was_rows, &is_rows),
                    made(&self.new, whole.1, &is_rows, &was_rows),
                ),
            };
            pairs.push(Pair {
                by,
                record: *record,
                who: Who {
                    filing: was.key.clone(),
                    year: was.year,
                    institution,
                    name,
                    file: place.file.clone(),
                    line: place.line,
                },
                whole,
                was: was_rows,
                is: is_rows,
                reasons: BTreeMap::new(),
                hangs_on: BTreeMap::new(),
                whole_hangs_on: Vec::new(),
            });
        }
        if self.reasons {
            self.explain(chunk, kept, &mut pairs);
        }
        if let Some(new) = &mut new {
            self.new.schema().reuse(std::mem::take(&mut new.batch));
        }
        Done { new, pairs }
    }

    /// Looks for the reasons of flips. They are rare, so that only the filings that have some are judged
    /// again in full.
    fn explain(&self, chunk: &Chunk, kept: &RwLock<&mut Impact>, pairs: &mut [Pair]) {
        let kept = shared(kept);
        let mut taken: BTreeMap<(usize, Kind), usize> = BTreeMap::new();
        let mut wanted: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, pair) in pairs.iter().enumerate() {
            // A clause that one side alone has may flip the filing without a flip of its own.
            let whole = Kind::of(pair.whole.0, pair.whole.1);
            if !self.others.is_empty()
                && whole.is_some_and(|kind| kept.whole.kept(kind) < kept.most)
            {
                wanted.entry(at).or_default();
            }
            for (row, (was, is)) in pair.was.iter().zip(&pair.is).enumerate() {
                let kind = was.zip(*is).and_then(|(was, is)| Kind::of(was, is));
                let Some(kind) = kind.filter(|kind| kept.has_room(row, *kind)) else {
                    continue;
                };
                let taken = taken.entry((row, kind)).or_default();
                if *taken < kept.most {
                    *taken += 1;
                    wanted.entry(at).or_default().push(row);
                }
            }
        }
        drop(kept);
        if wanted.is_empty() {
            return;
        }
        let mut again = chunk.clone();
        let flipping: Vec<usize> = wanted.keys().map(|at| pairs[*at].record).collect();
        for at in 0..again.records.len() {
            if flipping.binary_search(&at).is_err() {
                again.leave_out(at);
            }
        }
        let old = decode(self.old.schema(), &again);
        let new = (!self.one_book()).then(|| decode(self.new.schema(), &again));
        let by_new = new.as_ref().unwrap_or(&old);
        let was = self.old.judge(&old.batch, self.as_of, Detail::Full);
        let is = self.new.judge(&by_new.batch, self.as_of, Detail::Full);
        for other in &self.others {
            let judged = |lens: &Lens<'_>, plan: Option<&Plan>, batch: &Batch| match plan {
                Some(plan) => {
                    let by = lens.engine.by();
                    evaluate_by(plan, by, batch, self.as_of, Detail::Verdicts)
                }
                None => lens.judge(batch, self.as_of, Detail::Verdicts),
            };
            let was = judged(&self.old, other.old, &old.batch);
            let is = judged(&self.new, other.new, &by_new.batch);
            for (at, rows) in &wanted {
                let pair = &mut pairs[*at];
                let there = (
                    old.records.binary_search(&pair.record),
                    by_new.records.binary_search(&pair.record),
                );
                let (Ok(before), Ok(after)) = there else {
                    continue;
                };
                let (Some(was), Some(is)) = (was.filings.get(before), is.filings.get(after)) else {
                    continue;
                };
                let all = pair.was.len();
                let verdicts = (self.old.verdicts(was, all), self.new.verdicts(is, all));
                for row in rows {
                    if (verdicts.0[*row], verdicts.1[*row]) != (pair.was[*row], pair.is[*row]) {
                        let hangs_on = pair.hangs_on.entry(*row).or_default();
                        hangs_on.push(other.question.clone());
                    }
                }
                if (was.verdict, is.verdict) != pair.whole {
                    pair.whole_hangs_on.push(other.question.clone());
                }
            }
        }
        for (at, rows) in wanted {
            let pair = &mut pairs[at];
            let old = old.records.binary_search(&pair.record);
            let new = by_new.records.binary_search(&pair.record);
            let (Ok(old), Ok(new)) = (old, new) else {
                continue;
            };
            let (Some(was), Some(is)) = (was.filings.get(old), is.filings.get(new)) else {
                continue;
            };
            for row in rows {
                let was = self.old.findings(was, row);
                let is = self.new.findings(is, row);
                pair.reasons.insert(row, reasons(&was, &is));
            }
        }
    }
}

/// What was taken in so far, to look at.
fn shared<'l, 'i>(kept: &'l RwLock<&'i mut Impact>) -> RwLockReadGuard<'l, &'i mut Impact> {
    kept.read().unwrap_or_else(PoisonError::into_inner)
}

/// The clauses that made a filing what it is as a whole, and would not have on the other side; none of
/// what is settled without a breach, which takes all of them.
fn made(
    lens: &Lens<'_>,
    whole: Verdict,
    own: &[Option<Verdict>],
    other: &[Option<Verdict>],
) -> Vec<usize> {
    if !matches!(whole, Verdict::Violates | Verdict::Undetermined) {
        return Vec::new();
    }
    let rows = own.iter().zip(other).enumerate();
    rows.filter(|(row, (own, other))| {
        **own == Some(whole) && own != other && lens.weighing.contains(row)
    })
    .map(|(row, _)| row)
    .collect()
}

/// What each side says of the subject that is judged most gravely by either.
fn reasons(was: &[&Finding], is: &[&Finding]) -> (Reason, Reason) {
    let gravest = |findings: &[&Finding]| -> Option<usize> {
        let most = findings.iter().map(|finding| finding.verdict).max()?;
        findings.iter().position(|finding| finding.verdict == most)
    };
    let (old, new) = (gravest(was), gravest(is));
    let verdict = |findings: &[&Finding], at: Option<usize>| at.map(|at| findings[at].verdict);
    let about = match verdict(is, new) >= verdict(was, old) {
        true => new.map(|at| &is[at].subject),
        false => old.map(|at| &was[at].subject),
    };
    let reason = |findings: &[&Finding], gravest: Option<usize>| {
        let same = findings
            .iter()
            .position(|finding| Some(&finding.subject) == about);
        same.or(gravest)
            .map_or_else(Reason::default, |at| Reason::of(findings[at]))
    };
    (reason(was, old), reason(is, new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_is_taken_off_a_key() {
        assert_eq!(without_year("2018-HCB", 2018), "HCB");
        assert_eq!(without_year("HCB/2018", 2018), "HCB");
        assert_eq!(without_year("2018", 2018), "2018");
        assert_eq!(without_year("2018HCB", 2018), "2018HCB");
        assert_eq!(without_year("HCB-2017", 2018), "HCB-2017");
    }
}
