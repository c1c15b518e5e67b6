//! From the text of every version to what it means.
//!
//! Comes in: the [`crate::book::Book`]. Goes out: an [`ir::Ir`], which exists only when nothing is
//! wrong, and every diagnostic. Nothing is evaluated here, and no suspicion is voiced: what is legal but
//! odd is a lint's.
//!
//! Invariants: names are looked up here and never again. One cause makes one diagnostic: what is wrong
//! has no meaning, and whatever is made of it is silent. Definitions are checked once for arguments of
//! their declared types, whether they are called or not, and once for each call, whose place they take.

mod arena;
mod arithmetic;
mod calendar;
mod calls;
mod checker;
mod choice;
mod clauses;
mod comparisons;
mod definitions;
mod describe;
mod expressions;
mod fields;
pub mod ir;
mod listing;
mod loading;
mod marks;
mod meaning;
mod names;
mod operands;
mod parameters;
mod prune;
mod quantifiers;
mod readings;
mod rows;
mod sets;
mod tables;
mod types;
mod unchanged;
mod versions;
mod vocabulary;
pub mod walk;
mod wordings;
mod words;

use crate::book::Book;
use crate::check::checker::Checker;
use crate::check::ir::Ir;
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::source::Sources;

pub use listing::listing;
pub use readings::read_as;

/// Expressions are checked by recursion as deep as they nest, bodies of calls included; on a stack of
/// this size the deepest allowed fits several times.
const STACK: usize = 32 << 20;

/// What checking a rule book comes to.
#[derive(Debug)]
pub struct Checked {
    /// The rule book, if nothing is wrong with it.
    pub ir: Option<Ir>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Checks a rule book whole.
pub fn check(book: &Book, sources: &Sources) -> Checked {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        match thread.spawn_scoped(scope, || check_here(book, sources)) {
            Ok(thread) => match thread.join() {
                Ok(checked) => checked,
                Err(panic) => std::panic::resume_unwind(panic),
            },
            // Without a thread to spare the present stack has to do.
            Err(_) => check_here(book, sources),
        }
    })
}

/// What is wrong in the texts of one language.
fn in_language(book: &Book, sources: &Sources, language: &str) -> Vec<Diagnostic> {
    let Some((mut other, _)) = crate::book::translated(book, language) else {
        return Vec::new();
    };
    other.languages.clear();
    check_here(&other, sources).diagnostics
}

fn check_here(book: &Book, sources: &Sources) -> Checked {
    let mut diagnostics = Vec::new();
    let calendar = book
        .calendar
        .as_ref()
        .map(|text| calendar::describe(text, &mut diagnostics));
    let Some(described) = vocabulary::describe(book, sources, &mut diagnostics) else {
        return Checked {
            ir: None,
            diagnostics,
        };
    };
    let mut checker = Checker::new(book, sources, described, calendar);
    let mut found = versions::check(&mut checker);
    let (arena, vocabulary, layout, calendar, told) = checker.into_parts();
    diagnostics.extend(told);
    // What a translation says is checked like what it translates.
    if diagnostics.is_empty() && book.sound {
        for language in book.languages.keys() {
            diagnostics.extend(in_language(book, sources, language));
        }
    }
    // INVARIANT: what has no meaning was told. Were it ever not, a clause must not go missing silently.
    if let Some(span) = found.incomplete
        && diagnostics.is_empty()
        && book.sound
    {
        diagnostics.push(Diagnostic::error(
            codes::NOT_A_VALUE,
            "what this provision means cannot be made out",
            span,
            "not understood",
        ));
    }
    let errors = diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error);
    if errors || !book.sound {
        return Checked {
            ir: None,
            diagnostics,
        };
    }
    marks::gather(book, &mut found.clauses);
    let (nodes, levels, traces) = prune::prune(arena, &mut found);
    let ir = Ir {
        vocabulary,
        layout,
        calendar,
        calendar_review: book.calendar.as_ref().and_then(|text| {
            let why = text.review.first()?;
            Some(why.value.clone())
        }),
        nodes,
        levels,
        traces,
        clauses: found.clauses,
        versions: found.versions,
        readings: readings::open(book),
        indicators: found.indicators,
    };
    Checked {
        ir: Some(ir),
        diagnostics,
    }
}
