//! Verdicts as a table: a row for each clause of each filing, or for each of its findings.

use std::sync::Arc;

use arrow_array::builder::{Int64Builder, ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};

use crate::check::ir::Ir;
use crate::evaluate::verdicts::{Finding, Judged, Verdict};
use crate::source::Place;

/// The columns: who and by which text, what was judged and how, why, and where it stands.
pub fn columns() -> SchemaRef {
    let text = |name: &str, nullable| Field::new(name, DataType::Utf8, nullable);
    let number = |name: &str, nullable| Field::new(name, DataType::Int64, nullable);
    let missing = Field::new_list_field(DataType::Utf8, true);
    Arc::new(Schema::new(vec![
        text("filing", false),
        number("year", false),
        text("ruleset", false),
        text("clause", false),
        text("subject", true),
        text("verdict", false),
        text("message", true),
        Field::new("missing", DataType::List(Arc::new(missing)), false),
        text("file", true),
        number("line", true),
        number("column", true),
    ]))
}

/// Rows as they grow.
#[derive(Debug, Default)]
pub struct Rows {
    filing: StringBuilder,
    year: Int64Builder,
    ruleset: StringBuilder,
    clause: StringBuilder,
    subject: StringBuilder,
    verdict: StringBuilder,
    message: StringBuilder,
    missing: ListBuilder<StringBuilder>,
    file: StringBuilder,
    line: Int64Builder,
    column: Int64Builder,
}

impl Rows {
    /// The rows of one filing: those of its findings, and one for each clause without any. `places` has
    /// an entry for each finding, or none at all.
    pub fn add(&mut self, ir: &Ir, judged: &Judged, places: &[Option<Place>]) {
        let version = &ir.versions[judged.version];
        let entries = version.entries.iter().zip(&judged.clauses).enumerate();
        // Findings come by entry.
        let mut findings = judged.findings.iter().enumerate().peekable();
        for (at, (entry, verdict)) in entries {
            let Some(verdict) = verdict else { continue };
            let mut told = false;
            while let Some((number, finding)) = findings.next_if(|(_, one)| one.entry <= at) {
                told |= finding.entry == at;
                self.judged(judged, &version.name, &entry.id, finding.verdict);
                self.finding(finding, places.get(number).and_then(Option::as_ref));
            }
            if !told {
                self.judged(judged, &version.name, &entry.id, *verdict);
                self.nothing();
            }
        }
    }

    fn judged(&mut self, judged: &Judged, ruleset: &str, clause: &str, verdict: Verdict) {
        self.filing.append_value(&judged.key);
        self.year
            .append_value(i64::try_from(judged.year).unwrap_or(i64::MAX));
        self.ruleset.append_value(ruleset);
        self.clause.append_value(clause);
        self.verdict.append_value(verdict.as_str());
    }

    fn finding(&mut self, finding: &Finding, place: Option<&Place>) {
        self.subject.append_option(finding.subject.label.as_deref());
        self.message.append_value(&finding.message);
        for path in &finding.missing {
            self.missing.values().append_value(path);
        }
        self.missing.append(true);
        let number = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
        self.file
            .append_option(place.map(|place| place.file.as_ref()));
        self.line
            .append_option(place.map(|place| number(place.at.line)));
        self.column
            .append_option(place.map(|place| number(place.at.column)));
    }

    fn nothing(&mut self) {
        self.subject.append_null();
        self.message.append_null();
        self.missing.append(true);
        self.file.append_null();
        self.line.append_null();
        self.column.append_null();
    }

    /// The rows as columns.
    pub fn finish(mut self) -> Result<RecordBatch, String> {
        let arrays: Vec<ArrayRef> = vec![
            Arc::new(self.filing.finish()),
            Arc::new(self.year.finish()),
            Arc::new(self.ruleset.finish()),
            Arc::new(self.clause.finish()),
            Arc::new(self.subject.finish()),
            Arc::new(self.verdict.finish()),
            Arc::new(self.message.finish()),
            Arc::new(self.missing.finish()),
            Arc::new(self.file.finish()),
            Arc::new(self.line.finish()),
            Arc::new(self.column.finish()),
        ];
        RecordBatch::try_new(columns(), arrays).map_err(|error| error.to_string())
    }
}
