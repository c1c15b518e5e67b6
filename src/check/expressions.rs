//! Expressions: what each form means, and what its parts must be.
//!
//! Every function returns nothing where something is wrong and was told; whoever gets nothing says
//! nothing more, but still looks at its other parts, so that one run tells every mistake.

use crate::book::no_such_date;
use crate::check::checker::{Checker, MAX_DEPTH};
use crate::check::fields::currency;
use crate::check::ir::{Constant, ExprId, Node, Op, ROOT};
use crate::check::meaning::{Around, Base, Meaning, Place, Value, alike, number, scale, unit};
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::ast::{self, Expr, ExprKind};
use crate::value::Day;
use crate::value::number::{self as numbers, MAX_SCALE, MONEY_SCALE, NumberError};
use crate::value::text::tidy;
use crate::vocabulary::{DurationUnit, EnumId, Unit, ValueType};

impl Checker<'_> {
    /// What an expression means. `want` is the enum expected, which decides whose a member is.
    pub(super) fn meaning(
        &mut self,
        around: &mut Around,
        expr: &Expr,
        want: Option<EnumId>,
    ) -> Option<Meaning> {
        if !self.room(expr.span) {
            return None;
        }
        if around.depth >= MAX_DEPTH {
            self.tell(
                Diagnostic::error(
                    codes::TOO_DEEP,
                    "the expression nests too deep",
                    expr.span,
                    "the limit is reached here",
                )
                .help("name an inner part with a `define` of its own"),
            );
            return None;
        }
        around.depth += 1;
        let found = self.form(around, expr, want);
        around.depth -= 1;
        found
    }

    fn form(&mut self, around: &mut Around, expr: &Expr, want: Option<EnumId>) -> Option<Meaning> {
        let span = expr.span;
        let value = match &expr.kind {
            ExprKind::Number(digits) => self.number(digits, Unit::None, None, span)?,
            ExprKind::Percent(digits) => self.percent(digits, span)?,
            ExprKind::ThisClause => self.this_clause(around, span)?,
            ExprKind::Money(digits, name) => match currency(name) {
                Ok(currency) => {
                    self.number(digits, Unit::Money(currency), Some(MONEY_SCALE), span)?
                }
                Err(diagnostic) => {
                    self.tell(*diagnostic);
                    return None;
                }
            },
            ExprKind::Date(literal) => self.date(*literal)?,
            ExprKind::Text(text) => {
                // As the texts of filings are read, with which it is compared.
                let text = tidy(text).into_owned();
                self.constant(Constant::Text(text), ValueType::Text, span)
            }
            ExprKind::Boolean(is) => {
                self.constant(Constant::Boolean(*is), ValueType::Boolean, span)
            }
            ExprKind::Duration(digits, unit) => self.duration(digits, *unit, span)?,
            ExprKind::Set(members) => {
                return self.set(around, members, want, span).map(Meaning::Set);
            }
            ExprKind::Name(name) => return self.name(around, name, want),
            ExprKind::Field(base, name) => return self.field_of(around, base, name, span),
            ExprKind::Call(name, arguments) => return self.call(around, name, arguments, span),
            ExprKind::Of(list, row) => {
                self.meaning(around, list, None);
                self.meaning(around, row, None);
                self.tell(
                    Diagnostic::error(
                        codes::OF,
                        "`of` stands only where a list is gone through",
                        span,
                        "no list may stand here",
                    )
                    .help("write it after `in`: `count(c in contracts of r)`"),
                );
                return None;
            }
            ExprKind::YearOf(date) => {
                let date = self.date_value(around, date)?;
                self.value(span, Op::YearOf(date.node), ValueType::INTEGER, &[date])
            }
            ExprKind::On(dated, date) => self.on(around, dated, date, span)?,
            ExprKind::Negate(inner) => self.negate(around, inner, span)?,
            ExprKind::Arithmetic(op, a, b) => self.arithmetic(around, *op, a, b, span)?,
            ExprKind::Compare(op, a, b) => self.compare(around, *op, a, b, span)?,
            ExprKind::Between(x, a, b) => self.between(around, x, a, b, span)?,
            ExprKind::In(x, set, not) => self.is_in(around, x, set, *not, span)?,
            ExprKind::IsGiven(inner, not) => self.is_given(around, inner, *not, span)?,
            ExprKind::Not(inner) => {
                let inner = self.boolean(around, inner)?;
                self.value(span, Op::Not(inner.node), ValueType::Boolean, &[inner])
            }
            ExprKind::And(items) => self.logic(around, items, Op::And, span)?,
            ExprKind::Or(items) => self.logic(around, items, Op::Or, span)?,
            ExprKind::If(condition, then, otherwise) => {
                let otherwise = otherwise.as_deref();
                return self.choice(around, condition, then, otherwise, want, span);
            }
            ExprKind::Quantifier(kind, rows, body) => {
                self.quantifier(around, *kind, rows, body, span)?
            }
            ExprKind::CountList(list) => self.count_list(around, list, span)?,
            ExprKind::Count(rows) => self.count(around, rows, span)?,
            ExprKind::Aggregate(kind, body, rows) => {
                self.aggregate(around, *kind, body, rows, span)?
            }
            ExprKind::LongestGap(..) => {
                self.tell(
                    Diagnostic::error(
                        codes::LONGEST_GAP,
                        "`longest_gap` is only compared with a duration",
                        span,
                        "not compared",
                    )
                    .help("write `longest_gap(…) <= 6 months`"),
                );
                return None;
            }
        };
        Some(self.settled(value))
    }

    /// A value, a row among them as the record that it is.
    pub(super) fn settled(&self, value: Value) -> Meaning {
        match self.ty(value) {
            ValueType::Row(table) => Meaning::Record(Place {
                base: Base::Follow(value),
                table,
                record: None,
                optional: self.arena.get(value.node).optional,
                ask: value.ask,
            }),
            _ => Meaning::Value(value),
        }
    }

    /// One value.
    pub(super) fn expr(
        &mut self,
        around: &mut Around,
        expr: &Expr,
        want: Option<EnumId>,
    ) -> Option<Value> {
        let meaning = self.meaning(around, expr, want)?;
        self.as_value(around, meaning, expr.span)
    }

    /// The value that something means.
    pub(super) fn as_value(
        &mut self,
        around: &Around,
        meaning: Meaning,
        span: Span,
    ) -> Option<Value> {
        let help = match &meaning {
            Meaning::Value(value) => return Some(*value),
            Meaning::Record(place) if place.record.is_none() => match place.base {
                Base::Follow(value) => return Some(value),
                Base::Row(ROOT) => "name one of the filing's fields",
                Base::Row(level) => {
                    let node = Node {
                        op: Op::Row(level),
                        ty: ValueType::Row(place.table),
                        level,
                        optional: false,
                    };
                    return Some(self.value_of(span, node, &[]));
                }
            },
            Meaning::Dated(_) => {
                let words = self.sources.quote(span);
                self.tell_in(
                    around,
                    Diagnostic::error(
                        codes::DATED_WITHOUT_ON,
                        format!("`{words}` changes over time and is read without a date"),
                        span,
                        "on which date?",
                    )
                    .help(format!("write `{words} on DATE`")),
                );
                return None;
            }
            Meaning::Record(_) => "name one of its fields",
            Meaning::List(_) => "go through it: `count(x in …)`, `every x in … satisfies …`",
            Meaning::Set(_) => "ask whether something is `in` it, or go through it",
        };
        let what = self.describe_meaning(&meaning);
        self.tell_in(
            around,
            Diagnostic::error(
                codes::NOT_A_VALUE,
                format!("a single value is expected, and this is {what}"),
                span,
                format!("this is {what}"),
            )
            .help(help),
        );
        None
    }

    /// A value that is true or false.
    pub(super) fn boolean(&mut self, around: &mut Around, expr: &Expr) -> Option<Value> {
        let value = self.expr(around, expr, None)?;
        self.expect(around, value, ValueType::Boolean, expr.span)
    }

    /// A value that is a date.
    pub(super) fn date_value(&mut self, around: &mut Around, expr: &Expr) -> Option<Value> {
        let value = self.expr(around, expr, None)?;
        self.expect(around, value, ValueType::Date, expr.span)
    }

    /// The value, if its type is the one expected.
    pub(super) fn expect(
        &mut self,
        around: &Around,
        value: Value,
        wanted: ValueType,
        span: Span,
    ) -> Option<Value> {
        let ty = self.ty(value);
        if alike(ty, wanted) {
            return Some(value);
        }
        let help = self.how_to_have(wanted, ty);
        let (wanted, found) = (self.describe(wanted), self.describe(ty));
        self.tell_in(
            around,
            Diagnostic::error(
                codes::TYPE_EXPECTED,
                format!("{wanted} is expected, and this is {found}"),
                span,
                format!("this is {found}"),
            )
            .help(help),
        );
        None
    }

    /// A constant as it was written.
    pub(super) fn constant(&mut self, constant: Constant, ty: ValueType, span: Span) -> Value {
        let node = Node {
            op: Op::Constant(constant),
            ty,
            level: ROOT,
            optional: false,
        };
        self.value_of(span, node, &[])
    }

    /// `100_000`, `80.60 MXN`: the decimals written are the scale.
    fn number(&mut self, digits: &str, unit: Unit, most: Option<u8>, span: Span) -> Option<Value> {
        let decimals = digits.split_once('.').map_or(0, |(_, after)| after.len());
        let most_decimals = most.unwrap_or(MAX_SCALE);
        if decimals > usize::from(most_decimals) {
            self.tell(
                Diagnostic::error(
                    codes::TOO_MANY_DECIMALS,
                    match most {
                        Some(most) => format!("money holds up to {most} decimals"),
                        None => format!("a number holds up to {MAX_SCALE} decimals"),
                    },
                    span,
                    format!("{decimals} decimals"),
                )
                .help("write fewer decimals"),
            );
            return None;
        }
        let scale = decimals as u8;
        let value = self.digits(digits, scale, span)?;
        Some(self.constant(Constant::Number(value), number(unit, scale), span))
    }

    /// `20 %`: a hundredth for each.
    fn percent(&mut self, digits: &str, span: Span) -> Option<Value> {
        let decimals = digits.split_once('.').map_or(0, |(_, after)| after.len());
        if decimals + 2 > usize::from(MAX_SCALE) {
            self.tell(
                Diagnostic::error(
                    codes::TOO_MANY_DECIMALS,
                    format!("a share holds up to {} decimals", MAX_SCALE - 2),
                    span,
                    format!("{decimals} decimals"),
                )
                .help("write fewer decimals"),
            );
            return None;
        }
        let value = self.digits(digits, decimals as u8, span)?;
        let ty = number(Unit::None, decimals as u8 + 2);
        Some(self.constant(Constant::Number(value), ty, span))
    }

    /// `this clause`: the id of the clause whose conditions these are.
    fn this_clause(&mut self, around: &Around, span: Span) -> Option<Value> {
        let Some(id) = around.clause.clone() else {
            self.tell(
                Diagnostic::error(
                    codes::THIS_CLAUSE,
                    "`this clause` stands in the conditions of a ruleset and its clauses alone",
                    span,
                    "no clause is judged here",
                )
                .help("hand it to the definition as a text: `NAME(this clause)`"),
            );
            return None;
        };
        Some(self.constant(Constant::Text(id), ValueType::Text, span))
    }

    pub(super) fn digits(&mut self, digits: &str, scale: u8, span: Span) -> Option<i128> {
        match numbers::parse(digits.as_bytes(), scale) {
            Ok(value) => Some(value),
            Err(error) => {
                let (code, message) = match error {
                    NumberError::TooLarge => (codes::NUMBER_TOO_LARGE, "the number is too large"),
                    NumberError::TooManyDecimals => {
                        (codes::TOO_MANY_DECIMALS, "a whole number is expected")
                    }
                    NumberError::NotANumber => (codes::NUMBER_TOO_LARGE, "this is no number"),
                };
                self.tell(Diagnostic::error(code, message, span, "does not fit"));
                None
            }
        }
    }

    /// `15 business days`, `1 year`
    fn duration(&mut self, digits: &str, unit: ast::DurationUnit, span: Span) -> Option<Value> {
        let count = self.digits(digits, 0, span)?;
        let (unit, each) = match unit {
            ast::DurationUnit::Days => (DurationUnit::Days, 1),
            ast::DurationUnit::BusinessDays => (DurationUnit::BusinessDays, 1),
            ast::DurationUnit::Months => (DurationUnit::Months, 1),
            ast::DurationUnit::Years => (DurationUnit::Months, 12),
        };
        if unit == DurationUnit::BusinessDays {
            self.needs_calendar(span);
        }
        let Some(count) = count.checked_mul(each) else {
            self.tell(Diagnostic::error(
                codes::NUMBER_TOO_LARGE,
                "the number is too large",
                span,
                "does not fit",
            ));
            return None;
        };
        let ty = number(Unit::Duration(unit), 0);
        Some(self.constant(Constant::Number(count), ty, span))
    }

    /// Says once that business days are counted without a calendar.
    pub(super) fn needs_calendar(&mut self, span: Span) {
        if self.calendar.is_none() && !self.no_calendar_told {
            self.no_calendar_told = true;
            self.tell(
                Diagnostic::error(
                    codes::NO_CALENDAR,
                    "business days are counted, and the rule book has no calendar",
                    span,
                    "counts business days",
                )
                .help("add a `calendar` with its `rest`, `covers` and `holiday` lines"),
            );
        }
    }

    /// `2014-05-09`
    fn date(&mut self, literal: ast::DateLiteral) -> Option<Value> {
        let day = self.day(literal)?;
        Some(self.constant(Constant::Date(day), ValueType::Date, literal.span))
    }

    /// The day of a literal, if it exists.
    pub(super) fn day(&mut self, literal: ast::DateLiteral) -> Option<Day> {
        let day = Day::new(
            i64::from(literal.year),
            i64::from(literal.month),
            i64::from(literal.day),
        );
        if day.is_none() {
            self.tell(no_such_date(literal));
        }
        day
    }

    /// `a and b …`, `a or b …`
    fn logic(
        &mut self,
        around: &mut Around,
        items: &[Expr],
        op: fn(Vec<ExprId>) -> Op,
        span: Span,
    ) -> Option<Value> {
        let values: Vec<Option<Value>> = items
            .iter()
            .map(|item| self.boolean(around, item))
            .collect();
        let values: Vec<Value> = values.into_iter().collect::<Option<_>>()?;
        let nodes = values.iter().map(|value| value.node).collect();
        Some(self.value(span, op(nodes), ValueType::Boolean, &values))
    }

    /// `if c then a else b`
    fn choice(
        &mut self,
        around: &mut Around,
        condition: &Expr,
        then: &Expr,
        otherwise: Option<&Expr>,
        want: Option<EnumId>,
        span: Span,
    ) -> Option<Meaning> {
        let condition = self.boolean(around, condition);
        let Some(otherwise) = otherwise else {
            let value = self.expr(around, then, None);
            if let Some(value) = value
                && !alike(self.ty(value), ValueType::Boolean)
            {
                let found = self.describe(self.ty(value));
                let diagnostic = Diagnostic::error(
                    codes::TYPE_EXPECTED,
                    format!("an `if` without `else` is a condition, and this is {found}"),
                    then.span,
                    format!("this is {found}"),
                );
                let help = "write what it is otherwise: `else …`";
                self.tell_in(around, diagnostic.help(help));
                return None;
            }
            let (condition, then) = (condition?, value?);
            let held = self.constant(Constant::Boolean(true), ValueType::Boolean, span);
            let node = Node {
                op: Op::If(condition.node, then.node, held.node),
                ty: ValueType::Boolean,
                level: self.arena.level_of(&[condition.node, then.node]),
                optional: self.arena.get(then.node).optional,
            };
            let mut value = self.value_of(span, node, &[condition, then]);
            value.ask = then.ask;
            return Some(Meaning::Value(value));
        };
        let pair = self.pair(around, then, otherwise, want);
        let condition = condition?;
        let (a, b) = pair?;
        let (a_ty, b_ty) = (self.ty(a), self.ty(b));
        if !alike(a_ty, b_ty) {
            let (a, b) = (self.describe(a_ty), self.describe(b_ty));
            self.tell_in(
                around,
                Diagnostic::error(
                    codes::BRANCHES,
                    format!("the branches of an `if` are of one type; these are {a} and {b}"),
                    otherwise.span,
                    format!("this is {b}"),
                )
                .also(then.span, format!("this is {a}")),
            );
            return None;
        }
        // The branches keep their decimals, and the choice has the most of them.
        let ty = match unit(a_ty) {
            Some(unit) => number(unit, scale(a_ty).max(scale(b_ty))),
            None => a_ty,
        };
        let optional = self.arena.get(a.node).optional || self.arena.get(b.node).optional;
        let node = Node {
            op: Op::If(condition.node, a.node, b.node),
            ty,
            level: self.arena.level_of(&[condition.node, a.node, b.node]),
            optional,
        };
        let mut value = self.value_of(span, node, &[condition, a, b]);
        value.ask = a.ask || b.ask;
        Some(self.settled(value))
    }
}
