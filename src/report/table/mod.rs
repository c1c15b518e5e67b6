//! The report for people.
//!
//! Comes in: the summary of a batch. Goes out: a page, coloured, at most as wide as asked: what was
//! read, judged and rejected; each clause's verdicts as a bar; the gravest filings with their reasons;
//! indicators; what was odd and what was rejected. It decides nothing and counts nothing.

mod bar;
mod clauses;
mod filings;

use crate::check::ir::{IndicatorTotal, Ir};
use crate::evaluate::verdicts::Verdict;
use crate::report::brief::unread;
use crate::report::style::{self, paint};
use crate::report::summary::{SHOWN_CAUSES, Summary};
use crate::report::text::{clean, counted, cut, grouped, padding, width, wrap};
use crate::report::totals::{self, Running};
use crate::value::{Day, number};
use crate::vocabulary::{Unit, ValueType};

/// How many warnings are shown.
const KEPT_WARNINGS: usize = 20;
/// The narrowest page.
const NARROW: usize = 60;
/// The widest page; longer lines are hard to follow.
const WIDE: usize = 120;

/// The page for a batch judged on a date.
pub fn render(summary: &Summary, ir: &Ir, as_of: Day, columns: usize) -> String {
    let mut page = Page {
        columns: columns.clamp(NARROW, WIDE),
        text: String::new(),
    };
    opening(&mut page, summary, as_of);
    if summary.judged > 0 {
        clauses::render(&mut page, summary, ir);
        filings::render(&mut page, summary, ir);
        indicators(&mut page, summary, ir);
    }
    warnings(&mut page, summary);
    rejects(&mut page, summary);
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
    page.line(&format!(
        "{}   {} judged   {rejected}   {}",
        paint(style::HEADING, &format!("{} read", grouped(summary.read()))),
        grouped(summary.judged),
        paint(style::FAINT, &format!("as of {as_of}")),
    ));
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
    let names = rows
        .iter()
        .map(|(indicator, _)| width(&clean(name_of(indicator))))
        .max();
    let names = names.unwrap_or(0).min(page.columns / 2);
    let values: Vec<String> = rows
        .iter()
        .map(|(indicator, all)| value_of(indicator, all))
        .collect();
    let widest = values.iter().map(|value| width(value)).max().unwrap_or(0);
    for ((indicator, running), value) in rows.iter().zip(&values) {
        let name = cut(name_of(indicator), names);
        let how = indicator.total.map_or("not totalled", totals::word);
        let of = counted(running.known, "filing", "filings");
        let left_out = match running.left_out {
            0 => String::new(),
            count => format!(", leaves out {}", grouped(count)),
        };
        let lead = format!(
            "  {name}{}  {}{value}  ",
            " ".repeat(padding(&name, names)),
            " ".repeat(padding(value, widest)),
        );
        let beside = format!("{how} of {of}{left_out}");
        if width(&lead) + width(&beside) <= page.columns {
            page.line(&format!("{lead}{}", paint(style::FAINT, &beside)));
        } else {
            page.line(&lead);
            page.paragraph(6, "", style::FAINT, &beside);
        }
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
    page.heading("Rejected", &grouped(summary.rejected));
    for cause in summary.rejects.iter().take(SHOWN_CAUSES) {
        let key = cause.key.as_deref().unwrap_or("");
        page.paragraph(2, "", style::BAD, &format!("{} {key}", cause.place()));
        page.paragraph(6, "", anstyle::Style::new(), &cause.reason.text);
        if let Some(others) = cause.others() {
            page.paragraph(6, "", style::FAINT, &others);
        }
    }
    let more = summary.rejects.count().saturating_sub(SHOWN_CAUSES as u64);
    if more > 0 {
        let words = format!(
            "{} more causes; --rejects FILE lists all filings",
            grouped(more)
        );
        page.paragraph(2, "", style::FAINT, &words);
    }
}
