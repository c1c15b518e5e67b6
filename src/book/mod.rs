//! The files of a rule book, and the text of each of its versions.
//!
//! Comes in: a folder, then the trees of its files. Goes out: a [`Book`], in which there is one
//! vocabulary, one calendar at most, and for every version its consolidated text: each provision that
//! holds in it, with the version that brought it. Names inside expressions are not looked up here.
//!
//! Invariant: versions stand in the order of the chain, and whatever is asked of them (which governs a
//! year, which governs a date) is answered here or from what is resolved here, and nowhere else.

mod amend;
mod chain;
mod gather;
mod letters;
mod lines;
mod read;
mod text;
mod translate;
mod wording;
mod years;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::source::{SourceId, Span};
use crate::syntax::ast;
use crate::value::Day;

pub use gather::{Gathered, gather};
pub use letters::letters;
pub use read::{BookError, Read, assemble, files, is_rules_file, list, read, strays};
pub(crate) use text::kind_word;
pub use translate::{Language, translated};
pub(crate) use wording::{plain, worded};
pub(crate) use years::no_such_date;

/// A rule book: what a filing contains, the business days, and the text of each version.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// What a filing contains, as written.
    pub vocabulary: VocabularyText,
    /// The calendar, as written, if there is one.
    pub calendar: Option<ast::Calendar>,
    /// The versions along the chain, the first one first.
    pub versions: Vec<Version>,
    /// The texts in other languages, by the language's name.
    pub languages: BTreeMap<String, Language>,
    /// The texts of which a part was not understood: what seems to be missing may stand there.
    pub faulty: BTreeSet<SourceId>,
    /// The names that those texts may declare.
    pub hidden: BTreeSet<String>,
    /// Whether neither reading nor gathering found an error.
    pub sound: bool,
}

/// The items of the vocabulary, in order.
#[derive(Debug, Clone, Default)]
pub struct VocabularyText {
    /// `vocabulary ict_filing`
    pub name: Option<ast::Name>,
    /// `authority ugd "…"`
    pub authorities: Vec<ast::Authority>,
    /// `enum Modality …`
    pub enums: Vec<ast::Enum>,
    /// `record Project …`
    pub records: Vec<ast::Record>,
    /// `filing …`
    pub filing: Option<ast::Filing>,
}

/// One version of the ruleset as it reads once consolidated.
#[derive(Debug, Clone)]
pub struct Version {
    /// Its own header, as written.
    pub header: Arc<ast::Ruleset>,
    /// The first day on which it governs an act; it does so until the next version's.
    pub in_force: Day,
    /// Whether it is a draft: it governs nothing, and is compared with what is in force.
    pub draft: bool,
    /// The first and the last year whose filings it governs; without a last one it is open.
    pub years: (i16, Option<i16>),
    /// The header whose `applies when` and `except when` hold, and which version it is of.
    pub scope: (usize, Arc<ast::Ruleset>),
    /// The provisions in the order of the text.
    pub provisions: Vec<Provision>,
    /// What its own text takes away.
    pub repealed: Vec<Repealed>,
}

/// A provision as it reads in one version.
#[derive(Debug, Clone)]
pub struct Provision {
    /// The text that holds; the same allocation in every version that inherits it unchanged.
    pub body: Arc<ast::ProvisionBody>,
    /// The version whose text brought it: an index into [`Book::versions`].
    pub origin: usize,
    /// Where that text stands.
    pub span: Span,
    /// The `sets parameter` and `amends clause` items that changed it since, first to last.
    pub changes: Vec<Change>,
}

/// `sets parameter exempt_umas = 300`, `amends clause petic.cap`
#[derive(Debug, Clone)]
pub struct Change {
    /// The version whose text it is.
    pub version: usize,
    /// Where it stands.
    pub span: Span,
}

/// `repeals clause ads.catalogue`
#[derive(Debug, Clone)]
pub struct Repealed {
    /// What it was.
    pub provision: Provision,
    /// Where it is repealed.
    pub span: Span,
}

impl Version {
    /// `ict_policy 2016`
    pub fn name(&self) -> String {
        let version = &self.header.version;
        format!("{} {}", version.ruleset.text, version.version.text)
    }

    /// A provision by its kind and name.
    pub fn provision(&self, kind: ast::ProvisionKind, name: &str) -> Option<&Provision> {
        self.provisions
            .iter()
            .find(|provision| provision.body.kind() == kind && provision.body.name().text == name)
    }
}

impl Book {
    /// The version of a name: `2016`.
    pub fn version(&self, name: &str) -> Option<usize> {
        self.versions
            .iter()
            .position(|version| version.header.version.version.text == name)
    }

    /// The version whose years hold a fiscal year.
    pub fn version_of_year(&self, year: i128) -> Option<usize> {
        self.versions
            .iter()
            .position(|version| !version.draft && years::holds(version.years, year))
    }

    /// Whether a text of which the parser left something out may declare this name, which then only
    /// seems to be missing.
    pub(crate) fn may_hide(&self, name: &str) -> bool {
        self.hidden.contains(name)
    }

    /// The version in force on a day; none before the first.
    pub fn version_on(&self, day: Day) -> Option<usize> {
        self.versions
            .iter()
            .rposition(|version| !version.draft && version.in_force <= day)
    }
}
