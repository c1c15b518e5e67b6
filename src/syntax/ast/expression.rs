//! Expressions, as they are written.

use super::{DateLiteral, Name};
use crate::source::Span;

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
    /// `20 %`: the digits without `_`
    Percent(String),
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
    /// `this clause`: the id of the clause that is judged
    ThisClause,
    /// `r.amount`, `Modality.lease`
    Field(Box<Expr>, Name),
    /// `assented(r)`, `days(a, b)`, `date(y, m, d)`, `round(e, 2)`, `max(a, b)`
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
