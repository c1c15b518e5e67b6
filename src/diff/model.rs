//! What a difference is made of.

/// What changed from one text to another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diff {
    /// What changed: headers, clauses, definitions, parameters, indicators, vocabulary, calendar.
    pub items: Vec<Item>,
}

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are those of the language")]
pub enum Kind {
    Ruleset,
    Clause,
    Define,
    Parameter,
    Indicator,
    Vocabulary,
    Authority,
    Enum,
    Record,
    Filing,
    Calendar,
}

impl Kind {
    /// How the language says it.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Ruleset => "ruleset",
            Kind::Clause => "clause",
            Kind::Define => "define",
            Kind::Parameter => "parameter",
            Kind::Indicator => "indicator",
            Kind::Vocabulary => "vocabulary",
            Kind::Authority => "authority",
            Kind::Enum => "enum",
            Kind::Record => "record",
            Kind::Filing => "filing",
            Kind::Calendar => "calendar",
        }
    }
}

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The new text has it, the old one does not.
    Added,
    /// The old text has it, the new one does not.
    Removed,
    /// Both have it, with other lines.
    Changed,
    /// Its own lines are the same; what it names is not.
    Reached,
}

/// What a version did to a provision on the way from the old text to the new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    /// `adds`, `replaces`, `sets`, `repeals`
    pub verb: &'static str,
    /// `2018`
    pub version: String,
}

/// Where something stands in a rules file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The path as it is shown.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// A changed item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// Its name; empty for the filing.
    pub name: String,
    /// What it is called now, if it has a title.
    pub title: Option<String>,
    /// What became of it.
    pub what: What,
    /// The versions in whose text it changed so, where whole books are compared.
    pub versions: Vec<String>,
    /// Which decrees did it, where two versions of one book are compared.
    pub by: Vec<By>,
    /// The lines that changed; of what was added or removed, all of them.
    pub lines: Vec<LineChange>,
    /// What it names that changed.
    pub through: Vec<Through>,
    /// Where it stood.
    pub was_at: Option<Place>,
    /// Where it stands.
    pub is_at: Option<Place>,
}

impl Item {
    /// Whether more than words changed: titles, texts, citations, messages, labels, marks of review and
    /// the order of conditions are words.
    pub fn weighs(&self) -> bool {
        match self.what {
            What::Added | What::Removed => self.kind != Kind::Authority,
            What::Changed => !self.through.is_empty() || self.lines.iter().any(|line| line.weighs),
            What::Reached => true,
        }
    }

    /// Whether two items say the same, in whatever versions and places.
    pub(super) fn says(&self, other: &Item) -> bool {
        self.kind == other.kind
            && self.name == other.name
            && self.what == other.what
            && self.title == other.title
            && self.by == other.by
            && self.lines == other.lines
            && self.through == other.through
    }
}

/// Which line of an item: its first words, and what it is the line of where there are several.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// `requires`, `from`, `field`
    pub word: &'static str,
    /// `2016-02-01`, `folio`
    pub of: Option<String>,
}

/// How the words of a line are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A quoted text.
    Prose,
    /// A rule, or a part of one.
    Rule,
    /// A word of the language, a date, a name.
    Word,
}

/// A line that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineChange {
    /// Which.
    pub label: Label,
    /// How its words are read.
    pub sort: Sort,
    /// What stood there; none where it was added.
    pub was: Option<String>,
    /// What stands there; none where it was dropped.
    pub is: Option<String>,
    /// What an exception cited and cites.
    pub cites: (Option<String>, Option<String>),
    /// The parts of a rule that differ, where it stood and stands.
    pub edits: Vec<Edit>,
    /// Whether it is more than words.
    pub weighs: bool,
}

/// What part of a rule an edit is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// One of what `and` joins.
    Condition,
    /// One of what `or` joins.
    Alternative,
    /// A member of a set.
    Member,
    /// A `where`.
    Filter,
    /// Any other part, the whole included.
    Expression,
    /// The order in which conditions stand.
    Order,
}

/// A part of a rule that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What part it is.
    pub part: Part,
    /// What it stands in, outermost first: `every p in projects`, `not`, `then`.
    pub within: Vec<String>,
    /// What stood there.
    pub was: Option<String>,
    /// What stands there.
    pub is: Option<String>,
    /// Both again, short, where they begin alike: `count(…) <= 7`, `<= 8`.
    pub brief: Option<(String, String)>,
}

/// A changed parameter or definition, or the calendar, that something rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Through {
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// The definitions in between, from what rests on it on.
    pub by: Vec<String>,
    /// What a parameter with one value was and is worth.
    pub values: Option<(String, String)>,
}
