//! Clauses, their messages, and indicators.

use crate::book::{plain, worded};
use crate::check::checker::Checker;
use crate::check::ir::{
    self, Clause, ClauseBody, ExprId, LevelId, LevelKind, MessagePart, TraceId,
};
use crate::check::meaning::{Around, Value};
use crate::check::parameters::Worth;
use crate::check::rows::Entered;
use crate::check::walk;
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::print::print_expr;
use crate::vocabulary::{Currency, Unit, ValueType};

/// `applies when` and `except when` of a ruleset, as they read in one version.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Scope {
    pub applies: Option<TraceId>,
    pub exceptions: Vec<(TraceId, Option<String>)>,
    /// Whether they name `this clause`, and so read otherwise for each.
    pub by_clause: bool,
}

/// `for each` and `governed by` as they came out, to compare versions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subjects {
    pub level: LevelId,
    pub filter: Option<ExprId>,
    pub date: Option<ExprId>,
    /// Where `governed by` stands, or else the clause's name.
    pub span: Span,
}

/// An indicator as it came out in one version.
#[derive(Debug, Clone)]
pub(super) struct Measure {
    pub value: TraceId,
    pub currency: Option<Currency>,
    pub scale: u8,
}

impl Checker<'_> {
    /// `applies when` and `except when` of a ruleset.
    ///
    /// Where they name `this clause`, they are checked for each clause once more; without one they are
    /// checked with no name, so that what is wrong is told in a version without clauses too.
    pub(super) fn scope(&mut self, header: &ast::Ruleset) -> Option<Scope> {
        self.scope_of(header, "")
    }

    fn scope_of(&mut self, header: &ast::Ruleset, clause: &str) -> Option<Scope> {
        let mut around = Around {
            clause: Some(clause.to_owned()),
            ..Around::filing()
        };
        let applies = header
            .applies
            .as_ref()
            .map(|applies| self.boolean(&mut around, applies));
        let exceptions = self.exceptions(&mut around, &header.exceptions);
        let applies = match applies {
            Some(applies) => Some(applies?.trace),
            None => None,
        };
        let conditions = header.exceptions.iter().map(|exception| &exception.when);
        let by_clause = conditions.chain(&header.applies).any(walk::names_clause);
        Some(Scope {
            applies,
            exceptions: exceptions?,
            by_clause,
        })
    }

    fn exceptions(
        &mut self,
        around: &mut Around,
        exceptions: &[ast::Exception],
    ) -> Option<Vec<(TraceId, Option<String>)>> {
        let mut found = Vec::new();
        for exception in exceptions {
            let when = self.boolean(around, &exception.when);
            let cites = exception.cites.as_ref().map(|cites| cites.value.clone());
            found.push(when.map(|when| (when.trace, cites)));
        }
        found.into_iter().collect()
    }

    /// A clause as it reads in the version, with what chooses its text.
    pub(super) fn clause(
        &mut self,
        clause: &ast::Clause,
        span: Span,
        scope: Option<&Scope>,
    ) -> Option<(Clause, Subjects)> {
        let authority = self.office(clause.authority.as_ref());
        let binds = self.office(clause.binds.as_ref());
        let mut around = Around {
            clause: Some(clause.id.text.clone()),
            ..Around::filing()
        };
        let mut entered: Vec<Entered> = Vec::new();
        let mut filter = None;
        if let Some(each) = &clause.for_each {
            for (variable, list) in &each.loops {
                entered.push(self.enter(&mut around, variable, list));
            }
            self.pair_of_lists(each, &entered);
            filter = each
                .filter
                .as_ref()
                .map(|filter| self.boolean(&mut around, filter));
        }
        let date = clause
            .governed
            .as_ref()
            .map(|date| self.date_value(&mut around, date));
        let applies = clause
            .applies
            .as_ref()
            .map(|applies| self.boolean(&mut around, applies));
        let exceptions = self.exceptions(&mut around, &clause.exceptions);
        let body = match &clause.body {
            ast::ClauseBody::Requires(requires) => self
                .boolean(&mut around, requires)
                .map(|value| ClauseBody::Requires(value.trace)),
            ast::ClauseBody::NotJudged(why) => Some(ClauseBody::NotJudged(why.value.clone())),
        };
        let otherwise = clause
            .otherwise
            .as_ref()
            .map(|said| self.message(&mut around, said));
        let remedy = clause
            .remedy
            .as_ref()
            .map(|said| self.message(&mut around, said));
        let title = self.worded(&clause.title);
        let text = clause.text.as_ref().map(|text| self.worded(text));
        let level = around.level;
        for entered in entered.iter().rev() {
            self.leave(&mut around, entered);
        }
        if entered.iter().any(|entered| entered.level.is_none()) {
            return None;
        }
        let (filter, date) = (whole(filter)?, whole(date)?);
        let own = whole(applies)?;
        let mut scope = scope?.clone();
        if scope.by_clause {
            let header = self.book.versions.get(self.version)?.scope.1.clone();
            scope = self.scope_of(&header, &clause.id.text)?;
        }
        let mut all = scope.exceptions.clone();
        all.extend(exceptions?);
        let filter_and = filter
            .map(|filter| filter.trace)
            .into_iter()
            .chain(scope.applies);
        let found = Clause {
            id: clause.id.text.clone(),
            title: title?,
            text: whole(text)?,
            cites: clause.cites.value.clone(),
            authority: authority?,
            binds: binds?,
            mandatory: clause
                .severity
                .is_none_or(|(severity, _)| severity == ast::ClauseSeverity::Mandatory),
            review: clause.review.as_ref().map(|review| review.value.clone()),
            marks: Vec::new(),
            version: self.version,
            level,
            applies: filter_and.chain(own.map(|own| own.trace)).collect(),
            exceptions: all,
            body: body?,
            otherwise: whole(otherwise)?,
            remedy: whole(remedy)?,
            span,
        };
        let subjects = Subjects {
            level,
            filter: filter.map(|filter| filter.node),
            date: date.map(|date| date.node),
            span: clause
                .governed
                .as_ref()
                .map_or(clause.id.span, |date| date.span),
        };
        Some((found, subjects))
    }

    /// The name and label of an office, nothing where none is named.
    fn office(&mut self, name: Option<&ast::Name>) -> Option<Option<(String, String)>> {
        let Some(name) = name else {
            return Some(None);
        };
        let offices = &self.vocabulary.authorities;
        if let Some(office) = offices.iter().find(|office| office.name == name.text) {
            return Some(Some((office.name.clone(), office.label.clone())));
        }
        if self.may_stand_in_faulty_text(&name.text) {
            return None;
        }
        let near = nearest(
            &name.text,
            offices.iter().map(|office| office.name.as_str()),
        );
        let diagnostic = Diagnostic::error(
            codes::UNKNOWN_OFFICE,
            format!("there is no authority `{}`", name.text),
            name.span,
            "not in the vocabulary",
        );
        let diagnostic = match near {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help(format!("declare it: `authority {} \"…\"`", name.text)),
        };
        self.tell(diagnostic);
        None
    }

    /// The second list of a pair is a set or belongs to the row of the first.
    fn pair_of_lists(&mut self, each: &ast::ForEach, entered: &[Entered]) {
        let (
            [(first, first_list), (_, list)],
            [
                Entered {
                    level: Some(outer), ..
                },
                Entered {
                    level: Some(inner), ..
                },
            ],
        ) = (each.loops.as_slice(), entered)
        else {
            return;
        };
        let own = match &self.arena.get_level(*inner).kind {
            LevelKind::Set { .. } => true,
            LevelKind::List { owner, .. } => owner == outer,
            LevelKind::Referring { to, .. } => to == outer,
            LevelKind::Filing => false,
        };
        if !own {
            self.tell(
                Diagnostic::error(
                    codes::PAIR,
                    format!(
                        "the second list of `for each` is a set or belongs to `{}`",
                        first.text
                    ),
                    list.span,
                    "belongs to another row",
                )
                .also(first_list.span, "the first list")
                .help("judge the rows of one list, and go through the other inside the clause"),
            );
        }
    }

    /// `"{r.id}: contract of {r.amount}"`
    fn message(&mut self, around: &mut Around, message: &ast::Message) -> Option<Vec<MessagePart>> {
        let mut parts = Vec::new();
        for part in &message.parts {
            parts.push(match part {
                ast::MessagePart::Text(text) => Some(MessagePart::Text(text.clone())),
                ast::MessagePart::Expr(expr) => {
                    let value = self.shown(around, expr);
                    let share = self.share(expr);
                    value.map(|value| match share {
                        Some(words) => MessagePart::Text(words),
                        None => MessagePart::Expr(value.trace),
                    })
                }
            });
        }
        parts.into_iter().collect()
    }

    /// The words of a parameter that is written as a share: people read `20 %`, as the title does.
    fn share(&self, expr: &ast::Expr) -> Option<String> {
        let ast::ExprKind::Name(name) = &expr.kind else {
            return None;
        };
        let value = plain(self.book.versions.get(self.version)?, &name.text)?;
        matches!(value.kind, ast::ExprKind::Percent(_)).then(|| print_expr(value))
    }

    /// A title or a text with the values of the parameters that stand in it.
    fn worded(&mut self, text: &ast::Text) -> Option<String> {
        for inserted in &text.inserted {
            let name = &inserted.name;
            match self.parameters.get(&name.text).map(|entry| &entry.worth) {
                Some(Some(Worth::One(..) | Worth::Set(_))) => {}
                Some(None) => return None,
                Some(Some(_)) => {
                    let span = self.parameters.get(&name.text).map(|entry| entry.span);
                    let told = Diagnostic::error(
                        codes::WORDED,
                        format!(
                            "`{}` has several values, and a title or a text takes one",
                            name.text
                        ),
                        name.span,
                        "which value?",
                    );
                    self.tell(match span {
                        Some(span) => told.also(span, "the parameter"),
                        None => told,
                    });
                    return None;
                }
                None if self.defined.contains_key(&name.text)
                    || self.declared.contains_key(&name.text) =>
                {
                    let told = Diagnostic::error(
                        codes::WORDED,
                        format!("`{}` is no parameter", name.text),
                        name.span,
                        "a title and a text take plain parameters",
                    );
                    self.tell(
                        told.help("a title is the same for every filing; say it in `otherwise`"),
                    );
                    return None;
                }
                None => {
                    let expr = ast::Expr {
                        kind: ast::ExprKind::Name(name.clone()),
                        span: name.span,
                    };
                    self.meaning(&mut Around::filing(), &expr, None);
                    return None;
                }
            }
        }
        let version = self.book.versions.get(self.version)?;
        Some(worded(text, version, &self.book.vocabulary))
    }

    fn shown(&mut self, around: &mut Around, expr: &ast::Expr) -> Option<Value> {
        let value = self.expr(around, expr, None)?;
        if let ValueType::Row(table) = self.ty(value)
            && self.layout.table(table).key.is_none()
        {
            let name = self.table_name(table);
            self.tell_in(
                around,
                Diagnostic::error(
                    codes::MESSAGE,
                    format!("a row of `{name}` has no key by which a message could call it"),
                    expr.span,
                    "a row without a key",
                )
                .help("name one of its fields"),
            );
            return None;
        }
        Some(value)
    }

    /// An indicator as it reads in the version.
    pub(super) fn indicator(&mut self, indicator: &ast::Indicator) -> Option<Measure> {
        let value = self.expr(&mut Around::filing(), &indicator.value, None);
        let currency = match &indicator.unit {
            None => Some(None),
            Some(name) => match crate::check::fields::currency(name) {
                Ok(currency) => Some(Some(currency)),
                Err(diagnostic) => {
                    self.tell(*diagnostic);
                    None
                }
            },
        };
        let (value, currency) = (value?, currency?);
        let ty = self.ty(value);
        let unit = crate::check::meaning::unit(ty);
        let wanted = currency.map_or(Unit::None, Unit::Money);
        if unit == Some(wanted) {
            return Some(Measure {
                value: value.trace,
                currency,
                scale: self.decimals(value),
            });
        }
        let found = self.describe(ty);
        let mut diagnostic = Diagnostic::error(
            codes::INDICATOR,
            match currency {
                Some(currency) => {
                    format!("the indicator is in {currency}, and its value is {found}")
                }
                None => {
                    format!("an indicator without a currency is a number, and its value is {found}")
                }
            },
            indicator.value.span,
            format!("this is {found}"),
        );
        if let Some(name) = &indicator.unit {
            diagnostic = diagnostic.also(name.span, "declared here");
        }
        if let (None, Some(Unit::Money(currency))) = (currency, unit) {
            diagnostic = diagnostic.help(format!("write `in {currency}` behind its title"));
        }
        self.tell(diagnostic);
        None
    }
}

/// Something that is there and wrong makes the whole wrong; something that is not there does not.
fn whole<T>(part: Option<Option<T>>) -> Option<Option<T>> {
    match part {
        None => Some(None),
        Some(None) => None,
        Some(Some(part)) => Some(Some(part)),
    }
}

/// How an indicator is totalled.
pub(super) fn total(total: ast::Total) -> ir::Total {
    match total {
        ast::Total::Sum => ir::Total::Sum,
        ast::Total::Mean => ir::Total::Mean,
        ast::Total::Count => ir::Total::Count,
        ast::Total::Min => ir::Total::Min,
        ast::Total::Max => ir::Total::Max,
    }
}
