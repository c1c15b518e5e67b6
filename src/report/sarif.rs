//! Findings as SARIF 2.1, which code hosts and editors show beside filings and rules.
//!
//! A log is one run: the clauses as its rules, a result for each finding with the region of its filing and,
//! as a related location, that of its clause, and an invocation that says whether every filing was judged.
//! Results are written as they come; what stands around them is written before and after.

use serde::Serialize;

use crate::check::ir::{Clause, Ir, Mark};
use crate::evaluate::verdicts::{Finding, Judged, Verdict};
use crate::ingest::Reject;
use crate::report::outline::{Standing, standing};
use crate::report::rows::{binds_of, severity_of, version_of};
use crate::report::summary::Summary;
use crate::source::Place;
use crate::source::{LineColumn, Sources};
use crate::value::Day;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Writes the log of one run.
#[derive(Debug)]
pub struct Sarif<'a> {
    ir: &'a Ir,
    /// For each clause text where it stands in the rule book.
    clauses: Vec<Option<Place>>,
    begun: bool,
    /// The first rejects, as notifications of the invocation.
    notifications: Vec<Notification>,
}

/// How many rejects a log tells one by one; the rest are counted.
const KEPT_NOTIFICATIONS: usize = 1_000;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: &'a str,
    short_description: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    full_description: Option<Text<'a>>,
    default_configuration: Configuration,
    properties: RuleProperties<'a>,
}

#[derive(Debug, Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Debug, Serialize)]
struct RuleProperties<'a> {
    cites: &'a str,
    authority: Option<&'a str>,
    binds: &'a str,
    severity: &'static str,
    text: &'a str,
    review: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
struct Text<'a> {
    text: std::borrow::Cow<'a, str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Result<'a> {
    rule_id: &'a str,
    rule_index: usize,
    kind: &'static str,
    level: &'static str,
    message: Text<'a>,
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: Fingerprints,
    properties: ResultProperties<'a>,
}

#[derive(Debug, Serialize)]
struct Fingerprints {
    #[serde(rename = "filingClauseSubject/v1")]
    subject: String,
}

#[derive(Debug, Serialize)]
struct ResultProperties<'a> {
    filing: &'a str,
    year: i64,
    ruleset: &'a str,
    #[serde(rename = "filingVerdict")]
    filing_verdict: &'static str,
    verdict: &'static str,
    severity: &'static str,
    binds: &'a str,
    text: &'a str,
    subject: Option<&'a str>,
    missing: &'a [String],
    review: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<u32>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<'static>>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Debug, Clone, Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
}

#[derive(Debug, Serialize)]
struct Notification {
    level: &'static str,
    message: Text<'static>,
    locations: Vec<Location>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    exit_code: u8,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
    properties: InvocationProperties,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct InvocationProperties {
    as_of: String,
    read: u64,
    judged: u64,
    rejected: u64,
}

impl<'a> Sarif<'a> {
    /// A log of what is judged by a rule book; `sources` are its files.
    pub fn new(ir: &'a Ir, sources: &Sources) -> Sarif<'a> {
        let place = |clause: &Clause| {
            let (_, file) = sources.iter().find(|(id, _)| *id == clause.span.source)?;
            Some(Place {
                file: file.path.to_string_lossy().into(),
                at: file.line_column(clause.span.start),
            })
        };
        Sarif {
            ir,
            clauses: ir.clauses.iter().map(place).collect(),
            begun: false,
            notifications: Vec::new(),
        }
    }

    /// What stands before the results.
    pub fn begin(&self, out: &mut Vec<u8>) {
        let rules: Vec<Rule<'_>> = self
            .ir
            .clauses
            .iter()
            .map(|clause| self.rule(clause))
            .collect();
        let version = env!("CARGO_PKG_VERSION");
        out.extend_from_slice(
            format!(
                "{{\n\"$schema\": \"{SCHEMA}\",\n\"version\": \"2.1.0\",\n\"runs\": [{{\n\
                 \"tool\": {{\"driver\": {{\"name\": \"dictamen\", \"semanticVersion\": \"{version}\", \
                 \"rules\": "
            )
            .as_bytes(),
        );
        json(out, &rules);
        out.extend_from_slice(b"}},\n\"columnKind\": \"unicodeCodePoints\",\n\"results\": [");
    }

    /// The results of one filing. `places` has an entry for each finding, or none at all.
    pub fn judged(&mut self, out: &mut Vec<u8>, judged: &Judged, places: &[Option<Place>]) {
        for (at, finding) in judged.findings.iter().enumerate() {
            out.extend_from_slice(if self.begun { b",\n" } else { b"\n" });
            self.begun = true;
            json(
                out,
                &self.result(judged, finding, places.get(at).and_then(Option::as_ref)),
            );
        }
    }

    /// Takes in a filing that could not be read.
    pub fn rejected(&mut self, reject: &Reject) {
        if self.notifications.len() == KEPT_NOTIFICATIONS {
            return;
        }
        let region = reject.line.map(|line| Region {
            start_line: line.max(1),
            start_column: reject.column.unwrap_or(1).max(1),
        });
        let words = match &reject.key {
            Some(key) => format!("{key} was rejected: {}", reject.reason()),
            None => format!("a filing was rejected: {}", reject.reason()),
        };
        self.notifications.push(Notification {
            level: "error",
            message: Text { text: words.into() },
            locations: vec![Location {
                id: None,
                physical_location: PhysicalLocation {
                    artifact_location: Artifact {
                        uri: uri(&reject.file),
                    },
                    region,
                },
                message: None,
            }],
        });
    }

    /// What stands behind the results: whether every filing was judged.
    pub fn end(mut self, out: &mut Vec<u8>, summary: &Summary, as_of: Day, exit_code: u8) {
        let untold = summary
            .rejected
            .saturating_sub(self.notifications.len() as u64);
        if untold > 0 {
            self.notifications.push(Notification {
                level: "error",
                message: Text {
                    text: format!("{untold} more filings were rejected").into(),
                },
                locations: Vec::new(),
            });
        }
        let invocation = Invocation {
            execution_successful: summary.rejected == 0 && summary.judged > 0,
            exit_code,
            tool_execution_notifications: self.notifications,
            properties: InvocationProperties {
                as_of: as_of.to_string(),
                read: summary.read(),
                judged: summary.judged,
                rejected: summary.rejected,
            },
        };
        out.extend_from_slice(b"\n],\n\"invocations\": [");
        json(out, &invocation);
        out.extend_from_slice(b"]\n}]\n}\n");
    }

    fn rule<'c>(&'c self, clause: &'c Clause) -> Rule<'c> {
        Rule {
            id: &clause.id,
            short_description: Text {
                text: clause.title.as_str().into(),
            },
            full_description: clause
                .text
                .as_deref()
                .map(|text| Text { text: text.into() }),
            default_configuration: Configuration {
                level: level(clause, Verdict::Violates),
            },
            properties: RuleProperties {
                cites: &clause.cites,
                authority: clause.authority.as_ref().map(|(name, _)| name.as_str()),
                binds: binds_of(clause),
                severity: severity_of(clause),
                text: version_of(&self.ir.versions[clause.version].name),
                review: clause.marks.iter().map(Mark::said).collect(),
            },
        }
    }

    fn result<'r>(
        &'r self,
        judged: &'r Judged,
        finding: &'r Finding,
        place: Option<&Place>,
    ) -> Result<'r> {
        let clause = self.ir.clause(finding.clause);
        let at = finding.clause.0 as usize;
        let related = self.clauses.get(at).and_then(Option::as_ref);
        let subject = finding.subject.label.as_deref();
        Result {
            rule_id: &clause.id,
            rule_index: at,
            kind: kind(finding.verdict),
            level: level(clause, finding.verdict),
            message: Text {
                text: finding.message.as_str().into(),
            },
            locations: place
                .map(|place| location(place, None))
                .into_iter()
                .collect(),
            related_locations: related
                .map(|place| location(place, Some("the clause")))
                .into_iter()
                .collect(),
            partial_fingerprints: Fingerprints {
                subject: format!(
                    "{}/{}/{}",
                    judged.key,
                    clause.id,
                    subject.unwrap_or_default()
                ),
            },
            properties: ResultProperties {
                filing: &judged.key,
                year: i64::try_from(judged.year).unwrap_or_default(),
                ruleset: &self.ir.versions[judged.version].name,
                filing_verdict: judged.verdict.as_str(),
                verdict: finding.verdict.as_str(),
                severity: severity_of(clause),
                binds: binds_of(clause),
                text: version_of(&self.ir.versions[clause.version].name),
                subject,
                missing: &finding.missing,
                review: clause.marks.iter().map(Mark::said).collect(),
            },
        }
    }
}

/// How SARIF calls a verdict; `open` is its word for what lacks information.
fn kind(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Violates => "fail",
        Verdict::Undetermined => "open",
        Verdict::Complies | Verdict::Exempt => "pass",
        Verdict::NotApplicable => "notApplicable",
    }
}

/// How grave a result is; SARIF gives only what failed a level.
fn level(clause: &Clause, verdict: Verdict) -> &'static str {
    match (verdict, standing(clause)) {
        (Verdict::Violates, Standing::Duty) => "error",
        (Verdict::Violates, Standing::Advice | Standing::Office(..)) => "note",
        _ => "none",
    }
}

fn location(place: &Place, message: Option<&'static str>) -> Location {
    let LineColumn { line, column } = place.at;
    Location {
        id: message.map(|_| 1),
        physical_location: PhysicalLocation {
            artifact_location: Artifact {
                uri: uri(&place.file),
            },
            region: Some(Region {
                start_line: line.max(1),
                start_column: column.max(1),
            }),
        },
        message: message.map(|text| Text { text: text.into() }),
    }
}

/// A path as a reference of RFC 3986.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    // The first part of a relative reference may hold no colon.
    if !path.starts_with('/')
        && path
            .split('/')
            .next()
            .is_some_and(|part| part.contains(':'))
    {
        out.push_str("./");
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' | b':' => {
                out.push(char::from(byte));
            }
            b'\\' => out.push('/'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn json(out: &mut Vec<u8>, value: &impl Serialize) {
    // Writing to memory cannot fail, and nothing here has keys that are no text.
    let _ = serde_json::to_writer(out, value);
}
