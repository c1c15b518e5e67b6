//! `textDocument/codeLens`: what the worked cases say of a clause, counted when the editor asks for it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::evaluate::verdicts::Verdict;
use crate::lsp::answers::{Asked, rename};
use crate::lsp::places::Lines;
use crate::lsp::symbols::words;
use crate::lsp::wire::Refusal;
use crate::report::text::counted;

/// A lens above each clause; what it says is left to [`resolve`].
pub fn lenses(params: &Value, asked: &Asked<'_>) -> Result<Value, Refusal> {
    let text = asked.document(params)?;
    let lines = Lines::new(&text.text, asked.encoding);
    let clauses = words(&text.text);
    let clauses = clauses.iter().filter(|word| word.clause);
    let lenses = clauses.map(|word| {
        json!({
            "range": lines.range(word.range.start, word.range.end),
            "data": {"clause": word.text},
        })
    });
    Ok(json!(lenses.collect::<Vec<_>>()))
}

/// `codeLens/resolve`: how many cases expect which verdict of the clause.
pub fn resolve(params: &Value, asked: &Asked<'_>) -> Result<Value, Refusal> {
    let clause = params.pointer("/data/clause").and_then(Value::as_str);
    let clause = clause.ok_or_else(|| Refusal::params("a lens has the clause in its `data`"))?;
    let mut verdicts: BTreeMap<Verdict, u64> = BTreeMap::new();
    let mut cases = 0;
    if let Some(analysis) = asked.analysis {
        for (_, text) in rename::cases(analysis, asked) {
            for at in rename::keys(&text, clause) {
                cases += 1;
                // `violates`, or `{ verdict: violates, … }` on the line or below it.
                let rest = &text[at + clause.len()..];
                let end = rest
                    .match_indices('\n')
                    .nth(1)
                    .map_or(rest.len(), |(end, _)| end);
                let said = &rest[..end];
                let first = Verdict::ALL.into_iter();
                let first =
                    first.filter_map(|verdict| Some((said.find(verdict.as_str())?, verdict)));
                if let Some((_, verdict)) = first.min() {
                    *verdicts.entry(verdict).or_default() += 1;
                }
            }
        }
    }
    let told = verdicts.iter().rev();
    let told: Vec<String> = told
        .map(|(verdict, count)| format!("{count} {}", verdict.as_str()))
        .collect();
    let title = match (cases, told.is_empty()) {
        (0, _) => "no case".to_owned(),
        (cases, true) => counted(cases, "case", "cases"),
        (cases, false) => format!("{}: {}", counted(cases, "case", "cases"), told.join(", ")),
    };
    let mut lens = params.clone();
    lens["command"] = json!({"title": title, "command": ""});
    Ok(lens)
}
