//! Types as they are declared by parameters and definitions.

use crate::check::checker::Checker;
use crate::check::fields::{TYPE_WORDS, currency, unknown_type};
use crate::check::meaning::{Declared, DeclaredKind, number};
use crate::diagnostic::{Diagnostic, codes};
use crate::syntax::ast::{TypeExpr, TypeKind};
use crate::value::number::{DECIMAL_SCALE, MONEY_SCALE};
use crate::vocabulary::{Unit, ValueType};

impl Checker<'_> {
    /// The type that is declared.
    pub(super) fn declared_type(&mut self, ty: &TypeExpr) -> Option<Declared> {
        let (inner, optional) = match &ty.kind {
            TypeKind::Optional(inner) => (inner.as_ref(), true),
            _ => (ty, false),
        };
        let kind = self.declared_kind(inner)?;
        Some(Declared { kind, optional })
    }

    fn declared_kind(&mut self, ty: &TypeExpr) -> Option<DeclaredKind> {
        let value = match &ty.kind {
            TypeKind::Boolean => ValueType::Boolean,
            TypeKind::Integer | TypeKind::Year => ValueType::INTEGER,
            TypeKind::Decimal => number(Unit::None, DECIMAL_SCALE),
            TypeKind::Money(name) => match currency(name) {
                Ok(currency) => number(Unit::Money(currency), MONEY_SCALE),
                Err(diagnostic) => {
                    self.tell(*diagnostic);
                    return None;
                }
            },
            TypeKind::Date => ValueType::Date,
            TypeKind::Text => ValueType::Text,
            TypeKind::Named(name) => {
                if let Some(id) = self.enums.get(&name.text) {
                    return Some(DeclaredKind::Value(ValueType::Enum(*id)));
                }
                if let Some(id) = self.records.get(&name.text) {
                    return Some(DeclaredKind::Record(*id));
                }
                if !self.may_stand_in_faulty_text(&name.text) {
                    let names = self
                        .enums
                        .keys()
                        .chain(self.records.keys())
                        .map(String::as_str);
                    let diagnostic = unknown_type(name, names.chain(TYPE_WORDS));
                    self.tell(diagnostic);
                }
                return None;
            }
            TypeKind::List(item) => {
                let item = self.declared_type(item)?;
                if item.optional || matches!(item.kind, DeclaredKind::List(_)) {
                    self.tell(Diagnostic::error(
                        codes::LIST_ITEM,
                        "what a list holds is never optional and no list",
                        ty.span,
                        "cannot stand in a list",
                    ));
                    return None;
                }
                return Some(DeclaredKind::List(Box::new(item.kind)));
            }
            TypeKind::Reference(path) => {
                self.tell(
                    Diagnostic::error(
                        codes::PARAMETER_TYPE,
                        "only a field is a reference",
                        path.span,
                        "leads to a record",
                    )
                    .help("name the record that it leads to"),
                );
                return None;
            }
            TypeKind::Optional(_) => {
                self.tell(
                    Diagnostic::error(
                        codes::LIST_ITEM,
                        "`optional` stands once",
                        ty.span,
                        "a second `optional`",
                    )
                    .help("leave one out"),
                );
                return None;
            }
        };
        Some(DeclaredKind::Value(value))
    }
}
