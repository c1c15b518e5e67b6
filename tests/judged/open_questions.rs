//! The page of the open questions: one row for each other reading of the rule book, in the order of how many
//! verdicts of the filings that ship hang on it.
//!
//! The words of a row are the author's; which rows there are, their numbers and their order are what
//! `evaluate --readings` says today. `UPDATE_OPEN_QUESTIONS=1` writes numbers and order anew.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const PAGE: &str = "docs/open-questions.md";
const UPDATE: &str = "UPDATE_OPEN_QUESTIONS";
const HEAD: &str = "| question | line | verdicts | filings | reading taken | the other |\n|---|---|---:|---:|---|---|\n";

/// A row of the page: `` `least_edn_links = 0` `` stands in its second cell.
#[derive(Debug)]
struct Row {
    question: String,
    line: String,
    taken: String,
    other: String,
}

/// The verdicts that hang on a reading, and the filings in which they stand.
#[derive(Debug, Default)]
struct Weight {
    verdicts: usize,
    filings: BTreeSet<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What hangs on each reading, named as the page names it; readings on which nothing hangs are there too.
fn weights() -> BTreeMap<String, Weight> {
    let loaded = dictamen::load(&root().join("rules")).unwrap();
    let readings = &loaded.ir.as_ref().unwrap().readings;
    let mut weights: BTreeMap<String, Weight> = readings
        .iter()
        .map(|one| {
            let line = format!("{} = {}", one.parameter, one.value);
            (line, Weight::default())
        })
        .collect();
    let output = Command::new(env!("CARGO_BIN_EXE_dictamen"))
        .current_dir(root())
        .args(["evaluate", "fixtures/filings", "--as-of", "2026-01-01"])
        .args(["--readings", "--format", "ndjson", "--fail-on", "never"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    for line in output.stdout.split(|byte| *byte == b'\n') {
        if line.is_empty() {
            continue;
        }
        let record: Value = serde_json::from_slice(line).unwrap();
        let filing = record["filing"].as_str().unwrap();
        for finding in record["findings"].as_array().unwrap() {
            for question in finding["hangs_on"].as_array().unwrap() {
                let named = question.as_str().unwrap();
                let line = named.split_once(": ").unwrap().0;
                let weight = weights
                    .get_mut(line)
                    .unwrap_or_else(|| panic!("{named} is no reading of the book"));
                weight.verdicts += 1;
                weight.filings.insert(filing.to_owned());
            }
        }
    }
    weights
}

/// The rows of the page, and where its table begins and ends.
fn rows(page: &str) -> (Vec<Row>, usize, usize) {
    let start = page
        .find(HEAD)
        .unwrap_or_else(|| panic!("{PAGE} has no table"))
        + HEAD.len();
    let end = page[start..]
        .find("\n\n")
        .map_or(page.len(), |at| start + at + 1);
    let rows = page[start..end].lines().map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [question, line, _, _, taken, other] = cells[..] else {
            panic!("`{line}` has not six cells");
        };
        Row {
            question: question.to_owned(),
            line: line.trim_matches('`').to_owned(),
            taken: taken.to_owned(),
            other: other.to_owned(),
        }
    });
    (rows.collect(), start, end)
}

#[test]
fn the_page_holds_every_open_question_in_the_order_of_what_hangs_on_it() {
    let path = root().join(PAGE);
    let page = std::fs::read_to_string(&path).unwrap();
    let weights = weights();
    let (mut rows, start, end) = rows(&page);
    let told: Vec<&str> = rows.iter().map(|row| row.line.as_str()).collect();
    let lacking: Vec<&String> = weights
        .keys()
        .filter(|line| !told.contains(&line.as_str()))
        .collect();
    assert!(lacking.is_empty(), "{PAGE} has no row for {lacking:?}");
    let stale: Vec<&&str> = told
        .iter()
        .filter(|line| !weights.contains_key(**line))
        .collect();
    assert!(
        stale.is_empty(),
        "no parameter has the reading {stale:?} of {PAGE}"
    );
    assert_eq!(
        told.len(),
        weights.len(),
        "a reading has two rows in {PAGE}"
    );

    let most = |row: &Row| {
        let weight = &weights[&row.line];
        (weight.verdicts, weight.filings.len())
    };
    rows.sort_by(|one, other| {
        most(other)
            .cmp(&most(one))
            .then_with(|| one.line.cmp(&other.line))
    });
    let table: String = rows
        .iter()
        .map(|row| {
            let (verdicts, filings) = most(row);
            let Row {
                question,
                line,
                taken,
                other,
            } = row;
            format!("| {question} | `{line}` | {verdicts} | {filings} | {taken} | {other} |\n")
        })
        .collect();
    let expected = format!("{}{table}{}", &page[..start], &page[end..]);
    if std::env::var_os(UPDATE).is_some() {
        std::fs::write(&path, &expected).unwrap();
        return;
    }
    assert!(
        page == expected,
        "{UPDATE}=1 writes {PAGE} anew, with the table\n{table}"
    );
}
