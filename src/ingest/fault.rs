//! Why a filing is rejected, in words for the people who filed it.

use std::sync::Arc;

use crate::diagnostic::nearest;
use crate::ingest::guard::DEEPEST;
use crate::ingest::scalar::{Scalar, excerpt};

/// A filing that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// Which record of its chunk it was.
    pub record: usize,
    /// The file, as the command line or the search of a folder named it; `-` for standard input.
    pub file: Arc<str>,
    /// The line in the file, from 1; nothing where the file as a whole could not be read.
    pub line: Option<usize>,
    /// The character in the line, from 1.
    pub column: Option<usize>,
    /// The key of the filing, where it could be made out.
    pub key: Option<String>,
    /// What is wrong, for people.
    pub reason: String,
    /// How many filings it stands for: those of a table that is refused as a whole, else one.
    pub filings: u64,
}

/// What is wrong with a filing, before it is known where.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) what: What,
    pub(crate) at: At,
}

/// What went well, or a fault: boxed, as faults are rare and their room is large.
pub(crate) type Outcome<T> = Result<T, Box<Fault>>;

/// Where a fault stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    /// At this byte of the record's text.
    Byte(usize),
    /// Where the parser stopped.
    Parser,
    /// Where the value stands that was being read.
    Value,
    /// Where the filing begins.
    Filing,
}

/// What is wrong.
#[derive(Debug)]
pub(crate) enum What {
    /// Something else was expected.
    Expected {
        expected: String,
        found: String,
        /// What may be written instead, after a semicolon.
        hint: String,
    },
    /// A field that the vocabulary does not know.
    Unknown {
        name: String,
        nearest: Option<String>,
    },
    /// A field that stands twice in one record.
    Twice(String),
    /// More lists and records in one another than any filing needs.
    TooDeep,
    /// Anything else about the value being read.
    Value(String),
    /// Anything else about the filing.
    Filing(String),
}

impl Fault {
    pub(crate) fn new(what: What, at: At) -> Box<Fault> {
        Box::new(Fault { what, at })
    }

    pub(crate) fn expected(expected: impl Into<String>, found: &Scalar<'_>) -> Box<Fault> {
        Fault::value(What::Expected {
            expected: expected.into(),
            found: found.in_words(),
            hint: String::new(),
        })
    }

    pub(crate) fn value(what: What) -> Box<Fault> {
        Fault::new(what, At::Value)
    }

    /// The reason for people; `path` is that of the value being read, or of the record around an unknown
    /// or repeated field.
    pub(crate) fn reason(&self, path: &str) -> String {
        let inner = |name: &str| crate::ingest::schema::join(path, name);
        let colon = if path.is_empty() { "" } else { ": " };
        match &self.what {
            What::Expected {
                expected,
                found,
                hint,
            } => {
                let semicolon = if hint.is_empty() { "" } else { "; " };
                format!("{path}{colon}expected {expected}, found {found}{semicolon}{hint}")
            }
            What::Unknown { name, nearest } => {
                let hint = nearest.as_ref();
                let hint = hint.map_or(String::new(), |name| format!("; did you mean `{name}`?"));
                format!("unknown field `{}`{hint}", inner(name))
            }
            What::Twice(name) => format!("the field `{}` stands twice", inner(name)),
            What::TooDeep => format!("nested deeper than {DEEPEST} levels"),
            What::Value(text) => format!("{path}{colon}{text}"),
            What::Filing(text) => text.clone(),
        }
    }
}

/// The name that was likely meant, unless what stands there is too long to be one.
pub(crate) fn likely<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<String> {
    const LONGEST: usize = 80;
    (name.len() <= LONGEST)
        .then(|| nearest(name, names).map(str::to_owned))
        .flatten()
}

/// A name as messages quote it.
pub(crate) fn quoted(name: &str) -> String {
    excerpt(name)
}
