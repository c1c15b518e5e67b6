//! The gravest filings, each with its reasons.

use crate::check::ir::{Clause, Ir};
use crate::evaluate::verdicts::Verdict;
use crate::report::outline::{Standing, standing};
use crate::report::style::{self, paint};
use crate::report::summary::Summary;
use crate::report::table::Page;
use crate::report::text::{clean, counted, cut, grouped, padding, width};
use crate::report::worst::{Grave, Reason};

pub fn render(page: &mut Page, summary: &Summary, ir: &Ir) {
    let kept = summary.worst.kept();
    if kept.is_empty() {
        return;
    }
    let all = summary.of(Verdict::Violates) + summary.of(Verdict::Undetermined);
    let beside = if all > kept.len() as u64 {
        format!("{} of {}", kept.len(), grouped(all))
    } else {
        grouped(all)
    };
    page.heading("The gravest filings", &beside);
    let mut bare = false;
    for grave in kept {
        // Filings without reasons to show stand close together.
        if !(bare && grave.reasons.is_empty()) {
            page.line("");
        }
        bare = grave.reasons.is_empty();
        filing(page, ir, grave);
    }
    let more = all.saturating_sub(kept.len() as u64);
    if more > 0 {
        let filings = counted(more, "filing", "filings");
        page.line("");
        let words =
            format!("{filings} more violate or are undetermined; --format ndjson lists all");
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
    let fixed = 2 + 2 + 2 + width(&style::strip(&parts));
    let key = cut(
        &grave.key,
        (page.columns / 2).min(page.columns.saturating_sub(fixed)),
    );
    let ruleset = cut(&ruleset, page.columns.saturating_sub(fixed + width(&key)));
    let (key, ruleset) = (paint(style::HEADING, &key), paint(style::FAINT, &ruleset));
    page.line(&format!("  {key}  {ruleset}  {parts}"));
    for reason in &grave.reasons {
        show(page, ir, reason);
    }
    if grave.more > 0 {
        let findings = counted(grave.more as u64, "more finding", "more findings");
        page.paragraph(4, "", style::FAINT, &findings);
    }
}

fn show(page: &mut Page, ir: &Ir, reason: &Reason) {
    let finding = &reason.finding;
    let clause = ir.clause(finding.clause);
    let standing = standing(clause);
    let (mark, mark_style) = match (standing, finding.verdict) {
        (Standing::Duty, Verdict::Violates) => ("✗", style::BAD),
        (Standing::Duty, _) => ("?", style::CAUTION),
        (Standing::Advice, _) => ("i", style::ADVICE),
        (Standing::Office(..), _) => ("→", style::ADVICE),
    };
    let review = clause.review.as_ref().map_or("", |_| " †");
    let subject = finding.subject.label.as_deref().unwrap_or("");
    let others = match reason.others {
        0 => String::new(),
        count => format!(" and {} more", grouped(count as u64)),
    };
    let left = format!("{}{review} {}", clause.id, clean(subject));
    let left = format!("{}{others}", left.trim_end());
    let left = cut(&left, page.columns.saturating_sub(6));
    let mut line = format!("    {} {left}", paint(mark_style, mark));
    // The place stands at the right margin if there is room, else on a line of its own.
    let place = reason.place.as_ref().map(ToString::to_string);
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
    page.paragraph(6, "", style::FAINT, &law(clause));
    if let Some(remedy) = &finding.remedy {
        page.paragraph(8, &paint(style::GOOD, "↳ "), style::GOOD, remedy);
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
