//! All mistakes of a filing are told at once, each where it stands; how many values nobody looked at is
//! counted, and with `strict` there are none.

use crate::ingest_support::{VOCABULARY, World, world, world_of};
use dictamen::ingest::{Chunk, Decoded, Format, Reject, decode};

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
    let lax = decode(&of_few(false).schema, &Chunk::of("f", Format::Json, UNREAD));
    assert_eq!(lax.rejects, []);
    let unread = lax.warnings.unread();
    assert_eq!((unread.values, unread.filings), (5, 1));
    let yaml = decode(&of_few(true).schema, &Chunk::of("f", Format::Yaml, UNREAD));
    assert!(
        yaml.rejects[0]
            .reason()
            .contains("packages: expected an integer")
    );
    let strict = decode(&of_few(true).schema, &Chunk::of("f", Format::Json, UNREAD));
    assert_eq!(strict.rejects[0].reasons.len(), 5, "{:?}", strict.rejects);
    assert_eq!(strict.warnings.unread().values, 0);
    let sound = r#"{"filing_id":"A","year":2018,"packages":1,"tags":["a"]}"#;
    assert_eq!(of_few(true).json(sound).rejects, []);
}
