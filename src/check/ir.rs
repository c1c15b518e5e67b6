//! A checked rule book: every name resolved, every expression typed.
//!
//! Expressions are nodes of one arena, equal nodes held once: two versions whose texts say the same
//! share them. A node refers only to nodes with smaller ids. What the words were is kept beside, in
//! [`Trace`]s, for reasons and messages alone.
//!
//! A *level* is a sequence of rows at which an expression has values: the filing itself, the rows of
//! a list inside the level around it, the rows that refer to each row of a level, or the members of a
//! set for each row of a level. A node's level is the deepest of those that it names.

use std::sync::Arc;

use crate::source::Span;
use crate::value::{Calendar, Day};
use crate::vocabulary::{ColumnId, Currency, EnumId, Layout, TableId, ValueType, Vocabulary};

/// Which node of an [`Ir`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExprId(pub u32);

/// Which level of an [`Ir`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LevelId(pub u32);

/// Which trace of an [`Ir`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TraceId(pub u32);

/// Which clause text of an [`Ir`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClauseId(pub u32);

/// The level of the filing itself.
pub const ROOT: LevelId = LevelId(0);

/// A checked rule book.
#[derive(Debug, Clone)]
pub struct Ir {
    /// What a filing contains.
    pub vocabulary: Vocabulary,
    /// The tables that it flattens to.
    pub layout: Layout,
    /// The business days, if the book has a calendar.
    pub calendar: Option<Calendar>,
    /// What a lawyer still has to check about the calendar.
    pub calendar_review: Option<String>,
    /// The nodes of all expressions; operands come first.
    pub nodes: Vec<Node>,
    /// The levels; parents come first, the first is the filing.
    pub levels: Vec<Level>,
    /// How expressions were written; parts come first.
    pub traces: Vec<Trace>,
    /// Each clause as it reads in each version in which it stands, messages included.
    pub clauses: Vec<Clause>,
    /// The versions, first to last.
    pub versions: Vec<Version>,
    /// The other readings of the parameters of all versions, in the order of the text.
    pub readings: Vec<Reading>,
    /// Every indicator of any version by its name, in order of first appearance.
    pub indicators: Vec<IndicatorTotal>,
}

impl Ir {
    /// A node by its id.
    pub fn node(&self, id: ExprId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// A level by its id.
    pub fn level(&self, id: LevelId) -> &Level {
        &self.levels[id.0 as usize]
    }

    /// A trace by its id.
    pub fn trace(&self, id: TraceId) -> &Trace {
        &self.traces[id.0 as usize]
    }

    /// A clause's text by its id.
    pub fn clause(&self, id: ClauseId) -> &Clause {
        &self.clauses[id.0 as usize]
    }

    /// The version whose years hold a fiscal year.
    pub fn version_of_year(&self, year: i128) -> Option<usize> {
        self.versions.iter().position(|version| {
            !version.draft
                && i128::from(version.years.0) <= year
                && version.years.1.is_none_or(|last| year <= i128::from(last))
        })
    }
}

impl Ir {
    /// The text that stands for an entry of a version where one is needed: its own version's; of one that
    /// the date of the act chooses and this version has not, the last that any version has.
    pub fn spoken(&self, version: usize, entry: &Entry) -> Option<ClauseId> {
        match &entry.text {
            EntryText::Fixed(id) => Some(*id),
            EntryText::Governed { texts, .. } => {
                let own = texts.get(version).copied().flatten();
                own.or_else(|| texts.iter().rev().copied().flatten().next())
            }
        }
        .filter(|id| (id.0 as usize) < self.clauses.len())
    }
}

impl Clause {
    /// Whether it weighs in the verdict of a filing: it is a duty of the institution.
    pub fn weighs(&self) -> bool {
        self.mandatory && self.binds.is_none()
    }
}

/// A sequence of rows at which expressions have values.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level {
    /// The level around it; nothing for the filing.
    pub parent: Option<LevelId>,
    /// What its rows are.
    pub kind: LevelKind,
}

/// What the rows of a level are, for each row of the level around it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LevelKind {
    /// The filing.
    Filing,
    /// The rows of a list that belongs to the row of `owner`, the parent or above it with only sets between.
    List {
        /// The list.
        table: TableId,
        /// The level whose row the list belongs to.
        owner: LevelId,
    },
    /// `contracts of r`: the rows of a list of the filing whose reference is the row of `to`.
    Referring {
        /// The list whose rows refer.
        table: TableId,
        /// Its column that holds the reference.
        reference: ColumnId,
        /// The level whose row is referred to: the parent or above it with only sets between.
        to: LevelId,
    },
    /// The members of a set, in order.
    Set {
        /// What each member is, all of one type.
        members: Vec<Constant>,
    },
}

/// A node of an expression.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node {
    /// What it does.
    pub op: Op,
    /// The type of its value.
    pub ty: ValueType,
    /// The level at which it has values.
    pub level: LevelId,
    /// Whether it may be absent, so that `is given` may ask.
    pub optional: bool,
}

/// A value known before any filing is read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Constant {
    /// `true`, `false`
    Boolean(bool),
    /// A number, scaled as its node's type says; in sets and parameters as the type of the whole says.
    Number(i128),
    /// `2014-05-09`
    Date(Day),
    /// `"text"`
    Text(String),
    /// The position of a member.
    Member(EnumId, u16),
}

/// What a node does with its operands. Numbers that are compared, added, subtracted or chosen between
/// may be of different scales; their unit is the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Op {
    /// `7`, `2014-05-09`, a parameter
    Constant(Constant),
    /// `as_of`
    AsOf,
    /// `r.amount` of the row of a level, the filing's own fields at [`ROOT`]
    Column(LevelId, ColumnId),
    /// `r`: the row of a [`LevelKind::List`] or [`LevelKind::Referring`] level itself
    Row(LevelId),
    /// `k`: the member of a [`LevelKind::Set`] level
    Member(LevelId),
    /// `r.project.strategic`: a column of the row that a reference (of type `Row`) leads to
    Follow(ExprId, ColumnId),
    /// Whether the nested record or list of this state column is given: `r.study is given`.
    RecordGiven(LevelId, ColumnId),
    /// The same through a reference: `r.project.owner is given`.
    FollowRecordGiven(ExprId, ColumnId),
    /// `x is given`
    IsGiven(ExprId),
    /// `not c`
    Not(ExprId),
    /// `a and b …`, two at least
    And(Vec<ExprId>),
    /// `a or b …`, two at least
    Or(Vec<ExprId>),
    /// `if c then a else b`; without `else`, `b` is the constant true
    If(ExprId, ExprId, ExprId),
    /// `a = b`, `a < b` …: numbers of one unit, dates, texts (equality alone), enums, booleans, rows
    Compare(Comparison, ExprId, ExprId),
    /// `x between a and b`
    Between(ExprId, ExprId, ExprId),
    /// `x in {a, b}`: scaled as `x` where they are numbers, unless more decimals were written, when they
    /// are left out because they cannot be equal
    In(ExprId, Vec<Constant>),
    /// `done by deadline`
    By(ExprId, ExprId),
    /// `-a`
    Negate(ExprId),
    /// `a + b`
    Add(ExprId, ExprId),
    /// `a - b`
    Subtract(ExprId, ExprId),
    /// `a * b`
    Multiply(ExprId, ExprId),
    /// `a / b`, rounded to six decimals
    Divide(ExprId, ExprId),
    /// `round(a, 2)`; the type has the scale
    Round(ExprId),
    /// `d + 15 business days`: date, duration (its node's unit says of what), and whether it is subtracted
    Shift(ExprId, ExprId, bool),
    /// `days(a, b)`
    Days(ExprId, ExprId),
    /// `business_days(a, b)`
    BusinessDays(ExprId, ExprId),
    /// `year of d`
    YearOf(ExprId),
    /// `next_business_day(d)`, and with the flag `previous_business_day(d)`
    BusinessDay(ExprId, bool),
    /// `min(a, b)`: an absent one is passed over
    Least(ExprId, ExprId),
    /// `max(a, b)`: an absent one is passed over
    Greatest(ExprId, ExprId),
    /// `date(y, m, d)` of three whole numbers
    MakeDate(ExprId, ExprId, ExprId),
    /// `daily_uma on d`
    DatedParameter {
        /// The parameter's name, for reasons.
        name: String,
        /// The first day of each value, ascending, and the value, scaled as the node's type says.
        steps: Vec<(Day, Constant)>,
        /// The last day of the last value.
        until: Option<Day>,
        /// The date.
        on: ExprId,
    },
    /// `every x in xs where c satisfies d`, `count(…)`, `sum(…)` …; has values at the level's parent
    Reduce {
        /// What it computes.
        reduction: Reduction,
        /// The rows that it goes through.
        level: LevelId,
        /// `where c`, at `level` or above it
        filter: Option<ExprId>,
        /// `d`, or the term; `count` has none
        body: Option<ExprId>,
    },
    /// `longest_gap(e for x in xs where c, from, to) <= 6 months`
    LongestGap {
        /// The rows that it goes through.
        level: LevelId,
        /// `where c`
        filter: Option<ExprId>,
        /// The date of a row.
        body: ExprId,
        /// The first date.
        from: ExprId,
        /// The last date.
        to: ExprId,
        /// How the gap compares with the duration; never `Equal` or `NotEqual`.
        comparison: Comparison,
        /// The duration.
        than: ExprId,
    },
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`, `before`
    Less,
    /// `<=`, `on or before`
    LessOrEqual,
    /// `>`, `after`
    Greater,
    /// `>=`, `on or after`
    GreaterOrEqual,
}

/// What is computed from the rows of a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reduction {
    /// `every`: all members satisfy the body
    Every,
    /// `some`: at least one member does; `no` is its negation
    Some,
    /// `count`: a range
    Count,
    /// `sum`: a range if it is money
    Sum,
    /// `min`
    Min,
    /// `max`
    Max,
    /// `mean`, rounded to six decimals
    Mean,
}

/// How a node was written, with the parts of which it was made in the order of its operands
/// (a `Reduce`: filter if any, then body if any; a call: the body of its definition alone;
/// a parameter or a constant: none; `in` a list: as its `some`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Trace {
    /// The words.
    pub span: Span,
    /// What they mean.
    pub expr: ExprId,
    /// What role the words play.
    pub role: TraceRole,
    /// The parts.
    pub parts: Vec<TraceId>,
}

/// What role the words of a trace play in a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TraceRole {
    /// The operation of the node itself.
    Operation,
    /// `assented(r)`: a call; the only part is the body, of the same node.
    Call,
    /// `strategic_project_cap`: a parameter by its name.
    Parameter,
    /// `no x in xs satisfies d`: the node is `not some`; the only part is the `some`.
    NoRow,
    /// `x not in s`, `x is not given`: the node is a negation; the only part is what is negated.
    Negated,
}

/// A clause as it reads in one version.
#[derive(Debug, Clone)]
pub struct Clause {
    /// `petic.strategic_cap`
    pub id: String,
    /// `At most seven strategic projects`
    pub title: String,
    /// What it asks in plain words.
    pub text: Option<String>,
    /// The article.
    pub cites: String,
    /// Who watches over it, by name and label.
    pub authority: Option<(String, String)>,
    /// Who must obey, if not the institution.
    pub binds: Option<(String, String)>,
    /// Whether breaking it counts.
    pub mandatory: bool,
    /// What a lawyer still has to check.
    pub review: Option<String>,
    /// What a lawyer still has to check of all that it rests on, itself included.
    pub marks: Vec<Mark>,
    /// Which version's text this is.
    pub version: usize,
    /// The level of its subjects; [`ROOT`] without `for each`.
    pub level: LevelId,
    /// `where` of `for each`, then the ruleset's `applies when`, then its own.
    pub applies: Vec<TraceId>,
    /// The ruleset's exceptions, then its own, each with its citation.
    pub exceptions: Vec<(TraceId, Option<String>)>,
    /// What it requires, or why it is not judged.
    pub body: ClauseBody,
    /// What is said when it is broken.
    pub otherwise: Option<Vec<MessagePart>>,
    /// What to do about it.
    pub remedy: Option<Vec<MessagePart>>,
    /// Where it stands, from `clause` to its end.
    pub span: Span,
}

/// A doubt of whoever wrote the rules down, `review "why"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What it stands on: `parameter daily_uma`, `definition assented`, `ruleset ict_policy 2016`.
    pub of: String,
    /// What is to be checked.
    pub why: String,
}

impl Mark {
    /// `parameter daily_uma: the value is from memory`
    pub fn said(&self) -> String {
        format!("{}: {}", self.of, self.why)
    }
}

/// What a clause asks.
#[derive(Debug, Clone)]
pub enum ClauseBody {
    /// `requires C`
    Requires(TraceId),
    /// `not judged "why"`
    NotJudged(String),
}

/// A piece of a message.
#[derive(Debug, Clone)]
pub enum MessagePart {
    /// Words.
    Text(String),
    /// `{r.amount}`, at the clause's level or above it
    Expr(TraceId),
}

/// Another reading of a text: what a parameter would be worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The parameter that holds the reading taken.
    pub parameter: String,
    /// The version in which it stands: an index into [`Ir::versions`].
    pub version: usize,
    /// Which of the parameter's readings it is, the first one 0.
    pub at: usize,
    /// The value taken, as it is written.
    pub taken: String,
    /// The value of this reading, as it is written.
    pub value: String,
    /// Who reads the text so, or why one may.
    pub why: String,
    /// Where it stands.
    pub span: Span,
}

/// A version of the ruleset, as it reads once consolidated.
#[derive(Debug, Clone)]
pub struct Version {
    /// `ict_policy 2016`
    pub name: String,
    /// `title "…"`
    pub title: String,
    /// The first day on which it governs an act; it does so until the next version's.
    pub in_force: Day,
    /// Whether it is a draft, which governs nothing.
    pub draft: bool,
    /// The first and the last year whose filings it governs.
    pub years: (i16, Option<i16>),
    /// The clauses of a filing of these years in the order of the report, those not judged included.
    pub entries: Vec<Entry>,
    /// Its indicators in order.
    pub indicators: Vec<Indicator>,
}

/// A clause as a filing of one version is judged by it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// `procurement.assent`
    pub id: String,
    /// How its text is chosen.
    pub text: EntryText,
}

/// How the text of a clause is chosen for a subject.
#[derive(Debug, Clone)]
pub enum EntryText {
    /// By the filing's year: always this text.
    Fixed(ClauseId),
    /// `governed by D`: by the date of the act.
    Governed {
        /// The date, at `level` or above it.
        date: ExprId,
        /// The level of the subjects, the same in every version.
        level: LevelId,
        /// For each version of the book, its text of the clause, if it stands there; the same for every
        /// version's entry, and held once.
        texts: Arc<[Option<ClauseId>]>,
    },
}

/// An indicator as it reads in one version.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Which of [`Ir::indicators`].
    pub total: usize,
    /// Its value at [`ROOT`]: a number.
    pub value: TraceId,
}

/// An indicator over the batch.
#[derive(Debug, Clone)]
pub struct IndicatorTotal {
    /// `spending_efficiency`
    pub name: String,
    /// `Spending efficiency`
    pub title: String,
    /// `in MXN`
    pub currency: Option<Currency>,
    /// `total sum`, if it is totalled
    pub total: Option<Total>,
    /// How many decimals the total is kept with: the most of any version.
    pub scale: u8,
}

/// How an indicator is totalled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the five words of the language")]
pub enum Total {
    Sum,
    Mean,
    Count,
    Min,
    Max,
}
