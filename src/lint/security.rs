//! Rules that could be bent: written for one filer, or leaning on words that whoever files may choose.

use super::walk::within;
use super::{Context, Lint, warn};
use crate::diagnostic::codes;
use crate::syntax::ast::{CompareOp, Expr, ExprKind};

/// Looks at texts in conditions.
pub(super) fn lint(context: &Context, found: &mut Vec<Lint>) {
    let key = context.book.vocabulary.filing.as_ref();
    let keys: Vec<&str> = key
        .map(|filing| filing.key.iter().map(|name| name.text.as_str()).collect())
        .unwrap_or_default();
    for expr in context.expressions().into_iter().flat_map(within) {
        let (value, texts) = match &expr.kind {
            ExprKind::Compare(CompareOp::Equal | CompareOp::NotEqual, a, b) => {
                match (&a.kind, &b.kind) {
                    (ExprKind::Text(_), _) => (b, 1),
                    (_, ExprKind::Text(_)) => (a, 1),
                    _ => continue,
                }
            }
            ExprKind::In(value, set, _) => match &set.kind {
                ExprKind::Set(members) => {
                    let texts = members
                        .iter()
                        .filter(|member| matches!(member.kind, ExprKind::Text(_)));
                    (value, texts.count())
                }
                _ => continue,
            },
            _ => continue,
        };
        if texts == 0 {
            continue;
        }
        let name = last_name(value);
        if name.is_some_and(|name| keys.contains(&name) || name.ends_with("_id")) {
            let message = "this rule is written for filings that it names".to_owned();
            let help = "say by a field what makes them another case, and cite the article that exempts them";
            found.push(warn(codes::NAMES_A_FILER, message, expr.span, help));
        } else if !matches!(name, Some("this")) {
            let message =
                "whoever files chooses these words: one letter changes the verdict".to_owned();
            let help = "make the field an enum, and name its member";
            found.push(warn(codes::FREE_TEXT, message, expr.span, help));
        }
    }
}

/// The last name of an operand: `institution_id` of `institution.institution_id`.
fn last_name(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Name(name) | ExprKind::Field(_, name) => Some(&name.text),
        ExprKind::ThisClause => Some("this"),
        _ => None,
    }
}
