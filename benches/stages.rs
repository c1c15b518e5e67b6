//! How long each stage takes on what ships with the project: parse, check, compile, evaluate, and the
//! whole from rule text to verdicts.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dictamen::compile::{Plan, compile};
use dictamen::evaluate::evaluate;
use dictamen::evaluate::verdicts::Detail;
use dictamen::ingest::{Chunk, Format, Schema, decode};
use dictamen::source::SourceId;
use dictamen::value::Day;

fn rules() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")
}

fn plan() -> Plan {
    let loaded = dictamen::load(&rules()).expect("the rule book can be read");
    compile(
        Arc::new(loaded.ir.expect("the rule book is sound")),
        &loaded.sources,
    )
}

fn schema(plan: &Plan) -> Schema {
    let years: Vec<_> = plan
        .ir
        .versions
        .iter()
        .map(|version| version.years)
        .collect();
    Schema::new(
        &plan.ir.vocabulary,
        &plan.ir.layout,
        &plan.reads,
        false,
        &years,
    )
}

/// One filing of the fixtures as often as a chunk holds them.
fn chunk() -> Chunk {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/compranet/filings.ndjson");
    let text = fs::read_to_string(path).expect("the filings ship");
    let line = text.lines().next().expect("a filing");
    Chunk::of("filings.ndjson", Format::Json, line)
}

fn stages(criterion: &mut Criterion) {
    let loaded = dictamen::load(&rules()).expect("the rule book can be read");
    let bytes: u64 = loaded
        .sources
        .iter()
        .map(|(_, file)| file.text.len() as u64)
        .sum();
    let mut group = criterion.benchmark_group("rules");
    group.throughput(Throughput::Bytes(bytes));
    group.bench_function("parse", |bencher| {
        bencher.iter(|| {
            for (at, (_, file)) in loaded.sources.iter().enumerate() {
                black_box(dictamen::syntax::parse(SourceId(at as u32), &file.text));
            }
        });
    });
    group.bench_function("read and check", |bencher| {
        bencher.iter(|| black_box(dictamen::load(&rules()).expect("the rule book can be read")));
    });
    group.finish();

    let plan = plan();
    let schema = schema(&plan);
    let decoded = decode(&schema, &chunk());
    let as_of = Day::new(2026, 1, 1).expect("a day");
    let mut group = criterion.benchmark_group("filings");
    for (name, detail) in [
        ("verdicts", Detail::Verdicts),
        ("findings", Detail::Findings),
    ] {
        group.bench_function(format!("evaluate/{name}"), |bencher| {
            bencher.iter(|| black_box(evaluate(&plan, &decoded.batch, as_of, detail)));
        });
    }
    group.bench_function("text to verdicts", |bencher| {
        let chunk = chunk();
        bencher.iter(|| {
            let decoded = decode(&schema, &chunk);
            black_box(evaluate(&plan, &decoded.batch, as_of, Detail::Verdicts))
        });
    });
    group.finish();

    criterion.bench_function("whole", |bencher| {
        bencher.iter(|| {
            let plan = self::plan();
            let decoded = decode(&self::schema(&plan), &chunk());
            black_box(evaluate(&plan, &decoded.batch, as_of, Detail::Findings))
        });
    });
}

criterion_group!(benches, stages);
criterion_main!(benches);
