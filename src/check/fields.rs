//! The types of fields, from their text.

use std::collections::{BTreeMap, BTreeSet};

use crate::book::VocabularyText;
use crate::check::vocabulary::{distinct, enum_id};
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::syntax::ast::{self, TypeExpr, TypeKind};
use crate::vocabulary::{Currency, Field, FieldType, RecordId};

/// The words that are types by themselves, for suggestions.
pub(super) const TYPE_WORDS: [&str; 6] = ["boolean", "integer", "decimal", "date", "year", "text"];

/// The types that have names.
pub(super) struct Types<'t> {
    by_name: BTreeMap<&'t str, FieldType>,
}

impl<'t> Types<'t> {
    /// The enums and records of a vocabulary; two of one name are told.
    pub(super) fn new(text: &'t VocabularyText, diagnostics: &mut Vec<Diagnostic>) -> Types<'t> {
        let names = text.enums.iter().map(|item| &item.name);
        let names = names.chain(text.records.iter().map(|record| &record.name));
        distinct("type", names, diagnostics);
        let mut by_name = BTreeMap::new();
        for (at, item) in text.enums.iter().enumerate() {
            by_name
                .entry(item.name.text.as_str())
                .or_insert(FieldType::Enum(enum_id(at)));
        }
        for (at, record) in text.records.iter().enumerate() {
            let ty = FieldType::Record(RecordId(at as u16));
            by_name.entry(record.name.text.as_str()).or_insert(ty);
        }
        Types { by_name }
    }

    /// The fields of a record; one that is wrong is told and named in `poisoned`.
    pub(super) fn fields(
        &self,
        fields: &[ast::Field],
        record: RecordId,
        poisoned: &mut BTreeSet<(RecordId, usize)>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Field> {
        distinct("field", fields.iter().map(|field| &field.name), diagnostics);
        document_names(fields, diagnostics);
        let mut described = Vec::new();
        for (at, field) in fields.iter().enumerate() {
            let (inner, optional) = match &field.ty.kind {
                TypeKind::Optional(inner) => (inner.as_ref(), true),
                _ => (&field.ty, false),
            };
            let ty = self.field_type(inner).unwrap_or_else(|diagnostic| {
                diagnostics.push(*diagnostic);
                poisoned.insert((record, at));
                FieldType::Text
            });
            if let Some(key) = field.key
                && !poisoned.contains(&(record, at))
                && (optional || ty != FieldType::Text)
            {
                diagnostics.push(
                    Diagnostic::error(
                        codes::KEY,
                        "a key is a text and never absent",
                        field.ty.span,
                        "has another type",
                    )
                    .also(key, "the key")
                    .help(format!("write `{} text key`", field.name.text)),
                );
            }
            let from = field.from.as_ref().map(|from| from.value.clone());
            described.push(Field {
                name: field.name.text.clone(),
                document_name: from.unwrap_or_else(|| field.name.text.clone()),
                ty,
                optional,
                key: field.key.is_some(),
            });
        }
        described
    }

    /// A type without `optional`.
    fn field_type(&self, ty: &TypeExpr) -> Result<FieldType, Box<Diagnostic>> {
        Ok(match &ty.kind {
            TypeKind::Boolean => FieldType::Boolean,
            TypeKind::Integer => FieldType::Integer,
            TypeKind::Decimal => FieldType::Decimal,
            TypeKind::Money(name) => FieldType::Money(currency(name)?),
            TypeKind::Date => FieldType::Date,
            TypeKind::Year => FieldType::Year,
            TypeKind::Text => FieldType::Text,
            TypeKind::Named(name) => match self.by_name.get(name.text.as_str()) {
                Some(ty) => ty.clone(),
                None => {
                    let names = self.by_name.keys().copied().chain(TYPE_WORDS);
                    return Err(Box::new(unknown_type(name, names)));
                }
            },
            TypeKind::List(item) => {
                let wrong = match &item.kind {
                    TypeKind::Optional(_) => Some((
                        "what a list holds is never optional",
                        "leave out `optional`: a list simply has fewer rows",
                    )),
                    TypeKind::List(_) => Some((
                        "a list holds no lists",
                        "let the list hold a record, and the record hold the inner list",
                    )),
                    TypeKind::Reference(_) => Some((
                        "a list holds no references",
                        "let the list hold a record, and the record hold the reference",
                    )),
                    _ => None,
                };
                if let Some((message, help)) = wrong {
                    let label = "cannot stand in a list";
                    return Err(Box::new(
                        Diagnostic::error(codes::LIST_ITEM, message, item.span, label).help(help),
                    ));
                }
                FieldType::List(Box::new(self.field_type(item)?))
            }
            TypeKind::Reference(path) => {
                FieldType::Reference(path.names.iter().map(|name| name.text.clone()).collect())
            }
            TypeKind::Optional(_) => {
                return Err(Box::new(
                    Diagnostic::error(
                        codes::LIST_ITEM,
                        "`optional` stands once",
                        ty.span,
                        "a second `optional`",
                    )
                    .help("leave one out"),
                ));
            }
        })
    }
}

/// Two fields of a record read the same name in the documents.
fn document_names(fields: &[ast::Field], diagnostics: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<&str, &ast::Field> = BTreeMap::new();
    for field in fields {
        let name = field
            .from
            .as_ref()
            .map_or(&field.name.text, |from| &from.value);
        match first.get(name.as_str()) {
            // Two equal names are told as such.
            Some(other) if other.name.text == field.name.text => {}
            Some(other) => {
                let span = field
                    .from
                    .as_ref()
                    .map_or(field.name.span, |from| from.span);
                diagnostics.push(
                    Diagnostic::error(
                        codes::DECLARED_TWICE,
                        format!(
                            "`{}` and `{}` are both read from `{name}`",
                            other.name.text, field.name.text
                        ),
                        span,
                        "here again",
                    )
                    .also(other.span, "here first"),
                );
            }
            None => {
                first.insert(name, field);
            }
        }
    }
}

/// `MXN`
pub(super) fn currency(name: &ast::Name) -> Result<Currency, Box<Diagnostic>> {
    Currency::new(&name.text).ok_or_else(|| {
        Box::new(
            Diagnostic::error(
                codes::NO_CURRENCY,
                format!("`{}` is no currency", name.text),
                name.span,
                "a currency is three capital letters",
            )
            .help("write a code such as `MXN`"),
        )
    })
}

/// A type of a name that nothing has.
pub(super) fn unknown_type<'n>(
    name: &ast::Name,
    names: impl IntoIterator<Item = &'n str>,
) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        codes::UNKNOWN_TYPE,
        format!("there is no type `{}`", name.text),
        name.span,
        "neither an enum nor a record",
    );
    if let Some(meant) = super::wordings::type_meant(&name.text) {
        return diagnostic.help(format!("write `{meant}`"));
    }
    match nearest(&name.text, names) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help(format!(
            "the types are {}, an enum, a record, `list of …` and `optional …`",
            super::wordings::TYPES
        )),
    }
}
