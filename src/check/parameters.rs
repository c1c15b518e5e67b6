//! Parameters: values that are written out, one or one for each stretch of time.

use std::rc::Rc;

use crate::book::Provision;
use crate::check::checker::Checker;
use crate::check::ir::{Constant, Node, Op, ROOT, TraceRole};
use crate::check::meaning::{
    Around, DatedValues, Declared, DeclaredKind, Meaning, SetOf, Value, alike, enum_of, number,
    scale, unit,
};
use crate::check::tables::TableValues;
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::ast::{self, Expr, ExprKind, ParameterValue};
use crate::value::Day;
use crate::value::number as numbers;
use crate::vocabulary::{EnumId, ValueType};

/// A parameter of the version that is checked.
#[derive(Debug, Clone)]
pub(super) struct ParameterEntry {
    /// Where its name is declared.
    pub span: Span,
    /// What it is worth; nothing where that is an error.
    pub worth: Option<Worth>,
}

/// What a parameter is worth.
#[derive(Debug, Clone)]
pub(super) enum Worth {
    /// `= 7`
    One(Constant, ValueType),
    /// `= {a, b}`
    Set(Rc<SetOf>),
    /// `from … = …`
    Dated(Rc<DatedValues>),
    /// `ministry, goods = …`
    Table(Rc<TableValues>),
}

/// One line of a dated parameter.
pub(super) struct Step {
    pub day: Day,
    pub constant: Constant,
    pub ty: ValueType,
    pub span: Span,
}

impl Worth {
    fn ty(&self) -> ValueType {
        match self {
            Worth::One(_, ty) => *ty,
            Worth::Set(set) => set.ty,
            Worth::Dated(dated) => dated.ty,
            Worth::Table(table) => table.ty,
        }
    }
}

impl Checker<'_> {
    /// What a parameter means where it is named.
    pub(super) fn parameter(&mut self, name: &str, span: Span) -> Option<Meaning> {
        match self.parameters.get(name)?.worth.clone()? {
            Worth::One(constant, ty) => {
                let node = self.arena.node(Node {
                    op: Op::Constant(constant),
                    ty,
                    level: ROOT,
                    optional: false,
                });
                let trace = self
                    .arena
                    .trace(span, node, TraceRole::Parameter, Vec::new());
                Some(Meaning::Value(Value {
                    node,
                    trace,
                    ask: false,
                }))
            }
            Worth::Set(set) => Some(Meaning::Set(set)),
            Worth::Dated(dated) => Some(Meaning::Dated(dated)),
            Worth::Table(table) => {
                self.table_alone(&table, span);
                None
            }
        }
    }

    /// What a parameter of the version is worth. `before` is what it was in the version before.
    pub(super) fn worth(
        &mut self,
        provision: &Provision,
        parameter: &ast::Parameter,
        before: Option<&ParameterEntry>,
    ) -> Option<Worth> {
        let declared = match &parameter.ty {
            Some(ty) => Some(self.parameter_type(ty)?),
            None => None,
        };
        let worth = match &parameter.value {
            ParameterValue::Plain(expr) => self.plain(expr, declared.as_ref()),
            ParameterValue::Dated { steps, until } => {
                self.dated(&parameter.name, steps, *until, declared.as_ref())
            }
            ParameterValue::Table(rows) => self.table(parameter, rows, declared.as_ref()),
        }?;
        self.readings(parameter, &worth, declared.as_ref());
        let set_here = provision
            .changes
            .last()
            .filter(|change| change.version == self.version);
        let held = before.and_then(|before| before.worth.as_ref().map(|worth| (before, worth)));
        if let (Some(change), Some((before, held))) = (set_here, held) {
            let same = alike(held.ty(), worth.ty())
                && std::mem::discriminant(held) == std::mem::discriminant(&worth);
            if !same {
                let (a, b) = (self.describe_worth(held), self.describe_worth(&worth));
                self.tell(
                    Diagnostic::error(
                        codes::SETS_TYPE,
                        format!(
                            "the parameter `{}` is {a}, and is set to {b}",
                            parameter.name.text
                        ),
                        change.span,
                        format!("this is {b}"),
                    )
                    .also(before.span, format!("this is {a}"))
                    .help("replace the parameter if its type changes"),
                );
                return None;
            }
        }
        Some(worth)
    }

    /// The other readings are of the type of the value taken, and other values.
    fn readings(&mut self, parameter: &ast::Parameter, worth: &Worth, declared: Option<&Declared>) {
        let Some(first) = parameter.readings.first() else {
            return;
        };
        if !matches!(worth, Worth::One(..) | Worth::Set(_)) {
            self.tell(
                Diagnostic::error(
                    codes::READING,
                    format!(
                        "`{}` has several values, and a reading gives one",
                        parameter.name.text
                    ),
                    first.value.span,
                    "stands for one value",
                )
                .also(parameter.name.span, "the parameter")
                .help(
                    "hold what is open in a parameter with one value, and choose by it with `if`",
                ),
            );
            return;
        }
        for reading in &parameter.readings {
            let Some(other) = self.plain(&reading.value, declared) else {
                continue;
            };
            let place = reading.value.span;
            let alike = alike(other.ty(), worth.ty())
                && std::mem::discriminant(worth) == std::mem::discriminant(&other);
            if !alike {
                let (a, b) = (self.describe_worth(worth), self.describe_worth(&other));
                self.tell(
                    Diagnostic::error(
                        codes::READING,
                        format!("the parameter is {a}, and this reading of it is {b}"),
                        place,
                        format!("this is {b}"),
                    )
                    .also(parameter.name.span, format!("this is {a}")),
                );
            } else if same_worth(worth, &other) {
                self.tell(
                    Diagnostic::error(
                        codes::READING,
                        "the reading is the value that is taken",
                        place,
                        "the same value",
                    )
                    .also(parameter.name.span, "the parameter")
                    .help("leave it out, or write the other value"),
                );
            }
        }
    }

    fn describe_worth(&self, worth: &Worth) -> String {
        match worth {
            Worth::Set(set) => format!("a set, each member {}", self.describe(set.ty)),
            other => self.describe(other.ty()),
        }
    }

    /// `money in MXN`, `list of Art10`: the type of a parameter.
    fn parameter_type(&mut self, ty: &ast::TypeExpr) -> Option<Declared> {
        let declared = self.declared_type(ty)?;
        let wrong = match &declared.kind {
            _ if declared.optional => Some("a parameter is never absent"),
            DeclaredKind::Record(_) => Some("a parameter holds no records"),
            DeclaredKind::List(item) => match item.as_ref() {
                DeclaredKind::Value(_) => None,
                _ => Some("a parameter holds no records"),
            },
            DeclaredKind::Value(_) => None,
        };
        if let Some(wrong) = wrong {
            self.tell(Diagnostic::error(
                codes::PARAMETER_TYPE,
                wrong,
                ty.span,
                "cannot be written out",
            ));
            return None;
        }
        Some(declared)
    }

    fn plain(&mut self, expr: &Expr, declared: Option<&Declared>) -> Option<Worth> {
        let (wanted, of_set) = match declared.map(|declared| &declared.kind) {
            Some(DeclaredKind::Value(ty)) => (Some(*ty), Some(false)),
            Some(DeclaredKind::List(item)) => match item.as_ref() {
                DeclaredKind::Value(ty) => (Some(*ty), Some(true)),
                _ => (None, None),
            },
            _ => (None, None),
        };
        let meaning = self.written_out(expr, wanted.and_then(enum_of))?;
        match meaning {
            Meaning::Set(set) => {
                if of_set == Some(false) {
                    let wanted = wanted.map_or(String::new(), |ty| self.describe(ty));
                    self.tell(
                        Diagnostic::error(
                            codes::TYPE_EXPECTED,
                            format!("{wanted} is expected, and this is a set"),
                            expr.span,
                            "this is a set",
                        )
                        .help("declare the parameter as `list of` its members' type"),
                    );
                    return None;
                }
                let Some(ty) = wanted else {
                    return Some(Worth::Set(set));
                };
                if !self.is_set_of(&set, ty) {
                    self.wrong_type(set.ty, ty, expr.span);
                    return None;
                }
                let from = scale(set.ty);
                let members: Option<Vec<Constant>> = set
                    .members
                    .iter()
                    .map(|member| self.scaled(member.clone(), from, ty, expr.span))
                    .collect();
                Some(Worth::Set(Rc::new(SetOf {
                    ty,
                    members: members?,
                })))
            }
            Meaning::Value(value) => {
                if of_set == Some(true) {
                    self.tell(
                        Diagnostic::error(
                            codes::TYPE_EXPECTED,
                            "a set is expected, and this is a single value",
                            expr.span,
                            "no set",
                        )
                        .help("write it in braces: `{a, b}`"),
                    );
                    return None;
                }
                let (constant, ty) = self.typed(value, wanted, expr.span)?;
                Some(Worth::One(constant, ty))
            }
            _ => None,
        }
    }

    fn dated(
        &mut self,
        name: &ast::Name,
        steps: &[(ast::DateLiteral, Expr)],
        until: Option<ast::DateLiteral>,
        declared: Option<&Declared>,
    ) -> Option<Worth> {
        let wanted = match declared.map(|declared| &declared.kind) {
            Some(DeclaredKind::Value(ty)) => Some(*ty),
            Some(_) => {
                self.tell(Diagnostic::error(
                    codes::PARAMETER_TYPE,
                    "a set does not change over time",
                    name.span,
                    "has dated values",
                ));
                return None;
            }
            None => None,
        };
        let steps: Vec<Option<Step>> = steps
            .iter()
            .map(|(date, expr)| self.step(*date, expr, wanted))
            .collect();
        let until = match until {
            Some(until) => Some(self.day(until)?),
            None => None,
        };
        let values: Vec<Step> = steps.into_iter().collect::<Option<_>>()?;
        let Some((first, first_span)) = values.first().map(|step| (step.ty, step.span)) else {
            self.tell(
                Diagnostic::error(
                    codes::PARAMETER_TYPE,
                    format!("the parameter `{}` has no value", name.text),
                    name.span,
                    "neither `=` nor a `from` line follows",
                )
                .help("write `= VALUE`, or lines `from DATE = VALUE`"),
            );
            return None;
        };
        for Step { ty, span, .. } in &values {
            if !alike(*ty, first) {
                let (a, b) = (self.describe(first), self.describe(*ty));
                self.tell(
                    Diagnostic::error(
                        codes::PARAMETER_TYPE,
                        format!("the values of a parameter are of one type; these are {a} and {b}"),
                        *span,
                        format!("this is {b}"),
                    )
                    .also(first_span, format!("this is {a}")),
                );
                return None;
            }
        }
        let most = values.iter().map(|step| scale(step.ty)).max().unwrap_or(0);
        let ty = match unit(first) {
            Some(unit) => number(unit, most),
            None => first,
        };
        let mut steps = Vec::new();
        for step in values {
            let constant = self.scaled(step.constant, scale(step.ty), ty, step.span)?;
            steps.push((step.day, constant));
        }
        Some(Worth::Dated(Rc::new(DatedValues {
            name: name.text.clone(),
            ty,
            steps,
            until,
            table: None,
        })))
    }

    /// `from 2016-02-01 = 73.04 MXN`
    pub(super) fn step(
        &mut self,
        date: ast::DateLiteral,
        expr: &Expr,
        wanted: Option<ValueType>,
    ) -> Option<Step> {
        let day = self.day(date);
        let value = match self.written_out(expr, wanted.and_then(enum_of))? {
            Meaning::Value(value) => value,
            _ => {
                self.tell(Diagnostic::error(
                    codes::PARAMETER_TYPE,
                    "a set does not change over time",
                    expr.span,
                    "a single value is expected",
                ));
                return None;
            }
        };
        let (constant, ty) = self.typed(value, wanted, expr.span)?;
        Some(Step {
            day: day?,
            constant,
            ty,
            span: expr.span,
        })
    }

    /// The value of a parameter, which stands there in full.
    pub(super) fn written_out(&mut self, expr: &Expr, want: Option<EnumId>) -> Option<Meaning> {
        if let Some(part) = self.not_written_out(expr) {
            let span = part.span;
            self.tell(
                Diagnostic::error(
                    codes::NOT_CONSTANT,
                    "the value of a parameter is written out",
                    span,
                    "not a value by itself",
                )
                .help("write a number, an amount, a date, a text, a duration, a member or a set of them; what is computed is a `define`"),
            );
            return None;
        }
        let meaning = self.meaning(&mut Around::filing(), expr, want)?;
        match &meaning {
            Meaning::Value(value) if self.arena.constant(value.node).is_some() => Some(meaning),
            Meaning::Set(_) => Some(meaning),
            _ => None,
        }
    }

    /// The first part that is not written out.
    fn not_written_out<'e>(&self, expr: &'e Expr) -> Option<&'e Expr> {
        match &expr.kind {
            ExprKind::Number(_)
            | ExprKind::Percent(_)
            | ExprKind::Money(..)
            | ExprKind::Date(_)
            | ExprKind::Text(_)
            | ExprKind::Boolean(_)
            | ExprKind::Duration(..) => None,
            ExprKind::Negate(inner) => self.not_written_out(inner),
            ExprKind::Set(members) => members
                .iter()
                .find_map(|member| self.not_written_out(member)),
            // An unknown name is told as one.
            ExprKind::Name(name) => self.is_computed(&name.text).then_some(expr),
            ExprKind::Field(base, _) => match &base.kind {
                ExprKind::Name(name) if self.enums.contains_key(&name.text) => None,
                _ => Some(expr),
            },
            _ => Some(expr),
        }
    }

    fn is_computed(&self, name: &str) -> bool {
        let field = self
            .declared
            .get(name)
            .is_some_and(|(_, what)| *what == "a field of the filing");
        let provision = self.book.versions.get(self.version).is_some_and(|version| {
            version.provisions.iter().any(|provision| {
                let body = &provision.body;
                matches!(
                    body.kind(),
                    ast::ProvisionKind::Parameter | ast::ProvisionKind::Define
                ) && body.name().text == name
            })
        });
        field
            || provision
            || name == crate::check::words::YEAR
            || name == crate::check::words::AS_OF
    }

    /// The constant of a value, of the type declared if one is.
    pub(super) fn typed(
        &mut self,
        value: Value,
        wanted: Option<ValueType>,
        span: Span,
    ) -> Option<(Constant, ValueType)> {
        let ty = self.ty(value);
        let constant = self.arena.constant(value.node)?.clone();
        let Some(wanted) = wanted else {
            return Some((constant, ty));
        };
        if !alike(ty, wanted) {
            self.wrong_type(ty, wanted, span);
            return None;
        }
        let constant = self.scaled(constant, scale(ty), wanted, span)?;
        Some((constant, wanted))
    }

    fn wrong_type(&mut self, found: ValueType, wanted: ValueType, span: Span) {
        let (found, wanted) = (self.describe(found), self.describe(wanted));
        self.tell(Diagnostic::error(
            codes::TYPE_EXPECTED,
            format!("{wanted} is expected, and this is {found}"),
            span,
            format!("this is {found}"),
        ));
    }

    pub(super) fn scaled(
        &mut self,
        constant: Constant,
        from: u8,
        to: ValueType,
        span: Span,
    ) -> Option<Constant> {
        let Constant::Number(held) = constant else {
            return Some(constant);
        };
        if let Some(scaled) = numbers::rescale(held, from, scale(to)) {
            return Some(Constant::Number(scaled));
        }
        let diagnostic = if scale(to) < from {
            let decimals = scale(to);
            Diagnostic::error(
                codes::TOO_MANY_DECIMALS,
                match decimals {
                    0 => "a whole number is declared".to_owned(),
                    _ => format!("the declared type holds {decimals} decimals"),
                },
                span,
                "has more decimals",
            )
        } else {
            Diagnostic::error(
                codes::NUMBER_TOO_LARGE,
                "the number is too large",
                span,
                "does not fit",
            )
        };
        self.tell(diagnostic);
        None
    }
}

/// Whether two parameters are worth the same.
fn same_worth(a: &Worth, b: &Worth) -> bool {
    match (a, b) {
        (Worth::One(Constant::Number(a), a_ty), Worth::One(Constant::Number(b), b_ty)) => {
            let most = scale(*a_ty).max(scale(*b_ty));
            numbers::rescale(*a, scale(*a_ty), most) == numbers::rescale(*b, scale(*b_ty), most)
        }
        (Worth::One(a, _), Worth::One(b, _)) => a == b,
        (Worth::Set(a), Worth::Set(b)) => a == b,
        _ => false,
    }
}
