//! Letters of a rule book that read as something else than they are: what is not to be seen, what turns
//! the direction of a line, a carriage return that looks like the end of a line and is none, and names
//! that look alike.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;
use unicode_security::MixedScript;
use unicode_security::confusable_detection::skeleton;

use crate::diagnostic::{Diagnostic, codes};
use crate::source::{SourceFile, SourceId, Sources, Span};
use crate::syntax::is_name_char;
use crate::value::letters::is_hidden;

/// What is wrong with the letters of the texts; `told` are the places at which something is said already.
pub fn letters(sources: &Sources, told: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (source, file) in sources.iter() {
        unseen(source, file, told, &mut found);
        lone_return(source, file, &mut found);
    }
    look_alikes(sources, &mut found);
    found
}

fn span(source: SourceId, start: usize, length: usize) -> Span {
    Span::new(source, start, start + length)
}

/// Characters that are not to be seen; of several in one line the first is told.
fn unseen(source: SourceId, file: &SourceFile, told: &[Diagnostic], found: &mut Vec<Diagnostic>) {
    if file.text.is_ascii() {
        return;
    }
    let said: Vec<u32> = (told.iter())
        .filter(|one| one.primary.span.source == source)
        .map(|one| one.primary.span.start)
        .collect();
    let mut start = 0;
    for line in file.text.split_inclusive('\n') {
        let hidden = |letter: char| is_hidden(letter) || ('\u{80}'..='\u{9f}').contains(&letter);
        if let Some((at, letter)) = line.char_indices().find(|(_, letter)| hidden(*letter)) {
            let place = span(source, start + at, letter.len_utf8());
            if !said.contains(&place.start) {
                let what = match letter {
                    '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                        "turns the direction in which the line is shown"
                    }
                    _ => "is not to be seen",
                };
                found.push(
                    Diagnostic::error(
                        codes::HIDDEN_CHARACTER,
                        format!("the character U+{:04X} {what}", u32::from(letter)),
                        place,
                        "here",
                    )
                    .help("take it out: a text must read as it is"),
                );
            }
        }
        start += line.len();
    }
}

/// The first carriage return that ends no line.
fn lone_return(source: SourceId, file: &SourceFile, found: &mut Vec<Diagnostic>) {
    let bytes = file.text.as_bytes();
    let mut returns = memchr::memchr_iter(b'\r', bytes);
    let lone = returns.find(|at| bytes.get(at + 1) != Some(&b'\n'));
    if let Some(at) = lone {
        found.push(
            Diagnostic::error(
                codes::LONE_RETURN,
                "a carriage return stands without a line feed",
                span(source, at, 1),
                "what follows looks like a new line and is none",
            )
            .help("end lines with a line feed, with or without a carriage return before it"),
        );
    }
}

/// Names that are not all of ASCII and look like another, or mix letters of several scripts.
fn look_alikes(sources: &Sources, found: &mut Vec<Diagnostic>) {
    let mut foreign: BTreeMap<String, Span> = BTreeMap::new();
    for (source, file) in sources.iter().filter(|(_, file)| !file.text.is_ascii()) {
        names(&file.text, |start, name| {
            if !name.is_ascii() {
                let name: String = name.nfc().collect();
                foreign.entry(name).or_insert(span(source, start, 0));
            }
        });
    }
    if foreign.is_empty() {
        return;
    }
    let mut looks: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, place) in &mut foreign {
        place.end = place.start + u32::try_from(name.len()).unwrap_or(0);
        let look: String = skeleton(name).collect();
        if look.is_ascii() && !name.as_str().is_single_script() {
            found.push(
                Diagnostic::error(
                    codes::MIXED_SCRIPTS,
                    format!("the name `{name}` is written with letters of several scripts"),
                    *place,
                    format!("reads as `{look}` and is another name"),
                )
                .help("write it with the letters of one script"),
            );
        }
        looks.entry(look).or_default().push(name.clone());
    }
    let mut others: BTreeMap<String, Span> = BTreeMap::new();
    for (source, file) in sources.iter() {
        names(&file.text, |start, name| {
            if !others.contains_key(name) {
                others.insert(name.to_owned(), span(source, start, name.len()));
            }
        });
    }
    for (other, place) in &others {
        let look: String = skeleton(other).collect();
        let Some(alike) = looks.get(&look) else {
            continue;
        };
        let other: String = other.nfc().collect();
        // Of two names that are both foreign the pair is told once.
        let told = |name: &&String| **name != other && (other.is_ascii() || **name > other);
        for name in alike.iter().filter(told) {
            let Some(at) = foreign.get(name) else {
                continue;
            };
            found.push(
                Diagnostic::error(
                    codes::LOOK_ALIKE,
                    format!("the names `{name}` and `{other}` look alike and are two"),
                    *at,
                    "written with other letters",
                )
                .also(*place, "than this")
                .help("write both with the same letters, or give one of them another name"),
            );
        }
    }
}

/// The words of a text outside of comments and quoted texts, with where they start.
fn names(text: &str, mut take: impl FnMut(usize, &str)) {
    let mut letters = text.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        match letter {
            '#' => while letters.next_if(|(_, letter)| *letter != '\n').is_some() {},
            '"' => {
                while let Some((_, letter)) = letters.next() {
                    match letter {
                        '"' => break,
                        '\\' => drop(letters.next()),
                        _ => {}
                    }
                }
            }
            letter if is_name_char(letter) => {
                let mut end = start + letter.len_utf8();
                while let Some((at, letter)) = letters.next_if(|(_, one)| is_name_char(*one)) {
                    end = at + letter.len_utf8();
                }
                take(start, &text[start..end]);
            }
            _ => {}
        }
    }
}
