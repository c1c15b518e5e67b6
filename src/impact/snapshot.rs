//! The verdicts of a corpus as text, in the form of a snapshot that other tools open as well.
//!
//! A snapshot is a header between two lines `---`, then the filings of one file, each with its verdict,
//! its clauses, and for what violates or is undetermined the words of the findings. It is written so
//! that a person can follow it line by line, and read back so that a difference can be told as an
//! impact.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::ir::Ir;
use crate::evaluate::verdicts::{Finding, Judged, Verdict};
use crate::impact::tally::{Flip, Impact, Kind, Reason, Who};
use crate::ingest::Reject;
use crate::value::Day;

/// How many findings of one clause and filing are written out.
const WRITTEN: usize = 20;

/// What stands between a finding's subject and its words.
const FENCE: &str = "---";

/// A snapshot as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snapshot {
    /// The date on which it was judged, if the header says it.
    pub as_of: Option<Day>,
    /// The file of filings that it is of, if the header says it.
    pub source: Option<String>,
    /// What follows the header.
    pub contents: String,
    filings: BTreeMap<String, Kept>,
    rejects: Vec<String>,
}

/// What is kept of a filing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Kept {
    year: i128,
    ruleset: String,
    verdict: Option<Verdict>,
    clauses: BTreeMap<String, (Verdict, Vec<String>)>,
}

/// A snapshot that cannot be understood.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("line {line} is not of a snapshot of verdicts: `{text}`")]
pub struct Garbled {
    /// The line, from 1.
    pub line: usize,
    /// What stands there.
    pub text: String,
}

/// A difference that is no flip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Other {
    /// A filing that the snapshot does not have.
    Appeared(String),
    /// A filing that only the snapshot has.
    Gone(String),
    /// A filing that another version's text judges now, or of another year.
    Ruleset(String, String, String),
    /// The same verdict of a filing on a clause, in other words.
    Words {
        /// The key of the filing.
        filing: String,
        /// The clause.
        clause: String,
        /// What is said no more.
        was: Vec<String>,
        /// What is said instead.
        is: Vec<String>,
    },
    /// What was rejected and is not any more.
    Readable(String),
    /// What is rejected and was not.
    Rejected(String),
}

/// The whole file, for the filings of one file of the corpus.
pub fn write(source: &str, as_of: Day, contents: &str) -> String {
    let source = quoted(source);
    format!(
        "{FENCE}\nsource: {source}\nexpression: verdicts\ninfo:\n  as_of: \"{as_of}\"\n{FENCE}\n{contents}"
    )
}

/// Adds a filing to the contents.
pub fn filing(out: &mut String, ir: &Ir, judged: &Judged) {
    let Some(version) = ir.versions.get(judged.version) else {
        return;
    };
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(&format!(
        "filing: {}\n  year: {}\n  ruleset: {}\n  verdict: {}\n",
        one_line(&judged.key),
        judged.year,
        one_line(&version.name),
        judged.verdict.as_str()
    ));
    let mut quiet = Vec::new();
    for (at, (entry, verdict)) in version.entries.iter().zip(&judged.clauses).enumerate() {
        match verdict {
            None => {}
            Some(Verdict::NotApplicable) => quiet.push(entry.id.as_str()),
            Some(verdict) => {
                out.push_str(&format!("    {}: {}\n", entry.id, verdict.as_str()));
                let findings = judged.findings.iter();
                let findings: Vec<&Finding> =
                    findings.filter(|finding| finding.entry == at).collect();
                for finding in findings.iter().take(WRITTEN) {
                    out.push_str(&format!("      - {}\n", words(finding)));
                }
                let more = findings.len().saturating_sub(WRITTEN);
                if more > 0 {
                    out.push_str(&format!("      - and {more} more\n"));
                }
            }
        }
    }
    if !quiet.is_empty() {
        out.push_str(&format!("  not_applicable: {}\n", quiet.join(", ")));
    }
}

/// Adds what could not be read to the contents.
pub fn reject(out: &mut String, reject: &Reject) {
    if !out.is_empty() {
        out.push('\n');
    }
    let place = match (reject.line, reject.column) {
        (Some(line), Some(column)) => format!("{line}:{column}"),
        (Some(line), None) => line.to_string(),
        _ => "the file".to_owned(),
    };
    let key = reject.key.as_deref().map_or(String::new(), |key| {
        let key = one_line(key);
        format!(" {key}")
    });
    let reason = one_line(&reject.reason());
    out.push_str(&format!("rejected: {place}{key}: {reason}\n"));
}

/// `requests[R-7] violates: message`
fn words(finding: &Finding) -> String {
    let subject = finding.subject.label.as_deref();
    let subject = subject.map_or(String::new(), |label| format!("{label} "));
    one_line(&format!(
        "{subject}{}: {}",
        finding.verdict.as_str(),
        finding.message
    ))
}

/// A text on one line, whatever stands in it.
fn one_line(text: &str) -> String {
    let mut line = String::new();
    for letter in text.chars() {
        match letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}') {
            true => line.extend(letter.escape_default()),
            false => line.push(letter),
        }
    }
    line
}

/// A text as YAML takes it in every case.
fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", one_line(&text))
}

/// Reads a snapshot, its header included.
pub fn read(text: &str) -> Result<Snapshot, Garbled> {
    let text = text.replace("\r\n", "\n");
    let mut snapshot = Snapshot::default();
    let mut from = 1;
    let mut rest = text.as_str();
    if let Some((header, contents)) = text
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
    {
        from = header.lines().count() + 3;
        rest = contents;
        let date = header.lines().find_map(|line| {
            let date = line.trim().strip_prefix("as_of:")?;
            Day::parse(date.trim().trim_matches(['"', '\'']).as_bytes())
        });
        snapshot.as_of = date;
        snapshot.source = header.lines().find_map(|line| {
            let source = line.strip_prefix("source:")?.trim();
            let quoted = source
                .strip_prefix('"')
                .and_then(|rest| rest.strip_suffix('"'));
            Some(quoted.map_or(source.to_owned(), |quoted| {
                quoted.replace("\\\"", "\"").replace("\\\\", "\\")
            }))
        });
    }
    snapshot.contents = rest.to_owned();
    let mut now: Option<Kept> = None;
    let mut key = String::new();
    let mut clause = String::new();
    for (at, line) in rest.lines().enumerate() {
        let mut take = || -> Option<()> {
            if line.trim().is_empty() {
                return Some(());
            }
            if let Some(filing) = line.strip_prefix("filing: ") {
                if let Some(before) = now.take() {
                    snapshot.filings.insert(std::mem::take(&mut key), before);
                }
                key = filing.to_owned();
                now = Some(Kept::default());
                return Some(());
            }
            if let Some(reject) = line.strip_prefix("rejected: ") {
                snapshot.rejects.push(reject.to_owned());
                return Some(());
            }
            let kept = now.as_mut()?;
            if let Some(words) = line.strip_prefix("      - ") {
                kept.clauses.get_mut(&clause)?.1.push(words.to_owned());
            } else if let Some(line) = line.strip_prefix("    ") {
                let (id, verdict) = line.rsplit_once(": ")?;
                clause = id.to_owned();
                kept.clauses
                    .insert(id.to_owned(), (verdict_of(verdict)?, Vec::new()));
            } else {
                match line.strip_prefix("  ")?.split_once(": ")? {
                    ("year", year) => kept.year = year.parse().ok()?,
                    ("ruleset", ruleset) => kept.ruleset = ruleset.to_owned(),
                    ("verdict", verdict) => kept.verdict = Some(verdict_of(verdict)?),
                    ("not_applicable", ids) => {
                        for id in ids.split(", ") {
                            let quiet = (Verdict::NotApplicable, Vec::new());
                            kept.clauses.insert(id.to_owned(), quiet);
                        }
                    }
                    _ => return None,
                }
            }
            Some(())
        };
        if take().is_none() {
            return Err(Garbled {
                line: from + at,
                text: line.chars().take(80).collect(),
            });
        }
    }
    if let Some(last) = now {
        snapshot.filings.insert(key, last);
    }
    Ok(snapshot)
}

fn verdict_of(word: &str) -> Option<Verdict> {
    Verdict::ALL
        .into_iter()
        .find(|verdict| verdict.as_str() == word)
}

/// Holds what was kept of a file against what is judged now: flips go into the impact, whatever else
/// differs is handed back.
pub fn compare(was: &Snapshot, is: &Snapshot, file: &str, impact: &mut Impact) -> Vec<Other> {
    let file: Arc<str> = file.into();
    let mut others = Vec::new();
    for (key, old) in &was.filings {
        match is.filings.get(key) {
            Some(new) => both(key, (old, new), &file, impact, &mut others),
            None => others.push(Other::Gone(key.clone())),
        }
    }
    let fresh = is.filings.keys();
    let fresh = fresh.filter(|key| !was.filings.contains_key(*key));
    others.extend(fresh.cloned().map(Other::Appeared));
    let (old, new): (BTreeSet<&String>, BTreeSet<&String>) =
        (was.rejects.iter().collect(), is.rejects.iter().collect());
    let readable = old.difference(&new).map(|one| (*one).clone());
    others.extend(readable.map(Other::Readable));
    let rejected = new.difference(&old).map(|one| (*one).clone());
    others.extend(rejected.map(Other::Rejected));
    others
}

fn both(
    key: &str,
    (old, new): (&Kept, &Kept),
    file: &Arc<str>,
    impact: &mut Impact,
    others: &mut Vec<Other>,
) {
    impact.compared += 1;
    let who = Who {
        filing: key.to_owned(),
        year: new.year,
        institution: key.to_owned(),
        name: None,
        file: Arc::clone(file),
        line: 1,
    };
    if (old.year, &old.ruleset) != (new.year, &new.ruleset) {
        let say = |kept: &Kept| format!("{}, {}", kept.ruleset, kept.year);
        others.push(Other::Ruleset(key.to_owned(), say(old), say(new)));
    }
    if let Some((was, is)) = old.verdict.zip(new.verdict) {
        impact.whole.table[was as usize][is as usize] += 1;
        if let Some(kind) = Kind::of(was, is) {
            let who = who.clone();
            impact.keep(None, flip(who, kind, (was, is), None));
        }
    }
    let ids: BTreeSet<&String> = old.clauses.keys().chain(new.clauses.keys()).collect();
    for id in ids {
        let row = impact.row(id, "");
        let (was, is) = (old.clauses.get(id), new.clauses.get(id));
        impact.count(row, was.map(|one| one.0), is.map(|one| one.0));
        let Some((was, is)) = was.zip(is) else {
            continue;
        };
        match Kind::of(was.0, is.0) {
            Some(kind) => {
                let reasons = Some((reason(&was.1), reason(&is.1)));
                let flip = flip(who.clone(), kind, (was.0, is.0), reasons);
                impact.keep(Some(row), flip);
            }
            None if was.1 != is.1 => {
                let only = |these: &[String], those: &[String]| -> Vec<String> {
                    let these = these.iter();
                    these.filter(|one| !those.contains(one)).cloned().collect()
                };
                others.push(Other::Words {
                    filing: key.to_owned(),
                    clause: id.clone(),
                    was: only(&was.1, &is.1),
                    is: only(&is.1, &was.1),
                });
            }
            None => {}
        }
    }
}

fn flip(
    who: Who,
    kind: Kind,
    (was, is): (Verdict, Verdict),
    reasons: Option<(Option<Reason>, Option<Reason>)>,
) -> Flip {
    let (was_for, is_for) = reasons.unwrap_or_default();
    Flip {
        who,
        kind,
        was,
        is,
        was_for,
        is_for,
        hangs_on: Vec::new(),
    }
}

/// The first of the findings, in the words of the snapshot; nothing where it has none.
fn reason(words: &[String]) -> Option<Reason> {
    let message = words.first()?.clone();
    Some(Reason {
        message,
        ..Reason::default()
    })
}
