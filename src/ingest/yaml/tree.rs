//! A document of YAML as a tree, each part with the byte at which it stands, from the events of a parser.
//!
//! What an alias repeats stands once in the tree; how much a document would come to with all written out
//! is counted while it is read, and bounded. Where the syntax breaks, the tree holds what came before.

use std::borrow::Cow;
use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use crate::ingest::fault::What;
use crate::ingest::record::DEEPEST;
use crate::ingest::yaml::padded::Padded;
use crate::ingest::yaml::places::Places;
use crate::ingest::yaml::scalars::is_null;

/// A document, or what came of it.
#[derive(Debug, Default)]
pub(crate) struct Tree<'t> {
    nodes: Vec<Node<'t>>,
    /// For each node how many values and bytes of texts it comes to, aliases written out.
    sizes: Vec<usize>,
    root: Option<usize>,
    /// Where the last single value ends.
    end: usize,
    /// Where and why the reading ended before the text.
    pub(crate) broken: Option<(usize, What)>,
}

/// One part of a document.
#[derive(Debug)]
pub(crate) struct Node<'t> {
    /// The byte at which it stands.
    pub(crate) at: usize,
    kind: Kind<'t>,
}

/// What stands there.
#[derive(Debug)]
pub(crate) enum Kind<'t> {
    Plain(Cow<'t, str>),
    Quoted(Cow<'t, str>),
    List(Vec<usize>),
    /// Names and values by turns.
    Record(Vec<usize>),
    /// A list or a record with a tag of its own.
    Tagged,
    /// What another part says.
    Alias(usize),
}

impl<'t> Tree<'t> {
    /// Reads a document.
    pub(crate) fn new(text: &'t str) -> Tree<'t> {
        let forbidden = forbidden(text);
        let sound = match forbidden {
            Some((at, _)) => text.get(..at).unwrap_or(text),
            None => text,
        };
        let (mut tree, end) = read_moved(sound);
        tree.broken = match (end, forbidden) {
            (End::Bound(at, what), _) => Some((at, what)),
            (End::Broken(at, why), None) => {
                Some((at, What::Filing(format!("not valid YAML: {why}"))))
            }
            (_, Some((at, character))) => {
                let code = u32::from(character);
                let words =
                    format!("not valid YAML: the character U+{code:04X} may not stand here");
                Some((at, What::Filing(words)))
            }
            (End::Whole, None) => None,
        };
        tree
    }

    /// Where the syntax breaks behind a single value, that value may well be meant otherwise: nothing is
    /// said of it.
    fn doubt_last(&mut self, before: &str) {
        if self.end == before.trim_end().len()
            && let Some(Node {
                kind: kind @ (Kind::Plain(_) | Kind::Quoted(_)),
                ..
            }) = self.nodes.last_mut()
        {
            *kind = Kind::Plain(Cow::Borrowed(""));
        }
    }

    /// The same tree with texts of its own and other places.
    pub(crate) fn owned<'o>(self, place: impl Fn(usize) -> usize) -> Tree<'o> {
        let own = |text: Cow<'t, str>| Cow::Owned(text.into_owned());
        let nodes = self.nodes.into_iter().map(|node| Node {
            at: place(node.at),
            kind: match node.kind {
                Kind::Plain(text) => Kind::Plain(own(text)),
                Kind::Quoted(text) => Kind::Quoted(own(text)),
                Kind::List(parts) => Kind::List(parts),
                Kind::Record(parts) => Kind::Record(parts),
                Kind::Tagged => Kind::Tagged,
                Kind::Alias(other) => Kind::Alias(other),
            },
        });
        Tree {
            nodes: nodes.collect(),
            sizes: self.sizes,
            root: self.root,
            end: place(self.end),
            broken: None,
        }
    }

    /// The document itself.
    pub(crate) fn root(&self) -> Option<usize> {
        self.root
    }

    /// Where a part stands.
    pub(crate) fn at(&self, node: usize) -> usize {
        self.nodes[node].at
    }

    /// What a part says, or what it repeats.
    pub(crate) fn kind(&self, node: usize) -> &Kind<'t> {
        let mut kind = &self.nodes[node].kind;
        // INVARIANT: what is repeated came before, so that this ends.
        while let Kind::Alias(other) = kind {
            kind = &self.nodes[*other].kind;
        }
        kind
    }

    /// Whether nothing stands there.
    pub(crate) fn is_nothing(&self, node: usize) -> bool {
        matches!(self.kind(node), Kind::Plain(text) if text.is_empty() || is_null(text))
    }
}

/// How the reading of a text ended.
enum End {
    Whole,
    /// The syntax breaks: at this byte, and why.
    Broken(usize, String),
    /// It goes beyond what a document may come to.
    Bound(usize, What),
}

/// Reads a text, with the lines of its brackets moved where that reaches further.
fn read_moved(text: &str) -> (Tree<'_>, End) {
    let (tree, end) = read_before(text);
    let End::Broken(at, _) = end else {
        return (tree, end);
    };
    let Some(padded) = Padded::new(text) else {
        return (tree, end);
    };
    let (moved, moved_end) = read_before(&padded.text);
    let moved_end = match moved_end {
        End::Whole => End::Whole,
        End::Broken(at, why) => End::Broken(padded.original(at), why),
        End::Bound(at, what) => End::Bound(padded.original(at), what),
    };
    match &moved_end {
        End::Broken(further, _) if *further <= at => (tree, end),
        _ => (padded.restore(moved), moved_end),
    }
}

/// Reads a text with all that stands before its syntax breaks: the parser looks ahead, and what it saw by
/// then it does not hand on.
fn read_before(text: &str) -> (Tree<'_>, End) {
    let (tree, end) = read(text);
    let End::Broken(at, _) = end else {
        return (tree, end);
    };
    let before = text.get(..at).unwrap_or(text);
    match read(before) {
        (tree, End::Bound(at, what)) => (tree, End::Bound(at, what)),
        (mut tree, _) => {
            tree.doubt_last(before);
            (tree, end)
        }
    }
}

/// Reads a text as far as it is sound.
fn read(text: &str) -> (Tree<'_>, End) {
    let mut building = Building {
        tree: Tree::default(),
        open: Vec::new(),
        anchors: BTreeMap::new(),
        places: Places::new(text),
        // What stands once may be repeated by aliases, but not without end.
        budget: text.len().saturating_mul(4).saturating_add(4096),
        documents: 0,
    };
    let mut parser = Parser::new_from_str(text);
    let mut end = End::Whole;
    while let Some(next) = parser.next_event() {
        match next {
            Ok((event, span)) => {
                let at = building.places.start(&event, &span);
                if let Event::Scalar(..) = event {
                    building.tree.end = building.places.byte(span.end.index());
                }
                if let Err((at, what)) = building.take(event, at) {
                    end = End::Bound(at, what);
                    break;
                }
            }
            Err(error) => {
                let at = building.places.byte(error.marker().index());
                end = End::Broken(at, error.info().to_owned());
                break;
            }
        }
    }
    while !building.open.is_empty() {
        building.close();
    }
    (building.tree, end)
}

/// The first character that YAML does not allow anywhere.
fn forbidden(text: &str) -> Option<(usize, char)> {
    let allowed = |c: char| {
        (!c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{85}'))
            && !matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    text.char_indices().find(|(_, c)| !allowed(*c))
}

/// A tree as it grows.
struct Building<'t> {
    tree: Tree<'t>,
    /// The lists and records that are open, with the anchor of each.
    open: Vec<(usize, usize)>,
    /// The parts that have a name, by its number.
    anchors: BTreeMap<usize, usize>,
    places: Places<'t>,
    /// How much the document may come to.
    budget: usize,
    documents: usize,
}

type Taken = Result<(), (usize, What)>;

impl<'t> Building<'t> {
    fn take(&mut self, event: Event<'t>, at: usize) -> Taken {
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    let words = "another document begins inside this one";
                    return Err((at, What::Filing(words.to_owned())));
                }
            }
            Event::Alias(anchor) => {
                let Some(target) = self.anchors.get(&anchor).copied() else {
                    let words = "not valid YAML: an alias stands in what it repeats";
                    return Err((at, What::Filing(words.to_owned())));
                };
                let size = self.tree.sizes[target];
                self.add(at, Kind::Alias(target), size)?;
            }
            Event::Scalar(text, style, anchor, tag) => {
                let is_text = tag.as_ref().is_some_and(|tag| is_usual(tag, "str"));
                let size = text.len() + 1;
                let kind = match style {
                    ScalarStyle::Plain if !is_text => Kind::Plain(text),
                    _ => Kind::Quoted(text),
                };
                let node = self.add(at, kind, size)?;
                self.name(anchor, node);
            }
            Event::SequenceStart(anchor, tag) => {
                self.begin(at, Kind::List(Vec::new()), anchor, tag.as_deref(), "seq")?;
            }
            Event::MappingStart(anchor, tag) => {
                self.begin(at, Kind::Record(Vec::new()), anchor, tag.as_deref(), "map")?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
        }
        Ok(())
    }

    fn begin(
        &mut self,
        at: usize,
        kind: Kind<'t>,
        anchor: usize,
        tag: Option<&Tag>,
        usual: &str,
    ) -> Taken {
        if self.open.len() >= DEEPEST {
            return Err((at, What::TooDeep));
        }
        let kind = match tag.is_none_or(|tag| is_usual(tag, usual)) {
            true => kind,
            false => Kind::Tagged,
        };
        let node = self.add(at, kind, 1)?;
        self.open.push((node, anchor));
        Ok(())
    }

    /// Adds a part to what is open; `size` is how much it comes to.
    fn add(&mut self, at: usize, kind: Kind<'t>, size: usize) -> Result<usize, (usize, What)> {
        let node = self.tree.nodes.len();
        self.tree.nodes.push(Node { at, kind });
        self.tree.sizes.push(size);
        match self.open.last() {
            Some((around, _)) => match &mut self.tree.nodes[*around].kind {
                Kind::List(parts) | Kind::Record(parts) => parts.push(node),
                Kind::Tagged | Kind::Plain(_) | Kind::Quoted(_) | Kind::Alias(_) => {}
            },
            None => self.tree.root = Some(node),
        }
        for (around, _) in &self.open {
            self.tree.sizes[*around] = self.tree.sizes[*around].saturating_add(size);
        }
        let outermost = self.open.first().map_or(node, |(outermost, _)| *outermost);
        match self.tree.sizes[outermost] > self.budget {
            true => {
                // Told of the field of the filing in which it happens.
                let field = self
                    .open
                    .get(1)
                    .map(|(field, _)| self.tree.nodes[*field].at);
                let words = "its aliases repeat too much".to_owned();
                Err((field.unwrap_or(at), What::Filing(words)))
            }
            false => Ok(node),
        }
    }

    fn close(&mut self) {
        if let Some((node, anchor)) = self.open.pop() {
            self.name(anchor, node);
        }
    }

    /// Keeps what a name stands for, once it is complete; 0 is none.
    fn name(&mut self, anchor: usize, node: usize) {
        if anchor > 0 {
            self.anchors.insert(anchor, node);
        }
    }
}

/// Whether a tag only says what stands there anyway: `!`, or this one of the core schema.
fn is_usual(tag: &Tag, name: &str) -> bool {
    const CORE: &str = "tag:yaml.org,2002:";
    let (handle, suffix) = (tag.handle.as_str(), tag.suffix.as_str());
    match (handle, suffix) {
        ("", "!") | ("!", "") => true,
        // As in `!<tag:yaml.org,2002:str>`.
        ("", whole) => whole.strip_prefix(CORE) == Some(name),
        _ => handle == CORE && suffix == name,
    }
}
