//! The counts of an impact, and the flips that it keeps.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::ir::Ir;
use crate::evaluate::Acts;
use crate::evaluate::verdicts::{Because, Finding, Verdict};
use crate::impact::before::Cause;
use crate::ingest::Reject;
use crate::value::Day;

/// How many rejects of a kind are kept.
const KEPT_REJECTS: usize = 20;
/// How many lines of a reason are kept; a reason of many rows would fill a page by itself.
const KEPT_LINES: usize = 6;

/// How often each verdict became which: `[was as usize][is as usize]`.
pub type Table = [[u64; 5]; 5];

/// What a flip means for whoever filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// It violates now and did not before.
    Worse,
    /// It was settled and is undetermined now: nobody sees any more whether it is broken.
    Loss,
    /// It violated and is settled now.
    Better,
    /// It was undetermined and is settled now, without a breach.
    Sight,
    /// From one settled verdict to another, none of them a breach.
    Other,
}

impl Kind {
    /// Every kind, the gravest first.
    pub const ALL: [Kind; 5] = [
        Kind::Worse,
        Kind::Loss,
        Kind::Better,
        Kind::Sight,
        Kind::Other,
    ];

    /// What the step from one verdict to another means; nothing where they are the same.
    pub fn of(was: Verdict, is: Verdict) -> Option<Kind> {
        match (was, is) {
            (was, is) if was == is => None,
            (_, Verdict::Violates) => Some(Kind::Worse),
            (_, Verdict::Undetermined) => Some(Kind::Loss),
            (Verdict::Undetermined, _) => Some(Kind::Sight),
            (Verdict::Violates, _) => Some(Kind::Better),
            _ => Some(Kind::Other),
        }
    }

    /// The word that programs read.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Worse => "worse",
            Kind::Loss => "loss_of_sight",
            Kind::Better => "better",
            Kind::Sight => "gain_of_sight",
            Kind::Other => "other",
        }
    }

    /// The words that people read.
    pub fn words(self) -> &'static str {
        match self {
            Kind::Worse => "worse",
            Kind::Loss => "loss of sight",
            Kind::Better => "better",
            Kind::Sight => "gain of sight",
            Kind::Other => "other",
        }
    }
}

/// Whose filing it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The key of the filing.
    pub filing: String,
    /// Its fiscal year.
    pub year: i128,
    /// What tells the institution from others, over the years.
    pub institution: String,
    /// What it is called, if the filing says it.
    pub name: Option<String>,
    /// The file that it stands in.
    pub file: Arc<str>,
    /// The line at which it begins.
    pub line: usize,
}

/// Why a side came to its verdict.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reason {
    /// The subject, if it is not the filing as a whole.
    pub subject: Option<String>,
    /// One line for people; empty where the clause found nothing to judge.
    pub message: String,
    /// The first lines of what decided it.
    pub because: Vec<Because>,
    /// The first missing values that would settle it.
    pub missing: Vec<String>,
    /// The citation of the exception that lifts it.
    pub exception: Option<String>,
}

impl Reason {
    /// What a finding says, cut to what a list of flips has room for.
    pub fn of(finding: &Finding) -> Reason {
        Reason {
            subject: finding.subject.label.clone(),
            message: finding.message.clone(),
            because: finding.because.iter().take(KEPT_LINES).cloned().collect(),
            missing: finding.missing.iter().take(KEPT_LINES).cloned().collect(),
            exception: finding.exception.clone(),
        }
    }
}

/// One filing whose verdict on one clause flips.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flip {
    /// Whose.
    pub who: Who,
    /// What it means.
    pub kind: Kind,
    /// The verdict of the old rules.
    pub was: Verdict,
    /// The verdict of the new rules.
    pub is: Verdict,
    /// Why it was so; for the filing as a whole, by which clauses.
    pub was_for: Option<Reason>,
    /// Why it is so.
    pub is_for: Option<Reason>,
    /// The open questions by whose other answer it would be another flip, or none, where other answers
    /// were asked for.
    pub hangs_on: Vec<String>,
}

/// An institution whose verdict changed since last year, and what changed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attributed {
    /// Whose; the filing is this year's.
    pub who: Who,
    /// What did it.
    pub cause: Cause,
    /// Old rules on last year's filing.
    pub was: Verdict,
    /// New rules on last year's filing.
    pub by_rule: Verdict,
    /// Old rules on this year's filing.
    pub by_facts: Verdict,
    /// New rules on this year's filing.
    pub is: Verdict,
}

/// What came of one clause, or of the filings as wholes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// `petic.strategic_cap`; empty for the filings as wholes.
    pub id: String,
    /// `At most seven strategic projects`
    pub title: String,
    /// How often each verdict became which.
    pub table: Table,
    /// How many filings only the new rules judge by it.
    pub added: u64,
    /// How many filings only the old rules judge by it.
    pub repealed: u64,
    /// The flips that are kept: the first of each kind, the gravest kind first.
    pub flips: Vec<Flip>,
    /// How many changes since last year each of [`Cause::ALL`] did.
    pub causes: [u64; 4],
    /// The changes since last year that are kept.
    pub attributed: Vec<Attributed>,
}

impl Row {
    /// How many flips there are of a kind.
    pub fn of(&self, kind: Kind) -> u64 {
        let mut count = 0;
        for was in Verdict::ALL {
            for is in Verdict::ALL {
                if Kind::of(was, is) == Some(kind) {
                    count += self.table[was as usize][is as usize];
                }
            }
        }
        count
    }

    /// How many flips there are.
    pub fn flipped(&self) -> u64 {
        Kind::ALL.into_iter().map(|kind| self.of(kind)).sum()
    }

    /// How many flips of a kind are kept.
    pub fn kept(&self, kind: Kind) -> usize {
        self.flips.iter().filter(|flip| flip.kind == kind).count()
    }

    /// Whether nothing is to be said of it.
    pub fn is_quiet(&self) -> bool {
        self.flipped() == 0 && self.added == 0 && self.repealed == 0
    }
}

/// A filing that one of the books reads and the other does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Whether it is the new book that cannot read it.
    pub by_new: bool,
    /// Why.
    pub reject: Reject,
}

/// What came of last year's filings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Years {
    /// Institutions of both years.
    pub matched: u64,
    /// Institutions of this year alone.
    pub newcomers: u64,
    /// Institutions of last year alone.
    pub gone: u64,
    /// Filings of last year that either book cannot read.
    pub unreadable: u64,
    /// Second filings of one institution, which are left out.
    pub repeated: u64,
}

/// What a change of rule does to a batch of filings.
#[derive(Debug, Clone)]
pub struct Impact {
    /// By which text acts were judged.
    pub acts: Acts,
    /// What the old rules are called.
    pub old: String,
    /// What the new rules are called.
    pub new: String,
    /// The date on which both judge.
    pub as_of: Day,
    /// The clauses, those of the new rules first and then those that only the old ones have.
    pub rows: Vec<Row>,
    /// The filings as wholes.
    pub whole: Row,
    /// How many filings both read.
    pub compared: u64,
    /// How many filings neither reads.
    pub unreadable: u64,
    /// How many filings only the old book reads.
    pub only_old: u64,
    /// How many filings only the new book reads.
    pub only_new: u64,
    /// The first filings that neither reads.
    pub rejects: Vec<Reject>,
    /// The first filings that only one of the books reads.
    pub refused: Vec<Refused>,
    /// What came of last year's filings, if they were given.
    pub years: Option<Years>,
    /// How many flips of a kind are kept of each clause.
    pub most: usize,
    ids: BTreeMap<String, usize>,
}

impl Impact {
    /// Nothing yet.
    pub fn new(old: &str, new: &str, as_of: Day, most: usize) -> Impact {
        Impact {
            acts: Acts::default(),
            old: old.to_owned(),
            new: new.to_owned(),
            as_of,
            rows: Vec::new(),
            whole: Row {
                title: "Filings as wholes".to_owned(),
                ..Row::default()
            },
            compared: 0,
            unreadable: 0,
            only_old: 0,
            only_new: 0,
            rejects: Vec::new(),
            refused: Vec::new(),
            years: None,
            most,
            ids: BTreeMap::new(),
        }
    }

    /// The row of a clause, which is added if there is none.
    pub fn row(&mut self, id: &str, title: &str) -> usize {
        if let Some(row) = self.ids.get(id) {
            return *row;
        }
        self.ids.insert(id.to_owned(), self.rows.len());
        self.rows.push(Row {
            id: id.to_owned(),
            title: title.to_owned(),
            ..Row::default()
        });
        self.rows.len() - 1
    }

    /// Adds the clauses of a book, or of one of its versions.
    pub fn add_clauses(&mut self, ir: &Ir, version: Option<usize>) {
        // The latest title is the one that people know.
        for (at, one) in ir.versions.iter().enumerate().rev() {
            if version.is_some_and(|version| version != at) {
                continue;
            }
            for entry in &one.entries {
                let title = crate::impact::compare::title(ir, at, entry);
                self.row(&entry.id, title);
            }
        }
    }

    /// Whether one more flip of a kind would be kept.
    pub fn has_room(&self, row: usize, kind: Kind) -> bool {
        self.rows
            .get(row)
            .is_some_and(|row| row.kept(kind) < self.most)
    }

    /// Counts what both sides say of one clause and filing.
    pub fn count(&mut self, row: usize, was: Option<Verdict>, is: Option<Verdict>) {
        let Some(row) = self.rows.get_mut(row) else {
            return;
        };
        match (was, is) {
            (Some(was), Some(is)) => row.table[was as usize][is as usize] += 1,
            (None, Some(_)) => row.added += 1,
            (Some(_), None) => row.repealed += 1,
            (None, None) => {}
        }
    }

    /// Keeps a flip of a clause, or of the filing as a whole, if there is room.
    pub fn keep(&mut self, row: Option<usize>, flip: Flip) {
        let most = self.most;
        let row = match row {
            Some(row) => self.rows.get_mut(row),
            None => Some(&mut self.whole),
        };
        let Some(row) = row else { return };
        if row.kept(flip.kind) < most {
            let after = row.flips.iter().take_while(|one| one.kind <= flip.kind);
            let at = after.count();
            row.flips.insert(at, flip);
        }
    }

    /// Counts a change since last year, and keeps it if there is room.
    pub fn attribute(&mut self, row: usize, change: Attributed) {
        let most = self.most;
        if let Some(row) = self.rows.get_mut(row) {
            row.causes[change.cause as usize] += 1;
            if row.attributed.len() < most {
                row.attributed.push(change);
            }
        }
    }

    /// Counts a filing that neither book reads.
    pub fn neither(&mut self, reject: &Reject) {
        self.unreadable += reject.filings;
        if self.rejects.len() < KEPT_REJECTS {
            self.rejects.push(reject.clone());
        }
    }

    /// Counts a filing that one of the books does not read.
    pub fn refuse(&mut self, by_new: bool, reject: &Reject) {
        match by_new {
            true => self.only_old += reject.filings,
            false => self.only_new += reject.filings,
        }
        if self.refused.len() < KEPT_REJECTS {
            self.refused.push(Refused {
                by_new,
                reject: reject.clone(),
            });
        }
    }

    /// How many flips there are of a kind, over all clauses.
    pub fn of(&self, kind: Kind) -> u64 {
        self.rows.iter().map(|row| row.of(kind)).sum()
    }

    /// How many flips there are, over all clauses.
    pub fn flipped(&self) -> u64 {
        self.rows.iter().map(Row::flipped).sum()
    }

    /// How many flips there are of a kind, of clauses and of filings as wholes, which a clause may flip
    /// that only one side has.
    pub fn of_all(&self, kind: Kind) -> u64 {
        self.of(kind) + self.whole.of(kind)
    }

    /// Whether some filing was not compared because it could not be read.
    pub fn left_out(&self) -> bool {
        let before = self.years.as_ref().map_or(0, |years| years.unreadable);
        self.unreadable + self.only_old + self.only_new + before > 0
    }
}
