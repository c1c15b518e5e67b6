//! The mistakes that authors make: each has one diagnostic, on its line, that says what to write.

use std::path::PathBuf;

use dictamen::load_texts;
use dictamen::source::{SourceFile, Sources};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The table of mistakes.
#[derive(Deserialize)]
struct Table {
    /// By its name a text with the place at which a mistake is written.
    texts: BTreeMap<String, String>,
    /// The text, what is written in it, the code, the line of it that is told, words of the help.
    mistakes: Vec<(String, String, String, usize, String)>,
}

/// The rule book with a mistake in it, and the line at which it begins.
fn written(book: &str, text: &str, mistake: &str) -> (String, usize) {
    let at = text.find("@@").unwrap();
    let calendar = book.find("calendar federal").unwrap();
    let after = calendar + book[calendar..].find("\n\n").unwrap() + 1;
    let (before, rest) = match text.split(' ').next() {
        Some("record" | "enum") => (&book[..calendar], format!("\n{}", &book[calendar..])),
        Some("calendar") => (&book[..calendar], book[after..].to_owned()),
        _ => (book, String::new()),
    };
    let gap = if rest.is_empty() { "\n" } else { "" };
    let line = format!("{before}{gap}{}", &text[..at])
        .matches('\n')
        .count();
    (
        format!("{before}{gap}{}{rest}", text.replace("@@", mistake)),
        line,
    )
}

#[test]
fn a_mistake_has_one_diagnostic_that_says_where_and_what_to_write() {
    let book = std::fs::read_to_string("fixtures/mistakes/book.dictamen").unwrap();
    let table = std::fs::read_to_string("fixtures/mistakes/mistakes.yaml").unwrap();
    let table: Table = serde_yaml::from_str(&table).unwrap();
    let mut sound = Sources::new();
    sound.add(SourceFile::new("book.dictamen", book.clone()));
    assert_eq!(load_texts(sound).diagnostics, []);
    let mut otherwise = Vec::new();
    for (name, mistake, code, line, help) in &table.mistakes {
        let (text, first) = written(&book, &table.texts[name], mistake);
        let mut sources = Sources::new();
        sources.add(SourceFile::new(PathBuf::from("book.dictamen"), text));
        let loaded = load_texts(sources);
        assert!(
            loaded.ir.is_none(),
            "[{name}] {mistake:?} is taken for sound"
        );
        let told: Vec<_> = loaded
            .diagnostics
            .iter()
            .map(|found| {
                let (_, file) = loaded.sources.iter().next().unwrap();
                let at = file.line_column(found.primary.span.start).line;
                let help = found.help.clone().unwrap_or_default();
                (found.code.code, at - first, found.message.clone(), help)
            })
            .collect();
        let good = matches!(&told[..], [(found, at, message, mend)]
            if found == code && at == line && !mend.is_empty()
                && (mend.contains(help.as_str()) || message.contains(help.as_str())));
        if !good {
            otherwise.push(format!("[{name}] {mistake:?}, {code} {help:?}: {told:?}"));
        }
    }
    let all = table.mistakes.len();
    assert!(all >= 300, "{all} mistakes");
    assert!(
        otherwise.len() * 20 <= all,
        "{} of {all} are told otherwise:\n{}",
        otherwise.len(),
        otherwise.join("\n")
    );
}
