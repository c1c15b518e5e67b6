//! Arithmetic: units, currencies, decimals, and the shifting of dates.

use crate::check::checker::Checker;
use crate::check::ir::{Constant, Node, Op};
use crate::check::meaning::{Around, Meaning, Value, number, scale, unit};
use crate::diagnostic::{Code, Diagnostic, codes};
use crate::source::Span;
use crate::syntax::ast::{ArithmeticOp, Expr};
use crate::value::number::{DECIMAL_SCALE, MAX_SCALE};
use crate::vocabulary::{Unit, ValueType};

impl Checker<'_> {
    /// `a + b`, `a - b`, `a * b`, `a / b`
    pub(super) fn arithmetic(
        &mut self,
        around: &mut Around,
        op: ArithmeticOp,
        a: &Expr,
        b: &Expr,
        span: Span,
    ) -> Option<Value> {
        let (left, right) = (self.expr(around, a, None), self.expr(around, b, None));
        let (left, right) = (left?, right?);
        let (left_ty, right_ty) = (self.ty(left), self.ty(right));
        let shift = matches!(op, ArithmeticOp::Add | ArithmeticOp::Subtract)
            && left_ty == ValueType::Date
            && matches!(unit(right_ty), Some(Unit::Duration(_)));
        if shift {
            let back = op == ArithmeticOp::Subtract;
            let op = Op::Shift(left.node, right.node, back);
            return Some(self.value(span, op, ValueType::Date, &[left, right]));
        }
        let units = (unit(left_ty), unit(right_ty));
        let unit = match (op, units) {
            (ArithmeticOp::Add | ArithmeticOp::Subtract, (Some(a), Some(b)))
                if a == b && !matches!(a, Unit::Duration(_)) =>
            {
                Some(a)
            }
            (
                ArithmeticOp::Multiply | ArithmeticOp::Divide,
                (Some(Unit::None), Some(Unit::None)),
            ) => Some(Unit::None),
            (
                ArithmeticOp::Multiply | ArithmeticOp::Divide,
                (Some(Unit::Money(currency)), Some(Unit::None)),
            )
            | (ArithmeticOp::Multiply, (Some(Unit::None), Some(Unit::Money(currency)))) => {
                Some(Unit::Money(currency))
            }
            (ArithmeticOp::Divide, (Some(Unit::Money(a)), Some(Unit::Money(b)))) if a == b => {
                Some(Unit::None)
            }
            _ => None,
        };
        let Some(unit) = unit else {
            self.no_arithmetic(around, op, (left_ty, a.span), (right_ty, b.span));
            return None;
        };
        let (left_scale, right_scale) = (scale(left_ty), scale(right_ty));
        let scale = match op {
            ArithmeticOp::Add | ArithmeticOp::Subtract => left_scale.max(right_scale),
            ArithmeticOp::Multiply => left_scale.saturating_add(right_scale),
            ArithmeticOp::Divide => DECIMAL_SCALE,
        };
        if scale > MAX_SCALE {
            self.tell_in(
                around,
                Diagnostic::error(
                    codes::SCALE,
                    format!("the product has {scale} decimals; {MAX_SCALE} are kept exactly"),
                    span,
                    format!("{left_scale} and {right_scale} decimals are multiplied"),
                )
                .help("round a factor first: `round(E, 6)`"),
            );
            return None;
        }
        let op = match op {
            ArithmeticOp::Add => Op::Add(left.node, right.node),
            ArithmeticOp::Subtract => Op::Subtract(left.node, right.node),
            ArithmeticOp::Multiply => Op::Multiply(left.node, right.node),
            ArithmeticOp::Divide => Op::Divide(left.node, right.node),
        };
        Some(self.value(span, op, number(unit, scale), &[left, right]))
    }

    fn no_arithmetic(
        &mut self,
        around: &Around,
        op: ArithmeticOp,
        (a, a_span): (ValueType, Span),
        (b, b_span): (ValueType, Span),
    ) {
        let (left, right) = (self.describe(a), self.describe(b));
        let duration = |ty| matches!(unit(ty), Some(Unit::Duration(_)));
        let money = |ty| matches!(unit(ty), Some(Unit::Money(_)));
        let said = match op {
            ArithmeticOp::Add => format!("{left} and {right} cannot be added"),
            ArithmeticOp::Subtract => format!("{right} cannot be subtracted from {left}"),
            ArithmeticOp::Multiply => format!("{left} cannot be multiplied by {right}"),
            ArithmeticOp::Divide => format!("{left} cannot be divided by {right}"),
        };
        let plus = matches!(op, ArithmeticOp::Add | ArithmeticOp::Subtract);
        let (code, help): (Code, Option<&str>) = if money(a) && money(b) && a_unit_differs(a, b) {
            (
                codes::CURRENCIES,
                Some("amounts of one currency alone are added, subtracted and divided"),
            )
        } else if a == ValueType::Date && b == ValueType::Date && op == ArithmeticOp::Subtract {
            (
                codes::ARITHMETIC,
                Some("write `days(from, to)` or `business_days(from, to)`"),
            )
        } else if a == ValueType::Date && unit(b) == Some(Unit::None) && plus {
            (
                codes::ARITHMETIC,
                Some("say what is counted: `15 days`, `15 business days`, `6 months`"),
            )
        } else if duration(a) && b == ValueType::Date && op == ArithmeticOp::Add {
            (
                codes::ARITHMETIC,
                Some("write the date first: `d + 15 days`"),
            )
        } else if duration(a) || duration(b) {
            (
                codes::DURATION,
                Some("a duration is only added to a date or subtracted from one"),
            )
        } else {
            (codes::ARITHMETIC, None)
        };
        let mut diagnostic = Diagnostic::error(code, said, b_span, format!("this is {right}"))
            .also(a_span, format!("this is {left}"));
        if let Some(help) = help {
            diagnostic = diagnostic.help(help);
        }
        self.tell_in(around, diagnostic);
    }

    /// `-x`; of a constant, the constant.
    pub(super) fn negate(
        &mut self,
        around: &mut Around,
        inner: &Expr,
        span: Span,
    ) -> Option<Value> {
        let value = self.expr(around, inner, None)?;
        let ty = self.ty(value);
        match unit(ty) {
            Some(Unit::Duration(_)) => {
                self.tell_in(
                    around,
                    Diagnostic::error(
                        codes::DURATION,
                        "a duration has no sign",
                        span,
                        "this is a duration",
                    )
                    .help("subtract it from the date: `d - 15 days`"),
                );
                return None;
            }
            Some(_) => {}
            None => {
                self.expect(around, value, ValueType::INTEGER, inner.span)?;
            }
        }
        if let Some(Constant::Number(held)) = self.arena.constant(value.node)
            && let Some(negative) = held.checked_neg()
        {
            return Some(self.constant(Constant::Number(negative), ty, span));
        }
        Some(self.value(span, Op::Negate(value.node), ty, &[value]))
    }

    /// `daily_uma on d`
    pub(super) fn on(
        &mut self,
        around: &mut Around,
        dated: &Expr,
        date: &Expr,
        span: Span,
    ) -> Option<Value> {
        let held = self.meaning(around, dated, None);
        let date = self.date_value(around, date);
        let values = match held? {
            Meaning::Dated(values) => values,
            other => {
                let what = self.describe_meaning(&other);
                self.tell_in(
                    around,
                    Diagnostic::error(
                        codes::ON_UNDATED,
                        format!("only a parameter that changes over time is read on a date, and this is {what}"),
                        dated.span,
                        "does not change over time",
                    )
                    .help("leave out `on` and the date"),
                );
                return None;
            }
        };
        let date = date?;
        if let Some((table, keys)) = &values.table {
            return Some(self.read_table(table, keys, Some(date), span));
        }
        let node = Node {
            op: Op::DatedParameter {
                name: values.name.clone(),
                steps: values.steps.clone(),
                until: values.until,
                on: date.node,
            },
            ty: values.ty,
            level: self.arena.get(date.node).level,
            optional: false,
        };
        Some(self.value_of(span, node, &[date]))
    }
}

fn a_unit_differs(a: ValueType, b: ValueType) -> bool {
    unit(a) != unit(b)
}
