//! An impact as a page for people.

use crate::evaluate::verdicts::Verdict;
use crate::impact::{Attributed, Cause, Flip, Impact, Kind, Row, Table};
use crate::report::impact::{kinds, left_out, loud, named, said, word};
use crate::report::style::{self, paint};
use crate::report::text::{clean, counted, cut, grouped, wrap};

/// The narrowest and the widest page.
const NARROW: usize = 70;
const WIDE: usize = 120;

/// The page for people.
pub fn table(impact: &Impact, columns: usize) -> String {
    let title = format!("{} → {}", clean(&impact.old), clean(&impact.new));
    let mut page = format!(
        "{}   {}\n",
        paint(style::HEADING, &title),
        paint(style::FAINT, &format!("as of {}", impact.as_of))
    );
    let acts = format!("  {}\n", impact.acts.words());
    page.push_str(&paint(style::FAINT, &acts));
    page.push_str(&changes(impact, columns));
    page
}

/// The same without what is compared with what.
pub fn changes(impact: &Impact, columns: usize) -> String {
    let mut page = Page {
        columns: columns.clamp(NARROW, WIDE),
        text: String::new(),
    };
    page.opening(impact);
    if impact.compared > 0 {
        page.text.push('\n');
        page.heading("Filings as wholes", &kinds(&impact.whole));
        page.matrix(&impact.whole.table);
        for flip in &impact.whole.flips {
            page.flip(flip);
        }
        page.more(left_out(&impact.whole));
    }
    for row in loud(impact) {
        page.clause(row);
    }
    let quiet = impact.rows.iter().filter(|row| row.is_quiet()).count();
    if quiet > 0 && impact.compared > 0 {
        let words = format!(
            "{} without a flip",
            counted(quiet as u64, "clause", "clauses")
        );
        page.text.push('\n');
        page.line(&paint(style::FAINT, &words));
    }
    page.years(impact);
    page.rejects(impact);
    page.text
}

struct Page {
    columns: usize,
    text: String,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn heading(&mut self, heading: &str, beside: &str) {
        let heading = cut(heading, self.columns);
        let mut line = paint(style::HEADING, &heading);
        if !beside.is_empty() {
            line.push_str(&format!("  {}", paint(style::FAINT, beside)));
        }
        self.line(&line);
    }

    /// Words broken into lines, all `indent` from the margin, after a lead of that width.
    fn words(&mut self, lead: &str, indent: usize, style: anstyle::Style, words: &str) {
        let room = self.columns.saturating_sub(indent);
        for (at, line) in wrap(words, room).iter().enumerate() {
            let lead = if at == 0 { lead } else { "" };
            self.line(&format!("{lead:<indent$}{}", paint(style, line)));
        }
    }

    fn opening(&mut self, impact: &Impact) {
        let mut line = format!("{} compared", counted(impact.compared, "filing", "filings"));
        for (count, words) in [
            (impact.unreadable, "read by neither"),
            (impact.only_old, "read by the old rules alone"),
            (impact.only_new, "read by the new rules alone"),
        ] {
            if count > 0 {
                let words = format!("{} {words}", grouped(count));
                line.push_str(&format!("   {}", paint(style::BAD, &words)));
            }
        }
        self.line(&line);
        let kinds: Vec<String> = Kind::ALL
            .into_iter()
            .filter(|kind| impact.of(*kind) > 0)
            .map(|kind| {
                let words = format!("{} {}", grouped(impact.of(kind)), kind.words());
                paint(ink(kind), &words)
            })
            .collect();
        let flips = match impact.flipped() {
            0 if impact.compared == 0 => paint(style::BAD, "nothing could be compared"),
            0 if impact.whole.flipped() > 0 => "no verdict of a clause flips".to_owned(),
            0 => paint(style::GOOD, "no verdict flips"),
            1 => format!("1 verdict of a clause flips: {}", kinds.join(", ")),
            count => {
                let count = grouped(count);
                format!("{count} verdicts of clauses flip: {}", kinds.join(", "))
            }
        };
        self.line(&flips);
        let whole = impact.whole.flipped();
        if whole > 0 {
            let filings = counted(whole, "filing flips", "filings flip");
            self.line(&format!(
                "{filings} as a whole: {}",
                super::kinds(&impact.whole)
            ));
        }
    }

    fn matrix(&mut self, table: &Table) {
        let mut head = format!("  {:<16}", "was → is");
        for verdict in Verdict::ALL {
            head.push_str(&format!("  {:>14}", word(verdict)));
        }
        self.line(&paint(style::FAINT, &head));
        for was in Verdict::ALL {
            let counts = table[was as usize];
            if counts.iter().all(|count| *count == 0) {
                continue;
            }
            let mut line = format!("  {:<16}", word(was));
            for is in Verdict::ALL {
                let count = counts[is as usize];
                let words = match count {
                    0 => "·".to_owned(),
                    count => grouped(count),
                };
                let words = format!("{words:>14}");
                let words = match Kind::of(was, is) {
                    Some(kind) if count > 0 => paint(ink(kind), &words),
                    _ => paint(style::FAINT, &words),
                };
                line.push_str(&format!("  {words}"));
            }
            self.line(&line);
        }
    }

    fn clause(&mut self, row: &Row) {
        self.text.push('\n');
        let mut beside = kinds(row);
        for (count, words) in [
            (row.added, "only by the new rules"),
            (row.repealed, "only by the old rules"),
        ] {
            if count > 0 {
                let comma = if beside.is_empty() { "" } else { ", " };
                let count = counted(count, "filing", "filings");
                beside.push_str(&format!("{comma}{count} judged {words}"));
            }
        }
        self.heading(&format!("{} {}", row.id, row.title), "");
        self.words("  ", 2, style::FAINT, &beside);
        if row.flipped() > 0 {
            self.matrix(&row.table);
        }
        for flip in &row.flips {
            self.flip(flip);
        }
        self.more(left_out(row));
    }

    fn flip(&mut self, flip: &Flip) {
        let verdicts = format!("{} → {}", word(flip.was), word(flip.is));
        let line = format!(
            "  {} {}  {}",
            paint(ink(flip.kind), mark(flip.kind)),
            clean(&named(&flip.who)),
            paint(ink(flip.kind), &verdicts)
        );
        self.line(&line);
        for (lead, reason) in [
            ("      was  ", &flip.was_for),
            ("      is   ", &flip.is_for),
        ] {
            let Some(reason) = reason else { continue };
            self.words(lead, 11, anstyle::Style::new(), &said(reason));
            for because in &reason.because {
                let words = format!("{} = {}", because.expression, because.value);
                self.words("", 13, style::FAINT, &words);
            }
        }
        for question in &flip.hangs_on {
            self.words("      hangs on  ", 16, anstyle::Style::new(), question);
        }
    }

    fn more(&mut self, count: u64) {
        if count > 0 {
            let words = format!("    {} more", grouped(count));
            self.line(&paint(style::FAINT, &words));
        }
    }

    fn years(&mut self, impact: &Impact) {
        let Some(years) = &impact.years else { return };
        self.text.push('\n');
        let mut beside = format!(
            "{} of both years",
            counted(years.matched, "institution", "institutions")
        );
        for (count, words) in [
            (years.newcomers, "this year alone"),
            (years.gone, "last year alone"),
            (years.unreadable, "of last year not readable"),
            (years.repeated, "left out as the second of one institution"),
        ] {
            if count > 0 {
                beside.push_str(&format!(", {} {words}", grouped(count)));
            }
        }
        self.heading("Since last year", &beside);
        let mut none = true;
        for row in impact.rows.iter().filter(|row| total(row) > 0) {
            none = false;
            let causes = Cause::ALL
                .into_iter()
                .filter(|cause| row.causes[*cause as usize] > 0);
            let causes: Vec<String> = causes
                .map(|cause| format!("{} by {}", row.causes[cause as usize], cause.words()))
                .collect();
            self.line(&format!(
                "  {}  {}",
                row.id,
                paint(style::FAINT, &causes.join(", "))
            ));
            for change in &row.attributed {
                self.change(change);
            }
            self.more(total(row).saturating_sub(row.attributed.len() as u64));
        }
        if none {
            self.line("  no verdict is another than last year's");
        }
    }

    fn change(&mut self, change: &Attributed) {
        let verdicts = format!("{} → {}", word(change.was), word(change.is));
        let line = format!(
            "    {}  {}  by {}",
            clean(&named(&change.who)),
            paint(style::of(change.is), &verdicts),
            change.cause.words()
        );
        self.line(&line);
        let words = format!(
            "new rules on last year's filing: {}; old rules on this year's: {}",
            word(change.by_rule),
            word(change.by_facts)
        );
        self.words("", 6, style::FAINT, &words);
    }

    fn rejects(&mut self, impact: &Impact) {
        let count = impact.unreadable + impact.only_old + impact.only_new;
        if count == 0 {
            return;
        }
        self.text.push('\n');
        self.heading("Not compared", &grouped(count));
        let refused = impact.refused.iter().map(|one| match one.by_new {
            true => (&one.reject, "not read by the new rules"),
            false => (&one.reject, "not read by the old rules"),
        });
        let neither = impact.rejects.iter();
        let all = refused.chain(neither.map(|reject| (reject, "read by neither")));
        let mut shown = 0;
        for (reject, words) in all {
            let key = reject.key.as_deref().unwrap_or("");
            let line = format!("{} {key}", reject.place());
            let line = format!("  {}  {words}", paint(style::BAD, clean(&line).trim_end()));
            self.line(&line);
            self.words("", 6, anstyle::Style::new(), &reject.reason());
            shown += 1;
        }
        self.more(count.saturating_sub(shown));
    }
}

fn total(row: &Row) -> u64 {
    row.causes.iter().sum()
}

fn ink(kind: Kind) -> anstyle::Style {
    match kind {
        Kind::Worse => style::BAD,
        Kind::Loss => style::CAUTION,
        Kind::Better => style::GOOD,
        Kind::Sight | Kind::Other => style::ADVICE,
    }
}

fn mark(kind: Kind) -> &'static str {
    match kind {
        Kind::Worse => "✗",
        Kind::Loss => "?",
        Kind::Better => "✓",
        Kind::Sight => "+",
        Kind::Other => "~",
    }
}
