//! Which other ways of writing a condition are no change of law, and which are one.

use std::path::PathBuf;

use dictamen::Loaded;
use dictamen::diff::{self, Diff, Side};
use dictamen::source::{SourceFile, Sources};

const VOCABULARY: &str = "\
vocabulary acts

filing
  key filing_id
  year fiscal_year
  filing_id text
  fiscal_year year
  x integer
  y integer
  p boolean
  q boolean
  r boolean
  begun date
  ended date
  name text
";

const RULESET: &str = "\
ruleset law 2020
  title \"Law\"
  published 2019-12-01 in \"Gazette\"
  in force from 2020-01-01
  for years from 2020

clause a.b \"A\"
  cites \"art. 2\"
  requires ";

fn book(condition: &str) -> Loaded {
    let mut sources = Sources::new();
    for (path, text) in [
        ("vocabulary.dictamen", VOCABULARY.to_owned()),
        ("law.dictamen", format!("{RULESET}{condition}\n")),
    ] {
        sources.add(SourceFile::new(PathBuf::from(path), text));
    }
    let loaded = dictamen::load_texts(sources);
    assert!(loaded.ir.is_some(), "{condition}: {:?}", loaded.diagnostics);
    loaded
}

fn side(loaded: &Loaded) -> Side<'_> {
    Side {
        book: &loaded.book,
        sources: &loaded.sources,
    }
}

fn between(old: &str, new: &str) -> Diff {
    diff::books(side(&book(old)), side(&book(new)))
}

#[test]
fn other_parentheses_and_other_digits_are_no_change() {
    for (old, new) in [
        ("(p and q) and r", "p and (q and r)"),
        ("p or (q or r)", "p or q or r"),
        ("x + (x + 2) <= y", "x + x + 2 <= y"),
        ("2 * (x * y) <= 7", "2 * x * y <= 7"),
        ("x / 10 <= 0.30", "x / 10 <= 0.3"),
        ("x / 10 <= 1.0", "x / 10 <= 1"),
        ("x in {1, 2}", "x in {2, 1}"),
        ("((x)) <= y", "x <= y"),
        (
            "begun + (10 days) before ended",
            "begun + 10 days before ended",
        ),
    ] {
        assert_eq!(between(old, new), Diff::default(), "{old} against {new}");
    }
}

#[test]
fn what_has_another_meaning_is_a_change() {
    for (old, new) in [
        ("(p and q) or r", "p and (q or r)"),
        ("x - (y - 2) <= 7", "x - y - 2 <= 7"),
        ("x / (y / 2) <= 7", "x / y / 2 <= 7"),
        ("x / 10 <= 0.30", "x / 10 <= 0.03"),
    ] {
        assert_ne!(between(old, new), Diff::default(), "{old} against {new}");
    }
}
