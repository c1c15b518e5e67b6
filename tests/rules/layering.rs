//! The arrows between modules point one way: every `crate::…` path under `src/` is held against the
//! picture of the architecture.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Which stages a stage may name, the leaves aside.
const ARROWS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diagnostic", &[]),
    ("value", &[]),
    ("vocabulary", &[]),
    ("syntax", &[]),
    ("book", &["syntax"]),
    ("check", &["book", "syntax"]),
    ("compile", &["check"]),
    ("consolidate", &["book", "syntax"]),
    ("diff", &["book", "syntax"]),
    ("ingest", &[]),
    ("evaluate", &["compile", "ingest"]),
    ("cases", &["compile", "evaluate", "ingest"]),
    ("coverage", &["compile", "evaluate", "ingest", "cases"]),
    ("impact", &["compile", "evaluate", "ingest"]),
    (
        "mutate",
        &[
            "syntax", "book", "check", "compile", "ingest", "evaluate", "cases",
        ],
    ),
    (
        "report",
        &[
            "compile",
            "evaluate",
            "ingest",
            "cases",
            "consolidate",
            "diff",
            "coverage",
            "impact",
            "mutate",
        ],
    ),
    ("generate", &["compile", "evaluate", "ingest"]),
    (
        "cli",
        &[
            "syntax",
            "book",
            "check",
            "compile",
            "ingest",
            "evaluate",
            "report",
            "generate",
            "cases",
            "consolidate",
            "diff",
            "coverage",
            "impact",
            "mutate",
            // The chain from texts to a checked rule book, which the library offers as one call.
            "load",
            "load_texts",
            "Loaded",
        ],
    ),
    ("main", &["cli"]),
];

/// What everything may name, each only those before it.
const LEAVES: &[&str] = &["source", "diagnostic", "value", "vocabulary"];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .expect("src is there")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The first names of the `crate::…` paths of a text, comments aside.
fn named(text: &str) -> Vec<String> {
    let code: Vec<&str> = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or(""))
        .collect();
    let code = code.join("\n");
    let mut names = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(inside) = rest.strip_prefix('{') {
            let group = inside.split('}').next().unwrap_or("");
            names.extend(group.split(',').map(|part| first_name(part.trim())));
        } else {
            names.push(first_name(rest));
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn first_name(path: &str) -> String {
    path.chars()
        .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
        .collect()
}

#[test]
fn every_arrow_is_in_the_picture() {
    let arrows: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&root, &mut found);
    let mut wrong = Vec::new();
    let mut seen = 0;
    for path in &found {
        let inside = path.strip_prefix(&root).expect("under src");
        let stage = inside
            .iter()
            .next()
            .expect("a name")
            .to_string_lossy()
            .replace(".rs", "");
        if stage == "lib" {
            continue;
        }
        let Some(allowed) = arrows.get(stage.as_str()) else {
            wrong.push(format!(
                "{}: the stage `{stage}` is not in the picture",
                inside.display()
            ));
            continue;
        };
        let text = fs::read_to_string(path).expect("readable");
        if text.contains("super::super") {
            wrong.push(format!(
                "{}: `super::super` hides an arrow",
                inside.display()
            ));
        }
        for name in named(&text) {
            seen += 1;
            let leaf = LEAVES.contains(&name.as_str());
            if name != stage && !leaf && !allowed.contains(&name.as_str()) {
                wrong.push(format!("{}: {stage} -> {name}", inside.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "arrows that are not in the picture:\n{}",
        wrong.join("\n")
    );
    assert!(
        seen > 50,
        "only {seen} paths were found: the scan no longer sees them"
    );
}

#[test]
fn only_the_edges_touch_the_outside() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&root, &mut found);
    let mut wrong = Vec::new();
    for path in &found {
        let inside = path.strip_prefix(&root).expect("under src");
        let stage = inside
            .iter()
            .next()
            .expect("a name")
            .to_string_lossy()
            .replace(".rs", "");
        let text = fs::read_to_string(path).expect("readable");
        let edges = ["cli", "ingest", "book", "main"].contains(&stage.as_str());
        for outside in [
            "std::fs",
            "std::env",
            "std::io::stdin",
            "SystemTime::now",
            "Instant::now",
        ] {
            if text.contains(outside) && !edges {
                wrong.push(format!("{}: {outside}", inside.display()));
            }
        }
        if text.contains("Zoned::now") && stage != "cli" {
            wrong.push(format!("{}: reads the clock", inside.display()));
        }
        if text.contains("pest") && text.contains("use pest") && stage != "syntax" {
            wrong.push(format!("{}: knows pest", inside.display()));
        }
        let tables = inside.starts_with("ingest/tables");
        if (text.contains("use parquet::") || text.contains("arrow_ipc")) && !tables {
            wrong.push(format!("{}: knows files of tables", inside.display()));
        }
        let columns = tables || inside == Path::new("report/tables.rs");
        if (text.contains("arrow_array") || text.contains("arrow_schema")) && !columns {
            wrong.push(format!("{}: knows columns of tables", inside.display()));
        }
        if text.contains("annotate_snippets") && stage != "report" {
            wrong.push(format!("{}: draws diagnostics", inside.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
