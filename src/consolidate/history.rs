//! One clause through all versions.

use crate::book::{Book, Provision};
use crate::consolidate::layers::{Layer, Texts};
use crate::consolidate::lines::{RawLine, lines};
use crate::consolidate::text::{Reading, decrees};
use crate::consolidate::{Decree, Entry, How, Label, Line, Mark, Place, Step};
use crate::source::Sources;
use crate::syntax::ast::ProvisionKind as Kind;

/// One clause through all versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// Its id.
    pub name: String,
    /// Its title in the last version that has it.
    pub title: String,
    /// The versions, first to last.
    pub decrees: Vec<Decree>,
    /// What each of them did to it.
    pub moments: Vec<Moment>,
}

/// What one version did to a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// What it did.
    pub what: What,
    /// What else it did that the clause, as it reads then, rests on.
    pub around: Vec<Around>,
}

/// What one version did to a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The clause did not stand yet, or no longer.
    Absent {
        /// Whether an earlier version had it.
        stood: bool,
    },
    /// The version brought it.
    Brought {
        /// The clause as it reads.
        entry: Entry,
    },
    /// The version put other words in its place.
    Replaced {
        /// Where they stand.
        place: Place,
        /// The lines that read otherwise, in the order of the clause.
        changes: Vec<Changed>,
        /// The lines that say the same as before.
        kept: Vec<Label>,
    },
    /// The version left it as it was.
    Kept {
        /// Where its words stand.
        place: Place,
    },
    /// The version took it away.
    Repealed {
        /// Where.
        place: Place,
    },
}

/// A line that reads otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// What the line says.
    pub label: Label,
    /// How it read, if it was there.
    pub before: Option<Line>,
    /// How it reads, if it is there still.
    pub now: Option<Line>,
}

/// What a version did to something that a clause rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Around {
    /// Its kind and name; none for what holds for every clause of the text.
    pub what: Option<(Kind, String)>,
    /// What was done, and where.
    pub step: Step,
}

/// A clause through all versions; none if no version has it.
pub fn history(book: &Book, sources: &Sources, clause: &str) -> Option<History> {
    let texts = Texts::new(book, sources);
    let mut title = None;
    let mut moments = Vec::new();
    for at in 0..book.versions.len() {
        let reading = Reading::new(&texts, at)?;
        let stood = title.is_some();
        let layers = texts.layers(at, Kind::Clause, clause);
        let Some(held) = texts.held(at, Kind::Clause, clause) else {
            let repealed = reading.version.repealed.iter().find(|repealed| {
                let body = &repealed.provision.body;
                body.kind() == Kind::Clause && body.name().text == clause
            });
            let what = match repealed {
                Some(repealed) => What::Repealed {
                    place: texts.place(repealed.span),
                },
                None => What::Absent { stood },
            };
            let around = Vec::new();
            moments.push(Moment { what, around });
            continue;
        };
        let entry = reading.entry(held, &layers);
        title = Some(entry.title().to_owned());
        let what = match layers.as_slice() {
            [.., older, newer] if newer.version == at => {
                let earlier = Reading::new(&texts, at - 1)?;
                replaced(&texts, (&earlier, older), (&reading, newer))
            }
            [only] if only.version == at => What::Brought { entry },
            _ => What::Kept {
                place: texts.place(held.span),
            },
        };
        let around = match what {
            What::Brought { .. } => Vec::new(),
            _ => around(&texts, &reading, at, held),
        };
        moments.push(Moment { what, around });
    }
    Some(History {
        name: clause.to_owned(),
        title: title?,
        decrees: decrees(&texts, book.versions.len().saturating_sub(1)),
        moments,
    })
}

/// What a version did to that on which a clause rests.
fn around(
    texts: &Texts<'_>,
    reading: &Reading<'_, '_>,
    at: usize,
    held: &Provision,
) -> Vec<Around> {
    let mut found = Vec::new();
    let (owner, header) = &reading.version.scope;
    if *owner == at && at > 0 {
        found.push(Around {
            what: None,
            step: Step {
                version: at,
                how: How::Replaced,
                place: texts.place(header.span),
            },
        });
    }
    for (kind, name) in reading.rests(held) {
        let layers = texts.layers(at, kind, name);
        let last = texts.story(&layers).pop();
        if let Some(step) = last.filter(|step| step.version == at) {
            found.push(Around {
                what: Some((kind, name.to_owned())),
                step,
            });
        }
    }
    found
}

/// Two wordings side by side.
fn replaced(
    texts: &Texts<'_>,
    (earlier, older): (&Reading<'_, '_>, &Layer<'_>),
    (later, newer): (&Reading<'_, '_>, &Layer<'_>),
) -> What {
    let before = lines(older.body, &texts.offices);
    let now = lines(newer.body, &texts.offices);
    let mark = |raw: &RawLine, layer: &Layer<'_>, how: How| {
        raw.span.map(|span| Mark {
            since: layer.version,
            how,
            written: layer.version,
            unseen: false,
            place: texts.place(span),
        })
    };
    let mut changes: Vec<Changed> = Vec::new();
    let mut kept = Vec::new();
    // What reads otherwise is held against what stood there: the lines of a label one by one.
    let lost = |label: &Label| -> Vec<&RawLine> {
        let of_label = before.iter().filter(|line| line.label == *label);
        of_label
            .filter(|line| !now.iter().any(|newer| newer.says(line)))
            .collect()
    };
    let mut taken: Vec<&RawLine> = Vec::new();
    for line in &now {
        if before.iter().any(|older| older.says(line)) {
            if line.span.is_some() && !kept.contains(&line.label) {
                kept.push(line.label.clone());
            }
            continue;
        }
        let old = lost(&line.label)
            .into_iter()
            .find(|old| !taken.iter().any(|taken| std::ptr::eq(*taken, *old)));
        taken.extend(old);
        changes.push(Changed {
            label: line.label.clone(),
            before: old.map(|old| earlier.line(old, mark(old, older, older.how))),
            now: Some(later.line(line, mark(line, newer, newer.how))),
        });
    }
    for old in &before {
        let gone = !now.iter().any(|newer| newer.says(old))
            && !taken.iter().any(|taken| std::ptr::eq(*taken, old));
        if gone {
            changes.push(Changed {
                label: old.label.clone(),
                before: Some(earlier.line(old, mark(old, older, older.how))),
                now: None,
            });
        }
    }
    changes.sort_by_key(|change| change.label.clone());
    What::Replaced {
        place: texts.place(newer.span),
        changes,
        kept,
    }
}
