//! What a change of rule does, by the command line: laws over the shipped rule book and filings, and
//! snapshots from their writing to their review.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what fails here fails the test"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn dictamen(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dictamen"))
        .current_dir(root())
        .args(arguments)
        .output()
        .expect("the binary runs")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("reports are UTF-8")
}

fn impact(arguments: &[&str]) -> Value {
    let mut all = vec!["impact", "--as-of", "2026-01-01", "--format", "json"];
    all.extend_from_slice(arguments);
    let output = dictamen(&all);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", text(&output.stderr)))
}

fn flips(impact: &Value) -> u64 {
    let flips = impact["flips"].as_object().expect("counts by kind");
    flips.values().map(|count| count.as_u64().unwrap()).sum()
}

#[test]
fn no_rule_book_has_an_impact_on_itself() {
    let sides = [
        ("rules", "rules"),
        ("2014", "2014"),
        ("2016", "2016"),
        ("2018", "2018"),
    ];
    for (old, new) in sides {
        let impact = impact(&[old, new, "fixtures/filings"]);
        assert!(impact["compared"].as_u64().unwrap() > 40, "{old}");
        assert_eq!(flips(&impact), 0, "{old}");
        for clause in impact["clauses"].as_array().unwrap() {
            assert_eq!(clause["added"], 0, "{clause}");
            assert_eq!(clause["repealed"], 0, "{clause}");
        }
    }
}

/// Every filing that both judge by a clause stands in exactly one cell of its table.
#[test]
fn the_tables_hold_every_filing_once() {
    let impact = impact(&[
        "2014",
        "2018",
        "fixtures/filings",
        "fixtures/compranet/filings.ndjson",
    ]);
    let compared = impact["compared"].as_u64().unwrap();
    let cells = |row: &Value| -> u64 {
        let was = row["transitions"].as_object().unwrap().values();
        was.flat_map(|is| is.as_object().unwrap().values())
            .map(|count| count.as_u64().unwrap())
            .sum()
    };
    assert_eq!(cells(&impact["filings"]), compared);
    for clause in impact["clauses"].as_array().unwrap() {
        let apart = clause["added"].as_u64().unwrap() + clause["repealed"].as_u64().unwrap();
        let held = cells(clause) + apart;
        // A clause that is not judged stands in none.
        assert!(held == compared || held == 0, "{clause}");
    }
}

/// The shipped rule book in a folder of its own, with one more clause, that most filings break.
fn with_one_clause_more(folder: &Path) {
    let mut left = vec![PathBuf::from("rules")];
    while let Some(from) = left.pop() {
        let to = folder.join(&from);
        fs::create_dir_all(&to).unwrap();
        for entry in fs::read_dir(root().join(&from)).unwrap() {
            let entry = entry.unwrap();
            let inner = from.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                left.push(inner);
            } else if inner.extension().is_some_and(|end| end == "dictamen") {
                fs::copy(entry.path(), folder.join(&inner)).unwrap();
            }
        }
    }
    let file = folder.join("rules/2014/transitory.dictamen");
    let mut text = fs::read_to_string(&file).unwrap();
    text.push_str(
        "
clause added.few_projects \"A portfolio is small\"
  cites    \"A change that is drafted\"
  requires count(projects) <= 1
",
    );
    fs::write(file, text).unwrap();
}

/// What the shipped filings come to by a rule book, by their keys.
fn verdicts(rules: &str) -> BTreeMap<String, Value> {
    let line = ["evaluate", "--as-of", "2026-01-01", "--format", "ndjson"];
    let output = dictamen(&[&line[..], &["--rules", rules, "fixtures/filings"]].concat());
    let records = text(&output.stdout).lines().map(|line| {
        let record: Value = serde_json::from_str(line).unwrap();
        (record["filing"].as_str().unwrap().to_owned(), record)
    });
    records.collect()
}

/// A clause that only the new rules have flips no verdict of its own, and yet whoever breaks it.
#[test]
fn a_new_clause_that_is_broken_makes_the_filing_worse() {
    let folder = tempfile::tempdir().unwrap();
    with_one_clause_more(folder.path());
    let new = folder.path().join("rules");
    let sides = ["rules", new.to_str().unwrap(), "fixtures/filings"];
    let found = impact(&sides);
    assert_eq!(flips(&found), 0);
    let whole = &found["filings"]["listed"];
    let worse = whole
        .as_array()
        .unwrap()
        .iter()
        .filter(|flip| flip["kind"] == "worse");
    let worse: Vec<&Value> = worse.collect();
    // Every filing that breaks the new clause, of those that were not in violation before.
    let (before, after) = (verdicts("rules"), verdicts(sides[1]));
    let broken = |filing: &&String| after[*filing]["clauses"]["added.few_projects"] == "violates";
    let newly: Vec<&String> = (before.iter())
        .filter(|(_, record)| record["verdict"] != "violates")
        .map(|(filing, _)| filing)
        .filter(broken)
        .collect();
    let mut told: Vec<&str> = worse
        .iter()
        .map(|w| w["filing"].as_str().unwrap())
        .collect();
    told.sort_unstable();
    assert_eq!(told, newly, "{whole}");
    assert!(newly.len() > 1 && newly.len() < before.len(), "{newly:?}");
    for flip in worse {
        let words = flip["is_for"]["message"].as_str().unwrap();
        let (lead, ids) = words.split_once(' ').unwrap();
        assert_eq!(lead, "by");
        let broken = ids.split(", ").next().unwrap();
        let clauses = found["clauses"].as_array().unwrap();
        let row = clauses.iter().find(|row| row["clause"] == broken).unwrap();
        assert!(row["added"].as_u64().unwrap() > 0, "{row}");
    }
    for (level, code) in [("worse", 1), ("loss", 1), ("flips", 1), ("never", 0)] {
        let mut line = vec!["impact", "--as-of", "2026-01-01", "--fail-on", level];
        line.extend(sides);
        assert_eq!(dictamen(&line).status.code(), Some(code), "{level}");
    }
}

/// Many chunks, keys seen before and lines that cannot be read.
fn batch(folder: &Path, year: i64) -> PathBuf {
    let path = folder.join(format!("{year}.ndjson"));
    let mut lines = String::new();
    for at in 0..2_000_i64 {
        let key = if at % 97 == 5 { at / 2 } else { at };
        let projects = (at + year) % 11;
        let opened = match at % 7 {
            0 => String::new(),
            day => format!(",\"opened_on\":\"{year}-03-0{day}\""),
        };
        lines.push_str(&format!(
            "{{\"filing_id\":\"{year}-F{key}\",\"fiscal_year\":{year},\"institution\":{{\"institution_id\":\"F{key}\",\
             \"name\":\"Oficina {key}\"}},\"exempted\":{},\"projects\":{projects},\"contracts\":[{{\"number\":\"C\",\
             \"amount\":\"1.00\",\"signed_on\":\"{year}-03-04\",\"assent_on\":\"{year}-03-04\"{opened}}}]}}\n",
            at % 13 == 0
        ));
        if at % 501 == 0 {
            lines.push_str("{\"filing_id\": oops\n");
        }
    }
    fs::write(&path, lines).unwrap();
    path
}

#[test]
fn the_impact_is_the_same_bytes_for_every_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let (now, before) = (batch(folder.path(), 2018), batch(folder.path(), 2017));
    for format in ["table", "json", "markdown"] {
        let run = |threads: &str| {
            let (seven, eight) = ("fixtures/impact/seven", "fixtures/impact/eight");
            let (now, before) = (now.to_str().unwrap(), before.to_str().unwrap());
            let output = dictamen(&[
                "impact",
                seven,
                eight,
                now,
                "--before",
                before,
                "--as-of",
                "2019-01-01",
                "--format",
                format,
                "--threads",
                threads,
            ]);
            assert_eq!(output.status.code(), Some(4), "{}", text(&output.stderr));
            text(&output.stdout).to_owned()
        };
        let one = run("1");
        assert!(one.contains("Oficina"), "{one}");
        assert_eq!(one, run("2"));
        assert_eq!(one, run("5"));
    }
}

/// A list that is cut counts all the same.
#[test]
fn what_is_not_listed_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let now = batch(folder.path(), 2018);
    let sides = [
        "fixtures/impact/seven",
        "fixtures/impact/eight",
        now.to_str().unwrap(),
    ];
    let few = impact(&[&sides[..], &["--most", "2"]].concat());
    let many = impact(&[&sides[..], &["--most", "60000"]].concat());
    assert_eq!(few["flips"], many["flips"]);
    for (few, many) in few["clauses"]
        .as_array()
        .unwrap()
        .iter()
        .zip(many["clauses"].as_array().unwrap())
    {
        assert_eq!(few["transitions"], many["transitions"]);
        assert_eq!(many["left_out"], 0);
        let listed = few["listed"].as_array().unwrap().len() as u64;
        let all = many["listed"].as_array().unwrap();
        assert_eq!(listed + few["left_out"].as_u64().unwrap(), all.len() as u64);
        assert!(
            all.iter().all(|flip| flip["is_for"].is_object()),
            "each says why"
        );
    }
}

#[test]
fn the_exit_code_follows_fail_on() {
    let code = |new: &str, filings: &str, level: &str| {
        let old = "fixtures/impact/seven";
        let new = format!("fixtures/impact/{new}");
        let filings = format!("fixtures/impact/filings/{filings}");
        let output = dictamen(&[
            "impact",
            old,
            &new,
            &filings,
            "--as-of",
            "2019-01-01",
            "--fail-on",
            level,
        ]);
        output.status.code().unwrap()
    };
    assert_eq!(code("eight", "2018.ndjson", "worse"), 1);
    assert_eq!(code("eight", "2018.ndjson", "never"), 0);
    // Of last year's filings one gets better and none worse.
    assert_eq!(code("eight", "2017.ndjson", "worse"), 0);
    assert_eq!(code("eight", "2017.ndjson", "loss"), 0);
    assert_eq!(code("eight", "2017.ndjson", "flips"), 1);
    assert_eq!(code("seven", "2018.ndjson", "flips"), 0);
    assert_eq!(code("renamed", "2018.ndjson", "flips"), 4);
}

/// A copy of the small rule book, its filings and its snapshots, as a project has them.
fn project(folder: &Path) {
    let copy = |from: &str, to: &str| {
        let to = folder.join(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(root().join("fixtures/impact").join(from), to).unwrap();
    };
    for file in ["ruleset.dictamen", "vocabulary.dictamen", "cases/cap.yaml"] {
        copy(&format!("seven/{file}"), &format!("rules/{file}"));
    }
    for file in ["2017.ndjson", "2018.ndjson", "base.yaml"] {
        copy(&format!("filings/{file}"), &format!("filings/{file}"));
    }
}

fn inside(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dictamen"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the binary runs")
}

fn change(folder: &Path, from: &str, to: &str) {
    let path = folder.join("rules/ruleset.dictamen");
    let rules = fs::read_to_string(&path).unwrap();
    assert!(rules.contains(from));
    fs::write(path, rules.replace(from, to)).unwrap();
}

fn snapshots(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder.join("snapshots"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn snapshots_are_written_checked_reviewed_and_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    project(folder);
    let check =
        |extra: &[&str]| inside(folder, &[&["snapshot", "check", "filings"], extra].concat());
    // Without snapshots there is something to say.
    assert_eq!(check(&[]).status.code(), Some(1));
    let accept = ["snapshot", "accept", "filings", "--as-of", "2019-01-01"];
    let accepted = inside(folder, &accept);
    assert_eq!(
        text(&accepted.stdout),
        "3 snapshots in snapshots, 3 written, as of 2019-01-01\n"
    );
    let settled = snapshots(folder);
    assert_eq!(check(&[]).status.code(), Some(0));
    // A cap of eight frees two filings; nothing is written unless it is asked for.
    change(folder, "cap = 7", "cap = 8");
    let differs = check(&[]);
    assert_eq!(differs.status.code(), Some(1));
    assert!(text(&differs.stdout).contains("2 verdicts of clauses flip: 2 better"));
    assert_eq!(snapshots(folder), settled);
    assert_eq!(check(&["--pending"]).status.code(), Some(1));
    assert_eq!(
        snapshots(folder),
        [
            "filings__2017.ndjson.snap",
            "filings__2017.ndjson.snap.new",
            "filings__2018.ndjson.snap",
            "filings__2018.ndjson.snap.new",
            "filings__base.yaml.snap"
        ]
    );
    // What is accepted keeps its date, and nothing is pending any more.
    let accepted = inside(folder, &["snapshot", "accept", "filings"]);
    assert_eq!(
        text(&accepted.stdout),
        "3 snapshots in snapshots, 2 written, as of 2019-01-01\n"
    );
    assert_eq!(snapshots(folder), settled);
    assert_eq!(check(&["--threads", "1"]).status.code(), Some(0));
    // A header that another tool wrote in its own way is not written again.
    let path = folder.join("snapshots/filings__2018.ndjson.snap");
    let written = fs::read_to_string(&path).unwrap();
    fs::write(&path, written.replacen('"', "", 4)).unwrap();
    let accepted = inside(folder, &["snapshot", "accept", "filings"]);
    assert_eq!(
        text(&accepted.stdout),
        "3 snapshots in snapshots, 0 written, as of 2019-01-01\n"
    );
    // What is no snapshot is refused with its line.
    fs::write(
        folder.join("snapshots/filings__base.yaml.snap"),
        "---\nsource: x\n---\nfiling: A\n  odd\n",
    )
    .unwrap();
    let garbled = check(&[]);
    assert_eq!(garbled.status.code(), Some(2));
    assert!(
        text(&garbled.stderr).contains("line 5 is not of a snapshot of verdicts: `  odd`"),
        "{}",
        text(&garbled.stderr)
    );
}

/// The corpus of the project: a change of rule that moves one of its verdicts is seen here.
#[test]
fn the_shipped_filings_are_judged_as_their_snapshots_say() {
    let output = dictamen(&[
        "snapshot",
        "check",
        "fixtures/filings",
        "--dir",
        "fixtures/snapshots",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
}

/// insta itself reads the files, so that its review opens them.
#[test]
fn insta_reads_the_snapshots() {
    let file = "fixtures__filings__2018__2018-HCB.yaml";
    let path = root().join(format!("fixtures/snapshots/{file}.snap"));
    let kept = fs::read_to_string(path).unwrap();
    let (_, contents) = kept
        .strip_prefix("---\n")
        .unwrap()
        .split_once("\n---\n")
        .unwrap();
    insta::with_settings!({snapshot_path => "../../fixtures/snapshots", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!(file, contents);
    });
}

#[test]
fn the_page_on_ci_shows_the_files_that_ship() {
    let page = fs::read_to_string(root().join("docs/continuous-integration.md")).unwrap();
    for file in ["github.yml", "gitlab.yml", "pre-commit"] {
        let shipped = fs::read_to_string(root().join("docs/ci").join(file)).unwrap();
        assert!(page.contains(&shipped), "{file} differs");
    }
}

fn git(folder: &Path, arguments: &[&str]) -> Output {
    let output = Command::new("git")
        .current_dir(folder)
        .args([
            "-c",
            "user.name=tests",
            "-c",
            "user.email=tests@example.org",
        ])
        .args([
            "-c",
            "commit.gpgsign=false",
            "-c",
            "core.hooksPath=/dev/null",
        ])
        .args(arguments)
        .output()
        .expect("git runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
    output
}

/// A repository with the small rule book, whose cap was changed and not committed yet.
fn repository(folder: &Path) {
    project(folder);
    inside(
        folder,
        &["snapshot", "accept", "filings", "--as-of", "2019-01-01"],
    );
    git(folder, &["init", "--quiet"]);
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", "Rules"]);
}

/// The binary under test comes first.
fn path() -> std::ffi::OsString {
    let own = Path::new(env!("CARGO_BIN_EXE_dictamen"))
        .parent()
        .unwrap()
        .to_owned();
    let others = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(&others))).unwrap()
}

#[cfg(unix)]
#[test]
fn the_hook_runs_before_a_commit_of_rules() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    repository(folder);
    let hook = || {
        Command::new("sh")
            .arg(root().join("docs/ci/pre-commit"))
            .current_dir(folder)
            .env("PATH", path())
            .output()
            .unwrap()
    };
    // Nothing is staged: nothing is run.
    let idle = hook();
    assert_eq!(idle.status.code(), Some(0), "{}", text(&idle.stderr));
    assert_eq!(text(&idle.stdout), "");
    // A worked case notices the cap of eight.
    change(folder, "cap = 7", "cap = 8");
    git(folder, &["add", "--all"]);
    let noticed = hook();
    assert_eq!(noticed.status.code(), Some(1));
    assert!(
        text(&noticed.stdout).contains("above the cap"),
        "{}",
        text(&noticed.stdout)
    );
    // With its cases changed too, the impact is shown and the snapshots differ until they are accepted.
    let cases = folder.join("rules/cases/cap.yaml");
    let text_of = fs::read_to_string(&cases).unwrap();
    fs::write(cases, text_of.replace("projects: 8", "projects: 9")).unwrap();
    git(folder, &["add", "--all"]);
    let differs = hook();
    assert_eq!(differs.status.code(), Some(1), "{}", text(&differs.stderr));
    assert!(
        text(&differs.stdout).contains("2 better"),
        "{}",
        text(&differs.stdout)
    );
    inside(folder, &["snapshot", "accept", "filings"]);
    let passes = hook();
    assert_eq!(passes.status.code(), Some(0), "{}", text(&passes.stdout));
}

/// The first commit of all, and the one that brings rules to what is there already.
#[cfg(unix)]
#[test]
fn the_hook_lets_the_first_rules_in() {
    for before in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        project(folder);
        git(folder, &["init", "--quiet"]);
        if before {
            fs::write(folder.join("README"), "rules to come").unwrap();
            git(folder, &["add", "README"]);
            git(folder, &["commit", "--quiet", "--message", "Begun"]);
        }
        git(folder, &["add", "--all"]);
        let hook = Command::new("sh")
            .arg(root().join("docs/ci/pre-commit"))
            .current_dir(folder)
            .env("PATH", path())
            .output()
            .unwrap();
        assert_eq!(hook.status.code(), Some(0), "{}", text(&hook.stderr));
    }
}

/// The commands of the two snippets run as they stand there, on a change that has no impact.
#[cfg(unix)]
#[test]
fn the_commands_of_the_snippets_run() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    repository(folder);
    change(folder, "\"At most seven projects\"", "\"Seven projects\"");
    let mut run = 0;
    for file in ["github.yml", "gitlab.yml"] {
        let snippet = fs::read_to_string(root().join("docs/ci").join(file)).unwrap();
        for line in snippet.lines() {
            let Some(at) = line.find("dictamen ").filter(|at| {
                let before = line[..*at].trim();
                ["", "-", "run:"].contains(&before)
            }) else {
                continue;
            };
            let output = Command::new("sh")
                .args(["-c", &line[at..]])
                .current_dir(folder)
                .env("PATH", path())
                .env("base", "HEAD")
                .env("CI_MERGE_REQUEST_DIFF_BASE_SHA", "HEAD")
                .output()
                .unwrap();
            assert_eq!(
                output.status.code(),
                Some(0),
                "{line}: {}",
                text(&output.stderr)
            );
            run += 1;
        }
    }
    assert_eq!(run, 10, "check, test, diff, impact and snapshot of both");
    let page = fs::read_to_string(folder.join("diff.md")).unwrap();
    assert!(page.contains("“Seven projects”"), "{page}");
    let page = fs::read_to_string(folder.join("impact.md")).unwrap();
    assert!(
        page.contains("**No verdict flips** in 9 filings."),
        "{page}"
    );
}
