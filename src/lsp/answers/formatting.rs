//! `textDocument/formatting`: the one layout of a rules file.

use serde_json::{Value, json};

use crate::lsp::answers::Asked;
use crate::lsp::places::Lines;
use crate::lsp::wire::Refusal;
use crate::source::SourceId;
use crate::syntax::format;

/// The edits that lay a file out: the lines between the first and the last that differ. What has mistakes
/// is left as it is.
pub fn formatting(params: &Value, asked: &Asked<'_>) -> Result<Value, Refusal> {
    let text = asked.document(params)?;
    let rules = text.path.extension().is_some_and(|end| end == "dictamen");
    let laid_out = match rules {
        true => format(SourceId(0), &text.text).ok(),
        false => None,
    };
    let Some(after) = laid_out.filter(|after| *after != *text.text) else {
        return Ok(json!([]));
    };
    let before: &str = &text.text;
    let start = same(before.bytes(), after.bytes());
    // Whole lines, so that no letter and no line end is cut in two.
    let start = before[..floor(before, start)]
        .rfind('\n')
        .map_or(0, |end| end + 1);
    let (rest, new) = (&before[start..], &after[start..]);
    let end = same(rest.bytes().rev(), new.bytes().rev());
    let end = rest.len() - end;
    let end = rest[ceiling(rest, end)..]
        .find('\n')
        .map_or(rest.len(), |at| ceiling(rest, end) + at + 1);
    let new_end = new.len() - (rest.len() - end);
    let lines = Lines::new(before, asked.encoding);
    Ok(json!([{
        "range": lines.range(start, start + end),
        "newText": &new[..new_end],
    }]))
}

/// How many bytes are the same from the beginning.
fn same(one: impl Iterator<Item = u8>, other: impl Iterator<Item = u8>) -> usize {
    one.zip(other)
        .take_while(|(one, other)| one == other)
        .count()
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn ceiling(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}
