//! What is computed from the rows of a list.

use crate::check::checker::Checker;
use crate::check::ir::{Comparison, ExprId, LevelId, Node, Op, ROOT, Reduction, TraceRole};
use crate::check::meaning::{Around, ListPlace, Value, alike, number, scale, unit};
use crate::check::rows::Entered;
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::ast::{AggregateKind, Expr, ExprKind, Loop, QuantifierKind};
use crate::value::number::DECIMAL_SCALE;
use crate::vocabulary::{Unit, ValueType};

/// What stands inside a loop: its `where`, and what is asked or taken of each row.
struct Inside {
    level: LevelId,
    filter: Option<Value>,
    body: Option<Value>,
}

/// What is asked or taken of each row, checked once its variable is bound.
type OfRow<'f, 'b> = &'f mut dyn FnMut(&mut Checker<'b>, &mut Around) -> Option<Value>;

impl<'b> Checker<'b> {
    /// Checks a loop. Nothing where any of it is wrong.
    fn inside(
        &mut self,
        around: &mut Around,
        rows: &Loop,
        body: Option<OfRow<'_, 'b>>,
    ) -> Option<Inside> {
        let entered = self.enter(around, &rows.variable, &rows.list);
        let filter = rows
            .filter
            .as_ref()
            .map(|filter| self.boolean(around, filter));
        let body = body.map(|body| body(self, around));
        self.leave(around, &entered);
        let Entered { level, .. } = entered;
        Some(Inside {
            level: level?,
            filter: match filter {
                Some(filter) => Some(filter?),
                None => None,
            },
            body: match body {
                Some(body) => Some(body?),
                None => None,
            },
        })
    }

    /// The node of a reduction.
    fn reduce(
        &mut self,
        inside: &Inside,
        reduction: Reduction,
        ty: ValueType,
        span: Span,
    ) -> Value {
        let level = self.arena.get_level(inside.level).parent.unwrap_or(ROOT);
        let optional = matches!(reduction, Reduction::Min | Reduction::Max | Reduction::Mean);
        let node = Node {
            op: Op::Reduce {
                reduction,
                level: inside.level,
                filter: inside.filter.map(|filter| filter.node),
                body: inside.body.map(|body| body.node),
            },
            ty,
            level,
            optional,
        };
        let operands: Vec<Value> = inside.filter.into_iter().chain(inside.body).collect();
        self.value_of(span, node, &operands)
    }

    /// `every x in xs where c satisfies d`
    pub(super) fn quantifier(
        &mut self,
        around: &mut Around,
        kind: QuantifierKind,
        rows: &Loop,
        body: &Expr,
        span: Span,
    ) -> Option<Value> {
        let inside = self.inside(
            around,
            rows,
            Some(&mut |checker, around| checker.boolean(around, body)),
        )?;
        let reduction = match kind {
            QuantifierKind::Every => Reduction::Every,
            QuantifierKind::Some | QuantifierKind::No => Reduction::Some,
        };
        let some = self.reduce(&inside, reduction, ValueType::Boolean, span);
        if kind != QuantifierKind::No {
            return Some(some);
        }
        let node = Node {
            op: Op::Not(some.node),
            ty: ValueType::Boolean,
            level: self.arena.get(some.node).level,
            optional: false,
        };
        let node = self.arena.node(node);
        let trace = self
            .arena
            .trace(span, node, TraceRole::NoRow, vec![some.trace]);
        Some(Value {
            node,
            trace,
            ask: false,
        })
    }

    /// `count(xs)`
    pub(super) fn count_list(
        &mut self,
        around: &mut Around,
        list: &Expr,
        span: Span,
    ) -> Option<Value> {
        let level = self.open(around, list)?.level;
        let inside = Inside {
            level,
            filter: None,
            body: None,
        };
        Some(self.reduce(&inside, Reduction::Count, ValueType::INTEGER, span))
    }

    /// `count(x in xs where c)`
    pub(super) fn count(&mut self, around: &mut Around, rows: &Loop, span: Span) -> Option<Value> {
        let inside = self.inside(around, rows, None)?;
        Some(self.reduce(&inside, Reduction::Count, ValueType::INTEGER, span))
    }

    /// `sum(e for x in xs where c)`, `min`, `max`, `mean`
    pub(super) fn aggregate(
        &mut self,
        around: &mut Around,
        kind: AggregateKind,
        body: &Expr,
        rows: &Loop,
        span: Span,
    ) -> Option<Value> {
        let inside = self.inside(
            around,
            rows,
            Some(&mut |checker, around| {
                let value = checker.expr(around, body, None)?;
                checker.aggregated(around, kind, value, body.span)
            }),
        )?;
        let ty = self.ty(inside.body?);
        let (reduction, ty) = match (kind, unit(ty)) {
            (AggregateKind::Sum, _) => (Reduction::Sum, ty),
            (AggregateKind::Min, _) => (Reduction::Min, ty),
            (AggregateKind::Max, _) => (Reduction::Max, ty),
            (AggregateKind::Mean, Some(unit)) => (Reduction::Mean, number(unit, DECIMAL_SCALE)),
            (AggregateKind::Mean, None) => (Reduction::Mean, ty),
        };
        Some(self.reduce(&inside, reduction, ty, span))
    }

    /// The term, if it is of a type that can be summed, compared or averaged.
    fn aggregated(
        &mut self,
        around: &Around,
        kind: AggregateKind,
        value: Value,
        span: Span,
    ) -> Option<Value> {
        let ty = self.ty(value);
        let dates = matches!(kind, AggregateKind::Min | AggregateKind::Max);
        let good = match ty {
            ValueType::Number { unit, .. } => !matches!(unit, Unit::Duration(_)),
            ValueType::Date => dates,
            _ => false,
        };
        if good {
            return Some(value);
        }
        let word = match kind {
            AggregateKind::Sum => "sum",
            AggregateKind::Min => "min",
            AggregateKind::Max => "max",
            AggregateKind::Mean => "mean",
        };
        let what = self.describe(ty);
        let of = if dates {
            "numbers, money or dates"
        } else {
            "numbers or money"
        };
        self.tell_in(
            around,
            Diagnostic::error(
                codes::AGGREGATE,
                format!("`{word}` is of {of}, and this is {what}"),
                span,
                format!("this is {what}"),
            ),
        );
        None
    }

    /// `longest_gap(e for x in xs, from, to) <= 6 months`
    pub(super) fn longest_gap(
        &mut self,
        around: &mut Around,
        gap: &Expr,
        comparison: Comparison,
        than: &Expr,
        span: Span,
    ) -> Option<Value> {
        let ExprKind::LongestGap(body, rows, from, to) = &gap.kind else {
            return None;
        };
        let inside = self.inside(
            around,
            rows,
            Some(&mut |checker, around| checker.date_value(around, body)),
        );
        let first = self.date_value(around, from);
        let last = self.date_value(around, to);
        let than_value = self.expr(around, than, None);
        let mut wrong = false;
        if matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
            wrong = true;
            self.tell(
                Diagnostic::error(
                    codes::LONGEST_GAP,
                    "`longest_gap` is compared with `<`, `<=`, `>` or `>=`",
                    span,
                    "compared for equality",
                )
                .help("write `longest_gap(…) <= 6 months`"),
            );
        }
        if let Some(value) = than_value {
            let ty = self.ty(value);
            if !matches!(unit(ty), Some(Unit::Duration(_))) {
                wrong = true;
                let what = self.describe(ty);
                self.tell_in(
                    around,
                    Diagnostic::error(
                        codes::LONGEST_GAP,
                        format!("`longest_gap` is compared with a duration, and this is {what}"),
                        than.span,
                        format!("this is {what}"),
                    )
                    .help("write `longest_gap(…) <= 6 months`"),
                );
            }
        }
        let (inside, first, last, than_value) = (inside?, first?, last?, than_value?);
        let parent = self.arena.get_level(inside.level).parent.unwrap_or(ROOT);
        for (value, expr) in [(first, from.as_ref()), (last, to), (than_value, than)] {
            if !self
                .arena
                .is_around(self.arena.get(value.node).level, parent)
            {
                wrong = true;
                self.tell_in(
                    around,
                    Diagnostic::error(
                        codes::NOT_VISIBLE,
                        "the bounds of a gap belong to the row whose list is gone through",
                        expr.span,
                        "depends on another row",
                    )
                    .also(rows.list.span, "this list belongs to a row further out"),
                );
            }
        }
        let body = inside.body?;
        if wrong {
            return None;
        }
        let node = Node {
            op: Op::LongestGap {
                level: inside.level,
                filter: inside.filter.map(|filter| filter.node),
                body: body.node,
                from: first.node,
                to: last.node,
                comparison,
                than: than_value.node,
            },
            ty: ValueType::Boolean,
            level: parent,
            optional: false,
        };
        let operands: Vec<Value> = inside
            .filter
            .into_iter()
            .chain([body, first, last, than_value])
            .collect();
        Some(self.value_of(span, node, &operands))
    }

    /// `x in xs` of a list: some row of it equals `x`.
    pub(super) fn in_list(
        &mut self,
        around: &mut Around,
        value: Value,
        x: Span,
        list: ListPlace,
        list_span: Span,
        span: Span,
    ) -> Option<Value> {
        let ty = self.element_type(list.table)?;
        if !alike(self.ty(value), ty) {
            let (a, b) = (self.describe(self.ty(value)), self.describe(ty));
            self.tell_in(
                around,
                Diagnostic::error(
                    codes::COMPARE,
                    format!("{a} is looked for in a list, each row of which is {b}"),
                    x,
                    format!("this is {a}"),
                )
                .also(list_span, format!("each row is {b}")),
            );
            return None;
        }
        let level = self.level_of_list(around, list, list_span)?;
        let parent = self.arena.get_level(level).parent.unwrap_or(ROOT);
        if !self
            .arena
            .is_around(self.arena.get(value.node).level, parent)
        {
            self.tell_in(
                around,
                Diagnostic::error(
                    codes::NOT_VISIBLE,
                    "a row is looked for in a list that does not belong to it",
                    x,
                    "belongs to another row",
                )
                .also(list_span, "this list belongs to a row further out")
                .help("look in a list of the row just around it"),
            );
            return None;
        }
        let element = self.row_of(level, list.table, list_span)?;
        let element = self.as_value(around, element, list_span)?;
        let operands: [ExprId; 2] = [value.node, element.node];
        let node = Node {
            op: Op::Compare(Comparison::Equal, value.node, element.node),
            ty: ValueType::Boolean,
            level: self.arena.level_of(&operands),
            optional: false,
        };
        let body = self.value_of(span, node, &[value, element]);
        let inside = Inside {
            level,
            filter: None,
            body: Some(body),
        };
        Some(self.reduce(&inside, Reduction::Some, ValueType::Boolean, span))
    }

    /// The most decimals of some values, for messages of indicators.
    pub(super) fn decimals(&self, value: Value) -> u8 {
        scale(self.ty(value))
    }
}
