//! The tree of a rules file: what was written, with its places, and nothing looked up.
//!
//! Every name is in NFC, every quoted text has its escapes and line breaks resolved.

use crate::source::{SourceId, Span};

/// A file: `vocabulary …`, `ruleset …`, or any other items.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// The text that it was read from.
    pub source: SourceId,
    /// The items in order.
    pub items: Vec<Item>,
}

/// A name, in NFC: `requests`, or a clause's dotted id `petic.strategic_cap`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A quoted text: `"Acuerdo art. 9"`, its line breaks with their indentation read as one space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The characters between the quotes.
    pub value: String,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// A day as written: `2014-05-08`. Whether it exists is checked later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateLiteral {
    /// The year, 0 to 9999.
    pub year: i16,
    /// The month as written.
    pub month: i8,
    /// The day as written.
    pub day: i8,
    /// Where it stands.
    pub span: Span,
}

/// One item of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// `vocabulary ict_filing`
    Vocabulary(Name),
    /// `authority ugd "Unidad de Gobierno Digital"`
    Authority(Authority),
    /// `enum Rank ordered …`
    Enum(Enum),
    /// `record Project …`
    Record(Record),
    /// `filing …`
    Filing(Filing),
    /// `calendar federal …`
    Calendar(Calendar),
    /// `ruleset ict_policy 2018 amends 2016 …`
    Ruleset(Box<Ruleset>),
    /// `part of ict_policy 2018`
    Part(Part),
    /// `clause …`, `adds define …`, `replaces clause …`
    Provision(Provision),
    /// `repeals clause ads.catalogue`
    Repeal(Repeal),
    /// `sets parameter exempt_umas = 300`
    Sets(Sets),
}

/// `authority ugd "Unidad de Gobierno Digital"`
#[derive(Debug, Clone, PartialEq)]
pub struct Authority {
    /// `ugd`
    pub name: Name,
    /// What reports call it.
    pub label: Text,
}

/// `enum Rank ordered` and its members, lowest first if ordered.
#[derive(Debug, Clone, PartialEq)]
pub struct Enum {
    /// `Rank`
    pub name: Name,
    /// Whether `<` and `>` work on it.
    pub ordered: bool,
    /// `acquisition "Acquisition"`
    pub members: Vec<Member>,
}

/// `acquisition "Acquisition"`
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// `acquisition`
    pub name: Name,
    /// What reports call it, if not by its name.
    pub label: Option<Text>,
}

/// `record Project` and its fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// `Project`
    pub name: Name,
    /// The fields in order.
    pub fields: Vec<Field>,
}

/// `folio text key`, `fiscal_year year from "year"`
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// `folio`
    pub name: Name,
    /// `optional date`
    pub ty: TypeExpr,
    /// Where `key` stands, if it does.
    pub key: Option<Span>,
    /// `from "year"`: the name in the documents, if another.
    pub from: Option<Text>,
    /// The whole line.
    pub span: Span,
}

/// A type as written.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeExpr {
    /// What it is.
    pub kind: TypeKind,
    /// Where it stands.
    pub span: Span,
}

/// The types that can be written.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeKind {
    /// `boolean`
    Boolean,
    /// `integer`
    Integer,
    /// `decimal`
    Decimal,
    /// `money in MXN`
    Money(Name),
    /// `date`
    Date,
    /// `year`
    Year,
    /// `text`
    Text,
    /// `Modality`, `Project`: an enum or a record
    Named(Name),
    /// `list of T`
    List(Box<TypeExpr>),
    /// `reference to projects`
    Reference(Path),
    /// `optional T`
    Optional(Box<TypeExpr>),
}

/// `projects`, `security.controls`
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// The names between the dots, one at least.
    pub names: Vec<Name>,
    /// From the first to the last.
    pub span: Span,
}

/// `filing`, its key, its year and its fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Filing {
    /// Where the word `filing` stands.
    pub span: Span,
    /// `key filing_id`; each time that it stands.
    pub key: Vec<Name>,
    /// `year fiscal_year`; each time that it stands.
    pub year: Vec<Name>,
    /// The fields in order.
    pub fields: Vec<Field>,
}

/// `calendar federal`, its lines each as often as they stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// `federal`
    pub name: Name,
    /// `rest saturday, sunday`: the names of the days
    pub rest: Vec<Name>,
    /// `covers 2014 to 2019`
    pub covers: Vec<(i16, i16, Span)>,
    /// `holiday 2014-09-16 "Independence Day"`
    pub holidays: Vec<(DateLiteral, Option<Text>)>,
}

/// `ict_policy 2018`
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// `ict_policy`
    pub ruleset: Name,
    /// `2018`
    pub version: Name,
}

/// `ruleset ict_policy 2018 amends 2016` and its lines; what must stand is checked later.
#[derive(Debug, Clone, PartialEq)]
pub struct Ruleset {
    /// `ict_policy 2018`
    pub version: Version,
    /// `amends 2016`
    pub amends: Option<Name>,
    /// `title "…"`
    pub title: Option<Text>,
    /// `published 2018-07-23 in "DOF"`
    pub published: Option<(DateLiteral, Text)>,
    /// `in force from 2018-07-24`
    pub in_force: Option<DateLiteral>,
    /// `for years 2014 to 2015`, `for years from 2019`, `for years 2016`
    pub years: Option<Years>,
    /// `review "why"`: the encoding still needs a lawyer's check
    pub review: Option<Text>,
    /// `applies when C`
    pub applies: Option<Expr>,
    /// `except when C cites "…"`
    pub exceptions: Vec<Exception>,
    /// From the word `ruleset` to the end of the header line.
    pub span: Span,
}

/// `2014 to 2015`, `from 2019`
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Years {
    /// The first year.
    pub first: i16,
    /// The last, if it is closed.
    pub last: Option<i16>,
    /// Where it stands.
    pub span: Span,
}

/// `part of ict_policy 2018`
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// `ict_policy 2018`
    pub version: Version,
    /// The whole line.
    pub span: Span,
}

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
    /// Its content.
    pub body: ProvisionBody,
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
    /// `money in MXN`
    pub ty: Option<TypeExpr>,
    /// Its value or values.
    pub value: ParameterValue,
    /// `cites "INEGI"`
    pub cites: Option<Text>,
    /// `review "…"`
    pub review: Option<Text>,
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

/// An expression with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// From its first character to its last.
    pub span: Span,
}

/// The forms of an expression. Parentheses leave no trace but in the tree's shape.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// `100_000`, `0.25`: the digits without `_`
    Number(String),
    /// `80.60 MXN`: digits without `_`, currency
    Money(String, Name),
    /// `2014-05-09`
    Date(DateLiteral),
    /// `"text"`
    Text(String),
    /// `true`, `false`
    Boolean(bool),
    /// `15 business days`: how many as digits without `_`, of what
    Duration(String, DurationUnit),
    /// `{lease, service}`
    Set(Vec<Expr>),
    /// `projects`, `year`, `as_of`: a name that stands alone
    Name(Name),
    /// `r.amount`, `Modality.lease`
    Field(Box<Expr>, Name),
    /// `assented(r)`, `days(a, b)`, `date(y, m, d)`, `round(e, 2)`
    Call(Name, Vec<Expr>),
    /// `contracts of r`: only where a list may stand
    Of(Box<Expr>, Box<Expr>),
    /// `year of d`
    YearOf(Box<Expr>),
    /// `daily_uma on d`
    On(Box<Expr>, Box<Expr>),
    /// `-x`
    Negate(Box<Expr>),
    /// `a + b`
    Arithmetic(ArithmeticOp, Box<Expr>, Box<Expr>),
    /// `a <= b`, `a on or before b`, `a by b`
    Compare(CompareOp, Box<Expr>, Box<Expr>),
    /// `x between a and b`
    Between(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `x in s`; the flag is true for `not in`
    In(Box<Expr>, Box<Expr>, bool),
    /// `x is given`; the flag is true for `is not given`
    IsGiven(Box<Expr>, bool),
    /// `not c`
    Not(Box<Expr>),
    /// `a and b and c`, flat, two at least
    And(Vec<Expr>),
    /// `a or b or c`, flat, two at least
    Or(Vec<Expr>),
    /// `if c then a else b`, `if c then d`
    If(Box<Expr>, Box<Expr>, Option<Box<Expr>>),
    /// `every x in xs where c satisfies d`
    Quantifier(QuantifierKind, Box<Loop>, Box<Expr>),
    /// `count(xs)` has no variable; `count(x in xs where c)`
    CountList(Box<Expr>),
    /// `count(x in xs where c)`
    Count(Box<Loop>),
    /// `sum(e for x in xs where c)`
    Aggregate(AggregateKind, Box<Expr>, Box<Loop>),
    /// `longest_gap(e for x in xs, from, to)`
    LongestGap(Box<Expr>, Box<Loop>, Box<Expr>, Box<Expr>),
}

/// `x in xs where c`
#[derive(Debug, Clone, PartialEq)]
pub struct Loop {
    /// `x`
    pub variable: Name,
    /// `xs`, a set, an enum's name, or [`ExprKind::Of`]
    pub list: Expr,
    /// `where c`
    pub filter: Option<Expr>,
}

/// What a duration counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DurationUnit {
    /// `days`
    Days,
    /// `business days`
    BusinessDays,
    /// `months`
    Months,
    /// `years`: twelve months each
    Years,
}

/// `+`, `-`, `*`, `/`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the four operations say it")]
pub enum ArithmeticOp {
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// The comparisons of two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompareOp {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `before`
    Before,
    /// `after`
    After,
    /// `on or before`
    OnOrBefore,
    /// `on or after`
    OnOrAfter,
    /// `by`
    By,
}

/// `every`, `some`, `no`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the three words of the language")]
pub enum QuantifierKind {
    Every,
    Some,
    No,
}

/// `sum`, `min`, `max`, `mean`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the four words of the language")]
pub enum AggregateKind {
    Sum,
    Min,
    Max,
    Mean,
}
