//! Filings of cases, cut down to what one clause reads of them, and changed.

use std::collections::BTreeMap;

use crate::batch::Batch;
use crate::cases::{Deck, Tree, json, merge};
use crate::check::ir::Ir;
use crate::compile::Plan;
use crate::coverage::change::Change;
use crate::driver::{self, Columns};
use crate::evaluate::suppose;
use crate::ingest::{Chunk, Content, Format, Record, Schema, decode};
use crate::value::Day;
use crate::vocabulary::layout::FILING;
use crate::vocabulary::{ColumnId, ColumnKind, Element, RecordId, TableId};

/// The filing of a case, perhaps changed.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The case.
    pub case: usize,
    /// The date on which it is judged.
    pub as_of: Day,
    /// What is changed.
    pub change: Option<Change>,
}

impl Candidate {
    /// The filing as the case has it.
    pub fn plain(case: usize, as_of: Day) -> Candidate {
        Candidate {
            case,
            as_of,
            change: None,
        }
    }
}

/// What one entry of a version reads of a filing.
pub struct Form {
    /// For each column of the layout whether it is read.
    pub reads: Vec<bool>,
    schema: Schema,
}

/// The filings of the cases.
pub struct Filings<'f> {
    /// The cases.
    pub deck: &'f Deck,
    trees: Vec<Option<Tree>>,
}

impl<'f> Filings<'f> {
    /// Puts the patch of every case over its filing; what must not be readable is left out.
    pub fn new(deck: &'f Deck) -> Filings<'f> {
        let mut judged = vec![false; deck.cases.len()];
        for case in deck.groups.iter().flat_map(|group| &group.cases) {
            judged[*case] = true;
        }
        let tree = |(case, judged): (usize, bool)| {
            let base = deck.file(case).base.as_ref().filter(|_| judged)?;
            Some(merge(base, &deck.case(case).with))
        };
        Filings {
            deck,
            trees: judged.into_iter().enumerate().map(tree).collect(),
        }
    }

    /// What an entry of a version reads.
    pub fn form(&self, plan: &Plan, version: usize, entry: usize) -> Form {
        let reads = suppose::reads(plan, version, entry);
        let ir = &plan.ir;
        let schema = driver::schema(ir, Columns::Marked(&reads), false, true);
        Form { reads, schema }
    }

    /// The filing of a case as far as it is read.
    pub fn cut(&self, plan: &Plan, form: &Form, case: usize) -> Option<Tree> {
        let tree = self.trees.get(case)?.as_ref()?;
        let cutting = Cutting {
            ir: &plan.ir,
            schema: &form.schema,
        };
        Some(cutting.record(FILING, None, plan.ir.vocabulary.filing, tree))
    }

    /// The candidates that can be read as a batch, and for each filing of it which of them it is.
    pub fn batch<'c>(
        &self,
        plan: &Plan,
        form: &Form,
        candidates: impl Iterator<Item = &'c Candidate>,
    ) -> (Batch, Vec<usize>) {
        let mut bases: BTreeMap<usize, Option<Tree>> = BTreeMap::new();
        let mut chunk = Chunk::default();
        let mut order = Vec::new();
        for (at, candidate) in candidates.enumerate() {
            let base = bases.entry(candidate.case);
            let base = base.or_insert_with(|| self.cut(plan, form, candidate.case));
            let Some(base) = base else { continue };
            let text = match &candidate.change {
                Some(change) => json(&plan.ir.vocabulary, &change.apply(base)),
                None => json(&plan.ir.vocabulary, base),
            };
            push(&mut chunk, &text);
            order.push(at);
        }
        let decoded = decode(&form.schema, &chunk);
        let order = decoded.records.iter().map(|record| order[*record]);
        (decoded.batch, order.collect())
    }
}

/// A filing of which only key and year are given.
pub fn bare(plan: &Plan) -> Batch {
    let ir = &plan.ir;
    let filing = ir.vocabulary.record(ir.vocabulary.filing);
    let name = |at: usize| {
        let field = filing.fields.get(at);
        field.map_or(String::new(), |field| field.document_name.clone())
    };
    let given = |name: String, value: &str| (name, Tree::Plain(value.to_owned()));
    let tree = Tree::Record(vec![
        given(name(ir.vocabulary.key), "bare"),
        given(name(ir.vocabulary.year), "2000"),
    ]);
    let schema = driver::schema(ir, Columns::All, false, true);
    let mut chunk = Chunk::default();
    push(&mut chunk, &json(&ir.vocabulary, &tree));
    decode(&schema, &chunk).batch
}

fn push(chunk: &mut Chunk, text: &str) {
    let start = chunk.bytes.len();
    chunk.bytes.extend_from_slice(text.as_bytes());
    chunk.records.push(Record {
        file: "-".into(),
        line: chunk.records.len() + 1,
        column: 1,
        content: Content::Text(Format::Json, start..chunk.bytes.len()),
        breaks_off: false,
    });
}

struct Cutting<'c> {
    ir: &'c Ir,
    schema: &'c Schema,
}

impl Cutting<'_> {
    fn record(
        &self,
        table: TableId,
        nested: Option<ColumnId>,
        record: RecordId,
        tree: &Tree,
    ) -> Tree {
        let layout = &self.ir.layout;
        if !matches!(tree, Tree::Record(_)) {
            return tree.clone();
        }
        let mut kept = Vec::new();
        for id in &layout.table(table).columns {
            let column = layout.column(*id);
            if column.record != nested || !self.schema.keeps(*id) {
                continue;
            }
            let field = self.ir.vocabulary.record(record).fields.get(column.field);
            let Some(name) = field.map(|field| &field.document_name) else {
                continue;
            };
            let Some(value) = tree.get(name) else {
                continue;
            };
            let value = match &column.kind {
                ColumnKind::Record(inner) => self.record(table, Some(*id), *inner, value),
                ColumnKind::List(child) => self.list(*child, value),
                _ => value.clone(),
            };
            kept.push((name.clone(), value));
        }
        Tree::Record(kept)
    }

    fn list(&self, table: TableId, tree: &Tree) -> Tree {
        match (tree, self.ir.layout.table(table).element) {
            (Tree::List(rows), Element::Record(record)) => {
                let rows = rows.iter().map(|row| self.record(table, None, record, row));
                Tree::List(rows.collect())
            }
            _ => tree.clone(),
        }
    }
}
