//! What is wrong with a rule book, as plain data.
//!
//! A stage that reads rule text returns [`Diagnostic`]s; it never prints one. `report` draws them.
//! Codes are stable for ever: one entry each in [`codes`], which `dictamen explain` prints.
//!
//! Invariant: one cause, one diagnostic. Messages are lower case, without a full stop, with what the
//! user wrote in backticks and no name of a Rust type.

pub mod codes;

use crate::source::Span;
pub use codes::Code;

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is judged with the rule book until this is mended.
    Error,
    /// Legal, but suspect.
    Warning,
}

/// A place with a word on what is wrong, or was found, there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is wrong here, or what stands here; may be empty.
    pub text: String,
}

/// One mistake in a rule book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// How grave it is.
    pub severity: Severity,
    /// One line for people.
    pub message: String,
    /// Where it is; the first is the main one.
    pub primary: Label,
    /// Other places that matter, such as the first of two equal names.
    pub secondary: Vec<Label>,
    /// What to write instead.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error with its code, message and place.
    pub fn error(
        code: Code,
        message: impl Into<String>,
        span: Span,
        label: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            message: message.into(),
            primary: Label {
                span,
                text: label.into(),
            },
            secondary: Vec::new(),
            help: None,
        }
    }

    /// A warning with its code, message and place.
    pub fn warning(
        code: Code,
        message: impl Into<String>,
        span: Span,
        label: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::error(code, message, span, label)
        }
    }

    /// The same with another place that matters.
    pub fn also(mut self, span: Span, label: impl Into<String>) -> Diagnostic {
        self.secondary.push(Label {
            span,
            text: label.into(),
        });
        self
    }

    /// The same with what to write instead.
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}

/// Names longer than this are not compared with others.
const LONGEST_NAME: usize = 80;

/// The candidate nearest to a name that was not found, if one was likely meant.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    let allowed = (length / 3).max(1);
    candidates
        .into_iter()
        // Distances cost as much as both names are long, and no one misspells so long a name.
        .filter(|candidate| length <= LONGEST_NAME && candidate.len() <= 4 * LONGEST_NAME)
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed)
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, _)| *distance > 0 && *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}
