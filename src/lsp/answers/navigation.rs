//! From a name to where it is made and to where it stands.

use std::ops::Range;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::lsp::analysis::Analysis;
use crate::lsp::answers::{Asked, Text};
use crate::lsp::places::Lines;
use crate::lsp::symbols::{Symbol, What, Word, symbols, word_at, words};
use crate::lsp::wire::Refusal;

/// A name at a place, with all that it may be.
pub struct Named<'a> {
    /// The name.
    pub name: String,
    /// Where it stands in its text.
    pub range: Range<usize>,
    /// Where it is made: once for each version that makes it anew; several of what follows a dot, where
    /// the records that have such a field are not told apart.
    pub symbols: Vec<Symbol<'a>>,
}

/// What a word may be the name of, as it stands.
pub fn may_be(word: &Word<'_>, before: Option<&Word<'_>>, symbol: &Symbol<'_>) -> bool {
    if symbol.name != word.text || (symbol.what == What::Clause) != word.clause {
        return false;
    }
    match symbol.what {
        // Where it is made, a field stands alone.
        What::Field => true,
        What::Member => !word.dotted || before.is_some_and(|before| Some(before.text) == symbol.of),
        _ => !word.dotted,
    }
}

/// The name at a byte of a text.
pub fn named<'a>(text: &Text<'_>, at: usize, analysis: &'a Analysis) -> Option<Named<'a>> {
    let yaml = text.path.extension().is_some_and(|end| end != "dictamen");
    let all = symbols(&analysis.loaded.book);
    if yaml {
        return in_yaml(&text.text, at, all);
    }
    let words = words(&text.text);
    let (index, word) = word_at(&words, at)?;
    let before = index.checked_sub(1).and_then(|before| words.get(before));
    let here = analysis.files.get(&text.path);
    let own = |symbol: &Symbol<'_>| {
        Some(&symbol.span.source) == here && symbol.span.start as usize == word.range.start
    };
    let mut found: Vec<Symbol<'a>> = all
        .into_iter()
        .filter(|symbol| may_be(word, before, symbol))
        .collect();
    // At the place where a name is made it is that one and no other.
    if let Some(made) = found.iter().find(|symbol| own(symbol)).cloned() {
        found.retain(|symbol| symbol.what == made.what && symbol.of == made.of);
    } else if !word.dotted {
        found.retain(|symbol| symbol.what != What::Field);
    }
    (!found.is_empty()).then(|| Named {
        name: word.text.to_owned(),
        range: word.range.clone(),
        symbols: found,
    })
}

/// The clause or field that a key of a case or a filing names.
fn in_yaml<'a>(text: &str, at: usize, all: Vec<Symbol<'a>>) -> Option<Named<'a>> {
    let inside = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '.';
    let start = text[..at]
        .char_indices()
        .rev()
        .take_while(|(_, letter)| inside(*letter))
        .last()
        .map_or(at, |(start, _)| start);
    let length = text[start..].find(|letter| !inside(letter));
    let name = &text[start..length.map_or(text.len(), |length| start + length)];
    let found: Vec<Symbol<'a>> = all
        .into_iter()
        .filter(|symbol| symbol.name == name)
        .collect();
    (!found.is_empty()).then(|| Named {
        name: name.to_owned(),
        range: start..start + name.len(),
        symbols: found,
    })
}

/// `textDocument/definition`
pub fn definition(params: &Value, asked: &Asked<'_>) -> Result<Value, Refusal> {
    let (text, at) = asked.place(params)?;
    let Some(analysis) = asked.analysis else {
        return Ok(Value::Null);
    };
    if let Some(named) = named(&text, at, analysis) {
        let made = named.symbols.iter();
        let made: Vec<Value> = made
            .map(|symbol| asked.location(analysis, symbol.span))
            .collect();
        return Ok(json!(made));
    }
    let Some(range) = variable(&text.text, at) else {
        return Ok(Value::Null);
    };
    let lines = Lines::new(&text.text, asked.encoding);
    Ok(json!([{"uri": asked.uri(&text.path), "range": lines.range(range.start, range.end)}]))
}

/// Where the variable at a byte is bound: where its name stands first in its item.
fn variable(text: &str, at: usize) -> Option<Range<usize>> {
    let words = words(text);
    let (_, word) = word_at(&words, at)?;
    let item = item_of(text, at);
    let mut own = words.iter().filter(|one| item.contains(&one.range.start));
    let first = own.find(|one| one.text == word.text && !one.dotted)?;
    // A word of the language is bound nowhere.
    let bound = text[first.range.end..].trim_start();
    let bound = bound.starts_with("in ") || bound.starts_with(':');
    bound.then(|| first.range.clone())
}

/// The item that holds a byte: from its line at the margin to the next.
pub fn item_of(text: &str, at: usize) -> Range<usize> {
    let begins = |line: &str| line.starts_with(|letter: char| letter.is_alphabetic());
    let mut start = 0;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if begins(line) {
            if offset > at {
                return start..offset;
            }
            start = offset;
        }
        offset += line.len();
    }
    start..text.len()
}

/// A place where a name stands: its file and its stretch.
pub type Use = (PathBuf, Range<usize>);

/// Every place of the rule book where a name stands.
pub fn uses(named: &Named<'_>, analysis: &Analysis) -> Vec<Use> {
    let mut found = Vec::new();
    for (_, file) in analysis.loaded.sources.iter() {
        let words = words(&file.text);
        for (at, word) in words
            .iter()
            .enumerate()
            .filter(|(_, word)| word.text == named.name)
        {
            let before = at.checked_sub(1).and_then(|before| words.get(before));
            let made = named.symbols.iter().any(|symbol| {
                symbol.span.start as usize == word.range.start
                    && analysis.loaded.sources.get(symbol.span.source).path == file.path
            });
            let meant = named.symbols.iter().any(|symbol| {
                let field = symbol.what == What::Field;
                may_be(word, before, symbol) && (!field || word.dotted)
            });
            if made || meant {
                found.push((file.path.clone(), word.range.clone()));
            }
        }
    }
    found
}

/// `textDocument/references`
pub fn references(params: &Value, asked: &Asked<'_>) -> Result<Value, Refusal> {
    let (text, at) = asked.place(params)?;
    let Some(analysis) = asked.analysis else {
        return Ok(Value::Null);
    };
    let Some(named) = named(&text, at, analysis) else {
        return Ok(json!([]));
    };
    let declared = params.pointer("/context/includeDeclaration") != Some(&Value::Bool(false));
    let mut found = Vec::new();
    for (path, range) in uses(&named, analysis) {
        let Some(source) = analysis.files.get(&path) else {
            continue;
        };
        let made = named.symbols.iter().any(|symbol| {
            symbol.span.source == *source && symbol.span.start as usize == range.start
        });
        if declared || !made {
            let span = crate::source::Span::new(*source, range.start, range.end);
            found.push(asked.location(analysis, span));
        }
    }
    Ok(json!(found))
}

/// `textDocument/documentHighlight`: where the name at a place stands in the same text.
pub fn highlight(params: &Value, asked: &Asked<'_>) -> Result<Value, Refusal> {
    let (text, at) = asked.place(params)?;
    let words = words(&text.text);
    let Some((_, word)) = word_at(&words, at) else {
        return Ok(json!([]));
    };
    let named = asked
        .analysis
        .and_then(|analysis| named(&text, at, analysis));
    // A variable is one within its item.
    let within = match named {
        Some(_) => 0..text.text.len(),
        None => item_of(&text.text, at),
    };
    let lines = Lines::new(&text.text, asked.encoding);
    let same = words.iter().filter(|one| {
        one.text == word.text && one.dotted == word.dotted && within.contains(&one.range.start)
    });
    let same = same.map(|one| json!({"range": lines.range(one.range.start, one.range.end)}));
    Ok(json!(same.collect::<Vec<_>>()))
}
