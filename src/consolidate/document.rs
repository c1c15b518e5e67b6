//! What a consolidated text is made of.

use crate::syntax::ast::ProvisionKind as Kind;

/// A place in a rules file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The path as it is shown.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// How a version brought something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It stood in the first version.
    Stands,
    /// A later version added it.
    Added,
    /// A later version put it in the place of other words.
    Replaced,
    /// A later version changed some of its lines.
    Amended,
    /// A later version gave a parameter another value.
    Set,
}

/// A version of the text: the first one, or a decree that amended it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decree {
    /// `ict_policy`
    pub ruleset: String,
    /// `2018`
    pub version: String,
    /// What the decree is called.
    pub title: Option<String>,
    /// On which day it was published, and in what.
    pub published: Option<(String, String)>,
    /// The first day on which it governs an act.
    pub in_force: String,
    /// Whether it is a draft, which is not in force.
    pub draft: bool,
    /// When and where it was open to comments, in words.
    pub consulted: Option<String>,
    /// The first and the last year whose filings it governs; without a last one it is open.
    pub years: (i16, Option<i16>),
    /// Why its encoding still needs a lawyer's check.
    pub review: Option<String>,
    /// Where its header stands.
    pub place: Place,
    /// What it did to the text before.
    pub counts: Counts,
}

/// How many provisions a version added, replaced, set and repealed; the first one added them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// `adds …`, or the provisions of the first version
    pub added: u64,
    /// `replaces …`
    pub replaced: u64,
    /// `amends clause …`
    pub amended: u64,
    /// `sets parameter …`
    pub set: u64,
    /// `repeals …`
    pub repealed: u64,
}

/// Where a line's words come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The version whose text first had these words, which no version changed since.
    pub since: usize,
    /// How that version brought them.
    pub how: How,
    /// The version whose text they stand in now: a later one where it replaced the provision and
    /// repeated the words.
    pub written: usize,
    /// Whether nobody has seen the words of `since`: what was encoded of them is under review.
    pub unseen: bool,
    /// Where they stand now.
    pub place: Place,
}

/// What a line of a provision says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    /// the quoted text after a clause's or an indicator's name
    Title,
    /// `text`
    Text,
    /// `cites`
    Cites,
    /// `authority`
    Authority,
    /// `binds`
    Binds,
    /// `severity`
    Severity,
    /// `review`
    Review,
    /// `for each`
    ForEach,
    /// `governed by`
    GovernedBy,
    /// `applies when`
    AppliesWhen,
    /// `except when`
    ExceptWhen,
    /// `requires`
    Requires,
    /// `not judged`
    NotJudged,
    /// `otherwise`
    Otherwise,
    /// `remedy`
    Remedy,
    /// what a parameter, a definition or an indicator is worth
    Value,
    /// What a table is worth for these members: `ministry, other`
    Row(String),
    /// Another reading of an open question.
    Reading,
    /// `from 2016-02-01`: a parameter's value from a day on
    From(String),
    /// `until`
    Until,
    /// `total`
    Total,
}

/// A piece of an expression in the rule language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words of the language, names that lead nowhere, signs.
    Plain(String),
    /// The name of a parameter or a definition of this text.
    Name(Kind, String),
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words.
    Text(String),
    /// `{…}`
    Rule(Vec<Piece>),
}

/// What stands on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Words {
    /// Plain words.
    Prose(String),
    /// An expression, its lines as the layout breaks them.
    Rule(Vec<Piece>),
    /// A message.
    Message(Vec<Part>),
}

/// A line of a provision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it says.
    pub label: Label,
    /// Its words.
    pub words: Words,
    /// What an exception cites, or why another reading can be held.
    pub cites: Option<String>,
    /// Where it comes from; none where the text is silent and the language decides.
    pub mark: Option<Mark>,
}

/// What a version did to a provision, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The version.
    pub version: usize,
    /// What it did.
    pub how: How,
    /// Where its text stands.
    pub place: Place,
}

/// Another provision that is named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Its title, or what a plain parameter is worth.
    pub gloss: Option<String>,
}

/// A provision as it reads in a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// What follows the name in its head: `(r: Request)`, `: money in MXN`, ` in MXN`; may be empty.
    pub head: String,
    /// Who brought it and who changed it, first to last.
    pub story: Vec<Step>,
    /// Its lines.
    pub lines: Vec<Line>,
    /// The parameters and definitions that it names, in the order of its lines.
    pub reads: Vec<Reference>,
    /// What names it, in the order of the text.
    pub read_by: Vec<Reference>,
    /// Of a clause in a whole text: the definitions that it reads, directly or through others, each under
    /// the one that names it first.
    pub unfolded: Vec<Unfolded>,
}

/// A definition where a clause reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfolded {
    /// `assented(r: Request)`
    pub head: String,
    /// What it says.
    pub words: Words,
}

impl Entry {
    /// The first line of a label.
    pub fn line(&self, label: &Label) -> Option<&Line> {
        self.lines.iter().find(|line| line.label == *label)
    }

    /// The title of a clause or an indicator; the name of anything else.
    pub fn title(&self) -> &str {
        match self.line(&Label::Title).map(|line| &line.words) {
            Some(Words::Prose(title)) => title,
            _ => &self.name,
        }
    }
}

/// The provisions of one file of the first text that had them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// What it is called, after its file.
    pub title: String,
    /// Its provisions in the order of the text.
    pub entries: Vec<Entry>,
}

/// What stood in an earlier text and stands no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// What it was.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Its title, if it had one.
    pub title: Option<String>,
    /// Who had brought it and changed it.
    pub story: Vec<Step>,
    /// The version that repealed it.
    pub by: usize,
    /// Where.
    pub place: Place,
}

/// The business days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// `federal`
    pub name: String,
    /// The days of rest of every week.
    pub rest: Vec<String>,
    /// The stretches of years that it knows.
    pub covers: Vec<(i16, i16)>,
    /// The holidays.
    pub holidays: Vec<(String, Option<String>)>,
    /// The spans that are closed, each with its name.
    pub closed: Vec<(String, String, Option<String>)>,
    /// What a lawyer still has to check about it.
    pub review: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// What a source says in one place, and the provisions that cite it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// `art. 6 fr. I`; empty where the source has no parts.
    pub place: String,
    /// What cites it.
    pub by: Vec<Reference>,
    /// Whether what holds for every clause cites it.
    pub scope: bool,
}

/// A source with the places of it that are cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// `Acuerdo`
    pub source: String,
    /// Its places, sorted as people count.
    pub places: Vec<Citation>,
}

/// The whole text of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The versions from the first one to this.
    pub decrees: Vec<Decree>,
    /// What holds for each of its clauses: `applies when` and `except when` of a ruleset.
    pub scope: Vec<Line>,
    /// The text.
    pub chapters: Vec<Chapter>,
    /// What stands no longer.
    pub gone: Vec<Gone>,
    /// The business days.
    pub calendar: Option<Calendar>,
    /// What is cited, and by what.
    pub articles: Vec<Article>,
}

/// One clause of a version, with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extract {
    /// The versions from the first one to this.
    pub decrees: Vec<Decree>,
    /// What holds for each clause.
    pub scope: Vec<Line>,
    /// The clause.
    pub entry: Entry,
    /// The parameters and definitions that it reads, directly or through others, in the order of the
    /// text.
    pub rests: Vec<Entry>,
}
