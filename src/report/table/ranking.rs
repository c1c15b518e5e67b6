//! What a batch is short of, a few lines each: the clauses most broken, the fields most wanted.

use crate::check::ir::{Clause, Ir};
use crate::evaluate::verdicts::Verdict;
use crate::report::outline::{Standing, spoken, standing};
use crate::report::style::{self, paint};
use crate::report::summary::{Counts, Summary};
use crate::report::table::{Page, bar};
use crate::report::text::{counted, cut, grouped, padding, width};

/// One clause over all versions that judged something.
pub struct Ranked<'ir> {
    /// Its text in the last of them.
    pub clause: &'ir Clause,
    /// Its verdicts.
    pub counts: Counts,
}

/// The clauses that some filing breaks or leaves open: the institutions' duties first, those most
/// broken first; advice and what other offices owe come after them.
pub fn ranked<'ir>(summary: &Summary, ir: &'ir Ir) -> Vec<Ranked<'ir>> {
    let mut all: Vec<Ranked<'ir>> = Vec::new();
    for (at, version) in ir.versions.iter().enumerate() {
        for (entry, counts) in version.entries.iter().zip(&summary.versions[at].entries) {
            if counts.iter().all(|count| *count == 0) {
                continue;
            }
            let Some(id) = spoken(ir, at, entry) else {
                continue;
            };
            let clause = ir.clause(id);
            let same = |one: &&mut Ranked<'_>| {
                one.clause.id == clause.id && standing(one.clause) == standing(clause)
            };
            match all.iter_mut().find(same) {
                Some(known) => {
                    known.clause = clause;
                    for (own, other) in known.counts.iter_mut().zip(counts) {
                        *own += other;
                    }
                }
                None => all.push(Ranked {
                    clause,
                    counts: *counts,
                }),
            }
        }
    }
    let count = |one: &Ranked<'_>, verdict: Verdict| one.counts[verdict as usize];
    all.retain(|one| count(one, Verdict::Violates) + count(one, Verdict::Undetermined) > 0);
    all.sort_by_key(|one| {
        let duty = standing(one.clause) == Standing::Duty;
        let broken = (
            count(one, Verdict::Violates),
            count(one, Verdict::Undetermined),
        );
        (!duty, std::cmp::Reverse(broken))
    });
    all
}

/// What stands behind a clause's name and is never cut: whether it weighs, and whether a lawyer still
/// has to check it.
pub fn marks(clause: &Clause) -> String {
    let review = if clause.marks.is_empty() { "" } else { " †" };
    match standing(clause) {
        Standing::Duty => review.to_owned(),
        Standing::Advice => format!("{review} (advice)"),
        Standing::Office(name, _) => format!("{review} ({name} owes)"),
    }
}

/// A clause's name with its marks, in at most `room` columns where the marks leave any.
pub fn named(clause: &Clause, room: usize) -> String {
    let marks = marks(clause);
    let id = cut(&clause.id, room.saturating_sub(width(&marks)).max(4));
    format!("{id}{marks}")
}

/// The clauses most broken.
pub fn clauses(page: &mut Page, summary: &Summary, ir: &Ir) {
    let ranked = ranked(summary, ir);
    if ranked.is_empty() {
        return;
    }
    let shown = &ranked[..ranked.len().min(summary.top)];
    page.heading("Clauses most broken", &some_of(shown.len(), ranked.len()));
    // Where there is room, all five numbers; else the two that somebody has to act on.
    let wide = page.columns >= 90;
    let headings: &[(Verdict, &str)] = &[
        (Verdict::Violates, "broken"),
        (Verdict::Undetermined, "undet."),
        (Verdict::Complies, "complies"),
        (Verdict::Exempt, "exempt"),
        (Verdict::NotApplicable, "n/a"),
    ];
    let headings = if wide { headings } else { &headings[..2] };
    let rooms: Vec<usize> = headings
        .iter()
        .map(|(verdict, heading)| {
            let numbers = shown
                .iter()
                .map(|one| grouped(one.counts[*verdict as usize]).len());
            numbers.max().unwrap_or(0).max(width(heading))
        })
        .collect();
    let fixed = 2 + rooms.iter().map(|room| room + 2).sum::<usize>();
    let free = page.columns.saturating_sub(fixed);
    let longest = shown
        .iter()
        .map(|one| width(&one.clause.id) + width(&marks(one.clause)));
    let longest = longest.max().unwrap_or(0);
    let bar = free.saturating_sub(longest + 2).min(24);
    let bar = if bar < 8 { 0 } else { bar };
    let gap = if bar > 0 { bar + 2 } else { 0 };
    let name_room = longest.min(free.saturating_sub(gap));
    let mut line = " ".repeat(2 + name_room + gap);
    for ((_, heading), room) in headings.iter().zip(&rooms) {
        line.push_str(&format!("  {heading:>room$}"));
    }
    page.line(&paint(style::FAINT, &line));
    for one in shown {
        let name = named(one.clause, name_room);
        let mut line = format!("  {name}{}", " ".repeat(padding(&name, name_room)));
        if bar > 0 {
            line.push_str(&format!("  {}", bar::stacked(&one.counts, bar)));
        }
        for ((verdict, _), room) in headings.iter().zip(&rooms) {
            let count = one.counts[*verdict as usize];
            let style = if count == 0 {
                style::FAINT
            } else {
                style::of(*verdict)
            };
            let number = format!("{:>room$}", grouped(count));
            line.push_str(&format!("  {}", paint(style, &number)));
        }
        page.line(&line);
    }
    if shown.iter().any(|one| one.clause.review.is_some()) {
        page.review_legend();
    }
}

/// The fields most wanted.
pub fn fields(page: &mut Page, summary: &Summary) {
    let ranked = summary.wanted.ranked();
    if ranked.is_empty() {
        return;
    }
    let shown = &ranked[..ranked.len().min(summary.top)];
    page.heading("Fields most wanted", &some_of(shown.len(), ranked.len()));
    for (field, want) in shown {
        let verdicts = counted(want.verdicts, "open verdict", "open verdicts");
        let words = match want.alone {
            0 => format!("{verdicts}, none by itself"),
            alone if alone == want.verdicts => format!("settles {verdicts}"),
            alone => format!("{verdicts}, {} by itself", grouped(alone)),
        };
        let room = page.columns.saturating_sub(4 + width(&words));
        if width(field) <= room {
            let gap = " ".repeat(padding(field, room.min(44)));
            page.line(&format!("  {field}{gap}  {}", paint(style::FAINT, &words)));
        } else {
            page.paragraph(2, "", anstyle::Style::new(), field);
            page.paragraph(6, "", style::FAINT, &words);
        }
    }
}

/// What each authority watches over came to, in a paragraph.
pub fn authorities(page: &mut Page, summary: &Summary, ir: &Ir) {
    let mut all: Vec<(&str, u64, u64)> = Vec::new();
    for one in ranked(summary, ir) {
        let Some((label, _)) = &one.clause.authority else {
            continue;
        };
        let broken = one.counts[Verdict::Violates as usize];
        let open = one.counts[Verdict::Undetermined as usize];
        match all.iter_mut().find(|(known, ..)| known == label) {
            Some(known) => *known = (known.0, known.1 + broken, known.2 + open),
            None => all.push((label, broken, open)),
        }
    }
    if all.is_empty() {
        return;
    }
    all.sort_by_key(|(_, broken, open)| std::cmp::Reverse((*broken, *open)));
    let parts: Vec<String> = all
        .into_iter()
        .map(|(name, broken, open)| {
            format!("{name} {} broken, {} open", grouped(broken), grouped(open))
        })
        .collect();
    page.line("");
    let words = format!("By authority: {}", parts.join("; "));
    page.paragraph(2, "", style::FAINT, &words);
}

/// `5 of 143`, or the number where that is all.
pub fn some_of(shown: usize, all: usize) -> String {
    if shown < all {
        format!("{} of {}", grouped(shown as u64), grouped(all as u64))
    } else {
        grouped(all as u64)
    }
}
