//! `test --mutate`, by hand on a small rule book: what comes of each mutant, and that a case made of what
//! is shown for a survivor notices it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what fails here fails the test"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use dictamen::cases::{CaseFile, document, read};
use dictamen::check::ir::Ir;
use dictamen::ingest::Format;
use dictamen::mutate::{Fate, Subject, run};
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn small() -> PathBuf {
    root().join("fixtures/mutate/rules")
}

/// What comes of each mutant of a book: where, what, fate.
fn fates(
    folder: &Path,
    files: impl Fn(&Ir) -> Vec<CaseFile>,
) -> Vec<(String, String, &'static str)> {
    let book = dictamen::load(folder).unwrap();
    let ir = book.ir.as_ref().expect("the book is sound");
    let subject = Subject {
        book: &book.book,
        sources: &book.sources,
        folder,
        files: &files(ir),
    };
    let found = run(&subject, &|_| false).into_iter();
    found
        .map(|(mutant, fate)| {
            let word = match fate {
                Fate::Killed(_) => "noticed",
                Fate::Survived(_) => "survives",
                Fate::Equivalent => "alike",
                Fate::Unsound => "unsound",
            };
            (mutant.place.provision, mutant.sentence, word)
        })
        .collect()
}

/// The cases of the small book.
fn cases(ir: &Ir) -> Vec<CaseFile> {
    let text = fs::read_to_string(small().join("cases/plans.yaml")).unwrap();
    let (mut file, problems) = read(ir, "plans.yaml", &text);
    assert_eq!(problems, Vec::new());
    let filing = fs::read_to_string(root().join("fixtures/mutate/rules/filing.yaml")).unwrap();
    file.base = Some(Arc::new(document(&filing, Format::Yaml).unwrap()));
    vec![file]
}

/// The fates of the mutants of a book that is written here, of which there are no cases.
fn fates_of(texts: &[(&str, &str)]) -> Vec<(String, String, &'static str)> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in texts {
        fs::write(folder.path().join(name), text).unwrap();
    }
    fates(folder.path(), |_| Vec::new())
}

const VOCABULARY: &str = "vocabulary v\n\nrecord Act\n  id text key\n  done_on date\n  small boolean\n\n\
    filing\n  key filing_id\n  year fiscal_year\n  filing_id text\n  fiscal_year year\n  n integer\n  acts list of Act\n";

const FIRST: &str = "ruleset r 2018\n  title \"x\"\n  published 2017-12-01 in \"y\"\n  \
    in force from 2018-01-01\n  for years 2018\n\n";

#[test]
fn of_two_changes_that_judge_alike_one_is_counted() {
    let text = format!("{FIRST}clause a.b \"x\"\n  cites \"y\"\n  requires n <= 7\n");
    let found = fates_of(&[("v.dictamen", VOCABULARY), ("r.dictamen", &text)]);
    let of_clause = found
        .iter()
        .filter(|(provision, ..)| provision == "clause a.b");
    let of_clause: Vec<(&str, &str)> = of_clause
        .map(|(_, sentence, fate)| (sentence.as_str(), *fate))
        .collect();
    assert_eq!(
        of_clause,
        [
            ("the text of `2018` had no such clause", "survives"),
            ("`n <= 7` read `n < 7`", "survives"),
            ("`n <= 7` read `n <= 6`", "alike"),
            ("`n <= 7` read `n <= 8`", "survives"),
        ]
    );
}

#[test]
fn what_must_read_alike_in_every_version_is_changed_in_all_of_them() {
    let clause = |verb: &str, body: &str| {
        format!(
            "{verb}clause a.b \"x\"\n  cites \"y\"\n  for each a in acts where not a.small governed by a.done_on\n  \
             requires {body}\n"
        )
    };
    let first = format!("{FIRST}{}", clause("", "n > 0"));
    let second = format!(
        "ruleset r 2019 amends 2018\n  title \"x\"\n  published 2018-12-01 in \"y\"\n  in force from 2019-01-01\n  \
         for years from 2019\n\n{}",
        clause("replaces ", "n > 1")
    );
    let found = fates_of(&[
        ("v.dictamen", VOCABULARY),
        ("r1.dictamen", &first),
        ("r2.dictamen", &second),
    ]);
    let of = |sentence: &str| {
        let all = found.iter().filter(|(_, one, _)| one == sentence);
        all.map(|(_, _, fate)| *fate).collect::<Vec<_>>()
    };
    assert_eq!(of("`where not a.small` were left out"), ["survives"]);
    assert_eq!(of("`not a.small` read `a.small`"), ["survives"]);
    // By a day of an act the text is chosen, so that the first day of a text decides.
    assert_eq!(
        of("it were in force from 2018-12-31 instead of 2019-01-01"),
        ["survives"]
    );
    assert_eq!(of("`2019` had left it as it was"), ["survives"]);
}

#[test]
fn what_is_no_sound_rule_book_is_not_counted() {
    // What was a number is a condition in the second text: neither change can be left out alone.
    let first =
        format!("{FIRST}define few = 3\n\nclause a.b \"x\"\n  cites \"y\"\n  requires n <= few\n");
    let second = "ruleset r 2019 amends 2018\n  title \"x\"\n  published 2018-12-01 in \"y\"\n  \
                  in force from 2019-01-01\n  for years from 2019\n\n\
                  replaces define few = n <= 5\n\n\
                  replaces clause a.b \"x\"\n  cites \"y\"\n  requires few\n";
    let found = fates_of(&[
        ("v.dictamen", VOCABULARY),
        ("r1.dictamen", &first),
        ("r2.dictamen", second),
    ]);
    let unsound = found.iter().filter(|(.., fate)| *fate == "unsound");
    let unsound: Vec<(&str, &str)> = unsound
        .map(|(provision, sentence, _)| (provision.as_str(), sentence.as_str()))
        .collect();
    let left = "`2019` had left it as it was";
    assert_eq!(unsound, [("define few", left), ("clause a.b", left)]);
}

#[test]
fn what_comes_of_each_mutant_is_as_worked_out_by_hand() {
    let cap = "count(p in projects where p.strategic)";
    let given = "c.assent_on is given";
    let before = "c.assent_on on or before c.signed_on";
    let plan_cap = "clause plan.cap";
    let assent = "clause plan.assent";
    let wanted: Vec<(&str, String, &str)> = vec![
        // No clause is governed by a date, so that the first day of a text decides nothing.
        (
            "ruleset 2018",
            "it were in force from 2017-12-31 instead of 2018-01-01".into(),
            "alike",
        ),
        (
            "ruleset 2018",
            "it were in force from 2018-01-02 instead of 2018-01-01".into(),
            "alike",
        ),
        // Three strategic projects comply and four do not: either step of the cap of 2018 shows.
        (
            "parameter cap",
            "`cap` were 2 instead of 3".into(),
            "noticed",
        ),
        (
            "parameter cap",
            "`cap` were 4 instead of 3".into(),
            "noticed",
        ),
        // Both versions have a case on each clause.
        (
            plan_cap,
            "the text of `2018` had no such clause".into(),
            "noticed",
        ),
        (
            plan_cap,
            "the text of `2020` had no such clause".into(),
            "noticed",
        ),
        (
            plan_cap,
            format!("`{cap} <= cap` read `{cap} < cap`"),
            "noticed",
        ),
        // The filing has a fourth project, which is not strategic.
        (
            plan_cap,
            "`where p.strategic` were left out".into(),
            "noticed",
        ),
        (
            assent,
            "the text of `2018` had no such clause".into(),
            "noticed",
        ),
        (
            assent,
            "the text of `2020` had no such clause".into(),
            "noticed",
        ),
        // The amounts of the cases are far from 1,000.
        (
            assent,
            "`c.amount >= 1000 MXN` read `c.amount > 1000 MXN`".into(),
            "survives",
        ),
        (
            assent,
            "`applies when c.amount >= 1000 MXN` were left out".into(),
            "noticed",
        ),
        (
            assent,
            "`c.amount >= 1000 MXN` read `c.amount >= 999.99 MXN`".into(),
            "survives",
        ),
        (
            assent,
            "`c.amount >= 1000 MXN` read `c.amount >= 1000.01 MXN`".into(),
            "survives",
        ),
        (
            assent,
            "`except when c.urgent` were left out".into(),
            "noticed",
        ),
        (
            assent,
            format!("`{given} and {before}` read `{given} or {before}`"),
            "noticed",
        ),
        (assent, format!("`{given}` were left out"), "noticed"),
        (
            assent,
            format!("`{given}` read `c.assent_on is not given`"),
            "noticed",
        ),
        (assent, format!("`{before}` were left out"), "noticed"),
        // The assent of the first case is of the day of the signature.
        (
            assent,
            format!("`{before}` read `c.assent_on before c.signed_on`"),
            "noticed",
        ),
        (
            "ruleset 2020",
            "it were in force from 2019-12-31 instead of 2020-01-01".into(),
            "alike",
        ),
        (
            "ruleset 2020",
            "it were in force from 2020-01-02 instead of 2020-01-01".into(),
            "alike",
        ),
        // By the text of 2020 only four projects are judged: neither 2 nor 3 nor 1 would show.
        (
            "parameter cap",
            "`2020` had left it as it was".into(),
            "survives",
        ),
        (
            "parameter cap",
            "`cap` were 1 instead of 2".into(),
            "survives",
        ),
        // That is the cap of 2018 again, which was counted just before.
        ("parameter cap", "`cap` were 3 instead of 2".into(), "alike"),
    ];
    let found = fates(&small(), cases);
    let found: Vec<(&str, String, &str)> = (found.iter())
        .map(|(provision, sentence, fate)| (provision.as_str(), sentence.clone(), *fate))
        .collect();
    assert_eq!(found, wanted);
}

fn dictamen(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dictamen"))
        .current_dir(root())
        .args(arguments)
        .output()
        .expect("the binary runs")
}

fn mutate(rules: &Path, more: &[&str]) -> Output {
    let rules = rules.to_string_lossy();
    let mut all = vec!["test", "--mutate", "--rules", &*rules];
    all.extend_from_slice(more);
    dictamen(&all)
}

fn json(rules: &Path) -> Value {
    let output = mutate(rules, &["--format", "json"]);
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

/// A copy of the small book with its filing, to change.
fn copy() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let from = root().join("fixtures/mutate");
    for file in [
        "rules/filing.yaml",
        "rules/vocabulary.dictamen",
        "rules/2018.dictamen",
        "rules/2020.dictamen",
        "rules/survivors.yaml",
        "rules/cases/plans.yaml",
    ] {
        let to = folder.path().join(file);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from.join(file), to).unwrap();
    }
    folder
}

#[test]
fn the_same_bytes_for_any_number_of_threads() {
    for format in ["table", "json", "junit"] {
        let of = |threads| mutate(&small(), &["--format", format, "--threads", threads]).stdout;
        assert!(!of("1").is_empty());
        assert_eq!(of("1"), of("3"), "{format}");
    }
}

#[test]
fn the_cases_that_are_shown_notice_every_survivor() {
    let folder = copy();
    let rules = folder.path().join("rules");
    fs::remove_file(rules.join("survivors.yaml")).unwrap();
    let before = json(&rules);
    let survivors = before["survivors"].as_array().unwrap();
    assert_eq!(survivors.len(), 5);
    let mut cases = fs::read_to_string(rules.join("cases/plans.yaml")).unwrap();
    for survivor in survivors {
        let case = survivor["witness"]["case"].as_str();
        cases.push_str(case.unwrap_or_else(|| panic!("no filing for {survivor}")));
    }
    fs::write(rules.join("cases/plans.yaml"), cases).unwrap();
    let output = mutate(&rules, &["--format", "json"]);
    let after: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(after["survived"], 0, "{after}");
    assert_eq!(after["killed"], before["mutants"]);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn the_bar_decides_what_the_command_ends_with() {
    let exit = |more: &[&str]| mutate(&small(), more).status.code();
    assert_eq!(exit(&[]), Some(1));
    assert_eq!(exit(&["--fail-under", "76"]), Some(1));
    assert_eq!(exit(&["--fail-under", "75"]), Some(0));
    assert_eq!(exit(&["--fail-under", "101"]), Some(2));
    // Only with mutants is there a bar.
    let output = dictamen(&[
        "test",
        "--rules",
        "fixtures/mutate/rules",
        "--fail-under",
        "75",
    ]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn what_is_accepted_must_be_a_survivor() {
    let folder = copy();
    let rules = folder.path().join("rules");
    let held = json(&rules);
    assert_eq!(held["accepted"], 1);
    assert_eq!(held["stale"], Value::Array(Vec::new()));
    let list = fs::read_to_string(rules.join("survivors.yaml")).unwrap();
    let entry = list.split_once('\n').unwrap().1;
    let killed = "- { file: 2018.dictamen, provision: parameter cap, change: \"`cap` were 2 instead of 3\", why: x }\n";
    let unknown =
        "- { file: 2018.dictamen, provision: parameter cap, change: \"`cap` were 9\", why: x }\n";
    fs::write(
        rules.join("survivors.yaml"),
        format!("{list}{entry}{killed}{unknown}"),
    )
    .unwrap();
    let held = json(&rules);
    let stale = held["stale"].as_array().unwrap();
    let messages: Vec<&str> = (stale.iter())
        .map(|one| one["message"].as_str().unwrap())
        .collect();
    assert_eq!(messages.len(), 3, "{messages:?}");
    assert!(messages[0].contains("twice"), "{}", messages[0]);
    assert!(messages[1].contains("a case notices it"), "{}", messages[1]);
    assert!(messages[2].contains("no such mutant"), "{}", messages[2]);
    assert_eq!(
        mutate(&rules, &["--fail-under", "0"]).status.code(),
        Some(1)
    );
    fs::write(rules.join("survivors.yaml"), "- file: x\n").unwrap();
    let output = mutate(&rules, &["--fail-under", "0"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stdout).contains("`why` is not given"));
}

#[test]
fn cases_that_do_not_come_true_are_told_instead() {
    let folder = copy();
    let rules = folder.path().join("rules");
    let cases = fs::read_to_string(rules.join("cases/plans.yaml")).unwrap();
    let wrong = cases.replace("plan.assent: exempt", "plan.assent: violates");
    fs::write(rules.join("cases/plans.yaml"), wrong).unwrap();
    let output = mutate(&rules, &[]);
    assert_eq!(output.status.code(), Some(1));
    let page = String::from_utf8_lossy(&output.stdout);
    assert!(
        page.contains("fails  nobody assented to what is urgent"),
        "{page}"
    );
    assert!(!page.contains("mutant"), "{page}");
}

/// The changes of one text are judged one by one, so that their cost is the square of its length.
#[test]
fn a_text_of_too_many_parts_is_told_and_not_changed_part_by_part() {
    let book = |conditions: usize| {
        let chain = (1..conditions).map(|at| format!("    and n != {at}\n"));
        let chain: String = chain.collect();
        format!(
            "vocabulary v\n\nfiling\n  key id\n  year y\n  id text\n  y year\n  n integer\n\n\
             ruleset r 2014\n  title \"R\"\n  published 2014-01-01 in \"DOF\"\n  \
             in force from 2014-01-02\n  for years from 2014\n\n\
             clause a.b \"B\"\n  cites \"art. 1\"\n  requires n != 0\n{chain}"
        )
    };
    let small = fates_of(&[("a.dictamen", &book(100))]);
    assert!(small.len() > 200, "{}", small.len());
    let large = fates_of(&[("a.dictamen", &book(5_000))]);
    // That the clause were not there, and the days beside the first day of the version.
    assert_eq!(large.len(), 3, "{large:?}");
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.dictamen"), book(5_000)).unwrap();
    fs::create_dir(folder.path().join("cases")).unwrap();
    fs::write(folder.path().join("a.yaml"), "id: a\ny: 2014\nn: 5000\n").unwrap();
    let case = "filing: ../a.yaml\nruleset: 2014\nas_of: 2014-12-31\n\
                cases:\n  - name: x\n    with: {n: 5}\n    expect: {a.b: violates}\n";
    fs::write(folder.path().join("cases/a.yaml"), case).unwrap();
    for (format, words) in [
        (
            "table",
            "clause a.b is not changed: it has more than 1,000 parts",
        ),
        ("json", "\"too_large\":[\"clause a.b\"]"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_dictamen"))
            .args(["test", "--mutate", "--format", format, "--rules"])
            .arg(folder.path())
            .output()
            .unwrap();
        let page = String::from_utf8_lossy(&output.stdout);
        assert!(page.contains(words), "{page}\n{output:?}");
    }
}
