//! The order of a chapter: by the place of the law that a provision cites, as lawyers count.

use crate::consolidate::articles::{Word, first_place};
use crate::consolidate::{Entry, Label, Words};

/// Puts the provisions of a chapter into the order of the places that they cite. What cites none, as a
/// definition, stays before the provision that it stood before; what cites another source than most of the
/// chapter stays where it stood among its neighbours.
pub(super) fn by_article(entries: &mut Vec<Entry>) {
    let cited: Vec<Option<(String, Vec<Word>)>> = entries.iter().map(place).collect();
    let Some(source) = most(&cited) else {
        return;
    };
    let mut keys: Vec<Option<Vec<Word>>> = cited
        .into_iter()
        .map(|cited| {
            cited
                .filter(|(of, _)| *of == source)
                .map(|(_, place)| place)
        })
        .collect();
    let mut next = None;
    for key in keys.iter_mut().rev() {
        match key {
            Some(place) => next = Some(place.clone()),
            None => key.clone_from(&next),
        }
    }
    // What stands behind the last provision that cites a place stays at the end.
    let mut ordered: Vec<(bool, Option<Vec<Word>>, Entry)> = keys
        .into_iter()
        .zip(entries.drain(..))
        .map(|(key, entry)| (key.is_none(), key, entry))
        .collect();
    ordered.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
    entries.extend(ordered.into_iter().map(|(_, _, entry)| entry));
}

/// The first place that a provision cites, with its source.
fn place(entry: &Entry) -> Option<(String, Vec<Word>)> {
    match entry.line(&Label::Cites).map(|line| &line.words) {
        Some(Words::Prose(text)) => first_place(text),
        _ => None,
    }
}

/// The source that most provisions cite, the first of equals.
fn most(cited: &[Option<(String, Vec<Word>)>]) -> Option<String> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for (source, _) in cited.iter().flatten() {
        match counts.iter_mut().find(|(known, _)| known == source) {
            Some((_, count)) => *count += 1,
            None => counts.push((source, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    let first = counts.iter().find(|(_, count)| *count == most)?;
    Some(first.0.to_owned())
}
