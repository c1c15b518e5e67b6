//! A vocabulary, filings and a view of batches for the tests and benches of `ingest`.
//!
//! The vocabulary is read here by a few lines of its own, so that these tests need no other stage.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(missing_docs, reason = "nothing here is published")]

use std::fmt::Write;
use std::io::{Cursor, Read};

use dictamen::batch::{ABSENT, Batch, GIVEN, Values};
use dictamen::ingest::{Chunk, Decoded, Format, Schema, decode};
use dictamen::value::number;
use dictamen::vocabulary::{
    ColumnId, ColumnKind, Currency, Element, Enum, EnumId, Field, FieldType, Layout, Member,
    Record, RecordId, TableId, Vocabulary,
};

/// The vocabulary of these tests.
pub const VOCABULARY: &str = include_str!("../../fixtures/ingest/vocabulary.dictamen");

/// Reads a vocabulary that is known to be sound.
pub fn vocabulary(text: &str) -> Vocabulary {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let heads = |word: &str| -> Vec<String> {
        let heads = lines.iter().filter_map(|line| line.strip_prefix(word));
        heads
            .map(|rest| rest.split_whitespace().next().unwrap().to_owned())
            .collect()
    };
    let enum_names = heads("enum ");
    let mut record_names = heads("record ");
    record_names.push("filing".to_owned());
    let mut enums: Vec<Enum> = Vec::new();
    let mut records: Vec<Record> = Vec::new();
    let mut in_enum = false;
    let (mut key, mut year) = (String::new(), String::new());
    for line in &lines {
        let words: Vec<&str> = line.split_whitespace().collect();
        if !line.starts_with(' ') {
            in_enum = words[0] == "enum";
            match words[0] {
                "enum" => enums.push(Enum {
                    name: words[1].to_owned(),
                    ordered: words.contains(&"ordered"),
                    members: Vec::new(),
                }),
                "record" | "filing" => records.push(Record {
                    name: words.get(1).unwrap_or(&"filing").to_string(),
                    fields: Vec::new(),
                }),
                _ => {}
            }
        } else if in_enum {
            let label = line.split('"').nth(1).unwrap_or(words[0]);
            enums.last_mut().unwrap().members.push(Member {
                name: words[0].to_owned(),
                label: label.to_owned(),
            });
        } else if records.len() == record_names.len() && words[0] == "key" {
            key = words[1].to_owned();
        } else if records.len() == record_names.len() && words[0] == "year" {
            year = words[1].to_owned();
        } else if let Some(record) = records.last_mut() {
            let optional = words[1] == "optional";
            let of = |word: &str| match word {
                "boolean" => FieldType::Boolean,
                "integer" => FieldType::Integer,
                "decimal" => FieldType::Decimal,
                "date" => FieldType::Date,
                "year" => FieldType::Year,
                "text" => FieldType::Text,
                "money" => FieldType::Money(Currency::new("MXN").unwrap()),
                name => match enum_names.iter().position(|one| one == name) {
                    Some(at) => FieldType::Enum(EnumId(at as u16)),
                    None => {
                        let at = record_names.iter().position(|one| one == name).unwrap();
                        FieldType::Record(RecordId(at as u16))
                    }
                },
            };
            let ty = &words[1 + usize::from(optional)..];
            record.fields.push(Field {
                name: words[0].to_owned(),
                document_name: line.split('"').nth(1).unwrap_or(words[0]).to_owned(),
                ty: match ty[0] {
                    "list" => FieldType::List(Box::new(of(ty[2]))),
                    "reference" => {
                        FieldType::Reference(ty[2].split('.').map(str::to_owned).collect())
                    }
                    word => of(word),
                },
                optional,
                key: ty.contains(&"key"),
            });
        }
    }
    let filing = records.last().unwrap();
    let position = |name: &str| filing.fields.iter().position(|field| field.name == name);
    Vocabulary {
        name: "test".to_owned(),
        authorities: Vec::new(),
        enums,
        filing: RecordId(records.len() as u16 - 1),
        key: position(&key).unwrap(),
        year: position(&year).unwrap(),
        records,
    }
}

/// A vocabulary with its layout and a schema that keeps everything, or what a test says.
pub struct World {
    pub vocabulary: Vocabulary,
    pub layout: Layout,
    pub schema: std::sync::Arc<Schema>,
}

/// Everything is read; the years 2014 to 2015 and from 2018 are covered.
pub fn world() -> World {
    world_of(VOCABULARY, false, |_| true)
}

/// The same with unknown fields rejecting.
pub fn strict_world() -> World {
    world_of(VOCABULARY, true, |_| true)
}

/// A world of one's own; `reads` is asked for the path of each column, `requests.study.outcome`.
pub fn world_of(text: &str, strict: bool, reads: impl Fn(&str) -> bool) -> World {
    let vocabulary = vocabulary(text);
    let layout = Layout::new(&vocabulary).unwrap();
    let reads: Vec<bool> = (0..layout.columns.len())
        .map(|at| reads(&path(&layout, ColumnId(at as u32))))
        .collect();
    let years = [(2014, Some(2015)), (2018, None)];
    let schema = Schema::new(&vocabulary, &layout, &reads, strict, &years);
    World {
        vocabulary,
        layout,
        schema: schema.into(),
    }
}

/// The names from the filing to a column.
pub fn path(layout: &Layout, id: ColumnId) -> String {
    let column = layout.column(id);
    let mut names = column.path.clone();
    let mut table = column.table;
    loop {
        let form = layout.table(table);
        names.splice(0..0, form.path.iter().cloned());
        match form.parent {
            Some(parent) => table = parent,
            None => return names.join("."),
        }
    }
}

impl World {
    /// Reads one filing of JSON.
    pub fn json(&self, text: &str) -> Decoded {
        decode(&self.schema, &Chunk::of("filing.json", Format::Json, text))
    }

    /// Reads one filing of YAML.
    pub fn yaml(&self, text: &str) -> Decoded {
        decode(&self.schema, &Chunk::of("filing.yaml", Format::Yaml, text))
    }

    /// The reason why a filing of YAML is rejected, with its place: `3:7 reason`.
    pub fn refused(&self, format: Format, text: &str) -> String {
        let decoded = decode(&self.schema, &Chunk::of("filing", format, text));
        assert_eq!(decoded.batch.len(), 0, "not rejected: {text}");
        self.check(&decoded.batch);
        let reject = &decoded.rejects[0];
        format!(
            "{}:{} {}",
            reject.line.unwrap_or(0),
            reject.column.unwrap_or(0),
            reject.reason()
        )
    }

    /// Panics unless a batch keeps the promises of its contract.
    pub fn check(&self, batch: &Batch) {
        batch.check(&self.layout).unwrap();
    }

    /// A filing of a batch as text, one line for each field.
    pub fn show(&self, batch: &Batch, filing: usize) -> String {
        self.check(batch);
        let mut text = String::new();
        self.show_row(batch, TableId(0), filing, "", &mut text);
        text
    }

    fn show_row(&self, batch: &Batch, table: TableId, row: usize, prefix: &str, text: &mut String) {
        for id in &self.layout.table(table).columns {
            let Some(cells) = batch.column(*id) else {
                continue;
            };
            let column = self.layout.column(*id);
            let name = match self.layout.table(table).element {
                Element::Value => prefix.trim_end_matches('.').to_owned(),
                Element::Record(_) => format!("{prefix}{}", column.path.join(".")),
            };
            let value = match cells.states[row] {
                GIVEN => self.show_value(batch, *id, row),
                ABSENT => "none".to_owned(),
                _ => "?".to_owned(),
            };
            writeln!(text, "{name} = {value}").unwrap();
            if let ColumnKind::List(child) = column.kind {
                let rows = batch.rows(child);
                let run = rows.offsets[row] as usize..rows.offsets[row + 1] as usize;
                for (at, row) in run.enumerate() {
                    let real = rows.states[row] == GIVEN;
                    let at = if real {
                        (at + 1).to_string()
                    } else {
                        "?".to_owned()
                    };
                    self.show_row(batch, child, row, &format!("{name}[{at}]."), text);
                }
            }
        }
    }

    fn show_value(&self, batch: &Batch, id: ColumnId, row: usize) -> String {
        let kind = &self.layout.column(id).kind;
        match (&batch.column(id).unwrap().values, kind) {
            (Values::None, _) => "given".to_owned(),
            (Values::Boolean(values), _) => values.value(row).to_string(),
            (Values::Number(values), ColumnKind::Number { scale, .. }) => {
                number::format(values[row], *scale, 0)
            }
            (Values::Date(values), _) => {
                let day = dictamen::value::Day::from_count(i64::from(values[row]));
                day.unwrap().to_string()
            }
            (Values::Enum(values), ColumnKind::Enum(id)) => {
                let members = &self.vocabulary.enumeration(*id).members;
                members[usize::from(values[row])].name.clone()
            }
            (Values::Row(values), ColumnKind::Reference(table)) => {
                let first = batch.rows(*table).offsets[0];
                assert_eq!(first, 0);
                format!("row {}", values[row])
            }
            (values @ Values::Text { .. }, _) => format!("{:?}", values.text(row)),
            (values, kind) => panic!("{values:?} of {kind:?}"),
        }
    }

    /// The warnings as lines.
    pub fn warnings(&self, decoded: &Decoded) -> Vec<String> {
        decoded.warnings.lines().collect()
    }
}

/// A stream that hands out a few bytes at a time.
pub struct Drops(Cursor<Vec<u8>>, usize);

impl Drops {
    /// So many bytes at most, each time it is asked.
    pub fn of(bytes: &[u8], at_once: usize) -> Drops {
        Drops(Cursor::new(bytes.to_vec()), at_once)
    }
}

impl Read for Drops {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let few = buffer.len().min(self.1);
        self.0.read(&mut buffer[..few])
    }
}
