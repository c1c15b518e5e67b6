//! The wordings of a provision one above the other, and which of them each line comes from.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::book::{Book, Provision, Version};
use crate::consolidate::lines::{Offices, Raw, RawLine, lines};
use crate::consolidate::{How, Label, Mark, Place, Step};
use crate::source::{Sources, Span};
use crate::syntax::ast::ProvisionBody;
use crate::syntax::ast::ProvisionKind as Kind;

/// A book with the provisions of each version by name.
pub(super) struct Texts<'a> {
    pub book: &'a Book,
    pub sources: &'a Sources,
    pub offices: Offices<'a>,
    by_name: Vec<BTreeMap<(Kind, &'a str), &'a Provision>>,
}

/// A wording of a provision: what one version made of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layer<'a> {
    pub version: usize,
    pub how: How,
    pub body: &'a ProvisionBody,
    pub span: Span,
}

impl<'a> Texts<'a> {
    pub(super) fn new(book: &'a Book, sources: &'a Sources) -> Texts<'a> {
        let by_name = book.versions.iter().map(|version| {
            let held = version.provisions.iter();
            held.map(|held| ((held.body.kind(), held.body.name().text.as_str()), held))
                .collect()
        });
        let offices = book.vocabulary.authorities.iter();
        Texts {
            book,
            sources,
            offices: offices
                .map(|office| (office.name.text.as_str(), office.label.value.as_str()))
                .collect(),
            by_name: by_name.collect(),
        }
    }

    pub(super) fn version(&self, at: usize) -> Option<&'a Version> {
        self.book.versions.get(at)
    }

    /// A provision as it reads in a version.
    pub(super) fn held(&self, version: usize, kind: Kind, name: &str) -> Option<&'a Provision> {
        self.by_name.get(version)?.get(&(kind, name)).copied()
    }

    pub(super) fn place(&self, span: Span) -> Place {
        let file = self.sources.get(span.source);
        Place {
            file: file.path.to_string_lossy().into_owned(),
            line: file.line_column(span.start).line,
        }
    }

    /// The wordings that lead to a version's, first to last; none where it has no such provision.
    pub(super) fn layers(&self, version: usize, kind: Kind, name: &str) -> Vec<Layer<'a>> {
        let mut layers = Vec::new();
        let mut at = version;
        let mut held = self.held(version, kind, name);
        while let Some(provision) = held {
            let before = at
                .checked_sub(1)
                .and_then(|before| self.held(before, kind, name));
            let unchanged = before.is_some_and(|before| Arc::ptr_eq(&before.body, &provision.body));
            if !unchanged {
                layers.push(layer(provision, at, before.is_some()));
            }
            at = at.saturating_sub(1);
            held = before;
        }
        layers.reverse();
        layers
    }

    /// What was done to a provision, first to last.
    pub(super) fn story(&self, layers: &[Layer<'_>]) -> Vec<Step> {
        let steps = layers.iter().map(|layer| Step {
            version: layer.version,
            how: layer.how,
            place: self.place(layer.span),
        });
        steps.collect()
    }

    /// The lines of the last wording, each with where its words come from.
    pub(super) fn marked(&self, layers: &[Layer<'_>]) -> Vec<(RawLine, Option<Mark>)> {
        let written: Vec<Vec<RawLine>> = layers
            .iter()
            .map(|layer| lines(layer.body, &self.offices))
            .collect();
        let Some(last) = written.last() else {
            return Vec::new();
        };
        let mut ordinals: BTreeMap<&Label, usize> = BTreeMap::new();
        let marked = last.iter().map(|line| {
            let ordinal = ordinals.entry(&line.label).or_default();
            let mark = line.span.map(|span| {
                let (at, how) = brought(layers, &written, line, *ordinal);
                Mark {
                    since: layers[at].version,
                    how,
                    written: self.written(layers, span),
                    unseen: unseen(&written[at]),
                    place: self.place(span),
                }
            });
            *ordinal += 1;
            (line.clone(), mark)
        });
        marked.collect()
    }

    /// The version whose text holds a line: what a parameter kept when it was set stands where it
    /// stood before.
    fn written(&self, layers: &[Layer<'_>], span: Span) -> usize {
        let holds = |layer: &&Layer<'_>| {
            let whole = layer.span;
            whole.source == span.source && whole.start <= span.start && span.end <= whole.end
        };
        let layer = layers.iter().rev().find(holds).or(layers.last());
        layer.map_or(0, |layer| layer.version)
    }
}

/// Whether a wording says of itself, under review, that it was not seen.
fn unseen(wording: &[RawLine]) -> bool {
    wording.iter().any(|line| {
        line.label == Label::Review
            && matches!(&line.raw, Raw::Prose(why) if why.contains("not seen"))
    })
}

fn layer(provision: &Provision, version: usize, stood: bool) -> Layer<'_> {
    let set = provision
        .changes
        .last()
        .filter(|change| change.version == version);
    let (how, span) = match set {
        Some(change) if provision.body.kind() == Kind::Clause => (How::Amended, change.span),
        Some(change) => (How::Set, change.span),
        None if stood => (How::Replaced, provision.span),
        None if version == 0 => (How::Stands, provision.span),
        None => (How::Added, provision.span),
    };
    Layer {
        version,
        how,
        body: &provision.body,
        span,
    }
}

/// The wording that brought a line's words, and how.
fn brought(
    layers: &[Layer<'_>],
    written: &[Vec<RawLine>],
    line: &RawLine,
    ordinal: usize,
) -> (usize, How) {
    let mut at = layers.len().saturating_sub(1);
    while at > 0 && written[at - 1].iter().any(|older| older.says(line)) {
        at -= 1;
    }
    if at == 0 {
        return (0, layers[0].how);
    }
    let stood = written[at - 1]
        .iter()
        .filter(|older| older.label == line.label && older.span.is_some())
        .count();
    let how = match layers[at].how {
        _ if stood <= ordinal => How::Added,
        // What a decree sets is the value; the lines that say why are written anew with it.
        How::Set
            if !matches!(
                line.label,
                Label::Value | Label::From(_) | Label::Until | Label::Row(_)
            ) =>
        {
            How::Replaced
        }
        // A line that an amendment writes takes the place of the one that stood.
        How::Amended => How::Replaced,
        how => how,
    };
    (at, how)
}
