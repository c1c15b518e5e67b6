//! What a rule book compiles to, and what it says of filings, as snapshots: the plan's listing and the
//! verdicts with every reason.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use dictamen::compile::compile;

#[test]
fn the_plan_of_the_tutorial() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/tutorial/rules");
    let loaded = dictamen::load(&rules).expect("it can be read");
    let plan = compile(Arc::new(loaded.ir.expect("it is sound")), &loaded.sources);
    insta::assert_snapshot!(plan.to_string());
}

/// One record, a finding a line, as a person would read it.
fn full(filings: &str, rules: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_dictamen"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args([
            "evaluate",
            filings,
            "--rules",
            rules,
            "--as-of",
            "2018-12-31",
        ])
        .args(["--format", "ndjson", "--detail", "full"])
        .output()
        .expect("the binary runs");
    let text = String::from_utf8(output.stdout).expect("reports are UTF-8");
    text.replace("{\"clause\"", "\n  {\"clause\"")
        .replace("{\"expression\"", "\n    {\"expression\"")
}

#[test]
fn the_verdicts_of_the_tutorial_with_every_reason() {
    insta::assert_snapshot!(full(
        "fixtures/tutorial/filings.yaml",
        "fixtures/tutorial/rules"
    ));
}

#[test]
fn a_batch_says_the_same_for_any_number_of_threads_and_with_any_order_of_waves() {
    let once = |threads: &str| {
        Command::new(env!("CARGO_BIN_EXE_dictamen"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args([
                "evaluate",
                "fixtures/filings",
                "fixtures/compranet",
                "--as-of",
                "2026-01-01",
            ])
            .args([
                "--format",
                "ndjson",
                "--detail",
                "full",
                "--threads",
                threads,
            ])
            .output()
            .expect("the binary runs")
            .stdout
    };
    let one = once("1");
    assert!(one.len() > 100_000, "{} bytes", one.len());
    for threads in ["2", "7"] {
        assert!(once(threads) == one, "{threads} threads write other bytes");
    }
}
