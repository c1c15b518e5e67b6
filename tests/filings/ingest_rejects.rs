//! What rejects a filing: the reason and the place, as people read them.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fmt::Write;

use crate::ingest_support::{strict_world, world};
use dictamen::ingest::Format::{self, Json, Yaml};

/// The reasons of several texts, one after another.
fn refusals(format: Format, texts: &[&str]) -> String {
    let world = world();
    let mut all = String::new();
    for text in texts {
        writeln!(all, "{}", world.refused(format, text)).unwrap();
    }
    all
}

/// A filing of JSON with a few more fields.
fn with(fields: &str) -> String {
    format!("{{\"filing_id\": \"a\", \"year\": 2018, {fields}}}")
}

fn refusals_with(fields: &[&str]) -> String {
    let texts: Vec<String> = fields.iter().map(|fields| with(fields)).collect();
    refusals(Json, &texts.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn values_of_the_wrong_type() {
    insta::assert_snapshot!(refusals_with(&[
        r#""packages": true"#,
        r#""packages": 1.5"#,
        r#""packages": "one""#,
        r#""packages": [1]"#,
        r#""packages": {"a": 1}"#,
        r#""packages": " 1""#,
        r#""packages": "012""#,
        r#""packages": 1e40"#,
        r#""packages": 123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"#,
        r#""institution": "HCB""#,
        r#""institution": [1, 2]"#,
        r#""institution": 5"#,
        r#""institution": {"exempted": "true"}"#,
        r#""institution": {"exempted": 1}"#,
        r#""institution": {"name": 7}"#,
        r#""institution": {"name": false}"#,
        r#""institution": {"head_rank": "Director"}"#,
        r#""institution": {"head_rank": 3}"#,
        r#""projects": {"folio": "P-1"}"#,
        r#""projects": "none""#,
        r#""projects": false"#,
        r#""projects": 1.25"#,
        r#""projects": [{}, 5]"#,
        r#""projects": [{"budget": 1.00001}]"#,
        r#""projects": [{"budget": "10 USD"}]"#,
        r#""projects": [{"budget": "10MXN"}]"#,
        r#""projects": [{"budget": "1,000.00"}]"#,
        r#""projects": [{"budget": 170141183460469231731687303715884105728}]"#,
        r#""projects": [{"quarters": [{"real_pct": 0.1234567}]}]"#,
        r#""projects": [{}, {"starts_on": "2018-02-30"}]"#,
        r#""projects": [{"starts_on": "2 March 2018"}]"#,
        r#""projects": [{"starts_on": 20180302}]"#,
        r#""projects": [{"goals": ["a", 1]}]"#,
        r#""projects": [{"follows": 1}]"#,
        r#""tags": "federal""#,
        "\"projects\": [\n  {},\n  {\"name\": \"ñ\", \"starts_on\":\n    \"x\"}]",
    ]));
}

#[test]
fn fields_that_stand_twice() {
    insta::assert_snapshot!(refusals_with(&[
        r#""packages": 1, "packages": 1"#,
        r#""institution": {"name": "a", "name": "b"}"#,
        r#""projects": [{"folio": "1"}, {"folio": "2", "folio": "2"}]"#,
        r#""projects": [], "projects": null"#,
        "\"año\": 1, \"an\u{303}o\": 2",
        r#""packages": 1, "pack\u0061ges": 2"#,
    ]));
    insta::assert_snapshot!(refusals(
        Yaml,
        &["filing_id: a\nyear: 2018\npackages: 1\npackages: 2\n"]
    ), @"4:1 the field `packages` stands twice");
}

#[test]
fn filings_without_key_or_year() {
    insta::assert_snapshot!(refusals(
        Json,
        &[
            "{}",
            "  null",
            "[]",
            "5",
            "\"a\"",
            r#"{"filing_id": "a"}"#,
            r#"{"year": 2018}"#,
            r#"{"filing_id": "", "year": 2018}"#,
            r#"{"filing_id": null, "year": null}"#,
            r#"{"filing_id": 7, "year": 2018}"#,
            r#"{"filing_id": "a", "year": "MMXVIII"}"#,
            r#"{"filing_id": "a", "year": 2013}"#,
            r#"{"filing_id": "a", "year": 2016}"#,
            r#"{"filing_id": "a", "year": 20180000000000000000000000}"#,
        ]
    ));
    insta::assert_snapshot!(refusals(
        Yaml,
        &[
            "a",
            "# only this\n- a\n",
            "year: 2018\n",
            "filing_id: ~\nyear: 2018\n",
            "filing_id: a\nyear: 2016\n",
            "# why\n\nfiling_id: a\n",
        ]
    ));
}

#[test]
fn broken_json() {
    insta::assert_snapshot!(refusals(
        Json,
        &[
            "",
            "{",
            "{\"filing_id\": \"a\",\n \"year\": 2018,\n}",
            "{\"filing_id\": \"a\"\n \"year\": 2018}",
            "{'filing_id': 'a'}",
            "{\"filing_id\": \"a\", \"year\": 2018} x",
            "{\"filing_id\": \"a\", \"year\": 2018, \"packages\": NaN}",
            "{\"filing_id\": \"a\", \"year\": 2018, \"packages\": 012}",
            "{\"filing_id\": \"a\", \"year\": 2018, \"packages\": +1}",
            "{\"filing_id\": \"a\", \"year\": 2018, \"unknown\": [1,, 2]}",
            "{\"filing_id\": \"a\u{1}\", \"year\": 2018}",
            "{\"filing_id\": \"\\ud800\", \"year\": 2018}",
            "{\"filing_id\": \"a\", \"year\": 2018} // comment",
        ]
    ));
}

#[test]
fn broken_yaml() {
    insta::assert_snapshot!(refusals(
        Yaml,
        &[
            "filing_id: \"a\nyear: 2018\n",
            "filing_id: a\n\tyear: 2018\n",
            "filing_id: a\nyear: 2018\n  packages: 1\n",
            "filing_id: a\nyear: 2018\nprojects: [\n",
            "filing_id: a\nyear: *nowhere\n",
            "filing_id: a\u{0}\nyear: 2018\n",
            "filing_id: a\nyear: 2018\n? [1, 2]\n: 3\n",
            "filing_id: a\nyear: 2018\nprojects: !own [1]\n",
            "filing_id: a\nyear: 2018\n<<: {packages: 1}\n",
            "filing_id: a\nyear: 2018\ninstitution: {exempted: \"true\"}\n",
            "filing_id: a\nyear: 2018\ninstitution: {exempted: no}\n",
            "filing_id: a\nyear: 2018\ninstitution: {exempted: True}\n",
            "filing_id: a\nyear: 2018\ninstitution:\n  exempted: [true]\n",
            "filing_id: a\nyear: 2018\npackages: 012\n",
            "filing_id: a\nyear: 2018\npackages: 0x1F\n",
            "filing_id: a\nyear: 2018\npackages: 1_000\n",
            "filing_id: a\nyear: 2018\npackages: .inf\n",
            "filing_id: a\nyear: 2018\nprojects:\n  folio: P-1\n",
            "filing_id: a\nyear: 2018\nprojects: several\n",
            "filing_id: a\nyear: 2018\nprojects:\n  - folio: P-1\n    starts_on: tomorrow\n",
            "filing_id: a\nyear: 2018\ninstitution:\n  name: {a: b}\n",
        ]
    ));
}

#[test]
fn unknown_fields_reject_when_told_so() {
    let world = strict_world();
    let mut all = String::new();
    for fields in [
        r#""pakages": 1"#,
        r#""requests": [{"amuont": 1}]"#,
        r#""institution": {"shoe_size": {"a": [1]}}"#,
        r#""requests": [{"study": {"":1}}]"#,
    ] {
        writeln!(all, "{}", world.refused(Json, &with(fields))).unwrap();
    }
    let yaml = "filing_id: a\nyear: 2018\nrequests:\n  - id: R-1\n    amuont: 1\n";
    writeln!(all, "{}", world.refused(Yaml, yaml)).unwrap();
    insta::assert_snapshot!(all);
}

#[test]
fn what_is_nested_too_deep() {
    let nested = |open: &str, close: &str, depth: usize| {
        with(&format!(
            "\"x\": {}1{}",
            open.repeat(depth),
            close.repeat(depth)
        ))
    };
    let world = world();
    for (open, close, levels) in [("[", "]", 1), ("{\"a\": ", "}", 1), ("[{\"a\":", "}]", 2)] {
        let deepest = 127 / levels;
        assert_eq!(world.json(&nested(open, close, deepest)).rejects, []);
        let refused = world.refused(Json, &nested(open, close, deepest + 1));
        assert!(
            refused.ends_with("nested deeper than 128 levels"),
            "{refused}"
        );
    }
    for depth in [1_000, 100_000, 1_000_000] {
        for text in [
            "[".repeat(depth),
            with(&format!("\"x\": {}", "[".repeat(depth))),
            with(&format!("\"projects\": {}", "[".repeat(depth))),
            with(&format!("\"packages\": {}", "{\"a\":".repeat(depth))),
            with(&format!("\"institution\": {}", "{\"name\":".repeat(depth))),
        ] {
            world.refused(Json, &text);
        }
    }
}

#[test]
fn yaml_nested_too_deep_is_refused_at_once() {
    let world = world();
    let head = "filing_id: a\nyear: 2018\n";
    for text in [
        format!("{head}x: {}", "[".repeat(100_000)),
        format!("{head}x: {}", "{a: ".repeat(100_000)),
        format!("{head}x: &a {}", "[\n ".repeat(100_000)),
        format!("{head}x: {}1{}", "[".repeat(128), "]".repeat(128)),
        "[".repeat(100_000),
        format!("{head}projects:\n{}", "- ".repeat(200)),
        format!(
            "{head}x:\n{}",
            (0..200).fold(String::new(), |text, at| {
                text + &"  ".repeat(at) + "- a:\n"
            })
        ),
    ] {
        let refused = world.refused(Yaml, &text);
        let deep = refused.ends_with("nested deeper than 128 levels");
        assert!(deep || text.contains("projects"), "{refused}");
    }
    let refused = world.refused(Yaml, &format!("{head}x: {}", "[".repeat(100_000)));
    assert_eq!(refused, "3:131 nested deeper than 128 levels");
    let allowed = format!("{head}x: {}1{}\n", "[".repeat(127), "]".repeat(127));
    assert_eq!(world.yaml(&allowed).rejects, []);
}

#[test]
fn aliases_stand_for_what_they_repeat_but_not_without_end() {
    let world = world();
    let sound = "filing_id: a\nyear: 2018\nprojects:\n  - {folio: P-1, goals: &g [a, b]}\n  - {folio: P-2, goals: *g}\n";
    let decoded = world.yaml(sound);
    assert_eq!(decoded.rejects, []);
    assert!(
        world
            .show(&decoded.batch, 0)
            .contains("projects[2].goals[2] = \"b\"")
    );

    let mut bomb = "filing_id: a\nyear: 2018\nx:\n  - &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for at in 1..20 {
        let again = format!("*a{}, ", at - 1).repeat(9);
        writeln!(bomb, "  - &a{at} [{again}]").unwrap();
    }
    assert!(
        world
            .refused(Yaml, &bomb)
            .ends_with("its aliases repeat too much")
    );

    // A list of many aliases of one row that is itself large.
    let quarters = "{number: 1}, ".repeat(2_000);
    let rows = "*p, ".repeat(20_000);
    let rows = format!(
        "filing_id: a\nyear: 2018\nprojects: [&p {{folio: P, quarters: [{quarters}]}}, {rows}]\n"
    );
    assert!(
        world
            .refused(Yaml, &rows)
            .ends_with("its aliases repeat too much")
    );
    let text = "y".repeat(100_000);
    let texts = format!(
        "filing_id: &t {text}\nyear: 2018\ntags: [{}]\n",
        "*t, ".repeat(10_000)
    );
    assert!(
        world
            .refused(Yaml, &texts)
            .ends_with("its aliases repeat too much")
    );
}

#[test]
fn a_text_that_is_not_utf_8_says_where() {
    use dictamen::ingest::{Chunk, decode};
    let world = world();
    let text = b"filing_id: a\nyear: 2018\ntags: [se\xf1al]\n".to_vec();
    let decoded = decode(&world.schema, &Chunk::of("latin.yaml", Yaml, text));
    let reject = &decoded.rejects[0];
    assert_eq!((reject.line, reject.column), (Some(3), Some(10)));
    assert_eq!(reject.reason(), "not UTF-8");
}

#[test]
fn the_key_is_found_for_a_reject_wherever_it_stands() {
    let world = world();
    let key = |format, text: &str| {
        let chunk = dictamen::ingest::Chunk::of("f", format, text);
        dictamen::ingest::decode(&world.schema, &chunk).rejects[0]
            .key
            .clone()
    };
    assert_eq!(
        key(Json, r#"{"filing_id": "k", "year": "x"}"#).as_deref(),
        Some("k")
    );
    assert_eq!(
        key(Json, r#"{"year": "x", "filing_id": "k"}"#).as_deref(),
        Some("k")
    );
    assert_eq!(key(Json, r#"{"year": "x", "#), None);
    assert_eq!(key(Yaml, "year: x\nfiling_id: k\n").as_deref(), Some("k"));
    assert_eq!(key(Yaml, "year: x\nfiling_id: ~\n"), None);
}

#[test]
fn a_rejected_filing_leaves_no_trace() {
    use dictamen::ingest::{Chunk, Content, Record, decode};
    let world = world();
    let good = |key: &str| {
        format!(
            r#"{{"filing_id": "{key}", "year": 2018, "projects": [{{"folio": "{key}-1", "follows": "{key}-2", "goals": ["{key}"]}}, {{"folio": "{key}-2"}}], "requests": [{{"id": "R", "project": "{key}-1"}}]}}"#
        )
    };
    let bad = good("bad").replace("\"R\"", "\"R\", \"amount\": \"x\"");
    let cut = good("cut")[..100].to_owned();
    let mut chunk = Chunk::default();
    for text in [good("a"), bad, cut, good("b"), "{}".to_owned(), good("c")] {
        let start = chunk.bytes.len();
        chunk.bytes.extend_from_slice(text.as_bytes());
        chunk.records.push(Record {
            file: "f.ndjson".into(),
            line: chunk.records.len() + 1,
            column: 1,
            content: Content::Text(Json, start..chunk.bytes.len()),
            breaks_off: false,
        });
    }
    let decoded = decode(&world.schema, &chunk);
    world.check(&decoded.batch);
    assert_eq!(decoded.records, [0, 3, 5]);
    let lines: Vec<_> = decoded.rejects.iter().map(|reject| reject.line).collect();
    assert_eq!(lines, [Some(2), Some(3), Some(5)]);
    for (at, key) in ["a", "b", "c"].iter().enumerate() {
        let alone = world.json(&good(key));
        let shown = world.show(&decoded.batch, at);
        // Rows of references count over the whole batch.
        let cut = |text: &str| {
            let lines = text.lines().filter(|line| !line.contains("= row"));
            lines.collect::<Vec<_>>().join("\n")
        };
        assert_eq!(cut(&shown), cut(&world.show(&alone.batch, 0)));
        assert!(shown.contains(&format!("requests[1].project = row {}", at * 2)));
    }
}

#[test]
fn a_filing_with_more_rows_than_can_be_held_is_rejected() {
    let list = |rows: usize| with(&format!(r#""projects": [{}{{}}]"#, "{},".repeat(rows - 1)));
    let refused = world().refused(Json, &list(1_000_001));
    assert!(
        refused.ends_with("its lists have more than 1000000 rows; file it in parts"),
        "{refused}"
    );
    assert_eq!(world().json(&list(10_000)).records, [0]);
}
