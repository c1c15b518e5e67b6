//! CSV as filings: the same as NDJSON whatever its dialect and encoding, and every mistake where it stands.

use std::fs;
use std::io::Cursor;

use dictamen::ingest::{Decoded, FileKind, Inputs, decode};
use encoding_rs::WINDOWS_1252;
use proptest::prelude::*;

use crate::both_ways::same;
use crate::ingest_support::{Drops, World, strict_world, world};

fn read(world: &World, kind: FileKind, bytes: Vec<u8>) -> (Vec<Decoded>, Vec<String>) {
    let mut inputs = Inputs::from_reader("f.csv", kind, Box::new(Cursor::new(bytes)));
    let mut all = Vec::new();
    for chunk in &mut inputs {
        let decoded = decode(&world.schema, &chunk);
        decoded.batch.check(&world.layout).unwrap();
        assert_eq!(
            decoded.records.len() + decoded.rejects.len(),
            chunk.records.len()
        );
        all.push(decoded);
    }
    (all, inputs.warnings().lines().collect())
}

/// The keys of the filings that were read, and each reject as `line:column key: reasons`.
fn told(world: &World, text: &[u8]) -> (Vec<String>, Vec<String>) {
    let (all, _) = read(world, FileKind::Csv, text.to_vec());
    let keys = all.iter().flat_map(|decoded| decoded.keys.clone());
    let rejects = all.iter().flat_map(|decoded| &decoded.rejects);
    let rejects = rejects.map(|reject| {
        let reasons = reject.reasons.iter().map(|reason| {
            let place = (reason.line.unwrap_or(0), reason.column.unwrap_or(0));
            format!("{}:{} {}", place.0, place.1, reason.text)
        });
        let reasons = reasons.collect::<Vec<_>>().join("; ");
        format!("{}: {reasons}", reject.key.as_deref().unwrap_or("?"))
    });
    (keys.collect(), rejects.collect())
}

/// How a table is written.
#[derive(Debug, Clone)]
struct Manner {
    delimiter: char,
    line_end: &'static str,
    always_quoted: bool,
    encoding: usize,
    title: bool,
    last_line_ends: bool,
}

fn manner() -> impl Strategy<Value = Manner> {
    (
        prop::sample::select(vec![',', ';', '\t', '|']),
        prop::sample::select(vec!["\n", "\r\n"]),
        any::<bool>(),
        0..5usize,
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(
            |(delimiter, line_end, always_quoted, encoding, title, last_line_ends)| Manner {
                delimiter,
                line_end,
                always_quoted,
                encoding,
                title,
                last_line_ends,
            },
        )
}

impl Manner {
    fn write(&self, names: &[&str], rows: &[Vec<String>]) -> Vec<u8> {
        let mut lines = Vec::new();
        if self.title {
            lines.push("What was filed".to_owned());
        }
        lines.push(names.join(&self.delimiter.to_string()));
        for row in rows {
            let cells = row.iter().map(|cell| {
                let special = |c: char| c == self.delimiter || matches!(c, '"' | '\n' | '\r');
                match self.always_quoted || cell.contains(special) {
                    true => format!("\"{}\"", cell.replace('"', "\"\"")),
                    false => cell.clone(),
                }
            });
            lines.push(cells.collect::<Vec<_>>().join(&self.delimiter.to_string()));
        }
        let mut text = lines.join(self.line_end);
        if self.last_line_ends {
            text.push_str(self.line_end);
        }
        let wide = |mark: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            let whole = format!("{mark}{text}");
            whole.encode_utf16().flat_map(bytes).collect()
        };
        match self.encoding {
            0 => text.into_bytes(),
            1 => format!("\u{feff}{text}").into_bytes(),
            2 => wide("\u{feff}", u16::to_le_bytes),
            3 => wide("\u{feff}", u16::to_be_bytes),
            _ => WINDOWS_1252.encode(&text).0.into_owned(),
        }
    }
}

const NAMES: [&str; 8] = [
    "filing_id",
    "year",
    "packages",
    "institution.institution_id",
    "institution.head_rank",
    "institution.exempted",
    "security.officer.name",
    "security.officer.told",
];

/// A text as cells have them; nothing of it is UTF-8 by accident in Windows-1252.
const TEXT: &str = "[a-zñé ,;|\t\"\n]{0,12}";

type Filing = (
    (String, u16, Option<i32>),
    (String, usize, Option<bool>),
    (String, Option<(u16, u8)>),
);

fn filing() -> impl Strategy<Value = Filing> {
    (
        ("[a-z]{1,6}", 2018..2030u16, any::<Option<i32>>()),
        (TEXT, 0..4usize, any::<Option<bool>>()),
        (TEXT, prop::option::of((1990..2030u16, 1..29u8))),
    )
}

/// A filing as cells, and as a line of JSON that says the same.
fn written(filing: &Filing) -> (Vec<String>, String) {
    let ((key, year, packages), (id, rank, exempted), (name, told)) = filing;
    let rank = ["", "director", "department_head", "director_general"][*rank];
    let told = told.map(|(year, day)| format!("{year}-02-{day:02}"));
    let or_empty = |value: Option<String>| value.unwrap_or_default();
    let cells = vec![
        key.clone(),
        year.to_string(),
        or_empty(packages.map(|number| number.to_string())),
        id.clone(),
        rank.to_owned(),
        or_empty(exempted.map(|value| value.to_string())),
        name.clone(),
        or_empty(told.clone()),
    ];
    let blank = |text: &str| text.trim().is_empty();
    let institution = serde_json::json!({
        "institution_id": id, "head_rank": rank, "exempted": exempted,
    });
    let officer = serde_json::json!({ "name": name, "told": told });
    let mut json = serde_json::json!({
        "filing_id": key, "year": year, "packages": packages,
        "institution": institution, "security": { "officer": officer },
    });
    // A record of which nothing is given is not given.
    if blank(id) && rank.is_empty() && exempted.is_none() {
        json["institution"] = serde_json::Value::Null;
    }
    if blank(name) && told.is_none() {
        json["security"] = serde_json::Value::Null;
    }
    (cells, json.to_string())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn a_table_holds_what_its_lines_of_json_hold(
        filings in prop::collection::vec(filing(), 1..40),
        manner in manner(),
    ) {
        let world = world();
        let both: Vec<_> = filings.iter().map(written).collect();
        let rows: Vec<Vec<String>> = both.iter().map(|(cells, _)| cells.clone()).collect();
        let lines: Vec<&str> = both.iter().map(|(_, line)| line.as_str()).collect();
        let table = manner.write(&NAMES, &rows);
        let text = String::from_utf8_lossy(&table).into_owned();
        let (of_table, _) = read(&world, FileKind::Csv, table);
        let (of_lines, _) = read(&world, FileKind::Lines, lines.join("\n").into_bytes());
        prop_assert_eq!(of_table.len(), of_lines.len());
        for (a, b) in of_table.iter().zip(&of_lines) {
            prop_assert_eq!(a.rejects.len(), 0, "{:?} of {}", a.rejects, text);
            same(a, b, &text);
        }
    }

    #[test]
    fn any_bytes_never_panic_and_come_to_the_same_however_they_arrive(
        bytes in prop::collection::vec(prop::sample::select(b"ab,;\"\n\r\t\0\xff\xfe\xe9".to_vec()), 0..200),
    ) {
        let world = world();
        let whole = told(&world, &bytes);
        let mut inputs = Inputs::from_reader("f", FileKind::Csv, Box::new(Drops::of(&bytes, 1)));
        let mut rejects = 0;
        for chunk in &mut inputs {
            rejects += decode(&world.schema, &chunk).rejects.len();
        }
        prop_assert_eq!(whole.1.len(), rejects);
    }
}

#[test]
fn a_broken_row_is_one_reject_and_loses_no_other() {
    let text = "filing_id,year,institution.name,packages
a,2018,\"never closed,1
b,2018,\"said \"\"yes\"\", twice\",2
c,2018,5\" disk,3
d,2018
e,2018,x,5,y
f,2018,\"shut\"too soon,6
g,2018,\"over
lines\",seven
h,1999,x,8
,2018,,
,,,
i,2018,n\0l,9
j,2018,x,10,,
";
    let (keys, rejects) = told(&world(), text.as_bytes());
    assert_eq!(keys, ["b", "j"]);
    insta::assert_snapshot!(rejects.join("\n"));
}

#[test]
fn bytes_that_are_no_text_reject_their_row_alone() {
    let mut text = "filing_id,year,institution.name\na,2018,ñandú\nb,2018,"
        .as_bytes()
        .to_vec();
    text.extend_from_slice(b"\xf1\nc,2018,x\n");
    let (keys, rejects) = told(&world(), &text);
    assert_eq!(keys, ["a", "c"]);
    assert_eq!(
        rejects,
        ["?: 3:8 a byte that is no character of the file's encoding"]
    );
    // Half of a character of UTF-16.
    let mut wide: Vec<u8> = "\u{feff}filing_id;year\na;2018\nb"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    wide.extend_from_slice(&[0x00, 0xd8]);
    wide.extend(";2018\nc;2018".encode_utf16().flat_map(u16::to_le_bytes));
    let (keys, rejects) = told(&world(), &wide);
    assert_eq!(
        (keys, rejects.len()),
        (vec!["a".to_owned(), "c".to_owned()], 1)
    );
}

#[test]
fn how_a_table_is_written_is_told() {
    let told = |bytes: &[u8]| read(&world(), FileKind::Csv, bytes.to_vec()).1;
    assert_eq!(told(b"filing_id,year\na,2018\n"), [""; 0]);
    assert_eq!(told("filing_id,year\nñ,2018\n".as_bytes()), [""; 0]);
    assert_eq!(
        told(b"filing_id;year\n\xf1;2018\n"),
        ["a table read as Windows-1252, `;` between cells, once, first `f.csv`"]
    );
    let wide: Vec<u8> = "Title\n\nfiling_id\tyear\nñ\t2018\n"
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    assert_eq!(
        told(&wide),
        [
            "a table read as UTF-16BE, tabs between cells, one line above its headings, once, first `f.csv`"
        ]
    );
}

#[test]
fn headings_that_the_vocabulary_does_not_know_are_counted_or_reject() {
    let text = b"filing_id,year,pakages,institution.nme,projects,filing_id\na,2018,1,x,,\n";
    let (all, _) = read(
        &world(),
        FileKind::Csv,
        b"filing_id,year,pakages\na,2018,1\nb,2018,\n".to_vec(),
    );
    let lines: Vec<String> = all[0].warnings.lines().collect();
    assert_eq!(
        lines,
        ["unknown field `pakages`, 2 times; did you mean `packages`?"]
    );
    let (keys, rejects) = told(&strict_world(), text);
    assert_eq!(keys, [""; 0]);
    insta::assert_snapshot!(rejects.join("\n"));
}

#[test]
fn a_list_does_not_stand_in_a_cell() {
    let text = b"filing_id,year,tags,institution\na,2018,x;y,\nb,2018,,z\nc,2018,,\n";
    let (keys, rejects) = told(&world(), text);
    assert_eq!(keys, ["c"]);
    assert_eq!(
        rejects,
        [
            "a: 2:8 tags: a list does not stand in one cell; a mapping says how rows make one",
            "b: 3:9 institution: a record does not stand in one cell; a mapping says how rows make one",
        ]
    );
}

#[test]
fn a_table_is_found_by_its_ending_and_bounded_in_its_chunks() {
    let folder = tempfile::tempdir().unwrap();
    let rows: String = (0..2000).map(|at| format!("f{at},2018\n")).collect();
    fs::write(
        folder.path().join("a.csv"),
        format!("filing_id,year\n{rows}"),
    )
    .unwrap();
    fs::write(folder.path().join("b.TSV"), "filing_id\tyear\nb\t2018\n").unwrap();
    fs::write(folder.path().join("c.csv"), "").unwrap();
    fs::write(folder.path().join("d.csv"), "filing_id,year\n").unwrap();
    let world = world();
    let mut inputs = Inputs::new(&[folder.path().to_owned()]).unwrap();
    let (mut keys, mut rejects) = (Vec::new(), Vec::new());
    for chunk in &mut inputs {
        assert!(chunk.records.len() <= 256);
        let decoded = decode(&world.schema, &chunk);
        keys.extend(decoded.keys);
        rejects.extend(decoded.rejects.iter().map(|reject| reject.reason()));
    }
    assert_eq!(keys.len(), 2001);
    assert_eq!(keys.last().map(String::as_str), Some("b"));
    assert_eq!(rejects, ["the file is empty: there is no filing in it"]);
}
