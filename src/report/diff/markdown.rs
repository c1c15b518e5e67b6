//! A difference for a pull request: a line that sums it up, then what changed, kind by kind.

use crate::diff::{Diff, Item};
use crate::report::diff::words::{Bit, Sentence, sentences};
use crate::report::diff::{Between, KINDS, called, counts, state};
use crate::report::markdown::{ROOM, code, plain};
use crate::report::text::counted;

/// The page.
pub fn markdown(diff: &Diff, between: Between<'_>) -> String {
    let mut page = format!(
        "### Changes of rule from {} to {}\n\n",
        code(between.old),
        code(between.new)
    );
    if diff.items.is_empty() {
        page.push_str("**Nothing changed.**\n");
        return page;
    }
    page.push_str(&format!("**{}.**\n", counts(diff)));
    let mut left = 0;
    for kind in KINDS {
        let items: Vec<&Item> = diff.items.iter().filter(|one| one.kind == kind).collect();
        if items.is_empty() {
            continue;
        }
        let (one, many) = called(kind);
        let heading = if items.len() == 1 { one } else { many };
        let mut letters = heading.chars();
        let first: String = letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .collect();
        page.push_str(&format!("\n#### {first}{}\n\n", letters.as_str()));
        for item in items {
            let mut part = String::new();
            entry(&mut part, item);
            match page.len() + part.len() > ROOM {
                true => left += 1,
                false => page.push_str(&part),
            }
        }
    }
    if left > 0 {
        let changes = counted(left, "change is", "changes are");
        page.push_str(&format!(
            "\n{changes} left out here for want of room; `--format json` has them.\n"
        ));
    }
    page
}

fn entry(page: &mut String, item: &Item) {
    let mut head = String::from("-");
    if !item.name.is_empty() {
        head.push_str(&format!(" {}", code(&item.name)));
    }
    if let Some(title) = &item.title {
        head.push_str(&format!(" {}", plain(title)));
    }
    page.push_str(&format!("{head} *({})*\n", plain(&state(item))));
    for sentence in sentences(item) {
        page.push_str(&format!("  - {}\n", flat(&sentence)));
    }
}

fn flat(sentence: &Sentence) -> String {
    let bits = sentence.iter().map(|bit| match bit {
        // The only signs of Markdown in our own words are those of code.
        Bit::Words(text) => plain(text),
        Bit::Code(text) => code(text),
        Bit::Quote(text) => format!("“{}”", plain(text)),
    });
    bits.collect()
}
