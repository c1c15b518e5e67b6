//! Fields of a filing that go beside what is judged of it: who filed, and what `--carry` names.

use crate::batch::{Batch, GIVEN, Values};
use crate::check::ir::Ir;
use crate::diagnostic::nearest;
use crate::report::json;
use crate::value::{Day, number};
use crate::vocabulary::layout::FILING;
use crate::vocabulary::{ColumnId, ColumnKind, Unit};

/// The field of a filing that says who filed it, as a text or as a record.
pub const INSTITUTION: &str = "institution";

/// Some fields of the filing itself.
#[derive(Debug, Clone, Default)]
pub struct Carried {
    fields: Vec<Field>,
}

#[derive(Debug, Clone)]
struct Field {
    name: String,
    column: ColumnId,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text, a date, an amount, the label of a member.
    Text(String),
    /// A whole number.
    Number(i128),
    /// A truth value.
    Boolean(bool),
}

impl Carried {
    /// The fields that are named as rules name them: `institution.name`.
    pub fn new(ir: &Ir, names: &[String]) -> Result<Carried, String> {
        let fields = names.iter().map(|name| field(ir, name));
        Ok(Carried {
            fields: fields.collect::<Result<Vec<Field>, String>>()?,
        })
    }

    /// Who filed: the field `institution`, or the texts and members of the record that it is. Nothing where
    /// the vocabulary has no such field.
    pub fn institution(ir: &Ir) -> Carried {
        let Some(own) = ir.layout.find(FILING, None, INSTITUTION) else {
            return Carried::default();
        };
        let inside = ir
            .layout
            .table(FILING)
            .columns
            .iter()
            .copied()
            .filter(|id| {
                let column = ir.layout.column(*id);
                column.record == Some(own)
                    && matches!(column.kind, ColumnKind::Text | ColumnKind::Enum(_))
            });
        let columns: Vec<ColumnId> = match ir.layout.column(own).kind {
            ColumnKind::Record(_) => inside.collect(),
            ColumnKind::List(_) => Vec::new(),
            _ => vec![own],
        };
        let mut fields: Vec<Field> = columns
            .into_iter()
            .map(|column| Field {
                name: ir.layout.column(column).path.join("."),
                column,
            })
            .collect();
        // What an institution is called comes before its number in a register.
        fields.sort_by_key(|field| !field.name.ends_with("name"));
        Carried { fields }
    }

    /// Both, each once.
    pub fn and(mut self, other: &Carried) -> Carried {
        for field in &other.fields {
            if !self.fields.iter().any(|own| own.column == field.column) {
                self.fields.push(field.clone());
            }
        }
        self
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Their names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.name.as_str())
    }

    /// The columns that are read for them.
    pub fn columns(&self) -> Vec<ColumnId> {
        self.fields.iter().map(|field| field.column).collect()
    }

    /// Puts the fields into a record of JSON, as its last member.
    pub fn append(&self, record: &mut Vec<u8>, values: &[Option<Value>]) {
        if self.is_empty() || record.pop() != Some(b'}') {
            return;
        }
        record.extend_from_slice(b",\"carried\":{");
        for (at, (name, value)) in self.names().zip(values).enumerate() {
            if at > 0 {
                record.push(b',');
            }
            json::text(record, name);
            record.push(b':');
            match value {
                None => record.extend_from_slice(b"null"),
                Some(Value::Text(text)) => json::text(record, text),
                Some(Value::Number(number)) => json::integer(record, *number),
                Some(Value::Boolean(value)) => {
                    record.extend_from_slice(value.to_string().as_bytes());
                }
            }
        }
        record.extend_from_slice(b"}}");
    }

    /// What a filing of a batch says in each; nothing where it says nothing.
    pub fn values(&self, ir: &Ir, batch: &Batch, filing: usize) -> Vec<Option<Value>> {
        let value = |field: &Field| value(ir, batch, field.column, filing);
        self.fields.iter().map(value).collect()
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Text(text) => f.write_str(text),
            Value::Number(number) => write!(f, "{number}"),
            Value::Boolean(value) => write!(f, "{value}"),
        }
    }
}

fn field(ir: &Ir, name: &str) -> Result<Field, String> {
    let mut record = None;
    let mut found = None;
    for step in name.split('.') {
        let Some(column) = ir.layout.find(FILING, record, step) else {
            let all = ir.layout.table(FILING).columns.iter();
            let beside = all
                .map(|id| ir.layout.column(*id))
                .filter(|one| one.record == record && !matches!(one.kind, ColumnKind::List(_)));
            let names: Vec<&str> = beside
                .filter_map(|one| one.path.last().map(String::as_str))
                .collect();
            let hint = nearest(step, names.iter().copied())
                .map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            return Err(format!("a filing has no field `{name}`{hint}"));
        };
        found = Some(column);
        record = Some(column);
    }
    let Some(column) = found else {
        return Err(format!("a filing has no field `{name}`"));
    };
    match ir.layout.column(column).kind {
        ColumnKind::Record(_) => Err(format!(
            "`{name}` is a record; name one of its fields, such as `{name}.name`"
        )),
        ColumnKind::List(_) => Err(format!(
            "`{name}` is a list; what goes beside a record is a single value"
        )),
        _ => Ok(Field {
            name: name.to_owned(),
            column,
        }),
    }
}

fn value(ir: &Ir, batch: &Batch, id: ColumnId, row: usize) -> Option<Value> {
    let column = batch.column(id)?;
    if column.states.get(row).copied() != Some(GIVEN) {
        return None;
    }
    Some(match (&column.values, &ir.layout.column(id).kind) {
        (Values::Boolean(values), _) => Value::Boolean(values.value(row)),
        (Values::Number(values), ColumnKind::Number { unit, scale }) => match unit {
            Unit::Money(currency) => Value::Text(format!(
                "{} {currency}",
                number::format(values[row], *scale, 2)
            )),
            Unit::None if *scale > 0 => Value::Text(number::format(values[row], *scale, 0)),
            Unit::None | Unit::Duration(_) => Value::Number(values[row]),
        },
        (Values::Date(values), _) => {
            Value::Text(Day::from_count(i64::from(values[row]))?.to_string())
        }
        (Values::Enum(values), ColumnKind::Enum(id)) => {
            let members = &ir.vocabulary.enumeration(*id).members;
            Value::Text(members.get(usize::from(values[row]))?.label.clone())
        }
        (values @ Values::Text { .. }, _) => Value::Text(values.text(row).to_owned()),
        _ => return None,
    })
}
