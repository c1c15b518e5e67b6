//! Layout and wording that reads worse than it need.

use super::walk::within;
use super::{Context, Lint, fixable, warn};
use crate::diagnostic::codes;
use crate::source::Span;
use crate::syntax::ast::{CompareOp, Expr, ExprKind, Name};

/// A condition of more operands than this has no name that says what it means.
const LONG: usize = 24;

/// Looks at numbers, conditions, names and titles.
pub(super) fn lint(context: &Context, found: &mut Vec<Lint>) {
    for whole in context.expressions() {
        let all = within(whole);
        let names = all
            .iter()
            .filter(|part| matches!(part.kind, ExprKind::Name(_) | ExprKind::Field(..)));
        if names.count() > LONG {
            let message = "this condition is too long to be read aloud".to_owned();
            found.push(warn(
                codes::LONG_CONDITION,
                message,
                whole.span,
                "give its parts names: `define …`",
            ));
        }
        for part in all {
            number(context, part, found);
            condition(context, part, found);
        }
    }
    for (_, clause) in context.clauses() {
        let title = &clause.title;
        if title.value.ends_with('.') {
            let stop = Span {
                start: title.span.end - 2,
                end: title.span.end - 1,
                ..title.span
            };
            let message = "a title ends without a full stop".to_owned();
            found.push(fixable(codes::TITLE_STOP, message, stop, String::new()));
        }
        if !clause.id.text.contains('.') {
            let message = format!("`{}` belongs to no chapter", clause.id.text);
            let help = "write a name with a dot: `procurement.assent`";
            found.push(warn(codes::NO_CHAPTER, message, clause.id.span, help));
        }
        let texts = [Some(&clause.cites), clause.text.as_ref()];
        for text in texts
            .into_iter()
            .flatten()
            .filter(|text| text.value.trim().is_empty())
        {
            let message = format!("a text of `{}` is empty", clause.id.text);
            found.push(warn(
                codes::EMPTY_TEXT,
                message,
                text.span,
                "write what stands in the law",
            ));
        }
    }
    names(context, found);
}

fn source<'a>(context: &Context<'a>, span: Span) -> &'a str {
    let text = &context.sources.get(span.source).text;
    text.get(span.start as usize..span.end as usize)
        .unwrap_or("")
}

/// Digits whose groups are not of three.
fn number(context: &Context, expr: &Expr, found: &mut Vec<Lint>) {
    let (ExprKind::Number(_) | ExprKind::Money(..)) = &expr.kind else {
        return;
    };
    let written = source(context, expr.span);
    let digits = written.split(' ').next().unwrap_or(written);
    let whole = digits.split('.').next().unwrap_or(digits);
    let mut groups = whole.split('_');
    let first = groups.next().unwrap_or("");
    if !whole.contains('_') || first.len() <= 3 && groups.all(|group| group.len() == 3) {
        return;
    }
    let plain: String = whole.chars().filter(char::is_ascii_digit).collect();
    let mut right = String::new();
    for (at, digit) in plain.chars().enumerate() {
        if at > 0 && plain.len() > 3 && (plain.len() - at).is_multiple_of(3) {
            right.push('_');
        }
        right.push(digit);
    }
    let span = Span {
        end: expr.span.start + u32::try_from(whole.len()).unwrap_or(0),
        ..expr.span
    };
    let message = format!("`{whole}` is not in groups of three digits");
    found.push(fixable(codes::DIGIT_GROUPS, message, span, right));
}

/// Conditions that say the same in more words.
fn condition(context: &Context, expr: &Expr, found: &mut Vec<Lint>) {
    match &expr.kind {
        ExprKind::Compare(CompareOp::Equal, a, b) => {
            if let ExprKind::Boolean(value) = b.kind {
                let a = source(context, a.span);
                let right = if value {
                    a.to_owned()
                } else {
                    format!("not {a}")
                };
                let message = "what is true or false need not be compared".to_owned();
                found.push(fixable(
                    codes::COMPARED_WITH_TRUE,
                    message,
                    expr.span,
                    right,
                ));
            }
        }
        ExprKind::Not(inner) => {
            let right = match &inner.kind {
                ExprKind::Not(twice) => source(context, twice.span).to_owned(),
                ExprKind::IsGiven(value, false) => {
                    format!("{} is not given", source(context, value.span))
                }
                ExprKind::Compare(CompareOp::Equal, a, b) => {
                    format!("{} != {}", source(context, a.span), source(context, b.span))
                }
                ExprKind::In(a, b, false) => {
                    format!(
                        "{} not in {}",
                        source(context, a.span),
                        source(context, b.span)
                    )
                }
                _ => return,
            };
            let message = "`not` stands before what has a contrary of its own".to_owned();
            // The parentheses after `not` go with it.
            let text = &context.sources.get(expr.span.source).text;
            let rest = text.get(inner.span.end as usize..).unwrap_or("");
            let opened = source(context, expr.span)
                .trim_start_matches("not")
                .trim_start();
            let closes = opened.starts_with('(') && rest.trim_start().starts_with(')');
            let end = match closes && expr.span.end == inner.span.end {
                true => rest.find(')').map_or(0, |at| at + 1),
                false => 0,
            };
            let span = Span {
                end: expr.span.end + u32::try_from(end).unwrap_or(0),
                ..expr.span
            };
            found.push(fixable(codes::NOT_BEFORE_CONTRARY, message, span, right));
        }
        ExprKind::In(value, set, negated) => {
            if let ExprKind::Set(members) = &set.kind
                && let [only] = members.as_slice()
            {
                let sign = if *negated { "!=" } else { "=" };
                let right = format!(
                    "{} {sign} {}",
                    source(context, value.span),
                    source(context, only.span)
                );
                let message = "a set of one member is compared by its sign".to_owned();
                found.push(fixable(codes::SET_OF_ONE, message, expr.span, right));
            }
        }
        _ => {}
    }
}

/// Names that are not spelled as the language spells its own.
fn names(context: &Context, found: &mut Vec<Lint>) {
    let mut small = |name: &Name| {
        if name.text.chars().any(char::is_uppercase) {
            let message = format!("`{}` is written in capitals", name.text);
            let help = "write small letters with `_` between words";
            found.push(warn(codes::CAPITALS, message, name.span, help));
        }
    };
    for (_, held) in context.provisions() {
        small(held.body.name());
    }
    let vocabulary = &context.book.vocabulary;
    let records = vocabulary.records.iter().map(|record| &record.fields);
    let own = vocabulary.filing.iter().map(|filing| &filing.fields);
    for field in records.chain(own).flatten() {
        small(&field.name);
    }
    for member in vocabulary.enums.iter().flat_map(|item| &item.members) {
        if member.label.is_none() {
            let message = format!("reports call this member `{}`", member.name.text);
            found.push(warn(
                codes::NO_LABEL,
                message,
                member.name.span,
                "write a label: `lease \"Lease\"`",
            ));
        }
    }
    for record in &vocabulary.records {
        if !record.name.text.starts_with(char::is_uppercase) {
            let message = format!("the type `{}` is written like a field", record.name.text);
            found.push(warn(
                codes::SMALL_TYPE,
                message,
                record.name.span,
                "begin it with a capital",
            ));
        }
    }
}
