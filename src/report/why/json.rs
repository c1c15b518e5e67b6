//! Why a filing got its verdict, as one object.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::cases::{Step, Tree};
use crate::evaluate::why::{Condition, Line, Part, PartKind};
use crate::report::json::citations;
use crate::source::Place;
use crate::why::{Edit, Settling, SubjectWhy, Why};

/// The object, on lines of its own.
pub fn json(why: &Why) -> String {
    let page = Page {
        filing: &why.filing,
        year: why.year,
        place: placed(Some(&why.place)),
        ruleset: &why.ruleset,
        as_of: why.as_of.to_string(),
        clause: &why.clause,
        title: &why.title,
        cites: citations(&why.cites).collect(),
        authority: why.authority.as_deref(),
        verdict: why.verdict.map(|verdict| verdict.as_str()),
        not_judged: why.not_judged.as_deref(),
        subjects: why.subjects.iter().map(subject).collect(),
        more: why.more,
    };
    let text = serde_json::to_string_pretty(&page).unwrap_or_default();
    format!("{text}\n")
}

#[derive(Serialize)]
struct Page<'a> {
    filing: &'a str,
    year: i128,
    place: Option<Located<'a>>,
    ruleset: &'a str,
    as_of: String,
    clause: &'a str,
    title: &'a str,
    cites: Vec<&'a str>,
    authority: Option<&'a str>,
    verdict: Option<&'static str>,
    not_judged: Option<&'a str>,
    subjects: Vec<Told<'a>>,
    more: usize,
}

#[derive(Serialize)]
struct Located<'a> {
    file: &'a str,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct TextView<'a> {
    ruleset: &'a str,
    title: &'a str,
    in_force: String,
}

#[derive(Serialize)]
struct Told<'a> {
    subject: Option<&'a str>,
    verdict: &'static str,
    place: Option<Located<'a>>,
    text: Option<TextView<'a>>,
    title: &'a str,
    cites: Vec<&'a str>,
    governed_on: Option<String>,
    message: &'a str,
    remedy: Option<&'a str>,
    exception: Option<&'a str>,
    conditions: Vec<ConditionView<'a>>,
    missing: &'a [String],
    failed: &'a [String],
    settling: Vec<SettlingView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mends: Option<Vec<EditView<'a>>>,
}

#[derive(Serialize)]
struct ConditionView<'a> {
    line: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cites: Option<&'a str>,
    #[serde(flatten)]
    part: PartView<'a>,
}

#[derive(Serialize)]
struct PartView<'a> {
    expression: &'a str,
    value: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    read_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Located<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<PartView<'a>>,
    #[serde(skip_serializing_if = "is_none")]
    more: usize,
    #[serde(skip_serializing_if = "is_not")]
    again: bool,
}

#[derive(Serialize)]
struct SettlingView<'a> {
    field: &'a str,
    all_values: bool,
    outcomes: Vec<OutcomeView>,
}

#[derive(Serialize)]
struct OutcomeView {
    value: Option<Box<RawValue>>,
    verdict: &'static str,
}

#[derive(Serialize)]
struct EditView<'a> {
    field: &'a str,
    pointer: String,
    from: Option<Box<RawValue>>,
    to: Option<Box<RawValue>>,
    place: Option<Located<'a>>,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands on a reference"
)]
fn is_none(more: &usize) -> bool {
    *more == 0
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands on a reference"
)]
fn is_not(again: &bool) -> bool {
    !again
}

fn placed(place: Option<&Place>) -> Option<Located<'_>> {
    place.map(|place| Located {
        file: &place.file,
        line: place.at.line,
        column: place.at.column,
    })
}

fn subject(told: &SubjectWhy) -> Told<'_> {
    Told {
        subject: told.subject.as_deref(),
        verdict: told.verdict.as_str(),
        place: placed(told.place.as_ref()),
        text: told.text.as_ref().map(|text| TextView {
            ruleset: &text.name,
            title: &text.title,
            in_force: text.in_force.to_string(),
        }),
        title: &told.title,
        cites: citations(&told.cites).collect(),
        governed_on: told.governed_on.map(|day| day.to_string()),
        message: &told.message,
        remedy: told.remedy.as_deref(),
        exception: told.exception.as_deref(),
        conditions: told.conditions.iter().map(condition).collect(),
        missing: &told.missing,
        failed: &told.failed,
        settling: told.settling.iter().map(settling).collect(),
        mends: (told.mends.as_ref()).map(|mends| mends.iter().map(edit).collect()),
    }
}

fn condition(condition: &Condition) -> ConditionView<'_> {
    ConditionView {
        line: match condition.line {
            Line::Subject => "for_each",
            Line::Applies => "applies",
            Line::Except => "except",
            Line::Requires => "requires",
        },
        cites: condition.cites.as_deref(),
        part: part(&condition.part),
    }
}

fn part(told: &Part) -> PartView<'_> {
    PartView {
        expression: &told.words,
        value: &told.value,
        kind: match told.kind {
            PartKind::Operation => "operation",
            PartKind::Definition => "definition",
            PartKind::Parameter => "parameter",
            PartKind::Field => "field",
            PartKind::Row => "row",
        },
        since: told.dates.map(|(from, _)| from.to_string()),
        read_on: told.dates.map(|(_, on)| on.to_string()),
        path: told.read.as_ref().map(|read| read.path.as_str()),
        place: placed(told.read.as_ref().and_then(|read| read.place.as_ref())),
        parts: told.parts.iter().map(part).collect(),
        more: told.more,
        again: told.again,
    }
}

fn settling(one: &Settling) -> SettlingView<'_> {
    let outcomes = one.outcomes.iter().map(|(value, verdict)| OutcomeView {
        value: raw(Some(value)),
        verdict: verdict.as_str(),
    });
    SettlingView {
        field: &one.path,
        all_values: one.all,
        outcomes: outcomes.collect(),
    }
}

fn edit(edit: &Edit) -> EditView<'_> {
    EditView {
        field: &edit.path,
        pointer: pointer(&edit.way),
        from: raw(edit.from.as_ref()),
        to: raw(edit.to.as_ref()),
        place: placed(edit.place.as_ref()),
    }
}

/// The way to a value as a JSON pointer.
fn pointer(way: &[Step]) -> String {
    let steps = way.iter().map(|step| match step {
        Step::Field(name) => format!("/{}", name.replace('~', "~0").replace('/', "~1")),
        Step::Row(at) => format!("/{at}"),
    });
    steps.collect()
}

/// A single value with every digit that was written.
fn raw(tree: Option<&Tree>) -> Option<Box<RawValue>> {
    let text = match tree? {
        Tree::Text(text) => serde_json::to_string(text).ok()?,
        Tree::Plain(text) => {
            let whole = RawValue::from_string(text.clone());
            return whole.ok().or_else(|| {
                let quoted = serde_json::to_string(text).ok()?;
                RawValue::from_string(quoted).ok()
            });
        }
        Tree::Nothing | Tree::List(_) | Tree::Record(_) => return None,
    };
    RawValue::from_string(text).ok()
}
