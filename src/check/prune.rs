//! Leaves out of the arena what no clause and no indicator uses: the trials of definitions, and what
//! stood beside a mistake. What is left keeps its order, so operands still come first.

use crate::check::arena::Arena;
use crate::check::ir::{
    ClauseBody, EntryText, ExprId, Level, LevelId, LevelKind, MessagePart, Node, Op, Trace, TraceId,
};
use crate::check::versions::Versions;

/// The new positions of the items of one kind.
struct Kept {
    used: Vec<bool>,
    places: Vec<u32>,
}

impl Kept {
    fn new(count: usize) -> Kept {
        Kept {
            used: vec![false; count],
            places: Vec::new(),
        }
    }

    fn number(&mut self) {
        let mut next = 0;
        for used in &self.used {
            self.places.push(next);
            next += u32::from(*used);
        }
    }

    fn take<T>(&self, items: Vec<T>) -> Vec<T> {
        let kept = items.into_iter().zip(&self.used);
        kept.filter(|(_, used)| **used)
            .map(|(item, _)| item)
            .collect()
    }
}

/// The arena of what is used, and the versions as they refer to it.
pub(super) fn prune(arena: Arena, found: &mut Versions) -> (Vec<Node>, Vec<Level>, Vec<Trace>) {
    let (mut nodes, mut levels, mut traces) = arena.into_parts();
    let mut kept_nodes = Kept::new(nodes.len());
    let mut kept_levels = Kept::new(levels.len());
    let mut kept_traces = Kept::new(traces.len());
    if let Some(root) = kept_levels.used.first_mut() {
        *root = true;
    }
    visit(
        found,
        &mut |id| kept_nodes.used[id.0 as usize] = true,
        &mut |id| kept_levels.used[id.0 as usize] = true,
        &mut |id| kept_traces.used[id.0 as usize] = true,
    );
    for at in (0..traces.len()).rev() {
        if kept_traces.used[at] {
            kept_nodes.used[traces[at].expr.0 as usize] = true;
            for part in &traces[at].parts {
                kept_traces.used[part.0 as usize] = true;
            }
        }
    }
    for at in (0..nodes.len()).rev() {
        if kept_nodes.used[at] {
            parts(
                &mut nodes[at],
                &mut |id| kept_nodes.used[id.0 as usize] = true,
                &mut |id| kept_levels.used[id.0 as usize] = true,
            );
        }
    }
    for at in (0..levels.len()).rev() {
        if kept_levels.used[at] {
            around(&mut levels[at], &mut |id| {
                kept_levels.used[id.0 as usize] = true
            });
        }
    }
    kept_nodes.number();
    kept_levels.number();
    kept_traces.number();
    let mut nodes = kept_nodes.take(std::mem::take(&mut nodes));
    let mut levels = kept_levels.take(std::mem::take(&mut levels));
    let mut traces = kept_traces.take(std::mem::take(&mut traces));
    let mut node = |id: &mut ExprId| id.0 = kept_nodes.places[id.0 as usize];
    let mut level = |id: &mut LevelId| id.0 = kept_levels.places[id.0 as usize];
    let mut trace = |id: &mut TraceId| id.0 = kept_traces.places[id.0 as usize];
    for held in &mut nodes {
        parts(held, &mut node, &mut level);
    }
    for held in &mut levels {
        around(held, &mut level);
    }
    for held in &mut traces {
        node(&mut held.expr);
        held.parts.iter_mut().for_each(&mut trace);
    }
    visit(found, &mut node, &mut level, &mut trace);
    (nodes, levels, traces)
}

/// Everything that the versions refer to.
fn visit(
    found: &mut Versions,
    node: &mut impl FnMut(&mut ExprId),
    level: &mut impl FnMut(&mut LevelId),
    trace: &mut impl FnMut(&mut TraceId),
) {
    for clause in &mut found.clauses {
        level(&mut clause.level);
        clause.applies.iter_mut().for_each(&mut *trace);
        clause
            .exceptions
            .iter_mut()
            .for_each(|(when, _)| trace(when));
        if let ClauseBody::Requires(requires) = &mut clause.body {
            trace(requires);
        }
        for part in clause
            .otherwise
            .iter_mut()
            .chain(&mut clause.remedy)
            .flatten()
        {
            if let MessagePart::Expr(shown) = part {
                trace(shown);
            }
        }
    }
    for version in &mut found.versions {
        for entry in &mut version.entries {
            if let EntryText::Governed {
                date, level: rows, ..
            } = &mut entry.text
            {
                node(date);
                level(rows);
            }
        }
        for indicator in &mut version.indicators {
            trace(&mut indicator.value);
        }
    }
}

/// The nodes and levels that a node refers to.
fn parts(
    held: &mut Node,
    node: &mut impl FnMut(&mut ExprId),
    level: &mut impl FnMut(&mut LevelId),
) {
    level(&mut held.level);
    match &mut held.op {
        Op::Column(rows, _)
        | Op::Row(rows)
        | Op::Member(rows)
        | Op::RecordGiven(rows, _)
        | Op::Reduce { level: rows, .. }
        | Op::LongestGap { level: rows, .. } => level(rows),
        _ => {}
    }
    held.op.operands_mut().into_iter().for_each(node);
}

/// The levels that a level refers to.
fn around(held: &mut Level, level: &mut impl FnMut(&mut LevelId)) {
    held.parent.iter_mut().for_each(&mut *level);
    match &mut held.kind {
        LevelKind::Filing | LevelKind::Set { .. } => {}
        LevelKind::List { owner, .. } => level(owner),
        LevelKind::Referring { to, .. } => level(to),
    }
}
