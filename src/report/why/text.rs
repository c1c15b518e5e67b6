//! Why a filing got its verdict, as a page for a terminal.

use crate::evaluate::why::{Condition, Line, Part};
use crate::report::style::{self, paint};
use crate::report::text::{clean, counted, cut};
use crate::report::why::words;
use crate::why::{SubjectWhy, Why};

/// How many columns the words of a condition take that has parts.
const WORDS: usize = 90;

/// The page.
pub fn text(why: &Why) -> String {
    let mut out = format!(
        "{}\n{}\n",
        paint(
            style::HEADING,
            &format!("{}: {}", clean(&why.clause), clean(&why.title))
        ),
        clean(&why.cites),
    );
    if let Some(authority) = &why.authority {
        out.push_str(&format!("watched over by {}\n", clean(authority)));
    }
    let verdict = match why.verdict {
        Some(verdict) => paint(style::of(verdict), verdict.as_str()),
        None => "not judged".to_owned(),
    };
    out.push_str(&format!(
        "\n{} of {}, {}: {verdict}\njudged by {} as of {}\n",
        paint(style::HEADING, &clean(&why.filing)),
        why.year,
        clean(&why.place.to_string()),
        clean(&why.ruleset),
        why.as_of
    ));
    if let Some(reason) = &why.not_judged {
        out.push_str(&format!("\nThe clause is not judged: {}\n", clean(reason)));
    } else if why.subjects.is_empty() {
        out.push_str("\nIt does not apply: there is nothing in the filing that it is about.\n");
    }
    for subject in &why.subjects {
        out.push('\n');
        told(subject, &mut out);
    }
    if why.more > 0 {
        out.push_str(&format!(
            "\n{} not shown; name one with --subject\n",
            counted(why.more as u64, "more subject is", "more subjects are")
        ));
    }
    out
}

fn told(told: &SubjectWhy, out: &mut String) {
    let name = told.subject.as_deref().unwrap_or("the filing");
    let place = told.place.as_ref();
    let place = place.map_or_else(String::new, |place| {
        format!("  {}", clean(&place.to_string()))
    });
    out.push_str(&format!(
        "{}  {}{}\n",
        paint(style::HEADING, &clean(name)),
        paint(style::of(told.verdict), told.verdict.as_str()),
        paint(style::FAINT, &place)
    ));
    let mut say = |label: &str, text: &str| {
        out.push_str(&format!("  {label}{}\n", clean(text)));
    };
    say("", &told.message);
    say("text: ", &words::judged_by(told));
    if let Some(decided) = words::decided(told) {
        say("", &decided);
    }
    out.push('\n');
    for condition in &told.conditions {
        self::condition(condition, out);
    }
    changes(told, out);
}

fn condition(condition: &Condition, out: &mut String) {
    let mark = mark(&condition.part, Some(condition.line));
    out.push_str(&format!(
        "  {}\n",
        paint(style::HEADING, &words::heading(condition))
    ));
    out.push_str(&format!("    {mark}\n"));
    parts(&condition.part, "    ", out);
}

/// `false  r.amount < 3  (…)`
fn mark(part: &Part, line: Option<Line>) -> String {
    let value = clean(&part.value);
    let good = match line {
        Some(Line::Except | Line::Subject) => None,
        _ => Some("true"),
    };
    let style = match &*value {
        value if Some(value) == good => style::GOOD,
        "false" if good.is_some() => style::BAD,
        "?" => style::CAUTION,
        _ => style::ADVICE,
    };
    let beside = words::beside(part);
    let beside = match beside.as_str() {
        "" => String::new(),
        beside => paint(style::FAINT, &format!("  ({beside})")),
    };
    // What its parts tell is not told twice.
    let called = words::called(part);
    let called = match part.parts.is_empty() {
        true => called.into(),
        false => cut(&called, WORDS),
    };
    format!("{}  {called}{beside}", paint(style, &value))
}

fn parts(part: &Part, indent: &str, out: &mut String) {
    let left_out = words::left_out(part);
    for (at, inner) in part.parts.iter().enumerate() {
        let last = at + 1 == part.parts.len() && left_out.is_none();
        let (branch, below) = match last {
            true => ("└ ", "  "),
            false => ("├ ", "│ "),
        };
        out.push_str(&format!("{indent}{branch}{}\n", mark(inner, None)));
        parts(inner, &format!("{indent}{below}"), out);
    }
    if let Some(left_out) = left_out {
        out.push_str(&format!("{indent}└ {left_out}\n"));
    }
}

fn changes(told: &SubjectWhy, out: &mut String) {
    if !told.missing.is_empty() || !told.failed.is_empty() {
        out.push_str("\n  What would settle it\n");
    }
    for path in &told.missing {
        let settling = told.settling.iter().find(|one| one.path == *path);
        let said = settling.map(words::settling).unwrap_or_default();
        let said = match said.as_str() {
            "" => String::new(),
            said => format!("  {said}"),
        };
        out.push_str(&format!("    {}{said}\n", clean(path)));
    }
    for failed in &told.failed {
        out.push_str(&format!("    cannot compute {}\n", clean(failed)));
    }
    if let Some(mends) = &told.mends {
        out.push_str("\n  What would mend it\n");
        for (at, mend) in mends.iter().enumerate() {
            let or = if at > 0 { "or " } else { "" };
            out.push_str(&format!("    {or}{}\n", words::edit(mend)));
        }
        if mends.is_empty() {
            out.push_str("    no single change of a field mends it\n");
        }
    }
    if let Some(remedy) = &told.remedy {
        out.push_str(&format!("\n  remedy: {}\n", clean(remedy)));
    }
}
