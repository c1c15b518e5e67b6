//! A change in words, the same for a page and for Markdown.

use crate::diff::{Edit, Item, Kind, LineChange, Part, Sort, Through, What};

/// How many words that both sides share stand around what differs.
const AROUND: usize = 4;

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Bit {
    /// Our own words.
    Words(String),
    /// What is written in the rule language.
    Code(String),
    /// What a text says.
    Quote(String),
}

/// A sentence.
pub(super) type Sentence = Vec<Bit>;

fn words(text: impl Into<String>) -> Bit {
    Bit::Words(text.into())
}

fn code(text: impl Into<String>) -> Bit {
    Bit::Code(text.into())
}

/// The sentences of an item: its lines, then what reaches it.
pub(super) fn sentences(item: &Item) -> Vec<Sentence> {
    let mut found = Vec::new();
    for line in &item.lines {
        match item.what {
            // What went is named; its words are in the old text.
            What::Removed => {}
            What::Added if line.label.word == "title" && item.title.is_some() => {}
            What::Added => found.push(stands(line)),
            What::Changed | What::Reached => changed(line, &mut found),
        }
    }
    found.extend(item.through.iter().map(through));
    found
}

/// `requires` and the whole line.
fn stands(line: &LineChange) -> Sentence {
    let mut found = vec![words(named(line))];
    if let Some(is) = line.is.as_deref().filter(|is| !is.is_empty()) {
        found.push(words(" "));
        found.push(bit(line.sort, is));
    }
    if let Some(cites) = &line.cites.1 {
        found.extend([words(" cites "), Bit::Quote(cites.clone())]);
    }
    found
}

/// `from 2016-02-01`, `severity`
fn named(line: &LineChange) -> String {
    match &line.label.of {
        Some(of) => format!("{} {of}", line.label.word),
        None => line.label.word.to_owned(),
    }
}

fn bit(sort: Sort, text: &str) -> Bit {
    match sort {
        Sort::Prose => Bit::Quote(text.to_owned()),
        Sort::Rule => Bit::Code(text.to_owned()),
        Sort::Word => Bit::Words(text.to_owned()),
    }
}

fn changed(line: &LineChange, found: &mut Vec<Sentence>) {
    let exception = line.label.word == "except when";
    match (&line.was, &line.is) {
        (Some(was), Some(is)) => {
            let lead = match exception {
                true => vec![words("the exception "), code(is)],
                false => vec![words(named(line))],
            };
            let begin = |more: Sentence| -> Sentence {
                let mut sentence = lead.clone();
                sentence.push(words(": "));
                sentence.extend(more);
                sentence
            };
            match (line.edits.as_slice(), line.sort) {
                ([], _) if was == is => {}
                // The whole is another: it is said once, not as a part of itself.
                ([one], _)
                    if exception
                        && one.part == Part::Expression
                        && one.is.as_ref() == Some(is)
                        && one.within.is_empty() =>
                {
                    found.push(vec![
                        words("the exception "),
                        code(was),
                        words(" became "),
                        code(is),
                    ]);
                }
                ([one], _)
                    if exception && one.part == Part::Order && one.is.as_ref() == Some(is) =>
                {
                    found.push(vec![words("the exceptions stand in another order")]);
                }
                ([], Sort::Word) if !was.contains(' ') && !is.contains(' ') => {
                    found.push(vec![words(format!("{} from {was} to {is}", named(line)))])
                }
                ([], sort) => {
                    let (was, is) = match sort {
                        Sort::Prose => trimmed(was, is),
                        _ => (was.clone(), is.clone()),
                    };
                    found.push(begin(vec![
                        bit(sort, &was),
                        words(" became "),
                        bit(sort, &is),
                    ]));
                }
                (edits, _) => {
                    found.extend(edits.iter().map(|edit| begin(part(edit))));
                }
            }
            if line.cites.0 != line.cites.1 {
                let mut sentence = vec![words("the exception "), code(is)];
                match &line.cites {
                    (Some(was), Some(is)) => sentence.extend([
                        words(" cites "),
                        Bit::Quote(is.clone()),
                        words(", no longer "),
                        Bit::Quote(was.clone()),
                    ]),
                    (Some(was), None) => {
                        sentence.extend([words(" no longer cites "), Bit::Quote(was.clone())]);
                    }
                    (None, Some(is)) => {
                        sentence.extend([words(" now cites "), Bit::Quote(is.clone())]);
                    }
                    (None, None) => {}
                }
                found.push(sentence);
            }
        }
        (was, is) => {
            let (text, state) = match (was, is) {
                (_, Some(is)) => (is, "added"),
                (Some(was), _) => (was, "dropped"),
                (None, None) => return,
            };
            let lead = match exception {
                true => format!("an exception was {state}"),
                false => format!("{} was {state}", named(line)),
            };
            let mut sentence = vec![words(lead)];
            // A member says its own name, a holiday nothing beside its date.
            if !text.is_empty() && line.label.of.as_ref() != Some(text) {
                sentence.extend([words(": "), bit(line.sort, text)]);
            }
            let cites = line.cites.0.as_ref().or(line.cites.1.as_ref());
            if let Some(cites) = cites {
                sentence.extend([words(" cites "), Bit::Quote(cites.clone())]);
            }
            found.push(sentence);
        }
    }
}

fn part(edit: &Edit) -> Sentence {
    let mut found = Vec::new();
    for (at, within) in edit.within.iter().enumerate() {
        found.extend([words(if at == 0 { "in " } else { " in " }), code(within)]);
    }
    if !found.is_empty() {
        found.push(words(", "));
    }
    let one = match edit.part {
        Part::Condition => "a condition was",
        Part::Alternative => "an alternative was",
        Part::Filter => "a `where` was",
        Part::Member | Part::Expression => "it was",
        Part::Order => "",
    };
    match (&edit.was, &edit.is) {
        (_, Some(is)) if edit.part == Part::Order => {
            found.extend([words("the same in another order: "), code(is)]);
        }
        (Some(was), Some(is)) => {
            let (was, is) = edit.brief.as_ref().map_or((was, is), |(was, is)| (was, is));
            found.extend([code(was), words(" became "), code(is)]);
        }
        (None, Some(text)) if edit.part == Part::Member => {
            found.extend([code(text), words(" was added")]);
        }
        (Some(text), None) if edit.part == Part::Member => {
            found.extend([code(text), words(" was dropped")]);
        }
        (None, Some(text)) => found.extend([words(format!("{one} added: ")), code(text)]),
        (Some(text), None) => found.extend([words(format!("{one} dropped: ")), code(text)]),
        (None, None) => {}
    }
    found
}

fn through(one: &Through) -> Sentence {
    let mut found = match one.kind {
        Kind::Calendar => vec![words("through the calendar")],
        kind => vec![
            words(format!("through {} ", super::called(kind).0)),
            code(&one.name),
        ],
    };
    if let Some((was, is)) = &one.values {
        found.extend([words(": "), code(was), words(" became "), code(is)]);
    }
    if !one.by.is_empty() {
        found.push(words(", read by "));
        for (at, by) in one.by.iter().rev().enumerate() {
            if at > 0 {
                found.push(words(", by "));
            }
            found.push(code(by));
        }
    }
    found
}

/// Two texts without the words that both begin and end with, but for a few.
fn trimmed(was: &str, is: &str) -> (String, String) {
    let (old, new): (Vec<&str>, Vec<&str>) = (was.split(' ').collect(), is.split(' ').collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let short = old.len().min(new.len()) - head;
    let tail = (old.iter().rev().zip(new.iter().rev()).take(short))
        .take_while(|(a, b)| a == b)
        .count();
    let cut = |all: &[&str]| -> String {
        let (from, to) = (
            head.saturating_sub(AROUND),
            all.len() - tail.saturating_sub(AROUND),
        );
        let mut text = all[from..to].join(" ");
        // An ellipsis for a word or two hides more than it saves.
        if from > 0 {
            text.insert_str(0, "… ");
        }
        if to < all.len() {
            text.push_str(" …");
        }
        text
    };
    (cut(&old), cut(&new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_stands_among_a_few_words() {
        let (was, is) = trimmed(
            "An institution files no more than seven initiatives or projects as strategic.",
            "An institution files no more than eight initiatives or projects as strategic.",
        );
        assert_eq!(
            was,
            "… files no more than seven initiatives or projects as …"
        );
        assert_eq!(
            is,
            "… files no more than eight initiatives or projects as …"
        );
        let (was, is) = trimmed("one two", "one two three");
        assert_eq!((was.as_str(), is.as_str()), ("one two", "one two three"));
        let (was, is) = trimmed("a a", "a");
        assert_eq!((was.as_str(), is.as_str()), ("a a", "a"));
    }
}
