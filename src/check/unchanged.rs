//! What means in a version what it meant in the one before, so that it is not checked again.
//!
//! A provision that an amendment leaves alone is the same allocation in both versions. It also means
//! the same if every name that it says or binds does: the vocabulary is the same in all versions, so
//! only parameters and definitions can differ, and those that use what has changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use hashbrown::{HashMap, HashSet};

use crate::book::{Provision, Version};
use crate::check::walk;
use crate::syntax::ast::{ProvisionBody, ProvisionKind};

/// The parameters and definitions of a version, to compare it with others.
pub(super) struct Names<'b> {
    texts: BTreeMap<&'b str, &'b Arc<ProvisionBody>>,
    /// Names that two of them have, which is told as a mistake.
    twice: Vec<&'b str>,
}

impl<'b> Names<'b> {
    /// Those of a version.
    pub(super) fn of(version: &'b Version) -> Names<'b> {
        let mut names = Names {
            texts: BTreeMap::new(),
            twice: Vec::new(),
        };
        for Provision { body, .. } in &version.provisions {
            let name = body.name().text.as_str();
            let named = matches!(
                body.kind(),
                ProvisionKind::Parameter | ProvisionKind::Define
            );
            if named && names.texts.insert(name, body).is_some() {
                names.twice.push(name);
            }
        }
        names
    }

    /// The text of a parameter or definition.
    pub(super) fn get(&self, name: &str) -> Option<&'b Arc<ProvisionBody>> {
        self.texts.get(name).copied()
    }
}

/// The names that do not mean in a version what they meant in the one before.
pub(super) struct Changed<'b>(HashSet<&'b str>);

impl<'b> Changed<'b> {
    /// What a version changes: the names of parameters and definitions that stand in one of the two
    /// alone or with another text, and the names of those that use them, directly or not.
    pub(super) fn between(before: &Names<'b>, now: &Names<'b>) -> Changed<'b> {
        let mut open = [&before.twice[..], &now.twice[..]].concat();
        let mut users: HashMap<&str, Vec<&str>> = HashMap::new();
        for (name, body) in &now.texts {
            if before.get(name).is_none_or(|held| !Arc::ptr_eq(held, body)) {
                open.push(name);
            }
            mentions(body, &mut |used| users.entry(used).or_default().push(name));
        }
        open.extend(before.texts.keys().filter(|name| now.get(name).is_none()));
        let mut changed = HashSet::new();
        while let Some(name) = open.pop() {
            if changed.insert(name) {
                open.extend(users.get(name).into_iter().flatten());
            }
        }
        Changed(changed)
    }

    /// Whether a name is one of them.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// Whether a provision that both versions have says or binds a name that has changed.
    pub(super) fn touches(&self, body: &ProvisionBody) -> bool {
        let mut found = false;
        mentions(body, &mut |name| found |= self.has(name));
        found
    }
}

/// Every name that a provision says or binds.
fn mentions<'p>(body: &'p ProvisionBody, visit: &mut impl FnMut(&'p str)) {
    match body {
        ProvisionBody::Clause(clause) => {
            let loops = clause.for_each.iter().flat_map(|each| &each.loops);
            loops.for_each(|(variable, _)| visit(&variable.text));
            let texts = clause.text.iter().chain([&clause.title]);
            let inserted = texts.flat_map(|text| &text.inserted);
            inserted.for_each(|inserted| visit(&inserted.name.text));
        }
        ProvisionBody::Define(define) => {
            define.params.iter().for_each(|(name, _)| visit(&name.text));
        }
        ProvisionBody::Parameter(_) | ProvisionBody::Indicator(_) => {}
    }
    for expr in walk::expressions(body) {
        walk::each(expr, &mut |expr, _| {
            let own = walk::said(expr).into_iter().chain(walk::bound(expr));
            own.for_each(|name| visit(&name.text));
        });
    }
}
