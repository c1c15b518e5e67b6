//! Where subjects stand, and what is odd but judged.

use crate::ingest_support::{VOCABULARY, World, world, world_of};
use dictamen::ingest::{Format, locate};

fn place(world: &World, format: Format, text: &str, steps: &[(&str, usize)]) -> String {
    let steps: Vec<(Vec<String>, usize)> = steps
        .iter()
        .map(|(names, row)| (names.split('.').map(str::to_owned).collect(), *row))
        .collect();
    match locate(&world.schema, text, format, &steps) {
        Some(place) => format!("{}:{}", place.line, place.column),
        None => "nowhere".to_owned(),
    }
}

#[test]
fn subjects_are_found_in_json() {
    let world = world();
    let text = "\n {\"tags\": [\"x\",\n\"ñ\", null], \"projects\": [{}, null,\n   {\"quarters\":\t[ {}, {} ]}],\n \
                \"security\": {\"controls\": [{\"weights\": [1,\n 2]}]}}";
    let place = |steps: &[(&str, usize)]| place(&world, Format::Json, text, steps);
    assert_eq!(place(&[]), "2:2");
    assert_eq!(place(&[("tags", 0)]), "2:12");
    assert_eq!(place(&[("tags", 1)]), "3:1");
    assert_eq!(place(&[("tags", 2)]), "3:6");
    assert_eq!(place(&[("projects", 1)]), "3:30");
    assert_eq!(place(&[("projects", 2)]), "4:4");
    assert_eq!(place(&[("projects", 2), ("quarters", 1)]), "4:23");
    assert_eq!(place(&[("security.controls", 0), ("weights", 1)]), "6:2");
    for nowhere in [
        &[("tags", 3)][..],
        &[("requests", 0)],
        &[("controls", 0)],
        &[("filing_id", 0)],
        &[("tags", 0), ("tags", 0)],
        &[("projects", 0), ("quarters", 0)],
    ] {
        assert_eq!(place(nowhere), "nowhere");
    }
}

#[test]
fn subjects_are_found_in_yaml() {
    let world = world();
    let text = "# note\n---\ntags: [x, 'y']\nprojects:\n- folio: P-1\n-\n-   folio: P-3\n    quarters:\n      \
                - number: 1\n      - {number: 2}\nrequests: &r\n  - id: R-1\nsecurity:\n  controls:\n    - weights:\n      - 1\n";
    let place = |steps: &[(&str, usize)]| place(&world, Format::Yaml, text, steps);
    assert_eq!(place(&[]), "3:1");
    assert_eq!(place(&[("tags", 1)]), "3:11");
    assert_eq!(place(&[("projects", 0)]), "5:3");
    assert_eq!(place(&[("projects", 1)]), "6:2");
    assert_eq!(place(&[("projects", 2)]), "7:5");
    assert_eq!(place(&[("projects", 2), ("quarters", 1)]), "10:9");
    assert_eq!(place(&[("requests", 0)]), "12:5");
    assert_eq!(place(&[("security.controls", 0), ("weights", 0)]), "16:9");
    assert_eq!(place(&[("projects", 3)]), "nowhere");
    assert_eq!(place(&[("projects", 0), ("quarters", 0)]), "nowhere");
}

#[test]
fn names_of_documents_are_not_those_of_rules() {
    let world = world_of(
        &VOCABULARY.replace("list of Project", "list of Project from \"proyectos\""),
        false,
        |_| true,
    );
    let text = "{\"projects\": [], \"proyectos\": [{}]}";
    assert_eq!(
        place(&world, Format::Json, text, &[("projects", 0)]),
        "1:32"
    );
    let decomposed = "{\"an\u{303}o\": 7, \"filing_id\": \"a\", \"year\": 2018, \"proyectos\": []}";
    let decoded = world.json(decomposed);
    assert!(world.show(&decoded.batch, 0).contains("año = 7"));
    assert!(world.show(&decoded.batch, 0).contains("projects = given"));
}

#[test]
fn what_is_odd_is_counted_once_for_every_field() {
    let world = world();
    let decoded = world.json(
        r#"{"filing_id": "a", "year": 2018, "pakages": 1, "shoes": {"x": [1, {}]}, "institution": {"nmae": 1},
            "projects": [{"folio": "P-1", "buget": 1}, {"folio": "P-2", "buget": 2}, {"folio": "P-1"}, {}, null,
                         {"folio": "P-3", "follows": "P-1"}, {"folio": "P-4", "follows": "P-2"}],
            "requests": [{"id": "R-1", "project": "P-9"}, {"id": "R-2", "project": "P-1"}, {"id": "R-3", "project": "P-8"},
                         {"id": "R-4", "project": "P-4"}]}"#,
    );
    assert_eq!(decoded.rejects, []);
    insta::assert_snapshot!(world.warnings(&decoded).join("\n"), @r#"
    unknown field `institution.nmae`, once; did you mean `name`?
    unknown field `pakages`, once; did you mean `packages`?
    unknown field `projects.buget`, 2 times; did you mean `budget`?
    unknown field `shoes`, once
    a row without its key `projects.folio`, 2 times
    a key that an earlier row has too in `projects.folio`, once, first `P-1`
    a reference to a row that is not there in `requests.project`, 2 times, first `P-9`
    a reference to a key that two rows have in `projects.follows`, once, first `P-1`
    a reference to a key that two rows have in `requests.project`, once, first `P-1`
    "#);
    let shown = world.show(&decoded.batch, 0);
    let references: Vec<&str> = shown
        .lines()
        .filter(|line| line.contains("follows =") || line.contains(".project ="))
        .collect();
    insta::assert_snapshot!(references.join("\n"), @r#"
    projects[1].follows = none
    projects[2].follows = none
    projects[3].follows = none
    projects[4].follows = none
    projects[5].follows = ?
    projects[6].follows = ?
    projects[7].follows = row 1
    requests[1].project = ?
    requests[2].project = ?
    requests[3].project = ?
    requests[4].project = row 6
    "#);
}

#[test]
fn warnings_of_chunks_add_up() {
    let world = world();
    let text = |extra: &str| format!("{{\"filing_id\": \"a\", \"year\": 2018, {extra}}}");
    let mut all = world.json(&text("\"b\": 1, \"a\": 1")).warnings;
    all.merge(world.json(&text("\"a\": {}")).warnings);
    all.merge(
        world
            .json(&text("\"requests\": [{\"id\": \"R\", \"project\": \"P\"}]"))
            .warnings,
    );
    let lines: Vec<String> = all.lines().collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    unknown field `a`, 2 times
    unknown field `b`, once
    a reference to a row that is not there in `requests.project`, once, first `P`
    "#);
    // Thousands of different ones do not fill the memory.
    for round in 0..30 {
        let fields = (0..100).map(|at| format!("\"x{}\": 1", round * 100 + at));
        all.merge(
            world
                .json(&text(&fields.collect::<Vec<_>>().join(", ")))
                .warnings,
        );
    }
    assert_eq!(all.iter().count(), 1000);
    assert_eq!(all.beyond(), 3 + 3000 - 1000);
}

#[test]
fn only_what_is_read_is_kept() {
    let world = world_of(VOCABULARY, false, |path| {
        matches!(path, "requests.project" | "security.controls.weights")
    });
    let decoded = world.json(
        r#"{"filing_id": "a", "year": 2018, "packages": "not read", "tags": {"not": "read"},
            "institution": [1], "projects": [{"folio": "P-1", "name": 5, "quarters": "x"}],
            "requests": [{"id": "R-1", "project": "P-1", "amount": {}, "study": 7}],
            "security": {"controls": [{"control": true, "weights": [1]}], "officer": {"nmae": 1}}}"#,
    );
    assert_eq!(decoded.rejects, []);
    insta::assert_snapshot!(world.show(&decoded.batch, 0), @r#"
    filing_id = "a"
    fiscal_year = 2018
    projects = given
    projects[1].folio = "P-1"
    requests = given
    requests[1].id = "R-1"
    requests[1].project = row 0
    security = given
    security.controls = given
    security.controls[1].weights = given
    security.controls[1].weights[1] = 1
    "#);
    insta::assert_snapshot!(world.warnings(&decoded).join("\n"), @"unknown field `security.officer.nmae`, once; did you mean `name`?");
    // A list of which only the number of rows is read.
    let world = world_of(VOCABULARY, false, |path| path == "projects.quarters");
    let decoded = world.json(
        r#"{"filing_id": "a", "year": 2018, "projects": [{"folio": "P-1", "quarters": [{}, {}]}, {"folio": "P-2"}]}"#,
    );
    insta::assert_snapshot!(world.show(&decoded.batch, 0), @r#"
    filing_id = "a"
    fiscal_year = 2018
    projects = given
    projects[1].folio = "P-1"
    projects[1].quarters = given
    projects[2].folio = "P-2"
    projects[2].quarters = ?
    "#);
}

#[test]
fn texts_of_yaml_are_as_written() {
    let world = world();
    let decoded = world.yaml(
        "filing_id: 012\nyear: '2018'\ntags: [no, 1.10, 2018-01-01, true, \"null\", 0x1F, 'it''s', \"a\\tb\", NULL, ~, .nan]\n\
         institution:\n  name: |\n    two\n    lines\n  reason: >-\n    folded\n    text\n  institution_id: plain\n    over lines\n",
    );
    assert_eq!(decoded.rejects, []);
    let shown = world.show(&decoded.batch, 0);
    let texts = shown
        .lines()
        .filter(|line| line.contains('"') || line.starts_with("tags["));
    insta::assert_snapshot!(texts.collect::<Vec<_>>().join("\n"), @r#"
    filing_id = "012"
    institution.institution_id = "plain over lines"
    institution.name = "two\nlines"
    institution.reason = "folded text"
    tags[1] = "no"
    tags[2] = "1.10"
    tags[3] = "2018-01-01"
    tags[4] = "true"
    tags[5] = "null"
    tags[6] = "0x1F"
    tags[7] = "it's"
    tags[8] = "a\tb"
    tags[9] = ?
    tags[10] = ?
    tags[11] = ".nan"
    "#);
}

#[test]
fn a_filing_of_many_rows_is_read() {
    let world = world();
    let rows: Vec<String> = (0..3000)
        .map(|at| {
            format!(
                "{{\"id\": \"R-{at}\", \"project\": \"P-{}\"}}",
                (at * 7) % 3000
            )
        })
        .collect();
    let projects: Vec<String> = (0..3000)
        .map(|at| format!("{{\"folio\": \"P-{at}\"}}"))
        .collect();
    let decoded = world.json(&format!(
        "{{\"filing_id\": \"a\", \"year\": 2018, \"requests\": [{}], \"projects\": [{}]}}",
        rows.join(","),
        projects.join(",")
    ));
    assert!(decoded.warnings.is_empty());
    let shown = world.show(&decoded.batch, 0);
    assert!(shown.contains("requests[3000].project = row 2993\n"));
}
