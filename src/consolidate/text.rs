//! The whole text of a version, and one clause of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::book::{Book, Provision, Version, worded};
use crate::consolidate::articles::articles;
use crate::consolidate::chapters::Titles;
use crate::consolidate::layers::{Layer, Texts};
use crate::consolidate::lines::{RawLine, gloss, head, scope};
use crate::consolidate::order::by_article;
use crate::consolidate::pieces::Names;
use crate::consolidate::unfold::unfold;
use crate::consolidate::{
    Calendar, Chapter, Counts, Decree, Document, Entry, Extract, Gone, How, Line, Mark, Part,
    Piece, Reference, Words,
};
use crate::source::Sources;
use crate::syntax::ast::ProvisionKind as Kind;
use crate::syntax::date_of;

/// The consolidated text of a version, an index into [`Book::versions`]; none if there is none.
pub fn consolidate(book: &Book, sources: &Sources, version: usize) -> Option<Document> {
    let texts = Texts::new(book, sources);
    let text = Reading::new(&texts, version)?;
    let titles = Titles::new(book, sources);
    let mut chapters: Vec<Chapter> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for provision in &text.version.provisions {
        let layers = text.layers(provision);
        let title = layers.first().map_or(String::new(), |first| {
            titles.of(first.version, first.span.source)
        });
        let at = *places.entry(title).or_insert_with_key(|title| {
            chapters.push(Chapter {
                title: title.clone(),
                entries: Vec::new(),
            });
            chapters.len() - 1
        });
        chapters[at].entries.push(text.entry(provision, &layers));
    }
    for chapter in &mut chapters {
        by_article(&mut chapter.entries);
    }
    unfold(&mut chapters);
    text.tell_readers(chapters.iter_mut().flat_map(|chapter| &mut chapter.entries));
    let scope = text.scope();
    let articles = articles(&scope, chapters.iter().flat_map(|chapter| &chapter.entries));
    Some(Document {
        decrees: decrees(&texts, version),
        scope,
        chapters,
        gone: gone(&texts, version),
        calendar: calendar(&texts),
        articles,
    })
}

/// One clause of a version with what it rests on; none if the version has no such clause.
pub fn extract(book: &Book, sources: &Sources, version: usize, clause: &str) -> Option<Extract> {
    let texts = Texts::new(book, sources);
    let text = Reading::new(&texts, version)?;
    let provision = texts.held(version, Kind::Clause, clause)?;
    let rests = text.rests(provision);
    let held = text.version.provisions.iter();
    let mut rests: Vec<Entry> = held
        .filter(|held| rests.contains(&(held.body.kind(), held.body.name().text.as_str())))
        .map(|held| text.entry(held, &text.layers(held)))
        .collect();
    let mut entry = vec![text.entry(provision, &text.layers(provision))];
    text.tell_readers(entry.iter_mut().chain(&mut rests));
    Some(Extract {
        decrees: decrees(&texts, version),
        scope: text.scope(),
        entry: entry.pop()?,
        rests,
    })
}

/// What is named: its kind and its name.
pub(super) type Named<'a> = (Kind, &'a str);

/// One version of the texts, with the names that lead somewhere in it.
pub(super) struct Reading<'t, 'a> {
    texts: &'t Texts<'a>,
    at: usize,
    pub(super) version: &'a Version,
    names: Names<'a>,
}

impl<'t, 'a> Reading<'t, 'a> {
    pub(super) fn new(texts: &'t Texts<'a>, at: usize) -> Option<Reading<'t, 'a>> {
        let version = texts.version(at)?;
        let held = version.provisions.iter().map(|held| &held.body);
        let names = held
            .filter(|body| matches!(body.kind(), Kind::Parameter | Kind::Define))
            .map(|body| (body.name().text.as_str(), body.kind()));
        Some(Reading {
            texts,
            at,
            version,
            names: names.collect(),
        })
    }

    pub(super) fn layers(&self, provision: &Provision) -> Vec<Layer<'a>> {
        let body = &provision.body;
        self.texts.layers(self.at, body.kind(), &body.name().text)
    }

    pub(super) fn line(&self, raw: &RawLine, mark: Option<Mark>) -> Line {
        Line {
            label: raw.label.clone(),
            words: match &raw.text {
                Some(text) => Words::Prose(worded(text, self.version, &self.texts.book.vocabulary)),
                None => raw.words(&self.names),
            },
            cites: raw.cites.clone(),
            mark,
        }
    }

    pub(super) fn entry(&self, provision: &Provision, layers: &[Layer<'_>]) -> Entry {
        let body = &provision.body;
        let marked = self.texts.marked(layers);
        let lines: Vec<Line> = marked
            .into_iter()
            .map(|(raw, mark)| self.line(&raw, mark))
            .collect();
        Entry {
            kind: body.kind(),
            name: body.name().text.clone(),
            head: head(body),
            story: self.texts.story(layers),
            reads: self.references(&lines),
            lines,
            read_by: Vec::new(),
            unfolded: Vec::new(),
        }
    }

    /// What lines name, in their order.
    fn references(&self, lines: &[Line]) -> Vec<Reference> {
        let mut seen = BTreeSet::new();
        let names = lines.iter().flat_map(|line| named(&line.words));
        let fresh = names.filter(|named| seen.insert(*named));
        fresh
            .map(|(kind, name)| Reference {
                kind,
                name: name.to_owned(),
                gloss: self
                    .texts
                    .held(self.at, kind, name)
                    .and_then(|held| gloss(&held.body, self.version, &self.texts.book.vocabulary)),
            })
            .collect()
    }

    /// What a provision reads, directly or through other definitions.
    pub(super) fn rests(&self, provision: &Provision) -> BTreeSet<Named<'a>> {
        let mut found = BTreeSet::new();
        let mut open = vec![provision];
        while let Some(provision) = open.pop() {
            let lines = crate::consolidate::lines::lines(&provision.body, &self.texts.offices);
            for line in lines {
                let words = line.words(&self.names);
                for (_, name) in named(&words) {
                    let Some((name, kind)) = self.names.get_key_value(name) else {
                        continue;
                    };
                    if found.insert((*kind, *name))
                        && let Some(held) = self.texts.held(self.at, *kind, name)
                    {
                        open.push(held);
                    }
                }
            }
        }
        found
    }

    /// Tells each entry which others name it.
    fn tell_readers<'e>(&self, entries: impl Iterator<Item = &'e mut Entry>) {
        let mut entries: Vec<&mut Entry> = entries.collect();
        let mut readers: BTreeMap<(Kind, String), Vec<Reference>> = BTreeMap::new();
        for entry in &entries {
            let title = entry.title();
            let own = Reference {
                kind: entry.kind,
                name: entry.name.clone(),
                gloss: (title != entry.name).then(|| title.to_owned()),
            };
            for read in &entry.reads {
                let key = (read.kind, read.name.clone());
                readers.entry(key).or_default().push(own.clone());
            }
        }
        for entry in &mut entries {
            let key = (entry.kind, entry.name.clone());
            entry.read_by = readers.remove(&key).unwrap_or_default();
        }
    }

    /// What holds for each clause of the version.
    fn scope(&self) -> Vec<Line> {
        let (owner, header) = &self.version.scope;
        let lines = scope(header.applies.as_ref(), &header.exceptions);
        let how = match owner {
            0 => How::Stands,
            _ => How::Replaced,
        };
        let lines = lines.iter().map(|raw| {
            let mark = raw.span.map(|span| Mark {
                since: *owner,
                how,
                written: *owner,
                unseen: false,
                place: self.texts.place(span),
            });
            self.line(raw, mark)
        });
        lines.collect()
    }
}

/// What an expression or a message names, in its order.
fn named(words: &Words) -> Vec<Named<'_>> {
    let rules: Vec<&[Piece]> = match words {
        Words::Prose(_) => Vec::new(),
        Words::Rule(pieces) => vec![pieces],
        Words::Message(parts) => parts
            .iter()
            .filter_map(|part| match part {
                Part::Rule(pieces) => Some(pieces.as_slice()),
                Part::Text(_) => None,
            })
            .collect(),
    };
    let pieces = rules.into_iter().flatten();
    pieces
        .filter_map(|piece| match piece {
            Piece::Name(kind, name) => Some((*kind, name.as_str())),
            Piece::Plain(_) => None,
        })
        .collect()
}

/// The versions from the first one to this, with what each did.
pub(super) fn decrees(texts: &Texts<'_>, last: usize) -> Vec<Decree> {
    let versions = texts.book.versions.iter().enumerate();
    let decrees = versions.take(last + 1).map(|(at, version)| {
        let header = &version.header;
        Decree {
            ruleset: header.version.ruleset.text.clone(),
            version: header.version.version.text.clone(),
            title: header.title.as_ref().map(|title| title.value.clone()),
            published: header
                .published
                .as_ref()
                .map(|(date, place)| (date_of(date), place.value.clone())),
            in_force: match version.draft {
                true => "draft".to_owned(),
                false => version.in_force.to_string(),
            },
            draft: version.draft,
            consulted: header.consulted.as_ref().map(|(from, to, at)| {
                format!("{} to {} at {}", date_of(from), date_of(to), at.value)
            }),
            years: version.years,
            review: header.review.as_ref().map(|why| why.value.clone()),
            place: texts.place(header.span),
            counts: counts(texts, at, version),
        }
    });
    decrees.collect()
}

fn counts(texts: &Texts<'_>, at: usize, version: &Version) -> Counts {
    let mut counts = Counts {
        repealed: version.repealed.len() as u64,
        ..Counts::default()
    };
    for held in &version.provisions {
        let body = &held.body;
        let before = at
            .checked_sub(1)
            .and_then(|before| texts.held(before, body.kind(), &body.name().text));
        match before {
            None => counts.added += 1,
            Some(before) if Arc::ptr_eq(&before.body, body) => {}
            Some(_) if held.origin == at => counts.replaced += 1,
            Some(_) if body.kind() == Kind::Clause => counts.amended += 1,
            Some(_) => counts.set += 1,
        }
    }
    counts
}

/// What an earlier text had and this one has no longer, in the order in which it was repealed.
fn gone(texts: &Texts<'_>, last: usize) -> Vec<Gone> {
    let mut gone = Vec::new();
    for (at, version) in texts
        .book
        .versions
        .iter()
        .enumerate()
        .take(last + 1)
        .skip(1)
    {
        for repealed in &version.repealed {
            let body = &repealed.provision.body;
            let (kind, name) = (body.kind(), body.name().text.as_str());
            let again = (at..=last).any(|later| texts.held(later, kind, name).is_some());
            if again {
                continue;
            }
            gone.push(Gone {
                kind,
                name: name.to_owned(),
                title: match kind {
                    Kind::Clause | Kind::Indicator => {
                        let before = &texts.book.versions[at - 1];
                        gloss(body, before, &texts.book.vocabulary)
                    }
                    Kind::Parameter | Kind::Define => None,
                },
                story: texts.story(&texts.layers(at - 1, kind, name)),
                by: at,
                place: texts.place(repealed.span),
            });
        }
    }
    gone
}

fn calendar(texts: &Texts<'_>) -> Option<Calendar> {
    let calendar = texts.book.calendar.as_ref()?;
    let holidays = calendar.holidays.iter();
    Some(Calendar {
        name: calendar.name.text.clone(),
        rest: calendar.rest.iter().map(|day| day.text.clone()).collect(),
        covers: calendar
            .covers
            .iter()
            .map(|(first, last, _)| (*first, *last))
            .collect(),
        holidays: holidays
            .map(|(date, name)| (date_of(date), name.as_ref().map(|name| name.value.clone())))
            .collect(),
        closed: calendar
            .closed
            .iter()
            .map(|(first, last, name)| {
                let name = name.as_ref().map(|name| name.value.clone());
                (date_of(first), date_of(last), name)
            })
            .collect(),
        review: calendar.review.first().map(|why| why.value.clone()),
        place: texts.place(calendar.name.span),
    })
}
