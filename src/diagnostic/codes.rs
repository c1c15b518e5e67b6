//! Every code of a diagnostic, with its documentation: what `dictamen explain CODE` prints.
//!
//! S01xx syntax, B02xx the book and its versions, N03xx names, T04xx types, L05xx lints.
//! A code that is no longer used is never given to another mistake.

/// A stable code with its documentation.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry {
    /// The code, such as `T0401`.
    pub code: &'static str,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// Why it is a mistake, in one or two sentences.
    pub why: &'static str,
    /// The smallest rule text that shows it.
    pub example: &'static str,
    /// The same text mended.
    pub mend: &'static str,
}

/// A code, by reference to its entry.
pub type Code = &'static Entry;

/// Declares entries as constants and lists them in order.
macro_rules! codes {
    ($($name:ident = $code:literal, $title:literal, $why:literal, $example:literal, $mend:literal;)*) => {
        $(#[doc = concat!("`", $code, "`: ", $title)]
        pub const $name: Code = &Entry {
            code: $code, title: $title, why: $why, example: $example, mend: $mend,
        };)*
        /// Every code, in order.
        pub const ALL: &[Code] = &[$($name),*];
    };
}

codes! {
    SYNTAX = "S0101", "the text does not follow the grammar",
        "What stands at this place cannot follow what stands before it.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires sum(projects) <= 7\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects) <= 7\n";
    UNCLOSED_TEXT = "S0102", "a quoted text is not closed",
        "A quoted text may run over lines, so that without its second quote it would swallow what comes after it.",
        "clause a.b \"A\"\n  cites \"art. 1\n  requires count(projects) <= 7\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects) <= 7\n";
    MISSING_CITES = "S0103", "a clause cites nothing",
        "Every clause says which article it comes from; every finding repeats it to the institution.",
        "clause a.b \"A\"\n  requires count(projects) <= 7\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects) <= 7\n";
    MISSING_REQUIRES = "S0104", "a clause requires nothing",
        "A clause asks for something, or says why it cannot be judged.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  not judged \"a power, not a duty\"\n";
    LINE_ORDER = "S0105", "a line is out of its place",
        "The lines of an item always stand in the same order, so that every clause reads alike.",
        "clause a.b \"A\"\n  requires count(projects) <= 7\n  cites \"art. 1\"\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects) <= 7\n";
    LINE_TWICE = "S0106", "a line stands twice",
        "Of two lines that say the same kind of thing nobody could tell which one holds. Only `except when` may be repeated.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  cites \"art. 2\"\n  requires count(projects) <= 7\n",
        "clause a.b \"A\"\n  cites \"art. 1; art. 2\"\n  requires count(projects) <= 7\n";
    UNKNOWN_LINE = "S0107", "a line begins with an unknown word",
        "Each line of an item begins with a word that says what the line is.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  require count(projects) <= 7\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects) <= 7\n";
    UNKNOWN_ITEM = "S0108", "an item begins with an unknown word",
        "A line at the margin begins an item, and its first word says which: `clause`, `record`, `define` and so on.",
        "clase a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects) <= 7\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects) <= 7\n";
    NOT_INDENTED = "S0109", "a line of an item stands at the margin",
        "Only items begin at the margin; their lines are indented, which is how the end of an item is known.",
        "enum Modality\n  lease\nservice\n",
        "enum Modality\n  lease\n  service\n";
    INDENTED_ITEM = "S0110", "an item does not begin at the margin",
        "An indented line belongs to the item above it; an item of its own begins at the margin.",
        "enum Modality\n  lease\n  enum Outcome\n  refused\n",
        "enum Modality\n  lease\n\nenum Outcome\n  refused\n";
    RESERVED_WORD = "S0111", "a word of the language is used as a name",
        "What stands alone in an expression must not be taken for a word of the language. In a record, and after a dot, any name will do.",
        "parameter count = 7\n",
        "parameter project_cap = 7\n";
    MALFORMED_DATE = "S0112", "a date is not written year-month-day",
        "A date has one form, four digits, two and two, so that nobody takes the day for the month.",
        "calendar federal\n  holiday 16-09-2014 \"Independence Day\"\n",
        "calendar federal\n  holiday 2014-09-16 \"Independence Day\"\n";
    UNCLOSED_BRACKET = "S0113", "a bracket is not closed",
        "Each `(` needs its `)` and each `{` its `}`, in messages too.",
        "parameter modalities = {lease, service\n",
        "parameter modalities = {lease, service}\n";
    STRAY_BRACKET = "S0114", "a bracket closes nothing",
        "No bracket was open at this place.",
        "define late(r: Request) = r.sent_on after r.due_on)\n",
        "define late(r: Request) = r.sent_on after r.due_on\n";
    AND_OR_MIXED = "S0115", "`and` and `or` are mixed without parentheses",
        "Readers differ on which of the two binds tighter, so the text must say what belongs together.",
        "define open(r: Request) = r.hosting or r.leased and r.urgent\n",
        "define open(r: Request) = r.hosting or (r.leased and r.urgent)\n";
    CHAINED_COMPARISON = "S0116", "a comparison is compared in turn",
        "The outcome of `a < b` is true or false and is not less than anything; a value between two others has a form of its own.",
        "define fits(r: Request) = 1 <= r.packages <= 7\n",
        "define fits(r: Request) = r.packages between 1 and 7\n";
    NESTED_TOO_DEEP = "S0117", "an expression is nested too deep",
        "Up to 64 brackets, conditions and signs may stand within each other, and up to 128 operations in a chain: nobody can read deeper.",
        "define odd = ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))\n",
        "define odd = 1\n";
    FOREIGN_SIGN = "S0118", "a sign is none of this language",
        "The language compares by `=` and `!=` and joins by the words `and`, `or` and `not`.",
        "define both(r: Request) = r.hosting && r.packages == 2\n",
        "define both(r: Request) = r.hosting and r.packages = 2\n";
    FOREIGN_QUOTE = "S0119", "a text stands between other quotes",
        "A text stands between straight double quotes; word processors put curved ones in their place.",
        "authority ugd 'Unidad de Gobierno Digital'\n",
        "authority ugd \"Unidad de Gobierno Digital\"\n";
    UNKNOWN_ESCAPE = "S0120", "a backslash stands before a sign that needs none",
        "In a text `\\\"`, `\\\\`, `\\{` and `\\}` stand for the sign after the backslash; before anything else it would be a guess.",
        "authority ugd \"Gobierno \\d\"\n",
        "authority ugd \"Gobierno \\\\d\"\n";
    MALFORMED_NUMBER = "S0121", "a number is not written as one",
        "Digits may be grouped by single `_`, decimals follow one point, and what is counted stands apart.",
        "parameter lease_term = 15days\n",
        "parameter lease_term = 15 days\n";
    MISSING_VALUE = "S0122", "a parameter or an indicator has no value",
        "What is named must be worth something.",
        "indicator spending \"Spending\" in MXN\n  cites \"art. 1\"\n",
        "indicator spending \"Spending\" in MXN\n  cites \"art. 1\"\n  value sum(r.amount for r in requests)\n";
}
