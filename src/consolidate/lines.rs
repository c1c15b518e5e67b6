//! A provision to its lines, as they are written and compared: nothing in them leads anywhere yet.

use std::collections::BTreeMap;

use crate::book::{Version, VocabularyText, worded};
use crate::consolidate::pieces::{Names, pieces};
use crate::consolidate::{Label, Part, Words};
use crate::source::Span;
use crate::syntax::ast::{
    Clause, ClauseBody, ClauseSeverity, Define, Exception, Expr, Indicator, Message, MessagePart,
    Name, Parameter, ParameterValue, ProvisionBody, TableRow, Text,
};
use crate::syntax::print::{print_broken, print_expr, print_rows};
use crate::syntax::{date_of, severity_of, total_of, type_of};

/// The words of a line as the printer writes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Raw {
    Prose(String),
    Rule(String),
    /// Words, and with `true` expressions, in turn.
    Message(Vec<(bool, String)>),
}

/// A line before it is known who brought it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RawLine {
    pub label: Label,
    pub raw: Raw,
    pub cites: Option<String>,
    /// Where it stands; none where the text is silent and the language decides.
    pub span: Option<Span>,
    /// The text itself, if parameters stand in it.
    pub text: Option<Text>,
}

impl RawLine {
    /// Whether two lines say the same, wherever they stand.
    pub(super) fn says(&self, other: &RawLine) -> bool {
        self.label == other.label && self.raw == other.raw && self.cites == other.cites
    }

    /// The words with what leads somewhere.
    pub(super) fn words(&self, names: &Names<'_>) -> Words {
        match &self.raw {
            Raw::Prose(text) => Words::Prose(text.clone()),
            Raw::Rule(text) => Words::Rule(pieces(text, names)),
            Raw::Message(parts) => {
                let parts = parts.iter().map(|(rule, text)| match rule {
                    true => Part::Rule(pieces(text, names)),
                    false => Part::Text(text.clone()),
                });
                Words::Message(parts.collect())
            }
        }
    }
}

/// What reports call an authority, by its name.
pub(super) type Offices<'a> = BTreeMap<&'a str, &'a str>;

/// The lines of a provision in their order.
pub(super) fn lines(body: &ProvisionBody, offices: &Offices<'_>) -> Vec<RawLine> {
    let mut lines = Lines {
        found: Vec::new(),
        offices,
    };
    match body {
        ProvisionBody::Clause(clause) => lines.clause(clause),
        ProvisionBody::Parameter(parameter) => lines.parameter(parameter),
        ProvisionBody::Define(define) => lines.define(define),
        ProvisionBody::Indicator(indicator) => lines.indicator(indicator),
    }
    lines.found
}

/// The lines of a ruleset that hold for each of its clauses.
pub(super) fn scope(applies: Option<&Expr>, exceptions: &[Exception]) -> Vec<RawLine> {
    let mut lines = Lines {
        found: Vec::new(),
        offices: &BTreeMap::new(),
    };
    lines.rule(Label::AppliesWhen, applies);
    lines.exceptions(exceptions);
    lines.found
}

/// What follows the name in the head of a provision.
pub(super) fn head(body: &ProvisionBody) -> String {
    match body {
        ProvisionBody::Clause(_) => String::new(),
        ProvisionBody::Parameter(parameter) => {
            let keys: Vec<&str> = parameter.keys.iter().map(|key| key.text.as_str()).collect();
            let keys = match keys.is_empty() {
                true => String::new(),
                false => format!("({})", keys.join(", ")),
            };
            let ty = parameter.ty.as_ref().map(|ty| format!(": {}", type_of(ty)));
            format!("{keys}{}", ty.unwrap_or_default())
        }
        ProvisionBody::Define(define) if define.params.is_empty() => String::new(),
        ProvisionBody::Define(define) => {
            let params = define.params.iter();
            let params: Vec<String> = params
                .map(|(name, ty)| format!("{}: {}", name.text, type_of(ty)))
                .collect();
            format!("({})", params.join(", "))
        }
        ProvisionBody::Indicator(indicator) => match &indicator.unit {
            Some(unit) => format!(" in {}", unit.text),
            None => String::new(),
        },
    }
}

/// The title of what has one; what a parameter with one value is worth.
pub(super) fn gloss(
    body: &ProvisionBody,
    version: &Version,
    vocabulary: &VocabularyText,
) -> Option<String> {
    match body {
        ProvisionBody::Clause(clause) => Some(worded(&clause.title, version, vocabulary)),
        ProvisionBody::Indicator(indicator) => Some(indicator.title.value.clone()),
        ProvisionBody::Parameter(parameter) => match &parameter.value {
            ParameterValue::Plain(value) => Some(print_expr(value)),
            ParameterValue::Dated { .. } | ParameterValue::Table(_) => None,
        },
        ProvisionBody::Define(_) => None,
    }
}

struct Lines<'a> {
    found: Vec<RawLine>,
    offices: &'a Offices<'a>,
}

impl Lines<'_> {
    fn push(&mut self, label: Label, raw: Raw, span: Option<Span>) {
        self.found.push(RawLine {
            label,
            raw,
            cites: None,
            span,
            text: None,
        });
    }

    fn text(&mut self, label: Label, text: Option<&Text>) {
        if let Some(text) = text {
            self.push(label, Raw::Prose(text.value.clone()), Some(text.span));
            if let Some(line) = self.found.last_mut() {
                line.text = (!text.inserted.is_empty()).then(|| text.clone());
            }
        }
    }

    fn office(&mut self, label: Label, name: Option<&Name>) {
        if let Some(name) = name {
            let words = match self.offices.get(name.text.as_str()) {
                Some(office) => format!("{office} ({})", name.text),
                None => name.text.clone(),
            };
            self.push(label, Raw::Prose(words), Some(name.span));
        }
    }

    fn rule(&mut self, label: Label, expr: Option<&Expr>) {
        if let Some(expr) = expr {
            self.push(label, Raw::Rule(print_broken(expr)), Some(expr.span));
        }
    }

    fn message(&mut self, label: Label, message: Option<&Message>) {
        if let Some(message) = message {
            let parts = message.parts.iter().map(|part| match part {
                MessagePart::Text(text) => (false, text.clone()),
                MessagePart::Expr(expr) => (true, print_expr(expr)),
            });
            self.push(label, Raw::Message(parts.collect()), Some(message.span));
        }
    }

    fn exceptions(&mut self, exceptions: &[Exception]) {
        for exception in exceptions {
            self.found.push(RawLine {
                label: Label::ExceptWhen,
                raw: Raw::Rule(print_broken(&exception.when)),
                cites: exception.cites.as_ref().map(|text| text.value.clone()),
                span: Some(exception.when.span),
                text: None,
            });
        }
    }

    fn clause(&mut self, clause: &Clause) {
        self.text(Label::Title, Some(&clause.title));
        self.text(Label::Text, clause.text.as_ref());
        self.text(Label::Cites, Some(&clause.cites));
        self.office(Label::Authority, clause.authority.as_ref());
        match &clause.binds {
            Some(name) => self.office(Label::Binds, Some(name)),
            None => self.push(Label::Binds, Raw::Prose("the institution".to_owned()), None),
        }
        let (severity, span) = match clause.severity {
            Some((severity, span)) => (severity, Some(span)),
            None => (ClauseSeverity::default(), None),
        };
        let severity = severity_of(severity).to_owned();
        self.push(Label::Severity, Raw::Prose(severity), span);
        self.text(Label::Review, clause.review.as_ref());
        if let Some(each) = &clause.for_each
            && let Some((first, _)) = each.loops.first()
        {
            let rows = print_rows(each);
            self.push(Label::ForEach, Raw::Rule(rows), Some(first.span));
        }
        self.rule(Label::GovernedBy, clause.governed.as_ref());
        self.rule(Label::AppliesWhen, clause.applies.as_ref());
        self.exceptions(&clause.exceptions);
        match &clause.body {
            ClauseBody::Requires(expr) => self.rule(Label::Requires, Some(expr)),
            ClauseBody::NotJudged(why) => self.text(Label::NotJudged, Some(why)),
        }
        self.message(Label::Otherwise, clause.otherwise.as_ref());
        self.message(Label::Remedy, clause.remedy.as_ref());
    }

    fn parameter(&mut self, parameter: &Parameter) {
        match &parameter.value {
            ParameterValue::Plain(value) => self.rule(Label::Value, Some(value)),
            ParameterValue::Dated { steps, until } => {
                for (date, value) in steps {
                    let value = Raw::Rule(print_expr(value));
                    self.push(Label::From(date_of(date)), value, Some(date.span));
                }
                if let Some(date) = until {
                    self.push(Label::Until, Raw::Prose(date_of(date)), Some(date.span));
                }
            }
            ParameterValue::Table(rows) => rows.iter().for_each(|row| self.row(row)),
        }
        for reading in &parameter.readings {
            self.found.push(RawLine {
                label: Label::Reading,
                raw: Raw::Rule(print_expr(&reading.value)),
                cites: Some(reading.why.value.clone()),
                span: Some(reading.value.span),
                text: None,
            });
        }
        self.text(Label::Cites, parameter.cites.as_ref());
        self.text(Label::Review, parameter.review.as_ref());
    }

    fn row(&mut self, row: &TableRow) {
        match &row.value {
            ParameterValue::Dated { steps, until } => {
                for (date, value) in steps {
                    let label = Label::Row(format!("{} from {}", row.words(), date_of(date)));
                    self.push(label, Raw::Rule(print_expr(value)), Some(date.span));
                }
                if let Some(date) = until {
                    let label = Label::Row(format!("{} until", row.words()));
                    self.push(label, Raw::Prose(date_of(date)), Some(date.span));
                }
            }
            other => {
                for value in other.values() {
                    let words = Raw::Rule(print_expr(value));
                    self.push(Label::Row(row.words()), words, Some(value.span));
                }
            }
        }
    }

    fn define(&mut self, define: &Define) {
        self.rule(Label::Value, Some(&define.body));
        self.text(Label::Cites, define.cites.as_ref());
        self.text(Label::Review, define.review.as_ref());
    }

    fn indicator(&mut self, indicator: &Indicator) {
        self.text(Label::Title, Some(&indicator.title));
        self.rule(Label::Value, Some(&indicator.value));
        if let Some((total, span)) = indicator.total {
            self.push(
                Label::Total,
                Raw::Prose(total_of(total).to_owned()),
                Some(span),
            );
        }
        self.text(Label::Cites, indicator.cites.as_ref());
        self.text(Label::Review, indicator.review.as_ref());
    }
}
