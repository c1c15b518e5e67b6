//! The consolidated text of a version: the text before it, with what its own words change.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::book::lines;
use crate::book::text::kind_word;
use crate::book::{Change, Provision, Repealed, Version};
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::source::Span;
use crate::syntax::ast::{self, Item, ParameterValue, ProvisionBody, ProvisionKind, Verb};

/// What a version's own items make of the text before.
pub(super) struct Amended {
    pub provisions: Vec<Provision>,
    pub repealed: Vec<Repealed>,
}

/// Applies the items of a version, in order, to the text of the last of `before`.
pub(super) fn consolidate(
    before: &[Version],
    header: &ast::Ruleset,
    items: Vec<Item>,
    hidden: &BTreeSet<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Amended {
    let mut text = Text {
        before,
        header,
        hidden,
        amends: before.last().is_some(),
        provisions: before
            .last()
            .map_or(Vec::new(), |base| base.provisions.clone()),
        repealed: Vec::new(),
        places: BTreeMap::new(),
        touched: BTreeMap::new(),
        diagnostics,
    };
    let keys = text.provisions.iter().map(key);
    text.places = keys.enumerate().map(|(at, key)| (key, at)).collect();
    for item in items {
        match item {
            Item::Provision(provision) => text.provision(provision),
            Item::Amends(amends) => text.amends(*amends),
            Item::Repeal(repeal) => text.repeal(&repeal),
            Item::Sets(sets) => text.sets(*sets),
            _ => {}
        }
    }
    Amended {
        provisions: text.provisions,
        repealed: text.repealed,
    }
}

/// What a provision is known by within a version.
fn key(provision: &Provision) -> (ProvisionKind, String) {
    let body = &provision.body;
    (body.kind(), body.name().text.clone())
}

struct Text<'a> {
    before: &'a [Version],
    header: &'a ast::Ruleset,
    /// The names that may stand in what the parser left out.
    hidden: &'a BTreeSet<String>,
    amends: bool,
    provisions: Vec<Provision>,
    repealed: Vec<Repealed>,
    /// Where each of `provisions` stands in it.
    places: BTreeMap<(ProvisionKind, String), usize>,
    /// What this version's own text has named, and where.
    touched: BTreeMap<(ProvisionKind, String), Span>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Text<'_> {
    fn version(&self) -> usize {
        self.before.len()
    }

    fn position(&self, kind: ProvisionKind, name: &str) -> Option<usize> {
        self.places.get(&(kind, name.to_owned())).copied()
    }

    fn push(&mut self, provision: Provision) {
        self.places.insert(key(&provision), self.provisions.len());
        self.provisions.push(provision);
    }

    fn remove(&mut self, at: usize) -> Provision {
        let provision = self.provisions.remove(at);
        self.places.remove(&key(&provision));
        // The later ones have moved up.
        for place in self.places.values_mut() {
            *place -= usize::from(*place > at);
        }
        provision
    }

    /// Says no to a second item on the same provision in one version.
    fn touch(&mut self, kind: ProvisionKind, name: &ast::Name) -> bool {
        let key = (kind, name.text.clone());
        let Some(first) = self.touched.get(&key) else {
            self.touched.insert(key, name.span);
            return true;
        };
        let word = kind_word(kind);
        let version = &self.header.version.version.text;
        let mut diagnostic = Diagnostic::error(
            codes::PROVISION_TWICE,
            format!(
                "the text of `{version}` names the {word} `{}` twice",
                name.text
            ),
            name.span,
            "here again",
        )
        .also(*first, "here first");
        if self.amends {
            diagnostic = diagnostic.help("say once what the version does to it");
        }
        self.diagnostics.push(diagnostic);
        false
    }

    fn provision(&mut self, item: ast::Provision) {
        let kind = item.body.kind();
        let name = item.body.name().clone();
        let word = kind_word(kind);
        let fresh = self.touch(kind, &name);
        let held = self.position(kind, &name.text);
        let mut verb = item.verb;
        if !self.amends && verb != Verb::Stands {
            self.no_verb_here(
                if verb == Verb::Adds {
                    "adds"
                } else {
                    "replaces"
                },
                item.span,
            );
            verb = Verb::Stands;
        } else if self.amends && verb == Verb::Stands {
            let help = match held {
                Some(_) => format!("write `replaces {word} {}`", name.text),
                None => format!("write `adds {word} {}`", name.text),
            };
            let version = &self.header.version.version.text;
            self.diagnostics.push(
                Diagnostic::error(
                    codes::NO_VERB,
                    format!(
                        "`{version}` amends another version, and the {word} `{}` has no verb",
                        name.text
                    ),
                    name.span,
                    "is it added or replaced?",
                )
                .help(help),
            );
            verb = if held.is_some() {
                Verb::Replaces
            } else {
                Verb::Adds
            };
        }
        if !fresh {
            return;
        }
        if let ProvisionBody::Parameter(parameter) = item.body.as_ref() {
            ascending(&parameter.value, self.diagnostics);
        }
        let provision = Provision {
            body: item.body,
            origin: self.version(),
            span: item.span,
            changes: Vec::new(),
        };
        match (verb, held) {
            (Verb::Replaces, Some(at)) => self.provisions[at] = provision,
            (Verb::Replaces, None) => {
                self.tell_absent("replace", kind, &name);
                // Of another kind it would clash with what has its name, which is the same mistake.
                if !self
                    .provisions
                    .iter()
                    .any(|other| other.body.name().text == name.text)
                {
                    self.push(provision);
                }
            }
            (_, Some(at)) => {
                let existing = &self.provisions[at];
                let from = self.before.get(existing.origin);
                let from = from.map_or("", |version| version.header.version.version.text.as_str());
                let diagnostic = Diagnostic::error(
                    codes::ADDS_EXISTING,
                    format!("the {word} `{}` exists", name.text),
                    name.span,
                    "cannot be added",
                )
                .also(existing.body.name().span, format!("stands since `{from}`"))
                .help(format!("write `replaces {word} {}`", name.text));
                self.diagnostics.push(diagnostic);
                self.provisions[at] = provision;
            }
            (_, None) => self.push(provision),
        }
    }

    fn repeal(&mut self, repeal: &ast::Repeal) {
        if !self.amends {
            self.no_verb_here("repeals", repeal.span);
            return;
        }
        if !self.touch(repeal.kind, &repeal.name) {
            return;
        }
        match self.position(repeal.kind, &repeal.name.text) {
            Some(at) => {
                let provision = self.remove(at);
                self.repealed.push(Repealed {
                    provision,
                    span: repeal.name.span,
                });
            }
            None => {
                self.tell_absent("repeal", repeal.kind, &repeal.name);
            }
        }
    }

    /// `amends clause ID`: the clause before with the lines that are written in place of its own.
    fn amends(&mut self, amends: ast::Amends) {
        if !self.amends {
            self.no_verb_here("amends", amends.span);
            return;
        }
        if !self.touch(ProvisionKind::Clause, &amends.id) {
            return;
        }
        let Some(at) = self.position(ProvisionKind::Clause, &amends.id.text) else {
            self.tell_absent("amend", ProvisionKind::Clause, &amends.id);
            return;
        };
        let ProvisionBody::Clause(before) = self.provisions[at].body.as_ref() else {
            return;
        };
        let span = amends.span;
        let changed = lines::amended(before, amends, self.diagnostics);
        let version = self.version();
        let provision = &mut self.provisions[at];
        provision.body = Arc::new(ProvisionBody::Clause(Box::new(changed)));
        provision.changes.push(Change { version, span });
    }

    fn sets(&mut self, sets: ast::Sets) {
        if !self.amends {
            self.no_verb_here("sets", sets.span);
            return;
        }
        if !self.touch(ProvisionKind::Parameter, &sets.name) {
            return;
        }
        ascending(&sets.value, self.diagnostics);
        let held = self.position(ProvisionKind::Parameter, &sets.name.text);
        let Some(at) = held else {
            self.tell_absent("set", ProvisionKind::Parameter, &sets.name);
            return;
        };
        let body = Arc::clone(&self.provisions[at].body);
        let ProvisionBody::Parameter(parameter) = body.as_ref() else {
            return;
        };
        let value = match (&parameter.value, sets.value) {
            (ParameterValue::Plain(_), ParameterValue::Plain(value)) => {
                ParameterValue::Plain(value)
            }
            (
                ParameterValue::Dated { steps, until },
                ParameterValue::Dated {
                    steps: more,
                    until: end,
                },
            ) => {
                let merged = merge(steps, *until, more, end);
                if let Err(diagnostic) = &merged {
                    self.diagnostics.push(*diagnostic.clone());
                }
                merged.unwrap_or_else(|_| parameter.value.clone())
            }
            (ParameterValue::Table(rows), ParameterValue::Table(more)) => {
                let mut rows = rows.clone();
                for row in more {
                    self.set_row(&mut rows, row);
                }
                ParameterValue::Table(rows)
            }
            (held, _) => {
                let (is, help) = match held {
                    ParameterValue::Table(_) => ("is a table", "write the rows that change"),
                    ParameterValue::Plain(_) => ("has one value", "write `= VALUE`"),
                    ParameterValue::Dated { .. } => (
                        "changes over time",
                        "write further `from DATE = VALUE` lines",
                    ),
                };
                self.diagnostics.push(
                    Diagnostic::error(
                        codes::SETS_OTHER_KIND,
                        format!(
                            "the parameter `{}` {is}, and is set as if it did not",
                            sets.name.text
                        ),
                        sets.name.span,
                        "set here",
                    )
                    .also(parameter.name.span, format!("{is} here"))
                    .help(help),
                );
                return;
            }
        };
        let changed = ast::Parameter {
            name: parameter.name.clone(),
            keys: parameter.keys.clone(),
            ty: parameter.ty.clone(),
            value,
            readings: sets.readings,
            cites: sets.cites.or_else(|| parameter.cites.clone()),
            // What was open about the old value is not open about the new one.
            review: sets.review,
        };
        let version = self.version();
        let provision = &mut self.provisions[at];
        provision.body = Arc::new(ProvisionBody::Parameter(changed));
        provision.changes.push(Change {
            version,
            span: sets.span,
        });
    }

    /// A row that is written again takes the place of the one with its members; dated lines join.
    fn set_row(&mut self, rows: &mut Vec<ast::TableRow>, row: ast::TableRow) {
        let same = rows.iter_mut().find(|held| held.words() == row.words());
        let Some(held) = same else {
            rows.push(row);
            return;
        };
        let value = match (&held.value, row.value) {
            (
                ParameterValue::Dated { steps, until },
                ParameterValue::Dated {
                    steps: more,
                    until: end,
                },
            ) => {
                let merged = merge(steps, *until, more, end);
                if let Err(diagnostic) = &merged {
                    self.diagnostics.push(*diagnostic.clone());
                }
                merged.unwrap_or_else(|_| held.value.clone())
            }
            (_, value) => value,
        };
        held.value = value;
        held.span = row.span;
    }

    fn no_verb_here(&mut self, verb: &str, span: Span) {
        let version = &self.header.version.version.text;
        self.diagnostics.push(
            Diagnostic::error(
                codes::VERB_IN_FIRST,
                format!("`{version}` amends no version, so `{verb}` has nothing to change"),
                Span {
                    end: span.start + verb.len() as u32,
                    ..span
                },
                "no verb may stand here",
            )
            .also(self.header.span, "a first version")
            .help(format!(
                "leave out `{verb}`, or say in the header which version is amended"
            )),
        );
    }

    fn tell_absent(&mut self, verb: &str, kind: ProvisionKind, name: &ast::Name) {
        if !self.hidden.contains(&name.text) {
            let diagnostic = self.absent(verb, kind, name);
            self.diagnostics.push(diagnostic);
        }
    }

    /// What is to be changed does not exist.
    fn absent(&self, verb: &str, kind: ProvisionKind, name: &ast::Name) -> Diagnostic {
        let word = kind_word(kind);
        let mut diagnostic = Diagnostic::error(
            codes::AMENDS_ABSENT,
            format!("there is no {word} `{}` to {verb}", name.text),
            name.span,
            format!("no {word} of this name stands in the text before"),
        );
        let repealed = self.before.iter().rev().find_map(|version| {
            version.repealed.iter().find(|repealed| {
                let body = &repealed.provision.body;
                body.kind() == kind && body.name().text == name.text
            })
        });
        if let Some(repealed) = repealed {
            return diagnostic.also(repealed.span, "repealed here");
        }
        let other = self
            .provisions
            .iter()
            .find(|provision| provision.body.name().text == name.text);
        if let Some(other) = other {
            let is = kind_word(other.body.kind());
            return diagnostic
                .also(other.body.name().span, format!("a {is}"))
                .help(format!("write `{is}` for `{word}`"));
        }
        let names = self
            .provisions
            .iter()
            .filter(|provision| provision.body.kind() == kind)
            .map(|provision| provision.body.name().text.as_str());
        // Each guess goes through all names; where so much is wrong, one more helps nobody.
        let guess = self.diagnostics.len() < 200;
        if guess && let Some(near) = nearest(&name.text, names) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
            if let Some(at) = self.position(kind, near) {
                diagnostic = diagnostic.also(self.provisions[at].body.name().span, "stands here");
            }
        }
        // Both places: if nothing like it exists, the version that is amended is the other one.
        if diagnostic.secondary.is_empty()
            && let Some(base) = self.before.last()
        {
            diagnostic = diagnostic.also(base.header.span, "the version that is amended");
        }
        diagnostic
    }
}

type Ymd = (i16, i8, i8);

fn order(date: &ast::DateLiteral) -> Ymd {
    (date.year, date.month, date.day)
}

/// Whether both days exist: where one does not, that is told, and no order.
fn exist(a: &ast::DateLiteral, b: &ast::DateLiteral) -> bool {
    crate::book::years::day(*a).is_some() && crate::book::years::day(*b).is_some()
}

/// The `from` lines of one item ascend, and `until` does not lie before the last.
fn ascending(value: &ParameterValue, diagnostics: &mut Vec<Diagnostic>) {
    if let ParameterValue::Table(rows) = value {
        rows.iter()
            .for_each(|row| ascending(&row.value, diagnostics));
    }
    let ParameterValue::Dated { steps, until } = value else {
        return;
    };
    for pair in steps.windows(2) {
        let (first, second) = (&pair[0].0, &pair[1].0);
        if exist(first, second) && order(second) <= order(first) {
            diagnostics.push(
                Diagnostic::error(
                    codes::STEPS_ORDER,
                    "the `from` lines of a parameter go from earlier to later",
                    second.span,
                    "not later than the line before",
                )
                .also(first.span, "the line before"),
            );
        }
    }
    if let (Some((last, _)), Some(until)) = (steps.last(), until)
        && exist(last, until)
        && order(until) < order(last)
    {
        diagnostics.push(
            Diagnostic::error(
                codes::STEPS_ORDER,
                "`until` lies before the last value begins",
                until.span,
                "too early",
            )
            .also(last.span, "the last value begins here"),
        );
    }
}

/// Further `from` lines among those that stand; a line of the same date takes the other's place.
fn merge(
    steps: &[(ast::DateLiteral, ast::Expr)],
    until: Option<ast::DateLiteral>,
    more: Vec<(ast::DateLiteral, ast::Expr)>,
    end: Option<ast::DateLiteral>,
) -> Result<ParameterValue, Box<Diagnostic>> {
    let mut all: BTreeMap<Ymd, (ast::DateLiteral, ast::Expr)> = BTreeMap::new();
    let last = more.last().map(|(date, _)| *date);
    if let (Some(until), Some((first, _))) = (until, more.first()) {
        let day_after = crate::book::years::day(until).and_then(|day| day.add_days(1));
        let first_day = crate::book::years::day(*first);
        if let (Some(after), Some(first_day)) = (day_after, first_day)
            && first_day > after
        {
            return Err(Box::new(
                Diagnostic::error(
                    codes::STEPS_GAP,
                    format!("from {after} to the first of these lines the parameter has no value"),
                    first.span,
                    "the next value begins here",
                )
                .also(until.span, "the values that stand end here")
                .help(format!("let the first new line begin on {after} or before")),
            ));
        }
    }
    for (date, value) in steps.iter().cloned().chain(more) {
        all.insert(order(&date), (date, value));
    }
    // Lines beyond the old end lift it.
    let lifted = matches!((until, last), (Some(until), Some(last)) if order(&last) > order(&until));
    let until = end.or(if lifted { None } else { until });
    if let Some(until) = &until {
        all.retain(|date, _| *date <= order(until));
    }
    Ok(ParameterValue::Dated {
        steps: all.into_values().collect(),
        until,
    })
}
