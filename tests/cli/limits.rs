//! The limits that the documentation states: each row of its two tables has a check here, at its number and
//! one beyond where an input can be made so exactly; the weight of a book and the longest filings are only
//! held well within and beyond.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use arrow_array::{ArrayRef, DictionaryArray, Int32Array, RecordBatch, StringArray};
use arrow_ipc::writer::FileWriter;
use tempfile::TempDir;

const BASE: &str = r#"vocabulary limits
enum Half
  one
record Row
  id  text key
  n   integer
filing
  key   id
  year  y
  id    text
  y     year
  n     integer
  half  Half
  t     text
  rows  list of Row

ruleset limits v0
  title      "Limits"
  published  2014-01-01 in "DOF"
  in force   from 2014-01-02
  for years  from 2014

"#;

const CLAUSE: &str =
    "clause a.b \"B\"\n  cites \"art. 1\"\n  for each r in rows\n  requires r.n <= 7\n";

/// Folders for the rules and for the filings.
struct Desk(TempDir);

impl Desk {
    fn new() -> Desk {
        Desk(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> (i32, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dictamen"));
        let output = command.args(arguments).current_dir(self.0.path()).output();
        let output = output.unwrap();
        let told = [output.stdout, output.stderr].concat();
        (
            output.status.code().unwrap(),
            String::from_utf8_lossy(&told).into_owned(),
        )
    }

    /// What `check` says of a book.
    fn check(&self, text: &str) -> (i32, String) {
        fs::create_dir_all(self.path("rules")).unwrap();
        fs::write(self.path("rules/a.dictamen"), text).unwrap();
        self.run(&["check", "rules"])
    }

    /// Whether `check` takes what stands behind the base, and if not, that it says these words.
    fn holds(&self, sound: &str, beyond: &str, says: &str) {
        let (code, told) = self.check(&format!("{BASE}{sound}"));
        assert_eq!(code, 0, "{}", &told[..told.len().min(2000)]);
        let (code, told) = self.check(&format!("{BASE}{beyond}"));
        assert!(
            code == 3 && told.contains(says),
            "{says}: {}",
            &told[..told.len().min(2000)]
        );
    }

    /// How many filings of one file are read, judged and rejected, and what is said.
    fn evaluate(&self, name: &str, text: &[u8], more: &[&str]) -> ([u64; 3], String) {
        self.check(&format!("{BASE}{CLAUSE}"));
        fs::write(self.path(name), text).unwrap();
        self.judge(name, more)
    }

    fn judge(&self, name: &str, more: &[&str]) -> ([u64; 3], String) {
        let mut arguments = vec![
            "evaluate",
            name,
            "--summary",
            "counts",
            "--as-of",
            "2014-12-31",
        ];
        arguments.extend(["--format", "ndjson", "--fail-on", "never"]);
        arguments.extend(more);
        let (_, told) = self.run(&arguments);
        let summary = fs::read_to_string(self.path("counts")).unwrap();
        let summary: serde_json::Value = serde_json::from_str(&summary).unwrap();
        let count = |key: &str| summary[key].as_u64().unwrap();
        (["read", "judged", "rejected"].map(count), told)
    }
}

/// A filing of JSON with some rows and whatever else.
fn filing(key: &str, rows: &str, more: &str) -> String {
    format!(r#"{{"id":"{key}","y":2014,"n":1,"half":"one","rows":[{rows}]{more}}}"#)
}

/// Some items, one after another, with a comma between them.
fn listed(count: usize, item: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for at in 0..count {
        let _ = write!(text, "{}{}", if at == 0 { "" } else { "," }, item(at));
    }
    text
}

fn rows(count: usize) -> String {
    listed(count, |at| format!(r#"{{"id":"r{at}","n":9}}"#))
}

fn requires(expression: &str) -> String {
    format!("clause a.b \"B\"\n  cites \"art. 1\"\n  requires {expression}\n")
}

/// The first column of the table under a heading "Limits".
fn table(page: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs")
        .join(page);
    let text = fs::read_to_string(path).unwrap();
    let (_, limits) = text.split_once("# Limits\n").unwrap();
    let cells = limits.lines().skip_while(|line| !line.starts_with("|---"));
    let cells = cells.skip(1).take_while(|line| line.starts_with('|'));
    cells
        .map(|line| line.split('|').nth(1).unwrap().trim().to_owned())
        .collect()
}

/// What holds a limit.
type Check = fn(&Desk);

/// Runs the check of each row of a page's table; a row without a check, or a check without a row, is an
/// error.
fn hold(page: &str, checks: &[(&str, Check)]) {
    let mut checks: BTreeMap<_, _> = checks.iter().copied().collect();
    for row in table(page) {
        let check = checks.remove(row.as_str());
        check.unwrap_or_else(|| panic!("{page}: no check holds the limit \"{row}\""))(&Desk::new());
    }
    assert!(checks.is_empty(), "{page} no longer states {checks:?}");
}

#[test]
fn the_limits_of_filings_are_what_the_page_says() {
    hold(
        "filings-and-reports.md",
        &[
            ("a filing of JSON, alone, in a list or on a line", long_json),
            ("a document of YAML", long_yaml),
            (
                "rows of a filing, in all its lists; what aliases of YAML stand for counts each time",
                many_rows,
            ),
            ("nesting of a document", deep_documents),
            (
                "texts of one column in 2,048 rows of a table that holds them once and repeats them",
                long_column,
            ),
            ("findings of one clause on one filing", many_findings),
            (
                "names told with a finding of many subjects that are alike",
                many_names,
            ),
            ("mistakes told of one filing", many_mistakes),
        ],
    );
}

#[test]
fn the_limits_of_the_language_are_what_the_page_says() {
    hold(
        "language.md",
        &[
            ("brackets, `if` and quantifiers within each other", brackets),
            (
                "additions and other operations in a chain; `and` and `or` have no limit",
                chains,
            ),
            (
                "definitions within each other, their bodies counted",
                definitions,
            ),
            ("a book, each definition in place of its calls", weight),
            (
                "combinations of a table, or of sets within sets for a row",
                combinations,
            ),
            (
                "decimals of money, of a `decimal` field, of a number in a rule",
                decimals,
            ),
            ("years", years),
            ("rows of a filing", many_rows),
            ("nesting of a filing's document", deep_documents),
            ("mistakes told of the text of one file", mistakes),
            ("a line of the one layout (`fmt`)", columns),
        ],
    );
}

fn long_json(desk: &Desk) {
    let long = filing("b", "", &format!(r#","z":"{}""#, "x".repeat(256 << 20)));
    let (before, behind) = (filing("a", "", ""), filing("c", "", ""));
    let says = "a filing of more than 256 MB: none is so long";
    let lines = format!("{before}\n{long}\n{behind}\n");
    let (counts, told) = desk.evaluate("f.ndjson", lines.as_bytes(), &[]);
    assert_eq!(counts, [3, 2, 1], "a line");
    assert!(told.contains(&format!("f.ndjson:2:1: {says}")), "{told}");
    let list = format!("[{before},\n{long},\n{behind}]");
    let (counts, told) = desk.evaluate("f.json", list.as_bytes(), &[]);
    assert_eq!(counts, [3, 2, 1], "a list");
    assert!(told.contains(&format!("f.json:2:1: {says}")), "{told}");
    let (counts, told) = desk.evaluate("g.json", long.as_bytes(), &[]);
    assert_eq!(counts, [1, 0, 1], "alone");
    assert!(told.contains(&format!("g.json:1:1: {says}")), "{told}");
}

fn long_yaml(desk: &Desk) {
    let document = |key: &str, size: usize| {
        let text = "x".repeat(size);
        format!("id: {key}\ny: 2014\nn: 1\nhalf: one\nrows: []\nz: {text}\n")
    };
    let long = document("b", 32 << 20);
    // Of the second long one the first line that belongs to no document is `...`.
    let text = format!(
        "{}---\n{long}---\n{}---\n{long}...\n{}",
        document("a", 1),
        document("c", 1),
        document("d", 1)
    );
    let (counts, told) = desk.evaluate("f.yaml", text.as_bytes(), &[]);
    assert_eq!(counts, [5, 3, 2]);
    let says = "a filing of more than 32 MB: none is so long";
    assert!(told.contains(&format!("f.yaml:7:1: {says}")), "{told}");
}

fn many_rows(desk: &Desk) {
    for (count, counts) in [(1_000_000, [1, 1, 0]), (1_000_001, [1, 0, 1])] {
        let text = filing("a", &rows(count), "");
        let (found, told) = desk.evaluate("f.ndjson", text.as_bytes(), &["--detail", "verdicts"]);
        assert_eq!(found, counts, "{count}");
        let refused = told.contains("its lists have more than 1000000 rows");
        assert_eq!(refused, counts[2] == 1, "{told}");
    }
}

fn deep_documents(desk: &Desk) {
    for (levels, counts) in [(128, [1, 1, 0]), (129, [1, 0, 1])] {
        // The filing itself is one level.
        let (open, close) = ("[".repeat(levels - 1), "]".repeat(levels - 1));
        let json = filing("a", "", &format!(r#","z":{open}{close}"#));
        let (found, told) = desk.evaluate("f.ndjson", json.as_bytes(), &[]);
        assert_eq!(found, counts, "{levels}: {told}");
        let yaml = format!("id: a\ny: 2014\nn: 1\nhalf: one\nrows: []\nz: {open}{close}\n");
        let (found, told) = desk.evaluate("f.yaml", yaml.as_bytes(), &[]);
        assert_eq!(found, counts, "{levels}: {told}");
    }
}

/// A table that repeats one text in two rows, which it holds once.
fn repeated(size: usize) -> RecordBatch {
    let text = StringArray::from(vec!["x".repeat(size)]);
    let column = |name: &str, array: ArrayRef| (name.to_owned(), array);
    let columns = [
        column("id", Arc::new(StringArray::from(vec!["a", "b"]))),
        column("y", Arc::new(Int32Array::from(vec![2014, 2014]))),
        column(
            "t",
            Arc::new(DictionaryArray::new(
                Int32Array::from(vec![0, 0]),
                Arc::new(text),
            )),
        ),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}

fn long_column(desk: &Desk) {
    for (size, counts) in [(128 << 20, [2, 2, 0]), ((128 << 20) + 1, [2, 0, 2])] {
        let batch = repeated(size);
        desk.check(&format!("{BASE}{}", requires("t != \"\"")));
        let file = fs::File::create(desk.path("f.arrow")).unwrap();
        let mut writer = FileWriter::try_new(file, &batch.schema()).unwrap();
        writer.write(&batch).unwrap();
        writer.finish().unwrap();
        let (found, told) = desk.judge("f.arrow", &["--detail", "verdicts"]);
        assert_eq!(found, counts, "{told}");
    }
}

fn many_findings(desk: &Desk) {
    let found = |count: usize| {
        let text = filing("a", &rows(count), "");
        let (_, told) = desk.evaluate("f.ndjson", text.as_bytes(), &["--detail", "full"]);
        let record: serde_json::Value = serde_json::from_str(told.lines().next().unwrap()).unwrap();
        let told = record["findings"].as_array().unwrap().len();
        (told, record["findings_left_out"]["a.b"].as_u64())
    };
    assert_eq!(found(10_000), (10_000, None));
    assert_eq!(found(10_003), (10_000, Some(3)));
}

fn many_names(desk: &Desk) {
    let text = filing("a", &rows(22), "");
    let (_, told) = desk.evaluate("f.ndjson", text.as_bytes(), &[]);
    let record: serde_json::Value = serde_json::from_str(told.lines().next().unwrap()).unwrap();
    let finding = &record["findings"][0];
    assert_eq!(finding["count"], 22);
    assert_eq!(finding["also"].as_array().unwrap().len(), 20);
}

fn many_mistakes(desk: &Desk) {
    for (count, more) in [(20, 0), (23, 3)] {
        let row = |at| format!(r#"{{"id":"r{at}","n":"x"}}"#);
        let text = filing("a", &listed(count, row), "");
        let (counts, _) = desk.evaluate("f.ndjson", text.as_bytes(), &["--rejects", "rejects"]);
        assert_eq!(counts, [1, 0, 1]);
        let reject = fs::read_to_string(desk.path("rejects")).unwrap();
        let reject: serde_json::Value = serde_json::from_str(&reject).unwrap();
        assert_eq!(reject["reasons"].as_array().unwrap().len(), 20);
        assert_eq!(reject["more"], more);
    }
}

fn brackets(desk: &Desk) {
    let says = "nested too deep: 64 levels are allowed";
    let of = |levels: usize| {
        requires(&format!(
            "{}n{} = 1",
            "(".repeat(levels),
            ")".repeat(levels)
        ))
    };
    desk.holds(&of(64), &of(65), says);
    let of = |levels: usize| {
        let (open, close) = (
            "if n = 1 then ".repeat(levels),
            " else n = 3".repeat(levels),
        );
        requires(&format!("{open}n = 2{close}"))
    };
    desk.holds(&of(64), &of(65), says);
}

fn chains(desk: &Desk) {
    // What is compared is an operation of its own.
    let of = |operations: usize| requires(&format!("n{} = 1", " + 1".repeat(operations - 2)));
    desk.holds(&of(128), &of(129), "128 operations are allowed");
    let (code, told) = desk.check(&format!(
        "{BASE}{}",
        requires(&format!("n = 1{}", " or n = 2".repeat(5_000)))
    ));
    assert_eq!(code, 0, "{told}");
}

fn definitions(desk: &Desk) {
    // Each is its sum and what is added to.
    let of = |count: usize| {
        let mut text = "define d0 = n\n\n".to_owned();
        for at in 1..count {
            let _ = write!(text, "define d{at} = d{} + 1\n\n", at - 1);
        }
        text + &requires(&format!("d{} = 1", count - 1))
    };
    desk.holds(&of(400), &of(401), "nests too deep in what it calls");
}

fn weight(desk: &Desk) {
    // Each level doubles what it stands for.
    let of = |levels: usize| {
        let mut text = "define f0(x: integer) = x\n\n".to_owned();
        for at in 1..=levels {
            let below = at - 1;
            let _ = write!(
                text,
                "define f{at}(x: integer) = f{below}(x + 1) + f{below}(x * 2)\n\n"
            );
        }
        text + &requires(&format!("f{levels}(n) = 1"))
    };
    desk.holds(
        &of(10),
        &of(20),
        "grows too large once each definition is put in place",
    );
}

fn combinations(desk: &Desk) {
    let listed = |letter: char, count: usize| -> String {
        (0..count).map(|at| format!("  {letter}{at}\n")).collect()
    };
    let of = |members: usize| {
        let (some, hundred) = (listed('m', members), listed('h', 100));
        let enums = format!("enum Some\n{some}enum Hundred\n{hundred}record Row\n");
        let base = BASE.replace("record Row\n", &enums);
        let table = "parameter p(Some, Hundred)\n  m0, other = 1\n  other, other = 2\n\n";
        format!("{base}{table}{}", requires("n = 1"))
    };
    let (code, told) = desk.check(&of(100));
    assert_eq!(code, 0, "{told}");
    let (code, told) = desk.check(&of(101));
    assert!(
        code == 3 && told.contains("a table has at most 10000"),
        "{told}"
    );
}

fn decimals(desk: &Desk) {
    let of = |number: &str| format!("parameter p = {number}\n\n{}", requires("n = 1"));
    desk.holds(
        &of("1.1234 MXN"),
        &of("1.12345 MXN"),
        "money holds up to 4 decimals",
    );
    let many = |digits: usize| requires(&format!("n = 0.{}", "1".repeat(digits)));
    desk.holds(&many(30), &many(31), "a number holds up to 30 decimals");
    let field = |digits: usize| {
        let base = BASE.replace("  n     integer\n", "  n     decimal\n");
        desk.check(&format!("{base}{}", requires("n < 7")));
        let text =
            filing("a", "", "").replace(r#""n":1"#, &format!(r#""n":1.{}"#, "1".repeat(digits)));
        fs::write(desk.path("f.ndjson"), text).unwrap();
        desk.judge("f.ndjson", &[]).0
    };
    assert_eq!(field(6), [1, 1, 0]);
    assert_eq!(field(7), [1, 0, 1]);
}

fn years(desk: &Desk) {
    let of = |date: &str| format!("parameter p = {date}\n\n{}", requires("n = 1"));
    desk.holds(&of("0001-01-01"), &of("0000-01-01"), "does not exist");
    desk.holds(&of("9999-12-31"), &of("10000-01-01"), "error[");
}

fn mistakes(desk: &Desk) {
    let of = |count: usize| {
        let clause =
            |at| format!("clause a.c{at} \"C\"\n  cites \"art. 1\"\n  requires n == 1\n\n");
        format!("{BASE}{}", (0..count).map(clause).collect::<String>())
    };
    let (_, told) = desk.check(&of(1_000));
    assert!(told.contains("\n1,000 errors in 1 file"), "{told}");
    let (_, told) = desk.check(&of(1_500));
    assert!(told.contains("at least 1,001 errors in 1 file"), "{told}");
}

fn columns(desk: &Desk) {
    let sum = " + 1".repeat(60);
    desk.check(&format!("{BASE}{}", requires(&format!("n{sum} = 99"))));
    assert_eq!(desk.run(&["fmt", "rules"]).0, 0);
    let text = fs::read_to_string(desk.path("rules/a.dictamen")).unwrap();
    let longest = text.lines().map(str::len).max().unwrap();
    assert!((80..=100).contains(&longest), "{longest} columns");
}
