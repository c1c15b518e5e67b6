//! Which text holds in which version, which version governs what, and which files are read.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::{Path, PathBuf};

use dictamen::Loaded;
use dictamen::book::{self, BookError};
use dictamen::syntax::ast::{ParameterValue, ProvisionBody, ProvisionKind};
use dictamen::value::Day;

fn amended() -> Loaded {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/check/sound/amended");
    dictamen::load(&dir).unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text.as_bytes()).unwrap()
}

#[test]
fn a_year_has_one_version_or_none() {
    let loaded = amended();
    let ir = loaded.ir.unwrap();
    for (year, version) in [
        (2013, None),
        (2014, Some(0)),
        (2015, Some(0)),
        (2016, Some(1)),
        (2017, Some(1)),
        (2018, None),
        (2019, Some(2)),
        (9999, Some(2)),
    ] {
        assert_eq!(loaded.book.version_of_year(year), version, "{year}");
        assert_eq!(ir.version_of_year(year), version, "{year}");
    }
}

#[test]
fn a_date_has_the_version_in_force() {
    let book = amended().book;
    for (date, version) in [
        ("2014-05-08", None),
        ("2014-05-09", Some(0)),
        ("2016-02-04", Some(0)),
        ("2016-02-05", Some(1)),
        ("2018-07-23", Some(1)),
        ("2018-07-24", Some(2)),
    ] {
        assert_eq!(book.version_on(day(date)), version, "{date}");
    }
}

#[test]
fn what_is_replaced_keeps_its_place_and_what_is_added_comes_last() {
    let book = amended().book;
    let clauses = |version: usize| -> Vec<(String, usize)> {
        let of = book.versions[version].provisions.iter();
        of.filter(|held| held.body.kind() == ProvisionKind::Clause)
            .map(|held| (held.body.name().text.clone(), held.origin))
            .collect()
    };
    let named = |expected: &[(&str, usize)]| -> Vec<(String, usize)> {
        expected
            .iter()
            .map(|(name, origin)| ((*name).to_owned(), *origin))
            .collect()
    };
    assert_eq!(
        clauses(0),
        named(&[
            ("a.first", 0),
            ("a.second", 0),
            ("a.third", 0),
            ("a.last_but_one", 0),
            ("a.last", 0),
        ])
    );
    assert_eq!(
        clauses(2),
        named(&[
            ("a.first", 1),
            ("a.second", 0),
            ("a.last_but_one", 0),
            ("a.last", 0),
            ("a.added", 1),
            ("a.fee", 2),
            ("a.third", 2),
        ])
    );
    let repealed = &book.versions[1].repealed;
    assert_eq!(repealed.len(), 1);
    assert_eq!(repealed[0].provision.body.name().text, "a.third");
}

#[test]
fn further_lines_join_those_that_stand() {
    let book = amended().book;
    let version = &book.versions[2];
    let held = version
        .provision(ProvisionKind::Parameter, "daily_uma")
        .unwrap();
    assert_eq!(
        (held.origin, held.changes.len(), held.changes[0].version),
        (0, 1, 2)
    );
    let ProvisionBody::Parameter(parameter) = held.body.as_ref() else {
        panic!("a parameter");
    };
    let ParameterValue::Dated { steps, until } = &parameter.value else {
        panic!("values over time");
    };
    let years: Vec<i16> = steps.iter().map(|(date, _)| date.year).collect();
    // The line of 2017 takes the other's place, and the new one lies beyond the old end.
    assert_eq!(years, [2016, 2017, 2018]);
    assert!(until.is_none());
}

#[test]
fn an_amendment_that_writes_no_scope_keeps_it() {
    let book = amended().book;
    let of: Vec<usize> = book
        .versions
        .iter()
        .map(|version| version.scope.0)
        .collect();
    assert_eq!(of, [0, 0, 2]);
    assert!(book.versions[2].scope.1.exceptions.is_empty());
}

fn names(dir: &Path) -> Vec<String> {
    let read = book::read(dir).unwrap();
    let strip = |path: &PathBuf| {
        path.strip_prefix(dir)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/")
    };
    read.sources
        .iter()
        .map(|(_, file)| strip(&file.path))
        .collect()
}

#[test]
fn files_are_read_in_order_and_cases_are_not() {
    let dir = tempfile::tempdir().unwrap();
    for path in [
        "vocabulary.dictamen",
        "notes.txt",
        "2014/a.dictamen",
        "2014/ruleset.dictamen",
        "2014/deep/b.dictamen",
        ".hidden/c.dictamen",
        "cases/d.dictamen",
    ] {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "# nothing\n").unwrap();
    }
    assert_eq!(
        names(dir.path()),
        [
            "vocabulary.dictamen",
            "2014/ruleset.dictamen",
            "2014/a.dictamen",
            "2014/deep/b.dictamen",
        ]
    );
}

#[cfg(unix)]
#[test]
fn links_that_lead_back_do_not_hang() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("a.dictamen"), "# nothing\n").unwrap();
    std::os::unix::fs::symlink(dir.path(), dir.path().join("loop")).unwrap();
    std::os::unix::fs::symlink(dir.path().join("a.dictamen"), dir.path().join("b.dictamen"))
        .unwrap();
    std::os::unix::fs::symlink("nowhere", dir.path().join("broken")).unwrap();
    assert_eq!(names(dir.path()), ["a.dictamen"]);
}

#[test]
fn what_cannot_be_read_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(
        book::read(dir.path()),
        Err(BookError::Empty { .. })
    ));
    assert!(matches!(
        book::read(&dir.path().join("none")),
        Err(BookError::Io { .. })
    ));
    std::fs::write(dir.path().join("a.dictamen"), b"clause \xff").unwrap();
    std::fs::write(dir.path().join("b.dictamen"), b"\xff\xfec\0l\0").unwrap();
    std::fs::write(dir.path().join("c.dictamen"), b"clase\n").unwrap();
    let loaded = dictamen::load(dir.path()).unwrap();
    let told: Vec<(&str, u32)> = loaded
        .diagnostics
        .iter()
        .map(|found| (found.code.code, found.primary.span.start))
        .collect();
    // One file that is no text hides nothing of the others.
    assert_eq!(told, [("B0231", 7), ("B0231", 0), ("S0108", 0)]);
}

/// The clause as each version reads: a line that is not written anew is the one that stood.
#[test]
fn an_amendment_of_lines_leaves_the_others_as_they_were() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/check/sound/lines");
    let book = dictamen::load(&dir).unwrap().book;
    let clause = |version: usize| {
        let held = book.versions[version].provision(ProvisionKind::Clause, "petic.cap");
        let ProvisionBody::Clause(clause) = held.unwrap().body.as_ref().clone() else {
            panic!("no clause");
        };
        *clause
    };
    let [first, second, third] = [0, 1, 2].map(clause);
    assert_eq!(second.title, first.title);
    assert_eq!(second.cites, first.cites);
    assert_eq!(second.body, first.body);
    assert_eq!(second.otherwise, first.otherwise);
    assert_eq!(second.exceptions, first.exceptions);
    assert!(first.applies.is_some() && second.applies.is_none());
    assert!(first.remedy.is_some() && second.remedy.is_none());
    assert_ne!(second.text, first.text);
    assert_eq!(third.text, second.text);
    assert_eq!(third.exceptions.len(), 2);
    assert!(third.severity.is_some());
    let held = book.versions[2].provision(ProvisionKind::Clause, "petic.cap");
    let changed: Vec<usize> = held.unwrap().changes.iter().map(|by| by.version).collect();
    assert_eq!(changed, [1, 2]);
}
