//! The arrows between modules point one way: every `crate::…` path under `src/` is held against the
//! picture of the architecture.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What everything may name, each only those before it.
const LEAVES: &[&str] = &["source", "diagnostic", "value", "vocabulary", "batch"];

/// Which stages a stage may name, the leaves aside; a stage names only those above it in this list.
const ARROWS: &[(&str, &[&str])] = &[
    ("syntax", &[]),
    ("book", &["syntax"]),
    ("check", &["syntax", "book"]),
    ("lint", &["syntax", "book", "check"]),
    ("compile", &["check"]),
    ("consolidate", &["syntax", "book"]),
    ("diff", &["syntax", "book"]),
    ("ingest", &[]),
    // The instructions of a plan carry the operations of what was checked; reports name its clauses.
    ("evaluate", &["check", "compile"]),
    (
        "driver",
        &["book", "check", "compile", "ingest", "evaluate"],
    ),
    (
        "cases",
        &["check", "compile", "ingest", "evaluate", "driver"],
    ),
    ("mapping", &["ingest", "cases"]),
    (
        "coverage",
        &["check", "compile", "ingest", "evaluate", "driver", "cases"],
    ),
    (
        "impact",
        &["check", "compile", "ingest", "evaluate", "driver"],
    ),
    ("perturb", &["ingest", "evaluate", "cases"]),
    (
        "why",
        &[
            "check", "compile", "ingest", "evaluate", "driver", "cases", "perturb",
        ],
    ),
    (
        "mutate",
        &[
            "syntax", "book", "check", "compile", "ingest", "evaluate", "driver", "cases",
            "perturb",
        ],
    ),
    (
        "report",
        &[
            "syntax",
            "check",
            "compile",
            "ingest",
            "evaluate",
            "cases",
            "consolidate",
            "diff",
            "coverage",
            "impact",
            "mutate",
            "why",
        ],
    ),
    (
        "generate",
        &["check", "compile", "ingest", "evaluate", "driver"],
    ),
    (
        "front",
        &[
            "book", "check", "compile", "syntax", "diff", "ingest", "evaluate", "driver", "impact",
            "why", "report",
        ],
    ),
    // A door of its own, beside the command line that starts it.
    (
        "lsp",
        &[
            "syntax",
            "book",
            "consolidate",
            "ingest",
            "evaluate",
            "cases",
            "report",
            "front",
            "lint",
        ],
    ),
    (
        "cli",
        &[
            "syntax",
            "book",
            "check",
            "compile",
            "consolidate",
            "diff",
            "ingest",
            "evaluate",
            "cases",
            "coverage",
            "impact",
            "mutate",
            "why",
            "report",
            "generate",
            "driver",
            "front",
            "lint",
            "lsp",
            "mapping",
        ],
    ),
    ("main", &["cli"]),
];

/// A file by its path under `src`, with its text.
type File = (PathBuf, String);

fn files(folder: &Path) -> Vec<File> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).expect("src is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let inside = path.strip_prefix(folder).expect("under src").to_owned();
                found.push((inside, fs::read_to_string(path).expect("readable")));
            }
        }
    }
    found.sort();
    found
}

fn source() -> Vec<File> {
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

/// The stage that a file belongs to.
fn stage_of(inside: &Path) -> String {
    let first = inside.iter().next().expect("a name");
    first.to_string_lossy().replace(".rs", "")
}

/// A text without its comments.
fn code_of(text: &str) -> String {
    let lines = text.lines();
    let code: Vec<&str> = lines
        .map(|line| line.split("//").next().unwrap_or(""))
        .collect();
    code.join("\n")
}

/// The first names of the `crate::…` paths of code.
fn named(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(inside) => names.extend(first_names(inside)),
            None => names.push(first_name(rest)),
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The first name of each path of a group, up to the brace that closes it.
fn first_names(group: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0;
    let mut begins = true;
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => begins = true,
            _ if begins && !letter.is_whitespace() => {
                names.push(first_name(&group[at..]));
                begins = false;
            }
            _ => {}
        }
    }
    names
}

fn first_name(path: &str) -> String {
    path.chars()
        .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
        .collect()
}

/// The first names of what code hands on under a name of its own: `pub use crate::…`.
fn handed_on(code: &str) -> Vec<String> {
    let statements = code.split(';').filter_map(|statement| {
        let at = statement.find("use crate::")?;
        let line = statement[..at].rsplit('\n').next()?.trim();
        line.starts_with("pub").then_some(&statement[at..])
    });
    statements.flat_map(named).collect()
}

/// What is wrong with the arrows of some files, and how many arrows were looked at.
fn breaches(files: &[File]) -> (Vec<String>, usize) {
    let arrows: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (inside, text) in files {
        let stage = stage_of(inside);
        if stage == "lib" {
            continue;
        }
        let place = inside.display();
        let leaf = LEAVES.iter().position(|leaf| *leaf == stage);
        let mut allowed: BTreeSet<&str> = LEAVES[..leaf.unwrap_or(LEAVES.len())]
            .iter()
            .copied()
            .collect();
        match (leaf, arrows.get(stage.as_str())) {
            (None, None) => {
                wrong.push(format!(
                    "{place}: the stage `{stage}` is not in the picture"
                ));
                continue;
            }
            (_, further) => allowed.extend(further.into_iter().copied().flatten()),
        }
        let code = code_of(text);
        if code.contains("super::super") {
            wrong.push(format!("{place}: `super::super` hides an arrow"));
        }
        for name in named(&code) {
            seen += 1;
            if name != stage && !allowed.contains(name.as_str()) {
                wrong.push(format!("{place}: {stage} -> {name}"));
            }
        }
        for name in handed_on(&code) {
            if name != stage {
                wrong.push(format!("{place}: {stage} hands on what is of {name}"));
            }
        }
    }
    (wrong, seen)
}

#[test]
fn every_arrow_is_in_the_picture() {
    let (wrong, seen) = breaches(&source());
    assert!(
        wrong.is_empty(),
        "arrows that are not in the picture:\n{}",
        wrong.join("\n")
    );
    assert!(
        seen > 500,
        "only {seen} paths were found: the scan no longer sees them"
    );
}

#[test]
fn no_arrow_of_the_picture_points_back() {
    let mut before: BTreeSet<&str> = LEAVES.iter().copied().collect();
    for (stage, further) in ARROWS {
        for name in *further {
            assert!(
                before.contains(name),
                "{stage} names {name}, which comes after it"
            );
        }
        before.insert(stage);
    }
}

#[test]
fn each_kind_of_breach_is_seen() {
    for (path, text, told) in [
        (
            "ingest/a.rs",
            "use crate::evaluate::evaluate;",
            "ingest/a.rs: ingest -> evaluate",
        ),
        (
            "value/a.rs",
            "use crate::batch::Batch;",
            "value/a.rs: value -> batch",
        ),
        (
            "source.rs",
            "use crate::diagnostic::Code;",
            "source.rs: source -> diagnostic",
        ),
        (
            "compile/plan.rs",
            "pub use crate::check::ir::{\n    Clause,\n};",
            "compile/plan.rs: compile hands on what is of check",
        ),
        (
            "compile/plan.rs",
            "pub(crate) use crate::value::Day;",
            "compile/plan.rs: compile hands on what is of value",
        ),
        (
            "ingest/a.rs",
            "use crate::{\n    value::{Day, number},\n    cli::exit::Exit,\n};",
            "ingest/a.rs: ingest -> cli",
        ),
        (
            "ingest/a.rs",
            "fn f() { crate::report::json::text() }",
            "ingest/a.rs: ingest -> report",
        ),
        (
            "ingest/a.rs",
            "use super::super::evaluate::evaluate;",
            "ingest/a.rs: `super::super` hides an arrow",
        ),
        (
            "newcomer/mod.rs",
            "use crate::value::Day;",
            "newcomer/mod.rs: the stage `newcomer` is not in the picture",
        ),
    ] {
        let (wrong, _) = breaches(&[(PathBuf::from(path), text.to_owned())]);
        assert_eq!(wrong, [told], "{text}");
    }
    for sound in [
        "// crate::cli is a word of a comment",
        "use crate::{value::Day, batch::{Batch, Values}};",
        "pub use crate::ingest::batches;",
    ] {
        let (wrong, _) = breaches(&[(PathBuf::from("ingest/a.rs"), sound.to_owned())]);
        assert!(wrong.is_empty(), "{sound}: {wrong:?}");
    }
}

#[test]
fn only_the_edges_touch_the_outside() {
    let mut wrong = Vec::new();
    for (inside, text) in source() {
        let stage = stage_of(&inside);
        let edges = ["cli", "lsp", "ingest", "book", "main"].contains(&stage.as_str());
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
