//! A change in the words of who reads the law.

/// Which kind of change it is, to count and to list by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `<=` to `<`, `=` to `!=`, `on or before` to `before`, `by` to `on or before`.
    Comparison,
    /// A number by one of its last digit, money by a cent.
    Number,
    /// A term by one, or its business days counted as days.
    Term,
    /// A date by a day.
    Date,
    /// `true` to `false`.
    Value,
    /// `+` to `-`.
    Arithmetic,
    /// `and` to `or`.
    AndOr,
    /// One of the conditions that `and` or `or` joins, left out.
    Condition,
    /// A `not` left out, `in` to `not in`.
    Not,
    /// `is given` to `is not given`.
    Given,
    /// `if c then a else b` to one of the two.
    If,
    /// `every` to `some`, `min` to `max`.
    Quantifier,
    /// A `where` left out.
    Where,
    /// A member left out of a set.
    Member,
    /// An `applies when` left out.
    Applies,
    /// An exception left out.
    Exception,
    /// A clause that a version does not have.
    Repeal,
    /// What a version changes, left as it was.
    Amendment,
    /// The first day of a version, by one.
    InForce,
}

impl Kind {
    /// Every kind, in the order of the reports.
    pub const ALL: [Kind; 19] = [
        Kind::Comparison,
        Kind::Number,
        Kind::Term,
        Kind::Date,
        Kind::Value,
        Kind::Arithmetic,
        Kind::AndOr,
        Kind::Condition,
        Kind::Not,
        Kind::Given,
        Kind::If,
        Kind::Quantifier,
        Kind::Where,
        Kind::Member,
        Kind::Applies,
        Kind::Exception,
        Kind::Repeal,
        Kind::Amendment,
        Kind::InForce,
    ];

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Kind::Comparison => "a comparison moved by its border",
            Kind::Number => "a number moved by one",
            Kind::Term => "a term moved by one",
            Kind::Date => "a date moved by a day",
            Kind::Value => "true and false exchanged",
            Kind::Arithmetic => "plus and minus exchanged",
            Kind::AndOr => "and and or exchanged",
            Kind::Condition => "a condition left out",
            Kind::Not => "a not left out or put in",
            Kind::Given => "given and not given exchanged",
            Kind::If => "an if left out",
            Kind::Quantifier => "every and some exchanged",
            Kind::Where => "a where left out",
            Kind::Member => "a member left out of a set",
            Kind::Applies => "an applies when left out",
            Kind::Exception => "an exception left out",
            Kind::Repeal => "a clause repealed",
            Kind::Amendment => "an amendment not made",
            Kind::InForce => "in force a day earlier or later",
        }
    }

    /// The word for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Comparison => "comparison",
            Kind::Number => "number",
            Kind::Term => "term",
            Kind::Date => "date",
            Kind::Value => "value",
            Kind::Arithmetic => "arithmetic",
            Kind::AndOr => "and_or",
            Kind::Condition => "condition",
            Kind::Not => "not",
            Kind::Given => "given",
            Kind::If => "if",
            Kind::Quantifier => "quantifier",
            Kind::Where => "where",
            Kind::Member => "member",
            Kind::Applies => "applies",
            Kind::Exception => "exception",
            Kind::Repeal => "repeal",
            Kind::Amendment => "amendment",
            Kind::InForce => "in_force",
        }
    }
}

/// What is changed, as it reads before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Words {
    /// A value alone, which needs what stands around it: before, after.
    Value(String, String),
    /// Before, after.
    Reads(String, String),
    /// What is left out.
    LeftOut(String),
    /// What is left out of what.
    LeftOutOf(String, String),
}

impl Words {
    /// What goes on after "no case would notice if". A value alone is that of `name`.
    pub fn sentence(&self, name: &str) -> String {
        match self {
            Words::Value(before, after) => format!("`{name}` were {after} instead of {before}"),
            Words::Reads(before, after) => format!("`{before}` read `{after}`"),
            Words::LeftOut(what) => format!("`{what}` were left out"),
            Words::LeftOutOf(what, whole) => format!("`{what}` were left out of `{whole}`"),
        }
    }
}
