//! The parts of a text and of the book: outlines, symbols by name or citation, folds, selections.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::lsp::answers::navigation::item_of;
use crate::lsp::answers::{Asked, read};
use crate::lsp::places::{Lines, Position};
use crate::lsp::symbols::{Symbol, What, symbols, word_at, words};
use crate::lsp::wire::Refusal;
use crate::source::{SourceId, Span};
use crate::syntax::ast::{Item, ProvisionBody};
use crate::syntax::{ast, parse};

/// How many symbols one question is answered with.
const MOST: usize = 500;

#[derive(Deserialize)]
struct Query {
    #[serde(default)]
    query: String,
}

#[derive(Deserialize)]
struct Positions {
    positions: Vec<Position>,
}

fn kind(what: What) -> u8 {
    match what {
        What::Clause => 6,
        What::Parameter => 14,
        What::Definition => 12,
        What::Indicator => 13,
        What::Enum => 10,
        What::Member => 22,
        What::Record => 23,
        What::Field | What::FilingField => 8,
        What::Authority => 19,
        What::Calendar => 5,
    }
}

/// What an item is called, and what it is.
fn item(item: &Item) -> Option<(String, Option<String>, u8, Span)> {
    let plain = |name: &ast::Name, what: What| (name.text.clone(), None, kind(what), name.span);
    Some(match item {
        Item::Vocabulary(name) => (format!("vocabulary {}", name.text), None, 3, name.span),
        Item::Authority(held) => (
            held.name.text.clone(),
            Some(held.label.value.clone()),
            kind(What::Authority),
            held.name.span,
        ),
        Item::Enum(held) => plain(&held.name, What::Enum),
        Item::Record(held) => plain(&held.name, What::Record),
        Item::Filing(held) => ("filing".to_owned(), None, 23, held.span),
        Item::Calendar(held) => plain(&held.name, What::Calendar),
        Item::Ruleset(held) => (
            format!(
                "{} {}",
                held.version.ruleset.text, held.version.version.text
            ),
            held.title.as_ref().map(|title| title.value.clone()),
            3,
            held.span,
        ),
        Item::Part(held) => (
            format!(
                "part of {} {}",
                held.version.ruleset.text, held.version.version.text
            ),
            None,
            3,
            held.span,
        ),
        Item::Provision(held) => {
            let name = held.body.name();
            let (what, detail) = match &*held.body {
                ProvisionBody::Clause(clause) => (
                    What::Clause,
                    Some(format!("{} · {}", clause.title.value, clause.cites.value)),
                ),
                ProvisionBody::Parameter(_) => (What::Parameter, None),
                ProvisionBody::Define(_) => (What::Definition, None),
                ProvisionBody::Indicator(held) => (What::Indicator, Some(held.title.value.clone())),
            };
            (name.text.clone(), detail, kind(what), name.span)
        }
        Item::Amends(held) => (format!("amends {}", held.id.text), None, 6, held.id.span),
        Item::Repeal(held) => (
            format!("repeals {}", held.name.text),
            None,
            6,
            held.name.span,
        ),
        Item::Sets(held) => (format!("sets {}", held.name.text), None, 14, held.name.span),
        Item::Translation(held) => ("translation".to_owned(), None, 3, held.span),
        Item::Translated(_) => return None,
    })
}

/// The fields or members that stand inside an item.
fn inside(item: &Item) -> Vec<(&ast::Name, u8)> {
    match item {
        Item::Enum(held) => {
            let members = held.members.iter();
            members
                .map(|member| (&member.name, kind(What::Member)))
                .collect()
        }
        Item::Record(held) => fields(&held.fields),
        Item::Filing(held) => fields(&held.fields),
        _ => Vec::new(),
    }
}

fn fields(fields: &[ast::Field]) -> Vec<(&ast::Name, u8)> {
    fields
        .iter()
        .map(|field| (&field.name, kind(What::Field)))
        .collect()
}

/// `# Chapter II` above items: a comment at the margin that stands between empty lines, or nothing.
fn chapters(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut offset = 0;
    let mut empty = true;
    for line in text.split_inclusive('\n') {
        let comment = line
            .strip_prefix('#')
            .map(|rest| rest.trim_matches(|one| "#=- \t\r\n".contains(one)));
        if let Some(title) = comment
            && empty
            && !title.is_empty()
            && text[offset + line.len()..]
                .trim_start_matches('\r')
                .starts_with('\n')
        {
            found.push((offset, title.to_owned()));
        }
        empty = line.trim().is_empty();
        offset += line.len();
    }
    found
}

/// `textDocument/documentSymbol`: the outline of a rules file, chapter by chapter where comments name them.
pub fn document(params: &Value, asked: &Asked<'_>) -> Result<Value, Refusal> {
    let text = asked.document(params)?;
    if text.path.extension().is_some_and(|end| end != "dictamen") {
        return Ok(json!([]));
    }
    let lines = Lines::new(&text.text, asked.encoding);
    let parsed = parse(SourceId(0), &text.text);
    let mut found: Vec<(usize, Value)> = Vec::new();
    for one in &parsed.file.items {
        let Some((name, detail, kind, span)) = item(one) else {
            continue;
        };
        let whole = item_of(&text.text, span.start as usize);
        let end = whole.start + text.text[whole.clone()].trim_end().len();
        let children = inside(one).into_iter().map(|(name, kind)| {
            let range = lines.range(name.span.start as usize, name.span.end as usize);
            json!({"name": name.text, "kind": kind, "range": range, "selectionRange": range})
        });
        let children: Vec<Value> = children.collect();
        let mut symbol = json!({
            "name": name, "kind": kind,
            "range": lines.range(whole.start.min(span.start as usize), end.max(span.end as usize)),
            "selectionRange": lines.range(span.start as usize, span.end as usize),
            "children": children,
        });
        if let Some(detail) = detail {
            symbol["detail"] = detail.into();
        }
        found.push((whole.start, symbol));
    }
    let chapters = chapters(&text.text);
    if chapters.is_empty() {
        let all: Vec<Value> = found.into_iter().map(|(_, symbol)| symbol).collect();
        return Ok(json!(all));
    }
    let mut out: Vec<Value> = Vec::new();
    let (before, mut rest): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|(at, _)| *at < chapters[0].0);
    out.extend(before.into_iter().map(|(_, symbol)| symbol));
    for (at, (start, title)) in chapters.iter().enumerate() {
        let end = chapters
            .get(at + 1)
            .map_or(text.text.len(), |(next, _)| *next);
        let (own, left): (Vec<_>, Vec<_>) = rest.into_iter().partition(|(at, _)| *at < end);
        rest = left;
        let line = text.text[*start..].lines().next().map_or(0, str::len);
        out.push(json!({
            "name": title, "kind": 3,
            "range": lines.range(*start, end),
            "selectionRange": lines.range(*start, start + line),
            "children": own.into_iter().map(|(_, symbol)| symbol).collect::<Vec<_>>(),
        }));
    }
    Ok(json!(out))
}

/// `workspace/symbol`: names, titles and citations that hold every word of the question.
pub fn workspace(params: &Value, asked: &Asked<'_>) -> Result<Value, Refusal> {
    let Query { query } = read(params)?;
    let Some(analysis) = asked.analysis else {
        return Ok(json!([]));
    };
    let wanted = query.to_lowercase();
    // `art. 9` is not `art. 90`: a word that ends in a digit ends there.
    let holds = |text: &str| {
        let text = text.to_lowercase();
        text.match_indices(wanted.trim()).any(|(at, one)| {
            let digit = |letter: Option<char>| letter.is_some_and(|one| one.is_ascii_digit());
            !(digit(one.chars().next_back()) && digit(text[at + one.len()..].chars().next()))
        })
    };
    let cited = |symbol: &Symbol<'_>| {
        let texts = [Some(symbol.name), symbol.title, symbol.cites];
        wanted.trim().is_empty() || texts.into_iter().flatten().any(holds)
    };
    let symbols = symbols(&analysis.loaded.book);
    let found = symbols.iter().filter(|symbol| cited(symbol)).take(MOST);
    let found = found.map(|symbol| {
        let mut one = json!({
            "name": symbol.name,
            "kind": kind(symbol.what),
            "location": asked.location(analysis, symbol.span),
        });
        let container = match (symbol.of, symbol.cites) {
            (Some(of), _) => Some(of),
            (None, cites) => cites,
        };
        if let Some(container) = container {
            one["containerName"] = container.into();
        }
        one
    });
    Ok(json!(found.collect::<Vec<_>>()))
}

/// `textDocument/foldingRange`: items, and comments of several lines.
pub fn folding(params: &Value, asked: &Asked<'_>) -> Result<Value, Refusal> {
    let text = asked.document(params)?;
    let mut found = Vec::new();
    let mut open: Option<(usize, usize, bool)> = None;
    let close = |open: Option<(usize, usize, bool)>, found: &mut Vec<Value>| {
        if let Some((first, last, comment)) = open.filter(|(first, last, _)| first < last) {
            let mut fold = json!({"startLine": first, "endLine": last});
            if comment {
                fold["kind"] = "comment".into();
            }
            found.push(fold);
        }
    };
    for (at, line) in text.text.lines().enumerate() {
        let comment = line.starts_with('#');
        let begins = line.starts_with(|letter: char| letter.is_alphabetic());
        match &mut open {
            Some((_, last, true)) if comment => *last = at,
            Some((_, last, false)) if !comment && !begins && !line.trim().is_empty() => *last = at,
            _ if comment || begins => {
                close(open, &mut found);
                open = Some((at, at, comment));
            }
            _ => {}
        }
    }
    close(open, &mut found);
    Ok(json!(found))
}

/// `textDocument/selectionRange`: the word, its line, its item, the file.
pub fn selection(params: &Value, asked: &Asked<'_>) -> Result<Value, Refusal> {
    let Positions { positions } = read(params)?;
    let text = asked.document(params)?;
    let lines = Lines::new(&text.text, asked.encoding);
    let words = words(&text.text);
    let found = positions.into_iter().map(|position| {
        let at = lines.byte(position);
        let start = text.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let end = text.text[at..]
            .find('\n')
            .map_or(text.text.len(), |end| at + end);
        let line = text.text[start..end].trim_end();
        let indent = line.len() - line.trim_start().len();
        let item = item_of(&text.text, at);
        let item_end = item.start + text.text[item.clone()].trim_end().len();
        let word = word_at(&words, at).map(|(_, word)| word.range.clone());
        let mut all = vec![
            0..text.text.len(),
            item.start..item_end.max(item.start),
            start + indent..start + line.len(),
        ];
        all.extend(word);
        // Each holds the next and the place, or is left out.
        let mut nested: Option<Value> = None;
        let mut held: Option<std::ops::Range<usize>> = None;
        for range in all {
            let fits = held.as_ref().is_none_or(|held| {
                held.start <= range.start && range.end <= held.end && *held != range
            });
            if !fits || at < range.start || range.end < at {
                continue;
            }
            let mut one = json!({"range": lines.range(range.start, range.end)});
            if let Some(parent) = nested.take() {
                one["parent"] = parent;
            }
            nested = Some(one);
            held = Some(range);
        }
        nested
    });
    Ok(json!(found.collect::<Vec<_>>()))
}
