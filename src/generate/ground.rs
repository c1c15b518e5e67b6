//! What a whole run stands on: the rule book, what it looks at, and the engine as judge.

use std::sync::Arc;

use crate::compile::Plan;
use crate::driver::{self, Columns};
use crate::evaluate::evaluate;
use crate::evaluate::nearness::{Near, nearness};
use crate::evaluate::verdicts::{Detail, Verdict};
use crate::generate::document::Node;
use crate::generate::draw::Drawing;
use crate::generate::reading::Reading;
use crate::generate::shape::{Item, Kind, RecordShape, Shape};
use crate::generate::write::{self, Writing};
use crate::ingest::{Chunk, Content, Decoded, Format, Record, Schema, decode};
use crate::value::Day;

/// What a whole run stands on.
pub struct Ground<'g> {
    /// The rule book.
    pub plan: &'g Plan,
    /// What a filing looks like.
    pub shape: Shape,
    /// What the clauses look at.
    pub reading: Reading,
    /// How filings are read.
    schema: Schema,
    /// The date on which filings are judged.
    as_of: Day,
}

/// What the engine says of a filing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Of the filing as a whole.
    pub verdict: Verdict,
    /// Of each entry of its version.
    pub clauses: Vec<Option<Verdict>>,
}

impl Default for Outcome {
    fn default() -> Outcome {
        Outcome {
            verdict: Verdict::Violates,
            clauses: Vec::new(),
        }
    }
}

impl Outcome {
    /// Whether nothing is broken or open that is not so in another.
    pub fn is_no_worse_than(&self, other: &Outcome) -> bool {
        self.clauses.len() == other.clauses.len()
            && self.clauses.iter().zip(&other.clauses).all(|(new, old)| {
                new.is_none_or(|new| new < Verdict::Undetermined || Some(new) <= *old)
            })
    }

    /// The entries that are kept in another and not here.
    pub fn lost_from<'o>(&'o self, other: &'o Outcome) -> impl Iterator<Item = usize> + 'o {
        let kept = |verdict: &Option<Verdict>| *verdict == Some(Verdict::Complies);
        let both = self.clauses.iter().zip(&other.clauses).enumerate();
        both.filter(move |(_, (new, old))| kept(old) && !kept(new))
            .map(|(at, _)| at)
    }

    /// The entries that are broken here and not in another.
    pub fn broken_beyond(&self, other: &Outcome) -> Vec<usize> {
        let broken = |verdict: &Option<Verdict>| *verdict == Some(Verdict::Violates);
        let both = self.clauses.iter().zip(&other.clauses).enumerate();
        both.filter(|(_, (new, old))| broken(new) && !broken(old))
            .map(|(at, _)| at)
            .collect()
    }
}

impl<'g> Ground<'g> {
    /// What a run with a rule book stands on.
    pub fn new(plan: &'g Plan, as_of: Day) -> Ground<'g> {
        let ir = &plan.ir;
        Ground {
            plan,
            shape: Shape::new(&ir.vocabulary, &ir.layout),
            reading: Reading::new(plan),
            schema: driver::schema(ir, Columns::Marked(&plan.reads), true, false),
            as_of,
        }
    }

    /// The version that governs a year; the first where none does.
    pub fn version_of(&self, year: i128) -> usize {
        self.plan.ir.version_of_year(year).unwrap_or(0)
    }

    /// What lies at a path.
    pub fn kind_at(&self, path: &[u16]) -> Option<&Kind> {
        kind_at(&self.shape.filing, path)
    }

    /// Judges documents of one year with all that they owe.
    pub fn judge(&self, documents: &[Node], drawing: &Drawing<'_>) -> Vec<Outcome> {
        let mut text = String::new();
        for (at, document) in documents.iter().enumerate() {
            let writing = self.writing(drawing, at as u64 + 1);
            write::line(&writing, document, &[], &mut text);
            text.push('\n');
        }
        self.judge_lines(&text)
    }

    /// How near lines are to keeping some entries of the version that governs them; nothing for one
    /// that cannot be read.
    pub fn near_lines(&self, text: &str, version: usize, entries: &[usize]) -> Vec<Vec<Near>> {
        let (decoded, lines) = self.read(text);
        let mut found = vec![Vec::new(); lines];
        let near = nearness(self.plan, version, entries, &decoded.batch, self.as_of);
        for (near, record) in near.into_iter().zip(decoded.records) {
            found[record] = near;
        }
        found
    }

    /// Judges lines, one outcome for each; one that cannot be read is as bad as can be.
    pub fn judge_lines(&self, text: &str) -> Vec<Outcome> {
        let (decoded, lines) = self.read(text);
        let mut outcomes = vec![Outcome::default(); lines];
        let verdicts = evaluate(self.plan, &decoded.batch, self.as_of, Detail::Verdicts);
        for (judged, record) in verdicts.filings.into_iter().zip(decoded.records) {
            outcomes[record] = Outcome {
                verdict: judged.verdict,
                clauses: judged.clauses,
            };
        }
        outcomes
    }

    /// Reads lines to columns; says how many lines there are.
    fn read(&self, text: &str) -> (Decoded, usize) {
        let mut chunk = Chunk {
            bytes: text.as_bytes().to_vec(),
            ..Chunk::default()
        };
        let file: Arc<str> = Arc::from("generated");
        let mut start = 0;
        for (at, line) in text.split_inclusive('\n').enumerate() {
            let end = start + line.trim_end_matches('\n').len();
            chunk.records.push(Record {
                file: file.clone(),
                line: at + 1,
                column: 1,
                content: Content::Text(Format::Json, start..end),
                breaks_off: false,
            });
            start += line.len();
        }
        let lines = chunk.records.len();
        (decode(&self.schema, &chunk), lines)
    }

    /// What the lines of a filing are written with.
    pub fn writing<'w>(&'w self, drawing: &'w Drawing<'_>, number: u64) -> Writing<'w> {
        Writing {
            shape: &self.shape,
            vocabulary: &self.plan.ir.vocabulary,
            filer: &drawing.filer,
            number,
            year: drawing.year,
            only: None,
        }
    }
}

fn kind_at<'s>(record: &'s RecordShape, path: &[u16]) -> Option<&'s Kind> {
    let (first, rest) = path.split_first()?;
    let kind = &record.fields.get(usize::from(*first))?.kind;
    match (kind, rest) {
        (_, []) => Some(kind),
        (Kind::Record(inner), rest) => kind_at(inner, rest),
        (Kind::List(list), [_, rest @ ..]) => match (&list.item, rest) {
            (Item::Value(kind), []) => Some(kind),
            (Item::Record(inner), rest) => kind_at(inner, rest),
            _ => None,
        },
        _ => None,
    }
}
