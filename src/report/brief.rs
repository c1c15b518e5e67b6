//! What a person is told on standard error while the records go to a program.

use crate::check::ir::Ir;
use crate::evaluate::verdicts::Verdict;
use crate::ingest::Warnings;
use crate::report::causes::Causes;
use crate::report::rejects::write_cause;
use crate::report::style::{self, paint};
use crate::report::summary::Summary;
use crate::report::table::{extent, name_of, value_of};
use crate::report::text::{clean, counted, wrap};
use crate::value::Day;

/// What came of filings that were written in another form.
pub fn converted(causes: &Causes, warnings: &Warnings, count: u64, rejected: u64) -> String {
    page(causes, warnings, (count, "converted"), rejected)
}

/// What came of filings that were held against the vocabulary alone.
pub fn validated(causes: &Causes, warnings: &Warnings, valid: u64, rejected: u64) -> String {
    page(causes, warnings, (valid, "valid"), rejected)
}

/// What is odd, and then the counts.
fn page(causes: &Causes, warnings: &Warnings, (count, word): (u64, &str), rejected: u64) -> String {
    let mut text = String::new();
    odd(&mut text, causes, warnings);
    let counts = format!(
        "{} read, {count} {word}, {rejected} rejected",
        count + rejected
    );
    text.push_str(&paint(style::HEADING, &counts));
    text.push('\n');
    text
}

/// The JSON output of `validate`: the counts, and each cause as the summary of a batch has it.
pub fn validated_json(causes: &Causes, valid: u64, rejected: u64) -> String {
    let read = valid + rejected;
    let mut out =
        format!("{{\"read\": {read}, \"valid\": {valid}, \"rejected\": {rejected}, \"causes\": [")
            .into_bytes();
    for (at, cause) in causes.iter().enumerate() {
        if at > 0 {
            out.extend_from_slice(b", ");
        }
        write_cause(&mut out, cause);
    }
    out.extend_from_slice(b"]}\n");
    String::from_utf8_lossy(&out).into_owned()
}

/// How many causes of rejection are told.
const SHOWN: usize = 20;

/// What was rejected and what is odd.
fn odd(text: &mut String, causes: &Causes, warnings: &Warnings) {
    let mut say = |style, line: &str| {
        text.push_str(&paint(style, line));
        text.push('\n');
    };
    for cause in causes.iter().take(SHOWN) {
        let mut line = format!("rejected: {}: {}", cause.place(), cause.reason.text);
        if let Some(others) = cause.others() {
            line.push_str(&format!(" ({others})"));
        }
        say(style::BAD, &clean(&line));
    }
    let more = causes.count().saturating_sub(SHOWN as u64);
    if more > 0 {
        let causes = counted(more, "more cause", "more causes");
        say(
            style::BAD,
            &format!("rejected: {causes}; --rejects FILE lists all filings"),
        );
    }
    for warning in warnings.lines() {
        say(style::CAUTION, &format!("warning: {}", clean(&warning)));
    }
    if let Some(unread) = unread(warnings) {
        say(style::FAINT, &unread);
    }
}

/// What is said of values whose types nobody looked at.
pub fn unread(warnings: &Warnings) -> Option<String> {
    let unread = warnings.unread();
    (unread.values > 0).then(|| {
        format!(
            "not looked at: {} in {}, in fields that no clause reads; --strict looks at all",
            counted(unread.values, "value", "values"),
            counted(unread.filings, "filing", "filings")
        )
    })
}

/// What a batch came to, in a few lines of at most `columns`.
pub fn brief(summary: &Summary, ir: &Ir, as_of: Day, columns: usize) -> String {
    let mut text = String::new();
    odd(&mut text, &summary.rejects, &summary.warnings);
    let mut say = |style, line: &str| {
        text.push_str(&paint(style, line));
        text.push('\n');
    };
    // Not grouped: scripts read these counts too.
    let (read, judged, rejected) = (summary.read(), summary.judged, summary.rejected);
    say(
        style::HEADING,
        &format!("{read} read, {judged} judged, {rejected} rejected, as of {as_of}"),
    );
    let verdicts = Verdict::ALL
        .into_iter()
        .filter(|verdict| summary.of(*verdict) > 0);
    let verdicts: Vec<String> = verdicts
        .map(|verdict| {
            let words = verdict.as_str().replace('_', " ");
            let count = summary.of(verdict);
            paint(style::of(verdict), &format!("{count} {words}"))
        })
        .collect();
    if !verdicts.is_empty() {
        say(anstyle::Style::new(), &verdicts.join(", "));
    }
    for (indicator, running) in ir.indicators.iter().zip(&summary.indicators) {
        if running.known + running.left_out == 0 {
            continue;
        }
        let (name, value) = (name_of(indicator), value_of(indicator, running));
        let line = format!("{name}: {value} ({})", extent(indicator, running));
        // Broken where the terminal ends, never cut: what a log file loses is a number.
        for part in wrap(&line, columns) {
            say(anstyle::Style::new(), &part);
        }
    }
    text
}
