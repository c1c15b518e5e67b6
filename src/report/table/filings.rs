//! The gravest filings, each with its reasons.

use crate::check::ir::{Clause, Ir};
use crate::evaluate::verdicts::{Finding, Verdict};
use crate::report::json::short;
use crate::report::outline::{Standing, standing};
use crate::report::style::{self, paint};
use crate::report::summary::Summary;
use crate::report::table::Page;
use crate::report::table::ranking::{marks, named, some_of};
use crate::report::text::{clean, counted, cut, grouped, padding, width};
use crate::report::worst::Grave;
use crate::source::Place;

pub fn render(page: &mut Page, summary: &Summary, ir: &Ir) {
    let kept = summary.worst.kept();
    if kept.is_empty() {
        return;
    }
    let all = summary.of(Verdict::Violates) + summary.of(Verdict::Undetermined);
    page.heading("The gravest filings", &some_of(kept.len(), all as usize));
    for grave in kept {
        filing(page, ir, grave);
    }
    let more = all.saturating_sub(kept.len() as u64);
    if more > 0 {
        let filings = counted(more, "filing", "filings");
        let words = format!(
            "{filings} more violate or are undetermined; --top 0 lists all, and a filing named alone \
             is shown whole"
        );
        page.paragraph(2, "", style::FAINT, &words);
    }
}

fn filing(page: &mut Page, ir: &Ir, grave: &Grave) {
    let gravity = grave.gravity;
    let mut parts = Vec::new();
    if gravity.broken > 0 {
        let clauses = counted(gravity.broken, "clause", "clauses");
        parts.push(paint(style::BAD, &format!("{clauses} broken")));
    }
    if gravity.undetermined > 0 {
        let words = format!("{} undetermined", grouped(gravity.undetermined));
        parts.push(paint(style::CAUTION, &words));
    }
    let parts = parts.join(", ");
    let ruleset = format!("{} under {}", grave.year, ir.versions[grave.version].name);
    let key = clean(&grave.key);
    let needed = 2 + width(&key) + 2 + width(&ruleset) + 2 + width(&style::strip(&parts));
    if needed <= page.columns {
        let (key, ruleset) = (paint(style::HEADING, &key), paint(style::FAINT, &ruleset));
        page.line(&format!("  {key}  {ruleset}  {parts}"));
    } else {
        page.paragraph(2, "", style::HEADING, &key);
        page.paragraph(4, "", style::FAINT, &ruleset);
        page.paragraph(4, "", anstyle::Style::new(), &style::strip(&parts));
    }
    let Some(reason) = grave.reasons.first() else {
        return;
    };
    let found = &reason.finding;
    let clause = ir.clause(found.clause);
    let subject = found.subject.label.as_deref().unwrap_or("");
    let others = match reason.others {
        0 => String::new(),
        count => format!(" and {} more", grouped(count as u64)),
    };
    let name = format!("{}{}", clause.id, marks(clause));
    let name = format!("{name} {subject}");
    let words = format!("{}{others}: {}", name.trim_end(), found.message);
    page.paragraph(
        6,
        &mark(clause, found.verdict),
        anstyle::Style::new(),
        &words,
    );
}

/// What stands before a finding: whether it weighs, and what it is.
fn mark(clause: &Clause, verdict: Verdict) -> String {
    let (sign, style) = match (standing(clause), verdict) {
        (Standing::Duty, Verdict::Violates) => ("✗", style::BAD),
        (Standing::Duty, _) => ("?", style::CAUTION),
        (Standing::Advice, _) => ("i", style::ADVICE),
        (Standing::Office(..), _) => ("→", style::ADVICE),
    };
    format!("{} ", paint(style, sign))
}

/// One finding: the clause and its subject with the place, what is wrong, by what text, what to do.
/// `others` is of how many more subjects the clause says the same.
pub fn finding(page: &mut Page, ir: &Ir, finding: &Finding, others: usize, place: Option<&Place>) {
    let clause = ir.clause(finding.clause);
    let subject = finding.subject.label.as_deref().unwrap_or("");
    let others = match others {
        0 => String::new(),
        count => format!(" and {} more", grouped(count as u64)),
    };
    // What warns and what counts keep their room; the names give way.
    let room = page.columns.saturating_sub(6 + width(&others));
    let name = named(clause, room);
    let subject = match room.saturating_sub(width(&name) + 1) {
        0..=3 => String::new(),
        _ if subject.is_empty() => String::new(),
        left => format!(" {}", cut(&clean(subject), left)),
    };
    let left = format!("{name}{subject}{others}");
    let mut line = format!("    {}{left}", mark(clause, finding.verdict));
    // The place stands at the right margin if there is room, else on a line of its own.
    let place = place.map(ToString::to_string);
    let place = clean(place.as_deref().unwrap_or(""));
    let room = page.columns.saturating_sub(6 + width(&left) + 2);
    let beside = width(&place) <= room;
    if beside {
        line.push_str(&" ".repeat(padding(&place, room) + 2));
        line.push_str(&paint(style::FAINT, &place));
    }
    page.line(&line);
    if !beside {
        page.paragraph(6, "", style::FAINT, &place);
    }
    page.paragraph(6, "", anstyle::Style::new(), &finding.message);
    let law = format!("{}{}", law(clause), text_of_act(ir, finding));
    page.paragraph(6, "", style::FAINT, &law);
    if let Some(remedy) = &finding.remedy {
        page.paragraph(8, &paint(style::GOOD, "↳ "), style::GOOD, remedy);
    }
    for question in &finding.hangs_on {
        let hangs = format!("hangs on {question}");
        page.paragraph(8, "", style::CAUTION, &hangs);
    }
}

/// The text that judged an act, where the act's date chose it.
fn text_of_act(ir: &Ir, finding: &Finding) -> String {
    let version = finding.text.and_then(|text| ir.versions.get(text));
    match (version, finding.governed_on) {
        (Some(version), Some(day)) => {
            format!(" · text of {}, for {day}", short(&version.name))
        }
        _ => String::new(),
    }
}

/// The citation, who watches over it and, if it is not the institution's duty, whose it is.
fn law(clause: &Clause) -> String {
    let mut law = clause.cites.clone();
    match standing(clause) {
        Standing::Duty => {}
        Standing::Advice => law.push_str(" · advice, not weighed"),
        Standing::Office(_, label) => law.push_str(&format!(" · owed by {label}, not weighed")),
    }
    match &clause.authority {
        Some(authority) if clause.binds.as_ref() != Some(authority) => {
            law.push_str(&format!(" · {}", authority.1));
        }
        _ => {}
    }
    law
}
