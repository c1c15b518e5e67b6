//! Reading filings: what is given, absent and missing, and what rejects.

use crate::ingest_support::world;

const WHOLE: &str = r#"{
  "filing_id": "2018-HCB",
  "year": 2018,
  "institution": {"institution_id": "HCB", "name": "Hospital \"Central\" de B\u00e1sica", "head_rank": "director", "exempted": false, "reason": ""},
  "packages": 7.0,
  "projects": [
    {"folio": "P-1", "name": "Uno", "strategic": true, "goals": ["a", "b"], "budget": 1200000.50, "starts_on": "2018-01-31",
     "quarters": [{"number": 1, "reported_on": null, "real_pct": "12.5", "planned_pct": 1e1}]},
    {"folio": "P-2", "name": "Dos", "strategic": false, "goals": [], "budget": "99.0001 MXN", "quarters": null, "follows": "P-1"}
  ],
  "requests": [
    {"id": "R-1", "project": "P-2", "modality": "lease", "amount": 0.1, "multi_year": false,
     "study": {"received_on": "2018-03-02", "outcome": "refused", "info_requests": [{"asked_on": "2018-03-04"}]}},
    {"id": "R-2", "modality": "service", "amount": 10, "multi_year": true, "study": null},
    null
  ],
  "tags": ["x", null, ""],
  "security": {"liaison": null, "controls": [{"control": "lease", "weights": [1, 2.5]}, {"control": "lease"}]}
}"#;

#[test]
fn a_whole_filing() {
    let world = world();
    let decoded = world.json(WHOLE);
    assert_eq!(decoded.rejects, []);
    insta::assert_snapshot!(world.show(&decoded.batch, 0));
    insta::assert_snapshot!(world.warnings(&decoded).join("\n"), @"a row without its key `requests.id`, once");
}

#[test]
fn the_least_filing_owes_everything() {
    let world = world();
    let decoded = world.json(r#"{"year": "2018", "filing_id": "a"}"#);
    assert_eq!(decoded.rejects, []);
    insta::assert_snapshot!(world.show(&decoded.batch, 0));
}

#[test]
fn yaml_and_json_of_one_filing_give_one_batch() {
    let world = world();
    let yaml = r#"# A comment.
filing_id: 2018-HCB
year: 2018
institution:
  institution_id: HCB
  name: 'Hospital "Central" de Básica'
  head_rank: director
  exempted: false
  reason: ""
packages: 7.0
projects:
- folio: P-1
  name: "Uno"
  strategic: true
  goals: [a, b]
  budget: 1200000.50
  starts_on: 2018-01-31
  quarters:
    - {number: 1, reported_on: null, real_pct: 12.5, planned_pct: 1e1}
- folio: P-2
  name: Dos
  strategic: false
  goals: []
  budget: 99.0001 MXN
  quarters: ~
  follows: P-1
requests:
  - id: R-1
    project: P-2
    modality: lease
    amount: 0.1
    multi_year: false
    study: {received_on: 2018-03-02, outcome: refused, info_requests: [{asked_on: 2018-03-04}]}
  - {id: R-2, modality: service, amount: 10, multi_year: true, study: }
  -
tags: [x, null, '']
security:
  liaison:
  controls: [{control: lease, weights: [1, 2.5]}, {control: lease}]
"#;
    let (json, yaml) = (world.json(WHOLE), world.yaml(yaml));
    assert_eq!(yaml.rejects, []);
    assert_eq!(world.show(&json.batch, 0), world.show(&yaml.batch, 0));
    assert_eq!(json.warnings, yaml.warnings);
}
