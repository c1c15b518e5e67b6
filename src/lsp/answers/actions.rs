//! `textDocument/codeAction`: what mends a warning.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::lint::Lint;
use crate::lsp::answers::{Asked, read};
use crate::lsp::places::{Lines, Range};
use crate::lsp::wire::Refusal;

#[derive(Deserialize)]
struct OfRange {
    range: Range,
}

/// The mends of the warnings in a stretch, and one for all that have a mend in the file.
pub fn actions(params: &Value, asked: &Asked<'_>) -> Result<Value, Refusal> {
    let OfRange { range } = read(params)?;
    let text = asked.document(params)?;
    let Some(analysis) = asked.analysis else {
        return Ok(json!([]));
    };
    let Some(source) = analysis.files.get(&text.path) else {
        return Ok(json!([]));
    };
    let lines = Lines::new(&text.text, asked.encoding);
    let (start, end) = (lines.byte(range.start), lines.byte(range.end));
    let uri = asked.uri(&text.path);
    let edit = |lint: &Lint| {
        let fix = lint.fix.as_ref()?;
        let range = lines.range(fix.span.start as usize, fix.span.end as usize);
        Some(json!({"range": range, "newText": fix.text}))
    };
    let own = analysis.lints.iter().filter(|lint| {
        lint.fix
            .as_ref()
            .is_some_and(|fix| fix.span.source == *source)
    });
    let mut found = Vec::new();
    let mut all = Vec::new();
    let mut ended = 0;
    for lint in own {
        let Some(edit) = edit(lint) else { continue };
        let span = lint.diagnostic.primary.span;
        if (span.start as usize) <= end && start <= span.end as usize {
            let title = lint.diagnostic.help.as_deref().unwrap_or("mend it");
            found.push(json!({
                "title": format!("{}: {title}", lint.diagnostic.code.code),
                "kind": "quickfix",
                "edit": {"changes": {uri.as_str(): [edit.clone()]}},
            }));
        }
        let fix = lint.fix.as_ref().map(|fix| fix.span);
        // Those that lie within each other are left for the next time.
        if let Some(span) = fix.filter(|span| span.start >= ended) {
            ended = span.end;
            all.push(edit);
        }
    }
    if all.len() > 1 {
        found.push(json!({
            "title": format!("mend all {} that have one mend", all.len()),
            "kind": "source.fixAll",
            "edit": {"changes": {uri.as_str(): all}},
        }));
    }
    Ok(json!(found))
}
