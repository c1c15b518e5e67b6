//! A difference for programs.

use crate::diff::{Diff, Edit, Item, LineChange, Part, Place, Sort, Through, What};
use crate::report::diff::Between;
use crate::report::json::text;

/// One JSON object, a changed item a line.
pub fn json(diff: &Diff, between: Between<'_>) -> String {
    let mut out = b"{\"old\":".to_vec();
    text(&mut out, between.old);
    out.extend_from_slice(b",\"new\":");
    text(&mut out, between.new);
    let weighs = diff.items.iter().any(Item::weighs);
    out.extend_from_slice(format!(",\"meaning\":{weighs},\"changes\":[").as_bytes());
    for (at, item) in diff.items.iter().enumerate() {
        out.extend_from_slice(if at == 0 { b"\n  " } else { b",\n  " });
        entry(&mut out, item);
    }
    out.extend_from_slice(if diff.items.is_empty() {
        b"]}\n"
    } else {
        b"\n]}\n"
    });
    String::from_utf8_lossy(&out).into_owned()
}

fn pair(out: &mut Vec<u8>, name: &str, value: Option<&str>) {
    out.extend_from_slice(format!(",\"{name}\":").as_bytes());
    match value {
        Some(value) => text(out, value),
        None => out.extend_from_slice(b"null"),
    }
}

fn list<T>(out: &mut Vec<u8>, name: &str, all: &[T], mut one: impl FnMut(&mut Vec<u8>, &T)) {
    out.extend_from_slice(format!(",\"{name}\":[").as_bytes());
    for (at, item) in all.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        one(out, item);
    }
    out.push(b']');
}

fn entry(out: &mut Vec<u8>, item: &Item) {
    let what = match item.what {
        What::Added => "added",
        What::Removed => "removed",
        What::Changed => "changed",
        What::Reached => "reached",
    };
    out.extend_from_slice(b"{\"kind\":");
    text(out, item.kind.word());
    pair(out, "name", (!item.name.is_empty()).then_some(&item.name));
    pair(out, "title", item.title.as_deref());
    pair(out, "change", Some(what));
    out.extend_from_slice(format!(",\"meaning\":{}", item.weighs()).as_bytes());
    list(out, "versions", &item.versions, |out, one| text(out, one));
    list(out, "by", &item.by, |out, one| {
        out.extend_from_slice(b"{\"verb\":");
        text(out, one.verb);
        pair(out, "version", Some(&one.version));
        out.push(b'}');
    });
    list(out, "lines", &item.lines, line);
    list(out, "through", &item.through, through);
    place(out, "was_at", item.was_at.as_ref());
    place(out, "is_at", item.is_at.as_ref());
    out.push(b'}');
}

fn place(out: &mut Vec<u8>, name: &str, at: Option<&Place>) {
    match at {
        None => pair(out, name, None),
        Some(at) => {
            out.extend_from_slice(format!(",\"{name}\":{{\"file\":").as_bytes());
            text(out, &at.file);
            out.extend_from_slice(format!(",\"line\":{}}}", at.line).as_bytes());
        }
    }
}

fn line(out: &mut Vec<u8>, line: &LineChange) {
    let sort = match line.sort {
        Sort::Prose => "text",
        Sort::Rule => "rule",
        Sort::Word => "word",
    };
    out.extend_from_slice(b"{\"line\":");
    text(out, line.label.word);
    pair(out, "of", line.label.of.as_deref());
    pair(out, "sort", Some(sort));
    out.extend_from_slice(format!(",\"meaning\":{}", line.weighs).as_bytes());
    pair(out, "was", line.was.as_deref());
    pair(out, "is", line.is.as_deref());
    if line.cites != (None, None) {
        pair(out, "cited", line.cites.0.as_deref());
        pair(out, "cites", line.cites.1.as_deref());
    }
    list(out, "parts", &line.edits, edit);
    out.push(b'}');
}

fn edit(out: &mut Vec<u8>, edit: &Edit) {
    let part = match edit.part {
        Part::Condition => "condition",
        Part::Alternative => "alternative",
        Part::Member => "member",
        Part::Filter => "where",
        Part::Expression => "expression",
        Part::Order => "order",
    };
    out.extend_from_slice(b"{\"part\":");
    text(out, part);
    list(out, "within", &edit.within, |out, one| text(out, one));
    pair(out, "was", edit.was.as_deref());
    pair(out, "is", edit.is.as_deref());
    out.push(b'}');
}

fn through(out: &mut Vec<u8>, one: &Through) {
    out.extend_from_slice(b"{\"kind\":");
    text(out, one.kind.word());
    pair(out, "name", (!one.name.is_empty()).then_some(&one.name));
    list(out, "by", &one.by, |out, one| text(out, one));
    let values = one.values.as_ref();
    pair(out, "was", values.map(|(was, _)| was.as_str()));
    pair(out, "is", values.map(|(_, is)| is.as_str()));
    out.push(b'}');
}
