//! What is said of one filing and one clause.

use crate::evaluate::verdicts::Verdict;
use crate::evaluate::why::Condition;
use crate::source::Place;
use crate::value::Day;
use crate::why::change::{Edit, Settling};

/// Why a filing got its verdict on a clause.
#[derive(Debug, Clone)]
pub struct Why {
    /// The filing's key.
    pub filing: String,
    /// Its fiscal year.
    pub year: i128,
    /// Where it begins.
    pub place: Place,
    /// The date on which it was judged.
    pub as_of: Day,
    /// The version that governs its year: `ict_policy 2016`.
    pub ruleset: String,
    /// The clause.
    pub clause: String,
    /// Its title, in the text that is told of.
    pub title: String,
    /// What it cites.
    pub cites: String,
    /// Who watches over it.
    pub authority: Option<String>,
    /// What it came to; nothing where it is not judged.
    pub verdict: Option<Verdict>,
    /// Why it is not judged, where it is not.
    pub not_judged: Option<String>,
    /// Its subjects, the gravest first.
    pub subjects: Vec<SubjectWhy>,
    /// How many more there are than are shown.
    pub more: usize,
}

/// A version of the ruleset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextOf {
    /// `ict_policy 2016`
    pub name: String,
    /// Its title.
    pub title: String,
    /// The first day on which it governs an act.
    pub in_force: Day,
}

/// Why one subject got its verdict.
#[derive(Debug, Clone)]
pub struct SubjectWhy {
    /// `requests[R-7]`; nothing for the filing as a whole.
    pub subject: Option<String>,
    /// Its verdict.
    pub verdict: Verdict,
    /// Where it stands.
    pub place: Option<Place>,
    /// The text that judged it; nothing where none was in force.
    pub text: Option<TextOf>,
    /// The clause's title and citation in that text.
    pub title: String,
    /// What it cites there.
    pub cites: String,
    /// The date that chose the text, where the date of an act does and is known.
    pub governed_on: Option<Day>,
    /// Whether the date of an act chooses the text.
    pub governed: bool,
    /// One line for people.
    pub message: String,
    /// What to do about it.
    pub remedy: Option<String>,
    /// The citation of the exception that lifts it.
    pub exception: Option<String>,
    /// The conditions in the order in which they decide.
    pub conditions: Vec<Condition>,
    /// The paths of the missing values that would settle it.
    pub missing: Vec<String>,
    /// The operations that could not be done, and why.
    pub failed: Vec<String>,
    /// Of the missing values that are single fields: what each would lead to, alone.
    pub settling: Vec<Settling>,
    /// The nearest changes of one field that would mend it, the nearest first; nothing where none was
    /// looked for.
    pub mends: Option<Vec<Edit>>,
}
