//! A name changed wherever it stands: in every version and amendment, and in the worked cases.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Value, json};

use crate::lsp::analysis::Analysis;
use crate::lsp::answers::{Asked, navigation, read};
use crate::lsp::places::Lines;
use crate::lsp::symbols::{What, symbols};
use crate::lsp::wire::Refusal;
use crate::syntax::is_name_char;

#[derive(Deserialize)]
struct NewName {
    #[serde(rename = "newName")]
    name: String,
}

/// `textDocument/prepareRename`: the name that would be changed.
pub fn prepare(params: &Value, asked: &Asked<'_>) -> Result<Value, Refusal> {
    let (text, at) = asked.place(params)?;
    let named = asked
        .analysis
        .and_then(|analysis| navigation::named(&text, at, analysis));
    let Some(named) = named else {
        return Ok(Value::Null);
    };
    can_be(&named)?;
    let lines = Lines::new(&text.text, asked.encoding);
    Ok(json!({
        "range": lines.range(named.range.start, named.range.end),
        "placeholder": named.name,
    }))
}

/// Refuses a name of which it cannot be told what else bears it.
fn can_be(named: &navigation::Named<'_>) -> Result<(), Refusal> {
    let mut whats: Vec<(What, Option<&str>)> = (named.symbols.iter())
        .map(|symbol| (symbol.what, symbol.of))
        .collect();
    whats.sort();
    whats.dedup();
    if let [(what, _), _, ..] = whats.as_slice() {
        let of: Vec<&str> = whats.iter().filter_map(|(_, of)| *of).collect();
        return Err(Refusal::failed(format!(
            "`{}` is a {} of {}: it cannot be told here which is meant",
            named.name,
            what.word(),
            of.join(", ")
        )));
    }
    Ok(())
}

/// `textDocument/rename`
pub fn rename(params: &Value, asked: &Asked<'_>) -> Result<Value, Refusal> {
    let (text, at) = asked.place(params)?;
    let NewName { name } = read(params)?;
    let named = asked
        .analysis
        .and_then(|analysis| navigation::named(&text, at, analysis));
    let (Some(named), Some(analysis)) = (named, asked.analysis) else {
        return Err(Refusal::failed("there is no name of the rule book here"));
    };
    can_be(&named)?;
    let what = named
        .symbols
        .first()
        .map_or(What::Clause, |symbol| symbol.what);
    if !is_name(&name, what) {
        return Err(Refusal::params(format!("`{name}` is no name")));
    }
    let alone = what != What::Field && what != What::Member;
    let taken = symbols(&analysis.loaded.book).into_iter().find(|symbol| {
        symbol.name == name
            && (symbol.what == What::Clause) == (what == What::Clause)
            && (alone && symbol.what != What::Field || symbol.of == named.symbols[0].of)
    });
    if let Some(taken) = taken {
        return Err(Refusal::failed(format!(
            "`{name}` is taken: there is a {} of that name",
            taken.what.word()
        )));
    }
    let mut changes: BTreeMap<PathBuf, Vec<std::ops::Range<usize>>> = BTreeMap::new();
    for (path, range) in navigation::uses(&named, analysis) {
        changes.entry(path).or_default().push(range);
    }
    let mut edits: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (path, ranges) in changes {
        let Some(source) = analysis.files.get(&path) else {
            continue;
        };
        let lines = Lines::new(&analysis.loaded.sources.get(*source).text, asked.encoding);
        let of_file = edits.entry(asked.uri(&path)).or_default();
        for range in ranges {
            let own = lines.range(range.start, range.end);
            // In documents a field keeps the name that filings write.
            if let Some(end) = keeps_name(&named, analysis, *source, &range) {
                let from = format!(" from \"{}\"", named.name);
                of_file.push(json!({"range": lines.range(end, end), "newText": from}));
            }
            of_file.push(json!({"range": own, "newText": name}));
        }
    }
    if matches!(what, What::Clause | What::Indicator) {
        for (path, text) in cases(analysis, asked) {
            let lines = Lines::new(&text, asked.encoding);
            let keys = keys(&text, &named.name);
            if keys.is_empty() {
                continue;
            }
            let of_file = edits.entry(asked.uri(&path)).or_default();
            for at in keys {
                of_file.push(json!({
                    "range": lines.range(at, at + named.name.len()), "newText": name,
                }));
            }
        }
    }
    Ok(json!({"changes": edits}))
}

/// Where `from "…"` is written behind a field's type, if this is where a field is made that has none.
fn keeps_name(
    named: &navigation::Named<'_>,
    analysis: &Analysis,
    source: crate::source::SourceId,
    range: &std::ops::Range<usize>,
) -> Option<usize> {
    let made = named
        .symbols
        .iter()
        .find(|symbol| symbol.span.source == source && symbol.span.start as usize == range.start)?;
    let field = made.field.filter(|field| field.from.is_none())?;
    let file = analysis.loaded.sources.get(source);
    let line = &file.text[field.span.start as usize..field.span.end as usize];
    Some(field.span.start as usize + line.trim_end().len())
}

/// Whether a text can be the name of something.
fn is_name(name: &str, what: What) -> bool {
    let part = |part: &str| part.starts_with(char::is_alphabetic) && part.chars().all(is_name_char);
    match what {
        What::Clause => name.split('.').all(part),
        _ => part(name),
    }
}

/// The worked cases, as they stand in the editor or on disk.
pub fn cases(analysis: &Analysis, asked: &Asked<'_>) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut open = vec![analysis.folder.join("cases")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                open.push(path);
            } else if is_yaml(&path) {
                let text = match asked.documents.get(&path) {
                    Some(document) => Ok(document.text.to_string()),
                    None => std::fs::read_to_string(&path),
                };
                found.extend(text.ok().map(|text| (path, text)));
            }
        }
    }
    found.sort();
    found
}

fn is_yaml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|end| end == "yaml" || end == "yml")
}

/// Where a name stands as a key.
pub fn keys(text: &str, name: &str) -> Vec<usize> {
    let found = text.match_indices(name).filter(|(at, _)| {
        let before = text[..*at].chars().next_back();
        let after = text[at + name.len()..].trim_start_matches(['"', '\'']);
        let begins = before.is_none_or(|letter| !is_name_char(letter) && letter != '.');
        begins && after.trim_start_matches(' ').starts_with(':')
    });
    found.map(|(at, _)| at).collect()
}
