//! The open questions of a rule book: judged by each other answer in turn, and which verdicts would be
//! others.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use crate::batch::Batch;
use crate::book::Book;
use crate::check::ir::Reading;
use crate::check::{check, read_as};
use crate::compile::{Plan, compile};
use crate::driver::Engine;
use crate::evaluate::evaluate_by;
use crate::evaluate::verdicts::{Detail, Judged, Verdict};
use crate::source::Sources;
use crate::value::Day;

/// The other answers to the open questions of a rule book, one at a time and never together.
#[derive(Debug)]
pub struct Questions {
    others: Vec<Other>,
}

/// A rule book with one question answered otherwise.
#[derive(Debug)]
struct Other {
    /// `silence_covers_hosting = true: the guide of 2016`
    question: String,
    plan: Plan,
}

impl Questions {
    /// The other answers that a sound rule book names.
    pub fn new(book: &Book, readings: &[Reading], sources: &Sources) -> Questions {
        let mut others = Vec::new();
        let mut asked: Vec<(&str, usize)> = Vec::new();
        for reading in readings {
            // A reading holds in every version in which it stands, and is judged once.
            let question = (reading.parameter.as_str(), reading.at);
            if asked.contains(&question) {
                continue;
            }
            asked.push(question);
            let other = read_as(book, &reading.parameter, reading.at);
            let Some(ir) = check(&other, sources).ir else {
                continue;
            };
            others.push(Other {
                question: format!("{} = {}: {}", reading.parameter, reading.value, reading.why),
                plan: compile(Arc::new(ir), sources),
            });
        }
        Questions { others }
    }

    /// Each question that is answered otherwise, with the plan that judges so.
    pub fn others(&self) -> impl Iterator<Item = (&str, &Plan)> {
        let others = self.others.iter();
        others.map(|other| (other.question.as_str(), &other.plan))
    }

    /// Judges a batch filing by filing, each finding with the questions on which its verdict hangs. A
    /// subject of which nothing else would be told is told of where it hangs on one.
    pub fn evaluate_each<P: Deref<Target = Plan>>(
        &self,
        engine: &Engine<P>,
        batch: &Batch,
        as_of: Day,
        detail: Detail,
        mut take: impl FnMut(Judged),
    ) {
        let mut filings = engine.evaluate(batch, as_of, Detail::Full).filings;
        for other in &self.others {
            let verdicts = evaluate_by(&other.plan, engine.by(), batch, as_of, Detail::Full);
            for (filing, otherwise) in filings.iter_mut().zip(&verdicts.filings) {
                hang(filing, otherwise, &other.question);
            }
        }
        for mut filing in filings {
            let findings = &mut filing.findings;
            match detail {
                Detail::Verdicts => findings.clear(),
                Detail::Full => {}
                Detail::Findings => findings.retain(|finding| {
                    finding.verdict >= Verdict::Undetermined || !finding.hangs_on.is_empty()
                }),
            }
            take(filing);
        }
    }
}

/// Names the question beside each verdict of a filing that would be another.
fn hang(filing: &mut Judged, otherwise: &Judged, question: &str) {
    let others: HashMap<(usize, Option<&str>), Verdict> = (otherwise.findings.iter())
        .map(|finding| {
            let subject = finding.subject.label.as_deref();
            ((finding.entry, subject), finding.verdict)
        })
        .collect();
    for finding in &mut filing.findings {
        let subject = finding.subject.label.as_deref();
        let other = others.get(&(finding.entry, subject));
        if other.is_some_and(|other| *other != finding.verdict) {
            finding.hangs_on.push(question.to_owned());
        }
    }
}
