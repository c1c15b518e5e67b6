//! What is wrong with the rule book, file by file.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::diagnostic::{Diagnostic, Severity};
use crate::lsp::analysis::Analysis;
use crate::lsp::places::{Encoding, Lines, uri_of};
use crate::source::SourceId;

/// How many are told of one file: nobody reads more, and a list without end holds the editor up.
const MOST: usize = 500;

/// The diagnostics of each file that has any.
pub fn diagnostics(analysis: &Analysis, encoding: Encoding) -> BTreeMap<PathBuf, Vec<Value>> {
    let lints = analysis.lints.iter().map(|lint| &lint.diagnostic);
    let mut found: BTreeMap<PathBuf, Vec<Value>> = BTreeMap::new();
    let mut lines: BTreeMap<SourceId, Lines<'_>> = BTreeMap::new();
    let sources = &analysis.loaded.sources;
    for diagnostic in analysis.loaded.diagnostics.iter().chain(lints) {
        let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary);
        for label in labels {
            let source = label.span.source;
            lines
                .entry(source)
                .or_insert_with(|| Lines::new(&sources.get(source).text, encoding));
        }
        let file = sources.get(diagnostic.primary.span.source);
        let told = found.entry(file.path.clone()).or_default();
        if told.len() < MOST {
            told.push(one(diagnostic, analysis, &lines));
        }
    }
    found
}

fn one(
    diagnostic: &Diagnostic,
    analysis: &Analysis,
    lines: &BTreeMap<SourceId, Lines<'_>>,
) -> Value {
    let span = diagnostic.primary.span;
    let range = |span: crate::source::Span| {
        let lines = lines.get(&span.source);
        lines.map(|lines| lines.range(span.start as usize, span.end as usize))
    };
    let mut message = diagnostic.message.clone();
    if !diagnostic.primary.text.is_empty() {
        message.push_str(&format!(" ({})", diagnostic.primary.text));
    }
    if let Some(help) = &diagnostic.help {
        message.push_str(&format!("\nhelp: {help}"));
    }
    let related = diagnostic.secondary.iter().map(|label| {
        let file = analysis.loaded.sources.get(label.span.source);
        json!({
            "location": {"uri": uri_of(&file.path), "range": range(label.span)},
            "message": label.text,
        })
    });
    let related: Vec<Value> = related.collect();
    json!({
        "range": range(span),
        "severity": match diagnostic.severity { Severity::Error => 1, Severity::Warning => 2 },
        "code": diagnostic.code.code,
        "source": "dictamen",
        "message": message,
        "relatedInformation": related,
    })
}
