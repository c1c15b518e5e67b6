//! Documents of JSON as filings by a mapping: columns are paths, a row is a document or an element of a list.

use std::fs;
use std::process::Command;

use serde_json::Value;

const RULES: &str = "fixtures/tutorial/rules";

/// What comes of documents: the filings, and what is said.
fn converted(name: &str, documents: &str, mapping: &str) -> (Vec<Value>, String) {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(at(name), documents).unwrap();
    fs::write(at("m.yaml"), mapping).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_dictamen"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["convert", &at(name), &at("o.ndjson"), "--rules", RULES])
        .args(["--mapping", &at("m.yaml")])
        .output()
        .unwrap();
    let lines = fs::read_to_string(at("o.ndjson")).unwrap_or_default();
    let filings = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let said =
        String::from_utf8_lossy(&output.stderr).replace(folder.path().to_str().unwrap(), "…");
    (filings.collect(), said)
}

const CONTRACTS: &str = "\
rows: contracts
each: contracts
group_by: [buyer.id, year of contracts.signed]
filing_id: \"{year of contracts.signed}-{buyer.id}\"
fields:
  contract_no: contracts.id
  amount: contracts.value.amount
  signed_on: contracts.signed
where: { contracts.value.currency: MXN }
";

const DOCUMENTS: [&str; 2] = [
    r#"{"buyer":{"id":"A"},"contracts":[
  {"id":"C-1","value":{"amount":1.10,"currency":"MXN"},"signed":"2018-11-05"},
  {"id":"C-\"2\",\n","value":{"amount":"7","currency":"MXN"},"signed":"2018-11-06"},
  {"id":"C-3","value":{"amount":7,"currency":"USD"},"signed":"2018-11-06"}]}"#,
    r#"{"buyer":{"id":"A"},"contracts":{"id":"C-4","value":{"amount":12345678901234.05,"currency":"MXN"},"signed":"2018-01-02"}}"#,
];

#[test]
fn elements_of_a_list_are_rows_however_the_documents_stand() {
    let array = format!("[{}]", DOCUMENTS.join(","));
    let one_after_another = DOCUMENTS.concat();
    let lines: Vec<String> = (DOCUMENTS.iter())
        .map(|document| document.replace('\n', ""))
        .collect();
    let mut told = Vec::new();
    for (name, documents) in [
        ("d.json", &array),
        ("d.json", &one_after_another),
        ("d.jsonl", &lines.join("\n")),
    ] {
        let (filings, said) = converted(name, documents, CONTRACTS);
        assert!(said.contains("2 read, 1 converted, 1 rejected"), "{said}");
        assert!(said.contains("takes `MXN` alone"), "{said}");
        told.push(filings);
    }
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0], told[2]);
    let contracts = &told[0][0]["contracts"];
    let amounts: Vec<String> = contracts
        .as_array()
        .unwrap()
        .iter()
        .map(|contract| contract["amount"].to_string())
        .collect();
    assert_eq!(amounts.len(), 3, "{contracts}");
    assert!(amounts[0].contains("1.1") && amounts[2].contains("12345678901234.05"));
    assert_eq!(contracts[1]["contract_no"], "C-\"2\",");
}

#[test]
fn what_cannot_be_a_row_is_a_reject_and_takes_no_other_down() {
    let documents = [
        r#"{"buyer":{"id":"A"}}"#,
        r#"{"buyer":{"id":"A"},"contracts":[]}"#,
        r#"{"buyer":["A","B"],"contracts":[{"signed":"2018-01-02"}]}"#,
        r#"{"buyer":{"id":{}},"contracts":[{"signed":"2018-01-02"}]}"#,
        r#"{"buyer":{"id":"A","id":"B"},"contracts":[]}"#,
        r#"{"buyer":{"id":"A"},"contracts":[7]}"#,
        r#"{"buyer":{"id":"A"},"contracts":[{"#,
        r#"[1]"#,
        r#"{"buyer":{"id":"B"},"contracts":[{"id":"C-1","value":{"currency":"MXN"},"signed":"2018-01-02"}]}"#,
    ];
    let (filings, said) = converted("d.ndjson", &documents.join("\n"), CONTRACTS);
    assert_eq!(filings.len(), 1, "{said}");
    insta::assert_snapshot!(said);
}

#[test]
fn a_document_is_a_row_where_nothing_else_is_said() {
    let mapping = "\
rows: filing
filing_id: key
fields:
  fiscal_year: year
  contracts.typo: nowhere
";
    let (_, said) = converted("d.ndjson", "{\"key\":\"K\",\"year\":2018}\n", mapping);
    assert!(said.contains("M0602"), "{said}");
    let mapping = "rows: filing\nfiling_id: key\nfields: { fiscal_year: years }\n";
    let (_, said) = converted("d.ndjson", "{\"key\":\"K\",\"year\":2018}\n", mapping);
    assert!(
        said.contains("documents of which none has `years`"),
        "{said}"
    );
    let mapping = "rows: filing\nfiling_id: key\nfields: { fiscal_year: year }\n";
    let (filings, said) = converted("d.ndjson", "{\"key\":\"K\",\"year\":2018}\n", mapping);
    assert_eq!(filings.len(), 1, "{said}");
    assert_eq!(filings[0]["filing_id"], "K");
}
