//! The index by article: what is cited, sorted as people count, and what cites it.
//!
//! A citation is a lawyer's text, not the language's, so it is read by its habits: `;` parts sources,
//! a group in parentheses at the end is a note, `art.` opens a place, and ` and art. 5` stays with the
//! source before it. What follows no habit is a place of the source that its first word names.

use std::collections::BTreeMap;

use crate::consolidate::{Article, Citation, Entry, Label, Line, Reference, Words};

/// Under what the sources stand of which no place is cited.
const OTHERS: &str = "Other sources";

/// The places of a source in the order of the index, each with what cites it.
type Places = BTreeMap<(Vec<Word>, String), (Vec<Reference>, bool)>;

/// The index of what holds for every clause and of all entries.
pub(super) fn articles<'a>(
    scope: &[Line],
    entries: impl Iterator<Item = &'a Entry>,
) -> Vec<Article> {
    let mut found: BTreeMap<String, Places> = BTreeMap::new();
    for (source, place) in places_of(scope) {
        let places = found.entry(source).or_default();
        places.entry((natural(&place), place)).or_default().1 = true;
    }
    for entry in entries {
        for (source, place) in places_of(&entry.lines) {
            let places = found.entry(source).or_default();
            let (by, _) = places.entry((natural(&place), place)).or_default();
            let reference = Reference {
                kind: entry.kind,
                name: entry.name.clone(),
                gloss: (entry.title() != entry.name).then(|| entry.title().to_owned()),
            };
            if by.last() != Some(&reference) {
                by.push(reference);
            }
        }
    }
    let mut articles = Vec::new();
    let mut others = Vec::new();
    for (source, places) in found {
        let places = places.into_iter();
        let mut places: Vec<Citation> = places
            .map(|((_, place), (by, scope))| Citation { place, by, scope })
            .collect();
        match places.as_mut_slice() {
            [only] if only.place.is_empty() => {
                only.place = source;
                others.append(&mut places);
            }
            _ => articles.push(Article { source, places }),
        }
    }
    if !others.is_empty() {
        articles.push(Article {
            source: OTHERS.to_owned(),
            places: others,
        });
    }
    articles
}

/// Each source and place that lines cite, exceptions included.
fn places_of(lines: &[Line]) -> Vec<(String, String)> {
    let mut places: Vec<(String, String)> = Vec::new();
    for line in lines {
        let own = match (&line.label, &line.words) {
            (Label::Cites, Words::Prose(text)) => Some(text),
            _ => None,
        };
        for text in own.into_iter().chain(&line.cites) {
            for place in cited(text) {
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
    }
    places
}

/// `Acuerdo art. 2 and art. 6 fr. I; PE-2 (A06-01)` cites `Acuerdo` twice and `PE-2`.
fn cited(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for piece in text.split(';') {
        let piece = without_note(piece.trim());
        if piece.is_empty() {
            continue;
        }
        if let Some((source, places)) = piece.split_once(" art. ") {
            let places = places.split(" and art. ");
            found.extend(places.map(|place| (source.to_owned(), format!("art. {}", place.trim()))));
            continue;
        }
        let (source, place) = piece.split_once(' ').unwrap_or((piece, ""));
        let source = source.trim_end_matches(',');
        found.push((source.to_owned(), place.trim().to_owned()));
    }
    found
}

/// The piece without a group in parentheses at its end.
fn without_note(piece: &str) -> &str {
    match piece.strip_suffix(')').and_then(|rest| rest.rfind('(')) {
        Some(at) => piece[..at].trim_end(),
        None => piece,
    }
}

/// A word as it is sorted: numbers before words, `fr. IX` after `fr. VIII`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Word {
    Number(u64),
    Text(String),
}

fn natural(place: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let split = |letter: char| !letter.is_alphanumeric();
    for word in place.split(split).filter(|word| !word.is_empty()) {
        let number = word.parse().ok().or_else(|| roman(word));
        words.push(number.map_or_else(|| Word::Text(word.to_lowercase()), Word::Number));
    }
    words
}

/// A Roman numeral in capitals, as fractions are numbered.
fn roman(word: &str) -> Option<u64> {
    if word.len() > 12 {
        return None;
    }
    let mut total = 0;
    let mut before = 0;
    for letter in word.chars().rev() {
        let value = match letter {
            'I' => 1,
            'V' => 5,
            'X' => 10,
            'L' => 50,
            'C' => 100,
            _ => return None,
        };
        if value < before {
            total -= value;
        } else {
            total += value;
            before = value;
        }
    }
    u64::try_from(total).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_is_read_by_a_lawyers_habits() {
        let pair = |source: &str, place: &str| (source.to_owned(), place.to_owned());
        assert_eq!(
            cited("Acuerdo art. 2 and art. 6 fr. I; PE-2 (A06-01)"),
            [
                pair("Acuerdo", "art. 2"),
                pair("Acuerdo", "art. 6 fr. I"),
                pair("PE-2", "")
            ]
        );
        assert_eq!(cited("CONASAMI, area A"), [pair("CONASAMI", "area A")]);
        assert_eq!(
            cited("MAAGTICSI ASI rule 14 (AS-R14)"),
            [pair("MAAGTICSI", "ASI rule 14")]
        );
        assert_eq!(cited("; (only a note) ;"), []);
    }

    #[test]
    fn places_are_sorted_as_people_count() {
        let mut places = [
            "art. 10",
            "art. 9 fr. IX",
            "art. 9 fr. V",
            "art. 9",
            "art. 4 TER",
        ];
        places.sort_by_key(|place| natural(place));
        assert_eq!(
            places,
            [
                "art. 4 TER",
                "art. 9",
                "art. 9 fr. V",
                "art. 9 fr. IX",
                "art. 10"
            ]
        );
    }
}
