//! The gravest filings, each with its reasons.

use crate::compile::plan::Ir;
use crate::evaluate::verdicts::{Finding, Verdict};
use crate::report::Place;
use crate::report::outline::{Standing, standing};
use crate::report::style::{self, paint};
use crate::report::summary::Summary;
use crate::report::table::Page;
use crate::report::text::{clean, counted, cut, grouped, padding, width};
use crate::report::worst::Grave;

pub fn render(page: &mut Page, summary: &Summary, ir: &Ir) {
    let kept = summary.worst.kept();
    if kept.is_empty() {
        return;
    }
    let all = summary.of(Verdict::Violates) + summary.of(Verdict::Undetermined);
    let beside = if all > kept.len() as u64 {
        format!("{} of {}", kept.len(), grouped(all))
    } else {
        counted(all, "filing", "filings")
    };
    page.heading("The gravest filings", &beside);
    let mut bare = false;
    for grave in kept {
        // Filings without reasons to show stand close together.
        if !(bare && grave.findings.is_empty()) {
            page.line("");
        }
        bare = grave.findings.is_empty();
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
    for (finding, place) in &grave.findings {
        reason(page, ir, finding, place.as_ref());
    }
    if grave.more > 0 {
        let findings = counted(grave.more as u64, "more finding", "more findings");
        page.paragraph(4, "", style::FAINT, &findings);
    }
}

fn reason(page: &mut Page, ir: &Ir, finding: &Finding, place: Option<&Place>) {
    let clause = ir.clause(finding.clause);
    let standing = standing(clause);
    let (mark, mark_style) = match (standing, finding.verdict) {
        (Standing::Duty, Verdict::Violates) => ("✗", style::BAD),
        (Standing::Duty, _) => ("?", style::CAUTION),
        (Standing::Advice, _) => ("i", style::ADVICE),
        (Standing::Office(..), _) => ("→", style::ADVICE),
    };
    let subject = finding.subject.label.as_deref().unwrap_or("");
    let place = place.map(|place| clean(&place.to_string()).into_owned());
    let place = place.unwrap_or_default();
    // The place stands at the right margin if there is room, else on a line of its own.
    let left = format!("{} {}", clause.id, clean(subject));
    let left = cut(left.trim_end(), page.columns.saturating_sub(6));
    let room = page.columns.saturating_sub(6 + width(&left) + 2);
    let beside = !place.is_empty() && width(&place) <= room;
    let gap = " ".repeat(padding(&place, room) + 2);
    let mut line = format!("    {} {left}", paint(mark_style, mark));
    if beside {
        line.push_str(&gap);
        line.push_str(&paint(style::FAINT, &place));
    }
    page.line(&line);
    page.paragraph(6, "", anstyle::Style::new(), &finding.message);
    let mut law = clause.cites.clone();
    match standing {
        Standing::Duty => {}
        Standing::Advice => law.push_str(" · advice, not weighed"),
        Standing::Office(_, label) => law.push_str(&format!(" · owed by {label}, not weighed")),
    }
    if let Some((_, label)) = &clause.authority {
        law.push_str(&format!(" · {label}"));
    }
    if clause.review.is_some() {
        law.push_str(" · † under review");
    }
    page.paragraph(6, "", style::FAINT, &law);
    if !beside && !place.is_empty() {
        page.paragraph(6, "", style::FAINT, &place);
    }
    if let Some(remedy) = &finding.remedy {
        page.paragraph(8, &paint(style::GOOD, "↳ "), style::GOOD, remedy);
    }
}
