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

/// A word as it is sorted: numbers before words, `fr. IX` after `fr. VIII`, `4 BIS` after all of `4`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Word {
    Number(u64),
    Text(String),
    /// `last paragraph`: behind all that is counted or named.
    Last,
    /// `BIS`, `TER`: an article that was put in between, behind all of the one before it.
    Between(u64),
}

/// The source and the place that a citation names first.
pub(super) fn first_place(text: &str) -> Option<(String, Vec<Word>)> {
    let (source, place) = cited(text).into_iter().next()?;
    Some((source, natural(&place)))
}

fn natural(place: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let split = |letter: char| !letter.is_alphanumeric();
    let mut tenth = false;
    for word in place.split(split).filter(|word| !word.is_empty()) {
        let ordinal = ordinal(word);
        // `décimo primero` is eleventh; `décimo, first paragraph` is not.
        if let (true, Some(unit @ 1..=9), Some(Word::Number(ten))) =
            (tenth, ordinal.filter(|_| spanish(word)), words.last_mut())
        {
            *ten += unit;
            tenth = false;
            continue;
        }
        tenth = ordinal == Some(10) && spanish(word);
        let between = ["BIS", "TER", "QUATER", "QUINQUIES"];
        let between = between.iter().position(|known| *known == word);
        let number = || word.parse().ok().or_else(|| roman(word)).or(ordinal);
        words.push(match between {
            Some(at) => Word::Between(at as u64),
            None if word == "last" => Word::Last,
            None => number().map_or_else(|| Word::Text(word.to_lowercase()), Word::Number),
        });
    }
    words
}

const ENGLISH: [&str; 10] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
];
const SPANISH: [&str; 10] = [
    "primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno",
    "décimo",
];

/// What an ordinal counts, in the language of the page or of the law.
fn ordinal(word: &str) -> Option<u64> {
    let word = word.to_lowercase();
    let mut known = [ENGLISH, SPANISH].into_iter();
    let at = known.find_map(|words| words.iter().position(|known| *known == word))?;
    u64::try_from(at + 1).ok()
}

fn spanish(word: &str) -> bool {
    SPANISH.contains(&word.to_lowercase().as_str())
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

    #[test]
    fn paragraphs_transitories_and_articles_in_between_are_sorted_as_lawyers_count() {
        let mut places = [
            "art. 4 TER",
            "art. 4, second paragraph",
            "art. 9, last paragraph",
            "décimo primero",
            "art. 5",
            "art. 4 BIS",
            "art. 9 fr. II",
            "art. 4, fourth paragraph",
            "octavo",
            "art. 4, first paragraph",
            "décimo, third paragraph",
            "noveno",
            "décimo, first paragraph",
        ];
        places.sort_by_key(|place| natural(place));
        assert_eq!(
            places,
            [
                "octavo",
                "noveno",
                "décimo, first paragraph",
                "décimo, third paragraph",
                "décimo primero",
                "art. 4, first paragraph",
                "art. 4, second paragraph",
                "art. 4, fourth paragraph",
                "art. 4 BIS",
                "art. 4 TER",
                "art. 5",
                "art. 9 fr. II",
                "art. 9, last paragraph",
            ]
        );
    }
}
