//! A filing that was judged alone, whole: every clause with its verdict, every finding with its reasons.

use crate::check::ir::Ir;
use crate::evaluate::verdicts::{Finding, Verdict};
use crate::report::outline::{is_judged, spoken};
use crate::report::style::{self, paint};
use crate::report::summary::Lone;
use crate::report::table::ranking::named;
use crate::report::table::{Page, filings};
use crate::report::text::{clean, counted, padding, width};
use crate::source::Place;

pub fn render(page: &mut Page, lone: &Lone, ir: &Ir) {
    let judged = &lone.judged;
    let version = &ir.versions[judged.version];
    page.heading(
        &clean(&judged.key),
        &format!("{} under {}", judged.year, version.name),
    );
    page.paragraph(2, "", style::FAINT, &version.title);
    let mut findings: Vec<(&Finding, Option<&Place>)> = judged
        .findings
        .iter()
        .enumerate()
        .map(|(at, finding)| (finding, lone.places.get(at).and_then(Option::as_ref)))
        .filter(|(finding, _)| finding.verdict >= Verdict::Undetermined)
        .collect();
    // A stable sort: within one rank findings stay in the order of the ruleset.
    findings.sort_by_key(|(finding, _)| crate::report::worst::rank(ir, finding));
    for (finding, place) in findings {
        page.line("");
        filings::finding(page, ir, finding, 0, place);
        for because in &finding.because {
            let words = format!("{} = {}", because.expression, because.value);
            page.paragraph(8, &paint(style::FAINT, "· "), style::FAINT, &words);
        }
    }
    let more: usize = judged.left_out.iter().map(|(_, count)| count).sum();
    if more > 0 {
        let findings = counted(more as u64, "more finding", "more findings");
        page.line("");
        page.paragraph(4, "", style::FAINT, &findings);
    }
    clauses(page, lone, ir);
}

/// Every clause of the version under its verdict, so that nothing has to be asked for.
fn clauses(page: &mut Page, lone: &Lone, ir: &Ir) {
    let judged = &lone.judged;
    let version = &ir.versions[judged.version];
    let mut reviewed = false;
    for verdict in Verdict::ALL {
        let names: Vec<String> = version
            .entries
            .iter()
            .zip(&judged.clauses)
            .filter(|(_, given)| **given == Some(verdict))
            .map(|(entry, _)| match spoken(ir, judged.version, entry) {
                Some(id) => {
                    reviewed |= !ir.clause(id).marks.is_empty();
                    named(ir.clause(id), page.columns.saturating_sub(4))
                }
                None => entry.id.clone(),
            })
            .collect();
        let style = style::of(verdict);
        list(page, &verdict.as_str().replace('_', " "), style, &names);
    }
    let unjudged: Vec<String> = version
        .entries
        .iter()
        .filter(|entry| !is_judged(ir, entry))
        .map(|entry| entry.id.clone())
        .collect();
    list(page, "printed, not judged", style::FAINT, &unjudged);
    if reviewed {
        page.review_legend();
    }
}

/// Names under a heading, in as many columns as fit.
fn list(page: &mut Page, heading: &str, style: anstyle::Style, names: &[String]) {
    if names.is_empty() {
        return;
    }
    page.line("");
    let count = counted(names.len() as u64, "clause", "clauses");
    page.line(&format!(
        "  {}  {}",
        paint(style, heading),
        paint(style::FAINT, &count)
    ));
    let widest = names.iter().map(|name| width(name)).max().unwrap_or(0) + 2;
    let across = (page.columns.saturating_sub(4) / widest).clamp(1, 4);
    for row in names.chunks(across) {
        let mut line = "    ".to_owned();
        for name in row {
            line.push_str(name);
            line.push_str(&" ".repeat(padding(name, widest)));
        }
        page.line(&line);
    }
}
