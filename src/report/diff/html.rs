//! A difference as part of a page of HTML: what changed, kind by kind.

use crate::diff::Diff;
use crate::report::diff::words::{Bit, Sentence, sentences};
use crate::report::diff::{KINDS, called, counts, state};
use crate::report::overview::escaped;

/// The part of a page, below a heading of its own.
pub fn html(diff: &Diff) -> String {
    if diff.items.is_empty() {
        return "<p>Nothing changed.</p>\n".to_owned();
    }
    let mut out = format!("<p>{}.</p>\n", escaped(&counts(diff)));
    for kind in KINDS {
        let mut items = diff
            .items
            .iter()
            .filter(|item| item.kind == kind)
            .peekable();
        if items.peek().is_none() {
            continue;
        }
        let (_, many) = called(kind);
        out.push_str(&format!("<h3>{many}</h3>\n<ul>\n"));
        for item in items {
            let title = item.title.as_deref().map(escaped).unwrap_or_default();
            out.push_str(&format!(
                "<li><code>{}</code> {title} <i>({})</i>",
                escaped(&item.name),
                escaped(&state(item))
            ));
            let said = sentences(item);
            if !said.is_empty() {
                out.push_str("<ul>\n");
                for sentence in &said {
                    out.push_str(&format!("<li>{}</li>\n", flat(sentence)));
                }
                out.push_str("</ul>\n");
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ul>\n");
    }
    out
}

fn flat(sentence: &Sentence) -> String {
    let bits = sentence.iter().map(|bit| match bit {
        Bit::Words(text) => escaped(text),
        Bit::Code(text) => format!("<code>{}</code>", escaped(text)),
        Bit::Quote(text) => format!("“{}”", escaped(text)),
    });
    bits.collect()
}
