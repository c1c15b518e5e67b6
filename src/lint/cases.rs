//! What the worked cases do not show.

use std::collections::BTreeSet;

use super::{Context, Lint, warn};
use crate::diagnostic::codes;
use crate::syntax::ast::{ClauseBody, ExprKind, ParameterValue, ProvisionBody};

/// Looks at versions, clauses and changed parameters beside the texts of the cases.
pub(super) fn lint(context: &Context, found: &mut Vec<Lint>) {
    let Some(cases) = context.cases else {
        return;
    };
    let mut rulesets = BTreeSet::new();
    for line in cases.texts.iter().flat_map(|text| text.lines()) {
        let line = line.trim();
        let named = line
            .strip_prefix("ruleset:")
            .or_else(|| line.strip_prefix("rulesets:"));
        let names = named
            .into_iter()
            .flat_map(|names| names.split([',', '[', ']', ' ']));
        let plain = names.map(|name| name.trim_matches(['"', '\'']));
        rulesets.extend(plain.filter(|name| !name.is_empty()));
    }
    for version in &context.book.versions {
        let name = &version.header.version.version;
        if !rulesets.contains(name.text.as_str()) {
            let message = format!("no worked case judges by `{}`", name.text);
            let help = "add one under `cases/` whose `ruleset` is this version";
            found.push(warn(codes::VERSION_WITHOUT_CASES, message, name.span, help));
        }
    }
    let said = |word: &str| cases.texts.iter().any(|text| text.contains(word));
    for (_, clause) in context.clauses() {
        let judged = matches!(clause.body, ClauseBody::Requires(_));
        if judged && !said(&format!("{}:", clause.id.text)) {
            let message = format!("no worked case says what becomes of `{}`", clause.id.text);
            let help = "add one that breaks it and one that does not";
            found.push(warn(
                codes::CLAUSE_WITHOUT_CASE,
                message,
                clause.id.span,
                help,
            ));
        }
    }
    changed(context, &cases.texts, found);
}

/// Parameters whose value another version set, where no case of that version writes the new value or
/// one beside it.
fn changed(context: &Context, texts: &[String], found: &mut Vec<Lint>) {
    for (at, version) in context.book.versions.iter().enumerate() {
        for held in &version.provisions {
            let ProvisionBody::Parameter(parameter) = held.body.as_ref() else {
                continue;
            };
            let ParameterValue::Plain(value) = &parameter.value else {
                continue;
            };
            let Some(change) = held.changes.iter().find(|change| change.version == at) else {
                continue;
            };
            let (ExprKind::Number(digits) | ExprKind::Money(digits, _)) = &value.kind else {
                continue;
            };
            let whole = digits.split('.').next().unwrap_or(digits);
            let Ok(number) = whole.parse::<i64>() else {
                continue;
            };
            let name = &version.header.version.version.text;
            let of_version = |text: &&String| {
                text.lines().any(|line| {
                    let line = line.trim();
                    line.starts_with("ruleset") && line.contains(name.as_str())
                })
            };
            let written = |number: i64| {
                let number = number.to_string();
                texts.iter().filter(of_version).any(|text| {
                    text.split(|c: char| !c.is_ascii_digit())
                        .any(|word| word == number)
                })
            };
            if ![number - 1, number, number + 1].into_iter().any(written) {
                let message = format!(
                    "`{}` changes in `{name}`, and no case of it stands at the border",
                    parameter.name.text
                );
                let help = format!("add cases with {number} and with what lies next to it");
                found.push(warn(
                    codes::BORDER_WITHOUT_CASE,
                    message,
                    change.span,
                    &help,
                ));
            }
        }
    }
}
