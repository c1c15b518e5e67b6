//! What embeds the engine says what the command line says, and loses nothing.

use std::process::Command;
use std::sync::Arc;

use dictamen::ingest::tables::RecordBatch;
use dictamen::{Amount, Day, Detail, LoadError, Outcome, RuleBook, RunError, Text, Verdict};

#[path = "../../examples/broken.rs"]
#[allow(dead_code, reason = "its main function is that of a program")]
mod broken;
#[path = "../../examples/embedded.rs"]
#[allow(dead_code, reason = "its main function is that of a program")]
mod embedded;

fn day() -> Day {
    Day::parse(b"2026-01-01").unwrap()
}

fn purchases() -> RuleBook {
    RuleBook::load("fixtures/cli/rules").unwrap()
}

/// The records and the keys of rejects, in order.
fn told(run: &mut dictamen::Run) -> (Vec<String>, Vec<String>) {
    let (mut records, mut rejects) = (Vec::new(), Vec::new());
    for outcome in run {
        match outcome.unwrap() {
            Outcome::Judged(ruling) => records.push(ruling.to_json()),
            Outcome::Rejected(reject) => {
                rejects.push(format!("{}: {}", reject.file, reject.reason()))
            }
        }
    }
    (records, rejects)
}

fn command(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dictamen"));
    let output = command.args(arguments).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_ruling_is_the_record_of_the_command_line() {
    for (rules, filings) in [
        ("rules", "fixtures/filings"),
        ("fixtures/cli/rules", "fixtures/cli"),
    ] {
        let book = RuleBook::load(rules).unwrap();
        for (level, detail) in [
            ("verdicts", Detail::Verdicts),
            ("findings", Detail::Findings),
            ("full", Detail::Full),
        ] {
            let written = command(&[
                "evaluate",
                "--rules",
                rules,
                "--as-of",
                "2026-01-01",
                "--format",
                "ndjson",
                "--detail",
                level,
                filings,
            ]);
            let written: Vec<&str> = written.lines().collect();
            assert!(!written.is_empty());
            for threads in [1, 3] {
                let judge = book.judge().as_of(day()).detail(detail).threads(threads);
                let mut run = judge.files([filings]).unwrap();
                let (records, _) = told(&mut run);
                for (record, written) in records.iter().zip(&written) {
                    assert_eq!(record, written, "{filings} {level} {threads}");
                }
                let summary = run.finish();
                assert_eq!(summary.judged, written.len() as u64);
                assert_eq!(records.len(), written.len());
                assert_eq!(summary.read, summary.judged + summary.rejected);
            }
        }
    }
}

#[test]
fn the_counts_are_those_of_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("summary.json");
    command(&[
        "evaluate",
        "--rules",
        "fixtures/cli/rules",
        "--as-of",
        "2026-01-01",
        "fixtures/cli",
        "--summary",
        path.to_str().unwrap(),
    ]);
    let judge = purchases().judge().as_of(day());
    let summary = judge.files(["fixtures/cli"]).unwrap().finish();
    assert_eq!(summary.to_json(), std::fs::read_to_string(path).unwrap());
    assert!(summary.rejected > 0 && summary.with_verdict(Verdict::Violates) > 0);
    let spending = &summary.indicators[0];
    assert_eq!(spending.name, "spending");
    assert!(matches!(&spending.value, Some(Amount::Decimal(text)) if text.ends_with(".50")));
}

#[test]
fn a_finding_says_all_that_its_clause_says() {
    let filing =
        r#"{"filing_id":"B","fiscal_year":2018,"exempted":false,"projects":9,"contracts":[]}"#;
    let judge = purchases().judge().as_of(day());
    let mut run = judge.texts([Text::json("b", filing)]).unwrap();
    let Some(Ok(Outcome::Judged(ruling))) = run.next() else {
        panic!("it is judged");
    };
    assert_eq!(&*ruling.ruleset, "purchases 2018");
    assert_eq!(ruling.verdict, Verdict::Violates);
    assert_eq!(ruling.place.to_string(), "b:1:1");
    let cap = &ruling.findings[0];
    assert_eq!(&*cap.clause, "purchases.cap");
    assert_eq!(&*cap.title, "At most seven projects");
    assert_eq!(cap.message, "9 projects; the cap is 7");
    assert_eq!(
        cap.cites.iter().map(|cite| &**cite).collect::<Vec<_>>(),
        ["Rules art. 2", "Manual 4"]
    );
    assert_eq!(cap.authority.as_deref(), Some("audit"));
    assert_eq!(&*cap.binds, "institution");
    assert_eq!(cap.severity.as_str(), "mandatory");
    assert_eq!(cap.remedy.as_deref(), Some("Withdraw 2 of them"));
    assert!(!cap.because.is_empty());
}

#[test]
fn a_year_without_a_version_is_rejected_and_takes_no_other_down() {
    let lines = [
        r#"{"filing_id":"OLD","fiscal_year":2001,"exempted":false,"projects":1,"contracts":[]}"#,
        r#"{"filing_id":"NEW","fiscal_year":2018,"exempted":false,"projects":1,"contracts":[]}"#,
        r#"{"filing_id":"NEW","fiscal_year":2018,"exempted":false,"projects":2,"contracts":[]}"#,
    ];
    let judge = purchases().judge().as_of(day());
    for threads in [1, 2] {
        let judge = judge.clone().threads(threads);
        let mut run = judge
            .texts([Text::ndjson("lines", lines.join("\n"))])
            .unwrap();
        let (records, rejects) = told(&mut run);
        assert_eq!(records.len(), 1);
        assert!(
            rejects[0].contains("no version of the rules covers 2001"),
            "{rejects:?}"
        );
        assert!(rejects[1].contains("was read before"), "{rejects:?}");
        let summary = run.finish();
        assert_eq!((summary.read, summary.judged, summary.rejected), (3, 1, 2));
    }
}

#[test]
fn batches_of_arrow_are_judged_as_their_rows() {
    use dictamen::ingest::tables::write::Shaper;
    use dictamen::ingest::{Chunk, FileKind, Format, Schema, decode};
    let loaded = dictamen::load("fixtures/cli/rules".as_ref()).unwrap();
    let schema = Schema::as_written(&loaded.ir.unwrap().vocabulary, false).unwrap();
    let filing = |key: &str| {
        let text = format!(
            r#"{{"filing_id":"{key}","fiscal_year":2018,"exempted":false,"projects":9,"contracts":[]}}"#
        );
        let decoded = decode(&schema, &Chunk::of("f", Format::Json, text));
        Shaper::new(&schema, FileKind::Arrow)
            .shape(&decoded.batch)
            .unwrap()
    };
    let batches: Vec<RecordBatch> = vec![filing("A"), filing("B"), filing("A")];
    let judge = purchases().judge().as_of(day());
    let mut run = judge.batches("memory", batches).unwrap();
    let outcomes: Vec<String> = (&mut run)
        .map(|outcome| match outcome.unwrap() {
            Outcome::Judged(ruling) => format!("{} {}", ruling.filing, ruling.place),
            Outcome::Rejected(reject) => format!("{} {:?}", reject.reason(), reject.line),
        })
        .collect();
    assert_eq!(
        outcomes,
        [
            "A memory:1:1",
            "B memory:2:1",
            "a filing with the key `A` was read before, at memory:1 Some(3)",
        ]
    );
    // One that has not the columns is refused as a whole, and counts in filings.
    let column = arrow_array_of(3);
    let summary = judge.batches("memory", [column]).unwrap().finish();
    assert_eq!((summary.read, summary.judged, summary.rejected), (3, 0, 3));
}

/// A table of so many rows that is none of filings.
fn arrow_array_of(rows: usize) -> RecordBatch {
    let values = arrow_array::Int64Array::from(vec![1; rows]);
    let field = arrow_schema::Field::new("other", arrow_schema::DataType::Int64, false);
    let schema = arrow_schema::Schema::new(vec![field]);
    RecordBatch::try_new(Arc::new(schema), vec![Arc::new(values)]).unwrap()
}

#[test]
fn what_is_wrong_with_the_rules_is_told_with_its_place() {
    let error = RuleBook::load("fixtures/cli/broken").unwrap_err();
    let LoadError::Unsound(mistakes) = &error else {
        panic!("{error}");
    };
    assert!(!mistakes.diagnostics().is_empty());
    let text = error.to_string();
    assert!(
        text.starts_with("fixtures/cli/broken/ruleset.dictamen:"),
        "{text}"
    );
    assert!(text.contains("error[T"), "{text}");
    let missing = RuleBook::load("no/such/folder").unwrap_err();
    assert!(matches!(missing, LoadError::Unreadable(_)), "{missing}");
}

#[test]
fn a_run_needs_a_date_and_filings() {
    let judge = purchases().judge();
    assert!(matches!(
        judge.files(["fixtures/cli/filings"]),
        Err(RunError::NoDate)
    ));
    let judge = judge.as_of(day());
    assert!(matches!(
        judge.files(["no/such/file.json"]),
        Err(RunError::Input(_))
    ));
}

#[test]
fn who_stops_asking_stops_the_work() {
    // There is no end to these filings.
    let lines = (0..).map(|at| {
        let filing = format!(
            r#"{{"filing_id":"{at}","fiscal_year":2018,"exempted":false,"projects":1,"contracts":[]}}"#
        );
        Text::json(format!("{at}"), filing)
    });
    let judge = purchases().judge().as_of(day()).threads(2);
    let run = judge.texts(lines).unwrap();
    let keys: Vec<String> = run
        .take(1000)
        .map(|outcome| match outcome.unwrap() {
            Outcome::Judged(ruling) => ruling.filing,
            Outcome::Rejected(reject) => panic!("{}", reject.reason()),
        })
        .collect();
    let counted: Vec<String> = (0..1000).map(|at: i32| at.to_string()).collect();
    assert_eq!(keys, counted);
}

#[test]
fn the_examples_do_what_they_say() {
    let mut page = Vec::new();
    let summary = broken::broken(
        "fixtures/cli/rules",
        "fixtures/cli/filings",
        day(),
        &mut page,
    );
    assert_eq!(summary.unwrap().judged, 4);
    let page = String::from_utf8(page).unwrap();
    assert!(
        page.contains("purchases.cap: 6 projects; the cap is 5"),
        "{page}"
    );
    assert!(page.ends_with("4 read, 4 judged, 0 rejected\n"), "{page}");
    let mut page = Vec::new();
    embedded::embedded(&mut page).unwrap();
    assert_eq!(
        String::from_utf8(page).unwrap(),
        "C-1: sound\nC-2: sound\nC-3: 1,000.50 MXN were spent of 1,000.00 MXN\n"
    );
}

#[test]
fn why_is_what_the_command_line_says() {
    let judge = purchases().judge().as_of(day());
    let file = "fixtures/cli/filings/b-mixed.ndjson";
    let key = |record: &str| {
        let record: serde_json::Value = serde_json::from_str(record).unwrap();
        record["filing_id"].as_str().unwrap().to_owned()
    };
    let text = std::fs::read_to_string(file).unwrap();
    let keys: Vec<String> = text.lines().map(key).collect();
    let why = |key: Option<&str>, clause: &str| {
        let filings = dictamen::Filings::files([file]).unwrap();
        judge.why(filings, key, clause)
    };
    let told = why(Some(&keys[1]), "purchases.cap").unwrap();
    let told_there = command(&[
        "why",
        file,
        "purchases.cap",
        "--filing",
        &keys[1],
        "--rules",
        "fixtures/cli/rules",
        "--as-of",
        &day().to_string(),
        "--format",
        "json",
    ]);
    assert_eq!(told, told_there);
    let refused = |key, clause| why(key, clause).unwrap_err().to_string();
    assert!(refused(None, "purchases.cap").starts_with("there are "));
    assert!(refused(Some("nobody"), "purchases.cap").starts_with("there is no filing `nobody`"));
    assert!(refused(Some(&keys[1]), "purchases.cup").contains("no clause `purchases.cup`"));
    assert!(refused(Some(&keys[1]), "purchases.small[X]").contains("no subject `X`"));
    let text = dictamen::Text::json("broken", "{\"filing_id\": \"B\", \"fiscal_year\": \"x\"}");
    let refused = judge.why(dictamen::Filings::texts([text]), Some("B"), "purchases.cap");
    let refused = refused.unwrap_err().to_string();
    assert!(
        refused.starts_with("the filing was rejected: broken:1:"),
        "{refused}"
    );
    let nothing = judge.why(dictamen::Filings::texts([]), None, "purchases.cap");
    assert!(matches!(nothing, Err(dictamen::RunError::Nothing)));
}
