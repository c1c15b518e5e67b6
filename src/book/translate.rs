//! The texts of a book in another language: what goes with which version's text.
//!
//! A translation goes with the words that it translates: through amendments that leave them alone, up to
//! the one that changes them. What has none is read in the book's own language.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::book::{Book, Version};
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::source::Span;
use crate::syntax::ast::{
    Clause, Message, MessagePart, Name, ProvisionBody, ProvisionKind, Text, Translated,
    TranslatedClause, Translation,
};
use crate::syntax::print::print_expr;

/// Where an item of a translation stands.
pub(super) fn place(item: &Translated) -> Span {
    match item {
        Translated::Authority(name, _)
        | Translated::Enum(name, _)
        | Translated::Record(name, ..)
        | Translated::Indicator(name, _) => name.span,
        Translated::Filing(span, _) => *span,
        Translated::Clause(clause) => clause.id.span,
    }
}

/// The texts that people read of a clause, in one language and one version.
type ClauseTexts = BTreeMap<(usize, String), TranslatedClause>;

/// A book's texts in one language.
#[derive(Debug, Clone, Default)]
pub struct Language {
    /// What the versions are called.
    titles: BTreeMap<usize, Text>,
    authorities: BTreeMap<String, Text>,
    members: BTreeMap<(String, String), Text>,
    records: BTreeMap<String, Text>,
    /// By record and field; the fields of a filing under no record.
    fields: BTreeMap<(String, String), Text>,
    indicators: BTreeMap<String, Text>,
    clauses: ClauseTexts,
}

impl Language {
    /// What people call a field of a record; of a filing's own, under the record ``.
    pub fn field(&self, record: &str, field: &str) -> Option<&str> {
        let label = self.fields.get(&(record.to_owned(), field.to_owned()))?;
        Some(&label.value)
    }

    /// What people call a record.
    pub fn record(&self, record: &str) -> Option<&str> {
        Some(&self.records.get(record)?.value)
    }
}

/// Sorts the items of all translations by language, and says which of them translate nothing.
pub(super) fn languages(
    book: &Book,
    texts: Vec<(Translation, Vec<Translated>)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Language> {
    let mut found: BTreeMap<String, Language> = BTreeMap::new();
    for (head, items) in texts {
        let name = &head.version;
        let Some(version) = book.versions.iter().position(|version| {
            let own = &version.header.version;
            own.version.text == name.version.text && own.ruleset.text == name.ruleset.text
        }) else {
            let known: Vec<String> = book.versions.iter().map(Version::name).collect();
            let written = format!("{} {}", name.ruleset.text, name.version.text);
            let near = nearest(&written, known.iter().map(String::as_str));
            let told = Diagnostic::error(
                codes::TRANSLATES_NOTHING,
                format!("there is no ruleset `{written}` to translate"),
                name.ruleset.span.to(name.version.span),
                "no such version",
            );
            diagnostics.push(match near {
                Some(near) => told.help(format!("did you mean `{near}`?")),
                None => told,
            });
            continue;
        };
        let mut sorting = Sorting {
            book,
            version,
            language: found.entry(head.language.text.clone()).or_default(),
            diagnostics,
        };
        if let Some(title) = head.title {
            sorting.language.titles.insert(version, title);
        }
        items.into_iter().for_each(|item| sorting.item(item));
    }
    found
}

struct Sorting<'a> {
    book: &'a Book,
    version: usize,
    language: &'a mut Language,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Sorting<'a> {
    fn item(&mut self, item: Translated) {
        let vocabulary = &self.book.vocabulary;
        match item {
            Translated::Authority(name, label) => {
                let known = vocabulary.authorities.iter().map(|one| &one.name);
                if self.stands("authority", &name, known.collect()) {
                    put(
                        &mut self.language.authorities,
                        name.text.clone(),
                        label,
                        self.diagnostics,
                    );
                }
            }
            Translated::Enum(name, members) => {
                let known = vocabulary.enums.iter().map(|one| &one.name).collect();
                if !self.stands("enum", &name, known) {
                    return;
                }
                let held = vocabulary
                    .enums
                    .iter()
                    .filter(|one| one.name.text == name.text);
                let held: Vec<&Name> = held
                    .flat_map(|one| &one.members)
                    .map(|one| &one.name)
                    .collect();
                for (member, label) in members {
                    if self.stands("member", &member, held.clone()) {
                        let key = (name.text.clone(), member.text);
                        put(&mut self.language.members, key, label, self.diagnostics);
                    }
                }
            }
            Translated::Record(name, label, fields) => {
                let known = vocabulary.records.iter().map(|one| &one.name).collect();
                if !self.stands("record", &name, known) {
                    return;
                }
                if let Some(label) = label {
                    put(
                        &mut self.language.records,
                        name.text.clone(),
                        label,
                        self.diagnostics,
                    );
                }
                let held = vocabulary
                    .records
                    .iter()
                    .filter(|one| one.name.text == name.text);
                let held: Vec<&Name> = held
                    .flat_map(|one| &one.fields)
                    .map(|one| &one.name)
                    .collect();
                self.fields(&name.text, fields, held);
            }
            Translated::Filing(_, fields) => {
                let held = vocabulary.filing.iter().flat_map(|filing| &filing.fields);
                let held: Vec<&Name> = held.map(|one| &one.name).collect();
                self.fields("", fields, held);
            }
            Translated::Indicator(name, title) => {
                let known = self.provisions(ProvisionKind::Indicator);
                if self.stands("indicator", &name, known) {
                    put(
                        &mut self.language.indicators,
                        name.text,
                        title,
                        self.diagnostics,
                    );
                }
            }
            Translated::Clause(clause) => self.clause(*clause),
        }
    }

    fn fields(&mut self, record: &str, fields: Vec<(Name, Text)>, held: Vec<&Name>) {
        for (field, label) in fields {
            if self.stands("field", &field, held.clone()) {
                let key = (record.to_owned(), field.text);
                put(&mut self.language.fields, key, label, self.diagnostics);
            }
        }
    }

    fn provisions(&self, kind: ProvisionKind) -> Vec<&'a Name> {
        let book: &'a Book = self.book;
        let held = book.versions[self.version].provisions.iter();
        let held = held.filter(|held| held.body.kind() == kind);
        held.map(|held| held.body.name()).collect()
    }

    fn clause(&mut self, clause: TranslatedClause) {
        let held =
            self.book.versions[self.version].provision(ProvisionKind::Clause, &clause.id.text);
        let Some(ProvisionBody::Clause(own)) = held.map(|held| held.body.as_ref()) else {
            let known = self.provisions(ProvisionKind::Clause);
            let names: Vec<Name> = known.into_iter().cloned().collect();
            self.stands("clause", &clause.id, names.iter().collect());
            return;
        };
        let lines = [
            (
                "text",
                clause.text.as_ref().map(|text| text.span),
                own.text.is_some(),
            ),
            (
                "otherwise",
                clause.otherwise.as_ref().map(|said| said.span),
                own.otherwise.is_some(),
            ),
            (
                "remedy",
                clause.remedy.as_ref().map(|said| said.span),
                own.remedy.is_some(),
            ),
        ];
        for (word, written, stands) in lines {
            if let (Some(span), false) = (written, stands) {
                self.diagnostics.push(
                    Diagnostic::error(
                        codes::TRANSLATES_NOTHING,
                        format!(
                            "the clause `{}` has no `{word}` to translate",
                            clause.id.text
                        ),
                        span,
                        "translates nothing",
                    )
                    .also(own.id.span, "the clause"),
                );
            }
        }
        let key = (self.version, clause.id.text.clone());
        if let Some(first) = self.language.clauses.get(&key) {
            self.diagnostics.push(twice(clause.id.span, first.id.span));
            return;
        }
        self.language.clauses.insert(key, clause);
    }

    /// Whether there is something of this name; if not, that is told.
    fn stands(&mut self, what: &str, name: &Name, known: Vec<&Name>) -> bool {
        if known.iter().any(|one| one.text == name.text) {
            return true;
        }
        let near = nearest(&name.text, known.iter().map(|one| one.text.as_str()));
        let told = Diagnostic::error(
            codes::TRANSLATES_NOTHING,
            format!("there is no {what} `{}` to translate", name.text),
            name.span,
            "translates nothing",
        );
        self.diagnostics.push(match near {
            Some(near) => told.help(format!("did you mean `{near}`?")),
            None => told,
        });
        false
    }
}

fn twice(again: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        codes::TRANSLATED_TWICE,
        "this is translated twice into one language",
        again,
        "here again",
    )
    .also(first, "here first")
    .help("keep one of them")
}

fn put<K: Ord>(
    held: &mut BTreeMap<K, Text>,
    key: K,
    label: Text,
    diagnostics: &mut Vec<Diagnostic>,
) {
    match held.get(&key) {
        Some(first) if first.value != label.value => {
            diagnostics.push(twice(label.span, first.span))
        }
        Some(_) => {}
        None => {
            held.insert(key, label);
        }
    }
}

/// What each line of a message says, wherever it stands.
fn said(message: &Message) -> Vec<String> {
    let parts = message.parts.iter().map(|part| match part {
        MessagePart::Text(text) => format!("t{text}"),
        MessagePart::Expr(expr) => format!("e{}", print_expr(expr)),
    });
    parts.collect()
}

/// A line of a clause in another language.
enum Line<T> {
    /// Its translation goes with the words that the version has.
    Held(T),
    /// What was translated, there, were other words.
    Stale(Span),
    /// It has none.
    None,
}

/// The last translation of a line that was written for the words that the version has.
fn line<T: Clone>(
    book: &Book,
    language: &Language,
    (version, id): (usize, &str),
    written: fn(&TranslatedClause) -> Option<&T>,
    same: fn(&Clause, &Clause) -> bool,
) -> Line<T> {
    let now = clause_of(book, version, id);
    for at in (0..=version).rev() {
        let Some(then) = clause_of(book, at, id) else {
            break;
        };
        let own = language.clauses.get(&(at, id.to_owned()));
        let Some((own, line)) = own.and_then(|own| Some((own, written(own)?))) else {
            continue;
        };
        return match now {
            Some(now) if same(now, then) => Line::Held(line.clone()),
            _ => Line::Stale(own.id.span),
        };
    }
    Line::None
}

/// The texts of a clause in another language, as they go with one version.
struct Lines {
    title: Line<Text>,
    text: Line<Text>,
    otherwise: Line<Message>,
    remedy: Line<Message>,
}

fn lines(book: &Book, language: &Language, version: usize, id: &str) -> Lines {
    let place = (version, id);
    Lines {
        title: line(
            book,
            language,
            place,
            |own| own.title.as_ref(),
            |a, b| a.title.value == b.title.value,
        ),
        text: line(
            book,
            language,
            place,
            |own| own.text.as_ref(),
            |a, b| {
                a.text.as_ref().map(|text| &text.value) == b.text.as_ref().map(|text| &text.value)
            },
        ),
        otherwise: line(
            book,
            language,
            place,
            |own| own.otherwise.as_ref(),
            |a, b| a.otherwise.as_ref().map(said) == b.otherwise.as_ref().map(said),
        ),
        remedy: line(
            book,
            language,
            place,
            |own| own.remedy.as_ref(),
            |a, b| a.remedy.as_ref().map(said) == b.remedy.as_ref().map(said),
        ),
    }
}

/// Asks for a new translation where an amendment changed the words of one.
pub(super) fn stale(book: &Book, diagnostics: &mut Vec<Diagnostic>) {
    for (name, language) in &book.languages {
        for version in 1..book.versions.len() {
            for provision in &book.versions[version].provisions {
                let ProvisionBody::Clause(clause) = provision.body.as_ref() else {
                    continue;
                };
                let changed_here = provision.origin == version
                    || provision
                        .changes
                        .iter()
                        .any(|change| change.version == version);
                if !changed_here {
                    continue;
                }
                let found = lines(book, language, version, &clause.id.text);
                let asked = [
                    ("title", stale_at(&found.title), Some(clause.title.span)),
                    (
                        "text",
                        stale_at(&found.text),
                        clause.text.as_ref().map(|text| text.span),
                    ),
                    (
                        "otherwise",
                        stale_at(&found.otherwise),
                        clause.otherwise.as_ref().map(|said| said.span),
                    ),
                    (
                        "remedy",
                        stale_at(&found.remedy),
                        clause.remedy.as_ref().map(|said| said.span),
                    ),
                ];
                for (word, before, now) in asked {
                    let (Some(before), Some(now)) = (before, now) else {
                        continue;
                    };
                    let own = &book.versions[version].header.version;
                    diagnostics.push(
                        Diagnostic::warning(
                            codes::STALE_TRANSLATION,
                            format!(
                                "the `{word}` of `{}` reads otherwise in `{}` and has no translation into `{name}`",
                                clause.id.text, own.version.text
                            ),
                            now,
                            "these words are new",
                        )
                        .also(before, "translated the words before")
                        .help(format!(
                            "write it below `translation {name} of {} {}`",
                            own.ruleset.text, own.version.text
                        )),
                    );
                }
            }
        }
    }
}

fn stale_at<T>(line: &Line<T>) -> Option<Span> {
    match line {
        Line::Stale(span) => Some(*span),
        _ => None,
    }
}

/// The book with its texts in another language, and how many of the texts that people read have none in
/// it. Checked like any other, it judges as the book does and speaks the other language.
pub fn translated(book: &Book, language: &str) -> Option<(Book, usize)> {
    let texts = book.languages.get(language)?;
    let mut other = book.clone();
    let mut missing = 0;
    let mut swap = |held: &mut Text, new: Option<&Text>| match new {
        Some(new) => *held = new.clone(),
        None => missing += 1,
    };
    for authority in &mut other.vocabulary.authorities {
        swap(
            &mut authority.label,
            texts.authorities.get(&authority.name.text),
        );
    }
    for item in &mut other.vocabulary.enums {
        for member in &mut item.members {
            let new = texts
                .members
                .get(&(item.name.text.clone(), member.name.text.clone()));
            match (&mut member.label, new) {
                (Some(held), new) => swap(held, new),
                (None, new) => member.label = new.cloned(),
            }
        }
    }
    for version in 0..other.versions.len() {
        if let Some(title) = texts.titles.get(&version) {
            Arc::make_mut(&mut other.versions[version].header).title = Some(title.clone());
        }
        for provision in &mut other.versions[version].provisions {
            match provision.body.as_ref() {
                ProvisionBody::Clause(clause) => {
                    let found = lines(book, texts, version, &clause.id.text);
                    let mut clause = clause.clone();
                    missing += usize::from(!found.title.set(&mut clause.title));
                    missing += usize::from(!found.text.set_in(&mut clause.text));
                    missing += usize::from(!found.otherwise.set_in(&mut clause.otherwise));
                    missing += usize::from(!found.remedy.set_in(&mut clause.remedy));
                    provision.body = Arc::new(ProvisionBody::Clause(clause));
                }
                ProvisionBody::Indicator(indicator) => {
                    let mut indicator = indicator.clone();
                    match texts.indicators.get(&indicator.name.text) {
                        Some(title) => indicator.title = title.clone(),
                        None => missing += 1,
                    }
                    provision.body = Arc::new(ProvisionBody::Indicator(indicator));
                }
                _ => {}
            }
        }
    }
    Some((other, missing))
}

impl<T> Line<T> {
    /// Puts the translation in place of the words, if there is one.
    fn set(self, held: &mut T) -> bool {
        match self {
            Line::Held(line) => {
                *held = line;
                true
            }
            _ => false,
        }
    }

    /// The same where the line may be silent, which needs no translation.
    fn set_in(self, held: &mut Option<T>) -> bool {
        held.as_mut().is_none_or(|held| self.set(held))
    }
}

fn clause_of<'b>(book: &'b Book, version: usize, id: &str) -> Option<&'b Clause> {
    let held = book
        .versions
        .get(version)?
        .provision(ProvisionKind::Clause, id)?;
    match held.body.as_ref() {
        ProvisionBody::Clause(clause) => Some(clause),
        _ => None,
    }
}
