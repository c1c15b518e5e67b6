//! The JSON Schema of the vocabulary is one, takes what the program takes, and refuses plain mistakes.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

fn dictamen(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_dictamen"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {told}");
    output.stdout
}

fn schema(rules: &str) -> jsonschema::Validator {
    let schema: Value = serde_json::from_slice(&dictamen(&["schema", "--rules", rules])).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

/// The filings of a folder or file, as `convert` writes them: every field of the vocabulary.
fn filings(input: &str, rules: &str, folder: &Path) -> Vec<Value> {
    let to = folder.join("filings.ndjson");
    dictamen(&["convert", input, to.to_str().unwrap(), "--rules", rules]);
    let text = std::fs::read_to_string(&to).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn it_takes_every_filing_that_ships() {
    let folder = tempfile::tempdir().unwrap();
    for (input, rules) in [
        ("fixtures/filings", "rules"),
        ("fixtures/tutorial/filings.yaml", "fixtures/tutorial/rules"),
    ] {
        let schema = schema(rules);
        let filings = filings(input, rules, folder.path());
        assert!(!filings.is_empty());
        for filing in filings {
            let mistakes: Vec<String> = schema
                .iter_errors(&filing)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(mistakes.is_empty(), "{input}: {mistakes:?}");
        }
    }
}

#[test]
fn it_takes_every_way_to_write_a_value_and_no_other() {
    let schema = schema("rules");
    let filing = |field: &str, value: Value| {
        let mut filing = json!({ "filing_id": "F", "fiscal_year": 2018 });
        filing[field] = value;
        schema.is_valid(&filing)
    };
    let project = |field: &str, value: Value| {
        filing(
            "projects",
            json!([{ "folio": "P-1", field: value }, null, ""]),
        )
    };
    for taken in [
        json!(1200000.5),
        json!("1200000.50"),
        json!("12 MXN"),
        json!(null),
        json!(""),
    ] {
        assert!(project("estimated_budget", taken.clone()), "{taken}");
    }
    for refused in [json!("012"), json!("12 USD"), json!(true), json!([12])] {
        assert!(!project("estimated_budget", refused.clone()), "{refused}");
    }
    assert!(project("strategic", json!(false)));
    assert!(!project("strategic", json!("yes")));
    assert!(!project("stratejic", json!(true)), "an unknown field");
    assert!(!filing("fiscal_year", json!(null)), "the year is owed");
    assert!(!filing("projects", json!({})), "a record is no list");
    assert!(!schema.is_valid(&json!({ "fiscal_year": 2018 })), "no key");
}
