//! Rule books that would be too much: no text makes the checks hang, crash or eat the machine.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fmt::Write as _;
use std::time::Instant;

use dictamen::source::{SourceFile, Sources};

const HEAD: &str = "vocabulary v

record Row
  id text key
  n  integer

filing
  key filing_id
  year fiscal_year
  filing_id text
  fiscal_year year
  rows list of Row

ruleset r 2014
  in force from 2014-05-09
  for years from 2014

";

fn codes(text: &str) -> Vec<&'static str> {
    whole(format!("{HEAD}{text}"))
}

fn whole(text: String) -> Vec<&'static str> {
    let mut sources = Sources::new();
    sources.add(SourceFile::new("book.dictamen", text));
    let start = Instant::now();
    let loaded = dictamen::load_texts(sources);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
    assert_eq!(loaded.ir.is_some(), loaded.diagnostics.is_empty());
    loaded
        .diagnostics
        .iter()
        .map(|found| found.code.code)
        .collect()
}

#[test]
fn a_chain_of_ten_thousand_definitions_is_refused_in_either_order() {
    let mut up = "define d0 = count(rows)\n\n".to_owned();
    let mut down = String::new();
    for at in 1..10_000 {
        let _ = write!(up, "define d{at} = d{} + 1\n\n", at - 1);
        let _ = write!(down, "define d{} = d{} + 1\n\n", 10_000 - at, 9_999 - at);
    }
    down.push_str("define d0 = count(rows)\n\n");
    let clause = "clause a.b \"A\"\n  cites \"art. 1\"\n  requires d9999 > 0\n";
    assert_eq!(codes(&(up + clause)), ["T0426"]);
    assert_eq!(codes(&(down + clause)), ["T0426"]);
}

#[test]
fn a_circle_of_ten_thousand_definitions_is_one_mistake() {
    let mut text = String::new();
    for at in 0..10_000 {
        let _ = write!(text, "define d{at} = d{} + 1\n\n", (at + 1) % 10_000);
    }
    assert_eq!(codes(&text), ["N0310"]);
}

#[test]
fn the_deepest_definitions_allowed_fit_the_stack() {
    // Each body nests as deep as a text may, around the call of the next.
    let mut text = "define d0(r: Row) = r.n > 0\n\n".to_owned();
    for at in 1..24 {
        let open = "not (".repeat(30);
        let close = ")".repeat(30);
        let _ = write!(
            text,
            "define d{at}(r: Row) = {open}every k in {{1, 2}} satisfies d{}(r) and k > 0{close}\n\n",
            at - 1
        );
    }
    text.push_str(
        "clause a.b \"A\"\n  cites \"art. 1\"\n  for each r in rows\n  requires d23(r)\n",
    );
    assert_eq!(codes(&text), [""; 0]);
}

#[test]
fn definitions_that_double_are_refused() {
    let mut text = "define f0(x: integer) = x\n\n".to_owned();
    for at in 1..60 {
        let _ = write!(
            text,
            "define f{at}(x: integer) = f{0}(x + 1) + f{0}(x * 2)\n\n",
            at - 1
        );
    }
    assert_eq!(codes(&text), ["T0425"]);
}

#[test]
fn definitions_of_rows_that_double_share_what_they_say() {
    let mut text = "define f0(r: Row) = r.n > 0\n\n".to_owned();
    for at in 1..60 {
        let _ = write!(
            text,
            "define f{at}(r: Row) = f{0}(r) and not f{0}(r)\n\n",
            at - 1
        );
    }
    text.push_str(
        "clause a.b \"A\"\n  cites \"art. 1\"\n  for each r in rows\n  requires f59(r)\n",
    );
    assert_eq!(codes(&text), [""; 0]);
}

#[test]
fn a_book_of_many_versions_and_clauses_is_checked_in_time() {
    let mut text = String::new();
    for at in 0..1_000 {
        let _ = write!(
            text,
            "clause c.c{at} \"C\"\n  cites \"art. {at}\"\n  for each r in rows\n  requires r.n > {at}\n\n"
        );
    }
    for year in 2015..2030 {
        let _ = write!(
            text,
            "ruleset r {year} amends {}\n  in force from {year}-01-01\n  for years from {year}\n\n",
            year - 1
        );
    }
    assert_eq!(codes(&text), [""; 0]);
}

#[test]
fn records_that_nest_too_deep_or_in_a_long_circle_are_refused() {
    for last in ["n integer", "r Record0"] {
        let mut records = String::new();
        for at in 0..5_000 {
            let _ = write!(records, "record Record{at}\n  r Record{}\n\n", at + 1);
        }
        let _ = write!(records, "record Record5000\n  {last}\n\nfiling\n");
        let text = HEAD
            .replace("filing\n", &records)
            .replace("rows list", "deep Record0\n  rows list");
        assert_eq!(whole(text), ["T0424"], "{last}");
    }
}

#[test]
fn an_enum_of_too_many_members_is_refused() {
    let mut members = "enum Many\n".to_owned();
    for at in 0..70_000 {
        let _ = writeln!(members, "  m{at}");
    }
    assert_eq!(
        whole(HEAD.replace("record Row", &format!("{members}\nrecord Row"))),
        ["T0424"]
    );
}

#[test]
fn thousands_of_mistakes_among_thousands_of_names_are_told_in_time() {
    let mut text = String::new();
    for at in 0..3_000 {
        let _ = write!(text, "define reasonable_{at} = unreasonable_{at} + 1\n\n");
    }
    let long = "x".repeat(100_000);
    let _ = write!(text, "define {long} = {long}y\n\ndefine broken = ==\n\n");
    assert_eq!(codes(&text).len(), 3_002);
}

#[test]
fn a_set_of_many_members_is_checked_in_time() {
    let members: Vec<String> = (0..20_000).map(|at| at.to_string()).collect();
    let text = format!("parameter many = {{{}}}\n", members.join(", "));
    assert_eq!(codes(&text), [""; 0]);
}
