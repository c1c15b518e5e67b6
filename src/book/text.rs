//! Sorts the items of all files by what they belong to: the vocabulary, the calendar, a version.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::book::VocabularyText;
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::source::{SourceId, Sources, Span};
use crate::syntax::ast::{self, Item};

/// What stands under a `ruleset` header or a `part of` line.
#[derive(Debug, Clone, Default)]
pub(super) struct Piece {
    pub items: Vec<Item>,
}

/// The items of a book, sorted.
#[derive(Debug, Default)]
pub(super) struct Texts {
    pub vocabulary: VocabularyText,
    pub calendar: Option<ast::Calendar>,
    /// Each header with its own items, parts included once they are attached.
    pub versions: Vec<(Arc<ast::Ruleset>, Piece)>,
    parts: Vec<(ast::Part, Piece)>,
    /// Each head of a translation with what stands below it.
    pub translations: Vec<(ast::Translation, Vec<ast::Translated>)>,
}

/// Under which line the items of a file stand.
enum Section {
    Nothing,
    Vocabulary,
    Version(usize),
    Part(usize),
    Translation,
}

/// Sorts the items; each one that stands where it cannot is left out with a diagnostic.
pub(super) fn sort(
    sources: &Sources,
    files: Vec<ast::File>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Texts {
    let mut texts = Texts::default();
    for file in files {
        let mut section = Section::Nothing;
        // One wrong place is told once for a file, not once for each item of it.
        let mut misplaced = false;
        for item in file.items {
            if let Some(diagnostic) = texts.place(item, &mut section)
                && (diagnostic.code != codes::OUT_OF_PLACE
                    || !std::mem::replace(&mut misplaced, true))
            {
                diagnostics.push(diagnostic);
            }
        }
    }
    texts.attach(sources, diagnostics);
    texts
}

impl Texts {
    fn place(&mut self, item: Item, section: &mut Section) -> Option<Diagnostic> {
        match item {
            Item::Vocabulary(name) => {
                *section = Section::Vocabulary;
                match &self.vocabulary.name {
                    Some(first) => Some(twice(
                        codes::VOCABULARY_TWICE,
                        "vocabulary",
                        name.span,
                        first.span,
                    )),
                    None => {
                        self.vocabulary.name = Some(name);
                        None
                    }
                }
            }
            Item::Calendar(calendar) => match &self.calendar {
                Some(first) => Some(twice(
                    codes::CALENDAR_TWICE,
                    "calendar",
                    calendar.name.span,
                    first.name.span,
                )),
                None => {
                    self.calendar = Some(calendar);
                    None
                }
            },
            Item::Ruleset(ruleset) => {
                *section = Section::Version(self.versions.len());
                self.versions.push((Arc::new(*ruleset), Piece::default()));
                None
            }
            Item::Translation(translation) => {
                *section = Section::Translation;
                self.translations.push((*translation, Vec::new()));
                None
            }
            Item::Translated(item) => {
                if let Some((_, items)) = self.translations.last_mut() {
                    items.push(item);
                }
                None
            }
            Item::Part(part) => {
                *section = Section::Part(self.parts.len());
                self.parts.push((part, Piece::default()));
                None
            }
            Item::Authority(_) | Item::Enum(_) | Item::Record(_) | Item::Filing(_) => {
                if !matches!(section, Section::Vocabulary) {
                    return Some(
                        out_of_place(&item, "stands outside the vocabulary")
                            .help("move it below `vocabulary`"),
                    );
                }
                self.describe(item)
            }
            Item::Provision(_) | Item::Amends(_) | Item::Repeal(_) | Item::Sets(_) => {
                let piece = match section {
                    Section::Version(at) => &mut self.versions[*at].1,
                    Section::Part(at) => &mut self.parts[*at].1,
                    Section::Nothing | Section::Vocabulary | Section::Translation => {
                        return Some(out_of_place(&item, "belongs to no version").help(
                            "begin the file with `ruleset NAME VERSION` or `part of NAME VERSION`",
                        ));
                    }
                };
                piece.items.push(item);
                None
            }
        }
    }

    fn describe(&mut self, item: Item) -> Option<Diagnostic> {
        let text = &mut self.vocabulary;
        match item {
            Item::Authority(authority) => text.authorities.push(authority),
            Item::Enum(item) => text.enums.push(item),
            Item::Record(record) => text.records.push(record),
            Item::Filing(filing) => match &text.filing {
                Some(first) => {
                    return Some(twice(
                        codes::FILING_TWICE,
                        "filing",
                        filing.span,
                        first.span,
                    ));
                }
                None => text.filing = Some(filing),
            },
            _ => {}
        }
        None
    }

    /// Puts the items of each part behind those of its version, the parts by their file names.
    fn attach(&mut self, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
        let mut parts = std::mem::take(&mut self.parts);
        parts.sort_by_cached_key(|(part, _)| {
            let path = &sources.get(part.span.source).path;
            (path.file_name().map(|name| name.to_owned()), path.clone())
        });
        for (part, piece) in parts {
            let version = &part.version;
            let found = self.versions.iter_mut().find(|(header, _)| {
                header.version.version.text == version.version.text
                    && header.version.ruleset.text == version.ruleset.text
            });
            match found {
                Some((_, whole)) => whole.items.extend(piece.items),
                None => diagnostics.push(self.no_such_version(&part)),
            }
        }
    }

    fn no_such_version(&self, part: &ast::Part) -> Diagnostic {
        let version = &part.version;
        let name =
            |version: &ast::Version| format!("{} {}", version.ruleset.text, version.version.text);
        let names: Vec<String> = self
            .versions
            .iter()
            .map(|(header, _)| name(&header.version))
            .collect();
        let span = version.ruleset.span.to(version.version.span);
        let mut diagnostic = Diagnostic::error(
            codes::PART_OF_UNKNOWN,
            format!("there is no ruleset `{}`", name(version)),
            span,
            "no such version",
        );
        let near = nearest(&name(version), names.iter().map(String::as_str));
        if let Some(near) = near {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        } else if !names.is_empty() {
            diagnostic = diagnostic.help(format!("the rule book has `{}`", names.join("`, `")));
        }
        diagnostic
    }
}

fn twice(code: crate::diagnostic::Code, what: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        code,
        format!("a rule book has one {what}"),
        span,
        "here again",
    )
    .also(first, "here first")
}

fn out_of_place(item: &Item, label: &str) -> Diagnostic {
    let (what, name) = match item {
        Item::Authority(authority) => ("authority", &authority.name),
        Item::Enum(item) => ("enum", &item.name),
        Item::Record(record) => ("record", &record.name),
        Item::Provision(provision) => (kind_word(provision.body.kind()), provision.body.name()),
        Item::Amends(amends) => ("clause", &amends.id),
        Item::Repeal(repeal) => (kind_word(repeal.kind), &repeal.name),
        Item::Sets(sets) => ("parameter", &sets.name),
        Item::Vocabulary(name) | Item::Calendar(ast::Calendar { name, .. }) => ("item", name),
        Item::Filing(filing) => {
            return Diagnostic::error(
                codes::OUT_OF_PLACE,
                "`filing` cannot stand here",
                filing.span,
                label,
            );
        }
        Item::Ruleset(ruleset) => ("ruleset", &ruleset.version.version),
        Item::Part(part) => ("part", &part.version.version),
        Item::Translation(item) => ("translation", &item.language),
        Item::Translated(item) => {
            return Diagnostic::error(
                codes::OUT_OF_PLACE,
                "a translated text cannot stand here",
                crate::book::translate::place(item),
                label,
            );
        }
    };
    Diagnostic::error(
        codes::OUT_OF_PLACE,
        format!("the {what} `{}` cannot stand here", name.text),
        name.span,
        label,
    )
}

/// The word of the language for a kind of provision.
pub(crate) fn kind_word(kind: ast::ProvisionKind) -> &'static str {
    match kind {
        ast::ProvisionKind::Clause => "clause",
        ast::ProvisionKind::Parameter => "parameter",
        ast::ProvisionKind::Define => "define",
        ast::ProvisionKind::Indicator => "indicator",
    }
}

/// The names that the faulty texts may declare: the first word of a line that is neither a verb nor
/// the kind of an item.
pub(super) fn hidden(sources: &Sources, faulty: &BTreeSet<SourceId>) -> BTreeSet<String> {
    const BEFORE: [&str; 10] = [
        "amends",
        "adds",
        "replaces",
        "clause",
        "parameter",
        "define",
        "indicator",
        "authority",
        "enum",
        "record",
    ];
    let name = |line: &str| {
        line.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.')))
            .find(|word| !word.is_empty() && !BEFORE.contains(word))
            .map(str::to_owned)
    };
    let texts = faulty.iter().map(|source| &sources.get(*source).text);
    texts
        .flat_map(|text| text.lines())
        .filter_map(name)
        .collect()
}
