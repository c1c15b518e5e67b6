//! The columns of a file held against the vocabulary: which are read, what is lacking or of another type.

use arrow_schema::{DataType, Field, Fields};

use crate::ingest::fault::{likely, quoted};
use crate::ingest::schema::{Content, RowForm, Schema, join};
use crate::ingest::tables::accept::{accepts, in_words};

/// How a file fits a schema.
#[derive(Debug, Default)]
pub(crate) struct Fit {
    /// The columns that are read, as Parquet counts them: those that are neither struct nor list.
    pub(crate) leaves: Vec<usize>,
    /// The columns of the file that are read, as Arrow files count them: outermost ones.
    pub(crate) roots: Vec<usize>,
    /// The paths of the columns that the vocabulary does not know, with the name likely meant.
    pub(crate) unknown: Vec<(String, Option<String>)>,
    /// How many columns the vocabulary knows, and nobody reads.
    pub(crate) unread: u64,
    /// What is lacking or of another type.
    differences: Vec<String>,
}

/// Holds the columns of a file against what a schema keeps.
pub(crate) fn fit(schema: &Schema, columns: &arrow_schema::Schema) -> Fit {
    let mut fitting = Fitting {
        schema,
        fit: Fit::default(),
        next: 0,
    };
    fitting.record(0, columns.fields(), true);
    if schema.strict {
        for (path, nearest) in &fitting.fit.unknown {
            let hint = nearest.as_ref();
            let hint = hint.map_or(String::new(), |name| format!("; did you mean `{name}`?"));
            let difference = format!("unknown column `{path}`{hint}");
            fitting.fit.differences.push(difference);
        }
    }
    fitting.fit
}

impl Fit {
    /// The fit, if the file can be read; otherwise all that is in the way.
    pub(crate) fn sound(self) -> Result<Fit, String> {
        if self.differences.is_empty() {
            return Ok(self);
        }
        let all = self.differences.join("; ");
        Err(format!(
            "its columns are not those of the vocabulary: {all}"
        ))
    }
}

struct Fitting<'s> {
    schema: &'s Schema,
    fit: Fit,
    /// The number of the next column that is neither struct nor list.
    next: usize,
}

impl Fitting<'_> {
    fn record(&mut self, shape: usize, fields: &Fields, kept: bool) {
        let form = &self.schema.shapes[shape];
        let mut seen = vec![false; form.fields.len()];
        for (root, field) in fields.iter().enumerate() {
            let before = self.fit.leaves.len();
            match form.names.find(field.name(), 0) {
                None => self.stranger(shape, field),
                Some(at) => {
                    let at = usize::from(at);
                    let path = join(&form.path, form.names.text(at));
                    if std::mem::replace(&mut seen[at], true) {
                        self.differ(format!("`{path}` stands twice"));
                        self.next += leaves(field.data_type());
                    } else {
                        self.field(shape, at, &path, field);
                    }
                }
            }
            if shape == 0 && self.fit.leaves.len() > before {
                self.fit.roots.push(root);
            }
        }
        if !kept {
            return;
        }
        for (at, field) in form.fields.iter().enumerate() {
            if field.needed && !seen[at] {
                let path = join(&form.path, form.names.text(at));
                self.differ(format!("`{path}` is lacking"));
            }
        }
    }

    fn field(&mut self, shape: usize, at: usize, path: &str, field: &Field) {
        let form = &self.schema.shapes[shape].fields[at];
        let kept = form.kept;
        let (first, before) = (self.next, self.fit.leaves.len());
        let all = leaves(field.data_type());
        match (form.content, field.data_type()) {
            (_, DataType::Null) => {}
            (Content::Scalar, _) => self.value(form.column, kept, path, field),
            (Content::Record(inner), DataType::Struct(fields)) => self.record(inner, fields, kept),
            (Content::Record(_), ty) => {
                if kept {
                    self.expected(path, ty, "a struct");
                }
            }
            (Content::List(table), DataType::List(item) | DataType::LargeList(item)) => {
                let path = format!("{path}[]");
                match (self.schema.tables[table].rows, item.data_type()) {
                    (_, DataType::Null) => {}
                    (RowForm::Value(column), _) => self.value(column, kept, &path, item),
                    (RowForm::Record(inner), DataType::Struct(fields)) => {
                        self.record(inner, fields, kept);
                    }
                    (RowForm::Record(_), ty) => {
                        if kept {
                            self.expected(&path, ty, "structs");
                        }
                    }
                }
            }
            (Content::List(_), ty) => {
                if kept {
                    self.expected(path, ty, "a list");
                }
            }
        }
        // Whether something is given shows in any column of it.
        if kept && self.fit.leaves.len() == before && all > 0 {
            self.fit.leaves.push(first);
        }
        self.next = first + all;
    }

    fn value(&mut self, column: usize, kept: bool, path: &str, field: &Field) {
        if !kept {
            self.fit.unread += 1;
            return;
        }
        match accepts(self.schema, self.schema.columns[column].kind, field) {
            Ok(()) => self.fit.leaves.push(self.next),
            Err(expected) => self.expected(path, field.data_type(), expected),
        }
    }

    fn stranger(&mut self, shape: usize, field: &Field) {
        let form = &self.schema.shapes[shape];
        let nearest = likely(field.name(), form.names.iter());
        let path = join(&form.path, &quoted(field.name()));
        self.fit.unknown.push((path, nearest));
        self.next += leaves(field.data_type());
    }

    fn expected(&mut self, path: &str, found: &DataType, expected: &str) {
        let found = in_words(found);
        self.differ(format!("`{path}` holds {found}, expected {expected}"));
    }

    fn differ(&mut self, difference: String) {
        self.fit.differences.push(difference);
    }
}

/// How many columns that are neither struct nor list a column comes to.
fn leaves(ty: &DataType) -> usize {
    match ty {
        DataType::Struct(fields) => fields.iter().map(|field| leaves(field.data_type())).sum(),
        DataType::List(item)
        | DataType::LargeList(item)
        | DataType::FixedSizeList(item, _)
        | DataType::ListView(item)
        | DataType::LargeListView(item)
        | DataType::Map(item, _) => leaves(item.data_type()),
        _ => 1,
    }
}
