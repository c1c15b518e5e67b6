//! The state that the checks share, and how they say what is wrong.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::{HashMap, HashSet};

use crate::book::Book;
use crate::check::arena::Arena;
use crate::check::definitions::Definition;
use crate::check::ir::{ExprId, Node, Op, TraceRole};
use crate::check::meaning::{Around, Meaning, Value};
use crate::check::parameters::ParameterEntry;
use crate::check::vocabulary::Described;
use crate::diagnostic::{Diagnostic, codes};
use crate::source::{Sources, Span};
use crate::value::Calendar;
use crate::vocabulary::{EnumId, Layout, RecordId, ValueType, Vocabulary};

/// How deep expressions may nest, bodies of calls included. The parser lets one text nest 64 deep; a
/// dozen definitions of that kind inside each other are more than a reader could follow.
pub(super) const MAX_DEPTH: usize = 800;

/// For how many mistakes the name that was meant is looked for.
const MAX_GUESSES: usize = 200;

/// What the checks work on.
pub(super) struct Checker<'b> {
    pub book: &'b Book,
    pub sources: &'b Sources,
    pub vocabulary: Vocabulary,
    pub layout: Layout,
    pub calendar: Option<Calendar>,
    /// The enums that have a member of this name, and its position there.
    pub members: BTreeMap<String, Vec<(EnumId, u16)>>,
    /// Where each name of the vocabulary that stands alone is declared, and as what.
    pub declared: BTreeMap<String, (Span, &'static str)>,
    /// The fields whose declaration is wrong.
    pub poisoned: BTreeSet<(RecordId, usize)>,
    pub enums: BTreeMap<String, EnumId>,
    pub records: BTreeMap<String, RecordId>,
    pub arena: Arena,
    /// The version that is checked.
    pub version: usize,
    pub parameters: BTreeMap<String, ParameterEntry>,
    pub definitions: Vec<Definition>,
    /// The definitions of the version by their names.
    pub defined: HashMap<String, usize>,
    /// What calls came to, in this version.
    pub calls: HashMap<(usize, Vec<Meaning>), Option<Meaning>>,
    diagnostics: Vec<Diagnostic>,
    told: HashSet<(&'static str, Span)>,
    /// What was said to have the name of a variable.
    pub clashes: HashSet<Span>,
    /// Whether it was said that there is no calendar.
    pub no_calendar_told: bool,
    /// Whether the arena was found full; then nothing more is checked.
    stopped: bool,
}

impl<'b> Checker<'b> {
    /// A checker of a book whose vocabulary is known.
    pub(super) fn new(
        book: &'b Book,
        sources: &'b Sources,
        described: Described,
        calendar: Option<Calendar>,
    ) -> Checker<'b> {
        let mut checker = Checker {
            book,
            sources,
            members: BTreeMap::new(),
            declared: described.declared,
            poisoned: described.poisoned,
            enums: BTreeMap::new(),
            records: BTreeMap::new(),
            vocabulary: described.vocabulary,
            layout: described.layout,
            calendar,
            arena: Arena::new(),
            version: 0,
            parameters: BTreeMap::new(),
            definitions: Vec::new(),
            defined: HashMap::new(),
            calls: HashMap::new(),
            diagnostics: Vec::new(),
            told: HashSet::new(),
            clashes: HashSet::new(),
            no_calendar_told: false,
            stopped: false,
        };
        for (at, item) in checker.vocabulary.enums.iter().enumerate() {
            let id = EnumId(at as u16);
            checker.enums.entry(item.name.clone()).or_insert(id);
            for (code, member) in item.members.iter().enumerate() {
                let all = checker.members.entry(member.name.clone()).or_default();
                all.push((id, code as u16));
            }
        }
        for (at, item) in checker.vocabulary.records.iter().enumerate() {
            let id = RecordId(at as u16);
            if id != checker.vocabulary.filing {
                checker.records.entry(item.name.clone()).or_insert(id);
            }
        }
        checker
    }

    /// Says what is wrong, unless that was said of the same place before: a provision that several
    /// versions share is checked in each of them.
    pub(super) fn tell(&mut self, diagnostic: Diagnostic) {
        if self
            .told
            .insert((diagnostic.code.code, diagnostic.primary.span))
        {
            self.diagnostics.push(diagnostic);
        }
    }

    /// The same, of an expression: what is wrong only for the arguments of one call names that call.
    pub(super) fn tell_in(&mut self, around: &Around, diagnostic: Diagnostic) {
        match around.call {
            Some(call) => self.tell(diagnostic.also(call, "for this call")),
            None => self.tell(diagnostic),
        }
    }

    /// What was found wrong.
    pub(super) fn into_parts(
        self,
    ) -> (Arena, Vocabulary, Layout, Option<Calendar>, Vec<Diagnostic>) {
        (
            self.arena,
            self.vocabulary,
            self.layout,
            self.calendar,
            self.diagnostics,
        )
    }

    /// Whether to look for the name that was meant: each guess goes through all names, and where so much
    /// is wrong one more helps nobody.
    pub(super) fn may_guess(&self) -> bool {
        self.diagnostics.len() < MAX_GUESSES
    }

    /// Whether checking may go on: not once the book has come to more than fits.
    pub(super) fn room(&mut self, span: Span) -> bool {
        if self.arena.full() && !self.stopped {
            self.stopped = true;
            self.tell(
                Diagnostic::error(
                    codes::TOO_MANY_NODES,
                    "the rule book grows too large once each definition is put in place of its calls",
                    span,
                    "the limit is reached here",
                )
                .help("call a definition once and name what it says, rather than in each term of another"),
            );
        }
        !self.stopped
    }

    /// A node with its trace.
    pub(super) fn value(&mut self, span: Span, op: Op, ty: ValueType, operands: &[Value]) -> Value {
        let nodes: Vec<ExprId> = operands.iter().map(|operand| operand.node).collect();
        let node = Node {
            op,
            ty,
            level: self.arena.level_of(&nodes),
            optional: false,
        };
        self.value_of(span, node, operands)
    }

    /// The trace of a node.
    pub(super) fn value_of(&mut self, span: Span, node: Node, operands: &[Value]) -> Value {
        let ask = node.optional;
        let node = self.arena.node(node);
        let parts = operands.iter().map(|operand| operand.trace).collect();
        let trace = self.arena.trace(span, node, TraceRole::Operation, parts);
        Value { node, trace, ask }
    }

    /// The type of a value.
    pub(super) fn ty(&self, value: Value) -> ValueType {
        self.arena.ty(value.node)
    }
}
