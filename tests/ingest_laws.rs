//! Laws of reading on generated input: a batch keeps its promises, JSON and YAML agree, nothing panics.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod ingest_support;

use std::fmt::Write;
use std::io::Cursor;

use dictamen::ingest::{Chunk, Content, FileKind, Format, Inputs, Record, decode};
use ingest_support::{World, world, world_of};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// A value of a document, in an order of its own.
#[derive(Debug, Clone)]
enum Node {
    Null,
    Boolean(bool),
    Number(String),
    Text(String),
    List(Vec<Node>),
    Record(Vec<(String, Node)>),
}

impl Node {
    fn json(&self, text: &mut String) {
        match self {
            Node::Null => text.push_str("null"),
            Node::Boolean(value) => write!(text, "{value}").unwrap(),
            Node::Number(digits) => text.push_str(digits),
            Node::Text(value) => text.push_str(&serde_json::to_string(value).unwrap()),
            Node::List(items) => {
                text.push('[');
                for (at, item) in items.iter().enumerate() {
                    text.push_str(if at == 0 { " " } else { "\n, " });
                    item.json(text);
                }
                text.push(']');
            }
            Node::Record(fields) => {
                text.push('{');
                for (at, (name, value)) in fields.iter().enumerate() {
                    text.push_str(if at == 0 { "" } else { ", " });
                    text.push_str(&serde_json::to_string(name).unwrap());
                    text.push(':');
                    value.json(text);
                }
                text.push('}');
            }
        }
    }

    /// In lines, every text in quotes.
    fn yaml(&self, indent: usize, text: &mut String) {
        match self {
            Node::Null => text.push_str(" ~\n"),
            Node::Boolean(value) => writeln!(text, " {value}").unwrap(),
            Node::Number(digits) => writeln!(text, " {digits}").unwrap(),
            Node::Text(value) if value.chars().all(|c| !c.is_control()) && !value.is_empty() => {
                writeln!(text, " '{}'", value.replace('\'', "''")).unwrap();
            }
            Node::Text(value) => {
                writeln!(text, " {}", serde_json::to_string(value).unwrap()).unwrap()
            }
            Node::List(items) if items.is_empty() => text.push_str(" []\n"),
            Node::Record(fields) if fields.is_empty() => text.push_str(" {}\n"),
            Node::List(items) => {
                text.push('\n');
                for item in items {
                    write!(text, "{}-", " ".repeat(indent)).unwrap();
                    item.yaml(indent + 2, text);
                }
            }
            Node::Record(fields) => {
                text.push('\n');
                for (name, value) in fields {
                    write!(text, "{}\"{name}\":", " ".repeat(indent)).unwrap();
                    value.yaml(indent + 2, text);
                }
            }
        }
    }
}

fn as_json(node: &Node) -> String {
    let mut text = String::new();
    node.json(&mut text);
    text
}

fn as_yaml(node: &Node) -> String {
    let mut text = String::new();
    node.yaml(0, &mut text);
    text
}

type Field = (&'static str, BoxedStrategy<Node>);

/// A record with some of its fields, in any order, perhaps with one that is unknown.
fn record(fields: Vec<Field>) -> BoxedStrategy<Node> {
    let fields: Vec<_> = fields
        .into_iter()
        .map(|(name, value)| option::weighted(0.7, value.prop_map(move |value| (name, value))))
        .collect();
    let unknown = option::weighted(
        0.1,
        anything().prop_map(|value| ("unknown".to_owned(), value)),
    );
    (fields, unknown)
        .prop_map(|(fields, unknown)| {
            let fields = fields.into_iter().flatten();
            let fields = fields.map(|(name, value)| (name.to_owned(), value));
            fields.chain(unknown).collect::<Vec<_>>()
        })
        .prop_shuffle()
        .prop_map(Node::Record)
        .boxed()
}

fn list(item: BoxedStrategy<Node>) -> BoxedStrategy<Node> {
    vec(prop_oneof![9 => item, 1 => Just(Node::Null)], 0..5)
        .prop_map(Node::List)
        .boxed()
}

/// Now and then nothing instead.
fn or_nothing(value: BoxedStrategy<Node>) -> BoxedStrategy<Node> {
    prop_oneof![
        8 => value,
        1 => Just(Node::Null),
        1 => Just(Node::Text(String::new())),
    ]
    .boxed()
}

fn anything() -> BoxedStrategy<Node> {
    let leaf = prop_oneof![
        Just(Node::Null),
        any::<bool>().prop_map(Node::Boolean),
        "-?[1-9][0-9]{0,4}(\\.[0-9]{1,3})?".prop_map(Node::Number),
        "\\PC{0,6}".prop_map(Node::Text),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Node::List),
            vec(inner, 0..3).prop_map(|items| {
                let named = items.into_iter().enumerate();
                Node::Record(named.map(|(at, item)| (format!("x{at}"), item)).collect())
            }),
        ]
    })
    .boxed()
}

fn text() -> BoxedStrategy<Node> {
    or_nothing("\\PC{0,8}".prop_map(Node::Text).boxed())
}

fn key(names: &'static str) -> BoxedStrategy<Node> {
    or_nothing(names.prop_map(Node::Text).boxed())
}

fn number() -> BoxedStrategy<Node> {
    let digits = "-?(0|[1-9][0-9]{0,22})(\\.[0-9]{1,4})?";
    or_nothing(
        prop_oneof![
            digits.prop_map(Node::Number),
            digits.prop_map(Node::Text),
            digits.prop_map(|digits| Node::Number(format!("{digits}e0"))),
        ]
        .boxed(),
    )
}

fn integer() -> BoxedStrategy<Node> {
    or_nothing("-?(0|[1-9][0-9]{0,20})".prop_map(Node::Number).boxed())
}

fn date() -> BoxedStrategy<Node> {
    or_nothing(
        "[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
            .prop_map(Node::Text)
            .boxed(),
    )
}

fn boolean() -> BoxedStrategy<Node> {
    or_nothing(any::<bool>().prop_map(Node::Boolean).boxed())
}

fn member(names: &'static [&'static str]) -> BoxedStrategy<Node> {
    let name = prop::sample::select(names).prop_map(|name| Node::Text(name.to_owned()));
    or_nothing(name.boxed())
}

const MODALITIES: &[&str] = &["acquisition", "lease", "service"];
const RANKS: &[&str] = &["department_head", "director", "director_general"];

/// A filing of the test's vocabulary, sound but for what may be left out.
fn filing() -> BoxedStrategy<Node> {
    let quarter = record(vec![
        ("number", integer()),
        ("reported_on", date()),
        ("real_pct", number()),
        ("planned_pct", number()),
    ]);
    let project = record(vec![
        ("folio", key("P-[1-4]")),
        ("name", text()),
        ("strategic", boolean()),
        ("goals", or_nothing(list(text()))),
        ("budget", number()),
        ("starts_on", date()),
        ("follows", key("P-[1-5]")),
        ("quarters", or_nothing(list(quarter))),
    ]);
    let info_request = record(vec![("asked_on", date()), ("answered_on", date())]);
    let study = record(vec![
        ("received_on", date()),
        ("outcome", member(&["favourable", "refused"])),
        ("info_requests", or_nothing(list(info_request))),
    ]);
    let request = record(vec![
        ("id", key("R-[1-4]")),
        ("project", key("P-[1-5]")),
        ("modality", member(MODALITIES)),
        ("amount", number()),
        ("multi_year", boolean()),
        ("study", or_nothing(study)),
    ]);
    let official = record(vec![
        ("name", text()),
        ("rank", member(RANKS)),
        ("told", date()),
    ]);
    let control = record(vec![
        ("control", member(MODALITIES)),
        ("weights", or_nothing(list(number()))),
    ]);
    let security = record(vec![
        ("officer", or_nothing(official.clone())),
        ("liaison", or_nothing(official)),
        ("controls", or_nothing(list(control))),
    ]);
    let institution = record(vec![
        ("institution_id", text()),
        ("head_rank", member(RANKS)),
        ("exempted", boolean()),
        ("reason", text()),
    ]);
    let rest = record(vec![
        ("institution", or_nothing(institution)),
        ("packages", integer()),
        ("año", integer()),
        ("projects", or_nothing(list(project))),
        ("requests", or_nothing(list(request))),
        ("tags", or_nothing(list(text()))),
        ("security", or_nothing(security)),
    ]);
    (rest, "[a-z]{1,4}", 2018..2030i32)
        .prop_map(|(rest, key, year)| {
            let mut fields = vec![
                ("filing_id".to_owned(), Node::Text(key)),
                ("year".to_owned(), Node::Number(year.to_string())),
            ];
            if let Node::Record(rest) = rest {
                fields.extend(rest);
            }
            fields
        })
        .prop_shuffle()
        .prop_map(Node::Record)
        .boxed()
}

fn chunk(records: &[(Format, Vec<u8>)]) -> Chunk {
    let mut chunk = Chunk::default();
    for (at, (format, text)) in records.iter().enumerate() {
        let start = chunk.bytes.len();
        chunk.bytes.extend_from_slice(text);
        chunk.records.push(Record {
            file: "f".into(),
            line: at + 1,
            column: 1,
            content: Content::Text(*format, start..chunk.bytes.len()),
            breaks_off: false,
        });
    }
    chunk
}

/// Reads records and checks that every one of them is judged or rejected, and the batch sound.
fn read(world: &World, records: &[(Format, Vec<u8>)]) -> (usize, usize) {
    let decoded = decode(&world.schema, &chunk(records));
    world.check(&decoded.batch);
    assert_eq!(decoded.batch.len(), decoded.records.len());
    assert_eq!(decoded.records.len() + decoded.rejects.len(), records.len());
    for reject in &decoded.rejects {
        assert!(!reject.reason.is_empty());
        for word in [
            "invalid type",
            "EOF",
            "u64",
            "visit",
            "deserializ",
            "struct",
        ] {
            assert!(!reject.reason.contains(word), "{}", reject.reason);
        }
    }
    (decoded.records.len(), decoded.rejects.len())
}

/// The cells of a filing, without the rows that references lead to, which count over the whole batch.
fn cells(shown: &str) -> String {
    let mut cells = String::new();
    for line in shown.lines() {
        let line = line.split(" = row ").next().unwrap_or(line);
        cells.push_str(line);
        cells.push('\n');
    }
    cells
}

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig {
        cases: count,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn sound_filings_are_read_the_same_in_json_and_yaml(filing in filing()) {
        let world = world();
        let (json, yaml) = (as_json(&filing), as_yaml(&filing));
        let (a, b) = (world.json(&json), world.yaml(&yaml));
        prop_assert_eq!(&a.rejects, &Vec::new(), "{}", json);
        prop_assert_eq!(&b.rejects, &Vec::new(), "{}", yaml);
        prop_assert_eq!(world.show(&a.batch, 0), world.show(&b.batch, 0));
        prop_assert_eq!(a.warnings, b.warnings);
    }

    #[test]
    fn filings_of_one_chunk_do_not_touch_each_other(filings in vec(filing(), 1..5)) {
        let world = world();
        let texts: Vec<String> = filings.iter().map(as_json).collect();
        let records: Vec<_> = texts.iter().map(|text| (Format::Json, text.clone().into_bytes())).collect();
        let decoded = decode(&world.schema, &chunk(&records));
        prop_assert_eq!(decoded.batch.len(), texts.len());
        for (at, text) in texts.iter().enumerate() {
            let alone = world.json(text);
            prop_assert_eq!(cells(&world.show(&decoded.batch, at)), cells(&world.show(&alone.batch, 0)));
        }
    }

    #[test]
    fn what_nobody_reads_changes_nothing_of_the_rest(filing in filing(), unread in any::<u64>()) {
        // Each column is read or not by a bit of a number.
        let reads = |path: &str| {
            let hash = path.bytes().fold(7u64, |hash, byte| hash.wrapping_mul(31) + u64::from(byte));
            unread >> (hash % 64) & 1 == 1
        };
        let (all, some) = (world(), world_of(ingest_support::VOCABULARY, false, reads));
        let text = as_json(&filing);
        let (all_read, some_read) = (all.json(&text), some.json(&text));
        prop_assert_eq!(&some_read.rejects, &Vec::new());
        let everything = all.show(&all_read.batch, 0);
        for line in some.show(&some_read.batch, 0).lines() {
            prop_assert!(everything.contains(&format!("{line}\n")), "{}", line);
        }
        let unknown = |decoded: &dictamen::ingest::Decoded| -> Vec<String> {
            decoded.warnings.lines().filter(|line| line.starts_with("unknown")).collect()
        };
        prop_assert_eq!(unknown(&all_read), unknown(&some_read));
        prop_assert_eq!(some.yaml(&as_yaml(&filing)).rejects, Vec::new());
    }

    #[test]
    fn mutated_bytes_never_panic(
        filing in filing(),
        changes in vec((any::<prop::sample::Index>(), any::<u8>(), 0u8..4), 1..6),
    ) {
        let world = world();
        for (format, text) in [(Format::Json, as_json(&filing)), (Format::Yaml, as_yaml(&filing))] {
            let mut bytes = text.into_bytes();
            for (at, byte, change) in &changes {
                let at = at.index(bytes.len());
                match change {
                    0 => bytes[at] = *byte,
                    1 => bytes[at] = b"[]{},:\"'-&*!|> \n#%~e.0\\"[usize::from(*byte) % 23],
                    2 => bytes.insert(at, b"[]{},:\"'-&*!|> \n#%~e.0\\"[usize::from(*byte) % 23]),
                    _ => bytes.truncate(at + 1),
                }
            }
            let good = as_json(&filing).into_bytes();
            let (judged, _) = read(&world, &[
                (Format::Json, good.clone()),
                (format, bytes.clone()),
                (Format::Json, good),
            ]);
            prop_assert!(judged >= 2);
            for kind in [FileKind::Json, FileKind::Lines, FileKind::Yaml] {
                let stream = Box::new(Cursor::new(bytes.clone()));
                for chunk in Inputs::from_reader("f", kind, stream) {
                    let decoded = decode(&world.schema, &chunk);
                    world.check(&decoded.batch);
                    prop_assert_eq!(decoded.records.len() + decoded.rejects.len(), chunk.records.len());
                }
            }
        }
    }

    #[test]
    fn any_bytes_never_panic(bytes in vec(any::<u8>(), 0..200)) {
        let world = world();
        for kind in [FileKind::Json, FileKind::Lines, FileKind::Yaml] {
            let stream = Box::new(Cursor::new(bytes.clone()));
            for chunk in Inputs::from_reader("f", kind, stream) {
                world.check(&decode(&world.schema, &chunk).batch);
            }
        }
    }

    #[test]
    fn a_json_array_is_its_lines(filings in vec(filing(), 0..6)) {
        let world = world();
        let texts: Vec<String> = filings.iter().map(|one| as_json(one).replace('\n', " ")).collect();
        let count = |kind, text: String| {
            let stream = Box::new(Cursor::new(text.into_bytes()));
            let chunks = Inputs::from_reader("f", kind, stream);
            chunks.map(|chunk| decode(&world.schema, &chunk).batch.len()).sum::<usize>()
        };
        prop_assert_eq!(count(FileKind::Json, format!("[{}]", texts.join(",\n"))), texts.len());
        prop_assert_eq!(count(FileKind::Lines, texts.join("\n")), texts.len());
        let documents: Vec<String> = filings.iter().map(as_yaml).collect();
        if !documents.is_empty() {
            let stream = format!("---{}", documents.join("---"));
            prop_assert_eq!(count(FileKind::Yaml, stream), documents.len());
        }
    }
}
