//! `textDocument/completion`: what may stand at a place.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::book::Book;
use crate::lsp::analysis::Analysis;
use crate::lsp::answers::navigation::item_of;
use crate::lsp::answers::{Asked, Text};
use crate::lsp::symbols::{What, symbols};
use crate::lsp::wire::Refusal;
use crate::syntax::ast::{Field, TypeExpr, TypeKind};
use crate::syntax::is_name_char;

/// What begins an item.
const ITEMS: &[&str] = &[
    "adds clause",
    "adds define",
    "adds indicator",
    "adds parameter",
    "amends clause",
    "authority",
    "calendar",
    "clause",
    "define",
    "enum",
    "filing",
    "indicator",
    "parameter",
    "part of",
    "record",
    "repeals clause",
    "replaces clause",
    "ruleset",
    "sets parameter",
    "translation",
    "vocabulary",
];

/// The lines of a clause in their order.
const LINES: &[&str] = &[
    "text",
    "cites",
    "authority",
    "binds",
    "severity",
    "review",
    "for each",
    "governed by",
    "applies when",
    "except when",
    "requires",
    "not judged",
    "otherwise",
    "remedy",
];

/// The words of expressions.
const WORDS: &[&str] = &[
    "after",
    "and",
    "as_of",
    "before",
    "between",
    "business_days",
    "count",
    "date",
    "days",
    "else",
    "every",
    "false",
    "if",
    "in",
    "is given",
    "is not given",
    "longest_gap",
    "max",
    "mean",
    "min",
    "next_business_day",
    "no",
    "not",
    "on or after",
    "on or before",
    "or",
    "previous_business_day",
    "round",
    "satisfies",
    "some",
    "sum",
    "then",
    "true",
    "where",
    "year of",
];

/// The kinds of completion that the protocol knows.
mod kinds {
    pub const FUNCTION: u8 = 3;
    pub const FIELD: u8 = 5;
    pub const VARIABLE: u8 = 6;
    pub const CLASS: u8 = 7;
    pub const ENUM: u8 = 13;
    pub const KEYWORD: u8 = 14;
    pub const MEMBER: u8 = 20;
    pub const CONSTANT: u8 = 21;
    pub const TEXT: u8 = 1;
    pub const STRUCT: u8 = 22;
}

/// What may stand at the place.
pub fn completion(params: &Value, asked: &Asked<'_>) -> Result<Value, Refusal> {
    let (text, at) = asked.place(params)?;
    let rules = text.path.extension().is_some_and(|end| end == "dictamen");
    let items = match (asked.analysis, rules) {
        (Some(analysis), true) => in_rules(&text, at, analysis),
        (None, true) => words(ITEMS),
        (Some(analysis), false) => in_yaml(&text.text, at, analysis),
        (None, false) => Vec::new(),
    };
    Ok(json!({"isIncomplete": false, "items": items}))
}

fn words(all: &[&str]) -> Vec<Value> {
    let items = all.iter().enumerate();
    items
        .map(|(at, word)| json!({"label": word, "kind": kinds::KEYWORD, "sortText": format!("{at:03}")}))
        .collect()
}

fn in_rules(text: &Text<'_>, at: usize, analysis: &Analysis) -> Vec<Value> {
    let text = &*text.text;
    let book = &analysis.loaded.book;
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = &text[start..at];
    let typed = line.len() - line.trim_end_matches(is_name_char).len();
    let before = &line[..line.len() - typed];
    if line.chars().all(is_name_char) {
        return words(ITEMS);
    }
    if is_quoted(before) {
        let cites = before.trim_start().starts_with("cites") || before.contains(" cites ");
        return if cites { citations(book) } else { Vec::new() };
    }
    let item = item_of(text, start);
    let item_text = &text[item.clone()];
    if let Some(chain) = before.strip_suffix('.') {
        let length = chain.len()
            - chain
                .trim_end_matches(|one| is_name_char(one) || one == '.')
                .len();
        let chain: Vec<&str> = chain[chain.len() - length..].split('.').collect();
        return after_dot(book, item_text, &chain);
    }
    let mut items = Vec::new();
    if before.trim().is_empty() {
        let head = item_text.trim_start_matches(['a', 'd', 's', ' ']);
        if head.starts_with("clause") || item_text.contains("clause ") {
            let lines: Vec<&str> = (LINES.iter().copied())
                .filter(|line| {
                    *line == "except when" || !item_text.contains(&format!("\n  {line} "))
                })
                .collect();
            items.extend(words(&lines));
        }
    }
    if before.trim() == "authority" || before.trim() == "binds" {
        return named(book, |what| what == What::Authority);
    }
    items.extend(named(book, |what| {
        !matches!(what, What::Field | What::Clause | What::Authority)
    }));
    items.extend(variables(item_text).into_iter().map(
        |name| json!({"label": name, "kind": kinds::VARIABLE, "sortText": format!("0{name}")}),
    ));
    items.extend(words(WORDS));
    items
}

/// Whether a place stands inside a quoted text, and in no braces of it.
fn is_quoted(before: &str) -> bool {
    let mut quoted = false;
    let mut braced = false;
    let mut escaped = false;
    for letter in before.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => (quoted, braced) = (!quoted, false),
            '{' if quoted => braced = true,
            '}' if quoted => braced = false,
            _ => {}
        }
    }
    quoted && !braced
}

fn named(book: &Book, wanted: impl Fn(What) -> bool) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    let all = symbols(book);
    let all = all.iter().filter(|symbol| wanted(symbol.what));
    all.filter(|symbol| seen.insert((symbol.name, symbol.of)))
        .map(|symbol| {
            let kind = match symbol.what {
                What::Clause => kinds::CLASS,
                What::Parameter => kinds::CONSTANT,
                What::Definition => kinds::FUNCTION,
                What::Enum => kinds::ENUM,
                What::Member => kinds::MEMBER,
                What::Record => kinds::STRUCT,
                What::Field | What::FilingField => kinds::FIELD,
                What::Indicator | What::Authority | What::Calendar => kinds::VARIABLE,
            };
            let detail = match (symbol.of, symbol.title) {
                (Some(of), Some(title)) => format!("{} of {of}: {title}", symbol.what.word()),
                (Some(of), None) => format!("{} of {of}", symbol.what.word()),
                (None, Some(title)) => format!("{}: {title}", symbol.what.word()),
                (None, None) => symbol.what.word().to_owned(),
            };
            json!({"label": symbol.name, "kind": kind, "detail": detail})
        })
        .collect()
}

/// The citations that the book has, each once.
fn citations(book: &Book) -> Vec<Value> {
    let all = symbols(book);
    let cited = all.iter().filter_map(|symbol| symbol.cites);
    let parts = cited.flat_map(|cites| cites.split(';')).map(str::trim);
    let parts: BTreeSet<&str> = parts.filter(|part| !part.is_empty()).collect();
    let items = parts.into_iter();
    items
        .map(|part| json!({"label": part, "kind": kinds::TEXT}))
        .collect()
}

/// The variables of an item: `for each r in`, `some x in`, `(r: Request)`.
fn variables(item: &str) -> BTreeSet<&str> {
    let words: Vec<&str> = item
        .split(|letter: char| !is_name_char(letter) && letter != ':')
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = BTreeSet::new();
    for pair in words.windows(2) {
        let name = pair[0];
        if pair[1] == "in" && !name.ends_with(':') && name != "not" {
            found.insert(name);
        }
        if let Some(name) = name.strip_suffix(':') {
            found.insert(name);
        }
    }
    found.retain(|name| name.starts_with(char::is_alphabetic));
    found
}

/// What may follow a dot: the fields of the record, or the members of the enum, before it.
fn after_dot(book: &Book, item: &str, chain: &[&str]) -> Vec<Value> {
    let [root, rest @ ..] = chain else {
        return Vec::new();
    };
    let held = book
        .vocabulary
        .enums
        .iter()
        .find(|held| held.name.text == *root);
    if let (Some(held), true) = (held, rest.is_empty()) {
        let members = held.members.iter().map(|member| {
            let label = member
                .label
                .as_ref()
                .map_or("", |label| label.value.as_str());
            json!({"label": member.name.text, "kind": kinds::MEMBER, "detail": label})
        });
        return members.collect();
    }
    let fields = record_of(book, item, root, 0).and_then(|fields| {
        rest.iter().try_fold(fields, |fields, name| {
            let field = fields.iter().find(|field| field.name.text == **name)?;
            of_type(book, &field.ty)
        })
    });
    match fields {
        Some(fields) => fields.iter().map(field).collect(),
        // What cannot be told from the words may be any record.
        None => {
            let mut seen = BTreeSet::new();
            let all = book
                .vocabulary
                .records
                .iter()
                .flat_map(|record| &record.fields);
            all.filter(|field| seen.insert(field.name.text.as_str()))
                .map(field)
                .collect()
        }
    }
}

fn field(field: &Field) -> Value {
    json!({"label": field.name.text, "kind": kinds::FIELD})
}

/// How many variables are gone through to the list of the filing that one is of.
const THROUGH: usize = 6;

/// The fields of what a name stands for: a field of the filing, or a variable of the item.
fn record_of<'b>(book: &'b Book, item: &str, name: &str, deep: usize) -> Option<&'b [Field]> {
    let filing = book.vocabulary.filing.as_ref();
    let own = filing.and_then(|filing| filing.fields.iter().find(|field| field.name.text == name));
    if let Some(field) = own {
        return of_type(book, &field.ty);
    }
    if deep > THROUGH {
        return None;
    }
    for (at, _) in item.match_indices(name) {
        let alone = !item[..at].ends_with(|one: char| is_name_char(one) || one == '.');
        let after = &item[at + name.len()..];
        if !alone {
            continue;
        }
        let word = |text: &str| -> String {
            let name = text.trim_start().chars();
            name.take_while(|one| is_name_char(*one) || *one == '.')
                .collect()
        };
        if let Some(ty) = after.trim_start().strip_prefix(':') {
            return fields_of(book, &word(ty));
        }
        if let Some(list) = after.trim_start().strip_prefix("in ") {
            let path = word(list);
            let mut names = path.split('.');
            let fields = record_of(book, item, names.next()?, deep + 1);
            return names.try_fold(fields?, |fields, name| {
                let field = fields.iter().find(|field| field.name.text == name)?;
                of_type(book, &field.ty)
            });
        }
    }
    None
}

/// The fields of a record by its name.
fn fields_of<'b>(book: &'b Book, name: &str) -> Option<&'b [Field]> {
    let mut records = book.vocabulary.records.iter();
    let record = records.find(|record| record.name.text == name)?;
    Some(&record.fields)
}

/// The fields of what a type holds: a record, the rows of a list, the row that a reference leads to.
fn of_type<'b>(book: &'b Book, ty: &TypeExpr) -> Option<&'b [Field]> {
    match &ty.kind {
        TypeKind::Named(name) => fields_of(book, &name.text),
        TypeKind::List(inner) | TypeKind::Optional(inner) => of_type(book, inner),
        TypeKind::Reference(path) => {
            let mut fields: &[Field] = &book.vocabulary.filing.as_ref()?.fields;
            for name in &path.names {
                let field = fields.iter().find(|field| field.name.text == name.text)?;
                fields = of_type(book, &field.ty)?;
            }
            Some(fields)
        }
        _ => None,
    }
}

/// In a worked case the clauses, in a filing its fields; with members where a value stands.
fn in_yaml(text: &str, at: usize, analysis: &Analysis) -> Vec<Value> {
    let book = &analysis.loaded.book;
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = &text[start..at];
    if let Some((key, _)) = line.split_once(": ") {
        let key = key.trim().trim_start_matches("- ");
        let clause = symbols(book)
            .iter()
            .any(|one| one.what == What::Clause && one.name == key);
        if clause || key == "verdict" {
            let verdicts = crate::evaluate::verdicts::Verdict::ALL.iter();
            return verdicts
                .map(|verdict| json!({"label": verdict.as_str(), "kind": kinds::MEMBER}))
                .collect();
        }
        return named(book, |what| what == What::Member);
    }
    let mut items = named(book, |what| matches!(what, What::FilingField | What::Field));
    if text.contains("\ncases:") || text.starts_with("cases:") {
        items.extend(named(book, |what| {
            matches!(what, What::Clause | What::Indicator)
        }));
        items.extend(words(&[
            "name", "with", "expect", "verdict", "subject", "message", "as_of",
        ]));
    }
    items
}
