//! What is said of one filing, as data.

use std::sync::Arc;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::evaluate::verdicts::{self, Detail, Judged, Verdict};
use crate::front::words::Words;
use crate::source::Place;
use crate::value::{Day, number};
use crate::vocabulary::{Unit, ValueType};

/// What was judged of one filing. Written as JSON it is the record that `dictamen evaluate` writes.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Ruling {
    /// The filing's key.
    pub filing: String,
    /// Its fiscal year.
    pub year: i128,
    /// The version that governs the year: `ict_policy 2016`.
    pub ruleset: Arc<str>,
    /// The date on which it was judged.
    pub as_of: Day,
    /// The gravest verdict of its mandatory clauses that bind the institution.
    pub verdict: Verdict,
    /// The verdict on each clause that is judged, in the order of the ruleset.
    pub clauses: Vec<(Arc<str>, Verdict)>,
    /// The clauses that are not judged, in the order of the ruleset.
    pub not_judged: Vec<Arc<str>>,
    /// The indicators of its version, in order.
    pub indicators: Vec<Indicator>,
    /// The findings, by clause and then by subject; none with [`Detail::Verdicts`].
    pub findings: Vec<Finding>,
    /// For a clause with more findings than are told, how many more subjects there are.
    pub findings_left_out: Vec<(Arc<str>, usize)>,
    /// Which records the filing came in: its file, its line and its column.
    pub place: Place,
    detail: Detail,
}

/// The value of one indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Indicator {
    /// Its name.
    pub name: Arc<str>,
    /// Its value; nothing where it is unknown, absent or a range.
    pub value: Option<Amount>,
}

/// A number, exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// A whole number.
    Whole(i128),
    /// An amount of money or a decimal, with its decimals: `1250000.00`.
    Decimal(String),
}

/// Whether breaking a clause counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Severity {
    /// A duty.
    Mandatory,
    /// Advice.
    Recommended,
}

impl Severity {
    /// The word of the reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Mandatory => "mandatory",
            Severity::Recommended => "recommended",
        }
    }
}

/// What is said of one subject of one clause.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// The clause: `procurement.assent`.
    pub clause: Arc<str>,
    /// Its title.
    pub title: Arc<str>,
    /// What was judged: `requests[R-7]`; nothing for the filing as a whole.
    pub subject: Option<String>,
    /// What it came to.
    pub verdict: Verdict,
    /// The version whose text judged it: `2016`; nothing where none was in force.
    pub text: Option<Arc<str>>,
    /// The date that chose the text, where the date of an act does and is known.
    pub governed_on: Option<Day>,
    /// One line for people.
    pub message: String,
    /// The articles.
    pub cites: Arc<[Arc<str>]>,
    /// Who watches over it.
    pub authority: Option<Arc<str>>,
    /// Who must obey; `institution` for whoever files.
    pub binds: Arc<str>,
    /// Whether breaking it counts.
    pub severity: Severity,
    /// The paths of the missing values that would settle it.
    pub missing: Vec<String>,
    /// What decided it, and the values read.
    pub because: Vec<Because>,
    /// What to do about it.
    pub remedy: Option<String>,
    /// The citation of the exception that lifts it.
    pub exception: Option<String>,
    /// What a lawyer still has to check of all that it rests on.
    pub review: Arc<[Review]>,
    /// The questions on whose answer it hangs, where other answers were asked for.
    pub hangs_on: Vec<String>,
    /// Of how many subjects this is told, itself included: those of which all but the names is alike.
    pub count: usize,
    /// The names of the first of the others.
    pub also: Vec<String>,
    /// Where the subject stands, as far as that is known.
    pub place: Option<Place>,
}

/// A doubt of whoever wrote the rules down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Review {
    /// What it stands on: `parameter daily_uma`.
    pub of: String,
    /// What is to be checked.
    pub why: String,
}

/// An expression with what it came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Because {
    /// The words of the rule.
    pub expression: String,
    /// Its value for people.
    pub value: String,
}

impl Ruling {
    /// What was judged with the words of its rule book; `places` has an entry for each finding, or none.
    pub(super) fn new(
        words: &Words,
        (as_of, detail): (Day, Detail),
        judged: &Judged,
        places: Vec<Option<Place>>,
        place: Place,
    ) -> Ruling {
        let version = &words.versions[judged.version];
        let clauses = version.entries.iter().zip(&judged.clauses);
        let indicators = version.indicators.iter().zip(&judged.indicators);
        let mut places = places.into_iter();
        let findings = judged.findings.iter();
        let left_out = judged.left_out.iter();
        Ruling {
            filing: judged.key.clone(),
            year: judged.year,
            ruleset: Arc::clone(&version.name),
            as_of,
            verdict: judged.verdict,
            clauses: clauses
                .filter_map(|(id, verdict)| verdict.map(|verdict| (Arc::clone(id), verdict)))
                .collect(),
            not_judged: (version.entries.iter().zip(&judged.clauses))
                .filter(|(_, verdict)| verdict.is_none())
                .map(|(id, _)| Arc::clone(id))
                .collect(),
            indicators: indicators
                .map(|((name, ty), value)| Indicator {
                    name: Arc::clone(name),
                    value: value.map(|value| Amount::new(value, *ty)),
                })
                .collect(),
            findings: findings
                .map(|finding| Finding::new(words, finding, places.next().flatten()))
                .collect(),
            findings_left_out: left_out
                .map(|(entry, count)| (Arc::clone(&version.entries[*entry]), *count))
                .collect(),
            place,
            detail,
        }
    }

    /// The record, without a line break.
    pub fn to_json(&self) -> String {
        // Nothing in a ruling is refused by JSON: keys are texts, and there are no floats.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Finding {
    fn new(words: &Words, finding: &verdicts::Finding, place: Option<Place>) -> Finding {
        let clause = &words.clauses[finding.clause.0 as usize];
        let because = finding.because.iter().map(|because| Because {
            expression: because.expression.clone(),
            value: because.value.clone(),
        });
        Finding {
            clause: Arc::clone(&clause.id),
            title: Arc::clone(&clause.title),
            subject: finding.subject.label.clone(),
            verdict: finding.verdict,
            text: (finding.text).map(|version| Arc::clone(&words.versions[version].text)),
            governed_on: finding.governed_on,
            message: finding.message.clone(),
            cites: Arc::clone(&clause.cites),
            authority: clause.authority.clone(),
            binds: Arc::clone(&clause.binds),
            severity: clause.severity,
            missing: finding.missing.clone(),
            because: because.collect(),
            remedy: finding.remedy.clone(),
            exception: finding.exception.clone(),
            review: Arc::clone(&clause.review),
            hangs_on: finding.hangs_on.clone(),
            count: finding.count,
            also: finding.also.clone(),
            place,
        }
    }
}

impl Amount {
    pub(super) fn new(value: i128, ty: ValueType) -> Amount {
        match ty {
            ValueType::Number {
                unit: Unit::Money(_),
                scale,
            } => Amount::Decimal(number::format(value, scale, 2)),
            ValueType::Number { scale, .. } if scale > 0 => {
                Amount::Decimal(number::format(value, scale, 0))
            }
            _ => Amount::Whole(value),
        }
    }
}

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Amount::Whole(value) => write!(f, "{value}"),
            Amount::Decimal(text) => f.write_str(text),
        }
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Amount::Whole(value) => serializer.serialize_i128(*value),
            Amount::Decimal(text) => serializer.serialize_str(text),
        }
    }
}

/// Entries in the order in which they stand, as one object.
struct Object<'e, K, V>(&'e [(K, V)]);

impl<K: AsRef<str>, V: Serialize> Serialize for Object<'_, K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in self.0 {
            map.serialize_entry(key.as_ref(), value)?;
        }
        map.end()
    }
}

impl Serialize for Ruling {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("filing", &self.filing)?;
        map.serialize_entry("year", &self.year)?;
        map.serialize_entry("ruleset", &*self.ruleset)?;
        map.serialize_entry("as_of", &self.as_of.to_string())?;
        map.serialize_entry("verdict", self.verdict.as_str())?;
        let clauses = self.clauses.iter();
        let clauses: Vec<(&str, &str)> = clauses
            .map(|(id, verdict)| (&**id, verdict.as_str()))
            .collect();
        map.serialize_entry("clauses", &Object(&clauses))?;
        let not_judged: Vec<&str> = self.not_judged.iter().map(|id| &**id).collect();
        map.serialize_entry("not_judged", &not_judged)?;
        let indicators = self.indicators.iter();
        let indicators: Vec<(&str, &Option<Amount>)> = indicators
            .map(|indicator| (&*indicator.name, &indicator.value))
            .collect();
        map.serialize_entry("indicators", &Object(&indicators))?;
        if self.detail > Detail::Verdicts {
            map.serialize_entry("findings", &self.findings)?;
            if !self.findings_left_out.is_empty() {
                map.serialize_entry("findings_left_out", &Object(&self.findings_left_out))?;
            }
        }
        map.end()
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let cites: Vec<&str> = self.cites.iter().map(|cite| &**cite).collect();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("clause", &*self.clause)?;
        map.serialize_entry("title", &*self.title)?;
        map.serialize_entry("subject", &self.subject)?;
        map.serialize_entry("verdict", self.verdict.as_str())?;
        map.serialize_entry("text", &self.text.as_deref())?;
        let governed_on = self.governed_on.map(|day| day.to_string());
        map.serialize_entry("governed_on", &governed_on)?;
        map.serialize_entry("message", &self.message)?;
        map.serialize_entry("cites", &cites)?;
        map.serialize_entry("authority", &self.authority.as_deref())?;
        map.serialize_entry("binds", &*self.binds)?;
        map.serialize_entry("severity", self.severity.as_str())?;
        map.serialize_entry("review", &*self.review)?;
        map.serialize_entry("hangs_on", &self.hangs_on)?;
        map.serialize_entry("place", &self.place.as_ref().map(Located))?;
        map.serialize_entry("missing", &self.missing)?;
        map.serialize_entry("because", &self.because)?;
        if let Some(remedy) = &self.remedy {
            map.serialize_entry("remedy", remedy)?;
        }
        if let Some(exception) = &self.exception {
            map.serialize_entry("exception", exception)?;
        }
        if self.count > 1 {
            map.serialize_entry("count", &self.count)?;
            map.serialize_entry("also", &self.also)?;
        }
        map.end()
    }
}

/// A place as records write it.
struct Located<'p>(&'p Place);

impl Serialize for Located<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("file", &*self.0.file)?;
        map.serialize_entry("line", &self.0.at.line)?;
        map.serialize_entry("column", &self.0.at.column)?;
        map.end()
    }
}
