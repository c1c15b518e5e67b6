//! What a table of verdicts holds: a row for each finding, or for each clause of each filing.
//!
//! CSV, Excel, Parquet and Arrow write the same columns; what stands in each is said once, here.

use std::borrow::Cow;

use crate::check::ir::{Clause, Ir};
use crate::evaluate::verdicts::{Detail, Finding, Judged, Verdict};
use crate::report::carried::Value;
use crate::report::outline::spoken;
use crate::source::Place;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Texts.
    Text,
    /// Whole numbers.
    Number,
    /// Lists of texts.
    List,
}

/// What stands in one column of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// A text.
    Text(Cow<'a, str>),
    /// A whole number.
    Number(i64),
    /// A list of texts.
    List(Vec<Cow<'a, str>>),
}

/// A row: a finding, or a clause's verdict on a filing.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    ir: &'a Ir,
    judged: &'a Judged,
    clause: Option<&'a Clause>,
    id: &'a str,
    verdict: Verdict,
    finding: Option<&'a Finding>,
    place: Option<&'a Place>,
}

/// A column: its name and what stands in it.
pub struct Column {
    /// The heading.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    cell: for<'a> fn(&Row<'a>) -> Cell<'a>,
}

impl Column {
    /// What stands in this column of a row.
    pub fn cell<'a>(&self, row: &Row<'a>) -> Cell<'a> {
        (self.cell)(row)
    }
}

macro_rules! column {
    ($name:literal, $kind:ident, $cell:expr) => {
        Column {
            name: $name,
            kind: Kind::$kind,
            cell: $cell,
        }
    };
}

/// The columns of a table of clauses.
pub static VERDICTS: [Column; 13] = [
    column!("filing", Text, |row| text(&row.judged.key)),
    column!("year", Number, |row| number(row.judged.year)),
    column!("ruleset", Text, ruleset),
    column!("filing_verdict", Text, |row| text(
        row.judged.verdict.as_str()
    )),
    column!("clause", Text, |row| text(row.id)),
    column!("verdict", Text, |row| text(row.verdict.as_str())),
    column!("severity", Text, severity),
    column!("binds", Text, binds),
    column!("authority", Text, authority),
    column!("title", Text, title),
    column!("text", Text, governing),
    column!("cites", Text, cites),
    column!("review", List, review),
];

/// The columns of a table of findings.
pub static FINDINGS: [Column; 26] = [
    column!("filing", Text, |row| text(&row.judged.key)),
    column!("year", Number, |row| number(row.judged.year)),
    column!("ruleset", Text, ruleset),
    column!("filing_verdict", Text, |row| text(
        row.judged.verdict.as_str()
    )),
    column!("clause", Text, |row| text(row.id)),
    column!("title", Text, title),
    column!("subject", Text, |row| {
        optional(row.finding.and_then(|one| one.subject.label.as_deref()))
    }),
    column!("verdict", Text, |row| text(row.verdict.as_str())),
    column!("severity", Text, severity),
    column!("binds", Text, binds),
    column!("authority", Text, authority),
    column!("message", Text, |row| {
        optional(row.finding.map(|one| one.message.as_str()))
    }),
    column!("missing", List, |row| list(
        row.finding
            .map(|one| one.missing.as_slice())
            .unwrap_or_default()
    )),
    column!("because", List, because),
    column!("text", Text, governing),
    column!("governed_on", Text, governed_on),
    column!("cites", Text, cites),
    column!("exception", Text, |row| {
        optional(row.finding.and_then(|one| one.exception.as_deref()))
    }),
    column!("remedy", Text, |row| {
        optional(row.finding.and_then(|one| one.remedy.as_deref()))
    }),
    column!("review", List, review),
    column!("hangs_on", List, hangs_on),
    column!("count", Number, count),
    column!("also", List, also),
    column!("file", Text, |row| optional(
        row.place.map(|place| &*place.file)
    )),
    column!("line", Number, |row| place(row, |place| place.at.line)),
    column!("column", Number, |row| place(row, |place| place.at.column)),
];

/// The columns at a level of detail.
pub fn columns(detail: Detail) -> &'static [Column] {
    match detail {
        Detail::Verdicts => &VERDICTS,
        Detail::Findings | Detail::Full => &FINDINGS,
    }
}

/// The rows of one filing. `places` has an entry for each finding, or none at all.
pub fn rows<'a>(
    ir: &'a Ir,
    detail: Detail,
    judged: &'a Judged,
    places: &'a [Option<Place>],
) -> Vec<Row<'a>> {
    let version = &ir.versions[judged.version];
    if detail == Detail::Verdicts {
        let entries = version.entries.iter().zip(&judged.clauses);
        let given = entries.filter_map(|(entry, verdict)| verdict.map(|verdict| (entry, verdict)));
        return given
            .map(|(entry, verdict)| Row {
                ir,
                judged,
                clause: spoken(ir, judged.version, entry).map(|id| ir.clause(id)),
                id: &entry.id,
                verdict,
                finding: None,
                place: None,
            })
            .collect();
    }
    let findings = judged.findings.iter().enumerate();
    findings
        .map(|(at, finding)| Row {
            ir,
            judged,
            clause: Some(ir.clause(finding.clause)),
            id: version
                .entries
                .get(finding.entry)
                .map_or("", |entry| entry.id.as_str()),
            verdict: finding.verdict,
            finding: Some(finding),
            place: places.get(at).and_then(Option::as_ref),
        })
        .collect()
}

/// A field that is carried beside a row.
pub fn carried(value: &Option<Value>) -> Cell<'_> {
    match value {
        None => Cell::Empty,
        Some(Value::Text(text)) => Cell::Text(Cow::Borrowed(text)),
        Some(other) => Cell::Text(Cow::Owned(other.to_string())),
    }
}

fn text(value: &str) -> Cell<'_> {
    Cell::Text(Cow::Borrowed(value))
}

fn optional(value: Option<&str>) -> Cell<'_> {
    value.map_or(Cell::Empty, text)
}

fn number(value: i128) -> Cell<'static> {
    i64::try_from(value).map_or(Cell::Empty, Cell::Number)
}

fn list(values: &[String]) -> Cell<'_> {
    Cell::List(
        values
            .iter()
            .map(|value| Cow::Borrowed(value.as_str()))
            .collect(),
    )
}

fn ruleset<'a>(row: &Row<'a>) -> Cell<'a> {
    text(&row.ir.versions[row.judged.version].name)
}

fn title<'a>(row: &Row<'a>) -> Cell<'a> {
    optional(row.clause.map(|clause| clause.title.as_str()))
}

fn cites<'a>(row: &Row<'a>) -> Cell<'a> {
    optional(row.clause.map(|clause| clause.cites.as_str()))
}

fn severity<'a>(row: &Row<'a>) -> Cell<'a> {
    optional(row.clause.map(severity_of))
}

/// `mandatory` or `recommended`
pub fn severity_of(clause: &Clause) -> &'static str {
    if clause.mandatory {
        "mandatory"
    } else {
        "recommended"
    }
}

fn binds<'a>(row: &Row<'a>) -> Cell<'a> {
    optional(row.clause.map(binds_of))
}

/// The office that a clause obliges, or `institution`.
pub fn binds_of(clause: &Clause) -> &str {
    let office = clause.binds.as_ref();
    office.map_or("institution", |(name, _)| name)
}

fn authority<'a>(row: &Row<'a>) -> Cell<'a> {
    let authority = row.clause.and_then(|clause| clause.authority.as_ref());
    optional(authority.map(|(name, _)| name.as_str()))
}

fn review<'a>(row: &Row<'a>) -> Cell<'a> {
    let marks = row.clause.map_or(&[][..], |clause| &clause.marks);
    Cell::List(marks.iter().map(|mark| Cow::Owned(mark.said())).collect())
}

/// The open questions on which the verdict hangs, where other answers were asked for.
fn hangs_on<'a>(row: &Row<'a>) -> Cell<'a> {
    row.finding
        .map_or(Cell::List(Vec::new()), |finding| list(&finding.hangs_on))
}

/// The version whose text judged, without the ruleset's name: `2016`.
fn governing<'a>(row: &Row<'a>) -> Cell<'a> {
    let version = match row.finding {
        Some(finding) => finding.text,
        None => row.clause.map(|clause| clause.version),
    };
    let version = version.and_then(|version| row.ir.versions.get(version));
    optional(version.map(|version| version_of(&version.name)))
}

/// `2016` of `ict_policy 2016`
pub fn version_of(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or(name)
}

/// The date that chose the text.
fn governed_on<'a>(row: &Row<'a>) -> Cell<'a> {
    let day = row.finding.and_then(|finding| finding.governed_on);
    day.map_or(Cell::Empty, |day| Cell::Text(Cow::Owned(day.to_string())))
}

/// How many subjects a finding speaks of.
fn count<'a>(row: &Row<'a>) -> Cell<'a> {
    row.finding
        .map_or(Cell::Empty, |finding| number(finding.count as i128))
}

/// The other subjects that a finding speaks of.
fn also<'a>(row: &Row<'a>) -> Cell<'a> {
    row.finding
        .map_or(Cell::List(Vec::new()), |finding| list(&finding.also))
}

/// What decided it: `assented(r) = false`.
fn because<'a>(row: &Row<'a>) -> Cell<'a> {
    let because = row.finding.map(|one| one.because.as_slice());
    let told = because.unwrap_or_default().iter();
    Cell::List(
        told.map(|one| Cow::Owned(format!("{} = {}", one.expression, one.value)))
            .collect(),
    )
}

fn place<'a>(row: &Row<'a>, part: fn(&Place) -> usize) -> Cell<'a> {
    row.place
        .map_or(Cell::Empty, |place| number(part(place) as i128))
}
