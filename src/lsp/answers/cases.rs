//! What is wrong with the worked cases that are open: what is no YAML, and what no clause is called.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::cases::{Step, Tree, document, place};
use crate::diagnostic::nearest;
use crate::ingest::Format;
use crate::lsp::analysis::Analysis;
use crate::lsp::documents::Documents;
use crate::lsp::symbols::{What, symbols};
use crate::source::LineColumn;

/// The diagnostics of the files of cases that are open.
pub fn of_cases(analysis: &Analysis, documents: &Documents) -> BTreeMap<PathBuf, Vec<Value>> {
    let folder = analysis.folder.join("cases");
    let open = documents.iter().filter(|(path, _)| {
        path.starts_with(&folder)
            && path
                .extension()
                .is_some_and(|end| end == "yaml" || end == "yml")
    });
    let found = open.map(|(path, document)| (path.clone(), diagnostics(&document.text, analysis)));
    found.filter(|(_, found)| !found.is_empty()).collect()
}

/// The diagnostics of one file of cases.
fn diagnostics(text: &str, analysis: &Analysis) -> Vec<Value> {
    let tree = match document(text, Format::Yaml) {
        Ok(tree) => tree,
        Err(fault) => return vec![one(fault.at, 1, fault.message)],
    };
    let all = symbols(&analysis.loaded.book);
    let named = |what: What| {
        all.iter()
            .filter(move |one| one.what == what)
            .map(|one| one.name)
    };
    let known: Vec<&str> = named(What::Clause).chain(named(What::Indicator)).collect();
    // A book that could not be read knows no clause; that is told elsewhere.
    let Some(Tree::List(cases)) = tree.get("cases").filter(|_| !known.is_empty()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (at, case) in cases.iter().enumerate() {
        let Some(Tree::Record(expected)) = case.get("expect") else {
            continue;
        };
        for (name, _) in expected
            .iter()
            .filter(|(name, _)| !known.contains(&name.as_str()))
        {
            let way = [
                Step::Field("cases".to_owned()),
                Step::Row(at),
                Step::Field("expect".to_owned()),
                Step::Field(name.clone()),
            ];
            let near = nearest(name, known.iter().copied());
            let hint = near.map_or(String::new(), |near| {
                format!("\nhelp: did you mean `{near}`?")
            });
            let message = format!("no version has a clause or an indicator `{name}`{hint}");
            found.push(one(place(text, &way), name.chars().count(), message));
        }
    }
    found
}

/// A diagnostic at a place, over so many characters.
fn one(at: Option<LineColumn>, length: usize, message: String) -> Value {
    let (line, column) = at.map_or((0, 0), |at| (at.line - 1, at.column - 1));
    json!({
        "range": {
            "start": {"line": line, "character": column},
            "end": {"line": line, "character": column + length},
        },
        "severity": 1, "source": "dictamen", "message": message,
    })
}
