//! What a rule book says of one filing.

use std::cell::{Cell, RefCell};

use dictamen::check::ir::{ClauseBody, ClauseId, EntryText, Ir, LevelId, ROOT};
use dictamen::evaluate::verdicts::Verdict;
use dictamen::vocabulary::{TableId, ValueType};

use crate::document::Doc;
use crate::naive::days::{BusinessDays, Date};
use crate::naive::reading::{Place, read};
use crate::naive::walk::{Bound, Known, Reached, RowId, Rows, Truth, Value, Walk, both};

/// What one filing comes to.
#[derive(Debug)]
pub struct Ruling {
    /// Which version governs its year.
    pub version: usize,
    /// The gravest of what is mandatory and binds the institution.
    pub verdict: Verdict,
    /// One for each entry of the version; nothing where it is not judged.
    pub clauses: Vec<Option<Verdict>>,
    /// For each entry, what each text that may govern says of each subject, in order.
    pub subjects: Vec<Vec<Verdict>>,
    /// For each entry, whether an operation failed on the way.
    pub failed: Vec<bool>,
    /// One for each indicator of the version.
    pub indicators: Vec<Option<i128>>,
    /// Which operations came to what.
    pub reached: Reached,
}

/// Judges one filing; nothing if no version covers its year.
pub fn judge(ir: &Ir, doc: &Doc, calendar: &BusinessDays, as_of: Date) -> Option<Ruling> {
    let filing = read(&ir.vocabulary, doc);
    let walk = Walk {
        ir,
        filing: &filing,
        calendar,
        as_of,
        failed: Cell::new(false),
        reached: RefCell::default(),
    };
    let version = version_of_year(ir, year(ir, &filing)?)?;
    let mut ruling = Ruling {
        version,
        verdict: Verdict::NotApplicable,
        clauses: Vec::new(),
        subjects: Vec::new(),
        failed: Vec::new(),
        indicators: Vec::new(),
        reached: Reached::new(),
    };
    for entry in &ir.versions[version].entries {
        walk.failed.set(false);
        let said = match &entry.text {
            EntryText::Fixed(clause) => walk.subjects(ir.clause(*clause).level).iter().fold(
                Said::default(),
                |mut said, (rows, there)| {
                    let verdict = walk.verdict(*clause, rows, *there);
                    said.hear(ir, *clause, verdict);
                    said.subjects.extend(verdict);
                    said
                },
            ),
            EntryText::Governed { date, level, texts } => {
                let mut said = Said::default();
                for (rows, there) in walk.subjects(*level) {
                    // What the text of the year does not ask for is not owed: a list that is left out
                    // is none.
                    if texts[version].is_none() && there != Some(true) {
                        said.subjects.push(Verdict::NotApplicable);
                        continue;
                    }
                    match walk.value(*date, &rows) {
                        Value::Known(Known::Date(date)) => {
                            let text = version_on(ir, date).and_then(|version| texts[version]);
                            let verdict = match text {
                                Some(text) => {
                                    let verdict = walk.verdict(text, &rows, there);
                                    said.hear(ir, text, verdict);
                                    verdict
                                }
                                None => Some(Verdict::NotApplicable),
                            };
                            said.subjects.extend(verdict);
                        }
                        _ => {
                            // Which text governs depends on what is missing.
                            let mut gravest = Verdict::NotApplicable;
                            for text in texts.iter().flatten() {
                                let verdict = walk.verdict(*text, &rows, there);
                                let verdict = verdict.map(|it| it.min(Verdict::Undetermined));
                                said.hear(ir, *text, verdict);
                                gravest = gravest.max(verdict.unwrap_or(gravest));
                            }
                            said.subjects.push(gravest);
                        }
                    }
                }
                said
            }
        };
        let judged = match &entry.text {
            EntryText::Fixed(clause) => is_judged(ir, *clause),
            EntryText::Governed { texts, .. } => {
                texts.iter().flatten().any(|text| is_judged(ir, *text))
            }
        };
        let gravest = said.subjects.iter().copied().max();
        let verdict = gravest.unwrap_or(Verdict::NotApplicable);
        ruling.clauses.push(judged.then_some(verdict));
        ruling.subjects.push(said.subjects);
        ruling.failed.push(walk.failed.get());
        ruling.verdict = ruling.verdict.max(said.weighed);
    }
    for indicator in &ir.versions[version].indicators {
        let value = walk.value(ir.trace(indicator.value).expr, &filing_alone());
        ruling.indicators.push(match value {
            Value::Known(Known::Number(number)) => {
                match (number.below, ir.node(ir.trace(indicator.value).expr).ty) {
                    // A fraction is rounded to six decimals where it becomes a value.
                    (Some(_), ValueType::Number { scale, .. }) => {
                        let kept = number.round(6).and_then(|number| number.widen(scale));
                        kept.map(|number| number.digits)
                    }
                    _ => Some(number.digits),
                }
            }
            _ => None,
        });
    }
    ruling.reached = walk.reached.into_inner();
    Some(ruling)
}

/// What the subjects of one entry come to.
struct Said {
    subjects: Vec<Verdict>,
    weighed: Verdict,
}

impl Default for Said {
    fn default() -> Said {
        Said {
            subjects: Vec::new(),
            weighed: Verdict::NotApplicable,
        }
    }
}

impl Said {
    /// Weighs a text's verdict for the filing, if the text is mandatory and binds the institution.
    fn hear(&mut self, ir: &Ir, clause: ClauseId, verdict: Option<Verdict>) {
        let clause = ir.clause(clause);
        if let Some(verdict) = verdict.filter(|_| clause.mandatory && clause.binds.is_none()) {
            self.weighed = self.weighed.max(verdict);
        }
    }
}

fn is_judged(ir: &Ir, clause: ClauseId) -> bool {
    matches!(ir.clause(clause).body, ClauseBody::Requires(_))
}

fn year(ir: &Ir, filing: &Place) -> Option<i128> {
    use crate::naive::reading::Single;
    let name = &ir.vocabulary.record(ir.vocabulary.filing).fields[ir.vocabulary.year].name;
    let Place::Record(_, fields) = filing else {
        panic!("a filing is a record");
    };
    match fields.get(name)? {
        Place::Single(_, Some(Single::Number(year))) => Some(year.digits),
        _ => None,
    }
}

fn version_of_year(ir: &Ir, year: i128) -> Option<usize> {
    let holds = |at: &usize| {
        let (first, last) = ir.versions[*at].years;
        i128::from(first) <= year && last.is_none_or(|last| year <= i128::from(last))
    };
    (0..ir.versions.len()).find(holds)
}

/// Each version is in force until the next.
fn version_on(ir: &Ir, date: Date) -> Option<usize> {
    let begun = |at: &usize| Date::of(ir.versions[*at].in_force) <= date;
    (0..ir.versions.len()).rfind(begun)
}

fn filing_alone() -> Rows {
    let row = RowId {
        table: TableId(0),
        path: Vec::new(),
    };
    vec![(ROOT, Bound::Row(row))]
}

impl Walk<'_> {
    /// The subjects of a level, each with whether it is there.
    fn subjects(&self, level: LevelId) -> Vec<(Rows, Truth)> {
        let Some(parent) = self.ir.level(level).parent else {
            return vec![(filing_alone(), Some(true))];
        };
        let mut subjects = Vec::new();
        for (around, there) in self.subjects(parent) {
            for (rows, inside) in self.rows(level, &around) {
                subjects.push((rows, both(there, inside)));
            }
        }
        subjects
    }

    /// What a text says of one subject; nothing if it is not judged.
    fn verdict(&self, clause: ClauseId, rows: &Rows, there: Truth) -> Option<Verdict> {
        let clause = self.ir.clause(clause);
        let ClauseBody::Requires(requires) = clause.body else {
            return None;
        };
        let truth = |trace| self.value(self.ir.trace(trace).expr, rows).truth();
        let applies = (clause.applies.iter()).fold(there, |all, trace| both(all, truth(*trace)));
        let exceptions: Vec<Truth> = (clause.exceptions.iter())
            .map(|(trace, _)| truth(*trace))
            .collect();
        let requires = truth(requires);
        Some(if applies == Some(false) {
            Verdict::NotApplicable
        } else if exceptions.contains(&Some(true)) {
            Verdict::Exempt
        } else if requires == Some(true) {
            Verdict::Complies
        } else if requires == Some(false)
            && applies == Some(true)
            && exceptions.iter().all(|exception| *exception == Some(false))
        {
            Verdict::Violates
        } else {
            Verdict::Undetermined
        })
    }
}
