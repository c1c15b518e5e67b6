//! How long each stage takes: on the rule book that ships, parse and check; on the filings of the
//! workload, read them, judge them, and write what came of it.

#[path = "workload/generate/mod.rs"]
#[expect(dead_code, reason = "the rule book of 130 clauses is at hand, written")]
mod generate;

use std::hint::black_box;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dictamen::compile::{Plan, compile};
use dictamen::evaluate::evaluate;
use dictamen::evaluate::verdicts::{Detail, Verdicts};
use dictamen::ingest::{Chunk, Content, Decoded, FileKind, Format, Inputs, Record, Schema, decode};
use dictamen::report::json::Records;
use dictamen::report::summary::Summary;
use dictamen::source::SourceId;
use dictamen::value::Day;

/// The allocator of the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many filings: enough for a dozen chunks, few enough for a bench.
const FILINGS: u64 = 1_250;

/// How many filings are judged at once where nothing is read: what a chunk of small filings holds.
const BATCH: usize = 250;

/// A rule book with what is made of it once.
struct Book {
    plan: Plan,
    schema: Schema,
}

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn book(path: &str) -> Book {
    let loaded = dictamen::load(&folder(path)).expect("the rule book can be read");
    let ir = Arc::new(loaded.ir.expect("the rule book is sound"));
    let plan = compile(ir, &loaded.sources);
    let years: Vec<_> = plan
        .ir
        .versions
        .iter()
        .map(|version| version.years)
        .collect();
    let schema = Schema::new(
        &plan.ir.vocabulary,
        &plan.ir.layout,
        &plan.reads,
        false,
        &years,
    );
    Book { plan, schema }
}

/// The date of `workload/judge.rs`.
fn as_of() -> Day {
    Day::new(2019, 12, 16).expect("a day")
}

fn lines() -> Vec<u8> {
    let mut shares = generate::Shares::default();
    let mut text = Vec::new();
    for number in 0..FILINGS {
        text.extend_from_slice(generate::filing(1, number, &mut shares).as_bytes());
        text.push(b'\n');
    }
    text
}

/// Cut into chunks as a command cuts them.
fn chunks(text: &[u8]) -> Vec<Chunk> {
    let stream = Cursor::new(text.to_vec());
    Inputs::from_reader("bench", FileKind::Lines, Box::new(stream)).collect()
}

/// Some of the filings as people write YAML, a document each.
fn yaml(text: &[u8]) -> Chunk {
    let mut chunk = Chunk::default();
    let text = std::str::from_utf8(text).expect("what is generated is text");
    for line in text.lines().take(50) {
        let value: serde_yaml::Value = serde_yaml::from_str(line).expect("sound input");
        let start = chunk.bytes.len();
        let document = serde_yaml::to_string(&value).expect("sound input");
        chunk.bytes.extend_from_slice(document.as_bytes());
        chunk.records.push(Record {
            file: "bench".into(),
            line: 1,
            column: 1,
            content: Content::Text(Format::Yaml, start..chunk.bytes.len()),
            breaks_off: false,
        });
    }
    chunk
}

fn read(book: &Book, chunks: &[Chunk]) -> Vec<Decoded> {
    let read = chunks.iter().map(|chunk| decode(&book.schema, chunk));
    read.collect()
}

fn judge(book: &Book, decoded: &[Decoded], detail: Detail) -> Vec<Verdicts> {
    let judged = decoded
        .iter()
        .map(|decoded| evaluate(&book.plan, &decoded.batch, as_of(), detail));
    judged.collect()
}

fn rules(criterion: &mut Criterion) {
    let rules = folder("rules");
    let loaded = dictamen::load(&rules).expect("the rule book can be read");
    let texts = || loaded.sources.iter().map(|(_, file)| file.text.as_str());
    let mut group = criterion.benchmark_group("rules");
    group.throughput(Throughput::Bytes(
        texts().map(str::len).sum::<usize>() as u64
    ));
    group.bench_function("parse", |bencher| {
        bencher.iter(|| {
            for (at, text) in texts().enumerate() {
                black_box(dictamen::syntax::parse(SourceId(at as u32), text));
            }
        });
    });
    group.bench_function("read and check", |bencher| {
        bencher.iter(|| black_box(dictamen::load(&rules).expect("the rule book can be read")));
    });
    group.finish();
}

fn ingest(criterion: &mut Criterion) {
    let (short, long) = (
        book("benches/workload/rules"),
        book("benches/workload/rules130"),
    );
    let text = lines();
    let chunks = chunks(&text);
    let mut group = criterion.benchmark_group("ingest");
    group.sample_size(20);
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("lines", |bencher| {
        bencher.iter(|| black_box(self::chunks(&text)));
    });
    group.bench_function("ndjson", |bencher| {
        bencher.iter(|| black_box(read(&short, &chunks)));
    });
    group.bench_function("ndjson, what 130 clauses read", |bencher| {
        bencher.iter(|| black_box(read(&long, &chunks)));
    });
    let documents = yaml(&text);
    group.throughput(Throughput::Bytes(documents.bytes.len() as u64));
    group.bench_function("yaml", |bencher| {
        bencher.iter(|| black_box(decode(&short.schema, &documents)));
    });
    group.finish();
}

/// The lines in chunks of so many filings.
fn batches(text: &[u8], filings: usize) -> Vec<Chunk> {
    let lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
    let batches = lines.chunks(filings).map(|lines| {
        let mut chunk = Chunk::default();
        for line in lines {
            let start = chunk.bytes.len();
            chunk.bytes.extend_from_slice(line.trim_ascii_end());
            chunk.records.push(Record {
                file: "bench".into(),
                line: 1,
                column: 1,
                content: Content::Text(Format::Json, start..chunk.bytes.len()),
                breaks_off: false,
            });
        }
        chunk
    });
    batches.collect()
}

fn judging(criterion: &mut Criterion) {
    let chunks = batches(&lines(), BATCH);
    let mut group = criterion.benchmark_group("judge");
    for (name, path, detail) in [
        ("verdicts", "benches/workload/rules", Detail::Verdicts),
        ("findings", "benches/workload/rules", Detail::Findings),
        ("130 clauses", "benches/workload/rules130", Detail::Verdicts),
    ] {
        let book = book(path);
        let decoded = read(&book, &chunks);
        let clauses = book.plan.ir.clauses.len() as u64;
        // Verdicts on clauses are what is counted.
        group.throughput(Throughput::Elements(clauses * FILINGS));
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(judge(&book, &decoded, detail)));
        });
    }
    group.finish();
}

fn report(criterion: &mut Criterion) {
    let book = book("benches/workload/rules");
    let decoded = read(&book, &chunks(&lines()));
    let mut group = criterion.benchmark_group("report");
    group.throughput(Throughput::Elements(FILINGS));
    for (name, detail) in [
        ("verdicts", Detail::Verdicts),
        ("findings", Detail::Findings),
    ] {
        let judged = judge(&book, &decoded, detail);
        let records = Records::new(&book.plan.ir, as_of(), detail);
        let filings = || judged.iter().flat_map(|verdicts| &verdicts.filings);
        group.bench_function(format!("records of {name}"), |bencher| {
            let mut out = Vec::new();
            bencher.iter(|| {
                out.clear();
                for filing in filings() {
                    records.write(&mut out, filing, &[]);
                }
                black_box(out.len())
            });
        });
        group.bench_function(format!("counts of {name}"), |bencher| {
            bencher.iter(|| {
                let mut summary = Summary::new(&book.plan.ir);
                for (at, filing) in filings().enumerate() {
                    summary.add(&book.plan.ir, at, filing);
                }
                black_box(summary)
            });
        });
    }
    group.finish();
}

/// From text to records, on one thread.
fn whole(criterion: &mut Criterion) {
    let book = book("benches/workload/rules");
    let text = lines();
    let records = Records::new(&book.plan.ir, as_of(), Detail::Verdicts);
    let mut group = criterion.benchmark_group("whole");
    group.sample_size(20);
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("text to records", |bencher| {
        let mut out = Vec::new();
        bencher.iter(|| {
            out.clear();
            for chunk in chunks(&text) {
                let decoded = decode(&book.schema, &chunk);
                let verdicts = evaluate(&book.plan, &decoded.batch, as_of(), Detail::Verdicts);
                for filing in &verdicts.filings {
                    records.write(&mut out, filing, &[]);
                }
            }
            black_box(out.len())
        });
    });
    group.finish();
}

criterion_group!(benches, rules, ingest, judging, report, whole);
criterion_main!(benches);
