//! The straight way reads a filing as the careful way does, or not at all; and it reads what is usual.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::both_ways::agrees;
use crate::filings::{Node, as_json, as_yaml, filing};
use crate::ingest_support::{VOCABULARY, World, strict_world, world, world_of};
use crate::styles::{changed, changes, styled};
use dictamen::compile::compile;
use dictamen::ingest::{Chunk, Format, Schema, decode, decode_carefully};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

fn agrees_in(world: &World, format: Format, text: &str) -> bool {
    agrees(&world.schema, &world.layout, format, text)
}

/// Everything read; about half of it; nothing; unknown fields rejecting.
fn worlds(unread: u64) -> [World; 4] {
    let half = |path: &str| {
        let hash = path
            .bytes()
            .fold(7u64, |hash, byte| hash.wrapping_mul(31) + u64::from(byte));
        unread >> (hash % 64) & 1 == 1
    };
    [
        world(),
        world_of(VOCABULARY, false, half),
        world_of(VOCABULARY, false, |_| false),
        strict_world(),
    ]
}

fn as_written(filing: &Node) -> String {
    serde_yaml::to_string(&value(filing)).unwrap()
}

/// A number that the writer would not hold exactly becomes a text.
fn value(node: &Node) -> serde_yaml::Value {
    match node {
        Node::Null => serde_yaml::Value::Null,
        Node::Boolean(value) => (*value).into(),
        Node::Number(digits) => match (digits.parse::<i64>(), digits.parse::<f64>()) {
            (Ok(value), _) => value.into(),
            (_, Ok(value)) if digits.len() < 14 => value.into(),
            _ => digits.as_str().into(),
        },
        Node::Text(text) => text.as_str().into(),
        Node::List(items) => items.iter().map(value).collect::<Vec<_>>().into(),
        Node::Record(fields) => {
            let fields = fields.iter();
            let fields = fields.map(|(name, field)| (name.as_str().into(), value(field)));
            serde_yaml::Value::Mapping(fields.collect())
        }
    }
}

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig {
        cases: count,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn what_is_read_straight_is_read_right(
        filing in filing(),
        choices in vec(any::<u8>(), 1..40),
        changes in changes(),
        unread in any::<u64>(),
    ) {
        let texts = [
            (Format::Json, as_json(&filing)),
            (Format::Yaml, as_yaml(&filing)),
            (Format::Yaml, as_written(&filing)),
            (Format::Yaml, styled(&filing, &choices)),
        ];
        for world in worlds(unread) {
            for (format, text) in &texts {
                agrees_in(&world, *format, text);
                agrees_in(&world, *format, &changed(text, &changes));
            }
        }
    }
}

/// How many percent of the sound ones among a thousand texts the straight way takes.
fn taken(text: impl Fn(&Node, &[u8], &[crate::styles::Change]) -> (Format, String)) -> usize {
    let world = world();
    let mut runner = TestRunner::deterministic();
    let all = (filing(), vec(any::<u8>(), 1..40), changes());
    let (mut taken, mut sound) = (0, 0);
    for _ in 0..1000 {
        let (filing, choices, changes) = all.new_tree(&mut runner).unwrap().current();
        let (format, text) = text(&filing, &choices, &changes);
        let decoded = decode(&world.schema, &Chunk::of("filing", format, text));
        taken += decoded.straight;
        sound += decoded.records.len();
    }
    taken * 100 / sound
}

#[test]
fn what_is_usual_is_read_straight() {
    let json = taken(|filing, _, _| (Format::Json, as_json(filing)));
    assert_eq!(json, 100);
    let yaml = taken(|filing, _, _| (Format::Yaml, as_written(filing)));
    assert!(yaml >= 90, "{yaml}");
    let styles = taken(|filing, choices, _| (Format::Yaml, styled(filing, choices)));
    assert!(styles >= 90, "{styles}");
}

/// Else the law above would hold of a way that takes nothing.
#[test]
fn what_is_changed_is_often_read_straight() {
    let json = taken(|filing, _, changes| (Format::Json, changed(&as_json(filing), changes)));
    assert!(json >= 70, "{json}");
    let yaml = taken(|filing, _, changes| (Format::Yaml, changed(&as_written(filing), changes)));
    assert!(yaml >= 70, "{yaml}");
    let styles = taken(|filing, choices, changes| {
        (Format::Yaml, changed(&styled(filing, choices), changes))
    });
    assert!(styles >= 70, "{styles}");
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            found.push(path);
        }
    }
}

#[test]
fn the_filings_that_ship_are_read_straight() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let loaded = dictamen::load(&root.join("rules")).unwrap();
    let plan = compile(Arc::new(loaded.ir.unwrap()), &loaded.sources);
    let versions = plan.ir.versions.iter();
    let years: Vec<_> = versions.map(|version| version.years).collect();
    let ir = &plan.ir;
    let schema = Schema::new(&ir.vocabulary, &ir.layout, &plan.reads, false, &years);
    let mut found = Vec::new();
    files(&root.join("fixtures/filings"), &mut found);
    assert!(found.len() > 20);
    let mut left = Vec::new();
    for path in &found {
        let text = fs::read_to_string(path).unwrap();
        let chunk = Chunk::of("filing", Format::Yaml, text.clone());
        let sound = decode_carefully(&schema, &chunk).rejects.is_empty();
        if !agrees(&schema, &ir.layout, Format::Yaml, &text) && sound {
            left.push(path);
        }
    }
    assert!(left.len() * 10 <= found.len(), "{left:?}");
}

/// What is easily taken for something else.
#[test]
fn what_is_odd_is_read_right() {
    let world = world();
    let rest = "filing_id: a\nyear: 2019\n";
    for (text, straight) in [
        ("tags: [a, b]\n", true),
        ("tags: [a, b,]\n", true),
        ("tags: [,]\n", false),
        ("tags: [a,, b]\n", false),
        ("tags: [a: b]\n", false),
        ("tags: [-]\n", false),
        ("tags: [-a, --]\n", true),
        ("tags: [- a]\n", false),
        ("tags: [http://a/b, c:d]\n", true),
        ("tags: [a\n  , b\n]\n", true),
        ("tags: [a\n  b]\n", false),
        ("tags: [a # c\n  , b]\n", false),
        ("tags: [a,\n--- b]\n", false),
        ("tags:\n- a\n- ~\n-\n- ''\n- \"~\"\n", true),
        ("tags:\n- a\n  b\n", false),
        ("tags:\n- a\n   # b\n- c\n", true),
        ("tags:\n- a: b\n", false),
        ("tags:\n- 'a': b\n", false),
        ("tags:\n  - a\n- b\n", false),
        ("tags:\n  - a\n b: c\n", false),
        ("tags:\n- - a\n", false),
        ("tags: - a\n", false),
        ("tags:\n- ?a\n- :b\n- ''''\n- '''a'\n", true),
        ("tags: [?a]\n", false),
        ("tags: [:a]\n", false),
        ("tags:\n- ? a\n", false),
        (
            "unknown:\n- - a\n  - b: c\n    d:\n    - e\n-   -\n    - f\n",
            true,
        ),
        ("unknown:\n- - a\n  b: c\n", false),
        ("unknown: - a\n", false),
        ("unknown:\n- a: - b\n", false),
        ("tags: # none\n", true),
        ("tags: ~ # none\n", true),
        ("tags: a\n", false),
        ("tags: ['it''s', \"a\\\"b\"]\n", true),
        ("tags: [\"\\\"a\"]\n", false),
        ("tags: [\"a\\x41\"]\n", false),
        ("tags: ['a\n  b']\n", false),
        ("tags: [a]]\n", false),
        ("tags: [a] # b\n", true),
        ("tags: [a]# b\n", false),
        ("tags: [a] b\n", false),
        ("tags: [a}\n", false),
        ("institution: {name: a}\n", true),
        ("institution: {name: }\n", true),
        ("institution: {name:}\n", false),
        ("institution: {name}\n", false),
        ("institution: {\"name\":b, 'reason': \"c\"}\n", true),
        ("institution: {name: a, name: b}\n", false),
        ("institution: {name: a: b}\n", false),
        ("institution:\n  name: a # b\n", true),
        ("institution:\n  name: a#b\n", true),
        ("institution:\n  name: a: b\n", false),
        ("institution:\n  name: a:b\n", true),
        ("institution:\n  name: a:\n", false),
        ("institution:\n  name : a\n", false),
        ("institution:\n  name:a\n", false),
        ("institution:\n    name: a\n  reason: b\n", false),
        ("institution:\n  name: a\n    reason: b\n", false),
        ("institution:\n  name: a\n  name: b\n", false),
        ("institution:\n  name: &x a\n", false),
        ("institution:\n  name: |\n    a\n", true),
        (
            "institution:\n  name: |-\n   a: 'b\n\n     c\n  \n    # d\n \n  # e\n  reason: f\n",
            true,
        ),
        ("institution:\r\n  name: |\r\n    a\r\n\r\n    b\r\n", true),
        ("institution:\n  name: |\n  a\n", false),
        ("institution:\n  name: |\n  reason: a\n", false),
        ("institution:\n  name: |\n\n    a\n", false),
        ("institution:\n  name: |\n    a\n   b\n", false),
        ("institution:\n  name: |2\n    a\n", false),
        ("institution:\n  name: |+\n    a\n", false),
        ("institution:\n  name: >-\n    a\n", false),
        ("institution: |-\n  a\n", false),
        ("tags:\n- |\n a\n- |-\n  b\n    c\n", true),
        ("tags: [|\n a\n]\n", false),
        ("unknown: |-\n - a\n - b\n", true),
        ("packages: |-\n  12\n", true),
        ("institution:\n  name: !t a\n", false),
        ("institution:\n  <<: {}\n", false),
        ("institution:\n  exempted: true\n", true),
        ("institution:\n  exempted: True\n", false),
        ("institution:\n  exempted: 'true'\n", false),
        ("institution: null\n", true),
        ("institution: ''\n", true),
        ("institution: 'null'\n", false),
        ("institution:\n", true),
        ("institution:\n\n  # a\n\n  name: a\n\n", true),
        ("institution:\r\n  name: a\r\n", true),
        ("institution:\n\tname: a\n", false),
        ("packages: 012\n", false),
        ("packages: 12\n", true),
        ("packages: \"12\"\n", true),
        ("packages: 1_2\n", false),
        (
            "unknown:\n  - a: [b, {c: d}]\n    e: f\n  -\n  - 'g'\n",
            true,
        ),
        ("unknown:\n  ? a\n  : b\n", false),
        ("unknown: {a: 1, a: 2, <<: 3}\n", false),
        ("unknown: *a\n", false),
        ("unknown: @a\n", false),
        ("...\n", false),
    ] {
        for text in [format!("{rest}{text}"), format!("{text}{rest}")] {
            let read = agrees_in(&world, Format::Yaml, &text);
            assert_eq!(read, straight, "{text}");
        }
    }
    assert!(agrees_in(
        &world,
        Format::Yaml,
        &format!("# a\n---  # b\n{rest}")
    ));
    assert!(!agrees_in(&world, Format::Yaml, &format!("--- {rest}")));
    assert!(!agrees_in(
        &world,
        Format::Yaml,
        &format!("%YAML 1.2\n---\n{rest}")
    ));
    let long = "a".repeat(1100);
    assert!(!agrees_in(
        &world,
        Format::Yaml,
        &format!("{rest}{long}: 1\n")
    ));
    for (depth, straight) in [(20, true), (60, false), (200, false)] {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        let text = format!("{rest}unknown: {open}{close}\n");
        assert_eq!(agrees_in(&world, Format::Yaml, &text), straight);
    }
}
