//! The functions that are part of the language.

/// What is called with parentheses and is no definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Builtin {
    /// `days(a, b)`
    Days,
    /// `business_days(a, b)`
    BusinessDays,
    /// `date(y, m, d)`
    Date,
    /// `round(e, 2)`
    Round,
    /// `min(a, b)`
    Least,
    /// `max(a, b)`
    Greatest,
    /// `next_business_day(d)`
    NextBusinessDay,
    /// `previous_business_day(d)`
    PreviousBusinessDay,
}

/// The functions with how they are called.
pub(super) const BUILTINS: [(&str, Builtin, &str); 8] = [
    ("days", Builtin::Days, "days(from, to)"),
    (
        "business_days",
        Builtin::BusinessDays,
        "business_days(from, to)",
    ),
    ("date", Builtin::Date, "date(year, month, day)"),
    ("round", Builtin::Round, "round(number, decimals)"),
    ("min", Builtin::Least, "min(a, b)"),
    ("max", Builtin::Greatest, "max(a, b)"),
    (
        "next_business_day",
        Builtin::NextBusinessDay,
        "next_business_day(date)",
    ),
    (
        "previous_business_day",
        Builtin::PreviousBusinessDay,
        "previous_business_day(date)",
    ),
];

/// `year`: the filing's own.
pub(super) const YEAR: &str = "year";
/// `as_of`: the date on which the batch is judged.
pub(super) const AS_OF: &str = "as_of";
