//! `textDocument/inlayHint`: the value of a parameter beside its name.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::lsp::analysis::Analysis;
use crate::lsp::answers::{Asked, read};
use crate::lsp::places::{Lines, Range};
use crate::lsp::symbols::words;
use crate::lsp::wire::Refusal;
use crate::source::SourceId;
use crate::syntax::ast::{ParameterValue, ProvisionBody};

/// How much of a value is shown.
const LONGEST: usize = 40;

#[derive(Deserialize)]
struct OfRange {
    range: Range,
}

/// The hints in a stretch of a rules file: what the text of the version that the file belongs to says, the
/// last one where it belongs to none.
pub fn hints(params: &Value, asked: &Asked<'_>) -> Result<Value, Refusal> {
    let OfRange { range } = read(params)?;
    let text = asked.document(params)?;
    let Some(analysis) = asked.analysis else {
        return Ok(json!([]));
    };
    let values = values(analysis, analysis.files.get(&text.path).copied());
    let lines = Lines::new(&text.text, asked.encoding);
    let (start, end) = (lines.byte(range.start), lines.byte(range.end));
    let words = words(&text.text);
    let shown = words.iter().enumerate().filter(|(at, word)| {
        // Where it is made or set its value stands anyway.
        let made = at.checked_sub(1).and_then(|before| words.get(before));
        let made = made.is_some_and(|before| before.text == "parameter");
        start <= word.range.start && word.range.end <= end && !word.dotted && !made
    });
    let hints = shown.filter_map(|(_, word)| {
        let value = values.get(word.text)?;
        Some(json!({
            "position": lines.position(word.range.end),
            "label": format!("= {value}"),
            "paddingLeft": true,
        }))
    });
    Ok(json!(hints.collect::<Vec<_>>()))
}

/// The words of the values of the parameters that have one value.
fn values(analysis: &Analysis, file: Option<SourceId>) -> BTreeMap<&str, String> {
    let book = &analysis.loaded.book;
    let sources = &analysis.loaded.sources;
    let own = book.versions.iter().enumerate().position(|(at, version)| {
        let mut written = version.provisions.iter();
        Some(version.header.span.source) == file
            || written.any(|held| held.origin == at && Some(held.span.source) == file)
    });
    let version = own.or(book.versions.len().checked_sub(1));
    let provisions = version.and_then(|at| book.versions.get(at)).into_iter();
    let provisions = provisions.flat_map(|version| &version.provisions);
    let values = provisions.filter_map(|held| {
        let ProvisionBody::Parameter(parameter) = &*held.body else {
            return None;
        };
        let ParameterValue::Plain(value) = &parameter.value else {
            return None;
        };
        let words = sources
            .get(value.span.source)
            .text
            .get(value.span.start as usize..value.span.end as usize)?;
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        (words.len() <= LONGEST).then_some((parameter.name.text.as_str(), words))
    });
    values.collect()
}
