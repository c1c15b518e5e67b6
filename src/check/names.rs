//! What a name means where it stands alone, and after a dot.

use std::rc::Rc;

use crate::book::kind_word;
use crate::check::checker::Checker;
use crate::check::ir::{Constant, Node, Op, ROOT, TraceRole};
use crate::check::meaning::{Around, Base, ListPlace, Meaning, Place, SetOf, THE_FILING, Value};
use crate::check::words::{AS_OF, BUILTINS, YEAR};
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, Name};
use crate::vocabulary::layout::FILING;
use crate::vocabulary::{ColumnId, ColumnKind, Element, EnumId, ValueType};

impl Checker<'_> {
    /// A name that stands alone.
    pub(super) fn name(
        &mut self,
        around: &mut Around,
        name: &Name,
        want: Option<EnumId>,
    ) -> Option<Meaning> {
        let text = name.text.as_str();
        if let Some(binding) = around.find(text) {
            if let Some(list) = binding.hidden {
                let span = binding.span;
                self.not_visible(around, name, span, list);
                return None;
            }
            let meaning = binding.meaning.clone();
            return meaning.map(|meaning| self.renamed(meaning, name.span, around.call.is_some()));
        }
        if text == YEAR {
            let key = self.vocabulary.filing;
            let at = self.vocabulary.year;
            let field = self.vocabulary.record(key).fields.get(at)?.name.clone();
            let column = self.layout.find(FILING, None, &field)?;
            return self.field(&THE_FILING, column, name.span);
        }
        if text == AS_OF {
            let node = Node {
                op: Op::AsOf,
                ty: ValueType::Date,
                level: ROOT,
                optional: false,
            };
            return Some(Meaning::Value(self.value_of(name.span, node, &[])));
        }
        if let Some(column) = self.layout.find(FILING, None, text) {
            return self.field(&THE_FILING, column, name.span);
        }
        if self.parameters.contains_key(text) {
            return self.parameter(text, name.span);
        }
        if self.defined.contains_key(text) {
            return self.call(around, name, &[], name.span);
        }
        if self.members.contains_key(text) {
            return self.member(name, want).map(Meaning::Value);
        }
        if let Some(id) = self.enums.get(text).copied() {
            return Some(Meaning::Set(Rc::new(self.all_members(id))));
        }
        self.unknown_name(around, name);
        None
    }

    /// What a bound name means, written as it stands here. The argument of a call keeps the words of
    /// the call, which say more.
    fn renamed(&mut self, meaning: Meaning, span: Span, argument: bool) -> Meaning {
        match meaning {
            Meaning::Value(value) if !argument => {
                let trace = self
                    .arena
                    .trace(span, value.node, TraceRole::Operation, Vec::new());
                Meaning::Value(Value { trace, ..value })
            }
            other => other,
        }
    }

    fn not_visible(&mut self, around: &Around, name: &Name, bound: Span, list: Span) {
        self.tell_in(
            around,
            Diagnostic::error(
                codes::NOT_VISIBLE,
                format!(
                    "`{}` cannot be named inside a list that does not belong to it",
                    name.text
                ),
                name.span,
                "named here",
            )
            .also(list, "this list belongs to another row")
            .also(bound, "bound here")
            .help("go through a list of the row just around it, the rows that refer to it with `of`, or a set"),
        );
    }

    /// A member of an enum by its name alone.
    pub(super) fn member(&mut self, name: &Name, want: Option<EnumId>) -> Option<Value> {
        let candidates = self.members.get(&name.text)?.clone();
        let found = match want {
            Some(want) => candidates.iter().find(|(id, _)| *id == want).copied(),
            None if candidates.len() == 1 => candidates.first().copied(),
            None => {
                let written: Vec<String> = candidates
                    .iter()
                    .map(|(id, _)| {
                        format!("`{}.{}`", self.vocabulary.enumeration(*id).name, name.text)
                    })
                    .collect();
                self.tell(
                    Diagnostic::error(
                        codes::AMBIGUOUS_MEMBER,
                        format!("`{}` is a member of several enums", name.text),
                        name.span,
                        "of which enum?",
                    )
                    .help(format!("write {}", written.join(" or "))),
                );
                return None;
            }
        };
        let Some((id, code)) = found else {
            self.other_member(name, want?, &candidates);
            return None;
        };
        Some(self.constant(Constant::Member(id, code), ValueType::Enum(id), name.span))
    }

    fn other_member(&mut self, name: &Name, want: EnumId, candidates: &[(EnumId, u16)]) {
        let wanted = self.vocabulary.enumeration(want);
        let others: Vec<&str> = candidates
            .iter()
            .map(|(id, _)| self.vocabulary.enumeration(*id).name.as_str())
            .collect();
        let names = wanted.members.iter().map(|member| member.name.as_str());
        let mut diagnostic = Diagnostic::error(
            codes::NOT_A_MEMBER,
            format!("`{}` is no member of `{}`", name.text, wanted.name),
            name.span,
            format!("a member of `{}`", others.join("`, `")),
        );
        diagnostic = match nearest(&name.text, names.clone()) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help(format!(
                "its members are `{}`",
                names.collect::<Vec<_>>().join("`, `")
            )),
        };
        self.tell(diagnostic);
    }

    /// Every member of an enum, as a set.
    pub(super) fn all_members(&self, id: EnumId) -> SetOf {
        let count = self.vocabulary.enumeration(id).members.len();
        SetOf {
            ty: ValueType::Enum(id),
            members: (0..count)
                .map(|code| Constant::Member(id, code as u16))
                .collect(),
        }
    }

    /// `r.amount`, `Modality.lease`
    pub(super) fn field_of(
        &mut self,
        around: &mut Around,
        base: &Expr,
        name: &Name,
        span: Span,
    ) -> Option<Meaning> {
        if let ExprKind::Name(owner) = &base.kind
            && around.find(&owner.text).is_none()
            && !self.parameters.contains_key(&owner.text)
            && !self.defined.contains_key(&owner.text)
            && let Some(id) = self.enums.get(&owner.text).copied()
        {
            return self.qualified(id, name, span).map(Meaning::Value);
        }
        let meaning = self.meaning(around, base, None)?;
        let place = match meaning {
            Meaning::Record(place) => place,
            other => {
                let what = self.describe_meaning(&other);
                let mut diagnostic = Diagnostic::error(
                    codes::NO_FIELDS,
                    format!("`.{}` asks for a field, and this is {what}", name.text),
                    base.span,
                    "has no fields",
                );
                if let Meaning::List(_) = other {
                    diagnostic = diagnostic.help(format!(
                        "go through it and name the field of a row: `some x in {} satisfies x.{} …`",
                        self.sources.quote(base.span),
                        name.text
                    ));
                }
                if let Meaning::Value(value) = &other
                    && matches!(self.ty(*value), ValueType::Date)
                    && name.text == YEAR
                {
                    let day = self.sources.quote(base.span);
                    diagnostic = diagnostic.help(format!("write `year of {day}`"));
                }
                self.tell_in(around, diagnostic);
                return None;
            }
        };
        match self.layout.find(place.table, place.record, &name.text) {
            Some(column) => self.field(&place, column, span),
            None => {
                self.unknown_field(around, &place, name, base.span);
                None
            }
        }
    }

    fn qualified(&mut self, id: EnumId, name: &Name, span: Span) -> Option<Value> {
        let item = self.vocabulary.enumeration(id);
        let at = item
            .members
            .iter()
            .position(|member| member.name == name.text);
        if let Some(at) = at {
            let member = Constant::Member(id, at as u16);
            return Some(self.constant(member, ValueType::Enum(id), span));
        }
        let names = item.members.iter().map(|member| member.name.as_str());
        let diagnostic = Diagnostic::error(
            codes::NOT_A_MEMBER,
            format!("`{}` is no member of `{}`", name.text, item.name),
            name.span,
            "no such member",
        );
        let diagnostic = match nearest(&name.text, names.clone()) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help(format!(
                "its members are `{}`",
                names.collect::<Vec<_>>().join("`, `")
            )),
        };
        self.tell(diagnostic);
        None
    }

    /// A field of a row or nested record.
    pub(super) fn field(&mut self, place: &Place, column: ColumnId, span: Span) -> Option<Meaning> {
        let held = self.layout.column(column);
        let optional = place.optional || held.optional;
        let ask = place.ask || held.optional;
        let (kind, field) = (held.kind.clone(), held.field);
        if let Some(record) = self.record_of(place)
            && self.poisoned.contains(&(record, field))
        {
            return None;
        }
        match kind {
            ColumnKind::Record(_) => {
                return Some(Meaning::Record(Place {
                    record: Some(column),
                    optional,
                    ask,
                    ..*place
                }));
            }
            ColumnKind::List(table) => {
                return Some(Meaning::List(ListPlace {
                    place: *place,
                    column,
                    table,
                    ask,
                }));
            }
            _ => {}
        }
        let ty = kind.value_type()?;
        let (op, level, operands) = match place.base {
            Base::Row(level) => (Op::Column(level, column), level, Vec::new()),
            Base::Follow(row) => (
                Op::Follow(row.node, column),
                self.arena.get(row.node).level,
                vec![row],
            ),
        };
        let node = Node {
            op,
            ty,
            level,
            optional,
        };
        let mut value = self.value_of(span, node, &operands);
        value.ask = ask;
        Some(self.settled(value))
    }

    /// The type of a list's rows where they are values.
    pub(super) fn element_type(&self, table: crate::vocabulary::TableId) -> Option<ValueType> {
        let held = self.layout.table(table);
        match held.element {
            Element::Value => self.layout.column(*held.columns.first()?).kind.value_type(),
            Element::Record(_) => Some(ValueType::Row(table)),
        }
    }

    fn unknown_field(&mut self, around: &Around, place: &Place, name: &Name, base: Span) {
        let Some(record) = self.record_of(place) else {
            return;
        };
        if self.may_stand_in_faulty_text(&name.text) {
            return;
        }
        let record = self.vocabulary.record(record);
        let mut diagnostic = Diagnostic::error(
            codes::UNKNOWN_FIELD,
            format!("the record `{}` has no field `{}`", record.name, name.text),
            name.span,
            "no such field",
        )
        .also(base, format!("a record `{}`", record.name));
        let names = record.fields.iter().map(|field| field.name.as_str());
        diagnostic = diagnostic.help(match nearest(&name.text, names.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => super::wordings::choices("its fields are", names),
        });
        self.tell_in(around, diagnostic);
    }

    /// A name that nothing has: what was likely meant, or what took it away.
    pub(super) fn unknown_name(&mut self, around: &Around, name: &Name) {
        let text = name.text.as_str();
        if self.may_stand_in_faulty_text(text) {
            return;
        }
        let diagnostic = Diagnostic::error(
            codes::UNKNOWN_NAME,
            format!("there is nothing called `{text}`"),
            name.span,
            "unknown name",
        );
        let version = &self.book.versions.get(self.version);
        let gone = version.and_then(|_| self.repealed(text));
        if let Some((kind, span)) = gone {
            let version = &self.book.versions[self.version].header.version.version.text;
            let word = kind_word(kind);
            self.tell(
                Diagnostic::error(
                    codes::REPEALED_NAME,
                    format!("the {word} `{text}` is no longer there in `{version}`"),
                    name.span,
                    "still named here",
                )
                .also(span, "repealed here")
                .help(format!(
                    "replace or repeal what names it, or keep the {word}"
                )),
            );
            return;
        }
        if self.records.contains_key(text) {
            self.tell(
                diagnostic.help("a record has no rows of its own: name a list of the filing"),
            );
            return;
        }
        if let Some(meant) = super::wordings::name_meant(text) {
            self.tell(diagnostic.help(meant));
            return;
        }
        let fields = &self.vocabulary.record(self.vocabulary.filing).fields;
        let names = around
            .bindings
            .iter()
            .filter(|binding| binding.hidden.is_none())
            .map(|binding| binding.name.as_str())
            .chain(fields.iter().map(|field| field.name.as_str()))
            .chain(self.parameters.keys().map(String::as_str))
            .chain(
                self.definitions
                    .iter()
                    .map(|definition| definition.name.text.as_str()),
            )
            .chain(self.members.keys().map(String::as_str))
            .chain(self.enums.keys().map(String::as_str))
            .chain([YEAR, AS_OF])
            .chain(BUILTINS.iter().map(|(name, ..)| *name));
        let near = self.may_guess().then(|| nearest(text, names)).flatten();
        let diagnostic = match near.map(str::to_owned) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help(
                "it is no field of the filing, row, parameter, definition or member: name one of these, or declare it",
            ),
        };
        self.tell(diagnostic);
    }

    /// Where a parameter or definition of this name was taken away, in this version or before it.
    fn repealed(&self, name: &str) -> Option<(crate::syntax::ast::ProvisionKind, Span)> {
        let versions = self.book.versions.get(..=self.version)?;
        versions.iter().rev().find_map(|version| {
            version.repealed.iter().find_map(|repealed| {
                let body = &repealed.provision.body;
                let alone = matches!(
                    body.kind(),
                    crate::syntax::ast::ProvisionKind::Parameter
                        | crate::syntax::ast::ProvisionKind::Define
                );
                (alone && body.name().text == name).then_some((body.kind(), repealed.span))
            })
        })
    }

    /// Whether a text of which the parser left something out may declare this name: then its absence
    /// is that mistake's, and told with it.
    pub(super) fn may_stand_in_faulty_text(&self, name: &str) -> bool {
        self.book.may_hide(name)
    }
}
