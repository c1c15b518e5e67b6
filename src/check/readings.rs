//! The open questions of a book: what else a parameter may be worth, and the book that reads it so.

use std::sync::Arc;

use crate::book::Book;
use crate::check::ir::Reading;
use crate::syntax::ast::{ParameterValue, ProvisionBody};
use crate::syntax::print::print_expr;

/// The other readings of the parameters of all versions, in the order of the text.
pub(super) fn open(book: &Book) -> Vec<Reading> {
    let mut found = Vec::new();
    for (version, text) in book.versions.iter().enumerate() {
        for provision in &text.provisions {
            let ProvisionBody::Parameter(parameter) = provision.body.as_ref() else {
                continue;
            };
            let ParameterValue::Plain(taken) = &parameter.value else {
                continue;
            };
            for (at, reading) in parameter.readings.iter().enumerate() {
                found.push(Reading {
                    parameter: parameter.name.text.clone(),
                    version,
                    at,
                    taken: print_expr(taken),
                    value: print_expr(&reading.value),
                    why: reading.why.value.clone(),
                    span: reading.value.span,
                });
            }
        }
    }
    found
}

/// The book in which a parameter is read in another way, in every version in which it can be: its value
/// and the reading change places. Checked like any other, it judges by that reading.
pub fn read_as(book: &Book, parameter: &str, at: usize) -> Book {
    let mut other = book.clone();
    for version in &mut other.versions {
        for provision in &mut version.provisions {
            let ProvisionBody::Parameter(held) = provision.body.as_ref() else {
                continue;
            };
            if held.name.text != parameter || held.readings.len() <= at {
                continue;
            }
            let mut changed = held.clone();
            if let ParameterValue::Plain(value) = &mut changed.value {
                std::mem::swap(value, &mut changed.readings[at].value);
            }
            provision.body = Arc::new(ProvisionBody::Parameter(changed));
        }
    }
    other
}
