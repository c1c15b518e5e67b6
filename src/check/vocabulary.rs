//! The vocabulary from its text: enums, records, the filing and the tables that they come to.
//!
//! A field that is wrong is told once and then passed over: whatever reads it says nothing more.

use std::collections::{BTreeMap, BTreeSet};

use crate::book::{Book, VocabularyText};
use crate::check::fields::Types;
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::source::{Sources, Span};
use crate::syntax::ast;
use crate::vocabulary::layout::{LayoutError, MAX_COLUMNS, MAX_NESTING};
use crate::vocabulary::{
    Authority, Enum, EnumId, FieldType, Layout, Member, Record, RecordId, Vocabulary,
};

/// A vocabulary with what the other checks must know of its text.
pub(super) struct Described {
    pub vocabulary: Vocabulary,
    pub layout: Layout,
    /// The fields that are wrong.
    pub poisoned: BTreeSet<(RecordId, usize)>,
    /// Where each name that stands alone is declared, and as what.
    pub declared: BTreeMap<String, (Span, &'static str)>,
}

/// Describes what a filing contains. Nothing where no filing can be made out at all.
pub(super) fn describe(
    book: &Book,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Described> {
    let mut told = Vec::new();
    let described = describe_text(book, &mut told);
    // What the parser left out only seems to be missing.
    told.retain(|found| {
        let missing =
            [codes::UNKNOWN_TYPE, codes::REFERENCE, codes::FILING_KEY].contains(&found.code);
        !(missing && book.may_hide(sources.slice(found.primary.span)))
    });
    diagnostics.extend(told);
    described
}

fn describe_text(book: &Book, diagnostics: &mut Vec<Diagnostic>) -> Option<Described> {
    let text = &book.vocabulary;
    let name = text.name.as_ref()?;
    // Enums, their members and records are counted in 16 bits.
    let most = text
        .enums
        .iter()
        .map(|item| item.members.len())
        .max()
        .unwrap_or(0);
    if most.max(text.enums.len()).max(text.records.len()) >= usize::from(u16::MAX) {
        diagnostics.push(Diagnostic::error(
            codes::VOCABULARY_TOO_LARGE,
            format!(
                "a vocabulary has fewer than {} enums, members of one and records",
                u16::MAX
            ),
            name.span,
            "too large",
        ));
        return None;
    }
    let enums = enums(text, diagnostics);
    let types = Types::new(text, diagnostics);
    let mut poisoned = BTreeSet::new();
    let mut records = Vec::new();
    for (at, record) in text.records.iter().enumerate() {
        let fields = types.fields(
            &record.fields,
            RecordId(at as u16),
            &mut poisoned,
            diagnostics,
        );
        one_key(&record.fields, diagnostics);
        records.push(Record {
            name: record.name.text.clone(),
            fields,
        });
    }
    let Some(filing) = &text.filing else {
        if !book.faulty.contains(&name.span.source) {
            diagnostics.push(
                Diagnostic::error(
                    codes::NO_FILING,
                    "the vocabulary does not say what a filing contains",
                    name.span,
                    "no `filing` follows",
                )
                .help("write `filing`, and below it `key FIELD`, `year FIELD` and the fields"),
            );
        }
        return None;
    };
    let id = RecordId(u16::try_from(records.len()).ok()?);
    let fields = types.fields(&filing.fields, id, &mut poisoned, diagnostics);
    for field in &filing.fields {
        if let Some(key) = field.key {
            diagnostics.push(
                Diagnostic::error(
                    codes::FILING_KEY,
                    "the key of a filing has a line of its own",
                    key,
                    "not here",
                )
                .help(format!("write `key {}` below `filing`", field.name.text)),
            );
        }
    }
    let key = line(filing, &filing.key, "key", diagnostics);
    let year = line(filing, &filing.year, "year", diagnostics);
    for (at, types, line, wanted) in [
        (key, &[FieldType::Text][..], "key", "a text"),
        (
            year,
            &[FieldType::Year, FieldType::Integer],
            "year",
            "a year",
        ),
    ] {
        if let Some(at) = at
            && !poisoned.contains(&(id, at))
            && (!types.contains(&fields[at].ty) || fields[at].optional)
        {
            let field = &filing.fields[at];
            let name = match line {
                "key" => filing.key.first(),
                _ => filing.year.first(),
            };
            let name = name.map_or(filing.span, |name| name.span);
            diagnostics.push(
                Diagnostic::error(
                    codes::FILING_KEY,
                    format!("the {line} of a filing is {wanted} and never absent"),
                    field.ty.span,
                    "has another type",
                )
                .also(name, format!("named as the {line} here"))
                .help(format!(
                    "write `{} {}`",
                    field.name.text,
                    if line == "key" { "text" } else { "year" }
                )),
            );
        }
    }
    records.push(Record {
        name: "filing".to_owned(),
        fields,
    });
    let mut vocabulary = Vocabulary {
        name: name.text.clone(),
        authorities: authorities(text, diagnostics),
        enums,
        records,
        filing: id,
        key: key.unwrap_or(0),
        year: year.unwrap_or(0),
    };
    let declared = alone(text, filing, diagnostics);
    let layout = layout(text, filing, &mut vocabulary, &mut poisoned, diagnostics)?;
    Some(Described {
        vocabulary,
        layout,
        poisoned,
        declared,
    })
}

fn authorities(text: &VocabularyText, diagnostics: &mut Vec<Diagnostic>) -> Vec<Authority> {
    distinct(
        "authority",
        text.authorities.iter().map(|item| &item.name),
        diagnostics,
    );
    text.authorities
        .iter()
        .map(|authority| Authority {
            name: authority.name.text.clone(),
            label: authority.label.value.clone(),
        })
        .collect()
}

fn enums(text: &VocabularyText, diagnostics: &mut Vec<Diagnostic>) -> Vec<Enum> {
    let describe = |item: &ast::Enum| Enum {
        name: item.name.text.clone(),
        ordered: item.ordered,
        members: item
            .members
            .iter()
            .map(|member| Member {
                name: member.name.text.clone(),
                label: member
                    .label
                    .as_ref()
                    .map_or(&member.name.text, |label| &label.value)
                    .clone(),
            })
            .collect(),
    };
    for item in &text.enums {
        distinct(
            "member",
            item.members.iter().map(|member| &member.name),
            diagnostics,
        );
    }
    text.enums.iter().map(describe).collect()
}

/// Tells every name that is there a second time.
pub(super) fn distinct<'n>(
    what: &str,
    names: impl IntoIterator<Item = &'n ast::Name>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    for name in names {
        if let Some(first) = first.get(name.text.as_str()) {
            diagnostics.push(
                Diagnostic::error(
                    codes::DECLARED_TWICE,
                    format!("the {what} `{}` is declared twice", name.text),
                    name.span,
                    "here again",
                )
                .also(*first, "here first"),
            );
        } else {
            first.insert(&name.text, name.span);
        }
    }
}

fn one_key(fields: &[ast::Field], diagnostics: &mut Vec<Diagnostic>) {
    let mut keys = fields.iter().filter_map(|field| field.key);
    let Some(first) = keys.next() else {
        return;
    };
    for key in keys {
        diagnostics.push(
            Diagnostic::error(codes::KEY, "a record has one key", key, "a second key")
                .also(first, "the first"),
        );
    }
}

/// The field that `key FIELD` or `year FIELD` names.
fn line(
    filing: &ast::Filing,
    names: &[ast::Name],
    word: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let Some(name) = names.first() else {
        diagnostics.push(
            Diagnostic::error(
                codes::FILING_KEY,
                format!("the filing does not say which field is its {word}"),
                filing.span,
                format!("the line `{word} FIELD` is missing"),
            )
            .help(format!("write `{word} FIELD` below `filing`")),
        );
        return None;
    };
    for again in &names[1..] {
        diagnostics.push(
            Diagnostic::error(
                codes::FILING_KEY,
                format!("a filing has one {word}"),
                again.span,
                "named here again",
            )
            .also(name.span, "named here first"),
        );
    }
    let found = filing
        .fields
        .iter()
        .position(|field| field.name.text == name.text);
    if found.is_none() {
        let mut diagnostic = Diagnostic::error(
            codes::FILING_KEY,
            format!("the filing has no field `{}`", name.text),
            name.span,
            "no such field",
        );
        let fields = filing.fields.iter().map(|field| field.name.text.as_str());
        if let Some(near) = nearest(&name.text, fields) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        diagnostics.push(diagnostic);
    }
    found
}

/// The names that stand alone, of which no two may be equal but members of different enums.
fn alone(
    text: &VocabularyText,
    filing: &ast::Filing,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, (Span, &'static str)> {
    let mut declared: BTreeMap<String, (Span, &'static str)> = BTreeMap::new();
    let fields = filing
        .fields
        .iter()
        .map(|field| (&field.name, "a field of the filing"));
    let enums = text.enums.iter().map(|item| (&item.name, "an enum"));
    let members = text.enums.iter().flat_map(|item| &item.members);
    let members = members.map(|member| (&member.name, "a member of an enum"));
    for (name, what) in fields.chain(enums).chain(members) {
        match declared.get(&name.text) {
            // Two of one kind are told where that kind is declared, or are legal.
            Some((_, other)) if *other == what => {}
            Some((first, other)) => diagnostics.push(clash(name, what, *first, other)),
            None => {
                declared.insert(name.text.clone(), (name.span, what));
            }
        }
    }
    declared
}

/// Two names that stand alone are equal.
pub(super) fn clash(name: &ast::Name, what: &str, first: Span, other: &str) -> Diagnostic {
    Diagnostic::error(
        codes::NAME_CLASH,
        if what == other {
            format!("`{}` is {what} around this one", name.text)
        } else {
            format!("`{}` is {other} and {what}", name.text)
        },
        name.span,
        format!("{what} here"),
    )
    .also(first, format!("{other} here"))
    .help("no two names that stand alone are equal: choose another")
}

/// The tables; a field that makes them impossible is told, passed over, and the rest tried again.
fn layout(
    text: &VocabularyText,
    filing: &ast::Filing,
    vocabulary: &mut Vocabulary,
    poisoned: &mut BTreeSet<(RecordId, usize)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Layout> {
    let fields = |record: RecordId| match text.records.get(usize::from(record.0)) {
        Some(record) => &record.fields,
        None => &filing.fields,
    };
    loop {
        let error = match Layout::new(vocabulary) {
            Ok(layout) => return Some(layout),
            Err(error) => error,
        };
        let (record, at) = match error {
            LayoutError::TooLarge => {
                diagnostics.push(Diagnostic::error(
                    codes::VOCABULARY_TOO_LARGE,
                    format!(
                        "a filing of this vocabulary has more than {MAX_COLUMNS} values and lists"
                    ),
                    filing.span,
                    "too large",
                ));
                return None;
            }
            LayoutError::TooDeep(record) => {
                let place = text.records.get(usize::from(record.0));
                diagnostics.push(Diagnostic::error(
                    codes::VOCABULARY_TOO_LARGE,
                    format!("records nest deeper than {MAX_NESTING}"),
                    place.map_or(filing.span, |record| record.name.span),
                    "the limit is reached here",
                ));
                return None;
            }
            LayoutError::Endless(cycle) => {
                let [.., around, inner] = cycle.as_slice() else {
                    return None;
                };
                let at = leads_to(vocabulary, *around, *inner)?;
                let names: Vec<&str> = cycle
                    .iter()
                    .map(|record| vocabulary.record(*record).name.as_str())
                    .collect();
                let mut diagnostic = Diagnostic::error(
                    codes::RECORD_CYCLE,
                    format!(
                        "a record cannot contain itself: `{}`",
                        names.join("` contains `")
                    ),
                    fields(*around)[at].ty.span,
                    "comes back to where it began",
                );
                for pair in cycle.windows(2).take(cycle.len().saturating_sub(2)) {
                    if let Some(at) = leads_to(vocabulary, pair[0], pair[1]) {
                        diagnostic = diagnostic.also(fields(pair[0])[at].ty.span, "through this");
                    }
                }
                diagnostics.push(
                    diagnostic.help("let one refer to the other by its key: `reference to LIST`"),
                );
                (*around, at)
            }
            LayoutError::NoSuchList(record, at) => {
                diagnostics.push(no_such_list(text, filing, &fields(record)[at]));
                (record, at)
            }
        };
        let record = vocabulary.records.get_mut(usize::from(record.0))?;
        record.fields[at].ty = FieldType::Text;
        poisoned.insert((RecordId(record_index(text, &record.name)), at));
    }
}

fn record_index(text: &VocabularyText, name: &str) -> u16 {
    let at = text
        .records
        .iter()
        .position(|record| record.name.text == name);
    at.unwrap_or(text.records.len()) as u16
}

fn leads_to(vocabulary: &Vocabulary, around: RecordId, inner: RecordId) -> Option<usize> {
    let holds = |ty: &FieldType| match ty {
        FieldType::Record(record) => *record == inner,
        FieldType::List(item) => **item == FieldType::Record(inner),
        _ => false,
    };
    let fields = &vocabulary.record(around).fields;
    fields.iter().position(|field| holds(&field.ty))
}

fn no_such_list(text: &VocabularyText, filing: &ast::Filing, field: &ast::Field) -> Diagnostic {
    let mut ty = &field.ty;
    while let ast::TypeKind::Optional(inner) = &ty.kind {
        ty = inner;
    }
    let ast::TypeKind::Reference(path) = &ty.kind else {
        return Diagnostic::error(codes::REFERENCE, "no such list", field.span, "");
    };
    let names: Vec<&str> = path.names.iter().map(|name| name.text.as_str()).collect();
    let lists = lists(text, &filing.fields, String::new(), 8);
    let wanted = names.join(".");
    let found = lists.iter().find(|(name, _)| *name == wanted);
    if let Some((_, record)) = found {
        let place = record.map_or(field.span, |record| record.name.span);
        let why = match record {
            Some(_) => "its rows have no key",
            None => "its rows are no records",
        };
        let diagnostic = Diagnostic::error(
            codes::REFERENCE,
            format!("nothing can refer to `{wanted}`: {why}"),
            path.span,
            why,
        );
        return match record {
            Some(record) => diagnostic
                .also(place, "the record of its rows")
                .help(format!(
                    "mark the field by which `{}` is known with `key`",
                    record.name.text
                )),
            None => diagnostic,
        };
    }
    let diagnostic = Diagnostic::error(
        codes::REFERENCE,
        format!("the filing has no list `{wanted}`"),
        path.span,
        "no such list",
    );
    match nearest(&wanted, lists.iter().map(|(name, _)| name.as_str())) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("a reference names a list of the filing: `reference to projects`"),
    }
}

/// The lists of the filing, nested records gone into, with the record of their rows.
fn lists<'t>(
    text: &'t VocabularyText,
    fields: &'t [ast::Field],
    prefix: String,
    depth: usize,
) -> Vec<(String, Option<&'t ast::Record>)> {
    let record = |name: &ast::Name| {
        text.records
            .iter()
            .find(|record| record.name.text == name.text)
    };
    let mut found = Vec::new();
    for field in fields {
        let mut ty = &field.ty;
        while let ast::TypeKind::Optional(inner) = &ty.kind {
            ty = inner;
        }
        let path = format!("{prefix}{}", field.name.text);
        match &ty.kind {
            ast::TypeKind::List(item) => match &item.kind {
                ast::TypeKind::Named(name) => found.push((path, record(name))),
                _ => found.push((path, None)),
            },
            ast::TypeKind::Named(name) if depth > 0 => {
                if let Some(inner) = record(name) {
                    found.extend(lists(text, &inner.fields, format!("{path}."), depth - 1));
                }
            }
            _ => {}
        }
    }
    found
}

/// The id of an enum or record by its position, as [`Types`] and [`describe`] count them.
pub(super) fn enum_id(at: usize) -> EnumId {
    EnumId(at as u16)
}
