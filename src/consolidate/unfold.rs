//! The definitions that a clause reads, told where it reads them, so that it says what it asks without
//! a jump.

use std::collections::{BTreeMap, BTreeSet};

use crate::consolidate::{Chapter, Label, Reference, Unfolded};
use crate::syntax::ast::ProvisionKind as Kind;

/// A definition with what it names.
struct Definition {
    told: Unfolded,
    reads: Vec<String>,
}

/// Gives each clause of a text the definitions that it reads.
pub(super) fn unfold(chapters: &mut [Chapter]) {
    let mut definitions: BTreeMap<String, Definition> = BTreeMap::new();
    let entries = chapters.iter().flat_map(|chapter| &chapter.entries);
    for entry in entries.filter(|entry| entry.kind == Kind::Define) {
        let Some(line) = entry.line(&Label::Value) else {
            continue;
        };
        let told = Unfolded {
            head: format!("{}{}", entry.name, entry.head),
            words: line.words.clone(),
        };
        let reads = names(&entry.reads);
        definitions.insert(entry.name.clone(), Definition { told, reads });
    }
    let entries = chapters.iter_mut().flat_map(|chapter| &mut chapter.entries);
    for entry in entries.filter(|entry| entry.kind == Kind::Clause) {
        let (mut seen, mut told) = (BTreeSet::new(), Vec::new());
        // What is named first is told first, with all that it names itself.
        let mut open = names(&entry.reads);
        open.reverse();
        while let Some(name) = open.pop() {
            let Some(definition) = definitions.get(&name) else {
                continue;
            };
            if !seen.insert(name) {
                continue;
            }
            told.push(definition.told.clone());
            open.extend(definition.reads.iter().rev().cloned());
        }
        entry.unfolded = told;
    }
}

/// The definitions among what is named.
fn names(reads: &[Reference]) -> Vec<String> {
    let defined = reads.iter().filter(|read| read.kind == Kind::Define);
    defined.map(|read| read.name.clone()).collect()
}
