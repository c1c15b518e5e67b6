//! The versions of a book as one chain, each amending the one before.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::syntax::ast;

/// The headers in the order of the chain, by their position in `headers`; what is no link of it is
/// left out with a diagnostic.
pub(super) fn order(
    headers: &[Arc<ast::Ruleset>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<usize> {
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    let mut doubles = Vec::new();
    for (at, header) in headers.iter().enumerate() {
        let name = &header.version.version;
        if let Some(first) = by_name.get(name.text.as_str()) {
            doubles.push(at);
            diagnostics.push(
                Diagnostic::error(
                    codes::VERSION_TWICE,
                    format!("the version `{}` is written twice", name.text),
                    name.span,
                    "here again",
                )
                .also(headers[*first].version.version.span, "here first"),
            );
        } else {
            by_name.insert(&name.text, at);
        }
    }
    one_name(headers, diagnostics);

    let mut root: Option<usize> = None;
    // For each version the one that amends it.
    let mut next: BTreeMap<usize, usize> = BTreeMap::new();
    let mut told = doubles.clone();
    for (at, header) in headers.iter().enumerate() {
        if doubles.contains(&at) {
            continue;
        }
        let Some(amends) = &header.amends else {
            match root {
                None => root = Some(at),
                Some(first) => {
                    told.push(at);
                    diagnostics.push(second_first(&headers[first], header));
                }
            }
            continue;
        };
        let Some(base) = by_name.get(amends.text.as_str()) else {
            told.push(at);
            let mut diagnostic = Diagnostic::error(
                codes::AMENDS_UNKNOWN,
                format!("there is no version `{}` to amend", amends.text),
                amends.span,
                "no such version",
            );
            // A version does not amend itself, however near its name is.
            let own = headers[at].version.version.text.as_str();
            let mut others: Vec<&str> = by_name.keys().copied().collect();
            others.retain(|name| *name != own);
            others.sort_unstable();
            diagnostic = diagnostic.help(match nearest(&amends.text, others.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if others.is_empty() => {
                    "a first version amends none: leave `amends` out".to_owned()
                }
                None => format!("the other versions are `{}`", others.join("`, `")),
            });
            diagnostics.push(diagnostic);
            continue;
        };
        if let Some(other) = next.get(base) {
            told.push(at);
            diagnostics.push(
                Diagnostic::error(
                    codes::NO_CHAIN,
                    format!("two versions amend `{}`", amends.text),
                    amends.span,
                    "amended here again",
                )
                .also(
                    headers[*other]
                        .amends
                        .as_ref()
                        .map_or(headers[*other].span, |name| name.span),
                    "amended here first",
                )
                .help(format!(
                    "versions form one chain: write `amends {}`",
                    headers[*other].version.version.text
                )),
            );
            continue;
        }
        next.insert(*base, at);
    }

    let mut chain = Vec::new();
    let mut at = root;
    while let Some(link) = at {
        chain.push(link);
        at = next.get(&link).copied();
    }
    circles(headers, &next, &chain, &told, diagnostics);
    chain
}

fn one_name(headers: &[Arc<ast::Ruleset>], diagnostics: &mut Vec<Diagnostic>) {
    let Some(first) = headers.iter().find(|header| header.amends.is_none()) else {
        return;
    };
    let expected = &first.version.ruleset;
    for header in headers {
        let name = &header.version.ruleset;
        if name.text != expected.text {
            diagnostics.push(
                Diagnostic::error(
                    codes::RULESET_NAMES,
                    format!("a rule book has one ruleset, `{}`", expected.text),
                    name.span,
                    "another name",
                )
                .also(expected.span, "the name of the first version")
                .help(format!("write `{}`", expected.text)),
            );
        }
    }
}

fn second_first(first: &ast::Ruleset, second: &ast::Ruleset) -> Diagnostic {
    Diagnostic::error(
        codes::NO_CHAIN,
        format!(
            "the version `{}` amends no other",
            second.version.version.text
        ),
        second.span,
        "a second first version",
    )
    .also(first.span, "the first version")
    .help(format!(
        "versions form one chain: write `amends {}`",
        first.version.version.text
    ))
}

/// Versions that amend each other in a circle hang on no first version.
fn circles(
    headers: &[Arc<ast::Ruleset>],
    next: &BTreeMap<usize, usize>,
    chain: &[usize],
    told: &[usize],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut done = vec![false; headers.len()];
    for at in chain.iter().chain(told) {
        // What hangs on a version that was told is told with it.
        let mut link = Some(*at);
        while let Some(at) = link {
            if std::mem::replace(&mut done[at], true) {
                link = None;
            } else {
                link = next.get(&at).copied();
            }
        }
    }
    for at in chain {
        done[*at] = true;
    }
    for at in 0..headers.len() {
        if done[at] {
            continue;
        }
        let mut circle = Vec::new();
        let mut link = at;
        while !std::mem::replace(&mut done[link], true) {
            circle.push(link);
            match next.get(&link) {
                Some(next) => link = *next,
                None => break,
            }
        }
        let name = |at: usize| headers[at].version.version.text.as_str();
        let mut names: Vec<&str> = circle.iter().map(|at| name(*at)).collect();
        names.push(name(at));
        let place = |at: usize| {
            headers[at]
                .amends
                .as_ref()
                .map_or(headers[at].span, |name| name.span)
        };
        let mut diagnostic = Diagnostic::error(
            codes::NO_CHAIN,
            format!(
                "versions amend each other in a circle: {}",
                names.join(", ")
            ),
            place(at),
            "no first version leads here",
        );
        for at in circle.iter().skip(1) {
            diagnostic = diagnostic.also(place(*at), "and here");
        }
        diagnostics.push(diagnostic);
    }
}
