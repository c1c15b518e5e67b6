//! The report for people.
//!
//! Comes in: the summary of a batch. Goes out: a page, coloured, at most as wide as asked and short enough
//! for a screen: what was read, judged and rejected, and why; the five verdicts; the clauses most broken,
//! the fields most wanted, the gravest filings; indicators; what was odd. A filing judged alone is shown
//! whole. It decides nothing and counts nothing.
//!
//! Invariants: no number is cut, nor the marks that say what a verdict weighs and who still has to check
//! it: names give way to them.

mod bar;
mod clauses;
mod filings;
mod lone;
mod ranking;

pub(in crate::report) use bar::glyph;
pub(in crate::report) use ranking::ranked;

use crate::check::ir::{IndicatorTotal, Ir};
use crate::evaluate::verdicts::Verdict;
use crate::report::brief::unread;
use crate::report::style::{self, paint};
use crate::report::summary::Summary;
use crate::report::text::{clean, counted, cut, grouped, padding, width, wrap};
use crate::report::totals::{self, Running};
use crate::value::{Day, number};
use crate::vocabulary::{Unit, ValueType};

/// How many warnings are shown.
const KEPT_WARNINGS: usize = 20;
/// The narrowest page.
const NARROW: usize = 40;
/// The widest page; longer lines are hard to follow.
const WIDE: usize = 120;

/// The page for a batch judged on a date.
pub fn render(summary: &Summary, ir: &Ir, as_of: Day, columns: usize) -> String {
    let mut page = Page {
        columns: columns.clamp(NARROW, WIDE),
        text: String::new(),
    };
    opening(&mut page, summary, as_of);
    // What was not judged comes first: it is what a long page would hide.
    rejects(&mut page, summary);
    if let Some(lone) = &summary.lone {
        lone::render(&mut page, lone, ir);
    } else if summary.judged > 0 {
        if summary.top == usize::MAX {
            clauses::render(&mut page, summary, ir);
        }
        ranking::clauses(&mut page, summary, ir);
        ranking::fields(&mut page, summary);
        ranking::authorities(&mut page, summary, ir);
        filings::render(&mut page, summary, ir);
    }
    if summary.judged > 0 {
        indicators(&mut page, summary, ir);
    }
    warnings(&mut page, summary);
    page.text
}

/// The text of a page and how wide it may be.
struct Page {
    columns: usize,
    text: String,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// An empty line, then a heading with a word beside it.
    fn heading(&mut self, heading: &str, beside: &str) {
        let room = self.columns.saturating_sub(2 + width(beside));
        let heading = cut(heading, room);
        self.line("");
        let beside = if beside.is_empty() {
            String::new()
        } else {
            format!("  {}", paint(style::FAINT, beside))
        };
        self.line(&format!("{}{beside}", paint(style::HEADING, &heading)));
    }

    /// What the mark beside a clause means.
    fn review_legend(&mut self) {
        let mark = format!("{} ", clauses::REVIEW);
        let words = "a lawyer still has to check how this clause was written down";
        self.paragraph(4, &paint(style::CAUTION, &mark), style::FAINT, words);
    }

    /// Words in a style, broken into lines that all start `indent` columns from the margin; `mark` stands
    /// before the first, inside the indent.
    fn paragraph(&mut self, indent: usize, mark: &str, style: anstyle::Style, words: &str) {
        for (at, line) in wrap(words, self.columns.saturating_sub(indent))
            .iter()
            .enumerate()
        {
            let lead = if at == 0 { mark } else { "" };
            let spaces = " ".repeat(indent - width_of_mark(lead).min(indent));
            let line = paint(style, line);
            self.line(&match at {
                0 => format!("{spaces}{lead}{line}"),
                _ => format!("{}{line}", " ".repeat(indent)),
            });
        }
    }
}

/// The columns of a mark that may be coloured.
fn width_of_mark(mark: &str) -> usize {
    width(&style::strip(mark))
}

fn opening(page: &mut Page, summary: &Summary, as_of: Day) {
    let rejected = format!("{} rejected", grouped(summary.rejected));
    let rejected = match summary.rejected {
        0 => rejected,
        _ => paint(style::BAD, &rejected),
    };
    let line = format!(
        "{}   {} judged   {rejected}",
        paint(style::HEADING, &format!("{} read", grouped(summary.read()))),
        grouped(summary.judged),
    );
    let date = format!("as of {as_of}");
    if width(&style::strip(&line)) + 3 + width(&date) <= page.columns {
        page.line(&format!("{line}   {}", paint(style::FAINT, &date)));
    } else {
        page.line(&line);
        page.line(&paint(style::FAINT, &date));
    }
    // A filing alone says its verdict clause by clause.
    if summary.judged == 0 {
        return;
    }
    page.line("");
    let most = summary.verdicts.iter().copied().max().unwrap_or(0);
    let digits = grouped(most).len();
    let room = page.columns.saturating_sub(2 + 14 + 2 + digits + 8).min(48);
    for verdict in Verdict::ALL {
        let count = summary.of(verdict);
        if count == 0 {
            continue;
        }
        let share = format!("{:>4}", percent(count, summary.judged));
        page.line(&format!(
            "  {:<14}  {:>digits$}  {}  {}",
            verdict.as_str().replace('_', " "),
            grouped(count),
            paint(style::FAINT, &share),
            bar::single(verdict, count, summary.judged, room),
        ));
    }
}

/// A share in whole percent, which says 0 and 100 only of nothing and of all.
fn percent(part: u64, whole: u64) -> String {
    let (part, whole) = (u128::from(part), u128::from(whole.max(1)));
    let rounded = (part * 200 + whole) / (whole * 2);
    match rounded {
        0 if part > 0 => "<1%".to_owned(),
        100 if part < whole => ">99%".to_owned(),
        _ => format!("{rounded}%"),
    }
}

fn indicators(page: &mut Page, summary: &Summary, ir: &Ir) {
    let rows: Vec<(&IndicatorTotal, &Running)> = ir
        .indicators
        .iter()
        .zip(&summary.indicators)
        .filter(|(_, running)| running.known + running.left_out > 0)
        .collect();
    if rows.is_empty() {
        return;
    }
    page.heading("Indicators", "");
    let lines: Vec<(String, String)> = rows
        .iter()
        .map(|(indicator, running)| (value_of(indicator, running), extent(indicator, running)))
        .collect();
    let values = lines
        .iter()
        .map(|(value, _)| width(value))
        .max()
        .unwrap_or(0);
    let extents = lines
        .iter()
        .map(|(_, extent)| width(extent))
        .max()
        .unwrap_or(0);
    let room = page.columns.saturating_sub(2 + 2 + values + 2 + extents);
    let names = rows
        .iter()
        .map(|(indicator, _)| width(&clean(name_of(indicator))));
    let names = names.max().unwrap_or(0).min(room);
    for ((indicator, _), (value, extent)) in rows.iter().zip(&lines) {
        let name = clean(name_of(indicator));
        let beside = |name: &str| {
            format!(
                "  {name}{}  {}{value}  {}",
                " ".repeat(padding(name, names)),
                " ".repeat(padding(value, values)),
                paint(style::FAINT, extent),
            )
        };
        if room >= 24 {
            // The end of a long name goes on below; no number is cut.
            let broken = wrap(&name, names);
            let mut parts = broken.iter();
            page.line(&beside(parts.next().map_or("", String::as_str)));
            for part in parts {
                page.line(&format!("    {part}"));
            }
        } else {
            page.paragraph(2, "", anstyle::Style::new(), &name);
            let words = format!("{value}  {}", paint(style::FAINT, extent));
            if width(value) + 2 + width(extent) + 6 <= page.columns {
                page.line(&format!("      {words}"));
            } else {
                page.paragraph(6, "", anstyle::Style::new(), value);
                page.paragraph(6, "", style::FAINT, extent);
            }
        }
    }
}

/// `sum of 60 filings, leaves out 9`
pub(in crate::report) fn extent(indicator: &IndicatorTotal, running: &Running) -> String {
    let left_out = grouped(running.left_out);
    if running.known == 0 {
        return format!("no filing has a value, leaves out {left_out}");
    }
    let how = indicator.total.map_or("not totalled", totals::word);
    let of = counted(running.known, "filing", "filings");
    match running.left_out {
        0 => format!("{how} of {of}"),
        _ => format!("{how} of {of}, leaves out {left_out}"),
    }
}

pub(in crate::report) fn name_of(indicator: &IndicatorTotal) -> &str {
    if indicator.title.is_empty() {
        &indicator.name
    } else {
        &indicator.title
    }
}

pub(in crate::report) fn value_of(indicator: &IndicatorTotal, running: &Running) -> String {
    match running.total(indicator) {
        None => "–".to_owned(),
        Some((value, ValueType::Number { unit, scale })) => match unit {
            Unit::Money(currency) => {
                format!("{} {currency}", number::format_grouped(value, scale))
            }
            _ => number::format(value, scale, 0),
        },
        Some((value, _)) => value.to_string(),
    }
}

fn warnings(page: &mut Page, summary: &Summary) {
    let unread = unread(&summary.warnings);
    if summary.warnings.is_empty() && unread.is_none() {
        return;
    }
    page.heading("Warnings", "");
    if let Some(unread) = unread {
        page.paragraph(4, "", style::FAINT, &unread);
    }
    for warning in summary.warnings.lines().take(KEPT_WARNINGS) {
        let mark = paint(style::CAUTION, "! ");
        page.paragraph(4, &mark, anstyle::Style::new(), &warning);
    }
    let more = summary
        .warnings
        .lines()
        .count()
        .saturating_sub(KEPT_WARNINGS);
    if more > 0 {
        page.paragraph(
            4,
            "",
            style::FAINT,
            &format!("{} more", grouped(more as u64)),
        );
    }
}

fn rejects(page: &mut Page, summary: &Summary) {
    if summary.rejected == 0 {
        return;
    }
    let all = counted(summary.rejected, "filing", "filings");
    page.heading("Rejected", &all);
    let causes = summary.rejects.ranked();
    let shown = causes.len().min(summary.top);
    for cause in &causes[..shown] {
        let key = cause.key.as_deref().unwrap_or("");
        page.paragraph(2, "", style::BAD, &format!("{} {key}", cause.place()));
        page.paragraph(6, "", anstyle::Style::new(), &cause.reason.text);
        if let Some(others) = cause.others() {
            page.paragraph(6, "", style::FAINT, &others);
        }
    }
    let more = summary.rejects.count().saturating_sub(shown as u64);
    if more > 0 {
        let words = format!("{} more causes", grouped(more));
        page.paragraph(2, "", style::FAINT, &words);
    }
    page.paragraph(2, "", style::FAINT, "--rejects FILE lists them one by one");
}
