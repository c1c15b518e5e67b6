//! The findings of one entry on one filing; what is alike is told once, with a count and the names.

use std::collections::HashMap;

use crate::check::ir::EntryText;
use crate::evaluate::entry::EntryVerdicts;
use crate::evaluate::explain::Explainer;
use crate::evaluate::verdicts::{Detail, Finding, Judged, MOST_ALSO, MOST_FINDINGS, Verdict};

/// Whose findings are told.
pub(super) struct Told<'t> {
    /// Which entry of the version.
    pub(super) entry: usize,
    /// How its text is chosen.
    pub(super) text: &'t EntryText,
    /// What its subjects came to.
    pub(super) verdicts: &'t EntryVerdicts<'t>,
}

/// The mildest verdict that is told of; nothing where none is.
pub(super) fn mildest(detail: Detail) -> Option<Verdict> {
    match detail {
        Detail::Verdicts => None,
        Detail::Findings => Some(Verdict::Undetermined),
        Detail::Full => Some(Verdict::NotApplicable),
    }
}

/// Adds the findings of one entry on a filing, but for those less grave than what is told.
pub(super) fn tell(
    explainer: &Explainer<'_>,
    told: &Told<'_>,
    detail: Detail,
    row: usize,
    filing: &mut Judged,
) {
    let Some(mildest) = mildest(detail) else {
        return;
    };
    let begin = filing.findings.len();
    let mut alike: HashMap<Cause, usize> = HashMap::new();
    let mut left_out = 0;
    for subject in told.verdicts.of_filing(row) {
        let (verdict, text) = told.verdicts.subjects.of(subject);
        if verdict < mildest {
            continue;
        }
        let full = filing.findings.len() - begin >= MOST_FINDINGS;
        if full && detail == Detail::Full {
            left_out += 1;
            continue;
        }
        let finding = explainer.finding(told.entry, told.text, text, subject, verdict);
        let Some(finding) = finding else { continue };
        if detail == Detail::Full {
            filing.findings.push(finding);
            continue;
        }
        let cause = Cause::new(&finding);
        match alike
            .get(&cause)
            .and_then(|at| filing.findings.get_mut(*at))
        {
            Some(first) => {
                first.count += 1;
                if first.also.len() < MOST_ALSO {
                    first.also.extend(finding.subject.label);
                }
            }
            None if full => left_out += 1,
            None => {
                alike.insert(cause, filing.findings.len());
                filing.findings.push(finding);
            }
        }
    }
    if left_out > 0 {
        filing.left_out.push((told.entry, left_out));
    }
}

/// What the findings of subjects share that are told once: verdict, text, what decided it, and the
/// fields that are missing, whosever they are.
#[derive(PartialEq, Eq, Hash)]
struct Cause {
    verdict: Verdict,
    text: Option<usize>,
    exception: Option<String>,
    because: Vec<(String, String)>,
    missing: Vec<String>,
}

impl Cause {
    fn new(finding: &Finding) -> Cause {
        let because = finding.because.iter();
        Cause {
            verdict: finding.verdict,
            text: finding.text,
            exception: finding.exception.clone(),
            because: because
                .map(|because| (because.expression.clone(), without_place(&because.value)))
                .collect(),
            missing: finding.missing.iter().map(|path| field(path)).collect(),
        }
    }
}

/// `requests[R-7].study.outcome` without the row.
fn field(path: &str) -> String {
    let mut depth = 0u32;
    let outside = path.chars().filter(|letter| {
        depth += u32::from(*letter == '[');
        let outside = depth == 0;
        depth -= u32::from(*letter == ']' && depth > 0);
        outside
    });
    outside.collect()
}

/// `false at requests[R-7].items[2]` without the rows.
fn without_place(value: &str) -> String {
    match value.rsplit_once(" at ") {
        Some((value, place)) => format!("{value} at {}", field(place)),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_the_same_whosever_it_is() {
        assert_eq!(
            field("requests[R-7].study.outcome"),
            "requests.study.outcome"
        );
        assert_eq!(field("requests[a[1]].items[2]"), "requests.items");
        assert_eq!(field("projects"), "projects");
        assert_eq!(without_place("? at requests[R-7]"), "? at requests");
        assert_eq!(without_place("12.00 MXN"), "12.00 MXN");
    }
}
