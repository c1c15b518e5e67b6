//! The tree of a rules file: what was written, with its places, and nothing looked up.
//!
//! Every name is in NFC, every quoted text has its escapes and line breaks resolved.

mod children;
mod expression;
mod provision;
mod translation;

pub use expression::{
    AggregateKind, ArithmeticOp, CompareOp, DurationUnit, Expr, ExprKind, Loop, QuantifierKind,
};
pub use provision::{
    Amends, Clause, ClauseBody, ClauseLine, ClauseLines, ClauseSeverity, Define, Exception,
    ForEach, Indicator, Message, MessagePart, Parameter, ParameterReading, ParameterValue,
    Provision, ProvisionBody, ProvisionKind, Repeal, Sets, TableRow, Total, Verb,
};

pub use translation::{Translated, TranslatedClause, Translation};

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
    /// The parameters whose values stand in it, in order.
    pub inserted: Vec<Inserted>,
}

/// `{strategic_project_cap}` in a title or a text
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inserted {
    /// At which byte of the text's value its opening brace stands; the closing one follows the name.
    pub at: usize,
    /// The parameter.
    pub name: Name,
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
    /// `amends clause petic.strategic_cap …`
    Amends(Box<Amends>),
    /// `repeals clause ads.catalogue`
    Repeal(Repeal),
    /// `sets parameter exempt_umas = 300`
    Sets(Box<Sets>),
    /// `translation es of ict_policy 2018`
    Translation(Box<Translation>),
    /// What stands below it.
    Translated(Translated),
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
    /// Whether a line of it could not be read, so that none is said to be missing.
    pub lost: bool,
    /// `covers 2014 to 2019`
    pub covers: Vec<(i16, i16, Span)>,
    /// `holiday 2014-09-16 "Independence Day"`
    pub holidays: Vec<(DateLiteral, Option<Text>)>,
    /// `closed 2014-12-20 to 2015-01-05 "Winter recess"`
    pub closed: Vec<(DateLiteral, DateLiteral, Option<Text>)>,
    /// `review "why"`
    pub review: Vec<Text>,
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
    /// Where `draft` stands, in place of `in force`.
    pub draft: Option<Span>,
    /// `consulted 2018-05-02 to 2018-05-31 at "gob.mx/participa"`
    pub consulted: Option<(DateLiteral, DateLiteral, Text)>,
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
    /// Whether a line of it could not be read, so that none is said to be missing.
    pub lost: bool,
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
