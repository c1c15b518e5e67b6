//! Sets of values known beforehand.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::check::checker::Checker;
use crate::check::ir::Constant;
use crate::check::meaning::{Around, SetOf, Value, alike, number, scale, unit};
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind};
use crate::value::number as numbers;
use crate::vocabulary::{EnumId, ValueType};

impl Checker<'_> {
    /// `{lease, service}`
    pub(super) fn set(
        &mut self,
        around: &mut Around,
        members: &[Expr],
        want: Option<EnumId>,
        span: Span,
    ) -> Option<Rc<SetOf>> {
        let want = want.or_else(|| self.common_enum(around, members));
        let values: Vec<Option<Value>> = members
            .iter()
            .map(|member| self.set_member(around, member, want))
            .collect();
        let values: Vec<Value> = values.into_iter().collect::<Option<_>>()?;
        let Some(first) = values.first().copied() else {
            self.tell(Diagnostic::error(
                codes::SET,
                "a set has one member at least",
                span,
                "nothing can be in it",
            ));
            return None;
        };
        let ty = self.ty(first);
        for (value, member) in values.iter().zip(members).skip(1) {
            let other = self.ty(*value);
            if !alike(ty, other) {
                let (a, b) = (self.describe(ty), self.describe(other));
                self.tell(
                    Diagnostic::error(
                        codes::SET,
                        format!("the members of a set are of one type; these are {a} and {b}"),
                        member.span,
                        format!("this is {b}"),
                    )
                    .also(members[0].span, format!("this is {a}")),
                );
                return None;
            }
        }
        let most = values
            .iter()
            .map(|value| scale(self.ty(*value)))
            .max()
            .unwrap_or(0);
        let mut held: Vec<Constant> = Vec::new();
        let mut places: BTreeMap<Constant, Span> = BTreeMap::new();
        for (value, member) in values.iter().zip(members) {
            let constant = self.arena.constant(value.node)?.clone();
            let constant = match constant {
                Constant::Number(held) => {
                    let scaled = numbers::rescale(held, scale(self.ty(*value)), most);
                    let Some(scaled) = scaled else {
                        self.tell(Diagnostic::error(
                            codes::NUMBER_TOO_LARGE,
                            "the number is too large beside one with so many decimals",
                            member.span,
                            "does not fit",
                        ));
                        return None;
                    };
                    Constant::Number(scaled)
                }
                other => other,
            };
            if let Some(first) = places.insert(constant.clone(), member.span) {
                self.tell(
                    Diagnostic::error(
                        codes::SET,
                        format!("`{}` is in the set twice", self.sources.quote(member.span)),
                        member.span,
                        "here again",
                    )
                    .also(first, "here first")
                    .help("leave one out"),
                );
                return None;
            }
            held.push(constant);
        }
        let ty = match unit(ty) {
            Some(unit) => number(unit, most),
            None => ty,
        };
        Some(Rc::new(SetOf { ty, members: held }))
    }

    fn set_member(
        &mut self,
        around: &mut Around,
        member: &Expr,
        want: Option<EnumId>,
    ) -> Option<Value> {
        let value = self.expr(around, member, want)?;
        if self.arena.constant(value.node).is_some() {
            return Some(value);
        }
        self.tell_in(
            around,
            Diagnostic::error(
                codes::NOT_CONSTANT,
                "the members of a set are known before any filing is read",
                member.span,
                "depends on the filing",
            )
            .help("compare with `=` and `or`"),
        );
        None
    }

    /// The one enum that has every member of a set whose members are names alone.
    fn common_enum<'e>(
        &self,
        around: &Around,
        members: impl IntoIterator<Item = &'e Expr>,
    ) -> Option<EnumId> {
        let mut names = Vec::new();
        for member in members {
            self.member_names(around, member, &mut names);
        }
        let mut common: Option<Vec<EnumId>> = None;
        for name in names {
            let candidates = self.members.get(name)?;
            let ids = candidates.iter().map(|(id, _)| *id);
            common = Some(match common {
                None => ids.collect(),
                Some(held) => ids.filter(|id| held.contains(id)).collect(),
            });
        }
        match common.as_deref() {
            Some([id]) => Some(*id),
            _ => None,
        }
    }

    /// The one enum of which two expressions that are members' names alone may both be.
    pub(super) fn enum_of_both(&self, around: &Around, a: &Expr, b: &Expr) -> Option<EnumId> {
        self.common_enum(around, [a, b])
    }

    /// The members' names that an expression may yield.
    fn member_names<'e>(&self, around: &Around, expr: &'e Expr, names: &mut Vec<&'e str>) {
        match &expr.kind {
            ExprKind::Name(name)
                if around.find(&name.text).is_none() && self.members.contains_key(&name.text) =>
            {
                names.push(&name.text);
            }
            ExprKind::If(_, then, Some(otherwise)) => {
                self.member_names(around, then, names);
                self.member_names(around, otherwise, names);
            }
            _ => {}
        }
    }

    /// Whether a set's members are of the type declared.
    pub(super) fn is_set_of(&self, set: &SetOf, ty: ValueType) -> bool {
        alike(set.ty, ty)
    }
}
