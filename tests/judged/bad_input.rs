//! What people file by mistake under the shipped rule book: each is told in clear words, and the other
//! clauses of the filing are judged.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const FILING: &str = "\
filing_id: X
fiscal_year: 2019
institution:
  institution_id: X
  name: Uno
  kind: dependency
  exempted_body: navy
  exemptions: [{ clause: procurement.asent, reason: Rutas }]
requests: []
contracts:
  - { contract_no: C-1, object: ict, modality: service, service_kind: email, hosting: false,
      signed_on: 2019-06-03, foreign: { currency: NOK, amount: 1000 }, terms: { flags: [] } }
  - { contract_no: C-2, object: ict, modality: service, service_kind: email, hosting: false,
      signed_on: 2020-06-01, foreign: { currency: EUR, amount: 1000 }, terms: { flags: [] } }
";

fn dictamen(folder: &Path, arguments: &[&str]) -> Output {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    Command::new(env!("CARGO_BIN_EXE_dictamen"))
        .current_dir(folder)
        .args(arguments)
        .arg("--rules")
        .arg(rules)
        .args(["--as-of", "2020-12-31"])
        .output()
        .unwrap()
}

#[test]
fn what_cannot_be_told_of_a_contract_or_a_claim_is_said_and_the_rest_is_judged() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x.yaml"), FILING).unwrap();
    let line = [
        "evaluate",
        "x.yaml",
        "--format",
        "ndjson",
        "--fail-on",
        "never",
    ];
    let output = dictamen(folder.path(), &line);
    assert!(output.status.success(), "{output:?}");
    let record: Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = record["findings"].as_array().unwrap();
    for (clause, subject, verdict, words) in [
        // A currency for which the book has no rate.
        (
            "procurement.contract_assent",
            "contracts[C-1]",
            "undetermined",
            "missing: contracts[C-1].foreign.stated_rate",
        ),
        // A rate that is lacking on the day.
        (
            "procurement.contract_assent",
            "contracts[C-2]",
            "undetermined",
            "`eur_rate` has no value on 2020-06-01",
        ),
        // A claim of exemption from a clause that does not exist.
        (
            "exemptions.claims",
            "institution.exemptions[1]",
            "violates",
            "`procurement.asent`",
        ),
        (
            "art14.email",
            "contracts[C-1], a14_1",
            "violates",
            "contract C-1 lacks",
        ),
    ] {
        assert!(
            findings.iter().any(|one| one["clause"] == clause
                && one["subject"] == subject
                && one["verdict"] == verdict
                && one["message"].as_str().unwrap().contains(words)),
            "{clause} of {subject} does not say `{words}`"
        );
    }
}

#[test]
fn a_roster_that_names_one_institution_twice_is_refused_with_both_lines() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x.yaml"), FILING).unwrap();
    for (roster, told) in [
        (
            "id,name\nX,Uno\nY,Dos\nX,Tres\n",
            "line 4: `X` stands twice, first in line 2",
        ),
        (
            "id,name\nX,Uno\nY,Uno\n",
            "line 3: `Uno` stands twice, first in line 2",
        ),
    ] {
        fs::write(folder.path().join("roster.csv"), roster).unwrap();
        let output = dictamen(
            folder.path(),
            &["follow", "x.yaml", "--roster", "roster.csv"],
        );
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(told), "{said}");
    }
    // The roster that ships names each of the 250 once.
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/roster.csv");
    let shipped = shipped.to_str().unwrap();
    let output = dictamen(folder.path(), &["follow", "x.yaml", "--roster", shipped]);
    let page = String::from_utf8_lossy(&output.stdout);
    assert!(
        page.contains("Not filed by 250 institutions of the roster"),
        "{output:?}"
    );
}
