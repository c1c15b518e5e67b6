//! Filings of the tests' vocabulary, generated, and ways of writing them down.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(missing_docs, reason = "nothing here is published")]

use std::fmt::Write;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// A value of a document, in an order of its own.
#[derive(Debug, Clone)]
pub enum Node {
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

pub fn as_json(node: &Node) -> String {
    let mut text = String::new();
    node.json(&mut text);
    text
}

pub fn as_yaml(node: &Node) -> String {
    let mut text = String::new();
    node.yaml(0, &mut text);
    text
}

pub type Field = (&'static str, BoxedStrategy<Node>);

/// A record with some of its fields, in any order, perhaps with one that is unknown.
pub fn record(fields: Vec<Field>) -> BoxedStrategy<Node> {
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

pub fn list(item: BoxedStrategy<Node>) -> BoxedStrategy<Node> {
    vec(prop_oneof![9 => item, 1 => Just(Node::Null)], 0..5)
        .prop_map(Node::List)
        .boxed()
}

/// Now and then nothing instead.
pub fn or_nothing(value: BoxedStrategy<Node>) -> BoxedStrategy<Node> {
    prop_oneof![
        8 => value,
        1 => Just(Node::Null),
        1 => Just(Node::Text(String::new())),
    ]
    .boxed()
}

pub fn anything() -> BoxedStrategy<Node> {
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

pub fn text() -> BoxedStrategy<Node> {
    or_nothing("\\PC{0,8}".prop_map(Node::Text).boxed())
}

pub fn key(names: &'static str) -> BoxedStrategy<Node> {
    or_nothing(names.prop_map(Node::Text).boxed())
}

pub fn number() -> BoxedStrategy<Node> {
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

pub fn integer() -> BoxedStrategy<Node> {
    or_nothing("-?(0|[1-9][0-9]{0,20})".prop_map(Node::Number).boxed())
}

pub fn date() -> BoxedStrategy<Node> {
    or_nothing(
        "[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
            .prop_map(Node::Text)
            .boxed(),
    )
}

pub fn boolean() -> BoxedStrategy<Node> {
    or_nothing(any::<bool>().prop_map(Node::Boolean).boxed())
}

pub fn member(names: &'static [&'static str]) -> BoxedStrategy<Node> {
    let name = prop::sample::select(names).prop_map(|name| Node::Text(name.to_owned()));
    or_nothing(name.boxed())
}

pub const MODALITIES: &[&str] = &["acquisition", "lease", "service"];
pub const RANKS: &[&str] = &["department_head", "director", "director_general"];

/// A filing of the test's vocabulary, sound but for what may be left out.
pub fn filing() -> BoxedStrategy<Node> {
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
