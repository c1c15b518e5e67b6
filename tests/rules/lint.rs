//! What is legal but suspect: every code has an example that gives it and a mend that does not.

use dictamen::diagnostic::codes;
use dictamen::lint::{CaseTexts, Fix, Lint, fixed, lint};
use dictamen::load_texts;
use dictamen::source::{SourceFile, Sources};

/// A worked case that shows a little of the book below.
const CASES: &str = "ruleset: 2014\ncases:\n  - expect: { first.cap: complies, a.c: complies }\n";
/// One of the version of 2020, with the number at the border of its cap.
const LATER: &str = "ruleset: 2020\ncases:\n  - with: { number: 7 }\n";

/// The book of the mistakes with a text after it, or before its calendar, or instead of that.
fn with(text: &str) -> String {
    let book = std::fs::read_to_string("fixtures/mistakes/book.dictamen").unwrap();
    let calendar = book.find("calendar federal").unwrap();
    let after = calendar + book[calendar..].find("\n\n").unwrap() + 1;
    match text.split(' ').next() {
        Some("record" | "enum" | "authority") => {
            format!("{}{text}\n{}", &book[..calendar], &book[calendar..])
        }
        Some("calendar") => format!("{}{text}{}", &book[..calendar], &book[after..]),
        _ => format!("{book}\n{text}"),
    }
}

fn linted(text: &str) -> Vec<Lint> {
    let mut sources = Sources::new();
    sources.add(SourceFile::new("book.dictamen", text));
    let loaded = load_texts(sources);
    let ir = loaded
        .ir
        .unwrap_or_else(|| panic!("{text}\n{:#?}", loaded.diagnostics));
    let cases = CaseTexts {
        texts: vec![CASES.to_owned(), LATER.to_owned()],
    };
    lint(&loaded.book, &ir, &loaded.sources, Some(&cases))
}

fn count(found: &[Lint], code: &str) -> usize {
    let of_code = found
        .iter()
        .filter(|lint| lint.diagnostic.code.code == code);
    of_code.count()
}

#[test]
fn every_lint_has_an_example_that_gives_it_and_a_mend_that_does_not() {
    let lints: Vec<_> = codes::ALL
        .iter()
        .filter(|entry| entry.code.starts_with('L'))
        .collect();
    assert!(lints.len() >= 40, "{} lints", lints.len());
    let mut wrong = Vec::new();
    for entry in lints {
        let example = count(&linted(&with(entry.example)), entry.code);
        let mend = count(&linted(&with(entry.mend)), entry.code);
        if example != mend + 1 {
            wrong.push(format!(
                "{}: {example} in its example, {mend} in its mend",
                entry.code
            ));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn a_fix_takes_its_lint_away_and_leaves_the_book_sound() {
    let mut fixes = 0;
    for entry in codes::ALL
        .iter()
        .filter(|entry| entry.code.starts_with('L'))
    {
        let text = with(entry.example);
        let found = linted(&text);
        let edits: Vec<&Fix> = found
            .iter()
            .filter(|lint| lint.diagnostic.code.code == entry.code)
            .filter_map(|lint| lint.fix.as_ref())
            .collect();
        if edits.is_empty() {
            continue;
        }
        let mended = fixed(&text, &edits);
        let left = count(&linted(&mended), entry.code);
        assert!(left < count(&found, entry.code), "{}\n{mended}", entry.code);
        fixes += 1;
    }
    assert!(fixes >= 6, "{fixes} lints are fixed");
}

#[test]
fn the_page_of_the_lints_tells_every_code() {
    let page = std::fs::read_to_string("docs/lint.md").unwrap();
    for entry in codes::ALL
        .iter()
        .filter(|entry| entry.code.starts_with('L'))
    {
        let row = format!("| {} | {} |", entry.code, entry.title.replace('|', "\\|"));
        assert!(page.contains(&row), "{row}");
    }
    assert_eq!(
        page.matches("\n| L").count(),
        codes::ALL
            .iter()
            .filter(|entry| entry.code.starts_with('L'))
            .count()
    );
}
