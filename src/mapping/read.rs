//! The text of a mapping to what it says, and everything that is wrong with it.

use crate::cases::{Step, Tree, document, place};
use crate::diagnostic::{Code, Diagnostic, codes, nearest};
use crate::ingest::Format;
use crate::ingest::sheet::mapping::{Column, Condition, Form, Mapped, Mapping, Piece, Source};
use crate::mapping::fields::{self, Leaf};
use crate::source::{LineColumn, SourceFile, SourceId, Span};
use crate::vocabulary::{FieldType, Vocabulary};

/// The names that a mapping may have.
const NAMES: [&str; 7] = [
    "rows",
    "each",
    "group_by",
    "filing_id",
    "fields",
    "where",
    "distinct",
];

/// Reads a mapping against a vocabulary; the mapping is there if nothing is wrong with it.
pub fn read(
    vocabulary: &Vocabulary,
    source: (SourceId, &SourceFile),
) -> (Option<Mapping>, Vec<Diagnostic>) {
    let (id, file) = source;
    let mut reader = Reader {
        vocabulary,
        text: &file.text,
        id,
        wrong: Vec::new(),
    };
    let tree = match document(&file.text, Format::Yaml) {
        Ok(tree) => tree,
        Err(fault) => {
            let at = fault.at.unwrap_or(LineColumn { line: 1, column: 1 });
            let span = reader.span(at);
            reader.wrong.push(Diagnostic::error(
                codes::MAPPING_FORM,
                fault.message,
                span,
                "",
            ));
            return (None, reader.wrong);
        }
    };
    let mapping = reader.mapping(&tree, &file.path.to_string_lossy());
    match reader.wrong.is_empty() {
        true => (mapping, reader.wrong),
        false => (None, reader.wrong),
    }
}

pub(super) struct Reader<'v> {
    pub(super) vocabulary: &'v Vocabulary,
    text: &'v str,
    id: SourceId,
    wrong: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn at(&self, way: &[Step]) -> LineColumn {
        place(self.text, way).unwrap_or(LineColumn { line: 1, column: 1 })
    }

    /// From a place to the end of the word that stands there.
    fn span(&self, at: LineColumn) -> Span {
        let lines = self.text.split_inclusive('\n');
        let before: usize = lines.take(at.line - 1).map(str::len).sum();
        let line = self.text[before..].lines().next().unwrap_or("");
        let column = line.char_indices().nth(at.column - 1);
        let column = column.map_or(line.len(), |(at, _)| at);
        let rest = &line[column..];
        let ends = |c: char| matches!(c, ':' | ',' | '}' | ']' | '#');
        let word = rest.split(ends).next().unwrap_or("").trim_end();
        let start = before + column;
        Span::new(
            self.id,
            start,
            start + word.len().max(1).min(rest.len().max(1)),
        )
    }

    pub(super) fn wrong(
        &mut self,
        code: Code,
        way: &[Step],
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let span = self.span(self.at(way));
        self.wrong.push(Diagnostic::error(code, message, span, ""));
        let last = self.wrong.len() - 1;
        &mut self.wrong[last]
    }

    /// Says that a name is none of those that may stand here.
    pub(super) fn unknown(&mut self, code: Code, way: &[Step], what: String, names: &[&str]) {
        let near = match way.last() {
            Some(Step::Field(name)) => nearest(name, names.iter().copied()),
            _ => None,
        };
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", names.join(", ")),
        };
        self.wrong(code, way, what).help = Some(help);
    }

    fn mapping(&mut self, tree: &Tree, file: &str) -> Option<Mapping> {
        let Tree::Record(parts) = tree else {
            let found = tree.noun();
            let message = format!(
                "expected a mapping, a record of {}, found {found}",
                NAMES.join(", ")
            );
            self.wrong(codes::MAPPING_FORM, &[], message);
            return None;
        };
        for (name, _) in parts {
            if !NAMES.contains(&name.as_str()) {
                let way = [Step::Field(name.clone())];
                let what = format!("a mapping has no `{name}`");
                self.unknown(codes::MAPPING_FORM, &way, what, &NAMES);
            }
        }
        let (list, record) = self.rows(tree);
        let mut mapping = Mapping {
            file: file.to_owned(),
            list,
            each: self.each(tree),
            group: Vec::new(),
            fields: Vec::new(),
            taken: self.conditions(tree.get("where"), &[field("where")]),
            distinct: self.switch(tree.get("distinct"), "distinct"),
        };
        let mut filled: Vec<Vec<String>> = Vec::new();
        match tree.get("fields") {
            Some(Tree::Record(named)) => {
                for (name, value) in named {
                    let way = [field("fields"), field(name)];
                    let Some(leaf) =
                        fields::resolve(self, mapping.list.as_deref(), record, name, &way)
                    else {
                        continue;
                    };
                    self.fill(&mut mapping, &mut filled, leaf, value, &way);
                }
            }
            Some(other) => {
                let message = format!("expected a record of fields, found {}", other.noun());
                self.wrong(codes::MAPPING_FORM, &[field("fields")], message);
            }
            None => {
                self.wrong(
                    codes::MAPPING_FORM,
                    &[],
                    "a mapping says what `fields` its columns become",
                );
            }
        }
        self.group(tree, &mut mapping);
        self.filing(tree, &mut mapping, &mut filled);
        Some(mapping)
    }

    /// The list of which each row is a row, with the record that it is.
    fn rows(&mut self, tree: &Tree) -> (Option<Vec<String>>, crate::vocabulary::RecordId) {
        let filing = self.vocabulary.filing;
        let way = [field("rows")];
        match tree.get("rows").map(|rows| rows.scalar().unwrap_or("")) {
            None => {
                let message =
                    "a mapping says what its `rows` are: a list of the filing, or `filing`";
                self.wrong(codes::MAPPING_FORM, &[], message);
                (None, filing)
            }
            Some("filing") => (None, filing),
            Some(name) => match fields::list(self.vocabulary, name) {
                Some((path, record)) => (Some(path), record),
                None => {
                    let names = fields::lists(self.vocabulary);
                    let near = nearest(name, names.iter().map(String::as_str));
                    let help = match near {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("there are filing, {}", names.join(", ")),
                    };
                    let message = format!("`{name}` is no list of records of the filing");
                    self.wrong(codes::MAPPING_FIELD, &way, message).help = Some(help);
                    (None, filing)
                }
            },
        }
    }

    /// The list of a document of which each element is a row.
    fn each(&mut self, tree: &Tree) -> Option<Column> {
        let way = [field("each")];
        let name = tree.get("each")?.scalar().unwrap_or("").trim();
        if name.split('.').any(str::is_empty) {
            let message = "expected the path to a list of the documents: `contracts`";
            self.wrong(codes::MAPPING_FORM, &way, message);
            return None;
        }
        Some(Column {
            name: name.to_owned(),
            at: self.at(&way),
        })
    }

    fn fill(
        &mut self,
        mapping: &mut Mapping,
        filled: &mut Vec<Vec<String>>,
        leaf: Leaf,
        value: &Tree,
        way: &[Step],
    ) {
        if filled.contains(&leaf.path) {
            let message = format!("the field `{}` is filled twice", leaf.path.join("."));
            self.wrong(codes::MAPPING_TWICE, way, message);
            return;
        }
        filled.push(leaf.path.clone());
        let Some(source) = self.source(value, &leaf.ty, way) else {
            return;
        };
        mapping.fields.push(Mapped {
            path: leaf.path,
            source,
        });
    }

    /// What fills a field of a type.
    fn source(&mut self, value: &Tree, ty: &FieldType, way: &[Step]) -> Option<Source> {
        let at = self.at(way);
        let (pieces, form, only) = match value {
            Tree::Text(text) | Tree::Plain(text) => {
                (self.pieces(text, at, way)?, Form::default(), Vec::new())
            }
            Tree::Record(options) => self.described(options, ty, way)?,
            other => {
                let message = format!(
                    "expected a column, or a record of how it is written, found {}",
                    other.noun()
                );
                self.wrong(codes::MAPPING_FORM, way, message);
                return None;
            }
        };
        Some(Source { pieces, form, only })
    }

    /// A column, `year of` one, or a text with columns in braces.
    pub(super) fn pieces(
        &mut self,
        text: &str,
        at: LineColumn,
        way: &[Step],
    ) -> Option<Vec<Piece>> {
        let text = text.trim();
        if !text.contains('{') {
            return Some(vec![piece(text, at)]);
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, inner)) = rest.split_once('{') {
            let Some((inner, after)) = inner.split_once('}') else {
                self.wrong(codes::MAPPING_FORM, way, "a brace `{` that is not closed");
                return None;
            };
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            pieces.push(piece(inner.trim(), at));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Some(pieces)
    }

    /// What rows of one filing have in common.
    fn group(&mut self, tree: &Tree, mapping: &mut Mapping) {
        let way = [field("group_by")];
        let named: Vec<&Tree> = match tree.get("group_by") {
            None => return,
            Some(Tree::List(named)) => named.iter().collect(),
            Some(one) => vec![one],
        };
        for (row, one) in named.iter().enumerate() {
            let way = [way[0].clone(), Step::Row(row)];
            let Some(text) = one.scalar() else {
                self.wrong(
                    codes::MAPPING_FORM,
                    &way,
                    "expected a column, or `year of` one",
                );
                continue;
            };
            let at = self.at(&way);
            mapping.group.push(plain(vec![piece(text.trim(), at)]));
        }
        if mapping.group.is_empty() {
            self.wrong(
                codes::MAPPING_KEY,
                &way,
                "nothing that the rows of one filing have in common",
            );
        }
    }

    /// What makes a filing: its key, its year, and what its rows have in common.
    fn filing(&mut self, tree: &Tree, mapping: &mut Mapping, filled: &mut Vec<Vec<String>>) {
        let filing = self.vocabulary.record(self.vocabulary.filing);
        let name = |at: usize| vec![filing.fields[at].document_name.clone()];
        let (key, year) = (name(self.vocabulary.key), name(self.vocabulary.year));
        let key_type = filing.fields[self.vocabulary.key].ty.clone();
        if let Some(value) = tree.get("filing_id") {
            let leaf = Leaf {
                path: key.clone(),
                ty: key_type,
            };
            self.fill(mapping, filled, leaf, value, &[field("filing_id")]);
        }
        if !filled.contains(&key) {
            let message = "a mapping says what a filing's key is made of: `filing_id`";
            self.wrong(codes::MAPPING_KEY, &[], message);
        }
        let is_year = |source: &Source| matches!(source.pieces.as_slice(), [Piece::YearOf(..)]);
        if !filled.contains(&year) {
            let source = mapping.group.iter().find(|source| is_year(source)).cloned();
            match source {
                Some(source) => mapping.fields.push(Mapped {
                    path: year.clone(),
                    source,
                }),
                None => {
                    let message = format!(
                        "a mapping says which year a filing is of: `{}` among its fields, or `year of` a column in `group_by`",
                        year[0]
                    );
                    self.wrong(codes::MAPPING_KEY, &[], message);
                }
            }
        }
        if mapping.list.is_some() && mapping.group.is_empty() && tree.get("group_by").is_none() {
            let own = mapping.fields.iter().find(|field| field.path == key);
            match own {
                // Rows with one key are one filing, if nothing else is said.
                Some(own) => mapping.group = vec![own.source.clone()],
                None => {
                    let message = "a mapping whose rows are those of a list says what the rows of one filing have in common: `group_by`";
                    self.wrong(codes::MAPPING_KEY, &[], message);
                }
            }
        }
        share_formats(mapping);
    }

    /// What columns must hold.
    pub(super) fn conditions(&mut self, tree: Option<&Tree>, way: &[Step]) -> Vec<Condition> {
        let mut conditions = Vec::new();
        let columns = match tree {
            None => return conditions,
            Some(Tree::Record(columns)) => columns,
            Some(other) => {
                let message = format!(
                    "expected columns with what they hold, found {}",
                    other.noun()
                );
                self.wrong(codes::MAPPING_FORM, way, message);
                return conditions;
            }
        };
        for (name, value) in columns {
            let way = [way, &[field(name)]].concat();
            let (value, not) = match value.get("not") {
                Some(inner) => (inner, true),
                None => (value, false),
            };
            let texts: Option<Vec<String>> = match value {
                Tree::List(texts) => texts.iter().map(text_of).collect(),
                one => text_of(one).map(|text| vec![text]),
            };
            let Some(texts) = texts else {
                let message = "expected a text, a list of texts, or `not` with one of these";
                self.wrong(codes::MAPPING_FORM, &way, message);
                continue;
            };
            conditions.push(Condition {
                column: Column {
                    name: name.clone(),
                    at: self.at(&way),
                },
                name: name.clone(),
                texts,
                not,
            });
        }
        conditions
    }

    pub(super) fn switch(&mut self, tree: Option<&Tree>, name: &str) -> bool {
        match tree.map(|tree| tree.scalar().unwrap_or("")) {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => {
                self.wrong(
                    codes::MAPPING_FORM,
                    &[field(name)],
                    "expected true or false",
                );
                false
            }
        }
    }

    pub(super) fn place_of(&self, way: &[Step]) -> LineColumn {
        self.at(way)
    }
}

/// A year is taken in the format in which a field reads the same column.
fn share_formats(mapping: &mut Mapping) {
    let formats: Vec<(String, String)> = mapping
        .fields
        .iter()
        .filter_map(
            |field| match (field.source.pieces.as_slice(), &field.source.form.date) {
                ([Piece::Column(column)], Some(format)) => {
                    Some((column.name.clone(), format.clone()))
                }
                _ => None,
            },
        )
        .collect();
    let fields = mapping.fields.iter_mut().map(|field| &mut field.source);
    for source in fields.chain(&mut mapping.group) {
        for piece in &mut source.pieces {
            if let Piece::YearOf(column, format) = piece {
                let known = formats.iter().find(|(name, _)| *name == column.name);
                *format = known.map(|(_, format)| format.clone());
            }
        }
    }
}

pub(super) fn text_of(tree: &Tree) -> Option<String> {
    match tree {
        Tree::Nothing => Some(String::new()),
        _ => tree.scalar().map(str::to_owned),
    }
}

pub(super) fn field(name: &str) -> Step {
    Step::Field(name.to_owned())
}

fn plain(pieces: Vec<Piece>) -> Source {
    Source {
        pieces,
        form: Form::default(),
        only: Vec::new(),
    }
}

fn piece(text: &str, at: LineColumn) -> Piece {
    let column = |name: &str| Column {
        name: name.trim().to_owned(),
        at,
    };
    match text.strip_prefix("year of ") {
        Some(name) => Piece::YearOf(column(name), None),
        None => Piece::Column(column(text)),
    }
}
