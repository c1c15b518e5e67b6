//! Verdicts as JUnit's test results, which CI systems show: a suite for each filing, a test for each clause.
//!
//! A broken duty is a failure, an open one is skipped unless it was asked to fail, and advice and what other
//! offices owe pass, with what they say as output. A filing that could not be read is an error. Without
//! findings to tell, a filing is one test that passes, so that nothing judged looks like nothing run.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::check::ir::Ir;
use crate::evaluate::verdicts::{Detail, Finding, Judged, Verdict};
use crate::ingest::Reject;
use crate::report::outline::{Standing, spoken, standing};
use crate::report::text::clean;
use crate::source::Place;

/// Gathers the results of one run.
#[derive(Debug)]
pub struct Junit<'a> {
    ir: &'a Ir,
    detail: Detail,
    /// Whether what is open fails.
    strict: bool,
    report: Report,
    rejected: TestSuite,
}

impl<'a> Junit<'a> {
    /// No result yet; `strict` makes what is undetermined fail.
    pub fn new(ir: &'a Ir, detail: Detail, strict: bool) -> Junit<'a> {
        Junit {
            ir,
            detail,
            strict,
            report: Report::new("dictamen"),
            rejected: TestSuite::new("rejected"),
        }
    }

    /// Takes in a filing. `places` has an entry for each finding, or none at all.
    pub fn judged(&mut self, judged: &Judged, places: &[Option<Place>]) {
        let version = &self.ir.versions[judged.version];
        let mut suite = TestSuite::new(text(&judged.key));
        suite.add_property(("ruleset", text(&version.name).as_str()));
        suite.add_property(("verdict", judged.verdict.as_str()));
        let entries = version.entries.iter().zip(&judged.clauses).enumerate();
        for (at, (entry, verdict)) in entries {
            let Some(verdict) = *verdict else { continue };
            // What is well is told clause by clause only where everything is.
            if self.detail != Detail::Full && verdict < Verdict::Undetermined {
                continue;
            }
            let findings: Vec<(&Finding, Option<&Place>)> = judged
                .findings
                .iter()
                .enumerate()
                .filter(|(_, finding)| finding.entry == at && finding.verdict == verdict)
                .map(|(number, one)| (one, places.get(number).and_then(Option::as_ref)))
                .collect();
            let clause = spoken(self.ir, judged.version, entry).map(|id| self.ir.clause(id));
            let told = findings
                .first()
                .map(|(finding, _)| self.ir.clause(finding.clause));
            let clause = told.or(clause);
            let duty = clause.is_none_or(|clause| standing(clause) == Standing::Duty);
            let mut words = String::new();
            for (finding, place) in &findings {
                let subject = finding.subject.label.as_deref().unwrap_or_default();
                let place = place.map(ToString::to_string).unwrap_or_default();
                let line = [subject, &finding.message, &place];
                let line: Vec<&str> = line.into_iter().filter(|part| !part.is_empty()).collect();
                words.push_str(&text(&line.join(": ")));
                words.push('\n');
            }
            let message = match (findings.first(), clause) {
                (Some((finding, _)), _) => text(&finding.message),
                (None, Some(clause)) => text(&clause.title),
                (None, None) => verdict.as_str().to_owned(),
            };
            let mut case = TestCase::new(entry.id.as_str(), self.status(verdict, duty, message));
            case.set_classname(text(&judged.key));
            if let Some(clause) = clause {
                case.add_property(("cites", text(&clause.cites).as_str()));
            }
            if !words.is_empty() {
                case.set_system_out(words);
            }
            suite.add_test_case(case);
        }
        if suite.test_cases.is_empty() {
            let mut case = TestCase::new("every duty", TestCaseStatus::success());
            case.set_classname(text(&judged.key));
            suite.add_test_case(case);
        }
        self.report.add_test_suite(suite);
    }

    /// Takes in a filing that could not be read.
    pub fn rejected(&mut self, reject: &Reject) {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(text(&reject.reason()));
        let name = match &reject.key {
            Some(key) => format!("{key} at {}", reject.place()),
            None => reject.place(),
        };
        let mut case = TestCase::new(text(&name), status);
        case.set_classname("rejected");
        self.rejected.add_test_case(case);
    }

    /// The results as XML.
    pub fn finish(mut self) -> Result<String, String> {
        if !self.rejected.test_cases.is_empty() {
            self.report.add_test_suite(self.rejected);
        }
        self.report.to_string().map_err(|error| error.to_string())
    }

    fn status(&self, verdict: Verdict, duty: bool, message: String) -> TestCaseStatus {
        let mut status = match verdict {
            Verdict::Violates if duty => TestCaseStatus::non_success(NonSuccessKind::Failure),
            Verdict::Undetermined if duty && self.strict => {
                TestCaseStatus::non_success(NonSuccessKind::Failure)
            }
            Verdict::Undetermined | Verdict::NotApplicable => TestCaseStatus::skipped(),
            _ => return TestCaseStatus::success(),
        };
        status.set_message(message);
        status.set_type(verdict.as_str());
        status
    }
}

/// A text without the characters that XML has no place for.
fn text(words: &str) -> String {
    clean(words).into_owned()
}
