//! All mistakes of a filing are told at once, each where it stands; how many values nobody looked at is
//! counted, and with `strict` there are none.

use crate::both_ways::agrees;
use crate::ingest_support::{VOCABULARY, World, world, world_of};
use dictamen::ingest::{Chunk, Decoded, FileKind, Format, Inputs, Reject, decode};
use std::io::Cursor;

/// Each reason of the one reject: `3:7 requests.amount | cause | text`.
fn reasons(decoded: &Decoded) -> Vec<String> {
    let [reject] = decoded.rejects.as_slice() else {
        panic!("one reject: {:?}", decoded.rejects);
    };
    assert_eq!(
        (reject.line, reject.column),
        (reject.reasons[0].line, reject.reasons[0].column)
    );
    let each = reject.reasons.iter();
    each.map(|one| {
        let (line, column) = (one.line.unwrap(), one.column.unwrap());
        format!(
            "{line}:{column} {} | {} | {}",
            one.field, one.cause, one.text
        )
    })
    .collect()
}

const JSON: &str = r#"{"filing_id": "A", "year": 2013,
 "institution": {"name": 7, "exempted": "yes"},
 "packages": "one", "packages": 2,
 "projects": [{"folio": "P", "budget": 1.00001}, 5, {"starts_on": "2018-02-30"}],
 "requests": {"id": "R"}}"#;

const YAML: &str = "filing_id: A
year: 2013
institution: {name: [7], exempted: yes}
packages: one
packages: 2
projects:
  - folio: P
    budget: 1.00001
  - 5
  - starts_on: 2018-02-30
requests:
  id: R
";

#[test]
fn every_mistake_of_a_filing_is_told_where_it_stands() {
    let world = world();
    insta::assert_snapshot!(reasons(&world.json(JSON)).join("\n"), @r"
    1:28 year | no version of the rules covers the year; covered: 2014 to 2015, from 2018 | year: no version of the rules covers 2013; covered: 2014 to 2015, from 2018
    2:26 institution.name | expected text | institution.name: expected text, found the number `7`
    2:41 institution.exempted | expected a boolean, true or false | institution.exempted: expected a boolean, true or false, found the text `yes`
    3:14 packages | expected an integer | packages: expected an integer, found the text `one`
    3:21 packages | the field stands twice | the field `packages` stands twice
    4:40 projects.budget | a number has more than 4 decimals | projects[1].budget: `1.00001` has more than 4 decimals
    4:50 projects | expected a record | projects[2]: expected a record, found the number `5`
    4:67 projects.starts_on | there is no such date | projects[3].starts_on: there is no date `2018-02-30`
    5:14 requests | expected a list | requests: expected a list, found a record
    ");
    assert_eq!(world.json(JSON).rejects[0].key.as_deref(), Some("A"));
}

#[test]
fn what_breaks_the_syntax_is_the_last_mistake() {
    let world = world();
    let told = reasons(
        &world.json("{\"filing_id\": \"A\", \"year\": \"x\",\n \"packages\": [1], \"tags\": [}"),
    );
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(
        told[0].starts_with("1:28 year | expected a year"),
        "{told:?}"
    );
    assert!(
        told[1].starts_with("2:14 packages | expected an integer"),
        "{told:?}"
    );
    assert!(
        told[2].starts_with("2:28  | not valid JSON: expected a value, found `}`"),
        "{told:?}"
    );
}

#[test]
fn of_many_mistakes_the_first_are_told_and_the_rest_counted() {
    let world = world();
    let rows = r#"{"folio": 1}, "#.repeat(30);
    let text = format!(r#"{{"filing_id": "A", "year": 2018, "projects": [{rows}{{}}]}}"#);
    let reject: &Reject = &world.json(&text).rejects[0];
    assert_eq!(
        (reject.reasons.len(), reject.more, reject.filings),
        (20, 10, 1)
    );
    assert!(reject.reason().ends_with("; and 10 more"));
}

fn of_few(strict: bool) -> World {
    world_of(VOCABULARY, strict, |path| path == "projects.strategic")
}

const UNREAD: &str = r#"{"filing_id":"A","year":2018,"packages":"abc","tags":7,"projects":[{"folio":"P","budget":{"a":1},"goals":[1],"starts_on":null}],"security":5}"#;

#[test]
fn values_that_nobody_looks_at_are_counted_and_strict_looks_at_them() {
    for format in [Format::Json, Format::Yaml] {
        let lax = decode(&of_few(false).schema, &Chunk::of("f", format, UNREAD));
        assert_eq!(lax.rejects, []);
        let unread = lax.warnings.unread();
        assert_eq!((unread.values, unread.filings), (5, 1), "{format:?}");
    }
    let strict = decode(&of_few(true).schema, &Chunk::of("f", Format::Json, UNREAD));
    assert_eq!(strict.rejects[0].reasons.len(), 5, "{:?}", strict.rejects);
    assert_eq!(strict.warnings.unread().values, 0);
    let sound = r#"{"filing_id":"A","year":2018,"packages":1,"tags":["a"]}"#;
    assert_eq!(of_few(true).json(sound).rejects, []);
}

#[test]
fn every_mistake_of_a_document_is_told_where_it_stands() {
    let world = world();
    insta::assert_snapshot!(reasons(&world.yaml(YAML)).join("\n"), @r"
    2:7 year | no version of the rules covers the year; covered: 2014 to 2015, from 2018 | year: no version of the rules covers 2013; covered: 2014 to 2015, from 2018
    3:21 institution.name | expected text | institution.name: expected text, found a list
    3:36 institution.exempted | expected a boolean, true or false | institution.exempted: expected a boolean, true or false, found `yes`
    4:11 packages | expected an integer | packages: expected an integer, found `one`
    5:1 packages | the field stands twice | the field `packages` stands twice
    8:13 projects.budget | a number has more than 4 decimals | projects[1].budget: `1.00001` has more than 4 decimals
    9:5 projects | expected a record | projects[2]: expected a record, found `5`
    10:16 projects.starts_on | there is no such date | projects[3].starts_on: there is no date `2018-02-30`
    12:3 requests | expected a list | requests: expected a list, found a record
    ");
    let told =
        reasons(&world.yaml("filing_id: A\nyear: x\npackages: [1]\nprojects: [{folio: 'P\n"));
    assert!(
        told[0].starts_with("2:7 year | expected a year"),
        "{told:?}"
    );
    assert!(
        told[1].starts_with("3:11 packages | expected an integer"),
        "{told:?}"
    );
    assert!(told.last().unwrap().contains("not valid YAML"), "{told:?}");
    // A text of YAML may be written like a number.
    let strict = of_few(true).yaml(UNREAD);
    assert_eq!(strict.rejects[0].reasons.len(), 4, "{:?}", strict.rejects);
}

#[test]
fn of_many_mistakes_of_a_document_the_first_are_told_and_the_rest_counted() {
    let rows = "- {folio: [1]}\n".repeat(30);
    let text = format!("filing_id: A\nyear: 2018\nprojects:\n{rows}");
    let reject = &world().yaml(&text).rejects[0];
    assert_eq!((reject.reasons.len(), reject.more), (20, 10));
    assert_eq!(reject.reasons[19].line, Some(23));
}

#[test]
fn what_stands_before_broken_syntax_is_told_and_what_it_breaks_is_not() {
    let world = world();
    let told = |text: &str| reasons(&world.yaml(text)).join("\n");
    insta::assert_snapshot!(told("{filing_id: A, year: x, packages: one, tags: [}"));
    insta::assert_snapshot!(told("filing_id: A\npackages: one\nyear: 2018\n  tags: 1\n"));
    insta::assert_snapshot!(told("filing_id: A\npackages: one\nyear: \"20"));
    insta::assert_snapshot!(told("filing_id: A\npackages: one\nyear: 2018\0\n"));
    insta::assert_snapshot!(told("filing_id: A\npackages: one\nyear: *none\n"));
    insta::assert_snapshot!(told("filing_id: A\npackages: one\n--- \nyear: 2018\n"));
    let key = |text: &str| world.yaml(text).rejects[0].key.clone();
    assert_eq!(key("{filing_id: A, tags: [}").as_deref(), Some("A"));
    assert_eq!(key("filing_id: A: B\nyear: 2018\n"), None);
}

#[test]
fn what_an_alias_repeats_is_wrong_where_it_is_repeated() {
    let text = "filing_id: &a A\nyear: 2018\nx: &b [1]\npackages: *a\nsecurity: *b\ninstitution: {name: *b}\n";
    insta::assert_snapshot!(reasons(&world().yaml(text)).join("\n"));
}

#[test]
fn tags_of_the_core_schema_are_followed_and_others_refused() {
    let world = world();
    let with = |fields: &str| format!("filing_id: a\nyear: 2018\n{fields}\n");
    for sound in [
        "packages: !!int 5",
        "packages: !<tag:yaml.org,2002:int> 5",
        "tags: !!seq [a]",
        "institution: !!map {institution_id: !!str 5}",
        "institution: ! {institution_id: ! 5}",
        "x: !own {a: 1}",
    ] {
        assert_eq!(world.yaml(&with(sound)).rejects, [], "{sound}");
    }
    let refused = |fields: &str| reasons(&world.yaml(&with(fields))).join("\n");
    insta::assert_snapshot!(refused(
        "packages: !!str 5\ntags: !own [a]\ninstitution: !!seq {a: b}"
    ));
}

/// Cut anywhere, a document is judged or rejected, the stream holds nothing else, and both ways agree.
#[test]
fn a_document_that_is_cut_anywhere_is_judged_or_rejected() {
    let world = world();
    let texts = [
        YAML,
        "\u{feff}---\n\u{feff}filing_id: &k \"A\\u00e9\"\r\nyear: 2018\r\ntags: !!seq\r\n- >-\r\n  ñ\r\n\r\n  b\r\n- 'it''s'\r\n- *k\r\n? packages\r\n: 3 # c\r\n...\r\n",
    ];
    for text in texts {
        for end in 0..=text.len() {
            let bytes = text.as_bytes()[..end].to_vec();
            let mut filings = 0;
            for chunk in Inputs::from_reader("f", FileKind::Yaml, Box::new(Cursor::new(bytes))) {
                let decoded = decode(&world.schema, &chunk);
                assert_eq!(
                    decoded.records.len() + decoded.rejects.len(),
                    chunk.records.len()
                );
                filings += chunk.records.len();
                for reason in decoded.rejects.iter().flat_map(|reject| &reject.reasons) {
                    assert!(reason.line.unwrap() <= text.lines().count() + 1);
                }
            }
            assert_eq!(filings, 1, "{:?}", text.get(..end));
            if let Some(part) = text.get(..end) {
                agrees(&world.schema, &world.layout, Format::Yaml, part);
            }
        }
    }
}
