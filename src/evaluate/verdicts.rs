//! What a batch is worth: a verdict for each clause and filing, with reasons.

use crate::check::ir::ClauseId;
use crate::value::Day;

/// What a clause says of a filing, the gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Verdict {
    /// It does not apply.
    NotApplicable,
    /// It applies, and an exception lifts it.
    Exempt,
    /// Whatever the missing values turn out to be, it is not broken.
    Complies,
    /// It depends on values that are missing.
    Undetermined,
    /// Whatever the missing values turn out to be, it is broken.
    Violates,
}

impl Verdict {
    /// Every verdict, the gravest first, as reports list them.
    pub const ALL: [Verdict; 5] = [
        Verdict::Violates,
        Verdict::Undetermined,
        Verdict::Complies,
        Verdict::Exempt,
        Verdict::NotApplicable,
    ];

    /// The word of the reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::NotApplicable => "not_applicable",
            Verdict::Exempt => "exempt",
            Verdict::Complies => "complies",
            Verdict::Undetermined => "undetermined",
            Verdict::Violates => "violates",
        }
    }
}

/// How much is said of each filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Verdicts alone.
    Verdicts,
    /// A finding for what violates or is undetermined.
    Findings,
    /// A finding for every subject of every clause, those included that no text governs.
    Full,
}

/// The verdicts of a batch.
#[derive(Debug, Clone, Default)]
pub struct Verdicts {
    /// One for each filing, in the order of the batch.
    pub filings: Vec<Judged>,
}

/// The verdicts of one filing.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Its key.
    pub key: String,
    /// Its fiscal year.
    pub year: i128,
    /// Which version governs its year: an index into [`crate::check::ir::Ir::versions`].
    pub version: usize,
    /// The gravest verdict of its mandatory clauses that bind the institution.
    pub verdict: Verdict,
    /// For each entry of the version its verdict; nothing for a clause that is not judged.
    pub clauses: Vec<Option<Verdict>>,
    /// For each indicator of the version its value, scaled as the node's type says; nothing where it is
    /// unknown, absent or a range.
    pub indicators: Vec<Option<i128>>,
    /// The findings, by entry and then by subject.
    pub findings: Vec<Finding>,
    /// For each entry with more than [`MOST_FINDINGS`] of them, how many more subjects it says nothing of.
    pub left_out: Vec<(usize, usize)>,
}

/// How many findings a clause has on one filing before the rest are only counted. Reasons take a hundred
/// times the room of what they are about; a giant list that breaks a clause row by row must not fill
/// the machine's memory with them.
pub const MOST_FINDINGS: usize = 10_000;

/// What is said of one subject of one clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which entry of the version.
    pub entry: usize,
    /// The text that judged it: title, citation, authority and the rest stand there. Where no text was in
    /// force, the last that there is.
    pub clause: ClauseId,
    /// The version whose text judged it; nothing where none was in force.
    pub text: Option<usize>,
    /// The date that chose the text, where the date of an act does and is known.
    pub governed_on: Option<Day>,
    /// What was judged.
    pub subject: Subject,
    /// What it came to.
    pub verdict: Verdict,
    /// One line for people.
    pub message: String,
    /// The paths of the missing values that would settle it.
    pub missing: Vec<String>,
    /// What decided it, and the values read.
    pub because: Vec<Because>,
    /// The citation of the exception that lifts it.
    pub exception: Option<String>,
    /// What to do about it.
    pub remedy: Option<String>,
    /// The questions on whose answer it hangs, where other answers were asked for.
    pub hangs_on: Vec<String>,
    /// Of how many subjects this is told, itself included: those of which all but the names is alike.
    pub count: usize,
    /// The names of the others, up to [`MOST_ALSO`].
    pub also: Vec<String>,
}

/// How many subjects a finding names beside the one that it is told of.
pub const MOST_ALSO: usize = 20;

/// What a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Subject {
    /// `requests[R-7]`, `contracts[C-1], three_layers`; nothing for the filing as a whole.
    pub label: Option<String>,
    /// Where it stands in the filing's document: the keys and the position (from 0) of each list on the
    /// way, `[(["security", "controls"], 3)]`. Empty for the filing as a whole and for a missing list.
    pub steps: Vec<(Vec<String>, usize)>,
    /// The byte of the record's text at which it begins, where reading it told.
    pub start: Option<usize>,
}

/// An expression with what it came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Because {
    /// The words of the rule.
    pub expression: String,
    /// Its value for people.
    pub value: String,
}
