//! Laws of kinds and causes, and that a snapshot reads back what it wrote.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::sync::Arc;

use dictamen::evaluate::verdicts::{Finding, Judged, Subject, Verdict};
use dictamen::impact::snapshot::{self, Other};
use dictamen::impact::{Cause, Impact, Kind};
use dictamen::ingest::{Reason, Reject};
use dictamen::value::Day;

#[test]
fn every_step_between_two_verdicts_has_one_kind() {
    let mut counts = [0; 5];
    for was in Verdict::ALL {
        for is in Verdict::ALL {
            match Kind::of(was, is) {
                None => assert_eq!(was, is),
                Some(kind) => counts[kind as usize] += 1,
            }
        }
    }
    // Worse, loss, better, sight, other.
    assert_eq!(counts, [4, 4, 3, 3, 6]);
}

#[test]
fn losing_sight_of_a_breach_is_no_improvement() {
    for was in Verdict::ALL {
        let kind = Kind::of(was, Verdict::Undetermined);
        assert!(kind.is_none() || kind == Some(Kind::Loss));
    }
    let found = Kind::of(Verdict::Undetermined, Verdict::Violates);
    assert_eq!(found, Some(Kind::Worse));
}

#[test]
fn the_cause_is_what_comes_to_this_years_verdict_alone() {
    let (good, bad, open) = (Verdict::Complies, Verdict::Violates, Verdict::Undetermined);
    assert_eq!(Cause::of(good, bad, good, bad), Some(Cause::Rule));
    assert_eq!(Cause::of(good, good, bad, bad), Some(Cause::Facts));
    assert_eq!(Cause::of(good, bad, bad, bad), Some(Cause::Either));
    assert_eq!(Cause::of(good, good, open, bad), Some(Cause::Both));
    // The rule and the facts may pull against each other and leave everything as it was.
    assert_eq!(Cause::of(good, bad, good, good), None);
}

fn book() -> dictamen::Loaded {
    let text = "vocabulary v\nfiling\n  key filing_id\n  year fiscal_year\n  filing_id text\n  fiscal_year year\n  n integer\n";
    let rules = "ruleset r 2018\n  title \"R\"\n  published 2017-12-01 in \"G\"\n  in force from 2018-01-01\n  for years from 2018\n\nclause a.one \"One\"\n  cites \"1\"\n  requires n <= 1\n\nclause a.two \"Two\"\n  cites \"2\"\n  requires n <= 2\n";
    let mut sources = dictamen::source::Sources::new();
    sources.add(dictamen::source::SourceFile::new("v.dictamen", text));
    sources.add(dictamen::source::SourceFile::new("r.dictamen", rules));
    dictamen::load_texts(sources)
}

fn judged(key: &str, verdicts: [Verdict; 2], message: &str) -> Judged {
    Judged {
        key: key.to_owned(),
        year: 2018,
        version: 0,
        verdict: verdicts[0].max(verdicts[1]),
        clauses: verdicts.map(Some).to_vec(),
        indicators: Vec::new(),
        findings: vec![Finding {
            entry: 0,
            clause: dictamen::check::ir::ClauseId(0),
            subject: Subject::default(),
            verdict: verdicts[0],
            message: message.to_owned(),
            missing: Vec::new(),
            because: Vec::new(),
            exception: None,
            remedy: None,
            text: Some(0),
            governed_on: None,
            hangs_on: Vec::new(),
            count: 1,
            also: Vec::new(),
        }],
        left_out: Vec::new(),
    }
}

#[test]
fn a_snapshot_reads_back_what_it_wrote_whatever_a_filing_says() {
    let book = book();
    let ir = book.ir.unwrap();
    let as_of = Day::new(2019, 1, 2).unwrap();
    let reject = |reason: &str| Reject {
        record: 0,
        file: Arc::from("a.yaml"),
        line: Some(3),
        column: None,
        key: Some("K\nfiling: K".to_owned()),
        reasons: vec![Reason::plain(Some(3), None, reason)],
        more: 0,
        filings: 1,
    };
    let page = |verdict: Verdict, message: &str, reason: &str| {
        let mut out = String::new();
        for key in ["A", "filing: B\n---\nverdict: x", "  C: \"\\"] {
            let verdicts = [verdict, Verdict::NotApplicable];
            snapshot::filing(&mut out, &ir, &judged(key, verdicts, message));
        }
        snapshot::reject(&mut out, &reject(reason));
        snapshot::read(&snapshot::write("a \"b\".yaml", as_of, &out)).unwrap()
    };
    let was = page(Verdict::Violates, "one: two\n---\n      - three", "r\n");
    assert_eq!(was.as_of, Some(as_of));
    let differs = |is: &snapshot::Snapshot| {
        let mut impact = Impact::new("was", "is", as_of, 9);
        let others = snapshot::compare(&was, is, "a.yaml", &mut impact);
        assert_eq!(impact.compared, 3);
        (impact.flipped(), impact.of(Kind::Better), others)
    };
    assert_eq!(differs(&was), (0, 0, Vec::new()));
    let better = page(Verdict::Complies, "", "r\n");
    assert_eq!(differs(&better).1, 3);
    let (flips, _, others) = differs(&page(Verdict::Violates, "other", "r"));
    assert_eq!(flips, 0);
    let words = others
        .iter()
        .filter(|one| matches!(one, Other::Words { .. }));
    assert_eq!(words.count(), 3);
    assert!(others.contains(&Other::Rejected("3 K\\nfiling: K: r".to_owned())));
}
