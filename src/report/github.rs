//! Findings as annotations of GitHub's workflows: one line each, which GitHub shows beside the filing.

use std::borrow::Cow;

use crate::check::ir::Ir;
use crate::evaluate::verdicts::{Finding, Judged, Verdict};
use crate::ingest::Reject;
use crate::report::outline::{Standing, standing};
use crate::source::Place;

/// The lines of one filing: an error for a broken duty, a warning for an open one, a notice for advice and
/// for what other offices owe. `places` has an entry for each finding, or none at all.
pub fn write(out: &mut String, ir: &Ir, judged: &Judged, places: &[Option<Place>]) {
    for (at, finding) in judged.findings.iter().enumerate() {
        if finding.verdict < Verdict::Undetermined {
            continue;
        }
        let clause = ir.clause(finding.clause);
        let level = match (standing(clause), finding.verdict) {
            (Standing::Duty, Verdict::Violates) => "error",
            (Standing::Duty, _) => "warning",
            (Standing::Advice | Standing::Office(..), _) => "notice",
        };
        let place = places.get(at).and_then(Option::as_ref);
        let title = format!("{}: {}", judged.key, clause.id);
        let message = format!("{} ({})", message(finding), clause.cites);
        line(out, level, place, &title, &message);
    }
}

/// The line of a filing that could not be read.
pub fn reject(out: &mut String, reject: &Reject) {
    let place = Place {
        file: reject.file.clone(),
        at: crate::source::LineColumn {
            line: reject.line.unwrap_or(1),
            column: reject.column.unwrap_or(1),
        },
    };
    let title = match &reject.key {
        Some(key) => format!("{key}: rejected"),
        None => "rejected".to_owned(),
    };
    line(out, "error", Some(&place), &title, &reject.reason());
}

fn message(finding: &Finding) -> Cow<'_, str> {
    match &finding.remedy {
        Some(remedy) => Cow::Owned(format!("{}. {remedy}", finding.message)),
        None => Cow::Borrowed(&finding.message),
    }
}

fn line(out: &mut String, level: &str, place: Option<&Place>, title: &str, message: &str) {
    out.push_str("::");
    out.push_str(level);
    out.push(' ');
    if let Some(place) = place {
        let (line, column) = (place.at.line, place.at.column);
        out.push_str(&format!(
            "file={},line={line},col={column},",
            property(&place.file)
        ));
    }
    out.push_str(&format!("title={}::{}\n", property(title), data(message)));
}

/// A text that ends at the line's end: what would end it earlier is escaped as GitHub says.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A text between commas and colons.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn every_finding_is_one_line_that_nothing_can_break_out_of() {
        let ir = sample::book();
        let mut judged = sample::grave();
        judged.key = "2018-HCB\n::error::forged, 100%".into();
        let places = vec![Some(sample::place(33, 5)); judged.findings.len()];
        let mut out = String::new();
        write(&mut out, &ir, &judged, &places);
        assert_eq!(out.lines().count(), judged.findings.len());
        let levels: Vec<&str> = out
            .lines()
            .map(|line| line.split(' ').next().unwrap_or(""))
            .collect();
        assert_eq!(
            levels,
            ["::warning", "::error", "::error", "::notice", "::notice"]
        );
        assert!(out.starts_with(
            "::warning file=fixtures/filings/2018.yaml,line=33,col=5,\
             title=2018-HCB%0A%3A%3Aerror%3A%3Aforged%2C 100%25%3A petic.strategic_cap::"
        ));
    }
}
