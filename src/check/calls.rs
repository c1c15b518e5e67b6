//! Calls: of definitions, whose bodies take their place, and of what is part of the language.

use crate::check::checker::Checker;
use crate::check::ir::{Constant, ExprId, LevelId, Node, Op, ROOT, TraceRole};
use crate::check::meaning::{
    Around, Base, Binding, Declared, DeclaredKind, Meaning, Value, alike, enum_of, number, scale,
    unit,
};
use crate::check::parameters::Worth;
use crate::check::vocabulary::clash;
use crate::check::words::{BUILTINS, Builtin};
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::source::Span;
use crate::syntax::ast::{Define, Expr, ExprKind, Name};
use crate::value::Day;
use crate::value::number::MAX_SCALE;
use crate::vocabulary::{Unit, ValueType};

impl Checker<'_> {
    /// `assented(r)`, `days(a, b)`
    pub(super) fn call(
        &mut self,
        around: &mut Around,
        name: &Name,
        arguments: &[Expr],
        span: Span,
    ) -> Option<Meaning> {
        if let Some(at) = self.defined.get(&name.text).copied() {
            return self.definition(around, at, name, arguments, span);
        }
        let worth = self
            .parameters
            .get(&name.text)
            .map(|entry| entry.worth.clone());
        match worth {
            Some(Some(Worth::Table(table))) => {
                return self.table_call(around, &table, arguments, span);
            }
            // What is wrong with the parameter was told where it stands.
            Some(None) => {
                for argument in arguments {
                    self.meaning(around, argument, None);
                }
                return None;
            }
            _ => {}
        }
        if let Some(builtin) = BUILTINS.iter().find(|(word, ..)| *word == name.text) {
            let value = self.builtin(around, *builtin, arguments, span)?;
            return Some(Meaning::Value(value));
        }
        for argument in arguments {
            self.meaning(around, argument, None);
        }
        let something = around.find(&name.text).is_some()
            || self.parameters.contains_key(&name.text)
            || self.declared.contains_key(&name.text);
        if something {
            self.tell(
                Diagnostic::error(
                    codes::ARGUMENTS,
                    format!("`{}` is no definition and takes no arguments", name.text),
                    span,
                    "called here",
                )
                .help(format!("write `{}` alone", name.text)),
            );
            return None;
        }
        self.unknown_function(around, name);
        None
    }

    fn unknown_function(&mut self, around: &Around, name: &Name) {
        let functions = self
            .definitions
            .iter()
            .map(|definition| definition.name.text.as_str())
            .chain(BUILTINS.iter().map(|(word, ..)| *word));
        let near = self
            .may_guess()
            .then(|| nearest(&name.text, functions))
            .flatten();
        let near = near.map(str::to_owned);
        match near {
            Some(near) if !self.may_stand_in_faulty_text(&name.text) => self.tell(
                Diagnostic::error(
                    codes::UNKNOWN_NAME,
                    format!("there is no definition `{}`", name.text),
                    name.span,
                    "unknown name",
                )
                .help(format!("did you mean `{near}`?")),
            ),
            _ => self.unknown_name(around, name),
        }
    }

    fn definition(
        &mut self,
        around: &mut Around,
        at: usize,
        name: &Name,
        arguments: &[Expr],
        span: Span,
    ) -> Option<Meaning> {
        let definition = self.definitions[at].clone();
        let define = definition.text()?;
        let mut bound: Vec<Option<Meaning>> = Vec::new();
        for (position, argument) in arguments.iter().enumerate() {
            let declared = definition.types.get(position).and_then(Option::as_ref);
            let param = define.params.get(position).map(|(name, _)| name.span);
            bound.push(self.argument(around, argument, declared.zip(param)));
        }
        if arguments.len() != define.params.len() {
            let written: Vec<&str> = define
                .params
                .iter()
                .map(|(name, _)| name.text.as_str())
                .collect();
            let form = match written.len() {
                0 => name.text.clone(),
                _ => format!("{}({})", name.text, written.join(", ")),
            };
            self.tell(
                Diagnostic::error(
                    codes::ARGUMENTS,
                    wrong_count(&name.text, written.len(), arguments.len()),
                    span,
                    "called here",
                )
                .also(define.name.span, "defined here")
                .help(format!("write `{form}`")),
            );
            return None;
        }
        if definition.poisoned {
            return None;
        }
        let bound: Vec<Meaning> = bound.into_iter().collect::<Option<_>>()?;
        let key = (at, bound);
        let found = match self.calls.get(&key) {
            Some(found) => found.clone(),
            None => {
                let mut inside = Around::filing();
                inside.call = Some(span);
                inside.depth = around.depth;
                let arguments = key.1.iter().cloned().map(Some).collect();
                let found = self.body(at, define, arguments, &mut inside);
                self.calls.insert(key, found.clone());
                found
            }
        };
        Some(self.called(found?, span))
    }

    /// What a body means, as the call that stands for it.
    fn called(&mut self, meaning: Meaning, span: Span) -> Meaning {
        match meaning {
            Meaning::Value(value) => Meaning::Value(self.called_value(value, span)),
            Meaning::Record(mut place) => {
                if let Base::Follow(row) = place.base
                    && place.record.is_none()
                {
                    let row = self.called_value(row, span);
                    place.ask = place.optional;
                    place.base = Base::Follow(row);
                }
                Meaning::Record(place)
            }
            other => other,
        }
    }

    fn called_value(&mut self, value: Value, span: Span) -> Value {
        let trace = self
            .arena
            .trace(span, value.node, TraceRole::Call, vec![value.trace]);
        let optional = self.arena.get(value.node).optional;
        Value {
            trace,
            ask: value.ask || optional,
            ..value
        }
    }

    /// Checks a body with its parameters bound.
    pub(super) fn body(
        &mut self,
        at: usize,
        define: &Define,
        arguments: Vec<Option<Meaning>>,
        around: &mut Around,
    ) -> Option<Meaning> {
        let types = self.definitions[at].types.clone();
        for ((name, _), (argument, declared)) in
            define.params.iter().zip(arguments.into_iter().zip(types))
        {
            let optional = declared.is_some_and(|declared| declared.optional);
            let meaning = argument.map(|meaning| asked(meaning, optional));
            let level = meaning
                .as_ref()
                .map_or(ROOT, |meaning| self.level_of_meaning(meaning));
            around.bindings.push(Binding {
                name: name.text.clone(),
                span: name.span,
                meaning,
                level,
                hidden: None,
            });
        }
        let levels: Vec<LevelId> = around
            .bindings
            .iter()
            .map(|binding| binding.level)
            .collect();
        around.level = self.arena.deepest(levels);
        self.meaning(around, &define.body, None)
    }

    fn level_of_meaning(&self, meaning: &Meaning) -> LevelId {
        let base = |base: Base| match base {
            Base::Row(level) => level,
            Base::Follow(row) => self.arena.get(row.node).level,
        };
        match meaning {
            Meaning::Value(value) => self.arena.get(value.node).level,
            Meaning::Record(place) => base(place.base),
            Meaning::List(list) => base(list.place.base),
            Meaning::Set(_) | Meaning::Dated(_) => ROOT,
        }
    }

    /// An argument, if it is of the declared type.
    fn argument(
        &mut self,
        around: &mut Around,
        argument: &Expr,
        declared: Option<(&Declared, Span)>,
    ) -> Option<Meaning> {
        let want = match declared.map(|(declared, _)| &declared.kind) {
            Some(DeclaredKind::Value(ty)) => enum_of(*ty),
            _ => None,
        };
        let meaning = self.meaning(around, argument, want)?;
        let (declared, param) = declared?;
        let good = match (&declared.kind, &meaning) {
            (DeclaredKind::Value(ty), Meaning::Value(value)) => alike(self.ty(*value), *ty),
            (DeclaredKind::Record(record), Meaning::Record(place)) => {
                self.record_of(place) == Some(*record)
            }
            (DeclaredKind::List(item), Meaning::List(list)) => self.holds(list.table, item),
            (_, Meaning::Dated(_)) => {
                self.as_value(around, meaning, argument.span)?;
                return None;
            }
            _ => false,
        };
        if good {
            return Some(meaning);
        }
        let (wanted, found) = (
            self.describe_declared(declared),
            self.describe_meaning(&meaning),
        );
        self.tell_in(
            around,
            Diagnostic::error(
                codes::ARGUMENT_TYPE,
                format!("{wanted} is expected, and this is {found}"),
                argument.span,
                format!("this is {found}"),
            )
            .also(param, format!("declared as {wanted}")),
        );
        None
    }

    fn builtin(
        &mut self,
        around: &mut Around,
        (name, builtin, written): (&str, Builtin, &str),
        arguments: &[Expr],
        span: Span,
    ) -> Option<Value> {
        let wanted = match builtin {
            Builtin::Date => 3,
            Builtin::NextBusinessDay | Builtin::PreviousBusinessDay => 1,
            _ => 2,
        };
        if arguments.len() != wanted {
            for argument in arguments {
                self.meaning(around, argument, None);
            }
            self.tell(
                Diagnostic::error(
                    codes::ARGUMENTS,
                    wrong_count(name, wanted, arguments.len()),
                    span,
                    "called here",
                )
                .help(format!("write `{written}`")),
            );
            return None;
        }
        match builtin {
            Builtin::Days | Builtin::BusinessDays => {
                let first = self.date_value(around, &arguments[0]);
                let last = self.date_value(around, &arguments[1]);
                let (first, last) = (first?, last?);
                let op = if builtin == Builtin::Days {
                    Op::Days(first.node, last.node)
                } else {
                    self.needs_calendar(span);
                    Op::BusinessDays(first.node, last.node)
                };
                Some(self.value(span, op, ValueType::INTEGER, &[first, last]))
            }
            Builtin::NextBusinessDay | Builtin::PreviousBusinessDay => {
                let date = self.date_value(around, &arguments[0])?;
                self.needs_calendar(span);
                let back = builtin == Builtin::PreviousBusinessDay;
                let op = Op::BusinessDay(date.node, back);
                Some(self.value(span, op, ValueType::Date, &[date]))
            }
            Builtin::Least => self.extreme(around, Op::Least, name, arguments, span),
            Builtin::Greatest => self.extreme(around, Op::Greatest, name, arguments, span),
            Builtin::Date => self.make_date(around, arguments, span),
            Builtin::Round => self.round(around, &arguments[0], &arguments[1], span),
        }
    }

    /// `min(a, b)`, `max(a, b)`: of numbers, amounts of one currency or dates, an absent one passed over.
    fn extreme(
        &mut self,
        around: &mut Around,
        op: fn(ExprId, ExprId) -> Op,
        name: &str,
        arguments: &[Expr],
        span: Span,
    ) -> Option<Value> {
        let [first, second] = arguments else {
            return None;
        };
        let (a, b) = self.pair(around, first, second, None)?;
        let (a_ty, b_ty) = (self.ty(a), self.ty(b));
        let ordered = |ty: ValueType| {
            ty == ValueType::Date || matches!(unit(ty), Some(Unit::None | Unit::Money(_)))
        };
        if !alike(a_ty, b_ty) || !ordered(a_ty) {
            let (a, b) = (self.describe(a_ty), self.describe(b_ty));
            self.tell_in(
                around,
                Diagnostic::error(
                    codes::ARGUMENT_TYPE,
                    format!(
                        "`{name}` takes two numbers, two amounts of one currency or two dates; \
                         these are {a} and {b}"
                    ),
                    second.span,
                    format!("this is {b}"),
                )
                .also(first.span, format!("this is {a}")),
            );
            return None;
        }
        let ty = match unit(a_ty) {
            Some(unit) => number(unit, scale(a_ty).max(scale(b_ty))),
            None => a_ty,
        };
        // It is absent only where both are.
        let optional = self.arena.get(a.node).optional && self.arena.get(b.node).optional;
        let node = Node {
            op: op(a.node, b.node),
            ty,
            level: self.arena.level_of(&[a.node, b.node]),
            optional,
        };
        Some(self.value_of(span, node, &[a, b]))
    }

    /// `date(y, m, d)`
    fn make_date(&mut self, around: &mut Around, arguments: &[Expr], span: Span) -> Option<Value> {
        let mut parts = Vec::new();
        for argument in arguments {
            parts.push(self.whole(around, argument));
        }
        let parts: Vec<Value> = parts.into_iter().collect::<Option<_>>()?;
        let [year, month, day] = parts.as_slice() else {
            return None;
        };
        let written: Vec<i128> = parts
            .iter()
            .filter_map(|part| match self.arena.constant(part.node) {
                Some(Constant::Number(held)) => Some(*held),
                _ => None,
            })
            .collect();
        if let [y, m, d] = written.as_slice() {
            let small = |n: &i128| i64::try_from(*n).unwrap_or(-1);
            if Day::new(small(y), small(m), small(d)).is_none() {
                self.tell_in(
                    around,
                    Diagnostic::error(
                        codes::NO_SUCH_DATE,
                        format!("the date of year {y}, month {m}, day {d} does not exist"),
                        span,
                        "no such day",
                    ),
                );
                return None;
            }
        }
        let op = Op::MakeDate(year.node, month.node, day.node);
        Some(self.value(span, op, ValueType::Date, &parts))
    }

    /// A whole number.
    fn whole(&mut self, around: &mut Around, expr: &Expr) -> Option<Value> {
        let value = self.expr(around, expr, None)?;
        let value = self.expect(around, value, ValueType::INTEGER, expr.span)?;
        if scale(self.ty(value)) == 0 {
            return Some(value);
        }
        self.tell_in(
            around,
            Diagnostic::error(
                codes::TYPE_EXPECTED,
                "a whole number is expected, and this has decimals",
                expr.span,
                "has decimals",
            )
            .help("round it: `round(E, 0)`"),
        );
        None
    }

    /// `round(e, 2)`
    fn round(
        &mut self,
        around: &mut Around,
        inner: &Expr,
        decimals: &Expr,
        span: Span,
    ) -> Option<Value> {
        let value = self.expr(around, inner, None);
        let to = match &decimals.kind {
            ExprKind::Number(digits) => digits.parse::<u8>().ok().filter(|to| *to <= MAX_SCALE),
            _ => None,
        };
        if to.is_none() {
            self.tell(
                Diagnostic::error(
                    codes::ROUND,
                    format!("how many decimals `round` keeps is written out, 0 to {MAX_SCALE}"),
                    decimals.span,
                    "not a whole number from 0 on",
                )
                .help("write `round(E, 2)`"),
            );
        }
        let value = value?;
        let unit = match unit(self.ty(value)) {
            Some(unit @ (Unit::None | Unit::Money(_))) => unit,
            _ => {
                let what = self.describe(self.ty(value));
                self.tell_in(
                    around,
                    Diagnostic::error(
                        codes::ROUND,
                        format!("only a number or money is rounded, and this is {what}"),
                        inner.span,
                        format!("this is {what}"),
                    ),
                );
                return None;
            }
        };
        Some(self.value(span, Op::Round(value.node), number(unit, to?), &[value]))
    }

    /// Says no to a variable whose name something else has.
    pub(super) fn variable_clash(&mut self, around: &Around, variable: &Name) {
        let name = variable.text.as_str();
        let other = match around.find(name) {
            Some(binding) => Some((binding.span, "a variable")),
            None => self.stands_alone(name),
        };
        // One thing of a name that many variables have is one mistake.
        if let Some((span, what)) = other
            && self.clashes.insert(span)
        {
            self.tell(clash(variable, "a variable", span, what));
        }
    }

    /// Where a name that stands alone is declared, and as what.
    pub(super) fn stands_alone(&self, name: &str) -> Option<(Span, &'static str)> {
        if let Some(found) = self.declared.get(name) {
            return Some(*found);
        }
        if let Some(parameter) = self.parameters.get(name) {
            return Some((parameter.span, "a parameter"));
        }
        let at = self.defined.get(name)?;
        Some((self.definitions[*at].name.span, "a definition"))
    }
}

/// A call of too many or too few arguments.
fn wrong_count(name: &str, takes: usize, given: usize) -> String {
    let count = |count: usize, one: &str| match count {
        0 => format!("no {one}"),
        1 => format!("one {one}"),
        2 => format!("two {one}s"),
        3 => format!("three {one}s"),
        more => format!("{more} {one}s"),
    };
    let given = match given {
        0 => "none".to_owned(),
        given => count(given, "argument")
            .replace(" arguments", "")
            .replace(" argument", ""),
    };
    format!(
        "`{name}` takes {}, and is given {given}",
        count(takes, "argument")
    )
}

/// The same, with the declared type saying whether `is given` may ask.
fn asked(meaning: Meaning, ask: bool) -> Meaning {
    match meaning {
        Meaning::Value(value) => Meaning::Value(Value { ask, ..value }),
        Meaning::Record(place) => Meaning::Record(crate::check::meaning::Place { ask, ..place }),
        Meaning::List(list) => Meaning::List(crate::check::meaning::ListPlace { ask, ..list }),
        other => other,
    }
}
