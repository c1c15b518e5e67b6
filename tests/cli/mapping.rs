//! Tables as filings by a mapping: the same verdicts as the filings that a script made of the same tables.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Output};

use serde_json::Value;

fn dictamen(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dictamen"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Each filing by its key, with the rows of its lists in the order of their keys.
fn filings(lines: &str) -> BTreeMap<String, Value> {
    let filings = lines.lines().map(|line| {
        let mut filing: Value = serde_json::from_str(line).unwrap();
        // The script writes no spaces in keys.
        let key = filing["filing_id"].as_str().unwrap().replace(' ', "-");
        filing["filing_id"] = Value::String(key.clone());
        for (list, id) in [("contracts", "contract_no"), ("requests", "id")] {
            let rows = filing[list].as_array_mut().unwrap();
            rows.sort_by_key(|row| row[id].as_str().unwrap().to_owned());
        }
        (key, filing)
    });
    filings.collect()
}

#[test]
fn the_tables_of_compranet_are_the_filings_that_the_script_makes_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let converted = |input: &str, mapping: &[&str]| {
        let out = folder.path().join("out.ndjson");
        let out = out.to_str().unwrap();
        let output = dictamen(&[&["convert", input, out], mapping].concat());
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        fs::read_to_string(out).unwrap()
    };
    let mapping = ["--mapping", "fixtures/compranet/mapping.yaml"];
    let mut mapped = String::new();
    for year in [2014, 2015] {
        let table = format!("fixtures/compranet/data/contracts-{year}.csv");
        mapped += &converted(&table, &mapping);
    }
    let mapped = filings(&mapped);
    let script = filings(&converted("fixtures/compranet/filings.ndjson", &[]));
    assert_eq!(mapped.len(), 21);
    assert!(mapped.keys().eq(script.keys()));
    for (key, filing) in &script {
        assert_eq!(&mapped[key], filing, "{key}");
    }
}

/// What comes of a table with a mapping by the rule book of the tutorial: the filings, and what is said.
fn convert(table: &[u8], mapping: &str) -> (Vec<Value>, String) {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(at("t.csv"), table).unwrap();
    fs::write(at("m.yaml"), mapping).unwrap();
    let rules = "fixtures/tutorial/rules";
    let (table, mapping, out) = (at("t.csv"), at("m.yaml"), at("o.ndjson"));
    let output = dictamen(&[
        "convert",
        &table,
        &out,
        "--mapping",
        &mapping,
        "--rules",
        rules,
    ]);
    let lines = fs::read_to_string(&out).unwrap_or_default();
    let filings = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let said = said(&output).replace(folder.path().to_str().unwrap(), "…");
    (filings.collect(), said)
}

const CONTRACTS: &str = "\
rows: contracts
group_by: [body, year of signed]
filing_id: \"{year of signed}-{body}\"
fields:
  contract_no: contract
  amount: { column: amount, decimal: \",\", group: \".\", strip: \"$\" }
  signed_on: { column: signed, format: \"%d/%m/%Y\" }
where: { currency: MXN }
";

#[test]
fn rows_of_one_filing_come_together_wherever_they_stand() {
    let table = "body;contract;amount;signed;currency
A;C-1;1.234,50;05/11/2018;MXN
B;C-9;$ 10;06/11/2018;MXN
A;C-2;;07/11/2018;MXN
A;C-3;7;01/02/2019;MXN
A;C-4;7;01/02/2018;USD
A;C-5;1,234.5;32/01/2018;MXN
B;C-6;1,234.5;30/01/2018;MXN
;C-7;7;01/02/2018;MXN
B;\"C-8;7;01/02/2018;MXN
";
    let (filings, said) = convert(table.as_bytes(), CONTRACTS);
    let told: Vec<String> = filings.iter().map(Value::to_string).collect();
    insta::assert_snapshot!(format!("{}\n{said}", told.join("\n")));
}

#[test]
fn a_table_without_the_columns_of_its_mapping_says_which() {
    let (filings, said) = convert(b"body,number,signd\nA,1,2018-01-01\n", CONTRACTS);
    assert!(filings.is_empty());
    insta::assert_snapshot!(said);
}

#[test]
fn headings_may_differ_in_the_case_of_letters() {
    let table = "BODY,Contract,AMOUNT,Signed,CURRENCY\nA,C-1,7,05/11/2018,MXN\n";
    let (filings, said) = convert(table.as_bytes(), CONTRACTS);
    assert_eq!(filings.len(), 1, "{said}");
}

#[test]
fn every_mistake_of_a_mapping_is_told_at_once() {
    let (_, said) = convert(
        b"a\n1\n",
        &fs::read_to_string("fixtures/tables/broken-mapping.yaml").unwrap(),
    );
    insta::assert_snapshot!(said);
    for code in dictamen::diagnostic::codes::ALL {
        if code.code.starts_with("M06") {
            assert!(said.contains(code.code), "{} in {said}", code.code);
        }
    }
}
