//! What comes of each expectation when a plan judges the deck.

use std::collections::BTreeMap;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::cases::deck::{Deck, Group};
use crate::cases::read::{Expectation, Wanted};
use crate::compile::Plan;
use crate::evaluate::evaluate_by;
use crate::evaluate::verdicts::{Detail, Finding, Judged, Verdict};
use crate::value::number;
use crate::vocabulary::{Unit, ValueType};

/// What came of one expectation under one version's text.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The case.
    pub case: usize,
    /// Which of its expectations.
    pub expectation: usize,
    /// The version whose text judged it.
    pub version: usize,
    /// The verdict that came of it: of the subject that is named, else of the filing. None for what is
    /// not judged, for a subject that there is not, and for an indicator.
    pub verdict: Option<Verdict>,
    /// What came instead of what was expected; nothing if all is as expected.
    pub got: Option<String>,
    /// What is said of the clause, where it is not as expected; the gravest first.
    pub findings: Vec<Finding>,
    /// The open questions on which it hangs, where other answers were asked for.
    pub hangs_on: Vec<String>,
}

/// Names a question beside each outcome that is another by the other answer to it; `others` is what comes
/// of the same deck by that answer.
pub fn hang(outcomes: &mut [Outcome], others: &[Outcome], question: &str) {
    for (outcome, other) in outcomes.iter_mut().zip(others) {
        if (outcome.verdict, &outcome.got) != (other.verdict, &other.got) {
            outcome.hangs_on.push(question.to_owned());
        }
    }
}

/// Judges every case of a deck: an outcome for each expectation and version, by case, version and then
/// expectation. The plan must be of the vocabulary that the deck was made with.
pub fn judge(plan: &Plan, deck: &Deck) -> Vec<Outcome> {
    let mut outcomes: Vec<Outcome> = deck
        .groups
        .par_iter()
        .flat_map_iter(|group| judge_group(plan, deck, group))
        .collect();
    outcomes.sort_by_key(|outcome| (outcome.case, outcome.version, outcome.expectation));
    outcomes
}

fn judge_group(plan: &Plan, deck: &Deck, group: &Group) -> Vec<Outcome> {
    let names = Names::new(plan, group.version);
    let by = |batch, detail| evaluate_by(plan, group.by, batch, group.as_of, detail);
    let verdicts = by(&group.batch, Detail::Full);
    let mut outcomes = Vec::new();
    for (judged, case) in verdicts.filings.iter().zip(&group.cases) {
        for (at, expectation) in deck.case(*case).expectations.iter().enumerate() {
            if !expectation.versions.contains(&group.version) {
                continue;
            }
            let (verdict, got) = names.compare(expectation, judged);
            let findings = match &got {
                Some(_) => names.findings(expectation, judged),
                None => Vec::new(),
            };
            outcomes.push(Outcome {
                case: *case,
                expectation: at,
                version: group.version,
                verdict,
                got,
                findings,
                hangs_on: Vec::new(),
            });
        }
    }
    outcomes
}

/// The first expectation that does not come true, by its case, version and position, if there is one:
/// cheaper than [`judge()`], as findings are made only of filings of which more than verdicts is
/// expected, and only where every verdict is as expected.
pub fn notices(plan: &Plan, deck: &Deck) -> Option<(usize, usize, usize)> {
    let groups = &deck.groups;
    let verdicts = |group: &Group| noticed(plan, deck, group, false);
    let details = |group: &Group| noticed(plan, deck, group, true);
    groups
        .iter()
        .find_map(verdicts)
        .or_else(|| groups.iter().find_map(details))
}

fn noticed(
    plan: &Plan,
    deck: &Deck,
    group: &Group,
    in_detail: bool,
) -> Option<(usize, usize, usize)> {
    let (batch, cases, detail) = match in_detail {
        false => (&group.batch, &group.cases, Detail::Verdicts),
        true => (&group.detailed.0, &group.detailed.1, Detail::Full),
    };
    if cases.is_empty() {
        return None;
    }
    let names = Names::new(plan, group.version);
    let verdicts = evaluate_by(plan, group.by, batch, group.as_of, detail);
    for (judged, case) in verdicts.filings.iter().zip(cases) {
        for (at, expectation) in deck.case(*case).expectations.iter().enumerate() {
            let asked = expectation.versions.contains(&group.version);
            let missed = match &expectation.wanted {
                _ if !asked => false,
                // Without findings only the verdict of the filing is known.
                Wanted::Clause {
                    verdict: Some(verdict),
                    subject: None,
                    ..
                } if !in_detail => names.verdict(expectation, judged) != Some(*verdict),
                wanted if wanted.in_detail() && !in_detail => false,
                _ => names.compare(expectation, judged).1.is_some(),
            };
            if missed {
                return Some((*case, group.version, at));
            }
        }
    }
    None
}

/// The clauses and indicators of a version by their names.
struct Names<'p> {
    clauses: BTreeMap<&'p str, usize>,
    indicators: BTreeMap<&'p str, (usize, ValueType)>,
}

impl<'p> Names<'p> {
    fn new(plan: &'p Plan, version: usize) -> Names<'p> {
        let ir = &plan.ir;
        let version = &ir.versions[version];
        let clauses = version.entries.iter().enumerate();
        let indicators = version.indicators.iter().enumerate();
        Names {
            clauses: clauses.map(|(at, entry)| (entry.id.as_str(), at)).collect(),
            indicators: indicators
                .map(|(at, one)| {
                    let ty = ir.node(ir.trace(one.value).expr).ty;
                    (ir.indicators[one.total].name.as_str(), (at, ty))
                })
                .collect(),
        }
    }

    fn verdict(&self, expectation: &Expectation, judged: &Judged) -> Option<Verdict> {
        let entry = self.clauses.get(expectation.name.as_str())?;
        judged.clauses.get(*entry).copied().flatten()
    }

    /// What is said of a clause, the gravest first; of the subject alone if one is expected and there.
    fn findings(&self, expectation: &Expectation, judged: &Judged) -> Vec<Finding> {
        let Some(entry) = self.clauses.get(expectation.name.as_str()) else {
            return Vec::new();
        };
        let all = || {
            let findings = judged.findings.iter();
            findings.filter(|finding| finding.entry == *entry)
        };
        let subject = match &expectation.wanted {
            Wanted::Clause { subject, .. } => subject.as_deref(),
            Wanted::Indicator(_) => None,
        };
        let named = |finding: &&Finding| finding.subject.label.as_deref() == subject;
        let mut found: Vec<Finding> = match subject {
            Some(_) if all().any(|finding| named(&finding)) => {
                all().filter(named).cloned().collect()
            }
            _ => all().cloned().collect(),
        };
        found.sort_by_key(|finding| std::cmp::Reverse(finding.verdict));
        found
    }

    /// The verdict that came, and what came instead of what was expected.
    fn compare(
        &self,
        expectation: &Expectation,
        judged: &Judged,
    ) -> (Option<Verdict>, Option<String>) {
        let (verdict, subject, message, exception, missing) = match &expectation.wanted {
            Wanted::Indicator(wanted) => {
                return (None, self.indicator(expectation, wanted, judged));
            }
            Wanted::Clause {
                verdict,
                subject,
                message,
                exception,
                missing,
            } => (verdict, subject, message, exception, missing),
        };
        let Some(entry) = self.clauses.get(expectation.name.as_str()) else {
            return (None, Some("there is no such clause".to_owned()));
        };
        let Some(of_filing) = self.verdict(expectation, judged) else {
            return (None, Some("the clause is not judged".to_owned()));
        };
        let here = || {
            let findings = judged.findings.iter();
            findings.filter(|finding| finding.entry == *entry)
        };
        let label = |finding: &Finding| finding.subject.label.clone().unwrap_or_default();
        let got = match subject {
            None => of_filing,
            Some(subject) => {
                let mut named = here().filter(|finding| label(finding) == *subject);
                match named.next() {
                    Some(finding) => named
                        .map(|other| other.verdict)
                        .fold(finding.verdict, Verdict::max),
                    None => {
                        let labels: Vec<String> = here().map(label).collect();
                        let labels = labels.join(", ");
                        let got = match labels.as_str() {
                            "" => format!("{}, without any subject", of_filing.as_str()),
                            labels => format!("no subject `{subject}`; there are {labels}"),
                        };
                        return (None, Some(got));
                    }
                }
            }
        };
        if verdict.is_some_and(|verdict| verdict != got) {
            return (Some(got), Some(got.as_str().to_owned()));
        }
        // Of several subjects, one about which all of it is said is enough.
        let said: Vec<&Finding> = here()
            .filter(|finding| finding.verdict == got)
            .filter(|finding| {
                subject
                    .as_ref()
                    .is_none_or(|subject| label(finding) == *subject)
            })
            .collect();
        let in_message = |finding: &Finding| {
            let words = message.as_ref();
            words.is_none_or(|words| finding.message.contains(words.as_str()))
        };
        let in_exception = |finding: &Finding| {
            exception.as_ref().is_none_or(|words| {
                let cited = finding.exception.as_ref();
                cited.is_some_and(|cited| cited.contains(words.as_str()))
            })
        };
        let in_missing =
            |finding: &Finding| missing.iter().all(|path| finding.missing.contains(path));
        let all = |finding: &&Finding| {
            in_message(finding) && in_exception(finding) && in_missing(finding)
        };
        let asked = message.is_some() || exception.is_some() || !missing.is_empty();
        if !asked || said.iter().any(all) {
            return (Some(got), None);
        }
        let mut parts = vec![got.as_str().to_owned()];
        if let (Some(words), false) = (message, said.iter().any(|one| in_message(one))) {
            parts.push(format!("no message says `{words}`"));
        }
        if let (Some(words), false) = (exception, said.iter().any(|one| in_exception(one))) {
            let cited = said.iter().filter_map(|one| one.exception.as_deref());
            let cited: Vec<&str> = cited.collect();
            parts.push(match cited.first() {
                Some(first) => format!("the exception is `{first}`, not `{words}`"),
                None => format!("no exception cites `{words}`"),
            });
        }
        if !missing.is_empty() && !said.iter().any(|one| in_missing(one)) {
            let named: Vec<&str> = (said.iter())
                .flat_map(|one| one.missing.iter().map(String::as_str))
                .collect();
            parts.push(match named.as_slice() {
                [] => "nothing is missing".to_owned(),
                named => format!("missing are {}", named.join(", ")),
            });
        }
        if parts.len() == 1 {
            parts.push("no one finding says all of it".to_owned());
        }
        (Some(got), Some(parts.join("; ")))
    }

    fn indicator(
        &self,
        expectation: &Expectation,
        wanted: &Option<String>,
        judged: &Judged,
    ) -> Option<String> {
        let Some((at, ty)) = self.indicators.get(expectation.name.as_str()) else {
            return Some("there is no such indicator".to_owned());
        };
        let value = judged.indicators.get(*at).copied().flatten();
        let got = value.map(|value| match ty {
            ValueType::Number { unit, scale } => {
                let decimals = if matches!(unit, Unit::Money(_)) { 2 } else { 0 };
                number::format(value, *scale, decimals)
            }
            _ => value.to_string(),
        });
        (got != *wanted).then(|| got.unwrap_or_else(|| "null".to_owned()))
    }
}
