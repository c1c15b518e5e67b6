//! The words that both forms share.

use std::borrow::Cow;

use crate::consolidate::{
    Around, Calendar, Counts, Decree, Document, Entry, How, Label, Line, Mark, Place, Step, What,
};
use crate::report::text::counted;
use crate::syntax::ast::ProvisionKind as Kind;

/// What `applies when` and `except when` of a ruleset are called.
pub const SCOPE: &str = "What holds for every clause";

/// The word of the language for a kind of provision.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Clause => "clause",
        Kind::Parameter => "parameter",
        Kind::Define => "define",
        Kind::Indicator => "indicator",
    }
}

/// What stands between the words of a line and what it cites; another reading says why.
pub fn before(label: &Label) -> &'static str {
    match label {
        Label::Reading => "",
        _ => "cites ",
    }
}

/// The word of the language for what a line says.
pub fn label(label: &Label) -> Cow<'static, str> {
    Cow::Borrowed(match label {
        Label::Title => "title",
        Label::Text => "text",
        Label::Cites => "cites",
        Label::Authority => "authority",
        Label::Binds => "binds",
        Label::Severity => "severity",
        Label::Review => "review",
        Label::ForEach => "for each",
        Label::GovernedBy => "governed by",
        Label::AppliesWhen => "applies when",
        Label::ExceptWhen => "except when",
        Label::Requires => "requires",
        Label::NotJudged => "not judged",
        Label::Otherwise => "otherwise",
        Label::Remedy => "remedy",
        Label::Value => "value",
        Label::Row(members) => return Cow::Owned(members.clone()),
        Label::Reading => "other reading",
        Label::From(date) => return Cow::Owned(format!("from {date}")),
        Label::Until => "until",
        Label::Total => "total",
    })
}

/// `2019 to 2021`, `2019 and later`
pub fn years((first, last): (i16, Option<i16>)) -> String {
    match last {
        Some(last) if last == first => format!("{first}"),
        Some(last) => format!("{first} to {last}"),
        None => format!("{first} and later"),
    }
}

/// `DOF, 2018-07-23`
pub fn published(decree: &Decree) -> String {
    match &decree.published {
        Some((date, place)) => format!("{place}, {date}"),
        None => "not published".to_owned(),
    }
}

/// From when a version holds: `in force from 2014-05-09`, a draft from no day.
pub fn in_force(decree: &Decree, day: impl Fn(&str) -> String) -> String {
    let consulted = decree.consulted.as_ref();
    match (decree.draft, consulted) {
        (false, _) => format!("in force from {}", day(&decree.in_force)),
        (true, None) => "a draft".to_owned(),
        (true, Some(when)) => format!("a draft, open to comments {when}"),
    }
}

/// What a version did to the text before.
pub fn counts(first: bool, counts: Counts) -> String {
    if first {
        return counted(counts.added, "provision", "provisions");
    }
    let parts = [
        ("adds", counts.added),
        ("replaces", counts.replaced),
        ("amends", counts.amended),
        ("sets", counts.set),
        ("repeals", counts.repealed),
    ];
    let done: Vec<String> = parts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(verb, count)| format!("{verb} {count}"))
        .collect();
    match done.is_empty() {
        true => "changes nothing".to_owned(),
        // What a decree says is known but in part: this is what was written of it.
        false => format!("in this book: {}", done.join(", ")),
    }
}

/// What a version did to a provision.
pub fn how(how: How) -> &'static str {
    match how {
        How::Stands => "stands since",
        How::Added => "added by",
        How::Replaced => "replaced by",
        How::Amended => "amended by",
        How::Set => "set by",
    }
}

/// What must be said of a line's words beside where they stand: nothing, where they came with the
/// provision.
pub fn mark(story: &[Step], mark: &Mark, decrees: &[Decree]) -> Option<String> {
    if mark.since < mark.written && mark.unseen {
        let since = version(decrees, mark.since);
        return Some(format!("wording of {since} not seen"));
    }
    if mark.since < mark.written {
        return Some(format!("as in {}", version(decrees, mark.since)));
    }
    if story
        .first()
        .is_none_or(|first| first.version == mark.since)
    {
        return None;
    }
    Some(
        match mark.how {
            How::Stands => return None,
            How::Added => "added",
            How::Replaced => "reworded",
            How::Amended => "amended",
            How::Set => "set",
        }
        .to_owned(),
    )
}

/// What must be said of a provision's title, which stands above its lines.
pub fn title_mark(entry: &Entry, decrees: &[Decree]) -> Option<String> {
    let title = entry.line(&Label::Title)?;
    let said = mark(&entry.story, title.mark.as_ref()?, decrees)?;
    Some(format!("title {said}"))
}

/// The name of a version.
pub fn version(decrees: &[Decree], at: usize) -> &str {
    decrees.get(at).map_or("", |decree| decree.version.as_str())
}

/// The decree of the text: the last of them.
pub fn last(decrees: &[Decree]) -> Option<&Decree> {
    decrees.last()
}

/// Whether a line says what a reader takes for granted.
pub fn silent(line: &Line) -> bool {
    line.mark.is_none() && line.label == Label::Severity
}

/// How many clauses a text has, and how many provisions of it are under review.
pub fn extent(document: &Document) -> (u64, u64) {
    let entries = || {
        document
            .chapters
            .iter()
            .flat_map(|chapter| &chapter.entries)
    };
    let clauses = entries().filter(|entry| entry.kind == Kind::Clause).count();
    let review = entries().filter(|entry| in_review(entry)).count();
    (clauses as u64, review as u64)
}

/// Whether a provision is under review.
pub fn in_review(entry: &Entry) -> bool {
    entry.line(&Label::Review).is_some()
}

/// What a version did to the clause of a history, and where its words stand.
pub fn did(at: usize, what: &What) -> (&'static str, Option<&Place>) {
    match what {
        What::Absent { stood: false } => ("not there yet", None),
        What::Absent { stood: true } => ("no longer there", None),
        What::Brought { entry } => {
            let did = match at {
                0 => "stands",
                _ => "added",
            };
            (did, entry.story.last().map(|step| &step.place))
        }
        What::Replaced { place, .. } => ("replaced", Some(place)),
        What::Kept { place } => ("kept", Some(place)),
        What::Repealed { place } => ("repealed", Some(place)),
    }
}

/// The years that a calendar knows.
pub fn covers(calendar: &Calendar) -> String {
    let covers = calendar.covers.iter();
    let covers: Vec<String> = covers
        .map(|(first, last)| years((*first, Some(*last))))
        .collect();
    covers.join(", ")
}

/// What a history says of the rest of a version's text that the clause rests on.
pub const AROUND: &str = "Of what it rests on, this version";

/// What a version did to something that a clause rests on: `sets the parameter`, and its name.
pub fn around(around: &Around) -> (&'static str, Option<(&'static str, &str)>) {
    let Some((kind, name)) = &around.what else {
        return ("replaces what holds for every clause", None);
    };
    let kind = match kind {
        Kind::Define => "definition",
        kind => self::kind(*kind),
    };
    let verb = match around.step.how {
        How::Stands => "has",
        How::Added => "adds",
        How::Replaced => "replaces",
        How::Amended => "amends",
        How::Set => "sets",
    };
    (verb, Some((kind, name)))
}
