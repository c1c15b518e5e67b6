//! The differences between snapshots and what is judged now that are no flips.

use crate::impact::snapshot::Other;
use crate::report::style::{self, paint};
use crate::report::text::{clean, counted, grouped};

/// How many of them are shown.
const SHOWN: usize = 40;

/// A heading and a line or two for each; nothing where there is none. Each comes with its file.
pub fn others(all: &[(String, Other)]) -> String {
    let mut page = String::new();
    if all.is_empty() {
        return page;
    }
    let count = counted(all.len() as u64, "difference", "differences");
    let heading = paint(style::HEADING, "Besides");
    page.push_str(&format!("\n{heading}  {}\n", paint(style::FAINT, &count)));
    for (file, other) in all.iter().take(SHOWN) {
        let (line, details) = told(other);
        page.push_str(&format!(
            "  {}  {}\n",
            clean(&line),
            paint(style::FAINT, &clean(file))
        ));
        for detail in details {
            page.push_str(&format!("      {}\n", clean(&detail)));
        }
    }
    let more = all.len().saturating_sub(SHOWN);
    if more > 0 {
        page.push_str(&format!("  {} more\n", grouped(more as u64)));
    }
    page
}

fn told(other: &Other) -> (String, Vec<String>) {
    let lines = |lead: &str, words: &[String]| -> Vec<String> {
        words.iter().map(|one| format!("{lead}{one}")).collect()
    };
    match other {
        Other::Appeared(key) => (format!("{key} is new"), Vec::new()),
        Other::Gone(key) => (format!("{key} is gone"), Vec::new()),
        Other::Ruleset(key, was, is) => (
            format!("{key} is judged by {is}; it was by {was}"),
            Vec::new(),
        ),
        Other::Words {
            filing,
            clause,
            was,
            is,
        } => {
            let mut details = lines("was  ", was);
            details.extend(lines("is   ", is));
            (format!("{filing}: {clause} says something else"), details)
        }
        Other::Readable(reject) => (format!("not rejected any more: {reject}"), Vec::new()),
        Other::Rejected(reject) => (format!("rejected: {reject}"), Vec::new()),
    }
}
