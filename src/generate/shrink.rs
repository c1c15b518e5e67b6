//! Makes a document shorter by all that can go without harm.

use crate::generate::document::{Change, Node, apply, make, take_back, walk};
use crate::generate::shape::{Kind, RecordShape};

/// How many stretches of changes are judged at once.
const COPIES: usize = 16;
/// The most rounds in which stretches are judged.
const MOST_ROUNDS: usize = 64;
/// How many single changes are judged at once.
const SINGLES: usize = 64;

/// Takes away rows and optional values as long as `harmless` says so of what comes out.
pub fn shrink(
    filing: &RecordShape,
    document: &mut Node,
    harmless: &mut dyn FnMut(&[Node]) -> Vec<bool>,
) {
    let open = removals(filing, document);
    let mut alone: Vec<Change> = Vec::new();
    for some in open.chunks(SINGLES) {
        let mut copies = Vec::with_capacity(some.len());
        let mut tried = Vec::with_capacity(some.len());
        for change in some {
            if let Some(undo) = make(filing, document, change) {
                copies.push(document.clone());
                tried.push(change);
                take_back(document, undo);
            }
        }
        let found = harmless(&copies);
        let kept = tried.into_iter().zip(found).filter(|(_, fine)| *fine);
        alone.extend(kept.map(|(change, _)| change.clone()));
    }
    // What does no harm alone may do so with others: the longest stretch that does none is made, and
    // the change after it is left.
    let mut rest = &alone[..];
    for _ in 0..MOST_ROUNDS {
        if rest.is_empty() {
            break;
        }
        let step = rest.len().div_ceil(COPIES);
        let mut copy = document.clone();
        let mut ends = Vec::new();
        let mut copies = Vec::new();
        for (at, change) in rest.iter().enumerate() {
            apply(filing, &mut copy, change);
            let end = at + 1;
            if end % step == 0 || end == rest.len() {
                ends.push(end);
                copies.push(copy.clone());
            }
        }
        let found = harmless(&copies);
        match found.iter().rposition(|fine| *fine) {
            Some(at) => {
                *document = copies.swap_remove(at);
                rest = &rest[ends[at]..];
            }
            None if step == 1 => rest = &rest[1..],
            None => {
                // None of the first few goes with the others: they are tried among themselves.
                let first = &rest[..step.min(rest.len())];
                let mut copies = Vec::with_capacity(first.len());
                for change in first {
                    let mut copy = document.clone();
                    apply(filing, &mut copy, change);
                    copies.push(copy);
                }
                let found = harmless(&copies);
                if let Some(at) = found.iter().position(|fine| *fine) {
                    *document = copies.swap_remove(at);
                }
                rest = &rest[first.len()..];
            }
        }
    }
}

/// Every row and every optional value, the last first: so that a change moves nothing that another,
/// made after it, means.
fn removals(filing: &RecordShape, document: &Node) -> Vec<Change> {
    let mut found = Vec::new();
    walk(filing, document, &mut |place| {
        if place.is_fixed() {
            return;
        }
        if place.optional && place.node.is_some() {
            found.push(Change::Put(place.path.clone(), None));
        }
        if let (Kind::List(_), Some(Node::List(rows))) = (place.kind, place.node) {
            for row in 0..rows.len() {
                found.push(Change::Remove(place.path.clone(), row as u16));
            }
        }
    });
    found.sort_by_key(|change| std::cmp::Reverse(way(change)));
    found
}

/// The way to what a change takes away.
fn way(change: &Change) -> Vec<u16> {
    match change {
        Change::Remove(path, row) => {
            let mut way = path.clone();
            way.push(*row);
            way
        }
        Change::Put(path, _)
        | Change::Repeat(path, _)
        | Change::RepeatWithReferring(path, _)
        | Change::Append(path, _) => path.clone(),
    }
}
