//! The stages, one after another, over texts in memory.

use std::sync::Arc;

use dictamen::batch::Batch;
use dictamen::check::ir::Ir;
use dictamen::compile::{self, Plan};
use dictamen::diagnostic::{Diagnostic, Severity};
use dictamen::evaluate::evaluate;
use dictamen::evaluate::nearness::{Near, nearness};
use dictamen::evaluate::verdicts::{Detail, Judged};
use dictamen::ingest::{self, Chunk, Format, Schema};
use dictamen::source::{SourceFile, Sources};
use dictamen::value::Day;

use crate::document::Doc;
use crate::random::books::File;

/// A rule book ready to judge.
pub struct Engine {
    pub ir: Arc<Ir>,
    plan: Plan,
    schema: Schema,
}

/// Takes a rule book through the stages; else what they have against it.
pub fn load(files: &[File]) -> Result<Engine, Vec<String>> {
    let mut sources = Sources::new();
    for (path, text) in files {
        sources.add(SourceFile::new(path, text.as_str()));
    }
    let loaded = dictamen::load_texts(sources);
    let errors: Vec<String> = (loaded.diagnostics.iter())
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .map(|diagnostic| words(diagnostic, &loaded.sources))
        .collect();
    let Some(ir) = loaded.ir.filter(|_| errors.is_empty()) else {
        return Err(errors);
    };
    let ir = Arc::new(ir);
    let plan = compile::compile(Arc::clone(&ir), &loaded.sources);
    let years = (ir.versions.iter())
        .map(|version| version.years)
        .collect::<Vec<_>>();
    let schema = Schema::new(&ir.vocabulary, &ir.layout, &plan.reads, false, &years);
    Ok(Engine { ir, plan, schema })
}

fn words(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let path = &sources.get(diagnostic.primary.span.source).path;
    format!(
        "{} {:?}: {}: {} ({})",
        path.display(),
        diagnostic.code.code,
        diagnostic.message,
        sources.quote(diagnostic.primary.span),
        diagnostic.primary.text,
    )
}

impl Engine {
    /// Judges filings as one batch, all of which must be sound.
    pub fn judge(&self, filings: &[Doc], as_of: Day, detail: Detail) -> Vec<Judged> {
        evaluate(&self.plan, &self.batch(filings), as_of, detail).filings
    }

    /// How near filings are to keeping each entry of one version.
    pub fn near(&self, filings: &[Doc], version: usize, as_of: Day) -> Vec<Vec<Near>> {
        let entries: Vec<usize> = (0..self.ir.versions[version].entries.len()).collect();
        nearness(&self.plan, version, &entries, &self.batch(filings), as_of)
    }

    fn batch(&self, filings: &[Doc]) -> Batch {
        let mut chunk = Chunk::default();
        for filing in filings {
            let one = Chunk::of("batch", Format::Json, filing.to_string());
            let start = chunk.bytes.len();
            for mut record in one.records {
                if let ingest::Content::Text(_, stretch) = &mut record.content {
                    *stretch = stretch.start + start..stretch.end + start;
                }
                chunk.records.push(record);
            }
            chunk.bytes.extend(one.bytes);
        }
        let decoded = ingest::decode(&self.schema, &chunk);
        assert!(decoded.rejects.is_empty(), "{:?}", decoded.rejects);
        decoded.batch
    }
}
