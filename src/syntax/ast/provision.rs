//! What a version says: clauses, parameters, definitions, indicators, and what becomes of earlier ones.

use std::sync::Arc;

use super::{DateLiteral, Expr, Name, Text, TypeExpr};
use crate::source::Span;

/// What a provision does to the version that is amended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// no verb: a provision of a first version
    Stands,
    /// `adds`
    Adds,
    /// `replaces`
    Replaces,
}

/// The kinds of provision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProvisionKind {
    /// `clause`
    Clause,
    /// `parameter`
    Parameter,
    /// `define`
    Define,
    /// `indicator`
    Indicator,
}

/// `clause …`, `adds parameter …`
#[derive(Debug, Clone, PartialEq)]
pub struct Provision {
    /// What it does to the version that is amended.
    pub verb: Verb,
    /// Its content, which every version that inherits it shares.
    pub body: Arc<ProvisionBody>,
    /// From the first word of the item to its end.
    pub span: Span,
}

/// The content of a provision.
#[derive(Debug, Clone, PartialEq)]
pub enum ProvisionBody {
    /// `clause petic.strategic_cap "…" …`
    Clause(Box<Clause>),
    /// `parameter strategic_project_cap = 7`
    Parameter(Parameter),
    /// `define assented(r: Request) = …`
    Define(Define),
    /// `indicator spending_efficiency "…" in MXN …`
    Indicator(Indicator),
}

impl ProvisionBody {
    /// Its kind.
    pub fn kind(&self) -> ProvisionKind {
        match self {
            ProvisionBody::Clause(_) => ProvisionKind::Clause,
            ProvisionBody::Parameter(_) => ProvisionKind::Parameter,
            ProvisionBody::Define(_) => ProvisionKind::Define,
            ProvisionBody::Indicator(_) => ProvisionKind::Indicator,
        }
    }

    /// Its name.
    pub fn name(&self) -> &Name {
        match self {
            ProvisionBody::Clause(clause) => &clause.id,
            ProvisionBody::Parameter(parameter) => &parameter.name,
            ProvisionBody::Define(define) => &define.name,
            ProvisionBody::Indicator(indicator) => &indicator.name,
        }
    }
}

/// `repeals clause ads.catalogue`
#[derive(Debug, Clone, PartialEq)]
pub struct Repeal {
    /// `clause`
    pub kind: ProvisionKind,
    /// `ads.catalogue`
    pub name: Name,
    /// The whole item.
    pub span: Span,
}

/// `sets parameter exempt_umas = 300`, or with further `from` lines
#[derive(Debug, Clone, PartialEq)]
pub struct Sets {
    /// `exempt_umas`
    pub name: Name,
    /// `= 300`, or the lines
    pub value: ParameterValue,
    /// `reading false "why"`
    pub readings: Vec<ParameterReading>,
    /// `cites "…"`
    pub cites: Option<Text>,
    /// `review "…"`
    pub review: Option<Text>,
    /// The whole item.
    pub span: Span,
}

/// `parameter daily_uma: money in MXN …`
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// `daily_uma`
    pub name: Name,
    /// The enums of a table: `(BodyKind, Subject)`
    pub keys: Vec<Name>,
    /// `money in MXN`
    pub ty: Option<TypeExpr>,
    /// Its value or values.
    pub value: ParameterValue,
    /// `reading false "why"`: the other readings of an open question
    pub readings: Vec<ParameterReading>,
    /// `cites "INEGI"`
    pub cites: Option<Text>,
    /// `review "…"`
    pub review: Option<Text>,
}

/// `reading false "The circular of 2020 counts the recess."`
#[derive(Debug, Clone, PartialEq)]
pub struct ParameterReading {
    /// What the parameter would be worth.
    pub value: Expr,
    /// Who reads the text so, or why one may.
    pub why: Text,
}

/// A row of a table: `ministry, goods` and what it is worth
#[derive(Debug, Clone, PartialEq)]
pub struct TableRow {
    /// A member for each of the table's enums, or `other`.
    pub members: Vec<Name>,
    /// One value, or dated ones.
    pub value: ParameterValue,
    /// The members as they stand.
    pub span: Span,
}

impl TableRow {
    /// `ministry, other`
    pub fn words(&self) -> String {
        let names: Vec<&str> = self.members.iter().map(|name| name.text.as_str()).collect();
        names.join(", ")
    }
}

impl ParameterValue {
    /// The values that are written out, in the order of the text.
    pub fn values(&self) -> Vec<&Expr> {
        match self {
            ParameterValue::Plain(value) => vec![value],
            ParameterValue::Dated { steps, .. } => steps.iter().map(|(_, value)| value).collect(),
            ParameterValue::Table(rows) => rows.iter().flat_map(|row| row.value.values()).collect(),
        }
    }

    /// The same, to change them.
    pub fn values_mut(&mut self) -> Vec<&mut Expr> {
        match self {
            ParameterValue::Plain(value) => vec![value],
            ParameterValue::Dated { steps, .. } => {
                steps.iter_mut().map(|(_, value)| value).collect()
            }
            ParameterValue::Table(rows) => rows
                .iter_mut()
                .flat_map(|row| row.value.values_mut())
                .collect(),
        }
    }
}

/// What a parameter is worth.
#[derive(Debug, Clone, PartialEq)]
pub enum ParameterValue {
    /// `= 7`
    Plain(Expr),
    /// `from 2016-02-01 = 73.04 MXN` …, `until 2019-01-31`
    Dated {
        /// The first day of each value, and the value.
        steps: Vec<(DateLiteral, Expr)>,
        /// The last day of the last value.
        until: Option<DateLiteral>,
    },
    /// `ministry, goods = 139_000 MXN` …: a row for each combination of members
    Table(Vec<TableRow>),
}

/// `define deemed_favourable(r: Request) = …`; without parameters also `define n = …`
#[derive(Debug, Clone, PartialEq)]
pub struct Define {
    /// `deemed_favourable`
    pub name: Name,
    /// `r: Request`
    pub params: Vec<(Name, TypeExpr)>,
    /// What it stands for.
    pub body: Expr,
    /// `cites "…"`
    pub cites: Option<Text>,
    /// `review "…"`
    pub review: Option<Text>,
}

/// `indicator spending_efficiency "Spending efficiency" in MXN`
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// `spending_efficiency`
    pub name: Name,
    /// What reports call it.
    pub title: Text,
    /// `in MXN`
    pub unit: Option<Name>,
    /// `cites "…"`
    pub cites: Option<Text>,
    /// `review "…"`
    pub review: Option<Text>,
    /// `value E`
    pub value: Expr,
    /// `total sum`
    pub total: Option<(Total, Span)>,
}

/// How an indicator is totalled over the batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Total {
    /// `sum`
    Sum,
    /// `mean`
    Mean,
    /// `count`: of how many filings it has a value
    Count,
    /// `min`
    Min,
    /// `max`
    Max,
}

/// `clause petic.strategic_cap "At most seven strategic projects"` and its lines in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// `petic.strategic_cap`
    pub id: Name,
    /// `"At most seven strategic projects"`
    pub title: Text,
    /// `text "…"`
    pub text: Option<Text>,
    /// `cites "…"`; without one the clause is an error that `syntax` reports
    pub cites: Text,
    /// `authority ugd`
    pub authority: Option<Name>,
    /// `binds ugd`
    pub binds: Option<Name>,
    /// `severity recommended`
    pub severity: Option<(ClauseSeverity, Span)>,
    /// `review "why"`
    pub review: Option<Text>,
    /// `for each r in requests where C`, one loop or two
    pub for_each: Option<ForEach>,
    /// `governed by D`, after a `for each` or alone
    pub governed: Option<Expr>,
    /// `applies when C`
    pub applies: Option<Expr>,
    /// `except when C cites "…"`
    pub exceptions: Vec<Exception>,
    /// `requires C` or `not judged "why"`
    pub body: ClauseBody,
    /// `otherwise "…"`
    pub otherwise: Option<Message>,
    /// `remedy "…"`
    pub remedy: Option<Message>,
}

impl Clause {
    /// Its lines, by themselves.
    pub fn lines(&self) -> ClauseLines {
        let clause = self.clone();
        ClauseLines {
            text: clause.text,
            cites: Some(clause.cites),
            authority: clause.authority,
            binds: clause.binds,
            severity: clause.severity,
            review: clause.review,
            for_each: clause.for_each,
            governed: clause.governed,
            applies: clause.applies,
            exceptions: clause.exceptions,
            body: Some(clause.body),
            otherwise: clause.otherwise,
            remedy: clause.remedy,
        }
    }
}

/// The lines of a clause that stand, each where it belongs; in an amendment, those that change.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClauseLines {
    /// `text "…"`
    pub text: Option<Text>,
    /// `cites "…"`
    pub cites: Option<Text>,
    /// `authority ugd`
    pub authority: Option<Name>,
    /// `binds ugd`
    pub binds: Option<Name>,
    /// `severity recommended`
    pub severity: Option<(ClauseSeverity, Span)>,
    /// `review "why"`
    pub review: Option<Text>,
    /// `for each r in requests where C`
    pub for_each: Option<ForEach>,
    /// `governed by D`
    pub governed: Option<Expr>,
    /// `applies when C`
    pub applies: Option<Expr>,
    /// `except when C cites "…"`
    pub exceptions: Vec<Exception>,
    /// `requires C` or `not judged "why"`
    pub body: Option<ClauseBody>,
    /// `otherwise "…"`
    pub otherwise: Option<Message>,
    /// `remedy "…"`
    pub remedy: Option<Message>,
}

/// `amends clause petic.strategic_cap` and the lines that change.
#[derive(Debug, Clone, PartialEq)]
pub struct Amends {
    /// `petic.strategic_cap`
    pub id: Name,
    /// The new title, if it changes.
    pub title: Option<Text>,
    /// The lines that change; if an `except when` stands among them, all are replaced.
    pub lines: ClauseLines,
    /// `drops remedy`: the lines that are taken away, and where that is said
    pub drops: Vec<(ClauseLine, Span)>,
    /// The whole item.
    pub span: Span,
}

/// A line that a clause may do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the lines say it")]
pub enum ClauseLine {
    Text,
    Authority,
    Binds,
    Severity,
    Review,
    ForEach,
    GovernedBy,
    AppliesWhen,
    ExceptWhen,
    Otherwise,
    Remedy,
}

/// How grave it is to break a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClauseSeverity {
    /// `mandatory`
    #[default]
    Mandatory,
    /// `recommended`
    Recommended,
}

/// `r in requests where C`, `c in contracts, k in art10_clauses`
#[derive(Debug, Clone, PartialEq)]
pub struct ForEach {
    /// One loop or two: the variable and what it goes through.
    pub loops: Vec<(Name, Expr)>,
    /// `where C`
    pub filter: Option<Expr>,
}

/// `except when C cites "…"`
#[derive(Debug, Clone, PartialEq)]
pub struct Exception {
    /// When it lifts the clause.
    pub when: Expr,
    /// `cites "…"`
    pub cites: Option<Text>,
}

/// What a clause asks.
#[derive(Debug, Clone, PartialEq)]
pub enum ClauseBody {
    /// `requires C`
    Requires(Expr),
    /// `not judged "why"`
    NotJudged(Text),
}

/// `"{r.id}: contract of {r.amount} without assent"`
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Text and expressions in turn.
    pub parts: Vec<MessagePart>,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// A piece of a message.
#[derive(Debug, Clone, PartialEq)]
pub enum MessagePart {
    /// Words.
    Text(String),
    /// `{r.amount}`
    Expr(Expr),
}
