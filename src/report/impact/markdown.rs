//! An impact for a pull request: a short summary, then tables, the details folded.

use crate::evaluate::verdicts::Verdict;
use crate::impact::{Cause, Flip, Impact, Kind, Reason, Row, Table};
use crate::report::impact::{kinds, left_out, loud, named, said, word};
use crate::report::markdown::{ROOM, code, plain};
use crate::report::text::{clean, counted, grouped};

/// The page.
pub fn markdown(impact: &Impact) -> String {
    let mut page = format!(
        "### Impact of {} → {}\n\n",
        code(&impact.old),
        code(&impact.new)
    );
    page.push_str(&summary(impact));
    let rows = loud(impact);
    if !rows.is_empty() {
        overview(&mut page, &rows);
    }
    details(&mut page, "Filings as a whole", &impact.whole);
    let mut left = 0;
    for row in &rows {
        let mut part = String::new();
        clause(&mut part, row);
        match page.len() + part.len() > ROOM {
            true => left += 1,
            false => page.push_str(&part),
        }
    }
    if left > 0 {
        let clauses = counted(left, "clause", "clauses");
        page.push_str(&format!(
            "The details of {clauses} are left out here for want of room; `--format json` has them.\n\n"
        ));
    }
    years(&mut page, impact);
    rejects(&mut page, impact);
    let end = page.trim_end().len();
    page.truncate(end);
    page.push('\n');
    page
}

fn summary(impact: &Impact) -> String {
    let compared = counted(impact.compared, "filing", "filings");
    let mut words = match impact.flipped() {
        0 if impact.compared == 0 => "**Nothing could be compared.**".to_owned(),
        0 if impact.whole.flipped() > 0 => {
            format!("**No verdict of a clause flips** in {compared}.")
        }
        0 => format!("**No verdict flips** in {compared}."),
        flips => {
            let flips = counted(flips, "verdict flips", "verdicts flip");
            let kinds = Kind::ALL.into_iter().filter(|kind| impact.of(*kind) > 0);
            let kinds: Vec<String> = kinds
                .map(|kind| format!("{} {}", grouped(impact.of(kind)), kind.words()))
                .collect();
            format!("**{flips}** in {compared}: {}.", kinds.join(", "))
        }
    };
    let whole = impact.whole.flipped();
    if whole > 0 {
        let filings = counted(whole, "filing flips", "filings flip");
        let kinds = kinds(&impact.whole);
        words.push_str(&format!(" **{filings} as a whole**: {kinds}."));
    }
    let left_out = impact.unreadable + impact.only_old + impact.only_new;
    if left_out > 0 {
        let left_out = counted(left_out, "filing was", "filings were");
        words.push_str(&format!(" {left_out} not compared, see below."));
    }
    format!(
        "{words} Judged as of {}; {}.\n\n",
        impact.as_of,
        impact.acts.words()
    )
}

fn overview(page: &mut String, rows: &[&Row]) {
    page.push_str("| clause |");
    for kind in Kind::ALL {
        page.push_str(&format!(" {} |", kind.words()));
    }
    page.push_str(" only new | only old |\n|---|---:|---:|---:|---:|---:|---:|---:|\n");
    for row in rows {
        page.push_str(&format!("| {} {} |", code(&row.id), plain(&row.title)));
        for kind in Kind::ALL {
            page.push_str(&format!(" {} |", number(row.of(kind))));
        }
        page.push_str(&format!(
            " {} | {} |\n",
            number(row.added),
            number(row.repealed)
        ));
    }
    page.push('\n');
}

fn clause(page: &mut String, row: &Row) {
    if row.flipped() == 0 {
        return;
    }
    // Markdown means nothing inside a tag, and the id of a clause has no sign of HTML.
    details(page, &format!("<code>{}</code>", clean(&row.id)), row);
}

/// The flips of a clause, or of the filings as wholes, folded.
fn details(page: &mut String, called: &str, row: &Row) {
    if row.flipped() == 0 {
        return;
    }
    let flips = counted(row.flipped(), "flip", "flips");
    page.push_str(&format!(
        "<details>\n<summary>{called}: {flips}</summary>\n\n"
    ));
    matrix(page, &row.table);
    for one in &row.flips {
        flip(page, one);
    }
    let more = left_out(row);
    if more > 0 {
        page.push_str(&format!("- and {} more\n", grouped(more)));
    }
    page.push_str("\n</details>\n\n");
}

fn matrix(page: &mut String, table: &Table) {
    page.push_str("| was → is |");
    for verdict in Verdict::ALL {
        page.push_str(&format!(" {} |", word(verdict)));
    }
    page.push_str("\n|---|---:|---:|---:|---:|---:|\n");
    for was in Verdict::ALL {
        page.push_str(&format!("| {} |", word(was)));
        for is in Verdict::ALL {
            page.push_str(&format!(" {} |", number(table[was as usize][is as usize])));
        }
        page.push('\n');
    }
    page.push('\n');
}

fn flip(page: &mut String, flip: &Flip) {
    page.push_str(&format!(
        "- **{}** {}: {} → {}\n",
        plain(&named(&flip.who)),
        flip.kind.words(),
        word(flip.was),
        word(flip.is)
    ));
    for (lead, given) in [("was", &flip.was_for), ("is", &flip.is_for)] {
        if let Some(given) = given {
            page.push_str(&format!("  - {lead}: {}\n", reason(given)));
        }
    }
    for question in &flip.hangs_on {
        page.push_str(&format!("  - hangs on: {}\n", plain(question)));
    }
}

fn reason(reason: &Reason) -> String {
    let mut words = plain(&said(reason));
    let because: Vec<String> = (reason.because.iter())
        .map(|because| code(&format!("{} = {}", because.expression, because.value)))
        .collect();
    if !because.is_empty() {
        words.push_str(&format!(" ({})", because.join(", ")));
    }
    words
}

fn years(page: &mut String, impact: &Impact) {
    let Some(years) = &impact.years else { return };
    let rows: Vec<&Row> = (impact.rows.iter())
        .filter(|row| row.causes.iter().any(|count| *count > 0))
        .collect();
    let institutions = counted(years.matched, "institution", "institutions");
    page.push_str(&format!(
        "**Since last year**, {institutions} of both years: what changed a verdict.\n\n"
    ));
    if rows.is_empty() {
        page.push_str("No verdict is another than last year's.\n\n");
        return;
    }
    page.push_str("| clause |");
    for cause in Cause::ALL {
        page.push_str(&format!(" {} |", cause.words()));
    }
    page.push_str("\n|---|---:|---:|---:|---:|\n");
    for row in &rows {
        page.push_str(&format!("| {} |", code(&row.id)));
        for cause in Cause::ALL {
            page.push_str(&format!(" {} |", number(row.causes[cause as usize])));
        }
        page.push('\n');
    }
    page.push_str("\n<details>\n<summary>Whose</summary>\n\n");
    let mut left = 0;
    for row in rows {
        for change in &row.attributed {
            if page.len() > ROOM {
                left += 1;
                continue;
            }
            page.push_str(&format!(
                "- {} **{}** {} → {} by {} (new rules, last year's filing: {}; old rules, this year's: {})\n",
                code(&row.id),
                plain(&named(&change.who)),
                word(change.was),
                word(change.is),
                change.cause.words(),
                word(change.by_rule),
                word(change.by_facts)
            ));
        }
        let kept = row.attributed.len() as u64;
        left += row.causes.iter().sum::<u64>().saturating_sub(kept);
    }
    if left > 0 {
        page.push_str(&format!("- and {} more\n", grouped(left)));
    }
    page.push_str("\n</details>\n\n");
}

fn rejects(page: &mut String, impact: &Impact) {
    let count = impact.unreadable + impact.only_old + impact.only_new;
    if count == 0 {
        return;
    }
    let filings = counted(count, "filing", "filings");
    page.push_str(&format!(
        "<details>\n<summary>Not compared: {filings}</summary>\n\n"
    ));
    let refused = impact.refused.iter().map(|one| match one.by_new {
        true => (&one.reject, "not read by the new rules"),
        false => (&one.reject, "not read by the old rules"),
    });
    let neither = impact.rejects.iter();
    let all = refused.chain(neither.map(|reject| (reject, "read by neither")));
    let mut shown = 0;
    for (reject, words) in all {
        page.push_str(&format!(
            "- {} {words}: {}\n",
            code(&reject.place()),
            plain(&reject.reason())
        ));
        shown += 1;
    }
    if count > shown {
        page.push_str(&format!("- and {} more\n", grouped(count - shown)));
    }
    page.push_str("\n</details>\n\n");
}

fn number(count: u64) -> String {
    match count {
        0 => "·".to_owned(),
        count => grouped(count),
    }
}
