//! How much of a rule book its worked cases show: for people, for programs and for CI.
//!
//! Comes in: a [`Coverage`] with the plan, the texts and the cases that it was measured with. Goes out:
//! a page, a value of JSON, or a suite of JUnit, each to stand beside the report of the cases.

mod json;
mod junit;
mod table;

use crate::cases::{Deck, Step, Tree};
use crate::compile::Plan;
use crate::coverage::{Change, Coverage, Hint, Hole, Kind, Point, Share, Unit, What};
use crate::evaluate::verdicts::Verdict;
use crate::source::{LineColumn, Sources, Span};

/// What the cases of a rule book show of it.
pub struct CoverageReport<'c> {
    /// What was measured.
    pub coverage: &'c Coverage,
    /// The rule book.
    pub plan: &'c Plan,
    /// Its texts.
    pub sources: &'c Sources,
    /// The cases.
    pub deck: &'c Deck,
    /// How much of everything must be covered, in percent, if something is asked for.
    pub wanted: Option<u8>,
}

impl CoverageReport<'_> {
    /// Whether as much is covered as is asked for.
    pub fn suffices(&self) -> bool {
        const TENTHS: usize = 10;
        let wanted = self.wanted.map_or(0, usize::from);
        self.coverage.least() >= wanted * TENTHS
    }

    /// The four shares under their names.
    fn shares(&self) -> [(&'static str, Share); 4] {
        let shares = self.coverage.shares();
        [
            ("clauses", shares.clauses),
            ("outcomes", shares.outcomes),
            ("exceptions", shares.exceptions),
            ("conditions", shares.conditions),
        ]
    }

    fn versions(&self, unit: &Unit) -> Vec<&str> {
        let versions = unit.versions.iter();
        versions
            .map(|version| &*self.deck.versions[*version])
            .collect()
    }

    /// Where words of the rule book stand.
    fn place(&self, span: Span) -> (String, LineColumn) {
        let file = self.sources.get(span.source);
        let path = file.path.to_string_lossy().replace('\\', "/");
        (path, file.line_column(span.start))
    }

    /// Where a case stands.
    fn place_of_case(&self, case: usize) -> (&str, Option<LineColumn>) {
        let way = [
            Step::Field("cases".to_owned()),
            Step::Row(self.deck.case(case).at),
        ];
        (&self.deck.file(case).path, self.deck.place(case, &way))
    }

    /// The clause of which a hint states a verdict, as cases name it.
    fn stated(&self, hint: &Hint) -> &str {
        &self.plan.ir.clause(hint.text).id
    }

    /// What must be stated, in the form of a case.
    fn expectation(&self, hint: &Hint) -> String {
        let verdict = hint.verdict.as_str();
        match &hint.subject {
            None => format!("{}: {verdict}", self.stated(hint)),
            Some(subject) => format!(
                "{}: {{ verdict: {verdict}, subject: \"{subject}\" }}",
                self.stated(hint)
            ),
        }
    }

    /// How a hole is closed: `in case … set … to …, and state …`.
    fn advice(&self, hint: &Hint) -> String {
        let case = self.deck.case(hint.case);
        let (file, at) = self.place_of_case(hint.case);
        let line = at.map_or(String::new(), |at| format!(":{}", at.line));
        // A case may be judged by the texts of several versions.
        let version = match case.versions.len() {
            1 => String::new(),
            _ => format!(" under {}", self.deck.versions[hint.version]),
        };
        let change = match &hint.change {
            None => String::new(),
            Some(change) => format!(" {} and", in_words(change)),
        };
        format!(
            "in case `{}` ({file}{line}){change} state{version} `{}`",
            case.name,
            self.expectation(hint)
        )
    }
}

/// What no case shows.
fn hole_in_words(unit: &Unit, point: &Point, hole: &Hole) -> String {
    let name = &unit.name;
    match (point.what, hole.value) {
        (What::Verdict(Verdict::Violates), _) => format!("no case breaks `{name}`"),
        (What::Verdict(Verdict::Complies), _) => format!("no case meets `{name}`"),
        (What::Verdict(Verdict::Undetermined), _) => {
            format!("no case leaves `{name}` undetermined")
        }
        (What::Verdict(Verdict::Exempt), _) => format!("no case is exempt from `{name}`"),
        (What::Verdict(Verdict::NotApplicable), _) => {
            format!("no case is one to which `{name}` does not apply")
        }
        (What::Exception, _) => format!("no case is lifted by the exception `{}`", point.words),
        (What::Condition, Some(value)) => {
            format!(
                "no case is decided by `{}` while it is {value}",
                point.words
            )
        }
        (What::Condition, None) => format!("no case is decided by `{}`", point.words),
    }
}

/// What a change does to a case.
fn in_words(change: &Change) -> String {
    match change {
        Change::Set { path, to: None, .. } => format!("leave out `{path}`"),
        Change::Set {
            path, to: Some(to), ..
        } => format!("set `{path}` to {}", shown(to)),
        Change::Drop { path, .. } => format!("take out `{path}`"),
        Change::Add { path, row, .. } => match row.scalar() {
            Some(value) => format!("add {value} to `{path}`"),
            None => format!("add one more row like `{path}`"),
        },
        Change::JudgedOn(day) => format!("set `as_of` to {day}"),
    }
}

fn shown(value: &Tree) -> String {
    match value {
        Tree::Plain(text) | Tree::Text(text) => text.clone(),
        Tree::List(rows) if rows.is_empty() => "an empty list".to_owned(),
        other => other.noun().to_owned(),
    }
}

fn kind(unit: &Unit) -> &'static str {
    match unit.kind {
        Kind::Clause => "clause",
        Kind::Ruleset => "ruleset",
        Kind::Definition => "definition",
    }
}
