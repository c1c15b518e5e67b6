//! How fast filings are read, beside what they are measured against: `serde_json::Value` for JSON, a
//! plain typed struct of `serde_yaml` for YAML.

#![allow(clippy::unwrap_used, missing_docs, reason = "a bench may panic")]

#[path = "../tests/ingest_support/mod.rs"]
mod ingest_support;

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dictamen::ingest::{Chunk, Content, Format, Inputs, Record, decode};
use ingest_support::world;

/// A filing of eleven kilobytes, each with its own key and values.
fn filing(seed: usize) -> String {
    let mut text = format!(
        "{{\"filing_id\": \"2018-I{seed}\", \"year\": 2018, \"institution\": {{\"institution_id\": \"I{seed}\", \
         \"name\": \"Instituto de Investigación y Servicios {seed}\", \"head_rank\": \"director_general\", \
         \"exempted\": false}}, \"packages\": {}, \"projects\": [",
        seed % 7
    );
    let comma = |at: usize| if at == 0 { "" } else { ", " };
    for at in 0..18 {
        write!(
            text,
            "{}{{\"folio\": \"P-{at}\", \"name\": \"Modernización de la plataforma {at} de trámites\", \
             \"strategic\": {}, \"goals\": [\"Objetivo 1\", \"Objetivo {at}\"], \"budget\": {}.50, \
             \"starts_on\": \"2018-0{}-15\", \"quarters\": [{{\"number\": 1, \"reported_on\": \
             \"2018-04-1{}\", \"real_pct\": 12.5, \"planned_pct\": 25}}, {{\"number\": 2, \
             \"planned_pct\": 50.25}}]}}",
            comma(at),
            (seed + at).is_multiple_of(3),
            1_000_000 + seed * 31 + at * 977,
            at % 9 + 1,
            at % 9,
        )
        .unwrap();
    }
    text.push_str("], \"requests\": [");
    for at in 0..20 {
        write!(
            text,
            "{}{{\"id\": \"R-{at}\", \"project\": \"P-{}\", \"modality\": \"{}\", \"amount\": \
             \"{}.00\", \"multi_year\": false, \"signed_on\": \"2018-05-0{}\", \"study\": \
             {{\"received_on\": \"2018-03-1{}\", \"decided_on\": null, \"outcome\": \"favourable\", \
             \"info_requests\": []}}}}",
            comma(at),
            at % 18,
            ["acquisition", "lease", "service"][(seed + at) % 3],
            250_000 + at * 31_415,
            at % 9 + 1,
            at % 10,
        )
        .unwrap();
    }
    text.push_str(
        "], \"tags\": [\"federal\", \"centralizada\"], \"security\": {\"officer\": {\"name\": \
         \"María Núñez\", \"rank\": \"director\", \"told\": \"2018-02-01\"}, \"liaison\": {\"name\": \
         \"José Peña\", \"rank\": \"director\"}, \"controls\": [{\"control\": \"lease\", \"weights\": \
         [1, 2.5, 3.75]}]}}",
    );
    text
}

/// The same filing as people write YAML.
fn as_yaml(json: &str) -> String {
    let value: serde_yaml::Value = serde_yaml::from_str(json).unwrap();
    serde_yaml::to_string(&value).unwrap()
}

fn chunk(format: Format, texts: &[String]) -> Chunk {
    let mut chunk = Chunk::default();
    for (at, text) in texts.iter().enumerate() {
        let start = chunk.bytes.len();
        chunk.bytes.extend_from_slice(text.as_bytes());
        chunk.records.push(Record {
            file: "bench".into(),
            line: at + 1,
            column: 1,
            content: Content::Text(format, start..chunk.bytes.len()),
            breaks_off: false,
        });
    }
    chunk
}

/// What a program that knows its fields in advance would write.
#[allow(dead_code, reason = "only read, to be measured")]
mod typed {
    use serde::Deserialize;

    #[derive(Deserialize)]
    pub struct Filing {
        pub filing_id: String,
        pub year: i64,
        pub institution: Institution,
        pub packages: Option<i64>,
        pub projects: Vec<Project>,
        pub requests: Vec<Request>,
        pub tags: Option<Vec<String>>,
        pub security: Option<Security>,
    }

    #[derive(Deserialize)]
    pub struct Institution {
        pub institution_id: String,
        pub name: String,
        pub head_rank: String,
        pub exempted: bool,
        pub reason: Option<String>,
    }

    #[derive(Deserialize)]
    pub struct Project {
        pub folio: String,
        pub name: String,
        pub strategic: bool,
        pub goals: Vec<String>,
        pub budget: Option<String>,
        pub starts_on: Option<String>,
        pub follows: Option<String>,
        pub quarters: Vec<Quarter>,
    }

    #[derive(Deserialize)]
    pub struct Quarter {
        pub number: i64,
        pub reported_on: Option<String>,
        pub real_pct: Option<String>,
        pub planned_pct: String,
    }

    #[derive(Deserialize)]
    pub struct Request {
        pub id: String,
        pub project: Option<String>,
        pub modality: String,
        pub amount: String,
        pub multi_year: bool,
        pub signed_on: Option<String>,
        pub study: Study,
    }

    #[derive(Deserialize)]
    pub struct Study {
        pub received_on: Option<String>,
        pub decided_on: Option<String>,
        pub outcome: Option<String>,
        pub info_requests: Vec<InfoRequest>,
    }

    #[derive(Deserialize)]
    pub struct InfoRequest {
        pub asked_on: String,
        pub answered_on: Option<String>,
    }

    #[derive(Deserialize)]
    pub struct Security {
        pub officer: Option<Official>,
        pub liaison: Official,
        pub controls: Vec<Control>,
    }

    #[derive(Deserialize)]
    pub struct Official {
        pub name: String,
        pub rank: String,
        pub told: Option<String>,
    }

    #[derive(Deserialize)]
    pub struct Control {
        pub control: String,
        pub weights: Vec<String>,
    }
}

fn benches(criterion: &mut Criterion) {
    let world = world();
    let json: Vec<String> = (0..48).map(filing).collect();
    let yaml: Vec<String> = json.iter().map(|text| as_yaml(text)).collect();
    let bytes = |texts: &[String]| texts.iter().map(String::len).sum::<usize>() as u64;

    let mut group = criterion.benchmark_group("json");
    group.throughput(Throughput::Bytes(bytes(&json)));
    let lines = chunk(Format::Json, &json);
    assert_eq!(decode(&world.schema, &lines).batch.len(), json.len());
    group.bench_function("decode", |bench| {
        bench.iter(|| decode(&world.schema, black_box(&lines)))
    });
    group.bench_function("serde_json_value", |bench| {
        bench.iter(|| {
            for text in &json {
                let value: serde_json::Value = serde_json::from_str(black_box(text)).unwrap();
                black_box(value);
            }
        })
    });
    let stream = json.join("\n").into_bytes();
    group.bench_function("split_into_lines", |bench| {
        bench.iter(|| {
            let stream = std::io::Cursor::new(stream.clone());
            let kind = dictamen::ingest::FileKind::Lines;
            Inputs::from_reader("-", kind, Box::new(stream)).count()
        })
    });
    group.finish();

    let mut group = criterion.benchmark_group("yaml");
    group.sample_size(20);
    group.throughput(Throughput::Bytes(bytes(&yaml)));
    let documents = chunk(Format::Yaml, &yaml);
    assert_eq!(decode(&world.schema, &documents).batch.len(), yaml.len());
    group.bench_function("decode", |bench| {
        bench.iter(|| decode(&world.schema, black_box(&documents)))
    });
    group.bench_function("typed_struct", |bench| {
        bench.iter(|| {
            for text in &yaml {
                let value: typed::Filing = serde_yaml::from_str(black_box(text)).unwrap();
                black_box(value);
            }
        })
    });
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
