//! The values that would settle what is not known, and the operations that failed.
//!
//! It walks a node of three values, or any other, through the registers already filled, into those
//! operands alone on which the unknown depends.

use std::collections::HashSet;

use crate::check::ir::{ExprId, LevelId, Op, Reduction};
use crate::evaluate::explain::{Context, Explainer};
use crate::evaluate::naming;
use crate::evaluate::register::{FALSE, TRUE};
use crate::evaluate::rows::{CERTAIN, PHANTOM};
use crate::vocabulary::{ColumnId, Unit, ValueType};

/// The most values that one finding names; a list with more of them ends with a word that says so.
const MOST: usize = 200;

/// What would settle an unknown value.
#[derive(Default)]
pub struct Unsettled {
    /// The paths of missing and absent values, in the order in which they were met.
    pub paths: Vec<String>,
    /// Operations that failed though their operands are known: the words, and why.
    pub failures: Vec<(String, String)>,
    named: HashSet<String>,
    walked: HashSet<(ExprId, LevelId, usize)>,
}

impl Unsettled {
    /// Names a value, once.
    pub fn path(&mut self, path: String) {
        if self.paths.len() < MOST {
            if self.named.insert(path.clone()) {
                self.paths.push(path);
            }
        } else if self.paths.len() == MOST {
            self.paths.push("and more".to_owned());
        }
    }

    fn is_full(&self) -> bool {
        self.paths.len() > MOST
    }

    /// Says what the operations are that stand in no condition, and so have no words of their own.
    pub fn call_wordless(&mut self, what: &str) {
        for (words, _) in self.failures.iter_mut().filter(|one| one.0.is_empty()) {
            words.push_str(what);
        }
    }

    fn failure(&mut self, words: String, why: String) {
        let failure = (words, why);
        if self.failures.len() < MOST && !self.failures.contains(&failure) {
            self.failures.push(failure);
        }
    }
}

/// Gathers what would settle a node where it is not known.
pub fn walk(explainer: &Explainer<'_>, node: ExprId, at: Context, found: &mut Unsettled) {
    if found.is_full()
        || explainer.is_known(node, at)
        || !found.walked.insert((node, at.level, at.row))
    {
        return;
    }
    let ir = &explainer.machine.plan.ir;
    let described = ir.node(node);
    match &described.op {
        Op::Constant(_) | Op::AsOf | Op::Member(_) => {}
        Op::Column(level, column) | Op::RecordGiven(level, column) => {
            column_path(explainer, *level, *column, at, found)
        }
        Op::Row(level) => {
            if let Some(at) = explainer.climb(at, *level) {
                row_path(explainer, at, found);
            }
        }
        Op::Follow(reference, column) | Op::FollowRecordGiven(reference, column) => {
            match explainer.row_of(*reference, at) {
                Some(row) => found.path(naming::value_path(explainer.machine, *column, row)),
                None => walk(explainer, *reference, at, found),
            }
        }
        Op::If(condition, then, otherwise) => match explainer.truth(*condition, at) {
            TRUE => walk(explainer, *then, at, found),
            FALSE => walk(explainer, *otherwise, at, found),
            _ => {
                walk(explainer, *condition, at, found);
                walk(explainer, *then, at, found);
                walk(explainer, *otherwise, at, found);
            }
        },
        Op::Reduce {
            reduction,
            level,
            filter,
            body,
        } => {
            let before = found.paths.len() + found.failures.len();
            rows(
                explainer,
                at,
                *level,
                *filter,
                *body,
                Some(*reduction),
                found,
            );
            if found.paths.len() + found.failures.len() == before {
                fail(explainer, node, at, found);
            }
        }
        Op::LongestGap {
            level,
            filter,
            body,
            from,
            to,
            than,
            ..
        } => {
            let before = found.paths.len() + found.failures.len();
            for operand in [from, to, than] {
                walk(explainer, *operand, at, found);
            }
            rows(explainer, at, *level, *filter, Some(*body), None, found);
            if found.paths.len() + found.failures.len() == before {
                fail(explainer, node, at, found);
            }
        }
        op => {
            let before = found.paths.len() + found.failures.len();
            for operand in op.operands() {
                walk(explainer, operand, at, found);
            }
            if found.paths.len() + found.failures.len() == before && !was_walked(op, at, found) {
                fail(explainer, node, at, found);
            }
        }
    }
}

/// Whether an operand that is not known was met before, so that its reasons are already named.
fn was_walked(op: &Op, at: Context, found: &Unsettled) -> bool {
    op.operands()
        .iter()
        .any(|operand| found.walked.contains(&(*operand, at.level, at.row)))
}

/// The rows of a list that may change the result.
fn rows(
    explainer: &Explainer<'_>,
    at: Context,
    level: LevelId,
    filter: Option<ExprId>,
    body: Option<ExprId>,
    reduction: Option<Reduction>,
    found: &mut Unsettled,
) {
    let Some(parent) = explainer
        .machine
        .plan
        .ir
        .level(level)
        .parent
        .and_then(|parent| explainer.climb(at, parent))
    else {
        return;
    };
    let rows = explainer.machine.rows(level);
    for row in rows.of(parent.row) {
        let inner = Context { level, row };
        let wanted = filter.map_or(TRUE, |filter| explainer.truth(filter, inner));
        let settled = match (reduction, body) {
            (Some(Reduction::Every), Some(body)) => explainer.truth(body, inner) == TRUE,
            (Some(Reduction::Some), Some(body)) => explainer.truth(body, inner) == FALSE,
            _ => false,
        };
        if wanted == FALSE || settled {
            continue;
        }
        if rows.presence(row) != CERTAIN {
            row_path(explainer, inner, found);
        }
        if let Some(filter) = filter {
            walk(explainer, filter, inner, found);
        }
        if let Some(body) = body {
            walk(explainer, body, inner, found);
        }
        if found.is_full() {
            return;
        }
    }
}

/// Why a row may not belong: its list is missing, or its reference is.
fn row_path(explainer: &Explainer<'_>, at: Context, found: &mut Unsettled) {
    use crate::check::ir::LevelKind;
    let machine = explainer.machine;
    let rows = machine.rows(at.level);
    let Some(table) = naming::table_of(machine.plan, at.level) else {
        return;
    };
    let base = rows.base(at.row);
    match &machine.plan.ir.level(at.level).kind {
        LevelKind::Referring { reference, .. } if rows.presence(at.row) != PHANTOM => {
            found.path(naming::value_path(machine, *reference, base));
        }
        _ => {
            let path = naming::list_path(machine, table, base);
            found.path(path.split("[?]").next().unwrap_or(&path).to_owned());
        }
    }
}

fn column_path(
    explainer: &Explainer<'_>,
    level: LevelId,
    column: ColumnId,
    at: Context,
    found: &mut Unsettled,
) {
    if let Some(own) = explainer.climb(at, level) {
        let base = explainer.machine.rows(level).base(own.row);
        found.path(naming::value_path(explainer.machine, column, base));
    }
}

/// Names an operation whose operands are known and whose value is not.
fn fail(explainer: &Explainer<'_>, node: ExprId, at: Context, found: &mut Unsettled) {
    let ir = &explainer.machine.plan.ir;
    let described = ir.node(node);
    let why = match &described.op {
        Op::Divide(_, b) if explainer.is_zero(*b, at) => "division by zero".to_owned(),
        Op::MakeDate(..) => "no such date".to_owned(),
        Op::Shift(_, amount, _) if is_business(ir.node(*amount).ty) => left_calendar(explainer),
        Op::BusinessDays(..) | Op::BusinessDay(..) => left_calendar(explainer),
        Op::LongestGap { than, .. } if is_business(ir.node(*than).ty) => left_calendar(explainer),
        Op::Shift(..) | Op::LongestGap { .. } => {
            "the date lies outside the years 1 to 9999".to_owned()
        }
        Op::DatedParameter { name, on, .. } => {
            format!("`{name}` has no value on {}", explainer.show(*on, at))
        }
        Op::Reduce {
            reduction: Reduction::Min | Reduction::Max | Reduction::Mean,
            ..
        } if explainer.is_absent(node, at) => "there is no row to take it of".to_owned(),
        Op::Reduce {
            reduction: Reduction::Sum | Reduction::Mean,
            ..
        }
        | Op::Add(..)
        | Op::Subtract(..)
        | Op::Multiply(..)
        | Op::Divide(..)
        | Op::Negate(_)
        | Op::Least(..)
        | Op::Greatest(..)
        | Op::Round(_) => "overflow".to_owned(),
        _ => return,
    };
    // A row of a table has no words of its own: they are those of the table.
    let words = match (&described.op, explainer.words_of(node)) {
        (Op::DatedParameter { name, .. }, words) if words.is_empty() => name.clone(),
        (_, words) => words,
    };
    found.failure(words, why);
}

fn is_business(ty: ValueType) -> bool {
    matches!(
        ty,
        ValueType::Number {
            unit: Unit::Duration(crate::vocabulary::DurationUnit::BusinessDays),
            ..
        }
    )
}

fn left_calendar(explainer: &Explainer<'_>) -> String {
    match &explainer.machine.plan.ir.calendar {
        Some(calendar) => {
            let (first, last) = calendar.years();
            format!(
                "the count leaves the years {first} to {last} that calendar `{}` covers",
                calendar.name()
            )
        }
        None => "there is no calendar".to_owned(),
    }
}
