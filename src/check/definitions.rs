//! Definitions: in which order they are checked, and that none calls itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::check::checker::{Checker, MAX_DEPTH};
use crate::check::ir::{LevelId, LevelKind, Node, Op, ROOT};
use crate::check::meaning::{Around, Base, Declared, DeclaredKind, ListPlace, Meaning, Place};
use crate::check::walk;
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::ast::{Define, Name, ProvisionBody};
use crate::vocabulary::{ColumnId, ColumnKind, Element, RecordId, TableId};

/// A definition of the version that is checked.
#[derive(Debug, Clone)]
pub(super) struct Definition {
    /// `assented`
    pub name: Name,
    /// The types of its parameters; nothing where one is wrong.
    pub types: Vec<Option<Declared>>,
    /// Its text.
    pub body: Arc<ProvisionBody>,
    /// Whether it is wrong, so that calls say nothing more.
    pub poisoned: bool,
}

impl Definition {
    /// Its text as a definition, which it is.
    pub(super) fn text(&self) -> Option<&Define> {
        match self.body.as_ref() {
            ProvisionBody::Define(define) => Some(define),
            _ => None,
        }
    }
}

/// A call in the body of a definition.
struct Edge {
    to: usize,
    span: Span,
    depth: usize,
}

impl Checker<'_> {
    /// Checks every definition once for arguments of the declared types, those that are called first.
    /// Of some it is `known` whether they are wrong.
    pub(super) fn check_definitions(&mut self, known: &[Option<bool>]) {
        let edges = self.edges();
        let order = self.order(&edges);
        let mut depths = vec![0usize; edges.len()];
        for at in order {
            let callee_wrong = edges[at]
                .iter()
                .any(|edge| self.definitions[edge.to].poisoned);
            let body = Arc::clone(&self.definitions[at].body);
            let ProvisionBody::Define(define) = body.as_ref() else {
                continue;
            };
            let deepest = edges[at]
                .iter()
                .map(|edge| edge.depth + depths[edge.to])
                .max();
            depths[at] = deepest.unwrap_or(0).max(walk::depth(&define.body));
            if depths[at] > MAX_DEPTH && !callee_wrong {
                self.tell(
                    Diagnostic::error(
                        codes::TOO_DEEP,
                        format!("the definition `{}` nests too deep in what it calls", define.name.text),
                        define.name.span,
                        format!("more than {MAX_DEPTH} expressions inside each other"),
                    )
                    .help("definitions that call each other in so long a row say less than one that counts or sums"),
                );
            }
            if depths[at] > MAX_DEPTH {
                self.definitions[at].poisoned = true;
                depths[at] = 0;
            }
            match known[at] {
                Some(wrong) => self.definitions[at].poisoned |= wrong,
                None if self.definitions[at].poisoned => {}
                None => self.try_definition(at, define),
            }
        }
    }

    fn edges(&self) -> Vec<Vec<Edge>> {
        let of = |definition: &Definition| {
            let Some(define) = definition.text() else {
                return Vec::new();
            };
            let params: BTreeSet<&str> = (define.params.iter())
                .map(|(param, _)| param.text.as_str())
                .collect();
            walk::names(&define.body)
                .into_iter()
                .filter(|(name, _)| !params.contains(name.text.as_str()))
                .filter_map(|(name, depth)| {
                    Some(Edge {
                        to: *self.defined.get(&name.text)?,
                        span: name.span,
                        depth,
                    })
                })
                .collect()
        };
        self.definitions.iter().map(of).collect()
    }

    /// The definitions, each after those that it calls. A circle is told and its members are poisoned.
    fn order(&mut self, edges: &[Vec<Edge>]) -> Vec<usize> {
        #[derive(Clone, Copy, PartialEq)]
        enum State {
            New,
            Open,
            Done,
        }
        let mut state = vec![State::New; edges.len()];
        let mut order = Vec::new();
        for start in 0..edges.len() {
            if state[start] != State::New {
                continue;
            }
            // Each definition on the way with the next of its calls to look at. No recursion: chains of
            // definitions may be as long as a file.
            let mut way: Vec<(usize, usize)> = vec![(start, 0)];
            state[start] = State::Open;
            while let Some((at, next)) = way.last_mut() {
                let Some(edge) = edges[*at].get(*next) else {
                    state[*at] = State::Done;
                    order.push(*at);
                    way.pop();
                    continue;
                };
                *next += 1;
                match state[edge.to] {
                    State::Done => {}
                    State::New => {
                        state[edge.to] = State::Open;
                        way.push((edge.to, 0));
                    }
                    State::Open => {
                        let begin = way.iter().position(|(at, _)| *at == edge.to).unwrap_or(0);
                        let circle: Vec<(usize, usize)> = way[begin..].to_vec();
                        self.circle(edges, &circle);
                    }
                }
            }
        }
        order
    }

    fn circle(&mut self, edges: &[Vec<Edge>], circle: &[(usize, usize)]) {
        let told = circle.iter().all(|(at, _)| self.definitions[*at].poisoned);
        for (at, _) in circle {
            self.definitions[*at].poisoned = true;
        }
        let Some((first, _)) = circle.first() else {
            return;
        };
        if told {
            return;
        }
        let mut names: Vec<&str> = circle
            .iter()
            .map(|(at, _)| self.definitions[*at].name.text.as_str())
            .collect();
        names.push(&self.definitions[*first].name.text);
        let shown = if names.len() > 8 {
            format!(
                "`{}`, … `{}`",
                names[..6].join("`, `"),
                names[names.len() - 1]
            )
        } else {
            format!("`{}`", names.join("`, `"))
        };
        let message = match circle.len() {
            1 => format!("the definition `{}` calls itself", names[0]),
            _ => format!("definitions call each other in a circle: {shown}"),
        };
        let mut diagnostic = Diagnostic::error(
            codes::DEFINITION_CYCLE,
            message,
            self.definitions[*first].name.span,
            "comes back to itself",
        );
        // The next of each was counted on when its call was followed.
        for (at, next) in circle.iter().take(8) {
            if let Some(edge) = next.checked_sub(1).and_then(|call| edges[*at].get(call)) {
                diagnostic = diagnostic.also(edge.span, "calls this");
            }
        }
        self.tell(diagnostic.help("there is no recursion: go through a list instead"));
    }

    /// Checks a body for arguments of the declared types.
    fn try_definition(&mut self, at: usize, define: &Define) {
        let mut arguments = Vec::new();
        let types = self.definitions[at].types.clone();
        for (position, (ty, (name, _))) in types.iter().zip(&define.params).enumerate() {
            let sample = ty
                .as_ref()
                .and_then(|ty| self.sample(ty, position, name.span));
            arguments.push(sample);
        }
        let faulty = types.iter().any(Option::is_none);
        // A list of a type that no filing holds can be no argument either, so there is nothing to try.
        let untried = arguments.iter().any(Option::is_none);
        let found = self.body(at, define, arguments, &mut Around::filing());
        if faulty || (found.is_none() && !untried) {
            self.definitions[at].poisoned = true;
        }
    }

    /// Something of a declared type, on which a definition is tried.
    fn sample(&mut self, declared: &Declared, position: usize, span: Span) -> Option<Meaning> {
        let optional = declared.optional;
        match &declared.kind {
            DeclaredKind::Value(ty) => {
                // A column that no layout has; nothing of a trial is kept.
                let column = ColumnId(u32::MAX - position as u32);
                let node = Node {
                    op: Op::Column(ROOT, column),
                    ty: *ty,
                    level: ROOT,
                    optional,
                };
                let value = self.value_of(span, node, &[]);
                Some(Meaning::Value(value))
            }
            DeclaredKind::Record(record) => {
                let (table, column) = self.somewhere(*record)?;
                let level = self.level_of_table(table);
                Some(Meaning::Record(Place {
                    base: Base::Row(level),
                    table,
                    record: column,
                    optional,
                    ask: optional,
                }))
            }
            DeclaredKind::List(item) => {
                let found = self
                    .layout
                    .columns
                    .iter()
                    .enumerate()
                    .find_map(|(at, column)| {
                        let ColumnKind::List(table) = column.kind else {
                            return None;
                        };
                        self.holds(table, item)
                            .then_some((at, column.clone(), table))
                    });
                let (at, column, table) = found?;
                let level = self.level_of_table(column.table);
                let place = Place {
                    base: Base::Row(level),
                    table: column.table,
                    record: column.record,
                    optional: false,
                    ask: false,
                };
                Some(Meaning::List(ListPlace {
                    place,
                    column: ColumnId(at as u32),
                    table,
                    ask: optional,
                }))
            }
        }
    }

    /// Whether the rows of a table are of a declared type.
    pub(super) fn holds(&self, table: TableId, item: &DeclaredKind) -> bool {
        match (item, self.layout.table(table).element) {
            (DeclaredKind::Record(wanted), Element::Record(record)) => *wanted == record,
            (DeclaredKind::Value(wanted), Element::Value) => self
                .element_type(table)
                .is_some_and(|ty| crate::check::meaning::alike(ty, *wanted)),
            _ => false,
        }
    }

    /// A place where a record stands: rather a list that others can refer to.
    fn somewhere(&self, record: RecordId) -> Option<(TableId, Option<ColumnId>)> {
        let tables = || {
            (0..self.layout.tables.len())
                .map(|at| TableId(at as u16))
                .filter(|table| self.layout.table(*table).element == Element::Record(record))
                .filter(|table| *table != crate::vocabulary::layout::FILING)
        };
        let referred = |table: &TableId| {
            let kind = ColumnKind::Reference(*table);
            self.layout.columns.iter().any(|column| column.kind == kind)
        };
        if let Some(table) = tables().find(referred).or_else(|| tables().next()) {
            return Some((table, None));
        }
        let nested = self
            .layout
            .columns
            .iter()
            .position(|column| column.kind == ColumnKind::Record(record))?;
        Some((
            self.layout.columns[nested].table,
            Some(ColumnId(nested as u32)),
        ))
    }

    fn level_of_table(&mut self, table: TableId) -> LevelId {
        if table == crate::vocabulary::layout::FILING {
            return ROOT;
        }
        let mut way = vec![table];
        let mut at = table;
        while let Some(parent) = self.layout.table(at).parent {
            if parent != crate::vocabulary::layout::FILING {
                way.push(parent);
            }
            at = parent;
        }
        way.into_iter().rev().fold(ROOT, |owner, table| {
            self.arena.level(owner, LevelKind::List { table, owner })
        })
    }
}
