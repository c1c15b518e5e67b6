//! The rows of the table, in groups that are measured together.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use crate::Outcome;
use crate::bench::{BOOK, Bench, LONG_BOOK, POLICY};
use crate::clock::{finished, medians, peak};

/// A line of the table.
pub struct Row {
    pub what: &'static str,
    pub measured: String,
    pub reached: String,
    pub target: &'static str,
}

/// How a group of rows is measured.
type Measure = fn(&Bench) -> Outcome<Vec<Row>>;

/// The groups by name, in the order of the table.
pub const GROUPS: [(&str, Measure); 7] = [
    ("ndjson", ndjson),
    ("start", start),
    ("tables", tables),
    ("judging", judging),
    ("memory", memory),
    ("yaml", yaml),
    ("policy", policy),
];

/// A row of two times, how often the first goes into the second.
fn faster(what: &'static str, ours: Duration, theirs: Duration, target: &'static str) -> Row {
    Row {
        what,
        measured: format!("{} against {}", shown(ours), shown(theirs)),
        reached: format!("{:.2}", theirs.as_secs_f64() / ours.as_secs_f64()),
        target,
    }
}

fn shown(time: Duration) -> String {
    format!("{:.3} s", time.as_secs_f64())
}

/// 20,000 filings, everything that is compared with everything in turns.
fn ndjson(bench: &Bench) -> Outcome<Vec<Row>> {
    let filings = bench.filings(20_000)?;
    let [two, hand, lean, one, hand_one, findings, long] = medians(
        bench,
        [
            bench.evaluate(BOOK, "verdicts", &filings, 2),
            bench.by_hand("hand", &filings, 2),
            bench.by_hand("lean", &filings, 2),
            bench.evaluate(BOOK, "verdicts", &filings, 1),
            bench.by_hand("hand", &filings, 1),
            bench.evaluate(BOOK, "findings", &filings, 2),
            bench.evaluate(LONG_BOOK, "verdicts", &filings, 2),
        ],
    )?;
    let mib = std::fs::metadata(&filings)?.len() as f64 / f64::from(1 << 20);
    let mut first = faster(
        "NDJSON to verdicts, 20,000 filings, 2 threads, against **hand**",
        two,
        hand,
        ">= 3.0",
    );
    first.measured = format!("{} ({:.0} MiB/s)", first.measured, mib / two.as_secs_f64());
    Ok(vec![
        first,
        faster("the same against **lean**", two, lean, ">= 1.0"),
        faster(
            "the same with 1 thread against **hand**",
            one,
            hand_one,
            ">= 2.5",
        ),
        faster("verdicts against findings in full", findings, two, ">= 0.7"),
        faster("2 threads against 1", two, one, ">= 1.85"),
        Row {
            what: "130 clauses against 13",
            measured: format!("{} against {}", shown(long), shown(two)),
            reached: format!("{:.2}", long.as_secs_f64() / two.as_secs_f64()),
            target: "<= 4",
        },
    ])
}

/// So few filings that starting and reading the rule book count.
fn start(bench: &Bench) -> Outcome<Vec<Row>> {
    let filings = bench.filings(1_250)?;
    let [ours, hand] = medians(
        bench,
        [
            bench.evaluate(BOOK, "verdicts", &filings, 2),
            bench.by_hand("hand", &filings, 2),
        ],
    )?;
    Ok(vec![faster(
        "1,250 filings, start and rule book included, against **hand**",
        ours,
        hand,
        ">= 1.5",
    )])
}

/// The same filings as Parquet.
fn tables(bench: &Bench) -> Outcome<Vec<Row>> {
    let filings = bench.filings(20_000)?;
    let table = bench.made("workload-20000.parquet", |path| {
        // The format follows from the extension, which the name of an unfinished file keeps.
        let mut command = bench.dictamen();
        command
            .arg("convert")
            .arg(&filings)
            .arg(path)
            .args(["--rules", BOOK]);
        finished(&mut command, Stdio::null())
    })?;
    let [ours, hand] = medians(
        bench,
        [
            bench.evaluate(BOOK, "verdicts", &table, 2),
            bench.by_hand("hand", &filings, 2),
        ],
    )?;
    Ok(vec![faster(
        "Parquet to verdicts, 20,000 filings, 2 threads, against **hand** on NDJSON",
        ours,
        hand,
        ">= 5",
    )])
}

/// What the criterion bench of the judge came to, which `compare.sh` has run.
fn judging(bench: &Bench) -> Outcome<Vec<Row>> {
    let folder = bench.target.join("criterion/judge/verdicts/new");
    let number = |file: &str, pointer: &str| -> Outcome<f64> {
        let text = std::fs::read_to_string(folder.join(file))
            .map_err(|error| format!("{}: {error}", folder.join(file).display()))?;
        let json: serde_json::Value = serde_json::from_str(&text)?;
        let value = json.pointer(pointer).and_then(serde_json::Value::as_f64);
        Ok(value.ok_or_else(|| format!("no {pointer} in {file}"))?)
    };
    let nanoseconds = number("estimates.json", "/median/point_estimate")?;
    let verdicts = number("benchmark.json", "/throughput/Elements")?;
    Ok(vec![Row {
        what: "judging alone, columns in memory, clause verdicts per second on 1 core",
        measured: format!("{verdicts} in {:.2} ms", nanoseconds / 1e6),
        reached: format!("{:.1} million", verdicts / nanoseconds * 1e3),
        target: ">= 20 million",
    }])
}

/// The most memory that the process takes.
fn memory(bench: &Bench) -> Outcome<Vec<Row>> {
    let weigh = |count: usize| {
        let filings = bench.filings(count)?;
        peak(bench, &bench.evaluate(BOOK, "verdicts", &filings, 2))
    };
    let (few, many) = (weigh(20_000)?, weigh(200_000)?);
    Ok(vec![
        Row {
            what: "peak memory at 20,000 filings",
            measured: format!("{few} KiB"),
            reached: format!("{} MiB", few.div_ceil(1 << 10)),
            target: "<= 64 MiB",
        },
        Row {
            what: "the same at 200,000",
            measured: format!("{many} KiB"),
            reached: format!("{} MiB", many.div_ceil(1 << 10)),
            target: "<= 64 MiB",
        },
    ])
}

/// Filings in YAML, a file each.
fn yaml(bench: &Bench) -> Outcome<Vec<Row>> {
    let folder = bench.yaml_filings(1_000)?;
    let [ours, plain] = medians(
        bench,
        [
            bench.evaluate(BOOK, "verdicts", &folder, 2),
            bench.by_hand("yaml_structs", &folder, 2),
        ],
    )?;
    Ok(vec![faster(
        "1,000 YAML files to verdicts, 2 threads, against **yaml_structs**",
        ours,
        plain,
        ">= 1.5",
    )])
}

/// The rule book that ships, over filings made for it.
fn policy(bench: &Bench) -> Outcome<Vec<Row>> {
    let (many, few) = (bench.policy_filings(20_000)?, bench.policy_filings(1_250)?);
    let judge = |detail: &str, filings: &Path| bench.evaluate(POLICY, detail, filings, 2);
    let [verdicts, findings, values] = medians(
        bench,
        [
            judge("verdicts", &many),
            judge("findings", &many),
            bench.by_hand("json_values", &many, 2),
        ],
    )?;
    let (mut check, mut start) = (bench.dictamen(), bench.dictamen());
    check.arg("check");
    start.arg("--version");
    let [all, check, start] = medians(bench, [judge("verdicts", &few), check, start])?;
    let book = check.saturating_sub(start);
    Ok(vec![
        faster(
            "the policy that ships, 20,000 filings to verdicts, 2 threads, against a **bare loop**",
            verdicts,
            values,
            ">= 0.7",
        ),
        faster("the same with findings in full", findings, values, ">= 0.7"),
        Row {
            what: "reading and checking the policy (`check` less `--version`), of judging 1,250 filings",
            measured: format!("{} of {}", shown(book), shown(all)),
            reached: format!("{:.2}", book.as_secs_f64() / all.as_secs_f64()),
            target: "<= 0.2",
        },
    ])
}
