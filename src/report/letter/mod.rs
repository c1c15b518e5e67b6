//! The reasoned ruling on one filing, as a letter to whoever filed it.
//!
//! Comes in: what a filing came to, with the places of its findings and who filed it. Goes out: a
//! [`Letter`], which holds only words for people, and from a [`Template`] its page. A unit may write its
//! own template: it is tried on a letter that has everything before the first filing is judged.
//!
//! Invariants: no path of a field, `true`, `none` or expression of the rules reaches a letter, and nothing
//! that a filing says is markup in it. One filing makes the same letter on every run.

mod matters;
mod name;
pub mod people;
mod sample;
mod template;
mod words;

pub use matters::{Found, Letter, Line, Matter, Value, Want};
pub use name::{Names, safe};
pub use template::{Form, Template, TemplateError};
pub use words::{Language, Words};

use crate::check::ir::{Clause, Ir};
use crate::evaluate::verdicts::{Finding, Judged, Verdict};
use crate::report::letter::people::{phrase, plain};
use crate::report::outline::{Standing, is_judged, spoken, standing};
use crate::report::rows::version_of;
use crate::report::text::clean;
use crate::source::Place;
use crate::value::Day;

/// What is the same for every letter of a run.
#[derive(Debug)]
pub struct Office<'a> {
    /// The rule book.
    pub ir: &'a Ir,
    /// The date on which it was judged.
    pub as_of: Day,
    /// The digest of the receipt that the letters rest on.
    pub digest: Option<String>,
    /// The language of the fixed words.
    pub language: Language,
}

/// The letter on one filing. `places` has an entry for each finding, or none at all; `addressee` is what is
/// known of who filed, each with its name.
pub fn letter(
    office: &Office<'_>,
    judged: &Judged,
    places: &[Option<Place>],
    addressee: &[(String, String)],
) -> Letter {
    let ir = office.ir;
    let words = office.language.words();
    let version = &ir.versions[judged.version];
    let mut letter = Letter {
        words,
        filing: clean(&judged.key).into_owned(),
        year: judged.year.to_string(),
        institution: addressee
            .iter()
            .map(|(_, value)| clean(value).into_owned())
            .next(),
        addressee: addressee
            .iter()
            .map(|(name, value)| Value {
                name: name.clone(),
                value: clean(value).into_owned(),
            })
            .collect(),
        ruleset: clean(&version.title).into_owned(),
        version: version_of(&version.name).to_owned(),
        as_of: words.day(office.as_of),
        verdict: judged.verdict.as_str(),
        verdict_in_words: words.verdict(judged.verdict),
        conclusion: words.conclusion(judged.verdict),
        program: concat!("dictamen ", env!("CARGO_PKG_VERSION")),
        digest: office.digest.clone(),
        ..Letter::default()
    };
    for (at, (entry, verdict)) in version.entries.iter().zip(&judged.clauses).enumerate() {
        let text = spoken(ir, judged.version, entry).map(|id| ir.clause(id));
        let Some(verdict) = *verdict else {
            if let Some(clause) = text.filter(|_| !is_judged(ir, entry)) {
                letter.not_judged.push(line(clause));
            }
            continue;
        };
        let findings: Vec<(&Finding, Option<&Place>)> = judged
            .findings
            .iter()
            .enumerate()
            .filter(|(_, finding)| finding.entry == at && finding.verdict == verdict)
            .map(|(number, finding)| (finding, places.get(number).and_then(Option::as_ref)))
            .collect();
        let told = findings
            .first()
            .map(|(finding, _)| ir.clause(finding.clause));
        let Some(clause) = told.or(text) else {
            continue;
        };
        match verdict {
            Verdict::Complies => letter.complied.push(line(clause)),
            Verdict::Exempt => letter.exempt.push(line(clause)),
            Verdict::NotApplicable => letter.not_applicable.push(line(clause)),
            Verdict::Violates | Verdict::Undetermined => {
                let left_out = judged.left_out.iter().find(|(entry, _)| *entry == at);
                let more = left_out.map_or(0, |(_, count)| *count);
                let matter = matter(office, clause, verdict, &findings, more);
                for found in &matter.findings {
                    for missing in &found.missing {
                        letter.want(missing, &matter);
                    }
                }
                match (standing(clause), verdict) {
                    (Standing::Duty, Verdict::Violates) => letter.broken.push(matter),
                    (Standing::Duty, _) => letter.open.push(matter),
                    (Standing::Advice, _) => letter.advice.push(matter),
                    (Standing::Office(..), _) => letter.offices.push(matter),
                }
            }
        }
    }
    letter
}

/// One clause with what was found.
fn matter(
    office: &Office<'_>,
    clause: &Clause,
    verdict: Verdict,
    findings: &[(&Finding, Option<&Place>)],
    more: usize,
) -> Matter {
    let ir = office.ir;
    let words = office.language.words();
    let version = &ir.versions[clause.version];
    let found = findings.iter().map(|(finding, place)| Found {
        subject: finding
            .subject
            .label
            .as_deref()
            .map(|label| people::path(ir, label, words)),
        message: match verdict {
            Verdict::Violates => phrase(&clause.otherwise, &finding.message, words),
            // What is open says its clause and what is missing; both stand beside it.
            _ => String::new(),
        },
        values: values(finding, words),
        missing: finding
            .missing
            .iter()
            .map(|path| people::path(ir, path, words))
            .collect(),
        remedy: finding
            .remedy
            .as_deref()
            .map(|remedy| phrase(&clause.remedy, remedy, words)),
        place: place.map(|place| words.place(&clean(&place.file), place.at.line, place.at.column)),
    });
    Matter {
        id: clause.id.clone(),
        title: clean(&clause.title).into_owned(),
        text: clause.text.as_deref().map(|text| clean(text).into_owned()),
        cites: clean(&clause.cites).into_owned(),
        version: version_of(&version.name).to_owned(),
        of: clean(&version.title).into_owned(),
        in_force: words.day(version.in_force),
        authority: clause
            .authority
            .as_ref()
            .map(|(_, label)| clean(label).into_owned()),
        binds: clause
            .binds
            .as_ref()
            .map(|(_, label)| clean(label).into_owned()),
        verdict: verdict.as_str(),
        verdict_in_words: words.verdict(verdict),
        severity: if clause.mandatory {
            "mandatory"
        } else {
            "recommended"
        },
        marks: clause
            .marks
            .iter()
            .map(|mark| clean(&mark.why).into_owned())
            .collect(),
        findings: found.collect(),
        more,
    }
}

/// What was read of the filing to come to a finding: what the rules call by a name, no expression.
fn values(finding: &Finding, words: &'static Words) -> Vec<Value> {
    let named = finding.because.iter().filter_map(|because| {
        let name = people::field(&because.expression)?;
        Some(Value {
            name,
            value: plain(&because.value, words).to_owned(),
        })
    });
    let mut values: Vec<Value> = Vec::new();
    for value in named {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

fn line(clause: &Clause) -> Line {
    Line {
        id: clause.id.clone(),
        title: clean(&clause.title).into_owned(),
        cites: clean(&clause.cites).into_owned(),
    }
}

#[cfg(test)]
mod tests;
