//! The texts of a rule book, each once, and the parts of an expression as it was written.

use crate::book::{Provision, Version};
use crate::check::ir::{Ir, Trace, TraceId};
use crate::check::walk;
use crate::syntax::ast::{Clause, Define, Expr, Parameter, ProvisionBody};

use super::Context;

impl<'a> Context<'a> {
    /// Each provision with the version that brought it.
    pub(super) fn provisions(&self) -> Vec<(usize, &'a Provision)> {
        let mut seen = std::collections::HashSet::new();
        let versions = self.book.versions.iter().enumerate();
        versions
            .flat_map(|(at, version)| version.provisions.iter().map(move |held| (at, held)))
            .filter(|(_, held)| seen.insert(std::sync::Arc::as_ptr(&held.body)))
            .collect()
    }

    /// Each clause with the version in which it first stands so.
    pub(super) fn clauses(&self) -> Vec<(usize, &'a Clause)> {
        let held = self.provisions();
        held.into_iter()
            .filter_map(|(at, held)| match held.body.as_ref() {
                ProvisionBody::Clause(clause) => Some((at, clause.as_ref())),
                _ => None,
            })
            .collect()
    }

    /// Each parameter likewise.
    pub(super) fn parameters(&self) -> Vec<(usize, &'a Parameter)> {
        let held = self.provisions();
        held.into_iter()
            .filter_map(|(at, held)| match held.body.as_ref() {
                ProvisionBody::Parameter(parameter) => Some((at, parameter)),
                _ => None,
            })
            .collect()
    }

    /// Each definition likewise.
    pub(super) fn definitions(&self) -> Vec<&'a Define> {
        let held = self.provisions();
        held.into_iter()
            .filter_map(|(_, held)| match held.body.as_ref() {
                ProvisionBody::Define(define) => Some(define),
                _ => None,
            })
            .collect()
    }

    /// Every expression of every text, whole.
    pub(super) fn expressions(&self) -> Vec<&'a Expr> {
        let held = self.provisions();
        let mut all: Vec<&Expr> = held
            .into_iter()
            .flat_map(|(_, held)| walk::expressions(&held.body))
            .collect();
        let headers = self.book.versions.iter();
        all.extend(headers.flat_map(|version: &Version| walk::of_header(&version.header)));
        all
    }
}

/// Every expression within one, itself first.
pub(super) fn within(expr: &Expr) -> Vec<&Expr> {
    let mut found = Vec::new();
    let mut open = vec![expr];
    while let Some(expr) = open.pop() {
        found.push(expr);
        open.extend(expr.children());
    }
    found
}

/// Every trace within one, itself first.
pub(super) fn traces(ir: &Ir, id: TraceId) -> Vec<&Trace> {
    let mut found = Vec::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        let trace = ir.trace(id);
        found.push(trace);
        open.extend(&trace.parts);
    }
    found
}
