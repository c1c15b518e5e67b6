//! Two books or two versions to what changed between them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::book::{Book, Provision, Version, VocabularyText, worded};
use crate::diff::lines::{Line, all, changes};
use crate::diff::provisions::{header, lines};
use crate::diff::through::{CALENDAR, Reach, Roots};
use crate::diff::vocabulary::{Held, held};
use crate::diff::{By, Diff, Item, Kind, LineChange, Place, What};
use crate::source::{Sources, Span};
use crate::syntax::ast::{ParameterValue, ProvisionBody, ProvisionKind};
use crate::syntax::print::print_expr;

/// A book with its texts.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The text of each version.
    pub book: &'a Book,
    /// The texts that it was read from.
    pub sources: &'a Sources,
}

/// What changed from one version to another, each an index into the versions of its book; nothing
/// where one of them does not exist.
pub fn versions(old: (Side<'_>, usize), new: (Side<'_>, usize)) -> Diff {
    let mut diff = Gathered::default();
    let roots = diff.unversioned(old.0, new.0);
    diff.pair(old, new, &roots, None);
    diff.done()
}

/// What changed from one book to another: version by version, a change that several versions share told
/// once. A version that only the new book has is told as what it makes of the one before.
pub fn books(old: Side<'_>, new: Side<'_>) -> Diff {
    let mut diff = Gathered::default();
    let roots = diff.unversioned(old, new);
    for (at, version) in new.book.versions.iter().enumerate() {
        let name = short(version);
        match old.book.version(name) {
            Some(was) => diff.pair((old, was), (new, at), &roots, Some(name)),
            None => {
                diff.header(None, Some((new, version)), name);
                if let Some(before) = at.checked_sub(1) {
                    diff.provisions((new, before), (new, at), &Roots::new(), Some(name));
                } else {
                    diff.first((new, version), name);
                }
            }
        }
    }
    for version in &old.book.versions {
        let name = short(version);
        if new.book.version(name).is_none() {
            diff.header(Some((old, version)), None, name);
        }
    }
    diff.done()
}

fn short(version: &Version) -> &str {
    &version.header.version.version.text
}

#[derive(Default)]
struct Gathered {
    items: Vec<Item>,
    /// Which of them are of a kind and a name.
    named: BTreeMap<(Kind, String), Vec<usize>>,
}

impl Gathered {
    fn done(mut self) -> Diff {
        self.items.sort_by_key(|item| item.kind);
        Diff { items: self.items }
    }

    /// Keeps an item, or adds its version to the one that says the same.
    fn push(&mut self, item: Item) {
        let named = self.named.entry((item.kind, item.name.clone()));
        let named = named.or_default();
        match named.iter().find(|at| self.items[**at].says(&item)) {
            Some(at) => self.items[*at].versions.extend(item.versions),
            None => {
                named.push(self.items.len());
                self.items.push(item);
            }
        }
    }

    /// The vocabulary and the calendar; what of them reaches clauses.
    fn unversioned(&mut self, old: Side<'_>, new: Side<'_>) -> Roots {
        let mut roots = Roots::new();
        if std::ptr::eq(old.book, new.book) {
            return roots;
        }
        let (was, is) = (held(old.book), held(new.book));
        let (earlier, now) = (by_kind(&was), by_kind(&is));
        for one in &is {
            let before = earlier.get(&(one.kind, one.name)).copied();
            let item = bare(one.kind, one.name);
            let item = Item {
                was_at: before.map(|before| place(old, before.span)),
                is_at: Some(place(new, one.span)),
                ..item
            };
            self.compared(item, before.map(|one| &one.lines[..]), Some(&one.lines));
        }
        let gone = |one: &&Held<'_>| !now.contains_key(&(one.kind, one.name));
        for one in was.iter().filter(gone) {
            let item = Item {
                was_at: Some(place(old, one.span)),
                ..bare(one.kind, one.name)
            };
            self.compared(item, Some(&one.lines), None);
        }
        let days = |item: &Item| item.kind == Kind::Calendar && item.weighs();
        if self.items.iter().any(days) {
            roots.insert(CALENDAR.to_owned(), (Kind::Calendar, None));
        }
        roots
    }

    /// Fills in what became of an item by its lines, and keeps it if anything did.
    fn compared(&mut self, item: Item, was: Option<&[Line<'_>]>, is: Option<&[Line<'_>]>) {
        let (what, lines) = told(was, is);
        let what = match lines.is_empty() && what == What::Changed {
            true if item.through.is_empty() => return,
            true => What::Reached,
            false => what,
        };
        self.push(Item {
            what,
            lines,
            ..item
        });
    }

    fn header(
        &mut self,
        was: Option<(Side<'_>, &Version)>,
        is: Option<(Side<'_>, &Version)>,
        name: &str,
    ) {
        let at = |one: Option<(Side<'_>, &Version)>| {
            one.map(|(side, version)| place(side, version.header.span))
        };
        let title = |one: Option<(Side<'_>, &Version)>| {
            one.and_then(|(_, version)| version.header.title.as_ref())
                .map(|title| title.value.clone())
        };
        let item = Item {
            title: title(is.or(was)),
            was_at: at(was),
            is_at: at(is),
            ..bare(Kind::Ruleset, name)
        };
        let was = was.map(|(_, version)| header(version));
        let is = is.map(|(_, version)| header(version));
        self.compared(item, was.as_deref(), is.as_deref());
    }

    fn pair(
        &mut self,
        old: (Side<'_>, usize),
        new: (Side<'_>, usize),
        roots: &Roots,
        name: Option<&str>,
    ) {
        let versions = (
            old.0.book.versions.get(old.1),
            new.0.book.versions.get(new.1),
        );
        if let (Some(was), Some(is)) = versions {
            let of = match (short(was), short(is)) {
                (was, is) if was == is => is.to_owned(),
                (was, is) => format!("{was} → {is}"),
            };
            self.header(Some((old.0, was)), Some((new.0, is)), &of);
        }
        self.provisions(old, new, roots, name);
    }

    /// All provisions of a book's first version, which the other book lacks.
    fn first(&mut self, (side, version): (Side<'_>, &Version), name: &str) {
        for provision in &version.provisions {
            let item = Item {
                is_at: Some(place(side, last_span(provision))),
                versions: vec![name.to_owned()],
                ..of(provision, version, &side.book.vocabulary)
            };
            self.compared(item, None, Some(&lines(&provision.body)));
        }
    }

    fn provisions(
        &mut self,
        old: (Side<'_>, usize),
        new: (Side<'_>, usize),
        roots: &Roots,
        name: Option<&str>,
    ) {
        let (Some(was), Some(is)) = (
            old.0.book.versions.get(old.1),
            new.0.book.versions.get(new.1),
        ) else {
            return;
        };
        let (was_held, is_held) = (by_name(was), by_name(is));
        let mut roots = roots.clone();
        roots.extend(changed_names(&was_held, &is_held));
        let reach = Reach::new(is);
        let versions: Vec<String> = name.map(str::to_owned).into_iter().collect();
        let same_book = std::ptr::eq(old.0.book, new.0.book);
        let by = |kind, name: &str| match same_book {
            true => decrees(new.0.book, (old.1, new.1), kind, name),
            false => Vec::new(),
        };
        for provision in &is.provisions {
            let key = (provision.body.kind(), provision.body.name().text.as_str());
            let before = was_held.get(&key).copied();
            let through = match before {
                Some(_) => reach.through(provision, &roots),
                None => Vec::new(),
            };
            let untouched = before.is_some_and(|before| Arc::ptr_eq(&before.body, &provision.body));
            if untouched && through.is_empty() {
                continue;
            }
            let item = Item {
                versions: versions.clone(),
                by: by(key.0, key.1),
                through,
                was_at: before.map(|before| place(old.0, last_span(before))),
                is_at: Some(place(new.0, last_span(provision))),
                ..of(provision, is, &new.0.book.vocabulary)
            };
            let before = before.map(|before| lines(&before.body));
            self.compared(item, before.as_deref(), Some(&lines(&provision.body)));
        }
        for provision in &was.provisions {
            let key = (provision.body.kind(), provision.body.name().text.as_str());
            if is_held.contains_key(&key) {
                continue;
            }
            let item = Item {
                versions: versions.clone(),
                by: by(key.0, key.1),
                was_at: Some(place(old.0, last_span(provision))),
                ..of(provision, was, &old.0.book.vocabulary)
            };
            self.compared(item, Some(&lines(&provision.body)), None);
        }
    }
}

/// What a vocabulary holds by its kind and name, the first of each.
fn by_kind<'h, 'b>(all: &'h [Held<'b>]) -> BTreeMap<(Kind, &'b str), &'h Held<'b>> {
    let named = all.iter().rev().map(|one| ((one.kind, one.name), one));
    named.collect()
}

fn told(was: Option<&[Line<'_>]>, is: Option<&[Line<'_>]>) -> (What, Vec<LineChange>) {
    match (was, is) {
        (Some(was), Some(is)) => (What::Changed, changes(was, is)),
        (None, Some(is)) => (What::Added, all(is, true)),
        (Some(was), None) => (What::Removed, all(was, false)),
        (None, None) => (What::Changed, Vec::new()),
    }
}

type ByName<'a> = BTreeMap<(ProvisionKind, &'a str), &'a Provision>;

fn by_name(version: &Version) -> ByName<'_> {
    let provisions = version.provisions.iter();
    provisions
        .map(|one| ((one.body.kind(), one.body.name().text.as_str()), one))
        .collect()
}

/// The parameters and definitions by whose names something else is meant now.
fn changed_names(was: &ByName<'_>, is: &ByName<'_>) -> Roots {
    let rests = |kind| matches!(kind, ProvisionKind::Parameter | ProvisionKind::Define);
    let mut roots = Roots::new();
    let names: BTreeSet<&(ProvisionKind, &str)> = was.keys().chain(is.keys()).collect();
    for key in names.into_iter().filter(|key| rests(key.0)) {
        let (before, after) = (was.get(key), is.get(key));
        let (what, lines) = match (before, after) {
            (Some(one), Some(other)) if Arc::ptr_eq(&one.body, &other.body) => continue,
            _ => {
                let old = before.map(|one| lines(&one.body));
                let new = after.map(|one| lines(&one.body));
                told(old.as_deref(), new.as_deref())
            }
        };
        if what == What::Changed && !lines.iter().any(|line| line.weighs) {
            continue;
        }
        // What is there now tells what the name means; a name that went is told by what took its place.
        if after.is_none() && roots.contains_key(key.1) {
            continue;
        }
        let values = match (
            before.and_then(|one| plain(one)),
            after.and_then(|one| plain(one)),
        ) {
            (Some(was), Some(is)) => Some((was, is)),
            _ => None,
        };
        roots.insert(key.1.to_owned(), (kind_of(key.0), values));
    }
    roots
}

/// What a parameter with one value is worth.
fn plain(provision: &Provision) -> Option<String> {
    match &*provision.body {
        ProvisionBody::Parameter(parameter) => match &parameter.value {
            ParameterValue::Plain(value) => Some(print_expr(value)),
            ParameterValue::Dated { .. } | ParameterValue::Table(_) => None,
        },
        _ => None,
    }
}

/// What each version after the old one did to a provision, up to the new one.
fn decrees(book: &Book, (old, new): (usize, usize), kind: ProvisionKind, name: &str) -> Vec<By> {
    let mut found = Vec::new();
    for at in old + 1..new + 1 {
        let (Some(before), Some(version)) = (book.versions.get(at - 1), book.versions.get(at))
        else {
            continue;
        };
        let verb = match (before.provision(kind, name), version.provision(kind, name)) {
            (None, Some(_)) => "adds",
            (Some(_), None) => "repeals",
            (Some(one), Some(other)) if !Arc::ptr_eq(&one.body, &other.body) => {
                match other.origin == at {
                    true => "replaces",
                    false if kind == ProvisionKind::Clause => "amends",
                    false => "sets",
                }
            }
            _ => continue,
        };
        found.push(By {
            verb,
            version: short(version).to_owned(),
        });
    }
    found
}

fn kind_of(kind: ProvisionKind) -> Kind {
    match kind {
        ProvisionKind::Clause => Kind::Clause,
        ProvisionKind::Parameter => Kind::Parameter,
        ProvisionKind::Define => Kind::Define,
        ProvisionKind::Indicator => Kind::Indicator,
    }
}

fn bare(kind: Kind, name: &str) -> Item {
    Item {
        kind,
        name: name.to_owned(),
        title: None,
        what: What::Changed,
        versions: Vec::new(),
        by: Vec::new(),
        lines: Vec::new(),
        through: Vec::new(),
        was_at: None,
        is_at: None,
    }
}

fn of(provision: &Provision, version: &Version, vocabulary: &VocabularyText) -> Item {
    let body = &provision.body;
    Item {
        title: match &**body {
            ProvisionBody::Clause(clause) => Some(worded(&clause.title, version, vocabulary)),
            ProvisionBody::Indicator(indicator) => Some(indicator.title.value.clone()),
            _ => None,
        },
        ..bare(kind_of(body.kind()), &body.name().text)
    }
}

/// Where the words stand that hold now: those of a `sets parameter`, if there are any.
fn last_span(provision: &Provision) -> Span {
    provision
        .changes
        .last()
        .map_or(provision.span, |change| change.span)
}

fn place(side: Side<'_>, span: Span) -> Place {
    let file = side.sources.get(span.source);
    Place {
        file: file.path.to_string_lossy().into_owned(),
        line: file.line_column(span.start).line,
    }
}
