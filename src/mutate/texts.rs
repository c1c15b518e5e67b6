//! The small changes of one provision or one header.

use std::sync::Arc;

use crate::mutate::steps::{Step, days_beside, steps};
use crate::mutate::words::{Kind, Words};
use crate::source::Span;
use crate::syntax::ast::{
    Clause, ClauseBody, DateLiteral, Exception, Expr, ParameterValue, ProvisionBody, Ruleset,
};
use crate::syntax::print::{print_expr, print_rows};

/// A text after one small change.
#[derive(Debug, Clone)]
pub struct Changed<T> {
    /// Which kind of change it is.
    pub kind: Kind,
    /// The words that are changed.
    pub span: Span,
    /// What goes on after "no case would notice if".
    pub sentence: String,
    /// Whether it changes what `for each` goes through or the date that chooses the text.
    pub choice: bool,
    /// The text as it then reads.
    pub text: Arc<T>,
}

/// How many operations and values a provision or a header may have: each of them is changed, and each
/// change is judged whole, so that the work grows with their square.
pub const MOST_PARTS: usize = 1_000;

/// Whether a provision has more parts than are changed.
pub fn too_large(body: &ProvisionBody) -> bool {
    more_than_most(slots(&mut body.clone()))
}

fn more_than_most(slots: Vec<&mut Expr>) -> bool {
    let mut open: Vec<&Expr> = slots.into_iter().map(|slot| &*slot).collect();
    let mut parts = 0;
    while let Some(expr) = open.pop() {
        parts += 1;
        open.extend(expr.children());
        if parts > MOST_PARTS {
            return true;
        }
    }
    false
}

/// Every small change of a provision. A clause that is not judged has none, nor has one that is too large.
pub fn of_provision(body: &ProvisionBody) -> Vec<Changed<ProvisionBody>> {
    let mut found = Vec::new();
    let name = &body.name().text;
    let choices = match body {
        _ if too_large(body) => return found,
        ProvisionBody::Clause(clause) if !judged(clause) => return found,
        ProvisionBody::Clause(clause) => choices(clause),
        _ => 0,
    };
    let mut held = body.clone();
    for (at, slot) in slots(&mut held).into_iter().enumerate() {
        for step in steps(slot) {
            let mut text = body.clone();
            let (changed, whole) = split(step, name, at < choices);
            if let Some(place) = slots(&mut text).into_iter().nth(at) {
                *place = whole;
            }
            found.push(with(changed, text));
        }
    }
    match body {
        ProvisionBody::Clause(clause) => of_clause(clause, &mut found),
        ProvisionBody::Parameter(parameter) => {
            if let ParameterValue::Dated { steps, until } = &parameter.value {
                of_dates(body, name, steps, *until, &mut found);
            }
        }
        ProvisionBody::Define(_) | ProvisionBody::Indicator(_) => {}
    }
    found
}

/// Every small change of what a header says of all clauses.
pub fn of_header(header: &Ruleset) -> Vec<Changed<Ruleset>> {
    let mut found = Vec::new();
    let name = &header.version.version.text;
    let mut held = header.clone();
    if more_than_most(header_slots(&mut held)) {
        return found;
    }
    for (at, slot) in header_slots(&mut held).into_iter().enumerate() {
        for step in steps(slot) {
            let mut text = header.clone();
            let (changed, whole) = split(step, name, false);
            if let Some(place) = header_slots(&mut text).into_iter().nth(at) {
                *place = whole;
            }
            found.push(with(changed, text));
        }
    }
    if let Some(applies) = &header.applies {
        let mut text = header.clone();
        text.applies = None;
        found.push(with(left_out(Kind::Applies, "applies when", applies), text));
    }
    for (at, exception) in header.exceptions.iter().enumerate() {
        let mut text = header.clone();
        text.exceptions.remove(at);
        found.push(with(without(exception), text));
    }
    found
}

/// Whether the text of a clause is judged.
pub fn judged(clause: &Clause) -> bool {
    matches!(clause.body, ClauseBody::Requires(_))
}

/// The `for each` and `governed by` of a clause as they read, to tell whether two texts choose alike.
pub fn choice(clause: &Clause) -> String {
    let rows = clause.for_each.as_ref().map(print_rows);
    let date = clause.governed.as_ref().map(print_expr);
    format!("{rows:?} {date:?}")
}

/// A change whose text is still to be made.
fn split(step: Step, name: &str, choice: bool) -> (Changed<()>, Expr) {
    let changed = Changed {
        kind: step.kind,
        span: step.span,
        sentence: step.words.sentence(name),
        choice,
        text: Arc::new(()),
    };
    (changed, step.whole)
}

fn with<T>(changed: Changed<()>, text: T) -> Changed<T> {
    Changed {
        kind: changed.kind,
        span: changed.span,
        sentence: changed.sentence,
        choice: changed.choice,
        text: Arc::new(text),
    }
}

fn left_out(kind: Kind, before: &str, what: &Expr) -> Changed<()> {
    let words = Words::LeftOut(format!("{before} {}", print_expr(what)));
    Changed {
        kind,
        span: what.span,
        sentence: words.sentence(""),
        choice: false,
        text: Arc::new(()),
    }
}

fn without(exception: &Exception) -> Changed<()> {
    left_out(Kind::Exception, "except when", &exception.when)
}

fn of_clause(clause: &Clause, found: &mut Vec<Changed<ProvisionBody>>) {
    let mut keep = |changed: Changed<()>, text: Clause| {
        found.push(with(changed, ProvisionBody::Clause(Box::new(text))));
    };
    let filter = clause
        .for_each
        .as_ref()
        .and_then(|each| each.filter.as_ref());
    if let Some(filter) = filter {
        let mut text = clause.clone();
        if let Some(each) = &mut text.for_each {
            each.filter = None;
        }
        let mut changed = left_out(Kind::Where, "where", filter);
        changed.choice = true;
        keep(changed, text);
    }
    if let Some(applies) = &clause.applies {
        let mut text = clause.clone();
        text.applies = None;
        keep(left_out(Kind::Applies, "applies when", applies), text);
    }
    for (at, exception) in clause.exceptions.iter().enumerate() {
        let mut text = clause.clone();
        text.exceptions.remove(at);
        keep(without(exception), text);
    }
}

/// The days on which the values of a dated parameter begin, and the last day of the last.
fn of_dates(
    body: &ProvisionBody,
    name: &str,
    steps: &[(DateLiteral, Expr)],
    until: Option<DateLiteral>,
    found: &mut Vec<Changed<ProvisionBody>>,
) {
    let mut keep = |span: Span, sentence: String, edit: &dyn Fn(&mut ParameterValue)| {
        let mut text = body.clone();
        if let ProvisionBody::Parameter(parameter) = &mut text {
            edit(&mut parameter.value);
        }
        found.push(Changed {
            kind: Kind::Date,
            span,
            sentence,
            choice: false,
            text: Arc::new(text),
        });
    };
    for (at, (date, value)) in steps.iter().enumerate() {
        for other in days_beside(*date) {
            // Two values that begin on one day would be no change of a day.
            if steps
                .iter()
                .any(|(date, _)| written(*date) == written(other))
            {
                continue;
            }
            let sentence = format!(
                "`{name}` were {} from {} instead of {}",
                print_expr(value),
                written(other),
                written(*date)
            );
            keep(date.span, sentence, &|value| {
                if let ParameterValue::Dated { steps, .. } = value {
                    steps[at].0 = other;
                }
            });
        }
    }
    if let Some(date) = until {
        for other in days_beside(date) {
            let sentence = format!(
                "`{name}` ended on {} instead of {}",
                written(other),
                written(date)
            );
            keep(date.span, sentence, &|value| {
                if let ParameterValue::Dated { until, .. } = value {
                    *until = Some(other);
                }
            });
        }
    }
}

/// A date as it is written.
pub fn written(date: DateLiteral) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// How many of the slots of a clause choose its rows or its text.
fn choices(clause: &Clause) -> usize {
    let of_rows = clause.for_each.as_ref().map_or(0, |each| {
        each.loops.len() + usize::from(each.filter.is_some())
    });
    of_rows + usize::from(clause.governed.is_some())
}

/// The expressions by which a provision decides; what it only says is none of them.
fn slots(body: &mut ProvisionBody) -> Vec<&mut Expr> {
    match body {
        ProvisionBody::Clause(clause) => {
            let mut all = Vec::new();
            if let Some(each) = &mut clause.for_each {
                all.extend(each.loops.iter_mut().map(|(_, list)| list));
                all.extend(&mut each.filter);
            }
            all.extend(&mut clause.governed);
            all.extend(&mut clause.applies);
            all.extend(clause.exceptions.iter_mut().map(|one| &mut one.when));
            if let ClauseBody::Requires(requires) = &mut clause.body {
                all.push(requires);
            }
            all
        }
        ProvisionBody::Parameter(parameter) => parameter.value.values_mut(),
        ProvisionBody::Define(define) => vec![&mut define.body],
        ProvisionBody::Indicator(indicator) => vec![&mut indicator.value],
    }
}

fn header_slots(header: &mut Ruleset) -> Vec<&mut Expr> {
    let mut all: Vec<&mut Expr> = header.applies.iter_mut().collect();
    all.extend(header.exceptions.iter_mut().map(|one| &mut one.when));
    all
}
