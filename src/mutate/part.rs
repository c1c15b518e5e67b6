//! The part of a rule book that some clauses and indicators need: it is checked and compiled in a
//! hundredth of the time that the whole book takes.

use std::collections::{BTreeMap, BTreeSet};

use crate::book::{Book, Version};
use crate::check::walk;
use crate::syntax::ast::{ClauseBody, Expr, ProvisionBody, ProvisionKind};

/// Which names each provision of each version uses.
pub struct Uses {
    versions: Vec<BTreeMap<String, BTreeSet<String>>>,
    /// The same turned round: which provisions use each name.
    users: Vec<BTreeMap<String, Vec<String>>>,
    headers: BTreeSet<String>,
}

impl Uses {
    /// Reads what uses what from the texts of a book.
    pub fn new(book: &Book) -> Uses {
        let mut headers = BTreeSet::new();
        let of_version = |version: &Version| {
            let all = version.provisions.iter().map(|provision| {
                let name = provision.body.name().text.clone();
                (name, used(walk::expressions(&provision.body)))
            });
            all.collect()
        };
        for version in &book.versions {
            headers.extend(used(walk::of_header(&version.scope.1)));
        }
        let versions: Vec<BTreeMap<String, BTreeSet<String>>> =
            book.versions.iter().map(of_version).collect();
        let turned = versions.iter().map(|held| {
            let mut users: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for (user, used) in held {
                for name in used {
                    users.entry(name.clone()).or_default().push(user.clone());
                }
            }
            users
        });
        Uses {
            users: turned.collect(),
            versions,
            headers,
        }
    }

    /// The clauses and indicators of some versions that use a parameter or definition, directly or not.
    pub fn users(
        &self,
        book: &Book,
        name: &str,
        versions: impl Iterator<Item = usize>,
    ) -> BTreeSet<String> {
        let mut users = BTreeSet::new();
        for version in versions {
            let held = &self.users[version];
            let mut reached = BTreeSet::from([name]);
            let mut open = vec![name];
            while let Some(name) = open.pop() {
                for user in held.get(name).into_iter().flatten() {
                    if reached.insert(user) {
                        open.push(user);
                    }
                }
            }
            let in_headers = reached.iter().any(|name| self.headers.contains(*name));
            for provision in &book.versions[version].provisions {
                let name = &provision.body.name().text;
                let judged = match &*provision.body {
                    ProvisionBody::Clause(clause) => {
                        matches!(clause.body, ClauseBody::Requires(_))
                            && (in_headers || reached.contains(name.as_str()))
                    }
                    ProvisionBody::Indicator(_) => reached.contains(name.as_str()),
                    ProvisionBody::Parameter(_) | ProvisionBody::Define(_) => false,
                };
                if judged {
                    users.insert(name.clone());
                }
            }
        }
        users
    }

    /// Everything that some clauses and indicators use, themselves included, in any version.
    fn needs<'u>(&'u self, roots: &'u BTreeSet<String>) -> BTreeSet<&'u str> {
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        let mut open: Vec<&str> = roots.iter().map(String::as_str).collect();
        open.extend(self.headers.iter().map(String::as_str));
        while let Some(name) = open.pop() {
            if !reached.insert(name) {
                continue;
            }
            let used = self.versions.iter().filter_map(|held| held.get(name));
            open.extend(used.flatten().map(String::as_str));
        }
        reached
    }
}

/// A book with no other clauses and indicators than those named.
pub fn part(book: &Book, uses: &Uses, roots: &BTreeSet<String>) -> Book {
    let needed = uses.needs(roots);
    let mut part = book.clone();
    for version in &mut part.versions {
        version.provisions.retain(|provision| {
            let name = provision.body.name().text.as_str();
            match provision.body.kind() {
                ProvisionKind::Clause | ProvisionKind::Indicator => roots.contains(name),
                ProvisionKind::Parameter | ProvisionKind::Define => needed.contains(name),
            }
        });
        version.repealed.clear();
    }
    part
}

/// The names that some expressions use.
fn used(all: Vec<&Expr>) -> BTreeSet<String> {
    let names = all.into_iter().flat_map(walk::names);
    names.map(|(name, _)| name.text.clone()).collect()
}
