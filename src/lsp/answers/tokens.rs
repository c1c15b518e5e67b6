//! `textDocument/semanticTokens/full`: what each name is of.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::lsp::answers::Asked;
use crate::lsp::places::Lines;
use crate::lsp::symbols::{What, symbols, words};
use crate::lsp::wire::Refusal;

/// The kinds of token, in the order of their numbers.
pub const TYPES: &[&str] = &[
    "class",
    "parameter",
    "function",
    "variable",
    "enum",
    "enumMember",
    "struct",
    "property",
    "type",
];

fn kind(what: What) -> u32 {
    match what {
        What::Clause => 0,
        What::Parameter => 1,
        What::Definition => 2,
        What::Indicator => 3,
        What::Enum => 4,
        What::Member => 5,
        What::Record => 6,
        What::Field | What::FilingField => 7,
        What::Authority | What::Calendar => 8,
    }
}

/// Every name of the book that stands in a rules file, each by its place after the one before.
pub fn tokens(params: &Value, asked: &Asked<'_>) -> Result<Value, Refusal> {
    let text = asked.document(params)?;
    let Some(analysis) = asked.analysis else {
        return Ok(json!({"data": []}));
    };
    let all = symbols(&analysis.loaded.book);
    let mut alone: HashMap<&str, What> = HashMap::new();
    let mut dotted: HashMap<&str, What> = HashMap::new();
    for symbol in &all {
        match symbol.what {
            What::Field => {
                dotted.insert(symbol.name, What::Field);
            }
            What::Member => {
                dotted.entry(symbol.name).or_insert(What::Member);
                alone.insert(symbol.name, What::Member);
            }
            what => {
                alone.insert(symbol.name, what);
            }
        }
    }
    let lines = Lines::new(&text.text, asked.encoding);
    let mut data: Vec<u32> = Vec::new();
    let (mut line, mut character) = (0, 0);
    for word in words(&text.text) {
        let what = match word.dotted {
            true => dotted.get(word.text),
            false => alone.get(word.text),
        };
        let Some(what) = what.filter(|what| (**what == What::Clause) == word.clause) else {
            continue;
        };
        let (start, end) = (
            lines.counted(word.range.start),
            lines.counted(word.range.end),
        );
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let (at_line, at_character) = (narrow(start.0), narrow(start.1));
        let along = match at_line == line {
            true => at_character - character,
            false => at_character,
        };
        data.extend([
            at_line - line,
            along,
            narrow(end.1 - start.1),
            kind(*what),
            0,
        ]);
        (line, character) = (at_line, at_character);
    }
    Ok(json!({"data": data}))
}
