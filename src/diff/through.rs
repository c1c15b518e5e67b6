//! What a change of a parameter, a definition or the calendar reaches.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::book::Version;
use crate::diff::provisions::named;
use crate::diff::{Kind, Through};
use crate::syntax::ast::ProvisionKind;

/// The name under which the calendar is read; no name of a rules file has a space.
pub(super) const CALENDAR: &str = "the calendar";

/// What changed by name, with what a parameter with one value was and is worth.
pub(super) type Roots = BTreeMap<String, (Kind, Option<(String, String)>)>;

/// What the parameters and definitions of a version read.
pub(super) struct Reach<'a> {
    /// Parameters and definitions by name: whether it is a definition, and what it reads.
    held: BTreeMap<&'a str, BTreeSet<String>>,
}

/// What a provision names, the calendar among it.
fn names(provision: &crate::book::Provision) -> BTreeSet<String> {
    let read = named(&provision.body);
    let mut names = read.names;
    if read.calendar {
        names.insert(CALENDAR.to_owned());
    }
    names
}

impl<'a> Reach<'a> {
    pub(super) fn new(version: &'a Version) -> Reach<'a> {
        let provisions = version.provisions.iter();
        let held = provisions.filter(|one| {
            matches!(
                one.body.kind(),
                ProvisionKind::Parameter | ProvisionKind::Define
            )
        });
        Reach {
            held: held
                .map(|one| (one.body.name().text.as_str(), names(one)))
                .collect(),
        }
    }

    /// Which of the roots a provision rests on, each by the shortest way, the nearest first. What a root
    /// rests on itself is told at that root.
    pub(super) fn through(
        &self,
        provision: &crate::book::Provision,
        roots: &Roots,
    ) -> Vec<Through> {
        let mut found = Vec::new();
        if roots.is_empty() {
            return found;
        }
        // A definition that changed is none of what it rests on.
        let own = provision.body.name().text.clone();
        let mut seen: BTreeSet<String> = BTreeSet::from([own]);
        let mut open: VecDeque<(String, Vec<String>)> = names(provision)
            .into_iter()
            .map(|name| (name, Vec::new()))
            .collect();
        while let Some((name, by)) = open.pop_front() {
            if !seen.insert(name.clone()) {
                continue;
            }
            if let Some((kind, values)) = roots.get(&name) {
                found.push(Through {
                    kind: *kind,
                    name: match *kind {
                        Kind::Calendar => String::new(),
                        _ => name.clone(),
                    },
                    by: by.clone(),
                    values: values.clone(),
                });
                continue;
            }
            if let Some(further) = self.held.get(name.as_str()) {
                let mut way = by;
                way.push(name);
                open.extend(further.iter().map(|name| (name.clone(), way.clone())));
            }
        }
        found
    }
}
