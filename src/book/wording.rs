//! Titles and texts as a version reads: the values of its parameters in place of their names.

use crate::book::{Version, VocabularyText};
use crate::syntax::ast::{Expr, ExprKind, ParameterValue, ProvisionBody, ProvisionKind, Text};
use crate::syntax::print::print_expr;

/// A title or a text in a version. What it names that has no single value there stays as it is written.
pub(crate) fn worded(text: &Text, version: &Version, vocabulary: &VocabularyText) -> String {
    let mut out = String::new();
    let mut at = 0;
    for inserted in &text.inserted {
        let end = inserted.at + inserted.name.text.len() + 2;
        out.push_str(&text.value[at..inserted.at]);
        match plain(version, &inserted.name.text) {
            Some(value) => out.push_str(&shown(value, vocabulary)),
            None => out.push_str(&text.value[inserted.at..end]),
        }
        at = end;
    }
    out.push_str(&text.value[at..]);
    out
}

/// What a parameter with one value is worth in a version, as it is written.
pub(crate) fn plain<'v>(version: &'v Version, name: &str) -> Option<&'v Expr> {
    let held = version.provision(ProvisionKind::Parameter, name)?;
    match held.body.as_ref() {
        ProvisionBody::Parameter(parameter) => match &parameter.value {
            ParameterValue::Plain(value) => Some(value),
            _ => None,
        },
        _ => None,
    }
}

/// A value as people read it: `139,000.00 MXN`, `20 %`, `15 business days`, a member by its label.
pub(crate) fn shown(value: &Expr, vocabulary: &VocabularyText) -> String {
    match &value.kind {
        ExprKind::Number(digits) => number(digits, 0, 5),
        ExprKind::Percent(digits) => format!("{} %", number(digits, 0, 5)),
        ExprKind::Money(digits, currency) => format!("{} {}", number(digits, 2, 4), currency.text),
        ExprKind::Text(text) => text.clone(),
        ExprKind::Negate(inner) => format!("-{}", shown(inner, vocabulary)),
        ExprKind::Set(members) => {
            let members = members.iter().map(|member| shown(member, vocabulary));
            members.collect::<Vec<_>>().join(", ")
        }
        ExprKind::Name(name) => label(&name.text, vocabulary),
        ExprKind::Field(_, name) => label(&name.text, vocabulary),
        _ => print_expr(value),
    }
}

/// What reports call a member.
fn label(name: &str, vocabulary: &VocabularyText) -> String {
    let members = vocabulary.enums.iter().flat_map(|item| &item.members);
    let mut named = members.filter(|member| member.name.text == name);
    let label = named.find_map(|member| member.label.as_ref());
    label.map_or_else(|| name.to_owned(), |label| label.value.clone())
}

/// Digits with at least so many decimals, grouped by thousands from so many digits on.
fn number(digits: &str, decimals: usize, grouped_from: usize) -> String {
    let (whole, after) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        let left = whole.len() - at;
        if at > 0 && left % 3 == 0 && whole.len() >= grouped_from {
            out.push(',');
        }
        out.push(digit);
    }
    let missing = decimals.saturating_sub(after.len());
    if !after.is_empty() || missing > 0 {
        out.push('.');
        out.push_str(after);
        out.extend(std::iter::repeat_n('0', missing));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_grouped_as_reports_group_them() {
        assert_eq!(number("139000", 2, 4), "139,000.00");
        assert_eq!(number("7", 0, 5), "7");
        assert_eq!(number("2014", 0, 5), "2014");
        assert_eq!(number("100000.5", 0, 5), "100,000.5");
        assert_eq!(number("73.045", 2, 4), "73.045");
    }
}
