//! Every clause of each version that judged something: its verdicts as a bar and in numbers.

use crate::check::ir::{ClauseId, Ir};
use crate::evaluate::verdicts::Verdict;
use crate::report::outline::{Standing, is_judged, spoken, standing};
use crate::report::style::{self, paint};
use crate::report::summary::{Counts, Summary};
use crate::report::table::{Page, bar};
use crate::report::text::{counted, cut, grouped, padding, width};

/// The headings of the numbers, the gravest first.
const HEADINGS: [&str; 5] = ["broken", "undet.", "complies", "exempt", "n/a"];
/// Beside a clause whose encoding a lawyer still has to check.
pub const REVIEW: &str = "†";

struct Row<'ir> {
    id: &'ir str,
    clause: ClauseId,
    counts: Counts,
}

/// How the columns of the page are shared out.
struct Widths {
    name: usize,
    bar: usize,
    /// The room of each number shown, the gravest first.
    numbers: Vec<usize>,
}

pub fn render(page: &mut Page, summary: &Summary, ir: &Ir) {
    legend(page, summary, ir);
    for (at, version) in ir.versions.iter().enumerate() {
        let counts = &summary.versions[at];
        if counts.filings == 0 {
            continue;
        }
        let filings = counted(counts.filings, "filing", "filings");
        page.heading(&format!("{}  {}", version.name, version.title), &filings);
        let mut rows = Vec::new();
        let mut unjudged = 0;
        for (entry, counts) in version.entries.iter().zip(&counts.entries) {
            match spoken(ir, at, entry) {
                Some(clause) if is_judged(ir, entry) => rows.push(Row {
                    id: &entry.id,
                    clause,
                    counts: *counts,
                }),
                _ => unjudged += 1,
            }
        }
        let widths = widths(page.columns, &rows, ir);
        headings(page, &widths);
        group(page, ir, &rows, &widths, Standing::Duty, "");
        group(
            page,
            ir,
            &rows,
            &widths,
            Standing::Advice,
            "advice: recommended, not weighed",
        );
        for office in offices(ir, &rows) {
            let Standing::Office(name, label) = office else {
                continue;
            };
            let heading = format!("{label} ({name}): what this office owes, not weighed");
            group(page, ir, &rows, &widths, office, &heading);
        }
        if unjudged > 0 {
            let clauses = counted(unjudged, "clause is", "clauses are");
            page.paragraph(
                2,
                "",
                style::FAINT,
                &format!("{clauses} printed, not judged"),
            );
        }
    }
}

fn legend(page: &mut Page, summary: &Summary, ir: &Ir) {
    let words = [
        "violates",
        "undetermined",
        "complies",
        "exempt",
        "not applicable",
    ];
    page.line("");
    let mut line = String::new();
    let mut taken = 0;
    for (verdict, word) in Verdict::ALL.into_iter().zip(words) {
        let glyph = paint(style::of(verdict), &bar::glyph(verdict).to_string());
        let room = 5 + width(word);
        if taken + room > page.columns {
            page.line(&std::mem::take(&mut line));
            taken = 0;
        }
        line.push_str(&format!("  {glyph} {} ", paint(style::FAINT, word)));
        taken += room;
    }
    page.line(&line);
    let reviewed = ir.versions.iter().enumerate().any(|(at, version)| {
        let texts = version
            .entries
            .iter()
            .filter_map(|entry| spoken(ir, at, entry));
        let mut texts = texts.map(|id| ir.clause(id));
        summary.versions[at].filings > 0 && texts.any(|clause| !clause.marks.is_empty())
    });
    if reviewed {
        page.review_legend();
    }
}

fn widths(columns: usize, rows: &[Row<'_>], ir: &Ir) -> Widths {
    // A narrow page has room for what somebody has to act on.
    let shown = if columns < 70 { 2 } else { 5 };
    let mut numbers: Vec<usize> = HEADINGS.into_iter().take(shown).map(width).collect();
    for row in rows {
        for (at, verdict) in Verdict::ALL.into_iter().take(shown).enumerate() {
            numbers[at] = numbers[at].max(grouped(row.counts[verdict as usize]).len());
        }
    }
    let fixed = 2 + 2 + numbers.iter().map(|room| room + 2).sum::<usize>();
    let free = columns.saturating_sub(fixed);
    let longest = rows
        .iter()
        .map(|row| width(row.id) + width(&review(row, ir)))
        .max()
        .unwrap_or(0);
    // The bar needs ten columns to say anything; the names have what is left of the page.
    let name = longest.min(free.saturating_sub(10)).max(12);
    Widths {
        name,
        bar: free.saturating_sub(name).min(40),
        numbers,
    }
}

/// The mark that is never cut.
fn review(row: &Row<'_>, ir: &Ir) -> String {
    match ir.clause(row.clause).marks.is_empty() {
        false => format!(" {REVIEW}"),
        true => String::new(),
    }
}

fn headings(page: &mut Page, widths: &Widths) {
    let mut line = " ".repeat(2 + widths.name + 2 + widths.bar);
    for (heading, room) in HEADINGS.into_iter().zip(&widths.numbers) {
        line.push_str(&format!("  {heading:>room$}"));
    }
    page.line(&paint(style::FAINT, &line));
}

fn group(
    page: &mut Page,
    ir: &Ir,
    rows: &[Row<'_>],
    widths: &Widths,
    wanted: Standing<'_>,
    heading: &str,
) {
    let members = rows
        .iter()
        .filter(|row| standing(ir.clause(row.clause)) == wanted);
    let mut first = true;
    for row in members {
        if first && !heading.is_empty() {
            page.paragraph(2, "", style::ADVICE, heading);
        }
        first = false;
        let review = review(row, ir);
        let room = widths.name.saturating_sub(width(&review));
        let name = format!("{}{review}", cut(row.id, room));
        let mut line = format!(
            "  {name}{}  {}",
            " ".repeat(padding(&name, widths.name)),
            bar::stacked(&row.counts, widths.bar),
        );
        if row.counts.iter().all(|count| *count == 0) {
            line.push_str(&" ".repeat(widths.bar));
        }
        for (verdict, room) in Verdict::ALL.into_iter().zip(&widths.numbers) {
            let count = row.counts[verdict as usize];
            let number = format!("{:>room$}", grouped(count));
            let style = if count == 0 {
                style::FAINT
            } else {
                style::of(verdict)
            };
            line.push_str("  ");
            line.push_str(&paint(style, &number));
        }
        page.line(&line);
    }
}

fn offices<'ir>(ir: &'ir Ir, rows: &[Row<'_>]) -> Vec<Standing<'ir>> {
    let mut offices = Vec::new();
    for row in rows {
        let standing = standing(ir.clause(row.clause));
        if matches!(standing, Standing::Office(..)) && !offices.contains(&standing) {
            offices.push(standing);
        }
    }
    offices
}
