//! What people and programs read, held as snapshots.

use crate::diagnostic::{Diagnostic, codes};
use crate::evaluate::verdicts::Detail;
use crate::ingest::{Reason, Reject};
use crate::report::sample;
use crate::report::summary::Summary;
use crate::report::{brief::brief, csv, diagnostics, json, rejects, style, table};
use crate::source::{SourceFile, Sources, Span};

fn text(out: Vec<u8>) -> String {
    String::from_utf8(out).unwrap()
}

#[test]
fn a_record_has_its_keys_in_order() {
    let ir = sample::book();
    let judged = sample::grave();
    let places = vec![Some(sample::place(33, 5)), None, None, None];
    let mut out = Vec::new();
    json::Records::new(&ir, sample::day(), Detail::Findings).write(&mut out, &judged, &places);
    let record = text(out);
    serde_json::from_str::<serde_json::Value>(&record).unwrap();
    insta::assert_snapshot!(record);
}

#[test]
fn verdicts_alone_leave_out_the_findings() {
    let ir = sample::book();
    let records = json::Records::new(&ir, sample::day(), Detail::Verdicts);
    let mut out = Vec::new();
    for judged in [sample::grave(), sample::sound("a \"quoted\" key", 2014)] {
        records.write(&mut out, &judged, &[]);
        out.push(b'\n');
    }
    insta::assert_snapshot!(text(out));
}

#[test]
fn a_line_for_each_filing_and_clause() {
    let ir = sample::book();
    let mut out = csv::header(Detail::Verdicts, &[]);
    for judged in [sample::grave(), sample::sound("x, y", 2015)] {
        csv::write(&mut out, &ir, Detail::Verdicts, &judged, &[], &[]);
    }
    insta::assert_snapshot!(text(out));
}

#[test]
fn a_line_for_each_finding_with_all_that_it_says() {
    let ir = sample::book();
    let mut out = csv::header(Detail::Findings, &[]);
    let mut judged = sample::grave();
    judged.key = "=HYPERLINK(\"x\")".into();
    let places = [Some(sample::place(33, 5)), None, None, None, None];
    csv::write(&mut out, &ir, Detail::Findings, &judged, &places, &[]);
    insta::assert_snapshot!(text(out));
}

#[test]
fn a_reject_is_one_object() {
    let mut out = Vec::new();
    let rejected = Reject {
        record: 0,
        file: "fixtures/filings/2018.yaml".into(),
        line: Some(3),
        column: None,
        key: None,
        reasons: vec![Reason::plain(
            Some(3),
            None,
            "expected a date such as `2018-03-02`, found `soon`",
        )],
        more: 0,
        filings: 1,
    };
    rejects::write(&mut out, &rejected);
    insta::assert_snapshot!(text(out), @r#"{"file":"fixtures/filings/2018.yaml","line":3,"column":null,"filing":null,"reason":"expected a date such as `2018-03-02`, found `soon`","filings":1,"reasons":[{"line":3,"column":null,"field":null,"cause":"expected a date such as `2018-03-02`, found `soon`","reason":"expected a date such as `2018-03-02`, found `soon`"}],"more":0}"#);
}

fn page(columns: usize) -> String {
    let ir = sample::book();
    table::render(&sample::batch(&ir), &ir, sample::day(), columns)
}

#[test]
fn the_table_at_eighty_columns() {
    insta::assert_snapshot!(style::strip(&page(80)));
}

#[test]
fn the_table_at_a_hundred_and_twenty_columns() {
    insta::assert_snapshot!(style::strip(&page(120)));
}

#[test]
fn the_table_in_colour() {
    insta::assert_snapshot!(page(80).replace('\u{1b}', "␛"));
}

#[test]
fn no_line_of_the_table_is_wider_than_asked() {
    for columns in [40, 60, 80, 97, 120] {
        for line in style::strip(&page(columns)).lines() {
            assert!(
                crate::report::text::width(line) <= columns,
                "{columns}: {line}"
            );
        }
    }
}

#[test]
fn the_table_of_nothing() {
    let ir = sample::book();
    let empty = table::render(&Summary::new(&ir), &ir, sample::day(), 80);
    insta::assert_snapshot!(style::strip(&empty), @"0 read   0 judged   0 rejected   as of 2018-12-31");
}

#[test]
fn what_is_said_beside_the_records() {
    let ir = sample::book();
    let lines = brief(&sample::batch(&ir), &ir, sample::day(), 100);
    insta::assert_snapshot!(style::strip(&lines));
}

#[test]
fn the_summary_as_json() {
    let ir = sample::book();
    let summary = sample::batch(&ir).json(&ir, sample::day());
    serde_json::from_str::<serde_json::Value>(&summary).unwrap();
    insta::assert_snapshot!(summary);
}

#[test]
fn parts_merge_to_the_whole() {
    let ir = sample::book();
    let whole = sample::batch(&ir);
    let filings: Vec<_> = (0..40)
        .map(|at| sample::sound(&format!("sound-{at}"), 2014 + (at % 4) as i128))
        .chain([sample::grave()])
        .collect();
    for size in [1, 7, 41] {
        let mut all = Summary::new(&ir);
        for chunk in filings.chunks(size) {
            let mut part = Summary::new(&ir);
            for (at, judged) in chunk.iter().enumerate() {
                part.add(&ir, at, judged);
            }
            all.merge(part);
        }
        assert_eq!(all.judged, 41);
        assert_eq!(all.versions[1].entries, whole.versions[1].entries);
        assert_eq!(all.worst.kept()[0].key, "2018-HCB");
        let total = all.indicators[0].total(&ir.indicators[0]).unwrap();
        assert_eq!(total.0, 12_500_000_000 - 40 * 50_000);
    }
}

fn two_files() -> (Sources, Vec<Diagnostic>) {
    let mut sources = Sources::new();
    let old = "clause a.b \"A\"\n  cites \"art. 1\"\n  requires projets <= 7\n";
    let old = sources.add(SourceFile::new("rules/2014/ruleset.dictamen", old));
    let amendment = "adds clause a.b \"Otra vez, con acentuación\"\n  cites \"art. 2\"\n";
    let amendment = sources.add(SourceFile::new("rules/2016/ruleset.dictamen", amendment));
    let giant = format!(
        "# {}\n{}x = é{}\n",
        "-".repeat(30),
        "y ".repeat(40_000),
        " z".repeat(40_000)
    );
    let giant = sources.add(SourceFile::new("rules/giant.dictamen", giant));
    let code = codes::ALL[0];
    let at = 33 + 80_000 + 4;
    let diagnostics = vec![
        Diagnostic::error(
            code,
            "`projets` is not known",
            Span::new(old, 43, 50),
            "not known here",
        )
        .help("did you mean `projects`?"),
        Diagnostic::error(
            code,
            "`a.b` is added, but it exists",
            Span::new(amendment, 12, 15),
            "added here",
        )
        .also(Span::new(old, 7, 10), "it stands here already"),
        Diagnostic::warning(
            code,
            "a giant line",
            Span::new(giant, at, at + 2),
            "in the midst",
        ),
        Diagnostic::error(code, "at the very end", Span::new(old, 65, 9_000), ""),
    ];
    (sources, diagnostics)
}

#[test]
fn diagnostics_show_every_place() {
    let (sources, found) = two_files();
    let mut page = diagnostics::excerpts(&found, &sources, 100);
    page.push_str(&diagnostics::count_line(&found).unwrap());
    assert!(page.len() < 10_000, "a giant line is shown in part");
    insta::assert_snapshot!("diagnostics_plain", style::strip(&page));
    insta::assert_snapshot!("diagnostics_coloured", page.replace('\u{1b}', "␛"));
}

#[test]
fn diagnostics_as_json() {
    let (sources, found) = two_files();
    let array = diagnostics::json(&found, &sources);
    serde_json::from_str::<serde_json::Value>(&array).unwrap();
    insta::assert_snapshot!(array);
    assert_eq!(diagnostics::json(&[], &sources), "[]");
}
