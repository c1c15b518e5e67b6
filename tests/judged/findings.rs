//! What a finding says: the border that a quotient is held against, the reason of every doubt, the text
//! that judged, the marks it rests on, and what is alike told once.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

/// A rule book and filings in a folder of their own.
struct Folder {
    folder: tempfile::TempDir,
}

const VOCABULARY: &str = "\
vocabulary v

record Contract
  id         text key
  share      decimal
  spent      money in MXN
  budget     money in MXN
  signed_on  optional date
  part       boolean

filing
  key  filing_id
  year fiscal_year
  filing_id   text
  fiscal_year year
  name        optional text
  opens_on    optional date
  closes_on   optional date
  contracts   list of Contract
";

const HEAD: &str = "\
ruleset r 2019
  title     \"R\"
  published 2018-12-01 in \"G\"
  in force  from 2019-01-01
  for years from 2019

";

impl Folder {
    fn new(rules: &str, filings: &[Value]) -> Folder {
        let folder = tempfile::tempdir().expect("a folder of its own");
        let at = folder.path();
        fs::create_dir(at.join("rules")).unwrap();
        fs::write(at.join("rules/vocabulary.dictamen"), VOCABULARY).unwrap();
        fs::write(at.join("rules/rules.dictamen"), rules).unwrap();
        let lines: String = filings.iter().map(|filing| format!("{filing}\n")).collect();
        fs::write(at.join("filings.ndjson"), lines).unwrap();
        Folder { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_dictamen"))
            .current_dir(self.folder.path())
            .args(arguments)
            .output()
            .expect("the binary runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.stdout.is_empty(), "{said}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn records(&self, detail: &str) -> Vec<Value> {
        let written = self.run(&[
            "evaluate",
            "filings.ndjson",
            "--format",
            "ndjson",
            "--as-of",
            "2020-06-30",
            "--detail",
            detail,
        ]);
        let lines = written.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

fn filing(contracts: Value) -> Value {
    json!({"filing_id": "F", "fiscal_year": 2019, "contracts": contracts})
}

fn shipped() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_quotient_is_held_against_its_border_before_it_is_rounded() {
    let rules = format!(
        "{HEAD}clause a.share \"Share\"\n  cites \"1\"\n  for each c in contracts\n  requires c.spent / c.budget >= 0.30\n  \
         otherwise \"{{c.id}}: {{c.spent / c.budget}}\"\n\n\
         clause a.mean \"Mean\"\n  cites \"2\"\n  requires mean(c.share for c in contracts) >= 0.5\n\n\
         indicator share \"Share\"\n  value sum(c.spent for c in contracts) / sum(c.budget for c in contracts)\n  total mean\n"
    );
    let below = json!([
        {"id": "A", "share": "0.5", "spent": "2999999.99", "budget": "10000000"},
        {"id": "B", "share": "0.499999", "spent": "3000000", "budget": "10000000"},
        {"id": "C", "share": "0.5", "spent": "3000000.01", "budget": "10000000"},
    ]);
    let folder = Folder::new(&rules, &[filing(below)]);
    let record = &folder.records("full")[0];
    let of = |subject: &str| {
        let findings = record["findings"].as_array().unwrap();
        findings
            .iter()
            .find(|one| one["subject"] == subject)
            .unwrap()
    };
    assert_eq!(of("contracts[A]")["verdict"], "violates");
    assert_eq!(of("contracts[B]")["verdict"], "complies");
    assert_eq!(of("contracts[C]")["verdict"], "complies");
    assert_eq!(of("contracts[A]")["message"], "A: 0.3");
    let because = of("contracts[A]")["because"].as_array().unwrap();
    let share = because
        .iter()
        .find(|one| one["expression"] == "c.spent / c.budget");
    assert_eq!(share.unwrap()["value"], "0.299999999");
    assert_eq!(record["clauses"]["a.mean"], "violates");
    assert_eq!(record["indicators"]["share"], "0.3");
}

#[test]
fn what_is_undetermined_names_what_is_missing_or_what_could_not_be_done() {
    let rules = format!(
        "{HEAD}clause a.min \"Min\"\n  cites \"1\"\n  requires min(c.share for c in contracts) >= 0.5\n\n\
         clause a.mean \"Mean\"\n  cites \"2\"\n  requires mean(c.share for c in contracts) >= 0.5\n\n\
         clause a.zero \"Zero\"\n  cites \"3\"\n  requires 1 / count(contracts) > 0\n\n\
         clause a.dated \"Dated\"\n  cites \"4\"\n  governed by min(c.signed_on for c in contracts)\n  requires count(contracts) < 0\n"
    );
    let folder = Folder::new(&rules, &[filing(json!([]))]);
    let record = &folder.records("findings")[0];
    let findings = record["findings"].as_array().unwrap();
    let said: Vec<&str> = findings
        .iter()
        .map(|one| one["message"].as_str().unwrap())
        .collect();
    assert_eq!(
        said,
        [
            "Min; cannot compute `min(c.share for c in contracts)`: there is no row to take it of",
            "Mean; cannot compute `mean(c.share for c in contracts)`: there is no row to take it of",
            "Zero; cannot compute `1 / count(contracts)`: division by zero",
            "Dated; cannot compute `the date that chooses the text`: there is no row to take it of",
        ]
    );
}

#[test]
fn no_shipped_filing_is_undetermined_for_no_reason() {
    let output = Command::new(env!("CARGO_BIN_EXE_dictamen"))
        .current_dir(shipped())
        .args([
            "evaluate",
            "fixtures/filings",
            "fixtures/compranet/filings.ndjson",
        ])
        .args(["--format", "ndjson", "--as-of", "2026-01-01"])
        .output()
        .expect("the binary runs");
    let written = String::from_utf8(output.stdout).unwrap();
    let mut undetermined = 0;
    for line in written.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        for finding in record["findings"].as_array().unwrap() {
            if finding["verdict"] != "undetermined" {
                continue;
            }
            undetermined += 1;
            let failed = finding["because"].as_array().unwrap().iter();
            let failed = failed.map(|one| one["value"].as_str().unwrap());
            let failed = failed.filter(|value| value.starts_with("? (")).count();
            let missing = finding["missing"].as_array().unwrap().len();
            assert!(missing + failed > 0, "{}: {finding}", record["filing"]);
        }
    }
    assert!(undetermined > 100, "{undetermined}");
}

#[test]
fn no_two_subjects_of_a_clause_bear_one_name() {
    let rules = format!(
        "{HEAD}clause a.share \"Share\"\n  cites \"1\"\n  for each c in contracts\n  requires c.share > 0\n"
    );
    let contracts =
        json!([{"id": "2", "share": 1}, null, {"id": "K", "share": 1}, {"id": "K", "share": 0}]);
    let folder = Folder::new(&rules, &[filing(contracts)]);
    let record = &folder.records("full")[0];
    let findings = record["findings"].as_array().unwrap();
    let names: Vec<&str> = findings
        .iter()
        .map(|one| one["subject"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "contracts[2]",
            "contracts[#2]",
            "contracts[K]",
            "contracts[K#4]"
        ]
    );
}

#[test]
fn what_is_alike_is_told_once_with_the_names_of_the_others() {
    let rules = format!(
        "{HEAD}clause a.share \"Share\"\n  cites \"1\"\n  for each c in contracts\n  requires c.share > 0\n"
    );
    let bare: Vec<Value> = (0..30).map(|at| json!({"id": format!("C-{at}")})).collect();
    let folder = Folder::new(&rules, &[filing(json!(bare))]);
    let record = &folder.records("findings")[0];
    let findings = record["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0]["subject"], "contracts[C-0]");
    assert_eq!(findings[0]["count"], 30);
    assert_eq!(findings[0]["also"].as_array().unwrap().len(), 20);
    assert_eq!(findings[0]["also"][0], "contracts[C-1]");
    assert_eq!(
        folder.records("full")[0]["findings"]
            .as_array()
            .unwrap()
            .len(),
        30
    );
    // What was read differs, so that one does not speak for the other.
    let two = json!([{"id": "A", "share": 0}, {"id": "B", "share": -1}]);
    let folder = Folder::new(&rules, &[filing(two)]);
    let record = &folder.records("findings")[0];
    assert_eq!(record["findings"].as_array().unwrap().len(), 2);
}

/// A share of 20 from 2019, of 10 from 2023, read through a definition; both marked in the first.
fn amended() -> String {
    "ruleset r 2019\n  title \"R\"\n  published 2018-12-01 in \"G\"\n  in force from 2019-01-01\n  for years 2019 to 2022\n  review \"nobody has seen the gazette\"\n\n\
     parameter most = 20\n  review \"read off a copy\"\n  cites \"1\"\n\n\
     define cap = most\n  review \"which cap is meant\"\n\n\
     clause a.share \"Share\"\n  cites \"1\"\n  for each c in contracts governed by c.signed_on\n  requires c.share <= cap\n\n\
     clause a.power \"A power\"\n  cites \"2\"\n  not judged \"nobody must\"\n\n\
     ruleset r 2023 amends 2019\n  title \"R\"\n  published 2022-12-01 in \"G\"\n  in force from 2023-01-01\n  for years from 2023\n\n\
     sets parameter most = 10\n"
        .to_owned()
}

#[test]
fn a_finding_names_the_text_that_judged_the_date_that_chose_it_and_every_mark() {
    let contracts = json!([
        {"id": "old", "share": 30, "signed_on": "2021-05-05"},
        {"id": "new", "share": 15, "signed_on": "2023-05-05"},
        {"id": "before", "share": 15, "signed_on": "2010-05-05"},
    ]);
    let folder = Folder::new(&amended(), &[filing(contracts)]);
    let record = &folder.records("full")[0];
    assert_eq!(record["not_judged"], json!(["a.power"]));
    let findings = record["findings"].as_array().unwrap();
    let of = |at: usize, key: &str| findings[at][key].clone();
    let told: Vec<(Value, Value, Value)> = (0..3)
        .map(|at| (of(at, "verdict"), of(at, "text"), of(at, "governed_on")))
        .collect();
    assert_eq!(
        told,
        [
            (json!("violates"), json!("2019"), json!("2021-05-05")),
            (json!("violates"), json!("2023"), json!("2023-05-05")),
            (json!("not_applicable"), json!(null), json!("2010-05-05")),
        ]
    );
    assert_eq!(
        of(0, "review"),
        json!([
            {"of": "definition cap", "why": "which cap is meant"},
            {"of": "parameter most", "why": "read off a copy"},
            {"of": "ruleset r 2019", "why": "nobody has seen the gazette"},
        ])
    );
    // The new value has been read, and the new text too.
    assert_eq!(
        of(1, "review"),
        json!([{"of": "definition cap", "why": "which cap is meant"}])
    );
}

#[test]
fn two_versions_are_compared_as_law_unless_each_act_keeps_its_text() {
    let contracts = json!([{"id": "C", "share": 15, "signed_on": "2021-05-05"}]);
    let folder = Folder::new(&amended(), &[filing(contracts)]);
    let impact = |more: &[&str]| -> Value {
        let mut all = vec![
            "impact",
            "2019",
            "2023",
            "filings.ndjson",
            "--format",
            "json",
        ];
        all.extend_from_slice(more);
        serde_json::from_str(&folder.run(&all)).unwrap()
    };
    let compared = impact(&[]);
    assert_eq!(compared["flips"]["worse"], 1, "{compared}");
    assert_eq!(compared["acts"], "version_named");
    let governed = impact(&["--governed"]);
    assert_eq!(governed["flips"]["worse"], 0, "{governed}");
    assert_eq!(governed["acts"], "own_text");
    assert!(folder.path("rules").is_dir());
}

#[test]
fn a_text_of_the_rules_is_compared_in_the_form_of_the_filings() {
    // The rule decomposed, the filing composed.
    let rules = format!(
        "{HEAD}clause a.name \"Name\"\n  cites \"1\"\n  requires name is given and name = \"Me\u{301}xico\"\n"
    );
    let named =
        json!({"filing_id": "F", "fiscal_year": 2019, "name": "M\u{e9}xico", "contracts": []});
    let folder = Folder::new(&rules, &[named]);
    assert_eq!(
        folder.records("verdicts")[0]["clauses"]["a.name"],
        "complies"
    );
}

#[test]
fn a_gap_is_open_only_where_a_date_could_lie() {
    let rules = format!(
        "calendar c\n  rest saturday, sunday\n  covers 2013 to 2019\n\n{HEAD}clause a.gap \"Gap\"\n  cites \"1\"\n  \
         requires longest_gap(c.signed_on for c in contracts where c.part, 2019-11-01, 2019-12-31) <= 22 business days\n\n\
         clause a.turned \"Turned\"\n  cites \"2\"\n  \
         requires longest_gap(c.signed_on for c in contracts, 2016-03-01, 2013-12-31) <= 3 business days\n"
    );
    let contracts = json!([
        {"id": "A", "signed_on": "2019-11-29", "part": true},
        {"id": "B", "signed_on": "2019-11-05"},
    ]);
    let missing = json!({"filing_id": "G", "fiscal_year": 2019});
    let folder = Folder::new(&rules, &[filing(contracts), missing]);
    let records = folder.records("verdicts");
    assert_eq!(records[0]["clauses"]["a.gap"], "complies");
    assert_eq!(records[1]["clauses"]["a.turned"], "complies");
}

#[test]
fn a_verdict_that_another_reading_would_change_says_on_which_question_it_hangs() {
    let rules = format!(
        "{HEAD}parameter least = 10\n  reading 0 \"the guide of 2016\"\n  cites \"1\"\n\n\
         clause a.share \"Share\"\n  cites \"1\"\n  for each c in contracts\n  requires c.share >= least\n"
    );
    let contracts =
        json!([{"id": "A", "share": 5}, {"id": "B", "share": 20}, {"id": "C", "share": -1}]);
    let folder = Folder::new(&rules, &[filing(contracts)]);
    let line = [
        "evaluate",
        "filings.ndjson",
        "--format",
        "ndjson",
        "--readings",
    ];
    let record: Value = serde_json::from_str(folder.run(&line).trim()).unwrap();
    let findings = record["findings"].as_array().unwrap();
    let told: Vec<(&Value, &Value)> = (findings.iter())
        .map(|one| (&one["subject"], &one["hangs_on"]))
        .collect();
    let question = json!(["least = 0: the guide of 2016"]);
    assert_eq!(
        told,
        [
            (&json!("contracts[A]"), &question),
            (&json!("contracts[C]"), &json!([])),
        ]
    );
    let page = folder.run(&["evaluate", "filings.ndjson", "--readings"]);
    assert!(
        page.contains("hangs on least = 0: the guide of 2016"),
        "{page}"
    );
}
