//! What is odd in filings that are judged all the same, counted.

use std::collections::BTreeMap;
use std::fmt;

/// How many different warnings are told apart; the rest are only counted.
const MOST: usize = 1000;

/// What a warning is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WarningKind {
    /// A field that the vocabulary does not know.
    UnknownField,
    /// A row of a list without its key.
    MissingKey,
    /// A key that two rows of one list have.
    RepeatedKey,
    /// A reference to a key that its list lacks.
    DanglingReference,
    /// A reference to a key that two rows have.
    AmbiguousReference,
    /// A file of a folder whose extension says no known format.
    SkippedFile,
    /// A table that is not written in UTF-8 with commas between its cells.
    WrittenAs,
}

/// One warning, with how often it occurred.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// How often.
    pub count: u64,
    /// What stood there the first time: a key, a file; empty where there is nothing to show.
    pub example: String,
    /// The name that was likely meant.
    pub nearest: Option<String>,
}

/// Warnings, each counted once for every field, in the order of their kinds and paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Warnings {
    tallies: BTreeMap<(WarningKind, String), Tally>,
    beyond: u64,
    unread: Unread,
}

/// Values of fields that no clause reads: their types were not looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unread {
    /// How many values.
    pub values: u64,
    /// In how many filings.
    pub filings: u64,
}

impl Warnings {
    /// Counts one more.
    pub fn add(&mut self, kind: WarningKind, path: &str, example: &str) {
        self.count(kind, path, || Tally {
            count: 1,
            example: example.to_owned(),
            nearest: None,
        });
    }

    /// Counts what another part of the same run warned of; called in the order of the input.
    pub fn merge(&mut self, other: Warnings) {
        for ((kind, path), tally) in other.tallies {
            self.count(kind, &path, || tally);
        }
        self.beyond += other.beyond;
        self.unread.values += other.unread.values;
        self.unread.filings += other.unread.filings;
    }

    /// Counts the values of one filing that were not looked at.
    pub(crate) fn add_unread(&mut self, values: u64) {
        self.unread.values += values;
        self.unread.filings += u64::from(values > 0);
    }

    /// The values that were not looked at, since no clause reads their fields; with `--strict` there are
    /// none.
    pub fn unread(&self) -> Unread {
        self.unread
    }

    pub(crate) fn count(&mut self, kind: WarningKind, path: &str, tally: impl FnOnce() -> Tally) {
        // The key is owned, so a search costs an allocation; warnings are few.
        let key = (kind, path.to_owned());
        if let Some(known) = self.tallies.get_mut(&key) {
            known.count += tally().count;
        } else if self.tallies.len() < MOST {
            self.tallies.insert(key, tally());
        } else {
            self.beyond += tally().count;
        }
    }

    /// Counts warnings beyond those that are told apart.
    pub(crate) fn add_beyond(&mut self, count: u64) {
        self.beyond += count;
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.tallies.is_empty()
    }

    /// The warnings with their kind and the path of the field.
    pub fn iter(&self) -> impl Iterator<Item = (WarningKind, &str, &Tally)> {
        self.tallies
            .iter()
            .map(|((kind, path), tally)| (*kind, path.as_str(), tally))
    }

    /// How many warnings came after the first thousand different ones, which alone are told apart.
    pub fn beyond(&self) -> u64 {
        self.beyond
    }

    /// One line for each warning, for people.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        let more = (self.beyond > 0).then(|| format!("{} more warnings", self.beyond));
        self.iter()
            .map(|(kind, path, tally)| line(kind, path, tally))
            .chain(more)
    }
}

fn line(kind: WarningKind, path: &str, tally: &Tally) -> String {
    struct Times(u64);
    impl fmt::Display for Times {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            match self.0 {
                1 => f.write_str("once"),
                count => write!(f, "{count} times"),
            }
        }
    }
    let times = Times(tally.count);
    let example = &tally.example;
    match kind {
        WarningKind::UnknownField => {
            let hint = tally.nearest.as_ref();
            let hint = hint.map_or(String::new(), |name| format!("; did you mean `{name}`?"));
            format!("unknown field `{path}`, {times}{hint}")
        }
        WarningKind::MissingKey => format!("a row without its key `{path}`, {times}"),
        WarningKind::RepeatedKey => {
            format!("a key that an earlier row has too in `{path}`, {times}, first `{example}`")
        }
        WarningKind::DanglingReference => {
            format!(
                "a reference to a row that is not there in `{path}`, {times}, first `{example}`"
            )
        }
        WarningKind::AmbiguousReference => {
            format!(
                "a reference to a key that two rows have in `{path}`, {times}, first `{example}`"
            )
        }
        WarningKind::WrittenAs => format!("a table read as {path}, {times}, first `{example}`"),
        WarningKind::SkippedFile => {
            format!("a file skipped, its extension is `{path}`, {times}, first `{example}`")
        }
    }
}
