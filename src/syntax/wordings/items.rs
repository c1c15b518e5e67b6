//! Words that items begin with elsewhere, the verbs of decrees, and headers written otherwise.

use super::Words;
use crate::diagnostic::Diagnostic;
use crate::syntax::grammar::{Rule, spelled};
use crate::syntax::scan::Kind;

/// First words of items as people write them, and the word that is meant.
const SYNONYMS: &[(Rule, &[&str])] = &[
    (
        Rule::word_clause,
        &[
            "rule",
            "article",
            "artículo",
            "articulo",
            "section",
            "cláusula",
            "clausula",
            "provision",
            "norma",
            "policy",
            "obligation",
        ],
    ),
    (
        Rule::word_parameter,
        &[
            "param",
            "parámetro",
            "parametro",
            "constant",
            "const",
            "variable",
            "var",
            "limit",
            "threshold",
        ],
    ),
    (
        Rule::word_define,
        &[
            "let",
            "def",
            "function",
            "fn",
            "func",
            "definition",
            "defina",
            "definición",
            "term",
        ],
    ),
    (
        Rule::word_enum,
        &["enumeration", "enumeración", "options", "choice", "values"],
    ),
    (
        Rule::word_record,
        &[
            "type", "struct", "entity", "class", "table", "object", "registro",
        ],
    ),
    (
        Rule::word_authority,
        &["office", "autoridad", "agency", "body"],
    ),
    (
        Rule::word_ruleset,
        &[
            "law",
            "version",
            "decree",
            "ley",
            "decreto",
            "acuerdo",
            "act",
            "regulation",
        ],
    ),
    (Rule::word_calendar, &["calendario", "holidays"]),
    (Rule::word_vocabulary, &["vocabulario", "schema", "model"]),
    (
        Rule::word_indicator,
        &["metric", "measure", "indicador", "kpi"],
    ),
    (Rule::word_part, &["continues", "belongs"]),
];

/// Verbs of decrees as people write them, and the verb that is meant.
const VERBS: &[(Rule, &[&str])] = &[
    (
        Rule::word_replaces,
        &[
            "changes",
            "modifies",
            "updates",
            "alters",
            "substitutes",
            "reforms",
            "replace",
            "reforma",
            "reforman",
            "change",
            "modify",
            "amend",
            "rewrites",
            "amends",
        ],
    ),
    (
        Rule::word_repeals,
        &[
            "deletes",
            "removes",
            "drops",
            "abolishes",
            "derogates",
            "repeal",
            "deroga",
            "derogan",
            "delete",
            "remove",
            "abrogates",
            "cancels",
        ],
    ),
    (
        Rule::word_adds,
        &[
            "inserts",
            "add",
            "introduces",
            "adiciona",
            "adicionan",
            "insert",
            "creates",
            "new",
        ],
    ),
    (Rule::word_sets, &["set", "assigns", "fija"]),
];

/// The word that the first word of an item is meant for, `next` being the word after it.
pub(in crate::syntax) fn item_meant(word: &str, next: &str) -> Option<String> {
    if let Some((verb, _)) = VERBS.iter().find(|(_, words)| words.contains(&word)) {
        let sets = *verb == Rule::word_replaces && next == spelled(Rule::word_parameter);
        return Some(match sets {
            true => "sets parameter".to_owned(),
            false => spelled(*verb).to_owned(),
        });
    }
    let found = SYNONYMS.iter().find(|(_, words)| words.contains(&word));
    found.map(|(rule, _)| spelled(*rule).to_owned())
}

/// A header written otherwise.
pub(super) fn known(words: &Words, index: usize) -> Option<Diagnostic> {
    match words.piece.rule {
        Rule::clause_header => clause_name(words, index),
        _ if words.text(0) == "amends" && words.text(1) == "parameter" => {
            let rest = words.short(2, words.len());
            Some(words.wording(0, 2, format!("write `sets parameter {rest}`")))
        }
        Rule::repeals_item => repeals(words, index),
        Rule::ruleset_header => amends(words, index),
        Rule::plain_sets | Rule::dated_sets | Rule::plain_parameter | Rule::dated_parameter => {
            becomes(words, index)
        }
        Rule::field_line | Rule::filing_line => field(words, index),
        _ => define(words, index),
    }
}

/// A part of a clause's name that does not begin with a letter, or a sign that cannot stand in it.
fn clause_name(words: &Words, index: usize) -> Option<Diagnostic> {
    let start = (0..words.len()).find(|at| words.text(*at) == "clause")? + 1;
    let title = (start..words.len()).find(|at| words.is(*at, Kind::Text))?;
    if title <= start || index < start || index > title {
        return None;
    }
    let written = words.written(start, title);
    if !written.contains(|c: char| c.is_ascii_digit() || matches!(c, '-' | '/' | ' ')) {
        return None;
    }
    let joined: String = written
        .chars()
        .map(|c| if matches!(c, '-' | '/' | ' ') { '_' } else { c })
        .collect();
    let parts: Vec<String> = joined
        .split('.')
        .map(
            |part| match part.starts_with(|c: char| c.is_ascii_digit()) {
                true => format!("n{part}"),
                false => part.to_owned(),
            },
        )
        .collect();
    let right = parts.join(".");
    Some(words.wording(
        start,
        title,
        format!("each part of a clause's name begins with a letter: write `{right}`"),
    ))
}

fn repeals(words: &Words, index: usize) -> Option<Diagnostic> {
    if index != 1 {
        return None;
    }
    let kind = words.lower(1);
    let named = SYNONYMS
        .iter()
        .any(|(_, names)| names.contains(&kind.as_str()));
    if !named && words.is(2, Kind::Word) {
        return None;
    }
    let name = words.written(if named { 2 } else { 1 }, words.len());
    Some(words.wording(1, words.len(), format!("write `repeals clause {name}`")))
}

/// `ruleset law 2020 modifies 2014`, `ruleset law 2020 amends law 2014`
fn amends(words: &Words, index: usize) -> Option<Diagnostic> {
    if index < 3 || words.len() < 5 {
        return None;
    }
    let last = words.text(words.len() - 1);
    Some(words.wording(3, words.len(), format!("write `amends {last}`")))
}

/// What a parameter is worth stands after `=`.
fn becomes(words: &Words, index: usize) -> Option<Diagnostic> {
    let sets = words.piece.tokens.first().and_then(|token| token.word) == Some(Rule::word_sets);
    if sets && index == 1 && words.is(1, Kind::Word) {
        let name = words.text(1);
        return Some(words.wording(0, 2, format!("write `sets parameter {name}`")));
    }
    let joins = matches!(
        words.lower(index).as_str(),
        "to" | "is" | "with" | ":" | "as" | ":=" | "are"
    );
    let value = index + usize::from(joins) + usize::from(words.text(index + 1) == "=");
    let direct = words.is(index, Kind::Number);
    if index < 2 || !(direct || joins) || value >= words.len() {
        return None;
    }
    let right = words.short(value, words.len());
    Some(words.wording(index, words.len(), format!("write `= {right}`")))
}

/// A field whose type is written in another order.
fn field(words: &Words, index: usize) -> Option<Diagnostic> {
    let (before, here) = (words.lower(index.saturating_sub(1)), words.lower(index));
    let kind = words.text(index).trim_start_matches(['<', '(']);
    let next = words.text(index + 1);
    let right = match (before.as_str(), here.as_str()) {
        ("list", "<" | "(") => format!("list of {next}"),
        ("list", _) => format!("list of {kind}"),
        ("money", "(" | "<") => format!("money in {next}"),
        ("money", _) if kind.len() == 3 => format!("money in {}", kind.to_uppercase()),
        ("reference", _) => "reference to LIST".to_owned(),
        (_, "optional" | "nullable") => format!("optional {}", words.written(1, index)),
        (_, "required" | "mandatory" | "not") => {
            return Some(words.wording(
                index,
                words.len(),
                "leave it out: what is not `optional` is owed",
            ));
        }
        ("key", _) if index == 2 => format!("{kind} key"),
        _ => return None,
    };
    Some(words.wording(
        index.saturating_sub(1).max(1),
        words.len(),
        format!("write `{right}`"),
    ))
}

/// The header of a definition.
fn define(words: &Words, index: usize) -> Option<Diagnostic> {
    let first = words.piece.tokens.first().and_then(|token| token.word);
    let header = first == Some(Rule::word_define)
        || (words.text(1) == spelled(Rule::word_define) && first.is_some());
    if !header {
        return None;
    }
    let equals = (0..words.len())
        .find(|at| words.text(*at) == "=")
        .unwrap_or(words.len());
    if index > equals {
        return None;
    }
    let here = words.lower(index);
    if matches!(here.as_str(), ":" | "as" | "is" | ":=" | "means") && words.text(index - 1) != "(" {
        return Some(words.wording(index, index + 1, "write `=` before what it stands for"));
    }
    if words.is(index, Kind::Word) && words.is(index - 1, Kind::Word) && index > 2 {
        let (one, two) = (words.text(index - 1), words.text(index));
        let upper = |text: &str| text.starts_with(char::is_uppercase);
        let right = if upper(one) && !upper(two) {
            format!("write `{two}: {one}`")
        } else {
            format!("write `{one}: {two}`")
        };
        return Some(words.wording(index - 1, index + 1, right));
    }
    None
}
