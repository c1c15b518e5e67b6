//! Dead law: what nothing names.

use std::collections::BTreeSet;

use super::walk::within;
use super::{Context, Lint, warn};
use crate::diagnostic::{Code, codes};
use crate::syntax::ast::{ExprKind, Name, TypeExpr, TypeKind};

/// What is declared and never named.
pub(super) fn lint(context: &Context, found: &mut Vec<Lint>) {
    let named = named(context);
    let mut unused = |code: Code, what: &str, name: &Name, help: &str| {
        if !named.contains(name.text.as_str()) {
            let message = format!("nothing names the {what} `{}`", name.text);
            found.push(warn(code, message, name.span, help));
        }
    };
    let remove = "leave it out, or name it where its number or word is written";
    for (_, parameter) in context.parameters() {
        unused(
            codes::UNUSED_PARAMETER,
            "parameter",
            &parameter.name,
            remove,
        );
    }
    for define in context.definitions() {
        unused(codes::UNUSED_DEFINITION, "definition", &define.name, remove);
    }
    let vocabulary = &context.book.vocabulary;
    let types = types(context);
    let types = |name: &Name| types.contains(name.text.as_str());
    let leave = "leave it out, or give a field this type";
    for item in vocabulary.enums.iter().filter(|item| !types(&item.name)) {
        unused(codes::UNUSED_ENUM, "enum", &item.name, leave);
    }
    for item in vocabulary.records.iter().filter(|item| !types(&item.name)) {
        unused(codes::UNUSED_RECORD, "record", &item.name, leave);
    }
    for authority in &vocabulary.authorities {
        let help = "leave it out, or say which clauses it watches over";
        unused(codes::UNUSED_AUTHORITY, "authority", &authority.name, help);
    }
    let records = vocabulary.records.iter().map(|record| &record.fields);
    let own = vocabulary.filing.iter();
    let key_or_year: BTreeSet<&str> = own
        .clone()
        .flat_map(|filing| filing.key.iter().chain(&filing.year))
        .map(|name| name.text.as_str())
        .collect();
    let fields = records.chain(own.map(|filing| &filing.fields)).flatten();
    for field in fields {
        let key = field.key.is_some() || key_or_year.contains(field.name.text.as_str());
        if !key {
            let help = "no clause asks for it: leave it out, or write the clause that needs it";
            unused(codes::UNUSED_FIELD, "field", &field.name, help);
        }
    }
}

/// Every name that an expression or a line of a clause uses.
fn named<'a>(context: &Context<'a>) -> BTreeSet<&'a str> {
    let mut named = BTreeSet::new();
    for expr in context.expressions().into_iter().flat_map(within) {
        if let ExprKind::Name(name) | ExprKind::Call(name, _) | ExprKind::Field(_, name) =
            &expr.kind
        {
            named.insert(name.text.as_str());
        }
    }
    for (_, clause) in context.clauses() {
        let offices = clause.authority.iter().chain(&clause.binds);
        named.extend(offices.map(|name| name.text.as_str()));
        // A title or a text may name a parameter in braces.
        let texts = [Some(&clause.title), clause.text.as_ref()];
        for text in texts.into_iter().flatten() {
            for part in text.value.split('{').skip(1) {
                named.extend(part.split('}').next().map(str::trim));
            }
        }
    }
    named
}

/// Every name that a type uses.
fn types<'a>(context: &Context<'a>) -> BTreeSet<&'a str> {
    fn of_type<'a>(ty: &'a TypeExpr, found: &mut BTreeSet<&'a str>) {
        match &ty.kind {
            TypeKind::Named(name) => {
                found.insert(name.text.as_str());
            }
            TypeKind::List(inner) | TypeKind::Optional(inner) => of_type(inner, found),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    let vocabulary = &context.book.vocabulary;
    let records = vocabulary.records.iter().map(|record| &record.fields);
    let own = vocabulary.filing.iter().map(|filing| &filing.fields);
    for field in records.chain(own).flatten() {
        of_type(&field.ty, &mut found);
    }
    for define in context.definitions() {
        define
            .params
            .iter()
            .for_each(|(_, ty)| of_type(ty, &mut found));
    }
    for (_, parameter) in context.parameters() {
        found.extend(parameter.keys.iter().map(|name| name.text.as_str()));
        parameter.ty.iter().for_each(|ty| of_type(ty, &mut found));
    }
    found
}
