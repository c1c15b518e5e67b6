//! The parameters and definitions of a version, taken up before its clauses are checked.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use crate::book::Provision;
use crate::check::checker::Checker;
use crate::check::definitions::Definition;
use crate::check::parameters::ParameterEntry;
use crate::check::unchanged::Changed;
use crate::check::vocabulary::clash;
use crate::syntax::ast::{self, ProvisionBody};

impl Checker<'_> {
    /// Takes up the names of a version: its parameters and definitions. What has not `changed` since
    /// the version before is what it was there.
    pub(super) fn load(&mut self, version: usize, changed: Option<&Changed<'_>>) {
        let book = self.book;
        let before = std::mem::take(&mut self.parameters);
        let definitions = std::mem::take(&mut self.definitions);
        let defined = std::mem::take(&mut self.defined);
        let same = |name: &str| changed.is_some_and(|changed| !changed.has(name));
        self.version = version;
        self.calls.clear();
        for provision in &book.versions[version].provisions {
            let body = &provision.body;
            let name = body.name();
            match body.as_ref() {
                ProvisionBody::Parameter(parameter) => {
                    self.alone(name, "a parameter");
                    let held = before.get(&name.text);
                    let worth = match held.filter(|_| same(&name.text)) {
                        Some(held) => held.worth.clone(),
                        None => self.worth(provision, parameter, held),
                    };
                    let entry = ParameterEntry {
                        span: name.span,
                        worth,
                    };
                    self.parameters.insert(name.text.clone(), entry);
                }
                ProvisionBody::Define(define) => {
                    self.alone(name, "a definition");
                    let definition = self.declared_definition(define, provision);
                    self.defined
                        .insert(name.text.clone(), self.definitions.len());
                    self.definitions.push(definition);
                }
                ProvisionBody::Clause(_) | ProvisionBody::Indicator(_) => {}
            }
        }
        // The names of a definition's parameters can be told from all others only now.
        for at in 0..self.definitions.len() {
            self.parameter_names(at);
        }
        // Which of them are known to be right or wrong.
        let known = self.definitions.iter().map(|definition| {
            let name = &definition.name.text;
            let held = defined.get(name).filter(|_| same(name))?;
            Some(definitions[*held].poisoned)
        });
        let known: Vec<Option<bool>> = known.collect();
        self.check_definitions(&known);
    }

    fn alone(&mut self, name: &ast::Name, what: &'static str) {
        if let Some((first, other)) = self.stands_alone(&name.text) {
            self.tell(clash(name, what, first, other));
        }
    }

    fn declared_definition(&mut self, define: &ast::Define, provision: &Provision) -> Definition {
        let types = define
            .params
            .iter()
            .map(|(_, ty)| self.declared_type(ty))
            .collect();
        Definition {
            name: define.name.clone(),
            types,
            body: Arc::clone(&provision.body),
            poisoned: false,
        }
    }

    fn parameter_names(&mut self, at: usize) {
        let body = Arc::clone(&self.definitions[at].body);
        let ProvisionBody::Define(define) = body.as_ref() else {
            return;
        };
        let mut before = HashMap::new();
        for (name, _) in &define.params {
            let other = match before.entry(name.text.as_str()) {
                Entry::Occupied(twin) => Some((*twin.get(), "a variable")),
                Entry::Vacant(place) => {
                    place.insert(name.span);
                    self.stands_alone(&name.text)
                }
            };
            if let Some((first, other)) = other {
                self.tell(clash(name, "a variable", first, other));
            }
        }
    }
}
