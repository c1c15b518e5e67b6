//! Which types of a file serve which type of the vocabulary.

use arrow_schema::{DataType, Field};

use crate::ingest::schema::{Kind, Schema};

/// The metadata of a column of whole numbers that says how many of their digits are decimals.
pub(crate) const SCALE: &str = "dictamen.scale";

/// How many decimals the numbers of a column have: a decimal says so itself, a whole number by its
/// metadata.
pub(crate) fn scale_of(field: &Field) -> u8 {
    let said = field.metadata().get(SCALE);
    said.and_then(|said| said.parse().ok()).unwrap_or(0)
}

/// Whether a column may hold values of a kind; otherwise what is expected, in words.
pub(crate) fn accepts(schema: &Schema, kind: Kind, field: &Field) -> Result<(), &'static str> {
    let ty = field.data_type();
    // All of it is null: nothing is given.
    if *ty == DataType::Null {
        return Ok(());
    }
    let (accepted, expected) = match kind {
        Kind::Boolean => (*ty == DataType::Boolean, "booleans"),
        Kind::Number { scale: 0, .. } => {
            (is_integer(ty) || is_decimal(ty) || is_text(ty), "integers")
        }
        Kind::Number { .. } => (
            is_decimal(ty) || is_integer(ty) || is_text(ty),
            "decimals, integers whose metadata `dictamen.scale` says the decimals, or text",
        ),
        Kind::Date => (
            *ty == DataType::Date32 || is_text(ty),
            "days (date32), or text",
        ),
        Kind::Text => (is_text(ty), "text"),
        Kind::Enum(_) => (is_text(ty), "text, or a dictionary of text"),
        Kind::Reference { key } => return accepts(schema, schema.columns[key].kind, field),
        Kind::State => (false, "a value"),
    };
    if accepted { Ok(()) } else { Err(expected) }
}

fn is_integer(ty: &DataType) -> bool {
    ty.is_integer()
}

fn is_decimal(ty: &DataType) -> bool {
    use DataType::{Decimal32, Decimal64, Decimal128};
    // A negative scale would be zeros that are not written.
    matches!(ty, Decimal32(_, scale) | Decimal64(_, scale) | Decimal128(_, scale) if *scale >= 0)
}

fn is_text(ty: &DataType) -> bool {
    match ty {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => {
            matches!(
                **values,
                DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
            )
        }
        _ => false,
    }
}

/// What a column holds, for people.
pub(crate) fn in_words(ty: &DataType) -> String {
    match ty {
        DataType::Struct(_) => "a struct".to_owned(),
        DataType::List(_) | DataType::LargeList(_) => "a list".to_owned(),
        DataType::Dictionary(_, values) => format!("a dictionary of {}", in_words(values)),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "text".to_owned(),
        DataType::Boolean => "booleans".to_owned(),
        DataType::Timestamp(..) => "points in time".to_owned(),
        ty if ty.is_floating() => format!("floats ({ty})"),
        ty if ty.is_integer() => format!("integers ({ty})"),
        ty => ty.to_string(),
    }
}
