//! Worked cases under another version than that of their filing's year: the version named judges every act,
//! unless each is left the text of its own date.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const VOCABULARY: &str = "\
vocabulary v

record Contract
  id         text key
  extra      integer
  signed_on  date

filing
  key  filing_id
  year fiscal_year
  filing_id   text
  fiscal_year year
  contracts   list of Contract
";

const RULES: &str = "\
ruleset r 2020
  title     \"R\"
  published 2019-12-01 in \"G\"
  in force  from 2020-01-01
  for years 2020 to 2022

parameter most = 20
  cites \"Rules art. 1\"

clause contracts.extra \"Little comes on top\"
  cites    \"Rules art. 1\"
  for each c in contracts governed by c.signed_on
  requires c.extra <= most
";

const AMENDMENT: &str = "\
ruleset r 2023 amends 2020
  title     \"R of 2023\"
  published 2022-12-01 in \"G\"
  in force  from 2023-01-01
  for years from 2023

sets parameter most = 10
";

/// A contract of 2021 that the text of 2020 bears and that of 2023 does not.
fn folder(cases: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::create_dir_all(at.join("rules/cases")).unwrap();
    fs::write(at.join("rules/vocabulary.dictamen"), VOCABULARY).unwrap();
    fs::write(at.join("rules/2020.dictamen"), RULES).unwrap();
    fs::write(at.join("rules/2023.dictamen"), AMENDMENT).unwrap();
    let filing = "filing_id: F\nfiscal_year: 2021\ncontracts: [{ id: C-1, extra: 15, signed_on: 2021-05-01 }]\n";
    fs::write(at.join("rules/cases/filing.yaml"), filing).unwrap();
    fs::write(at.join("rules/cases/cases.yaml"), cases).unwrap();
    folder
}

fn test(folder: &Path, options: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_dictamen"))
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .arg("test")
        .args(options)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let complained = String::from_utf8_lossy(&output.stderr);
    (output.status.code(), said + &complained)
}

fn expecting(head: &str, verdict: &str) -> String {
    format!(
        "{head}filing: filing.yaml\nas_of: 2024-01-01\ncases:\n  - name: a contract of 2021\n    with: {{}}\n    \
         expect: {{ contracts.extra: {verdict} }}\n"
    )
}

#[test]
fn under_another_version_the_one_named_judges_every_act() {
    let folder = folder(&expecting("ruleset: 2023\n", "violates"));
    let (code, said) = test(folder.path(), &[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("every act is judged by the version named, whatever its date"),
        "{said}"
    );
    let (code, said) = test(folder.path(), &["--governed"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("each act is judged by the text of its own date"),
        "{said}"
    );
    let (_, said) = test(folder.path(), &["--governed", "--format", "json"]);
    let told: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(told["acts"], "own_text");
    let (_, said) = test(folder.path(), &["--format", "json"]);
    let told: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(told["acts"], "version_named");
    let (_, said) = test(folder.path(), &["--format", "junit"]);
    assert!(
        said.contains("<property name=\"acts\" value=\"version_named\"/>"),
        "{said}"
    );
}

#[test]
fn a_file_or_a_case_may_leave_each_act_its_own_text() {
    let folder = folder(&expecting("ruleset: 2023\ngoverned: true\n", "complies"));
    let (code, said) = test(folder.path(), &[]);
    assert_eq!(code, Some(0), "{said}");
    let of_case = expecting("ruleset: 2023\ngoverned: true\n", "violates");
    let of_case = of_case.replace("    with: {}\n", "    governed: false\n    with: {}\n");
    fs::write(folder.path().join("rules/cases/cases.yaml"), of_case).unwrap();
    let (code, said) = test(folder.path(), &[]);
    assert_eq!(code, Some(0), "{said}");
    let wrong = expecting("ruleset: 2023\ngoverned: perhaps\n", "violates");
    fs::write(folder.path().join("rules/cases/cases.yaml"), wrong).unwrap();
    let (code, said) = test(folder.path(), &[]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("expected true"), "{said}");
}

#[test]
fn under_the_version_of_its_year_a_filing_is_judged_as_the_law_says() {
    let cases =
        expecting("ruleset: 2023\n", "complies").replace("with: {}", "with: { fiscal_year: 2023 }");
    let folder = folder(&cases);
    for options in [&[][..], &["--governed"]] {
        let (code, said) = test(folder.path(), options);
        assert_eq!(code, Some(0), "{said}");
        assert!(
            !said.contains("is judged by"),
            "nothing is compared: {said}"
        );
    }
}

#[test]
fn coverage_and_mutants_see_what_the_cases_see() {
    let folder = folder(&expecting("ruleset: 2023\n", "violates"));
    let (code, said) = test(folder.path(), &["--coverage", "--format", "json"]);
    assert_eq!(code, Some(0), "{said}");
    let told: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(told["failing"], 0);
    let (code, said) = test(
        folder.path(),
        &["--mutate", "--fail-under", "0", "--no-filings"],
    );
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("noticed"), "{said}");
}

const QUESTION: &str = "most = 12: The minutes say twelve.";

/// The same book with an open question: whether twenty or twelve may come on top.
fn open_question(cases: &str) -> tempfile::TempDir {
    let folder = folder(cases);
    let asked = RULES.replace(
        "parameter most = 20\n",
        "parameter most = 20\n  reading 12 \"The minutes say twelve.\"\n",
    );
    fs::write(folder.path().join("rules/2020.dictamen"), asked).unwrap();
    folder
}

#[test]
fn an_expectation_says_on_which_question_it_hangs() {
    let folder = open_question(&expecting("ruleset: 2020\n", "complies"));
    let (code, said) = test(folder.path(), &["--readings"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains(&format!("on  {QUESTION}")), "{said}");
    assert!(said.contains("1 expectation hangs on"), "{said}");
    let (_, said) = test(folder.path(), &["--readings", "--format", "json"]);
    let told: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(told["hangs"][0]["name"], "contracts.extra");
    assert_eq!(told["hangs"][0]["ruleset"], "2020");
    assert_eq!(told["hangs"][0]["hangs_on"][0], QUESTION);
    let (_, said) = test(folder.path(), &["--readings", "--format", "junit"]);
    assert!(
        said.contains(&format!("contracts.extra hangs on {QUESTION}")),
        "{said}"
    );
    let (_, said) = test(folder.path(), &[]);
    assert!(!said.contains("hangs"), "nobody asked: {said}");
    // Thirty on top breaks the clause by either answer.
    let firm = expecting("ruleset: 2020\n", "violates").replace(
        "with: {}",
        "with: { contracts: [{ id: C-1, extra: 30, signed_on: 2021-05-01 }] }",
    );
    fs::write(folder.path().join("rules/cases/cases.yaml"), firm).unwrap();
    let (code, said) = test(folder.path(), &["--readings"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("no expectation hangs on"), "{said}");
}

#[test]
fn a_flip_says_on_which_question_it_hangs() {
    let folder = open_question(&expecting("ruleset: 2020\n", "complies"));
    let lines = [15, 30, 5].map(|extra| {
        format!(
            "{{\"filing_id\":\"F-{extra}\",\"fiscal_year\":2021,\"contracts\":[{{\"id\":\"C-1\",\"extra\":{extra},\"signed_on\":\"2021-05-01\"}}]}}\n"
        )
    });
    fs::write(folder.path().join("filings.ndjson"), lines.concat()).unwrap();
    let impact = |options: &[&str]| {
        let sides = [
            "impact",
            "2020",
            "2023",
            "filings.ndjson",
            "--as-of",
            "2024-01-01",
        ];
        let output = Command::new(env!("CARGO_BIN_EXE_dictamen"))
            .current_dir(folder.path())
            .env("NO_COLOR", "1")
            .args(sides)
            .args(options)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let told: Value = serde_json::from_str(&impact(&["--readings", "--format", "json"])).unwrap();
    let flips = told["clauses"][0]["listed"].as_array().unwrap();
    assert_eq!(flips.len(), 1, "{told}");
    assert_eq!(flips[0]["filing"], "F-15");
    assert_eq!(flips[0]["hangs_on"][0], QUESTION);
    assert_eq!(told["filings"]["listed"][0]["hangs_on"][0], QUESTION);
    for format in ["table", "markdown"] {
        let said = impact(&["--readings", "--format", format]);
        assert!(said.contains("hangs on"), "{said}");
        assert!(said.contains("The minutes say twelve."), "{said}");
        let said = impact(&["--format", format]);
        assert!(!said.contains("hangs on"), "{said}");
    }
}
