//! How the smallest parts of a tree are written.

use super::ast::{
    AggregateKind, ArithmeticOp, ClauseLine, ClauseSeverity, CompareOp, DateLiteral, DurationUnit,
    ProvisionKind, QuantifierKind, Text, Total, TypeExpr, TypeKind, Verb,
};

/// What a provision does, with the space after it.
pub(super) fn verb_of(verb: Verb) -> &'static str {
    match verb {
        Verb::Stands => "",
        Verb::Adds => "adds ",
        Verb::Replaces => "replaces ",
    }
}

/// How a severity is written.
pub(crate) fn severity_of(severity: ClauseSeverity) -> &'static str {
    match severity {
        ClauseSeverity::Mandatory => "mandatory",
        ClauseSeverity::Recommended => "recommended",
    }
}

/// How the line that `drops` takes away is written.
pub(crate) fn clause_line_of(line: ClauseLine) -> &'static str {
    match line {
        ClauseLine::Text => "text",
        ClauseLine::Authority => "authority",
        ClauseLine::Binds => "binds",
        ClauseLine::Severity => "severity",
        ClauseLine::Review => "review",
        ClauseLine::ForEach => "for each",
        ClauseLine::GovernedBy => "governed by",
        ClauseLine::AppliesWhen => "applies when",
        ClauseLine::ExceptWhen => "except when",
        ClauseLine::Otherwise => "otherwise",
        ClauseLine::Remedy => "remedy",
    }
}

/// How a kind of provision is written.
pub(super) fn kind_of(kind: ProvisionKind) -> &'static str {
    match kind {
        ProvisionKind::Clause => "clause",
        ProvisionKind::Parameter => "parameter",
        ProvisionKind::Define => "define",
        ProvisionKind::Indicator => "indicator",
    }
}

/// How a total is written.
pub(crate) fn total_of(total: Total) -> &'static str {
    match total {
        Total::Sum => "sum",
        Total::Mean => "mean",
        Total::Count => "count",
        Total::Min => "min",
        Total::Max => "max",
    }
}

/// How a date is written.
pub(crate) fn date_of(date: &DateLiteral) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// How a type is written.
pub(crate) fn type_of(ty: &TypeExpr) -> String {
    match &ty.kind {
        TypeKind::Boolean => "boolean".to_owned(),
        TypeKind::Integer => "integer".to_owned(),
        TypeKind::Decimal => "decimal".to_owned(),
        TypeKind::Money(currency) => format!("money in {}", currency.text),
        TypeKind::Date => "date".to_owned(),
        TypeKind::Year => "year".to_owned(),
        TypeKind::Text => "text".to_owned(),
        TypeKind::Named(name) => name.text.clone(),
        TypeKind::List(of) => format!("list of {}", type_of(of)),
        TypeKind::Reference(path) => {
            let names: Vec<&str> = path.names.iter().map(|name| name.text.as_str()).collect();
            format!("reference to {}", names.join("."))
        }
        TypeKind::Optional(of) => format!("optional {}", type_of(of)),
    }
}

/// How a duration's unit is written after a count.
pub(super) fn unit_of(count: &str, unit: DurationUnit) -> &'static str {
    let one = count == "1";
    match unit {
        DurationUnit::Days if one => "day",
        DurationUnit::Days => "days",
        DurationUnit::BusinessDays if one => "business day",
        DurationUnit::BusinessDays => "business days",
        DurationUnit::Months if one => "month",
        DurationUnit::Months => "months",
        DurationUnit::Years if one => "year",
        DurationUnit::Years => "years",
    }
}

/// How an operation is written.
pub(super) fn arithmetic_of(op: ArithmeticOp) -> &'static str {
    match op {
        ArithmeticOp::Add => "+",
        ArithmeticOp::Subtract => "-",
        ArithmeticOp::Multiply => "*",
        ArithmeticOp::Divide => "/",
    }
}

/// How a comparison is written.
pub(crate) fn compare_of(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Equal => "=",
        CompareOp::NotEqual => "!=",
        CompareOp::Less => "<",
        CompareOp::LessOrEqual => "<=",
        CompareOp::Greater => ">",
        CompareOp::GreaterOrEqual => ">=",
        CompareOp::Before => "before",
        CompareOp::After => "after",
        CompareOp::OnOrBefore => "on or before",
        CompareOp::OnOrAfter => "on or after",
        CompareOp::By => "by",
    }
}

/// How a quantifier is written.
pub(crate) fn quantifier_of(kind: QuantifierKind) -> &'static str {
    match kind {
        QuantifierKind::Every => "every",
        QuantifierKind::Some => "some",
        QuantifierKind::No => "no",
    }
}

/// How an aggregate is written.
pub(crate) fn aggregate_of(kind: AggregateKind) -> &'static str {
    match kind {
        AggregateKind::Sum => "sum",
        AggregateKind::Min => "min",
        AggregateKind::Max => "max",
        AggregateKind::Mean => "mean",
    }
}

/// A text between quotes, with the escapes that it needs.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text, &['"', '\\', '{']))
}

/// What stands between the quotes of a text, the parameters that stand in it as they are.
pub(super) fn words_of(text: &Text) -> String {
    let mut out = String::new();
    let mut at = 0;
    for inserted in &text.inserted {
        let end = inserted.at + inserted.name.text.len() + 2;
        out.push_str(&escaped(&text.value[at..inserted.at], &['"', '\\', '{']));
        out.push_str(&text.value[inserted.at..end]);
        at = end;
    }
    out.push_str(&escaped(&text.value[at..], &['"', '\\', '{']));
    out
}

/// A text with a backslash before each of these signs, and every line break as a space.
pub(super) fn escaped(text: &str, signs: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if signs.contains(&c) {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}
