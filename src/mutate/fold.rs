//! Whether two rule books judge alike, as far as that can be told from how they are made: equal digests
//! mean that no filing is judged differently.
//!
//! What is only said is not looked at. `and` and `or` do not depend on the order of their parts; of whole
//! numbers `< 8` is `<= 7`; what is not more is at most.

use std::collections::BTreeMap;
use std::hash::Hash;

use siphasher::sip128::{Hasher128, SipHasher13};

use crate::check::ir::{
    ClauseBody, Comparison, Constant, EntryText, ExprId, Ir, LevelId, LevelKind, Node, Op, TraceId,
};
use crate::vocabulary::{Unit, ValueType};

/// For each clause and indicator the digest of all that decides its verdict or value, in any version.
pub fn digests(ir: &Ir) -> BTreeMap<String, u128> {
    fold(ir).book()
}

/// The digest of each node.
pub fn nodes(ir: &Ir) -> Vec<u128> {
    fold(ir).nodes
}

fn fold(ir: &Ir) -> Folding<'_> {
    let mut folding = Folding {
        ir,
        levels: Vec::with_capacity(ir.levels.len()),
        nodes: Vec::with_capacity(ir.nodes.len()),
    };
    for at in 0..ir.levels.len() {
        let level = folding.level(at);
        folding.levels.push(level);
    }
    for at in 0..ir.nodes.len() {
        let node = folding.node(&ir.nodes[at]);
        folding.nodes.push(node);
    }
    folding
}

struct Folding<'i> {
    ir: &'i Ir,
    levels: Vec<u128>,
    nodes: Vec<u128>,
}

fn of(parts: impl Hash) -> u128 {
    let mut hasher = SipHasher13::new();
    parts.hash(&mut hasher);
    hasher.finish128().as_u128()
}

impl Folding<'_> {
    fn book(&self) -> BTreeMap<String, u128> {
        let ir = self.ir;
        let mut hashers: BTreeMap<String, SipHasher13> = BTreeMap::new();
        for (at, version) in ir.versions.iter().enumerate() {
            for entry in &version.entries {
                let hasher = hashers.entry(entry.id.clone()).or_default();
                at.hash(hasher);
                match &entry.text {
                    EntryText::Fixed(clause) => self.clause(clause.0 as usize).hash(hasher),
                    EntryText::Governed { date, level, texts } => {
                        (self.is(*date), self.at(*level)).hash(hasher);
                        for (text, version) in texts.iter().zip(&ir.versions) {
                            let text = text.map(|text| self.clause(text.0 as usize));
                            (version.in_force, text).hash(hasher);
                        }
                    }
                }
            }
            for indicator in &version.indicators {
                let name = &ir.indicators[indicator.total].name;
                let hasher = hashers.entry(name.clone()).or_default();
                (at, self.means(indicator.value)).hash(hasher);
            }
        }
        let digests = hashers.into_iter();
        digests
            .map(|(name, hasher)| (name, hasher.finish128().as_u128()))
            .collect()
    }

    /// What decides the verdict of a clause; nothing if it is not judged.
    fn clause(&self, at: usize) -> Option<u128> {
        let clause = &self.ir.clauses[at];
        let ClauseBody::Requires(requires) = clause.body else {
            return None;
        };
        let mut applies: Vec<u128> = clause.applies.iter().map(|one| self.means(*one)).collect();
        applies.sort_unstable();
        applies.dedup();
        // Which exception lifts a clause is said, not judged.
        let exceptions = clause.exceptions.iter();
        let mut exceptions: Vec<u128> = exceptions.map(|(when, _)| self.means(*when)).collect();
        exceptions.sort_unstable();
        exceptions.dedup();
        let requires = self.means(requires);
        Some(of((self.at(clause.level), applies, exceptions, requires)))
    }

    fn means(&self, trace: TraceId) -> u128 {
        self.is(self.ir.trace(trace).expr)
    }

    fn is(&self, node: ExprId) -> u128 {
        self.nodes[node.0 as usize]
    }

    fn at(&self, level: LevelId) -> u128 {
        self.levels[level.0 as usize]
    }

    fn level(&self, at: usize) -> u128 {
        let level = &self.ir.levels[at];
        let parent = level.parent.map(|parent| self.at(parent));
        match &level.kind {
            LevelKind::Filing => of((parent, 0u8)),
            LevelKind::List { table, owner } => of((parent, 1u8, table, self.at(*owner))),
            LevelKind::Referring {
                table,
                reference,
                to,
            } => of((parent, 2u8, table, reference, self.at(*to))),
            // In the order in which they stand: rows of a set have no other name.
            LevelKind::Set { members } => of((parent, 3u8, members)),
        }
    }

    fn node(&self, node: &Node) -> u128 {
        let (op, negated) = self.sides(node);
        if negated { of((100u8, op)) } else { op }
    }

    /// A node without its negation, and whether it is negated.
    fn sides(&self, node: &Node) -> (u128, bool) {
        if let Op::Not(inner) = &node.op {
            let (op, negated) = self.sides(self.ir.node(*inner));
            return (op, !negated);
        }
        if let Op::Compare(comparison, a, b) = &node.op {
            return self.comparison(*comparison, *a, *b);
        }
        (self.operation(node), false)
    }

    /// A comparison as `<=`, `=` or the negation of one.
    fn comparison(&self, comparison: Comparison, a: ExprId, b: ExprId) -> (u128, bool) {
        let at_most = |a: u128, b: u128| of((101u8, a, b));
        let equal = |a: u128, b: u128| of((102u8, a.min(b), a.max(b)));
        let (left, right) = (self.is(a), self.is(b));
        // Of whole numbers, below a number is at most the one before it.
        let before = |number: ExprId, other: ExprId, step: i128| {
            let whole = |node: ExprId| {
                self.ir.node(node).ty
                    == ValueType::Number {
                        unit: Unit::None,
                        scale: 0,
                    }
            };
            let held = self.ir.node(number);
            match &held.op {
                Op::Constant(Constant::Number(value)) if whole(number) && whole(other) => {
                    let mut held = held.clone();
                    held.op = Op::Constant(Constant::Number(value.checked_add(step)?));
                    Some(self.operation(&held))
                }
                _ => None,
            }
        };
        match comparison {
            Comparison::Equal => (equal(left, right), false),
            Comparison::NotEqual => (equal(left, right), true),
            Comparison::LessOrEqual => match before(a, b, -1) {
                // `7 <= n` is `not n <= 6`, and so is `6 < n`.
                Some(below) => (at_most(right, below), true),
                None => (at_most(left, right), false),
            },
            Comparison::Greater => (at_most(left, right), true),
            Comparison::Less => match before(b, a, -1) {
                Some(below) => (at_most(left, below), false),
                None => (at_most(right, left), true),
            },
            Comparison::GreaterOrEqual => match before(b, a, -1) {
                Some(below) => (at_most(left, below), true),
                None => (at_most(right, left), false),
            },
        }
    }

    fn operation(&self, node: &Node) -> u128 {
        let is = |id: &ExprId| self.is(*id);
        let head = (std::mem::discriminant(&node.op), node.ty);
        let of = |parts: &dyn Fn(&mut SipHasher13)| {
            let mut hasher = SipHasher13::new();
            head.hash(&mut hasher);
            parts(&mut hasher);
            hasher.finish128().as_u128()
        };
        match &node.op {
            Op::Constant(constant) => of(&|to| constant.hash(to)),
            Op::AsOf => of(&|_| {}),
            Op::Column(level, column) | Op::RecordGiven(level, column) => {
                of(&|to| (self.at(*level), column).hash(to))
            }
            Op::Row(level) | Op::Member(level) => of(&|to| self.at(*level).hash(to)),
            Op::Follow(a, column) | Op::FollowRecordGiven(a, column) => {
                of(&|to| (is(a), column).hash(to))
            }
            Op::IsGiven(a) | Op::Not(a) | Op::Negate(a) | Op::Round(a) | Op::YearOf(a) => {
                of(&|to| is(a).hash(to))
            }
            Op::And(all) | Op::Or(all) => {
                let mut parts: Vec<u128> = all.iter().map(is).collect();
                parts.sort_unstable();
                parts.dedup();
                of(&|to| parts.hash(to))
            }
            Op::If(a, b, c) | Op::Between(a, b, c) | Op::MakeDate(a, b, c) => {
                of(&|to| (is(a), is(b), is(c)).hash(to))
            }
            Op::Compare(how, a, b) => of(&|to| (how, is(a), is(b)).hash(to)),
            Op::In(a, members) => {
                let mut members = members.clone();
                members.sort();
                members.dedup();
                of(&|to| (is(a), &members).hash(to))
            }
            Op::By(a, b)
            | Op::Subtract(a, b)
            | Op::Divide(a, b)
            | Op::Days(a, b)
            | Op::BusinessDays(a, b) => of(&|to| (is(a), is(b)).hash(to)),
            Op::Add(a, b) | Op::Multiply(a, b) => {
                let (a, b) = (is(a), is(b));
                of(&|to| (a.min(b), a.max(b)).hash(to))
            }
            // A term of no days at all is the same forwards and backwards.
            Op::Shift(a, b, back) => {
                let none = matches!(self.ir.node(*b).op, Op::Constant(Constant::Number(0)));
                of(&|to| (is(a), is(b), *back && !none).hash(to))
            }
            Op::BusinessDay(a, back) => of(&|to| (is(a), back).hash(to)),
            Op::Least(a, b) | Op::Greatest(a, b) => {
                let (a, b) = (is(a), is(b));
                of(&|to| (a.min(b), a.max(b)).hash(to))
            }
            Op::DatedParameter {
                name: _,
                steps,
                until,
                on,
            } => of(&|to| (steps, until, is(on)).hash(to)),
            Op::Reduce {
                reduction,
                level,
                filter,
                body,
            } => of(&|to| {
                let parts = (filter.as_ref().map(is), body.as_ref().map(is));
                (reduction, self.at(*level), parts).hash(to);
            }),
            Op::LongestGap {
                level,
                filter,
                body,
                from,
                to: until,
                comparison,
                than,
            } => of(&|to| {
                let parts = (filter.as_ref().map(is), is(body), is(from), is(until));
                (self.at(*level), parts, comparison, is(than)).hash(to);
            }),
        }
    }
}
