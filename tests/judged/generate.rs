//! Sample filings of a rule book that is nobody's: sound, in the shares asked for, the same each time.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::path::Path;
use std::sync::Arc;

use dictamen::compile::{self, Plan};
use dictamen::evaluate::evaluate;
use dictamen::evaluate::verdicts::{Detail, Judged, Verdict};
use dictamen::generate::{Reached, Request, Share, Size, generate, usual_as_of};
use dictamen::ingest::{Chunk, Content, Format, Record, Schema, decode};

fn plan(folder: &str) -> Plan {
    let loaded = dictamen::load(Path::new(folder)).unwrap();
    compile::compile(Arc::new(loaded.ir.unwrap()), &loaded.sources)
}

fn gardens() -> Plan {
    plan("fixtures/show/rules")
}

fn request(count: u64) -> Request {
    Request {
        count,
        seed: 7,
        years: vec![2020, 2021, 2022, 2023],
        violations: Share::NONE,
        missing: Share::NONE,
        size: Size::Small,
    }
}

fn made(plan: &Plan, request: &Request) -> (String, Reached) {
    let mut out = Vec::new();
    let as_of = usual_as_of(&request.years);
    let reached = generate(plan, request, as_of, &mut out).unwrap();
    (String::from_utf8(out).unwrap(), reached)
}

fn judged(plan: &Plan, request: &Request, text: &str) -> Vec<Judged> {
    let mut chunk = Chunk::default();
    let mut start = 0;
    for line in text.lines() {
        chunk.records.push(Record {
            file: Arc::from("made"),
            line: chunk.records.len() + 1,
            column: 1,
            content: Content::Text(Format::Json, start..start + line.len()),
            breaks_off: false,
        });
        start += line.len() + 1;
    }
    chunk.bytes = text.as_bytes().to_vec();
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
        true,
        &years,
    );
    let decoded = decode(&schema, &chunk);
    assert!(decoded.rejects.is_empty(), "{:?}", decoded.rejects);
    let as_of = usual_as_of(&request.years);
    evaluate(plan, &decoded.batch, as_of, Detail::Verdicts).filings
}

#[test]
fn every_clause_is_kept_by_some_filing_and_broken_by_none() {
    let plan = gardens();
    let request = request(48);
    let (text, reached) = made(&plan, &request);
    assert_eq!(reached.unmet.len(), 0, "{:?}", reached.unmet);
    let judged = judged(&plan, &request, &text);
    assert_eq!(judged.len(), 48);
    for (at, version) in plan.ir.versions.iter().enumerate() {
        for (entry, described) in version.entries.iter().enumerate() {
            let verdicts: Vec<Option<Verdict>> = judged
                .iter()
                .filter(|filing| filing.version == at)
                .map(|filing| filing.clauses[entry])
                .collect();
            let of = format!("{} {}: {verdicts:?}", version.name, described.id);
            assert!(!verdicts.contains(&Some(Verdict::Violates)), "{of}");
            assert!(!verdicts.contains(&Some(Verdict::Undetermined)), "{of}");
            let judged = verdicts.iter().any(Option::is_some);
            assert!(
                !judged || verdicts.contains(&Some(Verdict::Complies)),
                "{of}"
            );
        }
    }
}

#[test]
fn breaches_and_gaps_come_in_the_shares_asked_for() {
    let plan = gardens();
    let request = Request {
        violations: Share::parse("0.25").unwrap(),
        missing: Share::parse("0.05").unwrap(),
        ..request(400)
    };
    let (text, reached) = made(&plan, &request);
    let violating = judged(&plan, &request, &text)
        .iter()
        .filter(|filing| filing.verdict == Verdict::Violates)
        .count() as u64;
    assert_eq!(reached.violating(), violating);
    assert!((95..=105).contains(&violating), "{violating} of 400");
    let percent = reached.left_out * 100 / reached.owed;
    assert!((3..=7).contains(&percent), "{percent} in 100");
}

#[test]
fn the_same_filings_for_every_number_of_threads_and_the_first_of_a_longer_run() {
    let plan = gardens();
    let on = |threads: usize, count| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let pool = pool.build().unwrap();
        let request = Request {
            violations: Share::parse("0.1").unwrap(),
            missing: Share::parse("0.02").unwrap(),
            ..request(count)
        };
        pool.install(|| made(&plan, &request).0)
    };
    let (one, three, longer) = (on(1, 70), on(3, 70), on(2, 150));
    assert_eq!(one.lines().count(), 70);
    assert!(one == three, "the threads show");
    assert!(longer.starts_with(&one), "the count shows");
}
