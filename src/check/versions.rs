//! The versions one after another: their provisions, and which text governs what.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::book::Book;
use crate::check::checker::Checker;
use crate::check::choice::{Standing, same_in_every_version};
use crate::check::clauses::{Measure, Subjects, total};
use crate::check::ir::{Clause, ClauseId, Entry, EntryText, Indicator, IndicatorTotal, Version};
use crate::check::unchanged::{Changed, Names};
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::ast::{self, ProvisionBody, ProvisionKind};

/// What the versions come to.
#[derive(Debug, Default)]
pub(super) struct Versions {
    pub clauses: Vec<Clause>,
    pub versions: Vec<Version>,
    pub indicators: Vec<IndicatorTotal>,
    /// A provision that came to nothing, which is only where something was told.
    pub incomplete: Option<Span>,
}

/// Checks every version. What it returns is whole only if nothing was told.
pub(super) fn check(checker: &mut Checker<'_>) -> Versions {
    let book = checker.book;
    let mut found = Versions::default();
    let provisions = (book.versions.iter()).flat_map(|version| &version.provisions);
    let clauses = provisions.filter(|held| held.body.kind() == ProvisionKind::Clause);
    found.clauses.reserve_exact(clauses.count());
    // Clauses by their names, in order of first appearance.
    let mut order: Vec<String> = Vec::new();
    let mut standing: BTreeMap<String, Vec<Standing>> = BTreeMap::new();
    let mut measures: Vec<(String, usize, ast::Indicator, Measure)> = Vec::new();
    let names: Vec<Names> = book.versions.iter().map(Names::of).collect();
    let mut scope = None;
    for (at, version) in book.versions.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| &names[before]);
        let changed = before.map(|before| Changed::between(before, &names[at]));
        checker.load(at, changed.as_ref());
        let scope_before = std::mem::replace(&mut scope, checker.scope(&version.scope.1));
        // The ruleset's own conditions are part of every clause.
        let changed = changed.filter(|_| scope == scope_before);
        for provision in &version.provisions {
            match provision.body.as_ref() {
                ProvisionBody::Clause(clause) => {
                    let held = standing.get(&clause.id.text).and_then(|texts| texts.last());
                    let taken = held.zip(changed.as_ref()).and_then(|(held, changed)| {
                        taken_over(&found, held, at, &provision.body, changed)
                    });
                    let checked =
                        taken.or_else(|| checker.clause(clause, provision.span, scope.as_ref()));
                    let Some((clause, subjects)) = checked else {
                        found.incomplete = Some(provision.span);
                        continue;
                    };
                    if !standing.contains_key(&clause.id) {
                        order.push(clause.id.clone());
                    }
                    standing
                        .entry(clause.id.clone())
                        .or_default()
                        .push(Standing {
                            version: at,
                            clause: ClauseId(found.clauses.len() as u32),
                            subjects,
                            text: Arc::clone(&provision.body),
                        });
                    found.clauses.push(clause);
                }
                ProvisionBody::Indicator(indicator) => {
                    if let Some(measure) = checker.indicator(indicator) {
                        let name = indicator.name.text.clone();
                        measures.push((name, at, indicator.clone(), measure));
                    } else {
                        found.incomplete = Some(provision.span);
                    }
                }
                ProvisionBody::Parameter(_) | ProvisionBody::Define(_) => {}
            }
        }
    }
    for texts in standing.values() {
        same_in_every_version(checker, texts, &names);
    }
    found.indicators = totals(checker, &measures);
    let entries = Entries::new(book, &order, &standing);
    for (at, version) in book.versions.iter().enumerate() {
        found.versions.push(Version {
            name: version.name(),
            title: match &version.header.title {
                Some(title) => title.value.clone(),
                None => version.name(),
            },
            in_force: version.in_force,
            draft: version.draft,
            years: version.years,
            entries: entries.of_version(book, at),
            indicators: indicators(at, &measures, &found.indicators),
        });
    }
    found
}

/// A clause that says what it said in the version before, as it came out there.
fn taken_over(
    found: &Versions,
    held: &Standing,
    version: usize,
    body: &Arc<ProvisionBody>,
    changed: &Changed<'_>,
) -> Option<(Clause, Subjects)> {
    let stands = held.version + 1 == version && Arc::ptr_eq(&held.text, body);
    if !stands || changed.touches(body) {
        return None;
    }
    let mut clause = found.clauses[held.clause.0 as usize].clone();
    clause.version = version;
    Some((clause, held.subjects))
}

/// The clauses of a filing of each version, made of what is the same for all of them.
struct Entries<'s> {
    /// The texts of each clause, in the order of the versions, and how they are chosen if a date does.
    standing: BTreeMap<&'s str, (&'s [Standing], Option<EntryText>)>,
    /// The clauses whose text a date chooses, in order of first appearance.
    governed: Vec<&'s str>,
}

impl<'s> Entries<'s> {
    fn new(
        book: &Book,
        order: &'s [String],
        standing: &'s BTreeMap<String, Vec<Standing>>,
    ) -> Entries<'s> {
        let mut entries = Entries {
            standing: BTreeMap::new(),
            governed: Vec::new(),
        };
        for id in order {
            let texts = standing.get(id).map_or(&[][..], Vec::as_slice);
            let chosen = governed(book.versions.len(), texts);
            if chosen.is_some() {
                entries.governed.push(id);
            }
            entries.standing.insert(id, (texts, chosen));
        }
        entries
    }

    /// Those of one version: its own in their order, then those that the date of an act may choose although
    /// its own text lacks them.
    fn of_version(&self, book: &Book, version: usize) -> Vec<Entry> {
        let mut entries = Vec::new();
        let own = |texts: &[Standing]| {
            let at = texts.binary_search_by_key(&version, |text| text.version);
            at.ok().map(|at| texts[at].clause)
        };
        for provision in &book.versions[version].provisions {
            if provision.body.kind() != ProvisionKind::Clause {
                continue;
            }
            let id = &provision.body.name().text;
            let Some((texts, chosen)) = self.standing.get(id.as_str()) else {
                continue;
            };
            if let Some(own) = own(texts) {
                entries.push(Entry {
                    id: id.clone(),
                    text: chosen.clone().unwrap_or(EntryText::Fixed(own)),
                });
            }
        }
        for id in &self.governed {
            if let Some((texts, Some(chosen))) = self.standing.get(id)
                && own(texts).is_none()
            {
                entries.push(Entry {
                    id: (*id).to_owned(),
                    text: chosen.clone(),
                });
            }
        }
        entries
    }
}

/// How a date chooses the text of a clause, if one does.
fn governed(versions: usize, texts: &[Standing]) -> Option<EntryText> {
    let first = texts.first()?;
    let date = first.subjects.date?;
    let mut of_version = vec![None; versions];
    for text in texts {
        of_version[text.version] = Some(text.clause);
    }
    Some(EntryText::Governed {
        date,
        level: first.subjects.level,
        texts: of_version.into(),
    })
}

fn totals(
    checker: &mut Checker<'_>,
    measures: &[(String, usize, ast::Indicator, Measure)],
) -> Vec<IndicatorTotal> {
    let mut totals: Vec<(IndicatorTotal, Span)> = Vec::new();
    for (name, _, text, measure) in measures {
        let how = text.total.map(|(how, _)| total(how));
        let Some((held, first)) = totals.iter_mut().find(|(held, _)| held.name == *name) else {
            totals.push((
                IndicatorTotal {
                    name: name.clone(),
                    title: text.title.value.clone(),
                    currency: measure.currency,
                    total: how,
                    scale: measure.scale,
                },
                text.name.span,
            ));
            continue;
        };
        if (held.currency, held.total) != (measure.currency, how) {
            let what = if held.currency == measure.currency {
                "total"
            } else {
                "currency"
            };
            checker.tell(
                Diagnostic::error(
                    codes::INDICATOR_CHANGES,
                    format!("the indicator `{name}` has another {what} than before, and a batch totals both"),
                    text.name.span,
                    format!("another {what}"),
                )
                .also(*first, "as it was")
                .help("add an indicator of another name"),
            );
            continue;
        }
        held.title.clone_from(&text.title.value);
        held.scale = held.scale.max(measure.scale);
    }
    totals.into_iter().map(|(total, _)| total).collect()
}

fn indicators(
    version: usize,
    measures: &[(String, usize, ast::Indicator, Measure)],
    totals: &[IndicatorTotal],
) -> Vec<Indicator> {
    measures
        .iter()
        .filter(|(_, at, ..)| *at == version)
        .filter_map(|(name, _, _, measure)| {
            Some(Indicator {
                total: totals.iter().position(|total| total.name == *name)?,
                value: measure.value,
            })
        })
        .collect()
}
