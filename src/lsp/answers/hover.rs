//! `textDocument/hover`: what a name stands for.

use serde_json::{Value, json};

use crate::consolidate;
use crate::lsp::analysis::Analysis;
use crate::lsp::answers::{Asked, navigation};
use crate::lsp::places::Lines;
use crate::lsp::symbols::{Symbol, What};
use crate::lsp::wire::Refusal;
use crate::report::show::{self, Form};
use crate::syntax::ast::ProvisionBody;

/// How much of a text is shown.
const LONGEST: usize = 12_000;

/// What is said of the name at a place.
pub fn hover(params: &Value, asked: &Asked<'_>) -> Result<Value, Refusal> {
    let (text, at) = asked.place(params)?;
    let Some(analysis) = asked.analysis else {
        return Ok(Value::Null);
    };
    let Some(named) = navigation::named(&text, at, analysis) else {
        return Ok(Value::Null);
    };
    let mut said: Vec<String> = Vec::new();
    for symbol in &named.symbols {
        let one = of_symbol(analysis, symbol);
        // Of a name that amendments make anew the consolidated text says it all.
        if !said.contains(&one) {
            said.push(one);
        }
    }
    if said.is_empty() {
        return Ok(Value::Null);
    }
    let mut page = said.join("\n\n---\n\n");
    if page.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|end| page.is_char_boundary(*end));
        page.truncate(end.unwrap_or(0));
        page.push('…');
    }
    let lines = Lines::new(&text.text, asked.encoding);
    Ok(json!({
        "contents": {"kind": "markdown", "value": page},
        "range": lines.range(named.range.start, named.range.end),
    }))
}

fn of_symbol(analysis: &Analysis, symbol: &Symbol<'_>) -> String {
    match symbol.what {
        What::Clause => clause(analysis, symbol),
        What::Parameter | What::Definition | What::Indicator => provision(analysis, symbol),
        _ => declared(analysis, symbol),
    }
}

/// The consolidated text of the last version that has the clause, and what each decree did to it.
fn clause(analysis: &Analysis, symbol: &Symbol<'_>) -> String {
    let (book, sources) = (&analysis.loaded.book, &analysis.loaded.sources);
    let last = book.versions.iter().rposition(|version| {
        let mut held = version.provisions.iter();
        held.any(|provision| provision.body.name().text == symbol.name)
    });
    let extract = last.and_then(|at| consolidate::extract(book, sources, at, symbol.name));
    match extract {
        Some(extract) => show::extract(&extract, Form::Markdown),
        None => declared(analysis, symbol),
    }
}

/// What a parameter or a definition is in each version that says so anew.
fn provision(analysis: &Analysis, symbol: &Symbol<'_>) -> String {
    let (book, sources) = (&analysis.loaded.book, &analysis.loaded.sources);
    let mut out = format!("**{}** `{}`", symbol.what.word(), symbol.name);
    let mut before: Option<&ProvisionBody> = None;
    for version in &book.versions {
        let mut held = version.provisions.iter();
        let held = held.find(|held| held.body.name().text == symbol.name);
        let Some(held) = held else {
            before = None;
            continue;
        };
        if before == Some(&*held.body) {
            continue;
        }
        before = Some(&*held.body);
        let span = held.changes.last().map_or(held.span, |change| change.span);
        let file = sources.get(span.source);
        let words = file.text.get(span.start as usize..span.end as usize);
        out.push_str(&format!(
            "\n\n{} {}, in force from {}:\n\n```dictamen\n{}\n```",
            version.header.version.ruleset.text,
            version.header.version.version.text,
            version.in_force,
            words.unwrap_or("").trim_end()
        ));
    }
    out
}

/// What the vocabulary says.
fn declared(analysis: &Analysis, symbol: &Symbol<'_>) -> String {
    let mut out = format!("**{}** `{}`", symbol.what.word(), symbol.name);
    if let Some(of) = symbol.of {
        out.push_str(&format!(" of `{of}`"));
    }
    if let Some(title) = symbol.title {
        out.push_str(&format!(": {title}"));
    }
    let file = analysis.loaded.sources.get(symbol.span.source);
    let start = file.text[..symbol.span.start as usize].rfind('\n');
    let rest = &file.text[start.map_or(0, |at| at + 1)..];
    // Of a field its line says the type, and the comment behind it the meaning.
    let line = rest.lines().next().unwrap_or("").trim();
    out.push_str(&format!("\n\n```dictamen\n{line}\n```"));
    out
}
