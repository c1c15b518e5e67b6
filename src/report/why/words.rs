//! The sentences that the page and the text share.

use crate::cases::Tree;
use crate::evaluate::verdicts::Verdict;
use crate::evaluate::why::{Condition, Line, Part, PartKind};
use crate::report::text::{clean, counted};
use crate::why::{Edit, Settling, SubjectWhy};

/// How many values that would lead to one verdict are listed.
const LISTED: usize = 8;

/// `applies when`
pub fn line(line: Line) -> &'static str {
    match line {
        Line::Subject => "for each",
        Line::Applies => "applies when",
        Line::Except => "except when",
        Line::Requires => "requires",
    }
}

/// The text that judged a subject, and the date that chose it.
pub fn judged_by(told: &SubjectWhy) -> String {
    let Some(text) = &told.text else {
        return match told.governed_on {
            Some(day) => format!("no text of the clause was in force on {day}"),
            None => "no text of the clause was in force".to_owned(),
        };
    };
    let chosen = match (told.governed, told.governed_on) {
        (true, Some(day)) => format!("chosen by the date of the act, {day}"),
        (true, None) => {
            "the date that chooses the text is not known, and this is the gravest of all".to_owned()
        }
        (false, _) => "chosen by the filing's year".to_owned(),
    };
    format!(
        "{} \"{}\", in force from {}; {chosen}",
        text.name, text.title, text.in_force
    )
}

/// What a verdict rests on, in one sentence, where one can be said.
pub fn decided(told: &SubjectWhy) -> Option<String> {
    let of = |wanted: Line, value: &str| {
        let mut all = told.conditions.iter();
        all.find(|one| one.line == wanted && one.part.value == value)
    };
    match told.verdict {
        Verdict::NotApplicable => match of(Line::Applies, "false") {
            Some(refusing) => Some(format!(
                "it does not apply: `{}` is false",
                clean(&refusing.part.words)
            )),
            None => Some(format!("it does not apply: {}", judged_by(told))),
        },
        Verdict::Exempt => {
            let lifting = of(Line::Except, "true")?;
            let cites = lifting.cites.as_deref();
            let cites = cites.map_or_else(String::new, |cites| format!(" ({})", clean(cites)));
            Some(format!(
                "an exception lifts it{cites}: `{}`",
                clean(&lifting.part.words)
            ))
        }
        _ => None,
    }
}

/// What is said beside a part: where a value stands, since when a parameter has it.
pub fn beside(part: &Part) -> String {
    let mut said = Vec::new();
    if let Some((from, on)) = part.dates {
        said.push(format!("since {from}, read on {on}"));
    }
    if let Some(read) = &part.read {
        let path = clean(&read.path);
        said.push(match &read.place {
            Some(place) => format!("{path} at {}", clean(&place.to_string())),
            None => format!("{path}, not given"),
        });
    }
    said.join("; ")
}

/// What a part is called: its words, and what it is where they do not say so.
pub fn called(part: &Part) -> String {
    let words = clean(&part.words);
    match part.kind {
        PartKind::Definition if part.again => format!("{words}, as above"),
        PartKind::Definition => format!("{words}, a definition"),
        PartKind::Parameter => format!("{words}, a parameter"),
        PartKind::Operation | PartKind::Field | PartKind::Row => words.into_owned(),
    }
}

/// What is left out below a part.
pub fn left_out(part: &Part) -> Option<String> {
    (part.more > 0).then(|| match part.kind {
        PartKind::Row => counted(part.more as u64, "more part", "more parts"),
        _ => format!("and {} more", part.more),
    })
}

/// A value as it would be written.
pub fn value(tree: Option<&Tree>) -> String {
    match tree {
        None | Some(Tree::Nothing) => "nothing".to_owned(),
        Some(tree) => match tree.scalar() {
            Some(text) => clean(text).into_owned(),
            None => tree.noun().to_owned(),
        },
    }
}

/// `favourable: complies; unfavourable: violates`
pub fn settling(one: &Settling) -> String {
    let mut verdicts: Vec<Verdict> = one.outcomes.iter().map(|(_, verdict)| *verdict).collect();
    verdicts.sort();
    verdicts.dedup();
    let said = verdicts.iter().map(|verdict| {
        let values = one.outcomes.iter().filter(|(_, of)| of == verdict);
        let values: Vec<String> = values.map(|(tree, _)| value(Some(tree))).collect();
        let such = if one.all { "" } else { "such as " };
        let more = match values.len().saturating_sub(LISTED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let shown: Vec<&str> = values.iter().take(LISTED).map(String::as_str).collect();
        format!("{such}{}{more}: {}", shown.join(", "), verdict.as_str())
    });
    let said: Vec<String> = said.collect();
    match (verdicts.as_slice(), said.is_empty()) {
        (_, true) => String::new(),
        ([Verdict::Undetermined], _) => "alone it settles nothing".to_owned(),
        _ => said.join("; "),
    }
}

/// `requests[R-7].study.outcome: from nothing to favourable`
pub fn edit(edit: &Edit) -> String {
    let path = clean(&edit.path);
    let place = edit.place.as_ref();
    let place = place.map_or_else(String::new, |place| {
        format!(" ({})", clean(&place.to_string()))
    });
    match (&edit.from, &edit.to) {
        (_, None) => format!("{path}: leave it out{place}"),
        (None, to) => format!("{path}: give {}{place}", value(to.as_ref())),
        (from, to) => format!(
            "{path}: {} instead of {}{place}",
            value(to.as_ref()),
            value(from.as_ref())
        ),
    }
}

/// The heading of a condition: the line's word, and what an exception cites.
pub fn heading(condition: &Condition) -> String {
    match &condition.cites {
        Some(cites) => format!("{} ({})", line(condition.line), clean(cites)),
        None => line(condition.line).to_owned(),
    }
}
