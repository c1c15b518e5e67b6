//! The names of a mapping's fields, by the vocabulary.

use crate::cases::Step;
use crate::diagnostic::{codes, nearest};
use crate::mapping::read::Reader;
use crate::vocabulary::{FieldType, RecordId, Vocabulary};

/// A field that takes a value.
#[derive(Debug)]
pub(super) struct Leaf {
    /// The names from the filing to it.
    pub(super) path: Vec<String>,
    /// What it holds; of a list what its elements are.
    pub(super) ty: FieldType,
}

/// What is wrong with a name.
enum Wrong {
    /// This part of it is no field of that record.
    Unknown(String, RecordId),
    /// It names a record, or a list of records.
    Whole(&'static str),
}

/// The field that a name means: one of the row, else one of the filing.
pub(super) fn resolve(
    reader: &mut Reader<'_>,
    list: Option<&[String]>,
    record: RecordId,
    name: &str,
    way: &[Step],
) -> Option<Leaf> {
    let vocabulary = reader.vocabulary;
    let of_row = walk(vocabulary, record, name);
    let found = match (of_row, list) {
        (Ok((path, ty)), Some(list)) => {
            return Some(Leaf {
                path: list.iter().cloned().chain(path).collect(),
                ty,
            });
        }
        // What is known halfway in the row was meant there.
        (Err(Wrong::Unknown(part, inner)), Some(_)) if inner == record => {
            walk(vocabulary, vocabulary.filing, name).map_err(|wrong| match wrong {
                Wrong::Unknown(_, inner) if inner == vocabulary.filing => {
                    Wrong::Unknown(part, record)
                }
                wrong => wrong,
            })
        }
        (found, _) => found,
    };
    match found {
        Ok((path, ty)) => Some(Leaf { path, ty }),
        Err(Wrong::Whole(noun)) => {
            let message =
                format!("`{name}` is {noun}, which no column fills; name its fields: `{name}.…`");
            reader.wrong(codes::MAPPING_FIELD, way, message);
            None
        }
        Err(Wrong::Unknown(part, inner)) => {
            let fields = &vocabulary.record(inner).fields;
            let names: Vec<&str> = fields
                .iter()
                .map(|field| field.document_name.as_str())
                .collect();
            let mut all = names.clone();
            if inner == record && list.is_some() {
                let filing = &vocabulary.record(vocabulary.filing).fields;
                all.extend(filing.iter().map(|field| field.document_name.as_str()));
            }
            let help = match nearest(&part, all.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are {}", names.join(", ")),
            };
            let message = format!("the vocabulary has no field `{part}` here");
            reader.wrong(codes::MAPPING_FIELD, way, message).help = Some(help);
            None
        }
    }
}

fn walk(
    vocabulary: &Vocabulary,
    record: RecordId,
    name: &str,
) -> Result<(Vec<String>, FieldType), Wrong> {
    let (first, rest) = match name.split_once('.') {
        Some((first, rest)) => (first, Some(rest)),
        None => (name, None),
    };
    let mut fields = vocabulary.record(record).fields.iter();
    let Some(field) = fields.find(|field| field.document_name == first) else {
        return Err(Wrong::Unknown(first.to_owned(), record));
    };
    let inner = match &field.ty {
        FieldType::Record(inner) => Some(*inner),
        FieldType::List(element) => match &**element {
            FieldType::Record(inner) => Some(*inner),
            _ => None,
        },
        _ => None,
    };
    match (inner, rest) {
        (Some(inner), Some(rest)) => {
            let (path, ty) = walk(vocabulary, inner, rest)?;
            let first = std::iter::once(first.to_owned());
            Ok((first.chain(path).collect(), ty))
        }
        (Some(_), None) => Err(Wrong::Whole(match field.ty {
            FieldType::Record(_) => "a record",
            _ => "a list",
        })),
        (None, Some(rest)) => Err(Wrong::Unknown(rest.to_owned(), record)),
        (None, None) => {
            let ty = match &field.ty {
                FieldType::List(element) => (**element).clone(),
                ty => ty.clone(),
            };
            Ok((vec![first.to_owned()], ty))
        }
    }
}

/// The list of records that a name means, with the record.
pub(super) fn list(vocabulary: &Vocabulary, name: &str) -> Option<(Vec<String>, RecordId)> {
    let mut record = vocabulary.filing;
    let mut path = Vec::new();
    let mut parts = name.split('.').peekable();
    while let Some(part) = parts.next() {
        let mut fields = vocabulary.record(record).fields.iter();
        let field = fields.find(|field| field.document_name == part)?;
        path.push(part.to_owned());
        match &field.ty {
            FieldType::Record(inner) => record = *inner,
            FieldType::List(element) if parts.peek().is_none() => match &**element {
                FieldType::Record(inner) => return Some((path, *inner)),
                _ => return None,
            },
            _ => return None,
        }
    }
    None
}

/// The names of the filing's own lists of records.
pub(super) fn lists(vocabulary: &Vocabulary) -> Vec<String> {
    let fields = &vocabulary.record(vocabulary.filing).fields;
    let lists = fields.iter().filter(|field| match &field.ty {
        FieldType::List(element) => matches!(**element, FieldType::Record(_)),
        _ => false,
    });
    lists.map(|field| field.document_name.clone()).collect()
}
