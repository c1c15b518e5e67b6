//! The vocabulary of the random rule books: fixed, and of every kind of field.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The calendar of the random rule books; [`HOLIDAYS`] says its holidays again.
pub const CALENDAR: &str = "calendar federal
  rest     saturday, sunday
  covers   2014 to 2019
  holiday  2014-05-12 \"A bridge\"
  holiday  2014-09-16 \"Independence Day\"
  holiday  2016-02-05
  holiday  2018-01-01
";

/// What the calendar covers.
pub const COVERED: (i64, i64) = (2014, 2019);

/// Its holidays.
pub const HOLIDAYS: [&str; 4] = ["2014-05-12", "2014-09-16", "2016-02-05", "2018-01-01"];

/// What a filing contains.
pub const VOCABULARY: &str = r#"vocabulary trial_filing

authority ugd "Unidad de Gobierno Digital"
authority oic "Órgano Interno de Control"

enum Modality
  acquisition "Acquisition"
  lease       "Lease"
  service

enum Rank ordered
  low
  middle "In the middle"
  high

enum Mark
  present
  lacking
  doubtful

enum State
  open
  doubtful
  closed

record Deputy
  named_on optional date
  rank     optional Rank
  wage     money in MXN

record Owner
  name    text
  rank    Rank
  since   optional date
  wage    money in MXN
  deputy  optional Deputy

record Quarter
  number       integer
  reported_on  optional date
  real_pct     optional decimal
  planned_pct  decimal
  spent        money in MXN
  marks        list of Mark

record Project
  folio      text key
  strategic  boolean
  category   optional Modality
  budget     money in MXN
  spent      optional money in MXN
  share      decimal
  count      integer
  starts_on  date
  ends_on    optional date
  owner      Owner
  sponsor    optional Owner
  parent     optional reference to projects
  quarters   list of Quarter
  tags       list of text

record Question
  asked_on     date
  answered_on  optional date
  defect       boolean

record Study
  received_on  optional date
  decided_on   optional date
  outcome      optional Modality
  questions    list of Question
  share        decimal

record Request
  id         text key
  project    optional reference to projects
  modality   Modality
  amount     money in MXN
  price      optional money in MXN
  hosting    boolean
  proof      optional text
  signed_on  optional date
  study      Study
  pages      list of integer

record Item
  kind    Mark
  state   State
  price   money in MXN
  weight  optional decimal
  on      date

record Contract
  number     text key
  request    reference to requests
  rank       optional Rank
  signed_on  date
  value      money in MXN
  abroad     optional money in USD
  flags      list of Mark
  items      list of Item
  extras     optional list of Item

record Report
  half     Rank
  sent_on  optional date
  cost     money in MXN

record Security
  level    Rank
  chief    optional Owner
  days_kept  optional integer
  reports  list of Report
  checks   list of date

filing
  key   filing_id
  year  fiscal_year
  filing_id    text
  fiscal_year  year from "year"
  owner        Owner
  filed_on     optional date
  due_on       date
  budget_cap   money in MXN
  ceiling      optional money in MXN
  foreign      money in USD
  packages     integer
  ratio        optional decimal
  flag         boolean
  maybe        optional boolean
  note         optional text
  label        text
  rank         Rank
  modality     optional Modality
  main         reference to projects
  projects     list of Project
  requests     list of Request
  contracts    list of Contract
  security     optional Security
  defence      Security
  extras       optional list of Item
  codes        list of integer
  amounts      list of money in MXN
  days_off     optional list of date
"#;

/// The type of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Boolean,
    Integer,
    Decimal,
    Money(String),
    Date,
    Text,
    Enum(String),
    Record(String),
    List(Box<Kind>),
    Reference(String),
}

/// A field of a record, or of the filing.
#[derive(Debug, Clone)]
pub struct Field {
    pub name: String,
    /// What documents call it.
    pub document: String,
    pub kind: Kind,
    pub optional: bool,
    pub key: bool,
}

/// The vocabulary as the generators see it; the filing's fields are the record `filing`.
#[derive(Debug, Default)]
pub struct Schema {
    pub enums: BTreeMap<String, Vec<String>>,
    pub ordered: Vec<String>,
    pub records: BTreeMap<String, Vec<Field>>,
}

/// The one schema, read from [`VOCABULARY`].
pub fn schema() -> &'static Schema {
    static SCHEMA: OnceLock<Schema> = OnceLock::new();
    SCHEMA.get_or_init(read)
}

fn read() -> Schema {
    let mut schema = Schema::default();
    let mut item = (String::new(), String::new());
    for line in VOCABULARY.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if words.is_empty() {
            continue;
        }
        if !line.starts_with(' ') {
            let name = words.get(1).copied().unwrap_or("filing").to_owned();
            if words.get(2) == Some(&"ordered") {
                schema.ordered.push(name.clone());
            }
            item = (words[0].to_owned(), name);
            continue;
        }
        match item.0.as_str() {
            "enum" => {
                let members = schema.enums.entry(item.1.clone()).or_default();
                members.push(words[0].to_owned());
            }
            _ if line.starts_with("  key ") || line.starts_with("  year ") => {}
            _ => {
                let field = field(&schema, &words);
                schema
                    .records
                    .entry(item.1.clone())
                    .or_default()
                    .push(field);
            }
        }
    }
    schema
}

fn field(schema: &Schema, words: &[&str]) -> Field {
    let optional = words[1] == "optional";
    let rest = &words[1 + usize::from(optional)..];
    let document = match words.iter().position(|word| *word == "from") {
        Some(at) => words[at + 1].trim_matches('"').to_owned(),
        None => words[0].to_owned(),
    };
    Field {
        name: words[0].to_owned(),
        document,
        kind: kind(schema, rest),
        optional,
        key: words.last() == Some(&"key"),
    }
}

fn kind(schema: &Schema, words: &[&str]) -> Kind {
    match words[0] {
        "boolean" => Kind::Boolean,
        "integer" | "year" => Kind::Integer,
        "decimal" => Kind::Decimal,
        "money" => Kind::Money(words[2].to_owned()),
        "date" => Kind::Date,
        "text" => Kind::Text,
        "list" => Kind::List(Box::new(kind(schema, &words[2..]))),
        "reference" => Kind::Reference(words[2].to_owned()),
        name if schema.enums.contains_key(name) => Kind::Enum(name.to_owned()),
        name => Kind::Record(name.to_owned()),
    }
}

/// What a path from a row leads to.
#[derive(Debug, Clone)]
pub struct Path {
    /// `study.received_on`
    pub words: String,
    pub kind: Kind,
    /// Whether it may be absent.
    pub optional: bool,
    /// How many references it follows.
    pub followed: usize,
}

impl Schema {
    /// Everything that a row of a record holds, nested records gone into, references not followed.
    pub fn paths(&self, record: &str) -> Vec<Path> {
        let mut found = Vec::new();
        for field in &self.records[record] {
            found.push(Path {
                words: field.name.clone(),
                kind: field.kind.clone(),
                optional: field.optional,
                followed: 0,
            });
            if let Kind::Record(inner) = &field.kind {
                found.extend(self.paths(inner).into_iter().map(|path| Path {
                    words: format!("{}.{}", field.name, path.words),
                    optional: field.optional || path.optional,
                    kind: path.kind,
                    followed: 0,
                }));
            }
        }
        found
    }

    /// The record of a list of the filing.
    pub fn record_of(&self, list: &str) -> String {
        let path = self.paths("filing").into_iter();
        let mut path = path.filter(|path| path.words == list);
        match path.next().map(|path| path.kind) {
            Some(Kind::List(of)) => match *of {
                Kind::Record(record) => record,
                other => panic!("{list} holds {other:?}"),
            },
            other => panic!("{list} is {other:?}"),
        }
    }
}
