//! One value into its column.

use std::borrow::Cow;

use crate::batch::GIVEN;
use crate::ingest::cells::{Cells, Growing};
use crate::ingest::fault::{What, likely};
use crate::ingest::scalar::{Scalar, excerpt, parse_date, parse_number};
use crate::ingest::schema::{Kind, Members, Noun, Schema};
use crate::value::number::{self, NumberError};
use crate::value::text::{is_blank, tidy};

/// Boxed, so that a value that is sound is not carried in the room of a reason.
type Outcome<T> = Result<T, Box<What>>;

impl Cells {
    /// Appends a value and says whether one is given; nothing is appended where it is not.
    #[inline]
    pub(crate) fn put(&mut self, schema: &Schema, kind: Kind, scalar: Scalar<'_>) -> Outcome<bool> {
        match scalar {
            Scalar::Nothing => return Ok(false),
            Scalar::Text(text) | Scalar::Plain(text) if is_blank(text) => return Ok(false),
            _ => {}
        }
        match &mut self.values {
            Growing::Text { ends, bytes } => {
                let text = text(schema, kind, scalar)?;
                let Ok(end) = i32::try_from(bytes.len() + text.len()) else {
                    let too_much = "more text than can be read at once";
                    return Err(Box::new(What::Value(too_much.to_owned())));
                };
                bytes.extend_from_slice(text.as_bytes());
                ends.push(end);
            }
            Growing::Number(values) => values.push(number(schema, kind, scalar)?),
            Growing::Date(values) => values.push(date(schema, kind, scalar)?),
            Growing::Enum(values) => {
                let guess = values.last().copied().unwrap_or(0);
                values.push(member(schema, kind, scalar, guess)?);
            }
            Growing::Boolean(values) => values.push(boolean(schema, kind, scalar)?),
            Growing::Row {
                rows,
                pending,
                keys,
            } => {
                key(schema, kind, scalar, keys)?;
                pending.push((rows.len() as u32, keys.len() as u32));
                rows.push(0);
            }
            Growing::None => return Ok(false),
        }
        self.states.push(GIVEN);
        Ok(true)
    }
}

#[inline]
fn text<'t>(schema: &Schema, kind: Kind, scalar: Scalar<'t>) -> Outcome<Cow<'t, str>> {
    match scalar {
        Scalar::Text(text) | Scalar::Plain(text) => Ok(tidy(text)),
        _ => refuse(schema, kind, scalar),
    }
}

#[inline]
fn boolean(schema: &Schema, kind: Kind, scalar: Scalar<'_>) -> Outcome<bool> {
    match scalar {
        Scalar::Boolean(value) => Ok(value),
        Scalar::Plain("true") => Ok(true),
        Scalar::Plain("false") => Ok(false),
        _ => refuse(schema, kind, scalar),
    }
}

#[inline]
pub(crate) fn number(schema: &Schema, kind: Kind, scalar: Scalar<'_>) -> Outcome<i128> {
    match (kind, scalar) {
        (
            Kind::Number { scale, noun },
            Scalar::Number(text) | Scalar::Text(text) | Scalar::Plain(text),
        ) => match parse_number(text, scale) {
            Ok(value) => Ok(value),
            Err(error) => number_with_currency(text, scale, noun, error, scalar),
        },
        _ => refuse(schema, kind, scalar),
    }
}

#[inline]
pub(crate) fn date(schema: &Schema, kind: Kind, scalar: Scalar<'_>) -> Outcome<i32> {
    match scalar {
        Scalar::Text(text) | Scalar::Plain(text) => {
            parse_date(text.as_bytes()).ok_or_else(|| wrong_date(scalar))
        }
        _ => refuse(schema, kind, scalar),
    }
}

#[inline]
pub(crate) fn member(schema: &Schema, kind: Kind, scalar: Scalar<'_>, guess: u16) -> Outcome<u16> {
    match (kind, scalar) {
        (Kind::Enum(id), Scalar::Text(text) | Scalar::Plain(text)) => {
            let members = &schema.enums[id];
            let found = members.members.find(text, guess);
            found.ok_or_else(|| no_member(members, text))
        }
        _ => refuse(schema, kind, scalar),
    }
}

/// Appends the bytes by which the key that is referred to is told from others, as
/// [`Cells::value_bytes`] writes them.
fn key(schema: &Schema, kind: Kind, scalar: Scalar<'_>, keys: &mut Vec<u8>) -> Outcome<()> {
    let Kind::Reference { key } = kind else {
        return refuse(schema, kind, scalar);
    };
    let kind = schema.columns[key].kind;
    match kind {
        Kind::Text => keys.extend_from_slice(text(schema, kind, scalar)?.as_bytes()),
        Kind::Boolean => keys.push(u8::from(boolean(schema, kind, scalar)?)),
        Kind::Number { .. } => {
            keys.extend_from_slice(&number(schema, kind, scalar)?.to_le_bytes());
        }
        Kind::Date => keys.extend_from_slice(&date(schema, kind, scalar)?.to_le_bytes()),
        Kind::Enum(_) => keys.extend_from_slice(&member(schema, kind, scalar, 0)?.to_le_bytes()),
        Kind::State | Kind::Reference { .. } => return refuse(schema, kind, scalar),
    }
    Ok(())
}

#[cold]
fn refuse<T>(schema: &Schema, kind: Kind, scalar: Scalar<'_>) -> Outcome<T> {
    Err(wrong(expectation(schema, kind), &scalar))
}

#[cold]
fn wrong(expected: String, scalar: &Scalar<'_>) -> Box<What> {
    Box::new(What::Expected {
        expected,
        found: scalar.in_words(),
        hint: String::new(),
    })
}

#[cold]
fn wrong_date(scalar: Scalar<'_>) -> Box<What> {
    let shaped = |text: &str| {
        let like = |(at, byte): (usize, u8)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        };
        text.len() == 10 && text.bytes().enumerate().all(like)
    };
    match scalar {
        Scalar::Text(text) | Scalar::Plain(text) if shaped(text) => Box::new(What::Impossible {
            cause: "there is no such date".to_owned(),
            text: format!("there is no date `{text}`"),
        }),
        _ => wrong("a date such as 2018-03-02".to_owned(), &scalar),
    }
}

#[cold]
fn no_member(members: &Members, text: &str) -> Box<What> {
    const MOST: usize = 8;
    let all: Vec<&str> = members.members.iter().take(MOST).collect();
    let more = if members.members.len() > MOST {
        ", …"
    } else {
        ""
    };
    let nearest = likely(text, members.members.iter());
    Box::new(What::Expected {
        expected: format!("one of {} ({}{more})", members.name, all.join(", ")),
        found: format!("`{}`", excerpt(text)),
        hint: nearest.map_or(String::new(), |name| format!("did you mean `{name}`?")),
    })
}

/// An amount with its field's own currency after it, or the reason why a text is no number.
#[cold]
fn number_with_currency(
    text: &str,
    scale: u8,
    noun: Noun,
    error: NumberError,
    scalar: Scalar<'_>,
) -> Outcome<i128> {
    let mut error = error;
    if let (Noun::Money(currency), Scalar::Text(_) | Scalar::Plain(_)) = (noun, scalar) {
        let amount = text.strip_suffix(currency.as_str());
        if let Some(amount) = amount.filter(|amount| amount.ends_with(' ')) {
            match parse_number(amount.trim_end_matches(' '), scale) {
                Ok(value) => return Ok(value),
                Err(other) => error = other,
            }
        }
    }
    let (cause, found) = match error {
        NumberError::TooManyDecimals if scale > 0 => {
            let words = format!("has more than {scale} decimals");
            (
                format!("a number {words}"),
                format!("`{}` {words}", excerpt(text)),
            )
        }
        NumberError::TooLarge => {
            let words = format!("`{}` is too large a number", excerpt(text));
            ("too large a number".to_owned(), words)
        }
        _ => return Err(wrong(noun.expectation(), &scalar)),
    };
    Err(Box::new(What::Impossible { cause, text: found }))
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
