//! What is legal but suspect.
//!
//! Comes in: a sound rule book, as trees and as what they mean, and what its worked cases say. Goes out:
//! warnings with stable codes L05xx, some with the edit that mends them. One file a family: [`dead`] law,
//! [`always`] and never, [`time`], [`silence`], [`words`] against numbers, [`cases`], [`style`],
//! [`security`]; [`allow`] takes away what a comment allows, and tells of the comments that allow nothing.
//!
//! Invariants: the same book gives the same warnings in the same order; none is given of a text twice,
//! however many versions inherit it.

mod allow;
mod always;
mod cases;
mod dead;
mod security;
mod silence;
mod style;
mod time;
mod walk;
mod words;

use crate::book::Book;
use crate::check::ir::Ir;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Sources, Span};

/// A stretch of text and what mends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}

/// A warning, with its mend where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lint {
    /// What is said.
    pub diagnostic: Diagnostic,
    /// The edit that mends it.
    pub fix: Option<Fix>,
}

/// The texts of the worked cases.
#[derive(Debug, Clone, Default)]
pub struct CaseTexts {
    /// The text of each file.
    pub texts: Vec<String>,
}

/// What the families look at.
struct Context<'a> {
    book: &'a Book,
    ir: &'a Ir,
    sources: &'a Sources,
    cases: Option<&'a CaseTexts>,
}

/// What is suspect in a rule book, in the order of its texts. Without cases nothing is said of them.
pub fn lint(book: &Book, ir: &Ir, sources: &Sources, cases: Option<&CaseTexts>) -> Vec<Lint> {
    let context = Context {
        book,
        ir,
        sources,
        cases,
    };
    let mut found = Vec::new();
    dead::lint(&context, &mut found);
    always::lint(&context, &mut found);
    time::lint(&context, &mut found);
    silence::lint(&context, &mut found);
    words::lint(&context, &mut found);
    cases::lint(&context, &mut found);
    style::lint(&context, &mut found);
    security::lint(&context, &mut found);
    let order = |lint: &Lint| (lint.diagnostic.primary.span, lint.diagnostic.code.code);
    found.sort_by_key(order);
    found.dedup_by(|a, b| order(a) == order(b));
    let mut kept = allow::apply(sources, found);
    kept.sort_by_key(order);
    kept
}

/// A text with its fixes: those that lie within each other are left for the next time.
pub fn fixed(text: &str, fixes: &[&Fix]) -> String {
    let mut fixes = fixes.to_vec();
    fixes.sort_by_key(|fix| fix.span);
    let mut out = String::new();
    let mut at = 0;
    for fix in fixes {
        let (start, end) = (fix.span.start as usize, fix.span.end as usize);
        if start < at {
            continue;
        }
        out.push_str(text.get(at..start).unwrap_or(""));
        out.push_str(&fix.text);
        at = end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}

/// A warning without a fix.
fn warn(code: Code, message: String, span: Span, help: &str) -> Lint {
    Lint {
        diagnostic: Diagnostic::warning(code, message, span, "").help(help),
        fix: None,
    }
}

/// A warning with the text that mends it.
fn fixable(code: Code, message: String, span: Span, text: String) -> Lint {
    let help = match text.is_empty() {
        true => "leave it out".to_owned(),
        false => format!("write `{text}`"),
    };
    Lint {
        fix: Some(Fix { span, text }),
        ..warn(code, message, span, &help)
    }
}
