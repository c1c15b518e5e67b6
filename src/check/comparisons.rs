//! Comparisons, membership, deadlines and presence.

use crate::check::checker::Checker;
use crate::check::ir::{Comparison, Constant, Node, Op, ROOT, TraceRole};
use crate::check::meaning::{Around, Base, Meaning, Value, alike, enum_of, scale, unit};
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::ast::{CompareOp, Expr, ExprKind};
use crate::value::number as numbers;
use crate::vocabulary::{EnumId, Unit, ValueType};

impl Checker<'_> {
    /// Whether an expression is a member's name alone, so that the other side decides whose it is.
    fn is_open(&self, around: &Around, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Name(name) => {
                around.find(&name.text).is_none() && self.members.contains_key(&name.text)
            }
            ExprKind::If(_, then, Some(otherwise)) => {
                self.is_open(around, then) && self.is_open(around, otherwise)
            }
            _ => false,
        }
    }

    /// Two values of which each may say which enum the other is of.
    pub(super) fn pair(
        &mut self,
        around: &mut Around,
        a: &Expr,
        b: &Expr,
        want: Option<EnumId>,
    ) -> Option<(Value, Value)> {
        if self.is_open(around, a) && !self.is_open(around, b) {
            let second = self.expr(around, b, want);
            let known = second.and_then(|value| enum_of(self.ty(value)));
            // Where the other side is wrong, whose member this is cannot be said.
            let second = second?;
            let first = self.expr(around, a, known.or(want))?;
            return Some((first, second));
        }
        let want = match want {
            None if self.is_open(around, a) => self.enum_of_both(around, a, b),
            want => want,
        };
        let first = self.expr(around, a, want);
        if first.is_none() && self.is_open(around, b) {
            return None;
        }
        let known = first.and_then(|value| enum_of(self.ty(value)));
        let second = self.expr(around, b, known.or(want));
        Some((first?, second?))
    }

    /// `a <= b`, `a on or before b`, `a by b`
    pub(super) fn compare(
        &mut self,
        around: &mut Around,
        op: CompareOp,
        a: &Expr,
        b: &Expr,
        span: Span,
    ) -> Option<Value> {
        if op == CompareOp::By {
            let (done, deadline) = (self.date_value(around, a), self.date_value(around, b));
            let (done, deadline) = (done?, deadline?);
            let op = Op::By(done.node, deadline.node);
            return Some(self.value(span, op, ValueType::Boolean, &[done, deadline]));
        }
        let comparison = comparison(op);
        if matches!(a.kind, ExprKind::LongestGap(..)) {
            return self.longest_gap(around, a, comparison, b, span);
        }
        if matches!(b.kind, ExprKind::LongestGap(..)) {
            return self.longest_gap(around, b, turned(comparison), a, span);
        }
        let (left, right) = self.pair(around, a, b, None)?;
        let (left_ty, right_ty) = (self.ty(left), self.ty(right));
        self.comparable(around, (left_ty, a.span), (right_ty, b.span))?;
        let of_dates = matches!(
            op,
            CompareOp::Before | CompareOp::After | CompareOp::OnOrBefore | CompareOp::OnOrAfter
        );
        if of_dates {
            self.expect(around, left, ValueType::Date, a.span)?;
        }
        if !matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
            self.ordered(around, left_ty, a.span, span)?;
        }
        let op = Op::Compare(comparison, left.node, right.node);
        Some(self.value(span, op, ValueType::Boolean, &[left, right]))
    }

    /// Says no to two types that cannot be compared.
    fn comparable(
        &mut self,
        around: &Around,
        (a, a_span): (ValueType, Span),
        (b, b_span): (ValueType, Span),
    ) -> Option<()> {
        let durations = matches!(unit(a), Some(Unit::Duration(_)));
        if alike(a, b) && !durations {
            return Some(());
        }
        let (left, right) = (self.describe(a), self.describe(b));
        let diagnostic = match (unit(a), unit(b)) {
            (Some(Unit::Duration(_)), Some(Unit::Duration(_))) => Diagnostic::error(
                codes::DURATION,
                "durations are compared only with a `longest_gap`",
                b_span,
                format!("this is {right}"),
            )
            .help("compare dates, or count with `days(a, b)`"),
            (Some(Unit::Money(_)), Some(Unit::Money(_))) => Diagnostic::error(
                codes::CURRENCIES,
                format!("{left} cannot be compared with {right}"),
                b_span,
                format!("this is {right}"),
            ),
            _ => Diagnostic::error(
                codes::COMPARE,
                format!("{left} cannot be compared with {right}"),
                b_span,
                format!("this is {right}"),
            )
            .help(self.how_to_compare(a, b)),
        };
        self.tell_in(around, diagnostic.also(a_span, format!("this is {left}")));
        None
    }

    /// Says no to a type that has no order.
    fn ordered(&mut self, around: &Around, ty: ValueType, a: Span, span: Span) -> Option<()> {
        let diagnostic = match ty {
            ValueType::Number { .. } | ValueType::Date => return Some(()),
            ValueType::Enum(id) => {
                let item = self.vocabulary.enumeration(id);
                if item.ordered {
                    return Some(());
                }
                let mut diagnostic = Diagnostic::error(
                    codes::NO_ORDER,
                    format!("the members of `{}` have no order", item.name),
                    span,
                    "asks which is greater",
                )
                .help(format!(
                    "write `enum {} ordered`, the lowest member first",
                    item.name
                ));
                if let Some((place, _)) = self.declared.get(&item.name) {
                    diagnostic = diagnostic.also(*place, "declared without `ordered`");
                }
                diagnostic
            }
            _ => {
                let what = self.describe(ty);
                Diagnostic::error(
                    codes::NO_ORDER,
                    format!("{what} has no order"),
                    span,
                    "asks which is greater",
                )
                .also(a, format!("this is {what}"))
                .help("write `=` or `!=`")
            }
        };
        self.tell_in(around, diagnostic);
        None
    }

    /// `x between a and b`
    pub(super) fn between(
        &mut self,
        around: &mut Around,
        x: &Expr,
        a: &Expr,
        b: &Expr,
        span: Span,
    ) -> Option<Value> {
        let value = self.expr(around, x, None);
        let known = value.and_then(|value| enum_of(self.ty(value)));
        let first = self.expr(around, a, known);
        let last = self.expr(around, b, known);
        let (value, first, last) = (value?, first?, last?);
        let ty = self.ty(value);
        self.comparable(around, (ty, x.span), (self.ty(first), a.span))?;
        self.comparable(around, (ty, x.span), (self.ty(last), b.span))?;
        self.ordered(around, ty, x.span, span)?;
        let op = Op::Between(value.node, first.node, last.node);
        Some(self.value(span, op, ValueType::Boolean, &[value, first, last]))
    }

    /// `x in s`, `x not in s`
    pub(super) fn is_in(
        &mut self,
        around: &mut Around,
        x: &Expr,
        set: &Expr,
        not: bool,
        span: Span,
    ) -> Option<Value> {
        // A member's name alone is of the enum of which the set's members are.
        let open = self.is_open(around, x);
        let value = if open {
            None
        } else {
            self.expr(around, x, None)
        };
        if value.is_none() && !open && matches!(set.kind, ExprKind::Set(_)) {
            return None;
        }
        let known = value.and_then(|value| enum_of(self.ty(value)));
        let held = self.meaning(around, set, known)?;
        let wanted = match &held {
            Meaning::Set(of) => Some(of.ty),
            Meaning::List(list) => self.element_type(list.table),
            _ => None,
        };
        let value = match open {
            true => self.expr(around, x, wanted.and_then(enum_of)),
            false => value,
        }?;
        let is = match held {
            Meaning::Set(of) => {
                self.comparable(around, (self.ty(value), x.span), (of.ty, set.span))?;
                let to = scale(self.ty(value));
                let from = scale(of.ty);
                let mut members: Vec<Constant> = Vec::new();
                for member in &of.members {
                    match member {
                        Constant::Number(held) => {
                            let held = numbers::rescale(*held, from, to);
                            members.extend(held.map(Constant::Number));
                        }
                        other => members.push(other.clone()),
                    }
                }
                let op = Op::In(value.node, members);
                self.value(span, op, ValueType::Boolean, &[value])
            }
            Meaning::List(list) => self.in_list(around, value, x.span, list, set.span, span)?,
            other => {
                let what = self.describe_meaning(&other);
                self.tell_in(
                    around,
                    Diagnostic::error(
                        codes::NOT_A_LIST,
                        format!("`in` asks of a list or a set, and this is {what}"),
                        set.span,
                        format!("this is {what}"),
                    ),
                );
                return None;
            }
        };
        Some(if not { self.negated(is, span) } else { is })
    }

    /// `not` where it is part of other words.
    fn negated(&mut self, is: Value, span: Span) -> Value {
        let node = Node {
            op: Op::Not(is.node),
            ty: ValueType::Boolean,
            level: self.arena.get(is.node).level,
            optional: false,
        };
        let node = self.arena.node(node);
        let trace = self
            .arena
            .trace(span, node, TraceRole::Negated, vec![is.trace]);
        Value {
            node,
            trace,
            ask: false,
        }
    }

    /// `x is given`, `x is not given`
    pub(super) fn is_given(
        &mut self,
        around: &mut Around,
        inner: &Expr,
        not: bool,
        span: Span,
    ) -> Option<Value> {
        let meaning = self.meaning(around, inner, None)?;
        let boolean = |op, level| Node {
            op,
            ty: ValueType::Boolean,
            level,
            optional: false,
        };
        let (ask, found) = match &meaning {
            Meaning::Value(value) => {
                let level = self.arena.get(value.node).level;
                let node = boolean(Op::IsGiven(value.node), level);
                (value.ask, Some((node, vec![*value])))
            }
            Meaning::Record(place) => (
                place.ask,
                Some(self.given(place.base, place.record, &boolean)),
            ),
            Meaning::List(list) => {
                let found = self.given(list.place.base, Some(list.column), &boolean);
                (list.ask, Some(found))
            }
            Meaning::Set(_) | Meaning::Dated(_) => (false, None),
        };
        let Some((node, operands)) = found.filter(|_| ask) else {
            let words = self.sources.quote(inner.span);
            let mut diagnostic = Diagnostic::error(
                codes::NEVER_ABSENT,
                format!("`{words}` is never absent, so there is nothing to ask"),
                span,
                "always given, or still owed",
            );
            diagnostic = match &meaning {
                Meaning::Value(_) | Meaning::List(_) | Meaning::Record(_) => diagnostic.help(
                    "only what is declared `optional` may be absent; leave out the question, or declare it so",
                ),
                Meaning::Set(_) | Meaning::Dated(_) => diagnostic,
            };
            self.tell_in(around, diagnostic);
            return None;
        };
        let is = self.value_of(span, node, &operands);
        Some(if not { self.negated(is, span) } else { is })
    }

    fn given(
        &self,
        base: Base,
        column: Option<crate::vocabulary::ColumnId>,
        boolean: &dyn Fn(Op, crate::check::ir::LevelId) -> Node,
    ) -> (Node, Vec<Value>) {
        match (base, column) {
            (Base::Row(level), Some(column)) => {
                (boolean(Op::RecordGiven(level, column), level), Vec::new())
            }
            // A row that is gone through is there.
            (Base::Row(_), None) => (
                boolean(Op::Constant(Constant::Boolean(true)), ROOT),
                Vec::new(),
            ),
            (Base::Follow(row), Some(column)) => {
                let level = self.arena.get(row.node).level;
                (
                    boolean(Op::FollowRecordGiven(row.node, column), level),
                    vec![row],
                )
            }
            (Base::Follow(row), None) => {
                let level = self.arena.get(row.node).level;
                (boolean(Op::IsGiven(row.node), level), vec![row])
            }
        }
    }
}

fn comparison(op: CompareOp) -> Comparison {
    match op {
        CompareOp::Equal => Comparison::Equal,
        CompareOp::NotEqual => Comparison::NotEqual,
        CompareOp::Less | CompareOp::Before => Comparison::Less,
        CompareOp::LessOrEqual | CompareOp::OnOrBefore | CompareOp::By => Comparison::LessOrEqual,
        CompareOp::Greater | CompareOp::After => Comparison::Greater,
        CompareOp::GreaterOrEqual | CompareOp::OnOrAfter => Comparison::GreaterOrEqual,
    }
}

/// The comparison with its sides changed.
fn turned(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        same => same,
    }
}
