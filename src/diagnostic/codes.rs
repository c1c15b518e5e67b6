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
        "The parser stopped at this place: what stands there cannot follow what stands before it.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects <= 7\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects) <= 7\n";
}
