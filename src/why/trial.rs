//! Changed filings judged by one clause, all in one batch.

use crate::cases::{Tree, chunk, json};
use crate::compile::Plan;
use crate::driver::{self, Columns};
use crate::evaluate::By;
use crate::evaluate::suppose::Stand;
use crate::evaluate::verdicts::Verdict;
use crate::ingest::{Schema, decode};
use crate::value::Day;

/// How many bytes of filings are judged together.
const TOGETHER: usize = 8 << 20;

/// How filings are tried.
pub struct Trial<'p> {
    plan: &'p Plan,
    schema: Schema,
    version: usize,
    entry: usize,
    as_of: Day,
    /// Which of the filing's subjects is asked about.
    subject: usize,
    label: Option<String>,
}

impl<'p> Trial<'p> {
    /// Trials of one subject of one entry of a version.
    pub fn new(
        plan: &'p Plan,
        (version, entry): (usize, usize),
        as_of: Day,
        (subject, label): (usize, Option<String>),
    ) -> Trial<'p> {
        Trial {
            schema: driver::schema(&plan.ir, Columns::Marked(&plan.reads), false, false),
            plan,
            version,
            entry,
            as_of,
            subject,
            label,
        }
    }

    /// What the subject comes to in each filing; nothing where it cannot be read or has no such subject.
    pub fn verdicts(&self, filings: &[Tree]) -> Vec<Option<Verdict>> {
        let mut verdicts = Vec::with_capacity(filings.len());
        let mut texts: Vec<String> = Vec::new();
        let mut room = 0;
        for filing in filings {
            let text = json(&self.plan.ir.vocabulary, filing);
            room += text.len();
            texts.push(text);
            if room >= TOGETHER {
                self.judge(&texts, &mut verdicts);
                texts.clear();
                room = 0;
            }
        }
        self.judge(&texts, &mut verdicts);
        verdicts
    }

    fn judge(&self, texts: &[String], verdicts: &mut Vec<Option<Verdict>>) {
        let before = verdicts.len();
        verdicts.resize(before + texts.len(), None);
        if texts.is_empty() {
            return;
        }
        let decoded = decode(&self.schema, &chunk(texts.iter().map(String::as_str)));
        let stand = Stand::new(
            self.plan,
            By::Year(self.version),
            self.entry,
            &decoded.batch,
            self.as_of,
        );
        let Some(stand) = stand else { return };
        for (at, record) in decoded.records.iter().enumerate() {
            let subjects = stand.subjects(at);
            let Some(subject) = subjects.get(self.subject) else {
                continue;
            };
            if stand.label(subject.row) == self.label {
                verdicts[before + record] = Some(subject.verdict);
            }
        }
    }

    /// Whether the subject complies in a filing.
    pub fn complies(&self, filing: &Tree) -> bool {
        self.verdicts(std::slice::from_ref(filing)) == [Some(Verdict::Complies)]
    }
}
