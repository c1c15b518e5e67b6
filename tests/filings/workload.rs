//! The workload of the benches says what it is said to say: the program written by hand for it and the
//! engine give each filing the same record, byte for byte.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../../benches/workload/calendar.rs"]
mod calendar;
#[path = "../../benches/workload/cents.rs"]
mod cents;
#[path = "../../benches/workload/hand/filing.rs"]
#[expect(dead_code, reason = "a filing holds more than is judged")]
mod filing;
#[path = "../../benches/workload/generate/mod.rs"]
mod generate;
#[path = "../../benches/workload/judge.rs"]
mod judge;
#[path = "../../benches/workload/kinds.rs"]
mod kinds;
#[path = "../../benches/workload/hand/money.rs"]
mod money;
#[path = "../../benches/workload/hand/record.rs"]
mod record;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use dictamen::compile::compile;
use dictamen::evaluate::evaluate;
use dictamen::evaluate::verdicts::Detail;
use dictamen::ingest::{FileKind, Inputs, Schema, decode};
use dictamen::report::json::Records;
use dictamen::value::Day;
use generate::day;

const FILINGS: u64 = 400;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("benches/workload")
        .join(name)
}

fn lines() -> (String, generate::Shares) {
    let mut shares = generate::Shares::default();
    let lines = (0..FILINGS).map(|number| generate::filing(1, number, &mut shares) + "\n");
    (lines.collect(), shares)
}

fn by_hand(lines: &str) -> String {
    let law = judge::Law::new();
    let mut out = Vec::new();
    for line in lines.lines() {
        let filing: filing::Filing = serde_json::from_str(line).unwrap();
        record::record(&mut out, &filing, &law.judge(&filing)).unwrap();
    }
    String::from_utf8(out).unwrap()
}

fn by_the_engine(lines: &str) -> String {
    let loaded = dictamen::load(&folder("rules")).unwrap();
    let plan = compile(Arc::new(loaded.ir.unwrap()), &loaded.sources);
    let years: Vec<_> = plan
        .ir
        .versions
        .iter()
        .map(|version| version.years)
        .collect();
    let (vocabulary, layout) = (&plan.ir.vocabulary, &plan.ir.layout);
    let schema = Schema::new(vocabulary, layout, &plan.reads, true, &years);
    let as_of = Day::parse(judge::AS_OF.as_bytes()).unwrap();
    let records = Records::new(&plan.ir, as_of, Detail::Verdicts);
    let text = std::io::Cursor::new(lines.to_owned());
    let mut out = Vec::new();
    for chunk in Inputs::from_reader("workload", FileKind::Lines, Box::new(text)) {
        let decoded = decode(&schema, &chunk);
        assert!(decoded.rejects.is_empty(), "{:?}", decoded.rejects);
        for judged in evaluate(&plan, &decoded.batch, as_of, Detail::Verdicts).filings {
            records.write(&mut out, &judged, &[]);
            out.push(b'\n');
        }
    }
    String::from_utf8(out).unwrap()
}

#[test]
fn the_engine_and_the_program_by_hand_say_the_same() {
    let (lines, _) = lines();
    let (ours, theirs) = (by_the_engine(&lines), by_hand(&lines));
    assert_eq!(theirs.lines().count(), FILINGS as usize);
    for (ours, theirs) in ours.lines().zip(theirs.lines()) {
        assert_eq!(ours, theirs);
    }
    assert_eq!(ours.len(), theirs.len());
}

#[test]
fn every_verdict_occurs_and_sums_meet_the_budget_to_the_cent() {
    let (lines, shares) = lines();
    let records = by_hand(&lines);
    for verdict in [
        "violates",
        "undetermined",
        "complies",
        "exempt",
        "not_applicable",
    ] {
        assert!(records.contains(&format!(":\"{verdict}\"")), "{verdict}");
    }
    assert_eq!(shares.filings, FILINGS);
    assert!(shares.missing * 100 > shares.owed && shares.missing * 50 < shares.owed);
    assert!(shares.equal > 0 && shares.over_by_a_cent > 0 && shares.careless > 0);
    assert!(shares.broken.iter().all(|broken| *broken > 0));
    let size = shares.bytes / shares.filings;
    assert!((10_000..=12_000).contains(&size), "{size} bytes a filing");
}

#[test]
fn the_long_rule_book_is_what_the_generator_writes() {
    let kept = std::fs::read_to_string(folder("rules130/2017/ruleset.dictamen")).unwrap();
    assert!(
        kept == generate::book::ruleset(),
        "write it again: workload rules"
    );
    // The rest is that of the short one: a copy, since a link that leads out of a rule book is refused.
    for file in ["vocabulary.dictamen", "calendar.dictamen"] {
        let [short, long] = ["rules", "rules130"]
            .map(|book| std::fs::read_to_string(folder(book).join(file)).unwrap());
        assert!(short == long, "copy it again: {file}");
    }
    let loaded = dictamen::load(&folder("rules130")).unwrap();
    assert_eq!(loaded.ir.unwrap().clauses.len(), 130);
}
