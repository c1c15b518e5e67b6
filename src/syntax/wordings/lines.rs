//! Words that lines begin with elsewhere, and lines whose words are right and the rest is not.

use super::{Words, stops};
use crate::diagnostic::Diagnostic;
use crate::syntax::grammar::{Rule, spelled};
use crate::syntax::scan::Kind;

/// First words of lines as people write them, and the first word of the line that is meant.
const SYNONYMS: &[(Rule, &[&str])] = &[
    (
        Rule::word_requires,
        &[
            "must",
            "shall",
            "should",
            "ensures",
            "ensure",
            "assert",
            "asserts",
            "check",
            "checks",
            "demands",
            "requiere",
            "exige",
            "condition",
            "rule",
            "verify",
            "needs",
            "obliges",
            "debe",
        ],
    ),
    (
        Rule::word_for,
        &[
            "foreach", "each", "every", "para", "por", "forall", "all", "loop",
        ],
    ),
    (
        Rule::word_applies,
        &[
            "if", "when", "only", "apply", "where", "cuando", "si", "aplica", "scope", "given",
        ],
    ),
    (
        Rule::word_except,
        &[
            "unless",
            "exception",
            "exempt",
            "exempts",
            "exemption",
            "salvo",
            "excepto",
            "excludes",
            "except",
        ],
    ),
    (
        Rule::word_otherwise,
        &[
            "message",
            "else",
            "error",
            "fail",
            "fails",
            "msg",
            "violation",
            "report",
            "mensaje",
        ],
    ),
    (
        Rule::word_remedy,
        &["fix", "mend", "solution", "remedio", "correction", "hint"],
    ),
    (
        Rule::word_text,
        &[
            "description",
            "says",
            "content",
            "wording",
            "texto",
            "words",
            "body",
        ],
    ),
    (
        Rule::word_cites,
        &[
            "source",
            "article",
            "citation",
            "ref",
            "cita",
            "see",
            "basis",
            "legal",
            "fundamento",
        ],
    ),
    (
        Rule::word_authority,
        &["watched", "owner", "supervisor", "autoridad", "enforcer"],
    ),
    (
        Rule::word_severity,
        &["level", "weight", "grade", "severidad", "priority"],
    ),
    (
        Rule::word_review,
        &["todo", "note", "comment", "nota", "fixme"],
    ),
    (
        Rule::word_from,
        &["since", "as", "starting", "desde", "effective"],
    ),
    (
        Rule::word_until,
        &["to", "till", "through", "ends", "hasta", "end"],
    ),
    (
        Rule::word_in,
        &[
            "effective",
            "enters",
            "force",
            "vigente",
            "starts",
            "applicable",
        ],
    ),
    (
        Rule::word_published,
        &["publication", "publicado", "date", "publicación"],
    ),
    (Rule::word_title, &["name", "called", "titulo", "título"]),
];

/// The first word of the line that a word at a line's beginning is meant for.
pub(in crate::syntax) fn line_meant(word: &str, lines: &[Rule]) -> Option<&'static str> {
    // `years from 2020` lacks its first word.
    if matches!(word, "years" | "year") && lines.contains(&Rule::word_title) {
        return Some(spelled(Rule::word_for));
    }
    SYNONYMS
        .iter()
        .filter(|(rule, _)| lines.contains(rule))
        .find(|(_, words)| words.contains(&word))
        .map(|(rule, _)| spelled(*rule))
}

/// A line whose first words are known and whose rest is written otherwise.
pub(super) fn known(words: &Words, index: usize) -> Option<Diagnostic> {
    let sign = matches!(words.text(index), ":" | "=") && index < 3;
    if sign && let Some(stop) = stops::after_words(words, index) {
        return Some(stop);
    }
    let found = match words.piece.rule {
        Rule::in_force_line => date_line(words, 2, "in force from"),
        Rule::published_line => published(words),
        Rule::for_years_line => years(words),
        Rule::applies_line => when(words, index, "applies when"),
        Rule::except_line => when(words, index, "except when"),
        Rule::for_each_line => for_each(words, index),
        Rule::text_line
        | Rule::cites_line
        | Rule::title_line
        | Rule::review_line
        | Rule::not_judged_line
        | Rule::clause_header
        | Rule::otherwise_line
        | Rule::remedy_line => quotes(words, index),
        Rule::requires_line if words.lower(1) == "that" => {
            Some(words.wording(1, 2, "leave it out: `requires` and what is required"))
        }
        _ => None,
    };
    found.or_else(|| stops::after_words(words, index))
}

/// The first date among the tokens, as written with hyphens.
fn date_among(words: &Words) -> Option<String> {
    (0..words.len()).find_map(|at| {
        let year = words.is_digits(at) && words.text(at).len() == 4 && words.text(at + 1) == "-";
        if year {
            return Some(words.written(at, at + 5).to_owned());
        }
        let quoted = words.text(at).trim_matches('"');
        let bytes = quoted.as_bytes();
        let date = words.is(at, Kind::Text)
            && bytes.len() == 10
            && bytes[4] == b'-'
            && bytes[7] == b'-'
            && bytes
                .iter()
                .enumerate()
                .all(|(at, byte)| matches!(at, 4 | 7) || byte.is_ascii_digit());
        date.then(|| quoted.to_owned())
    })
}

fn date_line(words: &Words, from: usize, right: &str) -> Option<Diagnostic> {
    let date = date_among(words)?;
    Some(words.wording(from, words.len(), format!("write `{right} {date}`")))
}

fn published(words: &Words) -> Option<Diagnostic> {
    let date = date_among(words)?;
    let place = (1..words.len())
        .filter(|at| words.is(*at, Kind::Text))
        .map(|at| words.text(at))
        .find(|text| !text.contains(&date));
    match place {
        Some(place) => {
            let right = format!("write `published {date} in {place}`");
            Some(words.wording(1, words.len(), right))
        }
        None => Some(words.wording(
            1,
            words.len(),
            format!("say where as well: `published {date} in \"DOF\"`"),
        )),
    }
}

fn years(words: &Words) -> Option<Diagnostic> {
    let years: Vec<&str> = (2..words.len())
        .filter(|at| words.is_digits(*at) && words.text(*at).len() == 4)
        .map(|at| words.text(at))
        .collect();
    let right = match years.as_slice() {
        [first, .., last] => format!("{first} to {last}"),
        // `2020-` may be a span whose end was forgotten, and `from 2020` runs on.
        [first] => format!("from {first}"),
        [] => return None,
    };
    Some(words.wording(2, words.len(), format!("write `for years {right}`")))
}

fn when(words: &Words, index: usize, right: &str) -> Option<Diagnostic> {
    (index == 1).then(|| {
        let end = if matches!(words.lower(1).as_str(), "if" | "where" | "for") {
            2
        } else {
            1
        };
        words.wording(0, end, format!("write `{right} …`"))
    })
}

fn for_each(words: &Words, index: usize) -> Option<Diagnostic> {
    let lowered = words.lower(index);
    if matches!(lowered.as_str(), "of" | "from" | "en" | "among" | "within") {
        return Some(words.wording(index, index + 1, "write `in`"));
    }
    if words.is(index, Kind::Word) && words.text(index + 1) == "in" && index == 3 {
        let right = format!("write `for each {} in {}`", words.text(3), words.text(5));
        return Some(words.wording(2, words.len().min(6), right));
    }
    let only_name = words.len() == 3 || words.is(3, Kind::Word) && words.len() == 4;
    only_name.then(|| {
        let list = words.text(2);
        words.wording(
            2,
            words.len(),
            format!("name the row and its list: `for each x in {list}`"),
        )
    })
}

/// A quote within a text, or two texts where one belongs.
fn quotes(words: &Words, index: usize) -> Option<Diagnostic> {
    let texts: Vec<usize> = (0..words.len())
        .filter(|at| words.is(*at, Kind::Text))
        .collect();
    let (first, last) = (*texts.first()?, *texts.last()?);
    if index <= first || first == last {
        return None;
    }
    let between = &words.piece.tokens[first + 1..last];
    let line = |token: &super::Token| !token.first;
    if between.iter().all(line) && !between.is_empty() && words.text(first + 1) != "+" {
        let quoted = "a quote within a text is written `\\\"`: `\"more than \\\"seven\\\"\"`";
        return Some(words.wording(first, last + 1, quoted));
    }
    Some(words.wording(
        first + 1,
        last + 1,
        "one text stands here: put both between one pair of quotes, which may run over lines",
    ))
}
