//! Why a filing is rejected, in words for the people who filed it: all of its mistakes at once.

use std::fmt;
use std::sync::Arc;

use crate::diagnostic::nearest;
use crate::ingest::record::{DEEPEST, Record};
use crate::ingest::scalar::{Scalar, excerpt};

/// How many mistakes of one filing are told; of the others only how many they are.
pub const MOST_REASONS: usize = 20;

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
    /// What is wrong, in the order in which it stands; never empty.
    pub reasons: Vec<Reason>,
    /// How many mistakes there are beyond the first [`MOST_REASONS`].
    pub more: usize,
    /// How many filings it stands for: more than one where a table is refused as a whole.
    pub filings: u64,
}

/// One mistake of a filing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The line in the file, from 1, if it is known.
    pub line: Option<usize>,
    /// The character in the line, from 1.
    pub column: Option<usize>,
    /// The field, without the numbers of rows: `requests.amount`. Empty for the filing as a whole.
    pub field: String,
    /// What is wrong, without what differs from filing to filing: mistakes are counted by it.
    pub cause: String,
    /// What is wrong, for people, with the field and what was found.
    pub text: String,
}

impl Reject {
    /// A record that is rejected as a whole, for one reason, where the record begins.
    pub fn at_record(at: usize, record: &Record, key: Option<String>, reason: Reason) -> Reject {
        Reject {
            record: at,
            file: record.file.clone(),
            line: reason.line,
            column: reason.column,
            key,
            reasons: vec![reason],
            more: 0,
            filings: 1,
        }
    }

    /// Where it stands, as far as it is known: `filings.ndjson:3:9`.
    pub fn place(&self) -> String {
        match (self.line, self.column) {
            (Some(line), Some(column)) => format!("{}:{line}:{column}", self.file),
            (Some(line), None) => format!("{}:{line}", self.file),
            _ => self.file.to_string(),
        }
    }

    /// All that is wrong, in one sentence.
    pub fn reason(&self) -> String {
        let texts: Vec<&str> = self.reasons.iter().map(|one| one.text.as_str()).collect();
        let mut all = texts.join("; ");
        if self.more > 0 {
            all.push_str(&format!("; and {} more", self.more));
        }
        all
    }
}

/// Where it stands and all that is wrong.
impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place(), self.reason())
    }
}

impl Reason {
    /// A reason that names no field, and is its own cause.
    pub fn plain(line: Option<usize>, column: Option<usize>, text: impl Into<String>) -> Reason {
        let text = text.into();
        Reason {
            line,
            column,
            field: String::new(),
            cause: text.clone(),
            text,
        }
    }
}

/// A mistake that was met while a filing was read, with the byte of its text.
#[derive(Debug)]
pub(crate) struct Noted {
    pub(crate) at: usize,
    pub(crate) reason: Reason,
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
    /// A value of the right form that cannot be: what is wrong in general, and the whole of it.
    Impossible { cause: String, text: String },
    /// Anything else about the value being read.
    Value(String),
    /// Anything else about the filing.
    Filing(String),
}

impl What {
    pub(crate) fn expected(expected: impl Into<String>, found: &Scalar<'_>) -> What {
        What::Expected {
            expected: expected.into(),
            found: found.in_words(),
            hint: String::new(),
        }
    }

    /// The reason, not yet placed; `path` is that of the value being read, or of the record around an
    /// unknown or repeated field, and `field` the same without the numbers of rows.
    pub(crate) fn reason(&self, path: &str, field: &str) -> Reason {
        let inner = |path: &str, name: &str| crate::ingest::schema::join(path, name);
        let colon = if path.is_empty() { "" } else { ": " };
        let (field, cause, text) = match self {
            What::Expected {
                expected,
                found,
                hint,
            } => {
                let semicolon = if hint.is_empty() { "" } else { "; " };
                let text =
                    format!("{path}{colon}expected {expected}, found {found}{semicolon}{hint}");
                (field.to_owned(), format!("expected {expected}"), text)
            }
            What::Unknown { name, nearest } => {
                let hint = nearest.as_ref();
                let hint = hint.map_or(String::new(), |name| format!("; did you mean `{name}`?"));
                let text = format!("unknown field `{}`{hint}", inner(path, name));
                (inner(field, name), "unknown field".to_owned(), text)
            }
            What::Twice(name) => {
                let text = format!("the field `{}` stands twice", inner(path, name));
                (
                    inner(field, name),
                    "the field stands twice".to_owned(),
                    text,
                )
            }
            What::TooDeep => {
                let text = format!("nested deeper than {DEEPEST} levels");
                (String::new(), text.clone(), text)
            }
            What::Impossible { cause, text } => (
                field.to_owned(),
                cause.clone(),
                format!("{path}{colon}{text}"),
            ),
            What::Value(text) => (
                field.to_owned(),
                text.clone(),
                format!("{path}{colon}{text}"),
            ),
            What::Filing(text) => (String::new(), text.clone(), text.clone()),
        };
        Reason {
            line: None,
            column: None,
            field,
            cause,
            text,
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
