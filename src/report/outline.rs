//! Who each clause of a version speaks to, so that counts are shown under the right heading.

use crate::check::ir::{Clause, ClauseBody, ClauseId, Entry, EntryText, Ir};

/// Whom a clause obliges, and how strongly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing<'ir> {
    /// A duty of the institution: it weighs in the filing's verdict.
    Duty,
    /// Recommended to the institution.
    Advice,
    /// What another office must do, by its name and label.
    Office(&'ir str, &'ir str),
}

/// What a clause's text says of whom it obliges.
pub fn standing(clause: &Clause) -> Standing<'_> {
    match &clause.binds {
        Some((name, label)) => Standing::Office(name, label),
        None if clause.mandatory => Standing::Duty,
        None => Standing::Advice,
    }
}

/// The text that stands for an entry of a version where one is needed.
pub fn spoken(ir: &Ir, version: usize, entry: &Entry) -> Option<ClauseId> {
    ir.spoken(version, entry)
}

/// Whether any text of an entry is judged.
pub fn is_judged(ir: &Ir, entry: &Entry) -> bool {
    let judged = |id: ClauseId| matches!(ir.clause(id).body, ClauseBody::Requires(_));
    match &entry.text {
        EntryText::Fixed(id) => judged(*id),
        EntryText::Governed { texts, .. } => texts.iter().flatten().any(|id| judged(*id)),
    }
}
