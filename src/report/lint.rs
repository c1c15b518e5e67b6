//! Warnings about rules for programs: SARIF 2.1.0, and annotations of GitHub.

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;

fn level(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// One run of SARIF.
pub fn sarif(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut rules: Vec<_> = diagnostics.iter().map(|found| found.code).collect();
    rules.sort();
    rules.dedup();
    let rules: Vec<serde_json::Value> = rules
        .iter()
        .map(|code| {
            serde_json::json!({
                "id": code.code,
                "shortDescription": { "text": code.title },
                "fullDescription": { "text": code.why },
            })
        })
        .collect();
    let results: Vec<serde_json::Value> = diagnostics
        .iter()
        .map(|found| {
            let span = found.primary.span;
            let file = sources.get(span.source);
            let (from, to) = (file.line_column(span.start), file.line_column(span.end));
            let mut message = found.message.clone();
            if let Some(help) = &found.help {
                message.push_str("; ");
                message.push_str(help);
            }
            serde_json::json!({
                "ruleId": found.code.code,
                "level": level(found),
                "message": { "text": message },
                "locations": [{ "physicalLocation": {
                    "artifactLocation": { "uri": file.path.to_string_lossy() },
                    "region": {
                        "startLine": from.line, "startColumn": from.column,
                        "endLine": to.line, "endColumn": to.column,
                    },
                }}],
            })
        })
        .collect();
    let page = serde_json::json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "dictamen", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{page}\n")
}

/// One annotation a line, as GitHub reads them from a log.
pub fn github(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let escaped = |text: &str| {
        text.replace('%', "%25")
            .replace('\r', "%0D")
            .replace('\n', "%0A")
    };
    let property = |text: &str| escaped(text).replace(':', "%3A").replace(',', "%2C");
    let lines = diagnostics.iter().map(|found| {
        let file = sources.get(found.primary.span.source);
        let at = file.line_column(found.primary.span.start);
        let help = found.help.as_deref().map(|help| format!("; {help}"));
        format!(
            "::{} file={},line={},col={},title={}::{}{}\n",
            level(found),
            property(&file.path.to_string_lossy()),
            at.line,
            at.column,
            found.code.code,
            escaped(&found.message),
            escaped(help.as_deref().unwrap_or("")),
        )
    });
    lines.collect()
}
