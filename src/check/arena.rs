//! Nodes, levels and traces, equal ones held once.

use std::hash::{BuildHasher, Hash};

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};

use crate::check::ir::{
    Constant, ExprId, Level, LevelId, LevelKind, Node, Op, ROOT, Trace, TraceId, TraceRole,
};
use crate::source::Span;
use crate::vocabulary::ValueType;

/// How much a rule book may come to once its definitions are put in place of their calls, in nodes,
/// traces and constants together. Chosen so that the arena stays below some hundred megabytes.
const MAX_WEIGHT: usize = 1_000_000;

/// A store in which equal items have one position.
#[derive(Debug)]
struct Interner<T> {
    items: Vec<T>,
    hashes: Vec<u64>,
    /// The positions of the items, found by their hashes.
    positions: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl<T: Hash + PartialEq> Interner<T> {
    fn new() -> Interner<T> {
        Interner {
            items: Vec::new(),
            hashes: Vec::new(),
            positions: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
        }
    }

    /// The position of an item, and whether it is a new one.
    fn intern(&mut self, item: T) -> (u32, bool) {
        let hash = self.hasher.hash_one(&item);
        let (items, hashes) = (&self.items, &self.hashes);
        let is_same = |at: &u32| items[*at as usize] == item;
        match (self.positions).entry(hash, is_same, |at| hashes[*at as usize]) {
            Entry::Occupied(found) => (*found.get(), false),
            Entry::Vacant(place) => {
                let new = self.items.len() as u32;
                place.insert(new);
                self.items.push(item);
                self.hashes.push(hash);
                (new, true)
            }
        }
    }
}

/// Everything that expressions come to.
#[derive(Debug)]
pub(super) struct Arena {
    nodes: Interner<Node>,
    levels: Interner<Level>,
    /// How far each level is from the filing.
    depths: Vec<u32>,
    traces: Interner<Trace>,
    weight: usize,
}

impl Arena {
    /// Nothing but the filing's level.
    pub(super) fn new() -> Arena {
        let mut arena = Arena {
            nodes: Interner::new(),
            levels: Interner::new(),
            depths: vec![0],
            traces: Interner::new(),
            weight: 0,
        };
        arena.levels.intern(Level {
            parent: None,
            kind: LevelKind::Filing,
        });
        arena
    }

    /// Whether it has grown beyond what a rule book may come to.
    pub(super) fn full(&self) -> bool {
        self.weight > MAX_WEIGHT
    }

    /// A node.
    pub(super) fn node(&mut self, node: Node) -> ExprId {
        let weight = 1 + match &node.op {
            Op::In(_, members) => members.len(),
            Op::DatedParameter { steps, .. } => steps.len(),
            _ => 0,
        };
        let (at, new) = self.nodes.intern(node);
        if new {
            self.weight += weight;
        }
        ExprId(at)
    }

    /// A level inside another.
    pub(super) fn level(&mut self, parent: LevelId, kind: LevelKind) -> LevelId {
        let weight = match &kind {
            LevelKind::Set { members } => 1 + members.len(),
            _ => 1,
        };
        let (at, new) = self.levels.intern(Level {
            parent: Some(parent),
            kind,
        });
        if new {
            self.weight += weight;
            self.depths.push(self.depths[parent.0 as usize] + 1);
        }
        LevelId(at)
    }

    /// How something was written.
    pub(super) fn trace(
        &mut self,
        span: Span,
        expr: ExprId,
        role: TraceRole,
        parts: Vec<TraceId>,
    ) -> TraceId {
        let weight = 1 + parts.len();
        let (at, new) = self.traces.intern(Trace {
            span,
            expr,
            role,
            parts,
        });
        if new {
            self.weight += weight;
        }
        TraceId(at)
    }

    /// A node by its id.
    pub(super) fn get(&self, id: ExprId) -> &Node {
        &self.nodes.items[id.0 as usize]
    }

    /// A level by its id.
    pub(super) fn get_level(&self, id: LevelId) -> &Level {
        &self.levels.items[id.0 as usize]
    }

    /// The type of a node.
    pub(super) fn ty(&self, id: ExprId) -> ValueType {
        self.get(id).ty
    }

    /// The constant that a node is.
    pub(super) fn constant(&self, id: ExprId) -> Option<&Constant> {
        match &self.get(id).op {
            Op::Constant(constant) => Some(constant),
            _ => None,
        }
    }

    /// The deepest of some levels, which all lie on one way up to the filing.
    pub(super) fn deepest(&self, levels: impl IntoIterator<Item = LevelId>) -> LevelId {
        levels
            .into_iter()
            .max_by_key(|level| self.depths[level.0 as usize])
            .unwrap_or(ROOT)
    }

    /// The deepest level of some nodes.
    pub(super) fn level_of(&self, nodes: &[ExprId]) -> LevelId {
        self.deepest(nodes.iter().map(|node| self.get(*node).level))
    }

    /// Whether `outer` is `inner` or a level around it.
    pub(super) fn is_around(&self, outer: LevelId, inner: LevelId) -> bool {
        let mut at = inner;
        while self.depths[at.0 as usize] > self.depths[outer.0 as usize] {
            match self.get_level(at).parent {
                Some(parent) => at = parent,
                None => break,
            }
        }
        at == outer
    }

    /// How many members of sets are tried together for each row: the product of the sets around a level.
    pub(super) fn combinations(&self, level: LevelId) -> usize {
        let mut product = 1usize;
        let mut at = Some(level);
        while let Some(level) = at {
            let level = self.get_level(level);
            if let LevelKind::Set { members } = &level.kind {
                product = product.saturating_mul(members.len());
            }
            at = level.parent;
        }
        product
    }

    /// Whether only sets lie between `outer` and `inner`, `inner` included.
    pub(super) fn only_sets_between(&self, outer: LevelId, inner: LevelId) -> bool {
        let mut at = inner;
        while at != outer {
            let level = self.get_level(at);
            match (&level.kind, level.parent) {
                (LevelKind::Set { .. }, Some(parent)) => at = parent,
                _ => return false,
            }
        }
        true
    }

    /// All of it, as the rule book is handed on.
    pub(super) fn into_parts(self) -> (Vec<Node>, Vec<Level>, Vec<Trace>) {
        (self.nodes.items, self.levels.items, self.traces.items)
    }
}
