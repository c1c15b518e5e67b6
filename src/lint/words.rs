//! Words against numbers: what a title or text says, and what the condition says.

use std::collections::{BTreeMap, BTreeSet};

use super::walk::within;
use super::{Context, Lint, warn};
use crate::diagnostic::codes;
use crate::syntax::ast::{Clause, ClauseBody, Expr, ExprKind, ProvisionBody, Text};

/// Numbers as words, from zero.
const NUMBERS: [&str; 21] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// Looks at each clause's words and numbers.
pub(super) fn lint(context: &Context, found: &mut Vec<Lint>) {
    let mut titles: BTreeMap<(usize, &str), &Clause> = BTreeMap::new();
    for (at, clause) in context.clauses() {
        let numbers = numbers(context, at, clause);
        for text in std::iter::once(&clause.title).chain(&clause.text) {
            if let Some(said) = said(text).into_iter().find(|said| !numbers.contains(said)) {
                let message = format!(
                    "`{}` says {said} in words, and no parameter or condition of it does",
                    clause.id.text
                );
                let help = "mend the number, or name a parameter in braces: `{cap}`";
                found.push(warn(codes::NUMBER_IN_WORDS, message, text.span, help));
            }
        }
        if let ClauseBody::Requires(requires) = &clause.body {
            bare_numbers(clause, requires, found);
        }
        let title = clause.title.value.as_str();
        match titles.get(&(at, title)) {
            Some(first) => {
                let message = format!("`{}` has the title of `{}`", clause.id.text, first.id.text);
                let mut lint = warn(
                    codes::SAME_TITLE,
                    message,
                    clause.title.span,
                    "give it one of its own",
                );
                lint.diagnostic = lint.diagnostic.also(first.title.span, "the same title");
                found.push(lint);
            }
            None => {
                titles.insert((at, title), clause);
            }
        }
    }
}

/// The whole numbers that a text says, in digits or as words; those of years, articles and lists of
/// articles are none.
fn said(text: &Text) -> Vec<String> {
    let mut found = Vec::new();
    let mut before = String::new();
    for word in text.value.split_whitespace() {
        let plain = word
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase();
        let cited = matches!(
            before.as_str(),
            "article"
                | "articles"
                | "art"
                | "section"
                | "appendix"
                | "chapter"
                | "rule"
                | "rules"
                | "paragraph"
                | "number"
                | "num"
                | "fraction"
                | "fr"
                | "of"
                | "process"
                | "general"
                | "version"
                | "level"
        );
        let digits = !plain.is_empty() && plain.bytes().all(|byte| byte.is_ascii_digit());
        let year = digits && plain.len() == 4;
        if digits && !year && !cited && !word.contains('{') {
            found.push(plain.clone());
        } else if let Some(number) = NUMBERS.iter().position(|name| *name == plain)
            && number > 1
        {
            found.push(number.to_string());
        }
        before = plain;
    }
    found
}

/// Every whole number that a clause, the parameters and the definitions that it names stand for.
fn numbers(context: &Context, at: usize, clause: &Clause) -> BTreeSet<String> {
    let version = &context.book.versions[at];
    let mut found = BTreeSet::new();
    let mut open: Vec<&Expr> = crate::check::walk::expressions_of(clause);
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    while let Some(expr) = open.pop() {
        for part in within(expr) {
            match &part.kind {
                ExprKind::Number(digits)
                | ExprKind::Money(digits, _)
                | ExprKind::Percent(digits) => {
                    found.insert(digits.clone());
                }
                ExprKind::Duration(count, _) => {
                    found.insert(count.clone());
                }
                ExprKind::Set(members) => {
                    found.insert(members.len().to_string());
                }
                ExprKind::Name(name) | ExprKind::Call(name, _) if seen.insert(&name.text) => {
                    let named = version.provisions.iter();
                    for held in named.filter(|held| held.body.name().text == name.text) {
                        match held.body.as_ref() {
                            ProvisionBody::Define(define) => open.push(&define.body),
                            ProvisionBody::Parameter(parameter) => {
                                open.extend(parameter.value.values());
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
    }
    found
}

/// Numbers in a condition that no parameter names.
fn bare_numbers(clause: &Clause, requires: &Expr, found: &mut Vec<Lint>) {
    for part in within(requires) {
        let (digits, what) = match &part.kind {
            ExprKind::Number(digits) => (digits, "number"),
            ExprKind::Money(digits, _) => (digits, "amount"),
            ExprKind::Duration(digits, _) => (digits, "term"),
            _ => continue,
        };
        if matches!(digits.as_str(), "0" | "1" | "100" | "0.00") {
            continue;
        }
        let message = format!(
            "this {what} of `{}` has no name that an amendment could set",
            clause.id.text
        );
        let help = "declare a `parameter` for it and name that here";
        found.push(warn(codes::BARE_NUMBER, message, part.span, help));
    }
}
