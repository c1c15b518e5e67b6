//! Every mutant of a rule book: one small change of one place in its files.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use crate::book::{Book, Provision};
use crate::mutate::part::Uses;
use crate::mutate::steps::literal;
use crate::mutate::texts::{self, choice, judged, of_header, of_provision};
use crate::mutate::words::Kind;
use crate::source::{LineColumn, Sources, Span};
use crate::syntax::ast::{ProvisionBody, ProvisionKind, Ruleset};
use crate::value::Day;

/// A rule book with one small change.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// Which kind of change it is.
    pub kind: Kind,
    /// Where it is made.
    pub place: Place,
    /// What goes on after "no case would notice if".
    pub sentence: String,
    /// What is changed in which version.
    pub edits: Vec<(usize, Edit)>,
    /// The clauses and indicators of which it may change what comes of them.
    pub touches: BTreeSet<String>,
}

/// Where a mutant changes its rule book. File, provision and sentence are its name, which stays the same
/// when lines move; where one provision has several of the same name, they are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as it is shown.
    pub path: String,
    /// The file, from the folder of the rule book.
    pub file: String,
    /// The line and column of the words that are changed.
    pub at: LineColumn,
    /// `clause petic.strategic_cap`, `parameter strategic_project_cap`, `ruleset 2018`
    pub provision: String,
    /// From 1: which of the same name in the same provision.
    pub nth: usize,
}

/// What is changed in one version.
#[derive(Debug, Clone)]
pub enum Edit {
    /// Another text of a provision.
    Text(Arc<ProvisionBody>),
    /// No such clause.
    Repeal(String),
    /// Another header that says what holds for all clauses.
    Header(Arc<Ruleset>),
    /// Another first day.
    InForce(Day),
}

/// What makes two changes the same one: a text that several versions hold is changed once, and so is
/// what must read alike in every version of a clause.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Place(Span, String),
    Choice(String, String, usize),
}

struct Finding<'b> {
    book: &'b Book,
    sources: &'b Sources,
    folder: &'b Path,
    found: Vec<(Span, Mutant)>,
    known: HashMap<Key, usize>,
}

/// The mutants of a book, as its files are read: file by file, from top to bottom.
pub fn mutants(book: &Book, sources: &Sources, uses: &Uses, folder: &Path) -> Vec<Mutant> {
    let mut finding = Finding {
        book,
        sources,
        folder,
        found: Vec::new(),
        known: HashMap::new(),
    };
    for version in 0..book.versions.len() {
        finding.header(version);
        for provision in &book.versions[version].provisions {
            finding.provision(version, provision);
            finding.whole(version, provision);
        }
    }
    let mut found = finding.found;
    // What is made at one place keeps the order in which it was made.
    found.sort_by_key(|(span, _)| (span.source, span.start));
    let mut all: Vec<Mutant> = found.into_iter().map(|(_, mutant)| mutant).collect();
    let mut counts: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    for mutant in &mut all {
        let place = &mut mutant.place;
        let name = (
            place.file.clone(),
            place.provision.clone(),
            mutant.sentence.clone(),
        );
        let count = counts.entry(name).or_default();
        *count += 1;
        place.nth = *count;
    }
    let everything = everything(book);
    for mutant in &mut all {
        mutant.touches = touches(book, uses, mutant, &everything);
    }
    all
}

/// The provisions with more parts than are changed, each once: they are only taken away as a whole.
pub fn too_large(book: &Book) -> BTreeSet<String> {
    let provisions = book.versions.iter().flat_map(|version| &version.provisions);
    let large = provisions.filter(|provision| texts::too_large(&provision.body));
    large.map(|provision| label(&provision.body)).collect()
}

impl Finding<'_> {
    fn name(&self, version: usize) -> &str {
        &self.book.versions[version].header.version.version.text
    }

    fn provision(&mut self, version: usize, provision: &Provision) {
        let body = &provision.body;
        let label = label(body);
        let alike = match &**body {
            ProvisionBody::Clause(clause) if clause.governed.is_some() => Some(choice(clause)),
            _ => None,
        };
        let mut counts: HashMap<String, usize> = HashMap::new();
        for changed in of_provision(body) {
            let key = match &alike {
                Some(alike) if changed.choice => {
                    let count = counts.entry(changed.sentence.clone()).or_default();
                    *count += 1;
                    let name = format!("{} {alike}", body.name().text);
                    Key::Choice(name, changed.sentence.clone(), *count)
                }
                _ => Key::Place(changed.span, changed.sentence.clone()),
            };
            let edit = Edit::Text(changed.text);
            self.keep(
                Some(key),
                changed.kind,
                changed.span,
                label.clone(),
                changed.sentence,
                (version, edit),
            );
        }
    }

    /// A clause that this version does not have, and a change that this version does not make.
    fn whole(&mut self, version: usize, provision: &Provision) {
        let body = &provision.body;
        let name = &body.name().text;
        if let ProvisionBody::Clause(clause) = &**body
            && judged(clause)
        {
            self.keep(
                None,
                Kind::Repeal,
                clause.id.span,
                label(body),
                format!("the text of `{}` had no such clause", self.name(version)),
                (version, Edit::Repeal(name.clone())),
            );
        }
        let before = version.checked_sub(1).and_then(|before| {
            let held = self.book.versions[before].provision(body.kind(), name)?;
            (!Arc::ptr_eq(&held.body, body)).then(|| Arc::clone(&held.body))
        });
        let Some(before) = before else {
            return;
        };
        let changed = provision.changes.iter();
        let mut changed = changed.filter(|change| change.version == version);
        let span = changed
            .next_back()
            .map_or(provision.span, |change| change.span);
        let book = self.book;
        let sentence = format!("`{}` had left it as it was", self.name(version));
        let mut edits = Vec::new();
        for later in version..book.versions.len() {
            let held = book.versions[later].provision(body.kind(), name);
            if held.is_some_and(|held| Arc::ptr_eq(&held.body, body)) {
                edits.push((later, Edit::Text(Arc::clone(&before))));
            }
        }
        let place = self.place(span, label(body));
        let mutant = Mutant {
            kind: Kind::Amendment,
            place,
            sentence,
            edits,
            touches: BTreeSet::new(),
        };
        self.found.push((span, mutant));
    }

    fn header(&mut self, version: usize) {
        let held = &self.book.versions[version];
        let header = Arc::clone(&held.scope.1);
        let label = |header: &Ruleset| format!("ruleset {}", header.version.version.text);
        for changed in of_header(&header) {
            self.keep(
                Some(Key::Place(changed.span, changed.sentence.clone())),
                changed.kind,
                changed.span,
                label(&header),
                changed.sentence,
                (version, Edit::Header(changed.text)),
            );
        }
        let Some(written) = held.header.in_force else {
            return;
        };
        for step in [-1, 1] {
            let Some(day) = held.in_force.add_days(step) else {
                continue;
            };
            if literal(day, written.span).is_none() {
                continue;
            }
            let sentence = format!("it were in force from {day} instead of {}", held.in_force);
            self.keep(
                None,
                Kind::InForce,
                written.span,
                label(&held.header),
                sentence,
                (version, Edit::InForce(day)),
            );
        }
    }

    fn keep(
        &mut self,
        key: Option<Key>,
        kind: Kind,
        span: Span,
        provision: String,
        sentence: String,
        edit: (usize, Edit),
    ) {
        if let Some(key) = key {
            if let Some(at) = self.known.get(&key) {
                self.found[*at].1.edits.push(edit);
                return;
            }
            self.known.insert(key, self.found.len());
        }
        let mutant = Mutant {
            kind,
            place: self.place(span, provision),
            sentence,
            edits: vec![edit],
            touches: BTreeSet::new(),
        };
        self.found.push((span, mutant));
    }

    fn place(&self, span: Span, provision: String) -> Place {
        let source = self.sources.get(span.source);
        let inside = source.path.strip_prefix(self.folder);
        let shown = |path: &Path| path.to_string_lossy().replace('\\', "/");
        Place {
            path: shown(&source.path),
            file: shown(inside.unwrap_or(&source.path)),
            at: source.line_column(span.start),
            provision,
            nth: 1,
        }
    }
}

fn label(body: &ProvisionBody) -> String {
    let word = match body.kind() {
        ProvisionKind::Clause => "clause",
        ProvisionKind::Parameter => "parameter",
        ProvisionKind::Define => "define",
        ProvisionKind::Indicator => "indicator",
    };
    format!("{word} {}", body.name().text)
}

/// The clauses that are judged in some version, and those of them whose text a date chooses.
struct Everything {
    clauses: BTreeSet<String>,
    governed: BTreeSet<String>,
}

fn everything(book: &Book) -> Everything {
    let mut all = Everything {
        clauses: BTreeSet::new(),
        governed: BTreeSet::new(),
    };
    for version in &book.versions {
        for provision in &version.provisions {
            let ProvisionBody::Clause(clause) = &*provision.body else {
                continue;
            };
            if judged(clause) {
                all.clauses.insert(clause.id.text.clone());
                if clause.governed.is_some() {
                    all.governed.insert(clause.id.text.clone());
                }
            }
        }
    }
    all
}

fn touches(book: &Book, uses: &Uses, mutant: &Mutant, all: &Everything) -> BTreeSet<String> {
    let mut touched = BTreeSet::new();
    for (version, edit) in &mutant.edits {
        match edit {
            Edit::Text(body) => {
                let name = body.name().text.clone();
                match body.kind() {
                    ProvisionKind::Clause | ProvisionKind::Indicator => {
                        touched.insert(name);
                    }
                    ProvisionKind::Parameter | ProvisionKind::Define => {
                        touched.extend(uses.users(book, &name, std::iter::once(*version)));
                    }
                }
            }
            Edit::Repeal(name) => {
                touched.insert(name.clone());
            }
            Edit::Header(_) => touched.extend(all.clauses.iter().cloned()),
            Edit::InForce(_) => touched.extend(all.governed.iter().cloned()),
        }
    }
    touched
}

/// The book, or a part of it, with the change of a mutant.
pub fn mutated(book: &Book, mutant: &Mutant) -> Book {
    let mut changed = book.clone();
    for (version, edit) in &mutant.edits {
        let version = &mut changed.versions[*version];
        match edit {
            Edit::Text(body) => {
                let (kind, name) = (body.kind(), &body.name().text);
                let held = version.provisions.iter_mut().find(|provision| {
                    provision.body.kind() == kind && provision.body.name().text == *name
                });
                if let Some(held) = held {
                    held.body = Arc::clone(body);
                }
            }
            Edit::Repeal(name) => version.provisions.retain(|provision| {
                provision.body.kind() != ProvisionKind::Clause
                    || provision.body.name().text != *name
            }),
            Edit::Header(header) => version.scope.1 = Arc::clone(header),
            Edit::InForce(day) => version.in_force = *day,
        }
    }
    changed
}
