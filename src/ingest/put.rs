//! One value into its column.

use crate::ingest::batch::GIVEN;
use crate::ingest::cells::{Cells, Growing};
use crate::ingest::fault::{What, likely};
use crate::ingest::scalar::{Scalar, excerpt, parse_date, parse_number};
use crate::ingest::schema::{Kind, Members, Noun, Schema};
use crate::value::number::{self, NumberError};

/// A value as a column holds it.
enum Value<'t> {
    Boolean(bool),
    Number(i128),
    Date(i32),
    Enum(u16),
    Text(&'t str),
}

impl Cells {
    /// Appends a value and says whether one is given; nothing is appended where it is not.
    #[inline]
    pub(crate) fn put(
        &mut self,
        schema: &Schema,
        kind: Kind,
        scalar: Scalar<'_>,
    ) -> Result<bool, What> {
        if let Scalar::Nothing | Scalar::Text("") | Scalar::Plain("") = scalar {
            return Ok(false);
        }
        let guess = match &self.values {
            Growing::Enum(values) => values.last().copied().unwrap_or(0),
            _ => 0,
        };
        let key = match kind {
            Kind::Reference { key } => schema.columns[key].kind,
            kind => kind,
        };
        let value = convert(schema, key, scalar, guess)?;
        match (&mut self.values, value) {
            (Growing::Boolean(values), Value::Boolean(value)) => values.push(value),
            (Growing::Number(values), Value::Number(value)) => values.push(value),
            (Growing::Date(values), Value::Date(value)) => values.push(value),
            (Growing::Enum(values), Value::Enum(value)) => values.push(value),
            (Growing::Text { ends, bytes }, Value::Text(text)) => {
                let Ok(end) = i32::try_from(bytes.len() + text.len()) else {
                    return Err(What::Value("more text than can be read at once".to_owned()));
                };
                bytes.extend_from_slice(text.as_bytes());
                ends.push(end);
            }
            (
                Growing::Row {
                    rows,
                    pending,
                    keys,
                },
                value,
            ) => {
                value.write(keys);
                pending.push((rows.len() as u32, keys.len() as u32));
                rows.push(0);
            }
            // INVARIANT: `convert` returns what the kind asks for, and the cells were made for it.
            _ => return Ok(false),
        }
        self.states.push(GIVEN);
        Ok(true)
    }
}

impl Value<'_> {
    /// The bytes by which a key is told from others, as [`Cells::value_bytes`] writes them.
    fn write(&self, into: &mut Vec<u8>) {
        match self {
            Value::Boolean(value) => into.push(u8::from(*value)),
            Value::Number(value) => into.extend_from_slice(&value.to_le_bytes()),
            Value::Date(value) => into.extend_from_slice(&value.to_le_bytes()),
            Value::Enum(value) => into.extend_from_slice(&value.to_le_bytes()),
            Value::Text(text) => into.extend_from_slice(text.as_bytes()),
        }
    }
}

#[inline]
fn convert<'t>(
    schema: &Schema,
    kind: Kind,
    scalar: Scalar<'t>,
    guess: u16,
) -> Result<Value<'t>, What> {
    match (kind, scalar) {
        (Kind::Text, Scalar::Text(text) | Scalar::Plain(text)) => Ok(Value::Text(text)),
        (Kind::Boolean, Scalar::Boolean(value)) => Ok(Value::Boolean(value)),
        (Kind::Boolean, Scalar::Plain("true")) => Ok(Value::Boolean(true)),
        (Kind::Boolean, Scalar::Plain("false")) => Ok(Value::Boolean(false)),
        (
            Kind::Number { scale, noun },
            Scalar::Number(text) | Scalar::Text(text) | Scalar::Plain(text),
        ) => match parse_number(text, scale) {
            Ok(value) => Ok(Value::Number(value)),
            Err(error) => number_with_currency(text, scale, noun, error, scalar),
        },
        (Kind::Date, Scalar::Text(text) | Scalar::Plain(text)) => parse_date(text)
            .map(Value::Date)
            .ok_or_else(|| wrong_date(scalar)),
        (Kind::Enum(id), Scalar::Text(text) | Scalar::Plain(text)) => {
            let members = &schema.enums[id];
            let found = members.members.find(text, guess);
            found
                .map(Value::Enum)
                .ok_or_else(|| no_member(members, text))
        }
        (kind, scalar) => Err(wrong(expectation(schema, kind), &scalar)),
    }
}

#[cold]
fn wrong(expected: String, scalar: &Scalar<'_>) -> What {
    What::Expected {
        expected,
        found: scalar.in_words(),
        hint: String::new(),
    }
}

#[cold]
fn wrong_date(scalar: Scalar<'_>) -> What {
    let shaped = |text: &str| {
        let like = |(at, byte): (usize, u8)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        };
        text.len() == 10 && text.bytes().enumerate().all(like)
    };
    match scalar {
        Scalar::Text(text) | Scalar::Plain(text) if shaped(text) => {
            What::Value(format!("there is no date `{text}`"))
        }
        _ => wrong("a date such as 2018-03-02".to_owned(), &scalar),
    }
}

#[cold]
fn no_member(members: &Members, text: &str) -> What {
    const MOST: usize = 8;
    let all: Vec<&str> = members.members.iter().take(MOST).collect();
    let more = if members.members.len() > MOST {
        ", …"
    } else {
        ""
    };
    let nearest = likely(text, members.members.iter());
    What::Expected {
        expected: format!("one of {} ({}{more})", members.name, all.join(", ")),
        found: format!("`{}`", excerpt(text)),
        hint: nearest.map_or(String::new(), |name| format!("did you mean `{name}`?")),
    }
}

/// An amount with its field's own currency after it, or the reason why a text is no number.
#[cold]
fn number_with_currency<'t>(
    text: &str,
    scale: u8,
    noun: Noun,
    error: NumberError,
    scalar: Scalar<'t>,
) -> Result<Value<'t>, What> {
    let mut error = error;
    if let (Noun::Money(currency), Scalar::Text(_) | Scalar::Plain(_)) = (noun, scalar) {
        let amount = text.strip_suffix(currency.as_str());
        if let Some(amount) = amount.filter(|amount| amount.ends_with(' ')) {
            match parse_number(amount.trim_end_matches(' '), scale) {
                Ok(value) => return Ok(Value::Number(value)),
                Err(other) => error = other,
            }
        }
    }
    Err(match error {
        NumberError::TooManyDecimals if scale > 0 => What::Value(format!(
            "`{}` has more than {scale} decimals",
            excerpt(text)
        )),
        NumberError::TooLarge => What::Value(format!("`{}` is too large a number", excerpt(text))),
        _ => wrong(noun.expectation(), &scalar),
    })
}

impl Noun {
    fn expectation(self) -> String {
        match self {
            Noun::Integer => "an integer".to_owned(),
            Noun::Decimal => "a decimal number".to_owned(),
            Noun::Year => "a year".to_owned(),
            Noun::Money(currency) => format!("money in {currency} such as 1200000.00"),
        }
    }
}

/// What a column expects, in words.
fn expectation(schema: &Schema, kind: Kind) -> String {
    match kind {
        Kind::State => "a value".to_owned(),
        Kind::Boolean => "a boolean, true or false".to_owned(),
        Kind::Number { noun, .. } => noun.expectation(),
        Kind::Date => "a date such as 2018-03-02".to_owned(),
        Kind::Text => "text".to_owned(),
        Kind::Enum(id) => format!("one of {}", schema.enums[id].name),
        Kind::Reference { .. } => "a key".to_owned(),
    }
}

impl Schema {
    /// The key of a filing as people write it.
    pub(crate) fn key_in_words(&self, cells: &Cells, row: usize) -> String {
        match &cells.values {
            Growing::Text { .. } => String::from_utf8_lossy(cells.text_bytes(row)).into_owned(),
            Growing::Number(values) => self.number_in_words(values[row]),
            Growing::Date(values) => crate::value::Day::from_count(i64::from(values[row]))
                .map_or(String::new(), |day| day.to_string()),
            Growing::Enum(values) => self.member_in_words(values[row]),
            Growing::Boolean(values) => values[row].to_string(),
            Growing::None | Growing::Row { .. } => String::new(),
        }
    }

    /// A filing's key that is a number.
    pub(crate) fn number_in_words(&self, value: i128) -> String {
        match self.columns[self.key].kind {
            Kind::Number { scale, .. } => number::format(value, scale, 0),
            _ => String::new(),
        }
    }

    /// A filing's key that is a member of an enum.
    pub(crate) fn member_in_words(&self, code: u16) -> String {
        match self.columns[self.key].kind {
            Kind::Enum(id) => self.enums[id].members.text(usize::from(code)).to_owned(),
            _ => String::new(),
        }
    }

    /// The name that documents write for a column that stands directly in a table's row.
    pub(crate) fn name_in_row(&self, table: usize, column: usize) -> String {
        match self.tables[table].rows {
            crate::ingest::schema::RowForm::Record(shape) => {
                let shape = &self.shapes[shape];
                let at = shape.fields.iter().position(|field| field.column == column);
                at.map_or(String::new(), |at| shape.names.text(at).to_owned())
            }
            crate::ingest::schema::RowForm::Value(_) => String::new(),
        }
    }

    /// The names from the filing to a column, as documents write them.
    pub(crate) fn column_path(&self, column: usize) -> String {
        self.shapes
            .iter()
            .find_map(|shape| {
                let at = shape
                    .fields
                    .iter()
                    .position(|field| field.column == column)?;
                Some(crate::ingest::schema::join(
                    &shape.path,
                    shape.names.text(at),
                ))
            })
            .unwrap_or_else(|| self.tables[self.columns[column].table].path.clone())
    }
}
